#include "verify/certificate/exact_box.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace lemmata::verify {
namespace {

/// mantissa * 2^exponent, exactly.
struct Dyadic {
  Integer mantissa = 0;
  int exponent = 0;
};

Dyadic dyadic(double x) {
  if (x == 0) return {};
  int exponent = 0;
  const auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(x, &exponent), 53));
  return {Integer(mantissa), exponent - 53};
}

Dyadic sum(const Dyadic& x, const Dyadic& y) {
  if (x.mantissa == 0) return y;
  if (y.mantissa == 0) return x;
  const int low = std::min(x.exponent, y.exponent);
  return {(x.mantissa << (x.exponent - low)) + (y.mantissa << (y.exponent - low)), low};
}

struct Rounded {
  Integer value;
  bool exact = true;
};

Integer floor_shift(const Integer& x, unsigned shift) {
  if (x >= 0) return x >> shift;
  const Integer magnitude = -x;
  return -((magnitude + (Integer(1) << shift) - 1) >> shift);
}

/// x 2^bits rounded to an integer, within 1/2.
Rounded nearest(const Dyadic& x, int bits) {
  const int shift = x.exponent + bits;
  if (shift >= 0) return {x.mantissa << shift, true};
  const auto down = static_cast<unsigned>(-shift);
  const Integer value = floor_shift(x.mantissa + (Integer(1) << (down - 1)), down);
  return {value, (value << down) == x.mantissa};
}

/// x 2^bits rounded up, x >= 0.
Integer upward(double x, int bits) {
  const Dyadic e = dyadic(x);
  const int shift = e.exponent + bits;
  if (shift >= 0) return e.mantissa << shift;
  return -floor_shift(-e.mantissa, static_cast<unsigned>(-shift));
}

bool all_zero(const Rows& rows) {
  return std::ranges::all_of(
      rows, [](const auto& row) { return std::ranges::all_of(row, [](const Integer& x) { return x == 0; }); });
}

}  // namespace

ExactBox exact_box(const SymmetricBox& box, unsigned bits, int exponent) {
  using R = Rounding<double>;
  const std::size_t n = box.order();
  const int scale = static_cast<int>(bits) + exponent;
  ExactBox result;
  result.bits = bits;
  result.a.resize(n);
  result.d.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const Dyadic low = box.lo().empty() ? Dyadic{} : dyadic(box.lo()(i, j));
      Rounded centre = nearest(sum(dyadic(box.mid()(i, j)), low), scale);
      double radius = box.rad().empty() ? 0.0 : box.rad()(i, j);
      if (!box.r().empty()) radius = R::add_up(radius, R::mul_up(box.r()[i], box.r()[j]));
      result.a[i].push_back(std::move(centre.value));
      result.d[i].push_back(upward(radius, scale) + (centre.exact ? 0 : 1));
    }
  }
  if (all_zero(result.d)) result.d.clear();
  return result;
}

template <unsigned D>
ExactBox exact_box(const Matrix<Interval<Mp<D>>>& entries, unsigned bits) {
  const std::size_t n = entries.rows();
  const auto integer = [bits](const Mp<D>& x, bool up) {
    const Mp<D> scaled = ldexp(x, static_cast<int>(bits));  // a power of two: exact
    return (up ? Mp<D>(ceil(scaled)) : Mp<D>(floor(scaled))).template convert_to<Integer>();
  };
  ExactBox result;
  result.bits = bits;
  result.a.resize(n);
  result.d.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const Integer low = integer(entries(i, j).inf(), false);
      const Integer high = integer(entries(i, j).sup(), true);
      const Integer centre = floor_shift(low + high, 1);
      result.a[i].push_back(centre);
      result.d[i].push_back(std::max(Integer(high - centre), Integer(centre - low)));
    }
  }
  if (all_zero(result.d)) result.d.clear();
  return result;
}

template ExactBox exact_box<50>(const Matrix<Interval<Mp<50>>>&, unsigned);
template ExactBox exact_box<100>(const Matrix<Interval<Mp<100>>>&, unsigned);
template ExactBox exact_box<200>(const Matrix<Interval<Mp<200>>>&, unsigned);

}  // namespace lemmata::verify
