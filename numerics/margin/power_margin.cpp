#include "numerics/margin/power_margin.hpp"

#include "numerics/margin/finder_numbers.hpp"
#include "numerics/scalar/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata {
namespace {

using std::pow;
using std::sqrt;

/// maximise D(a) = sum a - sum_j |g_j|^s / s, g = Z^T a, over a >= 0; s = p*.
template <class T>
class DualNewton {
 public:
  DualNewton(const Matrix<double>& z, const T& s) : z_(z), s_(s) {}

  Vector<T> solve(Vector<T> a, int rounds, double target) {
    T damping(1e-8);
    for (int round = 0; round < rounds; ++round) {
      const Vector<T> g = combination(a);
      const T value = objective(a, g);
      const Vector<T> slope = slopes(g);
      const double largest = residual(a, slope);
      std::vector<std::size_t> free;
      for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] > T(0.0) || slope[i] > T(0.0)) free.push_back(i);
      }
      if (largest <= target || free.empty()) break;
      const Vector<T> step = newton_step(g, slope, free, damping);
      bool better = false;
      T length(1.0);
      for (int halving = 0; halving < 40 && !better; ++halving) {
        Vector<T> next = a;
        for (std::size_t k = 0; k < free.size(); ++k) {
          const T moved = a[free[k]] + length * step[k];
          next[free[k]] = moved > T(0.0) ? moved : T(0.0);
        }
        const Vector<T> moved_g = combination(next);
        // Near the optimum D no longer resolves the progress; its slope still does.
        if (objective(next, moved_g) > value || residual(next, slopes(moved_g)) < 0.5 * largest) {
          a = std::move(next);
          better = true;
        } else {
          length = length / T(2.0);
        }
      }
      damping = better ? T(damping / T(4.0)) : T(damping * T(64.0));
      if (damping > T(1e12)) break;
    }
    return a;
  }

  Vector<T> separator(const Vector<T>& a) const {
    Vector<T> w = combination(a);
    for (T& entry : w) entry = primal(entry);
    return w;
  }

 private:
  Vector<T> combination(const Vector<T>& a) const {
    Vector<T> g(z_.columns(), T(0.0));
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!(a[i] > T(0.0))) continue;
      for (std::size_t j = 0; j < g.size(); ++j) g[j] = g[j] + a[i] * T(z_(i, j));
    }
    return g;
  }

  /// 1 - z_i.w for every row.
  Vector<T> slopes(const Vector<T>& g) const {
    Vector<T> w = g;
    for (T& entry : w) entry = primal(entry);
    Vector<T> slope(z_.rows(), T(1.0));
    for (std::size_t i = 0; i < z_.rows(); ++i) {
      for (std::size_t j = 0; j < w.size(); ++j) slope[i] = slope[i] - T(z_(i, j)) * w[j];
    }
    return slope;
  }

  /// The largest violation of the optimality conditions.
  double residual(const Vector<T>& a, const Vector<T>& slope) const {
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] > T(0.0) || slope[i] > T(0.0)) largest = std::max(largest, std::abs(approximate(slope[i])));
    }
    return largest;
  }

  static T size(const T& x) { return x < T(0.0) ? T(T(0.0) - x) : x; }

  T primal(const T& g) const {
    if (!(size(g) > T(0.0))) return T(0.0);
    const T power = pow(size(g), T(s_ - T(1.0)));
    return g < T(0.0) ? T(T(0.0) - power) : power;
  }

  T objective(const Vector<T>& a, const Vector<T>& g) const {
    T sum(0.0);
    for (const T& entry : a) sum = sum + entry;
    for (const T& entry : g) {
      if (size(entry) > T(0.0)) sum = sum - pow(size(entry), s_) / s_;
    }
    return sum;
  }

  /// (H + damping diag(H)) step = slope on the free rows, H = Z diag((s-1)|g|^(s-2)) Z^T.
  Vector<T> newton_step(const Vector<T>& g, const Vector<T>& slope, const std::vector<std::size_t>& free,
                        const T& damping) const {
    const std::size_t k = free.size();
    T scale(0.0);
    for (const T& entry : g) scale = size(entry) > scale ? size(entry) : scale;
    if (!(scale > T(0.0))) scale = T(1.0);
    Vector<T> curvature(g.size());
    for (std::size_t j = 0; j < g.size(); ++j) {
      const T floor = scale * T(1e-12);
      curvature[j] = (s_ - T(1.0)) * pow(size(g[j]) > floor ? size(g[j]) : floor, T(s_ - T(2.0)));
    }
    Matrix<T> h(k, k);
    for (std::size_t r = 0; r < k; ++r) {
      for (std::size_t c = 0; c <= r; ++c) {
        T sum(0.0);
        for (std::size_t j = 0; j < g.size(); ++j) {
          sum = sum + curvature[j] * T(z_(free[r], j)) * T(z_(free[c], j));
        }
        h(r, c) = sum;
      }
    }
    for (std::size_t r = 0; r < k; ++r) h(r, r) = h(r, r) * (T(1.0) + damping) + damping * T(1e-12);
    Vector<T> x(k);
    for (std::size_t r = 0; r < k; ++r) {  // Cholesky and forward substitution
      for (std::size_t c = 0; c <= r; ++c) {
        T sum = h(r, c);
        for (std::size_t l = 0; l < c; ++l) sum = sum - h(r, l) * h(c, l);
        if (c < r) {
          h(r, c) = sum / h(c, c);
        } else {
          h(r, r) = sqrt(sum > T(1e-300) ? sum : T(1e-300));
        }
      }
      T sum = slope[free[r]];
      for (std::size_t l = 0; l < r; ++l) sum = sum - h(r, l) * x[l];
      x[r] = sum / h(r, r);
    }
    for (std::size_t r = k; r-- > 0;) {
      for (std::size_t l = r + 1; l < k; ++l) x[r] = x[r] - h(l, r) * x[l];
      x[r] = x[r] / h(r, r);
    }
    return x;
  }

  const Matrix<double>& z_;
  T s_;
};

/// ||v||_p of an integer vector.
Interval<Real> power_norm(std::span<const Integer> v, const Rational& p) {
  // Relative to the largest entry, so that powers stay in range.
  Integer largest = 0;
  for (const Integer& entry : v) largest = std::max(largest, Integer(boost::multiprecision::abs(entry)));
  if (largest == 0) return Interval<Real>(Real(0.0));
  const Interval<Real> exponent = enclosure(p);
  Interval<Real> sum(Real(0.0));
  for (const Integer& entry : v) {
    if (entry == 0) continue;
    const Interval<Real> ratio = enclosure(Rational(Integer(boost::multiprecision::abs(entry)), largest));
    sum = sum + exp(exponent * log(ratio));
  }
  return enclosure(Rational(largest)) * exp(log(sum) / exponent);
}

Interval<Real> in_units(const Interval<Real>& x, long log2_denominator) {
  const Interval<Real> unit = enclosure(Rational(shifted(Integer(1), std::abs(log2_denominator))));
  return log2_denominator >= 0 ? x / unit : x * unit;
}

Vector<Integer> integers(const Vector<Mp<50>>& v) {
  double largest = 0.0;
  for (const Mp<50>& entry : v) largest = std::max(largest, std::abs(approximate(entry)));
  const long shift = largest > 0.0 && std::isfinite(largest) ? 200 - std::ilogb(largest) : 0;
  Vector<Integer> result;
  for (const Mp<50>& entry : v) result.push_back(near_integer(entry, shift));
  return result;
}

}  // namespace

PowerMargin power_margin(const Matrix<double>& rows, const Rational& p) {
  expects(p > 1, "power_margin: p > 1");
  expects(rows.rows() > 0 && rows.columns() > 0, "power_margin: at least one row and one column");
  PowerMargin result;
  const MaxMargin euclidean = max_margin(rows);
  result.separable = euclidean.separable;
  if (euclidean.separable != Truth::yes) {
    if (euclidean.separable == Truth::unknown) result.margin = Interval<Real>::whole();
    return result;
  }
  // The finder works on rows scaled to size 1 by one power of two.
  double largest = 0.0;
  for (const double entry : rows.entries()) largest = std::max(largest, std::abs(entry));
  Matrix<double> scaled(rows.rows(), rows.columns());
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    for (std::size_t j = 0; j < rows.columns(); ++j) scaled(i, j) = std::ldexp(rows(i, j), -std::ilogb(largest));
  }
  const Rational conjugate = p / (p - Rational(1));
  const IntegerMatrix z(rows);
  const long unit =
      2 * (z.log2_denominator() + std::ilogb(largest));  // from weights of integers to weights of `scaled`
  Vector<double> start(rows.rows(), 0.0);
  for (std::size_t s = 0; s < euclidean.rows.size(); ++s) {
    start[euclidean.rows[s]] =
        nearest(shifted(euclidean.weights[s], std::max(0L, unit)), shifted(euclidean.least, std::max(0L, -unit)));
  }
  start = DualNewton<double>(scaled, nearest(conjugate)).solve(std::move(start), 200, 1e-9);
  Vector<Mp<50>> a(start.begin(), start.end());
  const Mp<50> exponent = Mp<50>(boost::multiprecision::numerator(conjugate).str()) /
                          Mp<50>(boost::multiprecision::denominator(conjugate).str());
  DualNewton<Mp<50>> fine(scaled, exponent);
  a = fine.solve(std::move(a), 60, 1e-44);

  result.weights = integers(a);
  result.separator = integers(fine.separator(a));
  std::vector<std::size_t> every(rows.rows());
  for (std::size_t i = 0; i < every.size(); ++i) every[i] = i;
  Integer total = 0;
  for (const Integer& weight : result.weights) total += weight;
  LeastRow least = least_row(z, result.separator, Integer(0));
  if (least.value <= 0) {  // the l2 separator always separates
    result.separator = euclidean.separator;
    least = least_row(z, result.separator, Integer(0));
  }
  const Interval<Real> lower = enclosure(Rational(least.value)) / power_norm(result.separator, p);
  Interval<Real> upper = Interval<Real>::whole();
  if (total > 0) {
    upper = power_norm(z.combination(every, result.weights), conjugate) / enclosure(Rational(total));
  }
  result.margin =
      Interval<Real>(in_units(lower, z.log2_denominator()).inf(), in_units(upper, z.log2_denominator()).sup());
  return result;
}

}  // namespace lemmata
