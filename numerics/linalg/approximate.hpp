#pragma once
/// \file
/// # Uncertified eigenpairs: guesses for the certified algorithms
/// The only users of Eigen's decompositions and of Spectra are behind this header. No guarantee whatever: a result may
/// be wrong, incomplete or not finite, and nothing that is proved may depend on it.

#include "numerics/linalg/matrix.hpp"
#include "numerics/linalg/team.hpp"

#include <cstddef>

namespace lemmata {

struct ApproximateEigenpairs {
  Vector<double> values;   ///< ascending
  Matrix<double> vectors;  ///< row j: a vector of norm about 1 for values[j]
};

/// About the `count` smallest eigenvalues of a symmetric matrix with their vectors; fewer when they cannot be had.
[[nodiscard]] ApproximateEigenpairs approximate_smallest(const Matrix<double>& a, std::size_t count, Team& team);

/// All eigenvalues with their vectors, by Eigen.
[[nodiscard]] ApproximateEigenpairs approximate_eigenpairs(const Matrix<double>& a);

}  // namespace lemmata
