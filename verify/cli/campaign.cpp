/// \file
/// # lemmata campaign missing|merge DIR: what a sharded check still lacks, or its result

#include "verify/campaign/runner.hpp"
#include "verify/cli/campaign_options.hpp"
#include "verify/cli/check_report.hpp"
#include "verify/cli/commands.hpp"
#include "verify/cli/session.hpp"
#include "verify/engine/junit.hpp"
#include "verify/report/output.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <iostream>
#include <map>
#include <memory>
#include <set>

namespace lemmata::verify::cli {
namespace {

struct MergeOptions {
  std::string folder;
  std::size_t shards = 0;
  bool strict = false;
  std::string junit;
};

void tell_damage(const Journal& journal) {
  for (const std::string& why : journal.damaged()) std::cerr << "lemmata: counted as missing: " << why << '\n';
}

Expected<Report> missing(const MergeOptions& options, const Session& session) {
  Journal journal;
  const Expected<Plan> plan = journal.open(options.folder, session.theorems);
  if (!plan) return plan.error();
  const std::vector<Task> tasks = tasks_of(*plan);
  std::vector<std::size_t> absent;
  std::set<std::size_t> shards;
  Table table{"Missing parts", {"number", "part", "lines", "of"}, {}};
  Json parts = Json::array();
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    const std::size_t lines = journal.read(tasks[k]).lines.size();
    if (lines >= tasks[k].lines) continue;
    absent.push_back(k + 1);
    if (options.shards > 0) shards.insert(Shard::part_of(k, options.shards));
    table.rows.push_back({std::to_string(k + 1), tasks[k].name, std::to_string(lines), std::to_string(tasks[k].lines)});
    parts.push_back({{"number", k + 1}, {"part", tasks[k].name}, {"lines", lines}, {"of", tasks[k].lines}});
  }
  tell_damage(journal);
  Report report;
  report.title = "lemmata campaign missing: " + options.folder;
  report.document = session.document("campaign");
  report.document["folder"] = options.folder;
  report.document["total"] = tasks.size();
  report.document["missing"] = std::move(parts);
  if (absent.empty()) {
    report.answer = fmt::format("Nothing is missing: all {} parts are there.", tasks.size());
    return report;
  }
  report.exit_status = 3;
  report.verdict = "undecided";
  const std::size_t of = options.shards > 0 ? options.shards : tasks.size();
  const std::string array = options.shards > 0 ? array_syntax({shards.begin(), shards.end()}) : array_syntax(absent);
  report.document["shards"] = of;
  report.document["array"] = array;
  report.blocks.emplace_back(std::move(table));
  report.blocks.emplace_back(Paragraph{fmt::format("As a job array, with --shard i/{} for index i: {}", of, array)});
  report.answer = fmt::format("{} of {} parts are missing. The same check with --out {} --resume does them.",
                              absent.size(), tasks.size(), options.folder);
  return report;
}

Expected<Report> merge(const MergeOptions& options, const Session& session) {
  Journal journal;
  const Expected<Plan> plan = journal.open(options.folder, session.theorems);
  if (!plan) return plan.error();
  const std::vector<Task> tasks = tasks_of(*plan);
  Expected<Outcome> outcome = collect(*plan, tasks, journal, Shard{}, session.jobs);
  if (!outcome) return outcome.error();
  tell_damage(journal);
  CheckResult result;
  result.plan = *plan;
  result.outcome = std::move(outcome).value();
  result.tasks = tasks.size();
  result.out = options.folder;
  result.strict = options.strict;
  result.whole = true;
  const Expected<Report> report = check_report(result, session);
  if (report && !options.junit.empty()) {
    const std::string xml = junit_xml(result.outcome.theorems, result.outcome.controls, plan->seed, options.strict);
    const Expected<std::string> junit = write_output(options.junit, xml);
    if (!junit) return junit.error();
  }
  return report;
}

}  // namespace

void add_campaign(CLI::App& app, Session& session) {
  auto options = std::make_shared<MergeOptions>();
  CLI::App* const command = app.add_subcommand("campaign", "What a sharded or interrupted check lacks, or its result");
  command->require_subcommand(1);
  CLI::App* const lacking = command->add_subcommand("missing", "Which parts DIR still lacks");
  CLI::App* const merging = command->add_subcommand("merge", "The result of what DIR holds, as check prints it");
  for (CLI::App* const one : {lacking, merging}) {
    one->add_option("DIR", options->folder, "The folder that lemmata check --out DIR filled")
        ->required()
        ->type_name("");
  }
  lacking->add_option("--shards", options->shards, "Print the numbers i of the shards i/M that lack something")
      ->type_name("M")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000000}));
  merging->add_flag("--strict", options->strict, "Exit 3 when any claim is undecided");
  merging->add_option("--junit", options->junit, "Write JUnit XML: a claim or control is a test case")
      ->type_name("FILE");
  lacking->footer(
      "Exit status: 0 nothing is missing, 3 something is, 2 no campaign there.\n"
      "Example: lemmata campaign missing results --shards 8");
  merging->footer(
      "Exit status: as of lemmata check, and 3 when parts are missing.\n"
      "Example: lemmata campaign merge results --format json --output merged.json");
  command->footer("Example: lemmata campaign missing results");
  lacking->callback([options, &session] { session.run = [options, &session] { return missing(*options, session); }; });
  merging->callback([options, &session] { session.run = [options, &session] { return merge(*options, session); }; });
}

}  // namespace lemmata::verify::cli
