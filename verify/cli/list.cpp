/// \file
/// # lemmata list [ID or glob]...: the catalogue of theorems

#include "verify/cli/commands.hpp"
#include "verify/cli/session.hpp"
#include "verify/cli/theorem_report.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

namespace lemmata::verify::cli {
namespace {

Expected<Report> run(const std::vector<std::string>& patterns, const Session& session) {
  const Expected<std::vector<theory::Entry>> entries = chosen_theorems(session.theorems, patterns);
  if (!entries) return entries.error();
  Report report;
  report.title = "Theorems";
  Json list = Json::array();
  Table table{"", {"id", "dossier id", "mark", "title"}, {}};
  for (const theory::Entry& entry : *entries) {
    const theory::Statement statement = entry.theorem.statement();
    table.rows.push_back({entry.id, statement.dossier, std::string(mark(statement.provenance)), statement.title});
    Json claims = Json::array();
    for (const theory::ClaimCard& claim : statement.claims) claims.push_back(entry.id + "/" + claim.name);
    list.push_back({{"id", entry.id},
                    {"dossier", statement.dossier},
                    {"title", statement.title},
                    {"source", source_line(statement.source)},
                    {"provenance", mark(statement.provenance)},
                    {"claims", claims},
                    {"admits_data", entry.theorem.admits_data()}});
  }
  report.answer = fmt::format("{} theorem{}; lemmata show ID prints one, lemmata check ID puts it to the test.",
                              entries->size(), entries->size() == 1 ? "" : "s");
  report.blocks.emplace_back(std::move(table));
  report.blocks.emplace_back(Paragraph{
      "Marks: V checked against the paper, V2 against a restatement of it, R recalled, D derived and proved here."});
  report.document = session.document("list");
  report.document["theorems"] = std::move(list);
  return report;
}

}  // namespace

void add_list(CLI::App& app, Session& session) {
  auto patterns = std::make_shared<std::vector<std::string>>();
  CLI::App* const command = app.add_subcommand("list", "The catalogue of theorems");
  command->add_option("ID", *patterns, "Theorem or dossier ids, or globs; all without one")->type_name("");
  command->footer("Example: lemmata list 'kernel_regime/*'");
  command->callback([patterns, &session] { session.run = [patterns, &session] { return run(*patterns, session); }; });
}

}  // namespace lemmata::verify::cli
