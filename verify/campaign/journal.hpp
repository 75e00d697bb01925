#pragma once
/// \file
/// # Journal: results of tasks, in a folder or in memory
/// One file a task, written aside, synced and renamed: the rename is the commit. The last line carries the task's
/// name, the number of lines, the campaign's digest and a digest of the content; a file that does not agree with it
/// counts as absent. A file may hold the first lines of its task only: the task goes on from there. Guarantee   Killed
/// at any moment, what was committed is there and complete up to its last line. Two processes that
///             do the same task write the same lines, so neither lock nor order is needed.

#include "verify/campaign/plan.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace lemmata::verify {

/// The result of a task, whole or its first lines.
struct Result {
  std::vector<std::string> lines;
  double seconds = 0;  ///< spent; not part of what is hashed
};

class Journal {
 public:
  /// In memory.
  Journal() = default;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  enum class Opening {
    fresh,  ///< a new campaign; a finished one in the folder is replaced, an unfinished one is refused
    join    ///< go on with the campaign of the folder, or begin it
  };
  /// Uses the folder, which is made if need be. Failure: another campaign is there (usage), or it cannot be written.
  /// `known` are the theorems an older campaign in the folder may be about.
  [[nodiscard]] Expected<bool> open(const std::string& folder, const Plan& plan, Opening opening,
                                    std::span<const theory::Entry> known);
  /// Reads the folder of a campaign that exists; the plan it holds.
  [[nodiscard]] Expected<Plan> open(const std::string& folder, std::span<const theory::Entry> known);

  [[nodiscard]] Result read(const Task& task) const;
  /// Keeps the result unless a longer one is there. Thread-safe for different tasks.
  [[nodiscard]] Expected<bool> commit(const Task& task, const Result& result);

  /// What was found damaged by `read`, one line a file.
  [[nodiscard]] std::vector<std::string> damaged() const;

 private:
  std::string folder_;  // empty: in memory
  std::string digest_;
  mutable std::mutex guard_;
  std::map<std::string, Result> memory_;
  mutable std::map<std::string, std::string> damaged_;
};

/// The file of a campaign folder that says what the campaign is.
[[nodiscard]] std::string manifest_path(const std::string& folder);

}  // namespace lemmata::verify
