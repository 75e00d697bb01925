#pragma once
/// \file
/// # Uncertified eigenpairs: guesses for the certified algorithms
/// The only users of LAPACK, of Eigen's decompositions and of Spectra are behind this header. No guarantee whatever: a
/// result may be wrong, incomplete or not finite, and nothing that is proved may depend on it.

#include "numerics/linalg/matrix.hpp"
#include "numerics/linalg/team.hpp"

#include <cstddef>

namespace lemmata {

struct ApproximateEigenpairs {
  Vector<double> values;   ///< ascending
  Matrix<double> vectors;  ///< row j: a vector of norm about 1 for values[j]
};

/// How hard a finder tries: one vector at a time (misses multiplicities), a block of them, or all of the spectrum.
enum class Effort { single, block, dense };

/// About the `count` smallest eigenvalues of a symmetric matrix with their vectors, the first `wanted` of them sharp;
/// fewer when they cannot be had. Small matrices get Effort::dense at once. size: about ||a||_F, for scaling.
/// With `sharpened` the caller sharpens them by a factor in double, and sharp means what that step wants to start from.
[[nodiscard]] ApproximateEigenpairs approximate_smallest(const Matrix<double>& a, double size, std::size_t count,
                                                         std::size_t wanted, Effort effort, bool sharpened, Team& team);

/// All eigenvalues with their vectors, by LAPACK where it was found at build time, else by Eigen.
[[nodiscard]] ApproximateEigenpairs approximate_eigenpairs(const Matrix<double>& a);

}  // namespace lemmata
