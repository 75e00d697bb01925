#include "numerics/margin/exact.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace lemmata {
namespace {

Matrix<Integer> random_matrix(std::size_t k, unsigned bits, std::mt19937_64& generator) {
  Matrix<Integer> a(k, k);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      Integer value = 0;
      for (unsigned b = 0; b < bits; b += 60) value = (value << 60) + Integer(generator() >> 4);
      a(i, j) = (generator() & 1U) != 0 ? value : Integer(-value);
    }
  }
  return a;
}

TEST(margin_exact, integers_are_the_doubles) {
  std::mt19937_64 generator(1);
  std::uniform_int_distribution<int> exponent(-60, 60);
  for (const int spread : {0, 20, 50, 60, 900}) {
    Matrix<double> x(3, 4);
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 4; ++j) {
        x(i, j) = std::ldexp(static_cast<double>(static_cast<std::int64_t>(generator())),
                             spread == 0 ? 0 : exponent(generator) * spread / 60);
      }
    }
    x(1, 2) = 0.0;
    if (spread == 900) x(2, 2) = std::numeric_limits<double>::denorm_min();
    const IntegerMatrix z(x);
    const auto value = [&](const Integer& a, long scale) {
      const Integer unit = shifted(Integer(1), std::abs(scale));
      return scale >= 0 ? Rational(a, unit) : Rational(Integer(a * unit));
    };
    const std::vector<std::size_t> all = {0, 1, 2};
    const Matrix<Integer> gram = z.gram(all);
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 4; ++j) EXPECT_EQ(value(z.entry(i, j), z.log2_denominator()), exact(x(i, j)));
      for (std::size_t k = 0; k < 3; ++k) {
        Rational sum = 0;
        for (std::size_t j = 0; j < 4; ++j) sum += exact(x(i, j)) * exact(x(k, j));
        EXPECT_EQ(value(gram(i, k), 2 * z.log2_denominator()), sum) << "spread " << spread;
        EXPECT_EQ(gram(i, k), z.gram(i, k));
      }
    }
    const Vector<Integer> w = {Integer(3), Integer(-5), Integer(0), shifted(Integer(7), 90)};
    const Vector<Integer> c = {Integer(2), Integer(-1), shifted(Integer(3), 80)};
    const Vector<Integer> sum = z.combination(all, c);
    for (std::size_t i = 0; i < 3; ++i) {
      Integer expected = 0;
      Integer size = 0;
      for (std::size_t j = 0; j < 4; ++j) {
        expected += z.entry(i, j) * w[j];
        size += boost::multiprecision::abs(z.entry(i, j));
      }
      EXPECT_EQ(z.dot(i, w), expected);
      EXPECT_EQ(z.row_sum(i), size);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      EXPECT_EQ(sum[j], c[0] * z.entry(0, j) + c[1] * z.entry(1, j) + c[2] * z.entry(2, j));
    }
  }
}

TEST(margin_exact, systems_are_solved) {
  std::mt19937_64 generator(2);
  for (const std::size_t k : {1U, 2U, 5U, 17U, 40U}) {
    for (const unsigned bits : {3U, 60U, 240U}) {
      const Matrix<Integer> a = random_matrix(k, bits, generator);
      Vector<Integer> b;
      for (std::size_t i = 0; i < k; ++i) b.emplace_back(static_cast<std::int64_t>(generator()));
      const auto x = solve_exactly(a, b);
      ASSERT_TRUE(x.has_value()) << k << " " << bits;
      EXPECT_GT(x->denominator, 0);
      for (std::size_t i = 0; i < k; ++i) {
        Integer sum = 0;
        for (std::size_t j = 0; j < k; ++j) sum += a(i, j) * x->numerator[j];
        EXPECT_EQ(sum, b[i] * x->denominator);
      }
    }
  }
}

TEST(margin_exact, the_hilbert_matrix_has_its_known_inverse_column) {
  // 5 x 5, times 2520: the first column of the inverse is 25, -300, 1050, -1400, 630 (over 2520).
  Matrix<Integer> a(5, 5);
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < 5; ++j) a(i, j) = Integer(2520) / Integer(i + j + 1);
  }
  const auto x = solve_exactly(a, Vector<Integer>{2520, 0, 0, 0, 0});
  ASSERT_TRUE(x.has_value());
  const Vector<Integer> expected = {25, -300, 1050, -1400, 630};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(x->numerator[i], expected[i] * x->denominator);
}

TEST(margin_exact, long_right_hand_sides_and_singular_systems) {
  std::mt19937_64 generator(3);
  const Matrix<Integer> one(1, 1, {Integer(-1)});
  const auto x = solve_exactly(one, Vector<Integer>{shifted(Integer(1), 5000)});
  ASSERT_TRUE(x.has_value());
  EXPECT_EQ(x->numerator[0], -shifted(Integer(1), 5000) * x->denominator);
  EXPECT_FALSE(solve_exactly(Matrix<Integer>(2, 2, {1, 2, 2, 4}), Vector<Integer>{1, 2}).has_value());
  // Singular modulo the first prime only.
  const Integer p("2147483647");
  const auto y = solve_exactly(Matrix<Integer>(2, 2, {p, 1, p, 2}), Vector<Integer>{1, 3});
  ASSERT_TRUE(y.has_value());
  EXPECT_EQ(y->numerator[1], 2 * y->denominator);
  EXPECT_FALSE(solve_exactly(random_matrix(9, 60, generator), Vector<Integer>(9), 1.0));
}

TEST(margin_exact, conversions_have_the_right_sign_and_size) {
  EXPECT_EQ(nearest(Rational(0)), 0.0);
  EXPECT_EQ(nearest(Rational(Integer(-3), Integer(4))), -0.75);
  EXPECT_EQ(nearest(Rational(shifted(Integer(1), 5000))), std::numeric_limits<double>::max());
  EXPECT_EQ(nearest(Rational(Integer(1), shifted(Integer(1), 5000))), 0.0);
  EXPECT_EQ(shifted(Integer(-5), -1), -3);
  EXPECT_EQ(floor_sqrt(Integer(99)), 9);
  const Interval<Real> third = enclosure(Rational(Integer(1), Integer(3)));
  EXPECT_TRUE(third.inf() < third.sup());
  EXPECT_TRUE((third * Interval<Real>(3)).contains(Real(1.0)));
}

}  // namespace
}  // namespace lemmata
