#pragma once
/// \file
/// # A box of symmetric matrices
/// The set of all symmetric A with  |A_ij - (mid_ij + lo_ij)| <= rad_ij + r_i r_j, the sum mid + lo being exact.
/// `lo`, `rad` and `r` may be empty (then zero): mid alone is an exact binary64 matrix, mid + lo a double-double
/// one, and `r` is the cheap way (n numbers, not n^2) to carry an entry-wise error |x_i| |x_j| c.
/// Every eigenvalue routine answers for all A of the box.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/linalg/packed_symmetric.hpp"

#include <cstddef>

namespace lemmata {

class SymmetricBox {
 public:
  /// The box of the file comment. mid: n x n with n >= 1; lo, rad: n x n or empty; r: n or empty.
  /// Fails (malformed) and names the first offending pair (0-based) unless every number is finite, mid, lo and rad
  /// are symmetric bit for bit (0 and -0 are equal), and rad and r are >= 0. Wrong shapes are a contract violation.
  static Expected<SymmetricBox> make(Matrix<double> mid, Matrix<double> lo = {}, Matrix<double> rad = {},
                                     Vector<double> r = {});
  /// The same without entry-wise radii; lo of order n, r: n. `lo` is symmetric by its storage, and nothing is copied.
  static Expected<SymmetricBox> make_packed(Matrix<double> mid, PackedSymmetric lo, Vector<double> r);

  /// The smallest box of this form, up to rounding outward, that contains every symmetric A whose pair a_ij, a_ji
  /// lies between the two given numbers. For a symmetric input this is `make(a)`.
  static Expected<SymmetricBox> hull(Matrix<double> a);

  [[nodiscard]] std::size_t order() const noexcept { return mid_.rows(); }
  [[nodiscard]] const Matrix<double>& mid() const noexcept { return mid_; }
  [[nodiscard]] const PackedSymmetric& lo() const noexcept { return lo_; }
  [[nodiscard]] const Matrix<double>& rad() const noexcept { return rad_; }
  [[nodiscard]] const Vector<double>& r() const noexcept { return r_; }

  /// Neither lo nor radii: the box is one binary64 matrix.
  [[nodiscard]] bool is_binary64() const noexcept { return lo_.empty() && is_point(); }
  /// No radii: the box is one matrix.
  [[nodiscard]] bool is_point() const noexcept { return rad_.empty() && r_.empty(); }

  /// The box of all -A.
  [[nodiscard]] SymmetricBox negated() const&;
  [[nodiscard]] SymmetricBox negated() &&;
  /// A box of all |A|, entry by entry: | |a| - |b| | <= |a - b| keeps the radii. lo must be empty.
  [[nodiscard]] SymmetricBox absolute() &&;

  friend bool operator==(const SymmetricBox&, const SymmetricBox&) = default;

 private:
  SymmetricBox(Matrix<double> mid, PackedSymmetric lo, Matrix<double> rad, Vector<double> r);

  Matrix<double> mid_;
  PackedSymmetric lo_;
  Matrix<double> rad_;
  Vector<double> r_;
};

}  // namespace lemmata
