#pragma once
/// \file
/// # All eigenvalues of a symmetric matrix, enclosed
/// ## Statement  Let V be any square matrix with singular values >= s > 0, D diagonal, R = A V - V D. Then, both
///   sorted, |lambda_j(A) - D_jj| <= ||R||_2 / s for every j;  s >= sqrt(1 - ||V^T V - I||_2). Leaving s out is wrong.
/// ## Source   Cao, Xie, Li, Linear Algebra Appl. 245 (1996); Rump, Lange, J. Comput. Appl. Math. 434 (2023), Thm 4.1.
/// ## Method   V, D from any solver. Both products by our kernel, whose depth bounds their rounding. What the box holds
///             beyond its binary64 centre is added by Weyl's inequality.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/error_model.hpp"
#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/symmetric_box.hpp"
#include "numerics/linalg/team.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <vector>

namespace lemmata {

/// Value j contains lambda_(j+1), ascending, for every A of the box. Memory: four n^2 doubles. Fails (not_certified)
/// when the solver's vectors are not independent enough. Radius: about 1e-14 sqrt(n) ||A||; from options.lowest =
/// double_double on, about the square of that over the distance to the neighbours (spectrum_refinement.hpp), for some
/// twenty products of matrices and twelve n^2 doubles; where that fails, as without it.
[[nodiscard]] Expected<std::vector<Interval<Real>>> all_eigenvalues(const SymmetricBox& a,
                                                                    const EigenvalueOptions& options = {});

namespace detail {
/// The same from given vectors (rows of v) and values, in any order: for tests and other finders.
[[nodiscard]] Expected<std::vector<Interval<Real>>> eigenvalues_from(const SymmetricBox& a, const Matrix<double>& v,
                                                                     Vector<double> values, unsigned threads,
                                                                     const ErrorModel& model);
/// ||V V^T - I||_F for n rows of length n, an upper bound.
[[nodiscard]] double orthogonality_defect_up(const Matrix<double>& v, Team& team, const ErrorModel& model);
}  // namespace detail

}  // namespace lemmata
