/// \file
/// # Rounding<T>: axioms on special and random values, infinite operands, directed overflow, conversions

#include "tests/property/rounding_axioms.hpp"

#include <gtest/gtest.h>

namespace lemmata {
namespace {

using test::Rational;
using test::rational;

constexpr double inf = std::numeric_limits<double>::infinity();

template <class T>
class RoundingOf : public testing::Test {};
using Rungs = testing::Types<double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>>;
TYPED_TEST_SUITE(RoundingOf, Rungs);

TYPED_TEST(RoundingOf, HoldsOnAllPairsOfSpecialValues) {
  const auto values = test::special_values<TypeParam>();
  for (const TypeParam& a : values) {
    ASSERT_TRUE(test::admissible_root(a));
    for (const TypeParam& b : values) ASSERT_TRUE(test::admissible_operations(a, b));
  }
}

TYPED_TEST(RoundingOf, HoldsOnRandomDyadics) {
  EXPECT_TRUE(test::property("directed results enclose and are tight", [] {
    const auto [a, b] = test::draw_pair<TypeParam>();
    const auto outcome = test::admissible_operations<TypeParam>(a, b);
    test::require(bool(outcome), outcome.message());
    const auto root = test::admissible_root<TypeParam>(a < TypeParam(0.0) ? TypeParam(-a) : a);
    test::require(bool(root), root.message());
  }));
}

/// Products, quotients and squares that are exact, or miss a number of the rung by the least possible.
TYPED_TEST(RoundingOf, HoldsNextToExactResults) {
  EXPECT_TRUE(test::property("neighbours of exact results", [] {
    const auto [a, b] = test::draw_pair<TypeParam>();
    using R = Rounding<TypeParam>;
    const TypeParam product = R::mul_down(a, b);
    const TypeParam square = R::mul_up(a, a);
    if (!test::is_finite(product) || !test::is_finite(square)) return;
    const auto back = test::admissible_operations<TypeParam>(product, b);
    test::require(bool(back), back.message());
    const auto cancel = test::admissible_operations<TypeParam>(R::add_up(a, b), a);
    if (test::is_finite(R::add_up(a, b))) test::require(bool(cancel), cancel.message());
    const auto root = test::admissible_root<TypeParam>(square);
    test::require(bool(root), root.message());
  }));
}

TYPED_TEST(RoundingOf, TreatsInfiniteOperandsAsExact) {
  using R = Rounding<TypeParam>;
  using T = TypeParam;
  const T up(inf);
  const T down(-inf);
  for (const double x : {1.0, -1.0, 0.0, 0x1p-1074, std::numeric_limits<double>::max()}) {
    const T a(x);
    EXPECT_EQ(R::add_down(a, up), up);
    EXPECT_EQ(R::add_up(a, up), up);
    EXPECT_EQ(R::add_down(down, a), down);
    EXPECT_EQ(R::sub_up(a, up), down);
    EXPECT_EQ(R::div_down(a, up), T(0.0));
    EXPECT_EQ(R::div_up(a, down), T(0.0));
    if (x != 0) {
      EXPECT_EQ(R::mul_down(a, up), x > 0 ? up : down);
      EXPECT_EQ(R::mul_up(a, up), x > 0 ? up : down);
      EXPECT_EQ(R::div_up(up, a), x > 0 ? up : down);
    }
  }
  const auto undefined = [](const T& x) { return !(x == x); };
  EXPECT_TRUE(undefined(R::add_down(up, down)) && undefined(R::add_up(up, down)));
  EXPECT_TRUE(undefined(R::sub_down(up, up)) && undefined(R::sub_up(up, up)));
  EXPECT_TRUE(undefined(R::mul_down(T(0.0), up)) && undefined(R::mul_up(down, T(0.0))));
  EXPECT_TRUE(undefined(R::div_down(up, up)) && undefined(R::div_up(down, up)));
  EXPECT_TRUE(undefined(R::div_down(T(0.0), T(0.0))) && undefined(R::div_up(up, T(-0.0))));
  EXPECT_EQ(R::sqrt_up(up), up);
}

TYPED_TEST(RoundingOf, LetsNanThrough) {
  using R = Rounding<TypeParam>;
  using T = TypeParam;
  const T nan(std::numeric_limits<double>::quiet_NaN());
  const T one(1.0);
  for (const T& x :
       {R::add_down(nan, one), R::add_up(one, nan), R::sub_down(nan, one), R::mul_up(nan, one), R::mul_down(one, nan),
        R::div_down(nan, one), R::div_up(one, nan), R::sqrt_down(nan), R::sqrt_up(nan)}) {
    EXPECT_FALSE(x == x);
  }
}

template <class T>
class DirectedOverflow : public testing::Test {};
using MpRungs = testing::Types<Mp<50>, Mp<100>, Mp<200>>;
TYPED_TEST_SUITE(DirectedOverflow, MpRungs);

TYPED_TEST(DirectedOverflow, IsOnlyOutward) {
  using R = Rounding<TypeParam>;
  TypeParam most(inf);
  mpfr_nextbelow(most.backend().data());
  TypeParam least(0.0);
  mpfr_nextabove(least.backend().data());
  EXPECT_EQ(R::add_down(most, most), most);
  EXPECT_EQ(R::add_up(most, most), TypeParam(inf));
  EXPECT_EQ(R::mul_down(most, most), most);
  EXPECT_EQ(R::mul_up(least, least), least);
  EXPECT_EQ(R::mul_down(least, least), TypeParam(0.0));
  EXPECT_EQ(R::mul_down(-least, least), -least);
  EXPECT_EQ(R::div_down(most, least), most);
  EXPECT_EQ(round_down<double>(least), 0.0);
  EXPECT_EQ(round_up<double>(least), 0x1p-1074);
  EXPECT_EQ(round_up<DoubleDouble>(least), DoubleDouble(0x1p-1074));
  EXPECT_EQ(round_down<double>(most), std::numeric_limits<double>::max());
  EXPECT_EQ(round_up<DoubleDouble>(most), DoubleDouble(inf));
}

TEST(RoundingOfDoubleDouble, ScalesByPowersOfTwoExactly) {
  EXPECT_TRUE(test::property("powers of two", [] {
    const DoubleDouble x = test::number<DoubleDouble>({test::draw_dyadic(-100, 100), 0.75, test::draw_integer(0, 20)});
    const DoubleDouble power(std::ldexp(1, test::draw_integer(-100, 100)));
    using R = Rounding<DoubleDouble>;
    test::require(R::mul_down(x, power) == R::mul_up(x, power), "product");
    test::require(R::mul_down(power, x) == R::mul_up(power, x), "product");
    test::require(R::div_down(x, power) == R::div_up(x, power), "quotient");
    test::require(R::add_down(x, x) == R::add_up(x, x), "sum");
  }));
}

TEST(Cast, IsTightToDoubleAndOutwardEverywhere) {
  EXPECT_TRUE(test::property("conversions", [] {
    const auto [a, b] = test::draw_pair<Mp<200>>();
    const Rational x = rational(a);
    test::require(bool(test::admissible<double>(round_down<double>(a), round_up<double>(a), x, true, abs(x))),
                  "bool(test::admissible<double>(round_down<double>(a), round_up<double>(a), x, true, abs(x)))");
    test::require(bool(test::admissible<Mp<50>>(round_down<Mp<50>>(a), round_up<Mp<50>>(a), x, true, abs(x))),
                  "bool(test::admissible<Mp<50>>(round_down<Mp<50>>(a), round_up<Mp<50>>(a), x, true, abs(x)))");
    test::require(bool(test::admissible<Mp<100>>(round_down<Mp<100>>(a), round_up<Mp<100>>(a), x, true, abs(x))),
                  "bool(test::admissible<Mp<100>>(round_down<Mp<100>>(a), round_up<Mp<100>>(a), x, true, abs(x)))");
    test::require(bool(test::admissible<DoubleDouble>(round_down<DoubleDouble>(a), round_up<DoubleDouble>(a), x,
                                                      test::comfortable(x), abs(x))),
                  "bool(test::admissible<DoubleDouble>(round_down<DoubleDouble>(a), round_up<DoubleDouble>(a), x, "
                  "test::comfortable(x), abs(x)))");
    const auto [c, d] = test::draw_pair<DoubleDouble>();
    const Rational y = rational(c);
    test::require(bool(test::admissible<double>(round_down<double>(c), round_up<double>(c), y, true, abs(y))),
                  "bool(test::admissible<double>(round_down<double>(c), round_up<double>(c), y, true, abs(y)))");
    test::require(bool(test::admissible<Mp<50>>(round_down<Mp<50>>(c), round_up<Mp<50>>(c), y, true, abs(y))),
                  "bool(test::admissible<Mp<50>>(round_down<Mp<50>>(c), round_up<Mp<50>>(c), y, true, abs(y)))");
    test::require(bool(test::admissible<Mp<200>>(round_down<Mp<200>>(c), round_up<Mp<200>>(c), y, true, abs(y))),
                  "bool(test::admissible<Mp<200>>(round_down<Mp<200>>(c), round_up<Mp<200>>(c), y, true, abs(y)))");
  }));
}

TEST(Neighbours, StepThroughZeroAndStopAtInfinity) {
  EXPECT_EQ(next_up(0.0), 0x1p-1074);
  EXPECT_EQ(next_down(0.0), -0x1p-1074);
  EXPECT_EQ(next_up(-0.0), 0x1p-1074);
  EXPECT_EQ(next_up(-0x1p-1074), 0.0);
  EXPECT_EQ(next_up(inf), inf);
  EXPECT_EQ(next_down(-inf), -inf);
  EXPECT_EQ(next_down(inf), std::numeric_limits<double>::max());
  EXPECT_EQ(next_up(-inf), -std::numeric_limits<double>::max());
  EXPECT_NE(next_up(std::numeric_limits<double>::quiet_NaN()), next_up(std::numeric_limits<double>::quiet_NaN()));
  EXPECT_TRUE(test::property("next_up and next_down agree with nextafter", [] {
    const double x = test::draw_dyadic(-1130, 971);
    test::require(next_up(x) == std::nextafter(x, inf), "next_up(x) == std::nextafter(x, inf)");
    test::require(next_down(x) == std::nextafter(x, -inf), "next_down(x) == std::nextafter(x, -inf)");
  }));
}

TEST(ErrorFree, SumsAndProductsAreExact) {
  EXPECT_TRUE(test::property("two_sum and two_product", [] {
    const auto [a, b] = test::draw_doubles();
    const Sum s = two_sum(a, b);
    if (detail::finite(s.value))
      test::require(rational(s.value) + rational(s.error) == rational(a) + rational(b),
                    "rational(s.value) + rational(s.error) == rational(a) + rational(b)");
    const Sum p = two_product(a, b);
    if (detail::finite(p.value) && (p.value == 0 ? a == 0 || b == 0 : std::fabs(p.value) >= 0x1p-960)) {
      test::require(rational(p.value) + rational(p.error) == rational(a) * rational(b),
                    "rational(p.value) + rational(p.error) == rational(a) * rational(b)");
    }
  }));
}

}  // namespace
}  // namespace lemmata
