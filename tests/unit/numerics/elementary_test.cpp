/// \file
/// # Elementary functions: published constants, domains, extrema between the ends, all four quadrants

#include "numerics/scalar/elementary.hpp"

#include "numerics/scalar/text.hpp"
#include "tests/property/exact.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace lemmata {
namespace {

using test::Rational;
using test::rational;
using test::rational_from_decimal;

constexpr double inf = std::numeric_limits<double>::infinity();

template <class T>
class ElementaryOnRung : public testing::Test {};
using Rungs = testing::Types<double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>>;
TYPED_TEST_SUITE(ElementaryOnRung, Rungs);

template <class T>
Interval<T> box(double a, double b) {
  return Interval<T>(T(a), T(b));
}

/// x encloses the number whose first 45 decimals are `digits`, and is as narrow as rung T promises.
template <class T>
void expect_constant(const Interval<T>& x, const std::string& digits) {
  const Rational value = rational_from_decimal(digits);
  const Rational slack = rational_from_decimal("1e-44");
  EXPECT_LE(rational(x.inf()), value + slack) << digits;
  EXPECT_GE(rational(x.sup()), value - slack) << digits;
  const Rational width = rational(x.sup()) - rational(x.inf());
  EXPECT_LE(width, abs(value) * rational(std::same_as<T, double> ? 0x1p-51 : 0x1p-102));
  EXPECT_GT(width, 0);
}

/// Constants of the OEIS: e A001113, log 2 A002162, sin 1 A049469, cos 1 A049470, erf 1 A099286, tanh 1 A073744, pi
/// A000796; the angles are rational multiples of pi.
TYPED_TEST(ElementaryOnRung, PublishedConstants) {
  using I = Interval<TypeParam>;
  const I one(1);
  expect_constant(exp(one), "2.718281828459045235360287471352662497757247093");
  expect_constant(expm1(one), "1.718281828459045235360287471352662497757247093");
  expect_constant(log(I(2)), "0.693147180559945309417232121458176568075500134");
  expect_constant(log1p(one), "0.693147180559945309417232121458176568075500134");
  expect_constant(sin(one), "0.841470984807896506652502321630298999622563060");
  expect_constant(cos(one), "0.540302305868139717400936607442976603732310420");
  expect_constant(erf(one), "0.842700792949714869341220635082609259296066997");
  expect_constant(tanh(one), "0.761594155955764888119458282604793590412768597");
  expect_constant(pi<TypeParam>(), "3.141592653589793238462643383279502884197169399");
  expect_constant(acos(I(-1)), "3.141592653589793238462643383279502884197169399");
  expect_constant(asin(I(0.5)), "0.523598775598298873077107230546583814032861566");
  expect_constant(atan(one), "0.785398163397448309615660845819875721049292349");
  expect_constant(atan2(I(1), I(-1)), "2.356194490192344928846982537459627163147877049");
  expect_constant(atan2(I(-1), I(-1)), "-2.356194490192344928846982537459627163147877049");
}

TYPED_TEST(ElementaryOnRung, ExactValuesArePoints) {
  using I = Interval<TypeParam>;
  EXPECT_EQ(exp(I(0)), I(1));
  EXPECT_EQ(log(I(1)), I(0));
  EXPECT_EQ(sin(I(0)), I(0));
  EXPECT_EQ(cos(I(0)), I(1));
  EXPECT_EQ(acos(I(1)), I(0));
  EXPECT_EQ(asin(I(0)), I(0));
  EXPECT_EQ(tanh(I(0)), I(0));
  EXPECT_EQ(erf(I(0)), I(0));
  EXPECT_EQ(atan2(I(0), I(1)), I(0));
  EXPECT_EQ(atan2(I(-0.0), I(1)), I(0));
}

TYPED_TEST(ElementaryOnRung, DomainsAreRespected) {
  using I = Interval<TypeParam>;
  EXPECT_TRUE(log(I(0)).is_whole());
  EXPECT_TRUE(log(I(-1)).is_whole());
  EXPECT_EQ((log(box<TypeParam>(-1, 1))), (box<TypeParam>(-inf, 0)));
  EXPECT_EQ((log(box<TypeParam>(0, 1))), (box<TypeParam>(-inf, 0)));
  EXPECT_TRUE(log1p(I(-1)).is_whole());
  EXPECT_EQ((log1p(box<TypeParam>(-1, 0))), (box<TypeParam>(-inf, 0)));
  EXPECT_TRUE(acos(I(1.5)).is_whole());
  EXPECT_TRUE(asin(I(-1.5)).is_whole());
  EXPECT_EQ((acos(box<TypeParam>(1, 2))), I(0));
  EXPECT_EQ((acos(box<TypeParam>(-2, 2)).inf()), TypeParam(0.0));
  EXPECT_EQ((acos(box<TypeParam>(-2, 2)).sup()), pi<TypeParam>().sup());
  EXPECT_TRUE((asin(box<TypeParam>(-3, 3)).contains(TypeParam(1.57))));
}

TYPED_TEST(ElementaryOnRung, UnboundedArguments) {
  using I = Interval<TypeParam>;
  EXPECT_EQ(exp(I::whole()), (box<TypeParam>(0, inf)));
  EXPECT_EQ(tanh(I::whole()), (box<TypeParam>(-1, 1)));
  EXPECT_EQ(erf(I::whole()), (box<TypeParam>(-1, 1)));
  EXPECT_EQ(sin(I::whole()), (box<TypeParam>(-1, 1)));
  EXPECT_EQ(cos(box<TypeParam>(0, inf)), (box<TypeParam>(-1, 1)));
  EXPECT_EQ(log(box<TypeParam>(1, inf)), (box<TypeParam>(0, inf)));
  EXPECT_EQ(atan(I::whole()).sup(), (pi<TypeParam>() * I(0.5)).sup());
  EXPECT_EQ(atan(I::whole()), -atan(I::whole()));
}

TYPED_TEST(ElementaryOnRung, SaturationStaysOutward) {
  using I = Interval<TypeParam>;
  EXPECT_TRUE(tanh(I(400)).inf() < TypeParam(1.0) && tanh(I(400)).sup() == TypeParam(1.0));
  EXPECT_TRUE(erf(I(-200)).sup() > TypeParam(-1.0) && erf(I(-200)).inf() == TypeParam(-1.0));
  EXPECT_TRUE(exp(I(-1e6)).inf() >= TypeParam(0.0) && exp(I(-1e6)).sup() > TypeParam(0.0));
  EXPECT_TRUE(exp(I(1e6)).inf() < infinity<TypeParam>());
  EXPECT_TRUE(exp(I(0x1p-1074)).sup() > TypeParam(1.0) && exp(I(0x1p-1074)).inf() == TypeParam(1.0));
  EXPECT_TRUE(cos(I(0x1p-600)).inf() < TypeParam(1.0) && cos(I(0x1p-600)).sup() == TypeParam(1.0));
}

TYPED_TEST(ElementaryOnRung, SineAndCosineFindTheExtremaBetween) {
  using I = Interval<TypeParam>;
  const TypeParam one(1.0);
  EXPECT_EQ(cos(box<TypeParam>(-1, 2)).sup(), one);
  EXPECT_TRUE(cos(box<TypeParam>(-1, 2)).inf() > -one);
  EXPECT_EQ(cos(box<TypeParam>(3, 4)).inf(), -one);
  EXPECT_TRUE(cos(box<TypeParam>(3, 4)).sup() < one);
  EXPECT_EQ(cos(box<TypeParam>(3, 7)), I(-one, one));
  EXPECT_EQ(sin(box<TypeParam>(1, 2)).sup(), one);
  EXPECT_EQ(sin(box<TypeParam>(4, 5)).inf(), -one);
  EXPECT_EQ(sin(box<TypeParam>(-2, 2)), I(-one, one));
  EXPECT_TRUE(sin(box<TypeParam>(2, 4)).sup() < one && sin(box<TypeParam>(2, 4)).inf() > -one);
  EXPECT_TRUE(cos(box<TypeParam>(0.5, 3)).sup() < one && cos(box<TypeParam>(0.5, 3)).inf() > -one);
  EXPECT_EQ(cos(pi<TypeParam>()).inf(), -one);
  const I far = sin(I(0x1p1000));
  EXPECT_TRUE(far.inf() > -one && far.sup() < one && far.width() < TypeParam(0x1p-50));
  std::mt19937_64 engine(3);
  std::uniform_real_distribution<double> where(-40, 40);
  std::uniform_real_distribution<double> length(0, 7);
  for (int k = 0; k < 300; ++k) {
    const double a = where(engine);
    const double b = a + length(engine);
    for (int i = 0; i <= 8; ++i) {
      const I point(std::fmin(a + (b - a) * i / 8, b));
      EXPECT_TRUE(sin(point).subset_of(sin(box<TypeParam>(a, b))));
      EXPECT_TRUE(cos(point).subset_of(cos(box<TypeParam>(a, b))));
    }
    EXPECT_FALSE(less(sqr(sin(I(a))) + sqr(cos(I(a))), I(1)) == Truth::yes);
  }
}

TYPED_TEST(ElementaryOnRung, AnglesOfBoxes) {
  using I = Interval<TypeParam>;
  const std::array<double, 5> ends{-2, -1, 0, 1, 3};
  for (const double x0 : ends) {
    for (const double x1 : ends) {
      for (const double y0 : ends) {
        for (const double y1 : ends) {
          if (x0 > x1 || y0 > y1) continue;
          const I angle = atan2(box<TypeParam>(y0, y1), box<TypeParam>(x0, x1));
          for (const double s : {x0, (x0 + x1) / 2, x1}) {
            for (const double t : {y0, (y0 + y1) / 2, y1}) {
              if (s == 0 && t == 0) continue;
              EXPECT_TRUE(atan2(I(t), I(s)).subset_of(angle))
                  << s << ' ' << t << " in " << x0 << ' ' << x1 << ' ' << y0 << ' ' << y1;
            }
          }
          const bool crosses_cut = y0 < 0 && y1 >= 0 && x0 < 0;
          const bool origin = x0 <= 0 && x1 >= 0 && y0 <= 0 && y1 >= 0;
          EXPECT_TRUE(crosses_cut || origin || angle.width() < pi<TypeParam>().sup());
        }
      }
    }
  }
}

/// Points go to the double-precision library function, which must agree to a few steps: a gross error would show.
TEST(Elementary, AgreesWithTheMathLibraryRoughly) {
  const double rough = 1e-14;  // the library's functions are good to a few 1e-16
  const auto near = [rough](const Interval<double>& x, double y) {
    return std::fabs(x.inf() - y) <= rough * std::fabs(y) && std::fabs(x.sup() - y) <= rough * std::fabs(y);
  };
  std::mt19937_64 engine(4);
  std::uniform_real_distribution<double> unit(-1, 1);
  for (int k = 0; k < 1000; ++k) {
    const double x = unit(engine);
    const double y = unit(engine);
    EXPECT_TRUE(near(exp(Interval<double>(x)), std::exp(x)));
    EXPECT_TRUE(near(expm1(Interval<double>(x)), std::expm1(x)));
    EXPECT_TRUE(near(log1p(Interval<double>(x)), std::log1p(x)));
    EXPECT_TRUE(near(asin(Interval<double>(x)), std::asin(x)));
    EXPECT_TRUE(near(acos(Interval<double>(x)), std::acos(x)));
    EXPECT_TRUE(near(atan2(Interval<double>(y), Interval<double>(x)), std::atan2(y, x)));
    EXPECT_TRUE(near(tanh(Interval<double>(x)), std::tanh(x)));
    EXPECT_TRUE(near(erf(Interval<double>(x)), std::erf(x)));
    EXPECT_TRUE(near(sin(Interval<double>(x)), std::sin(x)));
  }
}

}  // namespace
}  // namespace lemmata
