#pragma once
/// \file
/// # The numbers that a problem can be evaluated over
/// Approximate ones (double, DoubleDouble, Mp), enclosing ones (Interval of each) and exact ones (ExactRational).
/// ## Guarantee  `number<T>` of a rational contains it (Interval), is it (ExactRational) or is near it (the others).
///   A derivative that does not exist is *undefined* and stays so whatever it is multiplied by: the whole line for
///   Interval, NaN for the approximate numbers, unknown for ExactRational. Interval arithmetic alone would turn
///   0 * (-inf, inf) into 0.

#include "numerics/margin/exact.hpp"
#include "numerics/scalar/double_double.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace lemmata::theory::problem {

/// A rational number, or nothing known: what an irrational function of a rational gives, except where its value is
/// rational and recognised (exp 0, tanh 0, the root of a square).
class ExactRational {
 public:
  ExactRational() : value_(0) {}
  ExactRational(double x) : ExactRational(detail::finite(x) ? exact(x) : Rational(0)) {  // NOLINT: exact
    known_ = detail::finite(x);
  }
  ExactRational(Rational x) : value_(std::move(x)) {}  // NOLINT: exact
  [[nodiscard]] static ExactRational unknown() {
    ExactRational x;
    x.known_ = false;
    return x;
  }
  [[nodiscard]] bool is_known() const noexcept { return known_; }
  /// The number; 0 when it is not known.
  [[nodiscard]] const Rational& value() const noexcept { return value_; }
  [[nodiscard]] bool is_zero() const { return known_ && value_ == 0; }

  friend bool operator==(const ExactRational&, const ExactRational&) = default;
  friend ExactRational operator-(const ExactRational& a) { return a.known_ ? ExactRational(-a.value_) : a; }
  friend ExactRational operator+(const ExactRational& a, const ExactRational& b) {
    return a.known_ && b.known_ ? ExactRational(a.value_ + b.value_) : unknown();
  }
  friend ExactRational operator-(const ExactRational& a, const ExactRational& b) {
    return a.known_ && b.known_ ? ExactRational(a.value_ - b.value_) : unknown();
  }
  friend ExactRational operator*(const ExactRational& a, const ExactRational& b) {
    return a.known_ && b.known_ ? ExactRational(a.value_ * b.value_) : unknown();
  }
  friend ExactRational operator/(const ExactRational& a, const ExactRational& b) {
    return a.known_ && b.known_ && b.value_ != 0 ? ExactRational(a.value_ / b.value_) : unknown();
  }
  ExactRational& operator+=(const ExactRational& b) { return *this = *this + b; }

 private:
  Rational value_;
  bool known_ = true;
};

/// How a kind of number holds constants and meets a derivative that does not exist.
template <class T>
struct NumberTraits;

template <>
struct NumberTraits<double> {
  static double of(const Rational& x) { return nearest(x); }
  static double undefined() { return std::numeric_limits<double>::quiet_NaN(); }
  static bool is_defined(double x) { return std::isfinite(x); }
  static Truth at_most(double a, double b) { return truth(a <= b); }
};

template <>
struct NumberTraits<DoubleDouble> {
  static DoubleDouble of(const Rational& x) { return convert<DoubleDouble>(enclosure(x)).mid(); }
  static DoubleDouble undefined() { return DoubleDouble(std::numeric_limits<double>::quiet_NaN()); }
  static bool is_defined(const DoubleDouble& x) { return std::isfinite(x.hi); }
  static Truth at_most(const DoubleDouble& a, const DoubleDouble& b) { return truth(a <= b); }
};

template <unsigned D>
struct NumberTraits<Mp<D>> {
  static Mp<D> of(const Rational& x) { return convert<Mp<D>>(enclosure(x)).mid(); }
  static Mp<D> undefined() { return Mp<D>(std::numeric_limits<double>::quiet_NaN()); }
  static bool is_defined(const Mp<D>& x) { return mpfr_number_p(x.backend().data()) != 0; }
  static Truth at_most(const Mp<D>& a, const Mp<D>& b) { return truth(a <= b); }
};

template <Scalar T>
struct NumberTraits<Interval<T>> {
  static Interval<T> of(const Rational& x) { return convert<T>(enclosure(x)); }
  static Interval<T> undefined() { return Interval<T>::whole(); }
  static bool is_defined(const Interval<T>& x) { return x.is_bounded(); }
  static Truth at_most(const Interval<T>& a, const Interval<T>& b) { return less_equal(a, b); }
};

template <>
struct NumberTraits<ExactRational> {
  static ExactRational of(const Rational& x) { return {x}; }
  static ExactRational undefined() { return ExactRational::unknown(); }
  static bool is_defined(const ExactRational& x) { return x.is_known(); }
  static Truth at_most(const ExactRational& a, const ExactRational& b) {
    return a.is_known() && b.is_known() ? truth(a.value() <= b.value()) : Truth::unknown;
  }
};

/// x as a T: enclosed, exact, or the nearest.
template <class T>
[[nodiscard]] T number(const Rational& x) {
  return NumberTraits<T>::of(x);
}

/// a b by the chain rule: undefined as soon as one factor is.
template <class T>
[[nodiscard]] T chain(const T& a, const T& b) {
  using Traits = NumberTraits<T>;
  return Traits::is_defined(a) && Traits::is_defined(b) ? a * b : Traits::undefined();
}

/// Over approximate numbers a comparison answers yes or no, and means as little as they do.
template <class T>
[[nodiscard]] Truth at_most(const T& a, const T& b) {
  return NumberTraits<T>::at_most(a, b);
}

}  // namespace lemmata::theory::problem
