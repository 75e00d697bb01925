#include "verify/engine/check.hpp"

#include "verify/engine/frequency.hpp"
#include "verify/engine/property.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace lemmata::verify {
namespace {

using theory::AnyInstance;
using theory::Entry;

// Runs task(k) for k = 0 .. count-1 on `threads` threads; the first exception is rethrown here.
void parallel_for(std::size_t count, unsigned threads, const std::function<bool(std::size_t)>& task) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex guard;
  const auto drain = [&] {
    try {
      for (std::size_t k = next++; k < count; k = next++) {
        if (!task(k)) return;
      }
    } catch (...) {
      const std::lock_guard lock(guard);
      if (!failure) failure = std::current_exception();
      next = count;
    }
  };
  {
    std::vector<std::jthread> pool;
    for (unsigned t = 1; t < threads && t < count; ++t) pool.emplace_back(drain);
    drain();
  }
  if (failure) std::rethrow_exception(failure);
}

struct Slot {
  std::optional<Decision> decision;
  double seconds = 0;
};

// Enclosure of the least and of the median of enclosed numbers: order statistics of the ends.
std::pair<Interval<Real>, Interval<Real>> least_and_median(const std::vector<Interval<Real>>& values) {
  std::vector<Real> lower;
  std::vector<Real> upper;
  for (const Interval<Real>& value : values) {
    lower.push_back(value.inf());
    upper.push_back(value.sup());
  }
  std::sort(lower.begin(), lower.end());
  std::sort(upper.begin(), upper.end());
  const std::size_t middle = (values.size() - 1) / 2;
  return {{lower.front(), upper.front()}, {lower[middle], upper[middle]}};
}

Verdict over_the_run(const ClaimSummary& claim, Truth frequency) {
  if (claim.strength == theory::Strength::probabilistic) {
    if (claim.count(Verdict::vacuous) == claim.total()) return Verdict::vacuous;
    return frequency == Truth::no    ? Verdict::refuted
           : frequency == Truth::yes ? Verdict::supported
                                     : Verdict::undecided;
  }
  if (claim.count(Verdict::refuted) > 0) return Verdict::refuted;
  if (claim.count(Verdict::undecided) > 0) return Verdict::undecided;
  if (claim.mostly_vacuous() || claim.total() == 0) return Verdict::vacuous;
  return claim.count(Verdict::supported) > 0 ? Verdict::supported : Verdict::proved;
}

// Frequency test of a probabilistic claim over instances that are not vacuous.
Truth frequency_of(const std::vector<const ClaimDecision*>& decisions, double false_alarm) {
  std::uint64_t trials = 0;
  std::uint64_t failures = 0;
  std::uint64_t unknown = 0;
  std::optional<Interval<Real>> delta;
  for (const ClaimDecision* decision : decisions) {
    if (decision->verdict == Verdict::vacuous) continue;
    ++trials;
    const bool decided = decision->failure_probability.has_value();
    if (decided && decision->holds == Truth::no) ++failures;
    if (!decided || decision->holds == Truth::unknown) ++unknown;
    if (decided) delta = delta ? max(*delta, *decision->failure_probability) : *decision->failure_probability;
  }
  if (!delta) return Truth::unknown;
  return frequency_fits(trials, failures, unknown, *delta, Interval<Real>(Real(false_alarm)));
}

// Slacks of one kind, relative or absolute, and where the one with the least lower end is.
struct SlackGroup {
  std::vector<Interval<Real>> values;
  std::uint64_t worst_index = 0;
  Real least = 0;

  void add(const Interval<Real>& slack, std::uint64_t index) {
    if (values.empty() || slack.inf() < least) {
      least = slack.inf();
      worst_index = index;
    }
    values.push_back(slack);
  }
  [[nodiscard]] bool below_zero() const { return !values.empty() && least < 0; }
};

ClaimSummary summarise(const std::string& id, const std::vector<const ClaimDecision*>& decisions,
                       const std::vector<std::uint64_t>& indices, double false_alarm) {
  ClaimSummary summary;
  summary.id = id;
  SlackGroup relative;
  SlackGroup absolute;
  for (std::size_t k = 0; k < decisions.size(); ++k) {
    const ClaimDecision& decision = *decisions[k];
    summary.strength = decision.strength;
    ++summary.counts[static_cast<std::size_t>(decision.verdict)];
    if (decision.verdict == Verdict::undecided && summary.reason.empty()) summary.reason = decision.reason;
    if (decision.verdict != Verdict::vacuous) {
      (decision.slack.absolute ? absolute : relative).add(decision.slack.value, indices[k]);
    }
  }
  // The two kinds are not comparable: relative ones are shown, unless only an absolute one is negative.
  summary.slack_absolute = relative.values.empty() || (absolute.below_zero() && !relative.below_zero());
  const SlackGroup& shown = summary.slack_absolute ? absolute : relative;
  if (!shown.values.empty()) {
    const auto [least, median] = least_and_median(shown.values);
    summary.least_slack = least;
    summary.median_slack = median;
    summary.worst_index = shown.worst_index;
  }
  const bool frequent = summary.strength == theory::Strength::probabilistic;
  summary.verdict = over_the_run(summary, frequent ? frequency_of(decisions, false_alarm) : Truth::unknown);
  return summary;
}

Exhibit smallest_counterexample(const Entry& entry, const CheckOptions& options, std::uint64_t index,
                                std::size_t claim) {
  const auto fails = [&](const AnyInstance& x) {
    return decide(entry.theorem, x, options.policy).claims[claim].verdict == Verdict::refuted;
  };
  const Shrunk shrunk = shrink(entry.theorem, generate(entry, options.seed, index), fails);
  return {shrunk.smallest.instance, index, decide(entry.theorem, shrunk.smallest.instance, options.policy),
          shrunk.steps > 0};
}

}  // namespace

std::size_t ClaimSummary::total() const {
  std::size_t sum = 0;
  for (const std::size_t c : counts) sum += c;
  return sum;
}

TheoremSummary check(const Entry& entry, const CheckOptions& options) {
  std::vector<Slot> slots(options.instances);
  std::atomic<bool> cancelled{false};
  parallel_for(options.instances, options.threads, [&](std::size_t k) {
    if (options.cancelled && options.cancelled()) cancelled = true;
    const auto start = std::chrono::steady_clock::now();
    if (cancelled || (options.deadline && start >= *options.deadline)) return false;
    slots[k].decision = decide(entry.theorem, generate(entry, options.seed, k).instance, options.policy);
    slots[k].seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return true;
  });

  TheoremSummary summary{entry.id, 0, {}, cancelled};
  const theory::Statement statement = entry.theorem.statement();
  double seconds = 0;
  std::vector<std::uint64_t> indices;
  for (std::size_t k = 0; k < slots.size(); ++k) {
    seconds += slots[k].seconds;
    if (slots[k].decision) indices.push_back(k);
  }
  summary.instances = indices.size();
  for (std::size_t c = 0; c < statement.claims.size(); ++c) {
    std::vector<const ClaimDecision*> decisions;
    for (const std::uint64_t k : indices) decisions.push_back(&slots[k].decision->claims[c]);
    ClaimSummary claim = summarise(entry.id + "/" + statement.claims[c].name, decisions, indices, options.false_alarm);
    claim.strength = statement.claims[c].strength;
    claim.seconds = seconds / static_cast<double>(statement.claims.size());
    if (claim.worst_index) {
      claim.worst = Exhibit{generate(entry, options.seed, *claim.worst_index).instance, *claim.worst_index,
                            *slots[*claim.worst_index].decision, false};
    }
    for (std::size_t k = 0; k < decisions.size(); ++k) {
      if (decisions[k]->verdict != Verdict::refuted) continue;
      claim.counterexample = smallest_counterexample(entry, options, indices[k], c);
      break;
    }
    summary.claims.push_back(std::move(claim));
  }
  return summary;
}

TheoremSummary check_instance(const Entry& entry, const AnyInstance& instance, const Policy& policy) {
  const auto start = std::chrono::steady_clock::now();
  const Decision decision = decide(entry.theorem, instance, policy);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  TheoremSummary summary{entry.id, 1, {}, false};
  for (const ClaimDecision& claim : decision.claims) {
    ClaimSummary one = summarise(entry.id + "/" + claim.name, {&claim}, {0}, 1e-9);
    if (one.strength == theory::Strength::probabilistic && one.verdict != Verdict::vacuous) {
      one.verdict = claim.verdict;
    }
    one.seconds = seconds / static_cast<double>(decision.claims.size());
    if (one.worst_index) one.worst = Exhibit{instance, 0, decision, false};
    if (claim.verdict == Verdict::refuted) one.counterexample = Exhibit{instance, 0, decision, false};
    if (claim.verdict == Verdict::vacuous) one.reason = claim.reason;
    summary.claims.push_back(std::move(one));
  }
  return summary;
}

int exit_status(const std::vector<TheoremSummary>& theorems, const std::vector<ControlOutcome>& controls, bool strict) {
  bool undecided = false;
  for (const TheoremSummary& theorem : theorems) {
    for (const ClaimSummary& claim : theorem.claims) {
      if (claim.verdict == Verdict::refuted) return 1;
      undecided = undecided || claim.mostly_vacuous() || claim.total() == 0 ||
                  (strict && (claim.count(Verdict::undecided) > 0 || claim.verdict == Verdict::undecided));
    }
  }
  for (const ControlOutcome& control : controls) {
    if (!control.refuted) return 1;
  }
  return undecided ? 3 : 0;
}

}  // namespace lemmata::verify
