#include "theory/model/relu_gram_bounds.hpp"

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/kernel.hpp"
#include "theory/model/relu_null_space.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace lemmata::theory {
namespace {

using Bounds = Interval<Real>;

bool all_orthogonal(const Matrix<Bounds>& rho) {
  for (std::size_t i = 0; i < rho.rows(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (zero(rho(i, j)) != Truth::yes) return false;
    }
  }
  return true;
}

// max_{i<j} |rho_ij|
Bounds largest(const Matrix<Bounds>& rho) {
  Bounds most(Real(0));
  for (std::size_t i = 0; i < rho.rows(); ++i) {
    for (std::size_t j = 0; j < i; ++j) most = max(most, abs(rho(i, j)));
  }
  return most;
}

// c_k for k in {1, 2, 4, ..}.
Bounds coefficient(int k) {
  if (k == 1) return Bounds(Real(1)) / Bounds(Real(4));
  const int l = k / 2;
  Bounds b(Real(1));  // C(2l-2, l-1) / 4^(l-1) = prod_{t=1}^{l-1} (2t-1)/(2t)
  for (int t = 1; t < l; ++t) b = b * Bounds(2 * t - 1) / Bounds(2 * t);
  return b / Bounds(2 * l - 1) / (Bounds(2) * pi<Real>());
}

enum class End { least, greatest };

template <unsigned D>
Expected<ExtremeEigenvalue> extreme(const Matrix<double>& inputs, const Matrix<double>& v, End end) {
  Matrix<Interval<Mp<D>>> h = relu_gram_multiprecision<D>(inputs, Normalization::unit);
  for (std::size_t i = 0; i < h.rows(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      for (std::size_t k = 0; k < v.columns(); ++k) {
        h(i, j) = h(i, j) + Interval<Mp<D>>(Mp<D>(v(i, k))) * Interval<Mp<D>>(Mp<D>(v(j, k)));
      }
      h(j, i) = h(i, j);
    }
  }
  EigenvalueOptions options;
  options.highest = Tier::digits200;
  options.relative_width = 0x1p-112;
  return end == End::least ? min_eigenvalue<D>(h, options) : max_eigenvalue<D>(h, options);
}

Expected<ExtremeEigenvalue> in_multiprecision(const Matrix<double>& inputs, const Matrix<double>& v, End end,
                                              Precision p) {
  switch (p) {
    case Precision::binary64:
    case Precision::double_double:
    case Precision::digits50:
      return extreme<50>(inputs, v, end);
    case Precision::digits100:
      return extreme<100>(inputs, v, end);
    case Precision::digits200:
      break;
  }
  return extreme<200>(inputs, v, end);
}

Expected<ExtremeEigenvalue> on_rung(const Matrix<double>& inputs, End end, Precision p) {
  if (p > Precision::double_double) return in_multiprecision(inputs, Matrix<double>(inputs.rows(), 0), end, p);
  return relu_gram(inputs, Normalization::unit).and_then([&](const ScaledBox& scaled) {
    EigenvalueOptions options;
    options.highest = p == Precision::binary64 ? Tier::binary64_sharpened : Tier::double_double;
    return end == End::least ? min_eigenvalue(scaled.box, options) : max_eigenvalue(scaled.box, options);
  });
}

Expected<Enclosure> enclosed(const Expected<ExtremeEigenvalue>& found, const std::string& what) {
  if (!found) return found.error();
  return Enclosure(found->value, Evidence("eigenvalue", what + ", decided in " + std::string(name(found->tier))));
}

}  // namespace

Matrix<Bounds> cosines(const Matrix<double>& inputs) {
  const std::size_t n = inputs.rows();
  const auto dot = [&](std::size_t i, std::size_t j) {
    Bounds sum(Real(0));
    for (std::size_t k = 0; k < inputs.columns(); ++k)
      sum = sum + Bounds(Real(inputs(i, k))) * Bounds(Real(inputs(j, k)));
    return sum;
  };
  std::vector<Bounds> squares;
  for (std::size_t i = 0; i < n; ++i) squares.push_back(dot(i, i));
  Matrix<Bounds> rho(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    rho(i, i) = Bounds(Real(1));
    for (std::size_t j = 0; j < i; ++j) {
      rho(i, j) = dot(i, j) / sqrt(squares[i] * squares[j]);
      rho(j, i) = rho(i, j);
    }
  }
  return rho;
}

Bounds gershgorin_hadamard_bound(const Matrix<Bounds>& rho) {
  const std::size_t n = rho.rows();
  Bounds bound(Real(0));
  for (int k = 1; k <= 64; k += k == 1 ? 1 : 2) {
    Bounds worst(Real(0));
    for (std::size_t i = 0; i < n; ++i) {
      Bounds sum(Real(0));
      for (std::size_t j = 0; j < n; ++j) {
        if (j != i) sum = sum + pow(abs(rho(i, j)), k);
      }
      worst = max(worst, sum);
    }
    bound = bound + coefficient(k) * max(Bounds(Real(0)), Bounds(Real(1)) - worst);
  }
  return bound;
}

Expected<Bounds> dimension_free_bound(const Matrix<Bounds>& rho) {
  expects(rho.rows() >= 2, "dimension_free_bound: n >= 2");
  const Bounds one(Real(1));
  const Bounds r = largest(rho);
  const Bounds others(static_cast<double>(rho.rows() - 1));
  if (!certainly(less(r, one))) return Failure{FailureKind::not_certified, "two rows are not certainly non-parallel"};
  Real steps = 1;
  if (r.sup() > 0) {
    // The least L with 2 (n-1) r^(2L) <= 1.
    const Bounds wanted = log(Bounds(2) * others) / (Bounds(-2) * log(Bounds(r.sup())));
    if (!wanted.is_bounded()) return Failure{FailureKind::not_certified, "rows too close to parallel"};
    const Real least = ceil(wanted.sup());
    if (least > steps) steps = least;
  }
  const Bounds l(steps);
  const auto power = [&](const Real& x) { return x <= 0 ? Bounds(Real(0)) : exp(Bounds(2) * l * log(Bounds(x))); };
  const Bounds decayed = hull(power(r.inf()), power(r.sup()));
  return (one - others * decayed) / (Bounds(2) * pi<Real>() * sqrt(pi<Real>() * (l - one / Bounds(2))));
}

Bounds separation_bound(const Matrix<Bounds>& rho) {
  const Bounds n(static_cast<double>(rho.rows()));
  return sqrt(Bounds(2) - Bounds(2) * largest(rho)) / (Bounds(100) * sqr(n));
}

Expected<Enclosure> relu_gram_min_eigenvalue(const Matrix<double>& inputs, Precision p) {
  const Expected<ReluNullSpace> null_space = relu_null_space(inputs);
  if (null_space && null_space->dimension > 0) {
    return Enclosure(Bounds(Real(0)),
                     Evidence("null vector", "H is positive semidefinite and an exact null vector exists"));
  }
  if (inputs.rows() <= 64 && all_orthogonal(cosines(inputs))) {
    return Enclosure(Bounds(Real(0.5)), Evidence("orthogonal", "the inputs are orthogonal, so H = I/2"));
  }
  return enclosed(on_rung(inputs, End::least, p), "lambda_min(H)");
}

Expected<Enclosure> relu_gram_max_eigenvalue(const Matrix<double>& inputs, Precision p) {
  return enclosed(on_rung(inputs, End::greatest, p), "lambda_max(H)");
}

Expected<Enclosure> relu_gram_min_eigenvalue_plus(const Matrix<double>& inputs, const Matrix<double>& v, Precision p) {
  if (v.columns() == 0) return enclosed(on_rung(inputs, End::least, p), "lambda_min(H)");
  return enclosed(in_multiprecision(inputs, v, End::least, p), "lambda_min(H + V V^T)");
}

Expected<Enclosure> cosine_min_eigenvalue(const Matrix<double>& inputs) {
  constexpr std::size_t largest_multiprecise = 64;
  if (inputs.rows() > largest_multiprecise) {
    return enclosed(cosine_gram(inputs).and_then([](const SymmetricBox& box) { return min_eigenvalue(box); }),
                    "lambda_min(X X^T)");
  }
  const Matrix<Bounds> rho = cosines(inputs);
  if (all_orthogonal(rho)) return Enclosure(Bounds(Real(1)), Evidence("orthogonal", "X X^T = I"));
  EigenvalueOptions options;
  options.highest = Tier::digits200;
  return enclosed(min_eigenvalue<200>(rho, options), "lambda_min(X X^T)");
}

}  // namespace lemmata::theory
