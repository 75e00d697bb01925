/// Method: each row is written as integers times a power of two of its own, so that all inner products are integers,
/// formed exactly in the cheapest arithmetic that provably cannot overflow: doubles (below 2^53), 128 bits, 256 bits,
/// big integers.
#include "verify/checker/gram.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

#include "verify/checker/angle.hpp"
#include "verify/checker/inner_products.hpp"

namespace lemmata::checker {
namespace {

/// value = mantissa 2^exponent with an odd mantissa; 0 is {0, 0}.
struct Odd {
  std::int64_t mantissa = 0;
  int exponent = 0;
};

Odd odd(double value) {
  if (value == 0) return {};
  int exponent = 0;
  auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(value, &exponent), 53));
  const int zeros = std::countr_zero(static_cast<std::uint64_t>(mantissa));
  return {mantissa >> zeros, exponent - 53 + zeros};
}

/// A row is 2^exponent times integers below 2^width in absolute value.
struct Grid {
  long exponent = 0;
  long width = 0;  // 0: a zero row
};

Grid grid_of(std::span<const double> row) {
  long low = std::numeric_limits<long>::max(), high = std::numeric_limits<long>::min();
  for (const double value : row) {
    if (value == 0) continue;
    low = std::min(low, long{odd(value).exponent});
    high = std::max(high, long{std::ilogb(value)} + 1);
  }
  if (high < low) return {};
  return {low, high - low};
}

template <class Entry>
std::vector<Entry> integers(std::span<const double> values, std::size_t d, const std::vector<Grid>& grids) {
  std::vector<Entry> result(values.size());
  for (std::size_t index = 0; index < values.size(); ++index) {
    const Odd value = odd(values[index]);
    const long shift = value.mantissa == 0 ? 0 : value.exponent - grids[index / d].exponent;
    if constexpr (std::is_same_v<Entry, double>) {
      result[index] = std::ldexp(static_cast<double>(value.mantissa), static_cast<int>(shift));
    } else {
      result[index] = value.mantissa;
      result[index] <<= static_cast<unsigned>(shift);
    }
  }
  return result;
}

Wide widened(Int128 x) { return {static_cast<Uint128>(x), x < 0 ? Int128{-1} : Int128{0}}; }

Wide inner(std::span<const std::int64_t> x, std::span<const std::int64_t> y) {
  Int128 sum = 0;
  for (std::size_t k = 0; k < x.size(); ++k) sum += Int128{x[k]} * y[k];
  return widened(sum);
}
Wide inner(std::span<const Int128> x, std::span<const Int128> y) {
  Wide sum;
  for (std::size_t k = 0; k < x.size(); ++k) sum += product(x[k], y[k]);
  return sum;
}
Integer inner(std::span<const Integer> x, std::span<const Integer> y) {
  Integer sum = 0;
  for (std::size_t k = 0; k < x.size(); ++k) sum += x[k] * y[k];
  return sum;
}

Integer plain(const Integer& x) { return x; }
Integer plain(const Wide& x) { return to_integer(x); }

/// Entries from inner products: g(i, j, out) calls out(j, x_i.x_j) for all j <= i.
class Builder {
 public:
  Builder(const std::vector<Grid>& grids, bool unit) : grids_(grids), unit_(unit) {}

  /// `squares[i]` = x_i.x_i.
  template <class Number, class InnerProductsOfRow>
  FixedMatrix build(const std::vector<Number>& squares, InnerProductsOfRow&& row_of) const {
    const std::size_t n = squares.size();
    FixedMatrix result;
    result.n = n;
    std::vector<Length> lengths;
    for (const Number& square : squares) lengths.push_back(length_of(plain(square)));
    const std::vector<Fixed> norms = scaled_norms(lengths, result);
    result.lower.reserve(n * (n + 1) / 2);
    std::vector<Number> products(n);
    for (std::size_t i = 0; i < n; ++i) {
      row_of(i, products);
      for (std::size_t j = 0; j <= i; ++j) {
        const Fixed h = i == j ? one / 2 : relu_kernel(products[j], squares[i], squares[j], lengths[i], lengths[j]);
        result.lower.push_back(unit_ ? h : multiply(multiply(h, norms[i]), norms[j]));
      }
    }
    return result;
  }

 private:
  /// |x_i| 2^-e, at most 2 ulps below the true value, all below 1; the exponent of the matrix is 2 e.
  [[nodiscard]] std::vector<Fixed> scaled_norms(const std::vector<Length>& lengths, FixedMatrix& matrix) const {
    std::vector<Fixed> norms;
    if (unit_) return norms;
    long top = std::numeric_limits<long>::min();
    for (std::size_t i = 0; i < lengths.size(); ++i)
      top = std::max(top, lengths[i].value.exponent + grids_[i].exponent);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      norms.push_back(scaled(lengths[i].value.mantissa, lengths[i].value.exponent + grids_[i].exponent - top));
    }
    matrix.exponent = 2 * top;
    return norms;
  }

  const std::vector<Grid>& grids_;
  bool unit_;
};

/// All inner products below 2^53: doubles are exact in any order.
FixedMatrix gram_in_doubles(const std::vector<double>& rows, std::size_t n, std::size_t d, const Builder& builder) {
  const InnerProducts products = inner_products();
  const auto row = [&](std::size_t i) { return rows.data() + std::min(i, n - 1) * d; };
  const auto exact_wide = [](double x) { return widened(static_cast<Int128>(static_cast<std::int64_t>(x))); };
  std::vector<std::vector<double>> strip(4, std::vector<double>(n));  // four rows of products at a time
  const auto fill = [&](std::size_t i) {
    const std::array<const double*, 4> a = {row(i), row(i + 1), row(i + 2), row(i + 3)};
    for (std::size_t j = 0; j < std::min(i + 4, n); j += 2) {
      const std::array<const double*, 2> b = {row(j), row(j + 1)};
      std::array<double, 8> sums{};
      products(a.data(), b.data(), 0, d, sums.data());
      for (std::size_t r = 0; r < 4; ++r) {
        for (std::size_t s = 0; s < 2 && j + s < n; ++s) strip[r][j + s] = sums[2 * r + s];
      }
    }
  };
  std::vector<Wide> squares(n);
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < d; ++k) sum += row(i)[k] * row(i)[k];
    squares[i] = exact_wide(sum);
  }
  return builder.build(squares, [&](std::size_t i, std::vector<Wide>& out) {
    if (i % 4 == 0) fill(i);
    for (std::size_t j = 0; j <= i; ++j) out[j] = exact_wide(strip[i % 4][j]);
  });
}

template <class Entry>
FixedMatrix gram_in_integers(const std::vector<Entry>& rows, std::size_t n, std::size_t d, const Builder& builder) {
  const auto row = [&](std::size_t i) { return std::span<const Entry>(rows).subspan(i * d, d); };
  using Number = decltype(inner(row(0), row(0)));
  std::vector<Number> squares;
  for (std::size_t i = 0; i < n; ++i) squares.push_back(inner(row(i), row(i)));
  return builder.build(squares, [&](std::size_t i, std::vector<Number>& out) {
    for (std::size_t j = 0; j <= i; ++j) out[j] = inner(row(i), row(j));
  });
}

}  // namespace

FixedMatrix no_matrix(std::string why) {
  FixedMatrix result;
  result.failure = std::move(why);
  return result;
}

FixedMatrix relu_gram(const std::vector<double>& x, std::size_t n, std::size_t d, bool unit) {
  std::vector<Grid> grids;
  long width = 0;
  for (std::size_t i = 0; i < n; ++i) {
    grids.push_back(grid_of(std::span<const double>(x).subspan(i * d, d)));
    if (grids.back().width == 0) return no_matrix("row " + std::to_string(i) + " of the selection is zero");
    width = std::max(width, grids.back().width);
  }
  const Builder builder(grids, unit);
  const long needed = 2 * width + static_cast<long>(std::bit_width(d));  // bits of any partial sum
  if (needed <= 53) return gram_in_doubles(integers<double>(x, d, grids), n, d, builder);
  if (needed <= 126 && width <= 62) return gram_in_integers(integers<std::int64_t>(x, d, grids), n, d, builder);
  if (needed <= 253 && width <= 125) return gram_in_integers(integers<Int128>(x, d, grids), n, d, builder);
  return gram_in_integers(integers<Integer>(x, d, grids), n, d, builder);
}

FixedMatrix plain_matrix(const std::vector<double>& x, std::size_t n) {
  FixedMatrix result;
  result.n = n;
  double largest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      if (x[i * n + j] != x[j * n + i])
        return no_matrix("the matrix is not symmetric at (" + std::to_string(i) + ", " + std::to_string(j) + ")");
      largest = std::max(largest, std::abs(x[i * n + j]));
    }
  }
  result.exponent = largest == 0 ? 0 : long{std::ilogb(largest)} + 1;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const Odd value = odd(x[i * n + j]);
      result.lower.push_back(value.mantissa == 0 ? Fixed{0} : [&] {
        // |value| 2^-exponent <= 1; the mantissa has at most 53 bits
        const long shift = value.exponent - result.exponent + long{fraction_bits};
        const Fixed mantissa = value.mantissa;
        return shift >= 0 ? mantissa * (Fixed{1} << shift) : scaled(mantissa, shift);
      }());
    }
  }
  return result;
}

}  // namespace lemmata::checker
