#include "verify/engine/controls.hpp"

#include "verify/engine/property.hpp"

#include <algorithm>

namespace lemmata::verify {
namespace {

using theory::AnyInstance;
using theory::Control;
using theory::ControlKind;
using theory::Entry;
using theory::Hypothesis;

bool any_refuted(const std::vector<ClaimDecision>& claims) {
  return std::any_of(claims.begin(), claims.end(),
                     [](const ClaimDecision& c) { return c.verdict == Verdict::refuted; });
}

std::string dropped(const Entry& entry, const Control<AnyInstance>& control, const AnyInstance& instance,
                    const Policy& policy) {
  bool named = false;
  for (const Hypothesis& hypothesis : decide_hypotheses(entry.theorem, instance, policy)) {
    if (hypothesis.name == control.subject) {
      named = true;
      if (hypothesis.holds != Truth::no) return "the hypothesis \"" + hypothesis.name + "\" does not fail certainly";
    } else if (hypothesis.holds != Truth::yes) {
      return "the hypothesis \"" + hypothesis.name + "\" does not hold certainly";
    }
  }
  if (!named) return "the theorem has no hypothesis \"" + control.subject + "\"";
  const auto claims = decide_claims(entry.theorem, instance, Truth::yes, control.instead, policy);
  return any_refuted(claims) ? "" : "no claim was refuted without the hypothesis";
}

std::string tight(const Entry& entry, const Control<AnyInstance>& control, const AnyInstance& instance,
                  const Policy& policy) {
  const Decision decision = decide(entry.theorem, instance, policy);
  for (const ClaimDecision& claim : decision.claims) {
    if (claim.name != control.subject) continue;
    if (claim.verdict != Verdict::proved) return "the claim is " + std::string(name(claim.verdict));
    return certainly(less_equal(claim.slack.value, Interval<Real>(Real(control.slack_at_most))))
               ? ""
               : "the slack is not certainly at most the stated one";
  }
  return "the theorem has no claim \"" + control.subject + "\"";
}

// Empty when the control did its work on this instance.
std::string survives(const Entry& entry, const Control<AnyInstance>& control, const AnyInstance& instance,
                     const Policy& policy) {
  if (control.kind == ControlKind::dropped_hypothesis) return dropped(entry, control, instance, policy);
  if (control.kind == ControlKind::tight_case) return tight(entry, control, instance, policy);
  const Truth hypotheses = all_hold(decide_hypotheses(entry.theorem, instance, policy));
  if (hypotheses != Truth::yes) return "the hypotheses do not hold certainly";
  const auto claims = decide_claims(entry.theorem, instance, hypotheses, control.instead, policy);
  if (control.kind == ControlKind::sabotage) return any_refuted(claims) ? "" : "the false claim was not refuted";
  const bool agrees = !claims.empty() && std::all_of(claims.begin(), claims.end(), [](const ClaimDecision& c) {
    return c.verdict == Verdict::proved;
  });
  return agrees ? "" : "the enclosure does not lie within the published value";
}

}  // namespace

ControlOutcome run_control(const Entry& entry, const Control<AnyInstance>& control, std::uint64_t seed,
                           std::size_t instances, const Policy& policy) {
  ControlOutcome outcome{entry.id + "/" + control.name, control.kind, false, 0, {}};
  const std::size_t most = control.drawn ? std::max<std::size_t>(1, instances) : 1;
  for (std::size_t k = 0; k < most && !outcome.refuted; ++k) {
    const AnyInstance instance = draw_from(control.instance, entry, control.name, seed, k);
    outcome.why = survives(entry, control, instance, policy);
    outcome.refuted = outcome.why.empty();
    outcome.after_instances = k + 1;
  }
  return outcome;
}

}  // namespace lemmata::verify
