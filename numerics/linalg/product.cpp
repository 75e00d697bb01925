#include "numerics/linalg/product.hpp"

#include "numerics/linalg/cholesky.hpp"
#include "numerics/linalg/kernels.hpp"
#include "numerics/scalar/floating.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata {
namespace {

using Up = Rounding<double>;

/// 1 + gamma_terms, for a sum of that many rounded terms of one sign.
double inflation(std::size_t terms) { return Up::add_up(1, gamma_up(static_cast<double>(terms), unit_roundoff)); }

/// sqrt of a sum of `count` squares computed in any order, each through at most `depth` additions.
double root_of_squares_up(double sum, std::size_t depth, std::size_t count) {
  const double padded =
      Up::add_up(Up::mul_up(sum, inflation(depth + 4)), Up::mul_up(static_cast<double>(count), underflow_loss));
  return Up::sqrt_up(padded);
}

/// ||m||_F, row by row.
double frobenius_up(const Matrix<double>& m, Team& team) {
  if (m.empty()) return 0;
  Vector<double> squares(m.rows());
  const KernelSet& k = kernels();
  const std::size_t chunk = 64;
  team.for_each((m.rows() + chunk - 1) / chunk, [&](std::size_t c) {
    for (std::size_t i = c * chunk; i < std::min(m.rows(), (c + 1) * chunk); ++i)
      squares[i] = k.dot(m.columns(), m.row(i).data(), m.row(i).data());
  });
  double sum = 0;
  for (double s : squares) sum += s;
  return root_of_squares_up(sum, m.rows() + m.columns(), m.entries().size());
}

/// ||m||_F: entries left of the tiles on the diagonal count twice.
double frobenius_up(const PackedSymmetric& m, Team& team) {
  if (m.empty()) return 0;
  Vector<double> squares(m.tile_rows());
  const KernelSet& k = kernels();
  team.for_each(m.tile_rows(), [&](std::size_t b) {
    const std::span<const double> row = m.tile_row(b), left = row.first(row.size() - m.diagonal_tile()),
                                  last = row.last(m.diagonal_tile());
    squares[b] = 2 * k.dot(left.size(), left.data(), left.data()) + k.dot(last.size(), last.data(), last.data());
  });
  double sum = 0;
  for (double s : squares) sum += s;
  return root_of_squares_up(sum, m.tile_rows() + m.tile_row(m.tile_rows() - 1).size(), 2 * m.entries().size());
}

/// y_i >= sum_j Delta_ij v_j for v >= 0, Delta the radii of the box.
Vector<double> radius_times_up(const SymmetricBox& a, const double* v, Team& team) {
  const std::size_t n = a.order();
  const double slack = inflation(n + 4), underflow = static_cast<double>(n) * underflow_loss;
  Vector<double> y(n, 0.0);
  const KernelSet& k = kernels();
  if (!a.rad().empty()) {
    const std::size_t chunk = 64;
    team.for_each((n + chunk - 1) / chunk, [&](std::size_t c) {
      for (std::size_t i = c * chunk; i < std::min(n, (c + 1) * chunk); ++i)
        y[i] = Up::add_up(Up::mul_up(k.dot(n, a.rad().row(i).data(), v), slack), underflow);
    });
  }
  if (!a.r().empty()) {
    const double weight = Up::add_up(Up::mul_up(k.dot(n, a.r().data(), v), slack), underflow);
    for (std::size_t i = 0; i < n; ++i) y[i] = Up::add_up(y[i], Up::mul_up(a.r()[i], weight));
  }
  return y;
}

/// A bound of the spectral radius of Delta, after Collatz: max_i (Delta v)_i / v_i for any v > 0.
double radius_norm_up(const SymmetricBox& a, Team& team) {
  if (a.is_point()) return 0;
  const std::size_t n = a.order();
  Vector<double> v(n, 1.0);
  double best = std::numeric_limits<double>::infinity();
  for (int step = 0; step < 4; ++step) {
    const Vector<double> y = radius_times_up(a, v.data(), team);
    double bound = 0, largest = 0;
    for (std::size_t i = 0; i < n; ++i) {
      bound = std::max(bound, Up::div_up(y[i], v[i]));
      largest = std::max(largest, y[i]);
    }
    best = std::min(best, bound);
    if (!(largest > 0) || !std::isfinite(largest)) break;
    for (std::size_t i = 0; i < n; ++i) v[i] = std::max(y[i] / largest, 0x1p-40);
  }
  return best;
}

/// Error of one compensated dot product (vector_kernel.hpp), P, Q, W bounding its three sums.
double dot_error_up(std::size_t n, double p, double q, double w, const ErrorModel& model) {
  const KernelSet& k = kernels();
  const double unit = model.unit;
  const double d = static_cast<double>(n / k.dot_lanes + 1 + k.dot_lanes);
  const double s1 = 1.01 * ((d + 1) * unit * p + q);
  const double s2 = 1.01 * (4 * d * unit * s1 + unit * q + w);
  const double underflow = model.underflow ? 8 * static_cast<double>(n) * underflow_loss : 0;
  return (8 * d * unit * s2 + unit * w + underflow) * (1 + 0x1p-40);
}

/// s0 + s1 + s2 as hi + lo, off by at most 2 u^2 |hi| + 2 u |s2|, which dot_error_up's factor 8 D >= 16 covers with
/// room for the second term (it uses 7 D); the first is counted by the caller.
Sum renormalised(const double* s) {
  const Sum a = two_sum(s[0], s[1]);
  return two_sum(a.value, a.error + s[2]);
}

}  // namespace

BoxNorms norms_up(const SymmetricBox& a, Team& team) {
  return {frobenius_up(a.mid(), team), frobenius_up(a.lo(), team), radius_norm_up(a, team)};
}

double norm_up(std::span<const double> x) {
  return root_of_squares_up(kernels().dot(x.size(), x.data(), x.data()), x.size(), x.size());
}

Interval<Real> enclosed_dot(std::size_t n, const double* ah, const double* al, const double* xh, const double* xl,
                            const ErrorModel& model) {
  const double a = norm_up({ah, n}), x = norm_up({xh, n});
  const double a_low = al == nullptr ? 0 : norm_up({al, n}), x_low = xl == nullptr ? 0 : norm_up({xl, n});
  double s[3];
  kernels().dot3(n, ah, al, xh, xl, s);
  const double error =
      dot_error_up(n, Up::mul_up(Up::add_up(a, a_low), Up::add_up(x, x_low)),
                   Up::add_up(Up::mul_up(a, x_low), Up::mul_up(a_low, x)), Up::mul_up(a_low, x_low), model);
  const Interval<Real> value = Interval<Real>(Real(s[0])) + Interval<Real>(Real(s[1])) + Interval<Real>(Real(s[2]));
  return value + Interval<Real>(Real(-error), Real(error));
}

Image apply(const SymmetricBox& a, const BoxNorms& norms, const LongVectors& x, Team& team, const ErrorModel& model) {
  const std::size_t n = a.order(), k = x.count();
  Image image;
  image.y = {Matrix<double>(k, n), Matrix<double>(k, n)};
  const KernelSet& kernel = kernels();
  const std::size_t chunk = 16;
  const bool long_entries = !a.lo().empty();
  const Vector<double> room(long_entries ? chunk * n : 0);
  team.for_each_with((n + chunk - 1) / chunk, room, [&](std::size_t c, Vector<double>& low) {
    const std::size_t first = c * chunk, last = std::min(n, first + chunk);
    if (long_entries) a.lo().rows(first, last - first, low);
    for (std::size_t i = first; i < last; ++i)
      for (std::size_t j = 0; j < k; ++j) {
        double s[3];
        kernel.dot3(n, a.mid().row(i).data(), long_entries ? low.data() + (i - first) * n : nullptr, x.high(j),
                    x.low(j), s);
        const Sum y = renormalised(s);
        image.y.hi(j, i) = y.value;
        image.y.lo(j, i) = y.error;
      }
  });
  image.error.resize(k);
  for (std::size_t j = 0; j < k; ++j) {
    const double high = norm_up({x.high(j), n}), low = x.lo.empty() ? 0 : norm_up({x.low(j), n});
    // The row bounds P_i <= ||A_i|| ||x|| sum in squares to ||A||_F ||x||; underflow is counted once a row.
    const double sum =
        dot_error_up(n, Up::mul_up(Up::add_up(norms.frobenius, norms.frobenius_low), Up::add_up(high, low)),
                     Up::add_up(Up::mul_up(norms.frobenius, low), Up::mul_up(norms.frobenius_low, high)),
                     Up::mul_up(norms.frobenius_low, low), model) +
        8 * static_cast<double>(n) * static_cast<double>(n) * underflow_loss;
    const double last = 2.1 * model.unit * model.unit * norm_up(image.y.hi.row(j));
    image.error[j] = (sum + last) * (1 + 0x1p-40);
  }
  if (!a.is_point()) {
    image.spread = Matrix<double>(k, n);
    Vector<double> magnitude(n);
    for (std::size_t j = 0; j < k; ++j) {
      for (std::size_t i = 0; i < n; ++i)
        magnitude[i] = Up::add_up(std::fabs(x.hi(j, i)), x.lo.empty() ? 0 : std::fabs(x.lo(j, i)));
      const Vector<double> y = radius_times_up(a, magnitude.data(), team);
      std::copy(y.begin(), y.end(), image.spread.row(j).begin());
    }
  }
  return image;
}

void approximate_apply(const Matrix<double>& mid, std::size_t count, const double* x, double* y, Team& team) {
  const std::size_t n = mid.rows(), chunk = 64;
  const KernelSet& k = kernels();
  const auto rows = [&](std::size_t c) {
    for (std::size_t i = c * chunk; i < std::min(n, (c + 1) * chunk); ++i)
      for (std::size_t l = 0; l < count; ++l) y[l * n + i] = k.dot(n, mid.row(i).data(), x + l * n);
  };
  team.for_each(n, (n + chunk - 1) / chunk, rows);
}

}  // namespace lemmata
