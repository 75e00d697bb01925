#pragma once
/// \file
/// # The shortest w with Z w >= 1: an active-set finder
/// Source: Goldfarb and Idnani (1983), Mathematical Programming 27, 1-33, for the Hessian I.
/// Method: from w = 0 the most violated row enters the active set while the weights stay non-negative; rows whose
/// weight reaches 0 leave. The active rows are kept as an orthonormal basis times a triangle, so the condition number
/// of the rows enters once, not squared. Each step increases |w|; w = Z_A^T weights throughout.
///
/// No guarantee: a guess. `max_margin` proves or rejects what comes out.

#include "numerics/linalg/matrix.hpp"

#include <cstddef>
#include <span>

namespace lemmata {

enum class ActiveSetStatus {
  optimal,      ///< Z w >= 1 as far as T can see; w = Z_A^T weights
  inseparable,  ///< the rows, with these weights, seem to have a vanishing combination
  stalled       ///< T cannot resolve the problem, or too many steps
};

template <class T>
struct ActiveSet {
  ActiveSetStatus status = ActiveSetStatus::stalled;
  Vector<std::size_t> rows;  ///< the active rows; when inseparable, the row that closes the dependence is the last
  Vector<T> weights;         ///< one a row, up to a common positive factor
  std::size_t steps = 0;
};

/// `start`: rows to begin with, best first; rows that cannot all be active are dropped. T is double, DoubleDouble or
/// Mp.
template <class T>
[[nodiscard]] ActiveSet<T> shortest_separator(const Matrix<double>& z, std::span<const std::size_t> start,
                                              std::size_t most_steps);

}  // namespace lemmata
