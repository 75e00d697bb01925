#pragma once
/// \file
/// # How far gradient descent gets from the saddle at 0 of a smooth landscape
/// ## Method      The run is enclosed in balls: with gamma = |lambda_min(Hess f(0))| and K the Lipschitz constant of
///               Hess f, g = id - alpha grad f expands by at most 1 + alpha (gamma + K r) within |x| <= r, as alpha L <
///               1 keeps its derivative positive.

#include "theory/model/small_spectrum.hpp"
#include "theory/model/smooth_landscape.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace lemmata::theory {

/// x - alpha grad f(x).
template <Scalar T>
[[nodiscard]] IntervalVector<T> descent_step(const SmoothLandscape& f, const Interval<T>& alpha,
                                             const IntervalVector<T>& x) {
  return sum(x, gradient(f, x), -alpha);
}

/// max |x_k| over k <= T = 1.3 log(2^16) / log(1 + alpha gamma) (at most 4000) for the run from 2^-10 start, alpha =
/// step with alpha L < 1; unbounded above once it is proved to have left the ball of that radius, where the run ends.
template <Scalar T>
[[nodiscard]] Expected<Enclosure> farthest_from_saddle(const SmoothLandscape& f, double step,
                                                       const std::vector<double>& start, double ball) {
  using I = Interval<T>;
  const Expected<Enclosure> least = least_eigenvalue(entries_enclosed(hessian_at_zero(f)), precision_of<T>);
  if (!least) return least.error();
  const I alpha{T(step)};
  const I gamma = max(-convert<T>(least->set()), I(0));
  // Centres stay within 2 ball and radii within ball, or the loop ends: points between them lie within 4 ball.
  const I growth = I((I(1) + alpha * (gamma + interval<T>(hessian_lipschitz(f)) * I(T(4 * ball)))).sup());
  const double rate = std::log1p(step * round_down<double>(gamma.mid()));
  const int limit = static_cast<int>(std::min(4000.0, std::ceil(1.3 * std::log(0x1p16) / std::max(rate, 1e-6))));
  std::vector<double> first;
  for (const double u : start) first.push_back(std::ldexp(u, -10));
  IntervalVector<T> centre = points<T>(first);
  I radius(0);
  I most(0);
  for (int k = 0;; ++k) {
    most = max(most, norm(centre) + hull(-radius, radius));
    if (T(ball) < most.inf()) {
      return enclose(I(most.inf(), infinity<T>()), Evidence("trajectory", "the run left the ball"));
    }
    if (k == limit) break;
    if (T(ball) < radius.sup()) return Failure{FailureKind::not_certified, "the trajectory is not enclosed"};
    const IntervalVector<T> image = descent_step(f, alpha, centre);
    I rounding(0);
    for (std::size_t i = 0; i < centre.size(); ++i) {
      centre[i] = I(image[i].mid());
      rounding += sqr(I(image[i].rad()));
    }
    radius = I((growth * radius + sqrt(rounding)).sup());
  }
  return enclose(most, Evidence("trajectory", "largest distance from the saddle"));
}

/// On the quadratic saddle (x^2 - y^2)/2: the least t with (1 + a)^t |y| >= 1, exactly.
[[nodiscard]] inline std::size_t first_exit(const Rational& a, Rational y) {
  if (y < 0) y = -y;
  std::size_t t = 0;
  for (; 0 < y && y < 1; ++t) y *= 1 + a;
  return t;
}

/// ceil(log(1 / |y|) / log(1 + a)).
template <Scalar T>
[[nodiscard]] Enclosure predicted_exit(const Interval<T>& a, const Interval<T>& y) {
  const Interval<double> ratio = convert<double>(-log(abs(y)) / log1p(a));
  return enclose(Interval<double>(std::ceil(ratio.inf()), std::ceil(ratio.sup())), Evidence("formula", "escape time"));
}

/// |y_T| with the least T for which (1 + a)^-T <= 1/16.
[[nodiscard]] inline Rational at_escape(const Rational& a, Rational y) {
  if (y < 0) y = -y;
  for (Rational power = 1; power < 16; power *= 1 + a) y *= 1 + a;
  return y;
}

}  // namespace lemmata::theory
