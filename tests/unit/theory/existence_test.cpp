// Proofs of existence that must succeed and proofs that must fail; exact inertia; problems without a dense Hessian.

#include "theory/problem/analysis/existence.hpp"
#include "tests/unit/theory/problems.hpp"
#include "theory/model/exact_algebra.hpp"
#include "theory/problem/analysis/classify.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace lemmata::theory::problem {
namespace {

Vector<Rational> at(const std::vector<double>& x) {
  Vector<Rational> result;
  for (const double entry : x) result.push_back(exact(entry));
  return result;
}

TEST(Existence, AProofThatMustFailFails) {
  const Problem wells = made("saddle_nesterov", {});
  using N = Mp<50>;
  // Around the minimum (0, 1), seen from a point 1e-10 away: a ball that reaches it works, a smaller one does not.
  const Vector<N> near{N(0), N(1) + N("1e-10")};
  EXPECT_TRUE(prove_on_ball(wells, near, N("3e-10"), {}, 1).has_value());
  EXPECT_FALSE(prove_on_ball(wells, near, N("0.9e-10"), {}, 1).has_value());
  // A ball so large that the Hessian changes sign on it proves nothing.
  EXPECT_FALSE(prove_on_ball(wells, near, N(1), {}, 1).has_value());
  // No critical point within reach, and a singular Hessian.
  EXPECT_FALSE(prove_on_ball(wells, {N(0), N(2)}, N("1e-3"), {}, 1).has_value());
  EXPECT_FALSE(prove_critical_point(made("saddle_nonstrict_cubic", {}), {0.25}, 1).has_value());
  // What is proved contains the true point: sqrt(3) e1 for M = diag(3, 0), rank one.
  const Problem p = made("matrix_completion", {{"target", diagonal({3, 0})}, {"rank", Rational(1)}});
  const Expected<ProvedPoint> proved = prove_critical_point(p, {std::sqrt(3.0), 0}, 1);
  ASSERT_TRUE(proved.has_value());
  EXPECT_TRUE(proved->point[0].contains(sqrt(Real(3))));
  EXPECT_LT(proved->radius.sup(), Real(1e-40));
}

TEST(Existence, SymmetryNeedsTheBorderAndIndependentGenerators) {
  using N = Mp<50>;
  const Problem p = made("matrix_completion", {{"target", diagonal({4, 1, 0})}, {"rank", Rational(2)}});
  const Vector<N> z{N(2), N(0), N(0), N(1), N(0), N(0)};
  // Without the border the Hessian is singular along the rotation: no proof. With it, one.
  EXPECT_FALSE(prove_on_ball(p, z, N("1e-10"), {}, 1).has_value());
  const Expected<ProvedPoint> proved = prove_on_ball(p, z, N("1e-10"), {0}, 1);
  ASSERT_TRUE(proved.has_value()) << proved.error().message;
  EXPECT_EQ(proved->symmetry_nullity, 1U);
  // At 0 the rotation vanishes: the bordered matrix is singular and nothing is proved.
  EXPECT_FALSE(prove_on_ball(p, Vector<N>(6, N(0)), N("1e-10"), {0}, 1).has_value());
}

TEST(Existence, RotatedCompletionIsProvedModuloTheGroup) {
  // A generic rotation of Z: no coordinate is simple, the orbit is a curve.
  const Problem p = made("matrix_completion", {{"target", diagonal({4, 1, 0})}, {"rank", Rational(2)}});
  const double c = std::cos(0.7), s = std::sin(0.7);
  const Finding f = examine_nearby(p, at({2 * c, -2 * s, s, c, 0, 0}));
  EXPECT_EQ(f.kind, PointClass::global_minimum) << f.reason;
  EXPECT_EQ(f.symmetry_nullity, 1U);
  EXPECT_LT(f.radius.sup(), Real(1e-40));
  EXPECT_EQ(f.inertia->zero, (CountRange{1, 1}));
}

TEST(ExactInertia, PivotsOfBothOrders) {
  const auto signs = [](std::size_t n, const std::vector<int>& entries) {
    Matrix<Rational> a(n, n);
    for (std::size_t i = 0; i < n * n; ++i) a.data()[i] = entries[i];
    return signature(std::move(a));
  };
  const Signature swap = signs(2, {0, 1, 1, 0});
  EXPECT_EQ(swap.negative, 1U);
  EXPECT_EQ(swap.positive, 1U);
  const Signature zero_diagonal = signs(3, {0, 1, 1, 1, 0, 1, 1, 1, 0});  // eigenvalues 2, -1, -1
  EXPECT_EQ(zero_diagonal.negative, 2U);
  EXPECT_EQ(zero_diagonal.positive, 1U);
  const Signature singular = signs(3, {1, 2, 3, 2, 4, 6, 3, 6, 9});
  EXPECT_EQ(singular.zero, 2U);
  EXPECT_EQ(singular.positive, 1U);
  const Signature tiny = signs(2, {1, 1, 1, 1});
  EXPECT_EQ(tiny.zero, 1U);
  Matrix<Rational> a(2, 3);
  a(0, 0) = 1;
  a(1, 2) = 5;
  const auto kernel = null_space(a);
  ASSERT_EQ(kernel.size(), 1U);
  EXPECT_EQ(kernel[0][1], 1);
}

TEST(Large, AMillionUnknownsAreJudgedByOneDirection) {
  // Here a small instance takes the same road: no dense Hessian.
  ExamineOptions options;
  options.most_dense = 2;
  const Problem p = made("matrix_completion", {{"target", diagonal({3, 1, 0, 0})}, {"rank", Rational(2)}});
  const Finding f = examine(p, at({0, 0, 0, 0, 0, 0, 0, 0}), options);
  EXPECT_EQ(f.kind, PointClass::strict_saddle) << f.reason;
  EXPECT_LT(f.curvature.sup(), Real(-5.9));
  EXPECT_GE(f.curvature.sup(), Real(-6)) << "a Rayleigh quotient is at least the least eigenvalue";
  EXPECT_FALSE(f.hessian.has_value());
  // No false saddle where there is none.
  const Problem bowl = made("saddle_quadratic", {{"curvatures", matrix(1, 4, {1, 2, 3, 4})}});
  EXPECT_EQ(examine(bowl, at({0, 0, 0, 0}), options).kind, PointClass::undecided);
}

}  // namespace
}  // namespace lemmata::theory::problem
