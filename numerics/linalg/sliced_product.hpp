#pragma once
/// \file
/// # Products of matrices without rounding, from any multiplication of matrices
/// ## Statement  Cut every row of X and Y into slices: integers of at most t bits times a unit of the row, the unit of
///   slice i being 2^(e - t - (i - 1)(t + 1)), 2^e above the largest entry. A sum of products of two slices over K
///   terms, and over the pairs (i, j) with the same i + j, is an integer below (pairs) K 4^t. While that is at most
///   2^53 no partial sum is rounded, in any order, with or without fused operations: what multiplies need not be known.
/// ## Source   Ozaki, Ogita, Oishi, Rump, Numer. Algorithms 59 (2012) 95.
/// ## Guarantee  The error of each row is what the slices leave out, measured, and the rounding of the last additions.
/// ## Trusted   That the multiplication given multiplies is tested, not believed: every integer product C = sum X_i
///             Y_j^T is compared with C v = sum X_i (Y_j^T v) modulo the prime 2^61 - 1, exactly, v a fixed vector
///             without zeros. One wrong entry in a row is always found; more of them escape only when they cancel
///             against v, by chance once in 2^61. A product found wrong is made again by our own kernels.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/product.hpp"
#include "numerics/linalg/team.hpp"

#include <cstddef>
#include <functional>

namespace lemmata {

/// c += a b^T for row-major a (m x k), b (p x k) and c (m x p).
using Multiplication =
    std::function<void(std::size_t m, std::size_t p, std::size_t k, const double* a, const double* b, double* c)>;

/// dgemm of the BLAS found at build time, on that many threads; empty when there is none.
[[nodiscard]] Multiplication blas_multiplication(unsigned threads);
/// Our own kernels; the team must outlive the result.
[[nodiscard]] Multiplication kernel_multiplication(Team& team);

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
  LongVectors product;            ///< X Y^T: row i as hi + lo
  Vector<double> error;           ///< >= ||(X Y^T)_i - product_i||_2 for each row
  std::size_t multiplied = 0;     ///< products of slices
  std::size_t disagreements = 0;  ///< sums of products that failed the test and were made again
};

/// X Y^T. Fails (inapplicable) when the slicing is not exact for this length, or the rows have exponents beyond
/// 2^+-400; fails (not_certified) when our own kernels fail the test as well.
[[nodiscard]] Expected<SlicedProduct> sliced_product(const LongVectors& x, const LongVectors& y, const Slicing& slicing,
                                                     const Multiplication& multiply, Team& team);

}  // namespace lemmata
