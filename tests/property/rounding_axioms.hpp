#pragma once
/// \file
/// # The axioms of Rounding<T>, against exact rationals
/// Inclusion: op_down <= a op b <= op_up. Tightness: the two are equal exactly when the result is a T, and otherwise
/// neighbours (double, Mp); for DoubleDouble they differ by at most 2^-103 relative where everything is comfortably
/// inside the range, and by a few double steps elsewhere.

#include "numerics/scalar/text.hpp"
#include "tests/property/draws.hpp"
#include "tests/property/exact.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace lemmata::test {

inline Rational power_of_two(int n) {
  const Rational p = Rational(boost::multiprecision::mpz_int(1) << static_cast<unsigned>(n < 0 ? -n : n));
  return n < 0 ? Rational(1 / p) : p;
}

template <class T>
std::string shown(const T& x) {
  return is_finite(x) ? decimal_down(x, 60) : std::string("not finite");
}

/// Whether [down, up] is an admissible answer for the exact result. `scale` is what the width of DoubleDouble outside
/// the comfortable range is relative to: the operands of a sum, otherwise the result.
template <class T>
testing::AssertionResult admissible(const T& down, const T& up, const Rational& exact, bool comfortable,
                                    const Rational& scale) {
  if (!(down == down) || !(up == up)) return testing::AssertionFailure() << "NaN";
  const bool low_finite = is_finite(down);
  const bool high_finite = is_finite(up);
  if (!low_finite && !(down < T(0.0))) return testing::AssertionFailure() << "lower bound is +infinity";
  if (!high_finite && !(T(0.0) < up)) return testing::AssertionFailure() << "upper bound is -infinity";
  if (low_finite && rational(down) > exact)
    return testing::AssertionFailure() << "lower bound " << shown(down) << " too large";
  if (high_finite && rational(up) < exact)
    return testing::AssertionFailure() << "upper bound " << shown(up) << " too small";
  if constexpr (std::same_as<T, DoubleDouble>) {
    if (!low_finite || !high_finite) return testing::AssertionSuccess();
    const Rational width = rational(up) - rational(down);
    const Rational allowed = comfortable ? Rational(abs(exact) * power_of_two(-103))
                                         : Rational(scale * power_of_two(-49) + power_of_two(-1072));
    if (width > allowed) return testing::AssertionFailure() << "too wide: " << shown(down) << " .. " << shown(up);
  } else if (!(down == up)) {
    if (!(up == above(down)))
      return testing::AssertionFailure() << "not neighbours: " << shown(down) << " .. " << shown(up);
    if ((low_finite && rational(down) == exact) || (high_finite && rational(up) == exact)) {
      return testing::AssertionFailure() << "an exact result is not a point";
    }
  }
  return testing::AssertionSuccess();
}

inline bool comfortable(const Rational& x) {
  static const Rational low = power_of_two(-890);
  static const Rational high = power_of_two(990);
  return abs(x) >= low && abs(x) <= high;
}

template <class T>
testing::AssertionResult admissible_operations(const T& a, const T& b) {
  using R = Rounding<T>;
  const Rational x = rational(a);
  const Rational y = rational(b);
  const auto named = [&](const char* operation, testing::AssertionResult outcome) {
    if (outcome) return outcome;
    return outcome << "\n  in " << shown(a) << ' ' << operation << ' ' << shown(b);
  };
  const bool operands = (x == 0 || comfortable(x)) && (y == 0 || comfortable(y));
  const Rational sum = x + y;
  const Rational difference = x - y;
  const Rational product = x * y;
  if (auto r = named("+", admissible<T>(R::add_down(a, b), R::add_up(a, b), sum, operands, abs(x) + abs(y))); !r)
    return r;
  if (auto r = named("-", admissible<T>(R::sub_down(a, b), R::sub_up(a, b), difference, operands, abs(x) + abs(y))); !r)
    return r;
  if (auto r = named("*", admissible<T>(R::mul_down(a, b), R::mul_up(a, b), product, operands && comfortable(product),
                                        abs(product)));
      !r) {
    return r;
  }
  if (y != 0) {
    const Rational quotient = x / y;
    const bool inside = operands && comfortable(quotient);
    if (auto r = named("/", admissible<T>(R::div_down(a, b), R::div_up(a, b), quotient, inside, abs(quotient))); !r)
      return r;
  } else if (R::div_down(a, b) == R::div_down(a, b) || R::div_up(a, b) == R::div_up(a, b)) {
    return testing::AssertionFailure() << "division by zero gave a number";
  }
  return testing::AssertionSuccess();
}

/// sqrt through squares: down^2 <= a <= up^2, neighbours unless exact.
template <class T>
testing::AssertionResult admissible_root(const T& a) {
  using R = Rounding<T>;
  const T down = R::sqrt_down(a);
  const T up = R::sqrt_up(a);
  if (a < T(0.0)) {
    if (down == down || up == up) return testing::AssertionFailure() << "root of a negative number";
    return testing::AssertionSuccess();
  }
  if (!is_finite(down) || !is_finite(up)) return testing::AssertionFailure() << "root of " << shown(a) << " not finite";
  const Rational x = rational(a);
  const Rational low = rational(down);
  const Rational high = rational(up);
  if (low < 0 || low * low > x || high * high < x)
    return testing::AssertionFailure() << "root of " << shown(a) << " missed";
  if constexpr (std::same_as<T, DoubleDouble>) {
    const Rational allowed = comfortable(x) ? Rational(high * power_of_two(-103)) : Rational(high * power_of_two(-49));
    if (high - low > allowed) return testing::AssertionFailure() << "root of " << shown(a) << " too wide";
  } else if (!(down == up)) {
    if (!(up == above(down)) || low * low == x || high * high == x) {
      return testing::AssertionFailure() << "root of " << shown(a) << " not tight";
    }
  }
  return testing::AssertionSuccess();
}

}  // namespace lemmata::test
