#pragma once
/// \file
/// # Differentiation forward: Taylor<T>, a function of one parameter with three derivatives
/// ## Method   Unknown i is the line x_i + t v_i; every operation carries value and derivatives in t at t = 0. No tape:
///   constant memory, so the quadratic form v' H v of a million unknowns costs one evaluation. It shares nothing with
///   tape.hpp but the table of jet.hpp, and the tests hold the two against each other.
/// ## Guarantee  Over Interval each coefficient encloses the derivative of its order; undefined (number.hpp) where it
///   does not exist.

#include "theory/problem/interface/jet.hpp"

#include <cstddef>
#include <span>

namespace lemmata::theory::problem {

template <class T>
class Taylor {
 public:
  using number_type = T;
  Taylor() : Taylor(0.0) {}
  Taylor(double constant) : d_{T(constant), T(0.0), T(0.0), T(0.0)} {}  // NOLINT: an exact constant
  Taylor(T constant) requires(!std::is_same_v<T, double>)
      : d_{std::move(constant), T(0.0), T(0.0), T(0.0)} {}  // NOLINT
  Taylor(T value, T first, T second, T third)
      : d_{std::move(value), std::move(first), std::move(second), std::move(third)} {}

  [[nodiscard]] const T& value() const noexcept { return d_[0]; }
  /// The derivative of order k <= 3 at t = 0.
  [[nodiscard]] const T& derivative(std::size_t k) const { return d_[k]; }

  friend Taylor operator-(const Taylor& a) { return {-a.d_[0], -a.d_[1], -a.d_[2], -a.d_[3]}; }
  friend Taylor operator+(const Taylor& a, const Taylor& b) {
    return {a.d_[0] + b.d_[0], a.d_[1] + b.d_[1], a.d_[2] + b.d_[2], a.d_[3] + b.d_[3]};
  }
  friend Taylor operator-(const Taylor& a, const Taylor& b) {
    return {a.d_[0] - b.d_[0], a.d_[1] - b.d_[1], a.d_[2] - b.d_[2], a.d_[3] - b.d_[3]};
  }
  friend Taylor operator*(const Taylor& a, const Taylor& b) {
    const T three(3.0);
    return {a.d_[0] * b.d_[0], chain(a.d_[1], b.d_[0]) + chain(a.d_[0], b.d_[1]),
            chain(a.d_[2], b.d_[0]) + T(2.0) * chain(a.d_[1], b.d_[1]) + chain(a.d_[0], b.d_[2]),
            chain(a.d_[3], b.d_[0]) + three * (chain(a.d_[2], b.d_[1]) + chain(a.d_[1], b.d_[2])) +
                chain(a.d_[0], b.d_[3])};
  }
  friend Taylor operator/(const Taylor& a, const Taylor& b) {
    return a * b.composed(jet(Function::reciprocal, b.value()));
  }
  Taylor& operator+=(const Taylor& b) { return *this = *this + b; }
  Taylor& operator-=(const Taylor& b) { return *this = *this - b; }

  /// f of this, for the jet of f at value(): the formula of Faa di Bruno.
  [[nodiscard]] Taylor composed(const Jet<T>& f) const {
    const T &u = d_[1], &v = d_[2], &w = d_[3];
    const T u2 = square(u);
    return {f.value, chain(f.first, u), chain(f.second, u2) + chain(f.first, v),
            chain(f.third, u2 * u) + T(3.0) * chain(f.second, u * v) + chain(f.first, w)};
  }
  [[nodiscard]] static T square(const T& x) {
    if constexpr (requires { lemmata::sqr(x); }) {
      return lemmata::sqr(x);
    } else {
      return x * x;
    }
  }

 private:
  T d_[4];
};

template <class T>
[[nodiscard]] Taylor<T> sqr(const Taylor<T>& a) {
  const T& x = a.value();
  return a.composed({Taylor<T>::square(x), T(2.0) * x, T(2.0), T(0.0)});
}

template <class F, class T>
[[nodiscard]] Taylor<T> compose(F&& f, const Taylor<T>& a) {
  return a.composed(f(a.value()));
}

/// The line x + t v: what a term reads.
template <class T>
class Line {
 public:
  Line(std::span<const T> x, std::span<const T> v) : x_(x), v_(v) {
    expects(x.size() == v.size(), "Line: as many components as unknowns");
  }
  Taylor<T> operator[](std::size_t i) const { return {x_[i], v_[i], T(0.0), T(0.0)}; }
  [[nodiscard]] std::size_t size() const noexcept { return x_.size(); }

 private:
  std::span<const T> x_, v_;
};

}  // namespace lemmata::theory::problem
