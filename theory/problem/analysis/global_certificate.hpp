#pragma once
/// \file
/// # When a critical point is proved to be a global minimum

#include "theory/problem/interface/problem.hpp"

#include <optional>
#include <string>

namespace lemmata::theory::problem {

/// The theorem that makes the critical point in the box (the exact one, when given) a global minimum; empty when none
/// applies. `local_minimum`: it is proved to be a local one. threads = 0: without the dual matrix.
[[nodiscard]] std::string global_certificate(const Problem& problem, const Vector<Interval<Real>>& point,
                                             const std::optional<Vector<Rational>>& exact_point, bool local_minimum,
                                             unsigned threads);

}  // namespace lemmata::theory::problem
