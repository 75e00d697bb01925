#pragma once
/// \file
/// # Running a plan from the command line: signals, the progress line, shards

#include "verify/campaign/runner.hpp"
#include "verify/cli/session.hpp"

#include <optional>
#include <string>

namespace lemmata::verify::cli {

/// "2/5": part 2 of 5. Failure (usage) for anything else.
[[nodiscard]] Expected<Shard> parse_shard(const std::string& text);

/// Numbers in the syntax of job arrays: "1-3,7".
[[nodiscard]] std::string array_syntax(const std::vector<std::size_t>& ascending);

/// Runs the tasks with the session's threads; a progress line when standard error is a terminal. SIGINT and SIGTERM end
/// the run with what is done committed; a second one ends the program. The signal, or 0.
[[nodiscard]] Expected<int> run_until_signalled(const Plan& plan, const std::vector<Task>& tasks, Journal& journal,
                                                Shard shard, double seconds, const Session& session);

}  // namespace lemmata::verify::cli
