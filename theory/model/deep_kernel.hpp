#pragma once
/// \file
/// # Kernels of infinitely wide deep networks on unit inputs
/// ## Statement  c_s = 1 / E[s(z)^2], z standard normal; K^(0)_ij = rho_ij; expectations over (u, v) centred normal
///               with the covariance of entries (i,i), (i,j), (j,j) of the layer before.
///               fully connected: K^(h) = c_s E[s(u) s(v)] for h < H, K^(H) = c_s K^(H-1) E[s'(u) s'(v)].
///               residual (H >= 2, t = c_res / H): K^(1) = c_s E[s(u) s(v)], b^(1) = sqrt(c_s) E[s(u)];
///               K^(h) = K^(h-1) + t (b_i E[s(v)] + b_j E[s(u)]) + t^2 E[s(u) s(v)], b^(h) = b^(h-1) + t E[s(u)];
///               K^(H) = t^2 K^(H-1) E[s'(u) s'(v)].
///               tangent (L = depth hidden layers): S^(h) as K^(h) above, T^(0) = rho,
///               T^(h) = c_s E[s'(u) s'(v)] T^(h-1) + S^(h); the kernel is T^(L).
/// ## Source     Du, Lee, Li, Wang, Zhai (2019), ICML, arXiv:1811.03804, Definitions 5.1 and 6.1, mark [R] (formulas
///               recalled, checked by simulation); Jacot, Gabriel, Hongler (2018), Arora et al. (2019),
///               arXiv:1904.11955, mark [R]. Dossier sections 2.1, 2.2, 4.1.
/// ## Method     Unit inputs have one variance per layer, so a pair is carried as the two non-negative numbers
///               variance -+ covariance, whose relative accuracy survives at every depth however close the inputs are.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/linalg/symmetric_box.hpp"
#include "theory/model/dual_activation.hpp"
#include "theory/model/nullity.hpp"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace lemmata::theory {

enum class Architecture { fully_connected, residual, tangent };

struct DeepKernel {
  Architecture architecture = Architecture::fully_connected;
  Activation activation;
  unsigned depth = 2;                                                           ///< H, or L for the tangent kernel
  Interval<Real> residual_scale = Interval<Real>(Real(1)) / Interval<Real>(2);  ///< c_res, of residual

  /// In a few words, with the formula of the last layer.
  [[nodiscard]] std::string description() const;
};

/// The kernel with that name (fc, resnet, ntk). Fails (usage) on an unknown name, depth 0 or above `deepest`, or a
/// residual network of one layer.
[[nodiscard]] Expected<DeepKernel> deep_kernel(std::string_view name, const Activation& activation, unsigned depth);
inline constexpr unsigned deepest = 1000;

/// What one pair of unit inputs becomes, layer by layer.
template <Scalar T>
class DeepEntries {
 public:
  explicit DeepEntries(const DeepKernel& kernel);
  /// The entry of an input with itself.
  [[nodiscard]] const Interval<T>& diagonal() const noexcept { return diagonal_; }
  /// The entry of two inputs: gap = 1 - rho, sum = 1 + rho, variance 1.
  [[nodiscard]] Interval<T> entry(EqualVariance<T> pair) const;
  /// Covariance K^(h) of the pair, h < H (tangent: S^(h), h <= L), with variance K^(h)_ii.
  [[nodiscard]] EqualVariance<T> layer(EqualVariance<T> pair, unsigned h) const;
  /// E[s(z)^2]^(-1).
  [[nodiscard]] const Interval<T>& c_sigma() const noexcept { return c_sigma_; }
  /// b^(h), 1 <= h < H, of the residual kernel.
  [[nodiscard]] const Interval<T>& b(unsigned h) const { return b_[h]; }

 private:
  [[nodiscard]] EqualVariance<T> next(const EqualVariance<T>& k, unsigned h) const;

  DeepKernel kernel_;
  Interval<T> c_sigma_;
  Interval<T> step_;                   // c_res / H
  std::vector<Interval<T>> variance_;  // K^(h)_ii
  std::vector<Interval<T>> b_;         // b^(h), residual only
  Interval<T> diagonal_;
};

/// The cosine of x and y (not zero) as a pair of variance 1, without cancellation at either end.
template <Scalar T>
[[nodiscard]] EqualVariance<T> unit_pair(std::span<const double> x, std::span<const double> y);

/// The kernel matrix of the rows (non-zero, scaled to unit length) in intervals of T. Cost n^2 d interval operations.
template <Scalar T>
[[nodiscard]] Matrix<Interval<T>> deep_gram_matrix(const Matrix<double>& inputs, const DeepKernel& kernel,
                                                   unsigned threads = 1);

/// The same in double-double with compensated dot products: mid + lo with radii of about 1e-29. Fails as relu_gram.
[[nodiscard]] Expected<SymmetricBox> deep_gram(const Matrix<double>& inputs, const DeepKernel& kernel,
                                               unsigned threads = 1);

/// What is decided about the kernel matrix without arithmetic on its entries.
struct KernelSingularity {
  std::optional<bool> singular;  ///< proved singular, proved positive definite, or nothing
  std::string reason;            ///< of a proved answer; follows the named rows, if any
  std::optional<std::pair<std::size_t, std::size_t>> rows;
};

/// ## Statement  Singular: a zero row with s(0) = 0 (its row of the kernel is 0); two rows of equal direction (equal
///               rows of the kernel); two opposite rows and s even (equal rows) or odd (opposite rows); s = z^p and
///               n > C(d + p^H - 1, p^H), the dimension of the forms of that degree, in which the features lie; one
///               layer, s(z) - s(-z) linear in z and antipodal pairs on dependent lines (dossier 1.2: the features of
///               a pair differ by a linear form of x).
///               Positive definite: no zero row, no two rows parallel, and s analytic not a polynomial, or max(z, a z)
///               with a < 1; every depth, fully connected, residual, tangent. Proof: a combination of s(w . x_i), of
///               s'(w . x_i) or of s(w . x_i) - E s(w . x_i) that vanishes for all w has coefficients 0, since the
///               |w . x_i| differ for almost every direction of w and infinitely many Taylor coefficients of s do not
///               vanish (analytic), or since each x_i owns the hyperplane on which its term has a kink. Hence K^(1) and
///               its centred form are positive definite, off-diagonal cosines stay inside (-1, 1), later layers add
///               positive semidefinite terms, and the last is a Schur product of a positive definite matrix with a
///               positive semidefinite one of positive diagonal.
///               One layer of relu: the nullity theorem (nullity.hpp), which has both directions.
/// ## Source     Du, Lee, Li, Wang, Zhai (2019), Propositions F.1 and F.2, mark [R]; the rest dossier 1.2, 2.4, 2.5
///               [D].
[[nodiscard]] KernelSingularity deep_singularity(const Matrix<double>& inputs, const RowRelations& relations,
                                                 const Nullity& nullity, const DeepKernel& kernel);

}  // namespace lemmata::theory
