#pragma once
/// \file
/// # Differentiation backward: a tape of one term
/// ## Method   A term of a problem is a function of few unknowns. Evaluated over Var<T> it leaves a tape of elementary
///   operations with their slopes; one sweep back gives the gradient, one sweep forward and one back the product of the
///   Hessian with a direction (second order, forward over backward). Both cost a small multiple of the evaluation.
/// ## Guarantee  Over Interval every result encloses the exact derivatives for all points of the argument. Where a
///   function has no derivative the result is undefined (number.hpp), never a number.
/// ## Source   Griewank, Walther, Evaluating Derivatives (2008), SIAM, ch. 3 and 5.
/// ## Notes    Tape's functions are instantiated in tape.cpp for every number of number.hpp.

#include "theory/problem/interface/jet.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace lemmata::theory::problem {

template <class T>
class Tape;

/// A value and the place of its tape where it was computed; without a tape it is a constant.
template <class T>
class Var {
 public:
  using number_type = T;
  Var() : value_(0.0) {}
  Var(double constant) : value_(constant) {}                                             // NOLINT: an exact constant
  Var(T constant) requires(!std::is_same_v<T, double>) : value_(std::move(constant)) {}  // NOLINT
  Var(T value, Tape<T>* tape, std::uint32_t at) : value_(std::move(value)), tape_(tape), at_(at) {}
  [[nodiscard]] const T& value() const noexcept { return value_; }
  [[nodiscard]] Tape<T>* tape() const noexcept { return tape_; }
  [[nodiscard]] std::uint32_t at() const noexcept { return at_; }
  [[nodiscard]] bool is_constant() const noexcept { return tape_ == nullptr; }

  friend Var operator-(const Var& a) { return Tape<T>::negate(a); }
  friend Var operator+(const Var& a, const Var& b) { return Tape<T>::add(a, b); }
  friend Var operator-(const Var& a, const Var& b) { return Tape<T>::subtract(a, b); }
  friend Var operator*(const Var& a, const Var& b) { return Tape<T>::multiply(a, b); }
  friend Var operator/(const Var& a, const Var& b) { return Tape<T>::divide(a, b); }
  Var& operator+=(const Var& b) { return *this = *this + b; }
  Var& operator-=(const Var& b) { return *this = *this - b; }

 private:
  T value_;
  Tape<T>* tape_ = nullptr;
  std::uint32_t at_ = 0;
};

/// The operations of one term. Reused from term to term: `clear` keeps the memory.
template <class T>
class Tape {
 public:
  /// A point in R^n; the term reads its coordinates through `operator[]`.
  explicit Tape(std::span<const T> point) : point_(point), leaf_(point.size(), none) {}
  void clear();

  /// Coordinate i, as a leaf of the tape.
  Var<T> operator[](std::size_t i);
  [[nodiscard]] std::size_t size() const noexcept { return point_.size(); }

  /// The unknowns that the term has read, in the order of the first reading.
  [[nodiscard]] const std::vector<std::uint32_t>& touched() const noexcept { return touched_; }

  /// Derivatives of `result` by the touched unknowns. Valid until the next term.
  const std::vector<T>& gradient(const Var<T>& result);
  /// The Hessian of `result` times the direction with these components at the touched unknowns. After gradient().
  const std::vector<T>& hessian_vector(std::span<const T> direction);

  static Var<T> negate(const Var<T>& a);
  static Var<T> add(const Var<T>& a, const Var<T>& b);
  static Var<T> subtract(const Var<T>& a, const Var<T>& b);
  static Var<T> multiply(const Var<T>& a, const Var<T>& b);
  static Var<T> divide(const Var<T>& a, const Var<T>& b);
  static Var<T> square(const Var<T>& a);
  static Var<T> compose(const Jet<T>& f, const Var<T>& a);

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  enum class Kind : std::uint8_t { leaf, linear, unary, product };
  struct Node {
    Kind kind = Kind::leaf;
    std::uint32_t a = none, b = none;
    T slope_a, slope_b;  ///< derivatives by a and b
    T second;            ///< unary: the second derivative
  };
  Var<T> push(Node node, T value);
  static Var<T> linear(const Var<T>& a, T slope, T value);

  std::span<const T> point_;
  std::vector<std::uint32_t> leaf_;  ///< by unknown
  std::vector<std::uint32_t> touched_;
  std::vector<std::uint32_t> leaves_;  ///< node of each touched unknown
  std::vector<Node> nodes_;
  std::vector<T> adjoint_, tangent_, tangent_adjoint_, result_;
  std::vector<std::uint8_t> reached_;  ///< nodes that the result depends on
  std::uint32_t root_ = none;
};

template <class T>
[[nodiscard]] Var<T> sqr(const Var<T>& a) {
  return Tape<T>::square(a);
}

/// f applied to a number T gives its Jet; the same function of a Var.
template <class F, class T>
[[nodiscard]] Var<T> compose(F&& f, const Var<T>& a) {
  return Tape<T>::compose(f(a.value()), a);
}

}  // namespace lemmata::theory::problem
