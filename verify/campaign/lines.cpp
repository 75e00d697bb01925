#include "verify/campaign/lines.hpp"

#include "numerics/scalar/text.hpp"
#include "verify/engine/row.hpp"
#include "verify/report/report.hpp"

#include <array>
#include <stdexcept>

namespace lemmata::verify {
namespace {

constexpr std::array kinds{theory::ControlKind::dropped_hypothesis, theory::ControlKind::sabotage,
                           theory::ControlKind::tight_case, theory::ControlKind::golden};

std::string text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json ends_json(const Interval<Real>& x) {
  const Ends ends(x);
  return Json::array({ends.lower.value_or(""), ends.upper.value_or("")});
}

Interval<Real> ends_from(const Json& json) {
  Ends ends;
  ends.lower = json.at(0).get<std::string>();
  ends.upper = json.at(1).get<std::string>();
  if (!parse_enclosure<Real>(*ends.lower) || !parse_enclosure<Real>(*ends.upper)) {
    throw std::invalid_argument("an end that is not a number");
  }
  return ends.set();
}

template <class F>
auto parsed(std::string_view line, F f) -> Expected<decltype(f(Json()))> {
  try {
    return f(Json::parse(line));
  } catch (const std::exception& error) {
    return Failure{FailureKind::malformed, std::string("not a line of a journal: ") + error.what()};
  }
}

}  // namespace

std::string control_line(const ControlOutcome& outcome) {
  return text({{"control", outcome.id},
               {"kind", theory::name(outcome.kind)},
               {"refuted", outcome.refuted},
               {"after", outcome.after_instances},
               {"why", outcome.why}});
}

Expected<ControlOutcome> control_from(std::string_view line) {
  return parsed(line, [](const Json& json) {
    ControlOutcome outcome;
    outcome.id = json.at("control").get<std::string>();
    const auto word = json.at("kind").get<std::string>();
    bool known = false;
    for (const theory::ControlKind kind : kinds) {
      if (theory::name(kind) != word) continue;
      outcome.kind = kind;
      known = true;
    }
    if (!known) throw std::invalid_argument("no kind of control: " + word);
    outcome.refuted = json.at("refuted").get<bool>();
    outcome.after_instances = json.at("after").get<std::size_t>();
    outcome.why = json.at("why").get<std::string>();
    return outcome;
  });
}

std::string sharpness_line(const Sharpness& sharpness) {
  Json json = {{"constant", sharpness.id},
               {"claim", sharpness.claim},
               {"text", sharpness.text},
               {"instances", sharpness.instances},
               {"survived", sharpness.survived},
               {"control", sharpness.control},
               {"stated", ends_json(sharpness.stated)}};
  if (sharpness.refuted_at) json["refuted_at"] = *sharpness.refuted_at;
  if (sharpness.index) json["index"] = *sharpness.index;
  if (sharpness.too_strong) json["too_strong"] = ends_json(*sharpness.too_strong);
  return text(json);
}

Expected<Sharpness> sharpness_from(std::string_view line) {
  return parsed(line, [](const Json& json) {
    Sharpness sharpness;
    sharpness.id = json.at("constant").get<std::string>();
    sharpness.claim = json.at("claim").get<std::string>();
    sharpness.text = json.at("text").get<std::string>();
    sharpness.instances = json.at("instances").get<std::size_t>();
    sharpness.survived = json.at("survived").get<double>();
    sharpness.control = json.at("control").get<std::string>();
    sharpness.stated = ends_from(json.at("stated"));
    if (json.contains("refuted_at")) sharpness.refuted_at = json["refuted_at"].get<double>();
    if (json.contains("index")) sharpness.index = json["index"].get<std::uint64_t>();
    if (json.contains("too_strong")) sharpness.too_strong = ends_from(json["too_strong"]);
    return sharpness;
  });
}

}  // namespace lemmata::verify
