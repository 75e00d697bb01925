#include "numerics/linalg/kernels.hpp"
#include "numerics/linalg/simd.hpp"
#include "numerics/linalg/vector_kernel.hpp"

namespace lemmata::simd {
namespace {
using Double = block::Approximate<Double512, 3>;
using Float = block::Approximate<Float512, 3>;
constexpr KernelSet set{"x86-64-v4",
                        block::kernel<Double512, 3, 8>(192),
                        block::kernel<Float512, 3, 8>(192),
                        block::kernel<Double2<Double512>, 1, 8>(48),
                        block::Compensated<Double512>::dot,
                        Double512::lanes,
                        Double::dot,
                        Double::axpy,
                        Double::solve,
                        Float::solve,
                        block::SymmetricProduct<Double512, Float::MR>::run};
}  // namespace
const KernelSet& avx512_kernels() { return set; }
}  // namespace lemmata::simd
