#pragma once
/// \file
/// # Uncertified smallest eigenpairs of a large dense matrix
/// ## Method   A short Lanczos run with the matrix in single precision locates the lower end of the spectrum; the same
///             numbers, factored just below it, drive a shift-and-invert block Krylov space until the gap above the
///             wanted pairs has settled; these, and the neighbours that bound the gap, are sharpened in double by
///             Davidson steps, as far as that is not left to the caller. Cost: about half a double Cholesky, 36
///             products with half the matrix in single precision, 14 to 120 solves, and a few products with the matrix.
/// No guarantee: multiplicities above the block size are missed, and the certified step must notice.

#include "numerics/linalg/approximate.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/linalg/team.hpp"

#include <cstddef>

namespace lemmata {

/// Up to `count` smallest pairs, the first `wanted` of them sharp; empty when no factorisation succeeded. Values beyond
/// the wanted are lowered by their residuals, so that gaps are not overestimated. size, sharpened: approximate.hpp.
[[nodiscard]] ApproximateEigenpairs krylov_smallest(const Matrix<double>& a, double size, std::size_t count,
                                                    std::size_t wanted, std::size_t block, bool sharpened, Team& team);

/// A vector near the eigenvector of the largest eigenvalue, by sixteen Lanczos steps from `start` (empty: any vector).
[[nodiscard]] Vector<double> krylov_top_vector(const Matrix<double>& a, Vector<double> start, Team& team);

}  // namespace lemmata
