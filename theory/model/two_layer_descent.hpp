#pragma once
/// \file
/// # Gradient descent on the first layer of a two-layer ReLU net, enclosed step by step
/// ## Statement  f(x) = m^(-1/2) sum_r a_r relu(w_r . x), a_r = +-1 fixed, inputs scaled to unit length, L = 1/2 sum
///               (f(x_i) - y_i)^2. H_ij(W) = rho_ij #{r : w_r . x_i >= 0, w_r . x_j >= 0} / m.
/// ## Method     The state is z_rj = w_r . x_j and the coefficients of w_r - w_r(0) in the inputs. An activation whose
///               sign is not certain contributes its hull.
/// ## Guarantee  Every returned interval contains the number of the exact trajectory.
/// ## Notes      Instantiated for double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>. Cost m n^2 interval operations a
///               step.

#include "numerics/linalg/matrix.hpp"
#include "numerics/scalar/double_double.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <cstdint>
#include <vector>

namespace lemmata::theory {

template <Scalar T>
class TwoLayerDescent {
 public:
  using I = Interval<T>;

  /// Inputs n x d, none zero; labels n; weights m x d: W(0); signs m: a; step: eta.
  TwoLayerDescent(const Matrix<double>& inputs, std::vector<double> labels, const Matrix<double>& weights,
                  std::vector<std::int64_t> signs, double step);

  /// |y - u(k)|.
  [[nodiscard]] Interval<Real> residual_norm() const;
  /// H(W) as it stands.
  [[nodiscard]] Matrix<Interval<Real>> gram() const;
  /// E(R) = |rho_ij| #{r : |w_r . x_i| <= R or |w_r . x_j| <= R} / m, of W as it stands.
  [[nodiscard]] Matrix<Interval<Real>> flips(double radius) const;
  [[nodiscard]] Matrix<Interval<Real>> cosines() const;
  /// max_r |w_r - w_r(0)|.
  [[nodiscard]] Interval<Real> movement() const;

  void step();

 private:
  [[nodiscard]] Truth active(std::size_t r, std::size_t i) const { return less_equal(I(T(0.0)), z_(r, i)); }
  void update_residual();
  template <class Predicate>
  [[nodiscard]] Matrix<Interval<Real>> counted(Predicate holds, bool absolute) const;

  std::vector<double> labels_;
  std::vector<std::int64_t> signs_;
  double step_;
  std::size_t n_;
  std::size_t m_;
  Matrix<I> rho_;
  Matrix<I> z_;      // w_r . x_j
  Matrix<I> moved_;  // w_r - w_r(0) = sum_i moved_ri x_i
  I root_m_;
  std::vector<I> residual_;
};

}  // namespace lemmata::theory
