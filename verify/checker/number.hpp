#pragma once
/// \file
/// # Exact numbers: decimal text, machine integers of 128 and 256 bits, hexadecimal floats

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "verify/checker/check.hpp"

namespace lemmata::checker {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 Uint128;

/// The integer spelled `0` or `-?[1-9][0-9]*`; nothing for any other spelling.
[[nodiscard]] std::optional<Integer> parse_integer(std::string_view text);

/// The finite binary64 number spelled `-?0x[01](.[0-9a-f]{1,13})?p[+-]?[0-9]{1,4}`; nothing for another spelling or
/// value.
[[nodiscard]] std::optional<double> parse_hexadecimal(std::string_view text);

/// Number of bits of |x|: 0 for 0.
[[nodiscard]] std::size_t bits(const Integer& x);

/// sum x_k y_k of rows of one length.
[[nodiscard]] Integer inner(const Row& x, const Row& y);

/// floor(x 2^shift) for any sign of shift.
[[nodiscard]] Integer shifted(const Integer& x, long shift);

/// numerator 2^exponent, exactly `x` (finite).
struct Dyadic {
  Integer numerator;
  long exponent = 0;
};
[[nodiscard]] Dyadic exact(double x);

enum class Direction { down, up };

/// numerator/denominator (denominator > 0) as a decimal with 20 significant digits, rounded in the given direction;
/// exact when short.
[[nodiscard]] std::string decimal(const Integer& numerator, const Integer& denominator, Direction direction);

/// "3/4", "-2": in lowest terms (denominator > 0).
[[nodiscard]] std::string fraction(const Integer& numerator, const Integer& denominator);

/// A signed integer of 256 bits, for sums that a bound proves to fit.
struct Wide {
  Uint128 low = 0;
  Int128 high = 0;

  Wide& operator+=(const Wide& other) {
    low += other.low;
    high = static_cast<Int128>(static_cast<Uint128>(high) + static_cast<Uint128>(other.high) +
                               (low < other.low ? 1u : 0u));
    return *this;
  }
  friend Wide operator-(const Wide& x) {
    const Uint128 lower = ~x.low + 1;
    return {lower, static_cast<Int128>(~static_cast<Uint128>(x.high) + (lower == 0 ? 1u : 0u))};
  }
  Wide& operator-=(const Wide& other) { return *this += -other; }
  friend bool negative(const Wide& x) { return x.high < 0; }
};

/// x y for |x|, |y| < 2^127.
[[nodiscard]] inline Wide product(Int128 x, Int128 y) {
  const Uint128 a = x < 0 ? ~static_cast<Uint128>(x) + 1 : static_cast<Uint128>(x);
  const Uint128 b = y < 0 ? ~static_cast<Uint128>(y) + 1 : static_cast<Uint128>(y);
  const auto a0 = static_cast<std::uint64_t>(a), a1 = static_cast<std::uint64_t>(a >> 64);
  const auto b0 = static_cast<std::uint64_t>(b), b1 = static_cast<std::uint64_t>(b >> 64);
  const Uint128 p00 = Uint128{a0} * b0, p01 = Uint128{a0} * b1, p10 = Uint128{a1} * b0, p11 = Uint128{a1} * b1;
  const Uint128 middle = (p00 >> 64) + static_cast<std::uint64_t>(p01) + static_cast<std::uint64_t>(p10);
  const Wide magnitude{(middle << 64) | static_cast<std::uint64_t>(p00),
                       static_cast<Int128>(p11 + (p01 >> 64) + (p10 >> 64) + (middle >> 64))};
  return (x < 0) != (y < 0) ? -magnitude : magnitude;
}

/// Conversions; the value must fit (callers bound it first).
[[nodiscard]] Int128 to_int128(const Integer& x);
[[nodiscard]] Wide to_wide(const Integer& x);
[[nodiscard]] Integer to_integer(Int128 x);
[[nodiscard]] Integer to_integer(const Wide& x);

}  // namespace lemmata::checker
