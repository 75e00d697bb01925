#include "verify/cli/hessian_report.hpp"

#include "verify/report/enclosure.hpp"
#include "verify/report/inertia.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lemmata::verify::cli {
namespace {

namespace problem = theory::problem;
using problem::Finding;
using problem::PointClass;

constexpr std::size_t most_listed = 4096;  // coordinates and eigenvalues in a document
constexpr std::size_t shown = 16;          // in text
constexpr int text_digits = 12;

std::string sentence(PointClass kind) {
  switch (kind) {
    case PointClass::strict_saddle:
      return "Proved: a strict saddle";
    case PointClass::local_minimum:
      return "Proved: a local minimum";
    case PointClass::global_minimum:
      return "Proved: a global minimum";
    case PointClass::second_order_stationary:
      return "Proved: second-order stationary";
    case PointClass::degenerate:
      return "Proved: a degenerate critical point, neither a minimum nor a strict saddle";
    case PointClass::not_critical:
      return "Proved: not a critical point";
    case PointClass::undecided:
      break;
  }
  return "Undecided";
}

bool proved_critical(const Finding& f) { return !f.criticality.empty() && f.kind != PointClass::not_critical; }

std::string definiteness(const Finding& f) {
  if (f.inertia && f.hessian && f.inertia->positive.least == f.hessian->order()) return "proved";
  if (f.least && f.least->value.inf() > 0) return "proved";
  const bool refuted = (f.inertia && f.hessian && f.inertia->positive.most < f.hessian->order()) ||
                       (f.least && !(f.least->value.sup() > 0)) || !f.direction.empty();
  return refuted ? "refuted" : "undecided";
}

/// The eigenvalue enclosures that are known: all of them, or the least one bounded by the direction.
Json eigenvalues_json(const Finding& f) {
  Json list = Json::array();
  const auto add = [&](std::size_t index, const Interval<Real>& value) {
    Json entry = {{"index", index}};
    entry.update(enclosure_json(value));
    list.push_back(std::move(entry));
  };
  const std::size_t n = f.eigenvalues.size();
  for (std::size_t j = 0; j < n; ++j)
    if (n <= most_listed || j < most_listed / 2 || j >= n - most_listed / 2) add(j, f.eigenvalues[j]);
  if (n == 0 && !f.direction.empty()) add(0, Interval<Real>(-infinity<Real>(), f.curvature.sup()));
  return list;
}

Json coordinates(const Vector<Interval<Real>>& x) {
  if (x.empty() || x.size() > most_listed) return nullptr;
  Json list = Json::array();
  for (const Interval<Real>& entry : x) list.push_back(enclosure_json(entry));
  return list;
}

Json direction_json(const Finding& f) {
  if (f.direction.empty() || f.direction.size() > most_listed) return nullptr;
  Json list = Json::array();
  for (const double entry : f.direction) list.push_back(fmt::format("{:a}", entry));
  return list;
}

Table numbers(const Finding& f) {
  Table table{"", {"quantity", "lower", "upper"}, {}};
  const auto add = [&](const std::string& what, const Interval<Real>& x) {
    table.rows.push_back({what, enclosure_lower(x, text_digits), enclosure_upper(x, text_digits)});
  };
  add("value", f.value);
  add("norm of the gradient", f.gradient_norm);
  if (proved_critical(f)) add("distance of the critical point", f.radius);
  if (!f.direction.empty()) add("curvature of the direction", f.curvature);
  const std::size_t n = f.eigenvalues.size();
  for (std::size_t j = 0; j < n; ++j)
    if (n <= shown || j < shown / 2 || j >= n - shown / 2) add(fmt::format("eigenvalue {}", j), f.eigenvalues[j]);
  return table;
}

}  // namespace

Report problem_list(const Session& session) {
  Report report;
  report.title = "lemmata hessian --list";
  Json list = Json::array();
  for (const problem::ProblemKind& kind : problem::kinds()) {
    Json parameters = Json::array();
    report.blocks.emplace_back(Heading{kind.name});
    report.blocks.emplace_back(Paragraph{kind.text + ". Unknowns: " + kind.unknowns + "."});
    Table table{"", {"parameter", "meaning", "default"}, {}};
    for (const problem::ParameterCard& card : kind.parameters) {
      parameters.push_back({{"name", card.name},
                            {"meaning", card.text},
                            {"default", card.otherwise.empty() ? Json(nullptr) : Json(card.otherwise)}});
      table.rows.push_back({card.name, card.text, card.otherwise.empty() ? "must be given" : card.otherwise});
    }
    if (!table.rows.empty()) report.blocks.emplace_back(std::move(table));
    list.push_back({{"name", kind.name},
                    {"function", kind.text},
                    {"unknowns", kind.unknowns},
                    {"parameters", std::move(parameters)}});
  }
  report.answer = fmt::format("{} problems.", list.size());
  report.document = session.document("hessian");
  report.document["problems"] = std::move(list);
  return report;
}

Report hessian_report(const problem::Problem& p, const Finding& f, const Session& session) {
  Report report;
  report.title = "lemmata hessian: " + p.name();
  report.verdict = f.kind == PointClass::undecided ? "undecided" : "proved";
  report.exit_status = f.kind == PointClass::undecided ? 3 : 0;
  report.answer = sentence(f.kind) + ": " + f.reason + ".";
  if (!f.criticality.empty() && f.criticality != f.reason)
    report.blocks.emplace_back(
        Paragraph{(f.kind == PointClass::not_critical ? "The gradient: " : "Critical: ") + f.criticality + "."});
  report.blocks.emplace_back(numbers(f));
  Json& document = report.document = session.document("hessian");
  document["problem"] = p.name();
  document["n"] = p.unknowns();
  document["class"] = std::string(problem::name(f.kind));
  document["reason"] = f.reason;
  document["criticality"] = f.criticality;
  document["point"] = coordinates(f.point);
  document["radius"] = proved_critical(f) ? enclosure_json(f.radius) : Json(nullptr);
  document["value"] = enclosure_json(f.value);
  document["gradient_norm"] = enclosure_json(f.gradient_norm);
  document["symmetry_nullity"] = f.symmetry_nullity;
  document["eigenvalues"] = eigenvalues_json(f);
  document["inertia"] = nullptr;
  if (f.inertia) add_inertia(report, document, *f.inertia);
  document["positive_definite"] = definiteness(f);
  document["direction"] = direction_json(f);
  document["curvature"] = f.direction.empty() ? Json(nullptr) : enclosure_json(f.curvature);
  document["tier"] = std::string(name(f.least ? f.least->tier : Tier::none));
  document["certificate"] = nullptr;
  report.blocks.emplace_back(
      Paragraph{fmt::format("{} unknown{}; {} independent symmetry direction{} proved.", p.unknowns(),
                            p.unknowns() == 1 ? "" : "s", f.symmetry_nullity, f.symmetry_nullity == 1 ? "" : "s")});
  return report;
}

}  // namespace lemmata::verify::cli
