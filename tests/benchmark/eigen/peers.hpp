#pragma once
/// \file
/// # What people use today, behind one signature
/// Each takes the order and the row-major matrix, works on a copy of its own, and returns the smallest eigenvalue or 0.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace lemmata::bench {

struct Peer {
  std::string name;
  std::size_t largest_order;  ///< beyond it a run would take too long
  std::function<double(std::size_t n, const double* a)> run;
};

/// OpenBLAS, LAPACK and Arb as far as they were found; `threads` for OpenBLAS.
[[nodiscard]] std::vector<Peer> library_peers(int threads);

/// Operations per second of an OpenBLAS dgemm of order 2000 on warm memory; 0 without OpenBLAS.
[[nodiscard]] double gemm_rate();

/// An OpenBLAS older than the processor falls back to kernels for a smaller one: starts this program again, once, with
/// the AVX-512 kernels asked for by name when `avx512`. A choice made by the user in OPENBLAS_CORETYPE stands.
void choose_library_kernels(bool avx512, char** argv);
/// Whose kernels OpenBLAS uses; empty without OpenBLAS.
[[nodiscard]] std::string library_kernels();

double eigen_selfadjoint(std::size_t n, const double* a);
double spectra_smallest(std::size_t n, const double* a);
double spectra_shift_invert(std::size_t n, const double* a);

}  // namespace lemmata::bench
