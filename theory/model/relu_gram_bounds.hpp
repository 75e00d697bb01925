#pragma once
/// \file
/// # Bounds of the least eigenvalue of the infinite-width ReLU Gram matrix
/// Unit inputs with cosines rho_ij; H_ij = h(rho_ij), h(rho) = sum over k of c_k rho^k with c_1 = 1/4,
/// c_2l = b_l / (2 pi), b_l = C(2l-2, l-1) / (4^(l-1) (2l-1)), all other c_k = 0.
/// ## Source   Theory dossier, sections 1 and 6: LB2, LB3 mark [D]; LB1 Oymak, Soltanolkotabi (2020), mark [V2] through
///             its later generalisation.

#include "numerics/base/expected.hpp"
#include "numerics/enclosure/enclosed.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/scalar/precision.hpp"

namespace lemmata::theory {

/// The cosines of the rows, none of which is zero: enclosed at the top rung, 1 on the diagonal, exactly 0 where the dot
/// product is and the arithmetic is exact. Cost n^2 d multiprecision operations.
[[nodiscard]] Matrix<Interval<Real>> cosines(const Matrix<double>& inputs);

/// LB3: sum over k in {1, 2, 4, 6, .., 64} of c_k max(0, 1 - max_i sum_{j != i} |rho_ij|^k).
[[nodiscard]] Interval<Real> gershgorin_hadamard_bound(const Matrix<Interval<Real>>& rho);

/// LB2: (1 - (n-1) r^(2L)) / (2 pi sqrt(pi (L - 1/2))), r = max_{i<j} |rho_ij|,
/// L = max(1, ceil(ln(2(n-1)) / (2 ln(1/r)))). Any L >= 1 gives a valid bound; where the enclosures leave L open, the
/// larger is taken. n >= 2. Failure when r is not certainly below 1.
[[nodiscard]] Expected<Interval<Real>> dimension_free_bound(const Matrix<Interval<Real>>& rho);

/// LB1: delta / (100 n^2), delta = min_{i<j} min(|x_i - x_j|, |x_i + x_j|) = sqrt(2 - 2 r).
[[nodiscard]] Interval<Real> separation_bound(const Matrix<Interval<Real>>& rho);

/// lambda_min(H) of the rows scaled to unit length, by certified arithmetic on rung p. Exactly 0 when an exact null
/// vector exists (`relu_null_space`), exactly 1/2 when all cosines are exactly 0.
[[nodiscard]] Expected<Enclosure> relu_gram_min_eigenvalue(const Matrix<double>& inputs, Precision p);

/// lambda_max(H), likewise.
[[nodiscard]] Expected<Enclosure> relu_gram_max_eigenvalue(const Matrix<double>& inputs, Precision p);

/// lambda_min(H + V V^T) for a matrix V (n x k) of exact doubles: positive proves nullity(H) <= k, because a null
/// vector of H orthogonal to the columns of V would be one of the sum. With columns, rungs below 50 digits are answered
/// with 50.
[[nodiscard]] Expected<Enclosure> relu_gram_min_eigenvalue_plus(const Matrix<double>& inputs, const Matrix<double>& v,
                                                                Precision p);

/// lambda_min of the matrix of cosines X X^T; exactly 1 when all off-diagonal cosines are exactly 0. At the top rung up
/// to 64 inputs, in double beyond.
[[nodiscard]] Expected<Enclosure> cosine_min_eigenvalue(const Matrix<double>& inputs);

}  // namespace lemmata::theory
