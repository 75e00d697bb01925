#pragma once
/// \file
/// # Enclosed entries of the matrix of a `witness` claim

#include <cstddef>
#include <string>
#include <vector>

#include "verify/checker/fixed.hpp"

namespace lemmata::checker {

/// Exponent of the bound on every |Delta_ij| below.
inline constexpr long entry_error = -112;

/// The symmetric matrix 2^exponent (N 2^-124 + Delta), |Delta_ij| <= 2^-112, |N_ij| < 2^125; `failure` when there is
/// none.
struct FixedMatrix {
  std::size_t n = 0;
  long exponent = 0;
  std::vector<Fixed> lower;  // N, row after row of the lower triangle
  std::string failure;
};

/// The matrix that could not be had, and why.
[[nodiscard]] FixedMatrix no_matrix(std::string why);

/// H_ij = x_i.x_j (pi - angle)/(2 pi) for the rows of x (n x d), divided by the lengths of the two rows when `unit`. No
/// row may be zero. The inner products are exact integers; see angle.hpp for the rest.
[[nodiscard]] FixedMatrix relu_gram(const std::vector<double>& x, std::size_t n, std::size_t d, bool unit);

/// The n x n matrix itself, which must be exactly symmetric.
[[nodiscard]] FixedMatrix plain_matrix(const std::vector<double>& x, std::size_t n);

}  // namespace lemmata::checker
