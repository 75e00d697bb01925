#include "verify/cli/check_report.hpp"

#include "verify/cli/data_options.hpp"
#include "verify/cli/theorem_report.hpp"
#include "verify/engine/check.hpp"
#include "verify/engine/instance_file.hpp"
#include "verify/report/enclosure.hpp"
#include "verify/report/output.hpp"
#include "verify/report/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace lemmata::verify::cli {
namespace {

using theory::Entry;

const Entry& entry_of(const CheckResult& result, const std::string& id) {
  return *std::ranges::find_if(result.plan.theorems, [&](const Entry& e) { return e.id == id; });
}

std::string how(const CheckResult& result, const Exhibit& exhibit) {
  if (result.data) return "data";
  if (exhibit.shrunk) return "shrunk";
  return exhibit.searched ? "searched" : "generated";
}

Json exhibit_document(const CheckResult& result, const Entry& entry, const Exhibit& exhibit) {
  Origin origin{how(result, exhibit), std::nullopt, std::nullopt};
  if (!result.data) {
    origin.seed = result.plan.seed;
    origin.index = exhibit.index;
  }
  return instance_document(entry, exhibit.instance, origin);
}

// The member "worst_instance" or "counterexample"; its file is named relative to the folder, so that a document does
// not depend on where the folder is.
Expected<Json> exhibit_json(const CheckResult& result, const TheoremSummary& theorem, const ClaimSummary& claim,
                            const std::optional<Exhibit>& exhibit, const std::string& what) {
  if (!exhibit) return Json();
  const Entry& entry = entry_of(result, theorem.id);
  const std::string name = instance_file_name(entry, claim.id.substr(theorem.id.size() + 1) + "." + what);
  const Json document = exhibit_document(result, entry, *exhibit);
  if (!result.out.empty()) {
    const std::string path = (std::filesystem::path(result.out) / name).string();
    const Expected<std::string> written =
        write_output(path, document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
    if (!written) return written.error();
  }
  const bool numbered = !result.data && !exhibit->searched;
  Json json = {{"index", numbered ? Json(exhibit->index) : Json()},
               {"file", result.out.empty() ? Json() : Json(name)},
               {"how", how(result, *exhibit)}};
  if (what == "counterexample") {
    json["shrunk"] = exhibit->shrunk;
    json["instance"] = document;
  }
  return json;
}

Json enclosure_or_null(const std::optional<Interval<Real>>& x) { return x ? enclosure_json(*x) : Json(); }

Json frequency_json(const Frequency& frequency) {
  return {{"trials", frequency.trials},
          {"failures", frequency.failures},
          {"unknown", frequency.unknown},
          {"stated_failure_probability", enclosure_or_null(frequency.stated)},
          {"clopper_pearson", enclosure_json(frequency.confidence)},
          {"false_alarm", enclosure_json(Interval<Real>(Real(frequency.false_alarm)))},
          {"fits", frequency.fits == Truth::yes  ? "yes"
                   : frequency.fits == Truth::no ? "no"
                                                 : "unknown"}};
}

Expected<Json> claims_json(const CheckResult& result) {
  Json list = Json::array();
  for (const TheoremSummary& theorem : result.outcome.theorems) {
    for (const ClaimSummary& claim : theorem.claims) {
      const Expected<Json> worst = exhibit_json(result, theorem, claim, claim.worst, "worst");
      if (!worst) return worst.error();
      const Expected<Json> counterexample =
          exhibit_json(result, theorem, claim, claim.counterexample, "counterexample");
      if (!counterexample) return counterexample.error();
      Json counts = Json::object();
      for (const Verdict v :
           {Verdict::proved, Verdict::supported, Verdict::undecided, Verdict::vacuous, Verdict::refuted}) {
        counts[std::string(name(v))] = claim.count(v);
      }
      Json json = {
          {"id", claim.id},
          {"strength", name(claim.strength)},
          {"verdict", name(claim.verdict)},
          {"counts", counts},
          {"slack", {{"min", enclosure_or_null(claim.least_slack)}, {"median", enclosure_or_null(claim.median_slack)}}},
          {"slack_absolute", claim.slack_absolute},
          {"search", {{"evaluations", claim.search_evaluations}, {"min", enclosure_or_null(claim.searched_slack)}}},
          {"worst_instance", *worst},
          {"counterexample", *counterexample},
          {"reason", claim.reason},
          {"seconds", claim.seconds}};
      if (claim.frequency) json["frequency"] = frequency_json(*claim.frequency);
      list.push_back(std::move(json));
    }
  }
  return list;
}

Json controls_json(const Outcome& outcome) {
  Json list = Json::array();
  for (const ControlOutcome& control : outcome.controls) {
    list.push_back({{"id", control.id},
                    {"kind", name(control.kind)},
                    {"refuted", control.refuted},
                    {"after_instances", control.after_instances},
                    {"reason", control.why}});
  }
  return list;
}

Json sharpness_json(const Outcome& outcome) {
  Json list = Json::array();
  for (const Sharpness& s : outcome.sharpness) {
    list.push_back({{"id", s.id},
                    {"claim", s.claim},
                    {"text", s.text},
                    {"instances", s.instances},
                    {"stated", enclosure_json(s.stated)},
                    {"approximate_survived_factor", s.survived},
                    {"refuted_factor", s.refuted_at ? enclosure_json(Interval<Real>(Real(*s.refuted_at))) : Json()},
                    {"refuted_value", enclosure_or_null(s.too_strong)},
                    {"instance", s.index ? Json(*s.index) : Json()},
                    {"control", s.control.empty() ? Json() : Json(s.control)}});
  }
  return list;
}

std::string answer(const CheckResult& result) {
  std::size_t claims = 0;
  std::array<std::size_t, 5> verdicts{};
  std::size_t least = result.plan.instances;
  for (const TheoremSummary& theorem : result.outcome.theorems) {
    claims += theorem.claims.size();
    least = std::min(least, theorem.instances);
    for (const ClaimSummary& claim : theorem.claims) ++verdicts[static_cast<std::size_t>(claim.verdict)];
  }
  std::string text;
  if (!result.outcome.theorems.empty()) {
    const std::string where = result.data
                                  ? "this data set"
                                  : fmt::format("{}{} instances of each theorem", result.shard ? "up to " : "", least);
    text = fmt::format("{} claim{} on {}:", claims, claims == 1 ? "" : "s", where);
    for (const Verdict v :
         {Verdict::refuted, Verdict::undecided, Verdict::vacuous, Verdict::supported, Verdict::proved}) {
      const std::size_t count = verdicts[static_cast<std::size_t>(v)];
      if (count > 0) text += fmt::format(" {} {},", count, name(v));
    }
    text.back() = '.';
  }
  if (!result.outcome.controls.empty()) {
    const auto refuted = std::ranges::count_if(result.outcome.controls, [](const auto& c) { return c.refuted; });
    text +=
        fmt::format("{}{} of {} controls refuted.", text.empty() ? "" : " ", refuted, result.outcome.controls.size());
  }
  if (!result.outcome.missing.empty()) {
    text += fmt::format("{}{} of {} parts of the run are missing.", text.empty() ? "" : " ",
                        result.outcome.missing.size(), result.tasks);
  }
  if (result.signal != 0) text = "Interrupted. " + text;
  return text;
}

Table claims_table_of(const CheckResult& result) {
  Table table{
      "Claims",
      {"claim", "verdict", "proved", "supported", "undecided", "vacuous", "refuted", "least slack", "median slack"},
      {}};
  for (const TheoremSummary& theorem : result.outcome.theorems) {
    for (const ClaimSummary& claim : theorem.claims) {
      std::vector<std::string> row{claim.id, std::string(name(claim.verdict))};
      for (const std::size_t count : claim.counts) row.push_back(std::to_string(count));
      row.push_back(claim.least_slack ? slack_text(*claim.least_slack, claim.slack_absolute) : "");
      row.push_back(claim.median_slack ? slack_text(*claim.median_slack, claim.slack_absolute) : "");
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

void add_frequencies(Report& report, const CheckResult& result) {
  Table table{"Probabilistic claims: failures counted, and the Clopper-Pearson limits of their probability",
              {"claim", "instances", "failures", "unknown", "stated at most", "limits", "fits"},
              {}};
  for (const TheoremSummary& theorem : result.outcome.theorems) {
    for (const ClaimSummary& claim : theorem.claims) {
      if (!claim.frequency) continue;
      const Frequency& f = *claim.frequency;
      table.rows.push_back({claim.id, std::to_string(f.trials), std::to_string(f.failures), std::to_string(f.unknown),
                            f.stated ? enclosure_text(*f.stated, 4) : "", enclosure_text(f.confidence, 4),
                            f.fits == Truth::yes  ? "yes"
                            : f.fits == Truth::no ? "no"
                                                  : "unknown"});
    }
  }
  if (!table.rows.empty()) report.blocks.emplace_back(std::move(table));
}

void add_findings(Report& report, const CheckResult& result, const TheoremSummary& theorem) {
  const Entry& entry = entry_of(result, theorem.id);
  for (const ClaimSummary& claim : theorem.claims) {
    if (claim.counterexample) {
      report.blocks.emplace_back(Heading{"Counterexample to " + claim.id});
      report.blocks.emplace_back(instance_table(entry.theorem, claim.counterexample->instance));
      report.blocks.emplace_back(claims_table(claim.counterexample->decision.claims));
      report.blocks.emplace_back(
          Paragraph{result.out.empty() ? "Check again with --out DIR to keep it as a file that lemmata replay reads."
                                       : "Kept in " + result.out + "; lemmata replay reads it."});
    } else if (result.data && claim.verdict != Verdict::proved && claim.worst) {
      report.blocks.emplace_back(Paragraph{claim.id + ": " + claim.reason + "."});
    } else if (claim.count(Verdict::undecided) > 0) {
      report.blocks.emplace_back(Paragraph{claim.id + " undecided: " + claim.reason + "."});
    }
  }
  if (result.data && theorem.claims.front().verdict == Verdict::vacuous) {
    const Expected<theory::AnyInstance> instance = entry.theorem.admit(result.data->data);
    if (instance) report.blocks.emplace_back(hypotheses_table(decide_hypotheses(entry.theorem, *instance)));
  }
}

std::string factor_text(double factor) { return fmt::format("{:.4g}", factor); }

// The loosest constant first.
void add_sharpness(Report& report, const CheckResult& result) {
  if (result.outcome.sharpness.empty()) return;
  std::vector<Sharpness> sorted = result.outcome.sharpness;
  std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const Sharpness& s) { return s.survived; });
  Table table{"Sharpness: how far a constant can be strengthened before an instance refutes it (factors approximate)",
              {"constant", "stated", "survives factor", "refuted at factor", "then it is", "by", "in"},
              {}};
  for (const Sharpness& s : sorted) {
    const std::string by = !s.control.empty() ? "tight case " + s.control
                           : s.index          ? "instance " + std::to_string(*s.index)
                                              : "";
    table.rows.push_back({s.id, enclosure_text(s.stated, 6), factor_text(s.survived),
                          s.refuted_at ? factor_text(*s.refuted_at) : "none tried",
                          s.too_strong ? enclosure_text(*s.too_strong, 6) : "", by, s.text});
  }
  report.blocks.emplace_back(std::move(table));
}

void add_blocks(Report& report, const CheckResult& result, Format format) {
  if (!result.outcome.theorems.empty()) report.blocks.emplace_back(claims_table_of(result));
  add_frequencies(report, result);
  for (const TheoremSummary& theorem : result.outcome.theorems) add_findings(report, result, theorem);
  if (!result.outcome.controls.empty()) {
    Table table{
        "Controls: false claims that must be refuted", {"control", "kind", "refuted", "after instances", ""}, {}};
    for (const ControlOutcome& control : result.outcome.controls) {
      table.rows.push_back({control.id, std::string(name(control.kind)), control.refuted ? "yes" : "no",
                            std::to_string(control.after_instances), control.why});
    }
    report.blocks.emplace_back(std::move(table));
  }
  add_sharpness(report, result);
  if (!result.data && format == Format::html) {
    for (const TheoremSummary& theorem : result.outcome.theorems) {
      for (const ClaimSummary& claim : theorem.claims) {
        if (claim.approximate_slacks.size() < 2) continue;
        const Axis across{claim.slack_absolute ? "slack (absolute)" : "slack", true};
        report.blocks.emplace_back(Figure{"Slack of " + claim.id + " over the instances (approximate)",
                                          histogram_svg(claim.approximate_slacks, across)});
      }
    }
  }
  for (const std::string& id : result.skipped) report.blocks.emplace_back(Paragraph{id + " is not about a data set."});
}

// A control that was not run is not refuted.
bool controls_missing(const CheckResult& result) {
  const std::vector<Task> tasks = tasks_of(result.plan);
  return std::ranges::any_of(result.outcome.missing, [&](std::size_t k) { return tasks[k].kind == TaskKind::control; });
}

}  // namespace

int exit_status(const CheckResult& result) {
  if (result.signal != 0) return 128 + result.signal;
  const int status = exit_status(result.outcome.theorems, result.outcome.controls, result.strict);
  const bool open = !result.outcome.missing.empty() && (result.whole || controls_missing(result));
  return status == 0 && open ? 3 : status;
}

Expected<Report> check_report(const CheckResult& result, const Session& session) {
  Report report;
  report.title = "lemmata check";
  report.answer = answer(result);
  report.exit_status = exit_status(result);
  report.verdict = report.exit_status == 0 ? "" : report.exit_status == 1 ? "refuted" : "undecided";
  add_blocks(report, result, session.format);
  report.document = session.document("check");
  if (result.data) report.document["input"] = input_json(result.data->files, result.data->label);
  report.document["seed"] = result.plan.seed;
  report.document["instances"] = result.data ? 1 : result.plan.instances;
  const Expected<Json> claims = claims_json(result);
  if (!claims) return claims.error();
  report.document["claims"] = *claims;
  report.document["controls"] = controls_json(result.outcome);
  report.document["sharpness"] = sharpness_json(result.outcome);
  report.document["tasks"] = {{"total", result.tasks}, {"missing", result.outcome.missing.size()}};
  return report;
}

}  // namespace lemmata::verify::cli
