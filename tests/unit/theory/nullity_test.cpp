#include "theory/model/nullity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lemmata::theory {
namespace {

Nullity of(const Matrix<double>& rows) { return nullity(rows, row_relations(rows)); }

TEST(parallel_rows, equal_products_is_exact_at_every_scale) {
  EXPECT_TRUE(equal_products(3, 5, 5, 3));
  EXPECT_TRUE(equal_products(0x1p-1074, 0x1p-1074, 0x1p-1073, 0x1p-1074) == false);
  EXPECT_TRUE(equal_products(0x1p-1074, 0x1p1000, 0x1p-74, 1));
  EXPECT_TRUE(equal_products(0x1p1023, 0x1p1023, 0x1p1022, 0x1p1023) == false);
  EXPECT_TRUE(equal_products(0, 5, -0.0, 7));
  EXPECT_FALSE(equal_products(0.1, 3, 0.3, 1));  // 3 * fl(0.1) is not fl(0.3)
  EXPECT_FALSE(equal_products(1, 1, 1, std::nextafter(1.0, 2.0)));
}

TEST(parallel_rows, finds_zero_equal_and_opposite_rows) {
  const Matrix<double> rows(7, 3, {1, 2, 3, 0, 0, 0, 2, 4, 6, -1, -2, -3, 0, 1, 0, 0, -7, 0, 1, 2, 3});
  const RowRelations found = row_relations(rows);
  EXPECT_EQ(found.zero_rows, (std::vector<std::size_t>{1}));
  using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;
  EXPECT_EQ(found.equal_directions(), (Pairs{{0, 2}, {0, 6}}));
  EXPECT_EQ(found.antipodal_pairs(), (Pairs{{0, 3}, {4, 5}}));
}

TEST(parallel_rows, one_ulp_apart_is_not_parallel) {
  for (const double x : {1.0, 0x1p-1060, 0x1p1000}) {
    const Matrix<double> rows(2, 2, {x, x, x, std::nextafter(x, 2 * x)});
    EXPECT_TRUE(row_relations(rows).equal_directions().empty());
    EXPECT_EQ(row_relations(rows).lines.size(), 2U);
  }
}

TEST(parallel_rows, agrees_with_all_pairs_on_random_small_integers) {
  std::mt19937_64 engine(7);
  for (int round = 0; round < 200; ++round) {
    Matrix<double> rows(8, 3);
    for (std::size_t i = 0; i < 8; ++i) {
      for (double& x : rows.row(i)) x = static_cast<double>(engine() % 3) - 1;
    }
    std::size_t equal = 0;
    std::size_t first_of_line = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      bool seen_same = false;
      bool zero = true;
      for (const double x : rows.row(i)) zero = zero && x == 0;
      if (zero) continue;
      for (std::size_t j = 0; j < i; ++j) {
        double dot = 0;
        bool parallel = true;
        for (std::size_t k = 0; k < 3; ++k) {
          dot += rows(i, k) * rows(j, k);
          for (std::size_t l = 0; l < 3; ++l) parallel = parallel && rows(i, k) * rows(j, l) == rows(i, l) * rows(j, k);
        }
        if (parallel && dot > 0) seen_same = true;
      }
      (seen_same ? equal : first_of_line) += 1;
    }
    EXPECT_EQ(row_relations(rows).equal_directions().size(), equal);
  }
}

TEST(nullity, antipodal_pair_alone_is_definite) {
  const Nullity found = of(Matrix<double>(2, 2, {1, 2, -1, -2}));
  EXPECT_EQ(found.antipodal_lines, 1U);
  EXPECT_EQ(found.singular(), false);
}

TEST(nullity, six_antipodal_rows_in_the_plane_are_dependent) {
  // Golden row gram/antipodal-6: lines (1,0), (3/5,4/5), (-7/25,24/25), null vector (1,-6/5,1,-1,6/5,-1).
  const Nullity found = of(Matrix<double>(6, 2, {1, 0, 3, 4, -7, 24, -1, 0, -3, -4, 7, -24}));
  EXPECT_EQ(found.singular(), true);
  ASSERT_TRUE(found.dependence);
  // c (1,0) + d (3,4) + e (-7,24) = 0 has the solutions t (25, -6, 1): 25 - 18 - 7 = 0, -24 + 24 = 0.
  const auto& c = found.dependence->coefficients;
  ASSERT_EQ(c.size(), 3U);
  EXPECT_EQ(c[0] * -6, c[1] * 25);
  EXPECT_EQ(c[1] * 1, c[2] * -6);
  EXPECT_EQ(found.line_rank, 2U);
}

TEST(nullity, rotating_one_row_by_an_ulp_makes_it_definite) {
  const Nullity found = of(Matrix<double>(6, 2, {1, 0, 3, 4, -7, 24, -1, 0x1p-1000, -3, -4, 7, -24}));
  EXPECT_EQ(found.antipodal_lines, 2U);
  EXPECT_EQ(found.singular(), false);
}

TEST(nullity, cross_polytope_is_definite_and_one_more_pair_is_not) {
  for (const std::size_t d : {1U, 2U, 5U, 20U}) {
    std::vector<double> entries;
    for (std::size_t i = 0; i < d; ++i) {
      for (const double sign : {1.0, -1.0}) {
        std::vector<double> row(d, 0.0);
        row[i] = sign * 0.1;
        entries.insert(entries.end(), row.begin(), row.end());
      }
    }
    EXPECT_EQ(of(Matrix<double>(2 * d, d, entries)).singular(), false) << d;
    for (const double sign : {1.0, -1.0}) {
      for (std::size_t k = 0; k < d; ++k) entries.push_back(sign * (static_cast<double>(k) + 0.3));
    }
    const Nullity more = of(Matrix<double>(2 * d + 2, d, entries));
    EXPECT_EQ(more.singular(), true) << d;
    if (d > 1) {
      EXPECT_TRUE(more.dependence);
    }
  }
}

TEST(nullity, dependence_beyond_the_exact_limit_is_proved_by_counting_only) {
  Matrix<double> rows(10, 2);
  for (std::size_t j = 0; j < 5; ++j) {
    rows(2 * j, 0) = static_cast<double>(j);
    rows(2 * j, 1) = 1;
    rows(2 * j + 1, 0) = -static_cast<double>(j);
    rows(2 * j + 1, 1) = -1;
  }
  const Nullity found = nullity(rows, row_relations(rows), 2);
  EXPECT_EQ(found.singular(), true);
  EXPECT_FALSE(found.dependence);
}

TEST(nullity, zero_and_repeated_rows_are_singular) {
  EXPECT_EQ(of(Matrix<double>(2, 2, {0, 0, 1, 2})).singular(), true);
  EXPECT_EQ(of(Matrix<double>(2, 2, {1, 2, 3, 6})).singular(), true);
  EXPECT_EQ(of(Matrix<double>(2, 2, {0.1, 0.3, 1, 3})).singular(), false);  // as doubles they are not parallel
}

}  // namespace
}  // namespace lemmata::theory
