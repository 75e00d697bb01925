#pragma once
/// \file
/// # Check: a theorem over many instances
/// Instance k is a function of (seed, theorem, k) alone and decisions are aggregated in the order of k, so the result
/// is the same for any number of threads.

#include "theory/statement/registry.hpp"
#include "verify/engine/controls.hpp"
#include "verify/engine/decide.hpp"
#include "verify/engine/summary.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace lemmata::verify {

struct CheckOptions {
  std::uint64_t seed = 1;
  std::size_t instances = 100;
  unsigned threads = 1;
  Policy policy;
  /// No new instance starts after it.
  std::optional<std::chrono::steady_clock::time_point> deadline;
  /// What a probabilistic claim may be refuted by mistake with, for this claim alone.
  double false_alarm = 1e-9;
  /// Asked before each instance; true stops the run (a signal).
  std::function<bool()> cancelled;
};

/// Random instances 0 .. instances-1 of one theorem.
[[nodiscard]] TheoremSummary check(const theory::Entry& entry, const CheckOptions& options);

/// One given instance.
[[nodiscard]] TheoremSummary check_instance(const theory::Entry& entry, const theory::AnyInstance& instance,
                                            const Policy& policy);

/// Instance number `index` judged: what a run keeps of it.
[[nodiscard]] InstanceRow judged_row(const theory::Entry& entry, std::uint64_t seed, std::uint64_t index,
                                     const Policy& policy);

/// Runs task(k) for k = 0 .. count-1 on `threads` threads until one returns false; the first exception is rethrown.
void parallel_for(std::size_t count, unsigned threads, const std::function<bool(std::size_t)>& task);

/// The exit status of a run (interface, exit codes).
[[nodiscard]] int exit_status(const std::vector<TheoremSummary>& theorems, const std::vector<ControlOutcome>& controls,
                              bool strict);

}  // namespace lemmata::verify
