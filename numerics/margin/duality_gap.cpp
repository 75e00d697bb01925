#include "numerics/margin/duality_gap.hpp"

#include <algorithm>

namespace lemmata {
namespace {

/// 2^(multiple * log2_denominator) as a rational factor: integers of the data times 2^-e are the data.
Rational unscaled(const Rational& value, long log2_factor) {
  if (log2_factor >= 0) return value / Rational(shifted(Integer(1), log2_factor));
  return value * Rational(shifted(Integer(1), -log2_factor));
}

}  // namespace

Integer norm_or_square(MarginNorm norm, std::span<const Integer> w) {
  Integer result = 0;
  for (const Integer& entry : w) {
    switch (norm) {
      case MarginNorm::l1:
        result += boost::multiprecision::abs(entry);
        break;
      case MarginNorm::l2:
        result += entry * entry;
        break;
      case MarginNorm::linf:
        result = std::max(result, Integer(boost::multiprecision::abs(entry)));
        break;
    }
  }
  return result;
}

MarginNorm dual(MarginNorm norm) {
  switch (norm) {
    case MarginNorm::l1:
      return MarginNorm::linf;
    case MarginNorm::linf:
      return MarginNorm::l1;
    case MarginNorm::l2:
      break;
  }
  return MarginNorm::l2;
}

LeastRow least_row(const IntegerMatrix& z, std::span<const Integer> w, const Integer& reference) {
  // A row is first seen through w cut to its leading bits: <Z_i, w> >= 2^s (<Z_i, floor(w/2^s)> - sum_j |Z_ij|).
  constexpr std::size_t kept_bits = 192;
  std::size_t bits = 0;
  for (const Integer& entry : w) bits = std::max(bits, bit_length(entry));
  const long cut = bits > 2 * kept_bits ? static_cast<long>(bits - kept_bits) : 0;
  Vector<Integer> leading;
  if (cut > 0) {
    for (const Integer& entry : w) leading.push_back(shifted(entry, -cut));
  }
  struct Below {
    Integer value;
    std::size_t row;
  };
  LeastRow least;
  std::vector<Below> below;
  bool any = false;
  for (std::size_t i = 0; i < z.rows(); ++i) {
    if (cut > 0 && any) {
      const Integer bound = shifted(Integer(z.dot(i, leading) - z.row_sum(i)), cut);
      if (bound > least.value && bound >= reference) continue;
    }
    const Integer value = z.dot(i, w);
    if (value < reference) below.push_back({value, i});
    if (!any || value < least.value) {
      least.value = value;
      least.where.clear();
      any = true;
    }
    if (value == least.value) least.where.push_back(i);
  }
  const auto kept = std::min<std::size_t>(below.size(), 64);
  std::partial_sort(below.begin(), below.begin() + static_cast<std::ptrdiff_t>(kept), below.end(),
                    [](const Below& a, const Below& b) { return a.value < b.value; });
  for (std::size_t k = 0; k < kept; ++k) least.below.push_back(below[k].row);
  return least;
}

Rational margin_lower(const IntegerMatrix& z, MarginNorm norm, std::span<const Integer> w, const Integer& least) {
  if (least <= 0) return 0;
  const Integer size = norm_or_square(norm, w);
  if (norm == MarginNorm::l2) return unscaled(Rational(Integer(least * least), size), 2 * z.log2_denominator());
  return unscaled(Rational(least, size), z.log2_denominator());
}

Rational margin_upper(const IntegerMatrix& z, MarginNorm norm, std::span<const std::size_t> rows,
                      std::span<const Integer> weights) {
  Integer total = 0;
  for (const Integer& weight : weights) {
    expects(weight >= 0, "margin_upper: weights that are not negative");
    total += weight;
  }
  expects(total > 0, "margin_upper: weights that are not all 0");
  const Integer size = norm_or_square(dual(norm), z.combination(rows, weights));
  if (norm == MarginNorm::l2) return unscaled(Rational(size, Integer(total * total)), 2 * z.log2_denominator());
  return unscaled(Rational(size, total), z.log2_denominator());
}

}  // namespace lemmata
