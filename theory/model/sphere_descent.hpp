#pragma once
/// \file
/// # One step of gradient descent on the unit sphere, f(x) = x^T A x / 2 with A = diag(values)
/// y = x - a (A x - rho x), rho = x^T A x, g(x) = y/|y|. The determinant of Dg between the tangent spaces at x and g(x)
/// is |y|^-d det K with K = J (I - x x^T) + y x^T, J = dy/dx; in closed form, with c = values - rho,
/// |y|^-d prod (1 - a c_j) (1 + 2a sum_j x_j^2 a c_j^2 / (1 - a c_j)).
/// ## Source     Derived (dossier landscapes, section 1.4).

#include "theory/model/exact_algebra.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace lemmata::theory {

/// Over any numbers: Rational, Interval<T>.
template <class N>
struct SphereDescent {
  Matrix<N> k;          ///< det of the tangent map = |y|^-d det K
  N square_length = 0;  ///< |y|^2
  N formula = 1;        ///< prod (1 - a c_j) (1 + 2a sum x_j^2 a c_j^2 / (1 - a c_j))
};
/// At the unit vector x, step a; `weight` is 2 in the closed form.
template <class N>
[[nodiscard]] SphereDescent<N> sphere_descent(const Vector<N>& values, const Vector<N>& x, const N& a,
                                              const N& weight = 2) {
  const std::size_t d = x.size();
  N rho = 0;
  for (std::size_t i = 0; i < d; ++i) rho = rho + values[i] * x[i] * x[i];
  SphereDescent<N> s{Matrix<N>(d, d)};
  N tail = 0;
  for (std::size_t i = 0; i < d; ++i) {
    const N c = values[i] - rho;
    const N y = x[i] - a * c * x[i];
    s.square_length = s.square_length + y * y;
    s.formula = s.formula * (N(1) - a * c);
    tail = tail + x[i] * x[i] * a * c * c / (N(1) - a * c);
    for (std::size_t j = 0; j < d; ++j) {
      // J = I - a (A - rho I) + 2 a x (A x)^T; J x is (y + 2 a rho x)_i.
      const N jacobian = N(i == j ? 1 : 0) * (N(1) - a * c) + N(2) * a * x[i] * values[j] * x[j];
      s.k(i, j) = jacobian - (y + N(2) * a * rho * x[i]) * x[j] + y * x[j];
    }
  }
  s.formula = s.formula * (N(1) + weight * a * tail);
  return s;
}

/// The rational unit vector of these stereographic coordinates.
[[nodiscard]] inline Vector<Rational> sphere_point(std::span<const std::int64_t> chart) {
  Rational square = 0;
  for (const std::int64_t u : chart) square += Rational(u * u);
  Vector<Rational> x;
  for (const std::int64_t u : chart) x.push_back(Rational(2 * u) / (square + 1));
  x.push_back((square - 1) / (square + 1));
  return x;
}

}  // namespace lemmata::theory
