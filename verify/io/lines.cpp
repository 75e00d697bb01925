#include "verify/io/lines.hpp"

namespace lemmata::verify::io {

std::optional<Failure> not_text(std::string_view path, std::string_view text) {
  const std::size_t bad = first_non_text(text);
  if (bad == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, bad);
  const std::size_t start = before.find_last_of('\n') + 1;
  const auto line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  std::size_t column = 0;
  Words words(text.substr(start, std::min(text.find('\n', bad), text.size()) - start));
  while (words.next()) {
    column = words.word().number;
    if (words.word().text.data() + words.word().text.size() > text.data() + bad) break;
  }
  return malformed(path, {line, 0, column, {}}, text[bad] == '\0' ? "a NUL byte, not text" : "not UTF-8 text",
                   words.word().text);
}

}  // namespace lemmata::verify::io
