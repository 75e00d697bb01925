#pragma once
/// \file
/// # Enclosed<X>: a set that contains the truth, and why
/// Only a certified algorithm constructs one: whoever calls the constructor vouches that the evidence proves
/// membership. Bulk arithmetic runs on plain intervals inside an algorithm, which returns one step of evidence for the
/// whole.

#include "numerics/enclosure/evidence.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <string>
#include <utility>

namespace lemmata {

template <class X>
class Enclosed {
 public:
  /// The caller vouches that `why` proves that the truth lies in `set`.
  Enclosed(X set, Evidence why) : set_(std::move(set)), why_(std::move(why)) {}

  [[nodiscard]] const X& set() const& noexcept { return set_; }
  [[nodiscard]] X set() && { return std::move(set_); }
  [[nodiscard]] const Evidence& why() const& noexcept { return why_; }
  [[nodiscard]] Evidence why() && { return std::move(why_); }

 private:
  X set_;
  Evidence why_;
};

using Enclosure = Enclosed<Interval<Real>>;

/// The payload of an `arith` step: the operation and what it gave; operands are the premises in order.
struct Arithmetic {
  std::string operation;  ///< "+", "-", "*", "/", "neg", "sqr", "sqrt", "abs", "pow N", "exp", "log", "min", "max"
  Interval<Real> result;
};

/// An exact number; the step `exact` holds it as payload Interval<Real>.
[[nodiscard]] Enclosure exact(const Real& x, std::string what = {});

/// Nothing is known: the whole line, with the reason as statement of a step `unknown`.
[[nodiscard]] Enclosure unknown(std::string reason);

/// The enclosure of an interval over a lower rung, with the same evidence.
template <Scalar T>
[[nodiscard]] Enclosure enclose(const Interval<T>& set, Evidence why) {
  return {convert<Real>(set), std::move(why)};
}

/// Each records one `arith` step over its operands.
[[nodiscard]] Enclosure operator-(const Enclosure& a);
[[nodiscard]] Enclosure operator+(const Enclosure& a, const Enclosure& b);
[[nodiscard]] Enclosure operator-(const Enclosure& a, const Enclosure& b);
[[nodiscard]] Enclosure operator*(const Enclosure& a, const Enclosure& b);
[[nodiscard]] Enclosure operator/(const Enclosure& a, const Enclosure& b);
[[nodiscard]] Enclosure pow(const Enclosure& a, int n);
[[nodiscard]] Enclosure sqr(const Enclosure& a);
[[nodiscard]] Enclosure sqrt(const Enclosure& a);
[[nodiscard]] Enclosure abs(const Enclosure& a);
[[nodiscard]] Enclosure exp(const Enclosure& a);
[[nodiscard]] Enclosure log(const Enclosure& a);
[[nodiscard]] Enclosure min(const Enclosure& a, const Enclosure& b);
[[nodiscard]] Enclosure max(const Enclosure& a, const Enclosure& b);

/// Comparisons of the enclosed numbers.
[[nodiscard]] inline Truth less(const Enclosure& a, const Enclosure& b) { return less(a.set(), b.set()); }
[[nodiscard]] inline Truth less_equal(const Enclosure& a, const Enclosure& b) { return less_equal(a.set(), b.set()); }
[[nodiscard]] inline Truth positive(const Enclosure& a) { return positive(a.set()); }
[[nodiscard]] inline Truth negative(const Enclosure& a) { return negative(a.set()); }
[[nodiscard]] inline Truth zero(const Enclosure& a) { return zero(a.set()); }

}  // namespace lemmata
