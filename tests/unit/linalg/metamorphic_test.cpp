/// \file
/// # Laws that relate the answers for related matrices
/// Permutation, powers of two, multiples of the identity, borders, direct sums, threads. Matrices without structure,
/// whose eigenvalues nobody knows: enclosures of the same number must meet, and keep their width.

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/inertia.hpp"
#include "numerics/linalg/spectrum.hpp"
#include "tests/unit/linalg/matrices.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace lemmata {
namespace {

SymmetricBox box(Matrix<double> mid) { return SymmetricBox::make(std::move(mid)).value(); }

/// Entries k / 2^20, |k| <= 2^20: sums with small dyadics are exact.
Matrix<double> random_dyadic(std::size_t n, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  Matrix<double> a(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      a(i, j) = a(j, i) = std::ldexp(static_cast<double>(generator() % 0x200001) - 0x100000, -20);
  return a;
}

Matrix<double> plus_identity(Matrix<double> a, double c) {
  for (std::size_t i = 0; i < a.rows(); ++i) a(i, i) += c;
  return a;
}

struct Answers {
  std::vector<Interval<Real>> low, high, all;
};

constexpr std::size_t ends = 3;

Answers answers(const SymmetricBox& a) {
  Answers found;
  const std::size_t k = std::min(ends, a.order());
  const auto low = smallest_eigenvalues(a, k), high = largest_eigenvalues(a, k);
  const auto all = all_eigenvalues(a);
  EXPECT_TRUE(low && high && all);
  if (!low || !high || !all) return found;
  for (const auto& e : *low) found.low.push_back(e.value);
  for (const auto& e : *high) found.high.push_back(e.value);
  found.all = *all;
  return found;
}

template <class Map>
void expect_related(const std::vector<Interval<Real>>& before, const std::vector<Interval<Real>>& after,
                    double width_allowed, const Map& map) {
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t j = 0; j < before.size(); ++j) {
    const Interval<Real> expected = map(before[j]);
    EXPECT_TRUE(expected.inf() <= after[j].sup() && after[j].inf() <= expected.sup()) << j << ": they do not meet";
    EXPECT_LE(after[j].width(), Real(width_allowed)) << j;
  }
}

template <class Map>
void expect_law(const Matrix<double>& a, const Matrix<double>& image, double scale, const Map& map) {
  const Answers before = answers(box(a)), after = answers(box(image));
  const double n = static_cast<double>(a.rows());
  expect_related(before.low, after.low, 0x1p-50 * n * scale, map);
  expect_related(before.high, after.high, 0x1p-50 * n * scale, map);
  expect_related(before.all, after.all, 0x1p-40 * n * scale, map);
}

constexpr std::size_t orders[] = {5, 40, 97};

TEST(Metamorphic, PermutationChangesNothing) {
  for (const std::size_t n : orders) {
    const Matrix<double> a = random_dyadic(n, n);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    std::shuffle(order.begin(), order.end(), std::mt19937_64(n));
    Matrix<double> image(n, n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) image(i, j) = a(order[i], order[j]);
    expect_law(a, image, 1, [](const Interval<Real>& v) { return v; });
  }
}

TEST(Metamorphic, PowersOfTwoScale) {
  for (const std::size_t n : orders)
    for (const int e : {-900, -400, -3, 1, 400, 900}) {
      const Matrix<double> a = random_dyadic(n, n + 1);
      Matrix<double> image = a;
      for (std::size_t i = 0; i < n; ++i)
        for (double& x : image.row(i)) x = std::ldexp(x, e);
      const Real power = ldexp(Real(1.0), e);
      expect_law(a, image, std::ldexp(1.0, e), [&](const Interval<Real>& v) { return v * Interval<Real>(power); });
    }
}

TEST(Metamorphic, MultiplesOfTheIdentityShift) {
  for (const std::size_t n : orders)
    for (const double c : {-64.0, 0.375, 4096.0}) {
      const Matrix<double> a = random_dyadic(n, n + 2);
      expect_law(a, plus_identity(a, c), std::max(1.0, std::fabs(c)),
                 [&](const Interval<Real>& v) { return v + Interval<Real>(Real(c)); });
    }
}

TEST(Metamorphic, NegationTurnsTheSpectrum) {
  for (const std::size_t n : orders) {
    const SymmetricBox a = box(random_dyadic(n, n + 3));
    const auto least = min_eigenvalue(a), most = max_eigenvalue(a.negated());
    ASSERT_TRUE(least && most);
    const Interval<Real> turned = -most->value;
    EXPECT_TRUE(least->value.inf() <= turned.sup() && turned.inf() <= least->value.sup());
    const auto signs = inertia(a), opposite = inertia(a.negated());
    ASSERT_TRUE(signs && opposite);
    EXPECT_EQ(signs->negative, opposite->positive);
    EXPECT_EQ(signs->positive, opposite->negative);
  }
}

TEST(Metamorphic, BordersInterlace) {
  for (const std::size_t n : orders) {
    const Matrix<double> larger = random_dyadic(n + 1, n + 4);
    Matrix<double> a(n, n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) a(i, j) = larger(i, j);
    const auto inner = all_eigenvalues(box(a)), outer = all_eigenvalues(box(larger));
    const auto inner_low = smallest_eigenvalues(box(a), ends), outer_low = smallest_eigenvalues(box(larger), ends);
    ASSERT_TRUE(inner && outer && inner_low && outer_low);
    for (std::size_t j = 0; j < n; ++j) {
      EXPECT_LE((*outer)[j].inf(), (*inner)[j].sup());
      EXPECT_LE((*inner)[j].inf(), (*outer)[j + 1].sup());
    }
    for (std::size_t j = 0; j < ends; ++j) {
      EXPECT_LE((*outer_low)[j].value.inf(), (*inner_low)[j].value.sup());
      EXPECT_LE((*inner_low)[j].value.inf(), (*outer)[j + 1].sup());
    }
  }
}

TEST(Metamorphic, DirectSumTakesTheSmallerOfTwo) {
  for (const std::size_t n : orders) {
    const Matrix<double> a = random_dyadic(n, n + 5), b = random_dyadic(n + 3, n + 6);
    Matrix<double> sum(2 * n + 3, 2 * n + 3);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) sum(i, j) = a(i, j);
    for (std::size_t i = 0; i < n + 3; ++i)
      for (std::size_t j = 0; j < n + 3; ++j) sum(n + i, n + j) = b(i, j);
    const auto first = min_eigenvalue(box(a)), second = min_eigenvalue(box(b)), both = min_eigenvalue(box(sum));
    ASSERT_TRUE(first && second && both);
    const Interval<Real> expected = min(first->value, second->value);
    EXPECT_TRUE(expected.inf() <= both->value.sup() && both->value.inf() <= expected.sup());
    EXPECT_LE(both->value.width(), Real(0x1p-45));
  }
}

TEST(Metamorphic, ThreadsDoNotChangeBitsOfAnyAnswer) {
  const SymmetricBox a = box(random_dyadic(150, 7));
  const auto low = smallest_eigenvalues(a, 4);
  const auto all = all_eigenvalues(a);
  const auto most = max_eigenvalue(a);
  ASSERT_TRUE(low && all && most);
  for (unsigned threads = 2; threads <= 8; ++threads) {
    EigenvalueOptions options;
    options.threads = threads;
    const auto again = smallest_eigenvalues(a, 4, options);
    const auto all_again = all_eigenvalues(a, options);
    const auto most_again = max_eigenvalue(a, options);
    ASSERT_TRUE(again && all_again && most_again);
    for (std::size_t j = 0; j < 4; ++j) EXPECT_EQ((*low)[j].value, (*again)[j].value) << threads;
    EXPECT_EQ(*all, *all_again) << threads;
    EXPECT_EQ(most->value, most_again->value) << threads;
  }
}

}  // namespace
}  // namespace lemmata
