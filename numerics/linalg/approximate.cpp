#include "numerics/linalg/approximate.hpp"

#include "numerics/linalg/krylov.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <utility>
#include <vector>

#if defined(LEMMATA_LAPACK)
extern "C" {
void dsyevd_(const char* job, const char* triangle, const int* n, double* a, const int* lda, double* w, double* work,
             const int* lwork, int* iwork, const int* liwork, int* info, std::size_t, std::size_t);
// Present in OpenBLAS only.
void openblas_set_num_threads(int threads) __attribute__((weak));
}
#endif

namespace lemmata {
namespace {

ApproximateEigenpairs by_eigen(const Matrix<double>& a) {
  const auto n = static_cast<Eigen::Index>(a.rows());
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::MatrixXd copy = Eigen::Map<const RowMajor>(a.data(), n, n);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(copy);
  ApproximateEigenpairs pairs;
  if (solver.info() != Eigen::Success) return pairs;
  const auto& values = solver.eigenvalues();
  pairs.values.assign(values.data(), values.data() + n);
  pairs.vectors = Matrix<double>(a.rows(), a.rows());
  std::copy_n(solver.eigenvectors().data(), n * n, pairs.vectors.data());
  return pairs;
}

#if defined(LEMMATA_LAPACK)
// One thread, so that the guess, and with it every printed digit, does not depend on their number.
ApproximateEigenpairs by_lapack(const Matrix<double>& a) {
  if (openblas_set_num_threads != nullptr) openblas_set_num_threads(1);
  const int n = static_cast<int>(a.rows());
  ApproximateEigenpairs pairs;
  Vector<double> values(a.rows());
  Matrix<double> vectors = a;
  double work_size = 0;
  int integer_work_size = 0, info = 0;
  const auto solve = [&](double* work, int size, int* integer_work, int integer_size) {
    dsyevd_("V", "L", &n, vectors.data(), &n, values.data(), work, &size, integer_work, &integer_size, &info, 1, 1);
  };
  solve(&work_size, -1, &integer_work_size, -1);
  if (info != 0) return pairs;
  Vector<double> work(static_cast<std::size_t>(work_size));
  std::vector<int> integer_work(static_cast<std::size_t>(integer_work_size));
  solve(work.data(), static_cast<int>(work.size()), integer_work.data(), static_cast<int>(integer_work.size()));
  if (info != 0) return pairs;
  pairs.values = std::move(values);
  pairs.vectors = std::move(vectors);  // LAPACK's columns are our rows
  return pairs;
}
#endif

}  // namespace

ApproximateEigenpairs approximate_eigenpairs(const Matrix<double>& a) {
#if defined(LEMMATA_LAPACK)
  constexpr std::size_t small = 100, large = 32000;  // beyond, an int cannot count the 2 n^2 numbers of work
  if (a.rows() > small && a.rows() < large) return by_lapack(a);
#endif
  return by_eigen(a);
}

ApproximateEigenpairs approximate_smallest(const Matrix<double>& a, double size, std::size_t count, std::size_t wanted,
                                           Effort effort, bool sharpened, Team& team) {
  constexpr std::size_t small = 64;
  if (effort != Effort::dense && a.rows() > small)
    return krylov_smallest(a, size, count, wanted, effort == Effort::single ? 1 : 6, sharpened, team);
  ApproximateEigenpairs pairs = approximate_eigenpairs(a);
  const std::size_t kept = std::min(count, pairs.values.size());
  pairs.values.resize(kept);
  Matrix<double> vectors(kept, a.rows());
  std::copy_n(pairs.vectors.data(), kept * a.rows(), vectors.data());
  pairs.vectors = std::move(vectors);
  return pairs;
}

}  // namespace lemmata
