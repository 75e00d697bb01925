#pragma once
/// \file
/// # What a deflated matrix proves about a complement
/// ## Statement  (Theorem B) Let X be any n x k matrix, T = diag(tau) >= 0. If A + X T X^T - mu I >= -c I then
///   v^T A v >= (mu - c) v^T v for every v orthogonal to range(X): X^T v = 0 removes the middle term. X need not be
///   accurate nor orthonormal.
/// ## Method   The matrix is formed in floating point from the centre of the box by k fused multiply-adds an entry,
///             which costs f = 1.01 (k+3) u (||A||_F + 2 sum tau_i ||x_i||^2 + |mu| sqrt n) + n k eta, and factored
///             (Theorem A, cholesky.hpp). Low words that were not factored cost ||A_lo||_F, radii ||Delta||.

#include "numerics/linalg/error_model.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/linalg/packed_lower.hpp"
#include "numerics/linalg/product.hpp"
#include "numerics/linalg/symmetric_box.hpp"
#include "numerics/linalg/team.hpp"

#include <cstddef>
#include <optional>

namespace lemmata {

/// The vectors (rows of a k x n matrix), weights and shift of Theorem B.
struct Deflation {
  Matrix<double> x;
  Vector<double> tau;
  double mu = 0;
};

/// v^T A v >= bound |v|^2 for every A of the box and every v orthogonal to the rows of x.
struct ComplementBound {
  double bound = 0;
  double loss = 0;  ///< mu - bound, about
};

/// Packed storage for the binary64 factor, reused between attempts.
PackedLower<double> binary64_storage(std::size_t n);

/// By a binary64 factorisation; on success `storage` holds the factor. None when a pivot fails.
std::optional<ComplementBound> complement_bound(const SymmetricBox& a, const BoxNorms& norms, const Deflation& d,
                                                PackedLower<double>& storage, Team& team, const ErrorModel& model = {});

/// By a double-double factorisation, low words included.
std::optional<ComplementBound> complement_bound_double_double(const SymmetricBox& a, const BoxNorms& norms,
                                                              const Deflation& d, Team& team,
                                                              const ErrorModel& model = {});

/// What complement_bound would lose at this deflation, about: for choosing mu. No guarantee.
double approximate_loss(const SymmetricBox& a, const BoxNorms& norms, double weights, double mu, bool double_double);

}  // namespace lemmata
