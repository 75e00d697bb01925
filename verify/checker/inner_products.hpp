#pragma once
/// \file
/// # Inner products of many rows of doubles, in any order of summation
/// Compiled once for the baseline and once for wider registers (see CMakeLists.txt); nobody relies on the order of the
/// sums.

#include <cstddef>

namespace lemmata::checker {

/// out[2 r + s] = sum of a[r][k] b[s][k] over begin <= k < end, for four rows a and two rows b.
using InnerProducts = void (*)(const double* const* a, const double* const* b, std::size_t begin, std::size_t end,
                               double* out);

namespace baseline {
void inner_products(const double* const* a, const double* const* b, std::size_t begin, std::size_t end, double* out);
}
namespace avx2 {
void inner_products(const double* const* a, const double* const* b, std::size_t begin, std::size_t end, double* out);
}

/// The one for this processor.
[[nodiscard]] InnerProducts inner_products();

}  // namespace lemmata::checker
