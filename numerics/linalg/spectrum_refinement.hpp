#pragma once
/// \file
/// # All eigenvalues, with errors quadratic in the residual
/// ## Statement  Let X have k independent columns, R = A X - X M for any M, nu >= ||R||_2^2 / sigma_min(X)^2, and
///   theta_1 <= .. <= theta_k the eigenvalues of the pencil (X^T A X, X^T X). If lambda_(a-1) <= alpha < theta_1 and
///   theta_k < beta <= lambda_(a+k), then for i = 1, .., k
///     min_(l >= i) (theta_l - nu / (beta - theta_l)) <= lambda_(a+i-1) <= max_(l <= i) (theta_l + nu / (theta_l -
///     alpha)),
///   the left side needing beta only, and only above theta_i, .., theta_k; the right side likewise. At an end of the
///   spectrum (a + k > n, or a = 1) theta_i itself is the bound, after Cauchy.
/// ## Proof    Let W = X Z, W^T W = I, W^T A W = diag(theta), R_0 = A W - W diag(theta) = (I - W W^T) R Z, of norm at
///   most sqrt(nu), orthogonal to W. Then W^T (A - s)(A - beta) W = diag((theta_l - s)(theta_l - beta)) + R_0^T R_0.
///   For s below the left side this is negative on the span of the columns i, .., k: A has k - i + 1 eigenvalues in (s,
///   beta), all of them among the lambda_j with j < a + k, so that lambda_(a+i-1) > s. The right side likewise. For k =
///   1 this is Temple's and Kato's inequality.
/// ## Method   X: clusters of eigenvectors from any solver. A X comes from products without rounding
///   (sliced_product.hpp), so that theta is known to the square of working precision; alpha and beta come from Weyl's
///   inequality with the same residuals. The theta of a cluster are a centre plus the eigenvalues of a small matrix,
///   enclosed the same way, whose Gram matrix changes them by a factor (Ostrowski).

#include "numerics/base/expected.hpp"
#include "numerics/linalg/error_model.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/linalg/symmetric_box.hpp"
#include "numerics/linalg/team.hpp"
#include "numerics/scalar/floating.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <span>
#include <vector>

namespace lemmata::detail {

/// Value j contains lambda_(j+1), ascending, for every A of the box, whose entries are at most 2^300. Radii and
/// clusters that cannot be told apart widen the answer; nothing is guessed. Fails (not_certified) as all_eigenvalues.
[[nodiscard]] Expected<std::vector<Interval<Real>>> refined_eigenvalues(const SymmetricBox& a, Team& team,
                                                                        const ErrorModel& model);

/// The same from given vectors, the rows of v: for tests and other finders. Vectors out of order widen the answer.
[[nodiscard]] Expected<std::vector<Interval<Real>>> refined_eigenvalues_from(const SymmetricBox& a, Matrix<double> v,
                                                                             Team& team, const ErrorModel& model);

/// A v - s v as hi + lo, for A v = y + y_low up to `error` in the 2-norm, where |y_low| <= u |y| and s = value + error
/// with |error| <= u |value|. The result's error counts both.
struct Shifted {
  Vector<double> hi, lo;
  double error;  ///< in the 2-norm
};
[[nodiscard]] Shifted shifted(std::span<const double> v, std::span<const double> y, std::span<const double> y_low,
                              double error, const Sum& shift);

}  // namespace lemmata::detail
