#pragma once
/// \file
/// # Between exact points, their enclosures and boxes of matrices

#include "numerics/base/expected.hpp"
#include "numerics/linalg/symmetric_box.hpp"
#include "theory/problem/interface/problem.hpp"

namespace lemmata::theory::problem {

/// The tightest enclosures over T.
template <class T>
[[nodiscard]] Vector<Interval<T>> enclosed(const Vector<Rational>& x) {
  Vector<Interval<T>> result;
  result.reserve(x.size());
  for (const Rational& entry : x) result.push_back(number<Interval<T>>(entry));
  return result;
}

template <class U, class T>
[[nodiscard]] Vector<Interval<U>> converted(const Vector<Interval<T>>& x) {
  Vector<Interval<U>> result;
  result.reserve(x.size());
  for (const Interval<T>& entry : x) result.push_back(convert<U>(entry));
  return result;
}

/// A box that contains every symmetric matrix with entries in those of a (symmetric bit for bit). Fails where an entry
/// is unbounded.
template <class T>
[[nodiscard]] Expected<SymmetricBox> box_of(const Matrix<Interval<T>>& a);

/// The Euclidean norm of the vectors.
template <class T>
[[nodiscard]] Interval<T> norm(const Vector<Interval<T>>& x) {
  Interval<T> sum(0.0);
  for (const Interval<T>& entry : x) sum = sum + sqr(entry);
  return sqrt(sum);
}

}  // namespace lemmata::theory::problem
