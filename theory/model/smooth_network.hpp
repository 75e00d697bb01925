#pragma once
/// \file
/// # A fully connected network with a smooth activation, all layers trained
/// ## Statement  x^(0) = x / |x|, x^(h) = s sigma(W^(h) x^(h-1)), s = sqrt(c_sigma / m), f(x) = a . x^(H). With
///               d^(H) = s sigma'(z^(H)) o a, d^(h) = s sigma'(z^(h)) o W^(h+1)^T d^(h+1), z^(h) = W^(h) x^(h-1):
///               df/da = x^(H), df/dW^(h) = d^(h) x^(h-1)^T, and the Gram matrix of the gradients is
///               G_ij = x_i^(H).x_j^(H) + sum over h of (x_i^(h-1).x_j^(h-1)) (d_i^(h).d_j^(h)).
///               On the ball of radius r about the parameters, |sigma'| <= B1, |sigma''| <= B2, with
///               w_h = |W^(h)|_F + r, w_a = |a| + r and the values x^(h) at the centre,
///                 D_h = s B1 (r |x^(h-1)| + w_h D_(h-1)), X_h = |x^(h)| + D_h          bounds |x^(h)|,
///                 Z_h = sqrt(X_(h-1)^2 + w_h^2 P_(h-1)^2), P_h = s B1 Z_h              its first derivative,
///                 Q_h = s (B2 Z_h^2 + B1 (P_(h-1) + w_h Q_(h-1)))                      its second,
///                 |f''| <= P_H + s ((|a|_inf + r) B2 Z_H^2 + w_a B1 (P_(H-1) + w_H Q_(H-1))).
/// ## Source     Network: Du, Lee, Li, Wang, Zhai (2019), ICML, arXiv:1811.03804, section 3 (dossier section 2).
///               Bounds: derived, by the chain rule; 2 |u| |v| <= |u|^2 + |v|^2 for the cross terms of a second
///               derivative, whose norm is its largest value on the diagonal.
/// ## Guarantee  Enclosures over Interval<T>.

#include "numerics/linalg/matrix.hpp"
#include "theory/model/dual_activation.hpp"
#include "theory/model/interval_vector.hpp"

#include <vector>

namespace lemmata::theory {

enum class SmoothActivation { tanh, softplus, sine };

[[nodiscard]] const char* name(SmoothActivation s);
/// sup |sigma'| and sup |sigma''|: tanh 1, 4 / (3 sqrt 3); softplus 1, 1/4; sine 1, 1.
template <Scalar T>
[[nodiscard]] Interval<T> steepest(SmoothActivation s);
template <Scalar T>
[[nodiscard]] Interval<T> most_bent(SmoothActivation s);

template <Scalar T>
class SmoothNetwork {
 public:
  using I = Interval<T>;

  /// First layer m x d, the others stacked m rows each, output m. c_sigma is taken at unit variance.
  SmoothNetwork(SmoothActivation s, const Matrix<double>& first, const Matrix<double>& hidden,
                const std::vector<double>& output);

  /// An input scaled to unit length.
  [[nodiscard]] static IntervalVector<T> unit(std::span<const double> x);

  struct Pass {
    std::vector<IntervalVector<T>> x;  ///< x^(0), .., x^(H)
    std::vector<IntervalVector<T>> d;  ///< d^(1), .., d^(H)
    I value;
  };
  [[nodiscard]] Pass pass(const IntervalVector<T>& input) const;

  /// A bound of |f''| on the ball of radius r about the present parameters.
  [[nodiscard]] I curvature(const Pass& p, const I& r) const;

  /// Adds factor times the gradient of f to the parameters.
  void add_gradient(const Pass& p, const I& factor);

  /// The Euclidean distance of the parameters to those of another network of this shape.
  [[nodiscard]] I distance(const SmoothNetwork& other) const;

  [[nodiscard]] std::size_t depth() const { return weights_.size(); }

 private:
  SmoothActivation s_;
  I scale_;  // s
  std::vector<Matrix<I>> weights_;
  IntervalVector<T> output_;
};

/// G: what the gradients of f at the inputs have as inner products.
template <Scalar T>
[[nodiscard]] Matrix<Interval<T>> gradient_gram(const std::vector<typename SmoothNetwork<T>::Pass>& passes);
/// G^(H) alone, the block of W^(H).
template <Scalar T>
[[nodiscard]] Matrix<Interval<T>> last_layer_gram(const std::vector<typename SmoothNetwork<T>::Pass>& passes);

}  // namespace lemmata::theory
