#include "numerics/linalg/approximate.hpp"

#include "numerics/linalg/krylov.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>

namespace lemmata {

ApproximateEigenpairs approximate_eigenpairs(const Matrix<double>& a) {
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

ApproximateEigenpairs approximate_smallest(const Matrix<double>& a, std::size_t count, std::size_t wanted,
                                           Effort effort, Team& team) {
  constexpr std::size_t small = 64;
  if (effort != Effort::dense && a.rows() > small)
    return krylov_smallest(a, count, wanted, effort == Effort::single ? 1 : 6, team);
  ApproximateEigenpairs pairs = approximate_eigenpairs(a);
  const std::size_t kept = std::min(count, pairs.values.size());
  pairs.values.resize(kept);
  Matrix<double> vectors(kept, a.rows());
  std::copy_n(pairs.vectors.data(), kept * a.rows(), vectors.data());
  pairs.vectors = std::move(vectors);
  return pairs;
}

}  // namespace lemmata
