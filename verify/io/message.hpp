#pragma once
/// \file
/// # One-line refusals
/// Every refusal of a file is `FILE: line L, column C (NAME): what is wrong: "value"`, with the parts that apply,
/// printable whatever bytes the file holds.

#include "numerics/base/expected.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lemmata::verify::io {

/// `text` in printable form: valid UTF-8 as it is, control characters and stray bytes as \xNN, and no more than
/// `limit` characters, with `...` for the rest.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 40);

/// A place in a file; zero means "does not apply". Lines, rows and columns count from 1.
struct Place {
  std::size_t line = 0;
  std::size_t row = 0;
  std::size_t column = 0;
  std::string_view name = {};
};

[[nodiscard]] Failure malformed(std::string_view path, const Place& place, std::string_view what);
/// The same with the offending value in quotes.
[[nodiscard]] Failure malformed(std::string_view path, const Place& place, std::string_view what,
                                std::string_view value);

/// Length of the well-formed UTF-8 sequence at the start of `text`, or 0 when there is none (surrogates, overlong
/// forms and code points beyond U+10FFFF are not well formed).
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;

/// The offset of the first byte that is not UTF-8 text, a NUL included; npos when there is none.
[[nodiscard]] std::size_t first_non_text(std::string_view text) noexcept;

}  // namespace lemmata::verify::io
