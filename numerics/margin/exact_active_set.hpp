#pragma once
/// \file
/// # The shortest separator by exact pivoting
/// The active-set method of `active_set.hpp` in rational arithmetic: slow, but it cannot be wrong and it ends.

#include "numerics/margin/active_set.hpp"
#include "numerics/margin/exact.hpp"

#include <optional>

namespace lemmata {

/// What the exact optimality conditions say of a set of rows.
struct ExactActiveSet {
  ActiveSetStatus status = ActiveSetStatus::stalled;
  Vector<std::size_t> rows;
  Vector<Integer> weights;       ///< common factor left out; optimal: not negative. inseparable: the combination is 0
  Integer right = 1;             ///< optimal: Z_i.w >= right for all i with w = sum weights * Z_rows
  Vector<Integer> separator;     ///< that w; empty unless optimal
  Vector<std::size_t> tight;     ///< optimal: every row with equality
  Vector<std::size_t> violated;  ///< not optimal: some rows below `right`, the worst first
  std::size_t steps = 0;
};

/// Whether exactly these rows are active at the optimum: solves G_A a = 1 and checks a >= 0 and Z w >= 1.
/// Guarantee: `optimal` is proved. `stalled`: not optimal, singular, or above `work_limit`.
[[nodiscard]] ExactActiveSet prove_optimal(const IntegerMatrix& z, std::span<const std::size_t> rows,
                                           double work_limit);

/// Whether the rows are linearly independent. Guarantee: true is proved; false may also mean too much work.
[[nodiscard]] bool certainly_independent(const IntegerMatrix& z, std::span<const std::size_t> rows, double work_limit);

/// Whether the last row is minus a non-negative combination of the others. Guarantee: `inseparable` is proved.
[[nodiscard]] ExactActiveSet prove_inseparable(const IntegerMatrix& z, std::span<const std::size_t> rows,
                                               double work_limit);

/// Pivots from `start` until one of the two is proved; `stalled` only at `most_steps` or `work_limit`.
[[nodiscard]] ExactActiveSet shortest_separator_exactly(const IntegerMatrix& z, std::span<const std::size_t> start,
                                                        std::size_t most_steps, double work_limit);

}  // namespace lemmata
