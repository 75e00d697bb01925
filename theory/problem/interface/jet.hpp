#pragma once
/// \file
/// # Functions of one variable with three derivatives
/// The one table of derivatives that both ways of differentiating read (tape.hpp backward, taylor.hpp forward).
/// ## Guarantee  Over Interval each of the four encloses the derivative of that order on the whole argument, or is
///   the whole line where the derivative does not exist somewhere in it.
/// Instantiated in jet.cpp for every number of number.hpp.

#include "theory/problem/interface/number.hpp"

namespace lemmata::theory::problem {

template <class T>
struct Jet {
  T value, first, second, third;
};

enum class Function {
  reciprocal,   ///< 1 / x
  root,         ///< sqrt x, x > 0
  exponential,  ///< exp x
  hyperbolic_tangent,
  error_function,
  softplus,    ///< log(1 + exp x)
  arc_cosine,  ///< x in (-1, 1)
  cosine,
  positive_fourth  ///< max(x, 0)^4: three times differentiable
};

template <class T>
[[nodiscard]] Jet<T> jet(Function f, const T& x);

/// An enclosure of pi; unknown for ExactRational.
template <class T>
[[nodiscard]] T pi_number();

}  // namespace lemmata::theory::problem
