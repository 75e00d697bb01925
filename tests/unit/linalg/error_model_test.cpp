/// \file
/// # Every term of the error bounds is there, and its absence is noticed
/// The loss of a complement bound is compared with the terms of Theorems A and B, written here a second time. Each
/// mutant of the constants falls below that, or gives an enclosure that misses a known eigenvalue.

#include "numerics/linalg/cholesky.hpp"
#include "numerics/linalg/deflation.hpp"
#include "numerics/linalg/extreme_detail.hpp"
#include "numerics/linalg/kernels.hpp"
#include "tests/unit/linalg/matrices.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lemmata {
namespace {

struct Case {
  SymmetricBox box;
  Deflation deflation;
  Real cholesky;   ///< gamma_h/(1-gamma_h) tr(B), h = the largest count any entry reaches
  Real formation;  ///< (k+3) u (||A||_F + 2 sum tau ||x||^2 + |mu| sqrt n)
  Real low;        ///< ||A_lo||_F
  Real radius;     ///< ||Delta||_2
};

Case weighted_case() {
  const std::size_t n = 40, k = 8;
  std::mt19937_64 generator(7);
  const auto uniform = [&] { return static_cast<double>(generator() % 2048) / 1024 - 1; };
  Matrix<double> mid(n, n), lo(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      mid(i, j) = mid(j, i) = i == j ? 60.0 : uniform();
      lo(i, j) = lo(j, i) = 1e-9 * uniform();
    }
  Deflation d{Matrix<double>(k, n), Vector<double>(k, 4096.0), 1.0};
  for (std::size_t l = 0; l < k; ++l)
    for (double& x : d.x.row(l)) x = uniform();
  const Vector<double> r(n, 1e-4);
  Real square(0.0), low(0.0), trace(0.0), weight(0.0);
  for (std::size_t i = 0; i < n; ++i) {
    trace += Real(mid(i, i)) - Real(d.mu);
    for (std::size_t j = 0; j < n; ++j) {
      square += Real(mid(i, j)) * Real(mid(i, j));
      low += Real(lo(i, j)) * Real(lo(i, j));
    }
    for (std::size_t l = 0; l < k; ++l) weight += Real(d.tau[l]) * Real(d.x(l, i)) * Real(d.x(l, i));
  }
  trace += weight;
  const PackedLayout at = layout_for(kernels().binary64, n);
  const Real u(0x1p-53), h(static_cast<double>(at.panel + at.panels()));
  const Real gamma = h * u / (1 - h * u);
  Case c{SymmetricBox::make(mid, lo, {}, r).value(),
         d,
         gamma / (1 - gamma) * trace,
         Real(static_cast<double>(k + 3)) * u * (sqrt(square) + 2 * weight + Real(d.mu) * sqrt(Real(40))),
         sqrt(low),
         Real(40) * Real(1e-4) * Real(1e-4)};
  return c;
}

Real loss_of(const Case& c, const ErrorModel& model) {
  Team team(1);
  auto storage = binary64_storage(c.box.order());
  const auto bound = complement_bound(c.box, norms_up(c.box, team), c.deflation, storage, team, model);
  EXPECT_TRUE(bound.has_value());
  return bound ? Real(c.deflation.mu) - Real(bound->bound) : Real(0.0);
}

TEST(ErrorModel, LossOfAComplementBoundHasEveryTerm) {
  const Case c = weighted_case();
  const Real needed = c.cholesky + c.formation + c.low + c.radius;
  EXPECT_GE(loss_of(c, {}), needed);
  EXPECT_LE(loss_of(c, {}), 4 * needed) << "the bound is not vacuous";
  ErrorModel no_low, no_radii;
  no_low.low_words = false;
  no_radii.radii = false;
  EXPECT_LT(loss_of(c, no_low), needed);
  EXPECT_LT(loss_of(c, no_radii), needed);
  // The rounding terms by themselves: a point matrix.
  Case point = c;
  point.box = SymmetricBox::make(c.box.mid()).value();
  const Real rounding = c.cholesky + c.formation;
  EXPECT_GE(loss_of(point, {}), rounding);
  ErrorModel shallow, half_unit, no_formation;
  shallow.depth_scale = 1.0 / 64;
  half_unit.unit = 0x1p-54;
  no_formation.formation = false;
  EXPECT_LT(loss_of(point, shallow), rounding) << "h/64";
  EXPECT_LT(loss_of(point, half_unit), rounding) << "gamma with 2^-54";
  EXPECT_LT(loss_of(point, no_formation), rounding) << "f dropped";
}

TEST(ErrorModel, DroppingTheLowWordsProvesAFalsehood) {
  // lambda_min of diag(1, .., 1) - 1e-9 I is 1 - 1e-9, below the bound that forgets the low words.
  const std::size_t n = 8;
  Matrix<double> mid(n, n), lo(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    mid(i, i) = 1;
    lo(i, i) = -1e-9;
  }
  const SymmetricBox box = SymmetricBox::make(mid, lo).value();
  const Deflation d{{}, {}, 1 - 1e-12};
  Team team(1);
  auto storage = binary64_storage(n);
  ErrorModel mutant;
  mutant.low_words = false;
  const BoxNorms norms = norms_up(box, team);
  const auto right = complement_bound(box, norms, d, storage, team);
  const auto wrong = complement_bound(box, norms, d, storage, team, mutant);
  ASSERT_TRUE(right && wrong);
  EXPECT_LE(right->bound, 1 - 1e-9);
  EXPECT_GT(wrong->bound, 1 - 1e-9);
}

TEST(ErrorModel, DroppingTheRadiiMissesAMember) {
  const std::size_t n = 16;
  std::vector<double> d(n);
  for (std::size_t i = 0; i < n; ++i) d[i] = 3 + static_cast<double>(i);
  const auto box = SymmetricBox::make(test::hadamard_conjugate(d), {}, {}, Vector<double>(n, 0x1p-10));
  ASSERT_TRUE(box.has_value());
  ErrorModel mutant;
  mutant.radii = false;
  const auto right = detail::smallest_eigenvalues(*box, 1, {}, ErrorModel{});
  const auto wrong = detail::smallest_eigenvalues(*box, 1, {}, mutant);
  ASSERT_TRUE(right && wrong);
  // The member mid - r r^T has the eigenvalue 3 - 2^-16: column 0 of H is constant.
  EXPECT_TRUE(right->front().value.contains(Real(3 - 0x1p-16)));
  EXPECT_FALSE(wrong->front().value.contains(Real(3 - 0x1p-16)));
}

}  // namespace
}  // namespace lemmata
