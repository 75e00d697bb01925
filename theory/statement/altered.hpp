#pragma once
/// \file
/// # Claims of a theorem, altered: what controls are made of
/// A sabotage is most convincing when it is the theorem's own claim with another right side: what is refuted then is
/// the change and nothing else.

#include "theory/statement/theorem.hpp"

#include <string>
#include <utility>
#include <vector>

namespace lemmata::theory {

/// The claim of M called `name`, changed by `alter(claim)`.
template <class M, class Alter>
[[nodiscard]] Conclude<typename M::Instance> altered(std::string name, Alter alter) {
  return [name = std::move(name), alter](const typename M::Instance& x, Precision p) {
    std::vector<Claim> found;
    for (Claim& claim : at(p, [&]<class T>() { return M::template conclude<T>(x); })) {
      if (claim.name == name) found.push_back(alter(std::move(claim)));
    }
    expects(!found.empty(), "altered: a claim of the theorem");
    return found;
  };
}

/// The claim as it stands; a surrogate as if it were exact, so that it can be refuted.
template <class M>
[[nodiscard]] Conclude<typename M::Instance> only(std::string name) {
  return altered<M>(std::move(name), [](Claim claim) {
    claim.strength = Strength::exact;
    return claim;
  });
}

/// The claim with another right side.
template <class M>
[[nodiscard]] Conclude<typename M::Instance> with_side(std::string name, double side) {
  return altered<M>(std::move(name), [side](Claim claim) {
    claim.strength = Strength::exact;
    claim.rhs = number(side);
    return claim;
  });
}

/// The claim with its right side times `factor`.
template <class M>
[[nodiscard]] Conclude<typename M::Instance> with_side_times(std::string name, double factor) {
  return altered<M>(std::move(name), [factor](Claim claim) {
    claim.strength = Strength::exact;
    claim.rhs = claim.rhs * number(factor);
    return claim;
  });
}

/// Golden: the right (left) side of the claim is the number written, to the digits written.
template <class M>
[[nodiscard]] Control<typename M::Instance> golden_side(std::string control, typename M::Instance instance,
                                                        std::string name, std::string digits, bool right = true) {
  return golden<typename M::Instance>(std::move(control), std::move(instance),
                                      altered<M>(std::move(name), [digits = std::move(digits), right](Claim claim) {
                                        return lies_in(claim.name, right ? claim.rhs : claim.lhs,
                                                       rounded_decimal(digits));
                                      }));
}

/// Golden: where a hypothesis ends. It certainly holds on `inside`, as all others do, and certainly fails on `outside`.
template <class M>
[[nodiscard]] Control<typename M::Instance> edge(std::string control, std::string hypothesis,
                                                 typename M::Instance inside, typename M::Instance outside) {
  using I = typename M::Instance;
  const auto says = [hypothesis](const char* name, const I& x, Truth expected, Precision p) {
    Interval<Real> agrees(0);
    for (const Hypothesis& h : at(p, [&]<class T>() { return M::template hypotheses<T>(x); })) {
      if (h.name != hypothesis) continue;
      agrees =
          h.holds == Truth::unknown ? Interval<Real>(Real(0), Real(1)) : Interval<Real>(h.holds == expected ? 1 : 0);
    }
    return equals(name, Enclosure(agrees, Evidence("hypothesis", hypothesis)), number(1.0));
  };
  return golden<I>(std::move(control), std::move(inside),
                   [says, outside = std::move(outside)](const I& x, Precision p) -> std::vector<Claim> {
                     return {says("holds inside", x, Truth::yes, p), says("fails outside", outside, Truth::no, p)};
                   });
}

}  // namespace lemmata::theory
