#include "verify/report/inertia.hpp"

#include <fmt/format.h>

#include <string>

namespace lemmata::verify {
namespace {

std::string range_text(const CountRange& r) {
  return r.is_exact() ? std::to_string(r.least) : fmt::format("{} to {}", r.least, r.most);
}

Json range_json(const CountRange& r) { return Json::array({r.least, r.most}); }

}  // namespace

void add_inertia(Report& report, Json& document, const Inertia& inertia) {
  document["inertia"] = {{"negative", range_json(inertia.negative)},
                         {"zero", range_json(inertia.zero)},
                         {"positive", range_json(inertia.positive)}};
  report.blocks.emplace_back(Table{"",
                                   {"sign", "eigenvalues"},
                                   {{"negative", range_text(inertia.negative)},
                                    {"zero", range_text(inertia.zero)},
                                    {"positive", range_text(inertia.positive)}}});
  if (!inertia.reason.empty()) report.blocks.emplace_back(Paragraph{"Not settled: " + inertia.reason + "."});
}

}  // namespace lemmata::verify
