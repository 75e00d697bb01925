/// \file
/// # Theorem A by exhaustion in a toy arithmetic
/// The block kernel over floating-point numbers of 6 bits, on every matrix of order 2 and a grid of order 3: whenever
/// the factorisation completes, lambda_min(B) >= -c must hold. Entries are small integers over a power of two, so that
/// the principal minors of B + c I are computed without an error that matters (long double, 64 bits).

#include "numerics/linalg/cholesky.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace lemmata {
namespace {

constexpr int bits = 6;

/// Nearest number of `bits` bits, ties to even; exact for the short products and sums below.
double toy(double x) {
  if (x == 0 || !std::isfinite(x)) return x;
  const int e = std::ilogb(x) - (bits - 1);
  return std::ldexp(std::nearbyint(std::ldexp(x, -e)), e);
}

struct Toy {
  double x = 0;
};

struct ToyPack {
  using Scalar = Toy;
  using Register = Toy;
  using Element = Toy;
  static constexpr std::size_t lanes = 1, planes = 1, term_cost = 0, division_cost = 2;
  static Toy zero() { return {}; }
  static Toy load(const Toy* p) { return *p; }
  static void store(Toy* p, Toy x) { *p = x; }
  static Toy broadcast(const Toy* p) { return *p; }
  static Toy fma(Toy a, Toy b, Toy c) { return {toy(a.x * b.x + c.x)}; }
  static Toy fnma(Toy a, Toy b, Toy c) { return {toy(c.x - a.x * b.x)}; }
  static Toy sub(Toy a, Toy b) { return {toy(a.x - b.x)}; }
  static Toy scale(Toy a, Toy b) { return {toy(a.x * b.x)}; }
  static bool pivot(Toy* p, Toy* reciprocal) {
    if (!(p->x > 0)) return false;
    p->x = toy(std::sqrt(p->x));
    reciprocal->x = toy(1 / p->x);
    return true;
  }
  static Toy element(const Toy* p) { return *p; }
  static Toy lane(const Toy* p) { return *p; }
  static void set_lane(Toy* p, Toy x) { *p = x; }
};

struct Tally {
  std::size_t completed = 0;   ///< factorisations that passed
  std::size_t indefinite = 0;  ///< of those, B was not positive semi-definite
  std::size_t wrong = 0;       ///< B + c I was not positive semi-definite
  std::size_t wrong_64 = 0;    ///< the same with h/64
};

/// Not positive semi-definite, certainly: some principal minor is below zero by more than its rounding.
bool indefinite(const std::vector<double>& b, std::size_t n, double c) {
  const auto at = [&](std::size_t i, std::size_t j) {
    return static_cast<long double>(b[std::max(i, j) * n + std::min(i, j)]) +
           (i == j ? static_cast<long double>(c) : 0);
  };
  constexpr long double tiny = 1e-14L;
  for (std::size_t i = 0; i < n; ++i) {
    if (at(i, i) < -tiny) return true;
    for (std::size_t j = 0; j < i; ++j)
      if (at(i, i) * at(j, j) - at(i, j) * at(i, j) < -tiny) return true;
  }
  if (n < 3) return false;
  const long double det = at(0, 0) * (at(1, 1) * at(2, 2) - at(1, 2) * at(1, 2)) -
                          at(0, 1) * (at(0, 1) * at(2, 2) - at(1, 2) * at(0, 2)) +
                          at(0, 2) * (at(0, 1) * at(1, 2) - at(1, 1) * at(0, 2));
  return det < -tiny;
}

template <std::size_t V, std::size_t NR>
void judge(const std::vector<double>& b, std::size_t n, std::size_t panel, Tally& tally) {
  const BlockKernel<Toy> kernel = block::kernel<ToyPack, V, NR>(panel);
  PackedLower<Toy> l(layout_for(kernel, n));
  const PackedLayout& at = l.layout();
  std::fill_n(l.data(), at.size(), Toy{});
  double trace = 0, root = 0;
  for (std::size_t i = 0; i < at.padded; ++i)
    for (std::size_t j = 0; j <= i; ++j) l.data()[at.at(i, j)].x = i < n ? b[i * n + j] : i == j ? 1.0 : 0.0;
  for (std::size_t i = 0; i < n; ++i) trace += b[i * n + i];
  Team team(1);
  if (factor(kernel, l, team) < at.padded) return;
  ++tally.completed;
  for (std::size_t i = 0; i < n; ++i) root = std::max(root, l.data()[at.at(i, i)].x);
  const double u = std::ldexp(1.0, -bits), h = static_cast<double>(depth(kernel, at));
  tally.indefinite += indefinite(b, n, 0) ? 1U : 0U;
  tally.wrong += indefinite(b, n, cholesky_backward_error(n, h, u, 0, trace, root)) ? 1U : 0U;
  tally.wrong_64 += indefinite(b, n, cholesky_backward_error(n, h / 64, u, 0, trace, root)) ? 1U : 0U;
}

TEST(ToyCholesky, EveryMatrixOfOrderTwo) {
  Tally tally;
  std::vector<double> values;
  for (int m = 32; m < 64; ++m)
    for (const int e : {-6, -5, -3}) values.push_back(std::ldexp(m, e));
  for (const double a : values)
    for (const double d : values)
      for (const double c : values) judge<1, 1>({a, 0, c, d}, 2, 1, tally);
  EXPECT_GT(tally.completed, 100000U);
  EXPECT_EQ(tally.wrong, 0U);
  // The bound is needed: rounding lets indefinite matrices pass, and a sixty-fourth of it is too little.
  EXPECT_GT(tally.indefinite, 0U);
  EXPECT_GT(tally.wrong_64, 0U) << "the mutant h/64 must be killed";
}

TEST(ToyCholesky, GridOfOrderThree) {
  Tally tally;
  const double diagonal[] = {32, 37, 41, 46, 53, 63}, off[] = {-61, -43, -35, 0, 33, 36, 39, 41, 45, 52};
  for (const double a : diagonal)
    for (const double b : diagonal)
      for (const double c : diagonal)
        for (const double p : off)
          for (const double q : off)
            for (const double r : off) {
              judge<1, 1>({a, 0, 0, p, b, 0, q, r, c}, 3, 1, tally);
              judge<2, 1>({a, 0, 0, p, b, 0, q, r, c}, 3, 2, tally);
            }
  EXPECT_GT(tally.completed, 10000U);
  EXPECT_EQ(tally.wrong, 0U);
  EXPECT_GT(tally.indefinite, 0U);
  EXPECT_GT(tally.wrong_64, 0U);
}

}  // namespace
}  // namespace lemmata
