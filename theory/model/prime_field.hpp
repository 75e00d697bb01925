#pragma once
/// \file
/// # Residues modulo the prime 2^61 - 1
/// Exact shortcuts: equal rationals have equal residues, and a rank modulo the prime never exceeds the true rank.

#include <cstdint>

namespace lemmata::theory::prime_field {

__extension__ using UnsignedWide = unsigned __int128;

inline constexpr std::uint64_t prime = (std::uint64_t{1} << 61U) - 1;

/// a b mod p, for a, b < p.
[[nodiscard]] constexpr std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::uint64_t>(static_cast<UnsignedWide>(a) * b % prime);
}

/// -a mod p, for a < p.
[[nodiscard]] constexpr std::uint64_t negate(std::uint64_t a) { return a == 0 ? 0 : prime - a; }

/// 1 / a mod p, for 0 < a < p.
[[nodiscard]] constexpr std::uint64_t inverse(std::uint64_t a) {
  std::uint64_t result = 1;
  for (std::uint64_t e = prime - 2; e != 0; e /= 2) {
    if (e % 2 == 1) result = multiply(result, a);
    a = multiply(a, a);
  }
  return result;
}

}  // namespace lemmata::theory::prime_field
