#pragma once
/// \file
/// # Plan: what a check will do, cut into tasks
/// A plan is a value: theorems, seed, sizes. Its tasks, in their order and with their number of lines, follow from it
/// alone, so any process that has the plan can do any of them and another can tell which are missing.

#include "theory/statement/registry.hpp"
#include "verify/engine/decide.hpp"
#include "verify/report/report.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lemmata::verify {

enum class Controls { also, only, skip };
[[nodiscard]] std::string_view name(Controls controls);

struct Plan {
  std::vector<theory::Entry> theorems;  ///< sorted by id
  std::uint64_t seed = 1;
  std::size_t instances = 100;  ///< of each theorem
  std::size_t chunk = 0;        ///< instances a task; 0: a fiftieth of them, at most 1000
  std::size_t search = 0;       ///< instances that directed search looks at, of each theorem
  Controls controls = Controls::also;
  bool sharpen = false;
  Policy policy;
  std::string precision = "auto";  ///< as asked for; what `policy` came from

  [[nodiscard]] std::size_t chunk_size() const;
  /// What one probabilistic claim may be refuted by mistake with: 1e-9 over all of them.
  [[nodiscard]] double false_alarm() const;
};

enum class TaskKind { control, instances, search, sharpen };

/// A unit of work. Its result is `lines` lines, each a function of the plan and the task alone.
struct Task {
  TaskKind kind = TaskKind::instances;
  std::size_t theorem = 0;
  std::size_t part = 0;         ///< control, chunk or constant number, or claim
  std::uint64_t first = 0;      ///< instances: the first index; search: the number of the start
  std::size_t lines = 1;        ///< of its result
  std::size_t evaluations = 0;  ///< search: instances it may look at
  std::string name;             ///< "<area>.<name>.instances.0003"; a file name
};

/// Controls first, then the instances of all theorems by turns, so that a run that ends early has seen all of them.
[[nodiscard]] std::vector<Task> tasks_of(const Plan& plan);

/// The plan as the file that a campaign folder begins with; what it says identifies the campaign.
[[nodiscard]] Json manifest(const Plan& plan);

/// The plan that the manifest describes, with the theorems of `known`. Failure (malformed, usage) when it is no
/// manifest or this program does not have those theorems in those versions.
[[nodiscard]] Expected<Plan> plan_from(std::string_view text, std::span<const theory::Entry> known);

}  // namespace lemmata::verify
