#include "verify/io/number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace lemmata::verify::io {
namespace {

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view text, std::string_view word) noexcept {
  if (text.size() != word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (lower(text[i]) != word[i]) return false;
  }
  return true;
}

/// A word some program writes for NaN or infinity, sign included.
bool non_finite_word(std::string_view text) noexcept {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  constexpr std::array<std::string_view, 9> words = {"nan",    "inf",     "infinity", "1.#inf", "1.#qnan",
                                                     "1.#ind", "1.#snan", "nan(ind)", "snan"};
  for (const std::string_view word : words) {
    if (same_word(text, word)) return true;
  }
  return text.size() > 4 && same_word(text.substr(0, 4), "nan(") && text.back() == ')';
}

/// What lies in [first, end) once from_chars has accepted it as a decimal.
struct Decimal {
  bool zero = true;
  bool at_least_one = false;
};

Decimal survey(const char* first, const char* end) noexcept {
  Decimal found;
  std::ptrdiff_t leading = 0;  // decimal exponent of the first non-zero digit
  bool point = false;
  const char* p = first;
  for (; p != end && lower(*p) != 'e'; ++p) {
    if (*p == '.') {
      point = true;
    } else if (digit(*p)) {
      if (found.zero && *p != '0')
        found.zero = false, leading = point ? leading - 1 : 0;
      else if (found.zero && point)
        --leading;
      else if (!found.zero && !point)
        ++leading;
    }
  }
  std::ptrdiff_t exponent = 0;
  bool negative = false;
  if (p != end) ++p;
  for (; p != end; ++p) {
    if (*p == '-') negative = true;
    if (digit(*p) && exponent < (std::ptrdiff_t{1} << 58)) exponent = 10 * exponent + (*p - '0');
  }
  found.at_least_one = !found.zero && leading + (negative ? -exponent : exponent) >= 0;
  return found;
}

}  // namespace

Number scan_number(const char* first, const char* last) noexcept {
  const char* p = first;
  const bool plus = p != last && *p == '+';
  if (plus) ++p;
  const char* const after_sign = !plus && p != last && *p == '-' ? p + 1 : p;
  if (after_sign == last) return {0, first == last ? NumberIssue::empty : NumberIssue::text, first};
  if (!digit(*after_sign) && *after_sign != '.') return {0, NumberIssue::text, first};
  double value = 0;
  const auto [end, error] = std::from_chars(p, last, value, std::chars_format::general);
  if (error == std::errc::invalid_argument) return {0, NumberIssue::text, first};
  if (error == std::errc{} && std::isfinite(value) && value != 0) return {value, NumberIssue::none, end};
  const Decimal decimal = survey(p, end);
  if (error == std::errc{} && decimal.zero) return {value, NumberIssue::none, end};
  if (decimal.zero) return {0, NumberIssue::none, end};
  return {0, decimal.at_least_one ? NumberIssue::overflow : NumberIssue::underflow, end};
}

Number parse_number(std::string_view text) noexcept {
  const std::string_view inner = trimmed(text);
  const char* const last = inner.data() + inner.size();
  if (inner.empty()) return {0, NumberIssue::empty, last};
  Number number = scan_number(inner.data(), last);
  if (number.end != last) number.issue = NumberIssue::text;
  if (number.issue == NumberIssue::text && non_finite_word(inner)) number.issue = NumberIssue::not_finite;
  return number;
}

std::string_view describe(NumberIssue issue) noexcept {
  switch (issue) {
    case NumberIssue::none:
      return "a number";
    case NumberIssue::empty:
      return "empty where a number belongs";
    case NumberIssue::text:
      return "text where a number belongs";
    case NumberIssue::not_finite:
      return "not a finite number";
    case NumberIssue::overflow:
      return "overflows double precision";
    case NumberIssue::underflow:
      return "non-zero decimal underflows to 0";
  }
  return "";
}

std::string_view trimmed(std::string_view text) noexcept {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace lemmata::verify::io
