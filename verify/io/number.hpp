#pragma once
/// \file
/// # Decimal numbers in text
/// Guarantee: an accepted decimal becomes the double nearest its exact value, ties to even (std::from_chars is
/// correctly rounded in the libraries supported; a test compares it with MPFR).

#include <string_view>

namespace lemmata::verify::io {

enum class NumberIssue {
  none,
  empty,       ///< nothing where a number belongs
  text,        ///< no decimal number
  not_finite,  ///< a word for NaN or infinity
  overflow,    ///< beyond the largest double
  underflow    ///< not zero, but nearest to zero among the doubles
};

struct Number {
  double value = 0;
  NumberIssue issue = NumberIssue::none;
  const char* end = nullptr;  ///< behind the decimal when there is no issue or it is out of range
};

/// The longest decimal number at the start of [first, last): sign, digits with an optional point, optional exponent.
[[nodiscard]] Number scan_number(const char* first, const char* last) noexcept;

/// All of `text` as one decimal number, blanks around it ignored.
[[nodiscard]] Number parse_number(std::string_view text) noexcept;

/// What a refusal says of the issue, for example "text where a number belongs".
[[nodiscard]] std::string_view describe(NumberIssue issue) noexcept;

/// `text` without blanks (spaces and tabs) at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

}  // namespace lemmata::verify::io
