#include "numerics/scalar/floating.hpp"

namespace lemmata::detail {

/// With x = f 2^i, y = g 2^j, r = h 2^k, 1/2 <= |f|, |g|, |h| < 1: the sign of x y - r is that of f g - h 2^(k-i-j).
/// The exponent k-i-j is small, f g - h 2^(k-i-j) is a multiple of 2^-110 and below 8, so the fused result is not zero
/// unless it is exactly so, and has the right sign. A product that vanished in rounding (r = 0) has the sign of x y.
double product_error_sign(double x, double y, double r) {
  int i = 0;
  int j = 0;
  int k = 0;
  const double f = std::frexp(x, &i);
  const double g = std::frexp(y, &j);
  if (r == 0) return f * g;
  const double h = std::frexp(r, &k);
  return std::fma(f, g, -std::ldexp(h, k - i - j));
}

}  // namespace lemmata::detail
