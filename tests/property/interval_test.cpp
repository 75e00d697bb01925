/// \file
/// # Interval<T>: inclusion, isotonicity, tightness, comparisons, against exact rationals

#include "numerics/scalar/interval.hpp"

#include "tests/property/draws.hpp"
#include "tests/property/exact.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>

namespace lemmata {
namespace {

using test::Rational;
using test::rational;

template <class T>
class IntervalProperty : public testing::Test {};
using Rungs = testing::Types<double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>>;
TYPED_TEST_SUITE(IntervalProperty, Rungs);

template <class T>
bool holds(const Interval<T>& set, const Rational& x) {
  return (!test::is_finite(set.inf()) || rational(set.inf()) <= x) &&
         (!test::is_finite(set.sup()) || x <= rational(set.sup()));
}

/// A bounded interval: a point, neighbours, around zero, or anything.
template <class T>
Interval<T> draw_interval() {
  const auto [a, b] = test::draw_pair<T>();
  const int shape = test::draw_integer(0, 3);
  if (shape == 0) return Interval<T>(a);
  if (shape == 1) {
    const T up = Rounding<T>::add_up(a, Rounding<T>::mul_up(a < T(0.0) ? T(-a) : a, T(0x1p-52)));
    return test::is_finite(up) ? Interval<T>(a, up) : Interval<T>(a);
  }
  return a < b ? Interval<T>(a, b) : Interval<T>(b, a);
}

/// Exact points of a bounded interval: the ends and a third of the way.
template <class T>
std::array<Rational, 3> points(const Interval<T>& x) {
  const Rational a = rational(x.inf());
  const Rational b = rational(x.sup());
  return {a, b, Rational((2 * a + b) / 3)};
}

Rational power(const Rational& x, unsigned n) {
  Rational r = 1;
  for (unsigned k = 0; k < n; ++k) r *= x;
  return r;
}

TYPED_TEST(IntervalProperty, OperationsEncloseAllPoints) {
  EXPECT_TRUE(test::property("inclusion", [] {
    const auto x = draw_interval<TypeParam>();
    const auto y = draw_interval<TypeParam>();
    const auto sum = x + y;
    const auto difference = x - y;
    const auto product = x * y;
    const auto quotient = x / y;
    test::require(quotient.is_whole() || !y.contains_zero(), "quotient.is_whole() || !y.contains_zero()");
    for (const Rational& s : points(x)) {
      test::require(holds(x, s), "holds(x, s)");
      test::require(holds(sqr(x), Rational(s * s)), "holds(sqr(x), Rational(s * s))");
      test::require(holds(abs(x), Rational(abs(s))), "holds(abs(x), Rational(abs(s)))");
      test::require(holds(Interval<TypeParam>(x.mid() - TypeParam(0.0)) + Interval<TypeParam>(-x.rad(), x.rad()), s),
                    "holds(Interval<TypeParam>(x.mid() - TypeParam(0.0)) + Interval<TypeParam>(-x.rad(), x.rad()), s)");
      test::require(x.contains(x.mid()), "x.contains(x.mid())");
      for (const Rational& t : points(y)) {
        test::require(holds(sum, Rational(s + t)), "holds(sum, Rational(s + t))");
        test::require(holds(difference, Rational(s - t)), "holds(difference, Rational(s - t))");
        test::require(holds(product, Rational(s * t)), "holds(product, Rational(s * t))");
        if (t != 0) test::require(holds(quotient, Rational(s / t)), "holds(quotient, Rational(s / t))");
        test::require(holds(hull(x, y), s) && holds(hull(x, y), t), "holds(hull(x, y), s) && holds(hull(x, y), t)");
        test::require(holds(min(x, y), std::min(s, t)) && holds(max(x, y), std::max(s, t)),
                      "holds(min(x, y), std::min(s, t)) && holds(max(x, y), std::max(s, t))");
      }
    }
  }));
}

TYPED_TEST(IntervalProperty, PowersAndRootsEncloseAllPoints) {
  EXPECT_TRUE(test::property("inclusion of powers", [] {
    const auto moderate = [] {
      return test::number<TypeParam>({test::draw_dyadic(-60, -45), test::draw_dyadic(-53, -53), 0});
    };
    const TypeParam a = moderate();
    const TypeParam b = moderate();
    const auto x = a < b ? Interval<TypeParam>(a, b) : Interval<TypeParam>(b, a);
    const int n = test::draw_integer(-9, 9);
    const auto raised = pow(x, n);
    for (const Rational& s : points(x)) {
      const Rational exact = power(s, static_cast<unsigned>(std::abs(n)));
      if (n < 0 && s == 0) continue;
      test::require(holds(raised, n < 0 ? Rational(1 / exact) : exact),
                    "holds(raised, n < 0 ? Rational(1 / exact) : exact)");
      const auto root = sqrt(x);
      if (s >= 0) {
        test::require(root.inf() >= TypeParam(0.0), "root.inf() >= TypeParam(0.0)");
        test::require(power(rational(root.inf()), 2) <= s && s <= power(rational(root.sup()), 2),
                      "power(rational(root.inf()), 2) <= s && s <= power(rational(root.sup()), 2)");
      }
    }
  }));
}

/// A smaller operand gives a subset.
TYPED_TEST(IntervalProperty, OperationsAreIsotone) {
  EXPECT_TRUE(test::property("isotonicity", [] {
    const auto x = draw_interval<TypeParam>();
    const auto y = draw_interval<TypeParam>();
    const auto wider = hull(x, draw_interval<TypeParam>());
    test::require((x + y).subset_of(wider + y), "(x + y).subset_of(wider + y)");
    test::require((y - x).subset_of(y - wider), "(y - x).subset_of(y - wider)");
    test::require((x / y).subset_of(wider / y), "(x / y).subset_of(wider / y)");
    test::require(sqr(x).subset_of(sqr(wider)), "sqr(x).subset_of(sqr(wider))");
    test::require(convert<double>(x).subset_of(convert<double>(wider)),
                  "convert<double>(x).subset_of(convert<double>(wider))");
    if constexpr (!std::same_as<TypeParam, DoubleDouble>) {
      test::require((x * y).subset_of(wider * y), "(x * y).subset_of(wider * y)");
      test::require((y / x).subset_of(y / wider), "(y / x).subset_of(y / wider)");
      if (x.sup() >= TypeParam(0.0)) test::require(sqrt(x).subset_of(sqrt(wider)), "sqrt(x).subset_of(sqrt(wider))");
    }
  }));
}

/// For double and Mp the ends are the bounds of the exact range: one step inward misses a corner.
template <class T>
bool tight(const Interval<T>& result, std::optional<Rational> least, std::optional<Rational> greatest) {
  if (!least || !greatest) return true;
  const auto beyond = [](const T& inward) { return test::is_finite(inward) ? rational(inward) : Rational(0); };
  // The neighbour of zero on an Mp rung has a billion bits as a rational; nothing here underflows there.
  const bool low =
      !std::same_as<T, double> && result.inf() == T(0.0) ? *least == 0 : *least < beyond(test::above(result.inf()));
  const bool high = !std::same_as<T, double> && result.sup() == T(0.0) ? *greatest == 0
                                                                       : beyond(test::below(result.sup())) < *greatest;
  return (low || !test::is_finite(test::above(result.inf()))) && (high || !test::is_finite(test::below(result.sup())));
}

template <class T>
void results_are_tight() {
  EXPECT_TRUE(test::property("tightness", [] {
    const auto x = draw_interval<T>();
    const auto y = draw_interval<T>();
    const std::array<Rational, 2> s{rational(x.inf()), rational(x.sup())};
    const std::array<Rational, 2> t{rational(y.inf()), rational(y.sup())};
    const std::array<Rational, 4> products{s[0] * t[0], s[0] * t[1], s[1] * t[0], s[1] * t[1]};
    const auto [least, greatest] = std::minmax_element(products.begin(), products.end());
    test::require(tight(x * y, *least, *greatest), "tight(x * y, *least, *greatest)");
    test::require(tight(x + y, Rational(s[0] + t[0]), Rational(s[1] + t[1])),
                  "tight(x + y, Rational(s[0] + t[0]), Rational(s[1] + t[1]))");
    test::require(tight(x - y, Rational(s[0] - t[1]), Rational(s[1] - t[0])),
                  "tight(x - y, Rational(s[0] - t[1]), Rational(s[1] - t[0]))");
    if (!y.contains_zero()) {
      const std::array<Rational, 4> quotients{s[0] / t[0], s[0] / t[1], s[1] / t[0], s[1] / t[1]};
      const auto [low, high] = std::minmax_element(quotients.begin(), quotients.end());
      test::require(tight(x / y, *low, *high), "tight(x / y, *low, *high)");
    }
  }));
}
TEST(IntervalTightness, OfDouble) { results_are_tight<double>(); }
TEST(IntervalTightness, OfMp) { results_are_tight<Mp<50>>(); }

TYPED_TEST(IntervalProperty, ComparisonsNeverContradictAPoint) {
  EXPECT_TRUE(test::property("comparisons", [] {
    const auto x = draw_interval<TypeParam>();
    const auto y = draw_interval<TypeParam>();
    for (const Rational& s : points(x)) {
      for (const Rational& t : points(y)) {
        test::require(less(x, y) != Truth::yes || s < t, "less(x, y) != Truth::yes || s < t");
        test::require(less(x, y) != Truth::no || !(s < t), "less(x, y) != Truth::no || !(s < t)");
        test::require(less_equal(x, y) != Truth::yes || s <= t, "less_equal(x, y) != Truth::yes || s <= t");
        test::require(less_equal(x, y) != Truth::no || !(s <= t), "less_equal(x, y) != Truth::no || !(s <= t)");
        test::require(equal(x, y) != Truth::yes || s == t, "equal(x, y) != Truth::yes || s == t");
        test::require(equal(x, y) != Truth::no || s != t, "equal(x, y) != Truth::no || s != t");
      }
      test::require(positive(x) != Truth::yes || s > 0, "positive(x) != Truth::yes || s > 0");
      test::require(positive(x) != Truth::no || s <= 0, "positive(x) != Truth::no || s <= 0");
      test::require(negative(x) != Truth::yes || s < 0, "negative(x) != Truth::yes || s < 0");
      test::require(zero(x) != Truth::yes || s == 0, "zero(x) != Truth::yes || s == 0");
      test::require(zero(x) != Truth::no || s != 0, "zero(x) != Truth::no || s != 0");
    }
    if (x.sup() < y.inf()) test::require(less(x, y) == Truth::yes, "less(x, y) == Truth::yes");
  }));
}

/// Unbounded operands: every finite point of them still lies in the result.
TYPED_TEST(IntervalProperty, UnboundedOperandsKeepTheirPoints) {
  EXPECT_TRUE(test::property("rays", [] {
    const auto x = draw_interval<TypeParam>();
    const auto y = draw_interval<TypeParam>();
    const TypeParam most = infinity<TypeParam>();
    const std::array<Interval<TypeParam>, 3> rays{Interval<TypeParam>(x.inf(), most),
                                                  Interval<TypeParam>(-most, x.sup()), Interval<TypeParam>::whole()};
    for (const auto& ray : rays) {
      for (const Rational& s : points(x)) {
        for (const Rational& t : points(y)) {
          test::require(holds(ray + y, Rational(s + t)) && holds(y - ray, Rational(t - s)),
                        "holds(ray + y, Rational(s + t)) && holds(y - ray, Rational(t - s))");
          test::require(holds(ray * y, Rational(s * t)) && holds(y * ray, Rational(s * t)),
                        "holds(ray * y, Rational(s * t)) && holds(y * ray, Rational(s * t))");
          test::require(holds(ray * ray, Rational(s * s)) && holds(sqr(ray), Rational(s * s)),
                        "holds(ray * ray, Rational(s * s)) && holds(sqr(ray), Rational(s * s))");
          if (t != 0) test::require(holds(ray / y, Rational(s / t)), "holds(ray / y, Rational(s / t))");
          if (s != 0) test::require(holds(y / ray, Rational(t / s)), "holds(y / ray, Rational(t / s))");
          if (s != 0) test::require(holds(pow(ray, -1), Rational(1 / s)), "holds(pow(ray, -1), Rational(1 / s))");
          test::require(holds(pow(ray, 3), Rational(s * s * s)), "holds(pow(ray, 3), Rational(s * s * s))");
        }
      }
    }
  }));
}

}  // namespace
}  // namespace lemmata
