/// \file
/// # Extreme eigenvalues in MPFR arithmetic
/// ## Method   An eigenvector from binary64, sharpened by inverse iteration in Mp, gives the bound from above. From
///             below, a plain Cholesky factorisation of A - s I in Mp, s just below that quotient, proves
///             lambda_min(A) >= s - c (Theorem A with h = n + 2, u = 2^-precision: any conventional loop). The shifts
///             that factor on the way speed up the iteration, so that neighbours closer than binary64 sees separate.
/// ## Notes    Underflow needs exponents near -2^30 and is excluded by checking the range of the entries.

#include "numerics/linalg/approximate.hpp"
#include "numerics/linalg/extreme_detail.hpp"
#include "numerics/linalg/extreme_eigenvalues.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace lemmata {
namespace {

template <unsigned D>
struct Dense {
  using T = Mp<D>;
  using Bounds = Interval<T>;

  const Matrix<Bounds>& a;
  Matrix<T> mid;
  T radius;  ///< >= ||A - mid||_2, largest row sum of radii

  explicit Dense(const Matrix<Bounds>& entries) : a(entries), mid(entries.rows(), entries.rows()), radius(0.0) {
    for (std::size_t i = 0; i < a.rows(); ++i) {
      T sum(0.0);
      for (std::size_t j = 0; j < a.rows(); ++j) {
        mid(i, j) = a(i, j).mid();
        sum = Rounding<T>::add_up(sum, a(i, j).rad());
      }
      radius = std::max(radius, sum);
    }
  }
  [[nodiscard]] std::size_t order() const { return mid.rows(); }
};

/// The factor of mid - s I with its Theorem A constant, or nothing.
template <unsigned D>
struct Factor {
  Matrix<Mp<D>> l;
  Mp<D> loss;  ///< lambda_min(mid) >= s - loss
};

template <unsigned D>
std::optional<Factor<D>> factored(const Dense<D>& m, const Mp<D>& s) {
  using T = Mp<D>;
  using Bounds = Interval<T>;
  const std::size_t n = m.order();
  Matrix<T> l(n, n);
  Bounds trace;
  T largest(0.0);
  for (std::size_t i = 0; i < n; ++i) {
    const T diagonal = m.mid(i, i) - s;
    trace += Bounds(diagonal);
    largest = std::max(largest, T(abs(m.mid(i, i)) + abs(s)));
    for (std::size_t j = 0; j <= i; ++j) {
      T sum = i == j ? diagonal : m.mid(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= l(i, k) * l(j, k);
      if (i != j) {
        l(i, j) = sum / l(j, j);
      } else {
        if (!(sum > 0) || !(sum < infinity<T>())) return std::nullopt;
        l(i, i) = sqrt(sum);
      }
    }
  }
  const T unit = ldexp(T(1.0), -bits_of(s));
  const Bounds gamma = Bounds(T(static_cast<double>(n + 2))) * Bounds(unit);
  if (!(gamma.sup() < T(0.25))) return std::nullopt;
  const Bounds one(T(1.0));
  // gamma/(1-gamma) over 1 - gamma, and the rounding of the diagonal mid - s.
  const Bounds c = gamma / ((one - gamma) * (one - gamma)) * trace + Bounds(unit) * Bounds(T(2 * largest));
  return Factor<D>{std::move(l), c.sup()};
}

template <unsigned D>
Vector<Mp<D>> solved(const Matrix<Mp<D>>& l, Vector<Mp<D>> x) {
  const std::size_t n = x.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= l(i, k) * x[k];
    x[i] /= l(i, i);
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) x[i] -= l(k, i) * x[k];
    x[i] /= l(i, i);
  }
  return x;
}

/// x^T A x / x^T x over all members.
template <unsigned D>
Interval<Mp<D>> rayleigh(const Dense<D>& m, const Vector<Mp<D>>& x) {
  using Bounds = Interval<Mp<D>>;
  const std::size_t n = m.order();
  Bounds q, g;
  for (std::size_t i = 0; i < n; ++i) {
    Bounds row;
    for (std::size_t j = 0; j < i; ++j) row += m.a(i, j) * Bounds(x[j]);
    q += Bounds(x[i]) * (Bounds(2) * row + m.a(i, i) * Bounds(x[i]));
    g += sqr(Bounds(x[i]));
  }
  return q / g;
}

template <unsigned D>
void normalise(Vector<Mp<D>>& x) {
  Mp<D> size(0.0);
  for (const auto& e : x) size = std::max(size, Mp<D>(abs(e)));
  for (auto& e : x) e /= size;
}

/// ||A x - theta x|| / ||x|| for the centre, approximately.
template <unsigned D>
Mp<D> residual(const Dense<D>& m, const Vector<Mp<D>>& x, const Mp<D>& theta) {
  using T = Mp<D>;
  T size(0.0), length(0.0);
  for (std::size_t i = 0; i < m.order(); ++i) {
    T r = -theta * x[i];
    for (std::size_t j = 0; j < m.order(); ++j) r += m.mid(i, j) * x[j];
    size += r * r;
    length += x[i] * x[i];
  }
  return sqrt(T(size / length));
}

/// Turns x into an eigenvector of the smallest eigenvalue by inverse iteration, at shifts that come as close from below
/// as still factor, and returns the best proved lower bound of that eigenvalue over all members; -infinity when no
/// shift factors.
template <unsigned D>
Mp<D> descend(const Dense<D>& m, Vector<Mp<D>>& x) {
  using T = Mp<D>;
  using R = Rounding<T>;
  const std::size_t n = m.order();
  T scale(0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) scale = std::max(scale, T(abs(m.mid(i, j))));
  if (!(scale > 0)) return -m.radius;
  T best = -infinity<T>(), shift(0.0);
  std::optional<Factor<D>> factor;
  const auto reach = [&](const T& s) {
    auto found = factored<D>(m, s);
    if (!found) return false;
    best = std::max(best, R::sub_down(R::sub_down(s, found->loss), m.radius));
    factor = std::move(found);
    shift = s;
    return true;
  };
  T theta = rayleigh<D>(m, x).inf();
  T distance = scale * T(static_cast<double>(n)) * T(0x1p-46);
  for (int attempt = 0; attempt < 12 && !reach(T(theta - distance)); ++attempt) distance *= 64;
  if (!factor) return best;
  // Closer than this a factorisation is lost to rounding, or the radii outweigh what it gains.
  const T closest = scale * T(static_cast<double>(n + 2)) * ldexp(T(1.0), 4 - bits_of(scale)) + m.radius * 2;
  for (int round = 0; round < 24 && theta - shift > 2 * closest; ++round) {
    for (int step = 0; step < 4; ++step) {
      x = solved<D>(factor->l, std::move(x));
      normalise<D>(x);
    }
    theta = rayleigh<D>(m, x).inf();
    // An eigenvalue lies within the residual of theta; it is the smallest once x has turned to it.
    const T gap = theta - shift, near = 2 * residual<D>(m, x, theta) + closest;
    if (near < gap && reach(T(theta - near))) continue;
    for (const double fraction : {0x1p-6, 0.25, 0.75})
      if (gap * T(fraction) > near && reach(T(theta - gap * T(fraction)))) break;
  }
  // The last few bits: rounding lets go a little above or below `closest`.
  for (T last = closest; last < theta - shift && last < closest * 4096 && !reach(T(theta - last));) last *= 4;
  return best;
}

template <unsigned D>
constexpr Tier tier_of() {
  return D == 50 ? Tier::digits50 : D == 100 ? Tier::digits100 : Tier::digits200;
}

template <unsigned D>
Expected<ExtremeEigenvalue> least(const Matrix<Interval<Mp<D>>>& a, const EigenvalueOptions& options) {
  using T = Mp<D>;
  const std::size_t n = a.rows();
  expects(n >= 1 && a.square(), "min_eigenvalue: a is n x n, n >= 1");
  Team team(1);
  if (auto fit = detail::fit_arithmetic(team); !fit) return fit.error();
  // Every binary64 number is in this range; a finder wants one where squares are, too.
  const T most = ldexp(T(1.0), 1100), least_size = ldexp(T(1.0), -1100);
  T largest(0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      expects(a(i, j) == a(j, i), "min_eigenvalue: entry (i,j) equals entry (j,i)");
      const T size = abs(a(i, j).mid());
      if (!a(i, j).is_bounded() || !(size < most) || (size != 0 && size < least_size))
        return Failure{FailureKind::inapplicable, "matrix: entry (" + std::to_string(i) + "," + std::to_string(j) +
                                                      ") (from 0) is unbounded or beyond 2^+-1100"};
      largest = std::max(largest, size);
    }
  int exponent = 0;
  frexp(largest, &exponent);
  Matrix<double> rounded(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) rounded(i, j) = static_cast<double>(T(ldexp(a(i, j).mid(), -exponent)));
  const Dense<D> m(a);
  ExtremeEigenvalue result;
  result.tier = tier_of<D>();
  Vector<T> x(n, T(1.0));
  const ApproximateEigenpairs pairs = approximate_eigenpairs(rounded);
  if (!pairs.values.empty()) {
    for (std::size_t i = 0; i < n; ++i) x[i] = T(pairs.vectors(0, i));
    normalise<D>(x);
  }
  const T below = descend<D>(m, x);
  const Interval<Real> value(below > -infinity<T>() ? convert<Real>(Interval<T>(below)).inf() : -infinity<Real>(),
                             convert<Real>(rayleigh<D>(m, x)).sup());
  result.value = value;
  result.x.resize(n);
  result.x_low.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    result.x[i] = static_cast<double>(x[i]);
    result.x_low[i] = static_cast<double>(T(x[i] - T(result.x[i])));
  }
  if (!value.is_bounded() || !(value.width() <= Real(options.relative_width) * value.mig()))
    result.reason = value.contains_zero()
                        ? "zero lies in the enclosure; floating-point arithmetic cannot prove an exact zero"
                        : "the requested width was not reached at " + std::to_string(D) + " digits";
  return result;
}

}  // namespace

template <unsigned D>
Expected<ExtremeEigenvalue> min_eigenvalue(const Matrix<Interval<Mp<D>>>& a, const EigenvalueOptions& options) {
  return least<D>(a, options);
}

template <unsigned D>
Expected<ExtremeEigenvalue> max_eigenvalue(const Matrix<Interval<Mp<D>>>& a, const EigenvalueOptions& options) {
  Matrix<Interval<Mp<D>>> negated(a.rows(), a.columns());
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < a.columns(); ++j) negated(i, j) = -a(i, j);
  auto found = least<D>(negated, options);
  if (!found) return found.error();
  ExtremeEigenvalue e = std::move(found).value();
  e.value = -e.value;
  e.of_negated = true;
  return e;
}

template Expected<ExtremeEigenvalue> min_eigenvalue<50>(const Matrix<Interval<Mp<50>>>&, const EigenvalueOptions&);
template Expected<ExtremeEigenvalue> min_eigenvalue<100>(const Matrix<Interval<Mp<100>>>&, const EigenvalueOptions&);
template Expected<ExtremeEigenvalue> min_eigenvalue<200>(const Matrix<Interval<Mp<200>>>&, const EigenvalueOptions&);
template Expected<ExtremeEigenvalue> max_eigenvalue<50>(const Matrix<Interval<Mp<50>>>&, const EigenvalueOptions&);
template Expected<ExtremeEigenvalue> max_eigenvalue<100>(const Matrix<Interval<Mp<100>>>&, const EigenvalueOptions&);
template Expected<ExtremeEigenvalue> max_eigenvalue<200>(const Matrix<Interval<Mp<200>>>&, const EigenvalueOptions&);

}  // namespace lemmata
