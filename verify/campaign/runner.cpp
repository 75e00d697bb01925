#include "verify/campaign/runner.hpp"

#include "verify/campaign/lines.hpp"
#include "verify/engine/check.hpp"
#include "verify/engine/search.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace lemmata::verify {
namespace {

using theory::Entry;
using Clock = std::chrono::steady_clock;

class Worker {
 public:
  Worker(const Plan& plan, Journal& journal, const RunnerOptions& options, std::size_t total)
      : plan_(plan), journal_(journal), options_(options), total_(total) {}

  [[nodiscard]] bool stopped() const {
    if (failed_ || (options_.cancelled && options_.cancelled())) return true;
    return options_.deadline && Clock::now() >= *options_.deadline;
  }

  // Goes on with the task from what is there.
  void run(const Task& task) {
    Result result = journal_.read(task);
    const std::size_t found = result.lines.size();
    const double before = result.seconds;
    const Clock::time_point start = Clock::now();
    Clock::time_point committed = start;
    while (result.lines.size() < task.lines && !stopped()) {
      std::optional<std::string> line = next_line(task, result.lines.size());
      if (!line) break;
      result.lines.push_back(std::move(*line));
      result.seconds = before + std::chrono::duration<double>(Clock::now() - start).count();
      tell();
      if (result.lines.size() < task.lines && Clock::now() - committed >= options_.commit_every) {
        commit(task, result);
        committed = Clock::now();
      }
    }
    if (result.lines.size() > found) commit(task, result);
  }

  [[nodiscard]] Expected<bool> outcome() const {
    if (failure_) return *failure_;
    return true;
  }

 private:
  // Line number k of the task; nothing when it was stopped.
  std::optional<std::string> next_line(const Task& task, std::size_t k) const {
    const Entry& entry = plan_.theorems[task.theorem];
    const auto stop = [this] { return stopped(); };
    switch (task.kind) {
      case TaskKind::control: {
        const auto control = entry.theorem.controls().at(task.part);
        const std::size_t most = std::max<std::size_t>(100, plan_.instances);
        const ControlOutcome outcome =
            run_control(entry, control, plan_.seed, most, plan_.policy, plan_.false_alarm(), stop);
        return outcome.stopped ? std::nullopt : std::optional(control_line(outcome));
      }
      case TaskKind::instances:
        return row_line(judged_row(entry, plan_.seed, task.first + k, plan_.policy));
      case TaskKind::search: {
        bool cut = false;
        const SearchOutcome found =
            search_worst(entry, task.part, plan_.seed, task.first, task.evaluations, plan_.policy, [&] {
              cut = stopped();
              return cut;
            });
        if (cut) return std::nullopt;
        SearchRow row;
        row.claim = task.part;
        row.evaluations = found.evaluations;
        if (found.found) {
          row.choices = found.found->instance.choices;
          row.size = found.found->instance.size;
          row.row = row_of(task.first, found.found->decision, {});
        }
        return search_line(row);
      }
      case TaskKind::sharpen:
        break;
    }
    const Sharpness sharpness = sharpen(entry, task.part, plan_.seed, plan_.instances, plan_.policy, stop);
    return sharpness.stopped ? std::nullopt : std::optional(sharpness_line(sharpness));
  }

  void commit(const Task& task, const Result& result) {
    const Expected<bool> kept = journal_.commit(task, result);
    if (kept) return;
    const std::lock_guard lock(guard_);
    if (!failure_) failure_ = kept.error();
    failed_ = true;
  }

  void tell() {
    ++done_;
    if (!options_.progress) return;
    const std::unique_lock lock(guard_, std::try_to_lock);
    if (!lock) return;
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    options_.progress({done_, total_, seconds});
  }

  const Plan& plan_;
  Journal& journal_;
  const RunnerOptions& options_;
  const std::size_t total_;
  const Clock::time_point start_ = Clock::now();
  std::atomic<std::size_t> done_{0};
  std::atomic<bool> failed_{false};
  std::mutex guard_;
  std::optional<Failure> failure_;
};

// The parsed results of one theorem.
struct Collected {
  std::vector<InstanceRow> rows;
  std::vector<SearchRow> searches;
  double seconds = 0;
};

// Takes in the lines of one task; throws Failure for a line that is none of ours.
void take(const Task& task, const Result& result, const Entry& entry, Collected& theorem, Outcome& outcome) {
  const auto or_throw = [](auto&& expected) {
    if (!expected) throw Failure(expected.error());
    return std::move(expected).value();
  };
  if (task.kind == TaskKind::instances || task.kind == TaskKind::search) theorem.seconds += result.seconds;
  const std::size_t claims = entry.theorem.statement().claims.size();
  for (const std::string& line : result.lines) {
    switch (task.kind) {
      case TaskKind::control:
        outcome.controls.push_back(or_throw(control_from(line)));
        break;
      case TaskKind::instances: {
        InstanceRow row = or_throw(row_from(line));
        if (row.claims.size() != claims) throw Failure{FailureKind::malformed, task.name + ": a row of other claims"};
        theorem.rows.push_back(std::move(row));
        break;
      }
      case TaskKind::search:
        theorem.searches.push_back(or_throw(search_from(line)));
        if (theorem.searches.back().row && theorem.searches.back().row->claims.size() != claims) {
          throw Failure{FailureKind::malformed, task.name + ": a row of other claims"};
        }
        break;
      case TaskKind::sharpen:
        outcome.sharpness.push_back(or_throw(sharpness_from(line)));
        break;
    }
  }
}

}  // namespace

Expected<bool> run_tasks(const Plan& plan, const std::vector<Task>& tasks, Journal& journal,
                         const RunnerOptions& options) {
  std::vector<const Task*> todo;
  std::size_t lines = 0;
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    if (!options.shard.takes(k)) continue;
    const std::size_t found = journal.read(tasks[k]).lines.size();
    if (found >= tasks[k].lines) continue;
    todo.push_back(&tasks[k]);
    lines += tasks[k].lines - found;
  }
  Worker worker(plan, journal, options, lines);
  parallel_for(todo.size(), options.threads, [&](std::size_t k) {
    if (worker.stopped()) return false;
    worker.run(*todo[k]);
    return true;
  });
  return worker.outcome();
}

Expected<Outcome> collect(const Plan& plan, const std::vector<Task>& tasks, const Journal& journal, Shard shard,
                          unsigned threads) {
  Outcome outcome;
  std::vector<Collected> theorems(plan.theorems.size());
  try {
    for (std::size_t k = 0; k < tasks.size(); ++k) {
      if (!shard.takes(k)) continue;
      const Result result = journal.read(tasks[k]);
      if (result.lines.size() < tasks[k].lines) outcome.missing.push_back(k);
      take(tasks[k], result, plan.theorems[tasks[k].theorem], theorems[tasks[k].theorem], outcome);
    }
  } catch (const Failure& failure) {
    return failure;
  }
  if (plan.controls == Controls::only) return outcome;
  std::vector<std::optional<TheoremSummary>> summaries(plan.theorems.size());
  parallel_for(plan.theorems.size(), threads, [&](std::size_t t) {
    if (shard.of > 1 && theorems[t].rows.empty()) return true;
    std::ranges::sort(theorems[t].rows, {}, &InstanceRow::index);
    const SummaryOptions how{plan.seed, plan.policy, plan.false_alarm(), theorems[t].seconds, true};
    summaries[t] = summarise(plan.theorems[t], theorems[t].rows, theorems[t].searches, how);
    return true;
  });
  for (std::optional<TheoremSummary>& summary : summaries) {
    if (summary) outcome.theorems.push_back(std::move(*summary));
  }
  return outcome;
}

}  // namespace lemmata::verify
