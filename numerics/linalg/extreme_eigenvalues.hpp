#pragma once
/// \file
/// # Certified extreme eigenvalues of a symmetric matrix
/// ## Method   Guess, then prove. Approximate eigenvectors X of the few smallest eigenvalues come from any solver. One
///             Cholesky factorisation of A + X diag(tau) X^T - mu I, by our own kernel of known rounding depth, proves
///             v^T A v >= mu' |v|^2 for every v orthogonal to X (deflation). The Lehmann-Schur step then encloses the
///             eigenvalues below mu' with an error that is quadratic in the residual of X, in double-double.
/// ## Source   Rump, BIT 46 (2006) 433 (a-priori Cholesky bound); Lehmann (1949), Parlett (1998) ch. 10.
/// ## Guarantee  Every number lies in its `value` for every A of the box. Nothing here decides by a tolerance.
///             Floating point never proves an eigenvalue to be exactly zero: such input comes back with
///             value.inf() <= 0 <= value.sup() and the reason.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/linalg/symmetric_box.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata {

/// The arithmetic that decided.
enum class Tier {
  none,                ///< nothing beyond Gershgorin's circles and Rayleigh quotients
  binary64,            ///< Cholesky in double, quadratic forms in double-double
  binary64_sharpened,  ///< the same with eigenvectors held as hi + lo
  double_double,       ///< Cholesky in double-double
  digits50,
  digits100,
  digits200
};

/// For reports: "binary64", "binary64+dd vectors", "double-double", "50 digits", ...
[[nodiscard]] std::string_view name(Tier tier);

struct EigenvalueOptions {
  unsigned threads = 1;             ///< results are bitwise the same for every number
  std::size_t max_vectors = 32;     ///< largest dimension of the deflated space
  double relative_width = 0x1p-51;  ///< stop climbing once sup - inf <= this times |value|; never a proof's ingredient
  Tier lowest = Tier::binary64;     ///< where the ladder starts
  Tier highest = Tier::double_double;  ///< where it ends; digits* only for matrices given as IntervalMatrix
};

/// One enclosed eigenvalue and what proves it.
struct ExtremeEigenvalue {
  /// Contains the eigenvalue of every A of the box. Endpoints carry more digits than a double.
  Interval<Real> value;
  Tier tier = Tier::none;
  /// The witness of the bound from below (of A, or of -A when `of_negated`): A + X diag(tau) X^T - mu I is proved
  /// positive definite up to the rounding bound. n x k; all empty when k = 0 or no witness was found.
  Matrix<double> X;
  Vector<double> tau;
  double mu = 0;
  std::size_t k = 0;
  bool of_negated = false;
  /// Approximate eigenvector (hi part) and its low part (may be empty); witness of the bound from above.
  Vector<double> x;
  Vector<double> x_low;
  /// Why the enclosure could not be made narrower or its sign decided; empty when `relative_width` was reached.
  std::string reason;

  /// yes: positive for every A of the box. no: for none. unknown otherwise.
  [[nodiscard]] Truth is_positive() const;
  [[nodiscard]] Truth is_negative() const;
};

/// lambda_min. Cost: about one double Cholesky of order n plus O(n^2) work; memory n^2/2 doubles beside the box.
/// Fails only when the environment is unfit (flush-to-zero, rounding mode) or the scale makes arithmetic overflow.
Expected<ExtremeEigenvalue> min_eigenvalue(const SymmetricBox& a, const EigenvalueOptions& options = {});

/// lambda_max, by a norm bound on the complement when it suffices, otherwise as -lambda_min(-A), from a copy.
Expected<ExtremeEigenvalue> max_eigenvalue(const SymmetricBox& a, const EigenvalueOptions& options = {});

/// The same without a copy of the box, which is negated meanwhile, so that nobody else may read it, and the same again,
/// bit for bit, afterwards.
Expected<ExtremeEigenvalue> max_eigenvalue_in_place(SymmetricBox& a, const EigenvalueOptions& options = {});

/// The `count` smallest eigenvalues, ascending, with multiplicity; value j contains lambda_j (j from 0).
Expected<std::vector<ExtremeEigenvalue>> smallest_eigenvalues(const SymmetricBox& a, std::size_t count,
                                                              const EigenvalueOptions& options = {});
/// The `count` largest eigenvalues, ascending: value j contains lambda_(n - count + j).
Expected<std::vector<ExtremeEigenvalue>> largest_eigenvalues(const SymmetricBox& a, std::size_t count,
                                                             const EigenvalueOptions& options = {});

/// The same in MPFR arithmetic of D decimal digits (D = 50, 100, 200), for matrices whose entries are enclosed finer
/// than double-double. a is n x n; only symmetric members of the matrix are meant, and entry (i,j) must equal entry
/// (j,i). Cost: n^3/6 multiprecision operations: for n up to a few hundred.
template <unsigned D>
Expected<ExtremeEigenvalue> min_eigenvalue(const Matrix<Interval<Mp<D>>>& a, const EigenvalueOptions& options = {});
template <unsigned D>
Expected<ExtremeEigenvalue> max_eigenvalue(const Matrix<Interval<Mp<D>>>& a, const EigenvalueOptions& options = {});

extern template Expected<ExtremeEigenvalue> min_eigenvalue<50>(const Matrix<Interval<Mp<50>>>&,
                                                               const EigenvalueOptions&);
extern template Expected<ExtremeEigenvalue> min_eigenvalue<100>(const Matrix<Interval<Mp<100>>>&,
                                                                const EigenvalueOptions&);
extern template Expected<ExtremeEigenvalue> min_eigenvalue<200>(const Matrix<Interval<Mp<200>>>&,
                                                                const EigenvalueOptions&);
extern template Expected<ExtremeEigenvalue> max_eigenvalue<50>(const Matrix<Interval<Mp<50>>>&,
                                                               const EigenvalueOptions&);
extern template Expected<ExtremeEigenvalue> max_eigenvalue<100>(const Matrix<Interval<Mp<100>>>&,
                                                                const EigenvalueOptions&);
extern template Expected<ExtremeEigenvalue> max_eigenvalue<200>(const Matrix<Interval<Mp<200>>>&,
                                                                const EigenvalueOptions&);

}  // namespace lemmata
