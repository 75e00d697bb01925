#include "theory/problem/interface/jet.hpp"

#include "numerics/scalar/elementary.hpp"

namespace lemmata::theory::problem {
namespace {

/// The functions themselves, for each kind of number. The approximate ones take the middle of an enclosure.
template <class T>
struct Elementary {
  template <class F>
  static T middle(const T& x, F f) {
    return NumberTraits<T>::is_defined(x) ? f(Interval<T>(x)).mid() : NumberTraits<T>::undefined();
  }
  static T exp(const T& x) {
    return middle(x, [](const auto& t) { return lemmata::exp(t); });
  }
  static T tanh(const T& x) {
    return middle(x, [](const auto& t) { return lemmata::tanh(t); });
  }
  static T erf(const T& x) {
    return middle(x, [](const auto& t) { return lemmata::erf(t); });
  }
  static T log1p(const T& x) {
    return middle(x, [](const auto& t) { return lemmata::log1p(t); });
  }
  static T cos(const T& x) {
    return middle(x, [](const auto& t) { return lemmata::cos(t); });
  }
  static T sin(const T& x) {
    return middle(x, [](const auto& t) { return lemmata::sin(t); });
  }
  static T acos(const T& x) {
    return x < T(-1.0) || T(1.0) < x ? NumberTraits<T>::undefined()
                                     : middle(x, [](const auto& t) { return lemmata::acos(t); });
  }
  static T sqrt(const T& x) {
    return x < T(0.0) ? NumberTraits<T>::undefined() : middle(x, [](const auto& t) { return lemmata::sqrt(t); });
  }
  static T pi() { return lemmata::pi<T>().mid(); }
  static T positive_part(const T& x) { return x < T(0.0) ? T(0.0) : x; }
  static T sqr(const T& x) { return x * x; }
  static bool is_positive(const T& x) { return T(0.0) < x; }
};

template <>
struct Elementary<double> {
  static double exp(double x) { return std::exp(x); }
  static double tanh(double x) { return std::tanh(x); }
  static double erf(double x) { return std::erf(x); }
  static double log1p(double x) { return std::log1p(x); }
  static double cos(double x) { return std::cos(x); }
  static double sin(double x) { return std::sin(x); }
  static double acos(double x) { return std::acos(x); }
  static double sqrt(double x) { return std::sqrt(x); }
  static double pi() { return 0x1.921fb54442d18p+1; }
  static double positive_part(double x) { return x < 0 ? 0 : x; }
  static double sqr(double x) { return x * x; }
  static bool is_positive(double x) { return x > 0; }
};

template <Scalar S>
struct Elementary<Interval<S>> {
  using T = Interval<S>;
  static T exp(const T& x) { return lemmata::exp(x); }
  static T tanh(const T& x) { return lemmata::tanh(x); }
  static T erf(const T& x) { return lemmata::erf(x); }
  static T log1p(const T& x) { return lemmata::log1p(x); }
  static T cos(const T& x) { return lemmata::cos(x); }
  static T sin(const T& x) { return lemmata::sin(x); }
  static T acos(const T& x) { return lemmata::acos(x); }
  static T sqrt(const T& x) { return lemmata::sqrt(x); }
  static T pi() { return lemmata::pi<S>(); }
  static T positive_part(const T& x) { return max(x, T(0.0)); }
  static T sqr(const T& x) { return lemmata::sqr(x); }
  static bool is_positive(const T& x) { return certainly(positive(x)); }
};

template <>
struct Elementary<ExactRational> {
  using T = ExactRational;
  static T at_zero(const T& x, double value) { return x.is_zero() ? T(value) : T::unknown(); }
  static T exp(const T& x) { return at_zero(x, 1); }
  static T tanh(const T& x) { return at_zero(x, 0); }
  static T erf(const T& x) { return at_zero(x, 0); }
  static T log1p(const T& x) { return at_zero(x, 0); }
  static T cos(const T& x) { return at_zero(x, 1); }
  static T sin(const T& x) { return at_zero(x, 0); }
  static T acos(const T& x) { return x.is_known() && x.value() == 1 ? T(0.0) : T::unknown(); }
  static T sqrt(const T& x) {
    if (!x.is_known() || x.value() < 0) return T::unknown();
    const Integer a(numerator(x.value())), b(denominator(x.value()));
    const Integer p = floor_sqrt(a), q = floor_sqrt(b);
    return p * p == a && q * q == b ? T(Rational(p, q)) : T::unknown();
  }
  static T pi() { return T::unknown(); }
  static T positive_part(const T& x) { return x.is_known() && x.value() < 0 ? T(0.0) : x; }
  static T sqr(const T& x) { return x * x; }
  static bool is_positive(const T& x) { return x.is_known() && x.value() > 0; }
};

/// Derivatives from f' = s: for functions whose slope has simple derivatives of its own.
template <class T>
Jet<T> undefined_slopes(T value) {
  const T none = NumberTraits<T>::undefined();
  return {std::move(value), none, none, none};
}

template <class T>
Jet<T> reciprocal(const T& x) {
  const T r = T(1.0) / x;
  if (!NumberTraits<T>::is_defined(r)) return undefined_slopes(NumberTraits<T>::undefined());
  const T r2 = Elementary<T>::sqr(r);
  return {r, -r2, T(2.0) * r2 * r, T(-6.0) * Elementary<T>::sqr(r2)};
}

template <class T>
Jet<T> root(const T& x) {
  const T s = Elementary<T>::sqrt(x);
  if (!Elementary<T>::is_positive(x)) return undefined_slopes(s);
  const T first = T(0.5) / s;
  const T second = T(-0.5) * first / x;
  return {s, first, second, T(-1.5) * second / x};
}

template <class T>
Jet<T> tangent(const T& x) {
  using E = Elementary<T>;
  const T t = E::tanh(x);
  const T t2 = E::sqr(t), slope = T(1.0) - t2;
  return {t, slope, T(-2.0) * t * slope, (T(6.0) * t2 - T(2.0)) * slope};
}

template <class T>
Jet<T> error_function(const T& x) {
  using E = Elementary<T>;
  if constexpr (std::is_same_v<T, ExactRational>) return undefined_slopes(E::erf(x));
  const T x2 = E::sqr(x);
  const T slope = T(2.0) * E::exp(-x2) / E::sqrt(E::pi());
  return {E::erf(x), slope, T(-2.0) * x * slope, (T(4.0) * x2 - T(2.0)) * slope};
}

/// log(1 + e^x) through the side on which the exponential is small; its slope is (1 + tanh(x / 2)) / 2.
template <class T>
Jet<T> softplus(const T& x) {
  using E = Elementary<T>;
  const T half = T(0.5) * x, t = E::tanh(half), t2 = E::sqr(t);
  const T slope = T(0.5) + T(0.5) * t;
  const T second = T(0.25) * (T(1.0) - t2);
  const bool up = E::is_positive(x);
  const T value = up ? x + E::log1p(E::exp(-x)) : E::log1p(E::exp(x));
  return {value, slope, second, -t * second};
}

template <class T>
Jet<T> arc_cosine(const T& x) {
  using E = Elementary<T>;
  const T square = T(1.0) - E::sqr(x), value = E::acos(x);
  if (!E::is_positive(square)) return undefined_slopes(value);
  const T slope = T(-1.0) / E::sqrt(square);
  const T second = x * slope / square;
  return {value, slope, second, (T(1.0) + T(2.0) * E::sqr(x)) * slope / E::sqr(square)};
}

}  // namespace

template <class T>
Jet<T> jet(Function f, const T& x) {
  using E = Elementary<T>;
  switch (f) {
    case Function::reciprocal:
      return reciprocal(x);
    case Function::root:
      return root(x);
    case Function::exponential: {
      const T e = E::exp(x);
      return {e, e, e, e};
    }
    case Function::hyperbolic_tangent:
      return tangent(x);
    case Function::error_function:
      return error_function(x);
    case Function::softplus:
      return softplus(x);
    case Function::arc_cosine:
      return arc_cosine(x);
    case Function::cosine: {
      const T c = E::cos(x), s = E::sin(x);
      return {c, -s, -c, s};
    }
    case Function::positive_fourth:
      break;
  }
  const T t = E::positive_part(x), t2 = E::sqr(t);
  return {E::sqr(t2), T(4.0) * t2 * t, T(12.0) * t2, T(24.0) * t};
}

template <class T>
T pi_number() {
  return Elementary<T>::pi();
}

template Jet<double> jet(Function, const double&);
template Jet<DoubleDouble> jet(Function, const DoubleDouble&);
template Jet<Mp<50>> jet(Function, const Mp<50>&);
template Jet<Mp<100>> jet(Function, const Mp<100>&);
template Jet<Mp<200>> jet(Function, const Mp<200>&);
template Jet<Interval<double>> jet(Function, const Interval<double>&);
template Jet<Interval<DoubleDouble>> jet(Function, const Interval<DoubleDouble>&);
template Jet<Interval<Mp<50>>> jet(Function, const Interval<Mp<50>>&);
template Jet<Interval<Mp<100>>> jet(Function, const Interval<Mp<100>>&);
template Jet<Interval<Mp<200>>> jet(Function, const Interval<Mp<200>>&);
template Jet<ExactRational> jet(Function, const ExactRational&);
template double pi_number<double>();
template DoubleDouble pi_number<DoubleDouble>();
template Mp<50> pi_number<Mp<50>>();
template Mp<100> pi_number<Mp<100>>();
template Mp<200> pi_number<Mp<200>>();
template Interval<double> pi_number<Interval<double>>();
template Interval<DoubleDouble> pi_number<Interval<DoubleDouble>>();
template Interval<Mp<50>> pi_number<Interval<Mp<50>>>();
template Interval<Mp<100>> pi_number<Interval<Mp<100>>>();
template Interval<Mp<200>> pi_number<Interval<Mp<200>>>();
template ExactRational pi_number<ExactRational>();

}  // namespace lemmata::theory::problem
