#pragma once
/// \file
/// # Lines and words of a text
/// For the formats without quotes. Lines end in LF or CRLF and count from 1; words are separated by blanks.

#include "verify/io/message.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace lemmata::verify::io {

/// `text` without a leading UTF-8 byte order mark.
[[nodiscard]] inline std::string_view without_mark(std::string_view text) noexcept {
  return text.substr(0, 3) == "\xef\xbb\xbf" ? text.substr(3) : text;
}

/// The refusal of text that is not UTF-8 or holds a NUL, or nothing.
[[nodiscard]] std::optional<Failure> not_text(std::string_view path, std::string_view text);

class Lines {
 public:
  explicit Lines(std::string_view text) noexcept : rest_(text) {}
  /// Moves to the next line; false at the end.
  bool next() noexcept {
    if (rest_.empty()) return false;
    const std::size_t length = std::min(rest_.find('\n'), rest_.size());
    line_ = rest_.substr(0, length);
    if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
    rest_.remove_prefix(std::min(length + 1, rest_.size()));
    ++number_;
    return true;
  }
  [[nodiscard]] std::string_view line() const noexcept { return line_; }
  [[nodiscard]] std::size_t number() const noexcept { return number_; }
  [[nodiscard]] bool rest_is_blank() const noexcept {
    return rest_.find_first_not_of(" \t\r\n") == std::string_view::npos;
  }

 private:
  std::string_view rest_;
  std::string_view line_;
  std::size_t number_ = 0;
};

struct Word {
  std::string_view text;
  std::size_t number = 0;  ///< from 1 in its line
};

class Words {
 public:
  explicit Words(std::string_view line) noexcept : rest_(line) {}
  /// Moves to the next word; false at the end of the line.
  bool next() noexcept {
    const std::size_t start = rest_.find_first_not_of(" \t");
    if (start == std::string_view::npos) return false;
    rest_.remove_prefix(start);
    word_.text = rest_.substr(0, rest_.find_first_of(" \t"));
    rest_.remove_prefix(word_.text.size());
    ++word_.number;
    return true;
  }
  [[nodiscard]] const Word& word() const noexcept { return word_; }

 private:
  std::string_view rest_;
  Word word_;
};

}  // namespace lemmata::verify::io
