#include "theory/model/separable_rows.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory {
namespace {

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

}  // namespace

HardMargin hard_margin(const Matrix<double>& rows, MarginNorm norm) {
  const MaxMargin found = max_margin(rows, norm);
  HardMargin result;
  result.separable = found.separable;
  result.gamma = enclosure(found);
  if (norm == MarginNorm::l2 && found.separable == Truth::yes && found.is_exact()) {
    // Entries of the exact separator, divided by its length.
    std::vector<Interval<Real>> v;
    Interval<Real> square;
    for (const Integer& entry : found.separator) {
      v.push_back(enclosure(Rational(entry)));
      square += sqr(v.back());
    }
    const Interval<Real> length = sqrt(square);
    for (const Interval<Real>& entry : v) result.direction.push_back(entry / length);
  }
  return result;
}

std::vector<double> rounded_separator(const Matrix<double>& rows) {
  const HardMargin found = hard_margin(rows);
  std::vector<double> w(rows.columns(), 0.0);
  if (found.separable != Truth::yes || found.direction.empty()) return w;
  const double gamma = static_cast<double>(found.gamma.mid());
  // Twenty-four bits of the greatest entry; lengthened until every row has margin one.
  int exponent = 0;
  std::frexp(1 / gamma, &exponent);
  double stretch = 1;
  for (int attempt = 0; attempt < 40; ++attempt) {
    for (std::size_t j = 0; j < w.size(); ++j) {
      const double entry = static_cast<double>(found.direction[j].mid()) / gamma * stretch;
      w[j] = std::ldexp(std::nearbyint(std::ldexp(entry, 24 - exponent)), exponent - 24);
    }
    if (separates(rows, w) == Truth::yes) return w;
    stretch += std::ldexp(1.0, attempt - 22);
  }
  return w;
}

Truth separates(const Matrix<double>& rows, const std::vector<double>& w) {
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    Rational sum = 0;
    for (std::size_t j = 0; j < rows.columns(); ++j) sum += exact(rows(i, j)) * exact(w[j]);
    if (sum < 1) return Truth::no;
  }
  return Truth::yes;
}

Matrix<double> draw_separable_rows(Draw& draw, std::size_t most_rows, std::size_t most_columns) {
  const std::size_t n = draw.dimension(1, most_rows);
  const std::size_t d = draw.dimension(1, most_columns);
  const std::int64_t reach = 1 + draw.integer(0, 7);
  std::vector<double> v(d);
  for (double& entry : v) entry = static_cast<double>(draw.integer(-3, 3));
  if (dot(v, v) == 0) v[0] = 1;
  Matrix<double> rows(n, d);
  for (std::size_t i = 0; i < n; ++i) {
    const bool repeated = i > 0 && draw.pick(8) == 7;
    for (std::size_t j = 0; j < d; ++j) {
      rows(i, j) = repeated ? rows(i - 1, j) : static_cast<double>(draw.integer(-reach, reach));
    }
    if (repeated) continue;
    const double side = dot(rows.row(i), v);
    for (std::size_t j = 0; j < d; ++j) {
      if (side < 0) rows(i, j) = -rows(i, j);
      if (side == 0) rows(i, j) += v[j];
    }
  }
  const double scale = std::ldexp(1.0, -static_cast<int>(draw.integer(0, 3)));
  for (std::size_t i = 0; i < n; ++i) {
    for (double& entry : rows.row(i)) entry *= scale;
  }
  return rows;
}

Matrix<double> into_unit_ball(Matrix<double> rows) {
  double greatest = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i) greatest = std::max(greatest, dot(rows.row(i), rows.row(i)));
  double scale = 1;
  // Exact for the short integers of the generators; the hypothesis of the theorem decides in any case.
  while (greatest * scale * scale > 1) scale /= 2;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    for (double& entry : rows.row(i)) entry *= scale;
  }
  return rows;
}

Interval<Real> greatest_square(const Matrix<double>& rows) {
  Interval<Real> greatest;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    Interval<Real> sum;
    for (const double entry : rows.row(i)) sum += sqr(Interval<Real>(Real(entry)));
    greatest = max(greatest, sum);
  }
  return greatest;
}

}  // namespace lemmata::theory
