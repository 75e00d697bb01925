/// \file
/// # Products without rounding, against rationals
/// And multiplications that are wrong in one entry, in precision, or altogether: found, and made again.

#include "numerics/linalg/sliced_product.hpp"

#include "tests/property/exact.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace lemmata {
namespace {

using test::Rational;

/// Entries of very different sizes, with low words when asked.
LongVectors random_rows(std::size_t rows, std::size_t length, bool low, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  const auto entry = [&](int exponent) {
    const double x = std::ldexp(static_cast<double>(generator() >> 11), -53);
    return std::ldexp(generator() % 2 == 0 ? x : -x, exponent - static_cast<int>(generator() % 40));
  };
  LongVectors v{Matrix<double>(rows, length), low ? Matrix<double>(rows, length) : Matrix<double>()};
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < length; ++j) {
      v.hi(i, j) = entry(static_cast<int>(i % 5) * 30 - 60);
      if (low) v.lo(i, j) = v.hi(i, j) * entry(-53);
    }
  return v;
}

LongVectors integer_rows(std::size_t rows, std::size_t length, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  LongVectors v{Matrix<double>(rows, length), {}};
  for (std::size_t i = 0; i < rows; ++i)
    for (double& x : v.hi.row(i)) x = static_cast<double>(generator() % 2001) - 1000;
  return v;
}

Rational entry(const LongVectors& v, std::size_t i, std::size_t j) {
  const Rational hi = test::rational(v.hi(i, j));
  return v.lo.empty() ? hi : Rational(hi + test::rational(v.lo(i, j)));
}

/// Every row's error against its bound; returns the largest bound relative to the row's largest possible entry.
void expect_within_bounds(const LongVectors& x, const LongVectors& y, const SlicedProduct& p) {
  for (std::size_t i = 0; i < x.count(); ++i) {
    Rational square = 0;
    for (std::size_t j = 0; j < y.count(); ++j) {
      Rational exact = 0;
      for (std::size_t k = 0; k < x.length(); ++k) exact += entry(x, i, k) * entry(y, j, k);
      const Rational difference = exact - entry(p.product, i, j);
      square += difference * difference;
    }
    const Rational bound = test::rational(p.error[i]);
    EXPECT_LE(square, bound * bound) << "row " << i;
  }
}

TEST(SlicedProduct, ErrorsAreWithinTheirBounds) {
  Team team(1);
  for (const bool low : {false, true})
    for (const int bits : {30, 60, 100, 140}) {
      const LongVectors x = random_rows(9, 37, low, 1), y = random_rows(11, 37, low, 2);
      const auto p = sliced_product(x, y, Slicing::keeping(bits, 37), kernel_multiplication(team), team);
      ASSERT_TRUE(p.has_value());
      EXPECT_EQ(p->disagreements, 0U);
      expect_within_bounds(x, y, *p);
      for (std::size_t i = 0; i < 9; ++i) {
        const double size = norm_up(x.hi.row(i)) * 11 * std::ldexp(1.0, 60);  // rows of y are below 2^60
        EXPECT_LE(p->error[i], size * 37 * (std::ldexp(1.0, -bits) + 0x1p-98)) << bits;
      }
    }
}

TEST(SlicedProduct, IntegersAreExact) {
  Team team(1);
  const LongVectors x = integer_rows(50, 70, 3), y = integer_rows(40, 70, 4);
  const auto p = sliced_product(x, y, Slicing::keeping(100, 70), kernel_multiplication(team), team);
  ASSERT_TRUE(p.has_value());
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_LE(p->error[i], 0x1p-80);
    for (std::size_t j = 0; j < 40; ++j) {
      double exact = 0;  // below 2^53: exact
      for (std::size_t k = 0; k < 70; ++k) exact += x.hi(i, k) * y.hi(j, k);
      EXPECT_EQ(p->product.hi(i, j), exact);
      EXPECT_EQ(p->product.lo(i, j), 0);
    }
  }
  EXPECT_EQ(p->multiplied, 1U) << "slices of zeros are not multiplied";
}

TEST(SlicedProduct, EveryMultiplicationGivesTheSameBits) {
  for (const std::size_t n : {1U, 24U, 25U, 130U}) {
    const LongVectors x = random_rows(n, n, true, n), y = random_rows(n, n, true, n + 1);
    Team one(1), three(3);
    const Slicing slicing = Slicing::keeping(100, n);
    const auto p = sliced_product(x, y, slicing, kernel_multiplication(one), one);
    const auto q = sliced_product(x, y, slicing, kernel_multiplication(three), three);
    ASSERT_TRUE(p && q);
    EXPECT_EQ(p->product.hi, q->product.hi);
    EXPECT_EQ(p->product.lo, q->product.lo);
    EXPECT_EQ(p->error, q->error);
    const Multiplication blas = blas_multiplication(2);
    if (!blas) continue;
    const auto r = sliced_product(x, y, slicing, blas, three);
    ASSERT_TRUE(r.has_value());
    EXPECT_EQ(r->disagreements, 0U);
    EXPECT_EQ(p->product.hi, r->product.hi);
    EXPECT_EQ(p->product.lo, r->product.lo);
  }
}

TEST(SlicedProduct, AWrongMultiplicationIsFoundAndMadeAgain) {
  Team team(1);
  const std::size_t n = 30;
  const LongVectors x = random_rows(n, n, false, 5), y = random_rows(n, n, false, 6);
  const Slicing slicing = Slicing::keeping(100, n);
  const Multiplication right = kernel_multiplication(team);
  const auto truth = sliced_product(x, y, slicing, right, team);
  ASSERT_TRUE(truth.has_value());
  const auto expect_found = [&](const Multiplication& wrong, const char* name) {
    const auto p = sliced_product(x, y, slicing, wrong, team);
    ASSERT_TRUE(p.has_value()) << name;
    EXPECT_GT(p->disagreements, 0U) << name;
    EXPECT_EQ(p->product.hi, truth->product.hi) << name;
    EXPECT_EQ(p->product.lo, truth->product.lo) << name;
  };
  for (std::size_t at = 0; at < n * n; at += 7)
    for (const double by : {1.0, -1.0, 0x1p52}) {
      std::size_t call = 0;
      const Multiplication one_off = [&](std::size_t m, std::size_t p, std::size_t k, const double* a, const double* b,
                                         double* c) {
        right(m, p, k, a, b, c);
        if (call++ == at % 5) c[at] += by;
      };
      expect_found(one_off, "one entry off");
    }
  expect_found(
      [&](auto m, auto p, auto k, const double* a, const double* b, double* c) { right(m, p, k - 1, a, b, c); },
      "a term dropped, rows shifted");
  expect_found(
      [&](std::size_t m, std::size_t p, std::size_t k, const double* a, const double* b, double* c) {
        for (std::size_t i = 0; i < m; ++i)
          for (std::size_t j = 0; j < p; ++j) {
            float sum = 0;
            for (std::size_t l = 0; l < k; ++l)
              sum += static_cast<float>(a[i * k + l]) * static_cast<float>(b[j * k + l]);
            c[i * p + j] += static_cast<double>(sum);
          }
      },
      "single precision");
  expect_found([&](std::size_t m, std::size_t p, std::size_t, const double*, const double*,
                   double* c) { std::fill_n(c, m * p, std::numeric_limits<double>::quiet_NaN()); },
               "no numbers");
  expect_found([](std::size_t, std::size_t, std::size_t, const double*, const double*, double*) {}, "nothing done");
  expect_found(
      [&](auto m, auto p, auto k, const double* a, const double* b, double* c) {
        right(m, p, k, a, b, c);
        for (std::size_t i = 0; i < m; ++i) std::swap(c[i * p], c[i * p + 1]);
      },
      "two columns exchanged");
}

TEST(SlicedProduct, SumsThatCouldExceedTwoToThe53AreRefused) {
  EXPECT_TRUE((Slicing{1, 26}).is_exact(2));
  EXPECT_FALSE((Slicing{1, 26}).is_exact(3));
  EXPECT_FALSE((Slicing{2, 26}).is_exact(2));
  EXPECT_FALSE((Slicing{1, 27}).is_exact(1));
  EXPECT_FALSE((Slicing{1, 0}).is_exact(1));
  // One bit too many, and a sum is rounded: five squares of 2^26 - 1 are odd and beyond 2^53.
  const double m = 0x1p26 - 1;
  double sum = 0;
  for (int i = 0; i < 5; ++i) sum += m * m;
  EXPECT_NE(test::rational(sum), 5 * test::rational(m) * test::rational(m));
  for (const std::size_t terms : {1U, 2U, 3U, 100U, 1000U, 20000U}) {
    const Slicing s = Slicing::keeping(100, terms);
    EXPECT_TRUE(s.is_exact(terms));
    EXPECT_FALSE((Slicing{s.count, s.bits + 1}).is_exact(terms)) << "no bit is wasted";
    EXPECT_GE(static_cast<int>(s.count) * (s.bits + 1), 100);
  }
  Team team(1);
  const LongVectors x = integer_rows(2, 5, 1);
  EXPECT_FALSE(sliced_product(x, x, {1, 26}, kernel_multiplication(team), team).has_value());
  EXPECT_FALSE(sliced_product(x, x, {20, 10}, kernel_multiplication(team), team).has_value());
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 1e200}) {
    LongVectors y = x;
    y.hi(1, 3) = bad;
    EXPECT_FALSE(sliced_product(x, y, {1, 10}, kernel_multiplication(team), team).has_value());
    EXPECT_FALSE(sliced_product(y, x, {1, 10}, kernel_multiplication(team), team).has_value());
  }
}

TEST(SlicedProduct, TinyRowsAreLeftOutByTheirSize) {
  Team team(1);
  LongVectors x = integer_rows(3, 8, 2), y = integer_rows(3, 8, 3);
  for (double& e : y.hi.row(1)) e = std::ldexp(e, -900);
  for (double& e : x.hi.row(2)) e = std::ldexp(e, -1074);
  const auto p = sliced_product(x, y, Slicing::keeping(100, 8), kernel_multiplication(team), team);
  ASSERT_TRUE(p.has_value());
  expect_within_bounds(x, y, *p);
}

}  // namespace
}  // namespace lemmata
