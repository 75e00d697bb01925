#pragma once
/// \file
/// # Counter-based random streams
/// A value is a function of (seed, tag, id, index) alone: nothing is consumed, so any thread, process or host
/// that asks for the same index gets the same bits. No standard-library distribution is used anywhere: they
/// differ between implementations.
///
/// ## Method   Philox4x64 with 10 rounds (Salmon, Moraes, Dror, Shaw (2011), SC '11), from Random123.

#include <array>
#include <cstdint>
#include <string_view>

namespace lemmata {

/// An endless sequence of 64-bit words, addressed by index. Regular value, 24 bytes.
class RandomStream {
 public:
  /// The stream number `id` of the family (seed, tag). Distinct triples give independent streams.
  RandomStream(std::uint64_t seed, std::uint64_t tag, std::uint64_t id) noexcept : seed_(seed), tag_(tag), id_(id) {}

  /// Word number `index`. Cost: one Philox block, which holds words 4k .. 4k+3.
  [[nodiscard]] std::uint64_t at(std::uint64_t index) const noexcept;

  friend bool operator==(const RandomStream&, const RandomStream&) = default;

 private:
  std::uint64_t seed_;
  std::uint64_t tag_;
  std::uint64_t id_;
};

/// The Philox4x64-10 block of this key and counter.
[[nodiscard]] std::array<std::uint64_t, 4> philox_block(std::array<std::uint64_t, 2> key,
                                                        std::array<std::uint64_t, 4> counter) noexcept;

/// A 64-bit tag of a name: FNV-1a, finished by a bijective mix. Not cryptographic.
[[nodiscard]] std::uint64_t random_tag(std::string_view name) noexcept;

/// Maps a uniform word to {0, .., count-1} by multiply and shift; each value has probability within 2^-64 of
/// 1/count. Requires count >= 1.
[[nodiscard]] std::uint64_t uniform_below(std::uint64_t word, std::uint64_t count);

}  // namespace lemmata
