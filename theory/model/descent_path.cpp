#include "theory/model/descent_path.hpp"

#include "numerics/scalar/double_double.hpp"
#include "numerics/scalar/elementary.hpp"
#include "numerics/scalar/multiprecision.hpp"

namespace lemmata::theory {
namespace {

// x exp(t) for every |t| <= spread: 1 - t <= exp(-t), exp(t) <= 1 + 2t for 0 <= t <= 1.
template <Scalar T>
Interval<T> spread_by(const Interval<T>& x, const Interval<T>& spread) {
  const Interval<T> one(1);
  if (certainly(less_equal(spread, one))) {
    return x * Interval<T>((one - spread).inf(), (one + spread + spread).sup());
  }
  return x * Interval<T>(exp(-spread).inf(), exp(spread).sup());
}

// -l' and l of the logistic loss from exp(-m).
template <Scalar T>
Interval<T> sigmoid_of(const Interval<T>& decay) {
  // x / (1 + x) increases.
  const Interval<T> one(1);
  const Interval<T> low(decay.inf());
  const Interval<T> high(decay.sup());
  return {(low / (one + low)).inf(), (high / (one + high)).sup()};
}

template <Scalar T>
Interval<T> sum_of(std::span<const Interval<T>> terms) {
  Interval<T> sum;
  for (const Interval<T>& t : terms) sum += t;
  return sum;
}

template <Scalar T>
LossState<T> from_decays(MarginLoss loss, std::span<const Interval<T>> decays, const T& shift) {
  LossState<T> state;
  if (loss == MarginLoss::exponential) {
    const Interval<T> sum = sum_of(decays);
    for (std::size_t i = 0; i < decays.size(); ++i) {
      // q_i = e_i / (e_i + the others) increases in e_i and decreases in them.
      Interval<T> others;
      for (std::size_t k = 0; k < decays.size(); ++k) {
        if (k != i) others += decays[k];
      }
      const Interval<T> low(decays[i].inf());
      const Interval<T> high(decays[i].sup());
      state.share.emplace_back((low / (low + Interval<T>(others.sup()))).inf(),
                               (high / (high + Interval<T>(others.inf()))).sup());
    }
    state.log_loss = Interval<T>(shift) + log(sum);
    return state;
  }
  std::vector<Interval<T>> losses;
  for (const Interval<T>& x : decays) losses.push_back(log1p(x));
  const Interval<T> sum = sum_of<T>(losses);
  for (const Interval<T>& x : decays) state.share.push_back(sigmoid_of(x) / sum);
  state.log_loss = log(sum);
  return state;
}

}  // namespace

template <Scalar T>
LossState<T> loss_state(MarginLoss loss, std::span<const Interval<T>> margins) {
  expects(!margins.empty(), "loss_state: at least one margin");
  T shift(0.0);
  if (loss == MarginLoss::exponential) {
    shift = -margins.front().mid();
    for (const Interval<T>& m : margins) shift = shift < -m.mid() ? T(-m.mid()) : shift;
  }
  std::vector<Interval<T>> decays;
  for (const Interval<T>& m : margins) decays.push_back(exp(-(m + Interval<T>(shift))));
  return from_decays<T>(loss, decays, shift);
}

template <Scalar T>
DescentPath<T>::DescentPath(const Matrix<double>& rows, std::span<const double> start)
    : rows_(rows.rows(), rows.columns()), radius_(0.0) {
  expects(start.size() == rows.columns(), "DescentPath: a start with one entry a column");
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    for (std::size_t j = 0; j < rows.columns(); ++j) rows_(i, j) = I(T(rows(i, j)));
    const std::span<const I> row = rows_.row(i);
    squares_.push_back(dot_product<T>(row, row));
    lengths_.push_back(sqrt(squares_.back()));
  }
  for (const double w : start) centre_.emplace_back(T(w));
}

template <Scalar T>
auto DescentPath<T>::centre_margin(std::size_t i) const -> I {
  return dot_product<T>(rows_.row(i), centre_);
}

template <Scalar T>
auto DescentPath<T>::margin(std::size_t i) const -> I {
  const I reach = lengths_[i] * I(radius_);
  return centre_margin(i) + I(-reach.sup(), reach.sup());
}

template <Scalar T>
auto DescentPath<T>::least_margin() const -> I {
  I least = margin(0);
  for (std::size_t i = 1; i < size(); ++i) least = min(least, margin(i));
  return least;
}

template <Scalar T>
auto DescentPath<T>::norm() const -> I {
  return max(euclidean_norm<T>(centre_) + I(-radius_, radius_), I(0));
}

template <Scalar T>
auto DescentPath<T>::coordinate(std::size_t j) const -> I {
  return centre_[j] + I(-radius_, radius_);
}

template <Scalar T>
auto DescentPath<T>::dot(std::span<const I> v) const -> I {
  const I reach = euclidean_norm<T>(v) * I(radius_);
  return dot_product<T>(centre_, v) + I(-reach.sup(), reach.sup());
}

template <Scalar T>
auto DescentPath<T>::evaluate(MarginLoss loss) const -> Evaluation {
  Evaluation e;
  std::vector<I> margins;
  for (std::size_t i = 0; i < size(); ++i) margins.push_back(centre_margin(i));
  e.shift = T(0.0);
  if (loss == MarginLoss::exponential) {
    e.shift = -margins.front().mid();
    for (const I& m : margins) e.shift = e.shift < -m.mid() ? T(-m.mid()) : e.shift;
  }
  std::vector<I> centre;
  std::vector<I> here;
  for (std::size_t i = 0; i < size(); ++i) {
    centre.push_back(exp(-(margins[i] + I(e.shift))));
    here.push_back(spread_by(centre.back(), lengths_[i] * I(radius_)));
  }
  e.here = from_decays<T>(loss, here, e.shift);
  if (loss == MarginLoss::exponential) {
    e.centre_weight = centre;
    e.weight = here;
    e.centre_share = radius_ == T(0.0) ? e.here.share : from_decays<T>(loss, centre, e.shift).share;
  } else {
    for (const I& x : centre) e.centre_weight.push_back(sigmoid_of(x));
    for (const I& x : here) e.weight.push_back(sigmoid_of(x));
  }
  return e;
}

template <Scalar T>
auto DescentPath<T>::relative_gradient_norm(const LossState<T>& state) const -> I {
  I sum;
  for (std::size_t j = 0; j < rows_.columns(); ++j) {
    I g;
    for (std::size_t i = 0; i < size(); ++i) g += state.share[i] * rows_(i, j);
    sum += sqr(g);
  }
  return sqrt(sum);
}

template <Scalar T>
void DescentPath<T>::move(std::span<const I> coefficients, const I& spectral) {
  using R = Rounding<T>;
  I defect;
  for (std::size_t j = 0; j < centre_.size(); ++j) {
    I next = centre_[j];
    for (std::size_t i = 0; i < size(); ++i) next += coefficients[i] * rows_(i, j);
    centre_[j] = I(next.mid());
    defect += sqr(I(next.rad()));
  }
  const I expansion = max(I(1), spectral - I(1));
  radius_ = R::add_up(R::mul_up(radius_, expansion.sup()), sqrt(defect).sup());
}

template <Scalar T>
void DescentPath<T>::step(const Evaluation& e, MarginLoss loss, const I& eta, const I& curvature) {
  const I scale = eta * exp(I(e.shift));
  std::vector<I> coefficients;
  I trace;
  for (std::size_t i = 0; i < size(); ++i) {
    coefficients.push_back(scale * e.centre_weight[i]);
    // -l' bounds l'' for both losses; between w and c each -l' lies in the hull.
    trace += scale * hull(e.weight[i], e.centre_weight[i]) * squares_[i];
  }
  if (loss == MarginLoss::exponential) {
    move(coefficients, trace);
  } else {
    move(coefficients, min(trace, eta * curvature / I(4)));
  }
}

template <Scalar T>
void DescentPath<T>::normalized_step(const Evaluation& e, const I& c, const I& square) {
  expects(!e.centre_share.empty(), "normalized_step: an evaluation of the exponential loss");
  std::vector<I> coefficients;
  for (const I& q : e.centre_share) coefficients.push_back(c * q);
  // ln L has the Hessian Z^T (diag q - q q^T) Z, at most the greatest |z_i|^2.
  move(coefficients, c * square);
}

template <Scalar T>
auto DescentPath<T>::sample_step(std::size_t i, const I& eta) -> I {
  const I centre = sigmoid_of(exp(-centre_margin(i)));
  const I here = sigmoid_of(spread_by(exp(-centre_margin(i)), lengths_[i] * I(radius_)));
  std::vector<I> coefficients(size());
  coefficients[i] = eta * centre;
  move(coefficients, eta * min(hull(here, centre), I(T(0.25))) * squares_[i]);
  return here;
}

#define LEMMATA_INSTANTIATE(T)                                                   \
  template LossState<T> loss_state<T>(MarginLoss, std::span<const Interval<T>>); \
  template class DescentPath<T>;
LEMMATA_INSTANTIATE(double)
LEMMATA_INSTANTIATE(DoubleDouble)
LEMMATA_INSTANTIATE(Mp<50>)
LEMMATA_INSTANTIATE(Mp<100>)
LEMMATA_INSTANTIATE(Mp<200>)
#undef LEMMATA_INSTANTIATE

}  // namespace lemmata::theory
