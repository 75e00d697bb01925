#pragma once
/// \file
/// # The Hessian bordered by independent symmetry directions, in double: a guess
/// No guarantee: finders take steps with it, and the proof treats it as any symmetric matrix.

#include "numerics/linalg/approximate.hpp"
#include "theory/problem/interface/problem.hpp"

#include <vector>

namespace lemmata::theory::problem {

struct Bordered {
  std::vector<std::size_t> generators;  ///< the independent ones that were chosen
  Matrix<double> matrix;                ///< [[H, G], [G', 0]]
  ApproximateEigenpairs pairs;

  /// The first n components of about -matrix^-1 (g, 0); directions of relatively tiny eigenvalues are left out.
  [[nodiscard]] Vector<double> newton_step(const Vector<double>& g) const;
};

/// Empty matrix when the Hessian is not finite.
[[nodiscard]] Bordered bordered_hessian(const Problem& problem, const Vector<double>& x);
/// The same with the generators given.
[[nodiscard]] Bordered bordered_hessian(const Problem& problem, const Vector<double>& x,
                                        std::vector<std::size_t> generators);

}  // namespace lemmata::theory::problem
