/// \file
/// # Refined spectra from rough vectors, against rationals
/// Vectors of any quality must give enclosures that hold. The cases are those in which one term of the argument is all
/// that keeps the truth inside. Oracle: eigenvalues below s are counted by the signs of the pivots of A - s I, exactly.

#include "numerics/linalg/spectrum_refinement.hpp"

#include "numerics/linalg/spectrum.hpp"
#include "tests/property/exact.hpp"
#include "tests/unit/linalg/matrices.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace lemmata {
namespace {

using test::Rational;
using Enclosures = std::vector<Interval<Real>>;

SymmetricBox box(Matrix<double> mid, Matrix<double> lo = {}, Matrix<double> rad = {}) {
  return SymmetricBox::make(std::move(mid), std::move(lo), std::move(rad)).value();
}

Expected<Enclosures> refine(const SymmetricBox& a, const Matrix<double>& v, const ErrorModel& model = {}) {
  Team team(1);
  return detail::refined_eigenvalues_from(a, v, team, model);
}

/// Eigenvalues of the centre below s; s must not be one, nor make a pivot vanish.
std::size_t count_below(const SymmetricBox& a, const Rational& s) {
  const std::size_t n = a.order();
  Matrix<Rational> m(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      m(i, j) = test::rational(a.mid()(i, j));
      if (!a.lo().empty()) m(i, j) += test::rational(a.lo()(i, j));
      if (i == j) m(i, j) -= s;
    }
  std::size_t negative = 0;
  for (std::size_t p = 0; p < n; ++p) {
    EXPECT_NE(m(p, p), 0) << "the oracle could not decide";
    if (m(p, p) == 0) return n + 1;
    if (m(p, p) < 0) ++negative;
    for (std::size_t i = p + 1; i < n; ++i)
      for (std::size_t j = p + 1; j < n; ++j) m(i, j) -= m(i, p) * m(p, j) / m(p, p);
  }
  return negative;
}

bool holds(const SymmetricBox& a, const Interval<Real>& v, std::size_t j) {
  // A little outward, so that an endpoint that is an eigenvalue is no special case.
  const Rational step = test::rational(std::ldexp(1.0, -1000)) / 7;
  return count_below(a, test::rational(v.inf()) - step) <= j && count_below(a, test::rational(v.sup()) + step) > j;
}

void expect_all(const SymmetricBox& a, const Expected<Enclosures>& found) {
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->size(), a.order());
  for (std::size_t j = 0; j < a.order(); ++j) EXPECT_TRUE(holds(a, (*found)[j], j)) << j;
}

Matrix<double> diagonal(const std::vector<double>& d) {
  Matrix<double> m(d.size(), d.size());
  for (std::size_t i = 0; i < d.size(); ++i) m(i, i) = d[i];
  return m;
}

/// Rows i and j of v turned against each other.
void turn(Matrix<double>& v, std::size_t i, std::size_t j, double angle) {
  const double c = std::cos(angle), s = std::sin(angle);
  for (std::size_t k = 0; k < v.columns(); ++k) {
    const double x = v(i, k), y = v(j, k);
    v(i, k) = c * x + s * y;
    v(j, k) = c * y - s * x;
  }
}

Matrix<double> scaled(Matrix<double> v, double by) {
  for (std::size_t i = 0; i < v.rows(); ++i)
    for (double& x : v.row(i)) x *= by;
  return v;
}

TEST(SpectrumRefinement, TemplesInequalityIsSharpInThePlane) {
  // theta_1 = sin^2 over 0: what is subtracted must be all of it. theta_2 mirrored.
  for (const double angle : {0.1, 0.02, 1e-4, 1e-9}) {
    Matrix<double> v = diagonal({1, 1});
    turn(v, 0, 1, angle);
    const SymmetricBox a = box(diagonal({0, 1}));
    const auto found = refine(a, v);
    expect_all(a, found);
    EXPECT_LE((*found)[0].width(), Real(2 * angle * angle));
    EXPECT_LE((*found)[1].width(), Real(2 * angle * angle));
  }
}

TEST(SpectrumRefinement, ShortVectorsAreChargedFor) {
  // Residuals shrink with the vectors; the angles do not.
  for (const double angle : {0.05, 0.01, 1e-5}) {
    Matrix<double> v = diagonal({1, 1});
    turn(v, 0, 1, angle);
    const SymmetricBox a = box(diagonal({0, 1}));
    expect_all(a, refine(a, scaled(v, 0.85)));
    ErrorModel mutant;
    mutant.basis = false;
    const auto wrong = refine(a, scaled(v, 0.85), mutant);
    ASSERT_TRUE(wrong.has_value());
    EXPECT_FALSE(holds(a, (*wrong)[0], 0)) << "without sigma_min(X)";
    EXPECT_FALSE(holds(a, (*wrong)[1], 1)) << "without sigma_min(X)";
  }
}

TEST(SpectrumRefinement, WeylsRadiusOfShortVectors) {
  // J - I, eigenvalues -1 and n - 1, and s I for vectors: quotients 0, and the residual s sqrt(n (n - 1)) reaches n - 1
  // only when divided by s.
  const std::size_t n = 16;
  Matrix<double> a(n, n, std::vector<double>(n * n, 1.0));
  for (std::size_t i = 0; i < n; ++i) a(i, i) = 0;
  const auto found = refine(box(a), scaled(diagonal(std::vector<double>(n, 1.0)), 0.937));
  ASSERT_TRUE(found.has_value());
  for (std::size_t j = 0; j + 1 < n; ++j) EXPECT_TRUE((*found)[j].contains(Real(-1.0))) << j;
  EXPECT_TRUE((*found)[n - 1].contains(Real(15.0)));
}

TEST(SpectrumRefinement, NeighboursAreWhereWeylPutsThem) {
  // The quotient of the second vector lies above its eigenvalue 1: taken for it, it would put the first above 0.
  // And mirrored, for the neighbour below.
  for (const double sign : {1.0, -1.0}) {
    Matrix<double> v = diagonal({1, 1, 1});
    turn(v, 1, 2, 0.002);
    Matrix<double> w = diagonal({1, 1, 1});
    turn(w, 0, 1, 0.002);
    Matrix<double> rows(3, 3);  // the first in the plane of e_1 and e_2, of the others only the spans matter
    for (std::size_t k = 0; k < 3; ++k) {
      rows(0, k) = w(0, k);
      rows(1, k) = v(1, k) + w(1, k) - (k == 1 ? 1.0 : 0.0);
      rows(2, k) = v(2, k);
    }
    SymmetricBox a = box(diagonal({0, sign, 10 * sign}));
    if (sign < 0)
      for (std::size_t k = 0; k < 3; ++k) std::swap(rows(0, k), rows(2, k));
    expect_all(a, refine(a, rows));
  }
}

TEST(SpectrumRefinement, TheGramMatrixOfAClusterCounts) {
  for (const double scale : {0.85, 1.1}) {
    Matrix<double> v = diagonal({1, 1, 1});
    turn(v, 0, 1, 0.7);
    turn(v, 1, 2, 1e-4);
    for (const double sign : {1.0, -1.0}) {
      const SymmetricBox a = box(diagonal({sign, sign * 1.001, sign * 4}));
      Matrix<double> rows = v;
      if (sign < 0)
        for (std::size_t k = 0; k < 3; ++k) std::swap(rows(0, k), rows(2, k));
      expect_all(a, refine(a, scaled(rows, scale)));
    }
  }
}

/// Entries with more digits than the slices keep.
TEST(SpectrumRefinement, WhatTheSlicesLeaveOutCounts) {
  std::mt19937_64 generator(5);
  const auto word = [&](int e) {
    const double x = std::ldexp(static_cast<double>((generator() >> 12) | 1), e - 52);
    return generator() % 2 == 0 ? x : -x;
  };
  for (int trial = 0; trial < 60; ++trial) {
    // Apart, with exact vectors: the quotients alone.
    const SymmetricBox apart = box(diagonal({1, 3}), diagonal({word(-70), word(-69)}));
    expect_all(apart, refine(apart, diagonal({1, 1})));
    // A cluster: the small matrix.
    Matrix<double> lo(2, 2, {word(-64), 0, 0, word(-64)});
    lo(0, 1) = lo(1, 0) = word(-64);
    Matrix<double> v = diagonal({1, 1});
    turn(v, 0, 1, 0.3 + 0.01 * trial);
    const SymmetricBox tight = box(diagonal({1, 1}), lo);
    const auto found = refine(tight, v);
    expect_all(tight, found);
    EXPECT_LE((*found)[1].width(), Real(0x1p-96)) << "the low words were used";
  }
}

TEST(SpectrumRefinement, RadiiAreAdded) {
  // Member: 1 + 2^-80 in a box about the identity.
  const SymmetricBox a = box(diagonal({1, 2}), {}, diagonal({0x1p-80, 0x1p-80}));
  ErrorModel mutant;
  mutant.radii = false;
  const auto found = refine(a, diagonal({1, 1})), wrong = refine(a, diagonal({1, 1}), mutant);
  ASSERT_TRUE(found && wrong);
  const Real member = Real(1.0) + ldexp(Real(1.0), -80);
  EXPECT_TRUE((*found)[0].contains(member));
  EXPECT_FALSE((*wrong)[0].contains(member));
  EXPECT_LE((*found)[0].width(), Real(0x1p-78));
}

TEST(SpectrumRefinement, VectorsInAnyOrderOfAnyQuality) {
  std::mt19937_64 generator(11);
  const auto uniform = [&] { return static_cast<double>(generator() >> 11) * 0x1p-52 - 1; };
  std::size_t answered = 0, cases = 0;
  for (int trial = 0; trial < 600; ++trial) {
    const std::size_t n = trial % 3 == 0 ? 2 : 4;
    std::vector<double> d(n);
    // Clusters at distances from 1 to 2^-40 of each other, signs and multiplicities.
    for (double& x : d)
      x = std::ldexp(static_cast<double>(generator() % 4), -static_cast<int>(generator() % 3) * 20) - 2;
    const SymmetricBox a = box(test::hadamard_conjugate(d));
    Matrix<double> v(n, n);
    const double noise = std::ldexp(1.0, -static_cast<int>(generator() % 12) * 5 - 3);
    const double scale = 1 + 0.08 * uniform();
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = 0; i < n; ++i) {
        const double sign = std::popcount(i & j) % 2 == 0 ? 1 : -1;
        v(j, i) = scale * (sign / std::sqrt(static_cast<double>(n)) + noise * uniform());
      }
      if (trial % 5 == 0) std::swap_ranges(v.row(j).begin(), v.row(j).end(), v.row(generator() % (j + 1)).begin());
    }
    ++cases;
    const auto found = refine(a, v);
    if (!found) continue;
    ++answered;
    expect_all(a, found);
  }
  EXPECT_GT(2 * answered, cases);
}

TEST(SpectrumRefinement, VectorsThatAreNoBasisAreRefused) {
  const SymmetricBox a = box(diagonal({1, 2}));
  EXPECT_FALSE(refine(a, Matrix<double>(2, 2, {1, 0, 1, 0})).has_value());
  EXPECT_FALSE(refine(a, Matrix<double>(2, 2)).has_value());
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
    for (std::size_t at = 0; at < 4; ++at) {
      Matrix<double> v = diagonal({1, 1});
      v(at / 2, at % 2) = bad;
      EXPECT_FALSE(refine(a, v).has_value());
    }
}

TEST(SpectrumRefinement, ExtremeScalesAndTinyOrders) {
  EigenvalueOptions options;
  options.lowest = Tier::double_double;
  for (const int e : {0, 1000, -1000, 290, -290, -1060}) {
    const double s = std::ldexp(1.0, e);
    for (const double sign : {1.0, -1.0}) {
      const auto one = all_eigenvalues(box(Matrix<double>(1, 1, {sign * s})), options);
      ASSERT_TRUE(one.has_value());
      EXPECT_TRUE((*one)[0].contains(Real(sign * s))) << e;
      // [[2, 1], [1, 2]]: 1 and 3.
      const double b = sign * s;
      const auto two = all_eigenvalues(box(Matrix<double>(2, 2, {2 * b, b, b, 2 * b})), options);
      ASSERT_TRUE(two.has_value());
      EXPECT_TRUE((*two)[0].contains(Real(sign > 0 ? b : 3 * b))) << e;
      EXPECT_TRUE((*two)[1].contains(Real(sign > 0 ? 3 * b : b))) << e;
    }
  }
  for (const std::size_t n : {1U, 2U, 30U}) {
    const auto zero = all_eigenvalues(box(Matrix<double>(n, n)), options);
    ASSERT_TRUE(zero.has_value());
    for (const Interval<Real>& v : *zero) EXPECT_TRUE(v.contains(Real(0.0)));
  }
}

TEST(SpectrumRefinement, ThreadsDoNotChangeABit) {
  std::vector<double> d(128);
  for (std::size_t i = 0; i < d.size(); ++i) d[(i * 37) % 128] = static_cast<double>(i / 30) - 1;
  const SymmetricBox a = box(test::hadamard_conjugate(d));
  EigenvalueOptions one, four;
  one.lowest = four.lowest = Tier::double_double;
  four.threads = 4;
  const auto p = all_eigenvalues(a, one), q = all_eigenvalues(a, four);
  ASSERT_TRUE(p && q);
  std::sort(d.begin(), d.end());
  for (std::size_t j = 0; j < d.size(); ++j) {
    EXPECT_EQ((*p)[j], (*q)[j]) << j;
    EXPECT_TRUE((*p)[j].contains(Real(d[j]))) << j;
    EXPECT_LE((*p)[j].width(), Real(1e-26)) << j;
  }
}

TEST(SpectrumRefinement, AShiftIsSubtractedWithinItsError) {
  std::mt19937_64 generator(3);
  const auto number = [&](int e) {
    const double x = std::ldexp(static_cast<double>((generator() >> 11) | 1), e - 53);
    return generator() % 2 == 0 ? x : -x;
  };
  for (int trial = 0; trial < 400; ++trial) {
    const int scale = trial % 4 == 0 ? -500 : 0;
    const std::size_t n = 1 + generator() % 3;
    Vector<double> v(n), y(n), low(n);
    for (std::size_t i = 0; i < n; ++i) {
      v[i] = number(scale);
      y[i] = number(scale - static_cast<int>(generator() % 20));
      low[i] = std::ldexp(y[i], -54) * (trial % 2 == 0 ? 1 : 1.0 / 3);
    }
    const double s = number(scale);
    const Sum shift{s, s * 0x1p-54 / 3};
    const double given = trial % 3 == 0 ? 0x1p-40 : 0.0;
    const detail::Shifted r = detail::shifted(v, y, low, given, shift);
    Rational square = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const Rational exact = test::rational(y[i]) + test::rational(low[i]) -
                             test::rational(v[i]) * (test::rational(shift.value) + test::rational(shift.error));
      const Rational difference = exact - test::rational(r.hi[i]) - test::rational(r.lo[i]);
      square += difference * difference;
    }
    const Rational rounding = test::rational(r.error) - test::rational(given);
    EXPECT_GE(rounding, 0);
    EXPECT_LE(square, rounding * rounding) << trial;
  }
}

}  // namespace
}  // namespace lemmata
