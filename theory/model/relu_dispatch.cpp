#include "theory/model/relu_entries.hpp"

namespace lemmata::theory::relu_entries {

Kernel kernel() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd")) {
    return kernel_v4();
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) {
    return kernel_v3();
  }
#endif
  return kernel_v2();
}

}  // namespace lemmata::theory::relu_entries
