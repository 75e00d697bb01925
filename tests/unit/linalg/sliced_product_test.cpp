/// \file
/// # Products without rounding, against rationals
/// Where each term of the error bound is all of it, too.

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

/// Every row's error against its bound; every low word is one.
void expect_within_bounds(const LongVectors& x, const LongVectors& y, const SlicedProduct& p) {
  for (std::size_t i = 0; i < x.count(); ++i) {
    Rational square = 0;
    for (std::size_t j = 0; j < y.count(); ++j) {
      Rational exact = 0;
      for (std::size_t k = 0; k < x.length(); ++k) exact += entry(x, i, k) * entry(y, j, k);
      EXPECT_LE(std::fabs(p.product.lo(i, j)), 0x1p-53 * std::fabs(p.product.hi(i, j)));
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
      const auto p = sliced_product(x, y, Slicing::keeping(bits, 37), team);
      ASSERT_TRUE(p.has_value());
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
  const auto p = sliced_product(x, y, Slicing::keeping(100, 70), team);
  ASSERT_TRUE(p.has_value());
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(p->error[i], 0);
    for (std::size_t j = 0; j < 40; ++j) {
      double exact = 0;  // below 2^53: exact
      for (std::size_t k = 0; k < 70; ++k) exact += x.hi(i, k) * y.hi(j, k);
      EXPECT_EQ(p->product.hi(i, j), exact);
      EXPECT_EQ(p->product.lo(i, j), 0);
    }
  }
}

TEST(SlicedProduct, ThreadsDoNotChangeABit) {
  for (const std::size_t n : {1U, 24U, 25U, 130U}) {
    const LongVectors x = random_rows(n, n, true, n), y = random_rows(n, n, true, n + 1);
    Team one(1), three(3);
    const Slicing slicing = Slicing::keeping(100, n);
    const auto p = sliced_product(x, y, slicing, one), q = sliced_product(x, y, slicing, three);
    ASSERT_TRUE(p && q);
    EXPECT_EQ(p->product.hi, q->product.hi);
    EXPECT_EQ(p->product.lo, q->product.lo);
    EXPECT_EQ(p->error, q->error);
  }
}

TEST(SlicedProduct, ManyRowsAndTermsAreExact) {
  // Beyond one strip of rows and one panel of terms; every sum of integers fits a double.
  Team team(2);
  const LongVectors x = integer_rows(150, 300, 8), y = integer_rows(31, 300, 9);
  const auto p = sliced_product(x, y, Slicing::keeping(100, 300), team);
  ASSERT_TRUE(p.has_value());
  for (std::size_t i = 0; i < 150; ++i)
    for (std::size_t j = 0; j < 31; ++j) {
      double exact = 0;
      for (std::size_t k = 0; k < 300; ++k) exact += x.hi(i, k) * y.hi(j, k);
      ASSERT_EQ(p->product.hi(i, j), exact) << i << " " << j;
    }
}

/// Full slices of the greatest integers, all of one sign: the sums are as large as they can get.
TEST(SlicedProduct, TheLargestSumsAreExact) {
  Team team(1);
  for (const std::size_t terms : {1U, 2U, 8U, 200U, 1024U}) {
    const Slicing slicing = Slicing::keeping(100, terms);
    LongVectors x{Matrix<double>(2, terms), {}};
    double entry = 0, unit = 0.5;  // every slice as large as rounding to nearest leaves it
    for (std::size_t i = 0; i < slicing.count && unit > 0x1p-52; ++i, unit *= std::ldexp(1.0, -slicing.bits - 1))
      entry += unit;
    for (double& e : x.hi.row(0)) e = std::nextafter(1.0, 0.0);
    for (double& e : x.hi.row(1)) e = entry;
    const auto p = sliced_product(x, x, slicing, team);
    ASSERT_TRUE(p.has_value());
    expect_within_bounds(x, x, *p);
  }
}

/// 1 x 1: Cauchy and Schwarz hold with equality, so that the bound is as small as it may be.
LongVectors number(double hi, double lo = 0) { return {Matrix<double>(1, 1, {hi}), Matrix<double>(1, 1, {lo})}; }

TEST(SlicedProduct, EachTermOfTheErrorIsNeeded) {
  Team team(1);
  const double third = 1.0 / 3;
  const auto bound_of = [&](const LongVectors& x, const LongVectors& y, const Slicing& slicing) {
    const auto p = sliced_product(x, y, slicing, team);
    EXPECT_TRUE(p.has_value());
    expect_within_bounds(x, y, *p);
    return p ? p->error[0] : 0.0;
  };
  // What X keeps; what Y keeps; both, in the first and in the second slice.
  EXPECT_GT(bound_of(number(third), number(3), {1, 20}), 0);
  EXPECT_GT(bound_of(number(3), number(third), {1, 20}), 0);
  EXPECT_GT(bound_of(number(third), number(third), {1, 20}), 0);
  EXPECT_GT(bound_of(number(1 + 0x1p-21), number(1 + 0x1p-50), {2, 20}), 0);
  // Everything is kept, and a number of 212 bits is not a sum of two doubles: only the additions round.
  std::mt19937_64 generator(9);
  for (int trial = 0; trial < 200; ++trial) {
    const auto word = [&](int e) { return std::ldexp(static_cast<double>((generator() >> 12) | 1), e - 52); };
    const double error = bound_of(number(word(0), word(-53 - trial % 5)), number(word(0), word(-54)), {14, 10});
    EXPECT_GT(error, 0);
    EXPECT_LT(error, 0x1p-95);
  }
  // Two sums are hi + lo exactly.
  EXPECT_EQ(bound_of(number(1 + 0x1p-30), number(1), {4, 20}), 0);
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
  EXPECT_FALSE(sliced_product(x, x, {1, 26}, team).has_value());
  EXPECT_FALSE(sliced_product(x, x, {20, 10}, team).has_value());
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 1e200}) {
    for (const bool low : {false, true})
      for (const std::size_t at : {0U, 3U, 4U}) {
        LongVectors y = x;
        y.lo = Matrix<double>(2, 5);
        (low ? y.lo : y.hi)(1, at) = bad;
        const auto right = sliced_product(x, y, {1, 10}, team), left = sliced_product(y, x, {1, 10}, team);
        ASSERT_FALSE(right || left) << bad;
        EXPECT_EQ(right.error().kind, FailureKind::inapplicable);
        EXPECT_EQ(left.error().kind, FailureKind::inapplicable);
      }
  }
}

TEST(SlicedProduct, TinyRowsAreLeftOutByTheirSize) {
  Team team(1);
  LongVectors x = integer_rows(3, 8, 2), y = integer_rows(3, 8, 3);
  for (double& e : y.hi.row(1)) e = std::ldexp(e, -900);
  for (double& e : x.hi.row(2)) e = std::ldexp(e, -1074);
  const auto p = sliced_product(x, y, Slicing::keeping(100, 8), team);
  ASSERT_TRUE(p.has_value());
  expect_within_bounds(x, y, *p);
}

}  // namespace
}  // namespace lemmata
