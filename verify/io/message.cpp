#include "verify/io/message.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>

namespace lemmata::verify::io {
namespace {

unsigned char byte(std::string_view text, std::size_t i) noexcept { return static_cast<unsigned char>(text[i]); }

bool continuation(unsigned char c) noexcept { return (c & 0xc0) == 0x80; }

std::string describe(std::string_view path, const Place& place) {
  std::string text = printable(path, 200);
  std::string_view separator = ": ";
  const auto add = [&](std::string_view word, std::size_t number) {
    if (number == 0) return;
    text += fmt::format("{}{} {}", separator, word, number);
    separator = ", ";
  };
  add("line", place.line);
  add("row", place.row);
  add("column", place.column);
  if (!place.name.empty()) text += fmt::format(" ({})", printable(place.name));
  return text;
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
  std::string shown;
  for (std::size_t characters = 0; !text.empty(); ++characters) {
    if (characters == limit) return shown + "...";
    const std::size_t length = utf8_length(text);
    const unsigned char first = byte(text, 0);
    const bool control = first < 0x20 || first == 0x7f || (first == 0xc2 && length == 2 && byte(text, 1) < 0xa0) ||
                         (first == 0xe2 && length == 3 && byte(text, 1) == 0x80 && (byte(text, 2) & 0xfe) == 0xa8);
    const std::size_t used = length == 0 ? 1 : length;
    if (length == 0 || control) {
      for (std::size_t i = 0; i < used; ++i) shown += fmt::format("\\x{:02x}", byte(text, i));
    } else {
      shown += text.substr(0, used);
    }
    text.remove_prefix(used);
  }
  return shown;
}

Failure malformed(std::string_view path, const Place& place, std::string_view what) {
  return {FailureKind::malformed, fmt::format("{}: {}", describe(path, place), what)};
}

Failure malformed(std::string_view path, const Place& place, std::string_view what, std::string_view value) {
  return {FailureKind::malformed, fmt::format("{}: {}: \"{}\"", describe(path, place), what, printable(value))};
}

std::size_t utf8_length(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const unsigned char c = byte(text, 0);
  if (c < 0x80) return 1;
  const std::size_t length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
  if (c < 0xc2 || c > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!continuation(byte(text, i))) return 0;
  }
  const unsigned char second = byte(text, 1);
  if ((c == 0xe0 && second < 0xa0) || (c == 0xed && second > 0x9f)) return 0;
  if ((c == 0xf0 && second < 0x90) || (c == 0xf4 && second > 0x8f)) return 0;
  return length;
}

std::size_t first_non_text(std::string_view text) noexcept {
  std::size_t i = 0;
  while (i < text.size()) {
    // Eight bytes at a time while all are ASCII and none is NUL (the classic zero-byte test).
    while (i + 8 <= text.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + i, 8);
      constexpr std::uint64_t ones = 0x0101010101010101u;
      constexpr std::uint64_t high = 0x8080808080808080u;
      if (((word | (word - ones)) & high) != 0) break;
      i += 8;
    }
    if (i == text.size()) break;
    const std::size_t length = text[i] == '\0' ? 0 : utf8_length(text.substr(i, 4));
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace lemmata::verify::io
