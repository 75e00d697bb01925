/// \file
/// # Row sums at the edge of each arithmetic
/// 128 and 256 bits are used only where bounds made beforehand say that nothing overflows. Numbers as large as those
/// bounds allow, of signs that make every sum as large as it can get, below, at and above the place where the next
/// arithmetic takes over: the answer must be that of big integers.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>

#include "verify/checker/check.hpp"
#include "verify/checker/number.hpp"

namespace lemmata::checker {
namespace {

/// The definition, in big integers.
Row expected_sums(const Rows& a, const Rows& d, const Integer& c, const Rows& w, const Rows& v) {
  const auto inner = [](const Row& x, const Row& y) {
    Integer s = 0;
    for (std::size_t k = 0; k < std::min(x.size(), y.size()); ++k) s += x[k] * y[k];
    return s;
  };
  Row total(a.size(), Integer(0));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      Integer r = c * a[i][j] - inner(w[i], w[j]);
      if (!v.empty()) r += inner(v[i], v[j]);
      const Integer radius = d.empty() ? Integer(0) : Integer(c * d[i][j]);
      if (i == j) {
        total[i] += radius - r;
      } else {
        total[i] += abs(r) + radius;
        total[j] += abs(r) + radius;
      }
    }
  return total;
}

/// Lower rows of a matrix of one number.
Rows lower(std::size_t n, const Integer& x) {
  Rows rows(n);
  for (std::size_t i = 0; i < n; ++i) rows[i].assign(i + 1, x);
  return rows;
}

/// n rows of `length` equal numbers, of squared length just below 2^term; the sign alternates when asked.
Rows rows_of(std::size_t n, std::size_t length, std::size_t term, bool alternate) {
  const Integer x = sqrt(Integer(((Integer(1) << term) - 1) / length));
  Rows rows(n);
  for (std::size_t i = 0; i < n; ++i) rows[i].assign(length, alternate && i % 2 == 1 ? Integer(-x) : x);
  return rows;
}

void expect_right_at(std::size_t n, std::size_t length, std::size_t term) {
  const Integer most = (Integer(1) << term) - 1;
  for (const int sign : {1, -1})
    for (const bool alternate : {false, true}) {
      // c a = sign most where <v, v> - <w, w> is of that sign too: the rows of the other family are short.
      const Rows a = lower(n, sign * most), d = lower(n, most);
      const Rows longer = rows_of(n, length, term, alternate), shorter = rows_of(n, length, 10, false);
      const Rows& w = sign > 0 ? shorter : longer;
      const Rows& v = sign > 0 ? longer : shorter;
      EXPECT_EQ(row_sums(a, d, 1, w, v), expected_sums(a, d, 1, w, v)) << n << " " << length << " 2^" << term;
      // Both families long, off the diagonal of opposite signs.
      const Rows turned = rows_of(n, length, term, !alternate);
      EXPECT_EQ(row_sums(a, d, 1, turned, longer), expected_sums(a, d, 1, turned, longer)) << "2^" << term;
      EXPECT_EQ(row_sums(a, {}, 1, turned), expected_sums(a, {}, 1, turned, {})) << "2^" << term;
      // The factor counts.
      const Rows half = lower(n, sign * ((Integer(1) << (term / 2)) - 1));
      const Integer c = (Integer(1) << (term - term / 2)) - 1;
      EXPECT_EQ(row_sums(half, half, c, turned, longer), expected_sums(half, half, c, turned, longer));
    }
}

TEST(RowSums, RightWhereOneHundredAndTwentyEightBitsEnd) {
  for (std::size_t term = 118; term <= 132; ++term)
    for (const std::size_t length : {1u, 4u, 200u})
      for (const std::size_t n : {1u, 2u, 5u}) expect_right_at(n, length, term);
}

TEST(RowSums, RightWhereTwoHundredAndFiftySixBitsEnd) {
  for (std::size_t term = 244; term <= 262; ++term) {
    for (const std::size_t length : {1u, 4u, 60u})
      for (const std::size_t n : {1u, 2u, 5u}) expect_right_at(n, length, term);
    expect_right_at(40, 1, term);  // totals of many
  }
}

/// Each bound where it alone forbids 128 bits: the length of the rows of w, or of v, and the factor of a, or of d.
TEST(RowSums, EachBoundByItself) {
  const Rows one = lower(2, Integer(1)), ones(2, Row(1, Integer(1)));
  for (const std::size_t entry_bits : {58u, 60u, 61u})
    for (const std::size_t length : {64u, 4096u}) {
      Rows rows(2, Row(length, (Integer(1) << entry_bits) - 1));
      EXPECT_EQ(row_sums(one, {}, 1, rows, ones), expected_sums(one, {}, 1, rows, ones)) << entry_bits;
      EXPECT_EQ(row_sums(one, {}, 1, ones, rows), expected_sums(one, {}, 1, ones, rows)) << entry_bits;
      EXPECT_EQ(row_sums(one, {}, 1, rows), expected_sums(one, {}, 1, rows, {})) << entry_bits;
    }
  const Rows large = lower(2, (Integer(1) << 64) - 1), zero = lower(2, Integer(0));
  const Integer c = (Integer(1) << 64) - 1;
  EXPECT_EQ(row_sums(large, zero, c, ones), expected_sums(large, zero, c, ones, {}));
  EXPECT_EQ(row_sums(zero, large, c, ones), expected_sums(zero, large, c, ones, {}));
  EXPECT_EQ(row_sums(large, {}, c, ones, ones), expected_sums(large, {}, c, ones, ones));
}

}  // namespace
}  // namespace lemmata::checker
