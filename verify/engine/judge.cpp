#include "verify/engine/judge.hpp"

#include "numerics/scalar/text.hpp"

namespace lemmata::verify {

Truth all_hold(std::span<const theory::Hypothesis> hypotheses) {
  Truth all = Truth::yes;
  for (const theory::Hypothesis& hypothesis : hypotheses) all = all && hypothesis.holds;
  return all;
}

Verdict judge(Truth hypotheses, Truth holds, theory::Strength strength) {
  if (hypotheses == Truth::no) return Verdict::vacuous;
  if (hypotheses == Truth::unknown || holds == Truth::unknown) return Verdict::undecided;
  if (strength == theory::Strength::exact) return holds == Truth::yes ? Verdict::proved : Verdict::refuted;
  return holds == Truth::yes ? Verdict::supported : Verdict::undecided;
}

ClaimDecision judge(Truth hypotheses, const theory::Claim& claim, Precision rung) {
  ClaimDecision decision;
  decision.name = claim.name;
  decision.strength = claim.strength;
  decision.holds = holds(claim);
  decision.verdict = judge(hypotheses, decision.holds, claim.strength);
  decision.relation = claim.relation;
  decision.lhs = claim.lhs.set();
  decision.rhs = claim.rhs.set();
  decision.slack = slack(claim);
  decision.failure_probability = claim.failure_probability;
  decision.decided_at = rung;
  decision.curve = claim.curve;
  if (decision.verdict == Verdict::vacuous) decision.reason = "a hypothesis fails";
  if (decision.verdict != Verdict::undecided) return decision;
  if (hypotheses == Truth::unknown) {
    decision.reason = "a hypothesis could not be decided";
  } else if (decision.holds == Truth::no) {
    decision.reason = claim.strength == theory::Strength::asymptotic ? "surrogate failed" : "failed on this instance";
  } else {
    decision.reason = claim.reason.empty() ? "the enclosures overlap at " + std::string(name(rung)) : claim.reason;
  }
  return decision;
}

}  // namespace lemmata::verify
