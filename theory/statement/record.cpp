#include "theory/statement/record.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace lemmata::theory {
namespace {

Failure not_a(std::string_view what, std::string_view text) {
  return {FailureKind::malformed, "\"" + std::string(text) + "\" is not " + std::string(what)};
}

}  // namespace

std::string ExactText<std::int64_t>::write(std::int64_t value) { return std::to_string(value); }

Expected<std::int64_t> ExactText<std::int64_t>::read(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return not_a("an integer of 64 bits", text);
  return value;
}

std::string ExactText<double>::write(double value) {
  expects(std::isfinite(value), "an instance holds finite numbers only");
  std::array<char, 64> buffer{};
  const double magnitude = std::fabs(value);
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, std::chars_format::hex);
  expects(error == std::errc{}, "room for a hexadecimal double");
  return std::string(std::signbit(value) ? "-0x" : "0x") + std::string(buffer.data(), end);
}

Expected<double> ExactText<double>::read(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  if (!rest.starts_with("0x")) return not_a("a hexadecimal number", text);
  rest.remove_prefix(2);
  // mantissa * 2^exponent with an integer mantissa; refused as soon as a double cannot hold it exactly.
  const std::size_t power = std::min(rest.find('p'), rest.size());
  const std::string_view digits = rest.substr(0, power);
  std::uint64_t mantissa = 0;
  std::int64_t exponent = 0;
  std::size_t seen = 0;
  bool fraction = false;
  for (const char digit : digits) {
    if (digit == '.' && !fraction) {
      fraction = true;
      continue;
    }
    const auto place = std::string_view("0123456789abcdef").find(digit);
    if (place == std::string_view::npos || mantissa >> 60 != 0) return not_a("a hexadecimal double", text);
    mantissa = 16 * mantissa + place;
    exponent -= fraction ? 4 : 0;
    ++seen;
  }
  if (seen == 0) return not_a("a hexadecimal number", text);
  if (power < rest.size()) {
    std::string_view written = rest.substr(power + 1);
    if (written.starts_with('+')) written.remove_prefix(1);
    int value = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
    if (error != std::errc{} || end != written.data() + written.size() || std::abs(value) > 5000) {
      return not_a("a hexadecimal number", text);
    }
    exponent += value;
  }
  const auto whole = static_cast<double>(mantissa);
  const double value = std::ldexp(whole, static_cast<int>(exponent));
  const bool exact =
      mantissa == 0 || (std::isfinite(value) && whole < 0x1p64 && static_cast<std::uint64_t>(whole) == mantissa &&
                        std::ldexp(value, -static_cast<int>(exponent)) == whole);
  if (!exact) return not_a("exactly a double", text);
  return negative ? -value : value;
}

Expected<const RecordField*> field_of(const Record& record, std::string_view name, std::string_view type,
                                      std::size_t dimensions) {
  for (const RecordField& field : record) {
    if (field.name != name) continue;
    const std::string where = "field " + std::string(name);
    if (field.type != type) {
      return Failure{FailureKind::malformed,
                     where + ": type " + field.type + " where " + std::string(type) + " belongs"};
    }
    if (field.shape.size() != dimensions) {
      return Failure{FailureKind::malformed, where + ": " + std::to_string(field.shape.size()) + " dimensions, not " +
                                                 std::to_string(dimensions)};
    }
    std::size_t count = 1;
    for (const std::size_t extent : field.shape) count *= extent;
    if (count != field.entries.size()) {
      return Failure{FailureKind::malformed,
                     where + ": " + std::to_string(field.entries.size()) + " entries, not " + std::to_string(count)};
    }
    return &field;
  }
  return Failure{FailureKind::malformed, "no field " + std::string(name)};
}

}  // namespace lemmata::theory
