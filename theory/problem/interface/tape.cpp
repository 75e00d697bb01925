#include "theory/problem/interface/tape.hpp"

#include <algorithm>

namespace lemmata::theory::problem {

template <class T>
void Tape<T>::clear() {
  for (const std::uint32_t i : touched_) leaf_[i] = none;
  touched_.clear();
  leaves_.clear();
  nodes_.clear();
  root_ = none;
}

template <class T>
Var<T> Tape<T>::operator[](std::size_t i) {
  expects(i < point_.size(), "Tape: an unknown of the problem");
  if (leaf_[i] == none) {
    leaf_[i] = static_cast<std::uint32_t>(nodes_.size());
    touched_.push_back(static_cast<std::uint32_t>(i));
    leaves_.push_back(leaf_[i]);
    nodes_.emplace_back();
  }
  return {point_[i], this, leaf_[i]};
}

template <class T>
Var<T> Tape<T>::push(Node node, T value) {
  expects(nodes_.size() < none, "Tape: fewer than 2^32 operations in a term");
  const auto at = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back(std::move(node));
  return {std::move(value), this, at};
}

template <class T>
Var<T> Tape<T>::linear(const Var<T>& a, T slope, T value) {
  return a.tape()->push({Kind::linear, a.at(), none, std::move(slope), T(), T()}, std::move(value));
}

template <class T>
Var<T> Tape<T>::negate(const Var<T>& a) {
  if (a.is_constant()) return Var<T>(T(-a.value()));
  return linear(a, T(-1.0), -a.value());
}

template <class T>
Var<T> Tape<T>::add(const Var<T>& a, const Var<T>& b) {
  T value = a.value() + b.value();
  if (a.is_constant() && b.is_constant()) return Var<T>(std::move(value));
  if (b.is_constant()) return linear(a, T(1.0), std::move(value));
  if (a.is_constant()) return linear(b, T(1.0), std::move(value));
  return a.tape()->push({Kind::linear, a.at(), b.at(), T(1.0), T(1.0), T()}, std::move(value));
}

template <class T>
Var<T> Tape<T>::subtract(const Var<T>& a, const Var<T>& b) {
  T value = a.value() - b.value();
  if (a.is_constant() && b.is_constant()) return Var<T>(std::move(value));
  if (b.is_constant()) return linear(a, T(1.0), std::move(value));
  if (a.is_constant()) return linear(b, T(-1.0), std::move(value));
  return a.tape()->push({Kind::linear, a.at(), b.at(), T(1.0), T(-1.0), T()}, std::move(value));
}

template <class T>
Var<T> Tape<T>::multiply(const Var<T>& a, const Var<T>& b) {
  T value = a.value() * b.value();
  if (a.is_constant() && b.is_constant()) return Var<T>(std::move(value));
  if (b.is_constant()) return linear(a, b.value(), std::move(value));
  if (a.is_constant()) return linear(b, a.value(), std::move(value));
  if (a.at() == b.at()) return square(a);
  return a.tape()->push({Kind::product, a.at(), b.at(), b.value(), a.value(), T()}, std::move(value));
}

template <class T>
Var<T> Tape<T>::divide(const Var<T>& a, const Var<T>& b) {
  if (!b.is_constant()) return multiply(a, compose(jet(Function::reciprocal, b.value()), b));
  T value = a.value() / b.value();
  if (a.is_constant()) return Var<T>(std::move(value));
  return linear(a, T(1.0) / b.value(), std::move(value));
}

template <class T>
Var<T> Tape<T>::square(const Var<T>& a) {
  T value;
  if constexpr (requires(const T& x) { lemmata::sqr(x); }) {
    value = lemmata::sqr(a.value());
  } else {
    value = a.value() * a.value();
  }
  if (a.is_constant()) return Var<T>(std::move(value));
  return a.tape()->push({Kind::unary, a.at(), none, T(2.0) * a.value(), T(), T(2.0)}, std::move(value));
}

template <class T>
Var<T> Tape<T>::compose(const Jet<T>& f, const Var<T>& a) {
  if (a.is_constant()) return Var<T>(T(f.value));
  return a.tape()->push({Kind::unary, a.at(), none, f.first, T(), f.second}, f.value);
}

template <class T>
const std::vector<T>& Tape<T>::gradient(const Var<T>& result) {
  root_ = result.is_constant() ? none : result.at();
  adjoint_.assign(nodes_.size(), T(0.0));
  reached_.assign(nodes_.size(), 0);
  if (root_ != none) {
    adjoint_[root_] = T(1.0);
    reached_[root_] = 1;
    for (std::size_t i = root_ + std::size_t{1}; i-- > 0;) {
      const Node& node = nodes_[i];
      if (node.kind == Kind::leaf || reached_[i] == 0) continue;
      const T adjoint = adjoint_[i];
      adjoint_[node.a] = adjoint_[node.a] + chain(node.slope_a, adjoint);
      reached_[node.a] = 1;
      if (node.b != none) {
        adjoint_[node.b] = adjoint_[node.b] + chain(node.slope_b, adjoint);
        reached_[node.b] = 1;
      }
    }
  }
  result_.clear();
  for (const std::uint32_t leaf : leaves_) result_.push_back(adjoint_[leaf]);
  return result_;
}

template <class T>
const std::vector<T>& Tape<T>::hessian_vector(std::span<const T> direction) {
  expects(direction.size() == leaves_.size(), "Tape: one component a touched unknown");
  expects(adjoint_.size() == nodes_.size(), "Tape: gradient() before hessian_vector()");
  tangent_.assign(nodes_.size(), T(0.0));
  tangent_adjoint_.assign(nodes_.size(), T(0.0));
  for (std::size_t k = 0; k < leaves_.size(); ++k) tangent_[leaves_[k]] = direction[k];
  const std::size_t end = root_ == none ? 0 : root_ + std::size_t{1};
  for (std::size_t i = 0; i < end; ++i) {
    const Node& node = nodes_[i];
    if (node.kind == Kind::leaf || reached_[i] == 0) continue;
    T t = chain(node.slope_a, tangent_[node.a]);
    if (node.b != none) t = t + chain(node.slope_b, tangent_[node.b]);
    tangent_[i] = std::move(t);
  }
  for (std::size_t i = end; i-- > 0;) {
    const Node& node = nodes_[i];
    if (node.kind == Kind::leaf || reached_[i] == 0) continue;
    const T &adjoint = adjoint_[i], &bar = tangent_adjoint_[i];
    T& at_a = tangent_adjoint_[node.a];
    at_a = at_a + chain(node.slope_a, bar);
    if (node.kind == Kind::unary) at_a = at_a + chain(chain(node.second, tangent_[node.a]), adjoint);
    if (node.b == none) continue;
    T& at_b = tangent_adjoint_[node.b];
    at_b = at_b + chain(node.slope_b, bar);
    if (node.kind != Kind::product) continue;
    tangent_adjoint_[node.a] = tangent_adjoint_[node.a] + chain(tangent_[node.b], adjoint);
    at_b = at_b + chain(tangent_[node.a], adjoint);
  }
  result_.clear();
  for (const std::uint32_t leaf : leaves_) result_.push_back(tangent_adjoint_[leaf]);
  return result_;
}

template class Tape<double>;
template class Tape<DoubleDouble>;
template class Tape<Mp<50>>;
template class Tape<Mp<100>>;
template class Tape<Mp<200>>;
template class Tape<Interval<double>>;
template class Tape<Interval<DoubleDouble>>;
template class Tape<Interval<Mp<50>>>;
template class Tape<Interval<Mp<100>>>;
template class Tape<Interval<Mp<200>>>;
template class Tape<ExactRational>;

}  // namespace lemmata::theory::problem
