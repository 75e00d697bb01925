#pragma once
/// \file
/// # Sharper eigenvectors from a factor that is at hand
/// One correction equation (A - theta_j) d = -r_j on the complement of X per vector, by conjugate gradients
/// preconditioned with the factor of A + X T X^T - mu I. No guarantee: the certified step judges what comes out.

#include "numerics/linalg/lehmann.hpp"
#include "numerics/linalg/packed_lower.hpp"
#include "numerics/linalg/product.hpp"

#include <cstddef>

namespace lemmata {

/// x with the first `count` rows corrected; `reduction`: how much smaller the residual should get.
[[nodiscard]] LongVectors approximate_correction(const Matrix<double>& mid, LongVectors x, const RitzForms& forms,
                                                 const PackedLower<double>& factor, std::size_t count, double reduction,
                                                 Team& team);

}  // namespace lemmata
