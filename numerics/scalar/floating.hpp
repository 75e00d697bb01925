#pragma once
/// \file
/// # Directed rounding for binary64, in round-to-nearest only
/// Statement   Rounding<double>::op_down(a, b) is the largest double <= a op b, op_up the smallest double >= a op b:
///             subnormal results, overflow, zeros and infinities included.
/// Method      The nearest result r is computed first; the sign of the exact error (a op b) - r decides whether r moves
///             one step. For a sum the error is itself a double (TwoSum). For product, quotient and root only its sign
///             is needed, and one fused multiply-add of operands in a range where nothing underflows has that sign,
///             because rounding to nearest is monotone and odd.
/// Source      Knuth, TAOCP 2, 4.2.2 (TwoSum); Boldo, Graillat, Muller (2017), ACM TOMS 44(1), art. 4 (2Sum and
/// overflow). Notes       The rounding mode is never changed. LEMMATA_SABOTAGE_ROUNDING turns every outward step
/// inward: the test
///             suite is built once with this definition and must then fail. It has no other use.

#include "numerics/scalar/scalar.hpp"

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <limits>

namespace lemmata {

static_assert(FLT_EVAL_METHOD == 0, "expressions of double must be evaluated in double");
static_assert(std::numeric_limits<double>::is_iec559 && std::numeric_limits<double>::digits == 53);

/// The unevaluated sum value + error.
template <class F>
struct BasicSum {
  F value;
  F error;
};
using Sum = BasicSum<double>;

/// value + error = a + b exactly, value = fl(a + b), unless value or an intermediate overflows; then error is not
/// finite.
template <class F>
[[nodiscard]] constexpr BasicSum<F> two_sum(F a, F b) {
  const F s = a + b;
  const F bb = s - a;
  return {s, (a - (s - bb)) + (b - bb)};
}

/// As two_sum, for |a| >= |b| or a = 0.
template <class F>
[[nodiscard]] constexpr BasicSum<F> fast_two_sum(F a, F b) {
  const F s = a + b;
  return {s, b - (s - a)};
}

/// value = fl(a b), error = fl(a b - value): exact when value is finite and a b = 0 or |value| >= 2^-960.
template <class F>
[[nodiscard]] inline BasicSum<F> two_product(F a, F b) {
  using std::fma;
  const F p = a * b;
  return {p, fma(a, b, -p)};
}

/// The largest double below x; -infinity stays, NaN stays. Both zeros step to the neighbouring subnormal.
[[nodiscard]] constexpr double next_down(double x) {
  if (!(x > -std::numeric_limits<double>::infinity())) return x;
  if (x == 0) return -std::numeric_limits<double>::denorm_min();
  const auto bits = std::bit_cast<std::uint64_t>(x);
  return std::bit_cast<double>(x > 0 ? bits - 1 : bits + 1);
}

/// The smallest double above x; +infinity stays, NaN stays.
[[nodiscard]] constexpr double next_up(double x) { return -next_down(-x); }

namespace detail {

#if defined(LEMMATA_SABOTAGE_ROUNDING)
constexpr double step_down(double x) { return next_up(x); }
constexpr double step_up(double x) { return next_down(x); }
#else
constexpr double step_down(double x) { return next_down(x); }
constexpr double step_up(double x) { return next_up(x); }
#endif

inline constexpr double max_finite = std::numeric_limits<double>::max();

/// Below this magnitude of a result the residuals of two_product, division and root may not be representable.
inline constexpr double safe_magnitude = 0x1p-960;

constexpr bool finite(double x) { return x >= -max_finite && x <= max_finite; }

/// The sign of x y - r for finite x, y, r without underflow or overflow, where r is within a factor 4 of x y.
double product_error_sign(double x, double y, double r);

/// Moves the nearest result r to the directed one; `error` has the sign of exact - r.
constexpr double settle_down(double r, double error) { return error < 0 ? step_down(r) : r; }
constexpr double settle_up(double r, double error) { return error > 0 ? step_up(r) : r; }

}  // namespace detail

template <>
struct Rounding<double> {
  static double add_down(double a, double b) { return detail::settle_down(a + b, add_error(a, b, 1)); }
  static double add_up(double a, double b) { return detail::settle_up(a + b, add_error(a, b, -1)); }
  static double sub_down(double a, double b) { return add_down(a, -b); }
  static double sub_up(double a, double b) { return add_up(a, -b); }
  static double mul_down(double a, double b) { return detail::settle_down(a * b, mul_error(a, b)); }
  static double mul_up(double a, double b) { return detail::settle_up(a * b, mul_error(a, b)); }
  static double div_down(double a, double b) { return detail::settle_down(quotient(a, b), div_error(a, b)); }
  static double div_up(double a, double b) { return detail::settle_up(quotient(a, b), div_error(a, b)); }
  static double sqrt_down(double a) { return detail::settle_down(std::sqrt(a), sqrt_error(a)); }
  static double sqrt_up(double a) { return detail::settle_up(std::sqrt(a), sqrt_error(a)); }

 private:
  static double quotient(double a, double b) { return b == 0 ? std::numeric_limits<double>::quiet_NaN() : a / b; }

  /// A number with the sign of a + b - fl(a + b). Where TwoSum cannot tell (an intermediate overflows) it is the number
  /// that makes the caller step: -step_sign.
  static double add_error(double a, double b, double step_sign) {
    const Sum s = two_sum(a, b);
    if (detail::finite(s.error)) return s.error;
    if (detail::finite(s.value)) return -step_sign;
    return overflow_error(s.value, detail::finite(a) && detail::finite(b));
  }
  static double mul_error(double a, double b) {
    const double p = a * b;
    if (std::fabs(p) >= detail::safe_magnitude && std::fabs(p) <= detail::max_finite) [[likely]] {
      return std::fma(a, b, -p);
    }
    if (a == 0 || b == 0) return 0;
    if (!detail::finite(p)) return overflow_error(p, detail::finite(a) && detail::finite(b));
    return detail::product_error_sign(a, b, p);
  }
  static double div_error(double a, double b) {
    const double q = quotient(a, b);
    if (!detail::finite(q)) return overflow_error(q, detail::finite(a) && detail::finite(b));
    if (a == 0 || !detail::finite(b)) return 0;
    if (q == 0) return std::copysign(1.0, a) * std::copysign(1.0, b);
    const double residual = std::fabs(a) >= detail::safe_magnitude ? std::fma(-q, b, a)  // sign of (a - q b)
                                                                   : -detail::product_error_sign(q, b, a);
    return b < 0 ? -residual : residual;
  }
  static double sqrt_error(double a) {
    if (!(a > 0) || !detail::finite(a)) return 0;
    const double scaled = a < detail::safe_magnitude ? a * 0x1p200 : a;  // exact, and so is the root's scaling
    const double s = std::sqrt(scaled);
    return std::fma(-s, s, scaled);
  }
  /// An infinite r is exact for infinite operands and too far from zero for finite ones; a NaN is left alone.
  static double overflow_error(double r, bool finite_operands) {
    if (!finite_operands || !(r == r)) return 0;
    return -r;
  }
};

}  // namespace lemmata
