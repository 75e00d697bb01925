#include "numerics/linalg/kernels.hpp"
#include "numerics/linalg/simd.hpp"
#include "numerics/linalg/vector_kernel.hpp"

namespace lemmata::simd {
namespace {
using Double = block::Approximate<DoublePortable, 2>;
using Float = block::Approximate<FloatPortable, 2>;
constexpr KernelSet set{"portable",
                        block::kernel<DoublePortable, 2, 4>(96),
                        block::kernel<FloatPortable, 2, 4>(96),
                        block::kernel<Double2<DoubleExact>, 4, 4>(48),
                        block::Compensated<DoubleExact>::dot,
                        DoubleExact::lanes,
                        Double::dot,
                        Double::axpy,
                        Double::solve,
                        Float::solve,
                        block::SymmetricProduct<DoublePortable, Float::MR>::run};
}  // namespace
const KernelSet& portable_kernels() { return set; }
}  // namespace lemmata::simd
