// Signatures, determinants, solutions and roots against values known by hand.

#include "theory/model/exact_algebra.hpp"
#include "theory/model/interval_vector.hpp"
#include "theory/model/small_spectrum.hpp"

#include <gtest/gtest.h>

namespace lemmata::theory {
namespace {

TEST(Signature, CountsEverySign) {
  EXPECT_EQ(signature(RationalMatrix(2, 2, {2, 1, 1, 2})), (Signature{0, 0, 2}));
  EXPECT_EQ(signature(RationalMatrix(2, 2, {1, 2, 2, 1})), (Signature{1, 0, 1}));
  EXPECT_EQ(signature(RationalMatrix(2, 2, {1, 1, 1, 1})), (Signature{0, 1, 1}));
  EXPECT_EQ(signature(RationalMatrix(3, 3)), (Signature{0, 3, 0}));
}

TEST(Signature, ZeroDiagonalNeedsACongruence) {
  EXPECT_EQ(signature(RationalMatrix(2, 2, {0, 1, 1, 0})), (Signature{1, 0, 1}));
  // Cycle of three: eigenvalues 2, -1, -1; path of three: +-sqrt 2, 0.
  EXPECT_EQ(signature(RationalMatrix(3, 3, {0, 1, 1, 1, 0, 1, 1, 1, 0})), (Signature{2, 0, 1}));
  EXPECT_EQ(signature(RationalMatrix(3, 3, {0, 1, 0, 1, 0, 1, 0, 1, 0})), (Signature{1, 1, 1}));
}

TEST(Signature, TellsZeroFromTheSmallestNumber) {
  const Rational tiny(1, Integer(1) << 2000);
  EXPECT_EQ(signature(RationalMatrix(2, 2, {1, 1, 1, 1 + tiny})), (Signature{0, 0, 2}));
  EXPECT_EQ(signature(RationalMatrix(2, 2, {1, 1, 1, 1 - tiny})), (Signature{1, 0, 1}));
}

TEST(Signature, NeedsSymmetry) {
  EXPECT_THROW(static_cast<void>(signature(RationalMatrix(2, 2, {1, 2, 3, 1}))), ContractViolation);
}

TEST(Determinant, SwapsChangeTheSign) {
  EXPECT_EQ(determinant(RationalMatrix(3, 3, {0, 1, 0, 1, 0, 0, 0, 0, 5})), -5);
  EXPECT_EQ(determinant(RationalMatrix(2, 2, {1, 2, 2, 4})), 0);
  EXPECT_EQ(determinant(RationalMatrix(3, 3, {2, 1, 3, 0, 4, 1, 5, 2, 6})), -11);
}

TEST(Solve, FindsASolutionOrProvesThereIsNone) {
  const auto x = solve(RationalMatrix(2, 3, {1, 2, 3, 4, 5, 6}), {6, 15});
  ASSERT_TRUE(x.has_value());
  EXPECT_EQ(product(RationalMatrix(2, 3, {1, 2, 3, 4, 5, 6}), *x), (Vector<Rational>{6, 15}));
  EXPECT_FALSE(solve(RationalMatrix(2, 1, {1, 2}), {1, 3}).has_value());
  EXPECT_EQ(rank(RationalMatrix(3, 2, {1, 2, 2, 4, 3, 6})), 1u);
  const RationalMatrix a(2, 2, {3, 1, 5, 2});
  EXPECT_EQ(product(a, inverse(a)), rational_identity(2));
}

TEST(CharacteristicPolynomial, OfACompanionMatrix) {
  // t^3 - 6 t^2 + 11 t - 6 = (t - 1)(t - 2)(t - 3)
  EXPECT_EQ(characteristic_polynomial(RationalMatrix(3, 3, {0, 0, 6, 1, 0, -11, 0, 1, 6})),
            (Vector<Rational>{-6, 11, -6, 1}));
}

TEST(RootsOutsideUnitCircle, CountsThem) {
  const auto count = [](Vector<Rational> p) { return roots_outside_unit_circle(p); };
  EXPECT_EQ(count({-2, 1}), (CountRange{1, 1}));                 // 2
  EXPECT_EQ(count({Rational(-1, 2), 1}), (CountRange{0, 0}));    // 1/2
  EXPECT_EQ(count({3, -4, 1}), (CountRange{1, 1}));              // 1, 3: the root on the circle is shared, alone
  EXPECT_EQ(count({5, 2, 1}), (CountRange{2, 2}));               // -1 +- 2i
  EXPECT_EQ(count({Rational(1, 2), 1, 1}), (CountRange{0, 0}));  // (-1 +- i)/2
  EXPECT_EQ(count({1, 0, 1}).least, 0u);                         // +-i
  // 2 and 1/2 are each other's reciprocals: the number is not decided, and said not to be.
  EXPECT_EQ(count({1, Rational(-5, 2), 1}), (CountRange{0, 1}));
  EXPECT_THROW(static_cast<void>(count({6, 1, 0})), ContractViolation);
}

TEST(IntervalDeterminant, EnclosesTheExactOne) {
  const Matrix<Interval<double>> a = points<double>(Matrix<double>(3, 3, {2, 1, 3, 0, 4, 1, 5, 2, 6}));
  EXPECT_TRUE(determinant(a).contains(-11.0));
  EXPECT_LT(determinant(a).width(), 1e-12);
  EXPECT_TRUE(determinant(points<double>(Matrix<double>(2, 2, {0, 0, 0, 1}))).contains(0.0));
}

TEST(SmallSpectrum, EnclosesKnownEigenvalues) {
  const Matrix<Interval<Real>> a = entries_enclosed(RationalMatrix(2, 2, {1, 2, 2, 1}));
  for (const Precision p : ladder) {
    EXPECT_TRUE(least_eigenvalue(a, p).value().set().contains(Real(-1)));
    EXPECT_TRUE(greatest_eigenvalue(a, p).value().set().contains(Real(3)));
  }
  const auto all = eigenvalues(a);
  ASSERT_TRUE(all.has_value());
  EXPECT_TRUE((*all)[0].contains(Real(-1)));
  EXPECT_TRUE((*all)[1].contains(Real(3)));
  const Matrix<Interval<Real>> unknown(2, 2, std::vector<Interval<Real>>(4, Interval<Real>::whole()));
  EXPECT_FALSE(least_eigenvalue(unknown, Precision::binary64).has_value());
}

}  // namespace
}  // namespace lemmata::theory
