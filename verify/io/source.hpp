#pragma once
/// \file
/// # The bytes of a file
/// A file is read once, whole; its digest is of the bytes as stored, its content is what remains after gzip.

#include "numerics/base/expected.hpp"

#include <string>
#include <string_view>

namespace lemmata::verify::io {

struct Source {
  std::string path;     ///< as given; `-` is standard input
  std::string sha256;   ///< of the bytes as stored
  std::string content;  ///< decompressed when the stored bytes are gzip
};

/// The content of `path`. Refused: a missing file, a directory, a device that is no terminal, an empty file, gzip
/// that is truncated, damaged or followed by something else, and gzip that expands beyond `expansion_limit`.
[[nodiscard]] Expected<Source> load(const std::string& path);

/// True when `path` can be opened for reading and is no directory, or is `-`.
[[nodiscard]] bool is_file(const std::string& path);

/// Above this many bytes of output, compressed data may be at most this many times larger than stored.
inline constexpr std::size_t expansion_floor = std::size_t{256} << 20;
inline constexpr std::size_t expansion_limit = 256;

/// True when `size` bytes are more than `stored` compressed bytes may stand for.
[[nodiscard]] constexpr bool expands_too_much(std::size_t size, std::size_t stored) noexcept {
  return size > expansion_floor && size / expansion_limit > stored;
}

}  // namespace lemmata::verify::io
