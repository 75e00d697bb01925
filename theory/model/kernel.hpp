#pragma once
/// \file
/// # The infinite-width ReLU Gram matrix, entry by entry enclosed
/// ## Statement  H_ij = E_w[x_i . x_j 1{w.x_i >= 0, w.x_j >= 0}] = x_i . x_j (pi - arccos rho_ij) / (2 pi),
///               rho_ij = x_i . x_j / (|x_i| |x_j|), w standard normal.
/// ## Source     Du, Zhai, Poczos, Singh (2019), ICLR, arXiv:1810.02054, section 3; dossier 1 and 8.
/// ## Guarantee  The box contains the H of the exact inputs. Unit length is meant exactly: the division by |x_i| is
///               enclosed, never a rounding of the rows.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/linalg/symmetric_box.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <string_view>

namespace lemmata::theory {

enum class Normalization { unit, none };

/// H = 2^exponent * (a matrix of the box).
struct ScaledBox {
  SymmetricBox box;
  int exponent = 0;  ///< 0 for unit inputs
};

/// The Gram matrix of the rows of `inputs` (n x d, finite) as mid + lo with radii r_i r_j. For unit inputs each entry
/// is known to about 1e-27 absolutely (1e-29 where the dot products are exact, as for integer data), uniformly in
/// rho. Fails (inapplicable) on a zero row, or when a row or the rows among each other span more than 2^400.
/// Cost: n^2/2 compensated dot products of length d; memory 1.5 n^2 doubles. Same bits for every number of threads.
[[nodiscard]] Expected<ScaledBox> relu_gram(const Matrix<double>& inputs, Normalization normalization,
                                            unsigned threads = 1);

/// The cosines rho_ij, i.e. the Gram matrix of the rows scaled to unit length exactly; entries to about 2^-53.
/// Fails as relu_gram does. Cost as relu_gram; memory n^2 doubles.
[[nodiscard]] Expected<SymmetricBox> cosine_gram(const Matrix<double>& inputs, unsigned threads = 1);

/// The cosines in double-double.
struct UnitCosines {
  Matrix<double> hi, lo;  ///< |rho_ij - (hi + lo)| <= radius for j < i; the rest is 0
  double radius = 0;
  Matrix<double> rows;  ///< n x d: the inputs, each scaled by a power of two to largest magnitude in [1, 2)
};

/// Fails as relu_gram does. Cost as relu_gram.
[[nodiscard]] Expected<UnitCosines> unit_cosines(const Matrix<double>& inputs, unsigned threads = 1);

/// The same as relu_gram in MPFR intervals, through theta = 2 atan2(| |y|x - |x|y |, | |y|x + |x|y |): relative
/// accuracy of about D digits at every angle and every scale a double can have. No scaling. Zero rows give zero
/// entries.
template <unsigned D>
[[nodiscard]] Matrix<Interval<Mp<D>>> relu_gram_multiprecision(const Matrix<double>& inputs,
                                                               Normalization normalization, unsigned threads = 1);

extern template Matrix<Interval<Mp<50>>> relu_gram_multiprecision<50>(const Matrix<double>&, Normalization, unsigned);
extern template Matrix<Interval<Mp<100>>> relu_gram_multiprecision<100>(const Matrix<double>&, Normalization, unsigned);
extern template Matrix<Interval<Mp<200>>> relu_gram_multiprecision<200>(const Matrix<double>&, Normalization, unsigned);

}  // namespace lemmata::theory
