#pragma once
/// \file
/// # DoubleDouble: an unevaluated sum hi + lo of two doubles, hi = fl(hi + lo)
/// Statement   + - * / and sqrt round to nearest-like results with the relative errors below, as long as operands and
///             result lie in [2^-900, 2^1000] or are zero (double_word.hpp has the proofs). Outside they may be
///             anything: only Rounding<DoubleDouble> is sound everywhere.
/// Guarantee   Rounding<DoubleDouble>::op_down(a, b) <= a op b <= op_up(a, b) for all operands; the two differ by a few
///             2^-105 of the result inside that range and by one double step outside.
/// Method      Directed results do not rest on the error bounds: error-free transformations leave the exact error of
///             the nearest result as a short sum of doubles, and that sum is evaluated with Rounding<double>.

#include "numerics/scalar/double_word.hpp"

#include <compare>

namespace lemmata {

struct DoubleDouble {
  double hi = 0;
  double lo = 0;

  constexpr DoubleDouble() = default;
  constexpr DoubleDouble(double x) : hi(x) {}  // NOLINT: exact
  /// a + b exactly, unless that overflows: then the infinity.
  constexpr DoubleDouble(double a, double b) : DoubleDouble(two_sum(a, b)) {}
  /// The caller promises value = fl(value + error); an infinite or undefined value drops the error.
  constexpr explicit DoubleDouble(const Sum& s) : hi(s.value), lo(detail::finite(s.value) ? s.error : 0) {}

  [[nodiscard]] constexpr Sum sum() const { return {hi, lo}; }

  friend constexpr bool operator==(const DoubleDouble&, const DoubleDouble&) = default;
  friend constexpr std::partial_ordering operator<=>(const DoubleDouble& a, const DoubleDouble& b) {
    const auto high = a.hi <=> b.hi;
    return high != 0 ? high : a.lo <=> b.lo;
  }
  friend constexpr DoubleDouble operator-(const DoubleDouble& a) {
    DoubleDouble r;
    r.hi = -a.hi;
    r.lo = -a.lo;
    return r;
  }
  friend constexpr DoubleDouble operator+(const DoubleDouble& a, const DoubleDouble& b) {
    return DoubleDouble(double_word::add(a.sum(), b.sum()));
  }
  friend constexpr DoubleDouble operator-(const DoubleDouble& a, const DoubleDouble& b) { return a + (-b); }
  friend DoubleDouble operator*(const DoubleDouble& a, const DoubleDouble& b) {
    return DoubleDouble(double_word::multiply(a.sum(), b.sum()));
  }
  friend DoubleDouble operator/(const DoubleDouble& a, const DoubleDouble& b) {
    return DoubleDouble(double_word::divide(a.sum(), b.sum()));
  }
  DoubleDouble& operator+=(const DoubleDouble& b) { return *this = *this + b; }
  DoubleDouble& operator-=(const DoubleDouble& b) { return *this = *this - b; }
  DoubleDouble& operator*=(const DoubleDouble& b) { return *this = *this * b; }
  DoubleDouble& operator/=(const DoubleDouble& b) { return *this = *this / b; }
};

[[nodiscard]] constexpr DoubleDouble abs(const DoubleDouble& x) { return x.hi < 0 ? -x : x; }

/// The root of x > 0; 0 for 0, NaN below.
[[nodiscard]] inline DoubleDouble sqrt(const DoubleDouble& x) {
  if (!(x.hi > 0) || !detail::finite(x.hi)) return DoubleDouble(std::sqrt(x.hi));
  return DoubleDouble(double_word::root(x.sum()));
}

/// Proved relative errors of + * / sqrt on DoubleDouble in the range of the file comment (u = 2^-53, u^2 = 2^-106); the
/// factor 1 + 2^-40 of the first covers 1 / (1 - 4 u).
inline constexpr double double_double_add_error = 3 * 0x1p-106 * (1 + 0x1p-40);
inline constexpr double double_double_multiply_error = 7 * 0x1p-106;
inline constexpr double double_double_divide_error = 14 * 0x1p-106;
inline constexpr double double_double_sqrt_error = 5 * 0x1p-106;

namespace detail {

/// Bounds of a op b: both directions share the error-free part.
struct DirectedPair {
  DoubleDouble down;
  DoubleDouble up;
};
DirectedPair directed_add(const DoubleDouble& a, const DoubleDouble& b);
DirectedPair directed_multiply(const DoubleDouble& a, const DoubleDouble& b);
DirectedPair directed_divide(const DoubleDouble& a, const DoubleDouble& b);
DirectedPair directed_sqrt(const DoubleDouble& a);

}  // namespace detail

template <>
struct Rounding<DoubleDouble> {
  using T = DoubleDouble;
  static T add_down(const T& a, const T& b) { return detail::directed_add(a, b).down; }
  static T add_up(const T& a, const T& b) { return detail::directed_add(a, b).up; }
  static T sub_down(const T& a, const T& b) { return detail::directed_add(a, -b).down; }
  static T sub_up(const T& a, const T& b) { return detail::directed_add(a, -b).up; }
  static T mul_down(const T& a, const T& b) { return detail::directed_multiply(a, b).down; }
  static T mul_up(const T& a, const T& b) { return detail::directed_multiply(a, b).up; }
  static T div_down(const T& a, const T& b) { return detail::directed_divide(a, b).down; }
  static T div_up(const T& a, const T& b) { return detail::directed_divide(a, b).up; }
  static T sqrt_down(const T& a) { return detail::directed_sqrt(a).down; }
  static T sqrt_up(const T& a) { return detail::directed_sqrt(a).up; }
};

template <>
struct Cast<DoubleDouble, double> {
  static DoubleDouble down(double x) { return x; }
  static DoubleDouble up(double x) { return x; }
};

/// Tight: |lo| is at most half a unit of hi.
template <>
struct Cast<double, DoubleDouble> {
  static double down(const DoubleDouble& x) { return Rounding<double>::add_down(x.hi, x.lo); }
  static double up(const DoubleDouble& x) { return Rounding<double>::add_up(x.hi, x.lo); }
};

}  // namespace lemmata
