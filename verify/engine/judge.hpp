#pragma once
/// \file
/// # Judge: hypotheses and claims of one instance, evaluated once -> verdicts
/// Pure. First match wins: vacuous (a hypothesis certainly fails), undecided (one stayed unknown), refuted, undecided
/// (the claim stayed unknown), proved. A probabilistic claim is never refuted by one instance; an asymptotic one never
/// at all, and neither is ever called proved.

#include "numerics/scalar/precision.hpp"
#include "theory/statement/claim.hpp"
#include "theory/statement/hypothesis.hpp"
#include "theory/statement/verdict.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lemmata::verify {

using theory::Verdict;

/// What was found about one claim.
struct ClaimDecision {
  std::string name;
  theory::Strength strength = theory::Strength::exact;
  Verdict verdict = Verdict::undecided;
  Truth holds = Truth::unknown;  ///< of the relation alone
  theory::Relation relation = theory::Relation::at_most;
  Interval<Real> lhs = Interval<Real>::whole();
  Interval<Real> rhs = Interval<Real>::whole();
  theory::Slack slack{Interval<Real>::whole(), true};
  std::optional<Interval<Real>> failure_probability;
  Precision decided_at = Precision::binary64;  ///< the rung whose numbers these are
  std::string reason;                          ///< why it is not proved; empty otherwise
  std::optional<theory::Curve> curve;          ///< for pictures only
};

/// All hypotheses together: no if one certainly fails, yes if all are certain.
[[nodiscard]] Truth all_hold(std::span<const theory::Hypothesis> hypotheses);

/// The verdict, given what is known.
[[nodiscard]] Verdict judge(Truth hypotheses, Truth holds, theory::Strength strength);

/// The same with the claim's numbers.
[[nodiscard]] ClaimDecision judge(Truth hypotheses, const theory::Claim& claim, Precision rung);

}  // namespace lemmata::verify
