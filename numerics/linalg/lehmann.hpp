#pragma once
/// \file
/// # Eigenvalues from a complement bound
/// ## Statement  (Theorem C) Let v^T A v >= mu v^T v on the orthogonal complement of range(X), M any k x k matrix,
///   R = A X - X M. For lambda < mu put  S(lambda) = X^T A X - lambda X^T X - R^T R / (mu - lambda).  Then A has at
///   most as many eigenvalues below lambda as S(lambda) has negative ones; and lambda_j(A) <= lambda as soon as X^T A X
///   - lambda X^T X has at least j negative eigenvalues.
/// ## Source   Lehmann (1949); Parlett, The Symmetric Eigenvalue Problem (1998), ch. 10; Beattie, ETNA 7 (1998) 18.
///             Proof: congruence with [X Q], Q a basis of the complement; Haynsworth's inertia additivity;
///             R^T Q Q^T R <= R^T R. Rank of X is needed for neither side.
/// ## Guarantee  Holds for every A of the box: the matrices above are formed with radii, and a radius matrix of norm e
///             is replaced by the shift e I.

#include "numerics/linalg/error_model.hpp"
#include "numerics/linalg/product.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <cstddef>
#include <vector>

namespace lemmata {

/// X^T A X, X^T X and R^T R as centres with a bound of the norm of what they miss, over all A of the box.
struct RitzForms {
  Matrix<Real> q, g, n;
  Real q_error, g_error, n_error;
  Vector<double> theta;       ///< approximate Ritz values: q_jj / g_jj
  Vector<double> residual;    ///< >= ||R_j|| for every A of the box
  Matrix<double> correction;  ///< the columns of R for the centre, k x n, rounded
};

[[nodiscard]] RitzForms ritz_forms(const SymmetricBox& a, const BoxNorms& norms, const LongVectors& x, Team& team,
                                   const ErrorModel& model = {});

/// Encloses lambda_(j+1)(A), j from 0, given mu = complement. Either side may be infinite when it cannot be had:
/// below when mu is too small, above when the forms are too uncertain.
[[nodiscard]] Interval<Real> lehmann_enclosure(const RitzForms& forms, double complement, std::size_t j);

}  // namespace lemmata
