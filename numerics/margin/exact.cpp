#include "numerics/margin/exact.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lemmata {
namespace {

__extension__ typedef __int128 Wide;

/// x = value * 2^exponent with an odd value, for a finite x that is not 0.
struct Odd {
  std::int64_t value;
  int exponent;
};
Odd odd_part(double x) {
  int exponent = 0;
  const double fraction = std::frexp(x, &exponent);
  auto value = static_cast<std::int64_t>(std::ldexp(fraction, 53));
  exponent -= 53;
  while (value % 2 == 0) {
    value /= 2;
    ++exponent;
  }
  return {value, exponent};
}

Integer from_wide(Wide a) {
  const bool negative = a < 0;
  __extension__ typedef unsigned __int128 Unsigned;
  const Unsigned u = negative ? -static_cast<Unsigned>(a) : static_cast<Unsigned>(a);
  Integer high = static_cast<std::uint64_t>(u >> 64);
  Integer result = (high << 64) + Integer(static_cast<std::uint64_t>(u));
  return negative ? Integer(-result) : result;
}

void add_multiple(Integer& sum, const Integer& a, std::int64_t b) {
  if (b >= 0) {
    mpz_addmul_ui(raw(sum), raw(a), static_cast<unsigned long>(b));
  } else {
    mpz_submul_ui(raw(sum), raw(a), static_cast<unsigned long>(-b));
  }
}

}  // namespace

std::size_t bit_length(const Integer& a) { return a == 0 ? 0 : mpz_sizeinbase(raw(a), 2); }

Integer shifted(const Integer& a, long shift) {
  Integer result;
  if (shift >= 0) {
    mpz_mul_2exp(raw(result), raw(a), static_cast<mp_bitcnt_t>(shift));
  } else {
    mpz_fdiv_q_2exp(raw(result), raw(a), static_cast<mp_bitcnt_t>(-shift));
  }
  return result;
}

Rational exact(double x) {
  expects(std::isfinite(x), "exact: a finite number");
  Rational result;
  mpq_set_d(result.backend().data(), x);
  return result;
}

double nearest(const Integer& a, const Integer& b) {
  if (a == 0) return 0.0;
  const long shift = static_cast<long>(bit_length(b)) - static_cast<long>(bit_length(a)) + 64;
  const Integer scaled = shift >= 0 ? Integer(shifted(a, shift) / b) : Integer(a / shifted(b, -shift));
  const long clamped = std::clamp(-shift, -3000L, 3000L);
  const double value = std::ldexp(mpz_get_d(raw(scaled)), static_cast<int>(clamped));
  constexpr double largest = std::numeric_limits<double>::max();
  return std::clamp(value, -largest, largest);
}

double nearest(const Rational& a) {
  return nearest(boost::multiprecision::numerator(a), boost::multiprecision::denominator(a));
}

Interval<Real> enclosure(const Rational& a) {
  Real down;
  Real up;
  mpfr_set_q(down.backend().data(), a.backend().data(), MPFR_RNDD);
  mpfr_set_q(up.backend().data(), a.backend().data(), MPFR_RNDU);
  return {down, up};
}

Integer floor_sqrt(const Integer& a) {
  expects(a >= 0, "floor_sqrt: a number that is not negative");
  Integer root;
  mpz_sqrt(raw(root), raw(a));
  return root;
}

IntegerMatrix::IntegerMatrix(const Matrix<double>& x)
    : rows_(x.rows()), columns_(x.columns()), value_(x.rows() * x.columns()) {
  int least = std::numeric_limits<int>::max();
  int top = std::numeric_limits<int>::min();
  for (const double entry : x.entries()) {
    expects(std::isfinite(entry), "IntegerMatrix: finite entries");
    if (entry == 0.0) continue;
    least = std::min(least, odd_part(entry).exponent);
    top = std::max(top, std::ilogb(entry) + 1);
  }
  if (top == std::numeric_limits<int>::min()) return;
  log2_denominator_ = -static_cast<long>(least);
  narrow_ = top - least <= 62;
  two_words_ = top - least <= 104;
  if (!narrow_) exponent_.resize(value_.size());
  for (std::size_t k = 0; k < value_.size(); ++k) {
    const double entry = x.entries()[k];
    if (entry == 0.0) continue;
    const auto [value, exponent] = odd_part(entry);
    if (narrow_) {
      value_[k] = value * (std::int64_t{1} << (exponent - least));
    } else {
      value_[k] = value;
      exponent_[k] = static_cast<std::int16_t>(exponent - least);
    }
  }
}

Integer IntegerMatrix::entry(std::size_t i, std::size_t j) const {
  const std::size_t k = i * columns_ + j;
  const Integer value = value_[k];
  return narrow_ ? value : shifted(value, exponent_[k]);
}

Integer IntegerMatrix::dot(std::size_t i, std::span<const Integer> w) const {
  expects(w.size() == columns_, "IntegerMatrix::dot: one entry a column");
  Integer sum = 0;
  Integer term;
  for (std::size_t j = 0; j < columns_; ++j) {
    const std::size_t k = i * columns_ + j;
    if (value_[k] == 0) continue;
    if (narrow_) {
      add_multiple(sum, w[j], value_[k]);
    } else {
      mpz_mul_si(raw(term), raw(w[j]), value_[k]);
      mpz_mul_2exp(raw(term), raw(term), static_cast<mp_bitcnt_t>(exponent_[k]));
      mpz_add(raw(sum), raw(sum), raw(term));
    }
  }
  return sum;
}

Vector<Integer> IntegerMatrix::row(std::size_t i) const {
  Vector<Integer> result;
  for (std::size_t j = 0; j < columns_; ++j) result.push_back(entry(i, j));
  return result;
}

Matrix<Integer> IntegerMatrix::gram(std::span<const std::size_t> which) const {
  const std::size_t k = which.size();
  Matrix<Integer> g(k, k);
  if (narrow_ || !two_words_ || columns_ > (std::size_t{1} << 20)) {
    std::vector<Vector<Integer>> wide;
    for (std::size_t s = 0; s < k; ++s) {
      if (!narrow_) wide.push_back(row(which[s]));
      for (std::size_t r = 0; r <= s; ++r) {
        if (narrow_) {
          g(s, r) = gram(which[s], which[r]);
        } else {
          for (std::size_t j = 0; j < columns_; ++j) mpz_addmul(raw(g(s, r)), raw(wide[s][j]), raw(wide[r][j]));
        }
        g(r, s) = g(s, r);
      }
    }
    return g;
  }
  constexpr int half = 52;  // integer = high * 2^52 + low, 0 <= low < 2^52, |high| <= 2^52: products below 2^104
  std::vector<std::int64_t> high(k * columns_);
  std::vector<std::int64_t> low(k * columns_);
  for (std::size_t s = 0; s < k; ++s) {
    for (std::size_t j = 0; j < columns_; ++j) {
      const std::size_t at = which[s] * columns_ + j;
      const Wide integer = static_cast<Wide>(value_[at]) * (static_cast<Wide>(1) << exponent_[at]);
      high[s * columns_ + j] = static_cast<std::int64_t>(integer >> half);
      low[s * columns_ + j] = static_cast<std::int64_t>(integer & ((static_cast<Wide>(1) << half) - 1));
    }
  }
  for (std::size_t s = 0; s < k; ++s) {
    for (std::size_t r = 0; r <= s; ++r) {
      const std::int64_t* const a1 = high.data() + s * columns_;
      const std::int64_t* const a0 = low.data() + s * columns_;
      const std::int64_t* const b1 = high.data() + r * columns_;
      const std::int64_t* const b0 = low.data() + r * columns_;
      Wide top = 0;
      Wide middle = 0;
      Wide bottom = 0;
      for (std::size_t j = 0; j < columns_; ++j) {
        top += static_cast<Wide>(a1[j]) * b1[j];
        middle += static_cast<Wide>(a1[j]) * b0[j] + static_cast<Wide>(a0[j]) * b1[j];
        bottom += static_cast<Wide>(a0[j]) * b0[j];
      }
      g(s, r) = shifted(from_wide(top), 2 * half) + shifted(from_wide(middle), half) + from_wide(bottom);
      g(r, s) = g(s, r);
    }
  }
  return g;
}

Integer IntegerMatrix::gram(std::size_t i, std::size_t k) const {
  const std::int64_t* const a = value_.data() + i * columns_;
  const std::int64_t* const b = value_.data() + k * columns_;
  if (narrow_) {
    std::int64_t largest_a = 0;
    std::int64_t largest_b = 0;
    for (std::size_t j = 0; j < columns_; ++j) {
      largest_a = std::max(largest_a, std::abs(a[j]));
      largest_b = std::max(largest_b, std::abs(b[j]));
    }
    const Integer bound = Integer(largest_a) * Integer(largest_b) * Integer(columns_);
    if (bit_length(bound) <= 62) {
      std::int64_t sum = 0;
      for (std::size_t j = 0; j < columns_; ++j) sum += a[j] * b[j];
      return sum;
    }
    if (bit_length(bound) <= 126) {
      Wide sum = 0;
      for (std::size_t j = 0; j < columns_; ++j) sum += static_cast<Wide>(a[j]) * b[j];
      return from_wide(sum);
    }
  }
  Integer sum = 0;
  for (std::size_t j = 0; j < columns_; ++j) {
    if (a[j] == 0 || b[j] == 0) continue;
    const Integer product = from_wide(static_cast<Wide>(a[j]) * b[j]);
    sum += narrow_ ? product : shifted(product, long{exponent_[i * columns_ + j]} + exponent_[k * columns_ + j]);
  }
  return sum;
}

Integer IntegerMatrix::row_sum(std::size_t i) const {
  Integer sum = 0;
  for (std::size_t j = 0; j < columns_; ++j) sum += boost::multiprecision::abs(entry(i, j));
  return sum;
}

Vector<Integer> IntegerMatrix::combination(std::span<const std::size_t> which, std::span<const Integer> c) const {
  expects(which.size() == c.size(), "IntegerMatrix::combination: one coefficient a row");
  Vector<Integer> sum(columns_);
  for (std::size_t s = 0; s < which.size(); ++s) {
    if (c[s] == 0) continue;
    for (std::size_t j = 0; j < columns_; ++j) {
      const std::size_t k = which[s] * columns_ + j;
      if (value_[k] == 0) continue;
      if (narrow_) {
        add_multiple(sum[j], c[s], value_[k]);
      } else {
        sum[j] += shifted(Integer(c[s] * value_[k]), exponent_[k]);
      }
    }
  }
  return sum;
}

}  // namespace lemmata
