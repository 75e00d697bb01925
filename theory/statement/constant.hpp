#pragma once
/// \file
/// # Constant: a number in a claim that could be stronger than stated
/// `lemmata check --sharpen` strengthens a declared constant by factors until an instance refutes the claim rebuilt
/// with it: how loose the stated one is. Rebuilt with the stated value a constant's claim is the theorem's own.

#include "numerics/scalar/precision.hpp"
#include "theory/statement/claim.hpp"

#include <functional>
#include <string>
#include <utility>

namespace lemmata::theory {

template <class I>
struct Constant {
  std::string name;                ///< as an identifier: "separation"
  std::string text;                ///< where it stands: "c in lambda_min(H) >= c delta / n^2"
  Interval<Real> value;            ///< as stated; positive
  bool larger_is_stronger = true;  ///< else smaller is
  /// The claim with another value in place of the stated one.
  std::function<Claim(const I&, const Interval<Real>& value, Precision)> rebuilt;
  double most = 0x1p20;  ///< the largest factor tried
};

/// A constant whose claim is f.template operator()<T>(instance, value) on the rung T.
template <class I, class F>
[[nodiscard]] Constant<I> constant(std::string name, std::string text, const Interval<Real>& value,
                                   bool larger_is_stronger, F f) {
  return {std::move(name), std::move(text), value, larger_is_stronger,
          [f = std::move(f)](const I& instance, const Interval<Real>& c, Precision p) {
            return at(p, [&]<class T>() -> Claim { return f.template operator()<T>(instance, c); });
          }};
}

}  // namespace lemmata::theory
