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

using I = Interval<Real>;

bool all_orthogonal(const Matrix<I>& rho) {
  for (std::size_t i = 0; i < rho.rows(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (zero(rho(i, j)) != Truth::yes) return false;
    }
  }
  return true;
}

// max_{i<j} |rho_ij|
I largest(const Matrix<I>& rho) {
  I most(Real(0));
  for (std::size_t i = 0; i < rho.rows(); ++i) {
    for (std::size_t j = 0; j < i; ++j) most = max(most, abs(rho(i, j)));
  }
  return most;
}

// c_k for k in {1, 2, 4, ..}.
I coefficient(int k) {
  if (k == 1) return I(Real(1)) / I(Real(4));
  const int l = k / 2;
  I b(Real(1));  // C(2l-2, l-1) / 4^(l-1) = prod_{t=1}^{l-1} (2t-1)/(2t)
  for (int t = 1; t < l; ++t) b = b * I(2 * t - 1) / I(2 * t);
  return b / I(2 * l - 1) / (I(2) * pi<Real>());
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

Matrix<I> cosines(const Matrix<double>& inputs) {
  const std::size_t n = inputs.rows();
  const auto dot = [&](std::size_t i, std::size_t j) {
    I sum(Real(0));
    for (std::size_t k = 0; k < inputs.columns(); ++k) sum = sum + I(Real(inputs(i, k))) * I(Real(inputs(j, k)));
    return sum;
  };
  std::vector<I> squares;
  for (std::size_t i = 0; i < n; ++i) squares.push_back(dot(i, i));
  Matrix<I> rho(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    rho(i, i) = I(Real(1));
    for (std::size_t j = 0; j < i; ++j) {
      rho(i, j) = dot(i, j) / sqrt(squares[i] * squares[j]);
      rho(j, i) = rho(i, j);
    }
  }
  return rho;
}

I gershgorin_hadamard_bound(const Matrix<I>& rho) {
  const std::size_t n = rho.rows();
  I bound(Real(0));
  for (int k = 1; k <= 64; k += k == 1 ? 1 : 2) {
    I worst(Real(0));
    for (std::size_t i = 0; i < n; ++i) {
      I sum(Real(0));
      for (std::size_t j = 0; j < n; ++j) {
        if (j != i) sum = sum + pow(abs(rho(i, j)), k);
      }
      worst = max(worst, sum);
    }
    bound = bound + coefficient(k) * max(I(Real(0)), I(Real(1)) - worst);
  }
  return bound;
}

Expected<I> dimension_free_bound(const Matrix<I>& rho) {
  expects(rho.rows() >= 2, "dimension_free_bound: n >= 2");
  const I one(Real(1));
  const I r = largest(rho);
  const I others(static_cast<double>(rho.rows() - 1));
  if (!certainly(less(r, one))) return Failure{FailureKind::not_certified, "two rows are not certainly non-parallel"};
  Real steps = 1;
  if (r.sup() > 0) {
    // The least L with 2 (n-1) r^(2L) <= 1.
    const I wanted = log(I(2) * others) / (I(-2) * log(I(r.sup())));
    if (!wanted.is_bounded()) return Failure{FailureKind::not_certified, "rows too close to parallel"};
    const Real least = ceil(wanted.sup());
    if (least > steps) steps = least;
  }
  const I l(steps);
  const auto power = [&](const Real& x) { return x <= 0 ? I(Real(0)) : exp(I(2) * l * log(I(x))); };
  const I decayed = hull(power(r.inf()), power(r.sup()));
  return (one - others * decayed) / (I(2) * pi<Real>() * sqrt(pi<Real>() * (l - one / I(2))));
}

I separation_bound(const Matrix<I>& rho) {
  const I n(static_cast<double>(rho.rows()));
  return sqrt(I(2) - I(2) * largest(rho)) / (I(100) * sqr(n));
}

Expected<Enclosure> relu_gram_min_eigenvalue(const Matrix<double>& inputs, Precision p) {
  const Expected<ReluNullSpace> null_space = relu_null_space(inputs);
  if (null_space && null_space->dimension > 0) {
    return Enclosure(I(Real(0)), Evidence("null vector", "H is positive semidefinite and an exact null vector exists"));
  }
  if (inputs.rows() <= 64 && all_orthogonal(cosines(inputs))) {
    return Enclosure(I(Real(0.5)), Evidence("orthogonal", "the inputs are orthogonal, so H = I/2"));
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
  const Matrix<I> rho = cosines(inputs);
  if (all_orthogonal(rho)) return Enclosure(I(Real(1)), Evidence("orthogonal", "X X^T = I"));
  EigenvalueOptions options;
  options.highest = Tier::digits200;
  return enclosed(min_eigenvalue<200>(rho, options), "lambda_min(X X^T)");
}

}  // namespace lemmata::theory
