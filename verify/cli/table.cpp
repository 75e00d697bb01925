/// \file
/// # lemmata table --list | NAME: bound tables

#include "verify/table/table.hpp"
#include "numerics/scalar/text.hpp"
#include "verify/cli/commands.hpp"
#include "verify/cli/session.hpp"
#include "verify/report/enclosure.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace lemmata::verify::cli {
namespace {

struct TableOptions {
  std::string name;
  bool list = false;
  std::string delta = "0.01";
  std::string kappa = "1";
  int digits = 6;
};

std::string text_of(const TableCell& cell, int digits) {
  if (const auto* words = std::get_if<std::string>(&cell)) return *words;
  if (const auto* count = std::get_if<std::size_t>(&cell)) return std::to_string(*count);
  return enclosure_text(std::get<Interval<Real>>(cell), digits);
}

Json json_of(const TableCell& cell) {
  if (const auto* words = std::get_if<std::string>(&cell)) return words->empty() ? Json() : Json(*words);
  if (const auto* count = std::get_if<std::size_t>(&cell)) return *count;
  return enclosure_json(std::get<Interval<Real>>(cell));
}

Report listed(const Session& session) {
  Report report;
  report.title = "Bound tables";
  report.document = session.document("table");
  report.document["tables"] = Json::array();
  Table table{"", {"name", "what it says"}, {}};
  for (const TableEntry& entry : bound_tables()) {
    table.rows.push_back({std::string(entry.name), std::string(entry.title)});
    report.document["tables"].push_back({{"name", entry.name}, {"title", entry.title}});
  }
  report.answer = std::to_string(bound_tables().size()) + " tables; lemmata table NAME prints one.";
  report.blocks.emplace_back(std::move(table));
  return report;
}

Expected<Report> run(const TableOptions& options, const Session& session) {
  if (options.list || options.name.empty()) return listed(session);
  const auto tables = bound_tables();
  const auto entry = std::ranges::find_if(tables, [&](const TableEntry& e) { return e.name == options.name; });
  if (entry == tables.end()) {
    return Failure{FailureKind::usage, "no table \"" + options.name + "\" (lemmata table --list shows them)"};
  }
  const Expected<Interval<Real>> delta = parse_enclosure<Real>(options.delta);
  const Expected<Interval<Real>> kappa = parse_enclosure<Real>(options.kappa);
  const Interval<Real> one(1);
  if (!delta || !certainly(positive(*delta)) || !certainly(less(*delta, one))) {
    return Failure{FailureKind::usage, "--delta is a number in (0, 1), not " + options.delta};
  }
  if (!kappa || !certainly(positive(*kappa))) {
    return Failure{FailureKind::usage, "--kappa is a positive number, not " + options.kappa};
  }
  const Expected<BoundTable> made = entry->make({*delta, *kappa});
  if (!made) return made.error();

  Report report;
  report.title = "lemmata table: " + options.name;
  report.answer = made->caption + ". Every number is enclosed and rounded outward; delta = " + options.delta +
                  ", kappa = " + options.kappa + " where they matter.";
  report.document = session.document("table");
  report.document["name"] = options.name;
  report.document["caption"] = made->caption;
  report.document["source"] = made->source;
  report.document["delta"] = enclosure_json(*delta);
  report.document["kappa"] = enclosure_json(*kappa);
  report.document["rows"] = Json::array();
  Table table{made->caption, {}, {}};
  for (const TableColumn& column : made->columns) table.columns.push_back(column.header);
  for (const std::vector<TableCell>& row : made->rows) {
    std::vector<std::string> cells;
    Json json = Json::object();
    for (std::size_t k = 0; k < row.size(); ++k) {
      cells.push_back(text_of(row[k], options.digits));
      json[made->columns[k].key] = json_of(row[k]);
    }
    table.rows.push_back(std::move(cells));
    report.document["rows"].push_back(std::move(json));
  }
  report.blocks.emplace_back(std::move(table));
  report.blocks.emplace_back(Paragraph{"Source: " + made->source});
  return report;
}

}  // namespace

void add_table(CLI::App& app, Session& session) {
  auto options = std::make_shared<TableOptions>();
  CLI::App* const command = app.add_subcommand("table", "A table of what theorems promise for well-known data");
  command->add_option("NAME", options->name, "The table; without one, the list")->type_name("");
  command->add_flag("--list", options->list, "List the tables");
  command->add_option("--delta", options->delta, "Failure probability")->capture_default_str();
  command->add_option("--kappa", options->kappa, "Standard deviation of the initial weights")->capture_default_str();
  command->add_option("--digits", options->digits, "Significant digits, rounded outward")
      ->check(CLI::Range(1, 60))
      ->capture_default_str();
  command->footer("Example: lemmata table widths --delta 0.1 --format latex");
  command->callback([options, &session] { session.run = [options, &session] { return run(*options, session); }; });
}

}  // namespace lemmata::verify::cli
