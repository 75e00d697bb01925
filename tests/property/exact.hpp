#pragma once
/// \file
/// # Endpoints as exact rationals
/// The oracle of the rounding and interval tests: GMP rationals, which share nothing with the code under test.

#include "numerics/scalar/double_double.hpp"
#include "numerics/scalar/floating.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <boost/multiprecision/gmp.hpp>
#include <cctype>
#include <limits>
#include <string>

namespace lemmata::test {

using Rational = boost::multiprecision::number<boost::multiprecision::gmp_rational, boost::multiprecision::et_off>;

inline bool is_finite(double x) { return detail::finite(x); }
inline bool is_finite(const DoubleDouble& x) { return detail::finite(x.hi) && detail::finite(x.lo); }
template <unsigned D>
bool is_finite(const Mp<D>& x) {
  return mpfr_number_p(x.backend().data()) != 0;
}

inline Rational rational(double x) {
  Rational r;
  mpq_set_d(r.backend().data(), x);
  return r;
}
inline Rational rational(const DoubleDouble& x) { return rational(x.hi) + rational(x.lo); }
template <unsigned D>
Rational rational(const Mp<D>& x) {
  Rational r;
  mpfr_get_q(r.backend().data(), x.backend().data());
  return r;
}

/// The neighbours on the rung; for DoubleDouble the neighbouring low word.
inline double above(double x) { return next_up(x); }
inline double below(double x) { return next_down(x); }
template <unsigned D>
Mp<D> above(Mp<D> x) {
  mpfr_nextabove(x.backend().data());
  return x;
}
template <unsigned D>
Mp<D> below(Mp<D> x) {
  mpfr_nextbelow(x.backend().data());
  return x;
}

/// [-+] digits [. digits] [e [-+] digits] as a rational, by string arithmetic alone.
inline Rational rational_from_decimal(const std::string& text) {
  std::string digits;
  long exponent = 0;
  std::size_t i = 0;
  const bool minus = text[0] == '-';
  if (minus) ++i;
  bool fraction = false;
  for (; i < text.size() && text[i] != 'e'; ++i) {
    if (text[i] == '.') {
      fraction = true;
      continue;
    }
    digits += text[i];
    if (fraction) --exponent;
  }
  if (i < text.size()) exponent += std::stol(text.substr(i + 1));
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  const boost::multiprecision::mpz_int significand(digits);
  const boost::multiprecision::mpz_int scale =
      pow(boost::multiprecision::mpz_int(10), static_cast<unsigned>(std::labs(exponent)));
  const Rational magnitude = exponent < 0 ? Rational(significand, scale) : Rational(significand * scale);
  return minus ? Rational(-magnitude) : magnitude;
}

}  // namespace lemmata::test
