#pragma once
/// \file
/// # What an interval endpoint must provide
/// Rounding<T> is the customization point of certified arithmetic. It has no default: a type nobody vouched for does
/// not compile. A specialization promises, for all a, b of T without NaN:
///   op_down(a, b) <= a op b <= op_up(a, b)   over the extended reals,
/// exact results of double and Mp are returned by both; a NaN comes back where a op b is undefined
/// (inf - inf, 0 * inf, x / 0, sqrt of a negative number). T converts exactly from double.

#include <concepts>
#include <limits>

#if defined(__FAST_MATH__)
#error "lemmata cannot be compiled with -ffast-math: its proofs need IEEE arithmetic"
#endif

namespace lemmata {

template <class T>
struct Rounding;  // specialized for double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>; never defined here

template <class T>
concept Scalar = std::regular<T> && std::constructible_from<T, double> && requires(const T& a, const T& b) {
  { Rounding<T>::add_down(a, b) } -> std::same_as<T>;
  { Rounding<T>::add_up(a, b) } -> std::same_as<T>;
  { Rounding<T>::sub_down(a, b) } -> std::same_as<T>;
  { Rounding<T>::sub_up(a, b) } -> std::same_as<T>;
  { Rounding<T>::mul_down(a, b) } -> std::same_as<T>;
  { Rounding<T>::mul_up(a, b) } -> std::same_as<T>;
  { Rounding<T>::div_down(a, b) } -> std::same_as<T>;
  { Rounding<T>::div_up(a, b) } -> std::same_as<T>;
  { Rounding<T>::sqrt_down(a) } -> std::same_as<T>;
  { Rounding<T>::sqrt_up(a) } -> std::same_as<T>;
  { a < b } -> std::convertible_to<bool>;
  { a <= b } -> std::convertible_to<bool>;
  { -a } -> std::convertible_to<T>;
};

/// The extended real +infinity of T.
template <class T>
T infinity() {
  return T(std::numeric_limits<double>::infinity());
}

/// Directed conversion between rungs: round_down<U>(x) <= x <= round_up<U>(x), exact where U holds x.
/// Cast<U, T> is specialized next to U and T.
template <class U, class T>
struct Cast;

template <class T>
struct Cast<T, T> {
  static T down(const T& x) { return x; }
  static T up(const T& x) { return x; }
};

template <class U, class T>
U round_down(const T& x) {
  return Cast<U, T>::down(x);
}
template <class U, class T>
U round_up(const T& x) {
  return Cast<U, T>::up(x);
}

}  // namespace lemmata
