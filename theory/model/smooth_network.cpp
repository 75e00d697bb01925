#include "theory/model/smooth_network.hpp"

#include "numerics/scalar/elementary.hpp"

#include <cmath>

namespace lemmata::theory {
namespace {

template <Scalar T>
Interval<T> value(SmoothActivation s, const Interval<T>& z) {
  if (s == SmoothActivation::softplus) return log1p(exp(z));
  return s == SmoothActivation::tanh ? tanh(z) : sin(z);
}

template <Scalar T>
Interval<T> slope(SmoothActivation s, const Interval<T>& z) {
  const Interval<T> one(1);
  if (s == SmoothActivation::softplus) return one / (one + exp(-z));
  return s == SmoothActivation::tanh ? one - sqr(tanh(z)) : cos(z);
}

template <Scalar T>
Interval<T> frobenius(const Matrix<Interval<T>>& a) {
  Interval<T> sum;
  for (const Interval<T>& x : a.entries()) sum += sqr(x);
  return sqrt(sum);
}

}  // namespace

const char* name(SmoothActivation s) {
  if (s == SmoothActivation::tanh) return "tanh";
  return s == SmoothActivation::softplus ? "softplus" : "sin";
}

template <Scalar T>
Interval<T> steepest(SmoothActivation) {
  return Interval<T>(1);
}

template <Scalar T>
Interval<T> most_bent(SmoothActivation s) {
  using I = Interval<T>;
  if (s == SmoothActivation::softplus) return I(0.25);
  return s == SmoothActivation::tanh ? I(4) / (I(3) * sqrt(I(3))) : I(1);
}

template <Scalar T>
SmoothNetwork<T>::SmoothNetwork(SmoothActivation s, const Matrix<double>& first, const Matrix<double>& hidden,
                                const std::vector<double>& output)
    : s_(s) {
  const std::size_t m = first.rows();
  expects(m > 0 && output.size() == m && hidden.rows() % m == 0, "SmoothNetwork: m rows per layer");
  expects(hidden.rows() == 0 || hidden.columns() == m, "SmoothNetwork: m columns");
  const Activation activation = lemmata::theory::activation(name(s)).value();
  scale_ = sqrt(I(1) / (dual(activation, same(I(1))) * I(m)));
  weights_.push_back(points<T>(first));
  for (std::size_t h = 0; h < hidden.rows() / m; ++h) {
    Matrix<I> layer(m, m);
    for (std::size_t r = 0; r < m; ++r) {
      for (std::size_t c = 0; c < m; ++c) layer(r, c) = I(T(hidden(h * m + r, c)));
    }
    weights_.push_back(std::move(layer));
  }
  output_ = points<T>(output);
}

template <Scalar T>
IntervalVector<T> SmoothNetwork<T>::unit(std::span<const double> x) {
  IntervalVector<T> result = points<T>(x);
  const I length = norm(result);
  for (I& entry : result) entry = entry / length;
  return result;
}

template <Scalar T>
auto SmoothNetwork<T>::pass(const IntervalVector<T>& input) const -> Pass {
  const std::size_t depth = weights_.size();
  Pass p;
  p.x.push_back(input);
  std::vector<IntervalVector<T>> slopes;
  for (const Matrix<I>& w : weights_) {
    const IntervalVector<T> z = product(w, p.x.back());
    IntervalVector<T> next;
    IntervalVector<T> steep;
    for (const I& entry : z) {
      next.push_back(scale_ * value(s_, entry));
      steep.push_back(scale_ * slope(s_, entry));
    }
    p.x.push_back(std::move(next));
    slopes.push_back(std::move(steep));
  }
  p.d.resize(depth);
  IntervalVector<T> back = output_;
  for (std::size_t h = depth; h-- > 0;) {
    for (std::size_t r = 0; r < back.size(); ++r) p.d[h].push_back(slopes[h][r] * back[r]);
    if (h == 0) break;
    IntervalVector<T> below(weights_[h].columns());
    for (std::size_t c = 0; c < below.size(); ++c) {
      for (std::size_t r = 0; r < p.d[h].size(); ++r) below[c] += weights_[h](r, c) * p.d[h][r];
    }
    back = std::move(below);
  }
  p.value = dot(output_, p.x.back());
  return p;
}

template <Scalar T>
auto SmoothNetwork<T>::curvature(const Pass& p, const I& r) const -> I {
  const I steep = steepest<T>(s_);
  const I bent = most_bent<T>(s_);
  I moved;   // D_(h-1)
  I first;   // P_(h-1)
  I second;  // Q_(h-1)
  for (std::size_t h = 0;; ++h) {
    const I weight = frobenius(weights_[h]) + r;
    const I reach = norm(p.x[h]) + moved;  // X_(h-1)
    const I square = sqr(reach) + sqr(weight * first);
    const I inner = first + weight * second;
    if (h + 1 == weights_.size()) {
      I largest;
      for (const I& a : output_) largest = max(largest, abs(a));
      return scale_ * steep * sqrt(square) +
             scale_ * ((largest + r) * bent * square + (norm(output_) + r) * steep * inner);
    }
    moved = scale_ * steep * (r * norm(p.x[h]) + weight * moved);
    first = scale_ * steep * sqrt(square);
    second = scale_ * (bent * square + steep * inner);
  }
}

template <Scalar T>
void SmoothNetwork<T>::add_gradient(const Pass& p, const I& factor) {
  output_ = sum(output_, p.x.back(), factor);
  for (std::size_t h = 0; h < weights_.size(); ++h) {
    for (std::size_t r = 0; r < weights_[h].rows(); ++r) {
      const I push = factor * p.d[h][r];
      for (std::size_t c = 0; c < weights_[h].columns(); ++c) weights_[h](r, c) += push * p.x[h][c];
    }
  }
}

template <Scalar T>
auto SmoothNetwork<T>::distance(const SmoothNetwork& other) const -> I {
  I square = square_norm(sum(output_, other.output_, I(-1)));
  for (std::size_t h = 0; h < weights_.size(); ++h) {
    for (std::size_t k = 0; k < weights_[h].entries().size(); ++k) {
      square += sqr(weights_[h].entries()[k] - other.weights_[h].entries()[k]);
    }
  }
  return sqrt(square);
}

template <Scalar T>
Matrix<Interval<T>> gradient_gram(const std::vector<typename SmoothNetwork<T>::Pass>& passes) {
  const std::size_t n = passes.size();
  Matrix<Interval<T>> g(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      Interval<T> entry = dot(passes[i].x.back(), passes[j].x.back());
      for (std::size_t h = 0; h < passes[i].d.size(); ++h) {
        entry += dot(passes[i].x[h], passes[j].x[h]) * dot(passes[i].d[h], passes[j].d[h]);
      }
      g(i, j) = g(j, i) = entry;
    }
  }
  return g;
}

template <Scalar T>
Matrix<Interval<T>> last_layer_gram(const std::vector<typename SmoothNetwork<T>::Pass>& passes) {
  const std::size_t n = passes.size();
  Matrix<Interval<T>> g(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t h = passes[i].d.size() - 1;
    for (std::size_t j = 0; j < n; ++j) {
      g(i, j) = dot(passes[i].x[h], passes[j].x[h]) * dot(passes[i].d[h], passes[j].d[h]);
    }
  }
  return g;
}

#define LEMMATA_INSTANTIATE(T)                                                               \
  template Interval<T> steepest<T>(SmoothActivation);                                        \
  template Interval<T> most_bent<T>(SmoothActivation);                                       \
  template class SmoothNetwork<T>;                                                           \
  template Matrix<Interval<T>> gradient_gram<T>(const std::vector<SmoothNetwork<T>::Pass>&); \
  template Matrix<Interval<T>> last_layer_gram<T>(const std::vector<SmoothNetwork<T>::Pass>&);
LEMMATA_INSTANTIATE(double)
LEMMATA_INSTANTIATE(DoubleDouble)
LEMMATA_INSTANTIATE(Mp<50>)
LEMMATA_INSTANTIATE(Mp<100>)
LEMMATA_INSTANTIATE(Mp<200>)
#undef LEMMATA_INSTANTIATE

}  // namespace lemmata::theory
