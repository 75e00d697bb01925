#pragma once
/// \file
/// # A certified interval for the margin from any separator and any weights
/// ## Statement  z_1..z_n in R^d (labels absorbed), gamma = max over ||w|| <= 1 of min_i z_i.w. For every w with
///               t = min_i z_i.w > 0 and every weights a >= 0 with S = sum a_i > 0:
///               t / ||w|| <= gamma <= ||sum_i a_i z_i||_* / S  (the upper side for max(gamma, 0)).
/// ## Method     Everything is an integer over one power of two; l2 is compared in squares. No rounding at all.
/// ## Guarantee  Both bounds are exact rationals. If they are equal the margin is that number.

#include "numerics/margin/exact.hpp"

#include <optional>
#include <span>

namespace lemmata {

enum class MarginNorm { l1, l2, linf };

/// ||w|| in the norm for l1 and linf; the square of it for l2. Integers in, integer out.
[[nodiscard]] Integer norm_or_square(MarginNorm norm, std::span<const Integer> w);

/// The dual of l1 is linf, of linf is l1, of l2 itself.
[[nodiscard]] MarginNorm dual(MarginNorm norm);

/// min_i <Z_i, w> over all rows, and who attains it. Z the integers of `z`.
struct LeastRow {
  Integer value;
  Vector<std::size_t> where;  ///< every row that attains it, ascending
  Vector<std::size_t> below;  ///< at most 64 rows with <Z_i, w> < `reference`, the least first
};
[[nodiscard]] LeastRow least_row(const IntegerMatrix& z, std::span<const Integer> w, const Integer& reference);

/// A lower bound on the margin (for l2: on its square), 0 if w does not separate.
[[nodiscard]] Rational margin_lower(const IntegerMatrix& z, MarginNorm norm, std::span<const Integer> w,
                                    const Integer& least);

/// An upper bound on max(margin, 0) (for l2: on its square). `weights` >= 0, not all 0, one a listed row.
[[nodiscard]] Rational margin_upper(const IntegerMatrix& z, MarginNorm norm, std::span<const std::size_t> rows,
                                    std::span<const Integer> weights);

}  // namespace lemmata
