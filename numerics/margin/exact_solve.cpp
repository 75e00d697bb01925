/// \file
/// # Exact linear systems by p-adic lifting
/// Source: Dixon (1982), Numerische Mathematik 40, 137-141.
/// Method: C = A^-1 modulo a prime p; then x = C b mod p, b <- (b - A x)/p, and so on: the digits of the solution in
/// base p. Rational reconstruction gives the common denominator; the product A x = b is then checked exactly, so
/// neither the prime nor the number of digits matters for the truth of the answer.

#include "numerics/margin/exact.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lemmata {
namespace {

using Word = std::uint64_t;
constexpr std::array<Word, 4> primes = {2147483647U, 2147483629U, 2147483587U, 2147483579U};

Word inverse_mod(Word a, Word p) {
  Word result = 1;
  for (Word e = p - 2; e > 0; e >>= 1) {
    if ((e & 1U) != 0) result = result * a % p;
    a = a * a % p;
  }
  return result;
}

/// A^-1 modulo p, row-major; empty when A is singular modulo p.
std::vector<Word> inverse_matrix_mod(const Matrix<Integer>& a, Word p) {
  const std::size_t k = a.rows();
  std::vector<Word> m(k * k);
  std::vector<Word> inverse(k * k, 0);
  for (std::size_t i = 0; i < k * k; ++i) m[i] = mpz_fdiv_ui(raw(a.entries()[i]), p);
  for (std::size_t i = 0; i < k; ++i) inverse[i * k + i] = 1;
  for (std::size_t c = 0; c < k; ++c) {
    std::size_t pivot = c;
    while (pivot < k && m[pivot * k + c] == 0) ++pivot;
    if (pivot == k) return {};
    if (pivot != c) {
      std::swap_ranges(m.begin() + static_cast<std::ptrdiff_t>(c * k),
                       m.begin() + static_cast<std::ptrdiff_t>((c + 1) * k),
                       m.begin() + static_cast<std::ptrdiff_t>(pivot * k));
      std::swap_ranges(inverse.begin() + static_cast<std::ptrdiff_t>(c * k),
                       inverse.begin() + static_cast<std::ptrdiff_t>((c + 1) * k),
                       inverse.begin() + static_cast<std::ptrdiff_t>(pivot * k));
    }
    const Word scale = inverse_mod(m[c * k + c], p);
    for (std::size_t j = 0; j < k; ++j) {
      m[c * k + j] = m[c * k + j] * scale % p;
      inverse[c * k + j] = inverse[c * k + j] * scale % p;
    }
    for (std::size_t i = 0; i < k; ++i) {
      if (i == c || m[i * k + c] == 0) continue;
      const Word factor = p - m[i * k + c];
      for (std::size_t j = c; j < k; ++j) m[i * k + j] = (m[i * k + j] + factor * m[c * k + j]) % p;
      for (std::size_t j = 0; j < k; ++j) {
        if (inverse[c * k + j] != 0) inverse[i * k + j] = (inverse[i * k + j] + factor * inverse[c * k + j]) % p;
      }
    }
  }
  return inverse;
}

/// The fraction n/d = u modulo m with |n|, d <= sqrt(m/2); d = 0 when there is none.
std::pair<Integer, Integer> reconstruct(const Integer& u, const Integer& m) {
  const Integer bound = floor_sqrt(Integer(m / 2));
  Integer r0 = m;
  Integer r1 = u;
  Integer t0 = 0;
  Integer t1 = 1;
  Integer quotient;
  while (r1 > bound) {
    mpz_tdiv_qr(raw(quotient), raw(r0), raw(r0), raw(r1));
    std::swap(r0, r1);
    mpz_submul(raw(t0), raw(quotient), raw(t1));
    std::swap(t0, t1);
  }
  if (t1 < 0) {
    t1 = -t1;
    r1 = -r1;
  }
  if (t1 == 0 || t1 > bound) return {0, 0};
  return {r1, t1};
}

/// log2 of Hadamard's bound on the determinant.
double determinant_bits(const Matrix<Integer>& a) {
  double bits = 0.0;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    Integer squares = 0;
    for (const Integer& entry : a.row(i)) squares += entry * entry;
    bits += 0.5 * static_cast<double>(bit_length(squares));
  }
  return bits;
}

/// The rows of A in limbs of 50 bits, so that products with 31-bit words add up in 128 bits.
class LimbMatrix {
 public:
  explicit LimbMatrix(const Matrix<Integer>& a) : rows_(a.rows()), columns_(a.columns()) {
    std::size_t bits = 1;
    for (const Integer& entry : a.entries()) bits = std::max(bits, bit_length(entry));
    limbs_ = (bits + limb_bits - 1) / limb_bits;
    value_.resize(rows_ * limbs_ * columns_);
    Integer rest;
    for (std::size_t i = 0; i < rows_; ++i) {
      for (std::size_t j = 0; j < columns_; ++j) {
        rest = boost::multiprecision::abs(a(i, j));
        const std::int64_t sign = a(i, j) < 0 ? -1 : 1;
        for (std::size_t l = 0; l < limbs_ && rest != 0; ++l) {
          const auto limb = static_cast<std::int64_t>(mpz_get_ui(raw(rest)) & ((Word{1} << limb_bits) - 1));
          value_[(i * limbs_ + l) * columns_ + j] = sign * limb;
          mpz_tdiv_q_2exp(raw(rest), raw(rest), limb_bits);
        }
      }
    }
  }

  /// b - A x for words x below 2^31. A sum of n products is below 2^(81 + log2 n).
  void subtract_product(std::span<const Word> x, Vector<Integer>& b) const {
    Integer part;
    for (std::size_t i = 0; i < rows_; ++i) {
      for (std::size_t l = 0; l < limbs_; ++l) {
        const std::int64_t* const limb = value_.data() + (i * limbs_ + l) * columns_;
        Wide sum = 0;
        for (std::size_t j = 0; j < columns_; ++j) sum += static_cast<Wide>(limb[j]) * static_cast<std::int64_t>(x[j]);
        if (sum == 0) continue;
        const bool negative = sum < 0;
        const auto magnitude = static_cast<WideWord>(negative ? -sum : sum);
        const std::array<Word, 2> words = {static_cast<Word>(magnitude), static_cast<Word>(magnitude >> 64U)};
        mpz_import(raw(part), 2, -1, sizeof(Word), 0, 0, words.data());
        mpz_mul_2exp(raw(part), raw(part), static_cast<mp_bitcnt_t>(l * limb_bits));
        if (negative) {
          mpz_add(raw(b[i]), raw(b[i]), raw(part));
        } else {
          mpz_sub(raw(b[i]), raw(b[i]), raw(part));
        }
      }
    }
  }

 private:
  __extension__ typedef __int128 Wide;
  __extension__ typedef unsigned __int128 WideWord;
  static constexpr std::size_t limb_bits = 50;

  std::size_t rows_;
  std::size_t columns_;
  std::size_t limbs_ = 1;
  std::vector<std::int64_t> value_;  ///< for each row and limb, the entries of that row
};

bool solves(const Matrix<Integer>& a, std::span<const Integer> b, const RationalVector& x) {
  if (x.denominator <= 0) return false;
  Integer sum;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    sum = 0;
    for (std::size_t j = 0; j < a.columns(); ++j) mpz_addmul(raw(sum), raw(a(i, j)), raw(x.numerator[j]));
    if (sum != b[i] * x.denominator) return false;
  }
  return true;
}

/// The rational vector congruent to x modulo m, if a short one exists.
std::optional<RationalVector> reconstruct_vector(const Vector<Integer>& x, const Integer& m) {
  RationalVector result;
  const Integer half = m / 2;
  const Integer bound = floor_sqrt(half);
  Integer value;
  for (const Integer& entry : x) {
    value = entry * result.denominator % m;
    if (value > half) value -= m;
    if (boost::multiprecision::abs(value) <= bound) {
      result.numerator.push_back(value);
      continue;
    }
    if (value < 0) value += m;
    const auto [numerator, denominator] = reconstruct(value, m);
    if (denominator == 0) return std::nullopt;
    for (Integer& earlier : result.numerator) earlier *= denominator;
    result.denominator *= denominator;
    if (result.denominator > bound) return std::nullopt;
    result.numerator.push_back(numerator);
  }
  return result;
}

/// Entry i of the solution modulo p^digits.
Integer lifted(const std::vector<std::vector<Word>>& digits, std::size_t i, Word p) {
  Integer x = 0;
  for (std::size_t s = digits.size(); s-- > 0;) {
    mpz_mul_ui(raw(x), raw(x), p);
    mpz_add_ui(raw(x), raw(x), digits[s][i]);
  }
  return x;
}

/// Whether x is a fraction that is clearly shorter than the modulus: before that, all entries are not worth a try.
bool looks_settled(const Integer& x, const Integer& modulus) {
  constexpr std::size_t margin = 24;
  const auto [numerator, denominator] = reconstruct(x, modulus);
  return denominator != 0 && bit_length(numerator) + bit_length(denominator) + margin < bit_length(modulus);
}

std::optional<RationalVector> lift(const Matrix<Integer>& a, std::span<const Integer> b, Word p,
                                   const std::vector<Word>& inverse, std::size_t most_steps) {
  const std::size_t k = a.rows();
  const LimbMatrix limbs(a);
  Vector<Integer> residual(b.begin(), b.end());
  std::vector<std::vector<Word>> digits;
  std::vector<Word> reduced(k);
  std::size_t next_try = 8;
  while (digits.size() < most_steps) {
    for (std::size_t i = 0; i < k; ++i) reduced[i] = mpz_fdiv_ui(raw(residual[i]), p);
    std::vector<Word> digit(k);
    for (std::size_t i = 0; i < k; ++i) {
      Word sum = 0;
      const Word* const row = inverse.data() + i * k;
      for (std::size_t j = 0; j < k; ++j) {
        sum += row[j] * reduced[j];  // both below 2^31: the product is below 2^62
        if (sum >= (Word{1} << 63)) sum %= p;
      }
      digit[i] = sum % p;
    }
    limbs.subtract_product(digit, residual);
    for (Integer& entry : residual) mpz_divexact_ui(raw(entry), raw(entry), p);
    digits.push_back(std::move(digit));
    const bool last = digits.size() == most_steps;
    if (digits.size() < next_try && !last) continue;
    next_try = digits.size() * 3 / 2;
    Integer modulus;
    mpz_ui_pow_ui(raw(modulus), p, digits.size());
    if (!last && !looks_settled(lifted(digits, k - 1, p), modulus)) continue;
    Vector<Integer> x(k);
    for (std::size_t i = 0; i < k; ++i) x[i] = lifted(digits, i, p);
    std::optional<RationalVector> candidate = reconstruct_vector(x, modulus);
    if (candidate && solves(a, b, *candidate)) return candidate;
  }
  return std::nullopt;
}

}  // namespace

Vector<std::size_t> independent_columns(const IntegerMatrix& z, std::span<const std::size_t> rows) {
  constexpr Word p = primes[0];
  const std::size_t d = z.columns();
  std::vector<std::vector<Word>> echelon;
  Vector<std::size_t> columns;
  for (const std::size_t i : rows) {
    std::vector<Word> row(d);
    for (std::size_t j = 0; j < d; ++j) row[j] = mpz_fdiv_ui(raw(z.entry(i, j)), p);
    for (std::size_t s = 0; s < echelon.size(); ++s) {
      if (row[columns[s]] == 0) continue;
      const Word factor = p - row[columns[s]];
      for (std::size_t j = 0; j < d; ++j) row[j] = (row[j] + factor * echelon[s][j]) % p;
    }
    const auto pivot = std::find_if(row.begin(), row.end(), [](Word entry) { return entry != 0; });
    if (pivot == row.end()) continue;
    const auto column = static_cast<std::size_t>(pivot - row.begin());
    const Word scale = inverse_mod(*pivot, p);
    for (Word& entry : row) entry = entry * scale % p;
    columns.push_back(column);
    echelon.push_back(std::move(row));
  }
  std::sort(columns.begin(), columns.end());
  return columns;
}

double solve_work(const Matrix<Integer>& a) {
  const double k = static_cast<double>(a.rows());
  std::size_t bits = 0;
  for (const Integer& entry : a.entries()) bits = std::max(bits, bit_length(entry));
  const double steps = (2.0 * determinant_bits(a) + 128.0) / 31.0;
  return k * k * k + steps * k * k * (2.0 + static_cast<double>(bits) / 64.0);
}

std::optional<RationalVector> solve_exactly(const Matrix<Integer>& a, std::span<const Integer> b, double work_limit) {
  expects(a.square() && a.rows() == b.size(), "solve_exactly: a square system");
  if (a.rows() == 0) return RationalVector{};
  if (solve_work(a) > work_limit) return std::nullopt;
  std::size_t right_bits = 1;
  for (const Integer& entry : b) right_bits = std::max(right_bits, bit_length(entry));
  // Numerators are below det * |b| * k and the denominator below det; both must be below the root of the modulus.
  const double bits =
      2.0 * (determinant_bits(a) + static_cast<double>(right_bits + bit_length(Integer(a.rows())))) + 8.0;
  const auto most_steps = static_cast<std::size_t>(bits / 30.9) + 2;
  for (const Word p : primes) {
    const std::vector<Word> inverse = inverse_matrix_mod(a, p);
    if (inverse.empty()) continue;
    return lift(a, b, p, inverse, most_steps);
  }
  return std::nullopt;
}

}  // namespace lemmata
