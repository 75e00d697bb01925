#include "tests/benchmark/eigen/peers.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include <unistd.h>

#if defined(LEMMATA_WITH_LAPACK)
#include <cblas.h>
#include <lapacke.h>
extern "C" {
void openblas_set_num_threads(int);
char* openblas_get_corename();
}
#endif
#if defined(LEMMATA_WITH_ARB)
#include <arb_mat.h>
#endif

namespace lemmata::bench {

std::vector<Peer> library_peers([[maybe_unused]] int threads) {
  std::vector<Peer> peers;
#if defined(LEMMATA_WITH_LAPACK)
  openblas_set_num_threads(threads);
  peers.push_back({"OpenBLAS dpotrf", 40000, [](std::size_t n, const double* a) {
                     std::vector<double> m(a, a + n * n);
                     const auto size = static_cast<lapack_int>(n);
                     LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', size, m.data(), size);
                     return 0.0;
                   }});
  const auto divide = [](char job) {
    return [job](std::size_t n, const double* a) {
      std::vector<double> m(a, a + n * n), w(n);
      const auto size = static_cast<lapack_int>(n);
      LAPACKE_dsyevd(LAPACK_COL_MAJOR, job, 'L', size, m.data(), size, w.data());
      return w[0];
    };
  };
  peers.push_back({"LAPACK dsyevd, vectors", 4000, divide('V')});
  peers.push_back({"LAPACK dsyevd, values", 8000, divide('N')});
  peers.push_back({"LAPACK dsyevr, [1,1]", 8000, [](std::size_t n, const double* a) {
                     std::vector<double> m(a, a + n * n), w(n), z(n);
                     const auto size = static_cast<lapack_int>(n);
                     lapack_int found = 0, support[2] = {};
                     LAPACKE_dsyevr(LAPACK_COL_MAJOR, 'V', 'I', 'L', size, m.data(), size, 0, 0, 1, 1, 0, &found,
                                    w.data(), z.data(), size, support);
                     return w[0];
                   }});
#endif
#if defined(LEMMATA_WITH_ARB)
  peers.push_back({"Arb Cholesky, 128 bits", 500, [](std::size_t n, const double* a) {
                     const auto size = static_cast<slong>(n);
                     arb_mat_t m, l;
                     arb_mat_init(m, size, size);
                     arb_mat_init(l, size, size);
                     for (slong i = 0; i < size; ++i)
                       for (slong j = 0; j < size; ++j) arb_set_d(arb_mat_entry(m, i, j), a[i * size + j]);
                     arb_mat_cho(l, m, 128);
                     arb_mat_clear(m);
                     arb_mat_clear(l);
                     return 0.0;
                   }});
#endif
  return peers;
}

double gemm_rate() {
#if defined(LEMMATA_WITH_LAPACK)
  constexpr int n = 2000;
  static const std::vector<double> a(std::size_t{n} * n, 0.25);
  static std::vector<double> c(std::size_t{n} * n);
  const auto start = std::chrono::steady_clock::now();
  cblas_dgemm(CblasColMajor, CblasNoTrans, CblasTrans, n, n, n, 1, a.data(), n, a.data(), n, 0, c.data(), n);
  return 2.0 * n * n * n / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
#else
  return 0;
#endif
}

std::string library_kernels() {
#if defined(LEMMATA_WITH_LAPACK)
  return openblas_get_corename();
#else
  return {};
#endif
}

void choose_library_kernels(bool avx512, char** argv) {
  constexpr const char* variable = "OPENBLAS_CORETYPE";
  const std::string found = library_kernels();
  if (!avx512 || (found != "Haswell" && found != "Zen") || std::getenv(variable) != nullptr) return;
  ::setenv(variable, "SkylakeX", 1);
  ::execv("/proc/self/exe", argv);  // on failure the benchmark runs as it was started
}

}  // namespace lemmata::bench
