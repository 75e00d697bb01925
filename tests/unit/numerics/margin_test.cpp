#include "numerics/margin/direction.hpp"
#include "tests/unit/numerics/margin_problems.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace lemmata {
namespace {

using testing::agrees;
using testing::csv_rows;
using testing::witnesses_hold;

constexpr MarginNorm every_norm[] = {MarginNorm::l1, MarginNorm::l2, MarginNorm::linf};

void expect_margin(const Matrix<double>& z, MarginNorm norm, const Rational& value) {
  const MaxMargin found = max_margin(z, norm);
  ASSERT_TRUE(found.is_exact());
  EXPECT_EQ(found.lower, value);
  EXPECT_TRUE(witnesses_hold(z, found));
}

TEST(margin, data_sets_with_closed_forms) {
  const Matrix<double> a(2, 2, {2, 1, -1, 3});
  expect_margin(a, MarginNorm::l1, Rational(7, 5));
  expect_margin(a, MarginNorm::l2, Rational(49, 13));
  expect_margin(a, MarginNorm::linf, Rational(7, 3));
  const Matrix<double> b(2, 3, {3, 1, 0, 1, 2, 1});
  expect_margin(b, MarginNorm::l1, Rational(5, 3));
  expect_margin(b, MarginNorm::l2, Rational(210, 36));
  expect_margin(b, MarginNorm::linf, Rational(4));
  expect_margin(Matrix<double>(4, 2, {0.5, 1.5, 1.5, 0.5, 0.5, 1.5, 1.5, 0.5}), MarginNorm::l2, Rational(2));
  expect_margin(Matrix<double>(1, 3, {-3, 4, 12}), MarginNorm::l2, Rational(169));
  expect_margin(Matrix<double>(1, 3, {-3, 4, 12}), MarginNorm::l1, Rational(12));
  expect_margin(Matrix<double>(1, 3, {-3, 4, 12}), MarginNorm::linf, Rational(19));
}

TEST(margin, direction_and_weights_of_data_set_b) {
  const MaxMargin found = max_margin(Matrix<double>(2, 3, {3, 1, 0, 1, 2, 1}));
  ASSERT_EQ(found.separator.size(), 3U);  // proportional to (8, 11, 5), weights to (1, 5)
  EXPECT_EQ(found.separator[0] * 11, found.separator[1] * 8);
  EXPECT_EQ(found.separator[0] * 5, found.separator[2] * 8);
  ASSERT_EQ(found.rows.size(), 2U);
  const std::size_t first = found.rows[0] == 0 ? 0 : 1;
  EXPECT_EQ(found.weights[first] * 5, found.weights[1 - first]);
  EXPECT_TRUE(found.weights_unique);
  EXPECT_TRUE(found.separator_unique);
}

TEST(margin, real_data_to_32_digits) {
  const MaxMargin bias = max_margin(csv_rows("sonar.csv", "M", true));
  EXPECT_TRUE(agrees(bias, "0.0010793133869392698766723841860122"));
  EXPECT_EQ(bias.support.size(), 59U);
  EXPECT_TRUE(bias.weights_unique);
  const MaxMargin none = max_margin(csv_rows("sonar.csv", "M", false));
  EXPECT_TRUE(agrees(none, "0.00010673552935895597393746130620236"));
  EXPECT_EQ(none.support.size(), 60U);
  const MaxMargin setosa = max_margin(csv_rows("iris.csv", "Iris-setosa", true));
  EXPECT_TRUE(agrees(setosa, "0.74911733208202783827744222815783"));
  EXPECT_EQ(setosa.support.size(), 3U);
  const Matrix<double> virginica = csv_rows("iris.csv", "Iris-virginica", true);
  for (const MarginNorm norm : every_norm) {
    const MaxMargin found = max_margin(virginica, norm);
    EXPECT_EQ(found.separable, Truth::no);
    EXPECT_TRUE(witnesses_hold(virginica, found));
  }
}

TEST(margin, real_data_in_the_other_norms) {
  for (const bool bias : {false, true}) {
    const Matrix<double> z = csv_rows("sonar.csv", "M", bias);
    const MaxMargin l2 = max_margin(z);
    for (const MarginNorm norm : {MarginNorm::l1, MarginNorm::linf}) {
      const MaxMargin found = max_margin(z, norm);
      ASSERT_TRUE(found.is_exact());
      EXPECT_TRUE(witnesses_hold(z, found));
      // |w|_1 >= |w|_2 >= |w|_inf, so the margins are ordered the other way.
      if (norm == MarginNorm::l1) {
        EXPECT_LE(found.lower * found.lower, l2.lower);
      } else {
        EXPECT_GE(found.lower * found.lower, l2.lower);
      }
    }
  }
}

TEST(margin, barely_separable_and_barely_not) {
  for (const int e : {-1, -30, -52, -100, -300, -500, -1022, -1074}) {
    const double tiny = std::ldexp(1.0, e);
    const Matrix<double> yes(2, 2, {1, tiny, -1, tiny});
    for (const MarginNorm norm : every_norm) {
      const MaxMargin found = max_margin(yes, norm);
      ASSERT_TRUE(found.is_exact()) << e;
      EXPECT_TRUE(witnesses_hold(yes, found));
      if (norm != MarginNorm::l2) continue;
      EXPECT_EQ(found.lower, exact(tiny) * exact(tiny));
    }
    const Matrix<double> no(3, 2, {1, tiny, -1, tiny, 0, -tiny});
    const MaxMargin found = max_margin(no);
    EXPECT_EQ(found.separable, Truth::no) << e;
    EXPECT_TRUE(witnesses_hold(no, found));
  }
}

TEST(margin, extreme_and_mixed_scales) {
  const std::vector<Matrix<double>> problems = {{2, 2, {1e300, 1e-300, -1e300, 1e300}},
                                                {2, 2, {5e-324, 0, 0, 5e-324}},
                                                {2, 2, {1.7e308, 1.7e308, -1.7e308, 1.7e308}},
                                                {3, 3, {1e300, 1, 0, 0, 1e-300, 1, 1, 0, 1e10}},
                                                {3, 2, {4000, 4e-5, -4000, 4e-5, 3999.5, 1e-4}}};
  for (const Matrix<double>& z : problems) {
    for (const MarginNorm norm : every_norm) {
      const MaxMargin found = max_margin(z, norm);
      EXPECT_TRUE(found.is_exact());
      EXPECT_TRUE(witnesses_hold(z, found));
      EXPECT_TRUE(enclosure(found).is_bounded());
    }
  }
}

TEST(margin, rows_that_cannot_be_separated) {
  const std::vector<Matrix<double>> problems = {{1, 1, {0}},
                                                {2, 2, {1, 1, 0, 0}},
                                                {2, 1, {1, -1}},
                                                {2, 1, {1e300, -5e-324}},
                                                {4, 3, {1, 1, 1, -1, -1, 1, 1, -1, -1, -1, 1, -1}},
                                                {4, 2, {1, 0, -1, 0, 1, 0, 0, 1}},
                                                {3, 1, {1, 1, -1}}};
  for (const Matrix<double>& z : problems) {
    for (const MarginNorm norm : every_norm) {
      const MaxMargin found = max_margin(z, norm);
      EXPECT_EQ(found.separable, Truth::no);
      EXPECT_TRUE(witnesses_hold(z, found));
    }
  }
}

TEST(margin, degenerate_supports_are_reported) {
  // (1, 0) is optimal; five of six rows attain the margin and are dependent.
  const MaxMargin found = max_margin(Matrix<double>(6, 2, {1, 0, 1, 1, 1, -1, 1, 0, 2, 0, 1, 0}));
  ASSERT_TRUE(found.is_exact());
  EXPECT_EQ(found.support, (Vector<std::size_t>{0, 1, 2, 3, 5}));
  EXPECT_FALSE(found.weights_unique);
  // A support vector with weight 0 next to one with weight: independent, so the weights are unique.
  const MaxMargin zero = max_margin(Matrix<double>(2, 2, {1, 0, 1, 1}));
  EXPECT_EQ(zero.support.size(), 2U);
  EXPECT_TRUE(zero.weights_unique);
}

/// All small integer problems agree between the norms, and every answer is a proof.
TEST(margin, small_integer_problems_are_always_decided) {
  std::mt19937_64 generator(7);
  std::uniform_int_distribution<int> entry(-2, 2);
  std::size_t separable = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::size_t n = 1 + generator() % 8;
    const std::size_t d = 1 + generator() % 5;
    Matrix<double> z(n, d);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) z(i, j) = entry(generator);
    }
    const MaxMargin l2 = max_margin(z);
    ASSERT_NE(l2.separable, Truth::unknown);
    separable += l2.separable == Truth::yes ? 1 : 0;
    for (const MarginNorm norm : every_norm) {
      const MaxMargin found = max_margin(z, norm);
      ASSERT_EQ(found.separable, l2.separable);
      ASSERT_TRUE(witnesses_hold(z, found));
      if (found.separable == Truth::yes) {
        ASSERT_TRUE(found.is_exact());
      }
    }
  }
  EXPECT_GT(separable, 100U);
  EXPECT_LT(separable, 1400U);
}

/// Rational instances with a planted optimum (unit u, dual q): the margin is known exactly.
TEST(margin, planted_l2_optima) {
  std::mt19937_64 generator(11);
  std::uniform_int_distribution<int> small(-6, 6);
  for (int round = 0; round < 60; ++round) {
    const std::size_t d = 2 + generator() % 5;
    const std::size_t k = 2 + generator() % (d - 1 > 3 ? 3 : d - 1);
    // w integer; v_1..v_{k-1} orthogonal to w; v_k = -sum v_i; z_i = w + v_i: the nearest point of the hull is w.
    std::vector<double> w(d);
    double square = 0.0;
    while (square == 0.0) {
      for (double& x : w) x = small(generator);
      square = std::inner_product(w.begin(), w.end(), w.begin(), 0.0);
    }
    const std::size_t extra = 5;
    Matrix<double> z(k + extra, d);
    const auto orthogonal = [&] {
      std::vector<double> v(d);
      for (double& x : v) x = small(generator);
      const double along = std::inner_product(v.begin(), v.end(), w.begin(), 0.0);
      for (std::size_t j = 0; j < d; ++j) v[j] = square * v[j] - along * w[j];
      return v;
    };
    std::vector<double> sum(d, 0.0);
    for (std::size_t i = 0; i < k; ++i) {
      std::vector<double> v = orthogonal();
      for (std::size_t j = 0; j < d; ++j) {
        if (i + 1 == k) v[j] = -sum[j];
        sum[j] += v[j];
        z(i, j) = w[j] + v[j];
      }
    }
    for (std::size_t i = k; i < k + extra; ++i) {
      const std::vector<double> v = orthogonal();
      const double factor = 2.0 + static_cast<double>(generator() % 3);
      for (std::size_t j = 0; j < d; ++j) z(i, j) = factor * w[j] + v[j];
    }
    const MaxMargin found = max_margin(z);
    ASSERT_TRUE(found.is_exact());
    EXPECT_EQ(found.lower, exact(square));
    // Control: the negated sum of all rows makes separation impossible.
    Matrix<double> blocked(z.rows() + 1, d);
    for (std::size_t i = 0; i < z.rows(); ++i) {
      for (std::size_t j = 0; j < d; ++j) {
        blocked(i, j) = z(i, j);
        blocked(z.rows(), j) -= z(i, j);
      }
    }
    EXPECT_EQ(max_margin(blocked).separable, Truth::no);
  }
}

TEST(margin, invariance) {
  std::mt19937_64 generator(5);
  std::normal_distribution<double> normal;
  for (int round = 0; round < 20; ++round) {
    const std::size_t n = 12;
    const std::size_t d = 6;
    Matrix<double> z(n, d);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) z(i, j) = normal(generator) + (j == 0 ? 1.5 : 0.0);
    }
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), generator);
    Matrix<double> permuted(n + 3, d);  // and three repeated rows
    Matrix<double> scaled(n, d);
    for (std::size_t i = 0; i < n + 3; ++i) {
      for (std::size_t j = 0; j < d; ++j) permuted(i, j) = z(order[i % n], d - 1 - j);
    }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) scaled(i, j) = std::ldexp(z(i, j), 200);
    }
    for (const MarginNorm norm : every_norm) {
      const MaxMargin found = max_margin(z, norm);
      const MaxMargin moved = max_margin(permuted, norm);
      const MaxMargin large = max_margin(scaled, norm);
      ASSERT_EQ(found.separable, moved.separable);
      ASSERT_EQ(found.separable, large.separable);
      if (found.separable != Truth::yes) continue;
      EXPECT_EQ(found.lower, moved.lower);
      EXPECT_EQ(found.lower * Rational(shifted(Integer(1), norm == MarginNorm::l2 ? 400 : 200)), large.lower);
    }
  }
}

TEST(margin, bounds_when_an_exact_solution_is_too_long) {
  MarginOptions options;
  options.work_limit = 0.0;
  const Matrix<double> z = csv_rows("sonar.csv", "M", true);
  const MaxMargin bounds = max_margin(z, MarginNorm::l2, options);
  const MaxMargin exact_answer = max_margin(z);
  ASSERT_EQ(bounds.separable, Truth::yes);
  EXPECT_FALSE(bounds.is_exact());
  EXPECT_TRUE(witnesses_hold(z, bounds));
  EXPECT_LE(bounds.lower, exact_answer.lower);
  EXPECT_GE(*bounds.upper, exact_answer.lower);
  EXPECT_LE((*bounds.upper - bounds.lower) * Rational(shifted(Integer(1), 80)), *bounds.upper);
  EXPECT_TRUE(std::includes(bounds.support.begin(), bounds.support.end(), exact_answer.support.begin(),
                            exact_answer.support.end()));
  EXPECT_LT(bounds.support.size(), z.rows());
}

/// A rung that is too low leaves a question open; it never answers it wrongly.
TEST(margin, one_rung_is_kept_and_never_contradicts_the_climb) {
  std::vector<Matrix<double>> problems;
  for (const int e : {-1, -40, -70, -150, -400}) {
    const double tiny = std::ldexp(1.0, e);
    problems.emplace_back(3, 2, Vector<double>{1, tiny, -1, tiny, 0.3, 2 * tiny});
    problems.emplace_back(3, 2, Vector<double>{1, tiny, -1, tiny, 0, -tiny});
    problems.emplace_back(3, 3, Vector<double>{1, 0, 1, -1, 2 * tiny, 1, 0, tiny, -1});
  }
  std::size_t decided[ladder.size()] = {};
  std::size_t cases = 0;
  for (const Matrix<double>& z : problems) {
    for (const MarginNorm norm : every_norm) {
      const MaxMargin climbed = max_margin(z, norm);
      ASSERT_NE(climbed.separable, Truth::unknown);
      ++cases;
      for (std::size_t r = 0; r < ladder.size(); ++r) {
        MarginOptions options;
        options.rung = ladder[r];
        const MaxMargin found = max_margin(z, norm, options);
        if (found.separable == Truth::unknown) continue;
        ++decided[r];
        EXPECT_EQ(found.separable, climbed.separable);
        EXPECT_TRUE(witnesses_hold(z, found));
        EXPECT_LE(found.lower, climbed.lower);
        EXPECT_GE(*found.upper, climbed.lower);
      }
    }
  }
  EXPECT_LT(decided[0], decided[1]);  // the rung is kept: no other one comes to the rescue
  EXPECT_LT(decided[1], decided[ladder.size() - 1]);
  EXPECT_EQ(decided[ladder.size() - 1], cases);
}

TEST(margin, many_columns_and_many_rows) {
  std::mt19937_64 generator(3);
  std::normal_distribution<double> normal;
  Matrix<double> wide(20, 3000);
  for (std::size_t i = 0; i < wide.rows(); ++i) {
    for (double& x : wide.row(i)) x = normal(generator);
  }
  EXPECT_TRUE(max_margin(wide).is_exact());
  Matrix<double> tall(20000, 5);
  for (std::size_t i = 0; i < tall.rows(); ++i) {
    for (std::size_t j = 0; j < 5; ++j) tall(i, j) = normal(generator) + (j == 0 ? 9.0 : 0.0);
  }
  const MaxMargin found = max_margin(tall);
  EXPECT_TRUE(found.is_exact());
  EXPECT_TRUE(witnesses_hold(tall, found));
}

TEST(margin, directions_are_compared) {
  const Matrix<double> b(2, 3, {3, 1, 0, 1, 2, 1});
  const MaxMargin found = max_margin(b);
  const DirectionComparison same = compare_direction(b, found, Vector<double>{16, 22, 10});
  EXPECT_TRUE(same.angle.contains(Real(0.0)));
  EXPECT_LT(same.angle.sup(), Real(1e-90));
  EXPECT_TRUE(sqr(same.margin).contains(Real(210.0) / Real(36.0)) || same.margin.width() < Real(1e-90));
  const DirectionComparison opposite = compare_direction(b, found, Vector<double>{-8, -11, -5});
  EXPECT_GT(opposite.angle.inf(), Real(3.14159));
  EXPECT_LT(opposite.margin.sup(), Real(0.0));
  const DirectionComparison axis = compare_direction(b, found, Vector<double>{1, 0, 0});
  EXPECT_TRUE(axis.margin.contains(Real(1.0)));  // cos = 8/sqrt(210)
  EXPECT_NEAR(static_cast<double>(axis.angle.mid()), std::acos(8.0 / std::sqrt(210.0)), 1e-14);
}

}  // namespace
}  // namespace lemmata
