#pragma once
/// \file
/// # Linear programmes with bounds: a simplex finder
/// maximise c.x subject to lower <= x <= upper and row_lower <= A x <= row_upper.
/// Method: the dense dictionary of the primal simplex method (both phases), devex pricing, a two-pass ratio test;
/// powers of two scale rows and columns. In T = Rational every comparison is exact and Bland's rule ends it.
///
/// No guarantee in floating point: a guess of the optimal basis. `norm_margin` proves or rejects it.

#include "numerics/linalg/matrix.hpp"

#include <cstddef>
#include <optional>

namespace lemmata {

struct BoundedProgram {
  Matrix<double> a;          ///< m x n
  Vector<double> objective;  ///< n
  Vector<double> lower;      ///< n, may be -infinity
  Vector<double> upper;      ///< n, may be infinity
  Vector<double> row_lower;  ///< m
  Vector<double> row_upper;  ///< m
};

/// Which variables are determined by the others: the columns `basic` by the equations of the rows `tight`.
struct SimplexBasis {
  Vector<std::size_t> basic;  ///< columns
  Vector<std::size_t> tight;  ///< as many rows, each at one of its bounds
  Vector<double> value;       ///< n: where the other columns stand
  Vector<double> row_value;   ///< m: where the tight rows stand
};

struct SimplexResult {
  bool optimal = false;  ///< as far as T can see
  SimplexBasis basis;
  std::size_t steps = 0;
};

/// T is double, DoubleDouble, Mp<50>, Mp<100>, Mp<200> or Rational. From `start` (its `value` need not be feasible).
template <class T>
[[nodiscard]] SimplexResult simplex(const BoundedProgram& program, const SimplexBasis& start, std::size_t most_steps);

}  // namespace lemmata
