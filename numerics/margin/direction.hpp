#pragma once
/// \file
/// # Directions: how far a vector is from the maximum-margin direction
/// ## Guarantee  Inner products, squared lengths and least rows are exact; only the last root, quotient and arc tangent
///               are enclosed, in the top rung.

#include "numerics/margin/max_margin.hpp"

namespace lemmata {

/// v cut to about `bits` leading bits of its largest entry, each entry rounded to nearest; unchanged if it is shorter.
[[nodiscard]] Vector<Integer> shortened(std::span<const Integer> v, std::size_t bits);

/// Integers u with | u/2^bits - v/||v|| | <= 2 in the last place: the unit vector of v, v != 0, in the norm.
[[nodiscard]] Vector<Integer> unit_vector(MarginNorm norm, std::span<const Integer> v, long bits);

/// min_i z_i.v / ||v|| for a vector of integers times any positive factor; negative where v does not separate.
[[nodiscard]] Interval<Real> normalized_margin(const IntegerMatrix& z, MarginNorm norm, std::span<const Integer> v);

/// The angle (l2, radians) between v and the maximum-margin direction, and v's own margin.
struct DirectionComparison {
  Interval<Real> angle;
  Interval<Real> margin;  ///< min_i z_i.v / ||v|| in the norm of `found`
};
/// `found` is separable and belongs to `rows`; v != 0 has one entry a column. For l2 the angle to *the* optimal
/// direction, also when `found` is not exact (widened by what is not known); for l1 and linf to the one in `found`.
[[nodiscard]] DirectionComparison compare_direction(const Matrix<double>& rows, const MaxMargin& found,
                                                    std::span<const double> v);

}  // namespace lemmata
