#include "numerics/linalg/packed_symmetric.hpp"

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/product.hpp"
#include "tests/unit/linalg/matrices.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace lemmata {
namespace {

/// Entries that name their place, symmetric.
Matrix<double> numbered(std::size_t n) {
  Matrix<double> a(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) a(i, j) = a(j, i) = static_cast<double>(1000 * i + j + 1);
  return a;
}

class PackedOrders : public testing::TestWithParam<std::size_t> {};

TEST_P(PackedOrders, EveryWayOfReadingGivesTheMatrix) {
  const std::size_t n = GetParam();
  const Matrix<double> a = numbered(n);
  const PackedSymmetric packed(a);
  EXPECT_EQ(packed.order(), n);
  EXPECT_EQ(packed.full(), a);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) ASSERT_EQ(packed(i, j), a(i, j)) << i << ' ' << j;
  for (const std::size_t count : {1U, 7U, 16U, 65U, 130U})
    for (std::size_t first = 0; first + count <= n; first += 5) {
      Matrix<double> strip(count, n);
      packed.rows(first, count, std::span(strip.data(), count * n));
      for (std::size_t i = 0; i < count; ++i)
        ASSERT_TRUE(std::ranges::equal(strip.row(i), a.row(first + i))) << first << ' ' << i;
    }
  EXPECT_LE(packed.entries().size(), n * n / 2 + 200 * n);
}

TEST_P(PackedOrders, RowsMayBeSetInAnyOrder) {
  const std::size_t n = GetParam();
  const Matrix<double> a = numbered(n);
  PackedSymmetric packed(n);
  for (std::size_t i = n; i-- > 0;) packed.set_row(i, a.row(i).first(i + 1));
  EXPECT_EQ(packed, PackedSymmetric(a));
}

/// Of hi + lo with lo far below, at every order: the norm from the tiles is that of all entries, and no less.
TEST_P(PackedOrders, TheNormOfTheLowWords) {
  const std::size_t n = GetParam();
  Team team(2);
  for (const double size : {1.0, 0x1p-200, 0x1p-540, std::numeric_limits<double>::denorm_min()}) {
    Matrix<double> mid(n, n), lo(n, n);
    std::mt19937_64 generator(n);
    Real sum(0);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        mid(i, j) = mid(j, i) = 1;
        lo(i, j) = lo(j, i) = static_cast<double>(generator() % 8) * size;
        sum += (i == j ? 1 : 2) * Real(lo(i, j)) * Real(lo(i, j));
      }
    const double bound = norms_up(SymmetricBox::make(mid, lo).value(), team).frobenius_low;
    EXPECT_GE(Real(bound) * Real(bound), sum) << size;
    if (size >= 0x1p-200 && sum > 0) {
      EXPECT_LE(Real(bound) * Real(bound), sum * Real(1 + 1e-8));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Packed, PackedOrders, testing::Values(1, 2, 3, 31, 32, 33, 63, 64, 65, 128, 150));

TEST(SymmetricBox, PackedLowWordsMustBeFinite) {
  PackedSymmetric low(70);
  std::vector<double> row(68, 0.0);
  row[66] = std::numeric_limits<double>::quiet_NaN();
  low.set_row(67, row);
  const auto box = SymmetricBox::make_packed(Matrix<double>(70, 70), low, Vector<double>(70, 0.0));
  ASSERT_FALSE(box.has_value());
  EXPECT_EQ(box.error().message, "matrix: not a finite number at row 67, column 66 (from 0): nan");
}

TEST(MaxEigenvalue, InPlaceGivesTheSameAndLeavesTheBox) {
  // The top is a cluster, so that -A is needed; then a dominant pair, for which it is not.
  std::vector<double> d(128, 9.0);
  for (std::size_t i = 0; i < 70; ++i) d[(i * 37) % 128] = 1 + static_cast<double>(i) / 128;
  for (const Matrix<double>& mid : {test::hadamard_conjugate(d), test::integer_gram(100, 2, 3)}) {
    Matrix<double> lo(mid.rows(), mid.rows());
    for (std::size_t i = 0; i < mid.rows(); ++i) lo(i, i) = 0x1p-60;
    lo(1, 0) = lo(0, 1) = -0.0;
    const SymmetricBox box = SymmetricBox::make(mid, lo).value();
    SymmetricBox changed = box;
    const auto expected = max_eigenvalue(box), found = max_eigenvalue_in_place(changed);
    ASSERT_TRUE(expected && found);
    EXPECT_EQ(expected->value, found->value);
    EXPECT_EQ(expected->of_negated, found->of_negated);
    EXPECT_EQ(changed, box);
    EXPECT_TRUE(std::signbit(changed.lo()(0, 1)));
  }
}

}  // namespace
}  // namespace lemmata
