#pragma once
/// \file
/// # Printed numbers as exact rationals

#include <boost/multiprecision/cpp_int.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace lemmata::test {

using Rational = boost::multiprecision::cpp_rational;

/// A decimal, exactly.
inline Rational exact(std::string text) {
  using boost::multiprecision::cpp_int;
  long exponent = 0;
  if (const auto e = text.find_first_of("eE"); e != std::string::npos) {
    exponent = std::stol(text.substr(e + 1));
    text.erase(e);
  }
  const bool negative = text.front() == '-';
  if (negative) text.erase(0, 1);
  if (const auto point = text.find('.'); point != std::string::npos) {
    exponent -= static_cast<long>(text.size() - point - 1);
    text.erase(point, 1);
  }
  text.erase(0, std::min(text.find_first_not_of('0'), text.size() - 1));
  const cpp_int power = boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(std::abs(exponent)));
  const Rational value = exponent < 0 ? Rational(cpp_int(text), power) : Rational(cpp_int(text) * power);
  return negative ? Rational(-value) : value;
}

/// {"lower", "upper"} of a document, both known.
struct Enclosure {
  Rational lower;
  Rational upper;
  explicit Enclosure(const nlohmann::json& json)
      : lower(exact(json.at("lower").get<std::string>())), upper(exact(json.at("upper").get<std::string>())) {}
  [[nodiscard]] bool contains(const Rational& x) const { return lower <= x && x <= upper; }
  [[nodiscard]] bool contains(const std::string& decimal) const { return contains(exact(decimal)); }
  [[nodiscard]] bool narrow() const { return upper - lower <= lower / 1000000000000; }
};

}  // namespace lemmata::test
