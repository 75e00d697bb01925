#include <Spectra/MatOp/DenseSymMatProd.h>
#include <Spectra/MatOp/DenseSymShiftSolve.h>
#include <Spectra/SymEigsShiftSolver.h>
#include <Spectra/SymEigsSolver.h>
#include <Eigen/Eigenvalues>
#include <algorithm>

#include "tests/benchmark/eigen/peers.hpp"

namespace lemmata::bench {
namespace {
Eigen::MatrixXd copied(std::size_t n, const double* a) {
  const auto size = static_cast<Eigen::Index>(n);
  return Eigen::Map<const Eigen::MatrixXd>(a, size, size);
}
}  // namespace

double eigen_selfadjoint(std::size_t n, const double* a) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(copied(n, a));
  return solver.eigenvalues()(0);
}

double spectra_smallest(std::size_t n, const double* a) {
  const Eigen::MatrixXd m = copied(n, a);
  Spectra::DenseSymMatProd<double> op(m);
  Spectra::SymEigsSolver<Spectra::DenseSymMatProd<double>> solver(op, 1, std::min<Eigen::Index>(40, m.rows()));
  solver.init();
  solver.compute(Spectra::SortRule::SmallestAlge, 2000, 1e-10);
  return solver.eigenvalues().size() > 0 ? solver.eigenvalues()(0) : 0;
}

double spectra_shift_invert(std::size_t n, const double* a) {
  const Eigen::MatrixXd m = copied(n, a);
  Spectra::DenseSymShiftSolve<double> op(m);
  Spectra::SymEigsShiftSolver<Spectra::DenseSymShiftSolve<double>> solver(op, 1, std::min<Eigen::Index>(20, m.rows()),
                                                                          -1e-3);
  solver.init();
  solver.compute(Spectra::SortRule::LargestMagn, 1000, 1e-10);
  return solver.eigenvalues().size() > 0 ? solver.eigenvalues()(0) : 0;
}

}  // namespace lemmata::bench
