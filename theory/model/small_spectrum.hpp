#pragma once
/// \file
/// # Extreme eigenvalues of the small matrices that theorems speak of
/// The certified routines of numerics/linalg, on the tier that belongs to a rung.

#include "numerics/base/expected.hpp"
#include "numerics/enclosure/enclosed.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/scalar/precision.hpp"

#include <vector>

namespace lemmata::theory {

/// The least (greatest) eigenvalue of every symmetric matrix within the bounds; entry (i,j) equals entry (j,i).
[[nodiscard]] Expected<Enclosure> least_eigenvalue(const Matrix<Interval<Real>>& a, Precision rung);
[[nodiscard]] Expected<Enclosure> greatest_eigenvalue(const Matrix<Interval<Real>>& a, Precision rung);
/// All of them, ascending, from binary64 eigenvectors.
[[nodiscard]] Expected<std::vector<Interval<Real>>> eigenvalues(const Matrix<Interval<Real>>& a);
/// The least or the largest one, the whole line where it could not be enclosed.
[[nodiscard]] Interval<Real> small_eigenvalue(const Matrix<Interval<Real>>& a, bool largest);

template <Scalar T>
[[nodiscard]] Matrix<Interval<Real>> as_real(const Matrix<Interval<T>>& a) {
  Matrix<Interval<Real>> result(a.rows(), a.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) result(i, j) = convert<Real>(a(i, j));
  }
  return result;
}

}  // namespace lemmata::theory
