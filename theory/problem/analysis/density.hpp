#pragma once
/// \file
/// # The spectral density of the Hessian, approximately
/// ## Method   Stochastic Lanczos quadrature: for a random sign vector v, k Lanczos steps give nodes theta_i and
///             weights (first component of the i-th eigenvector)^2, a Gauss rule for the measure of v; averaged over
///             vectors.
/// ## Source   Ubaru, Chen, Saad (2017), SIAM J. Matrix Anal. Appl. 38(4), 1075; Ghorbani, Krishnan, Xiao (2019), ICML.
/// No guarantee: a picture. Nothing proved depends on it.

#include "theory/problem/interface/problem.hpp"

namespace lemmata::theory::problem {

struct ApproximateDensity {
  Vector<double> nodes;    ///< ascending
  Vector<double> weights;  ///< positive, sum 1
  std::size_t probes = 0, steps = 0;
};

/// Hessian-vector products only: probes * steps of them. The point must be one where the Hessian is finite; otherwise
/// nodes are empty.
[[nodiscard]] ApproximateDensity approximate_density(const Problem& problem, const Vector<double>& x,
                                                     std::size_t probes, std::size_t steps);

}  // namespace lemmata::theory::problem
