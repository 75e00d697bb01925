#pragma once
/// \file
/// # Smooth functions with a critical point at 0 whose Hessian there is rational
/// f(x) = x^T A x / 2 + sum_j c_j cos(b_j . x) + sum_j s_j (sin(b_j . x) - b_j . x) + q(x_1), where q(0) = q'(0) = 0
/// and q'' interpolates (knot, curvature) linearly and is constant beyond the outermost knots. f is C^2, grad f(0) = 0,
/// Hess f(0) = A - sum c_j b_j b_j^T + q''(0) e_1 e_1^T, and grad f is Lipschitz with
/// L = max row sum |A| + sum_j (|c_j| + |s_j|) |b_j|^2 + max |q''|.
/// ## Guarantee  value, gradient and hessian enclose; lipschitz and hessian_at_zero are exact.

#include "numerics/scalar/elementary.hpp"
#include "theory/model/exact_algebra.hpp"
#include "theory/model/interval_vector.hpp"
#include "theory/statement/draw.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace lemmata::theory {

struct SmoothLandscape {
  Matrix<double> quadratic;  ///< A: d x d, symmetric
  Matrix<double> waves;      ///< b: m x d
  Vector<double> even;       ///< c: m
  Vector<double> odd;        ///< s: m
  Vector<double> knots;      ///< ascending, distinct; empty: q = 0
  Vector<double> curvatures;

  [[nodiscard]] std::size_t dimension() const { return quadratic.rows(); }
};

[[nodiscard]] RationalMatrix hessian_at_zero(const SmoothLandscape& f);
[[nodiscard]] Rational lipschitz(const SmoothLandscape& f);
/// |Hess f(x) - Hess f(y)|_2 <= this times |x - y|.
[[nodiscard]] Rational hessian_lipschitz(const SmoothLandscape& f);
/// Waves and a quadratic without knots; 0 is nearly always a strict saddle.
[[nodiscard]] SmoothLandscape draw_landscape(Draw& draw, std::size_t most_dimensions);

namespace detail {

/// q, q', q'' at a point, by exact integration of the linear pieces between 0 and x.
template <Scalar T>
struct Spline {
  Interval<T> value, slope, curvature;
};

template <Scalar T>
[[nodiscard]] Interval<T> spline_curvature(const SmoothLandscape& f, const T& x) {
  const std::size_t n = f.knots.size();
  if (x <= T(f.knots.front())) return Interval<T>(T(f.curvatures.front()));
  for (std::size_t k = 1; k < n; ++k) {
    if (T(f.knots[k]) < x) continue;
    const Interval<T> left{T(f.knots[k - 1])};
    const Interval<T> share = (Interval<T>(x) - left) / (Interval<T>(T(f.knots[k])) - left);
    const Interval<T> from{T(f.curvatures[k - 1])};
    return from + share * (Interval<T>(T(f.curvatures[k])) - from);
  }
  return Interval<T>(T(f.curvatures.back()));
}

template <Scalar T>
[[nodiscard]] Spline<T> spline_at(const SmoothLandscape& f, const T& x) {
  const T zero(0.0);
  const bool forward = zero <= x;
  std::vector<T> stops{zero, x};
  for (const double knot : f.knots) {
    const T t(knot);
    if (forward ? zero < t && t < x : x < t && t < zero) stops.push_back(t);
  }
  std::sort(stops.begin(), stops.end(), [&](const T& a, const T& b) { return forward ? a < b : b < a; });
  Spline<T> at{{}, {}, spline_curvature(f, zero)};
  for (std::size_t k = 1; k < stops.size(); ++k) {
    const Interval<T> h = Interval<T>(stops[k]) - Interval<T>(stops[k - 1]);
    const Interval<T> next = spline_curvature(f, stops[k]);
    const Interval<T> two(2);
    at.value += at.slope * h + sqr(h) * (two * at.curvature + next) / Interval<T>(6);
    at.slope += h * (at.curvature + next) / two;
    at.curvature = next;
  }
  return at;
}

/// Over an interval: q'' by its extremes, the others by the mean value theorem.
template <Scalar T>
[[nodiscard]] Spline<T> spline_over(const SmoothLandscape& f, const Interval<T>& x) {
  const T middle = x.mid();
  Spline<T> at = spline_at(f, middle);
  if (x.is_point()) return at;
  Interval<T> curvature = hull(spline_curvature(f, x.inf()), spline_curvature(f, x.sup()));
  for (const double knot : f.knots) {
    if (x.contains(T(knot))) curvature = hull(curvature, spline_curvature(f, T(knot)));
  }
  const Interval<T> offset = x - Interval<T>(middle);
  const Interval<T> slope = at.slope + curvature * offset;
  return {at.value + slope * offset, slope, curvature};
}

template <Scalar T>
[[nodiscard]] IntervalVector<T> phases(const SmoothLandscape& f, const IntervalVector<T>& x) {
  return product(points<T>(f.waves), x);
}

}  // namespace detail

template <Scalar T>
[[nodiscard]] Interval<T> value(const SmoothLandscape& f, const IntervalVector<T>& x) {
  Interval<T> result = dot(product(points<T>(f.quadratic), x), x) / Interval<T>(2);
  const IntervalVector<T> u = detail::phases(f, x);
  for (std::size_t j = 0; j < u.size(); ++j) {
    result += Interval<T>(T(f.even[j])) * cos(u[j]) + Interval<T>(T(f.odd[j])) * (sin(u[j]) - u[j]);
  }
  if (!f.knots.empty()) result += detail::spline_over(f, x[0]).value;
  return result;
}

template <Scalar T>
[[nodiscard]] IntervalVector<T> gradient(const SmoothLandscape& f, const IntervalVector<T>& x) {
  IntervalVector<T> result = product(points<T>(f.quadratic), x);
  const IntervalVector<T> u = detail::phases(f, x);
  for (std::size_t j = 0; j < u.size(); ++j) {
    const Interval<T> weight =
        Interval<T>(T(f.odd[j])) * (cos(u[j]) - Interval<T>(1)) - Interval<T>(T(f.even[j])) * sin(u[j]);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] += weight * Interval<T>(T(f.waves(j, i)));
  }
  if (!f.knots.empty()) result[0] += detail::spline_over(f, x[0]).slope;
  return result;
}

template <Scalar T>
[[nodiscard]] Matrix<Interval<T>> hessian(const SmoothLandscape& f, const IntervalVector<T>& x) {
  Matrix<Interval<T>> result = points<T>(f.quadratic);
  const IntervalVector<T> u = detail::phases(f, x);
  for (std::size_t j = 0; j < u.size(); ++j) {
    const Interval<T> weight = -(Interval<T>(T(f.even[j])) * cos(u[j]) + Interval<T>(T(f.odd[j])) * sin(u[j]));
    for (std::size_t i = 0; i < result.rows(); ++i) {
      for (std::size_t k = 0; k <= i; ++k) {
        result(i, k) += weight * (Interval<T>(T(f.waves(j, i))) * Interval<T>(T(f.waves(j, k))));
        result(k, i) = result(i, k);
      }
    }
  }
  if (!f.knots.empty()) result(0, 0) += detail::spline_over(f, x[0]).curvature;
  return result;
}

}  // namespace lemmata::theory
