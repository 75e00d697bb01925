#include "theory/model/two_layer_descent.hpp"

#include <span>
#include <utility>

namespace lemmata::theory {

template <Scalar T>
TwoLayerDescent<T>::TwoLayerDescent(const Matrix<double>& inputs, std::vector<double> labels,
                                    const Matrix<double>& weights, std::vector<std::int64_t> signs, double step)
    : labels_(std::move(labels)),
      signs_(std::move(signs)),
      step_(step),
      n_(inputs.rows()),
      m_(weights.rows()),
      rho_(n_, n_),
      z_(m_, n_),
      moved_(m_, n_) {
  const auto dot = [](std::span<const double> a, std::span<const double> b) {
    I sum(T(0.0));
    for (std::size_t k = 0; k < a.size(); ++k) sum = sum + I(T(a[k])) * I(T(b[k]));
    return sum;
  };
  std::vector<I> norms;
  for (std::size_t i = 0; i < n_; ++i) norms.push_back(sqrt(dot(inputs.row(i), inputs.row(i))));
  for (std::size_t i = 0; i < n_; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      rho_(i, j) = dot(inputs.row(i), inputs.row(j)) / (norms[i] * norms[j]);
      rho_(j, i) = rho_(i, j);
    }
    rho_(i, i) = I(T(1.0));
  }
  for (std::size_t r = 0; r < m_; ++r) {
    for (std::size_t i = 0; i < n_; ++i) z_(r, i) = dot(weights.row(r), inputs.row(i)) / norms[i];
  }
  root_m_ = sqrt(I(T(static_cast<double>(m_))));
  update_residual();
}

template <Scalar T>
Interval<Real> TwoLayerDescent<T>::residual_norm() const {
  I sum(T(0.0));
  for (const I& e : residual_) sum = sum + sqr(e);
  return convert<Real>(sqrt(sum));
}

template <Scalar T>
Matrix<Interval<Real>> TwoLayerDescent<T>::gram() const {
  return counted([&](std::size_t r, std::size_t i, std::size_t j) { return active(r, i) && active(r, j); }, false);
}

template <Scalar T>
Matrix<Interval<Real>> TwoLayerDescent<T>::flips(double radius) const {
  const I bound{T(radius)};
  return counted([&](std::size_t r, std::size_t i,
                     std::size_t j) { return less_equal(abs(z_(r, i)), bound) || less_equal(abs(z_(r, j)), bound); },
                 true);
}

template <Scalar T>
Matrix<Interval<Real>> TwoLayerDescent<T>::cosines() const {
  Matrix<Interval<Real>> rho(n_, n_);
  for (std::size_t i = 0; i < n_; ++i) {
    for (std::size_t j = 0; j < n_; ++j) rho(i, j) = convert<Real>(rho_(i, j));
  }
  return rho;
}

template <Scalar T>
Interval<Real> TwoLayerDescent<T>::movement() const {
  I most(T(0.0));
  for (std::size_t r = 0; r < m_; ++r) {
    I square(T(0.0));
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t j = 0; j < n_; ++j) square = square + moved_(r, i) * rho_(i, j) * moved_(r, j);
    }
    most = max(most, max(square, I(T(0.0))));
  }
  return convert<Real>(sqrt(most));
}

template <Scalar T>
void TwoLayerDescent<T>::step() {
  const I eta{T(step_)};
  const I positive_factor = eta / root_m_;
  std::vector<I> push(n_);
  for (std::size_t r = 0; r < m_; ++r) {
    for (std::size_t i = 0; i < n_; ++i) {
      const Truth on = active(r, i);
      const I gate(T(on == Truth::yes ? 1.0 : 0.0), T(on == Truth::no ? 0.0 : 1.0));
      push[i] = positive_factor * residual_[i] * gate;
      if (signs_[r] < 0) push[i] = -push[i];
      moved_(r, i) = moved_(r, i) + push[i];
    }
    for (std::size_t j = 0; j < n_; ++j) {
      for (std::size_t i = 0; i < n_; ++i) z_(r, j) = z_(r, j) + push[i] * rho_(i, j);
    }
  }
  update_residual();
}

template <Scalar T>
void TwoLayerDescent<T>::update_residual() {
  residual_.clear();
  for (std::size_t i = 0; i < n_; ++i) {
    I sum(T(0.0));
    for (std::size_t r = 0; r < m_; ++r) {
      const I relu = max(z_(r, i), I(T(0.0)));
      sum = signs_[r] > 0 ? sum + relu : sum - relu;
    }
    residual_.push_back(I(T(labels_[i])) - sum / root_m_);
  }
}

// rho_ij (or its absolute value) times the fraction of neurons for which `holds`.
template <Scalar T>
template <class Predicate>
Matrix<Interval<Real>> TwoLayerDescent<T>::counted(Predicate holds, bool absolute) const {
  Matrix<Interval<Real>> result(n_, n_);
  for (std::size_t i = 0; i < n_; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      std::size_t certain = 0;
      std::size_t possible = 0;
      for (std::size_t r = 0; r < m_; ++r) {
        const Truth truth = holds(r, i, j);
        certain += truth == Truth::yes ? 1U : 0U;
        possible += truth == Truth::no ? 0U : 1U;
      }
      const Interval<Real> count(Real(static_cast<double>(certain)), Real(static_cast<double>(possible)));
      const Interval<Real> fraction = count / Interval<Real>(static_cast<double>(m_));
      const Interval<Real> cosine = convert<Real>(rho_(i, j));
      result(i, j) = (absolute ? lemmata::abs(cosine) : cosine) * fraction;
      result(j, i) = result(i, j);
    }
  }
  return result;
}

#define LEMMATA_INSTANTIATE(T) template class TwoLayerDescent<T>;
LEMMATA_INSTANTIATE(double)
LEMMATA_INSTANTIATE(DoubleDouble)
LEMMATA_INSTANTIATE(Mp<50>)
LEMMATA_INSTANTIATE(Mp<100>)
LEMMATA_INSTANTIATE(Mp<200>)
#undef LEMMATA_INSTANTIATE

}  // namespace lemmata::theory
