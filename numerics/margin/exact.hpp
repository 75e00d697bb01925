#pragma once
/// \file
/// # Exact numbers for margins
/// Binary64 data are dyadic rationals, so every margin problem is a problem in integers over one power of two.
///
/// Guarantee: everything here is exact; nothing rounds unless its name says `nearest`.

#include "numerics/linalg/matrix.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <boost/multiprecision/gmp.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace lemmata {

using Integer = boost::multiprecision::number<boost::multiprecision::gmp_int, boost::multiprecision::et_off>;
using Rational = boost::multiprecision::number<boost::multiprecision::gmp_rational, boost::multiprecision::et_off>;

/// GMP's own view of a.
[[nodiscard]] inline const mpz_t& raw(const Integer& a) { return a.backend().data(); }
[[nodiscard]] inline mpz_t& raw(Integer& a) { return a.backend().data(); }

/// Bits of |a|; 0 for 0.
[[nodiscard]] std::size_t bit_length(const Integer& a);

/// a * 2^shift, exact; for a negative shift rounded towards minus infinity.
[[nodiscard]] Integer shifted(const Integer& a, long shift);

/// The binary64 number x (finite) as a rational, exactly.
[[nodiscard]] Rational exact(double x);

/// A binary64 number near a/b, b > 0: no guarantee but for its sign and size. Never overflows: saturates.
[[nodiscard]] double nearest(const Integer& a, const Integer& b);
[[nodiscard]] double nearest(const Rational& a);

/// The tightest interval of the top rung around a.
[[nodiscard]] Interval<Real> enclosure(const Rational& a);

/// floor(sqrt(a)), a >= 0.
[[nodiscard]] Integer floor_sqrt(const Integer& a);

/// A matrix of finite doubles as integers over one power of two: x_ij = entry(i, j) / 2^log2_denominator().
/// The exponent is the least that makes every entry an integer, so the integers are as short as they can be;
/// it is negative when every entry is a multiple of a larger power of two.
class IntegerMatrix {
 public:
  explicit IntegerMatrix(const Matrix<double>& x);

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
  [[nodiscard]] long log2_denominator() const noexcept { return log2_denominator_; }
  [[nodiscard]] Integer entry(std::size_t i, std::size_t j) const;

  /// <row i, w> for an integer vector w of `columns()` entries.
  [[nodiscard]] Integer dot(std::size_t i, std::span<const Integer> w) const;
  /// <row i, row k>.
  [[nodiscard]] Integer gram(std::size_t i, std::size_t k) const;
  /// The Gram matrix of the listed rows.
  [[nodiscard]] Matrix<Integer> gram(std::span<const std::size_t> which) const;
  /// Sum of |x_ij| over j, as an integer.
  [[nodiscard]] Integer row_sum(std::size_t i) const;
  /// sum_i c_i * row i over the listed rows.
  [[nodiscard]] Vector<Integer> combination(std::span<const std::size_t> which, std::span<const Integer> c) const;

 private:
  std::size_t rows_;
  std::size_t columns_;
  long log2_denominator_ = 0;
  [[nodiscard]] Vector<Integer> row(std::size_t i) const;

  bool narrow_ = true;                  ///< every integer fits into 62 bits and is stored in `value_`
  bool two_words_ = true;               ///< every integer fits into 104 bits
  std::vector<std::int64_t> value_;     ///< the integers, or their odd parts
  std::vector<std::int16_t> exponent_;  ///< not narrow: integer = value * 2^exponent
};

/// x = numerator / denominator, denominator > 0.
struct RationalVector {
  Vector<Integer> numerator;
  Integer denominator = 1;
};

/// The exact solution of the square system A x = b, found by p-adic lifting and then checked by multiplication.
/// Guarantee: A x = b when a value comes back. Nothing comes back when A looks singular (that is not proved) or when
/// the work estimate (`solve_work`) exceeds `work_limit`.
[[nodiscard]] std::optional<RationalVector> solve_exactly(const Matrix<Integer>& a, std::span<const Integer> b,
                                                          double work_limit = 2e10);

/// As many columns on which the listed rows are linearly independent, ascending; fewer if the rows look dependent.
[[nodiscard]] Vector<std::size_t> independent_columns(const IntegerMatrix& z, std::span<const std::size_t> rows);

/// About how many elementary steps `solve_exactly` takes: lifting steps times entries times words.
[[nodiscard]] double solve_work(const Matrix<Integer>& a);

}  // namespace lemmata
