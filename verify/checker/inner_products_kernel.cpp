/// Compiled twice, the second time with LEMMATA_KERNEL = avx2 and wider registers: so nothing inline from elsewhere may
/// be used here.
#include "verify/checker/inner_products.hpp"

#ifndef LEMMATA_KERNEL
#define LEMMATA_KERNEL baseline
#endif

namespace lemmata::checker::LEMMATA_KERNEL {
namespace {

constexpr std::size_t lanes = 4;
typedef double Vector __attribute__((vector_size(lanes * sizeof(double))));

}  // namespace

void inner_products(const double* const* a, const double* const* b, std::size_t begin, std::size_t end, double* out) {
  Vector sum[4][2] = {};
  std::size_t k = begin;
  for (; k + lanes <= end; k += lanes) {
    Vector x[4], y[2];
    for (int r = 0; r < 4; ++r) __builtin_memcpy(&x[r], a[r] + k, sizeof(Vector));
    for (int s = 0; s < 2; ++s) __builtin_memcpy(&y[s], b[s] + k, sizeof(Vector));
    for (int r = 0; r < 4; ++r) {
      for (int s = 0; s < 2; ++s) sum[r][s] += x[r] * y[s];
    }
  }
  for (int r = 0; r < 4; ++r) {
    for (int s = 0; s < 2; ++s) {
      double rest = 0;
      for (std::size_t t = k; t < end; ++t) rest += a[r][t] * b[s][t];
      out[2 * r + s] = ((sum[r][s][0] + sum[r][s][1]) + (sum[r][s][2] + sum[r][s][3])) + rest;
    }
  }
}

}  // namespace lemmata::checker::LEMMATA_KERNEL
