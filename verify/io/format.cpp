#include "verify/io/format.hpp"

#include "verify/io/message.hpp"
#include "verify/io/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace lemmata::verify::io {
namespace {

constexpr std::array<std::pair<Format, std::string_view>, 6> format_names = {
    {{Format::csv, "csv"},
     {Format::npy, "npy"},
     {Format::npz, "npz"},
     {Format::libsvm, "libsvm"},
     {Format::idx, "idx"},
     {Format::matrix_market, "matrix-market"}}};

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
         });
}

bool idx_magic(std::string_view content) {
  if (content.size() < 4 || content[0] != '\0' || content[1] != '\0') return false;
  const auto type = static_cast<unsigned char>(content[2]);
  const auto dimensions = static_cast<unsigned char>(content[3]);
  return (type == 0x08 || type == 0x09 || (type >= 0x0b && type <= 0x0e)) && dimensions >= 1 && dimensions <= 8;
}

/// `INDEX:VALUE`, or the `qid:N` of ranking data.
bool is_pair(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view key = word.substr(0, colon);
  if (key != "qid" && key.find_first_not_of("0123456789") != std::string_view::npos) return false;
  return parse_number(word.substr(colon + 1)).issue != NumberIssue::text;
}

enum class Line { label_only, pairs, other };

Line classify(std::string_view line) {
  line = line.substr(0, line.find('#'));
  constexpr std::string_view blanks = " \t\r";
  const std::string_view line_of_one = line;
  std::size_t words = 0;
  while (true) {
    const std::size_t start = line.find_first_not_of(blanks);
    if (start == std::string_view::npos) break;
    line.remove_prefix(start);
    const std::string_view word = line.substr(0, line.find_first_of(blanks));
    line.remove_prefix(word.size());
    ++words;
    if (words == 1 && word.find_first_of(":;\"") != std::string_view::npos) return Line::other;
    if (words == 2) return is_pair(word) ? Line::pairs : Line::other;
  }
  return line_of_one.find(',') == std::string_view::npos ? Line::label_only : Line::other;
}

bool looks_like_libsvm(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, length);
    const Line kind = classify(line);
    if (kind != Line::label_only) return kind == Line::pairs;
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return false;
}

}  // namespace

std::string_view name_of(Format format) {
  for (const auto& [value, name] : format_names) {
    if (value == format) return name;
  }
  return "unknown";
}

Expected<Format> format_named(std::string_view name) {
  std::string known;
  for (const auto& [value, word] : format_names) {
    if (word == name) return value;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", word);
  }
  return Failure{FailureKind::usage, fmt::format("format \"{}\": expected one of {}", printable(name), known)};
}

Format recognise(std::string_view content) {
  if (content.substr(0, 6) == "\x93NUMPY") return Format::npy;
  if (content.substr(0, 4) == "PK\x03\x04" || content.substr(0, 4) == "PK\x05\x06") return Format::npz;
  if (idx_magic(content)) return Format::idx;
  if (content.substr(0, 3) == "\xef\xbb\xbf") content.remove_prefix(3);
  if (starts_with_ignoring_case(content, "%%matrixmarket")) return Format::matrix_market;
  return looks_like_libsvm(content) ? Format::libsvm : Format::csv;
}

}  // namespace lemmata::verify::io
