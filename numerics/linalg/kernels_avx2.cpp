#include "numerics/linalg/kernels.hpp"
#include "numerics/linalg/simd.hpp"
#include "numerics/linalg/vector_kernel.hpp"

namespace lemmata::simd {
namespace {
using Double = block::Approximate<Double256, 3>;
using Float = block::Approximate<Float256, 3>;
constexpr KernelSet set{"x86-64-v3",
                        block::kernel<Double256, 3, 4>(144),
                        block::kernel<Float256, 3, 4>(144),
                        block::kernel<Double2<Double256>, 1, 4>(48),
                        block::Compensated<Double256>::dot,
                        Double256::lanes,
                        Double::dot,
                        Double::axpy,
                        Double::solve,
                        Float::solve,
                        block::SymmetricProduct<Double256, Float::MR>::run};
}  // namespace
const KernelSet& avx2_kernels() { return set; }
}  // namespace lemmata::simd
