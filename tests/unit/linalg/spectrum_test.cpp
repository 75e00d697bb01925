#include "numerics/linalg/spectrum.hpp"

#include "numerics/linalg/approximate.hpp"
#include "numerics/linalg/inertia.hpp"
#include "tests/unit/linalg/matrices.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lemmata {
namespace {

using test::hadamard_conjugate;

SymmetricBox box(Matrix<double> mid) { return SymmetricBox::make(std::move(mid)).value(); }

TEST(Spectrum, EveryEigenvalueOfHadamardConjugates) {
  for (const std::size_t n : {1U, 2U, 8U, 64U, 256U}) {
    std::vector<double> d(n);
    for (std::size_t i = 0; i < n; ++i) d[(i * 37) % n] = static_cast<double>(i / 3) - 5;
    const auto found = all_eigenvalues(box(hadamard_conjugate(d)));
    ASSERT_TRUE(found.has_value());
    std::sort(d.begin(), d.end());
    for (std::size_t j = 0; j < n; ++j) {
      EXPECT_TRUE((*found)[j].contains(Real(d[j]))) << n << " " << j;
      EXPECT_LE((*found)[j].width(), Real(1e-9));
    }
  }
}

TEST(Spectrum, VectorsThatAreNotOrthogonalAreChargedFor) {
  // A = diag(1, 0), V with nearly parallel columns, D chosen so that ||A V - V D|| alone would exclude an eigenvalue.
  const std::size_t n = 2;
  const Matrix<double> v(n, n, {1, 0.25, 1, -0.125});
  const SymmetricBox a = box(Matrix<double>(n, n, {1, 0, 0, 0}));
  EXPECT_FALSE(detail::eigenvalues_from(a, v, {0.9, 0.9}, 1, ErrorModel{}).has_value());
  // A basis shrunk by s: residuals shrink with it, enclosures must not.
  const double s = 0.9;
  const auto found = detail::eigenvalues_from(a, Matrix<double>(n, n, {s, 0, 0, s}), {0.9, 0.1}, 1, ErrorModel{});
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE((*found)[0].contains(Real(0.0)));
  EXPECT_TRUE((*found)[1].contains(Real(1.0)));
  ErrorModel mutant;
  mutant.basis = false;
  // One wrong value: R = (0, 0.1 s), whose Frobenius norm 0.09 does not reach the eigenvalue 0.1 away.
  const auto wrong = detail::eigenvalues_from(a, Matrix<double>(n, n, {s, 0, 0, s}), {1, 0.1}, 1, mutant);
  const auto right = detail::eigenvalues_from(a, Matrix<double>(n, n, {s, 0, 0, s}), {1, 0.1}, 1, ErrorModel{});
  ASSERT_TRUE(wrong.has_value() && right.has_value());
  EXPECT_TRUE((*right)[0].contains(Real(0.0)));
  EXPECT_FALSE((*wrong)[0].contains(Real(0.0))) << "the mutant without sigma_min(V) must be wrong here";
}

TEST(Inertia, SignsOfHadamardConjugates) {
  for (const std::size_t negatives : {0U, 1U, 7U, 40U, 64U}) {
    std::vector<double> d(64, 2.0);
    for (std::size_t i = 0; i < negatives; ++i) d[(i * 37) % 64] = -1.0 - static_cast<double>(i);
    const auto found = inertia(box(hadamard_conjugate(d)));
    ASSERT_TRUE(found.has_value());
    EXPECT_TRUE(found->is_exact()) << found->reason;
    EXPECT_EQ(found->negative, (CountRange{negatives, negatives}));
    EXPECT_EQ(found->positive, (CountRange{64 - negatives, 64 - negatives}));
  }
}

TEST(Inertia, ZeroIsARangeUnlessAWitnessIsExact) {
  std::vector<double> d(32, 2.0);
  d[3] = 0;
  d[5] = -1;
  const auto open = inertia(box(hadamard_conjugate(d)));
  ASSERT_TRUE(open.has_value());
  EXPECT_EQ(open->zero, (CountRange{0, 1}));
  EXPECT_EQ(open->negative, (CountRange{1, 2}));
  EXPECT_EQ(open->positive, (CountRange{30, 31}));
  const auto known = inertia(box(hadamard_conjugate(d)), 1);
  ASSERT_TRUE(known.has_value());
  EXPECT_TRUE(known->is_exact());
  // The ones: Laplacian of a path. Equal rows: the all-ones matrix.
  const auto path = inertia(box(test::path_laplacian(30)));
  ASSERT_TRUE(path.has_value());
  EXPECT_EQ(path->zero, (CountRange{1, 1}));
  EXPECT_EQ(path->positive, (CountRange{29, 29}));
  const auto flat = inertia(box(Matrix<double>(6, 6, std::vector<double>(36, 1.0))));
  ASSERT_TRUE(flat.has_value());
  EXPECT_EQ(flat->zero, (CountRange{5, 5}));
  EXPECT_EQ(flat->positive, (CountRange{1, 1}));
  const auto none = inertia(box(Matrix<double>(4, 4)));
  ASSERT_TRUE(none.has_value());
  EXPECT_EQ(none->zero, (CountRange{4, 4}));
}

TEST(Inertia, NullVectorsOfABoxAreNotExact) {
  const auto made = SymmetricBox::make(test::path_laplacian(10), {}, {}, Vector<double>(10, 1e-12));
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(exact_null_vectors(*made), 0U);
  EXPECT_FALSE(inertia(*made)->is_exact());
}

template <unsigned D>
void expect_multiprecision(int exponent) {
  // diag-free: a Hadamard conjugate of 2, 3, .., with one eigenvalue 2^exponent, exact in Mp.
  const std::size_t n = 16;
  Matrix<Interval<Mp<D>>> a(n, n);
  std::vector<double> d(n), one(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) d[i] = static_cast<double>(i + 1);
  d[5] = 0;
  one[5] = 1;
  const Matrix<double> base = hadamard_conjugate(d), unit = hadamard_conjugate(one);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      a(i, j) = Interval<Mp<D>>(Mp<D>(Mp<D>(base(i, j)) + ldexp(Mp<D>(unit(i, j)), exponent)));
  const auto least = min_eigenvalue<D>(a);
  ASSERT_TRUE(least.has_value());
  const Real truth = ldexp(Real(1.0), exponent);
  EXPECT_TRUE(least->value.contains(truth));
  EXPECT_LE(least->value.width(), truth * Real(1e-12)) << least->reason;
  EXPECT_EQ(least->is_positive(), Truth::yes);
  const auto most = max_eigenvalue<D>(a);
  ASSERT_TRUE(most.has_value());
  EXPECT_TRUE(most->value.contains(Real(16)));
  EXPECT_LE(most->value.width(), Real(1e-30));
}

TEST(MultiprecisionEigenvalues, TinyEigenvaluesOfHadamardConjugates) {
  expect_multiprecision<50>(-80);
  expect_multiprecision<100>(-240);
  expect_multiprecision<200>(-500);
}

TEST(MultiprecisionEigenvalues, NeighboursCloserThanBinary64Sees) {
  // [[1, c], [c, 1]]: 1 - c and 1 + c; in binary64 the identity.
  for (const int e : {-57, -200, -400, -600}) {
    const Mp<200> c = ldexp(Mp<200>(1.0), e);
    const Interval<Mp<200>> one(Mp<200>(1.0)), off(c);
    const Matrix<Interval<Mp<200>>> a(2, 2, {one, off, off, one});
    const auto least = min_eigenvalue<200>(a), most = max_eigenvalue<200>(a);
    ASSERT_TRUE(least && most);
    EXPECT_TRUE(least->value.contains(Real(1 - c))) << e;
    EXPECT_TRUE(most->value.contains(Real(1 + c))) << e;
    EXPECT_LE(least->value.width(), Real(1e-190)) << e;
    EXPECT_LE(most->value.width(), Real(1e-190)) << e;
  }
  const auto zero = min_eigenvalue<50>(Matrix<Interval<Mp<50>>>(3, 3));
  ASSERT_TRUE(zero.has_value());
  EXPECT_EQ(zero->value, Interval<Real>());
}

TEST(MultiprecisionEigenvalues, AnExactZeroIsNeverPositive) {
  const Matrix<double> path = test::path_laplacian(12);
  Matrix<Interval<Mp<50>>> a(12, 12);
  for (std::size_t i = 0; i < 12; ++i)
    for (std::size_t j = 0; j < 12; ++j) a(i, j) = Interval<Mp<50>>(Mp<50>(path(i, j)));
  const auto least = min_eigenvalue<50>(a);
  ASSERT_TRUE(least.has_value());
  EXPECT_TRUE(least->value.contains(Real(0.0)));
  EXPECT_LE(least->value.width(), Real(1e-40));
  EXPECT_NE(least->is_positive(), Truth::yes);
}

}  // namespace
}  // namespace lemmata
