/// \file
/// # Broken witnesses, broken input, broken arithmetic
/// A sabotaged witness must prove nothing false, input that is not a finite symmetric matrix must be refused wherever
/// the defect sits, and arithmetic other than round to nearest with subnormals must be refused at every entry.

#include "numerics/linalg/deflation.hpp"
#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/inertia.hpp"
#include "numerics/linalg/lehmann.hpp"
#include "numerics/linalg/spectrum.hpp"
#include "tests/unit/linalg/matrices.hpp"

#include <gtest/gtest.h>

#include <cfenv>
#include <limits>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace lemmata {
namespace {

constexpr std::size_t n = 32;

/// Eigenvalues 1, 2, 3, .. 32; the vector of eigenvalue j + 1 is a column of Sylvester's matrix.
SymmetricBox ramp() {
  std::vector<double> d(n);
  for (std::size_t i = 0; i < n; ++i) d[i] = static_cast<double>(i + 1);
  return SymmetricBox::make(test::hadamard_conjugate(d)).value();
}

double hadamard(std::size_t i, std::size_t j) { return std::popcount(i & j) % 2 == 0 ? 1 : -1; }

/// The exact eigenvectors of 1 .. k, shift mu.
Deflation witness(std::size_t k, double mu) {
  Deflation d{Matrix<double>(k, n), Vector<double>(k), mu};
  for (std::size_t l = 0; l < k; ++l) {
    for (std::size_t i = 0; i < n; ++i) d.x(l, i) = hadamard(i, l) / 8;
    d.tau[l] = 4 * (std::fabs(mu) + 1);
  }
  return d;
}

/// What the witness proves: v^T A v >= the result |v|^2 on the complement of X; none when the factorisation fails.
std::optional<double> proved(const Deflation& d) {
  const SymmetricBox a = ramp();
  Team team(1);
  auto storage = binary64_storage(n);
  const auto bound = complement_bound(a, norms_up(a, team), d, storage, team);
  const auto finer = complement_bound_double_double(a, norms_up(a, team), d, team);
  if (bound && finer) {
    EXPECT_LE(bound->bound, finer->bound);
  }
  if (!finer) return bound ? std::optional(bound->bound) : std::nullopt;
  return finer->bound;
}

TEST(Sabotage, AWitnessThatIsRightProvesItsShift) {
  for (const std::size_t k : {1U, 3U, 8U}) {
    const auto bound = proved(witness(k, static_cast<double>(k) + 0.5));
    ASSERT_TRUE(bound.has_value());
    EXPECT_GT(*bound, static_cast<double>(k) + 0.499);
    EXPECT_LE(*bound, static_cast<double>(k) + 0.5);
  }
}

TEST(Sabotage, ShiftAboveTheNextEigenvalueIsRefused) {
  for (const std::size_t k : {1U, 3U, 8U}) {
    // At lambda_(k+1) itself rounding decides whether a pivot is positive; what is proved then lies below it.
    const double next = static_cast<double>(k) + 1;
    EXPECT_LT(proved(witness(k, next)).value_or(-1), next);
    EXPECT_FALSE(proved(witness(k, static_cast<double>(k) + 1.5)).has_value());
    EXPECT_FALSE(proved(witness(k, 1e300)).has_value());
  }
}

TEST(Sabotage, TooFewVectorsAreRefused) {
  // The shift asks for 8 vectors; any 7 of them leave an eigenvalue below it.
  for (std::size_t dropped = 0; dropped < 8; ++dropped) {
    Deflation d = witness(8, 8.5), fewer{Matrix<double>(7, n), Vector<double>(7, d.tau[0]), d.mu};
    for (std::size_t l = 0, to = 0; l < 8; ++l)
      if (l != dropped) std::copy_n(d.x.row(l).data(), n, fewer.x.row(to++).data());
    EXPECT_FALSE(proved(fewer).has_value()) << dropped;
  }
}

TEST(Sabotage, ATurnedShiftProvesOnlyWhatIsTrue) {
  const auto bound = proved(witness(3, -3.5));
  ASSERT_TRUE(bound.has_value());
  EXPECT_LE(*bound, -3.5);
}

TEST(Sabotage, WeightsThatAreNotWeightsAreRefused) {
  for (const double bad : {-1.0, -0x1p-1074, std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity(), std::numeric_limits<double>::max()}) {
    Deflation d = witness(3, 3.5);
    d.tau[1] = bad;
    EXPECT_FALSE(proved(d).has_value()) << bad;
  }
  Deflation zero = witness(3, 3.5);
  zero.tau[1] = 0;
  EXPECT_FALSE(proved(zero).has_value()) << "the second vector is not lifted";
}

TEST(Sabotage, DamagedVectorsProveNothingFalse) {
  // Whatever the vectors are, min over the complement of 3 dimensions is at most lambda_4 = 4.
  std::mt19937_64 generator(3);
  std::size_t refused = 0;
  for (int trial = 0; trial < 300; ++trial) {
    Deflation d = witness(3, 3.5);
    double& x = d.x(generator() % 3, generator() % n);
    switch (trial % 5) {
      case 0:
        x = -x;
        break;
      case 1:
        x = std::ldexp(x, static_cast<int>(generator() % 60) - 30);
        break;
      case 2:
        x = std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) ^ (std::uint64_t{1} << (generator() % 64)));
        break;
      case 3:
        std::swap(x, d.x(generator() % 3, generator() % n));
        break;
      default:
        for (std::size_t i = 0; i < n; ++i) std::swap(d.x(0, i), d.x(0, generator() % n));
    }
    const auto bound = proved(d);
    refused += bound ? 0U : 1U;
    if (!bound) continue;
    // The bound is about the complement of the vectors as given; with Theorem C it never yields a falsehood.
    ASSERT_LE(*bound, 3.5);
    const SymmetricBox a = ramp();
    Team team(1);
    const RitzForms forms = ritz_forms(a, norms_up(a, team), {d.x, {}}, team);
    for (std::size_t j = 0; j < 3; ++j) {
      const Interval<Real> v = lehmann_enclosure(forms, *bound, j);
      ASSERT_TRUE(v.contains(Real(static_cast<double>(j + 1)))) << trial << " " << j;
    }
  }
  EXPECT_GT(refused, 30U);
}

TEST(Sabotage, AComplementBoundAboveTheTruthIsWhatTheoremCRestsOn) {
  // The step from the complement trusts its bound; this is what a wrong one would do, so that the tests above matter.
  const SymmetricBox a = ramp();
  Team team(1);
  Deflation d = witness(1, 1.5);
  d.x(0, 3) = -d.x(0, 3);
  const RitzForms forms = ritz_forms(a, norms_up(a, team), {d.x, {}}, team);
  EXPECT_FALSE(lehmann_enclosure(forms, 1e6, 0).contains(Real(1)));
  EXPECT_EQ(lehmann_enclosure(forms, -1e6, 0).inf(), -infinity<Real>()) << "a bound below the value says nothing";
}

TEST(Sabotage, NumbersThatAreNotFiniteAreRefusedWhereverTheyAre) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  for (const double bad : {nan, inf, -inf})
    for (const auto& [i, j] : {std::pair{0U, 0U}, {31U, 31U}, {16U, 16U}, {0U, 31U}, {31U, 0U}, {17U, 5U}, {5U, 17U}})
      for (const bool both : {true, false}) {
        const SymmetricBox good = ramp();
        Matrix<double> mid = good.mid(), other(n, n);
        mid(i, j) = bad;
        other(i, j) = std::fabs(bad);
        if (both) {
          mid(j, i) = bad;
          other(j, i) = std::fabs(bad);
        }
        const auto made = SymmetricBox::make(mid);
        ASSERT_FALSE(made.has_value()) << bad << " at " << i << "," << j;
        EXPECT_NE(made.error().message.find(std::to_string(i)), std::string::npos) << made.error().message;
        EXPECT_FALSE(SymmetricBox::hull(mid).has_value());
        EXPECT_FALSE(SymmetricBox::make(good.mid(), other).has_value());
        EXPECT_FALSE(SymmetricBox::make(good.mid(), {}, other).has_value());
      }
  EXPECT_FALSE(SymmetricBox::make(ramp().mid(), {}, {}, Vector<double>(n, nan)).has_value());
  EXPECT_FALSE(SymmetricBox::make(ramp().mid(), {}, {}, Vector<double>(n, inf)).has_value());
}

TEST(Sabotage, OneUnitOfAsymmetryIsRefusedAndItsHullIsSound) {
  for (const auto& [i, j] : {std::pair{0U, 31U}, {31U, 0U}, {1U, 0U}, {30U, 31U}, {13U, 20U}}) {
    Matrix<double> m = ramp().mid();
    m(i, j) = std::nextafter(m(i, j), 100);
    const auto made = SymmetricBox::make(m);
    ASSERT_FALSE(made.has_value());
    EXPECT_NE(made.error().message.find("not symmetric"), std::string::npos);
    const auto hull = SymmetricBox::hull(m);
    ASSERT_TRUE(hull.has_value());
    const auto least = min_eigenvalue(*hull);
    ASSERT_TRUE(least.has_value());
    EXPECT_TRUE(least->value.contains(Real(1))) << "the symmetric matrix that was damaged lies in the hull";
    EXPECT_LE(least->value.width(), Real(1e-12));
  }
}

TEST(Sabotage, ScalesAtTheEndsOfTheRange) {
  // 2 by 2 blocks [[2, 1], [1, 2]] 2^e: 1 and 3 times 2^e, down to the smallest subnormal and up to 2^1000.
  for (const int e : {-1074, -1073, -1060, -1022, -1000, 1000, 1020}) {
    Matrix<double> m(6, 6);
    for (std::size_t i = 0; i < 6; ++i) {
      m(i, i) = std::ldexp(2.0, e);
      m(i, i ^ 1U) = std::ldexp(1.0, e);
    }
    const SymmetricBox a = SymmetricBox::make(m).value();
    const Real unit = ldexp(Real(1.0), e);
    const auto least = min_eigenvalue(a), most = max_eigenvalue(a);
    const auto all = all_eigenvalues(a);
    const auto signs = inertia(a);
    ASSERT_TRUE(least && most && all && signs);
    EXPECT_TRUE(least->value.contains(unit)) << e;
    EXPECT_TRUE(most->value.contains(Real(3 * unit))) << e;
    EXPECT_LE(least->value.width(), unit * Real(1e-12)) << e;
    for (std::size_t j = 0; j < 6; ++j) EXPECT_TRUE((*all)[j].contains(j < 3 ? unit : Real(3 * unit))) << e << " " << j;
    EXPECT_EQ(signs->positive, (CountRange{6, 6})) << e;
  }
  // Both ends in one matrix: only the large one can be told apart; the small one must not be proved wrongly.
  const SymmetricBox mixed = SymmetricBox::make(Matrix<double>(2, 2, {0x1p1000, 0, 0, -0x1p-1074})).value();
  const auto least = min_eigenvalue(mixed);
  ASSERT_TRUE(least.has_value());
  EXPECT_TRUE(least->value.contains(Real(-0x1p-1074)));
  const auto all = all_eigenvalues(mixed);
  ASSERT_TRUE(all.has_value());
  EXPECT_TRUE((*all)[0].contains(Real(-0x1p-1074)) && (*all)[1].contains(Real(0x1p1000)));
}

template <class Break, class Mend>
void expect_refused(const Break& begin, const Mend& end) {
  const SymmetricBox a = ramp();
  Matrix<Interval<Mp<50>>> m(2, 2);
  for (std::size_t i = 0; i < 2; ++i) m(i, i) = Interval<Mp<50>>(Mp<50>(1.0));
  for (const unsigned threads : {1U, 2U}) {
    EigenvalueOptions options;
    options.threads = threads;
    begin();
    const bool answered[] = {
        min_eigenvalue(a, options).has_value(),          max_eigenvalue(a, options).has_value(),
        smallest_eigenvalues(a, 3, options).has_value(), largest_eigenvalues(a, 3, options).has_value(),
        all_eigenvalues(a, options).has_value(),         inertia(a, 0, options).has_value(),
        min_eigenvalue<50>(m, options).has_value(),      max_eigenvalue<50>(m, options).has_value()};
    end();
    for (std::size_t i = 0; i < std::size(answered); ++i) EXPECT_FALSE(answered[i]) << "entry " << i;
  }
}

TEST(Sabotage, EveryEntryRefusesOtherRoundingModes) {
  for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO})
    expect_refused([&] { ASSERT_EQ(std::fesetround(mode), 0); }, [] { ASSERT_EQ(std::fesetround(FE_TONEAREST), 0); });
  EXPECT_TRUE(min_eigenvalue(ramp()).has_value());
}

#if defined(__SSE2__)
TEST(Sabotage, EveryEntryRefusesFlushToZeroAndDenormalsAreZero) {
  const unsigned before = _mm_getcsr();
  for (const unsigned flag : {0x8000U, 0x0040U, 0x8040U})
    expect_refused([&] { _mm_setcsr(before | flag); }, [&] { _mm_setcsr(before); });
  EXPECT_TRUE(min_eigenvalue(ramp()).has_value());
}
#endif

}  // namespace
}  // namespace lemmata
