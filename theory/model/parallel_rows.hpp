#pragma once
/// \file
/// # Which rows of a data matrix lie on one line, decided exactly
/// ## Method     A row is mapped to the residues of x_k / x_f (f: its first non-zero entry) modulo the prime
///               2^61 - 1. Rows on one line have equal residues because the ratios are equal rationals, so only rows
///               with equal hashes are compared, entry by entry, in exact integers: x_f y_k = y_f x_k.
/// ## Guarantee  Nothing is missed and nothing is reported wrongly, at every scale a double can have.

#include "numerics/linalg/matrix.hpp"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace lemmata::theory {

/// The rows on one line through the origin: x = t x_representative with t > 0 (`same`) or t < 0 (`opposite`).
struct Line {
  std::vector<std::size_t> same;      ///< ascending, not empty; its first row is the representative
  std::vector<std::size_t> opposite;  ///< ascending, may be empty
};

struct RowRelations {
  std::vector<std::size_t> zero_rows;
  std::vector<Line> lines;  ///< every non-zero row is in exactly one; ordered by representative
  /// The smallest pair of rows of equal direction, pair by pair: (first of the line, other).
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> equal_directions() const;
  /// (first `same`, first `opposite`) of each line that has both.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> antipodal_pairs() const;
};

/// Cost O(n d). Entries must be finite.
[[nodiscard]] RowRelations row_relations(const Matrix<double>& rows);

/// Whether a * b = c * d as real numbers, for finite doubles.
[[nodiscard]] bool equal_products(double a, double b, double c, double d);

}  // namespace lemmata::theory
