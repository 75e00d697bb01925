#pragma once
/// \file
/// # SHA-256
/// Source: FIPS 180-4.

#include <string>
#include <string_view>

namespace lemmata::checker {

/// The digest of `bytes` as 64 hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace lemmata::checker
