#include "theory/problem/analysis/finder.hpp"

#include "numerics/base/random.hpp"
#include "numerics/linalg/approximate.hpp"
#include "theory/problem/analysis/bordered.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory::problem {
namespace {

double dot(const Vector<double>& x, const Vector<double>& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}
double norm(const Vector<double>& x) { return std::sqrt(dot(x, x)); }

Vector<double> combination(const Vector<double>& x, double a, const Vector<double>& y) {
  Vector<double> z(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) z[i] = x[i] + a * y[i];
  return z;
}

/// The step to the boundary |p + t d| = radius, t >= 0.
double to_boundary(const Vector<double>& p, const Vector<double>& d, double radius) {
  const double a = dot(d, d), b = dot(p, d), c = dot(p, p) - radius * radius;
  return (-b + std::sqrt(std::max(0.0, b * b - a * c))) / a;
}

/// Steihaug's truncated conjugate gradients for the quadratic model within the radius.
Vector<double> model_step(const Problem& problem, const Vector<double>& x, const Vector<double>& g, double radius) {
  Vector<double> p(x.size(), 0.0), r = g, d(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) d[i] = -g[i];
  double square = dot(r, r);
  const double enough = std::min(0.1, std::sqrt(norm(g))) * norm(g);
  for (std::size_t k = 0; k < 2 * x.size() + 10; ++k) {
    const Vector<double> hd = problem.hessian_vector(x, d);
    const double curvature = dot(d, hd);
    if (!(curvature > 0)) return combination(p, to_boundary(p, d, radius), d);
    const double step = square / curvature;
    const Vector<double> next = combination(p, step, d);
    if (norm(next) >= radius) return combination(p, to_boundary(p, d, radius), d);
    p = next;
    r = combination(r, step, hd);
    const double after = dot(r, r);
    if (std::sqrt(after) < enough) break;
    for (std::size_t i = 0; i < d.size(); ++i) d[i] = -r[i] + after / square * d[i];
    square = after;
  }
  return p;
}

}  // namespace

Vector<double> random_start(const Problem& problem, std::uint64_t seed) {
  const RandomStream stream(seed, random_tag("lemmata hessian --start"), 0);
  Vector<double> x(problem.unknowns());
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::ldexp(static_cast<double>(stream.at(i) >> 11), -52) - 1;
  return x;
}

Vector<double> descend(const Problem& problem, Vector<double> x) {
  double radius = 1, value = problem.value(x);
  constexpr int most_steps = 500;
  for (int k = 0; k < most_steps; ++k) {
    const Vector<double> g = problem.gradient(x);
    const double size = norm(g);
    if (!std::isfinite(size) || size <= 1e-9 * (1 + norm(x))) break;
    const Vector<double> step = model_step(problem, x, g, radius);
    if (!std::isfinite(norm(step)) || norm(step) <= 1e-15 * (1 + norm(x))) break;
    const double predicted = -dot(g, step) - 0.5 * dot(step, problem.hessian_vector(x, step));
    Vector<double> next = combination(x, 1, step);
    const double there = problem.value(next), ratio = (value - there) / predicted;
    if (ratio < 0.25 || !std::isfinite(ratio)) {
      radius /= 4;
    } else if (ratio > 0.75 && norm(step) > 0.9 * radius) {
      radius *= 2;
    }
    if (ratio > 1e-4) {
      x = std::move(next);
      value = there;
    } else if (radius < 1e-14 * (1 + norm(x))) {
      break;
    }
  }
  return x;
}

Vector<double> newton(const Problem& problem, Vector<double> x) {
  constexpr int most_steps = 40, most_factorisations = 15;
  double size = norm(problem.gradient(x));
  Bordered model;
  bool stale = true;
  for (int k = 0, factorisations = 0; k < most_steps && size > 0; ++k) {
    if (stale) {
      if (factorisations++ == most_factorisations) break;
      model = bordered_hessian(problem, x);
      if (model.matrix.empty()) break;
    }
    const Vector<double> step = model.newton_step(problem.gradient(x));
    if (!(norm(step) > 1e-16 * (1 + norm(x)))) break;
    Vector<double> next = combination(x, 1, step);
    double there = norm(problem.gradient(next));
    for (int half = 0; half < 4 && !(there < size); ++half) {
      next = combination(x, std::ldexp(1.0, -1 - half), step);
      there = norm(problem.gradient(next));
    }
    if (!(there < size)) {
      if (stale) break;  // a fresh model does not help either
      stale = true;
      continue;
    }
    stale = there > 0.25 * size;
    x = std::move(next);
    size = there;
  }
  return x;
}

namespace {

/// The smallest Ritz value of the leading k x k block of t, with its vector.
std::pair<double, Vector<double>> smallest_ritz(const Matrix<double>& t, std::size_t k) {
  Matrix<double> small(k, k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) small(i, j) = t(i, j);
  const ApproximateEigenpairs pairs = approximate_eigenpairs(small);
  return {pairs.values.front(), Vector<double>(pairs.vectors.row(0).begin(), pairs.vectors.row(0).end())};
}

}  // namespace

Vector<double> lanczos_direction(const Problem& problem, const Vector<double>& x, std::size_t steps) {
  constexpr std::size_t early = 3;  // steps after which a negative Ritz value is good enough
  const std::size_t n = x.size();
  steps = std::min(steps, n);
  const RandomStream stream(1, random_tag("lanczos_direction"), 0);
  Vector<double> v(n);
  for (std::size_t i = 0; i < n; ++i) v[i] = std::ldexp(static_cast<double>(stream.at(i) >> 11), -52) - 1;
  for (int restart = 0; restart < 2; ++restart) {
    std::vector<Vector<double>> basis;
    Matrix<double> t(steps, steps);
    double length = norm(v);
    while (basis.size() < steps && length > 0) {
      const std::size_t k = basis.size();
      for (double& entry : v) entry /= length;
      basis.push_back(v);
      Vector<double> w = problem.hessian_vector(x, v);
      for (int twice = 0; twice < 2; ++twice)
        for (std::size_t j = 0; j <= k; ++j) {
          const double c = dot(basis[j], w);
          if (twice == 0) t(j, k) = t(k, j) = c;
          for (std::size_t i = 0; i < n; ++i) w[i] -= c * basis[j][i];
        }
      length = norm(w);
      if (!(length > 1e-12 * std::fabs(t(k, k)) + 1e-300)) length = 0;
      v = std::move(w);
      if (basis.size() >= early && smallest_ritz(t, basis.size()).first < 0) break;
    }
    if (basis.empty()) return v;
    const auto [value, coefficients] = smallest_ritz(t, basis.size());
    v.assign(n, 0.0);
    for (std::size_t j = 0; j < basis.size(); ++j)
      for (std::size_t i = 0; i < n; ++i) v[i] += coefficients[j] * basis[j][i];
    if (value < 0) break;
  }
  return v;
}

}  // namespace lemmata::theory::problem
