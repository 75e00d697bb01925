#include "numerics/margin/power_margin.hpp"
#include "tests/unit/numerics/margin_problems.hpp"

#include <gtest/gtest.h>

#include <random>

namespace lemmata {
namespace {

using testing::agrees;
using testing::decimal;
using testing::golden;
using testing::last_place;

TEST(margin_power, golden_values_lie_in_the_interval) {
  const Matrix<double> b(2, 3, {3, 1, 0, 1, 2, 1});
  const struct {
    const char* id;
    Rational p;
  } cases[] = {{"margin-B-l4_3", Rational(4, 3)},
               {"margin-B-l2", Rational(2)},
               {"margin-B-l3", Rational(3)},
               {"margin-B-l4", Rational(4)}};
  for (const auto& [id, p] : cases) {
    const std::string text = golden(id);
    ASSERT_FALSE(text.empty()) << id;
    const PowerMargin found = power_margin(b, p);
    ASSERT_EQ(found.separable, Truth::yes) << id;
    const Interval<Real> truth(enclosure(decimal(text) - last_place(text)).inf(),
                               enclosure(decimal(text) + last_place(text)).sup());
    EXPECT_TRUE(found.margin.inf() <= truth.sup() && truth.inf() <= found.margin.sup()) << id;
    EXPECT_LT(found.margin.width(), Real(1e-30)) << id;
  }
}

TEST(margin_power, golden_values_of_the_exact_norms) {
  const Matrix<double> a(2, 2, {2, 1, -1, 3});
  EXPECT_TRUE(agrees(max_margin(a), golden("margin-A-l2")));
  const Matrix<double> b(2, 3, {3, 1, 0, 1, 2, 1});
  EXPECT_TRUE(agrees(max_margin(b), golden("margin-B-l2")));
  EXPECT_TRUE(agrees(max_margin(b, MarginNorm::l1), golden("margin-B-l1")));
}

TEST(margin_power, two_is_l2_and_margins_grow_with_p) {
  std::mt19937_64 generator(9);
  std::normal_distribution<double> normal;
  for (int round = 0; round < 6; ++round) {
    Matrix<double> z(8, 4);
    for (std::size_t i = 0; i < 8; ++i) {
      for (std::size_t j = 0; j < 4; ++j) z(i, j) = normal(generator) + (j == 0 ? 3.0 : 0.0);
    }
    const MaxMargin l2 = max_margin(z);
    if (l2.separable != Truth::yes) {
      EXPECT_EQ(power_margin(z, Rational(3)).separable, l2.separable);
      continue;
    }
    const Interval<Real> two = power_margin(z, Rational(2)).margin;
    EXPECT_TRUE(two.inf() <= enclosure(l2).sup() && enclosure(l2).inf() <= two.sup());
    Real before = enclosure(max_margin(z, MarginNorm::l1)).inf();
    for (const Rational& p : {Rational(6, 5), Rational(3, 2), Rational(2), Rational(5), Rational(12)}) {
      const Interval<Real> margin = power_margin(z, p).margin;
      EXPECT_LE(before, margin.sup());
      before = margin.inf();
    }
    EXPECT_LE(before, enclosure(max_margin(z, MarginNorm::linf)).sup());
  }
}

}  // namespace
}  // namespace lemmata
