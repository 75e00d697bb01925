#include "numerics/linalg/sliced_product.hpp"

#include "numerics/linalg/error_model.hpp"
#include "numerics/linalg/kernels.hpp"
#include "numerics/scalar/floating.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace lemmata {
namespace {

using Up = Rounding<double>;

/// Exponents of the largest entry of a row; a row below the least one is left out, as its rests say.
constexpr int most_exponent = 400, least_exponent = -400;
/// Bits from the first unit to the last: with them no unit of a product is below 2^-1012, so that nothing underflows.
constexpr int most_below = 160;

/// ||x||_2 rounded upward; 0 for zeros.
double size_up(std::span<const double> x) {
  return std::all_of(x.begin(), x.end(), [](double e) { return e == 0; }) ? 0 : norm_up(x);
}

/// Rows cut into slices, in groups as the kernel reads them.
struct Slices {
  std::size_t length, count, height;
  Vector<double> packed;        ///< integers by group, slice, column, row of the group
  std::vector<char> present;    ///< by group, slice: not all zero
  Matrix<double> parts, rests;  ///< by row, slice: >= the 2-norm of the slice; of what is left after it
  Vector<double> sizes, units;  ///< by row: >= the 2-norm; the unit of the first slice

  Slices(std::size_t rows, std::size_t terms, std::size_t slices, std::size_t group)
      : length(terms),
        count(slices),
        height(group),
        packed((rows + group - 1) / group * slices * terms * group),
        present((rows + group - 1) / group * slices),
        parts(rows, slices),
        rests(rows, slices),
        sizes(rows),
        units(rows) {}

  [[nodiscard]] std::size_t rows() const { return sizes.size(); }
  [[nodiscard]] std::size_t groups() const { return (rows() + height - 1) / height; }
  [[nodiscard]] bool has(std::size_t g, std::size_t i) const { return present[g * count + i] != 0; }
  [[nodiscard]] const double* block(std::size_t g, std::size_t i) const {
    return packed.data() + (g * count + i) * length * height;
  }
};

/// Row `from` of x becomes row `to` of s. False when it is not finite or reaches 2^400.
bool cut(const LongVectors& x, std::size_t from, int bits, Slices& s, std::size_t to) {
  const std::size_t n = x.length(), group = to / s.height, lane = to % s.height;
  Vector<double> high(n), low(n), part(n);
  double largest = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const Sum v = two_sum(x.hi(from, k), x.lo.empty() ? 0 : x.lo(from, k));
    if (!std::isfinite(v.value) || !std::isfinite(v.error)) return false;
    high[k] = v.value;
    low[k] = v.error;
    largest = std::max(largest, std::fabs(v.value));
  }
  int exponent = 0;
  std::frexp(largest, &exponent);
  if (exponent > most_exponent) return false;
  double unit = s.units[to] = std::ldexp(1.0, std::max(exponent, least_exponent) - bits);
  s.sizes[to] = Up::add_up(size_up(high), size_up(low));
  const double most = std::ldexp(1.0, bits);
  for (std::size_t i = 0; i < s.count; ++i) {
    double* const out = s.packed.data() + (group * s.count + i) * n * s.height + lane;
    for (std::size_t k = 0; k < n; ++k) {
      // Exact: m times a power of two, and the difference, a multiple of the last place of high and not larger.
      const double m = std::clamp(std::nearbyint(high[k] / unit), -most, most);
      out[k * s.height] = part[k] = m;
      const Sum rest = two_sum(high[k] - m * unit, low[k]);
      high[k] = rest.value;
      low[k] = rest.error;
    }
    const double size = size_up(part);
    if (size > 0) s.present[group * s.count + i] = 1;
    s.parts(to, i) = Up::mul_up(size, unit);
    s.rests(to, i) = Up::add_up(size_up(high), size_up(low));
    unit = std::ldexp(unit, -bits - 1);
  }
  return true;
}

/// Column norms of a matrix by row and slice.
Vector<double> sizes_by_slice(const Matrix<double>& m) {
  Vector<double> sizes(m.columns()), column(m.rows());
  for (std::size_t i = 0; i < m.columns(); ++i) {
    for (std::size_t r = 0; r < m.rows(); ++r) column[r] = m(r, i);
    sizes[i] = size_up(column);
  }
  return sizes;
}

/// The slices up to the last one that is not zero.
std::size_t used(std::span<const double> parts) {
  std::size_t last = parts.size();
  while (last > 0 && parts[last - 1] == 0) --last;
  return last;
}

/// Multiplies group g of the left by group q of the right.
class Multiplier {
 public:
  Multiplier(const Slices& left, const Slices& right) : left_(left), right_(right), tile_(left.height * left.height) {}

  /// -(the sum over i of X_i Y_(sum-i)^T), column by column; null when all of it is zero.
  const double* sum_of_pairs(std::size_t g, std::size_t q, std::size_t sum) {
    const BlockKernel<double>& kernel = kernels().binary64;
    bool any = false;
    for (std::size_t i = 0; i <= sum; ++i) {
      if (!left_.has(g, i) || !right_.has(q, sum - i)) continue;
      if (!any) std::fill(tile_.begin(), tile_.end(), 0.0);
      any = true;
      for (std::size_t k = 0; k < left_.length; k += kernel.panel)
        kernel.multiply(std::min(kernel.panel, left_.length - k), left_.block(g, i) + k * left_.height,
                        right_.block(q, sum - i) + k * left_.height, tile_.data());
    }
    return any ? tile_.data() : nullptr;
  }

 private:
  const Slices &left_, &right_;
  Vector<double> tile_;
};

}  // namespace

bool Slicing::is_exact(std::size_t terms) const {
  return bits >= 1 && bits <= 26 && count >= 1 &&
         static_cast<double>(count) * static_cast<double>(terms) * std::ldexp(1.0, 2 * bits) <= 0x1p53;
}

Slicing Slicing::keeping(int wanted, std::size_t terms) {
  Slicing best;
  for (std::size_t count = 1; count <= 64; ++count) {
    best = {count, 26};
    while (best.bits > 1 && !best.is_exact(terms)) --best.bits;
    if (static_cast<int>(count) * (best.bits + 1) >= wanted) break;
  }
  return best;
}

Expected<SlicedProduct> sliced_product(const LongVectors& x, const LongVectors& y, const Slicing& slicing, Team& team) {
  const std::size_t terms = x.length(), rows = x.count(), columns = y.count(), count = slicing.count;
  expects(y.length() == terms && terms > 0 && rows > 0 && columns > 0, "sliced_product: rows of one length");
  if (!slicing.is_exact(terms))
    return Failure{FailureKind::inapplicable, "product: sums of " + std::to_string(terms) + " terms of " +
                                                  std::to_string(slicing.bits) + "-bit slices could exceed 2^53"};
  const int step = slicing.bits + 1;
  if (static_cast<double>(count - 1) * step > most_below)
    return Failure{FailureKind::inapplicable, "product: a slice lies more than 160 bits below the first"};
  const std::size_t height = kernels().binary64.group;
  std::atomic<bool> fits{true};
  Slices right(columns, terms, count, height);
  team.for_each(right.groups(), [&](std::size_t q) {
    for (std::size_t k = q * height; k < std::min(columns, (q + 1) * height); ++k)
      if (!cut(y, k, slicing.bits, right, k)) fits = false;
  });
  const double y_size = size_up(right.sizes);
  const Vector<double> y_parts = sizes_by_slice(right.parts), y_rests = sizes_by_slice(right.rests);
  double y_sum = 0;
  for (const double part : y_parts) y_sum = Up::add_up(y_sum, part);

  SlicedProduct result{{Matrix<double>(rows, columns), Matrix<double>(rows, columns)}, Vector<double>(rows)};
  // As many rows at a time as let a group of the right be read from the cache.
  const std::size_t strip = 4 * height;
  const auto multiply_strip = [&](std::size_t first, std::size_t last) {
    Slices left(last - first, terms, count, height);
    for (std::size_t r = first; r < last; ++r)
      if (!cut(x, r, slicing.bits, left, r - first)) {
        fits = false;
        return;
      }
    Multiplier multiplier(left, right);
    for (std::size_t q = 0; q < right.groups(); ++q)
      for (std::size_t g = 0; g < left.groups(); ++g)
        for (std::size_t sum = 0; sum < count; ++sum) {
          const double* const tile = multiplier.sum_of_pairs(g, q, sum);
          if (tile == nullptr) continue;
          for (std::size_t r = g * height; r < std::min(left.rows(), (g + 1) * height); ++r) {
            const double unit = std::ldexp(left.units[r], -static_cast<int>(sum) * step);
            for (std::size_t k = q * height; k < std::min(columns, (q + 1) * height); ++k) {
              double &hi = result.product.hi(first + r, k), &lo = result.product.lo(first + r, k);
              const Sum s = two_sum(hi, -tile[k % height * height + r % height] * unit * right.units[k]);
              hi = s.value;
              lo += s.error;
            }
          }
        }
    for (std::size_t r = 0; r < left.rows(); ++r) {
      // Left out: sum_i X_i (Y - Y_0 - .. - Y_(count-1-i))^T, and what X keeps, times Y.
      double error = Up::mul_up(left.rests(r, count - 1), y_size), x_sum = 0;
      for (std::size_t i = 0; i < count; ++i) {
        error = Up::add_up(error, Up::mul_up(left.parts(r, i), y_rests[count - 1 - i]));
        x_sum = Up::add_up(x_sum, left.parts(r, i));
      }
      // Of so many numbers added, all but the first leave an error of u times the sum so far; adding those up rounds
      // once less.
      const std::size_t of_x = used(left.parts.row(r)), of_y = used(y_parts);
      const double added = of_x == 0 || of_y == 0 ? 0.0 : static_cast<double>(std::min(count, of_x + of_y - 1));
      if (added > 2)
        error = Up::add_up(error, Up::mul_up(1.02 * (added - 1) * (added - 2) * unit_roundoff * unit_roundoff,
                                             Up::mul_up(x_sum, y_sum)));
      result.error[first + r] = error;
      for (std::size_t k = 0; k < columns; ++k) {
        const Sum s = two_sum(result.product.hi(first + r, k), result.product.lo(first + r, k));
        result.product.hi(first + r, k) = s.value;
        result.product.lo(first + r, k) = s.error;
      }
    }
  };
  if (fits)
    team.for_each((rows + strip - 1) / strip,
                  [&](std::size_t s) { multiply_strip(s * strip, std::min(rows, (s + 1) * strip)); });
  if (!fits) return Failure{FailureKind::inapplicable, "product: a row is not finite or reaches 2^400"};
  return result;
}

}  // namespace lemmata
