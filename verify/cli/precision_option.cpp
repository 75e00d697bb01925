#include "verify/cli/precision_option.hpp"

#include <charconv>

#include <boost/multiprecision/cpp_int.hpp>

namespace lemmata::verify::cli {
namespace {

using Integer = boost::multiprecision::cpp_int;

constexpr std::size_t longest_number = 200;

Failure not_a_number(const std::string& option, const std::string& text) {
  return {FailureKind::usage, option + " " + text.substr(0, 60) + ": not a number like 0.01, 1e-2 or 1/100"};
}

/// The exact value of a decimal as a quotient of integers.
Expected<Interval<Real>> decimal(const std::string& option, const std::string& whole, std::string text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.erase(0, 1);
  int exponent = 0;
  if (const auto e = text.find_first_of("eE"); e != std::string::npos) {
    std::string power = text.substr(e + 1);
    if (!power.empty() && power.front() == '+') power.erase(0, 1);
    const auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), exponent);
    if (error != std::errc{} || end != power.data() + power.size() || std::abs(exponent) > 1000) {
      return not_a_number(option, whole);
    }
    text.erase(e);
  }
  if (const auto point = text.find('.'); point != std::string::npos) {
    exponent -= static_cast<int>(text.size() - point - 1);
    text.erase(point, 1);
  }
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) return not_a_number(option, whole);
  const auto first = text.find_first_not_of('0');
  const Integer digits(first == std::string::npos ? "0" : text.substr(first));
  const Integer power = boost::multiprecision::pow(Integer(10), static_cast<unsigned>(std::abs(exponent)));
  const auto enclosed = [](const Integer& x) {
    Real low;
    Real high;
    mpfr_set_str(low.backend().data(), x.str().c_str(), 10, MPFR_RNDD);
    mpfr_set_str(high.backend().data(), x.str().c_str(), 10, MPFR_RNDU);
    return Interval<Real>(low, high);
  };
  const Interval<Real> magnitude =
      exponent < 0 ? enclosed(digits) / enclosed(power) : enclosed(digits) * enclosed(power);
  return negative ? -magnitude : magnitude;
}

}  // namespace

Expected<std::optional<Precision>> precision_option(const std::string& text) {
  using Result = std::optional<Precision>;
  if (text == "auto") return Result();
  if (text == "double") return Result(Precision::binary64);
  if (text == "dd") return Result(Precision::double_double);
  int wanted = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wanted);
  if (error != std::errc{} || end != text.data() + text.size() || wanted < 1) {
    return Failure{FailureKind::usage, "--precision " + text + ": auto, double, dd or a number of bits"};
  }
  const std::optional<Precision> rung = precision_with_bits(wanted);
  if (!rung) {
    return Failure{FailureKind::usage,
                   "--precision " + text + ": the top rung has " + std::to_string(bits(ladder.back())) + " bits"};
  }
  return Result(rung);
}

Expected<Interval<Real>> parse_rational(const std::string& option, const std::string& text) {
  if (text.size() > longest_number) return not_a_number(option, text);
  const auto slash = text.find('/');
  if (slash == std::string::npos) return decimal(option, text, text);
  const Expected<Interval<Real>> numerator = decimal(option, text, text.substr(0, slash));
  if (!numerator) return numerator.error();
  const Expected<Interval<Real>> denominator = decimal(option, text, text.substr(slash + 1));
  if (!denominator) return denominator.error();
  if (denominator->contains_zero()) return not_a_number(option, text);
  return *numerator / *denominator;
}

}  // namespace lemmata::verify::cli
