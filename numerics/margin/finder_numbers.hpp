#pragma once
/// \file
/// # From a finder's floating-point numbers to integers
/// Nothing here is certified: integers made this way are witnesses that `duality_gap` judges.

#include "numerics/margin/exact.hpp"
#include "numerics/scalar/double_double.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <cmath>
#include <type_traits>

namespace lemmata {

/// Binary digits of T.
template <class T>
constexpr long finder_digits() {
  if constexpr (std::is_same_v<T, double>) return 53;
  if constexpr (std::is_same_v<T, DoubleDouble>) return 106;
  if constexpr (std::is_same_v<T, Mp<50>>) return 168;
  return std::is_same_v<T, Mp<100>> ? 335 : 667;
}

/// x as a double, or a neighbour.
template <class T>
[[nodiscard]] double approximate(const T& x) {
  if constexpr (std::is_same_v<T, DoubleDouble>) {
    return x.hi;
  } else if constexpr (std::is_same_v<T, Rational>) {
    return nearest(x);
  } else {
    return static_cast<double>(x);
  }
}

/// round(x 2^shift), or a neighbour.
template <class T>
[[nodiscard]] Integer near_integer(const T& x, long shift) {
  if constexpr (std::is_same_v<T, double>) {
    if (!std::isfinite(x) || x == 0.0) return 0;
    int exponent = 0;
    const double fraction = std::frexp(x, &exponent);
    return shifted(Integer(static_cast<std::int64_t>(std::ldexp(fraction, 53))), long{exponent} - 53 + shift);
  } else if constexpr (std::is_same_v<T, DoubleDouble>) {
    return near_integer(x.hi, shift) + near_integer(x.lo, shift);
  } else {
    if (!boost::multiprecision::isfinite(x)) return 0;
    Integer result;
    const T scaled = boost::multiprecision::ldexp(x, static_cast<int>(shift));
    mpfr_get_z(result.backend().data(), scaled.backend().data(), MPFR_RNDN);
    return result;
  }
}

/// Non-negative integers proportional to the weights up to T's precision; negative ones become 0.
template <class T>
[[nodiscard]] Vector<Integer> integer_weights(const Vector<T>& weights) {
  double largest = 0.0;
  for (const T& weight : weights) largest = std::max(largest, approximate(weight));
  const long shift = largest > 0.0 && std::isfinite(largest) ? finder_digits<T>() + 32 - std::ilogb(largest) : 0;
  Vector<Integer> result;
  for (const T& weight : weights) {
    result.push_back(weight > T(0.0) ? near_integer(weight, shift) : Integer(0));
  }
  return result;
}

}  // namespace lemmata
