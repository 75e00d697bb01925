#pragma once
/// \file
/// # Linearly separable data: rows z_i = y_i x_i, their certified margin, and instances of them
/// ## Guarantee  hard_margin encloses gamma = max_{|u|<=1} min_i z_i.u and, in l2, its unique maximiser u.

#include "numerics/base/expected.hpp"
#include "numerics/enclosure/enclosed.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/margin/max_margin.hpp"
#include "theory/statement/draw.hpp"

#include <cstddef>
#include <vector>

namespace lemmata::theory {

struct HardMargin {
  Truth separable = Truth::unknown;
  Interval<Real> gamma;                   ///< [0, 0] unless separable
  std::vector<Interval<Real>> direction;  ///< l2, separable and exact: u, of length 1; otherwise empty
};
[[nodiscard]] HardMargin hard_margin(const Matrix<double>& rows, MarginNorm norm = MarginNorm::l2);

/// A vector with z_i.w >= 1 for every row, within a relative 2^-18 of the shortest one (no guarantee: a proposal);
/// zeros when the rows cannot be separated.
[[nodiscard]] std::vector<double> rounded_separator(const Matrix<double>& rows);

/// yes: z_i.w >= 1 for every row, decided exactly; `unknown` never.
[[nodiscard]] Truth separates(const Matrix<double>& rows, const std::vector<double>& w);

/// 1..most_rows rows in 1..most_columns dimensions, separable by construction: small integers times a power of two.
/// Some with repeated rows, some with a small margin.
[[nodiscard]] Matrix<double> draw_separable_rows(Draw& draw, std::size_t most_rows, std::size_t most_columns);

/// The rows times the greatest power of two, at most 1, that makes |z_i|_2 <= 1 for all of them.
[[nodiscard]] Matrix<double> into_unit_ball(Matrix<double> rows);

/// max_i |z_i|_2^2, enclosed.
[[nodiscard]] Interval<Real> greatest_square(const Matrix<double>& rows);

}  // namespace lemmata::theory
