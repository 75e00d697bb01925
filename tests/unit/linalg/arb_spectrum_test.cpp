/// \file
/// # Enclosed eigenvalues against Arb
/// Arb factors A - s I in ball arithmetic of 1200 bits. Its Cholesky proves definiteness; the signs of its LDL^T pivots
/// count, after Sylvester, the eigenvalues below s. For every enclosure [lo, up] of the j-th eigenvalue at most j - 1
/// must lie below lo and at least j below any number above up.

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/spectrum.hpp"
#include "tests/unit/linalg/matrices.hpp"

#include <arb.h>
#include <arb_mat.h>
#include <gtest/gtest.h>

#include <optional>

namespace lemmata {
namespace {

constexpr slong oracle_bits = 1200;  // an endpoint has 664

class Balls {
 public:
  explicit Balls(std::size_t n) { arb_mat_init(m_, static_cast<slong>(n), static_cast<slong>(n)); }
  Balls(const Balls&) = delete;
  Balls& operator=(const Balls&) = delete;
  ~Balls() { arb_mat_clear(m_); }
  arb_mat_struct* get() { return m_; }
  arb_ptr at(std::size_t i, std::size_t j) { return arb_mat_entry(m_, static_cast<slong>(i), static_cast<slong>(j)); }

 private:
  arb_mat_t m_;
};

class Ball {
 public:
  Ball() { arb_init(x_); }
  Ball(const Ball&) = delete;
  Ball& operator=(const Ball&) = delete;
  ~Ball() { arb_clear(x_); }
  arb_ptr get() { return x_; }

 private:
  arb_t x_;
};

/// mid + lo - s I, exactly.
void shift(const SymmetricBox& a, const Real& s, Balls& m) {
  const std::size_t n = a.order();
  Ball part;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      arb_set_d(m.at(i, j), a.mid()(i, j));
      if (!a.lo().empty()) {
        arb_set_d(part.get(), a.lo()(i, j));
        arb_add(m.at(i, j), m.at(i, j), part.get(), oracle_bits);
      }
    }
  arf_set_mpfr(arb_midref(part.get()), s.backend().data());
  mag_zero(arb_radref(part.get()));
  for (std::size_t i = 0; i < n; ++i) arb_sub(m.at(i, i), m.at(i, i), part.get(), oracle_bits);
}

bool proved_definite(const SymmetricBox& a, const Real& s) {
  Balls m(a.order()), l(a.order());
  shift(a, s, m);
  return arb_mat_cho(l.get(), m.get(), oracle_bits) != 0;
}

/// The number of eigenvalues below s; none when a pivot is undecided.
std::optional<std::size_t> count_below(const SymmetricBox& a, const Real& s) {
  const std::size_t n = a.order();
  Balls m(n);
  shift(a, s, m);
  std::size_t negative = 0;
  Ball f;
  for (std::size_t p = 0; p < n; ++p) {
    std::size_t pivot = p;
    for (std::size_t i = p + 1; i < n; ++i)
      if (arf_cmpabs(arb_midref(m.at(i, i)), arb_midref(m.at(pivot, pivot))) > 0) pivot = i;
    for (std::size_t i = 0; i < n; ++i) arb_swap(m.at(p, i), m.at(pivot, i));
    for (std::size_t i = 0; i < n; ++i) arb_swap(m.at(i, p), m.at(i, pivot));
    if (arb_is_negative(m.at(p, p)) != 0)
      ++negative;
    else if (arb_is_positive(m.at(p, p)) == 0)
      return std::nullopt;
    for (std::size_t i = p + 1; i < n; ++i) {
      arb_div(f.get(), m.at(i, p), m.at(p, p), oracle_bits);
      for (std::size_t j = p + 1; j < n; ++j) arb_submul(m.at(i, j), f.get(), m.at(p, j), oracle_bits);
    }
  }
  return negative;
}

/// A step beyond an endpoint, so that an endpoint that is an eigenvalue itself is no special case for the oracle.
Real step(const Interval<Real>& v) {
  return Real(std::max(v.width() * Real(0x1p-20), Real(v.mag() * Real(0x1p-200)))) + Real(0x1p-500);
}

void expect_index(const SymmetricBox& a, const Interval<Real>& v, std::size_t j) {
  ASSERT_TRUE(v.is_bounded());
  const auto below = count_below(a, v.inf() - step(v)), above = count_below(a, v.sup() + step(v));
  ASSERT_TRUE(below && above) << "the oracle could not decide";
  EXPECT_LE(*below, j) << "the lower end is too high";
  EXPECT_GE(*above, j + 1) << "the upper end is too low";
}

void expect_least(const SymmetricBox& a, double relative_width) {
  const auto e = min_eigenvalue(a);
  ASSERT_TRUE(e.has_value());
  ASSERT_TRUE(e->value.is_bounded()) << e->reason;
  const Real below = e->value.inf() - step(e->value), above = e->value.sup() + step(e->value);
  EXPECT_TRUE(proved_definite(a, below));
  EXPECT_FALSE(proved_definite(a, above));
  expect_index(a, e->value, 0);
  EXPECT_LE(e->value.width(), Real(relative_width) * e->value.mig()) << e->reason;
}

double uniform(std::mt19937_64& generator) { return static_cast<double>(generator() >> 11) * 0x1p-52 - 1; }

SymmetricBox random_symmetric(std::size_t n, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  Matrix<double> a(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) a(i, j) = a(j, i) = uniform(generator);
  return SymmetricBox::make(std::move(a)).value();
}

/// An integer Gram matrix with `tiny` zero eigenvalues, plus 2^-e times another one in the low words.
SymmetricBox near_singular(std::size_t n, std::size_t tiny, int e, std::uint64_t seed) {
  Matrix<double> lo = test::integer_gram(n, n + 3, seed + 100, 2);
  for (std::size_t i = 0; i < n; ++i)
    for (double& x : lo.row(i)) x = std::ldexp(x, -e);
  return SymmetricBox::make(test::integer_gram(n, n - tiny, seed, 2), std::move(lo)).value();
}

/// Copies of a few eigenvalues, spread by about 2^-e: clusters of n / values.
SymmetricBox clustered(std::size_t n, std::size_t values, int e) {
  std::vector<double> d(n);
  for (std::size_t i = 0; i < n; ++i)
    d[(i * 37) % n] = static_cast<double>(i % values) + 1 + std::ldexp(static_cast<double>(i / values), -e);
  return SymmetricBox::make(test::hadamard_conjugate(d)).value();
}

TEST(ArbOracle, LeastEigenvalueOfRandomMatrices) {
  for (const std::size_t n : {1U, 2U, 3U, 10U, 33U, 60U})
    for (std::uint64_t seed = 0; seed < 2; ++seed) expect_least(random_symmetric(n, 10 * n + seed), 0x1p-51);
}

TEST(ArbOracle, LeastEigenvalueNearZero) {
  // About 1e-6, 1e-12, 1e-18 and 1e-24 of the norm; one at a time and six at once.
  for (const int e : {20, 40, 60, 80})
    for (const std::size_t tiny : {1U, 6U})
      for (const std::size_t n : {12U, 40U}) {
        SCOPED_TRACE(testing::Message() << "2^-" << e << ", " << tiny << " tiny, n = " << n);
        expect_least(near_singular(n, tiny, e, n + tiny), 1e-12);
      }
}

TEST(ArbOracle, SixTinyEigenvaluesAtOnce) {
  for (const int e : {20, 40, 60, 80}) {
    const SymmetricBox a = near_singular(30, 6, e, 5);
    const auto list = smallest_eigenvalues(a, 6);
    ASSERT_TRUE(list.has_value());
    for (std::size_t j = 0; j < 6; ++j) {
      SCOPED_TRACE(testing::Message() << "2^-" << e << ", index " << j);
      expect_index(a, (*list)[j].value, j);
      EXPECT_LE((*list)[j].value.width(), Real(1e-12) * (*list)[j].value.mig()) << (*list)[j].reason;
    }
  }
}

TEST(ArbOracle, SmallestAndLargestOfClusters) {
  for (const int e : {10, 30, 40})
    for (const std::size_t values : {2U, 5U, 11U}) {
      const SymmetricBox a = clustered(32, values, e);
      const auto low = smallest_eigenvalues(a, 8), high = largest_eigenvalues(a, 8);
      ASSERT_TRUE(low && high);
      for (std::size_t j = 0; j < 8; ++j) {
        SCOPED_TRACE(testing::Message() << "2^-" << e << ", " << values << " values, index " << j);
        expect_index(a, (*low)[j].value, j);
        expect_index(a, (*high)[j].value, 24 + j);
      }
    }
}

TEST(ArbOracle, EveryEigenvalue) {
  for (const SymmetricBox& a : {random_symmetric(40, 1), random_symmetric(7, 2), near_singular(24, 6, 60, 3),
                                clustered(32, 5, 40), clustered(16, 1, 45)}) {
    const auto all = all_eigenvalues(a);
    ASSERT_TRUE(all.has_value());
    for (std::size_t j = 0; j < a.order(); ++j) expect_index(a, (*all)[j], j);
  }
}

TEST(ArbOracle, EveryEigenvalueByExactProducts) {
  EigenvalueOptions options;
  options.lowest = Tier::double_double;
  for (const SymmetricBox& a :
       {random_symmetric(40, 1), random_symmetric(7, 2), random_symmetric(60, 3), near_singular(24, 6, 60, 3),
        near_singular(24, 1, 20, 4), clustered(32, 5, 40), clustered(16, 1, 45), clustered(32, 11, 20)}) {
    const auto all = all_eigenvalues(a, options);
    ASSERT_TRUE(all.has_value());
    const Real size = std::max((*all)[0].mag(), all->back().mag());
    for (std::size_t j = 0; j < a.order(); ++j) {
      expect_index(a, (*all)[j], j);
      EXPECT_LE((*all)[j].width(), size * Real(1e-22)) << j;
    }
  }
}

TEST(ArbOracle, MultiprecisionEnclosures) {
  const SymmetricBox a = near_singular(14, 3, 80, 9);
  Matrix<Interval<Mp<100>>> m(14, 14);
  for (std::size_t i = 0; i < 14; ++i)
    for (std::size_t j = 0; j < 14; ++j)
      m(i, j) = Interval<Mp<100>>(Mp<100>(Mp<100>(a.mid()(i, j)) + Mp<100>(a.lo()(i, j))));
  const auto least = min_eigenvalue<100>(m), most = max_eigenvalue<100>(m);
  ASSERT_TRUE(least && most);
  expect_index(a, least->value, 0);
  expect_index(a, most->value, 13);
  EXPECT_LE(least->value.width(), Real(1e-60) * least->value.mig());
}

}  // namespace
}  // namespace lemmata
