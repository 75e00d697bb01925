#pragma once
/// \file
/// # Check: a theorem over many instances
/// Instance k is a function of (seed, theorem, k) alone and decisions are aggregated in the order of k, so the result
/// is the same for any number of threads.

#include "theory/statement/registry.hpp"
#include "verify/engine/controls.hpp"
#include "verify/engine/decide.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
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

/// An instance that deserves a file: the worst, or a counterexample.
struct Exhibit {
  theory::AnyInstance instance;
  std::uint64_t index = 0;
  Decision decision;
  bool shrunk = false;
};

struct ClaimSummary {
  std::string id;  ///< <theorem id>/<claim name>
  theory::Strength strength = theory::Strength::exact;
  Verdict verdict = Verdict::undecided;  ///< over the run
  std::array<std::size_t, 5> counts{};   ///< by Verdict, in its order
  std::optional<Interval<Real>> least_slack;
  std::optional<Interval<Real>> median_slack;
  bool slack_absolute = false;  ///< which kind is summarised: relative ones, unless there are none or only an absolute
                                ///< one is negative
  std::optional<std::uint64_t> worst_index;  ///< the instance of least slack
  std::optional<Exhibit> worst;
  std::optional<Exhibit> counterexample;  ///< the first refuted one, shrunk
  std::string reason;                     ///< of the first undecided instance
  double seconds = 0;

  [[nodiscard]] std::size_t count(Verdict v) const { return counts[static_cast<std::size_t>(v)]; }
  [[nodiscard]] std::size_t total() const;
  [[nodiscard]] bool mostly_vacuous() const { return 2 * count(Verdict::vacuous) > total(); }
};

struct TheoremSummary {
  std::string id;
  std::size_t instances = 0;  ///< that were judged
  std::vector<ClaimSummary> claims;
  bool cancelled = false;
};

/// Random instances 0 .. instances-1 of one theorem.
[[nodiscard]] TheoremSummary check(const theory::Entry& entry, const CheckOptions& options);

/// One given instance.
[[nodiscard]] TheoremSummary check_instance(const theory::Entry& entry, const theory::AnyInstance& instance,
                                            const Policy& policy);

/// The exit status of a run (interface, exit codes).
[[nodiscard]] int exit_status(const std::vector<TheoremSummary>& theorems, const std::vector<ControlOutcome>& controls,
                              bool strict);

}  // namespace lemmata::verify
