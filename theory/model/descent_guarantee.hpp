#pragma once
/// \file
/// # What a positive lambda_0 promises about gradient descent, in numbers
/// ## Statement   Two-layer ReLU net f(x) = m^(-1/2) sum_r a_r relu(w_r . x), first layer trained on
///                L = 1/2 sum (f(x_i) - y_i)^2 from w_r ~ N(0, kappa^2 I), a_r = +-1; unit inputs, lambda_0 > 0. If
///                0 < eta <= 1/|X|^2 and
///                m >= max{ 48 g ln(3n/delta) / lambda_0,
///                          (6144/pi) g^2 |X|^2 (|y|^2 + kappa^2 n/2) / (kappa^2 lambda_0^4 delta) },
///                then with probability >= 1 - delta, for all k:
///                |y - u(k)| <= (1 - eta lambda_0/2)^k |y - u(0)|. Here g = | |X X^T| |_2 (entrywise absolute values).
/// ## Source      Dossier section 1.7, Theorem B, mark [D]: an explicit-constant form of Du, Zhai, Poczos, Singh
///                (2019), ICLR, Theorem 4.1, arXiv:1810.02054, whose constants are unspecified.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <optional>
#include <vector>

namespace lemmata::theory {

struct DescentGuarantee {
  Interval<Real> input_norm_squared;  ///< |X|^2, the squared spectral norm of the unit inputs
  Interval<Real> absolute_gram_norm;  ///< g
  Interval<Real> label_norm_squared;  ///< |y|^2, or n where labels are not known: valid for |y_i| <= 1
  bool labels_assumed = false;        ///< |y|^2 <= n was used
  Interval<Real> step_size;           ///< 1/|X|^2: every eta up to its lower end is allowed
  Interval<Real> contraction;         ///< 1 - eta lambda_0 / 2 at eta = 1/|X|^2, per step, of the unsquared residual
  Interval<Real> width_overlap;       ///< first term of the maximum
  Interval<Real> width_movement;      ///< second term
  Interval<Real> width;               ///< the maximum; its upper end, rounded up, suffices
};

/// Enclosures of all terms for the rows of `inputs` scaled to unit length. lambda_0 > 0, 0 < delta < 1, kappa > 0
/// are enclosures; labels: n numbers, or nothing. Fails as cosine_gram and max_eigenvalue do.
[[nodiscard]] Expected<DescentGuarantee> descent_guarantee(const Matrix<double>& inputs,
                                                           const std::optional<std::vector<double>>& labels,
                                                           const Interval<Real>& lambda_0, const Interval<Real>& delta,
                                                           const Interval<Real>& kappa, unsigned threads = 1);

}  // namespace lemmata::theory
