#pragma once
/// \file
/// # Elementary functions of intervals, on every rung
/// Guarantee   f(t) lies in f(x) for every t in x where f is defined. A function that is defined nowhere on x (log of
/// an
///             interval without a positive number, acos of one that misses [-1, 1]) gives the whole line: nothing is
///             claimed. Where x reaches beyond the domain only its part inside counts: log of [-1, 2] is (-inf, log 2].
///             A caller who must know that f is defined asks so (positive(x)), it does not follow from the result.
/// Method      MPFR's functions are correctly rounded in either direction; monotone ones are evaluated at the
/// endpoints,
///             sin and cos also find the extrema between them with an enclosure of pi at sufficient precision. Results
///             for double and Mp are the tightest of their rung, those for DoubleDouble within 2^-104 relative.
/// Source      Fousse, Hanrot, Lefevre, Pelissier, Zimmermann (2007), ACM TOMS 33(2), art. 13 (MPFR).
/// Notes       Instantiated for double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>. Microseconds per call: bulk entries
/// have
///             their own vectorised maps. sqrt is in interval.hpp.

#include "numerics/scalar/interval.hpp"

namespace lemmata {

/// An enclosure of pi: the two neighbours on rung T.
template <Scalar T>
[[nodiscard]] Interval<T> pi();

template <Scalar T>
[[nodiscard]] Interval<T> exp(const Interval<T>& x);
/// exp(x) - 1.
template <Scalar T>
[[nodiscard]] Interval<T> expm1(const Interval<T>& x);
/// Natural logarithm; domain (0, inf).
template <Scalar T>
[[nodiscard]] Interval<T> log(const Interval<T>& x);
/// log(1 + x); domain (-1, inf).
template <Scalar T>
[[nodiscard]] Interval<T> log1p(const Interval<T>& x);
template <Scalar T>
[[nodiscard]] Interval<T> sin(const Interval<T>& x);
template <Scalar T>
[[nodiscard]] Interval<T> cos(const Interval<T>& x);
/// Domain [-1, 1], values in [-pi/2, pi/2].
template <Scalar T>
[[nodiscard]] Interval<T> asin(const Interval<T>& x);
/// Domain [-1, 1], values in [0, pi].
template <Scalar T>
[[nodiscard]] Interval<T> acos(const Interval<T>& x);
template <Scalar T>
[[nodiscard]] Interval<T> atan(const Interval<T>& x);
/// The angle in (-pi, pi] of the points (x, y) of the box other than the origin. A box with points on the negative x
/// axis and below it gives [-pi, pi]; the origin alone does too.
template <Scalar T>
[[nodiscard]] Interval<T> atan2(const Interval<T>& y, const Interval<T>& x);
template <Scalar T>
[[nodiscard]] Interval<T> tanh(const Interval<T>& x);
/// 2 / sqrt(pi) times the integral of exp(-t^2) over [0, x].
template <Scalar T>
[[nodiscard]] Interval<T> erf(const Interval<T>& x);

}  // namespace lemmata
