#pragma once
/// \file
/// # What kind of point it is, with proof
/// ## Guarantee  Every class but `undecided` is proved, for the exact point or for a true critical point in the box:
///   not_critical   a component of the gradient is certainly not zero
///   strict_saddle  gradient zero, and v'Hv < 0 for the direction v over the whole box (local maxima included)
///   local_minimum  gradient zero, H positive definite on the complement of the symmetry directions, which are all of
///                  its kernel; f is constant along the group, so the orbit is a strict minimum transversally. Or a
///                  theorem says so.
///   global_minimum a theorem's certificate: f equals a proved infimum, f is convex, every local minimum is global, or
///                  the dual matrix of the problem is positive semidefinite
///   second_order_stationary  gradient zero, H positive semidefinite, its kernel not explained by the symmetries
///   degenerate     the same, and the point is proved to be no local minimum: by a theorem or by a non-zero third
///   derivative along a
///                  direction of the kernel. Neither a minimum nor a strict saddle.

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/inertia.hpp"
#include "theory/problem/interface/problem.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lemmata::theory::problem {

enum class PointClass {
  strict_saddle,
  local_minimum,
  global_minimum,
  second_order_stationary,
  degenerate,
  not_critical,
  undecided
};
[[nodiscard]] std::string_view name(PointClass kind);

struct Finding {
  PointClass kind = PointClass::undecided;
  std::string reason;            ///< why this class, or what is missing
  std::string criticality;       ///< what proves that the gradient is zero, or is not
  Vector<Interval<Real>> point;  ///< a box that contains it; empty beyond most_dense unknowns
  Interval<Real> radius;         ///< 0 for an exact point
  Interval<Real> gradient_norm;  ///< at the point; 0 at a proved critical point
  Interval<Real> value;
  std::size_t symmetry_nullity = 0;
  // The Hessian at every point of the box; absent where there is no enclosure or it is too large.
  std::optional<SymmetricBox> hessian;
  Vector<Interval<Real>> eigenvalues;  ///< all, ascending; empty when not computed
  std::optional<Inertia> inertia;
  std::optional<ExtremeEigenvalue> least, largest;
  Vector<double> direction;  ///< strict_saddle: v
  Interval<Real> curvature;  ///< v'Hv / v'v over the box
};

struct ExamineOptions {
  unsigned threads = 1;
  std::size_t most_dense = 3000;  ///< more unknowns: no dense Hessian, one direction only
};

/// Judges exactly this point.
[[nodiscard]] Finding examine(const Problem& problem, const Vector<Rational>& x, const ExamineOptions& options = {});

/// Judges the critical point that Newton's method finds from this point: exact where the point is critical itself or
/// rounds to one, else proved to exist (existence.hpp), else known by a theorem of the problem.
[[nodiscard]] Finding examine_nearby(const Problem& problem, const Vector<Rational>& x,
                                     const ExamineOptions& options = {});

}  // namespace lemmata::theory::problem
