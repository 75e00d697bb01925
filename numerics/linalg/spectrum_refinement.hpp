#pragma once
/// \file
/// # All eigenvalues, with errors quadratic in the residual
/// ## Statement  Let X have k independent columns, R = A X - X M for any M, nu >= ||R||_2^2 / sigma_min(X)^2, and
///   theta_1 <= .. <= theta_k the eigenvalues of the pencil (X^T A X, X^T X). If lambda_(a-1) <= alpha < theta_1 and
///   theta_k < beta <= lambda_(a+k), then for i = 1, .., k
///     min_(l >= i) theta_l - nu / (beta - theta_l)  <=  lambda_(a+i-1)  <=  max_(l <= i) theta_l + nu / (theta_l -
///     alpha).
/// ## Proof    Let W = X Z, W^T W = I, W^T A W = diag(theta), R_0 = A W - W diag(theta) = (I - W W^T) R Z, of norm at
///   most sqrt(nu), orthogonal to W. Then W^T (A - s)(A - beta) W = diag((theta_l - s)(theta_l - beta)) + R_0^T R_0.
///   For s below the left side this is negative on the span of the columns i, .., k: A has k - i + 1 eigenvalues in (s,
///   beta), all of them among the lambda_j with j < a + k, so that lambda_(a+i-1) > s. The right side likewise. For k =
///   1 this is Temple's and Kato's inequality.
/// ## Method   X: clusters of eigenvectors from any solver. A X is formed without rounding (sliced_product.hpp), so
/// that
///   theta is known to the square of working precision; alpha and beta come from Weyl's inequality with the same
///   residuals. The theta of a cluster are its centre plus the eigenvalues of a small matrix, enclosed the same way.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/error_model.hpp"
#include "numerics/linalg/symmetric_box.hpp"
#include "numerics/linalg/team.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <vector>

namespace lemmata::detail {

/// Value j contains lambda_(j+1), ascending, for every A of the box, whose entries are at most 2^300. Radii and
/// clusters that cannot be told apart widen the answer; nothing is guessed. Fails (not_certified) as all_eigenvalues.
[[nodiscard]] Expected<std::vector<Interval<Real>>> refined_eigenvalues(const SymmetricBox& a, Team& team,
                                                                        const ErrorModel& model);

}  // namespace lemmata::detail
