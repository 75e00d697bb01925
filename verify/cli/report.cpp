/// \file
/// # lemmata report DIR: one page with plots from the results of a check

#include "verify/campaign/runner.hpp"
#include "verify/cli/check_report.hpp"
#include "verify/cli/commands.hpp"
#include "verify/cli/session.hpp"
#include "verify/report/check_page.hpp"
#include "verify/version.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace lemmata::verify::cli {
namespace {

std::string command_of(const Plan& plan) {
  std::string command = "lemmata check";
  for (const theory::Entry& entry : plan.theorems) command += " " + entry.id;
  command += fmt::format(" --instances {} --seed {} --search {}", plan.instances, plan.seed, plan.search);
  if (plan.controls != Controls::also) command += " --controls " + std::string(name(plan.controls));
  if (plan.sharpen) command += " --sharpen";
  if (plan.precision != "auto") command += " --precision " + plan.precision;
  return command;
}

Expected<Report> draw(const std::string& folder, const Session& session) {
  Journal journal;
  const Expected<Plan> plan = journal.open(folder, session.theorems);
  if (!plan) return plan.error();
  const std::vector<Task> tasks = tasks_of(*plan);
  Expected<Outcome> outcome = collect(*plan, tasks, journal, Shard{}, session.jobs);
  if (!outcome) return outcome.error();
  for (const std::string& why : journal.damaged()) std::cerr << "lemmata: counted as missing: " << why << '\n';
  CheckResult result;
  result.plan = *plan;
  result.outcome = std::move(outcome).value();
  result.tasks = tasks.size();
  result.out = folder;
  result.whole = true;
  Expected<Report> report = check_report(result, session);
  if (!report) return report.error();
  Report page = std::move(report).value();
  page.page =
      check_page({page.answer, page.verdict, std::string(library_version), *plan, result.outcome, command_of(*plan)});
  page.exit_status = 0;
  return page;
}

}  // namespace

void add_report(CLI::App& app, Session& session) {
  auto folder = std::make_shared<std::string>();
  CLI::App* const command =
      app.add_subcommand("report", "One self-contained HTML page with plots from the results of a check");
  command->add_option("DIR", *folder, "The folder that lemmata check --out DIR filled")->required()->type_name("");
  command->footer(
      "HTML unless --format says otherwise. Exit status: 0 the page was made, whatever it says, 2 it was not.\n"
      "Example: lemmata check --instances 200 --out results && lemmata report results --output report.html");
  command->callback([folder, &session] {
    session.format = Format::html;
    session.run = [folder, &session] { return draw(*folder, session); };
  });
}

}  // namespace lemmata::verify::cli
