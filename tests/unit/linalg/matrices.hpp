#pragma once
/// \file
/// # Symmetric matrices whose spectra are known exactly

#include "numerics/linalg/matrix.hpp"

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace lemmata::test {

/// H D H / n with the Sylvester-Hadamard H, n = d.size() a power of two: eigenvalues are the d, eigenvectors the
/// columns of H. Exact as long as the sums of d over 2^m are representable.
inline Matrix<double> hadamard_conjugate(const std::vector<double>& d) {
  const std::size_t n = d.size();
  // (H D H)_ij = sum_k d_k (-1)^popcount(k & (i xor j)): a function of i xor j, the Walsh transform of d.
  std::vector<double> w = d;
  for (std::size_t h = 1; h < n; h *= 2)
    for (std::size_t i = 0; i < n; i += 2 * h)
      for (std::size_t j = i; j < i + h; ++j) {
        const double a = w[j], b = w[j + h];
        w[j] = a + b;
        w[j + h] = a - b;
      }
  Matrix<double> m(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) m(i, j) = w[i ^ j] / static_cast<double>(n);
  return m;
}

/// Gram matrix X X^T of n rows of d small integers: exact, positive semi-definite, rank <= d.
inline Matrix<double> integer_gram(std::size_t n, std::size_t d, std::uint64_t seed, int range = 3) {
  std::mt19937_64 generator(seed);
  std::vector<double> x(n * d);
  for (double& e : x)
    e = static_cast<double>(generator() % static_cast<std::uint64_t>(2 * range + 1)) - static_cast<double>(range);
  Matrix<double> g(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < d; ++k) g(i, j) += x[i * d + k] * x[j * d + k];
  return g;
}

/// Laplacian of the path on n vertices: eigenvalues 4 sin^2(pi k / (2n)), k = 0..n-1.
inline Matrix<double> path_laplacian(std::size_t n) {
  Matrix<double> m(n, n);
  for (std::size_t i = 0; i + 1 < n; ++i) {
    m(i, i) += 1;
    m(i + 1, i + 1) += 1;
    m(i, i + 1) = m(i + 1, i) = -1;
  }
  return m;
}

}  // namespace lemmata::test
