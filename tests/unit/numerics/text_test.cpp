/// \file
/// # Text: printed bounds are bounds, read numbers are enclosed

#include "numerics/scalar/text.hpp"

#include "numerics/scalar/elementary.hpp"
#include "tests/property/exact.hpp"

#include <gtest/gtest.h>

#include <array>
#include <clocale>
#include <cstdlib>
#include <random>

namespace lemmata {
namespace {

using test::Rational;
using test::rational;
using test::rational_from_decimal;

template <class T>
class TextOnRung : public testing::Test {};
using Rungs = testing::Types<double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>>;
TYPED_TEST_SUITE(TextOnRung, Rungs);

/// The printed decimals enclose x, are within one unit of the last digit, and reading them back gives intervals that
/// hold the decimals.
template <class T>
void expect_outward(const T& x, int digits) {
  const std::string down = decimal_down(x, digits);
  const std::string up = decimal_up(x, digits);
  const Rational low = rational_from_decimal(down);
  const Rational high = rational_from_decimal(up);
  const Rational value = rational(x);
  EXPECT_LE(low, value) << down;
  EXPECT_GE(high, value) << up;
  const Rational unit = pow(boost::multiprecision::mpz_int(10), static_cast<unsigned>(digits - 1));
  const Rational magnitude = abs(value);
  EXPECT_LE(Rational(high - low) * unit, magnitude * (digits == 1 ? 9 : 2)) << down << ' ' << up;
  const auto read = parse_enclosure<T>(down);
  ASSERT_TRUE(read);
  if (test::is_finite(read->inf()) && test::is_finite(read->sup())) {
    EXPECT_LE(rational(read->inf()), low);
    EXPECT_GE(rational(read->sup()), low);
  }
}

TYPED_TEST(TextOnRung, DecimalsAreOutward) {
  std::mt19937_64 engine(1);
  for (int k = 0; k < 400; ++k) {
    const double head = std::ldexp(static_cast<double>(engine() >> 11), static_cast<int>(engine() % 1900) - 1000);
    if (head == 0 || !test::is_finite(head)) continue;
    const auto third = Interval<TypeParam>(k % 2 == 0 ? head : -head) / Interval<TypeParam>(3);
    for (const int digits : {1, 2, 5, 17, 20, 40}) {
      expect_outward(third.inf(), digits);
      expect_outward(third.sup(), digits);
    }
  }
  for (const double x : {0x1p-1074, -0x1p-1074, 0x1p-1022, std::numeric_limits<double>::max(), -0x1.fffffffffffffp1023,
                         9.9999999999999999e22, 1e21, 1e-7, 0.1, 999999.999999}) {
    for (const int digits : {1, 3, 20, 800}) expect_outward(TypeParam(x), digits);
  }
}

TYPED_TEST(TextOnRung, ShortNumbersPrintAsThemselves) {
  const auto shown = [](double x) { return decimal_down(TypeParam(x)) + " " + decimal_up(TypeParam(x)); };
  EXPECT_EQ(shown(0), "0 0");
  EXPECT_EQ(shown(-0.0), "0 0");
  EXPECT_EQ(shown(0.5), "0.5 0.5");
  EXPECT_EQ(shown(-1234.25), "-1234.25 -1234.25");
  EXPECT_EQ(shown(1e20), "100000000000000000000 100000000000000000000");
  EXPECT_EQ(shown(1e21), "1e21 1e21");
  EXPECT_EQ(decimal_down(TypeParam(0.1), 3), "0.1");
  EXPECT_EQ(decimal_up(TypeParam(0.1), 3), "0.101");
  EXPECT_EQ(decimal_down(TypeParam(-0.1), 3), "-0.101");
  EXPECT_EQ(decimal_up(TypeParam(9.99), 2), "10");
}

TYPED_TEST(TextOnRung, HexadecimalIsTheOutwardDouble) {
  EXPECT_EQ(hexadecimal_down(TypeParam(0.1875)), "0x1.8p-3");
  EXPECT_EQ(hexadecimal_up(TypeParam(-2.0)), "-0x1p+1");
  EXPECT_EQ(hexadecimal_down(TypeParam(0.0)), "0x0p+0");
  std::mt19937_64 engine(2);
  for (int k = 0; k < 1000; ++k) {
    const double x = std::ldexp(static_cast<double>(engine() >> 11), static_cast<int>(engine() % 2100) - 1130);
    if (!test::is_finite(x)) continue;
    const auto exactly = parse_exact(hexadecimal_down(TypeParam(x)));
    ASSERT_TRUE(exactly);
    EXPECT_EQ(*exactly, x);
    EXPECT_EQ(std::strtod(hexadecimal_up(TypeParam(-x)).c_str(), nullptr), -x);
    const auto third = Interval<TypeParam>(x) / Interval<TypeParam>(3);
    EXPECT_LE(rational(std::strtod(hexadecimal_down(third.inf()).c_str(), nullptr)), rational(third.inf()));
    EXPECT_GE(rational(std::strtod(hexadecimal_up(third.sup()).c_str(), nullptr)), rational(third.sup()));
  }
}

TYPED_TEST(TextOnRung, UnknownBoundsHaveNoText) {
  using I = Interval<TypeParam>;
  const BoundText whole = bound_text(I::whole());
  EXPECT_FALSE(whole.lower || whole.upper || whole.lower_hex || whole.upper_hex);
  const BoundText ray = bound_text(I(TypeParam(1.0), infinity<TypeParam>()));
  EXPECT_EQ(ray.lower, "1");
  EXPECT_EQ(ray.lower_hex, "0x1p+0");
  EXPECT_FALSE(ray.upper || ray.upper_hex);
  EXPECT_THROW((void)decimal_down(infinity<TypeParam>()), ContractViolation);
  EXPECT_THROW((void)hexadecimal_up(infinity<TypeParam>()), ContractViolation);
  EXPECT_THROW((void)decimal_down(TypeParam(1.0), 0), ContractViolation);
}

TYPED_TEST(TextOnRung, ReadsNumbersAndNothingElse) {
  for (const char* text : {"1", "-1", "+1", "1.", ".5", "1e5", "1E-5", "0x1p3", "-0x1.8P-3", "0x.8p+1", "007"}) {
    EXPECT_TRUE(parse_enclosure<TypeParam>(text)) << text;
  }
  for (const char* text : {"",   "-",  ".",   "e5",   "1e",    "1e+",   "inf", "nan",    "-inf", "0x",  "0xp3", "0x1p",
                           "1 ", " 1", "1,5", "1..2", "1e5.5", "@Inf@", "1@3", "0x1e5p", "--1",  "1_0", "12abc"}) {
    EXPECT_FALSE(parse_enclosure<TypeParam>(text)) << text;
  }
  const auto tenth = parse_enclosure<TypeParam>("0.1");
  ASSERT_TRUE(tenth);
  EXPECT_LT(rational(tenth->inf()), Rational(1, 10));
  EXPECT_GT(rational(tenth->sup()), Rational(1, 10));
  EXPECT_EQ(*parse_enclosure<TypeParam>("-0x1.8p-3"), Interval<TypeParam>(-0.1875));
  const auto huge = parse_enclosure<TypeParam>("1e99999999999999999999");
  ASSERT_TRUE(huge);
  EXPECT_FALSE(huge->is_bounded());
  const auto tiny = parse_enclosure<TypeParam>("-1e-99999999999999999999");
  ASSERT_TRUE(tiny);
  EXPECT_TRUE(tiny->inf() < TypeParam(0.0) && tiny->sup() == TypeParam(0.0));
}

TEST(Text, RealsBeyondDoubleHaveOneHexadecimalSide) {
  const BoundText text = bound_text(pow(Interval<Real>(10), 400));
  EXPECT_EQ(text.upper, "1.0000000000000000001e400");  // 10^400 needs 929 bits
  EXPECT_EQ(text.lower_hex, "0x1.fffffffffffffp+1023");
  EXPECT_FALSE(text.upper_hex);
}

TEST(Text, ExactReadingRefusesWhatIsNotADouble) {
  EXPECT_FALSE(parse_exact("0.1"));
  EXPECT_FALSE(parse_exact("0x1.00000000000001p0"));
  EXPECT_FALSE(parse_exact("0x1p-1075"));
  EXPECT_FALSE(parse_exact("0x1p1024"));
  EXPECT_EQ(*parse_exact("0.125"), 0.125);
  EXPECT_EQ(*parse_exact("0x1p-1074"), 0x1p-1074);
  EXPECT_EQ(*parse_exact("-0x1.fffffffffffffp1023"), -std::numeric_limits<double>::max());
}

TEST(Text, PiToManyDigits) {
  EXPECT_EQ(decimal_down(pi<Real>().inf(), 50), "3.1415926535897932384626433832795028841971693993751");
  EXPECT_EQ(decimal_up(pi<Real>().sup(), 50), "3.1415926535897932384626433832795028841971693993752");
}

}  // namespace
}  // namespace lemmata
