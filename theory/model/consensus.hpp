#pragma once
/// \file
/// # Primal-dual gradient descent over a network
/// min f(x) subject to A x = b; A is the edge-node incidence matrix of a graph, f(x) = sum_i w_i h(x_i - s_i) with
/// h(t) = t^2/2 - 2 log cosh t, whose second derivative 1 - 2 sech^2 t lies in [-1, 1]. One step (GPDA) is
///   x+ = x - (grad f(x) + A^T lambda + rho A^T (A x - b)) / beta,   lambda+ = lambda + rho (A x+ - b).
/// ## Source   Hong, Razaviyayn, Lee (2018), ICML, arXiv:1802.08941: iteration recalled; h derived (dossier landscapes,
///             section 5).

#include "numerics/scalar/elementary.hpp"
#include "theory/model/exact_algebra.hpp"
#include "theory/model/interval_vector.hpp"
#include "theory/statement/draw.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace lemmata::theory {

/// Tail and head of every edge in turn: row e of the result is +1 at edges[2e], -1 at edges[2e + 1].
[[nodiscard]] Matrix<double> incidence(std::size_t nodes, const std::vector<std::int64_t>& edges);

/// A connected graph: a random tree and `extra` more edges (repetitions allowed), 0-based.
[[nodiscard]] std::vector<std::int64_t> draw_edges(Draw& draw, std::size_t nodes, std::size_t extra);

/// A^T A as a rational matrix.
[[nodiscard]] RationalMatrix laplacian(const Matrix<double>& a);

/// log cosh t = |t| + log((1 + exp(-2|t|)) / 2); 0 at 0.
template <Scalar T>
[[nodiscard]] Interval<T> log_cosh(const Interval<T>& t) {
  const Interval<T> size = abs(t);
  if (size.is_point() && size.contains_zero()) return {};
  const Interval<T> half = (Interval<T>(1) + exp(Interval<T>(-2) * size)) / Interval<T>(2);
  return max(size + log(half), Interval<T>(0));
}

/// h(t) = t^2/2 - 2 log cosh t and its derivatives.
template <Scalar T>
[[nodiscard]] Interval<T> double_well(const Interval<T>& t) {
  return sqr(t) / Interval<T>(2) - Interval<T>(2) * log_cosh(t);
}
template <Scalar T>
[[nodiscard]] Interval<T> double_well_slope(const Interval<T>& t) {
  return t - Interval<T>(2) * tanh(t);
}
template <Scalar T>
[[nodiscard]] Interval<T> double_well_curvature(const Interval<T>& t) {
  return Interval<T>(2) * sqr(tanh(t)) - Interval<T>(1);
}

struct Consensus {
  Matrix<double> incidence;  ///< M x N
  Vector<double> weights;    ///< w: N
  Vector<double> shifts;     ///< s: N
  Vector<double> right;      ///< b: M
  double rho = 1;
  double beta = 1;
};

template <Scalar T>
struct PrimalDual {
  IntervalVector<T> x;       ///< N
  IntervalVector<T> lambda;  ///< M
};

template <Scalar T>
[[nodiscard]] IntervalVector<T> consensus_gradient(const Consensus& p, const IntervalVector<T>& x) {
  IntervalVector<T> result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    result.push_back(Interval<T>(T(p.weights[i])) * double_well_slope(x[i] - Interval<T>(T(p.shifts[i]))));
  }
  return result;
}
template <Scalar T>
[[nodiscard]] Interval<T> consensus_value(const Consensus& p, const IntervalVector<T>& x) {
  Interval<T> result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    result += Interval<T>(T(p.weights[i])) * double_well(x[i] - Interval<T>(T(p.shifts[i])));
  }
  return result;
}
/// A x - b.
template <Scalar T>
[[nodiscard]] IntervalVector<T> residual(const Consensus& p, const IntervalVector<T>& x) {
  return sum(product(points<T>(p.incidence), x), points<T>(p.right), Interval<T>(-1));
}
/// A^T y.
template <Scalar T>
[[nodiscard]] IntervalVector<T> transposed_product(const Matrix<double>& a, const IntervalVector<T>& y) {
  IntervalVector<T> result(a.columns());
  for (std::size_t e = 0; e < a.rows(); ++e) {
    for (std::size_t i = 0; i < a.columns(); ++i) {
      if (a(e, i) != 0) result[i] += Interval<T>(T(a(e, i))) * y[e];
    }
  }
  return result;
}
template <Scalar T>
[[nodiscard]] PrimalDual<T> primal_dual_step(const Consensus& p, const PrimalDual<T>& at) {
  const Interval<T> rho{T(p.rho)};
  const IntervalVector<T> pull = sum(at.lambda, residual(p, at.x), rho);
  const IntervalVector<T> direction = sum(consensus_gradient(p, at.x), transposed_product(p.incidence, pull));
  PrimalDual<T> next;
  next.x = sum(at.x, direction, Interval<T>(-1) / Interval<T>(T(p.beta)));
  next.lambda = sum(at.lambda, residual(p, next.x), rho);
  return next;
}

/// D of one step where the Hessian of f is `hessian`: [[I - K/beta, -A^T/beta], [rho A (I - K/beta), I - rho A
/// A^T/beta]], K = hessian + rho A^T A.
[[nodiscard]] RationalMatrix primal_dual_derivative(const RationalMatrix& hessian, const RationalMatrix& a,
                                                    const Rational& rho, const Rational& beta);

}  // namespace lemmata::theory
