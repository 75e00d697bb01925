#pragma once
/// \file
/// # A true critical point near an approximate one
/// ## Statement  (Newton-Kantorovich, with symmetries) Let g_1..g_m be linear vector fields with <grad f(x), g_i(x)> =
///   0 for every x, and F(x, mu) = (grad f(x) + sum mu_i g_i(x), <c_i, x - x~>). Let C be any symmetric matrix with
///   ||C^-1|| <= beta, ||F(x~, 0)|| <= e, and ||F'(z) - C|| <= delta on the ball of radius r about z~ = (x~, 0), all in
///   the 2-norm. If q = beta delta < 1 and beta e <= (1 - q) r, then z -> z - C^-1 F(z) is a contraction of the ball of
///   radius beta e / (1 - q), and F has exactly one zero (x*, mu*) in it. There
///   0 = <grad f(x*) + sum mu_i g_i(x*), g_j(x*)> = sum_i mu_i <g_i(x*), g_j(x*)>, so mu* = 0 and grad f(x*) = 0 once
///   the Gram matrix of the g_i is positive definite over the box. The gauge alone would prove nothing.
/// ## Source   Kantorovich (1948); Rump, Acta Numerica 19 (2010) 287, section 13; bordering: landscapes, issue text.
/// ## Notes    beta comes from enclosures of all eigenvalues of C, delta from the Hessian over the whole box.

#include "numerics/base/expected.hpp"
#include "theory/problem/interface/problem.hpp"

namespace lemmata::theory::problem {

struct ProvedPoint {
  Vector<Interval<Real>> point;      ///< a box that contains the critical point
  Interval<Real> radius;             ///< [0, r]: the critical point lies within r of the middle of the box (2-norm)
  std::size_t symmetry_nullity = 0;  ///< proved: so many independent symmetry directions at the critical point
};

/// From a guess good to a few digits: refined to 50 digits first. Fails (not_certified) with the quantity that did not
/// suffice. Cost: two full eigenvalue problems of order n + m.
[[nodiscard]] Expected<ProvedPoint> prove_critical_point(const Problem& problem, const Vector<double>& guess,
                                                         unsigned threads);

/// The proof alone, on the ball of radius r about the point: for tests. Nothing is refined.
[[nodiscard]] Expected<ProvedPoint> prove_on_ball(const Problem& problem, const Vector<Mp<50>>& x, const Mp<50>& r,
                                                  const std::vector<std::size_t>& generators, unsigned threads);
}  // namespace lemmata::theory::problem
