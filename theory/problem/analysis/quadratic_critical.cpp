#include "theory/problem/analysis/quadratic_critical.hpp"

#include <utility>

namespace lemmata::theory {
namespace {

// W x_i for every sample, as columns of k numbers.
Rational output(const RationalMatrix& w, std::span<const Rational> x) {
  const Vector<Rational> hidden = product(w, x);
  return dot(hidden, hidden);
}

Rational slope(const QuadraticNetwork& p, const Rational& f, std::size_t i) {
  return p.loss == 0 ? f - exact(p.labels[i]) : (f - 1) * (f - 2) * (f - 4);
}

// Exchanges coordinates a and b everywhere.
void exchange(QuadraticNetwork& p, std::size_t a, std::size_t b) {
  const auto columns = [&](Matrix<double>& m) {
    for (std::size_t i = 0; i < m.rows(); ++i) std::swap(m(i, a), m(i, b));
  };
  columns(p.inputs);
  columns(p.weights);
  columns(p.perturbation);
  for (std::size_t j = 0; j < p.perturbation.columns(); ++j) std::swap(p.perturbation(a, j), p.perturbation(b, j));
}

}  // namespace

ExactProblem QuadraticNetwork::objective() const {
  problem::Parameters parameters{{"inputs", inputs},
                                 {"labels", Matrix<double>(1, labels.size(), labels)},
                                 {"width", Rational(width())},
                                 {"lambda", exact(decay)},
                                 {"loss", std::string(loss == 0 ? "squared" : "quartic")},
                                 {"perturbation", perturbation}};
  return {"quadratic_network", parameters};
}

RationalMatrix certificate_matrix(const QuadraticNetwork& p, const RationalMatrix& w) {
  const std::size_t d = p.dimension();
  RationalMatrix result = scaled(2, rational(p.perturbation));
  for (std::size_t i = 0; i < d; ++i) result(i, i) += exact(p.decay);
  for (std::size_t t = 0; t < p.samples(); ++t) {
    const Vector<Rational> x = rational(p.inputs.row(t));
    const Rational factor = 2 * slope(p, output(w, x), t) / Rational(p.samples());
    for (std::size_t i = 0; i < d; ++i) {
      for (std::size_t j = 0; j < d; ++j) result(i, j) += factor * x[i] * x[j];
    }
  }
  return result;
}

Rational curvature(const QuadraticNetwork& p, const RationalMatrix& w, const RationalMatrix& v) {
  Rational result = inner(v, product(v, certificate_matrix(p, w)));
  for (std::size_t t = 0; t < p.samples(); ++t) {
    const Vector<Rational> x = rational(p.inputs.row(t));
    const Rational change = 2 * dot(product(w, x), product(v, x));
    result += change * change / Rational(p.samples());
  }
  return result;
}

Vector<Rational> flattened(const RationalMatrix& w) { return {w.entries().begin(), w.entries().end()}; }

Vector<Rational> left_null_vector(const RationalMatrix& w) {
  // Row i as a combination of the others.
  for (std::size_t i = 0; i < w.rows(); ++i) {
    RationalMatrix others(w.columns(), w.rows() - 1);
    for (std::size_t j = 0, c = 0; j < w.rows(); ++j) {
      if (j == i) continue;
      for (std::size_t a = 0; a < w.columns(); ++a) others(a, c) = w(j, a);
      ++c;
    }
    const auto combination = solve(std::move(others), {w.row(i).begin(), w.row(i).end()});
    if (!combination) continue;
    Vector<Rational> a;
    for (std::size_t j = 0, c = 0; j < w.rows(); ++j) a.push_back(j == i ? Rational(-1) : (*combination)[c++]);
    return a;
  }
  return {};
}

QuadraticNetwork draw_critical(Draw& draw, const CriticalShape& s) {
  const std::size_t k = s.width;
  const std::size_t d = s.dimension;
  const std::size_t r = s.rank;
  const std::size_t n = s.samples;
  expects(r <= k && r <= d && r <= n, "draw_critical: a rank that fits");
  QuadraticNetwork p;
  p.inputs = Matrix<double>(n, d);
  p.weights = Matrix<double>(k, d);
  p.other = Matrix<double>(k, d);
  p.perturbation = Matrix<double>(d, d);
  for (std::size_t a = 0; a < k; ++a) {
    for (std::size_t j = 0; j < r; ++j) {
      p.weights(a, j) = static_cast<double>(draw.integer(-2, 2)) + (a == j ? 5.0 : 0.0);
    }
    for (std::size_t j = 0; j < d; ++j) p.other(a, j) = draw.real(-2, 2, 2);
  }
  // Samples 0..r-1 lie along the coordinates that W sees; then one pit; the others are arbitrary.
  Vector<double> g(n, 0.0);
  const bool pit = s.pits && r < n && r < d;
  for (std::size_t i = 0; i < n; ++i) {
    if (i < r) {
      p.inputs(i, i) = 8;
      g[i] = s.perturbed ? -static_cast<double>(draw.integer(2, 6)) : 0.0;
    } else if (pit && i == r) {
      p.inputs(i, r + draw.pick(d - r)) = 8;
      g[i] = -static_cast<double>(draw.integer(12, 20));
    } else {
      const bool seen = s.perturbed || r == d || draw.coin();
      for (std::size_t j = 0; j < d; ++j) {
        if (s.perturbed || (seen ? j < r : j >= r)) p.inputs(i, j) = static_cast<double>(draw.integer(-1, 1));
      }
      if (s.perturbed || !seen) g[i] = draw.real(-1, 1, 2);
    }
    double f = 0;  // short integers: exact
    for (std::size_t a = 0; a < k; ++a) {
      double hidden = 0;
      for (std::size_t j = 0; j < d; ++j) hidden += p.weights(a, j) * p.inputs(i, j);
      f += hidden * hidden;
    }
    p.labels.push_back(f - g[i]);
  }
  if (s.perturbed) {
    p.decay = draw.real(0, 0.25, 4);
    for (std::size_t a = 0; a < d; ++a) {
      for (std::size_t b = 0; b <= a; ++b) {
        double c = a == b ? draw.real(6, 10, 4) : draw.real(-0.5, 0.5, 4);
        if (b < r) {  // W Lambda = 0: the first r rows of Lambda vanish
          c = a == b ? -p.decay / 2 : 0;
          for (std::size_t i = 0; i < n; ++i) {
            c -= g[i] * p.inputs(i, a) * p.inputs(i, b) / static_cast<double>(n);
          }
        }
        p.perturbation(a, b) = c;
        p.perturbation(b, a) = c;
      }
    }
  }
  for (std::size_t j = 0; j + 1 < d; ++j) exchange(p, j, j + draw.pick(d - j));
  return p;
}

}  // namespace lemmata::theory
