// Descent paths enclose the exact iterates: double against 200 digits, and against iterates in closed form.

#include "theory/model/descent_path.hpp"
#include "numerics/linalg/spectral_norm.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/separable_rows.hpp"

#include <gtest/gtest.h>

namespace lemmata::theory {
namespace {

const Matrix<double> rows(2, 3, {3, 1, 0, 1, 2, 1});
const std::vector<double> zero{0, 0, 0};

template <Scalar T>
std::vector<Interval<Real>> after(MarginLoss loss, double eta, int steps, bool normalized) {
  DescentPath<T> path(rows, zero);
  for (int t = 0; t < steps; ++t) {
    const auto e = path.evaluate(loss);
    if (normalized) {
      path.normalized_step(e, Interval<T>(T(eta)), Interval<T>(10));
    } else {
      path.step(e, loss, Interval<T>(T(eta)), Interval<T>(16));
    }
  }
  std::vector<Interval<Real>> numbers{convert<Real>(path.norm()), convert<Real>(path.least_margin()),
                                      convert<Real>(path.evaluate(loss).here.log_loss)};
  for (std::size_t j = 0; j < 3; ++j) numbers.push_back(convert<Real>(path.coordinate(j)));
  return numbers;
}

void expect_enclosed(MarginLoss loss, double eta, int steps, bool normalized, double width) {
  const auto coarse = after<double>(loss, eta, steps, normalized);
  const auto fine = after<Mp<200>>(loss, eta, steps, normalized);
  for (std::size_t k = 0; k < coarse.size(); ++k) {
    EXPECT_TRUE(fine[k].subset_of(coarse[k])) << "number " << k << " at eta = " << eta;
    EXPECT_LT(coarse[k].width(), Real(width)) << "number " << k << " at eta = " << eta;
    EXPECT_LT(fine[k].width(), Real(1e-150));
  }
}

TEST(DescentPath, KeepsItsDigitsForAThousandSteps) {
  expect_enclosed(MarginLoss::exponential, 0x1p-5, 1000, false, 1e-11);
  expect_enclosed(MarginLoss::logistic, 0x1p-3, 1000, false, 1e-11);
  expect_enclosed(MarginLoss::exponential, 0x1p-4, 1000, true, 1e-9);
}

TEST(DescentPath, EnclosesWhereAStepExpands) {
  // eta sigma^2/4 is far above 2: the radius must grow for a while, and still contain the iterate.
  expect_enclosed(MarginLoss::logistic, 8, 20, false, 1e-6);
  expect_enclosed(MarginLoss::exponential, 0.5, 3, false, 1e-6);
}

TEST(DescentPath, DoesNotUnderflow) {
  // ln L falls by about a hundred per step: far below the range of double.
  const Matrix<double> one(1, 1, {16.0});
  DescentPath<double> path(one, std::vector<double>{0});
  for (int t = 0; t < 100; ++t) {
    path.normalized_step(path.evaluate(MarginLoss::exponential), Interval<double>(1), Interval<double>(256));
  }
  // w grows by 16 each step, the margin by 256.
  EXPECT_TRUE(path.evaluate(MarginLoss::exponential).here.log_loss.contains(-25600.0));
  EXPECT_LT(path.evaluate(MarginLoss::exponential).here.log_loss.width(), 1e-6);
}

TEST(DescentPath, SampleStepIsTheLogisticOne) {
  DescentPath<double> path(rows, zero);
  EXPECT_TRUE(path.sample_step(0, Interval<double>(2)).contains(0.5));
  EXPECT_TRUE(path.coordinate(0).contains(3.0));  // 2 * 1/2 * 3
  const Interval<double> p = path.sample_step(1, Interval<double>(1));
  EXPECT_FALSE(disjoint(p, Interval<double>(1) / (Interval<double>(1) + exp(Interval<double>(5)))));
}

TEST(SeparableRows, MarginAndSeparator) {
  const HardMargin found = hard_margin(rows);
  EXPECT_EQ(found.separable, Truth::yes);
  // gamma^2 = 210/36.
  EXPECT_FALSE(disjoint(sqr(found.gamma), Interval<Real>(210) / Interval<Real>(36)));
  EXPECT_LT(found.gamma.width(), Real(1e-100));
  const std::vector<double> w = rounded_separator(rows);
  EXPECT_EQ(separates(rows, w), Truth::yes);
  EXPECT_EQ(separates(rows, {0.125, 0.25, 0.125}), Truth::no);
  EXPECT_EQ(hard_margin(Matrix<double>(2, 1, {1, -2})).separable, Truth::no);
}

TEST(SpectralNorm, OfKnownMatrices) {
  const auto expect_square = [](const Matrix<double>& a, double square) {
    const Interval<Real> found = spectral_norm_square(a);
    EXPECT_TRUE(found.contains(Real(square)));
    EXPECT_LT(found.width(), Real(1e-12));
  };
  expect_square(Matrix<double>(3, 2, {1, 0, 0, 1, 1, -1}), 3);
  expect_square(Matrix<double>(2, 3, {2, 0, 1, 0, 2, -1}), 6);
  expect_square(Matrix<double>(1, 2, {3, 4}), 25);
  expect_square(Matrix<double>(2, 2), 0);
  expect_square(Matrix<double>(3, 3, {2, 0, 0, 0, -7, 0, 0, 0, 7}), 49);
}

}  // namespace
}  // namespace lemmata::theory
