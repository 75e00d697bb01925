#pragma once
/// \file
/// # What a check answers: one report for check, campaign merge and report

#include "verify/campaign/runner.hpp"
#include "verify/cli/session.hpp"
#include "verify/io/read.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lemmata::verify::cli {

/// What a run produced, before it is reported.
struct CheckResult {
  Plan plan;
  Outcome outcome;
  std::size_t tasks = 0;  ///< of this run; 0 for a data set
  std::optional<io::LoadedData> data;
  std::vector<std::string> skipped;  ///< theorems that are not about data sets
  std::string out;                   ///< folder for exhibits, or empty
  bool strict = false;
  bool whole = false;  ///< a missing task leaves the answer undecided
  bool shard = false;
  int signal = 0;
};

/// Writes worst instances and counterexamples to `out` and builds the report; its document begins as
/// session.document("check").
[[nodiscard]] Expected<Report> check_report(const CheckResult& result, const Session& session);

/// Of a run (interface, exit codes).
[[nodiscard]] int exit_status(const CheckResult& result);

}  // namespace lemmata::verify::cli
