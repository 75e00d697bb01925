#include "theory/problem/analysis/density.hpp"

#include "numerics/base/random.hpp"
#include "numerics/linalg/approximate.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory::problem {
namespace {

double dot(const Vector<double>& x, const Vector<double>& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

/// The tridiagonal matrix of `steps` Lanczos steps from v, with full reorthogonalisation; smaller at an invariant
/// space.
Matrix<double> lanczos(const Problem& problem, const Vector<double>& x, Vector<double> v, std::size_t steps) {
  Vector<double> diagonal, beside;
  std::vector<Vector<double>> basis;
  double length = std::sqrt(dot(v, v));
  while (basis.size() < steps) {
    for (double& entry : v) entry /= length;
    basis.push_back(v);
    Vector<double> w = problem.hessian_vector(x, v);
    diagonal.push_back(dot(w, v));
    for (int twice = 0; twice < 2; ++twice)
      for (const Vector<double>& b : basis) {
        const double c = dot(b, w);
        for (std::size_t i = 0; i < w.size(); ++i) w[i] -= c * b[i];
      }
    length = std::sqrt(dot(w, w));
    double scale = 0;
    for (const double entry : diagonal) scale = std::max(scale, std::fabs(entry));
    if (!(length > 1e-10 * scale)) break;
    beside.push_back(length);
    v = std::move(w);
  }
  const std::size_t k = diagonal.size();
  Matrix<double> t(k, k);
  for (std::size_t i = 0; i < k; ++i) {
    t(i, i) = diagonal[i];
    if (i + 1 < k) t(i, i + 1) = t(i + 1, i) = beside[i];
  }
  return t;
}

}  // namespace

ApproximateDensity approximate_density(const Problem& problem, const Vector<double>& x, std::size_t probes,
                                       std::size_t steps) {
  const std::size_t n = x.size();
  ApproximateDensity density;
  density.probes = probes;
  density.steps = std::min(steps, n);
  std::vector<std::pair<double, double>> all;
  for (std::size_t p = 0; p < probes; ++p) {
    const RandomStream stream(1, random_tag("approximate_density"), p);
    Vector<double> v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = (stream.at(i / 64) >> (i % 64)) % 2 == 0 ? 1 : -1;
    const Matrix<double> t = lanczos(problem, x, std::move(v), density.steps);
    if (std::any_of(t.entries().begin(), t.entries().end(), [](double entry) { return !std::isfinite(entry); }))
      return density;
    const ApproximateEigenpairs pairs = approximate_eigenpairs(t);
    for (std::size_t i = 0; i < pairs.values.size(); ++i) {
      const double first = pairs.vectors(i, 0);
      all.emplace_back(pairs.values[i], first * first / static_cast<double>(probes));
    }
  }
  std::sort(all.begin(), all.end());
  for (const auto& [node, weight] : all) {
    density.nodes.push_back(node);
    density.weights.push_back(weight);
  }
  return density;
}

}  // namespace lemmata::theory::problem
