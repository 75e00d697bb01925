// Decimals against MPFR's strtofr, rounded once to 53 bits with the exponent range of binary64.
#include "verify/io/number.hpp"

#include "verify/io/message.hpp"

#include <gtest/gtest.h>
#include <mpfr.h>
#include <rapidcheck.h>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <string>

namespace lemmata::verify::io {
namespace {

/// The double nearest the decimal, by an independent reader; subnormals included.
double nearest(const std::string& text) {
  const mpfr_exp_t low = mpfr_get_emin();
  const mpfr_exp_t high = mpfr_get_emax();
  mpfr_set_emin(-1073);
  mpfr_set_emax(1024);
  mpfr_t x;
  mpfr_init2(x, 53);
  const int ternary = mpfr_strtofr(x, text.c_str(), nullptr, 10, MPFR_RNDN);
  mpfr_subnormalize(x, ternary, MPFR_RNDN);
  const double value = mpfr_get_d(x, MPFR_RNDN);
  mpfr_clear(x);
  mpfr_set_emin(low);
  mpfr_set_emax(high);
  return value;
}

void same_as_mpfr(const std::string& text) {
  const Number number = parse_number(text);
  const double expected = nearest(text);
  if (std::isinf(expected)) {
    ASSERT_EQ(number.issue, NumberIssue::overflow) << text;
  } else if (expected == 0 &&
             text.substr(0, text.find_first_of("eE")).find_first_of("123456789") != std::string::npos) {
    ASSERT_EQ(number.issue, NumberIssue::underflow) << text;
  } else {
    ASSERT_EQ(number.issue, NumberIssue::none) << text;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(number.value), std::bit_cast<std::uint64_t>(expected)) << text;
  }
}

TEST(Number, HardDecimals) {
  for (const char* text : {"0",
                           "-0",
                           "0.0",
                           "0e999999999",
                           "1",
                           "-1.5",
                           ".5",
                           "5.",
                           "1e22",
                           "1e23",
                           "9007199254740993",
                           "9007199254740991.5",
                           "2.2250738585072011e-308",
                           "2.2250738585072012e-308",
                           "4.9406564584124654e-324",
                           "2.4703282292062327e-324",
                           "2.4703282292062328e-324",
                           "2.47032822920623272088e-324",
                           "1.7976931348623157e308",
                           "1.7976931348623158e308",
                           "1.7976931348623159e308",
                           "179769313486231580793e288",
                           "1e309",
                           "-1e400",
                           "1e-400",
                           "1e99999999999999999999",
                           "1e-99999999999999999999",
                           "0.000000000000000000000000000000000000000000001e+45",
                           "8.988465674311579538646525953945123669e307",
                           "6631236846766476e-316",
                           "3237883913302901289588352197770512e-17"}) {
    same_as_mpfr(text);
  }
  same_as_mpfr("0." + std::string(400, '0') + "1e401");
  same_as_mpfr("0." + std::string(400, '0') + "1");
  same_as_mpfr(std::string(400, '9'));
  same_as_mpfr("1" + std::string(400, '0') + "e-400");
  // Exactly half way between two doubles, and a hair above: 800 digits decide.
  same_as_mpfr("1.00000000000000011102230246251565404236316680908203125");
  same_as_mpfr("1.00000000000000011102230246251565404236316680908203125" + std::string(700, '0') + "1");
  same_as_mpfr("1.00000000000000033306690738754696212708950042724609375");
}

TEST(Number, RandomDecimalsAreRoundedCorrectly) {
  constexpr int in_each_case = 50;
  EXPECT_TRUE(rc::check("parse_number = MPFR", [] {
    for (int k = 0; k < in_each_case; ++k) {
      const auto digits = *rc::gen::inRange(1, 40);
      std::string text = *rc::gen::arbitrary<bool>() ? "-" : "";
      const int point = *rc::gen::inRange(0, digits + 1);
      for (int d = 0; d < digits; ++d) {
        if (d == point) text += '.';
        text += static_cast<char>('0' + *rc::gen::inRange(0, 10));
      }
      text += "e" + std::to_string(*rc::gen::oneOf(rc::gen::inRange(-360, 340), rc::gen::inRange(-20, 20)));
      same_as_mpfr(text);
    }
    RC_ASSERT(!::testing::Test::HasFatalFailure());
  }));
}

TEST(Number, DecimalsBesideMidpointsAreRoundedCorrectly) {
  EXPECT_TRUE(rc::check("midpoints of neighbouring doubles", [] {
    const auto bits = *rc::gen::inRange<std::uint64_t>(1, 0x7fe0000000000000u);
    mpfr_t middle;
    mpfr_init2(middle, 64);
    mpfr_set_d(middle, std::bit_cast<double>(bits), MPFR_RNDN);
    mpfr_t next;
    mpfr_init2(next, 64);
    mpfr_set_d(next, std::bit_cast<double>(bits + 1), MPFR_RNDN);
    mpfr_add(middle, middle, next, MPFR_RNDN);
    mpfr_div_2ui(middle, middle, 1, MPFR_RNDN);
    std::array<char, 900> buffer{};
    const auto places = *rc::gen::element(17, 25, 60, 780);
    mpfr_snprintf(buffer.data(), buffer.size(), "%.*Re", places, middle);
    mpfr_clear(middle);
    mpfr_clear(next);
    same_as_mpfr(buffer.data());
    RC_ASSERT(!::testing::Test::HasFatalFailure());
  }));
}

TEST(Number, Forms) {
  for (const char* text : {"+1", " 1 ", "\t1.e3", "+.5", "1E+2", "-1e-2"}) {
    EXPECT_EQ(parse_number(text).issue, NumberIssue::none) << text;
  }
  for (const char* text :
       {"+-1",  "++1",   "-+1", "- 1", "+",  "-",        ".",   "e5",  "1e", "1e+",  "1.2.3", "1,5",
        "0x10", "1_000", "1f",  "1d5", "--", "\xc2\xbd", "1 2", "one", "NA", "null", "1e5.5", "-.e1"}) {
    EXPECT_EQ(parse_number(text).issue, NumberIssue::text) << text;
  }
  for (const char* text : {"nan", "NaN", "-nan", "NaN(7)", "inf", "+Inf", "-INFINITY", "1.#INF", "-1.#IND"}) {
    EXPECT_EQ(parse_number(text).issue, NumberIssue::not_finite) << text;
  }
  EXPECT_EQ(parse_number("").issue, NumberIssue::empty);
  EXPECT_EQ(parse_number(" \t ").issue, NumberIssue::empty);
}

TEST(Printable, AnyBytesBecomeOneShortLine) {
  EXPECT_EQ(printable("pl\xc3\xa4in"), "pl\xc3\xa4in");
  EXPECT_EQ(printable("a\tb\x1b[31m\xc2\x85\xe2\x80\xa8"), "a\\x09b\\x1b[31m\\xc2\\x85\\xe2\\x80\\xa8");
  EXPECT_EQ(printable("\xed\xa0\x80\xc0\xaf\xf5"), "\\xed\\xa0\\x80\\xc0\\xaf\\xf5");
  EXPECT_EQ(printable("abcdef", 3), "abc...");
}

TEST(Printable, TextIsUtf8WithoutNul) {
  using namespace std::string_view_literals;
  EXPECT_EQ(first_non_text("0123456789\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80 0123456789"sv), std::string_view::npos);
  EXPECT_EQ(first_non_text("01234567\0"sv), 8u);
  EXPECT_EQ(first_non_text("012345\xe9 67890123"sv), 6u);
  EXPECT_EQ(first_non_text("\xf4\x90\x80\x80"sv), 0u);
  EXPECT_EQ(first_non_text("abc\xe2\x82"sv), 3u);
  for (std::size_t at = 0; at < 40; ++at) {
    std::string text(40, 'x');
    text[at] = '\0';
    EXPECT_EQ(first_non_text(text), at);
    text[at] = '\x80';
    EXPECT_EQ(first_non_text(text), at);
  }
}

}  // namespace
}  // namespace lemmata::verify::io
