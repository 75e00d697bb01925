#include "numerics/scalar/double_double.hpp"

#include <array>
#include <span>

namespace lemmata::detail {
namespace {

using R = Rounding<double>;

/// The double bounds of x; one step outward of hi at most.
double low(const DoubleDouble& x) { return Cast<double, DoubleDouble>::down(x); }
double high(const DoubleDouble& x) { return Cast<double, DoubleDouble>::up(x); }

/// The extreme value of x and y is x.hi, y.hi up to one step; all of hi, lo products stay far from underflow and
/// overflow.
bool comfortable(double magnitude) { return magnitude >= 0x1p-900 && magnitude <= 0x1p1000; }

/// Absolute bound for the errors of at most 16 products that underflow: each is below 2^-1074.
constexpr double underflow = 0x1p-1066;

/// Bounds of h + l + tail, where h + l is exact and tail lies in [tail_down, tail_up].
DirectedPair outward(const Sum& s, double tail_down, double tail_up) {
  return {DoubleDouble(s.value, R::add_down(s.error, tail_down)), DoubleDouble(s.value, R::add_up(s.error, tail_up))};
}

/// a sum of doubles as exact value + error-free tail: the tail is bounded with directed sums.
struct BoundedSum {
  double value = 0;
  double tail_down = 0;
  double tail_up = 0;
};
BoundedSum accumulate(std::span<const double> terms) {
  BoundedSum r;
  for (const double term : terms) {
    const Sum s = two_sum(r.value, term);
    r.value = s.value;
    r.tail_down = R::add_down(r.tail_down, s.error);
    r.tail_up = R::add_up(r.tail_up, s.error);
  }
  return r;
}

/// The hull of the four quotients or products of double bounds: for operands outside the comfortable range.
template <class Down, class Up>
DirectedPair hull_of_corners(const DoubleDouble& a, const DoubleDouble& b, Down down, Up up) {
  const std::array<double, 2> x{low(a), high(a)};
  const std::array<double, 2> y{low(b), high(b)};
  double least = std::numeric_limits<double>::infinity();
  double greatest = -least;
  for (const double s : x) {
    for (const double t : y) {
      const double d = down(s, t);
      const double u = up(s, t);
      if (!(d == d) || !(u == u)) return {DoubleDouble(d + u), DoubleDouble(d + u)};
      least = std::fmin(least, d);
      greatest = std::fmax(greatest, u);
    }
  }
  return {DoubleDouble(least), DoubleDouble(greatest)};
}

}  // namespace

/// a + b = vh + w + e1 + e2 exactly: sums never underflow, and each rounding below is a TwoSum whose error is kept.
DirectedPair directed_add(const DoubleDouble& a, const DoubleDouble& b) {
  if (!(std::fabs(a.hi) <= 0x1p1022 && std::fabs(b.hi) <= 0x1p1022)) {
    return {DoubleDouble(R::add_down(low(a), low(b))), DoubleDouble(R::add_up(high(a), high(b)))};
  }
  const Sum s = two_sum(a.hi, b.hi);
  const Sum t = two_sum(a.lo, b.lo);
  const Sum c = two_sum(s.error, t.value);
  const Sum v = two_sum(s.value, c.value);
  const Sum w = two_sum(t.error, v.error);
  return outward(two_sum(v.value, w.value), R::add_down(c.error, w.error), R::add_up(c.error, w.error));
}

/// a b = (ch + cl) + (p1 + p2) + (q1 + q2) + a.lo b.lo, the pairs exact up to underflow.
DirectedPair directed_multiply(const DoubleDouble& a, const DoubleDouble& b) {
  const Sum c = two_product(a.hi, b.hi);
  if (!comfortable(std::fabs(c.value)) || !comfortable(std::fabs(a.hi)) || !comfortable(std::fabs(b.hi))) {
    return hull_of_corners(a, b, R::mul_down, R::mul_up);
  }
  if (a.lo == 0 && b.lo == 0) return {DoubleDouble(c), DoubleDouble(c)};
  const Sum p = two_product(a.hi, b.lo);
  const Sum q = two_product(a.lo, b.hi);
  const std::array terms{c.error, p.value, q.value};
  const BoundedSum middle = accumulate(terms);
  const double products_down = R::add_down(R::add_down(p.error, q.error), R::mul_down(a.lo, b.lo));
  const double products_up = R::add_up(R::add_up(p.error, q.error), R::mul_up(a.lo, b.lo));
  const bool exact =
      (b.lo == 0 || std::fabs(p.value) >= safe_magnitude) && (a.lo == 0 || std::fabs(q.value) >= safe_magnitude);
  const double slack = exact ? 0 : underflow;
  return outward(two_sum(c.value, middle.value), R::sub_down(R::add_down(middle.tail_down, products_down), slack),
                 R::add_up(R::add_up(middle.tail_up, products_up), slack));
}

/// x / y = z + (x - z y) / y for any z.
DirectedPair directed_divide(const DoubleDouble& x, const DoubleDouble& y) {
  const DoubleDouble z = x / y;
  if (!comfortable(std::fabs(z.hi)) || !comfortable(std::fabs(x.hi)) || !comfortable(std::fabs(y.hi))) {
    return hull_of_corners(x, y, R::div_down, R::div_up);
  }
  const Sum c = two_product(z.hi, y.hi);
  const Sum p = two_product(z.hi, y.lo);
  const Sum q = two_product(z.lo, y.hi);
  const std::array terms{x.hi, -c.value, x.lo, -c.error, -p.value, -q.value, -p.error, -q.error};
  const BoundedSum r = accumulate(terms);
  const double tail_down = R::sub_down(R::sub_down(r.tail_down, R::mul_up(z.lo, y.lo)), underflow);
  const double tail_up = R::add_up(R::sub_up(r.tail_up, R::mul_down(z.lo, y.lo)), underflow);
  const double residual_down = R::add_down(r.value, tail_down);
  const double residual_up = R::add_up(r.value, tail_up);
  if (r.value == 0 && r.tail_down == 0 && r.tail_up == 0 && z.lo * y.lo == 0 && (z.lo == 0 || y.lo == 0) &&
      (p.value == 0 || std::fabs(p.value) >= safe_magnitude) &&
      (q.value == 0 || std::fabs(q.value) >= safe_magnitude)) {
    return {z, z};
  }
  const double lowest = y.hi > 0 ? residual_down : residual_up;
  const double highest = y.hi > 0 ? residual_up : residual_down;
  // lowest / y is least at the end of y nearer to zero when it is negative, at the farther one otherwise.
  const double near = y.hi > 0 ? low(y) : high(y);
  const double far = y.hi > 0 ? high(y) : low(y);
  const bool negative_low = (lowest < 0) != (y.hi < 0);
  const bool positive_high = (highest > 0) == (y.hi > 0);
  return outward(z.sum(), R::div_down(lowest, negative_low ? near : far),
                 R::div_up(highest, positive_high ? near : far));
}

/// With r = x - z^2: z + r / (2 z) - r^2 / (2 z^3) <= sqrt(x) <= z + r / (2 z), since sqrt(x) = z + r / (2 z) -
/// (sqrt(x) - z)^2 / (2 z) and |sqrt(x) - z| <= |r| / z.
DirectedPair directed_sqrt(const DoubleDouble& x) {
  if (!comfortable(x.hi)) return {DoubleDouble(R::sqrt_down(low(x))), DoubleDouble(R::sqrt_up(high(x)))};
  const DoubleDouble z = sqrt(x);
  const Sum c = two_product(z.hi, z.hi);
  const Sum p = two_product(z.hi, 2 * z.lo);
  const std::array terms{x.hi, -c.value, x.lo, -c.error, -p.value, -p.error};
  const BoundedSum r = accumulate(terms);
  const bool p_exact = z.lo == 0 || std::fabs(p.value) >= safe_magnitude;
  if (r.value == 0 && r.tail_down == 0 && r.tail_up == 0 && z.lo == 0) return {z, z};
  const double slack = p_exact ? 0 : underflow;
  const double down = R::sub_down(R::add_down(r.value, R::sub_down(r.tail_down, R::mul_up(z.lo, z.lo))), slack);
  const double up = R::add_up(R::add_up(r.value, R::sub_up(r.tail_up, R::mul_down(z.lo, z.lo))), slack);
  const double near = 2 * low(z);
  const double far = 2 * high(z);
  const double magnitude = std::fmax(std::fabs(down), std::fabs(up));
  const double shift = R::div_up(magnitude, low(z));  // >= |sqrt(x) - z|
  const double curvature = R::div_up(R::mul_up(shift, shift), near);
  return outward(z.sum(), R::sub_down(R::div_down(down, down < 0 ? near : far), curvature),
                 R::div_up(up, up > 0 ? near : far));
}

}  // namespace lemmata::detail
