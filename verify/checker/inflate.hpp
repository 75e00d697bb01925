#pragma once
/// \file
/// # Decompression: DEFLATE, gzip, members of a zip archive
/// Source: RFC 1951, RFC 1952; the zip central directory.

#include <optional>
#include <string>
#include <string_view>

namespace lemmata::checker {

/// The decompressed bytes of a DEFLATE stream and how many bytes it took; nothing when it is damaged or truncated.
struct Inflated {
  std::string bytes;
  std::size_t consumed = 0;
};
[[nodiscard]] std::optional<Inflated> inflate(std::string_view stream);

[[nodiscard]] bool is_gzip(std::string_view bytes);
/// All members of a gzip file, lengths and CRC-32 compared.
[[nodiscard]] std::optional<std::string> gunzip(std::string_view file);
/// The member `name` of a zip archive, stored or deflated.
[[nodiscard]] std::optional<std::string> zip_member(std::string_view archive, std::string_view name);

}  // namespace lemmata::checker
