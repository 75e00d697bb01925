#pragma once
/// \file
/// # Gradient descent on a linear model, enclosed for many steps and in the log domain
/// ## Statement   Rows z_i (labels absorbed), L(w) = sum_i l(z_i.w), l exponential or logistic. An iterate w is held as
///                a centre c, exact numbers of the rung, and a radius r with |w - c|_2 <= r.
/// ## Method      A step of gradient descent is w -> w - s grad F(w) with F convex and twice differentiable. Between w
///                and c its Jacobian I - s F'' has norm at most max(1, s h - 1) when F'' <= h there, so a step with
///                s h <= 2 does not increase |w - c|; what the centre's step rounds is added. The radius grows
///                additively: ten thousand steps cost four digits, where interval iteration would lose them all.
///                Everything about the loss is relative to it, ln L being kept: nothing underflows.
/// ## Guarantee   Every returned interval contains the number of the exact iterate (in exact arithmetic from the
///                start).
/// ## Notes       Instantiated for double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>.

#include "numerics/enclosure/enclosed.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/scalar/interval.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace lemmata::theory {

enum class MarginLoss { exponential, logistic };

/// The loss sum_i l(m_i) of n margins: its logarithm and the shares -l'(m_i) / L (exponential: softmax of -m).
template <Scalar T>
struct LossState {
  Interval<T> log_loss;
  std::vector<Interval<T>> share;
};

/// Nothing underflows for the exponential loss; for the logistic loss the margins stay below 700.
template <Scalar T>
[[nodiscard]] LossState<T> loss_state(MarginLoss loss, std::span<const Interval<T>> margins);

template <Scalar T>
class DescentPath {
 public:
  using I = Interval<T>;

  /// From w = start. Requires as many entries as the rows have.
  DescentPath(const Matrix<double>& rows, std::span<const double> start);

  /// What is known of the iterate, and of the loss there.
  [[nodiscard]] I margin(std::size_t i) const;
  [[nodiscard]] I least_margin() const;
  [[nodiscard]] I norm() const;
  [[nodiscard]] I coordinate(std::size_t j) const;
  [[nodiscard]] I dot(std::span<const I> v) const;
  /// z_i.z_i enclosed.
  [[nodiscard]] const I& square(std::size_t i) const { return squares_[i]; }
  [[nodiscard]] std::size_t size() const { return rows_.rows(); }

  /// The loss at the iterate, and what `step` needs of it at the centre: evaluated together, n exponentials.
  struct Evaluation {
    LossState<T> here;
    std::vector<I> centre_weight;  ///< -l'(z_i.c) exp(-`shift`)
    std::vector<I> centre_share;   ///< -l'(z_i.c) / L(c)
    std::vector<I> weight;         ///< -l'(z_i.w) exp(-`shift`)
    T shift;                       ///< exponential: minus the least margin; logistic: 0
  };
  [[nodiscard]] Evaluation evaluate(MarginLoss loss) const;

  /// |sum_i share_i z_i|: the gradient at the iterate relative to the loss, for shares of `evaluate`.
  [[nodiscard]] I relative_gradient_norm(const LossState<T>& state) const;

  /// w <- w - eta grad L(w). eta > 0. `curvature`: any h >= lambda_max(Z Z^T), used for the logistic loss.
  void step(const Evaluation& e, MarginLoss loss, const I& eta, const I& curvature);
  /// w <- w - c grad L(w) / L(w), exponential loss. `square`: any h >= max_i |z_i|^2.
  void normalized_step(const Evaluation& e, const I& c, const I& square);
  /// w <- w + eta p z_i with p = 1 / (1 + exp(z_i.w)); returns p at the iterate.
  I sample_step(std::size_t i, const I& eta);

 private:
  void move(std::span<const I> coefficients, const I& spectral);
  [[nodiscard]] I centre_margin(std::size_t i) const;

  Matrix<I> rows_;
  std::vector<I> squares_;
  std::vector<I> lengths_;
  std::vector<I> centre_;  // points
  T radius_;
};

/// What was computed along a trajectory, as a side of a claim.
template <Scalar T>
[[nodiscard]] Enclosure along_path(const Interval<T>& set, const char* what) {
  return enclose(set, Evidence("trajectory", what));
}

/// |v|_2.
template <Scalar T>
[[nodiscard]] Interval<T> euclidean_norm(std::span<const Interval<T>> v) {
  Interval<T> sum;
  for (const Interval<T>& x : v) sum += sqr(x);
  return sqrt(sum);
}
/// a.b
template <Scalar T>
[[nodiscard]] Interval<T> dot_product(std::span<const Interval<T>> a, std::span<const Interval<T>> b) {
  expects(a.size() == b.size(), "dot_product: vectors of one length");
  Interval<T> sum;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

}  // namespace lemmata::theory
