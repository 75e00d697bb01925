/// \file
/// # lemmata check [ID or glob]...: theorems put to the test

#include "verify/engine/check.hpp"
#include "verify/cli/commands.hpp"
#include "verify/cli/data_options.hpp"
#include "verify/cli/session.hpp"
#include "verify/cli/theorem_report.hpp"
#include "verify/engine/instance_file.hpp"
#include "verify/engine/junit.hpp"
#include "verify/report/enclosure.hpp"
#include "verify/report/output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>

namespace lemmata::verify::cli {
namespace {

using theory::Entry;

struct Options {
  std::vector<std::string> patterns;
  DataOptions data;
  std::size_t instances = 100;
  std::uint64_t seed = 1;
  double time = 0;
  std::string out;
  std::string junit;
  bool strict = false;
  std::string controls = "also";
};

volatile std::sig_atomic_t interrupted = 0;
extern "C" void lemmata_note_signal(int signal) { interrupted = signal; }

class SignalsNoted {
 public:
  SignalsNoted()
      : interrupt_(std::signal(SIGINT, lemmata_note_signal)), term_(std::signal(SIGTERM, lemmata_note_signal)) {}
  SignalsNoted(const SignalsNoted&) = delete;
  SignalsNoted& operator=(const SignalsNoted&) = delete;
  ~SignalsNoted() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGTERM, term_);
  }

 private:
  void (*interrupt_)(int);
  void (*term_)(int);
};

// What a run produced, before it is reported.
struct Run {
  std::vector<Entry> entries;
  std::vector<TheoremSummary> theorems;
  std::vector<ControlOutcome> controls;
  std::optional<io::LoadedData> data;
  std::vector<std::string> skipped;  // theorems that are not about data sets
  int signal = 0;
};

void progress(const Session& session, std::size_t done, std::size_t total, const std::string& what) {
  if (session.quiet || ::isatty(STDERR_FILENO) != 1) return;
  std::cerr << "\r\033[K" << (what.empty() ? "" : fmt::format("[{}/{}] {}", done + 1, total, what)) << std::flush;
}

Expected<Run> on_data(const Options& options, const std::vector<Entry>& entries, const Policy& policy) {
  Run run;
  const Expected<io::DataRequest> request = options.data.request();
  if (!request) return request.error();
  Expected<io::LoadedData> loaded = io::read_dataset(*request);
  if (!loaded) return loaded.error();
  run.data = *loaded;
  for (const Entry& entry : entries) {
    if (!entry.theorem.admits_data() && options.patterns.empty()) {
      run.skipped.push_back(entry.id);
      continue;
    }
    const Expected<theory::AnyInstance> instance = entry.theorem.admit(loaded->data);
    if (!instance) return Failure{instance.error().kind, entry.id + ": " + instance.error().message};
    run.entries.push_back(entry);
    run.theorems.push_back(check_instance(entry, *instance, policy));
  }
  return run;
}

Run on_random_instances(const Options& options, const std::vector<Entry>& entries, const Policy& policy,
                        const Session& session) {
  Run run;
  run.entries = entries;
  std::size_t claims = 0;
  for (const Entry& entry : entries) claims += entry.theorem.statement().claims.size();
  const SignalsNoted guard;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t t = 0; t < entries.size(); ++t) {
    progress(session, t, entries.size(), entries[t].id);
    if (options.controls != "only") {
      CheckOptions check_options;
      check_options.seed = options.seed;
      check_options.instances = options.instances;
      check_options.threads = session.jobs;
      check_options.policy = policy;
      check_options.false_alarm = 1e-9 / static_cast<double>(std::max<std::size_t>(1, claims));
      check_options.cancelled = [] { return interrupted != 0; };
      if (options.time > 0) {
        // The time left is shared by the theorems left.
        const double share = options.time * static_cast<double>(t + 1) / static_cast<double>(entries.size());
        check_options.deadline = start + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                                             std::chrono::duration<double>(share));
      }
      run.theorems.push_back(check(entries[t], check_options));
    }
    if (options.controls == "skip") continue;
    for (const theory::Control<theory::AnyInstance>& control : entries[t].theorem.controls()) {
      if (interrupted != 0) break;
      run.controls.push_back(
          run_control(entries[t], control, options.seed, std::max<std::size_t>(100, options.instances), policy));
    }
  }
  progress(session, 0, 0, "");
  run.signal = interrupted;
  interrupted = 0;
  return run;
}

const Entry& entry_of(const Run& run, const std::string& id) {
  return *std::find_if(run.entries.begin(), run.entries.end(), [&](const Entry& e) { return e.id == id; });
}

// Writes the exhibit when there is a folder for it; the path, or nothing.
Expected<std::string> written(const Options& options, const Entry& entry, const Exhibit& exhibit,
                              const std::string& what, bool data) {
  if (options.out.empty()) return std::string();
  Origin origin{data ? "data" : exhibit.shrunk ? "shrunk" : "generated", std::nullopt, std::nullopt};
  if (!data) {
    origin.seed = options.seed;
    origin.index = exhibit.index;
  }
  const std::string path = (std::filesystem::path(options.out) / instance_file_name(entry, what)).string();
  return write_output(path, instance_document(entry, exhibit.instance, origin).dump(1) + "\n");
}

Expected<Json> exhibit_json(const Options& options, const Run& run, const TheoremSummary& theorem,
                            const ClaimSummary& claim, const std::optional<Exhibit>& exhibit, const std::string& what) {
  if (!exhibit) return Json();
  const Entry& entry = entry_of(run, theorem.id);
  const std::string name = claim.id.substr(theorem.id.size() + 1) + "." + what;
  const Expected<std::string> path = written(options, entry, *exhibit, name, run.data.has_value());
  if (!path) return path.error();
  Json json = {{"index", run.data ? Json() : Json(exhibit->index)}, {"file", path->empty() ? Json() : Json(*path)}};
  if (what == "counterexample") {
    json["shrunk"] = exhibit->shrunk;
    Origin origin{exhibit->shrunk ? "shrunk" : "generated", options.seed, exhibit->index};
    json["instance"] = instance_document(entry, exhibit->instance, origin);
  }
  return json;
}

Expected<Json> claims_json(const Options& options, const Run& run) {
  Json list = Json::array();
  for (const TheoremSummary& theorem : run.theorems) {
    for (const ClaimSummary& claim : theorem.claims) {
      const Expected<Json> worst = exhibit_json(options, run, theorem, claim, claim.worst, "worst");
      if (!worst) return worst.error();
      const Expected<Json> counterexample =
          exhibit_json(options, run, theorem, claim, claim.counterexample, "counterexample");
      if (!counterexample) return counterexample.error();
      Json counts = Json::object();
      for (const Verdict v :
           {Verdict::proved, Verdict::supported, Verdict::undecided, Verdict::vacuous, Verdict::refuted}) {
        counts[std::string(name(v))] = claim.count(v);
      }
      list.push_back({{"id", claim.id},
                      {"strength", name(claim.strength)},
                      {"verdict", name(claim.verdict)},
                      {"counts", counts},
                      {"slack",
                       {{"min", claim.least_slack ? enclosure_json(*claim.least_slack) : Json()},
                        {"median", claim.median_slack ? enclosure_json(*claim.median_slack) : Json()}}},
                      {"slack_absolute", claim.slack_absolute},
                      {"worst_instance", *worst},
                      {"counterexample", *counterexample},
                      {"reason", claim.reason},
                      {"seconds", claim.seconds}});
    }
  }
  return list;
}

std::string answer(const Run& run, const Options& options) {
  std::size_t claims = 0;
  std::array<std::size_t, 5> verdicts{};
  std::size_t least = options.instances;
  for (const TheoremSummary& theorem : run.theorems) {
    claims += theorem.claims.size();
    least = std::min(least, theorem.instances);
    for (const ClaimSummary& claim : theorem.claims) ++verdicts[static_cast<std::size_t>(claim.verdict)];
  }
  std::string text;
  if (!run.theorems.empty()) {
    const std::string where = run.data ? "this data set" : fmt::format("{} instances of each theorem", least);
    text = fmt::format("{} claim{} on {}:", claims, claims == 1 ? "" : "s", where);
    for (const Verdict v :
         {Verdict::refuted, Verdict::undecided, Verdict::vacuous, Verdict::supported, Verdict::proved}) {
      const std::size_t count = verdicts[static_cast<std::size_t>(v)];
      if (count > 0) text += fmt::format(" {} {},", count, name(v));
    }
    text.back() = '.';
  }
  if (!run.controls.empty()) {
    const auto refuted =
        std::count_if(run.controls.begin(), run.controls.end(), [](const auto& c) { return c.refuted; });
    text += fmt::format("{}{} of {} controls refuted.", text.empty() ? "" : " ", refuted, run.controls.size());
  }
  if (run.signal != 0) text = "Interrupted. " + text;
  return text;
}

void add_blocks(Report& report, const Run& run, const Options& options) {
  if (!run.theorems.empty()) {
    Table table{
        "Claims",
        {"claim", "verdict", "proved", "supported", "undecided", "vacuous", "refuted", "least slack", "median slack"},
        {}};
    for (const TheoremSummary& theorem : run.theorems) {
      for (const ClaimSummary& claim : theorem.claims) {
        std::vector<std::string> row{claim.id, std::string(name(claim.verdict))};
        for (const std::size_t count : claim.counts) row.push_back(std::to_string(count));
        row.push_back(claim.least_slack ? slack_text(*claim.least_slack, claim.slack_absolute) : "");
        row.push_back(claim.median_slack ? slack_text(*claim.median_slack, claim.slack_absolute) : "");
        table.rows.push_back(std::move(row));
      }
    }
    report.blocks.emplace_back(std::move(table));
  }
  for (const TheoremSummary& theorem : run.theorems) {
    const Entry& entry = entry_of(run, theorem.id);
    for (const ClaimSummary& claim : theorem.claims) {
      if (claim.counterexample) {
        report.blocks.emplace_back(Heading{"Counterexample to " + claim.id});
        report.blocks.emplace_back(instance_table(entry.theorem, claim.counterexample->instance));
        report.blocks.emplace_back(claims_table(claim.counterexample->decision.claims));
        report.blocks.emplace_back(
            Paragraph{options.out.empty() ? "Check again with --out DIR to keep it as a file that lemmata replay reads."
                                          : "Kept in " + options.out + "; lemmata replay reads it."});
      } else if (run.data && claim.verdict != Verdict::proved && claim.worst) {
        report.blocks.emplace_back(Paragraph{claim.id + ": " + claim.reason + "."});
      } else if (claim.count(Verdict::undecided) > 0) {
        report.blocks.emplace_back(Paragraph{claim.id + " undecided: " + claim.reason + "."});
      }
    }
    if (run.data && theorem.claims.front().verdict == Verdict::vacuous) {
      const Expected<theory::AnyInstance> instance = entry.theorem.admit(run.data->data);
      if (instance) report.blocks.emplace_back(hypotheses_table(decide_hypotheses(entry.theorem, *instance)));
    }
  }
  if (!run.controls.empty()) {
    Table table{
        "Controls: false claims that must be refuted", {"control", "kind", "refuted", "after instances", ""}, {}};
    for (const ControlOutcome& control : run.controls) {
      table.rows.push_back({control.id, std::string(name(control.kind)), control.refuted ? "yes" : "no",
                            std::to_string(control.after_instances), control.why});
    }
    report.blocks.emplace_back(std::move(table));
  }
  for (const std::string& id : run.skipped) report.blocks.emplace_back(Paragraph{id + " is not about a data set."});
}

Expected<Report> run(const Options& options, const Session& session) {
  const Expected<Policy> policy = policy_option(session.precision);
  if (!policy) return policy.error();
  const Expected<std::vector<Entry>> entries = chosen_theorems(options.patterns);
  if (!entries) return entries.error();
  if (!options.out.empty()) {
    std::error_code error;
    std::filesystem::create_directories(options.out, error);
    if (error) return Failure{FailureKind::unwritable, options.out + ": " + error.message()};
  }
  const bool data = !options.data.source.empty();
  const Expected<Run> outcome =
      data ? on_data(options, *entries, *policy) : on_random_instances(options, *entries, *policy, session);
  if (!outcome) return outcome.error();

  Report report;
  report.title = "lemmata check";
  report.answer = answer(*outcome, options);
  report.exit_status =
      outcome->signal != 0 ? 128 + outcome->signal : exit_status(outcome->theorems, outcome->controls, options.strict);
  report.verdict = report.exit_status == 0 ? "" : report.exit_status == 1 ? "refuted" : "undecided";
  add_blocks(report, *outcome, options);
  report.document = session.document("check");
  if (outcome->data) report.document["input"] = input_json(outcome->data->files, outcome->data->label);
  report.document["seed"] = options.seed;
  report.document["instances"] = data ? 1 : options.instances;
  const Expected<Json> claims = claims_json(options, *outcome);
  if (!claims) return claims.error();
  report.document["claims"] = *claims;
  report.document["controls"] = Json::array();
  for (const ControlOutcome& control : outcome->controls) {
    report.document["controls"].push_back({{"id", control.id},
                                           {"kind", name(control.kind)},
                                           {"refuted", control.refuted},
                                           {"after_instances", control.after_instances},
                                           {"reason", control.why}});
  }
  if (!options.junit.empty()) {
    const Expected<std::string> junit =
        write_output(options.junit, junit_xml(outcome->theorems, outcome->controls, options.seed, options.strict));
    if (!junit) return junit.error();
  }
  return report;
}

}  // namespace

void add_check(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand(
      "check", "Random instances of theorems, or your data; shrunk counterexamples; controls that must be refuted");
  command->add_option("ID", options->patterns, "Theorem or dossier ids, or globs; all without one")->type_name("");
  command->add_option("--instances", options->instances, "Random instances of each theorem")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100000000}))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Instance k depends on (seed, theorem, k) alone")->capture_default_str();
  command->add_option("--time", options->time, "Start no new instance after SECONDS")
      ->type_name("SECONDS")
      ->check(CLI::PositiveNumber);
  command->add_option("--out", options->out, "Keep worst instances and counterexamples as files in DIR")
      ->type_name("DIR");
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
      "Example: lemmata check 'kernel_regime/*' --instances 200 --seed 1 --junit check.xml");
  command->callback([options, &session] { session.run = [options, &session] { return run(*options, session); }; });
}

}  // namespace lemmata::verify::cli
