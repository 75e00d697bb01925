#include "verify/report/report.hpp"

#include <array>

namespace lemmata::verify {

std::optional<Format> format_named(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, Format>, 6> names{{{"text", Format::text},
                                                                             {"json", Format::json},
                                                                             {"markdown", Format::markdown},
                                                                             {"latex", Format::latex},
                                                                             {"csv", Format::csv},
                                                                             {"html", Format::html}}};
  for (const auto& [text, format] : names) {
    if (text == name) return format;
  }
  return std::nullopt;
}

namespace detail {

bool is_numeric(std::string_view text) {
  return !text.empty() && text.find_first_of("0123456789") != std::string_view::npos &&
         text.find_first_not_of("0123456789+-.eE/[], <>=%x") == std::string_view::npos;
}

std::size_t width(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t blank = text.find(' ', begin);
    const std::size_t end = blank == std::string_view::npos ? text.size() : blank;
    const std::string_view word = text.substr(begin, end - begin);
    if (!line.empty() && width(line) + 1 + width(word) > columns) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
    begin = end + 1;
  }
  lines.push_back(std::move(line));
  return lines;
}

}  // namespace detail
}  // namespace lemmata::verify
