#pragma once
/// \file
/// # Products of matrices without rounding
/// ## Statement  Cut every row of X and Y into `count` slices: integers of at most t bits times a unit of the row, the
///   unit of slice i = 0, 1, .. being 2^(e - t - i(t + 1)), 2^e above the largest entry. The sum over the pairs (i, j)
///   with the same i + j of products of two slices, K terms each, is an integer of at most count K 4^t. While that is
///   at most 2^53 no partial sum is rounded, in any order, with or without fused operations.
/// ## Source   Ozaki, Ogita, Oishi, Rump, Numer. Algorithms 59 (2012) 95.
/// ## Method   Pairs with i + j < count, by our own kernels: that an exact product could come from any BLAS does not
/// say
///             that a given BLAS multiplies.
/// ## Guarantee  The error of a row is at most what the slices leave out, measured, and the rounding of the additions
/// of
///             the sums. Bits do not depend on the number of threads.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/product.hpp"
#include "numerics/linalg/team.hpp"

#include <cstddef>

namespace lemmata {

/// How rows are cut.
struct Slicing {
  std::size_t count = 1;  ///< slices of each matrix
  int bits = 1;           ///< t

  /// The fewest slices of the most bits that keep `wanted` bits below the largest entry of a row, for sums of `terms`.
  [[nodiscard]] static Slicing keeping(int wanted, std::size_t terms);
  /// No sum of integers can exceed 2^53.
  [[nodiscard]] bool is_exact(std::size_t terms) const;
};

struct SlicedProduct {
  LongVectors product;   ///< X Y^T: row i as hi + lo, |lo| <= u |hi|
  Vector<double> error;  ///< >= ||(X Y^T)_i - product_i||_2 for each row
};

/// X Y^T, for any hi + lo. Fails (inapplicable) when the slicing is not exact for this length or reaches more than 160
/// bits down, or a row is not finite or reaches 2^400. Memory: a copy of Y for each slice.
[[nodiscard]] Expected<SlicedProduct> sliced_product(const LongVectors& x, const LongVectors& y, const Slicing& slicing,
                                                     Team& team);

}  // namespace lemmata
