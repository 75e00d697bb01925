#pragma once
/// \file
/// # Numbers as text: outward when printed, enclosing or exact when read
/// Guarantee   decimal_down(x, n) is a decimal number <= x with at most n significant digits, the greatest such;
/// decimal_up
///             the least above. hexadecimal_down/up print the nearest double in the direction, exactly: "0x1.8p-3".
///             Reading a printed bound back as a rational gives a bound. Never "inf" or "nan": an endpoint that is not
///             finite is a ContractViolation here and std::nullopt in BoundText.
/// Notes       Instantiated for double, DoubleDouble and Mp; the only place where MPFR numbers are printed. Independent
/// of
///             the locale.

#include "numerics/base/expected.hpp"
#include "numerics/scalar/interval.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lemmata {

inline constexpr int default_digits = 20;

/// Plain ("0.00029085") for exponents from -7 to 20, otherwise "1.5e-12"; no trailing zeros. digits >= 1; x finite.
template <Scalar T>
[[nodiscard]] std::string decimal_down(const T& x, int digits = default_digits);
template <Scalar T>
[[nodiscard]] std::string decimal_up(const T& x, int digits = default_digits);

/// The bound as a double; x finite, and for up (down) not above (below) the range of double.
template <Scalar T>
[[nodiscard]] std::string hexadecimal_down(const T& x);
template <Scalar T>
[[nodiscard]] std::string hexadecimal_up(const T& x);

/// What a report prints of an interval; std::nullopt where a bound is not known (or, in hexadecimal, not a double).
struct BoundText {
  std::optional<std::string> lower;
  std::optional<std::string> upper;
  std::optional<std::string> lower_hex;
  std::optional<std::string> upper_hex;
};
template <Scalar T>
[[nodiscard]] BoundText bound_text(const Interval<T>& x, int digits = default_digits);

/// The tightest interval of rung T around the number written: decimal "-12.5e-3" or hexadecimal "0x1.8p-3", nothing
/// around. Failure `malformed` for anything else ("inf" and "nan" included).
template <Scalar T>
[[nodiscard]] Expected<Interval<T>> parse_enclosure(std::string_view text);

/// The double that is exactly the number written; Failure `malformed` when there is none.
[[nodiscard]] Expected<double> parse_exact(std::string_view text);

}  // namespace lemmata
