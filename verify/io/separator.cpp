#include "verify/io/csv.hpp"

#include <array>

namespace lemmata::verify::io {

char recognise_separator(std::string_view text) {
  constexpr std::array<char, 3> candidates = {'\t', ';', ','};
  constexpr std::size_t records = 16;
  constexpr std::size_t sample = std::size_t{1} << 20;
  std::array<std::size_t, 3> in_first{};
  std::array<std::size_t, 3> count{};
  std::array<bool, 3> same{true, true, true};
  bool quoted = false;
  bool empty = true;
  std::size_t seen = 0;
  const auto close_record = [&] {
    if (empty) return;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      if (seen == 0) in_first[c] = count[c];
      same[c] = same[c] && count[c] == in_first[c];
    }
    count = {};
    empty = true;
    ++seen;
  };
  for (std::size_t i = 0; i < text.size() && seen < records && (seen == 0 || i < sample); ++i) {
    const char c = text[i];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') {
      close_record();
      continue;
    }
    if (c != ' ' && c != '\r') empty = false;
    for (std::size_t k = 0; k < candidates.size(); ++k) count[k] += c == candidates[k] ? std::size_t{1} : 0;
  }
  if (seen == 0) close_record();
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    if (same[c] && in_first[c] > 0) return candidates[c];
  }
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    if (in_first[c] > 0) return candidates[c];
  }
  return ',';
}

}  // namespace lemmata::verify::io
