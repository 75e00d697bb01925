/// \file
/// # Never wrong: random matrices with exactly known spectra
/// Eigenvalues around zero of every size, signs and multiplicities; permuted, scaled by powers of two, bordered. What
/// is proved must be true; what is undecided is counted.

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "tests/unit/linalg/matrices.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#ifndef LEMMATA_FUZZ_CASES
#define LEMMATA_FUZZ_CASES 10000
#endif

namespace lemmata {
namespace {

struct Known {
  Matrix<double> mid, lo;
  Real least, largest;
};

Known draw(std::mt19937_64& generator) {
  const auto pick = [&](std::uint64_t n) { return generator() % n; };
  const std::size_t n = std::size_t{1} << (1 + pick(4));
  std::vector<double> d(n), low(n, 0.0);
  for (double& x : d) x = static_cast<double>(pick(40)) + 1;
  const std::size_t tiny = 1 + pick(std::min<std::uint64_t>(n, 3));
  const bool in_low = pick(2) == 0;
  for (std::size_t t = 0; t < tiny; ++t) {
    const std::size_t at = pick(n);
    const int kind = static_cast<int>(pick(4));
    const int e = static_cast<int>(pick(in_low ? 900 : 38));
    const double value = kind == 0 ? 0.0 : std::ldexp(kind == 1 ? -1.0 : 1.0, -e - 1);
    d[at] = in_low ? 0.0 : value;
    low[at] = in_low ? value : 0.0;
  }
  Known k{test::hadamard_conjugate(d), in_low ? test::hadamard_conjugate(low) : Matrix<double>(), Real(0.0), Real(0.0)};
  std::vector<Real> exact(n);
  for (std::size_t i = 0; i < n; ++i) exact[i] = Real(d[i]) + Real(low[i]);
  k.least = *std::min_element(exact.begin(), exact.end());
  k.largest = *std::max_element(exact.begin(), exact.end());
  if (in_low && std::any_of(low.begin(), low.end(), [](double x) { return x != 0; })) {
    // Sums of several tiny values of different sizes are not always exact in one double: keep one.
    std::size_t kept = n;
    for (std::size_t i = 0; i < n; ++i)
      if (low[i] != 0) kept = i;
    for (std::size_t i = 0; i < n; ++i)
      if (i != kept) low[i] = 0;
    k.lo = test::hadamard_conjugate(low);
    for (std::size_t i = 0; i < n; ++i) exact[i] = Real(d[i]) + Real(low[i]);
    k.least = *std::min_element(exact.begin(), exact.end());
    k.largest = *std::max_element(exact.begin(), exact.end());
  }
  return k;
}

void permute_and_scale(Known& k, std::mt19937_64& generator) {
  const std::size_t n = k.mid.rows();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[generator() % i]);
  const int e = static_cast<int>(generator() % 81) - 40;
  const auto apply = [&](const Matrix<double>& m) {
    Matrix<double> r(m.rows(), m.columns());
    for (std::size_t i = 0; i < m.rows(); ++i)
      for (std::size_t j = 0; j < m.columns(); ++j) r(i, j) = std::ldexp(m(order[i], order[j]), e);
    return r;
  };
  k.mid = apply(k.mid);
  k.lo = apply(k.lo);
  k.least = ldexp(k.least, e);
  k.largest = ldexp(k.largest, e);
}

TEST(NeverWrong, RandomSpectraAroundZero) {
  std::mt19937_64 generator(20240601);
  std::size_t undecided = 0, cases = 0;
  EigenvalueOptions options;
  for (std::size_t i = 0; i < LEMMATA_FUZZ_CASES; ++i) {
    Known k = draw(generator);
    permute_and_scale(k, generator);
    options.max_vectors = 1 + i % 6;
    options.highest = i % 3 == 0 ? Tier::binary64_sharpened : Tier::double_double;
    const auto box = SymmetricBox::make(k.mid, k.lo);
    ASSERT_TRUE(box.has_value());
    const auto least = min_eigenvalue(*box, options);
    ASSERT_TRUE(least.has_value());
    ASSERT_TRUE(least->value.contains(k.least))
        << "case " << i << ": " << least->value.inf().str(30) << " " << least->value.sup().str(30) << " misses "
        << k.least.str(30) << " n = " << k.mid.rows();
    const Truth sign = least->is_positive();
    if (sign == Truth::yes) {
      ASSERT_GT(k.least, Real(0.0)) << "case " << i;
    }
    if (sign == Truth::no) {
      ASSERT_LE(k.least, Real(0.0)) << "case " << i;
    }
    undecided += sign == Truth::unknown ? 1U : 0U;
    ++cases;
    if (i % 4 != 0) continue;
    const auto largest = max_eigenvalue(*box, options);
    ASSERT_TRUE(largest.has_value());
    ASSERT_TRUE(largest->value.contains(k.largest)) << "case " << i;
  }
  RecordProperty("undecided", static_cast<int>(undecided));
  // Exact zeros are undecided by nature, and so are tiny values under rounding; the rest must be decided.
  EXPECT_LE(undecided * 10, cases * 8);
}

}  // namespace
}  // namespace lemmata
