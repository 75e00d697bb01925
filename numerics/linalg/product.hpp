#pragma once
/// \file
/// # Enclosed products with a box of symmetric matrices, and norms rounded upward
/// ## Notation  A: any member of the box, A_c = mid + lo its centre. Vectors are stored as the rows of a k x n matrix
///             and may have a low word: x = hi + lo with |lo| <= u |hi|.
/// ## Guarantee  Every `_up` result is an upper bound of the exact quantity; every error is stated in the 2-norm.

#include "numerics/linalg/error_model.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/linalg/symmetric_box.hpp"
#include "numerics/linalg/team.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <cstddef>
#include <span>

namespace lemmata {

/// k vectors of length n as rows; `lo` is empty or of the same shape.
struct LongVectors {
  Matrix<double> hi;
  Matrix<double> lo;

  [[nodiscard]] std::size_t count() const { return hi.rows(); }
  [[nodiscard]] std::size_t length() const { return hi.columns(); }
  [[nodiscard]] const double* high(std::size_t i) const { return hi.data() + i * hi.columns(); }
  [[nodiscard]] const double* low(std::size_t i) const { return lo.empty() ? nullptr : lo.data() + i * lo.columns(); }
};

/// Norms of a box, all upper bounds.
struct BoxNorms {
  double frobenius = 0;      ///< ||mid||_F
  double frobenius_low = 0;  ///< ||lo||_F
  double radius = 0;         ///< ||A - A_c||_2 for every member A
};
[[nodiscard]] BoxNorms norms_up(const SymmetricBox& a, Team& team);

/// ||x||_2, rounded upward.
[[nodiscard]] double norm_up(std::span<const double> x);

/// The exact sum (ah + al).(xh + xl) lies in the result. a_norm.. bound the norms of the four parts.
[[nodiscard]] Interval<Real> enclosed_dot(std::size_t n, const double* ah, const double* al, const double* xh,
                                          const double* xl, const ErrorModel& model);

/// What A does to vectors, for every A of the box.
struct Image {
  LongVectors y;          ///< approximates A_c x_j
  Vector<double> error;   ///< ||A_c x_j - y_j||
  Matrix<double> spread;  ///< k x n: |(A - A_c) x_j|_i <= spread(j, i); empty when the box is a point
};
[[nodiscard]] Image apply(const SymmetricBox& a, const BoxNorms& norms, const LongVectors& x, Team& team,
                          const ErrorModel& model);

/// mid x for `count` rows x, approximately: for finders and refinements.
void approximate_apply(const Matrix<double>& mid, std::size_t count, const double* x, double* y, Team& team);

}  // namespace lemmata
