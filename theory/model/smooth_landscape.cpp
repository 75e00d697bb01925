#include "theory/model/smooth_landscape.hpp"

#include <cmath>

namespace lemmata::theory {
namespace {

Rational magnitude(const Rational& x) { return x < 0 ? Rational(-x) : x; }

}  // namespace

RationalMatrix hessian_at_zero(const SmoothLandscape& f) {
  RationalMatrix result = rational(f.quadratic);
  for (std::size_t j = 0; j < f.waves.rows(); ++j) {
    const Vector<Rational> b = rational(f.waves.row(j));
    const Rational c = exact(f.even[j]);
    for (std::size_t i = 0; i < b.size(); ++i) {
      for (std::size_t k = 0; k < b.size(); ++k) result(i, k) -= c * b[i] * b[k];
    }
  }
  for (std::size_t k = 0; k < f.knots.size(); ++k) {  // q''(0): constant beyond, linear between
    if (f.knots[k] < 0 && k + 1 < f.knots.size()) continue;
    if (k == 0 || f.knots[k] < 0) {
      result(0, 0) += exact(f.curvatures[k]);
    } else {
      const Rational left = exact(f.knots[k - 1]);
      const Rational from = exact(f.curvatures[k - 1]);
      result(0, 0) += from - left / (exact(f.knots[k]) - left) * (exact(f.curvatures[k]) - from);
    }
    break;
  }
  return result;
}

Rational lipschitz(const SmoothLandscape& f) {
  Rational result = 0;
  for (std::size_t i = 0; i < f.dimension(); ++i) {
    Rational row = 0;
    for (const Rational& a : rational(f.quadratic.row(i))) row += magnitude(a);
    if (row > result) result = row;
  }
  for (std::size_t j = 0; j < f.waves.rows(); ++j) {
    const Vector<Rational> b = rational(f.waves.row(j));
    result += (magnitude(exact(f.even[j])) + magnitude(exact(f.odd[j]))) * dot(b, b);
  }
  Rational steepest = 0;
  for (const double c : f.curvatures) steepest = std::max(steepest, magnitude(exact(c)));
  return result + steepest;
}

Rational hessian_lipschitz(const SmoothLandscape& f) {
  Rational result = 0;
  for (std::size_t j = 0; j < f.waves.rows(); ++j) {
    const Vector<Rational> b = rational(f.waves.row(j));
    Rational length = 0;  // |b|_1 >= |b|_2
    for (const Rational& x : b) length += magnitude(x);
    result += (magnitude(exact(f.even[j])) + magnitude(exact(f.odd[j]))) * dot(b, b) * length;
  }
  Rational steepest = 0;
  for (std::size_t k = 1; k < f.knots.size(); ++k) {
    steepest = std::max(steepest, magnitude((exact(f.curvatures[k]) - exact(f.curvatures[k - 1])) /
                                            (exact(f.knots[k]) - exact(f.knots[k - 1]))));
  }
  return result + steepest;
}

SmoothLandscape draw_landscape(Draw& draw, std::size_t most_dimensions) {
  SmoothLandscape f;
  const std::size_t d = draw.dimension(1, most_dimensions);
  const std::size_t m = draw.dimension(1, 3);
  f.quadratic = Matrix<double>(d, d);
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      f.quadratic(i, k) = draw.real(-0.25, 0.25, 6);
      f.quadratic(k, i) = f.quadratic(i, k);
    }
    f.quadratic(i, i) = draw.real(0.25, 1, 6);
  }
  f.waves = Matrix<double>(m, d);
  for (std::size_t j = 0; j < m; ++j) {
    for (std::size_t i = 0; i < d; ++i) f.waves(j, i) = draw.real(-1.5, 1.5, 4);
    // The first wave digs the saddle: along an axis and deep; the others may point anywhere.
    if (j == 0) f.waves(0, draw.pick(d)) = 1.5;
    f.even.push_back(j == 0 ? draw.real(0.75, 2, 5) : draw.real(-1, 1, 5));
    f.odd.push_back(draw.real(-0.5, 0.5, 5));
  }
  return f;
}

}  // namespace lemmata::theory
