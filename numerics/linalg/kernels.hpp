#pragma once
/// \file
/// # Kernels of the processor at hand
/// One table of functions per instruction set; the best one the processor has is chosen at run time. The depth bound
/// of each kernel is part of its table, so bounds hold whichever is chosen; bits may differ between them.

#include "numerics/linalg/block_kernel.hpp"
#include "numerics/linalg/packed_layout.hpp"

#include <cstddef>
#include <span>

namespace lemmata {

struct KernelSet {
  const char* name;
  BlockKernel<double> binary64;
  BlockKernel<float> binary32;
  BlockKernel<double> double_double;  ///< two planes
  /// Three-fold compensated dot product, see vector_kernel.hpp; `dot_lanes` is L there.
  void (*dot3)(std::size_t n, const double* ah, const double* al, const double* xh, const double* xl, double* out);
  std::size_t dot_lanes;
  /// Approximate, for finders.
  double (*dot)(std::size_t n, const double* a, const double* x);
  void (*axpy)(std::size_t n, double c, const double* x, double* y);
  void (*solve)(const PackedLayout&, const double* data, double* z);
  void (*solve_float)(const PackedLayout&, const float* data, float* z);
  void (*apply_float)(const PackedLayout&, const float* data, std::size_t panel, std::size_t stride, const double* x,
                      double* y);
};

/// The best set this processor runs.
[[nodiscard]] const KernelSet& kernels();
/// Every set this processor runs, the portable one first; for tests.
[[nodiscard]] std::span<const KernelSet* const> available_kernels();

namespace simd {
const KernelSet& portable_kernels();
const KernelSet& avx2_kernels();
const KernelSet& avx512_kernels();
}  // namespace simd

}  // namespace lemmata
