#pragma once
/// \file
/// # Runner: does the tasks of a plan, on threads
/// What a task yields does not depend on who does it or when, so neither the number of threads nor an interruption
/// changes a result. Results are committed when a task is done, every few seconds within a long one, and when the run
/// is stopped.

#include "verify/campaign/journal.hpp"
#include "verify/engine/controls.hpp"
#include "verify/engine/sharpen.hpp"
#include "verify/engine/summary.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace lemmata::verify {

/// Part number `number` of `of`, from 1.
struct Shard {
  std::size_t number = 1;
  std::size_t of = 1;
  /// The part that a task belongs to: by turns, and the turns shift, so that no part gets one theorem only.
  [[nodiscard]] static std::size_t part_of(std::size_t task, std::size_t of) { return (task + task / of) % of + 1; }
  [[nodiscard]] bool takes(std::size_t task) const { return part_of(task, of) == number; }
};

/// Lines done and to do in this run, those found done not counted.
struct Progress {
  std::size_t done = 0;
  std::size_t total = 0;
  double seconds = 0;
};

struct RunnerOptions {
  unsigned threads = 1;
  Shard shard;
  std::optional<std::chrono::steady_clock::time_point> deadline;  ///< nothing new starts after it
  std::function<bool()> cancelled;                                ///< asked often; true stops the run
  std::function<void(const Progress&)> progress;                  ///< told now and then, by one thread at a time
  std::chrono::steady_clock::duration commit_every = std::chrono::seconds(5);
};

/// Does what the journal lacks. Failure when a result cannot be written.
[[nodiscard]] Expected<bool> run_tasks(const Plan& plan, const std::vector<Task>& tasks, Journal& journal,
                                       const RunnerOptions& options);

/// What the journal holds, summarised.
struct Outcome {
  std::vector<TheoremSummary> theorems;
  std::vector<ControlOutcome> controls;
  std::vector<Sharpness> sharpness;
  std::vector<std::size_t> missing;  ///< numbers of tasks that lack lines
};

/// Every task of the shard; theorems and claims without an instance are left out of a shard, not of the whole.
/// Failure (malformed) when a line is none of ours.
[[nodiscard]] Expected<Outcome> collect(const Plan& plan, const std::vector<Task>& tasks, const Journal& journal,
                                        Shard shard, unsigned threads);

}  // namespace lemmata::verify
