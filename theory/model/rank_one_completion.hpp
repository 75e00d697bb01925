#pragma once
/// \file
/// # Regularised completion of a rank-one matrix: closed forms
/// f(x) = |W o (z z^T - x x^T)|_F^2 / 2 + lambda sum_i (|x_i| - alpha)_+^4, W a symmetric 0-1 mask.
/// ## Source     Ge, Lee, Ma (2016), NIPS, arXiv:1605.07272, section 4.

#include "theory/model/exact_algebra.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace lemmata::theory {

/// grad f = -2 (W o (z z^T - x x^T)) x + 4 lambda (|x_i| - alpha)_+^3 sign(x_i), over double (approximately) or
/// Rational.
template <class N>
[[nodiscard]] Vector<N> completion_gradient(const Matrix<double>& mask, const std::vector<double>& z,
                                            const Vector<N>& x, const N& alpha, const N& lambda) {
  const std::size_t d = x.size();
  Vector<N> g(d, N(0));
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j < d; ++j) {
      if (mask(i, j) != 0) g[i] = g[i] + N(2) * (x[i] * x[j] - N(z[i]) * N(z[j])) * x[j];
    }
    const N size = x[i] < 0 ? N(-x[i]) : x[i];
    if (size <= alpha) continue;
    const N excess = size - alpha;
    const N push = N(4) * lambda * excess * excess * excess;
    g[i] = x[i] < 0 ? N(g[i] - push) : N(g[i] + push);
  }
  return g;
}

/// z = u x + v with v orthogonal to x, in the scale |z| = 1; x and z are not 0.
struct Decomposition {
  Rational u;
  Rational length;     ///< |x|^2
  Rational remainder;  ///< |v|^2
  Rational delta;      ///< |<z, x> z - |x|^2 x|^2
};
[[nodiscard]] inline Decomposition decomposition(std::span<const double> z_entries, std::span<const double> x_entries) {
  const Vector<Rational> z = rational(z_entries);
  const Vector<Rational> x = rational(x_entries);
  const Rational square = dot(z, z);
  const Rational correlation = dot(z, x);
  const Rational length = dot(x, x);
  Decomposition n;
  n.u = correlation / length;
  n.length = length / square;
  n.remainder = 1 - n.u * n.u * n.length;
  // <z,x>^2 (|z|^2 - 2 |x|^2) + |x|^6, over |z|^6.
  n.delta = (correlation * correlation * (square - 2 * length) + length * length * length) / (square * square * square);
  return n;
}

}  // namespace lemmata::theory
