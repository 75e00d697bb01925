#pragma once
/// \file
/// # Is the gradient exactly zero at an exact point?
/// ## Guarantee  yes: every component is exactly zero; no: one component is certainly not; unknown otherwise.
/// ## Method   Enclosures that are the point 0 prove it (directed rounding of exact operations is exact); then exact
///             rational arithmetic; enclosures up to 200 digits can only disprove it.

#include "theory/problem/interface/problem.hpp"

#include <string>

namespace lemmata::theory::problem {

struct Stationarity {
  Truth critical = Truth::unknown;
  Interval<Real> gradient_norm;
  std::string arithmetic;  ///< what decided
};

[[nodiscard]] Stationarity stationarity(const Problem& problem, const Vector<Rational>& x);

}  // namespace lemmata::theory::problem
