/// \file
/// # lemmata check [ID or glob]...: theorems put to the test

#include "verify/engine/check.hpp"
#include "verify/cli/campaign_options.hpp"
#include "verify/cli/check_report.hpp"
#include "verify/cli/commands.hpp"
#include "verify/cli/data_options.hpp"
#include "verify/cli/theorem_report.hpp"
#include "verify/engine/junit.hpp"
#include "verify/report/output.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>

namespace lemmata::verify::cli {
namespace {

using theory::Entry;

struct CheckOptions {
  std::vector<std::string> patterns;
  DataOptions data;
  std::size_t instances = 100;
  std::uint64_t seed = 1;
  double time = 0;
  std::string out;
  std::string junit;
  bool strict = false;
  std::string controls = "also";
  bool resume = false;
  std::string shard;
  std::size_t chunk = 0;
  std::optional<std::size_t> search;
  bool sharpen = false;
};

Plan plan_of(const CheckOptions& options, const std::vector<Entry>& entries, const Policy& policy,
             const std::string& precision) {
  constexpr std::size_t most = 500;
  Plan plan;
  plan.theorems = entries;
  plan.seed = options.seed;
  plan.instances = options.instances;
  plan.chunk = options.chunk;
  plan.search = options.search.value_or(std::min(most, options.instances / 2));
  plan.controls = options.controls == "only"   ? Controls::only
                  : options.controls == "skip" ? Controls::skip
                                               : Controls::also;
  plan.sharpen = options.sharpen;
  plan.policy = policy;
  plan.precision = precision;
  return plan;
}

Expected<CheckResult> on_data(const CheckOptions& options, const Plan& plan) {
  CheckResult result;
  result.plan = plan;
  result.plan.theorems.clear();
  const Expected<io::DataRequest> request = options.data.request();
  if (!request) return request.error();
  Expected<io::LoadedData> loaded = io::read_dataset(*request);
  if (!loaded) return loaded.error();
  result.data = *loaded;
  for (const Entry& entry : plan.theorems) {
    if (!entry.theorem.admits_data() && options.patterns.empty()) {
      result.skipped.push_back(entry.id);
      continue;
    }
    const Expected<theory::AnyInstance> instance = entry.theorem.admit(loaded->data);
    if (!instance) return Failure{instance.error().kind, entry.id + ": " + instance.error().message};
    result.plan.theorems.push_back(entry);
    result.outcome.theorems.push_back(check_instance(entry, *instance, plan.policy));
  }
  return result;
}

Expected<CheckResult> on_random_instances(const CheckOptions& options, const Plan& plan, const Session& session) {
  Shard shard;
  if (!options.shard.empty()) {
    const Expected<Shard> parsed = parse_shard(options.shard);
    if (!parsed) return parsed.error();
    shard = *parsed;
  }
  Journal journal;
  if (!options.out.empty()) {
    const bool joins = options.resume || !options.shard.empty();
    const Expected<bool> opened =
        journal.open(options.out, plan, joins ? Journal::Opening::join : Journal::Opening::fresh, session.theorems);
    if (!opened) return opened.error();
  }
  const std::vector<Task> tasks = tasks_of(plan);
  const Expected<int> signal = run_until_signalled(plan, tasks, journal, shard, options.time, session);
  if (!signal) return signal.error();
  // A folder is judged as it is there, by whoever it was filled.
  Expected<Outcome> outcome = collect(plan, tasks, journal, shard, session.jobs);
  if (!outcome) return outcome.error();
  for (const std::string& why : journal.damaged()) std::cerr << "lemmata: done again: " << why << '\n';
  CheckResult result;
  result.plan = plan;
  result.outcome = std::move(outcome).value();
  for (std::size_t k = 0; k < tasks.size(); ++k) result.tasks += shard.takes(k) ? 1U : 0U;
  result.shard = shard.of > 1;
  result.signal = *signal;
  return result;
}

Expected<Report> run(const CheckOptions& options, const Session& session) {
  const Expected<Policy> policy = policy_option(session.precision);
  if (!policy) return policy.error();
  const Expected<std::vector<Entry>> entries = chosen_theorems(session.theorems, options.patterns);
  if (!entries) return entries.error();
  const bool data = !options.data.source.empty();
  if (options.out.empty() && (options.resume || !options.shard.empty())) {
    return Failure{FailureKind::usage, "--resume and --shard need --out DIR, the folder that results are kept in"};
  }
  if (data && (options.resume || !options.shard.empty() || options.sharpen)) {
    return Failure{FailureKind::usage, "--resume, --shard and --sharpen are about random instances, not about --data"};
  }
  if (!options.out.empty()) {
    std::error_code error;
    std::filesystem::create_directories(options.out, error);
    if (error) return Failure{FailureKind::unwritable, options.out + ": " + error.message()};
  }
  const Plan plan = plan_of(options, *entries, *policy, session.precision);
  Expected<CheckResult> result = data ? on_data(options, plan) : on_random_instances(options, plan, session);
  if (!result) return result.error();
  CheckResult run = std::move(result).value();
  run.out = options.out;
  run.strict = options.strict;
  const Expected<Report> report = check_report(run, session);
  if (!report) return report.error();
  if (!options.junit.empty()) {
    const std::string xml = junit_xml(run.outcome.theorems, run.outcome.controls, options.seed, options.strict);
    const Expected<std::string> junit = write_output(options.junit, xml);
    if (!junit) return junit.error();
  }
  return report;
}

}  // namespace

void add_check(CLI::App& app, Session& session) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* const command = app.add_subcommand(
      "check", "Random instances of theorems, or your data; shrunk counterexamples; controls that must be refuted");
  command->add_option("ID", options->patterns, "Theorem or dossier ids, or globs; all without one")->type_name("");
  command->add_option("--instances", options->instances, "Random instances of each theorem")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100000000}))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Instance k depends on (seed, theorem, k) alone")->capture_default_str();
  command->add_option("--search", options->search,
                      "Instances of each theorem that a directed search for the least slack looks at; 0: no search, "
                      "default: half of --instances, at most 500");
  command->add_flag("--sharpen", options->sharpen,
                    "Also find how far each declared constant can be strengthened before an instance refutes it");
  command->add_option("--time", options->time, "Start no new instance after SECONDS")
      ->type_name("SECONDS")
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--out", options->out, "Keep results in DIR as they come, and worst instances and counterexamples")
      ->type_name("DIR");
  command->add_flag("--resume", options->resume, "Go on with the run that DIR holds, or begin it");
  command
      ->add_option("--shard", options->shard,
                   "Do part i of M (i from 1) of the run in DIR; other processes or hosts do the others")
      ->type_name("i/M");
  command->add_option("--chunk", options->chunk, "Instances in one file of DIR (default: a fiftieth, at most 1000)")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000000}));
  command->add_option("--junit", options->junit, "Write JUnit XML: a claim or control is a test case")
      ->type_name("FILE");
  command->add_flag("--strict", options->strict, "Exit 3 when any claim is undecided");
  command->add_option("--controls", options->controls, "only, also or skip")
      ->check(CLI::IsMember({"only", "also", "skip"}))
      ->capture_default_str();
  add_data_options(*command, options->data, "--data");
  command->footer(
      "Exit status: 0 nothing refuted and every control refuted, 1 a claim refuted or a control survived, 2 unusable\n"
      "input, 3 a claim with more than half its instances vacuous, or (--strict) any undecided.\n"
      "Interrupted, --out DIR keeps what was done and --resume goes on; 128+signal is returned.\n"
      "Examples: lemmata check 'kernel_regime/*' --instances 200 --seed 1 --junit check.xml\n"
      "          lemmata check --instances 100000 --out results --shard 3/8     (then: lemmata campaign merge "
      "results)\n"
      "          lemmata check gram/two-layer-relu --sharpen");
  command->callback([options, &session] { session.run = [options, &session] { return run(*options, session); }; });
}

}  // namespace lemmata::verify::cli
