#pragma once
/// \file
/// # Dual activations: E[s(u) s(v)] and E[s'(u) s'(v)] for jointly normal u, v
/// ## Statement  (u, v) is centred normal with Var u = a, Var v = b, Cov(u, v) = c, and Delta = a b - c^2 >= 0. Closed
///               forms of the table in dossier section 7, each written through Delta, so that nothing cancels when u
///               and v are nearly proportional: angles are atan2(sqrt Delta, c), radicands 1 + a + b + Delta. Softplus,
///               sigmoid, tanh and swish have none: their Hermite series with an enclosed remainder.
/// ## Source     Cho, Saul (2009), NIPS (arc-cosine kernels); Williams (1997), NIPS (erf); dossier sections 7 and 8,
///               mark [D], tested there against quadrature.
/// ## Guarantee  The result contains the expectation for all a, b, c, Delta of the enclosures that belong together.
/// ## Notes      Instantiated for double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>.

#include "numerics/base/expected.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <string>
#include <string_view>

namespace lemmata::theory {

enum class ActivationKind {
  piecewise_linear,  ///< max(z, slope z), -1 <= slope < 1: relu (0), leaky relu, |z| (-1)
  erf,
  gelu,  ///< z Phi(z)
  sine,
  cosine,
  exponential,
  gaussian,  ///< exp(-z^2/2)
  square,
  cube,
  softplus,  ///< log(1 + exp z); this and the next three by their Hermite series (hermite_series.hpp)
  sigmoid,   ///< 1 / (1 + exp(-z))
  tanh,
  swish  ///< z sigmoid(z)
};

enum class Parity { none, even, odd };

struct Activation {
  ActivationKind kind = ActivationKind::piecewise_linear;
  Interval<Real> slope;  ///< of piecewise_linear on z < 0
  std::string name = "relu";

  [[nodiscard]] Parity parity() const;
  /// Analytic on the whole line and not a polynomial.
  [[nodiscard]] bool analytic_not_polynomial() const;
  /// The degree of a polynomial activation, 0 for the others.
  [[nodiscard]] unsigned polynomial_degree() const;
  /// s(z) - s(-z) is a multiple of z.
  [[nodiscard]] bool odd_part_is_linear() const;
  /// s(0) = 0.
  [[nodiscard]] bool vanishes_at_zero() const;
};

/// The activation of that name: relu, leaky-relu (slope 1/100) or leaky-relu:SLOPE with a fraction or decimal in
/// [-1, 1), abs, erf, gelu, sin, cos, exp, gaussian, square, cube, softplus, sigmoid, tanh, swish. Fails (usage) and
/// lists the names.
[[nodiscard]] Expected<Activation> activation(std::string_view name);

/// Covariance of (u, v).
template <Scalar T>
struct Covariance {
  Interval<T> a;      ///< Var u >= 0
  Interval<T> b;      ///< Var v >= 0
  Interval<T> c;      ///< Cov(u, v)
  Interval<T> delta;  ///< a b - c^2 >= 0
};

/// From a, b, c: delta = a b - c^2 as it comes, not below 0.
template <Scalar T>
[[nodiscard]] Covariance<T> covariance(const Interval<T>& a, const Interval<T>& b, const Interval<T>& c) {
  return {a, b, c, max(a * b - sqr(c), Interval<T>(T(0.0)))};
}
/// u = v of variance a.
template <Scalar T>
[[nodiscard]] Covariance<T> same(const Interval<T>& a) {
  return {a, a, a, Interval<T>(T(0.0))};
}

/// E[s(u) s(v)].
template <Scalar T>
[[nodiscard]] Interval<T> dual(const Activation& s, const Covariance<T>& k);
/// E[s'(u) s'(v)].
template <Scalar T>
[[nodiscard]] Interval<T> derivative_dual(const Activation& s, const Covariance<T>& k);
/// E[s(u)], Var u = a.
template <Scalar T>
[[nodiscard]] Interval<T> mean(const Activation& s, const Interval<T>& a);

/// u and v of one variance, as how far they are from equal and from opposite.
template <Scalar T>
struct EqualVariance {
  Interval<T> variance;
  Interval<T> c;    ///< Cov(u, v)
  Interval<T> gap;  ///< variance - c >= 0
  Interval<T> sum;  ///< variance + c >= 0
  [[nodiscard]] Covariance<T> covariance() const { return {variance, variance, c, gap * sum}; }
  /// (u, -v).
  [[nodiscard]] EqualVariance opposite() const { return {variance, -c, sum, gap}; }
};

/// E[s(u)^2] - E[s(u) s(v)] = E[(s(u) - s(v))^2] / 2, to a relative accuracy that does not suffer when gap is small.
template <Scalar T>
[[nodiscard]] Interval<T> deficit(const Activation& s, const EqualVariance<T>& k);

}  // namespace lemmata::theory
