// Classes of critical points: every published instance, its controls, and proofs that must fail.

#include "tests/unit/theory/problems.hpp"
#include "theory/problem/analysis/classify.hpp"
#include "theory/problem/analysis/finder.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace lemmata::theory::problem {
namespace {

Matrix<double> outer(const std::vector<double>& z) {
  Matrix<double> m(z.size(), z.size());
  for (std::size_t i = 0; i < z.size(); ++i)
    for (std::size_t j = 0; j < z.size(); ++j) m(i, j) = z[i] * z[j];
  return m;
}
Vector<Rational> at(const std::vector<double>& x) {
  Vector<Rational> result;
  for (const double entry : x) result.push_back(exact(entry));
  return result;
}

/// The eigenvalues contain these numbers in order, and are narrow.
void expect_spectrum(const Finding& f, const std::vector<Interval<Real>>& expected) {
  ASSERT_EQ(f.eigenvalues.size(), expected.size());
  for (std::size_t j = 0; j < expected.size(); ++j) {
    EXPECT_FALSE(disjoint(f.eigenvalues[j], expected[j])) << "eigenvalue " << j;
    EXPECT_LT(f.eigenvalues[j].width(), Real(1e-10)) << "eigenvalue " << j;
  }
}
std::vector<Interval<Real>> numbers(const std::vector<double>& x) {
  std::vector<Interval<Real>> result;
  for (const double entry : x) result.emplace_back(Real(entry));
  return result;
}
/// At least one eigenvalue is certainly not this: a control of expect_spectrum.
bool contradicts(const Finding& f, std::size_t j, double value) {
  return disjoint(f.eigenvalues[j], Interval<Real>(Real(value)));
}

/// A decimal cut after its last digit.
Interval<Real> cut_decimal(const std::string& text) {
  const Interval<Real> x = *parse_enclosure<Real>(text);
  return x + Interval<Real>(Real(0), Real(1e-4));
}

/// Where the descent from this seed ends.
Vector<Rational> found_by_descent(const Problem& problem, std::uint64_t seed) {
  Vector<Rational> result;
  for (const double entry : descend(problem, random_start(problem, seed))) result.push_back(exact(entry));
  return result;
}

TEST(CriticalPoint, FullyObservedCompletionAtAllItsCriticalPoints) {
  const Problem p = made("matrix_completion", {{"target", diagonal({3, 1, 0, 0})}, {"rank", Rational(2)}});
  // 0: spectrum -6, -6, -2, -2, 0, 0, 0, 0.
  const Finding origin = examine(p, at({0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(origin.kind, PointClass::strict_saddle);
  expect_spectrum(origin, numbers({-6, -6, -2, -2, 0, 0, 0, 0}));
  EXPECT_EQ(origin.symmetry_nullity, 0U);
  EXPECT_EQ(origin.inertia->zero, (CountRange{4, 4}));
  // sqrt(3) e1 alone: not isolated, even up to symmetry (two zero eigenvalues of M), and known by the theorem.
  const double root = std::sqrt(3.0);
  const Finding partial = examine_nearby(p, at({root, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(partial.kind, PointClass::strict_saddle) << partial.reason;
  expect_spectrum(partial, numbers({-2, 0, 0, 0, 4, 6, 6, 12}));
  for (const std::size_t j : {1U, 2U, 3U})
    EXPECT_FALSE(disjoint(partial.eigenvalues[j], golden("mc.full.spectrum.partial." + std::to_string(j)))) << j;
  EXPECT_EQ(partial.inertia->zero, (CountRange{3, 3}));
  EXPECT_EQ(partial.symmetry_nullity, 1U);
  // e2 alone is exact: spectrum -6, -4, 0, 0, 0, 2, 2, 4.
  const Finding second = examine(p, at({0, 0, 1, 0, 0, 0, 0, 0}));
  EXPECT_EQ(second.kind, PointClass::strict_saddle);
  expect_spectrum(second, numbers({-6, -4, 0, 0, 0, 2, 2, 4}));
  EXPECT_TRUE(contradicts(second, 0, -6.0000001));
  for (const std::size_t j : {1U, 2U, 3U, 4U, 6U})
    EXPECT_FALSE(disjoint(second.eigenvalues[j], golden("mc.full.spectrum.partial2." + std::to_string(j)))) << j;
  EXPECT_EQ(second.symmetry_nullity, 1U);
  EXPECT_LT(second.curvature.sup(), Real(-5.999));
  // Z: global, up to rotations, with nullity one.
  const Finding global = examine_nearby(p, at({root, 0, 0, 1, 0, 0, 0, 0}));
  EXPECT_EQ(global.kind, PointClass::global_minimum) << global.reason;
  EXPECT_EQ(global.symmetry_nullity, 1U);
  EXPECT_GT(global.radius.sup(), Real(0));
  EXPECT_LT(global.radius.sup(), Real(1e-40));
  EXPECT_TRUE(global.point[0].contains(sqrt(Real(3)))) << "to all digits";
  ASSERT_EQ(global.eigenvalues.size(), 8U);
  for (const std::size_t j : {0U, 4U, 5U, 6U})
    EXPECT_FALSE(disjoint(global.eigenvalues[j], golden("mc.full.spectrum.Z." + std::to_string(j)))) << j;
}

TEST(CriticalPoint, SpuriousMinimaOfMaskedCompletion) {
  Matrix<double> mask(3, 3, std::vector<double>(9, 1.0));
  mask(0, 0) = mask(1, 2) = mask(2, 1) = 0;
  const Problem p = made("matrix_completion", {{"target", outer({1, 1, 1})}, {"mask", mask}, {"rank", Rational(1)}});
  const Finding f = examine(p, at({0, 1, -1}));
  EXPECT_EQ(f.kind, PointClass::local_minimum) << f.reason;
  EXPECT_EQ(f.value, Interval<Real>(2));
  const Interval<Real> root = Interval<Real>(2) * sqrt(Interval<Real>(2));
  expect_spectrum(f, {Interval<Real>(4) - root, Interval<Real>(4), Interval<Real>(4) + root});
  EXPECT_FALSE(disjoint(f.eigenvalues[2], golden("mc.spurious.d3.eigs.2")));
  // One part in 10^9 away it is certainly no critical point, and --refine finds it again.
  const Vector<Rational> off{Rational(0), Rational(1) + Rational(1, 1000000000), Rational(-1)};
  EXPECT_EQ(examine(p, off).kind, PointClass::not_critical);
  EXPECT_GT(examine(p, off).gradient_norm.inf(), Real(1e-10));
  const Finding again = examine_nearby(p, off);
  EXPECT_EQ(again.kind, PointClass::local_minimum);
  EXPECT_EQ(again.radius, Interval<Real>(0)) << "it rounds to an exact critical point";
  // z itself is a global minimum, f = 0.
  EXPECT_EQ(examine(p, at({1, 1, 1})).kind, PointClass::global_minimum);

  Matrix<double> almost(4, 4, std::vector<double>(16, 1.0));
  almost(1, 2) = almost(2, 1) = 0;
  const Problem coherent =
      made("matrix_completion", {{"target", outer({1, 2, 2, 0})}, {"mask", almost}, {"rank", Rational(1)}});
  const Finding g = examine(coherent, at({0, 2, -2, 0}));
  EXPECT_EQ(g.kind, PointClass::local_minimum);
  EXPECT_EQ(g.value, Interval<Real>(Real(8.5)));
  const Interval<Real> r33 = sqrt(Interval<Real>(33));
  expect_spectrum(g, {Interval<Real>(15) - r33, Interval<Real>(16), Interval<Real>(16), Interval<Real>(15) + r33});
  EXPECT_FALSE(disjoint(g.eigenvalues[0], golden("mc.coherent.eigs.0")));
}

TEST(CriticalPoint, ZeroLossThatIsNotTheTarget) {
  // Disconnected mask: f = 0 at x with x x' != M; a global minimum all the same. And M = e1 e1' unobserved.
  Matrix<double> blocks(4, 4);
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 4; ++j) blocks(i, j) = i / 2 == j / 2 ? 1 : 0;
  const Problem p =
      made("matrix_completion", {{"target", outer({0.5, 0.5, 0.5, 0.5})}, {"mask", blocks}, {"rank", Rational(1)}});
  EXPECT_EQ(examine(p, at({0.5, 0.5, -0.5, -0.5})).kind, PointClass::global_minimum);
  Matrix<double> hole(2, 2, {0, 1, 1, 1});
  const Problem q = made("matrix_completion", {{"target", diagonal({1, 0})}, {"mask", hole}, {"rank", Rational(1)}});
  EXPECT_EQ(examine(q, at({0, 0})).kind, PointClass::global_minimum);
}

Parameters sensing(int b_times_20) {
  // <X, H X> = X11^2 + 2 b X11 X22 + X22^2 + 2 (1 + b) X12^2, times 20 to have integers; f has no factor 1/2.
  const double b = b_times_20;
  return {{"target", diagonal({1, 0})},
          {"rank", Rational(1)},
          {"operator", matrix(3, 3, {20, 0, b, 0, 2 * (20 + b), 0, b, 0, 20})},
          {"scale", Rational(1, 10)}};
}

TEST(CriticalPoint, SensingCounterexample) {
  // b = 3/5: a strict spurious minimum at (0, sqrt b), f = 16/25, eigenvalues 32/25 and 24/5.
  const Problem p = made("matrix_sensing", sensing(12));
  const Finding f = examine_nearby(p, at({0, std::sqrt(0.6)}));
  EXPECT_EQ(f.kind, PointClass::local_minimum) << f.reason;
  expect_spectrum(f, {enclosure(Rational(32, 25)), enclosure(Rational(24, 5))});
  EXPECT_FALSE(disjoint(f.value, golden("mc.rip.spurious.f")));
  EXPECT_FALSE(disjoint(f.eigenvalues[1], golden("mc.rip.spurious.eigs.1")));
  EXPECT_EQ(examine(p, at({1, 0})).kind, PointClass::global_minimum);
  // b = 3/20 < 1/5: the point is a strict saddle with curvature at most -(1 - 5b)|N|^2 / |Delta|^2.
  const Problem good = made("matrix_sensing", sensing(3));
  const Finding saddle = examine_nearby(good, at({0, std::sqrt(0.15)}));
  EXPECT_EQ(saddle.kind, PointClass::strict_saddle) << saddle.reason;
  const Rational b(3, 20);
  EXPECT_FALSE(disjoint(saddle.eigenvalues[0], enclosure(-4 + 4 * b * (1 + 2 * b))));
  // Delta = x -+ e1, N = x x' - e1 e1': |N|^2 = 1 + b^2, |Delta|^2 = 1 + b.
  EXPECT_LT(saddle.eigenvalues[0].sup(), enclosure(-(1 - 5 * b) * (1 + b * b) / (1 + b)).inf());
}

TEST(CriticalPoint, QuadraticNetworkOneNeuronAndTwo) {
  const Matrix<double> inputs = matrix(4, 2, {3, 2, 3, -2, 2, 3, 2, -3}), labels = matrix(4, 1, {9, 9, 4, 4});
  const double root = std::sqrt(72.0 / 97.0);
  const Problem one = made("quadratic_network", {{"inputs", inputs}, {"labels", labels}, {"width", Rational(1)}});
  const Finding spurious = examine_nearby(one, at({0, root}));
  EXPECT_EQ(spurious.kind, PointClass::local_minimum) << spurious.reason;
  EXPECT_FALSE(disjoint(spurious.value, golden("quad.q1.L")));
  expect_spectrum(spurious, {enclosure(Rational(6143, 97)), Interval<Real>(144)});
  const Finding best = examine(one, at({1, 0}));
  EXPECT_EQ(best.kind, PointClass::global_minimum);
  expect_spectrum(best, numbers({144, 194}));
  const Finding origin = examine(one, at({0, 0}));
  EXPECT_EQ(origin.kind, PointClass::strict_saddle);
  EXPECT_EQ(origin.value, Interval<Real>(Real(24.25)));
  expect_spectrum(origin, numbers({-97, -72}));

  const Problem two = made("quadratic_network", {{"inputs", inputs}, {"labels", labels}, {"width", Rational(2)}});
  const Finding saddle = examine_nearby(two, at({0, root, 0, 0}));
  EXPECT_EQ(saddle.kind, PointClass::strict_saddle) << saddle.reason;
  EXPECT_EQ(saddle.symmetry_nullity, 1U);
  ASSERT_EQ(saddle.eigenvalues.size(), 4U);
  for (std::size_t j = 0; j < 4; ++j)
    EXPECT_FALSE(disjoint(saddle.eigenvalues[j], golden("quad.q1.k2.eigs." + std::to_string(j)))) << j;
  EXPECT_FALSE(disjoint(saddle.curvature, enclosure(Rational(-4225, 97))));
  EXPECT_LT(saddle.curvature.sup(), Real(-43.55));
  // Row two along e1 is the escape direction.
  EXPECT_GT(std::fabs(saddle.direction[2]), 0.999);
}

TEST(CriticalPoint, QuadraticNetworkWithSpecialDataIsOnlySecondOrder) {
  Matrix<double> inputs(18, 7), labels(18, 1);
  for (std::size_t j = 1; j < 7; ++j)
    for (std::size_t s = 0; s < 3; ++s) {
      const std::size_t row = 3 * (j - 1) + s;
      inputs(row, j) = 1;
      inputs(row, 0) = 1 - static_cast<double>(s);
      labels(row, 0) = s == 1 ? 2 : 5;
    }
  const Problem p = made("quadratic_network", {{"inputs", inputs}, {"labels", labels}, {"width", Rational(6)}});
  std::vector<double> w(42);
  for (std::size_t i = 0; i < 6; ++i) w[i * 7 + i + 1] = 2;
  const Finding f = examine(p, at(w));
  EXPECT_EQ(f.kind, PointClass::second_order_stationary) << f.reason;
  EXPECT_FALSE(disjoint(f.value, golden("quad.q2.L")));
  EXPECT_EQ(f.symmetry_nullity, 15U);
  EXPECT_EQ(f.inertia->zero, (CountRange{30, 30}));
  EXPECT_EQ(f.inertia->negative, (CountRange{0, 0}));
  for (std::size_t j = 30; j < 42; ++j)
    EXPECT_FALSE(disjoint(f.eigenvalues[j], enclosure(j < 36 ? Rational(4, 9) : Rational(8, 3)))) << j;
  // Lambda has the eigenvalue -4/3: no certificate of global optimality.
  const auto dual = p.dual(Vector<ExactRational>(w.begin(), w.end()));
  ASSERT_TRUE(dual.has_value());
  EXPECT_EQ(dual->matrix(0, 0).value(), Rational(-4, 3));
  EXPECT_FALSE(disjoint(enclosure(dual->matrix(0, 0).value()), golden("quad.q2.Lambda_min")));
}

TEST(CriticalPoint, CnnAtAngleZeroAndPi) {
  // rho = 1 below the threshold: a spurious local minimum at phi = pi.
  const Problem spurious = made("cnn_population", {{"teacher", matrix(1, 4, {1, 1, 1, -1})}});
  const double pi = 3.14159265358979;
  const auto a_sp = [&](double mean, double a) { return mean * 3 / (3 + pi) - (a - mean) / (pi - 1); };
  const Finding f = examine_nearby(spurious, at({-1, 0, a_sp(0.5, 1), a_sp(0.5, 1), a_sp(0.5, 1), a_sp(0.5, -1)}));
  EXPECT_EQ(f.kind, PointClass::local_minimum) << f.reason;
  EXPECT_NE(f.reason.find("cnn/spurious-threshold"), std::string::npos);
  EXPECT_LT(f.radius.sup(), Real(1e-100));
  EXPECT_FALSE(disjoint(f.value, cut_decimal("0.7719"))) << "L_sp of landscapes 4.4";
  // rho = 4 above it: neither a minimum nor a strict saddle.
  const Problem flat = made("cnn_population", {{"teacher", matrix(1, 4, {1, 1, 1, 1})}});
  const double a = a_sp(1, 1);
  const Finding g = examine_nearby(flat, at({-1, 0, a, a, a, a}));
  EXPECT_EQ(g.kind, PointClass::degenerate) << g.reason;
  EXPECT_TRUE(g.eigenvalues.front().contains_zero()) << "the Hessian is positive semidefinite";
  // phi = 0, a = a*: the exact point is the global minimum; its Hessian has |a*|^2/2 and the spectrum of L_aa.
  const Finding best = examine(flat, at({2, 0, 1, 1, 1, 1}));
  EXPECT_EQ(best.kind, PointClass::global_minimum) << best.reason;
  EXPECT_EQ(best.radius, Interval<Real>(0));
  // Differentiation has no answer there; a wrong a is still told apart.
  EXPECT_EQ(examine(flat, at({2, 0, 1, 1, 1, 2})).kind, PointClass::not_critical);
  EXPECT_EQ(examine(flat, at({-1, 0, 1, 1, 1, 1})).kind, PointClass::not_critical);
}

TEST(CriticalPoint, CnnStrictSaddle) {
  const Problem p = made("cnn_population", {{"teacher", matrix(1, 4, {1, 1, 1, -1})}});
  const double phi = 1.86776496679821, g = (3.14159265358979 - phi) * std::cos(phi) + std::sin(phi);
  const auto a_s = [&](double a) {
    return 0.5 * (3 + g) / (3 + 3.14159265358979) + (a - 0.5) * (g - 1) / 2.14159265358979;
  };
  const Finding f = examine_nearby(p, at({std::cos(phi), std::sin(phi), a_s(1), a_s(1), a_s(1), a_s(-1)}));
  EXPECT_EQ(f.kind, PointClass::strict_saddle) << f.reason;
  EXPECT_EQ(f.symmetry_nullity, 1U) << "the scaling of v";
  EXPECT_FALSE(disjoint(f.point[5], golden("cnn.saddle.a.3")));
  // |v| is fixed by the gauge to about 1: the spectrum is that on the sphere and 0.
  ASSERT_EQ(f.eigenvalues.size(), 6U);
  EXPECT_TRUE(f.eigenvalues[1].contains_zero());
  EXPECT_EQ(f.inertia->negative, (CountRange{1, 1}));
  EXPECT_EQ(f.inertia->zero, (CountRange{1, 1}));
  const Interval<Real> room(Real(-1e-12), Real(1e-12));  // |v| is 1 to the digits of the start only
  for (const std::size_t j : {2U, 3U, 4U})
    EXPECT_FALSE(disjoint(f.eigenvalues[j + 1] + room, golden("cnn.saddle.hess." + std::to_string(j)))) << j;
}

TEST(CriticalPoint, SaddleFunctions) {
  const Problem wells = made("saddle_nesterov", {});
  const Finding origin = examine(wells, at({0, 0}));
  EXPECT_EQ(origin.kind, PointClass::strict_saddle);
  expect_spectrum(origin, numbers({-1, 1}));
  EXPECT_EQ(examine(wells, at({0, 1})).kind, PointClass::global_minimum);
  EXPECT_EQ(examine(wells, at({0, 1e-300})).kind, PointClass::not_critical);
  EXPECT_EQ(examine(made("saddle_quadratic", {}), at({0, 0})).kind, PointClass::strict_saddle);
  const Finding maximum = examine(made("saddle_quadratic", {{"curvatures", matrix(1, 2, {-1, -2})}}), at({0, 0}));
  EXPECT_EQ(maximum.kind, PointClass::strict_saddle) << "local maxima are strict saddles";
  const Finding line = examine(made("saddle_nonisolated", {}), at({0, 0, 3}));
  EXPECT_EQ(line.kind, PointClass::strict_saddle);
  EXPECT_EQ(line.inertia->zero, (CountRange{1, 1}));
  const Finding cubic = examine(made("saddle_nonstrict_cubic", {}), at({0}));
  EXPECT_EQ(cubic.kind, PointClass::degenerate) << cubic.reason;
  const Finding sharp = examine(made("saddle_step_sharp", {}), at({0}));
  EXPECT_EQ(sharp.kind, PointClass::strict_saddle);
  const Finding flat = examine(made("saddle_quadratic", {{"curvatures", matrix(1, 2, {1, 0})}}), at({0, 5}));
  EXPECT_EQ(flat.kind, PointClass::second_order_stationary) << flat.reason;
}

TEST(CriticalPoint, OtherProblems) {
  const Matrix<double> inputs = matrix(4, 2, {1, 0, 0, 1, 1, 1, 2, -1}), labels = matrix(4, 1, {1, -1, 1, -1});
  const Finding classifier = examine_nearby(
      made("linear_classifier", {{"inputs", inputs}, {"labels", labels}, {"lambda", Rational(1, 10)}}), at({0, 0}));
  EXPECT_EQ(classifier.kind, PointClass::global_minimum) << classifier.reason;
  // The origin of a tanh network is a critical point in exact terms.
  const Problem network = made("two_layer_network", {{"inputs", inputs}, {"labels", labels}, {"width", Rational(2)}});
  const Finding zero = examine(network, at({0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(zero.kind, PointClass::strict_saddle) << zero.reason;
  const Problem deep =
      made("deep_linear_network", {{"inputs", inputs}, {"labels", labels}, {"hidden", matrix(1, 1, {1})}});
  EXPECT_EQ(examine(deep, at({0, 0, 0})).kind, PointClass::strict_saddle);
  const Finding solved = examine_nearby(deep, found_by_descent(deep, 1));
  EXPECT_EQ(solved.kind, PointClass::local_minimum) << solved.reason;
  EXPECT_EQ(solved.symmetry_nullity, 1U);
  const Problem factors = made("asymmetric_factorisation", {{"target", diagonal({2, 1})}, {"rank", Rational(1)}});
  EXPECT_EQ(examine(factors, at({0, 0, 0, 0})).kind, PointClass::strict_saddle);
  const double root = std::sqrt(2.0);
  EXPECT_EQ(examine_nearby(factors, at({root, 0, root, 0})).kind, PointClass::global_minimum);
  // Unbalanced: the scaling is a symmetry of its own and the minimum keeps one more zero.
  const Problem free =
      made("asymmetric_factorisation", {{"target", diagonal({2, 1})}, {"rank", Rational(1)}, {"balance", Rational(0)}});
  const Finding scaled = examine(free, at({2, 0, 1, 0}));
  EXPECT_EQ(scaled.kind, PointClass::local_minimum) << scaled.reason;
  EXPECT_EQ(scaled.symmetry_nullity, 1U);
}

}  // namespace
}  // namespace lemmata::theory::problem
