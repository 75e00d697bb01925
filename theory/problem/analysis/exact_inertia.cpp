#include "theory/problem/analysis/exact_inertia.hpp"

#include <utility>

namespace lemmata::theory::problem {
namespace {

void swap_symmetric(Matrix<Rational>& a, std::size_t i, std::size_t j) {
  if (i == j) return;
  for (std::size_t k = 0; k < a.rows(); ++k) std::swap(a(i, k), a(j, k));
  for (std::size_t k = 0; k < a.rows(); ++k) std::swap(a(k, i), a(k, j));
}

/// Brings a non-zero pivot of order 1 or 2 to place k; its order, 0 when the rest is zero.
std::size_t bring_pivot(Matrix<Rational>& a, std::size_t k) {
  const std::size_t n = a.rows();
  for (std::size_t i = k; i < n; ++i)
    if (a(i, i) != 0) {
      swap_symmetric(a, k, i);
      return 1;
    }
  for (std::size_t i = k; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j)
      if (a(i, j) != 0) {
        swap_symmetric(a, k, i);
        swap_symmetric(a, k + 1, j);
        return 2;
      }
  return 0;
}

}  // namespace

ExactInertia exact_inertia(Matrix<Rational> a) {
  expects(a.square(), "exact_inertia: a square matrix");
  const std::size_t n = a.rows();
  ExactInertia signs;
  for (std::size_t k = 0; k < n;) {
    const std::size_t order = bring_pivot(a, k);
    if (order == 0) {
      signs.zero = n - k;
      break;
    }
    if (order == 1) {
      ++(a(k, k) > 0 ? signs.positive : signs.negative);
      for (std::size_t i = k + 1; i < n; ++i) {
        if (a(i, k) == 0) continue;
        const Rational factor = a(i, k) / a(k, k);
        for (std::size_t j = k + 1; j < n; ++j) a(i, j) -= factor * a(k, j);
      }
    } else {
      // The pivot [[0, b], [b, 0]] has one eigenvalue of either sign; its inverse is [[0, 1/b], [1/b, 0]].
      ++signs.positive;
      ++signs.negative;
      const Rational b = a(k, k + 1);
      const Vector<Rational> first(a.row(k).begin(), a.row(k).end()), second(a.row(k + 1).begin(), a.row(k + 1).end());
      for (std::size_t i = k + 2; i < n; ++i)
        for (std::size_t j = k + 2; j < n; ++j) a(i, j) -= (first[i] * second[j] + second[i] * first[j]) / b;
    }
    k += order;
  }
  return signs;
}

std::vector<Vector<Rational>> exact_kernel(Matrix<Rational> a) {
  const std::size_t rows = a.rows(), n = a.columns();
  std::vector<std::size_t> pivots;  // column of each reduced row
  for (std::size_t c = 0; c < n && pivots.size() < rows; ++c) {
    const std::size_t r = pivots.size();
    std::size_t found = r;
    while (found < rows && a(found, c) == 0) ++found;
    if (found == rows) continue;
    for (std::size_t j = 0; j < n; ++j) std::swap(a(r, j), a(found, j));
    const Rational pivot = a(r, c);
    for (std::size_t j = c; j < n; ++j) a(r, j) /= pivot;
    for (std::size_t i = 0; i < rows; ++i) {
      if (i == r || a(i, c) == 0) continue;
      const Rational factor = a(i, c);
      for (std::size_t j = c; j < n; ++j) a(i, j) -= factor * a(r, j);
    }
    pivots.push_back(c);
  }
  std::vector<Vector<Rational>> kernel;
  for (std::size_t c = 0, next = 0; c < n; ++c) {
    if (next < pivots.size() && pivots[next] == c) {
      ++next;
      continue;
    }
    Vector<Rational> z(n, Rational(0));
    z[c] = 1;
    for (std::size_t r = 0; r < pivots.size(); ++r) z[pivots[r]] = -a(r, c);
    kernel.push_back(std::move(z));
  }
  return kernel;
}

}  // namespace lemmata::theory::problem
