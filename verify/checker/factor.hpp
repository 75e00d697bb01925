#pragma once
/// \file
/// # A Cholesky factorisation that proves a lower bound
/// Source: Higham, Accuracy and Stability of Numerical Algorithms, 2002, Lemma 8.4 and Theorem 10.3; Rump, BIT 46
/// (2006) 433.

#include <cstddef>
#include <optional>
#include <vector>

namespace lemmata::checker {

/// A lower triangle, row after row, of doubles.
class Triangle {
 public:
  explicit Triangle(std::size_t n) : size_(n), entries_(n * (n + 1) / 2) {}
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] double* row(std::size_t i) { return entries_.data() + i * (i + 1) / 2; }
  [[nodiscard]] const double* row(std::size_t i) const { return entries_.data() + i * (i + 1) / 2; }

 private:
  std::size_t size_;
  std::vector<double> entries_;
};

/// A number c >= 0 with lambda_min(B) >= -c, for the symmetric matrix B with this lower triangle (which is
/// overwritten); nothing when the factorisation breaks down. Cost: n^3/3 products.
[[nodiscard]] std::optional<double> indefiniteness_bound(Triangle b);

/// True when this thread rounds to nearest and treats subnormal numbers as IEEE 754 says.
[[nodiscard]] bool arithmetic_is_standard();

/// An upper bound of n u/(1 - n u) with u = 2^-53; n < 2^40.
[[nodiscard]] double gamma(std::size_t n);

/// Covers every rounding of a formula of at most 2^21 operations on non-negative numbers (relative error below 2^-31).
inline constexpr double inflation = 1 + 0x1p-30;

}  // namespace lemmata::checker
