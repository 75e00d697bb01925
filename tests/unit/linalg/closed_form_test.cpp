/// \file
/// # Spectra and signs with closed forms, and by exact arithmetic
/// Laplacians of paths, cycles and complete graphs, whose eigenvalues are sines computed by MPFR; signs of integer Gram
/// matrices by LDL^T in rationals; direct sums of both.

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/inertia.hpp"
#include "numerics/linalg/spectrum.hpp"
#include "tests/property/exact.hpp"
#include "tests/unit/linalg/matrices.hpp"

#include <gtest/gtest.h>
#include <boost/math/constants/constants.hpp>

#include <algorithm>
#include <string>

namespace lemmata {
namespace {

SymmetricBox box(Matrix<double> mid) { return SymmetricBox::make(std::move(mid)).value(); }

/// 4 sin^2(pi numerator / denominator), to 600 bits at least.
Real four_sine_squared(std::size_t numerator, std::size_t denominator) {
  const Real angle = boost::math::constants::pi<Real>() * static_cast<double>(numerator);
  const Real s = sin(Real(angle / static_cast<double>(denominator)));
  return 4 * s * s;
}

Matrix<double> cycle_laplacian(std::size_t n) {
  Matrix<double> m(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    m(i, i) = 2;
    m(i, (i + 1) % n) -= 1;
    m((i + 1) % n, i) -= 1;
  }
  return m;
}

Matrix<double> complete_laplacian(std::size_t n) {
  Matrix<double> m(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) m(i, j) = i == j ? static_cast<double>(n - 1) : -1.0;
  return m;
}

std::vector<Real> path_spectrum(std::size_t n) {
  std::vector<Real> values;
  for (std::size_t k = 0; k < n; ++k) values.push_back(four_sine_squared(k, 2 * n));
  return values;
}

std::vector<Real> cycle_spectrum(std::size_t n) {
  std::vector<Real> values;
  for (std::size_t k = 0; k < n; ++k) values.push_back(four_sine_squared(k, n));
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<Real> complete_spectrum(std::size_t n) {
  std::vector<Real> values(n, Real(static_cast<double>(n)));
  values[0] = Real(0.0);
  return values;
}

struct Known {
  const char* name;
  Matrix<double> matrix;
  std::vector<Real> spectrum;  ///< ascending
};

std::vector<Known> laplacians(std::size_t n) {
  return {{"path", test::path_laplacian(n), path_spectrum(n)},
          {"cycle", cycle_laplacian(n), cycle_spectrum(n)},
          {"complete graph", complete_laplacian(n), complete_spectrum(n)}};
}

/// Up to the rounding of `truth`, which is below 2^-600.
testing::AssertionResult holds(const Interval<Real>& v, const Real& truth) {
  const Real rounding(0x1p-600);
  if (v.inf() <= truth + rounding && truth - rounding <= v.sup()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "[" << v.inf().str(30) << ", " << v.sup().str(30) << "] misses "
                                     << truth.str(30);
}

TEST(ClosedForm, EveryEigenvalueOfLaplacians) {
  for (const std::size_t n : {3U, 8U, 41U, 100U})
    for (const Known& known : laplacians(n)) {
      SCOPED_TRACE(known.name);
      const auto all = all_eigenvalues(box(known.matrix));
      ASSERT_TRUE(all.has_value());
      for (std::size_t j = 0; j < n; ++j) EXPECT_TRUE(holds((*all)[j], known.spectrum[j])) << n << " " << j;
    }
}

/// The tier of exact products: errors of about the square of binary64's over the gaps, multiplicities included.
TEST(ClosedForm, EveryEigenvalueOfLaplaciansInDoubleDouble) {
  EigenvalueOptions options;
  options.lowest = Tier::double_double;
  for (const std::size_t n : {1U, 2U, 3U, 8U, 41U, 100U})
    for (const Known& known : laplacians(n)) {
      if (n < 3 && known.name != std::string("path")) continue;
      SCOPED_TRACE(testing::Message() << known.name << " " << n);
      const auto all = all_eigenvalues(box(known.matrix), options);
      ASSERT_TRUE(all.has_value());
      for (std::size_t j = 0; j < n; ++j) {
        EXPECT_TRUE(holds((*all)[j], known.spectrum[j])) << j;
        EXPECT_LE((*all)[j].width(), Real(1e-24) * (known.spectrum[n - 1] + Real(1.0))) << j;
      }
    }
}

TEST(ClosedForm, EndsOfLaplacians) {
  for (const std::size_t n : {3U, 17U, 65U, 150U})
    for (const Known& known : laplacians(n)) {
      SCOPED_TRACE(testing::Message() << known.name << " " << n);
      const std::size_t k = std::min<std::size_t>(n, 5);
      const auto low = smallest_eigenvalues(box(known.matrix), k), high = largest_eigenvalues(box(known.matrix), k);
      ASSERT_TRUE(low && high);
      for (std::size_t j = 0; j < k; ++j) {
        EXPECT_TRUE(holds((*low)[j].value, known.spectrum[j])) << j;
        EXPECT_TRUE(holds((*high)[j].value, known.spectrum[n - k + j])) << j;
      }
      EXPECT_LE(max_eigenvalue(box(known.matrix))->value.width(), Real(1e-14) * known.spectrum[n - 1]);
      EXPECT_NE(low->front().is_positive(), Truth::yes) << "zero is an eigenvalue";
    }
}

/// The edges of the factorisation's tiles and panels.
TEST(ClosedForm, OrdersAroundTheEdgesOfTiles) {
  for (const std::size_t n : {23U,  24U,  25U,  47U,  48U,  49U,  63U,  64U,  65U,  95U,  96U,  97U,
                              127U, 128U, 129U, 191U, 192U, 193U, 239U, 240U, 241U, 255U, 256U, 257U}) {
    Matrix<double> m = test::path_laplacian(n);
    for (std::size_t i = 0; i < n; ++i) m(i, i) += 0.25;
    const auto least = min_eigenvalue(box(m)), most = max_eigenvalue(box(m));
    ASSERT_TRUE(least && most);
    EXPECT_TRUE(holds(least->value, Real(0.25))) << n;
    EXPECT_TRUE(holds(most->value, Real(four_sine_squared(n - 1, 2 * n) + Real(0.25)))) << n;
    EXPECT_LE(least->value.width(), Real(0x1p-53)) << n << least->reason;
  }
}

Matrix<double> direct_sum(const Matrix<double>& a, const Matrix<double>& b) {
  Matrix<double> m(a.rows() + b.rows(), a.rows() + b.rows());
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < a.rows(); ++j) m(i, j) = a(i, j);
  for (std::size_t i = 0; i < b.rows(); ++i)
    for (std::size_t j = 0; j < b.rows(); ++j) m(a.rows() + i, a.rows() + j) = b(i, j);
  return m;
}

TEST(ClosedForm, DirectSumsUniteSpectra) {
  const std::vector<Known> parts = laplacians(30);
  for (const Known& a : parts)
    for (const Known& b : parts) {
      SCOPED_TRACE(testing::Message() << a.name << " + " << b.name);
      const SymmetricBox sum = box(direct_sum(a.matrix, b.matrix));
      std::vector<Real> spectrum = a.spectrum;
      spectrum.insert(spectrum.end(), b.spectrum.begin(), b.spectrum.end());
      std::sort(spectrum.begin(), spectrum.end());
      const auto all = all_eigenvalues(sum);
      const auto low = smallest_eigenvalues(sum, 6);
      ASSERT_TRUE(all && low);
      for (std::size_t j = 0; j < 60; ++j) EXPECT_TRUE(holds((*all)[j], spectrum[j])) << j;
      for (std::size_t j = 0; j < 6; ++j) EXPECT_TRUE(holds((*low)[j].value, spectrum[j])) << j;
    }
}

/// Signs of a symmetric matrix of rationals, by LDL^T with diagonal pivots, and [[0, c], [c, 0]] when there are none.
Inertia exact_inertia(const Matrix<double>& m) {
  using test::Rational;
  std::size_t n = m.rows();
  std::vector<std::vector<Rational>> a(n, std::vector<Rational>(n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) a[i][j] = test::rational(m(i, j));
  std::size_t negative = 0, positive = 0;
  const auto exchange = [&](std::size_t i, std::size_t j) {
    std::swap(a[i], a[j]);
    for (auto& row : a) std::swap(row[i], row[j]);
  };
  for (std::size_t p = 0; p < n;) {
    std::size_t pivot = p;
    while (pivot < n && a[pivot][pivot] == 0) ++pivot;
    if (pivot < n) {
      exchange(p, pivot);
      ++(a[p][p] > 0 ? positive : negative);
      for (std::size_t i = p + 1; i < n; ++i) {
        if (a[i][p] == 0) continue;
        const Rational f = a[i][p] / a[p][p];
        for (std::size_t j = p + 1; j < n; ++j) a[i][j] -= f * a[p][j];
      }
      ++p;
      continue;
    }
    std::size_t r = p, c = p;
    for (std::size_t i = p; i < n; ++i)
      for (std::size_t j = p; j < i; ++j)
        if (a[i][j] != 0) r = i, c = j;
    if (r == c) break;  // what is left is zero
    // Adding row and column r to c, a congruence, makes a diagonal pivot 2 a_rc.
    for (std::size_t j = p; j < n; ++j) a[c][j] += a[r][j];
    for (std::size_t i = p; i < n; ++i) a[i][c] += a[i][r];
  }
  const std::size_t zero = n - positive - negative;
  return {{negative, negative}, {zero, zero}, {positive, positive}, 0, {}};
}

void expect_signs(const Matrix<double>& m, bool settled) {
  const Inertia truth = exact_inertia(m);
  const auto found = inertia(box(m));
  ASSERT_TRUE(found.has_value());
  const auto within = [](const CountRange& range, const CountRange& count) {
    return range.least <= count.least && count.most <= range.most;
  };
  EXPECT_TRUE(within(found->negative, truth.negative)) << found->negative.least << " " << found->negative.most;
  EXPECT_TRUE(within(found->zero, truth.zero)) << found->zero.least << " " << found->zero.most;
  EXPECT_TRUE(within(found->positive, truth.positive)) << found->positive.least << " " << found->positive.most;
  if (settled) {
    EXPECT_TRUE(found->is_exact()) << found->reason;
  }
  const auto known = inertia(box(m), truth.zero.least);
  ASSERT_TRUE(known.has_value());
  EXPECT_TRUE(known->is_exact()) << "given the nullity, the other signs are clear: " << known->reason;
  EXPECT_EQ(known->negative, truth.negative);
  EXPECT_EQ(known->positive, truth.positive);
}

TEST(ClosedForm, SignsOfIntegerMatrices) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    for (const std::size_t rank : {1U, 4U, 17U, 25U}) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << ", rank " << rank);
      const Matrix<double> gram = test::integer_gram(20, rank, seed);
      expect_signs(gram, false);
      Matrix<double> shifted = gram;
      for (std::size_t i = 0; i < 20; ++i) shifted(i, i) -= 7;
      expect_signs(shifted, true);
      expect_signs(direct_sum(gram, shifted), false);
    }
  }
  expect_signs(Matrix<double>(2, 2, {0, 3, 3, 0}), true);
  expect_signs(direct_sum(Matrix<double>(2, 2, {0, 3, 3, 0}), test::path_laplacian(9)), false);
  expect_signs(cycle_laplacian(12), true);
}

}  // namespace
}  // namespace lemmata
