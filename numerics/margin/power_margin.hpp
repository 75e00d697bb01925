#pragma once
/// \file
/// # Maximum margins in l_p, 1 < p < infinity rational
/// ## Statement  gamma_p = max over ||w||_p <= 1 of min_i z_i.w. With 1/p + 1/p* = 1, any w with z_i.w > 0 and any
///               weights a >= 0: min_i z_i.w / ||w||_p <= gamma_p <= ||sum a_i z_i||_p* / sum a_i.
/// ## Method     The dual, max sum a_i - ||Z^T a||_p*^p* / p*, by a projected Newton method, first in double, then with
///               50 digits; w_j = sign(g_j) |g_j|^(p*-1), g = Z^T a. The two bounds are evaluated from exact integers
///               with one enclosed power each.
/// ## Guarantee  The margin lies in the interval, for all finite rows; how narrow it is depends on the finder.

#include "numerics/margin/max_margin.hpp"

namespace lemmata {

struct PowerMargin {
  Truth separable = Truth::unknown;
  Interval<Real> margin;      ///< [0, upper] unless separable == yes
  Vector<Integer> separator;  ///< up to a positive factor
  Vector<Integer> weights;    ///< one a row of the data, up to a positive factor
};

/// p > 1.
[[nodiscard]] PowerMargin power_margin(const Matrix<double>& rows, const Rational& p);

}  // namespace lemmata
