#pragma once
/// \file
/// # The bytes of a file
/// A file is read once, whole; its digest is of the bytes as stored, its content is what remains after gzip.

#include "numerics/base/expected.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lemmata::verify::io {

struct Source {
  std::string path;     ///< as given; `-` is standard input
  std::string sha256;   ///< of the bytes as stored
  std::string content;  ///< decompressed when the stored bytes are gzip
};

/// How far compressed data may expand: up to `floor` bytes in any case, beyond it at most `ratio` times what is stored.
struct ExpansionLimit {
  std::size_t floor = std::size_t{1} << 30;
  std::size_t ratio = 256;
  [[nodiscard]] constexpr bool allows(std::size_t size, std::size_t stored) const noexcept {
    return size <= floor || size / ratio <= stored;
  }
};

/// The content of `path`. Refused: a missing file, a directory, a device that is no terminal, an empty file, and gzip
/// that is truncated, damaged, followed by something else, or expands beyond `limit`.
[[nodiscard]] Expected<Source> load(const std::string& path, const ExpansionLimit& limit = {});

/// True when `path` is there and is no directory, or is `-`.
[[nodiscard]] bool is_file(const std::string& path);

}  // namespace lemmata::verify::io
