#pragma once
/// \file
/// # SHA-256
/// ## Source  FIPS 180-4, sections 4.1.2, 4.2.2, 5.1.1, 5.3.3, 6.2.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lemmata::verify::io {

class Sha256 {
 public:
  Sha256& update(std::string_view bytes);
  /// The digest of everything given to update(), as 64 lower-case hexadecimal digits.
  [[nodiscard]] std::string hexadecimal() const;

 private:
  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> pending_{};
  std::size_t pending_size_ = 0;
  std::uint64_t length_ = 0;
};

[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace lemmata::verify::io
