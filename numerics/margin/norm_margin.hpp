#pragma once
/// \file
/// # Maximum margins in l1 and linf
/// ## Statement  l1:   1/gamma = max sum a_i  subject to  |sum_i a_i z_ij| <= 1 for all j, a >= 0.
///               linf: gamma = max t  subject to  z_i.w >= t for all i, |w_j| <= 1.
/// ## Method     A simplex finder proposes the basis; its two linear systems are solved exactly, and the separator and
///               the weights that come out are judged by `duality_gap`. Equal bounds are the margin, as a rational
///               number.

#include "numerics/margin/max_margin.hpp"

namespace lemmata {

/// `euclidean`: the l2 answer for the same rows; separability does not depend on the norm, and its witnesses are the
/// first bounds. Guarantee: that of `max_margin`.
[[nodiscard]] MaxMargin polyhedral_margin(const Matrix<double>& rows, MarginNorm norm, const MaxMargin& euclidean,
                                          const MarginOptions& options);

}  // namespace lemmata
