#pragma once
/// \file
/// # One-hidden-layer convolutional network: population loss and gradient descent
/// f(Z, w, a) = sum_j a_j relu(w . Z_j), the k patches Z_j in R^p independent standard normal, w = v / |v|; teacher
/// (w*, a*). With b = |w*| a*, phi the angle of v and w*, g(phi) = (pi - phi) cos phi + sin phi:
///   L = ((pi - 1)(|b|^2 + |a|^2) - 2 (g - 1) a.b + (1.b)^2 + (1.a)^2 - 2 (1.a)(1.b)) / (4 pi),
///   grad_v = -(a.b)(pi - phi) / (2 pi |v|) (I - v v^T / |v|^2) w* / |w*|,
///   grad_a = ((11^T + (pi - 1) I) a - (11^T + (g - 1) I) b) / (2 pi).
/// ## Source     Du, Lee, Tian, Poczos, Singh (2018), ICML, arXiv:1712.00779: form recalled; derived in the dossier
///               landscapes, sections 4.1 and 4.2.
/// ## Guarantee  Enclosures over Interval<T>.

#include "numerics/scalar/elementary.hpp"
#include "theory/model/exact_algebra.hpp"
#include "theory/model/interval_vector.hpp"

#include <cstddef>
#include <vector>

namespace lemmata::theory {

/// g(phi); decreasing on [0, pi] from pi to 0.
template <Scalar T>
[[nodiscard]] Interval<T> angle_kernel(const Interval<T>& phi) {
  return (pi<T>() - phi) * cos(phi) + sin(phi);
}

template <Scalar T>
[[nodiscard]] Interval<T> total(const IntervalVector<T>& a) {
  Interval<T> sum;
  for (const Interval<T>& x : a) sum += x;
  return sum;
}

template <Scalar T>
struct Teacher {
  IntervalVector<T> direction;  ///< w* / |w*|
  IntervalVector<T> b;          ///< |w*| a*
  Teacher(const std::vector<double>& filter, const std::vector<double>& output) {
    const IntervalVector<T> w = points<T>(filter);
    Rational square = 0;  // so that a filter of rational length has a point for its length
    for (const double x : filter) square += exact(x) * exact(x);
    const Interval<T> length = sqrt(interval<T>(square));
    for (const Interval<T>& x : w) direction.push_back(x / length);
    for (const double a : output) b.push_back(length * Interval<T>(T(a)));
  }
};

template <Scalar T>
struct Student {
  IntervalVector<T> v, a;
};

/// The angle of v and the teacher's filter, in [0, pi], from both components.
template <Scalar T>
[[nodiscard]] Interval<T> angle(const Teacher<T>& t, const IntervalVector<T>& v) {
  const Interval<T> along = dot(v, t.direction);
  return atan2(norm(sum(v, t.direction, -along)), along);
}

template <Scalar T>
[[nodiscard]] Interval<T> population_loss(const Teacher<T>& t, const IntervalVector<T>& a, const Interval<T>& phi) {
  using I = Interval<T>;
  return ((pi<T>() - I(1)) * (square_norm(t.b) + square_norm(a)) - I(2) * (angle_kernel(phi) - I(1)) * dot(a, t.b) +
          sqr(total(a) - total(t.b))) /
         (I(4) * pi<T>());
}

template <Scalar T>
[[nodiscard]] IntervalVector<T> filter_gradient(const Teacher<T>& t, const Student<T>& s) {
  using I = Interval<T>;
  const I length = square_norm(s.v);
  const I factor = -dot(s.a, t.b) * (pi<T>() - angle(t, s.v)) / (I(2) * pi<T>() * sqrt(length));
  const I share = dot(s.v, t.direction) / length;
  IntervalVector<T> result;
  for (std::size_t i = 0; i < s.v.size(); ++i) result.push_back(factor * (t.direction[i] - share * s.v[i]));
  return result;
}

template <Scalar T>
[[nodiscard]] IntervalVector<T> output_gradient(const Teacher<T>& t, const IntervalVector<T>& a,
                                                const Interval<T>& phi) {
  using I = Interval<T>;
  const I difference = total(a) - total(t.b);
  const I g = angle_kernel(phi);
  IntervalVector<T> result;
  for (std::size_t j = 0; j < a.size(); ++j) {
    result.push_back((difference + (pi<T>() - I(1)) * a[j] - (g - I(1)) * t.b[j]) / (I(2) * pi<T>()));
  }
  return result;
}

/// One step of gradient descent on both layers.
template <Scalar T>
[[nodiscard]] Student<T> descent_step(const Teacher<T>& t, const Student<T>& s, const Interval<T>& eta) {
  return {sum(s.v, filter_gradient(t, s), -eta), sum(s.a, output_gradient(t, s.a, angle(t, s.v)), -eta)};
}

/// a_sp = (11^T + (pi - 1) I)^-1 (11^T - I) b: the output weights of the critical point at phi = pi.
template <Scalar T>
[[nodiscard]] IntervalVector<T> spurious_output(const Teacher<T>& t) {
  using I = Interval<T>;
  const I k(t.b.size());
  const I mean = total(t.b) / k;
  IntervalVector<T> result;
  for (const I& b : t.b) {
    result.push_back(mean * (k - I(1)) / (k + pi<T>() - I(1)) - (b - mean) / (pi<T>() - I(1)));
  }
  return result;
}

/// (1.a*)^2 / |a*|^2; requires a* != 0.
[[nodiscard]] inline Rational alignment(const std::vector<double>& output) {
  Rational sum = 0;
  Rational square = 0;
  for (const double a : output) {
    sum += exact(a);
    square += exact(a) * exact(a);
  }
  return sum * sum / square;
}

}  // namespace lemmata::theory
