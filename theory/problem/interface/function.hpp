#pragma once
/// \file
/// # What a problem's term may call, whichever way it is differentiated
/// S is Var<T> or Taylor<T>; both have + - * /, sqr and compose.

#include "theory/problem/interface/tape.hpp"
#include "theory/problem/interface/taylor.hpp"

namespace lemmata::theory::problem {

/// f(x), with its derivatives.
template <class S>
[[nodiscard]] S apply(Function f, const S& x) {
  return compose([f](const auto& t) { return jet(f, t); }, x);
}

/// The constants that are no doubles.
template <class S>
[[nodiscard]] S constant(const Rational& x) {
  return S(number<typename S::number_type>(x));
}
template <class S>
[[nodiscard]] S pi_constant() {
  return S(pi_number<typename S::number_type>());
}

/// Compares values; certain over Interval and ExactRational.
template <class S>
[[nodiscard]] bool certainly_at_most(const S& a, const S& b) {
  return certainly(at_most(a.value(), b.value()));
}

/// What a term's argument gives: Var<T> for Tape<T>, Taylor<T> for Line<T>.
template <class X>
using Element = std::remove_cvref_t<decltype(std::declval<X&>()[std::size_t{0}])>;

/// sum over i < count of x[a + i] x[b + i].
template <class X>
[[nodiscard]] Element<X> inner_product(X& x, std::size_t a, std::size_t b, std::size_t count) {
  Element<X> sum(0.0);
  for (std::size_t i = 0; i < count; ++i) sum = i == 0 ? x[a] * x[b] : sum + x[a + i] * x[b + i];
  return sum;
}

/// sum over i of row[i] x[a + i]; zeros of the data are skipped.
template <class X>
[[nodiscard]] Element<X> linear_form(X& x, std::size_t a, std::span<const double> row) {
  Element<X> sum(0.0);
  for (std::size_t i = 0; i < row.size(); ++i)
    if (row[i] != 0) sum = sum + Element<X>(row[i]) * x[a + i];
  return sum;
}

}  // namespace lemmata::theory::problem
