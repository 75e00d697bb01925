/// \file
/// # lemmata show ID: one theorem, as its file states it

#include "verify/cli/commands.hpp"
#include "verify/cli/session.hpp"
#include "verify/cli/theorem_report.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace lemmata::verify::cli {
namespace {

Expected<Report> show(const std::string& id, const Session& session) {
  const Expected<std::vector<theory::Entry>> entries = chosen_theorems(session.theorems, {id});
  if (!entries) return entries.error();
  if (entries->size() != 1) {
    return Failure{FailureKind::usage, "\"" + id + "\" names " + std::to_string(entries->size()) +
                                           " theorems; show prints one (lemmata list '" + id + "')"};
  }
  const theory::Entry& entry = entries->front();
  const theory::Statement statement = entry.theorem.statement();
  Report report;
  report.title = statement.title;
  report.answer = statement.text;
  const std::string provenance =
      "[" + std::string(mark(statement.provenance)) + "] " + std::string(description(statement.provenance));
  report.blocks.emplace_back(Table{"",
                                   {},
                                   {{"id", entry.id},
                                    {"dossier id", statement.dossier},
                                    {"source", source_line(statement.source)},
                                    {"mark", provenance},
                                    {"version", std::to_string(statement.version)},
                                    {"takes data", entry.theorem.admits_data() ? "yes (check --data FILE)" : "no"}}});
  Json hypotheses = Json::array();
  Table assumed{"Hypotheses", {}, {}};
  for (const std::string& hypothesis : statement.hypotheses) {
    assumed.rows.push_back({hypothesis});
    hypotheses.push_back(hypothesis);
  }
  report.blocks.emplace_back(std::move(assumed));
  Json claims = Json::array();
  Table claimed{"Claims", {"name", "mark", "strength", "claim"}, {}};
  for (const theory::ClaimCard& claim : statement.claims) {
    claimed.rows.push_back(
        {claim.name, std::string(mark(claim.provenance)), std::string(name(claim.strength)), claim.text});
    claims.push_back({{"id", entry.id + "/" + claim.name},
                      {"text", claim.text},
                      {"strength", name(claim.strength)},
                      {"provenance", mark(claim.provenance)}});
  }
  report.blocks.emplace_back(std::move(claimed));
  Json controls = Json::array();
  Table refuted{"Controls", {"name", "kind", "about"}, {}};
  for (const theory::Control<theory::AnyInstance>& control : entry.theorem.controls()) {
    refuted.rows.push_back({control.name, std::string(name(control.kind)), control.subject});
    controls.push_back(
        {{"id", entry.id + "/" + control.name}, {"kind", name(control.kind)}, {"subject", control.subject}});
  }
  report.blocks.emplace_back(std::move(refuted));
  for (const std::string& note : statement.notes) report.blocks.emplace_back(Paragraph{note});
  report.document = session.document("show");
  report.document["id"] = entry.id;
  report.document["dossier"] = statement.dossier;
  report.document["title"] = statement.title;
  report.document["statement"] = statement.text;
  report.document["source"] = {{"authors", statement.source.authors}, {"year", statement.source.year},
                               {"title", statement.source.title},     {"venue", statement.source.venue},
                               {"locus", statement.source.locus},     {"link", statement.source.link}};
  report.document["provenance"] = mark(statement.provenance);
  report.document["theorem_version"] = statement.version;
  report.document["hypotheses"] = std::move(hypotheses);
  report.document["claims"] = std::move(claims);
  report.document["controls"] = std::move(controls);
  report.document["notes"] = statement.notes;
  return report;
}

}  // namespace

void add_show(CLI::App& app, Session& session) {
  auto id = std::make_shared<std::string>();
  CLI::App* const command = app.add_subcommand("show", "One theorem: statement, hypotheses, claims, controls, source");
  command->add_option("ID", *id, "Theorem or dossier id")->required()->type_name("");
  command->footer("Example: lemmata show gram/nullity");
  command->callback([id, &session] { session.run = [id, &session] { return show(*id, session); }; });
}

}  // namespace lemmata::verify::cli
