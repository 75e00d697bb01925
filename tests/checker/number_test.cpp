/// \file
/// # Integers, floats, decimals, SHA-256 of the checker
#include "verify/checker/number.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <random>
#include <string>

#include "verify/checker/dyadic.hpp"
#include "verify/checker/sha256.hpp"

namespace lemmata::checker {
namespace {

TEST(Number, Sha256OfKnownTexts) {  // FIPS 180-4 examples
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Number, ParsesIntegersOfAnyLength) {
  std::mt19937_64 random(1);
  for (const std::size_t length : {1u, 17u, 18u, 19u, 36u, 37u, 700u, 721u, 5000u}) {
    std::string digits = "7";
    while (digits.size() < length) digits += static_cast<char>('0' + random() % 10);
    EXPECT_EQ(parse_integer(digits)->str(), digits);
    EXPECT_EQ(parse_integer("-" + digits)->str(), "-" + digits);
  }
}

TEST(Number, HexadecimalFloatsAreExactOrRefused) {
  for (const double x :
       {0.0, -0.0, 1.0, -1.5, 0x1.fffffffffffffp+1023, 0x1p-1074, 0x1.8p-1060, 0x1.0000000000001p-1022, 3.14159}) {
    char text[64];
    std::snprintf(text, sizeof text, "%a", x);
    const std::optional<double> parsed = parse_hexadecimal(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, x);
    EXPECT_EQ(std::signbit(*parsed), std::signbit(x));
  }
  for (const std::string text :
       {"0x1p+1024", "0x1p-1075", "0x1.8p-1074", "inf", "nan", "1.5", "0x2p0", "0X1p0", "0x1.P0", "0x1.8", "0x1.8p",
        "0x1.p0", "0x1.00000000000001p0", "+0x1p0", "0x1p00000", "0x1p 0", ""}) {
    EXPECT_FALSE(parse_hexadecimal(text)) << text;
  }
}

TEST(Number, ExactIsExact) {
  for (const double x : {0.0, 1.0, -0.1, 0x1p-1074, 0x1.fffffffffffffp+1023, -3.5e10}) {
    const Dyadic d = exact(x);
    EXPECT_EQ(std::ldexp(static_cast<double>(d.numerator), static_cast<int>(d.exponent)), x);
  }
}

TEST(Number, WideAgreesWithBigIntegers) {
  std::mt19937_64 random(2);
  const auto draw = [&](unsigned size) {
    Integer x = 0;
    for (unsigned i = 0; i < 4; ++i) x = (x << 64) + random();
    x >>= 256 - size;
    return random() % 2 == 0 ? x : Integer(-x);
  };
  for (int trial = 0; trial < 2000; ++trial) {
    const unsigned size = 1 + static_cast<unsigned>(random() % 126);
    const Integer a = draw(size), b = draw(127 - size % 40), c = draw(250), d = draw(250);
    EXPECT_EQ(to_integer(to_int128(a)), a);
    EXPECT_EQ(to_integer(to_wide(c)), c);
    EXPECT_EQ(to_integer(product(to_int128(a), to_int128(b))), a * b);
    Wide sum = to_wide(c);
    sum += to_wide(d);
    EXPECT_EQ(to_integer(sum), c + d);
    sum -= to_wide(c);
    EXPECT_EQ(to_integer(sum), d);
    EXPECT_EQ(to_integer(-to_wide(c)), -c);
  }
}

TEST(Number, DecimalsRoundOutward) {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 2000; ++trial) {
    const Integer p = Integer(random()) - Integer(random()), q = Integer(random() >> random() % 60) + 1;
    for (const Direction direction : {Direction::down, Direction::up}) {
      std::string text = decimal(p, q, direction);
      long exponent = 0;
      if (const std::size_t e = text.find('e'); e != std::string::npos) {
        exponent = std::stol(text.substr(e + 1));
        text.resize(e);
      }
      if (const std::size_t point = text.find('.'); point != std::string::npos) {
        exponent -= static_cast<long>(text.size() - point - 1);
        text.erase(point, 1);
      }
      const bool minus = text.starts_with('-');
      text = text.substr(std::min(text.find_first_not_of("-0"), text.size() - 1));
      Integer numerator = *parse_integer(text), denominator = 1;
      if (minus) numerator = -numerator;
      (exponent < 0 ? denominator : numerator) *= pow(Integer(10), static_cast<unsigned>(std::abs(exponent)));
      // numerator/denominator against p/q, off by less than one unit of the 20th digit
      const Integer difference = numerator * q - p * denominator;
      EXPECT_TRUE(direction == Direction::down ? difference <= 0 : difference >= 0) << p << "/" << q;
      EXPECT_LE(abs(difference) * pow(Integer(10), 19), abs(p) * denominator) << p << "/" << q << " " << text;
    }
  }
  EXPECT_EQ(decimal(1, 4, Direction::down), "0.25");
  EXPECT_EQ(decimal(-1000, 1, Direction::up), "-1000");
  EXPECT_EQ(decimal(1, 3, Direction::up), "0.33333333333333333334");
  EXPECT_EQ(decimal(1, 1000000000, Direction::up), "1e-9");
  EXPECT_EQ(decimal(pow(Integer(10), 40) - 1, 1, Direction::up), "1e40");
}

TEST(Number, DefinitenessOfSmallMatrices) {
  const auto of = [](std::vector<int> entries) {
    DyadicMatrix m{entries.size() == 1 ? 1u : entries.size() == 4 ? 2u : 3u, {}};
    for (const int x : entries) m.entries.push_back({x, -3});
    return definiteness(m);
  };
  EXPECT_EQ(of({1}), Definiteness::positive);
  EXPECT_EQ(of({-1}), Definiteness::not_positive);
  EXPECT_EQ(of({0}), Definiteness::unknown);  // the cut of entries counts against both
  EXPECT_EQ(of({2, 1, 1, 2}), Definiteness::positive);
  EXPECT_EQ(of({1, 2, 2, 1}), Definiteness::not_positive);
  EXPECT_EQ(of({2, -1, 0, -1, 2, -1, 0, -1, 2}), Definiteness::positive);
  EXPECT_EQ(of({2, -1, -1, -1, 2, -2, -1, -2, 2}), Definiteness::not_positive);
}

}  // namespace
}  // namespace lemmata::checker
