#pragma once
/// \file
/// # The spectral norm of a matrix of exact doubles
/// ## Method     The smaller of A A^T and A^T A, enclosed in 50 digits, and its certified largest eigenvalue; exact
///               entries where one dimension is 1.
/// ## Guarantee  |A|_2^2 lies in the result; the whole half-line [0, inf] when the eigenvalue could not be enclosed.

#include "numerics/linalg/matrix.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

namespace lemmata {

/// |A|_2^2 for finite entries; 0 for an empty matrix. Meant for orders up to a few hundred.
[[nodiscard]] Interval<Real> spectral_norm_square(const Matrix<double>& a);

}  // namespace lemmata
