#include "numerics/linalg/kernels.hpp"

#include <array>

namespace lemmata {
namespace {

struct Available {
  std::array<const KernelSet*, 3> sets{};
  std::size_t count = 0;
};

Available probe() {
  Available found;
  found.sets[found.count++] = &simd::portable_kernels();
#if defined(LEMMATA_X86_KERNELS)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
    found.sets[found.count++] = &simd::avx2_kernels();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd"))
    found.sets[found.count++] = &simd::avx512_kernels();
#endif
  return found;
}

const Available& available() {
  static const Available found = probe();
  return found;
}

}  // namespace

const KernelSet& kernels() { return *available().sets[available().count - 1]; }

std::span<const KernelSet* const> available_kernels() { return {available().sets.data(), available().count}; }

}  // namespace lemmata
