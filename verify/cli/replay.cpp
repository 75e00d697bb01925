/// \file
/// # lemmata replay FILE: the one instance in FILE again

#include "verify/cli/commands.hpp"
#include "verify/cli/session.hpp"
#include "verify/cli/theorem_report.hpp"
#include "verify/engine/instance_file.hpp"
#include "verify/io/source.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace lemmata::verify::cli {
namespace {

int status_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::refuted:
      return 1;
    case Verdict::undecided:
    case Verdict::vacuous:
      return 3;
    case Verdict::proved:
    case Verdict::supported:
      break;
  }
  return 0;
}

Expected<Report> replay(const std::string& file, const Session& session) {
  const Expected<Policy> policy = policy_option(session.precision);
  if (!policy) return policy.error();
  const Expected<io::Source> source = io::load(file);
  if (!source) return source.error();
  const Expected<ReadInstance> read = read_instance(source->content, session.theorems);
  if (!read) return Failure{read.error().kind, file + ": " + read.error().message};
  const theory::Theorem& theorem = read->entry.theorem;
  const Decision decision = decide(theorem, read->instance, *policy);

  Report report;
  report.title = read->entry.id;
  report.verdict = std::string(name(decision.verdict));
  report.answer = "On this instance " + theorem.statement().title + ": " + report.verdict + ".";
  report.blocks.emplace_back(instance_table(theorem, read->instance));
  report.blocks.emplace_back(hypotheses_table(decision.hypotheses));
  report.blocks.emplace_back(claims_table(decision.claims));
  for (const ClaimDecision& claim : decision.claims) {
    if (!claim.reason.empty()) report.blocks.emplace_back(Paragraph{claim.name + ": " + claim.reason + "."});
  }
  report.document = session.document("replay");
  report.document["input"].push_back(
      {{"path", file}, {"sha256", source->sha256}, {"rows", nullptr}, {"columns", nullptr}, {"label", "none"}});
  report.document["theorem"] = read->entry.id;
  report.document["theorem_version"] = read->theorem_version;
  report.document["verdict"] = report.verdict;
  report.document["hypotheses"] = hypotheses_json(decision.hypotheses);
  report.document["claims"] = Json::array();
  for (const ClaimDecision& claim : decision.claims) {
    report.document["claims"].push_back(claim_json(read->entry.id, claim));
  }
  report.exit_status = status_of(decision.verdict);
  return report;
}

}  // namespace

void add_replay(CLI::App& app, Session& session) {
  auto file = std::make_shared<std::string>();
  CLI::App* const command = app.add_subcommand("replay", "The one instance in FILE again: verdict and numbers");
  command->add_option("FILE", *file, "An instance file that lemmata check --out wrote; - for standard input")
      ->required()
      ->type_name("");
  command->footer(
      "Exit status: 0 proved or supported, 1 refuted, 2 unusable file, 3 undecided or vacuous.\n"
      "Example: lemmata replay results/kernel_regime.relu_gram_nullity.nullity.worst.json");
  command->callback([file, &session] { session.run = [file, &session] { return replay(*file, session); }; });
}

}  // namespace lemmata::verify::cli
