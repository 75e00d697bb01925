#include "numerics/linalg/extreme_eigenvalues.hpp"

#include "tests/unit/linalg/matrices.hpp"

#include <gtest/gtest.h>

namespace lemmata {
namespace {

using test::hadamard_conjugate;

SymmetricBox box(Matrix<double> mid, Matrix<double> lo = {}) {
  auto made = SymmetricBox::make(std::move(mid), std::move(lo));
  EXPECT_TRUE(made.has_value());
  return std::move(made).value();
}

/// `value` contains the truth and is as narrow as asked.
void expect_encloses(const Expected<ExtremeEigenvalue>& e, const Real& truth, double relative_width = 0x1p-51) {
  ASSERT_TRUE(e.has_value());
  EXPECT_TRUE(e->value.contains(truth)) << e->value.inf().str(40) << " " << e->value.sup().str(40) << " misses "
                                        << truth.str(40);
  EXPECT_LE(e->value.width(), Real(relative_width) * abs(truth)) << e->reason;
}

std::vector<double> ramp(std::size_t n, double first) {
  std::vector<double> d(n);
  for (std::size_t i = 0; i < n; ++i) d[(i * 37) % n] = first + static_cast<double>(i);
  return d;
}

TEST(ExtremeEigenvalues, HadamardConjugatesOfRamps) {
  for (const std::size_t n : {2U, 4U, 16U, 64U, 256U}) {
    for (const double first : {1.0, -5.0, 1000.0}) {
      const SymmetricBox a = box(hadamard_conjugate(ramp(n, first)));
      expect_encloses(min_eigenvalue(a), Real(first));
      expect_encloses(max_eigenvalue(a), Real(first + static_cast<double>(n) - 1));
    }
  }
}

TEST(ExtremeEigenvalues, ClustersOfEveryMultiplicity) {
  for (const std::size_t multiplicity : {1U, 2U, 3U, 10U, 30U, 31U, 32U, 33U, 60U, 127U}) {
    std::vector<double> d(128, 9.0);
    for (std::size_t i = 0; i < multiplicity; ++i) d[(i * 37) % 128] = 1;
    SCOPED_TRACE(multiplicity);
    const SymmetricBox a = box(hadamard_conjugate(d));
    expect_encloses(min_eigenvalue(a), Real(1));
    expect_encloses(max_eigenvalue(a), Real(9));
  }
}

TEST(ExtremeEigenvalues, SmallestAreCountedWithMultiplicity) {
  std::vector<double> d = ramp(64, 3);
  for (double& x : d)
    if (x == 4 || x == 5) x = 3;
  const auto list = smallest_eigenvalues(box(hadamard_conjugate(d)), 5);
  ASSERT_TRUE(list.has_value());
  const double truth[] = {3, 3, 3, 6, 7};
  for (std::size_t j = 0; j < 5; ++j) {
    EXPECT_TRUE((*list)[j].value.contains(Real(truth[j]))) << j;
    EXPECT_LE((*list)[j].value.width(), Real(truth[j] * 0x1p-51)) << j;
  }
}

TEST(ExtremeEigenvalues, TinyEigenvalueInTheLowWords) {
  for (const int e : {20, 40, 60, 80}) {
    std::vector<double> d = ramp(64, 3), low(64, 0.0);
    d[0] = 0;
    low[0] = std::ldexp(1.0, -e);
    expect_encloses(min_eigenvalue(box(hadamard_conjugate(d), hadamard_conjugate(low))), Real(low[0]), 1e-12);
    low[0] = -low[0];
    const auto negative = min_eigenvalue(box(hadamard_conjugate(d), hadamard_conjugate(low)));
    expect_encloses(negative, Real(low[0]), 1e-12);
    EXPECT_EQ(negative->is_positive(), Truth::no);
  }
}

TEST(ExtremeEigenvalues, ExactZeroIsNeverProvedPositive) {
  std::vector<double> d = ramp(64, 3);
  d[5] = 0;
  for (const Matrix<double>& m : {hadamard_conjugate(d), test::path_laplacian(50), test::integer_gram(40, 7, 1),
                                  test::integer_gram(40, 1, 2), Matrix<double>(5, 5)}) {
    const auto e = min_eigenvalue(box(m));
    ASSERT_TRUE(e.has_value());
    EXPECT_LE(e->value.inf(), Real(0.0));
    EXPECT_GE(e->value.sup(), Real(0.0));
    EXPECT_NE(e->is_positive(), Truth::yes);
    EXPECT_GE(e->value.inf(), Real(-1e-20));
  }
}

TEST(ExtremeEigenvalues, RadiiWidenTheAnswerForEveryMember) {
  const std::size_t n = 16;
  const Matrix<double> mid = hadamard_conjugate(ramp(n, 3));
  Matrix<double> rad(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) rad(i, j) = 0x1p-20;
  const auto e = min_eigenvalue(*SymmetricBox::make(mid, {}, rad, {}));
  ASSERT_TRUE(e.has_value());
  // The members mid -+ 2^-20 v v^T n with v the eigenvector of 3 (entries +-1/4) reach 3 -+ 2^-16.
  EXPECT_TRUE(e->value.contains(Real(3 - 0x1p-16)));
  EXPECT_TRUE(e->value.contains(Real(3 + 0x1p-16)));
  EXPECT_LE(e->value.width(), Real(0x1p-13));
  const auto f = min_eigenvalue(*SymmetricBox::make(mid, {}, {}, Vector<double>(n, 0x1p-10)));
  ASSERT_TRUE(f.has_value());
  EXPECT_TRUE(f->value.contains(Real(3 - 0x1p-16)));
  EXPECT_TRUE(f->value.contains(Real(3 + 0x1p-16)));
}

TEST(ExtremeEigenvalues, ExtremeScales) {
  for (const int e : {-1060, -1000, -600, 600, 1000}) {
    const auto list = min_eigenvalue(
        box(Matrix<double>(2, 2, {std::ldexp(2.0, e), std::ldexp(1.0, e), std::ldexp(1.0, e), std::ldexp(2.0, e)})));
    expect_encloses(list, ldexp(Real(1.0), e));
  }
  // The tiny negative eigenvalue is beyond what a floating-point bound can separate from zero: never "positive".
  const auto tiny = min_eigenvalue(box(Matrix<double>(2, 2, {1, 0, 0, -0x1p-1000})));
  ASSERT_TRUE(tiny.has_value());
  EXPECT_TRUE(tiny->value.contains(Real(-0x1p-1000)));
}

TEST(ExtremeEigenvalues, ThreadsDoNotChangeBits) {
  std::vector<double> d = ramp(256, 3);
  d[0] = 2.5;
  const SymmetricBox a = box(hadamard_conjugate(d));
  const auto one = min_eigenvalue(a);
  for (const unsigned threads : {2U, 3U, 8U}) {
    EigenvalueOptions options;
    options.threads = threads;
    const auto many = min_eigenvalue(a, options);
    ASSERT_TRUE(one && many);
    EXPECT_EQ(one->value, many->value);
    EXPECT_EQ(one->mu, many->mu);
    EXPECT_EQ(one->X, many->X);
  }
}

TEST(SymmetricBox, RefusesWhatIsNotASymmetricMatrix) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(SymmetricBox::make(Matrix<double>(2, 2, {1, nan, nan, 1})));
  EXPECT_FALSE(SymmetricBox::make(Matrix<double>(2, 2, {inf, 0, 0, 1})));
  EXPECT_FALSE(SymmetricBox::make(Matrix<double>(2, 2, {1, 1, std::nextafter(1, 2), 1})));
  EXPECT_FALSE(SymmetricBox::make(Matrix<double>(1, 1, {1}), {}, Matrix<double>(1, 1, {-1})));
  EXPECT_TRUE(SymmetricBox::make(Matrix<double>(2, 2, {1, 0.0, -0.0, 1})));
  const auto hull = SymmetricBox::hull(Matrix<double>(2, 2, {1, 1, std::nextafter(1, 2), 1}));
  ASSERT_TRUE(hull.has_value());
  EXPECT_FALSE(hull->is_point());
  EXPECT_EQ(hull->mid()(0, 1), hull->mid()(1, 0));
}

}  // namespace
}  // namespace lemmata
