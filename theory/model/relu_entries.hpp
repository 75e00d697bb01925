#pragma once
/// \file
/// # Bulk entries of the ReLU Gram matrix as unevaluated sums hi + lo: the inner loops
/// Internal to `kernel.cpp`, which states and uses the error bound. Compiled once per instruction set from
/// `relu_entries.cpp`; the loops use raw pointers only, so that no inline function is shared between the builds.
/// ## Method   rho = x.y / (|x| |y|) with compensated dot products. theta = t_k + asin(s cos t_k - rho sin t_k),
///             s = sin theta, t_k = k/64 the grid angle next to a guess: the guess can be wrong, the identity cannot
///             (the branch is checked through cos(theta - t_k) > 0). Near |rho| = 1, s and rho come from the
///             half angle sin(theta/2) = | |y| x - |x| y | / (2 |x| |y|), without cancellation.

#include <cstddef>

namespace lemmata::theory::relu_entries {

inline constexpr std::size_t lanes = 8;          ///< rows are padded with zeros to a multiple of this
inline constexpr std::size_t grid_points = 203;  ///< t_k = k/64 covers [0, pi]
inline constexpr double grid_step = 1.0 / 64.0;
inline constexpr double series_reach = 0.0101;          ///< |sin(theta - t_k)| beyond it: the guess was wrong
inline constexpr double near_parallel = 1.0 - 0x1p-13;  ///< |rho| beyond it: half-angle form

/// Everything the loops read; all arrays are owned by the caller.
struct Input {
  const double* rows = nullptr;     ///< n x stride, zero-padded, each with largest magnitude in [1, 2)
  std::size_t stride = 0;           ///< multiple of `lanes`
  bool exact_products = false;      ///< plain dot products have no rounding
  const double* norm_hi = nullptr;  ///< |x_i|, n
  const double* norm_lo = nullptr;
  const double* cos_hi = nullptr;  ///< grid_points each
  const double* cos_lo = nullptr;
  const double* sin_hi = nullptr;
  const double* sin_lo = nullptr;
  double pi_hi = 0, pi_lo = 0;
  double inverse_two_pi_hi = 0, inverse_two_pi_lo = 0;
  double asin_hi[3] = {0, 0, 0};  ///< 1/6, 3/40, 5/112
  double asin_lo[3] = {0, 0, 0};
};

/// x_i . x_j as hi + lo.
using DotProduct = void (*)(const Input&, std::size_t i, std::size_t j, double* hi, double* lo);
/// cosine[j] = rho_ij rounded, for begin <= j < end.
using Cosines = void (*)(const Input&, std::size_t i, std::size_t begin, std::size_t end, double* cosine);
/// hi[j] + lo[j] = h(rho_ij) for begin <= j < end; false when an entry could not be evaluated.
using Entries = bool (*)(const Input&, std::size_t i, std::size_t begin, std::size_t end, double* hi, double* lo);

struct Kernel {
  DotProduct dot = nullptr;
  Cosines cosines = nullptr;
  Entries entries = nullptr;
};

/// The build for the best instruction set of this processor.
[[nodiscard]] Kernel kernel();

Kernel kernel_v2();
Kernel kernel_v3();
Kernel kernel_v4();

}  // namespace lemmata::theory::relu_entries
