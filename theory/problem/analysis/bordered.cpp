#include "theory/problem/analysis/bordered.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory::problem {
namespace {

constexpr double dependent = 1e-8;  // relative length below which a direction is left out of the guess
constexpr double tiny_eigenvalue = 1e-13;

/// Greedy Gram-Schmidt on the symmetry directions at x.
std::vector<std::size_t> independent_generators(const Problem& problem, const Vector<double>& x) {
  const std::vector<Generator>& all = problem.generators();
  std::vector<std::size_t> chosen;
  std::vector<Vector<double>> basis;
  double scale = 0;
  for (const double entry : x) scale += entry * entry;
  for (std::size_t i = 0; i < all.size(); ++i) {
    Vector<double> v = all[i](x);
    for (int twice = 0; twice < 2; ++twice)
      for (const Vector<double>& b : basis) {
        double dot = 0;
        for (std::size_t j = 0; j < v.size(); ++j) dot += b[j] * v[j];
        for (std::size_t j = 0; j < v.size(); ++j) v[j] -= dot * b[j];
      }
    double length = 0;
    for (const double entry : v) length += entry * entry;
    if (!(length > dependent * dependent * scale)) continue;
    for (double& entry : v) entry /= std::sqrt(length);
    basis.push_back(std::move(v));
    chosen.push_back(i);
  }
  return chosen;
}

}  // namespace

Vector<double> Bordered::newton_step(const Vector<double>& g) const {
  const std::size_t order = matrix.rows();
  double largest = 0;
  for (const double value : pairs.values) largest = std::max(largest, std::fabs(value));
  Vector<double> step(g.size(), 0.0);
  for (std::size_t k = 0; k < order; ++k) {
    if (!(std::fabs(pairs.values[k]) > tiny_eigenvalue * largest)) continue;
    const double* const v = pairs.vectors.row(k).data();
    double dot = 0;
    for (std::size_t i = 0; i < g.size(); ++i) dot += v[i] * g[i];
    const double factor = -dot / pairs.values[k];
    for (std::size_t i = 0; i < g.size(); ++i) step[i] += factor * v[i];
  }
  return step;
}

Bordered bordered_hessian(const Problem& problem, const Vector<double>& x, std::vector<std::size_t> generators) {
  Bordered b;
  const std::size_t n = x.size(), m = generators.size();
  const Matrix<double> h = problem.hessian(x);
  for (const double entry : h.entries())
    if (!std::isfinite(entry)) return b;
  b.matrix = Matrix<double>(n + m, n + m);
  for (std::size_t i = 0; i < n; ++i) std::copy_n(h.row(i).data(), n, b.matrix.row(i).data());
  for (std::size_t k = 0; k < m; ++k) {
    const Vector<double> g = problem.generators()[generators[k]](x);
    for (std::size_t i = 0; i < n; ++i) b.matrix(i, n + k) = b.matrix(n + k, i) = g[i];
  }
  b.generators = std::move(generators);
  b.pairs = approximate_eigenpairs(b.matrix);
  return b;
}

Bordered bordered_hessian(const Problem& problem, const Vector<double>& x) {
  return bordered_hessian(problem, x, independent_generators(problem, x));
}

}  // namespace lemmata::theory::problem
