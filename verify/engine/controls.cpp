#include "verify/engine/controls.hpp"

#include "verify/engine/frequency.hpp"
#include "verify/engine/property.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace lemmata::verify {
namespace {

using theory::AnyInstance;
using theory::Control;
using theory::ControlKind;
using theory::Entry;
using theory::Hypothesis;

// Failures of the probabilistic claims of a control, by position, over the instances drawn so far.
class Frequencies {
 public:
  explicit Frequencies(double false_alarm) : false_alarm_(false_alarm) {}

  // Adds the claims of one instance; whether the failures of one of them are certainly too many. The j-th look spends
  // false_alarm / (claims j (j+1)); the sum over all looks and claims is at most false_alarm.
  bool violated_by(const std::vector<ClaimDecision>& claims) {
    if (tallies_.size() < claims.size()) tallies_.resize(claims.size());
    bool violated = false;
    for (std::size_t c = 0; c < claims.size(); ++c) {
      if (claims[c].strength != theory::Strength::probabilistic || !claims[c].failure_probability) continue;
      Tally& tally = tallies_[c];
      ++tally.trials;
      if (claims[c].holds == Truth::no) ++tally.failures;
      const Interval<Real>& stated = *claims[c].failure_probability;
      tally.delta = tally.delta ? max(*tally.delta, stated) : stated;
      if (claims[c].holds != Truth::no) continue;
      const Interval<Real> looks(static_cast<double>(tally.trials) * static_cast<double>(tally.trials + 1));
      const Interval<Real> alpha =
          Interval<Real>(Real(false_alarm_)) / (looks * Interval<Real>(static_cast<double>(claims.size())));
      violated = violated || frequency_fits(tally.trials, tally.failures, 0, *tally.delta, alpha) == Truth::no;
    }
    return violated;
  }

 private:
  struct Tally {
    std::uint64_t trials = 0;
    std::uint64_t failures = 0;
    std::optional<Interval<Real>> delta;
  };
  double false_alarm_;
  std::vector<Tally> tallies_;
};

bool any_refuted(const std::vector<ClaimDecision>& claims, Frequencies& frequencies) {
  const bool certainly = std::any_of(claims.begin(), claims.end(), [](const ClaimDecision& c) {
    return c.verdict == Verdict::refuted || (c.strength == theory::Strength::asymptotic && c.holds == Truth::no);
  });
  return frequencies.violated_by(claims) || certainly;
}

std::string dropped(const Entry& entry, const Control<AnyInstance>& control, const AnyInstance& instance,
                    const Policy& policy, Frequencies& frequencies) {
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
  return any_refuted(claims, frequencies) ? "" : "no claim was refuted without the hypothesis";
}

std::string tight(const Entry& entry, const Control<AnyInstance>& control, const AnyInstance& instance,
                  const Policy& policy) {
  const Decision decision = decide(entry.theorem, instance, policy);
  for (const ClaimDecision& claim : decision.claims) {
    if (claim.name != control.subject) continue;
    if (claim.verdict != Verdict::proved && claim.verdict != Verdict::supported) {
      return "the claim is " + std::string(name(claim.verdict));
    }
    return certainly(less_equal(claim.slack.value, Interval<Real>(Real(control.slack_at_most))))
               ? ""
               : "the slack is not certainly at most the stated one";
  }
  return "the theorem has no claim \"" + control.subject + "\"";
}

// Empty when the control did its work on this instance.
std::string survives(const Entry& entry, const Control<AnyInstance>& control, const AnyInstance& instance,
                     const Policy& policy, Frequencies& frequencies) {
  if (control.kind == ControlKind::dropped_hypothesis) return dropped(entry, control, instance, policy, frequencies);
  if (control.kind == ControlKind::tight_case) return tight(entry, control, instance, policy);
  const Truth hypotheses = all_hold(decide_hypotheses(entry.theorem, instance, policy));
  if (hypotheses != Truth::yes) return "the hypotheses do not hold certainly";
  const auto claims = decide_claims(entry.theorem, instance, hypotheses, control.instead, policy);
  if (control.kind == ControlKind::sabotage) {
    return any_refuted(claims, frequencies) ? "" : "the false claim was not refuted";
  }
  const bool agrees = !claims.empty() && std::all_of(claims.begin(), claims.end(), [](const ClaimDecision& c) {
    return c.verdict == Verdict::proved;
  });
  return agrees ? "" : "the enclosure does not lie within the published value";
}

}  // namespace

ControlOutcome run_control(const Entry& entry, const Control<AnyInstance>& control, std::uint64_t seed,
                           std::size_t instances, const Policy& policy, double false_alarm,
                           const std::function<bool()>& stop) {
  ControlOutcome outcome{entry.id + "/" + control.name, control.kind, false, 0, {}, false};
  const std::size_t most = control.drawn ? std::max<std::size_t>(1, instances) : 1;
  Frequencies frequencies(false_alarm);
  for (std::size_t k = 0; k < most && !outcome.refuted; ++k) {
    if (stop && stop()) {
      outcome.stopped = true;
      outcome.why = "stopped before it was refuted";
      break;
    }
    const AnyInstance instance = draw_from(control.instance, entry, control.name, seed, k);
    outcome.why = survives(entry, control, instance, policy, frequencies);
    outcome.refuted = outcome.why.empty();
    outcome.after_instances = k + 1;
  }
  return outcome;
}

}  // namespace lemmata::verify
