#pragma once
/// \file
/// # Interval<T>: a closed interval of reals, possibly unbounded
/// Guarantee   For every operation, f(x, y) lies in f(X, Y) for all x in X, y in Y where f is defined. Results of
///             single operations are the tightest that Rounding<T> offers; operations on larger types of a dependency
///             (x*x for sqr(x)) are not.
/// Notes       An infinite endpoint means "unbounded". A NaN, or an interval without a real ([inf, inf]), becomes the
///             whole line: what is not known is never narrow. Division by an interval that contains zero is the whole
///             line. sqrt encloses the roots of the non-negative part, and is the whole line when there is none.

#include "numerics/base/contract.hpp"
#include "numerics/scalar/scalar.hpp"

#include <concepts>
#include <cstdint>
#include <utility>

namespace lemmata {

/// The answer to a question about enclosed numbers.
enum class Truth { no, unknown, yes };

[[nodiscard]] constexpr Truth operator!(Truth a) {
  return a == Truth::yes ? Truth::no : a == Truth::no ? Truth::yes : Truth::unknown;
}
/// Conjunction; both sides are evaluated.
[[nodiscard]] constexpr Truth operator&&(Truth a, Truth b) { return a < b ? a : b; }
/// Disjunction; both sides are evaluated.
[[nodiscard]] constexpr Truth operator||(Truth a, Truth b) { return a < b ? b : a; }
[[nodiscard]] constexpr Truth truth(bool known) { return known ? Truth::yes : Truth::no; }
[[nodiscard]] constexpr bool certainly(Truth a) { return a == Truth::yes; }
[[nodiscard]] constexpr bool possibly(Truth a) { return a != Truth::no; }

template <Scalar T>
class Interval {
 public:
  using value_type = T;

  Interval() : inf_(0.0), sup_(0.0) {}
  Interval(const T& point) : Interval(point, point) {}  // NOLINT: a point is an interval
  /// A number of the machine, exactly; integers must be below 2^53 in magnitude.
  template <class A>
  requires(std::is_arithmetic_v<A> && !std::same_as<A, T> && !std::same_as<A, long double>) Interval(A point)
      : Interval(exact(point)) {}  // NOLINT
  /// [inf, sup]; inf <= sup.
  Interval(T inf, T sup) : inf_(std::move(inf)), sup_(std::move(sup)) {
    if (!(inf_ == inf_) || !(sup_ == sup_)) {
      *this = whole();
      return;
    }
    expects(inf_ <= sup_, "Interval: inf <= sup");
    if (inf_ == infinity<T>() || sup_ == -infinity<T>()) *this = whole();
  }

  [[nodiscard]] static Interval whole() { return Interval(-infinity<T>(), infinity<T>(), Unchecked{}); }

  [[nodiscard]] const T& inf() const& noexcept { return inf_; }
  [[nodiscard]] const T& sup() const& noexcept { return sup_; }
  [[nodiscard]] T inf() && { return std::move(inf_); }
  [[nodiscard]] T sup() && { return std::move(sup_); }

  [[nodiscard]] bool is_point() const { return inf_ == sup_; }
  [[nodiscard]] bool is_bounded() const { return -infinity<T>() < inf_ && sup_ < infinity<T>(); }
  [[nodiscard]] bool is_whole() const { return inf_ == -infinity<T>() && sup_ == infinity<T>(); }
  [[nodiscard]] bool contains(const T& x) const { return inf_ <= x && x <= sup_; }
  [[nodiscard]] bool contains_zero() const { return contains(T(0.0)); }
  [[nodiscard]] bool subset_of(const Interval& other) const { return other.inf_ <= inf_ && sup_ <= other.sup_; }

  /// A point of the interval, near the middle when it is bounded; finite.
  [[nodiscard]] T mid() const {
    using R = Rounding<T>;
    if (is_point()) return inf_;
    if (!is_bounded()) {
      if (contains_zero()) return T(0.0);
      return inf_ == -infinity<T>() ? sup_ : inf_;
    }
    const T half(0.5);
    const T m = R::add_down(R::mul_down(inf_, half), R::mul_down(sup_, half));
    return m < inf_ ? inf_ : sup_ < m ? sup_ : m;
  }
  /// An upper bound of |x - mid()| over the interval: it lies in [mid() - rad(), mid() + rad()].
  [[nodiscard]] T rad() const {
    using R = Rounding<T>;
    const T m = mid();
    const T above = R::sub_up(sup_, m);
    const T below = R::sub_up(m, inf_);
    return above < below ? below : above;
  }
  /// An upper bound of sup - inf.
  [[nodiscard]] T width() const { return is_point() ? T(0.0) : Rounding<T>::sub_up(sup_, inf_); }
  /// max |x|.
  [[nodiscard]] T mag() const {
    const T negated = -inf_;
    return negated < sup_ ? sup_ : negated;
  }
  /// min |x|.
  [[nodiscard]] T mig() const {
    if (contains_zero()) return T(0.0);
    return T(0.0) < inf_ ? inf_ : T(-sup_);
  }

  friend bool operator==(const Interval& a, const Interval& b) { return a.inf_ == b.inf_ && a.sup_ == b.sup_; }

  friend Interval operator-(const Interval& a) { return Interval(-a.sup_, -a.inf_, Unchecked{}); }
  friend Interval operator+(const Interval& a, const Interval& b) {
    return Interval(Rounding<T>::add_down(a.inf_, b.inf_), Rounding<T>::add_up(a.sup_, b.sup_));
  }
  friend Interval operator-(const Interval& a, const Interval& b) {
    return Interval(Rounding<T>::sub_down(a.inf_, b.sup_), Rounding<T>::sub_up(a.sup_, b.inf_));
  }
  friend Interval operator*(const Interval& a, const Interval& b) { return product(a, b); }
  friend Interval operator/(const Interval& a, const Interval& b) {
    if (b.contains_zero() || !(b.inf_ == b.inf_)) return whole();
    if (b.sup_ < T(0.0)) return (-a) / (-b);
    const T zero(0.0);
    using R = Rounding<T>;
    T down = R::div_down(a.inf_, zero <= a.inf_ ? b.sup_ : b.inf_);
    T up = R::div_up(a.sup_, a.sup_ <= zero ? b.sup_ : b.inf_);
    return Interval(std::move(down), std::move(up));
  }
  Interval& operator+=(const Interval& b) { return *this = *this + b; }
  Interval& operator-=(const Interval& b) { return *this = *this - b; }
  Interval& operator*=(const Interval& b) { return *this = *this * b; }
  Interval& operator/=(const Interval& b) { return *this = *this / b; }

 private:
  struct Unchecked {};
  Interval(T inf, T sup, Unchecked) : inf_(std::move(inf)), sup_(std::move(sup)) {}

  template <class A>
  static T exact(A point) {
    if constexpr (std::integral<A>) {
      constexpr std::int64_t limit = std::int64_t{1} << 53;
      expects(std::cmp_less_equal(point, limit) && std::cmp_greater_equal(point, -limit), "Interval: an exact integer");
    }
    return T(static_cast<double>(point));
  }

  /// Bounds of the product of two endpoints; zero times an unbounded endpoint is zero.
  static T times_down(const T& a, const T& b) {
    return a == T(0.0) || b == T(0.0) ? T(0.0) : Rounding<T>::mul_down(a, b);
  }
  static T times_up(const T& a, const T& b) { return a == T(0.0) || b == T(0.0) ? T(0.0) : Rounding<T>::mul_up(a, b); }
  static Interval product(const Interval& a, const Interval& b) {
    const T zero(0.0);
    if (a.sup_ <= zero && a.inf_ < zero) return -product(-a, b);
    if (b.sup_ <= zero && b.inf_ < zero) return -product(a, -b);
    if (zero <= a.inf_) {
      return Interval(times_down(zero <= b.inf_ ? a.inf_ : a.sup_, b.inf_), times_up(a.sup_, b.sup_));
    }
    if (zero <= b.inf_) return Interval(times_down(a.inf_, b.sup_), times_up(a.sup_, b.sup_));
    T low = times_down(a.inf_, b.sup_);
    T low_too = times_down(a.sup_, b.inf_);
    T high = times_up(a.inf_, b.inf_);
    T high_too = times_up(a.sup_, b.sup_);
    return Interval(low_too < low ? std::move(low_too) : std::move(low),
                    high < high_too ? std::move(high_too) : std::move(high));
  }

  T inf_;
  T sup_;
};

/// {x^2}: never below zero.
template <Scalar T>
[[nodiscard]] Interval<T> sqr(const Interval<T>& x) {
  const T least = x.mig();
  const T most = x.mag();
  return Interval<T>(Rounding<T>::mul_down(least, least), Rounding<T>::mul_up(most, most));
}

/// Roots of the non-negative part; the whole line when x < 0.
template <Scalar T>
[[nodiscard]] Interval<T> sqrt(const Interval<T>& x) {
  const T zero(0.0);
  if (x.sup() < zero) return Interval<T>::whole();
  return Interval<T>(x.inf() <= zero ? zero : Rounding<T>::sqrt_down(x.inf()), Rounding<T>::sqrt_up(x.sup()));
}

template <Scalar T>
[[nodiscard]] Interval<T> abs(const Interval<T>& x) {
  return Interval<T>(x.mig(), x.mag());
}

namespace detail {

/// Bounds of x^n for x >= 0, n >= 1: directed rounding of a product of non-negative bounds keeps the direction.
template <Scalar T, class Multiply>
T power(T x, unsigned n, Multiply multiply) {
  while (n % 2 == 0) {
    x = multiply(x, x);
    n /= 2;
  }
  T result = x;
  for (n /= 2; n > 0; n /= 2) {
    x = multiply(x, x);
    if (n % 2 == 1) result = multiply(result, x);
  }
  return result;
}

}  // namespace detail

/// {x^n}; x^0 = 1; for n < 0 as 1 / x^-n.
template <Scalar T>
[[nodiscard]] Interval<T> pow(const Interval<T>& x, int n) {
  if (n == 0) return Interval<T>(T(1.0));
  const unsigned m = n < 0 ? 0U - static_cast<unsigned>(n) : static_cast<unsigned>(n);
  const auto down = [m](const T& a) { return detail::power<T>(a, m, Rounding<T>::mul_down); };
  const auto up = [m](const T& a) { return detail::power<T>(a, m, Rounding<T>::mul_up); };
  const T zero(0.0);
  Interval<T> result;
  if (m % 2 == 0 || zero <= x.inf()) {
    result = Interval<T>(down(x.mig()), up(x.mag()));
  } else if (x.sup() <= zero) {
    result = -Interval<T>(down(-x.sup()), up(-x.inf()));
  } else {
    result = Interval<T>(-up(-x.inf()), up(x.sup()));
  }
  return n < 0 ? Interval<T>(T(1.0)) / result : result;
}

template <Scalar T>
[[nodiscard]] Interval<T> min(const Interval<T>& a, const Interval<T>& b) {
  return Interval<T>(b.inf() < a.inf() ? b.inf() : a.inf(), b.sup() < a.sup() ? b.sup() : a.sup());
}
template <Scalar T>
[[nodiscard]] Interval<T> max(const Interval<T>& a, const Interval<T>& b) {
  return Interval<T>(a.inf() < b.inf() ? b.inf() : a.inf(), a.sup() < b.sup() ? b.sup() : a.sup());
}
/// The least interval that contains both.
template <Scalar T>
[[nodiscard]] Interval<T> hull(const Interval<T>& a, const Interval<T>& b) {
  return Interval<T>(b.inf() < a.inf() ? b.inf() : a.inf(), a.sup() < b.sup() ? b.sup() : a.sup());
}
template <Scalar T>
[[nodiscard]] bool disjoint(const Interval<T>& a, const Interval<T>& b) {
  return a.sup() < b.inf() || b.sup() < a.inf();
}
/// What two enclosures of one number leave. Enclosures that do not meet contradict each other: ContractViolation.
template <Scalar T>
[[nodiscard]] Interval<T> intersect(const Interval<T>& a, const Interval<T>& b) {
  expects(!disjoint(a, b), "intersect: two enclosures of one number meet");
  return Interval<T>(a.inf() < b.inf() ? b.inf() : a.inf(), b.sup() < a.sup() ? b.sup() : a.sup());
}

/// x < y for the enclosed numbers: yes for all pairs, no for none, otherwise unknown.
template <Scalar T>
[[nodiscard]] Truth less(const Interval<T>& x, const Interval<T>& y) {
  return x.sup() < y.inf() ? Truth::yes : y.sup() <= x.inf() ? Truth::no : Truth::unknown;
}
template <Scalar T>
[[nodiscard]] Truth less_equal(const Interval<T>& x, const Interval<T>& y) {
  return !less(y, x);
}
/// yes only for one common point.
template <Scalar T>
[[nodiscard]] Truth equal(const Interval<T>& x, const Interval<T>& y) {
  if (disjoint(x, y)) return Truth::no;
  return x.is_point() && x == y ? Truth::yes : Truth::unknown;
}
template <Scalar T>
[[nodiscard]] Truth positive(const Interval<T>& x) {
  return less(Interval<T>(), x);
}
template <Scalar T>
[[nodiscard]] Truth negative(const Interval<T>& x) {
  return less(x, Interval<T>());
}
template <Scalar T>
[[nodiscard]] Truth zero(const Interval<T>& x) {
  return equal(x, Interval<T>());
}

/// The least interval over U that the directed conversion gives around x.
template <Scalar U, Scalar T>
[[nodiscard]] Interval<U> convert(const Interval<T>& x) {
  return Interval<U>(round_down<U>(x.inf()), round_up<U>(x.sup()));
}

}  // namespace lemmata
