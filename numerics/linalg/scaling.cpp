#include "numerics/linalg/extreme_detail.hpp"
#include "numerics/scalar/environment.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::detail {
namespace {

double largest(std::span<const double> x) {
  double most[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= x.size(); i += 8)
    for (std::size_t k = 0; k < 8; ++k) most[k] = std::max(most[k], std::fabs(x[i + k]));
  for (; i < x.size(); ++i) most[0] = std::max(most[0], std::fabs(x[i]));
  return *std::max_element(most, most + 8);
}

Matrix<double> times_power(const Matrix<double>& m, int e, bool upward) {
  Matrix<double> result(m.rows(), m.columns());
  for (std::size_t i = 0; i < m.rows(); ++i)
    for (std::size_t j = 0; j < m.columns(); ++j) {
      const double y = std::ldexp(m(i, j), e);
      result(i, j) = upward && std::ldexp(y, -e) < m(i, j) ? std::nextafter(y, HUGE_VAL) : y;
    }
  return result;
}

}  // namespace

Expected<bool> fit_arithmetic(Team& team) {
  std::vector<std::optional<Failure>> unfit(team.size());
  team.run([&](unsigned member) {
    if (const auto tested = arithmetic_self_test(); !tested) unfit[member] = tested.error();
  });
  for (const auto& failure : unfit)
    if (failure) return *failure;
  return true;
}

Expected<std::optional<Scaled>> scaled(const SymmetricBox& a) {
  double most = std::max({largest(a.mid().entries()), largest(a.lo().entries()), largest(a.rad().entries())});
  for (double r : a.r()) most = std::max(most, r * std::min(r, 0x1p500));
  if (most == 0 || (most >= 0x1p-300 && most <= 0x1p300)) return std::optional<Scaled>();
  // The exponent is even, so that r_i r_j scales exactly.
  int exponent = std::ilogb(std::min(most, 0x1p1023)) / 2 * 2;
  Vector<double> r = a.r();
  for (double& x : r) x = std::nextafter(std::ldexp(x, -exponent / 2), HUGE_VAL);
  Matrix<double> mid = times_power(a.mid(), -exponent, false), lo = times_power(a.lo().full(), -exponent, false);
  Matrix<double> rad = times_power(a.rad(), -exponent, true);
  // Scaling down may lose the last bits of tiny entries: at most 2^-1074 in each of mid and lo, which a radius takes
  // up.
  if (exponent > 0) {
    if (r.empty()) r.assign(mid.rows(), 0.0);
    for (double& x : r) x = std::nextafter(x + 0x1p-536, HUGE_VAL);
  }
  auto box = SymmetricBox::make(std::move(mid), std::move(lo), std::move(rad), std::move(r));
  if (!box) return box.error();
  return std::optional<Scaled>(Scaled{std::move(box).value(), exponent});
}

}  // namespace lemmata::detail
