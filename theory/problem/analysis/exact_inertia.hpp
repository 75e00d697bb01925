#pragma once
/// \file
/// # Signs of the eigenvalues of a rational symmetric matrix, exactly
/// ## Method   Symmetric elimination over the rationals with pivots of order 1, or 2 where the diagonal is zero:
///             Sylvester's law of inertia. No rounding anywhere.

#include "numerics/linalg/matrix.hpp"
#include "numerics/margin/exact.hpp"

#include <cstddef>
#include <vector>

namespace lemmata::theory::problem {

struct ExactInertia {
  std::size_t negative = 0, zero = 0, positive = 0;
};

/// a: n x n, symmetric. Cost: n^3/3 rational operations.
[[nodiscard]] ExactInertia exact_inertia(Matrix<Rational> a);

/// A basis of {z : a z = 0}, as vectors.
[[nodiscard]] std::vector<Vector<Rational>> exact_kernel(Matrix<Rational> a);

}  // namespace lemmata::theory::problem
