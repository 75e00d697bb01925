#pragma once
/// \file
/// # The `gram_relu` block: lambda_min of the unit ReLU Gram matrix, from the rows themselves
/// The block holds the rows as integers, so that no checker has to believe that the matrix of the data lies in a box.

#include "numerics/linalg/matrix.hpp"
#include "verify/certificate/exact_box.hpp"

#include <string>

namespace lemmata::verify {

/// Up to n^2 d / 2 products of this many the rows are multiplied by the checkers; beyond, the box kinds are written.
inline constexpr double gram_relu_products = 2e8;

/// `target`: a proved lower bound of lambda_min, positive. The block's bound is weaker by about a millionth, relative:
/// angles, norms and pi are given to few digits, so that the checkers stay fast. Guarantee: the checker accepts the
/// block. Fails (not_certified) when the rows have too many digits or no scale up to 2^320 gives a positive bound.
[[nodiscard]] Expected<EigenvalueBlock> gram_relu_block(const Matrix<double>& inputs, const Real& target,
                                                        const std::string& input_digest);

}  // namespace lemmata::verify
