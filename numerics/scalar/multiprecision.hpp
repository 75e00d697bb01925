#pragma once
/// \file
/// # Mp<Digits>: MPFR numbers of fixed precision
/// A precision is a type, so it cannot leak between threads or be forgotten by a temporary. Operators round to nearest;
/// Rounding<Mp<D>> calls MPFR's directed functions, which are correctly rounded: exact results come back as they are.
/// The range of exponents is MPFR's (about 2^30), underflow and overflow are directed too.

#include "numerics/scalar/double_double.hpp"

#include <boost/multiprecision/mpfr.hpp>
#include <utility>

namespace lemmata {

template <unsigned Digits>
using Mp =
    boost::multiprecision::number<boost::multiprecision::mpfr_float_backend<Digits>, boost::multiprecision::et_off>;

/// The top rung: double, Mp<50> and Mp<100> convert to it exactly, DoubleDouble outward.
using Real = Mp<200>;

/// Significant bits of Mp<D>.
template <unsigned D>
[[nodiscard]] int bits_of(const Mp<D>& x) {
  return static_cast<int>(mpfr_get_prec(x.backend().data()));
}

template <unsigned D>
struct Rounding<Mp<D>> {
  using T = Mp<D>;
  static T add_down(const T& a, const T& b) { return binary<mpfr_add, MPFR_RNDD>(a, b); }
  static T add_up(const T& a, const T& b) { return binary<mpfr_add, MPFR_RNDU>(a, b); }
  static T sub_down(const T& a, const T& b) { return binary<mpfr_sub, MPFR_RNDD>(a, b); }
  static T sub_up(const T& a, const T& b) { return binary<mpfr_sub, MPFR_RNDU>(a, b); }
  static T mul_down(const T& a, const T& b) { return binary<mpfr_mul, MPFR_RNDD>(a, b); }
  static T mul_up(const T& a, const T& b) { return binary<mpfr_mul, MPFR_RNDU>(a, b); }
  static T div_down(const T& a, const T& b) { return divided<MPFR_RNDD>(a, b); }
  static T div_up(const T& a, const T& b) { return divided<MPFR_RNDU>(a, b); }
  static T sqrt_down(const T& a) {
    T r;
    mpfr_sqrt(r.backend().data(), a.backend().data(), MPFR_RNDD);
    return r;
  }
  static T sqrt_up(const T& a) {
    T r;
    mpfr_sqrt(r.backend().data(), a.backend().data(), MPFR_RNDU);
    return r;
  }

 private:
  template <auto Operation, mpfr_rnd_t Direction>
  static T binary(const T& a, const T& b) {
    T r;
    Operation(r.backend().data(), a.backend().data(), b.backend().data(), Direction);
    return r;
  }
  template <mpfr_rnd_t Direction>
  static T divided(const T& a, const T& b) {
    T r;
    if (mpfr_zero_p(b.backend().data()) != 0) {
      mpfr_set_nan(r.backend().data());
    } else {
      mpfr_div(r.backend().data(), a.backend().data(), b.backend().data(), Direction);
    }
    return r;
  }
};

template <unsigned U, unsigned D>
requires(U != D) struct Cast<Mp<U>, Mp<D>> {
  static Mp<U> down(const Mp<D>& x) { return set<MPFR_RNDD>(x); }
  static Mp<U> up(const Mp<D>& x) { return set<MPFR_RNDU>(x); }

 private:
  template <mpfr_rnd_t Direction>
  static Mp<U> set(const Mp<D>& x) {
    Mp<U> r;
    mpfr_set(r.backend().data(), x.backend().data(), Direction);
    return r;
  }
};

template <unsigned U>
struct Cast<Mp<U>, double> {
  static Mp<U> down(double x) { return Mp<U>(x); }
  static Mp<U> up(double x) { return Mp<U>(x); }
};

template <unsigned U>
struct Cast<Mp<U>, DoubleDouble> {
  static Mp<U> down(const DoubleDouble& x) { return Rounding<Mp<U>>::add_down(Mp<U>(x.hi), Mp<U>(x.lo)); }
  static Mp<U> up(const DoubleDouble& x) { return Rounding<Mp<U>>::add_up(Mp<U>(x.hi), Mp<U>(x.lo)); }
};

template <unsigned D>
struct Cast<double, Mp<D>> {
  static double down(const Mp<D>& x) { return mpfr_get_d(x.backend().data(), MPFR_RNDD); }
  static double up(const Mp<D>& x) { return mpfr_get_d(x.backend().data(), MPFR_RNDU); }
};

/// hi is the nearest double, lo the rest rounded in the direction; beyond the range of double, the double bound.
template <unsigned D>
struct Cast<DoubleDouble, Mp<D>> {
  static DoubleDouble down(const Mp<D>& x) { return split<MPFR_RNDD>(x); }
  static DoubleDouble up(const Mp<D>& x) { return split<MPFR_RNDU>(x); }

 private:
  template <mpfr_rnd_t Direction>
  static DoubleDouble split(const Mp<D>& x) {
    const double hi = mpfr_get_d(x.backend().data(), MPFR_RNDN);
    if (!detail::finite(hi)) return DoubleDouble(mpfr_get_d(x.backend().data(), Direction));
    Mp<D> rest;
    mpfr_sub_d(rest.backend().data(), x.backend().data(), hi, Direction);
    return DoubleDouble(hi, mpfr_get_d(rest.backend().data(), Direction));
  }
};

}  // namespace lemmata
