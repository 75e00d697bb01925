#include "verify/cli/theorem_report.hpp"

#include "verify/cli/precision_option.hpp"
#include "verify/report/enclosure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace lemmata::verify::cli {
namespace {

std::string_view word(Truth truth) {
  switch (truth) {
    case Truth::yes:
      return "yes";
    case Truth::no:
      return "no";
    case Truth::unknown:
      break;
  }
  return "unknown";
}

// A hexadecimal double as the shortest decimal that reads back to it; other entries as they are.
std::string short_decimal(const theory::RecordField& field, const std::string& entry) {
  if (field.type != theory::ExactText<double>::type) return entry;
  const Expected<double> value = theory::ExactText<double>::read(entry);
  return value ? fmt::format("{}", *value) : entry;
}

}  // namespace

Expected<std::vector<theory::Entry>> chosen_theorems(std::span<const theory::Entry> all,
                                                     const std::vector<std::string>& patterns) {
  if (patterns.empty()) return std::vector<theory::Entry>(all.begin(), all.end());
  std::map<std::string, theory::Entry> chosen;
  for (const std::string& pattern : patterns) {
    const std::vector<theory::Entry> found = theory::matching(all, pattern);
    if (found.empty()) {
      return Failure{FailureKind::usage, "no theorem matches \"" + pattern + "\" (lemmata list shows them)"};
    }
    for (const theory::Entry& entry : found) chosen.emplace(entry.id, entry);
  }
  std::vector<theory::Entry> result;
  for (const auto& [id, entry] : chosen) result.push_back(entry);
  return result;
}

std::string source_line(const theory::Source& source) {
  std::string line = fmt::format("{} ({})", source.authors, source.year);
  for (const std::string* part : {&source.title, &source.venue, &source.locus, &source.link}) {
    if (!part->empty()) line += ", " + *part;
  }
  return line;
}

Json hypotheses_json(std::span<const theory::Hypothesis> hypotheses) {
  Json list = Json::array();
  for (const theory::Hypothesis& hypothesis : hypotheses) {
    list.push_back({{"name", hypothesis.name}, {"holds", word(hypothesis.holds)}, {"where", hypothesis.where}});
  }
  return list;
}

Json claim_json(const std::string& theorem_id, const ClaimDecision& claim) {
  const bool evaluated = claim.verdict != Verdict::vacuous;
  Json json = {{"id", theorem_id + "/" + claim.name},
               {"strength", name(claim.strength)},
               {"verdict", name(claim.verdict)},
               {"relation", symbol(claim.relation)},
               {"lhs", evaluated ? enclosure_json(claim.lhs) : Json()},
               {"rhs", evaluated ? enclosure_json(claim.rhs) : Json()},
               {"slack", evaluated ? enclosure_json(claim.slack.value) : Json()},
               {"slack_absolute", claim.slack.absolute},
               {"tier", evaluated ? Json(name(claim.decided_at)) : Json()},
               {"reason", claim.reason}};
  return json;
}

Table hypotheses_table(std::span<const theory::Hypothesis> hypotheses) {
  Table table{"Hypotheses", {"hypothesis", "holds", "where"}, {}};
  for (const theory::Hypothesis& hypothesis : hypotheses) {
    table.rows.push_back({hypothesis.name, std::string(word(hypothesis.holds)), hypothesis.where});
  }
  return table;
}

Table claims_table(std::span<const ClaimDecision> claims) {
  Table table{"Claims", {"claim", "verdict", "left side", "", "right side", "slack", "arithmetic"}, {}};
  for (const ClaimDecision& claim : claims) {
    if (claim.verdict == Verdict::vacuous) {
      table.rows.push_back({claim.name, "vacuous", "", "", "", "", ""});
      continue;
    }
    table.rows.push_back({claim.name, std::string(name(claim.verdict)), enclosure_text(claim.lhs, 8),
                          std::string(symbol(claim.relation)), enclosure_text(claim.rhs, 8),
                          slack_text(claim.slack.value, claim.slack.absolute), std::string(name(claim.decided_at))});
  }
  return table;
}

Table instance_table(const theory::Theorem& theorem, const theory::AnyInstance& instance) {
  constexpr std::size_t most_rows = 24;
  constexpr std::size_t most_columns = 12;
  Table table{"Instance (exact numbers)", {}, {}};
  for (const theory::RecordField& field : theorem.record(instance)) {
    const std::size_t columns =
        field.shape.size() == 2 ? field.shape[1] : std::max<std::size_t>(1, field.entries.size());
    const std::size_t rows = field.shape.size() == 2 ? field.shape[0] : 1;
    for (std::size_t i = 0; i < std::min(rows, most_rows); ++i) {
      std::string line;
      for (std::size_t k = 0; k < std::min(columns, most_columns) && i * columns + k < field.entries.size(); ++k) {
        line += (k > 0 ? ", " : "") + short_decimal(field, field.entries[i * columns + k]);
      }
      if (columns > most_columns) line += ", ...";
      table.rows.push_back({field.name + (field.shape.size() == 2 ? fmt::format("[{}]", i) : ""), "(" + line + ")"});
    }
    if (rows > most_rows) table.rows.push_back({field.name, fmt::format("and {} more rows", rows - most_rows)});
  }
  return table;
}

std::string slack_text(const Interval<Real>& slack, bool absolute) {
  return enclosure_text(slack, 4) + (absolute ? " (absolute)" : "");
}

Expected<Policy> policy_option(const std::string& precision) {
  return precision_option(precision).transform([](const std::optional<Precision>& rung) {
    return rung ? Policy{*rung, *rung} : Policy{};
  });
}

}  // namespace lemmata::verify::cli
