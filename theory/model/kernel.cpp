#include "theory/model/kernel.hpp"

#include "numerics/linalg/team.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/relu_entries.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <string>
#include <vector>

namespace lemmata::theory {
namespace {

using relu_entries::grid_points;

// Every double-double operation of relu_entries.cpp has relative error at most 15 u^2 (Joldes, Muller, Popescu 2017:
// sum 3 u^2 + 13 u^3, product 5 u^2, quotient 15 u^2 + 56 u^3, square root 25/8 u^2), u = 2^-53; 16 u^2 = 2^-102.
constexpr double epsilon = 0x1p-102;
constexpr int largest_span = 400;  // of binary exponents, so that no product comes near the subnormal range

/// hi + lo within 2^-106 relative of the midpoint of an enclosure far narrower than that.
struct Split {
  double hi;
  double lo;
};

Split split(const Interval<Mp<50>>& x) {
  const Mp<50> mid = x.mid();
  const auto hi = static_cast<double>(mid);
  return {hi, static_cast<double>(Mp<50>(mid - hi))};
}

/// The constants of the inner loops, from MPFR.
struct Tables {
  std::vector<double> cos_hi, cos_lo, sin_hi, sin_lo;
  Split pi{}, inverse_two_pi{};
  Split asin[3] = {};

  Tables() {
    using I = Interval<Mp<50>>;
    for (std::size_t k = 0; k < grid_points; ++k) {
      const I t(Mp<50>(static_cast<double>(k) * relu_entries::grid_step));
      const Split c = split(cos(t));
      const Split s = split(sin(t));
      cos_hi.push_back(c.hi);
      cos_lo.push_back(c.lo);
      sin_hi.push_back(s.hi);
      sin_lo.push_back(s.lo);
    }
    const I p = lemmata::pi<Mp<50>>();
    pi = split(p);
    inverse_two_pi = split(I(Mp<50>(1)) / (I(Mp<50>(2)) * p));
    const double numerators[3] = {1, 3, 5};
    const double denominators[3] = {6, 40, 112};
    for (int k = 0; k < 3; ++k) asin[k] = split(I(Mp<50>(numerators[k])) / I(Mp<50>(denominators[k])));
  }
};

/// The inputs as the inner loops read them.
struct Rows {
  std::vector<double> padded;  // each row scaled by 2^-exponent to largest magnitude in [1, 2)
  std::size_t stride = 0;
  std::vector<int> exponents;
  std::vector<double> norm_hi, norm_lo;
  std::vector<DoubleDouble> squares;  // |x_i|^2
  bool exact_products = false;
};

/// The number of significant bits of x below 2: x = integer * 2^(1 - bits).
int bits_below_two(double x) {
  int exponent = 0;
  double fraction = std::frexp(x, &exponent);
  int bits = 0;
  while (fraction != std::floor(fraction)) {
    fraction *= 2;
    ++bits;
  }
  return bits - exponent + 1;
}

/// What the inner loops read of `rows`, which must outlive it.
relu_entries::Input loop_input(const Rows& rows) {
  static const Tables tables;
  relu_entries::Input in;
  in.rows = rows.padded.data();
  in.stride = rows.stride;
  in.exact_products = rows.exact_products;
  in.norm_hi = rows.norm_hi.data();
  in.norm_lo = rows.norm_lo.data();
  in.cos_hi = tables.cos_hi.data();
  in.cos_lo = tables.cos_lo.data();
  in.sin_hi = tables.sin_hi.data();
  in.sin_lo = tables.sin_lo.data();
  in.pi_hi = tables.pi.hi;
  in.pi_lo = tables.pi.lo;
  in.inverse_two_pi_hi = tables.inverse_two_pi.hi;
  in.inverse_two_pi_lo = tables.inverse_two_pi.lo;
  for (int k = 0; k < 3; ++k) {
    in.asin_hi[k] = tables.asin[k].hi;
    in.asin_lo[k] = tables.asin[k].lo;
  }
  return in;
}

Expected<Rows> prepare(const Matrix<double>& inputs) {
  const std::size_t n = inputs.rows();
  const std::size_t d = inputs.columns();
  Rows rows;
  rows.stride = (d + relu_entries::lanes - 1) / relu_entries::lanes * relu_entries::lanes;
  rows.padded.assign(n * rows.stride, 0.0);
  int bits = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double largest = 0;
    for (const double x : inputs.row(i)) largest = std::max(largest, std::fabs(x));
    if (!(largest > 0) || !std::isfinite(largest)) {
      return Failure{FailureKind::inapplicable, "row " + std::to_string(i) + " is zero or not finite"};
    }
    const int exponent = std::ilogb(largest);
    rows.exponents.push_back(exponent);
    for (std::size_t k = 0; k < d; ++k) {
      const double x = inputs(i, k);
      if (x == 0) continue;
      if (std::ilogb(x) < exponent - largest_span) {
        return Failure{FailureKind::inapplicable,
                       "row " + std::to_string(i) + " spans more than 2^" + std::to_string(largest_span)};
      }
      const double scaled = std::scalbn(x, -exponent);
      rows.padded[i * rows.stride + k] = scaled;
      bits = std::max(bits, bits_below_two(scaled));
    }
  }
  // Every partial sum is an integer multiple of 2^(2 - 2 bits) below 4 d: exact when 2 bits + log2 d <= 53.
  rows.exact_products = 2 * bits + std::ilogb(static_cast<double>(d)) + 1 <= 53;
  const relu_entries::Kernel kernel = relu_entries::kernel();
  const relu_entries::Input in = loop_input(rows);
  rows.squares.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    kernel.dot(in, i, i, &rows.squares[i].hi, &rows.squares[i].lo);
    const DoubleDouble norm = sqrt(rows.squares[i]);
    rows.norm_hi.push_back(norm.hi);
    rows.norm_lo.push_back(norm.lo);
  }
  return rows;
}

/// |fl(x.y) - x.y| <= this times |x| |y|: the compensated dot product of relu_entries.cpp has rounding depth
/// h = ceil(d/lanes) + 12, hence error gamma_h^2 (Ogita, Rump, Oishi 2005, section 4); 2^-1000 covers underflow.
double dot_error(const Rows& rows) {
  if (rows.exact_products) return 0;
  const double h = static_cast<double>(rows.stride / relu_entries::lanes) + 12;
  return 1.01 * h * h * 0x1p-106 + 0x1p-1000;
}

/// Upper side of the lower triangle.
void mirror(Matrix<double>& a) {
  constexpr std::size_t block = 64;
  const std::size_t n = a.rows();
  for (std::size_t bi = 0; bi < n; bi += block) {
    for (std::size_t bj = 0; bj <= bi; bj += block) {
      for (std::size_t i = bi; i < std::min(n, bi + block); ++i) {
        for (std::size_t j = bj; j < std::min(i, bj + block); ++j) a(j, i) = a(i, j);
      }
    }
  }
}

}  // namespace

Expected<ScaledBox> relu_gram(const Matrix<double>& inputs, Normalization normalization, unsigned threads) {
  expects(inputs.rows() > 0 && inputs.columns() > 0, "relu_gram: n >= 1 and d >= 1");
  Expected<Rows> prepared = prepare(inputs);
  if (!prepared) return prepared.error();
  const Rows rows = std::move(prepared).value();
  const std::size_t n = inputs.rows();
  const relu_entries::Kernel kernel = relu_entries::kernel();
  const relu_entries::Input in = loop_input(rows);

  // Error of one entry h(rho) of unit rows, with g = dot_error: norms have relative error g + epsilon, rho absolute
  // error e = 4 g + 5 epsilon. |rho| <= 1 - 2^-13: sine e * 65 + 3 epsilon, angle 67 e + 20 epsilon, entry
  // 13 e + 10 epsilon. Beyond: the half-angle's sine has error 1.1 (g + 3 epsilon) + (d + 6) epsilon / 64, the entry
  // at most that + 12 epsilon. Derivation: docs/soundness.md, section 6.
  const double dot = dot_error(rows);
  const double e = 4 * dot + 5 * epsilon;
  const double unit_error = 1.01 * (14 * e + (24 + static_cast<double>(rows.stride) / 32) * epsilon);
  const bool unit = normalization == Normalization::unit;
  const int top = unit ? 0 : *std::ranges::max_element(rows.exponents);
  Vector<double> radius(n);
  std::vector<DoubleDouble> scale(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (!unit && rows.exponents[i] < top - largest_span) {
      return Failure{FailureKind::inapplicable, "row " + std::to_string(i) + " is shorter than others by more than 2^" +
                                                    std::to_string(largest_span)};
    }
    const int shift = unit ? 0 : rows.exponents[i] - top;
    scale[i] = {std::scalbn(rows.norm_hi[i], shift), std::scalbn(rows.norm_lo[i], shift)};
    // Times the lengths: three more operations on |h| <= 1/2 and the error of two norms, at most e + 2 epsilon.
    radius[i] = unit ? 1.01 * std::sqrt(unit_error) : 1.02 * scale[i].hi * std::sqrt(unit_error + e + 2 * epsilon);
  }

  Matrix<double> mid(n, n);
  PackedSymmetric low(n);
  std::atomic<bool> good{true};
  Team(threads).for_each_with(n, std::vector<double>(n), [&](std::size_t i, std::vector<double>& low_row) {
    double* const hi = mid.row(i).data();
    double* const lo = low_row.data();
    if (!kernel.entries(in, i, 0, i, hi, lo)) good = false;
    hi[i] = 0.5;
    lo[i] = 0;
    if (!unit) {
      for (std::size_t j = 0; j < i; ++j) {
        const DoubleDouble scaled = DoubleDouble{hi[j], lo[j]} * (scale[i] * scale[j]);
        hi[j] = scaled.hi;
        lo[j] = scaled.lo;
      }
      const int shift = 2 * (rows.exponents[i] - top) - 1;
      hi[i] = std::scalbn(rows.squares[i].hi, shift);
      lo[i] = std::scalbn(rows.squares[i].lo, shift);
    }
    low.set_row(i, std::span(low_row).first(i + 1));
  });
  if (!good) return Failure{FailureKind::not_certified, "the angle of a pair of rows was not bracketed"};
  mirror(mid);
  return SymmetricBox::make_packed(std::move(mid), std::move(low), std::move(radius))
      .transform([&](SymmetricBox&& box) {
        return ScaledBox{std::move(box), 2 * top};
      });
}

Expected<SymmetricBox> cosine_gram(const Matrix<double>& inputs, unsigned threads) {
  expects(inputs.rows() > 0 && inputs.columns() > 0, "cosine_gram: n >= 1 and d >= 1");
  Expected<Rows> prepared = prepare(inputs);
  if (!prepared) return prepared.error();
  const Rows rows = std::move(prepared).value();
  const std::size_t n = inputs.rows();
  const relu_entries::Kernel kernel = relu_entries::kernel();
  const relu_entries::Input in = loop_input(rows);
  Matrix<double> mid(n, n);
  Team(threads).for_each(n, [&](std::size_t i) {
    kernel.cosines(in, i, 0, i, mid.row(i).data());
    mid(i, i) = 1;
  });
  mirror(mid);
  // The double-double error e of rho, and the rounding to double.
  const double radius = 1.01 * std::sqrt(4 * dot_error(rows) + 5 * epsilon + 0x1p-53);
  return SymmetricBox::make(std::move(mid), {}, {}, Vector<double>(n, radius));
}

Expected<UnitCosines> unit_cosines(const Matrix<double>& inputs, unsigned threads) {
  expects(inputs.rows() > 0 && inputs.columns() > 0, "unit_cosines: n >= 1 and d >= 1");
  Expected<Rows> prepared = prepare(inputs);
  if (!prepared) return prepared.error();
  const Rows rows = std::move(prepared).value();
  const std::size_t n = inputs.rows();
  const relu_entries::Kernel kernel = relu_entries::kernel();
  const relu_entries::Input in = loop_input(rows);
  UnitCosines result{Matrix<double>(n, n), Matrix<double>(n, n), 0, Matrix<double>(n, inputs.columns())};
  Team(threads).for_each(n, [&](std::size_t i) {
    const DoubleDouble norm(rows.norm_hi[i], rows.norm_lo[i]);
    for (std::size_t j = 0; j < i; ++j) {
      DoubleDouble dot;
      kernel.dot(in, i, j, &dot.hi, &dot.lo);
      const DoubleDouble cosine = dot / (norm * DoubleDouble(rows.norm_hi[j], rows.norm_lo[j]));
      result.hi(i, j) = cosine.hi;
      result.lo(i, j) = cosine.lo;
    }
    for (std::size_t k = 0; k < inputs.columns(); ++k) result.rows(i, k) = rows.padded[i * rows.stride + k];
  });
  result.radius = 1.01 * (4 * dot_error(rows) + 5 * epsilon);  // as in relu_gram
  return result;
}

}  // namespace lemmata::theory
