#pragma once
/// \file
/// # Hermite coefficients of activations without closed duals: softplus, sigmoid, tanh, swish
/// ## Statement  mu_k = E[s(sqrt(a) z) h_k(z)], z standard normal, h_k = He_k / sqrt(k!) the normalised Hermite
///               polynomials. For u, v centred normal of variances a, b and correlation r
///                 E[s(u) s(v)] = sum mu_k nu_k r^k,   E[s'(u) s'(v)] = (a b)^(-1/2) sum k mu_k nu_k r^(k-1),
///               and sum k mu_k^2 = a E[s'(u)^2].
/// ## Method     Trapezoidal sums over the dyadic nodes j h. (i) Discretisation: for w analytic in |Im z| < beta with
///               integral |w(x + iy)| dx <= M there, the error is at most 2 M / (exp(2 pi beta / h) - 1). In the strip
///               |s| <= A + B |Re z|, |phi(x + iy)| = phi(x) exp(y^2/2), and Mehler's kernel at (z, conj z) gives for
///               every 0 <= r < 1
///                 |h_k(x + iy)| <= r^(-k/2) (1 - r^2)^(-1/4) exp(x^2 r / (2 + 2r) + y^2 r / (2 - 2r)), so
///                 M = r^(-k/2) (1 - r^2)^(-1/4) exp(beta^2 / (2 - 2r)) (A sqrt(1 + r) + B sqrt(2a/pi) (1 + r)).
///               (ii) Truncation at |x| <= X by Cramer's |h_k(x)| <= 1.0865 exp(x^2/4). (iii) He_k at the nodes is
///               exact in integers: intervals lose exp(2k) digits in the three-term recurrence. (iv) What is left of
///               the series, sum over k > N of k mu_k^2, is a E[s'^2] less the partial sum, the expectation by (i),
///               (ii). Strips (cos y >= 0, hence |1 + exp z| >= 1): pi/2 for sigmoid, softplus, swish; pi/4 for tanh.
/// ## Source     Trefethen, Weideman (2014), SIAM Review 56, Theorem 5.1 (i); Abramowitz, Stegun 22.14.17 (Cramer); the
///               rest derived (dossier over-parametrisation, section 7.1).
/// ## Guarantee  Enclosures valid for every variance of the interval given; about 2^-60 wide in double, 2^-120 in
///               DoubleDouble, 2^-150 above.

#include "theory/model/dual_activation.hpp"

#include <memory>
#include <vector>

namespace lemmata::theory {

template <Scalar T>
struct HermiteSeries {
  std::vector<Interval<T>> mu;  ///< mu_0, .., mu_N
  Interval<T> rest;             ///< sum over k > N of k mu_k^2, in [0, rest.sup()]
};

/// Whether s is one of the four.
[[nodiscard]] bool has_hermite_series(ActivationKind s);

/// Requires has_hermite_series(s). Computed once for a kind and a variance (a fraction of a second), then kept. Nothing
/// when the variance is not inside [2^-10, 64].
template <Scalar T>
[[nodiscard]] std::shared_ptr<const HermiteSeries<T>> hermite_series(ActivationKind s, const Interval<T>& variance);

/// What dual, derivative_dual, mean and deficit of dual_activation.hpp are for the four; the whole line when a variance
/// is out of range.
template <Scalar T>
[[nodiscard]] Interval<T> hermite_dual(ActivationKind s, const Covariance<T>& k);
template <Scalar T>
[[nodiscard]] Interval<T> hermite_derivative_dual(ActivationKind s, const Covariance<T>& k);
template <Scalar T>
[[nodiscard]] Interval<T> hermite_mean(ActivationKind s, const Interval<T>& a);
template <Scalar T>
[[nodiscard]] Interval<T> hermite_deficit(ActivationKind s, const EqualVariance<T>& k);

/// mu_k^2 at unit variance, 0 <= k <= 16: relu 1/(2 pi), 1/4, C(2l-2, l-1) / (4^(l-1) (2l-1) 2l 2 pi) at k = 2l; erf
/// (2/pi) C(2l, l) / (4^l (2l+1)) (2/3)^(2l+1) at k = 2l+1; sin 1/(e k!) at odd k; exp e/k!; the four of this file
/// enclosed. Requires one of these.
[[nodiscard]] Interval<Real> squared_coefficient(const Activation& s, int k);

}  // namespace lemmata::theory
