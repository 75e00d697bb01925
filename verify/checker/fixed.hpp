#pragma once
/// \file
/// # Fixed-point numbers with 124 fractional bits in 128 bits
/// A `Fixed` f stands for f 2^-124. One ulp is 2^-124.

#include "verify/checker/number.hpp"

namespace lemmata::checker {

using Fixed = Int128;
inline constexpr unsigned fraction_bits = 124;
inline constexpr Fixed one = Fixed{1} << fraction_bits;

/// floor of the product: at most 1 ulp below it. Needs |x y| < 8.
[[nodiscard]] inline Fixed multiply(Fixed x, Fixed y) {
  const Wide p = product(x, y);
  return static_cast<Fixed>(static_cast<Uint128>(p.high) << (128 - fraction_bits) | p.low >> fraction_bits);
}

/// floor(x 2^shift), shift < 4 when positive; -1 or 0 for shifts beyond the width.
[[nodiscard]] inline Fixed scaled(Fixed x, long shift) {
  if (shift >= 0) return static_cast<Fixed>(static_cast<Uint128>(x) << shift);
  return shift < -127 ? (x < 0 ? Fixed{-1} : Fixed{0}) : x >> -shift;
}

/// mantissa 2^exponent with mantissa in [1/2, 1), or 0: within one ulp of the mantissa, never above in absolute value.
struct Scaled {
  Fixed mantissa = 0;
  long exponent = 0;
};

}  // namespace lemmata::checker
