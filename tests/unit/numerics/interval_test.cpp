/// \file
/// # Interval<T> on every rung: special values, unbounded endpoints, Truth

#include "numerics/scalar/interval.hpp"

#include "numerics/scalar/double_double.hpp"
#include "numerics/scalar/floating.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace lemmata {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

template <class T>
class IntervalOnRung : public testing::Test {};
using Rungs = testing::Types<double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>>;
TYPED_TEST_SUITE(IntervalOnRung, Rungs);

template <class T>
Interval<T> box(double a, double b) {
  return Interval<T>(T(a), T(b));
}

TYPED_TEST(IntervalOnRung, MeetsTheConcept) { static_assert(Scalar<TypeParam>); }

TYPED_TEST(IntervalOnRung, DefaultIsZero) {
  EXPECT_EQ(Interval<TypeParam>(), box<TypeParam>(0, 0));
  EXPECT_TRUE(certainly(zero(Interval<TypeParam>())));
}

TYPED_TEST(IntervalOnRung, ExactArithmeticStaysAPoint) {
  using I = Interval<TypeParam>;
  EXPECT_EQ(I(3) + I(0.25), I(3.25));
  EXPECT_EQ(I(3) - I(0.25), I(2.75));
  EXPECT_EQ(I(3) * I(0.25), I(0.75));
  EXPECT_EQ(I(3) / I(4), I(0.75));
  EXPECT_EQ(sqrt(I(2.25)), I(1.5));
  EXPECT_EQ(pow(I(-3), 3), I(-27));
  EXPECT_EQ(pow(I(2), -3), I(0.125));
  EXPECT_EQ(pow(I(2), 0), I(1));
}

TYPED_TEST(IntervalOnRung, OneThirdIsEnclosedStrictly) {
  using I = Interval<TypeParam>;
  const I third = I(1) / I(3);
  EXPECT_TRUE(third.inf() < third.sup());
  EXPECT_EQ(less(third * I(3), I(1)), Truth::unknown);
  EXPECT_TRUE((third * I(3)).contains(TypeParam(1.0)));
}

TYPED_TEST(IntervalOnRung, SignsOfProducts) {
  const std::array<std::pair<double, double>, 6> ends{{{1, 2}, {-2, -1}, {-1, 3}, {0, 2}, {-2, 0}, {0, 0}}};
  for (const auto& [a, b] : ends) {
    for (const auto& [c, d] : ends) {
      const std::array<double, 4> corners{a * c, a * d, b * c, b * d};
      const auto [least, most] = std::minmax_element(corners.begin(), corners.end());
      EXPECT_EQ((box<TypeParam>(a, b) * box<TypeParam>(c, d)), (box<TypeParam>(*least, *most)));
    }
  }
}

TYPED_TEST(IntervalOnRung, Quotients) {
  using I = Interval<TypeParam>;
  EXPECT_EQ((box<TypeParam>(1, 2) / box<TypeParam>(2, 4)), (box<TypeParam>(0.25, 1)));
  EXPECT_EQ((box<TypeParam>(-1, 2) / box<TypeParam>(2, 4)), (box<TypeParam>(-0.5, 1)));
  EXPECT_EQ((box<TypeParam>(-2, -1) / box<TypeParam>(2, 4)), (box<TypeParam>(-1, -0.25)));
  EXPECT_EQ((box<TypeParam>(1, 2) / box<TypeParam>(-4, -2)), (box<TypeParam>(-1, -0.25)));
  EXPECT_EQ((box<TypeParam>(1, 2) / box<TypeParam>(2, inf)), (box<TypeParam>(0, 1)));
  EXPECT_TRUE((I(1) / box<TypeParam>(0, 1)).is_whole());
  EXPECT_TRUE((I(1) / I(0)).is_whole());
  EXPECT_TRUE((I(1) / box<TypeParam>(-1, 1)).is_whole());
}

TYPED_TEST(IntervalOnRung, NanAndEmptyBecomeTheWholeLine) {
  using I = Interval<TypeParam>;
  EXPECT_TRUE(I(nan).is_whole());
  EXPECT_TRUE((box<TypeParam>(nan, 1)).is_whole());
  EXPECT_TRUE((box<TypeParam>(1, nan)).is_whole());
  EXPECT_TRUE(I(inf).is_whole());
  EXPECT_TRUE(I(-inf).is_whole());
  EXPECT_THROW((box<TypeParam>(2, 1)), ContractViolation);
  EXPECT_TRUE(sqrt(I(-1)).is_whole());
}

TYPED_TEST(IntervalOnRung, UnboundedEndpoints) {
  using I = Interval<TypeParam>;
  const I ray = box<TypeParam>(1, inf);
  EXPECT_EQ(ray + I(1), (box<TypeParam>(2, inf)));
  EXPECT_TRUE((ray - ray).is_whole());
  EXPECT_EQ(I(0) * ray, I(0));
  EXPECT_EQ(I(0) * I::whole(), I(0));
  EXPECT_EQ(ray * ray, ray);
  EXPECT_EQ(sqr(I::whole()), (box<TypeParam>(0, inf)));
  EXPECT_TRUE(ray.mid() < TypeParam(inf));
  EXPECT_EQ(I::whole().mid(), TypeParam(0.0));
  EXPECT_EQ(ray.rad(), TypeParam(inf));
  EXPECT_FALSE(ray.is_bounded());
}

TYPED_TEST(IntervalOnRung, SquareAndPowersAreTight) {
  EXPECT_EQ(sqr(box<TypeParam>(-1, 2)), (box<TypeParam>(0, 4)));
  EXPECT_EQ(pow(box<TypeParam>(-1, 2), 2), (box<TypeParam>(0, 4)));
  EXPECT_EQ(pow(box<TypeParam>(-1, 2), 3), (box<TypeParam>(-1, 8)));
  EXPECT_EQ(pow(box<TypeParam>(-2, -1), 3), (box<TypeParam>(-8, -1)));
  EXPECT_EQ(pow(box<TypeParam>(-2, -1), -2), (box<TypeParam>(0.25, 1)));
  EXPECT_TRUE(pow(box<TypeParam>(-1, 2), -1).is_whole());
}

TYPED_TEST(IntervalOnRung, SetOperations) {
  const auto a = box<TypeParam>(-1, 2);
  const auto b = box<TypeParam>(1, 5);
  EXPECT_EQ(hull(a, b), (box<TypeParam>(-1, 5)));
  EXPECT_EQ(intersect(a, b), (box<TypeParam>(1, 2)));
  EXPECT_EQ(min(a, b), (box<TypeParam>(-1, 2)));
  EXPECT_EQ(max(a, b), (box<TypeParam>(1, 5)));
  EXPECT_EQ(abs(a), (box<TypeParam>(0, 2)));
  EXPECT_EQ(a.mag(), TypeParam(2.0));
  EXPECT_EQ(b.mig(), TypeParam(1.0));
  EXPECT_TRUE(a.subset_of(hull(a, b)));
  EXPECT_THROW((void)intersect(a, box<TypeParam>(3, 4)), ContractViolation);
}

TYPED_TEST(IntervalOnRung, ComparisonsAreThreeValued) {
  const auto a = box<TypeParam>(0, 1);
  const auto b = box<TypeParam>(1, 2);
  const auto c = box<TypeParam>(2, 3);
  EXPECT_EQ(less(a, c), Truth::yes);
  EXPECT_EQ(less(a, b), Truth::unknown);
  EXPECT_EQ(less(b, a), Truth::no);
  EXPECT_EQ(less_equal(a, b), Truth::yes);
  EXPECT_EQ(less_equal(b, a), Truth::unknown);
  EXPECT_EQ(less_equal(c, a), Truth::no);
  EXPECT_EQ(positive(a), Truth::unknown);
  EXPECT_EQ(positive(b), Truth::yes);
  EXPECT_EQ(negative(a), Truth::no);
  EXPECT_EQ(zero(a), Truth::unknown);
  EXPECT_EQ(zero(b), Truth::no);
  EXPECT_EQ(positive(Interval<TypeParam>::whole()), Truth::unknown);
  EXPECT_EQ(equal(a, a), Truth::unknown);
}

TYPED_TEST(IntervalOnRung, MidAndRadCover) {
  using I = Interval<TypeParam>;
  const double most = std::numeric_limits<double>::max();
  for (const auto& x : {box<TypeParam>(1, 2), box<TypeParam>(-most, most), box<TypeParam>(most / 2, most),
                        box<TypeParam>(0, 5e-324), box<TypeParam>(-5e-324, 5e-324)}) {
    EXPECT_TRUE(x.contains(x.mid()));
    EXPECT_TRUE(x.subset_of(I(x.mid()) + I(-x.rad(), x.rad())));
  }
}

TEST(Truth, TablesOfKleene) {
  const std::array<Truth, 3> all{Truth::no, Truth::unknown, Truth::yes};
  for (const Truth a : all) {
    for (const Truth b : all) {
      EXPECT_EQ(a && b, std::min(a, b));
      EXPECT_EQ(a || b, std::max(a, b));
      EXPECT_EQ(!(a && b), !a || !b);
    }
  }
}

TEST(Convert, OutwardBetweenRungs) {
  const Interval<Mp<100>> third = Interval<Mp<100>>(1) / Interval<Mp<100>>(3);
  const auto narrow = convert<double>(third);
  EXPECT_EQ(narrow.sup(), next_up(narrow.inf()));
  EXPECT_TRUE(third.subset_of(convert<Mp<100>>(narrow)));
  const auto middle = convert<DoubleDouble>(third);
  EXPECT_TRUE(third.subset_of(convert<Mp<100>>(middle)));
  EXPECT_TRUE(convert<double>(middle).subset_of(narrow));
  EXPECT_TRUE(convert<Mp<50>>(third).inf() < convert<Mp<50>>(third).sup());
  EXPECT_EQ(convert<Real>(Interval<double>(0.1)).inf(), Real(0.1));
  EXPECT_EQ(convert<double>(Interval<Real>(pow(Interval<Real>(2), 2000))).inf(), std::numeric_limits<double>::max());
  EXPECT_EQ(convert<double>(Interval<Real>(pow(Interval<Real>(2), 2000))).sup(), inf);
  EXPECT_EQ(convert<DoubleDouble>(pow(Interval<Real>(2), -2000)), Interval<DoubleDouble>(0.0, 5e-324));
}

}  // namespace
}  // namespace lemmata
