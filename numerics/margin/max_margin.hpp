#pragma once
/// \file
/// # Certified maximum margin
/// ## Statement  z_i = y_i x_i, i = 1..n. The margin is max over ||w|| <= 1 of min_i z_i.w when that is positive. The
///               data cannot be separated if and only if some q >= 0, sum q = 1, has sum q_i z_i = 0 (Gordan).
/// ## Method     An active-set (l2) or simplex (l1, linf) finder in floating point proposes the support. On it the
///               optimality conditions are solved exactly and checked on all rows; a precision ladder and at last
///               exact pivoting repair a wrong proposal. `duality_gap` turns the two witnesses into two exact bounds.
/// ## Guarantee  lower <= margin <= upper (squares for l2), in exact rationals from the witnesses alone, for every
///               finite data set. `separable == Truth::no` comes with weights whose combination of rows vanishes
///               exactly.
/// ## Notes      A bias is a last column of ones: it is data, and counts in the norm. Rows are never normalised.

#include "numerics/margin/duality_gap.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"
#include "numerics/scalar/precision.hpp"

#include <optional>

namespace lemmata {

/// The rows z_i = y_i x_i, with y_i appended when `bias`. Labels are 1 or -1; negation is exact.
[[nodiscard]] Matrix<double> signed_rows(const Matrix<double>& x, std::span<const int> labels, bool bias);

struct MaxMargin {
  MarginNorm norm = MarginNorm::l2;
  Truth separable = Truth::unknown;
  Rational lower = 0;             ///< of the margin; for l2 of its square
  std::optional<Rational> upper;  ///< likewise; nothing when none was found

  /// The separator that attains `lower`, up to a positive factor (of order 2^separator_bits); empty if none is known.
  Vector<Integer> separator;
  Integer least = 0;  ///< min_i <Z_i, separator>, Z the integers of IntegerMatrix(rows)
  /// The weights that attain `upper`, or whose combination of rows vanishes; not negative, up to a positive factor.
  Vector<std::size_t> rows;
  Vector<Integer> weights;

  /// Rows with z_i.w = margin at the optimal w: all of them when `is_exact()`, else rows that cannot be excluded.
  Vector<std::size_t> support;
  /// The tight rows are linearly independent (proved), so that the weights above are the only optimal ones.
  bool weights_unique = false;

  /// The margin (l2: its square) is the rational number `lower`.
  [[nodiscard]] bool is_exact() const { return separable == Truth::yes && upper && lower == *upper; }
  /// The optimal separator is unique up to a factor: always for l2; proved for l1 and linf, or false.
  bool separator_unique = false;
  std::size_t steps = 0;  ///< of the finders, for reports
};

/// The enclosure of the margin itself (the root of the squares for l2); [0, 0] when separable == no.
[[nodiscard]] Interval<Real> enclosure(const MaxMargin& margin);

struct MarginOptions {
  double work_limit = 2e10;  ///< for one exact linear system, about 1e9 a second; above it, bounds instead of equality
  /// The finder works on this rung alone, and no exact pivoting repairs its proposal. Without a value it climbs.
  /// The proof is exact on every rung: a low one may leave the bounds apart or the question undecided, never wrong.
  std::optional<Precision> rung;
};

/// The margin of the rows in `norm`. Guarantee: the file's. l1 and linf: exact rationals unless the optimal basis was
/// not found within the work limit. l2: an exact square; for supports too large to be solved exactly
/// upper - lower <= 2^-88 upper (in squares), or whatever the last rung reached.
[[nodiscard]] MaxMargin max_margin(const Matrix<double>& rows, MarginNorm norm = MarginNorm::l2,
                                   const MarginOptions& options = {});

}  // namespace lemmata
