#include "verify/engine/check.hpp"

#include "verify/engine/property.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace lemmata::verify {
namespace {

using theory::AnyInstance;
using theory::Entry;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

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

InstanceRow judged_row(const Entry& entry, std::uint64_t seed, std::uint64_t index, const Policy& policy) {
  const AnyInstance instance = generate(entry, seed, index).instance;
  return row_of(index, decide(entry.theorem, instance, policy), entry.theorem.features(instance));
}

TheoremSummary check(const Entry& entry, const CheckOptions& options) {
  std::vector<std::optional<InstanceRow>> slots(options.instances);
  std::vector<double> spent(options.instances);
  std::atomic<bool> cancelled{false};
  parallel_for(options.instances, options.threads, [&](std::size_t k) {
    if (options.cancelled && options.cancelled()) cancelled = true;
    const Clock::time_point start = Clock::now();
    if (cancelled || (options.deadline && start >= *options.deadline)) return false;
    slots[k] = judged_row(entry, options.seed, k, options.policy);
    spent[k] = since(start);
    return true;
  });
  SummaryOptions how{options.seed, options.policy, options.false_alarm, 0, true};
  std::vector<InstanceRow> rows;
  for (std::size_t k = 0; k < slots.size(); ++k) {
    how.seconds += spent[k];
    if (slots[k]) rows.push_back(std::move(*slots[k]));
  }
  TheoremSummary summary = summarise(entry, rows, {}, how);
  summary.cancelled = cancelled;
  return summary;
}

TheoremSummary check_instance(const Entry& entry, const AnyInstance& instance, const Policy& policy) {
  const Clock::time_point start = Clock::now();
  const Decision decision = decide(entry.theorem, instance, policy);
  const InstanceRow row = row_of(0, decision, entry.theorem.features(instance));
  SummaryOptions how;
  how.policy = policy;
  how.seconds = since(start);
  how.exhibits = false;
  TheoremSummary summary = summarise(entry, std::span(&row, 1), {}, how);
  for (std::size_t c = 0; c < decision.claims.size(); ++c) {
    const ClaimDecision& claim = decision.claims[c];
    ClaimSummary& one = summary.claims[c];
    if (one.strength == theory::Strength::probabilistic && one.verdict != Verdict::vacuous) {
      one.verdict = claim.verdict;
      one.frequency.reset();
    }
    if (one.worst_index) one.worst = Exhibit{instance, 0, decision, false, false};
    if (claim.verdict == Verdict::refuted) one.counterexample = Exhibit{instance, 0, decision, false, false};
    if (claim.verdict == Verdict::vacuous) one.reason = claim.reason;
  }
  // An instance of the user's has no index from which its features could be named.
  for (const theory::Feature& feature : entry.theorem.features(instance)) summary.features.push_back(feature.name);
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
