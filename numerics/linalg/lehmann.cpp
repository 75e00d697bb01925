#include "numerics/linalg/lehmann.hpp"

#include "numerics/linalg/cholesky.hpp"
#include "numerics/linalg/kernels.hpp"
#include "numerics/scalar/floating.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace lemmata {
namespace {

using Up = Rounding<double>;
using Bounds = Interval<Real>;

/// Largest row sum of a symmetric non-negative matrix: bounds its norm.
Real row_sum_norm(const Matrix<Real>& radii) {
  Real most(0.0);
  for (std::size_t i = 0; i < radii.rows(); ++i) {
    Real sum(0.0);
    for (const Real& r : radii.row(i)) sum = Rounding<Real>::add_up(sum, r);
    most = std::max(most, sum);
  }
  return most;
}

/// Splits a symmetric matrix of enclosures into a centre and the norm of the rest.
Real centre(const Matrix<Bounds>& m, Matrix<Real>& mid) {
  const std::size_t k = m.rows();
  mid = Matrix<Real>(k, k);
  Matrix<Real> radii(k, k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      mid(i, j) = m(i, j).mid();
      radii(i, j) = m(i, j).rad();
    }
  return row_sum_norm(radii);
}

Bounds within(double radius) { return Bounds(Real(-radius), Real(radius)); }

/// An approximate M with A X = X M, in two words: G^-1 Q by Gauss-Jordan in Real, no pivoting (G is near the identity).
Matrix<Real> quotient(Matrix<Real> g, Matrix<Real> q) {
  const std::size_t k = g.rows();
  for (std::size_t p = 0; p < k; ++p) {
    if (g(p, p) == 0) continue;
    const Real pivot = 1 / g(p, p);
    for (std::size_t i = 0; i < k; ++i) {
      if (i == p || g(i, p) == 0) continue;
      const Real f = g(i, p) * pivot;
      for (std::size_t j = p; j < k; ++j) g(i, j) -= f * g(p, j);
      for (std::size_t j = 0; j < k; ++j) q(i, j) -= f * q(p, j);
    }
    for (std::size_t j = p; j < k; ++j) g(p, j) *= pivot;
    for (std::size_t j = 0; j < k; ++j) q(p, j) *= pivot;
  }
  return q;
}

/// Number of negative eigenvalues of a symmetric matrix of points, by LDL^T in intervals; none when a pivot is
/// undecided.
std::optional<std::size_t> negative_count(const Matrix<Real>& m) {
  const std::size_t k = m.rows();
  Matrix<Bounds> a(k, k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j <= i; ++j) a(i, j) = Bounds(m(i, j));
  std::size_t count = 0;
  for (std::size_t p = 0; p < k; ++p) {
    const Bounds& pivot = a(p, p);
    if (!pivot.is_bounded()) return std::nullopt;
    if (pivot.sup() < 0)
      ++count;
    else if (!(pivot.inf() > 0))
      return std::nullopt;
    const Bounds inverse = Bounds(Real(1.0)) / pivot;
    for (std::size_t i = p + 1; i < k; ++i) {
      if (a(i, p) == Bounds()) continue;
      const Bounds f = a(i, p) * inverse;
      for (std::size_t j = p + 1; j <= i; ++j) a(i, j) -= f * a(j, p);
    }
  }
  return count;
}

/// At most j eigenvalues of every A lie below lambda.
bool at_most_below(const RitzForms& f, const Real& mu, const Real& lambda, std::size_t j) {
  if (!(lambda < mu)) return false;
  using R = Rounding<Real>;
  const std::size_t k = f.q.rows();
  const Real gap = R::sub_down(mu, lambda);
  if (!(gap > 0)) return false;
  // The rounding of the k x k combination, in Real, is covered by a relative 2^-600 of what was combined.
  Real size(0.0);
  Matrix<Real> s(k, k);
  for (std::size_t a = 0; a < k; ++a)
    for (std::size_t b = 0; b < k; ++b) {
      const Real part = f.n(a, b) / gap;
      s(a, b) = f.q(a, b) - lambda * f.g(a, b) - part;
      size = R::add_up(size, abs(f.q(a, b)) + abs(lambda * f.g(a, b)) + abs(part));
    }
  Real shift = R::add_up(f.q_error, R::mul_up(abs(lambda), f.g_error));
  shift = R::add_up(shift, R::div_up(f.n_error, gap));
  shift = R::add_up(shift, R::mul_up(size, Real(0x1p-600)));
  for (std::size_t a = 0; a < k; ++a) s(a, a) = R::sub_down(s(a, a), shift);
  const auto count = negative_count(s);
  return count && *count <= j;
}

/// At least j + 1 eigenvalues of every A lie at or below lambda.
bool more_below(const RitzForms& f, const Real& lambda, std::size_t j) {
  using R = Rounding<Real>;
  const std::size_t k = f.q.rows();
  Real size(0.0);
  Matrix<Real> s(k, k);
  for (std::size_t a = 0; a < k; ++a)
    for (std::size_t b = 0; b < k; ++b) {
      s(a, b) = f.q(a, b) - lambda * f.g(a, b);
      size = R::add_up(size, abs(f.q(a, b)) + abs(lambda * f.g(a, b)));
    }
  Real shift = R::add_up(f.q_error, R::mul_up(abs(lambda), f.g_error));
  shift = R::add_up(shift, R::mul_up(size, Real(0x1p-600)));
  for (std::size_t a = 0; a < k; ++a) s(a, a) = R::add_up(s(a, a), shift);
  const auto count = negative_count(s);
  return count && *count > j;
}

/// The best lambda on the proved side: walks from `start` by growing steps, outward or, when it is proved itself,
/// inward, and then halves the bracket down to `resolution`.
template <class Proved>
Real search(const Real& start, Real step, const Real& resolution, int direction, const Proved& proved) {
  const Real sign(direction);
  if (!(step > 0)) step = Real(0x1p-1000);
  Real good = start, bad = start;
  bool found = proved(start);
  for (int i = 0; i < 400 && found; ++i) {
    bad = start - sign * step;
    if (!proved(bad)) break;
    good = bad;
    step *= 4;
  }
  for (int i = 0; i < 400 && !found; ++i) {
    bad = good;
    good = start + sign * step;
    found = proved(good);
    step *= 4;
  }
  if (!found) return sign * infinity<Real>();
  for (int i = 0; i < 80; ++i) {
    if (abs(good - bad) <= std::max(resolution, Real(abs(good) * Real(0x1p-58)))) break;
    const Real middle = (good + bad) / 2;
    (proved(middle) ? good : bad) = middle;
  }
  return good;
}

/// k = 1: the smaller eigenvalue of [[theta, rho], [rho, mu]], which grows with theta and mu and falls with rho.
Bounds single_enclosure(const RitzForms& f, const Real& mu) {
  const Bounds e(-f.q_error, f.q_error), h(-f.g_error, f.g_error);
  const Bounds g = Bounds(f.g(0, 0)) + h;
  if (!(g.inf() > 0)) return Bounds::whole();
  const Bounds theta = (Bounds(f.q(0, 0)) + e) / g;
  const Real most = Rounding<Real>::add_up(f.n(0, 0), f.n_error);
  const Bounds rho2 = Bounds(most) / Bounds(g.inf());
  const Bounds gap = Bounds(mu) - Bounds(theta.inf());
  if (!(gap.inf() > 0)) return Bounds(-infinity<Real>(), theta.sup());
  const Bounds four = Bounds(4) * rho2;
  const Bounds loss = Bounds(2) * rho2 / (gap + sqrt(sqr(gap) + four));
  return Bounds(Rounding<Real>::sub_down(theta.inf(), loss.sup()), theta.sup());
}

}  // namespace

RitzForms ritz_forms(const SymmetricBox& a, const BoxNorms& norms, const LongVectors& x, Team& team,
                     const ErrorModel& model) {
  const std::size_t n = a.order(), k = x.count();
  const Image image = apply(a, norms, x, team, model);
  const bool wide = !image.spread.empty() && model.radii;
  const double slack = Up::add_up(1, gamma_up(static_cast<double>(n) + 4, unit_roundoff));
  RitzForms f;
  Matrix<Bounds> q(k, k), g(k, k), r2(k, k);
  Vector<double> size(k);
  for (std::size_t i = 0; i < k; ++i)
    size[i] = Up::add_up(norm_up({x.high(i), n}), x.lo.empty() ? 0 : norm_up({x.low(i), n}));
  Vector<double> magnitude(n);
  for (std::size_t i = 0; i < k; ++i) {
    if (wide)
      for (std::size_t t = 0; t < n; ++t)
        magnitude[t] = Up::add_up(std::fabs(x.hi(i, t)), x.lo.empty() ? 0 : std::fabs(x.lo(i, t)));
    for (std::size_t j = 0; j <= i; ++j) {
      g(i, j) = g(j, i) = enclosed_dot(n, x.high(i), x.low(i), x.high(j), x.low(j), model);
      double radius = Up::mul_up(size[i], image.error[j]);
      if (wide) {
        const double dot = kernels().dot(n, magnitude.data(), image.spread.row(j).data());
        radius = Up::add_up(radius, Up::add_up(Up::mul_up(dot, slack), static_cast<double>(n) * 0x1p-1021));
      }
      q(i, j) = q(j, i) = enclosed_dot(n, x.high(i), x.low(i), image.y.high(j), image.y.low(j), model) + within(radius);
    }
  }
  f.q_error = centre(q, f.q);
  f.g_error = centre(g, f.g);
  f.theta.resize(k);
  for (std::size_t j = 0; j < k; ++j) f.theta[j] = static_cast<double>(f.q(j, j) / f.g(j, j));

  // R = Y - X M, M in two words; s + c holds y - sum x m, c is rounded: at most (4k+8)^2 u^2 (|y| + sum |x m|).
  const Matrix<Real> m = quotient(f.g, f.q);
  Matrix<double> mh(k, k), ml(k, k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      mh(i, j) = static_cast<double>(m(i, j));
      ml(i, j) = static_cast<double>(Real(m(i, j) - Real(mh(i, j))));
      if (!std::isfinite(mh(i, j)) || !std::isfinite(ml(i, j))) mh(i, j) = ml(i, j) = 0;
    }
  f.correction = Matrix<double>(k, n);
  f.residual.resize(k);
  Vector<double> centre_norm(k), error(k);
  for (std::size_t j = 0; j < k; ++j) {
    double scale = norm_up(image.y.hi.row(j));
    for (std::size_t l = 0; l < k; ++l) scale = Up::add_up(scale, Up::mul_up(size[l], std::fabs(mh(l, j))));
    for (std::size_t t = 0; t < n; ++t) {
      double s = image.y.hi(j, t), c = image.y.lo(j, t);
      for (std::size_t l = 0; l < k; ++l) {
        const Sum p = two_product(-x.hi(l, t), mh(l, j));
        const Sum w = two_sum(s, p.value);
        s = w.value;
        c += w.error + p.error;
        c -= x.hi(l, t) * ml(l, j) + (x.lo.empty() ? 0 : x.lo(l, t) * mh(l, j));
      }
      f.correction(j, t) = s + c;
    }
    centre_norm[j] = norm_up(f.correction.row(j));
    const double steps = 4 * static_cast<double>(k) + 8;
    error[j] = Up::add_up(image.error[j], 1.01 * (unit_roundoff * centre_norm[j] +
                                                  steps * steps * unit_roundoff * unit_roundoff * scale) +
                                              (static_cast<double>(n) + 1) * static_cast<double>(k + 1) * 0x1p-1019);
    if (wide) error[j] = Up::add_up(error[j], norm_up(image.spread.row(j)));
    f.residual[j] = Up::add_up(centre_norm[j], error[j]);
  }
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const double value = kernels().dot(n, f.correction.row(i).data(), f.correction.row(j).data());
      double radius =
          Up::mul_up(gamma_up(static_cast<double>(n) + 4, unit_roundoff), Up::mul_up(centre_norm[i], centre_norm[j]));
      radius = Up::add_up(radius, Up::mul_up(centre_norm[i], error[j]));
      radius = Up::add_up(radius, Up::mul_up(f.residual[j], error[i]));
      radius = Up::add_up(radius, static_cast<double>(n) * 0x1p-1021);
      r2(i, j) = r2(j, i) = Bounds(Real(value)) + within(radius);
    }
  f.n_error = centre(r2, f.n);
  return f;
}

Interval<Real> lehmann_enclosure(const RitzForms& f, double complement, std::size_t j) {
  const std::size_t k = f.q.rows();
  expects(j < k, "lehmann_enclosure: j < k");
  const Real mu = Real(complement);
  if (k == 1) return single_enclosure(f, mu);
  // Start from the j-th smallest Ritz value; the first step is about the error expected.
  Vector<double> order = f.theta;
  std::sort(order.begin(), order.end());
  const Real start(order[j]);
  const double gap = complement - order[j];
  const double rho = *std::max_element(f.residual.begin(), f.residual.end());
  const Real uncertain = f.q_error + abs(start) * f.g_error;  // finer than that nothing can be told
  Real step = uncertain + abs(start) * Real(0x1p-56);
  if (gap > 0) step += Real(rho) * Real(rho) / Real(gap);
  const Real upper =
      search(start, step, uncertain * Real(0x1p-6), 1, [&](const Real& x) { return more_below(f, x, j); });
  const Real lower =
      search(start, step, uncertain * Real(0x1p-6), -1, [&](const Real& x) { return at_most_below(f, mu, x, j); });
  if (!(lower <= upper)) return Bounds::whole();
  return Bounds(lower, upper);
}

}  // namespace lemmata
