#include "verify/engine/decide.hpp"

#include "numerics/base/contract.hpp"

#include <algorithm>
#include <optional>

namespace lemmata::verify {
namespace {

using theory::AnyInstance;
using theory::Claim;
using theory::Hypothesis;
using theory::Theorem;

std::optional<Precision> above(Precision rung, const Policy& policy) {
  const std::optional<Precision> higher = next(rung);
  return higher && *higher <= policy.highest ? higher : std::nullopt;
}

// Merges what a higher rung found: a decision that was made stays, and must not be contradicted.
void merge(ClaimDecision& known, ClaimDecision found) {
  if (known.name != found.name) throw Contradiction("the list of claims depends on the precision: " + known.name);
  if (known.holds != Truth::unknown) {
    if (found.holds == !known.holds) {
      throw Contradiction("claim " + known.name + " is certain at " + std::string(name(known.decided_at)) +
                          " and certainly opposite at " + std::string(name(found.decided_at)));
    }
    return;
  }
  known = std::move(found);
}

}  // namespace

int severity(Verdict verdict) {
  switch (verdict) {
    case Verdict::proved:
      return 0;
    case Verdict::supported:
      return 1;
    case Verdict::vacuous:
      return 2;
    case Verdict::undecided:
      return 3;
    case Verdict::refuted:
      break;
  }
  return 4;
}

std::vector<Hypothesis> decide_hypotheses(const Theorem& theorem, const AnyInstance& instance, const Policy& policy) {
  std::vector<Hypothesis> known = theorem.hypotheses(instance, policy.lowest);
  for (std::optional<Precision> rung = above(policy.lowest, policy); rung && all_hold(known) == Truth::unknown;
       rung = above(*rung, policy)) {
    const std::vector<Hypothesis> found = theorem.hypotheses(instance, *rung);
    if (found.size() != known.size()) throw Contradiction("the list of hypotheses depends on the precision");
    for (std::size_t k = 0; k < known.size(); ++k) {
      if (known[k].holds == Truth::unknown) known[k] = found[k];
      if (found[k].holds != Truth::unknown && found[k].holds != known[k].holds) {
        throw Contradiction("hypothesis \"" + known[k].name + "\" changes with the precision");
      }
    }
  }
  return known;
}

std::vector<ClaimDecision> decide_claims(const Theorem& theorem, const AnyInstance& instance, Truth hypotheses,
                                         const theory::Conclude<AnyInstance>& conclude, const Policy& policy) {
  const auto evaluate = [&](Precision rung) {
    std::vector<ClaimDecision> decisions;
    const std::vector<Claim> claims = conclude ? conclude(instance, rung) : theorem.conclude(instance, rung);
    for (const Claim& claim : claims) decisions.push_back(judge(hypotheses, claim, rung));
    return decisions;
  };
  const auto unknown = [](const ClaimDecision& d) { return d.holds == Truth::unknown; };
  const auto refuted = [](const ClaimDecision& d) { return d.verdict == Verdict::refuted; };

  std::vector<ClaimDecision> known = evaluate(policy.lowest);
  Precision rung = policy.lowest;
  bool confirmed = false;
  for (;;) {
    const bool climb = std::any_of(known.begin(), known.end(), unknown);
    const bool confirm = !confirmed && std::any_of(known.begin(), known.end(), refuted);
    const std::optional<Precision> higher = above(rung, policy);
    if ((!climb && !confirm) || !higher) return known;
    confirmed = confirmed || confirm;
    rung = *higher;
    std::vector<ClaimDecision> found = evaluate(rung);
    if (found.size() != known.size()) throw Contradiction("the list of claims depends on the precision");
    for (std::size_t k = 0; k < known.size(); ++k) merge(known[k], std::move(found[k]));
  }
}

Decision decide(const Theorem& theorem, const AnyInstance& instance, const Policy& policy) {
  expects(policy.lowest <= policy.highest, "decide: lowest <= highest");
  Decision decision;
  decision.hypotheses = decide_hypotheses(theorem, instance, policy);
  decision.hypotheses_hold = all_hold(decision.hypotheses);
  const theory::Statement statement = theorem.statement();
  if (decision.hypotheses_hold == Truth::yes) {
    decision.claims = decide_claims(theorem, instance, Truth::yes, {}, policy);
    expects(decision.claims.size() == statement.claims.size(), "decide: one claim for every card of the statement");
    for (std::size_t k = 0; k < statement.claims.size(); ++k) {
      expects(decision.claims[k].name == statement.claims[k].name, "decide: claims named as in the statement");
      expects(decision.claims[k].strength == statement.claims[k].strength, "decide: claims as strong as stated");
    }
  } else {
    for (const theory::ClaimCard& card : statement.claims) {
      ClaimDecision claim;
      claim.name = card.name;
      claim.strength = card.strength;
      claim.verdict = judge(decision.hypotheses_hold, Truth::unknown, card.strength);
      claim.reason = claim.verdict == Verdict::vacuous ? "a hypothesis fails" : "a hypothesis could not be decided";
      decision.claims.push_back(std::move(claim));
    }
  }
  decision.verdict = Verdict::proved;
  for (const ClaimDecision& claim : decision.claims) {
    if (severity(claim.verdict) > severity(decision.verdict)) decision.verdict = claim.verdict;
  }
  return decision;
}

}  // namespace lemmata::verify
