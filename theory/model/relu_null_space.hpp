#pragma once
/// \file
/// # Exact null vectors of the infinite-width ReLU Gram matrix, by cancellation
/// ## Statement   Let H_ij = x_i . x_j (pi - arccos rho_ij) / (2 pi). On each line {t p} let e be the sum of v_i t_i
///                over its inputs with t_i > 0 and f the sum of v_i |t_i| over those with t_i < 0. If e + f = 0 on
///                every line and the sum of e p over the lines is 0, then H v = 0.
/// ## Proof       arccos(-rho) = pi - arccos(rho), so with K(x, y) = x . y (pi - arccos) / (2 pi), homogeneous of
///                degree 1 in y, K(x, p) - K(x, -p) = x . p / 2. Hence (H v)_i = sum over lines of e K(x_i, p) + f
///                K(x_i, -p) = x_i . (sum of e p) / 2 = 0.
/// ## Notes       This is the elementary half of the nullity theorem and does not use it: the space found here is a
///                lower bound of the null space, whatever that theorem says.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/matrix.hpp"

#include <cstddef>

namespace lemmata::theory {

struct ReluNullSpace {
  std::size_t dimension = 0;
  /// n x dimension: a basis for inputs scaled to unit length, each column rounded to doubles with largest entry 1. A
  /// guess: only `dimension` is exact.
  Matrix<double> approximate_basis;
};

/// The space of the statement, its dimension by exact rational elimination. Zero rows count: their v_i is free. Cost:
/// cubic in the number of rows that share a line; Failure (not_certified) when more than `largest` do.
[[nodiscard]] Expected<ReluNullSpace> relu_null_space(const Matrix<double>& inputs, std::size_t largest = 200);

/// The rank of the representatives of the lines that carry inputs of both directions, exactly; the same limit.
[[nodiscard]] Expected<std::size_t> antipodal_line_rank(const Matrix<double>& inputs, std::size_t largest = 200);

}  // namespace lemmata::theory
