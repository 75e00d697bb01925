/// \file
/// # The ReLU kernel of the checker against MPFR at 600 bits, at any angle
#include "verify/checker/angle.hpp"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <random>
#include <vector>

namespace lemmata::checker {
namespace {

constexpr mpfr_prec_t precision = 1200;

struct Real {
  mpfr_t value;
  Real() { mpfr_init2(value, precision); }
  explicit Real(const Integer& x) : Real() { mpfr_set_str(value, x.str().c_str(), 10, MPFR_RNDN); }
  Real(const Real&) = delete;
  Real& operator=(const Real&) = delete;
  ~Real() { mpfr_clear(value); }
};

Integer inner(const std::vector<Integer>& x, const std::vector<Integer>& y) {
  Integer sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

/// log2 of |computed - rho (pi - arccos rho)/(2 pi)|, by 1200 bits and the literal formula.
double error_exponent(const Integer& g, const Integer& p, const Integer& q, Fixed computed) {
  const Real inner_product(g), product_of_squares(Integer(p * q));
  Real rho, angle, pi, result, ours(to_integer(computed));
  mpfr_sqrt(rho.value, product_of_squares.value, MPFR_RNDN);
  mpfr_div(rho.value, inner_product.value, rho.value, MPFR_RNDN);
  if (mpfr_cmp_si(rho.value, 1) > 0) mpfr_set_si(rho.value, 1, MPFR_RNDN);
  if (mpfr_cmp_si(rho.value, -1) < 0) mpfr_set_si(rho.value, -1, MPFR_RNDN);
  mpfr_acos(angle.value, rho.value, MPFR_RNDN);
  mpfr_const_pi(pi.value, MPFR_RNDN);
  mpfr_sub(result.value, pi.value, angle.value, MPFR_RNDN);
  mpfr_mul(result.value, result.value, rho.value, MPFR_RNDN);
  mpfr_div(result.value, result.value, pi.value, MPFR_RNDN);
  mpfr_div_2ui(result.value, result.value, 1, MPFR_RNDN);
  mpfr_div_2ui(ours.value, ours.value, fraction_bits, MPFR_RNDN);
  mpfr_sub(result.value, result.value, ours.value, MPFR_RNDN);
  if (mpfr_zero_p(result.value) != 0) return -1000;
  return static_cast<double>(mpfr_get_exp(result.value));
}

void compare(const std::vector<Integer>& x, const std::vector<Integer>& y, double& worst) {
  const Integer g = inner(x, y), p = inner(x, x), q = inner(y, y);
  if (p == 0 || q == 0) return;
  const Length of_p = length_of(p), of_q = length_of(q);
  const Fixed big = relu_kernel(g, p, q, of_p, of_q);
  worst = std::max(worst, error_exponent(g, p, q, big));
  EXPECT_LT(error_exponent(g, p, q, big), -112) << g << " " << p << " " << q;
  if (std::max(bits(p), bits(q)) < 255) {
    EXPECT_EQ(relu_kernel(to_wide(g), to_wide(p), to_wide(q), of_p, of_q), big);
  }
}

TEST(Angle, AnyTwoRows) {
  std::mt19937_64 random(1);
  double worst = -1000;
  for (int trial = 0; trial < 3000; ++trial) {
    const std::size_t d = 1 + random() % 5;
    const unsigned shift = static_cast<unsigned>(random() % 64), scale = static_cast<unsigned>(random() % 120);
    std::vector<Integer> x, y;
    for (std::size_t i = 0; i < d; ++i) {
      x.push_back(Integer(static_cast<std::int64_t>(random() >> 1 >> shift)) * (random() % 2 == 0 ? 1 : -1));
      y.push_back((Integer(static_cast<std::int64_t>(random() >> 1)) * (random() % 2 == 0 ? 1 : -1)) << scale);
    }
    compare(x, y, worst);
  }
  EXPECT_GT(worst, -124);  // the comparison can see something
}

TEST(Angle, NearlyParallelAndAntipodalRows) {
  double worst = -1000;
  for (unsigned s = 0; s < 124; ++s) {
    const Integer unit = Integer(1) << s;
    for (const int sign : {1, -1}) {
      compare({unit, 0}, {sign * unit, 1}, worst);
      compare({3 * unit, 4 * unit}, {sign * (3 * unit + 1), sign * 4 * unit}, worst);
      compare({unit}, {Integer(sign * 7)}, worst);
      compare({unit, 1}, {-1, sign * unit}, worst);    // orthogonal, or twice that
      compare({unit, unit}, {sign * unit, 0}, worst);  // 45 and 135 degrees
    }
  }
}

TEST(Angle, GridOfAngles) {
  double worst = -1000;
  for (int k = 0; k <= 2000; ++k) {  // (1 - t^2, 2 t) at all angles, through every entry of the table
    const Integer n = 1000, m = k;
    compare({1, 0}, {n * n - m * m, 2 * n * m}, worst);
    compare({-1, 0}, {n * n - m * m, 2 * n * m}, worst);
  }
}

}  // namespace
}  // namespace lemmata::checker
