#pragma once
/// \file
/// # Finding critical points: guesses only
/// No guarantee: what comes out is refined and proved elsewhere, or not at all.

#include "theory/problem/interface/problem.hpp"

#include <cstdint>

namespace lemmata::theory::problem {

/// A point with entries in [-1, 1] that depends on the seed alone.
[[nodiscard]] Vector<double> random_start(const Problem& problem, std::uint64_t seed);

/// Descent by a trust region with truncated conjugate gradients (Steihaug): follows negative curvature, so it leaves
/// saddles. Hessian-vector products only.
[[nodiscard]] Vector<double> descend(const Problem& problem, Vector<double> x);

/// Newton's method for grad f = 0 on the bordered Hessian: goes to the critical point nearby, whatever its kind.
[[nodiscard]] Vector<double> newton(const Problem& problem, Vector<double> x);

/// A direction of small v'Hv / v'v by `steps` Lanczos steps with Hessian-vector products; memory of a few vectors.
[[nodiscard]] Vector<double> lanczos_direction(const Problem& problem, const Vector<double>& x, std::size_t steps);

}  // namespace lemmata::theory::problem
