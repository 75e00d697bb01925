/// Method: p q - g^2 is exact, so sin and |cos| of the angle come out accurate whatever the angle is:
///   |cos| = |g|/sqrt(p q), sin = sqrt(p q - g^2)/sqrt(p q).
/// phi is the angle in [0, pi/4] whose sine is the smaller of the two. With t = m/256 from a table,
/// sin(phi - t) = sin phi cos t - cos phi sin t is below 2^-8, and seven terms of the arcsine series give phi - t.
///
/// Error, in ulps (2^-124): mantissas are off by 1, the square root by 5, products by 1 each, and results are shifted
/// left by at most 3 places: |cos| and sin are off by at most 8 (6 + 1 + 1 + 1 + 1) < 2^7. sin(phi - t): at most
/// sqrt(2) 2^7 + 4 < 2^8. Series: truncation 0.014 2^-120 < 1 ulp, evaluation < 4 ulps, and |asin'| < 1.0001: phi is
/// off by < 2^8 + 6, the angle by < 2^9. (pi - angle)/(2 pi) is off by < 2^9/6 + 2, times |cos| <= 1, plus half of 2^7,
/// plus 1: below 2^8 ulps = 2^-116. Claimed: 2^-112.
#include "verify/checker/angle.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace lemmata::checker {
namespace {

double approximate(Fixed x) { return std::ldexp(static_cast<double>(x), -static_cast<int>(fraction_bits)); }

constexpr unsigned guard_bits = 200;  // of the constants below, before they are cut to 124
constexpr std::size_t table_size = 203;

/// sin and cos of x/256 at 2^-200 by Taylor's series, each term cut: off by at most 40 units, that is far below an ulp.
Fixed sine_or_cosine(std::size_t x, bool sine) {
  const Integer unit = Integer(1) << guard_bits;
  Integer term = sine ? Integer(unit * x / 256) : unit;
  Integer sum = 0;
  for (unsigned k = sine ? 1 : 0; term != 0; k += 2) {
    sum += term;
    term = -(term * x * x / (Integer(65536) * (k + 1) * (k + 2)));
  }
  return to_int128(shifted(sum, -static_cast<long>(guard_bits - fraction_bits)));
}

/// arctan(1/k) at 2^-200, off by at most 100 units.
Integer inverse_tangent(unsigned k) {
  Integer power = (Integer(1) << guard_bits) / k;
  Integer sum = 0;
  for (unsigned j = 1; power != 0; j += 2, power /= Integer(k) * k)
    sum += j % 4 == 1 ? Integer(power / j) : Integer(-(power / j));
  return sum;
}

/// Cut below the true values, each by at most one ulp.
struct Constants {
  std::array<Fixed, table_size> sine;
  std::array<Fixed, table_size> cosine;
  std::array<Fixed, 7> series;  // C(2j, j)/(4^j (2j + 1))
  Fixed half_pi;
  Fixed inverse_two_pi;
};

Constants make_constants() {
  Constants c{};
  for (std::size_t m = 0; m < table_size; ++m) {
    c.sine[m] = sine_or_cosine(m, true);
    c.cosine[m] = sine_or_cosine(m, false);
  }
  Integer numerator = 1, denominator = 1;
  for (unsigned j = 0; j < c.series.size(); ++j) {
    c.series[j] = to_int128((numerator << fraction_bits) / (denominator * (2 * j + 1)));
    numerator *= 2 * j + 1;
    denominator *= 2 * j + 2;
  }
  const Integer pi = 16 * inverse_tangent(5) - 4 * inverse_tangent(239);  // Machin
  c.half_pi = to_int128(shifted(pi, -static_cast<long>(guard_bits - fraction_bits) - 1));
  c.inverse_two_pi = to_int128((Integer(1) << (guard_bits + fraction_bits - 1)) / pi);
  return c;
}

const Constants& constants() {
  static const Constants values = make_constants();
  return values;
}

/// The square root of m in [1/4, 1): within 4 ulps, proved by squaring after the fact.
Fixed square_root(Fixed m) {
  // Newton for the inverse square root, from a double; then one correction of the root itself.
  const double start = 1.0 / std::sqrt(approximate(m));
  auto y = static_cast<Fixed>(std::ldexp(start, 62)) << (fraction_bits - 62);
  for (int step = 0; step < 2; ++step) y += multiply(y, (one - multiply(m, multiply(y, y))) / 2);
  Fixed root = multiply(m, y);
  Wide residual = product(m, one);
  residual -= product(root, root);
  root += multiply(y, static_cast<Fixed>(static_cast<Uint128>(residual.high) << (128 - fraction_bits) |
                                         residual.low >> fraction_bits) /
                          2);
  const auto at_most_m = [&](Fixed x) {  // x^2 <= m, exactly
    Wide difference = product(x, x);
    difference -= product(m, one);
    return negative(difference) || (difference.low == 0 && difference.high == 0);
  };
  if (!at_most_m(root - 4) || at_most_m(root + 4)) throw std::logic_error("square root: Newton's iteration failed");
  return root;
}

// ---- 512 bits, enough to hold p q - g^2 exactly when p, q, |g| < 2^255 ----

using Limbs = std::array<std::uint64_t, 8>;

std::array<std::uint64_t, 4> limbs(const Wide& x) {
  const auto high = static_cast<Uint128>(x.high);
  return {static_cast<std::uint64_t>(x.low), static_cast<std::uint64_t>(x.low >> 64), static_cast<std::uint64_t>(high),
          static_cast<std::uint64_t>(high >> 64)};
}

Limbs product_of(const Wide& x, const Wide& y) {
  const auto a = limbs(x), b = limbs(y);
  Limbs result{};
  for (std::size_t i = 0; i < 4; ++i) {
    if (a[i] == 0) continue;
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      const Uint128 t = Uint128{a[i]} * b[j] + result[i + j] + carry;
      result[i + j] = static_cast<std::uint64_t>(t);
      carry = static_cast<std::uint64_t>(t >> 64);
    }
    result[i + 4] = carry;
  }
  return result;
}

/// x - y for x >= y.
Limbs difference(const Limbs& x, const Limbs& y) {
  Limbs result{};
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Uint128 t = Uint128{x[i]} - y[i] - borrow;
    result[i] = static_cast<std::uint64_t>(t);
    borrow = static_cast<std::uint64_t>(t >> 64) != 0 ? 1 : 0;
  }
  if (borrow != 0) throw std::logic_error("inner products break the Cauchy-Schwarz inequality");
  return result;
}

long bit_length(const Limbs& x) {
  for (std::size_t i = x.size(); i > 0; --i) {
    if (x[i - 1] != 0) return static_cast<long>(64 * i) - std::countl_zero(x[i - 1]);
  }
  return 0;
}
long bit_length(const Integer& x) { return static_cast<long>(bits(x)); }

/// floor(x 2^shift); what comes out must fit.
Fixed window(const Limbs& x, long shift) {
  if (shift >= 0) return static_cast<Fixed>((Uint128{x[1]} << 64 | x[0]) << shift);
  const auto right = static_cast<std::size_t>(-shift);
  const std::size_t limb = right / 64, bit = right % 64;
  const auto at = [&](std::size_t i) { return i < x.size() ? x[i] : 0; };
  Uint128 value = Uint128{at(limb + 1)} << 64 | at(limb);
  if (bit != 0) value = value >> bit | Uint128{at(limb + 2)} << (128 - bit);
  return static_cast<Fixed>(value);
}
Fixed window(const Integer& x, long shift) { return to_int128(shifted(x, shift)); }

/// The leading bits of x >= 0, with an even exponent (mantissa in [1/4, 1)) or any (mantissa in [1/2, 1)).
template <class Number>
Scaled leading(const Number& x, bool even) {
  long exponent = bit_length(x);
  if (exponent == 0) return {};
  if (even && exponent % 2 != 0) ++exponent;
  return {window(x, static_cast<long>(fraction_bits) - exponent), exponent};
}

/// x times 1/sqrt(p q), a number in [0, 1].
Fixed ratio(const Scaled& x, const Length& p, const Length& q) {
  const Fixed mantissa = multiply(multiply(x.mantissa, p.inverse.mantissa), q.inverse.mantissa);
  return scaled(mantissa, x.exponent + p.inverse.exponent + q.inverse.exponent);
}

/// phi in [0, pi/4] with the given sine and cosine.
Fixed small_angle(Fixed sine, Fixed cosine) {
  const Constants& c = constants();
  const double guess = std::atan2(approximate(sine), approximate(cosine));
  const auto m = std::min(static_cast<std::size_t>(std::lround(std::max(guess, 0.0) * 256)), table_size - 1);
  const Fixed s = multiply(sine, c.cosine[m]) - multiply(cosine, c.sine[m]);
  if (s > one / 256 || s < -one / 256) throw std::logic_error("arcsine: the table was missed");
  const Fixed z = multiply(s, s);
  Fixed sum = c.series.back();
  for (std::size_t j = c.series.size() - 1; j > 0; --j) sum = c.series[j - 1] + multiply(z, sum);
  return (static_cast<Fixed>(m) << (fraction_bits - 8)) + multiply(s, sum);
}

/// From |g| and p q - g^2: rho (pi - arccos rho)/(2 pi).
Fixed kernel(const Scaled& inner, bool opposite, Scaled deficit, const Length& p, const Length& q) {
  if (deficit.mantissa != 0) deficit = {square_root(deficit.mantissa), deficit.exponent / 2};
  const Fixed cosine = ratio(inner, p, q);
  const Fixed sine = ratio(deficit, p, q);
  const Constants& c = constants();
  const Fixed acute = sine <= cosine ? small_angle(sine, cosine) : c.half_pi - small_angle(cosine, sine);
  const Fixed angle = opposite ? acute : 2 * c.half_pi - acute;  // pi - arccos rho
  const Fixed value = multiply(cosine, multiply(angle, c.inverse_two_pi));
  return opposite ? -value : value;
}

}  // namespace

Length length_of(const Integer& squared) {
  // floor(sqrt(p 2^2s)) and floor(2^2s'/sqrt(p)), cut to mantissas of 124 bits.
  const long size = bit_length(squared) + bit_length(squared) % 2;
  const long shift = 2 * static_cast<long>(fraction_bits) - size;  // sqrt(p 2^shift) lies in [2^123, 2^124)
  const Integer root = sqrt(shifted(squared, shift + 80));         // 40 bits more than needed
  const Integer inverse = (Integer(1) << (2 * fraction_bits + 41)) / (root + 1);  // in [2^125, 2^126]
  Length length;
  length.value = {to_int128(root >> 40), size / 2};
  const long excess = bit_length(inverse) - static_cast<long>(fraction_bits);
  length.inverse = {to_int128(shifted(inverse, -excess)), excess - 1 - size / 2};
  return length;
}

Fixed relu_kernel(const Wide& g, const Wide& p, const Wide& q, const Length& of_p, const Length& of_q) {
  const Wide magnitude = negative(g) ? -g : g;
  const Limbs deficit = difference(product_of(p, q), product_of(magnitude, magnitude));
  const auto parts = limbs(magnitude);
  const Limbs inner = {parts[0], parts[1], parts[2], parts[3]};
  return kernel(leading(inner, false), negative(g), leading(deficit, true), of_p, of_q);
}

Fixed relu_kernel(const Integer& g, const Integer& p, const Integer& q, const Length& of_p, const Length& of_q) {
  const Integer magnitude = abs(g);
  const Integer deficit = p * q - magnitude * magnitude;
  if (deficit < 0) throw std::logic_error("inner products break the Cauchy-Schwarz inequality");
  return kernel(leading(magnitude, false), g < 0, leading(deficit, true), of_p, of_q);
}

}  // namespace lemmata::checker
