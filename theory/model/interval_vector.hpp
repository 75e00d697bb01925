#pragma once
/// \file
/// # Vectors and small matrices of intervals
/// Guarantee   The exact result for any members of the operands lies in what is returned.

#include "numerics/linalg/matrix.hpp"
#include "numerics/scalar/interval.hpp"

#include <cstddef>
#include <span>

namespace lemmata::theory {

template <Scalar T>
using IntervalVector = Vector<Interval<T>>;

/// Exact numbers as points.
template <Scalar T>
[[nodiscard]] IntervalVector<T> points(std::span<const double> x) {
  IntervalVector<T> result;
  for (const double v : x) result.push_back(Interval<T>(T(v)));
  return result;
}
template <Scalar T>
[[nodiscard]] Matrix<Interval<T>> points(const Matrix<double>& a) {
  return {a.rows(), a.columns(), points<T>(a.entries())};
}

template <Scalar T>
[[nodiscard]] Interval<T> dot(const IntervalVector<T>& a, const IntervalVector<T>& b) {
  Interval<T> sum;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// a + factor b.
template <Scalar T>
[[nodiscard]] IntervalVector<T> sum(const IntervalVector<T>& a, const IntervalVector<T>& b,
                                    const Interval<T>& factor = Interval<T>(1)) {
  IntervalVector<T> result;
  for (std::size_t i = 0; i < a.size(); ++i) result.push_back(a[i] + factor * b[i]);
  return result;
}

/// |a|^2.
template <Scalar T>
[[nodiscard]] Interval<T> square_norm(const IntervalVector<T>& a) {
  Interval<T> sum;
  for (const Interval<T>& x : a) sum += sqr(x);
  return sum;
}
template <Scalar T>
[[nodiscard]] Interval<T> norm(const IntervalVector<T>& a) {
  return sqrt(square_norm(a));
}

template <Scalar T>
[[nodiscard]] IntervalVector<T> product(const Matrix<Interval<T>>& a, const IntervalVector<T>& x) {
  IntervalVector<T> result;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    Interval<T> sum;
    for (std::size_t j = 0; j < a.columns(); ++j) sum += a(i, j) * x[j];
    result.push_back(sum);
  }
  return result;
}

/// By elimination with the largest certain pivot; the whole line when no pivot is certainly non-zero.
template <Scalar T>
[[nodiscard]] Interval<T> determinant(Matrix<Interval<T>> a) {
  const std::size_t n = a.rows();
  Interval<T> result(1);
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (a(pivot, k).mig() < a(i, k).mig()) pivot = i;
    }
    if (pivot != k) {
      for (std::size_t j = 0; j < n; ++j) std::swap(a(pivot, j), a(k, j));
      result = -result;
    }
    result = result * a(k, k);
    if (k + 1 == n) break;
    if (a(k, k).contains_zero()) return Interval<T>::whole();
    for (std::size_t i = k + 1; i < n; ++i) {
      const Interval<T> factor = a(i, k) / a(k, k);
      for (std::size_t j = k + 1; j < n; ++j) a(i, j) = a(i, j) - factor * a(k, j);
    }
  }
  return result;
}

}  // namespace lemmata::theory
