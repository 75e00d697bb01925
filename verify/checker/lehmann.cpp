/// Everything is divided by the exponent of the matrix: A = N 2^-124 + Delta, ||Delta|| <= delta := n 2^-112 (a
/// symmetric matrix with entries at most 2^-112). X is brought to columns with largest entry in [1/2, 1), on the grid
/// 2^-62, so that it is a matrix of doubles and of 64-bit integers at once; the witness' own X matters no longer.
///
/// Deflation. B = N 2^-124 + X T X^T - mu I is formed in doubles with every term rounded at most k + 4 times, so that
///     ||fl(B) - B|| <= f := gamma_{k+4} (||N 2^-124||_F + sum tau_l |x_l|^2 + |mu| sqrt n) + n 2^-900,
/// the last term for underflow. lambda_min(fl(B)) >= -c (factor.hpp). For v with X^T v = 0:
///     v^T A v >= gap_mu |v|^2,  gap_mu = mu - c - f - delta.
///
/// Lower bound (lambda < gap_mu). Any vector is X a + q with X^T q = 0, and with R = A X - X M, any M,
///     (X a + q)^T (A - lambda)(X a + q) >= a^T X^T (A - lambda) X a + 2 q^T R a + (gap_mu - lambda)|q|^2
///                                       >= a^T (X^T A X - lambda X^T X - R^T R/(gap_mu - lambda)) a.
/// So lambda_min(A) >= lambda once S = (gap_mu - lambda)(X^T A X - lambda X^T X) - R^T R is positive definite. With R_0
/// = N 2^-124 X - X M and E = Delta X, |E|_F <= delta |X|_F: S >= S_0 - ((gap_mu - lambda) delta |X|_F^2 + 2 |R_0|_F
/// |E|_F + |E|_F^2) I. S_0 is computed in exact integers. M = (X^T X)^-1 X^T A X, roughly, makes R small.
///
/// Upper bound. If X^T X is positive definite and X^T (N 2^-124) X + (delta - lambda) X^T X is not, some z != 0 gives
/// x = X z != 0 with x^T A x <= lambda |x|^2.
#include "verify/checker/lehmann.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "verify/checker/dyadic.hpp"
#include "verify/checker/factor.hpp"

namespace lemmata::checker {
namespace {

constexpr int grid_bits = 62;       // X = integers 2^-62
constexpr long inverse_bits = 100;  // M = integers 2^-100

double to_double(const Integer& x, long exponent) {
  const long size = static_cast<long>(bits(x));
  const long cut = std::max(size - 60, 0L);
  return std::ldexp(static_cast<double>(static_cast<std::int64_t>(shifted(x, -cut))), static_cast<int>(cut + exponent));
}

/// X on the grid, with tau and mu for the scaled problem.
struct Deflation {
  std::size_t n = 0;
  std::size_t k = 0;
  std::vector<std::int64_t> x;  // row-major
  std::vector<double> tau;
  double mu = 0;
};

Deflation scale(const FixedMatrix& a, const Witness& witness) {
  Deflation s{a.n, witness.k, std::vector<std::int64_t>(a.n * witness.k), witness.tau,
              std::ldexp(witness.mu, static_cast<int>(-a.exponent))};
  for (std::size_t l = 0; l < s.k; ++l) {
    double largest = 0;
    for (std::size_t i = 0; i < s.n; ++i) largest = std::max(largest, std::abs(witness.x[i * s.k + l]));
    const int exponent = largest == 0 ? 0 : std::ilogb(largest) + 1;
    for (std::size_t i = 0; i < s.n; ++i) {
      s.x[i * s.k + l] =
          static_cast<std::int64_t>(std::nearbyint(std::ldexp(witness.x[i * s.k + l], grid_bits - exponent)));
    }
    s.tau[l] = std::ldexp(s.tau[l], 2 * exponent - static_cast<int>(a.exponent));
  }
  return s;
}

/// A lower bound of v^T A v/|v|^2 over the complement of X, or why there is none.
struct Complement {
  Dyadic bound;
  std::string failure;
};

Complement complement_bound(const FixedMatrix& a, const Deflation& s, int sign) {
  const std::size_t n = s.n, k = s.k;
  Triangle b(n);
  std::vector<double> columns(n * k);  // of X, one after the other
  for (std::size_t l = 0; l < k; ++l) {
    for (std::size_t i = 0; i < n; ++i)
      columns[l * n + i] = std::ldexp(static_cast<double>(s.x[i * k + l]), -grid_bits);
  }
  double frobenius = 0;
  const Fixed* entry = a.lower.data();
  for (std::size_t i = 0; i < n; ++i) {
    double* const row = b.row(i);
    double squares = 0;
    for (std::size_t j = 0; j <= i; ++j, ++entry) {
      row[j] = sign * std::ldexp(static_cast<double>(*entry), -static_cast<int>(fraction_bits));
      squares += (i == j ? 1 : 2) * row[j] * row[j];
    }
    frobenius += squares;
    for (std::size_t l = 0; l < k; ++l) {
      const double* const x = columns.data() + l * n;
      const double factor = s.tau[l] * x[i];
      for (std::size_t j = 0; j <= i; ++j) row[j] += factor * x[j];
    }
    row[i] -= s.mu;
  }
  double deflation = 0;
  for (std::size_t l = 0; l < k; ++l) {
    double squares = 0;
    for (std::size_t i = 0; i < n; ++i) squares += columns[l * n + i] * columns[l * n + i];
    deflation += s.tau[l] * squares;
  }
  const std::optional<double> c = indefiniteness_bound(std::move(b));
  if (!c) return {{}, "A + X T X^T - mu I is not positive definite in binary64"};
  const auto size = static_cast<double>(n);
  const double f = gamma(k + 4) * (std::sqrt(frobenius) + deflation + std::abs(s.mu) * std::sqrt(size)) * inflation +
                   size * 0x1p-900;
  const double loss = (*c + f + size * 0x1p-112) * inflation;
  if (!std::isfinite(loss)) return {{}, "the numbers of the witness are too large"};
  return {exact(s.mu) - exact(loss), {}};
}

/// The exact small matrices. Scales: u 2^-186, xax 2^-248, xx 2^-124.
struct Projection {
  std::vector<Integer> u;    // N X, n x k
  std::vector<Integer> xax;  // X^T N X, k x k
  std::vector<Integer> xx;   // X^T X
};

Projection project(const FixedMatrix& a, const Deflation& s, int sign) {
  const std::size_t n = s.n, k = s.k;
  std::vector<Wide> sums(n * k);  // |N| < 2^125, |x| <= 2^62, n < 2^20: below 2^207
  const Fixed* entry = a.lower.data();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j, ++entry) {
      for (std::size_t l = 0; l < k; ++l) {
        sums[i * k + l] += product(*entry, s.x[j * k + l]);
        if (i != j) sums[j * k + l] += product(*entry, s.x[i * k + l]);
      }
    }
  }
  Projection p{std::vector<Integer>(n * k), std::vector<Integer>(k * k), std::vector<Integer>(k * k)};
  for (std::size_t i = 0; i < n * k; ++i) p.u[i] = sign > 0 ? to_integer(sums[i]) : Integer(-to_integer(sums[i]));
  for (std::size_t l = 0; l < k; ++l) {
    for (std::size_t m = 0; m <= l; ++m) {
      Integer xax = 0;
      Wide xx;
      for (std::size_t i = 0; i < n; ++i) {
        xax += p.u[i * k + l] * s.x[i * k + m];
        xx += product(s.x[i * k + l], s.x[i * k + m]);
      }
      p.xax[l * k + m] = p.xax[m * k + l] = xax;
      p.xx[l * k + m] = p.xx[m * k + l] = to_integer(xx);
    }
  }
  return p;
}

/// A rough solution of G Y = Z in doubles (k x k each); zeros when there is none. No guarantee.
std::vector<double> approximate_solution(std::vector<double> g, std::vector<double> z, std::size_t k) {
  for (std::size_t p = 0; p < k; ++p) {
    std::size_t best = p;
    for (std::size_t i = p + 1; i < k; ++i) {
      if (std::abs(g[i * k + p]) > std::abs(g[best * k + p])) best = i;
    }
    if (!(std::abs(g[best * k + p]) > 0)) return std::vector<double>(k * k);
    for (std::size_t j = 0; j < k; ++j) {
      std::swap(g[p * k + j], g[best * k + j]);
      std::swap(z[p * k + j], z[best * k + j]);
    }
    for (std::size_t i = 0; i < k; ++i) {
      if (i == p) continue;
      const double factor = g[i * k + p] / g[p * k + p];
      for (std::size_t j = 0; j < k; ++j) {
        g[i * k + j] -= factor * g[p * k + j];
        z[i * k + j] -= factor * z[p * k + j];
      }
    }
  }
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) z[i * k + j] /= g[i * k + i];
  }
  return z;
}

/// M, about (X^T X)^-1 X^T A X: a solution in doubles and one correction from the exact residual. Any M is right.
std::vector<Integer> approximate_quotient(const Projection& p, std::size_t k) {
  std::vector<double> g(k * k);
  for (std::size_t i = 0; i < k * k; ++i) g[i] = to_double(p.xx[i], -124);
  std::vector<Integer> m(k * k);
  for (int pass = 0; pass < 2; ++pass) {
    std::vector<double> residual(k * k);
    for (std::size_t i = 0; i < k; ++i) {
      for (std::size_t j = 0; j < k; ++j) {
        Integer sum = 0;
        for (std::size_t l = 0; l < k; ++l) sum += p.xx[i * k + l] * m[l * k + j];
        residual[i * k + j] = to_double(p.xax[i * k + j] - (sum << (248 - 124 - inverse_bits)), -248);
      }
    }
    const std::vector<double> step = approximate_solution(g, residual, k);
    for (std::size_t i = 0; i < k * k; ++i) {
      if (!std::isfinite(step[i]) || std::abs(step[i]) > 0x1p60) return std::vector<Integer>(k * k);
      const Dyadic value = exact(step[i]);
      m[i] += shifted(value.numerator, value.exponent + inverse_bits);
    }
  }
  return m;
}

/// R^T R at the scale 2^-372, R = N X - X M.
std::vector<Integer> residual_gram(const Projection& p, const Deflation& s, const std::vector<Integer>& m) {
  const std::size_t n = s.n, k = s.k;
  std::vector<Integer> gram(k * k);
  std::vector<Integer> r(k);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t l = 0; l < k; ++l) {
      Integer sum = 0;
      for (std::size_t t = 0; t < k; ++t) sum += m[t * k + l] * s.x[i * k + t];
      r[l] = p.u[i * k + l] - (sum << (186 - grid_bits - inverse_bits));
    }
    for (std::size_t l = 0; l < k; ++l) {
      for (std::size_t t = 0; t <= l; ++t) gram[l * k + t] += r[l] * r[t];
    }
  }
  for (std::size_t l = 0; l < k; ++l) {
    for (std::size_t t = 0; t < l; ++t) gram[t * k + l] = gram[l * k + t];
  }
  return gram;
}

Integer trace(const std::vector<Integer>& a, std::size_t k) {
  Integer sum = 0;
  for (std::size_t i = 0; i < k; ++i) sum += a[i * k + i];
  return sum;
}

template <class Entry>
DyadicMatrix matrix(std::size_t k, Entry&& entry) {
  DyadicMatrix result{k, {}};
  for (std::size_t i = 0; i < k * k; ++i) result.entries.push_back(entry(i));
  return result;
}

bool lower_bound_holds(const Deflation& s, const Projection& p, const Dyadic& complement, const Dyadic& lambda) {
  const Dyadic gap = complement - lambda;
  if (s.k == 0) return gap.numerator >= 0;
  if (gap.numerator <= 0) return false;
  const std::vector<Integer> rr = residual_gram(p, s, approximate_quotient(p, s.k));
  const Dyadic delta{Integer(s.n), entry_error};
  const Dyadic x_squared{trace(p.xx, s.k), -124};
  const double x_norm = std::sqrt(to_double(x_squared.numerator + (Integer(1) << 64), -124)) * inflation;
  const double r_norm = std::sqrt(to_double(trace(rr, s.k) + 1, -372) * (1 + 0x1p-50)) * inflation;
  const double e_norm = std::ldexp(static_cast<double>(s.n), -112) * x_norm * inflation;
  const Dyadic cross = exact((2 * r_norm * e_norm + e_norm * e_norm) * inflation);
  const Dyadic shift = gap * delta * x_squared + cross;
  const DyadicMatrix certain = matrix(s.k, [&](std::size_t i) {
    const Dyadic form = Dyadic{p.xax[i], -248} - lambda * Dyadic{p.xx[i], -124};
    const Dyadic entry = gap * form - Dyadic{rr[i], -372};
    return i % (s.k + 1) == 0 ? entry - shift : entry;
  });
  return definiteness(certain) == Definiteness::positive;
}

bool upper_bound_holds(const Deflation& s, const Projection& p, const Dyadic& lambda) {
  if (s.k == 0) return false;
  const Dyadic delta{Integer(s.n), entry_error};
  const DyadicMatrix lengths = matrix(s.k, [&](std::size_t i) { return Dyadic{p.xx[i], -124}; });
  const DyadicMatrix form = matrix(s.k, [&](std::size_t i) {
    return Dyadic{p.xax[i], -248} + (delta - lambda) * Dyadic{p.xx[i], -124};
  });
  return definiteness(lengths) == Definiteness::positive && definiteness(form) == Definiteness::not_positive;
}

}  // namespace

std::string refusal(const FixedMatrix& a, const Witness& witness, const Bounds& bounds) {
  constexpr std::size_t largest_size = std::size_t{1} << 20, most_columns = 256;
  if (a.n == 0 || a.n >= largest_size || witness.k > most_columns) return "n or k is out of range";
  if (!arithmetic_is_standard()) return "this process does not round as IEEE 754 does by default";
  if (std::any_of(witness.tau.begin(), witness.tau.end(), [](double t) { return !(t >= 0); }))
    return "an entry of T is negative";
  const Deflation s = scale(a, witness);
  if (!std::isfinite(s.mu) || !std::all_of(s.tau.begin(), s.tau.end(), [](double t) { return std::isfinite(t); })) {
    return "mu or T overflows at the scale of the matrix";
  }
  const Projection p = project(a, s, bounds.sign);
  const auto at_scale = [&](double value) { return scaled(exact(value), -a.exponent); };
  if (bounds.at_most && !upper_bound_holds(s, p, at_scale(*bounds.at_most)))
    return "X does not prove the bound from above (at the end of the spectrum in question)";
  if (!bounds.at_least) return {};
  const Complement complement = complement_bound(a, s, bounds.sign);
  if (!complement.failure.empty()) return complement.failure;
  if (!lower_bound_holds(s, p, complement.bound, at_scale(*bounds.at_least)))
    return "the witness does not prove the bound from below (at the end of the spectrum in question)";
  return {};
}

}  // namespace lemmata::checker
