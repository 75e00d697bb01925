/// \file
/// # A popular solver's wrong answers, which ours must not repeat
/// Spectra 1.0.1 starts from a fixed vector and reports convergence on low-rank and clustered matrices to values that
/// are not the smallest eigenvalues. The spectra here are known exactly, so each lie is shown, not assumed; the
/// enclosures of the same matrices must hold the truth. Should a release of Spectra answer one of these rightly, that
/// case says so and counts no lie; with no lie left the test is skipped.

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "tests/unit/linalg/matrices.hpp"

#include <gtest/gtest.h>

#include <Spectra/MatOp/DenseSymMatProd.h>
#include <Spectra/MatOp/DenseSymShiftSolve.h>
#include <Spectra/SymEigsShiftSolver.h>
#include <Spectra/SymEigsSolver.h>
#include <Eigen/Core>
#include <algorithm>
#include <optional>

namespace lemmata {
namespace {

using Values = std::vector<double>;

Eigen::MatrixXd as_eigen(const Matrix<double>& a) {
  const auto n = static_cast<Eigen::Index>(a.rows());
  return Eigen::Map<const Eigen::MatrixXd>(a.data(), n, n);  // symmetric: the order of storage does not matter
}

template <class Solver>
std::optional<Values> converged(Solver& solver, Spectra::SortRule rule, std::size_t count) {
  solver.init();
  solver.compute(rule, 1000, 1e-10, Spectra::SortRule::SmallestAlge);
  if (solver.info() != Spectra::CompInfo::Successful) return std::nullopt;
  const Eigen::VectorXd v = solver.eigenvalues();
  if (v.size() != static_cast<Eigen::Index>(count)) return std::nullopt;
  Values values(v.data(), v.data() + v.size());
  std::sort(values.begin(), values.end());
  return values;
}

/// The `count` smallest eigenvalues as Spectra reports them; none when it admits failure.
std::optional<Values> by_lanczos(const Matrix<double>& a, std::size_t count) {
  const Eigen::MatrixXd m = as_eigen(a);
  Spectra::DenseSymMatProd<double> product(m);
  const auto k = static_cast<Eigen::Index>(count);
  Spectra::SymEigsSolver<Spectra::DenseSymMatProd<double>> solver(product, k, 2 * k + 1);
  return converged(solver, Spectra::SortRule::SmallestAlge, count);
}

std::optional<Values> by_shift_and_invert(const Matrix<double>& a, std::size_t count, double shift) {
  const Eigen::MatrixXd m = as_eigen(a);
  Spectra::DenseSymShiftSolve<double> inverse(m);
  const auto k = static_cast<Eigen::Index>(count);
  Spectra::SymEigsShiftSolver<Spectra::DenseSymShiftSolve<double>> solver(inverse, k, 2 * k + 1, shift);
  return converged(solver, Spectra::SortRule::LargestMagn, count);
}

/// Off by more than a thousandth of the gap 1 between the integers of these spectra: no question of rounding.
constexpr double lie = 1e-3;

/// The first index at which a reported value is a lie.
std::optional<std::size_t> first_lie(const std::optional<Values>& reported, const Values& truth) {
  if (!reported) return std::nullopt;
  for (std::size_t j = 0; j < reported->size(); ++j)
    if (!(std::fabs((*reported)[j] - truth[j]) <= lie)) return j;
  return std::nullopt;
}

struct Tally {
  std::size_t lanczos = 0, inverted = 0, least = 0;  ///< lies by method; lies about lambda_min itself
};

void expose(const Values& spectrum, std::size_t count, Tally& tally) {
  Values truth = spectrum;
  std::sort(truth.begin(), truth.end());
  const Matrix<double> a = test::hadamard_conjugate(spectrum);
  const std::optional<Values> direct = by_lanczos(a, count);
  const std::optional<Values> inverted = by_shift_and_invert(a, count, truth[0] - 0.5);
  const auto ours = smallest_eigenvalues(SymmetricBox::make(a).value(), count);
  ASSERT_TRUE(ours.has_value());
  for (std::size_t j = 0; j < count; ++j) {
    ASSERT_TRUE((*ours)[j].value.contains(Real(truth[j]))) << j;
    ASSERT_LE((*ours)[j].value.width(), Real(1e-12));
  }
  for (const auto& [reported, lies] : {std::pair{&direct, &tally.lanczos}, std::pair{&inverted, &tally.inverted}}) {
    const auto at = first_lie(*reported, truth);
    if (!at) continue;
    ++*lies;
    tally.least += *at == 0 ? 1U : 0U;
    EXPECT_FALSE((*ours)[*at].value.contains(Real((**reported)[*at]))) << "a value called converged is excluded";
  }
}

TEST(Spectra, SmallestEigenvaluesOfLowRankMatricesAreWrongThereAndRightHere) {
  Tally tally;
  constexpr std::size_t n = 16;
  for (const std::size_t rank : {3U, 4U, 5U})
    for (const std::size_t count : {1U, 2U}) {
      Values d(n, 0.0);
      for (std::size_t i = 0; i < rank; ++i) d[(i * 37 + 5) % n] = static_cast<double>(i + 1);
      expose(d, count, tally);
    }
  RecordProperty("lies", static_cast<int>(tally.lanczos + tally.inverted));
  if (tally.lanczos + tally.inverted == 0) GTEST_SKIP() << "this release of Spectra answers all cases rightly";
  // 1.0.1 even reports lambda_min = 1 for a matrix of rank 3 whose lambda_min is 0.
  EXPECT_GT(tally.least, 0U);
}

TEST(Spectra, SmallestEigenvaluesOfClusteredMatricesAreWrongThereAndRightHere) {
  Tally tally;
  for (const std::size_t n : {16U, 32U})
    for (const std::size_t distinct : {3U, 4U, 5U, 8U})
      for (const std::size_t count : {2U, 3U, 5U}) {
        Values d(n);
        for (std::size_t i = 0; i < n; ++i) d[(i * 37 + 5) % n] = static_cast<double>(i * i % distinct) + 1;
        expose(d, count, tally);
      }
  RecordProperty("lies", static_cast<int>(tally.lanczos + tally.inverted));
  if (tally.lanczos + tally.inverted == 0) GTEST_SKIP() << "this release of Spectra answers all cases rightly";
  EXPECT_GT(tally.lanczos, 0U);
}

}  // namespace
}  // namespace lemmata
