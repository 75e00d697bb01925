#pragma once
/// \file
/// # A box of matrices in exact integers, and its certificate blocks
/// The number format of `docs/certificate_format.md`, section 3: lower triangle a, radii d, common denominator q.
/// ## Guarantee  Every matrix of the given box lies in Box(a, d, q): whatever rounding to the denominator q costs is
///               put into d. What is not proved by the integers alone is never written: the writer computes s and u
///               with the checker's own exact functions.

#include "numerics/linalg/symmetric_box.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"
#include "verify/checker/check.hpp"

#include <string>
#include <vector>

namespace lemmata::verify {

using checker::Integer;
using checker::Rows;

struct ExactBox {
  unsigned bits = 0;  ///< q = 2^bits
  Rows a;             ///< lower triangle
  Rows d;             ///< lower triangle, or empty: exact
  [[nodiscard]] std::size_t order() const { return a.size(); }
};

/// The box 2^exponent * `box`, rounded to multiples of 2^-bits.
[[nodiscard]] ExactBox exact_box(const SymmetricBox& box, unsigned bits, int exponent = 0);

/// The hull of the interval entries.
template <unsigned D>
[[nodiscard]] ExactBox exact_box(const Matrix<Interval<Mp<D>>>& entries, unsigned bits);

extern template ExactBox exact_box<50>(const Matrix<Interval<Mp<50>>>&, unsigned);
extern template ExactBox exact_box<100>(const Matrix<Interval<Mp<100>>>&, unsigned);
extern template ExactBox exact_box<200>(const Matrix<Interval<Mp<200>>>&, unsigned);

/// A block and the bound that it proves: numerator / 2^bits, exactly.
struct EigenvalueBlock {
  std::string text;
  Integer numerator;
  unsigned bits = 0;
  [[nodiscard]] Interval<Real> bound() const;
};

/// "x y z" and a line feed.
void append_row(std::string& text, const std::vector<Integer>& row);
/// The lines q, a, d of the format.
[[nodiscard]] std::string box_lines(const ExactBox& box);

/// The witness of `lmin_ge`: the checker accepts s, and x^T X x >= s/2^bits |x|^2 for every X in the box.
struct DominanceWitness {
  Integer c;
  Integer s;
  Rows w;
  unsigned bits = 0;
  /// The lines c, s, w of the format.
  [[nodiscard]] std::string lines() const;
};

/// A witness of `bits` behind the binary point is preferred when the loss stays below 2^-loss_bits: 60 bits fill a
/// machine word of the checkers.
struct ShortWitness {
  unsigned bits = 0;
  unsigned loss_bits = 0;
};
inline constexpr std::size_t word_order = 500;

/// A witness for a bound near `wanted`, a lower bound of the least eigenvalue. Its precision is raised until the loss
/// is below 2^-loss_bits relative to |wanted| or nothing helps. Fails when no shifted matrix has an approximate factor.
[[nodiscard]] Expected<DominanceWitness> dominance_witness(const ExactBox& box, const Real& wanted,
                                                           unsigned loss_bits = 40, ShortWitness preferred = {});

/// Bits of the denominator for a matrix of this order: `fine`, or beyond `short_from` rows as few as keep 2^-40 of the
/// eigenvalue nearest to 0, of size |least|.
[[nodiscard]] unsigned denominator_bits(std::size_t order, int fine, const Real& least,
                                        std::size_t short_from = word_order);

enum class Side { least, largest };

/// `lmin_ge` (or `lmax_le` for Side::largest): a witness for a bound near `target`, the eigenvalue's proved bound.
/// The witness precision is raised until the loss is below 1e-12 relative to |target| or nothing helps; beyond
/// `word_order` rows a loss of 1e-9 (least) or 1e-6 (largest) is accepted from a witness that is several times faster
/// to check.
[[nodiscard]] Expected<EigenvalueBlock> outer_bound(const ExactBox& box, Side side, const Real& target,
                                                    const std::string& input_digest);

/// `lmin_le` (or `lmax_ge`): from an approximate eigenvector x + x_low (n numbers each; x_low may be empty).
[[nodiscard]] Expected<EigenvalueBlock> inner_bound(const ExactBox& box, Side side, const Vector<double>& x,
                                                    const Vector<double>& x_low, const std::string& input_digest);

/// `index`: at most k = vectors.rows() eigenvalues lie below a bound near `target`. vectors: k x n, approximate
/// eigenvectors of norm about 1 of those eigenvalues, `values` the eigenvalues; they only propose.
[[nodiscard]] Expected<EigenvalueBlock> index_bound(const ExactBox& box, const Matrix<double>& vectors,
                                                    const Vector<double>& values, const Real& target,
                                                    const std::string& input_digest);

}  // namespace lemmata::verify
