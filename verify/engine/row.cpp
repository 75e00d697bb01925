#include "verify/engine/row.hpp"

#include "numerics/scalar/text.hpp"
#include "verify/report/report.hpp"

#include <array>
#include <cmath>
#include <stdexcept>

namespace lemmata::verify {
namespace {

constexpr int digits = 24;

Json ends_json(const Ends& ends) {
  return Json::array({ends.lower ? Json(*ends.lower) : Json(), ends.upper ? Json(*ends.upper) : Json()});
}

Ends ends_from(const Json& json) {
  Ends ends;
  for (std::size_t side = 0; side < 2; ++side) {
    const Json& end = json.at(side);
    if (end.is_null()) continue;
    (side == 0 ? ends.lower : ends.upper) = end.get<std::string>();
    if (!parse_enclosure<Real>(end.get<std::string>())) throw std::invalid_argument("an end that is not a number");
  }
  static_cast<void>(ends.set());  // a contract when the ends are in the wrong order
  return ends;
}

std::optional<double> approximately(const Interval<Real>& x) {
  if (!x.is_bounded()) return std::nullopt;
  const double value = convert<double>(Interval<Real>(x.mid())).inf();
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

Json number_or_null(const std::optional<double>& x) { return x ? Json(*x) : Json(); }

std::optional<double> maybe_number(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

constexpr std::array verdicts{Verdict::proved, Verdict::supported, Verdict::undecided, Verdict::vacuous,
                              Verdict::refuted};

}  // namespace

Ends::Ends(const Interval<Real>& x) {
  if (x.inf() > -infinity<Real>()) lower = decimal_down(x.inf(), digits);
  if (x.sup() < infinity<Real>()) upper = decimal_up(x.sup(), digits);
}

Interval<Real> Ends::set() const {
  const Interval<Real> all = Interval<Real>::whole();
  return {lower ? parse_enclosure<Real>(*lower)->inf() : all.inf(),
          upper ? parse_enclosure<Real>(*upper)->sup() : all.sup()};
}

InstanceRow row_of(std::uint64_t index, const Decision& decision, const std::vector<theory::Feature>& features) {
  InstanceRow row;
  row.index = index;
  for (const ClaimDecision& claim : decision.claims) {
    ClaimRow one;
    one.verdict = claim.verdict;
    one.holds = claim.holds;
    one.slack_absolute = claim.slack.absolute;
    one.slack = Ends(claim.slack.value);
    if (claim.failure_probability) one.failure_probability = Ends(*claim.failure_probability);
    one.approximate_lhs = approximately(claim.lhs);
    one.approximate_rhs = approximately(claim.rhs);
    one.reason = claim.verdict == Verdict::undecided ? claim.reason : "";
    row.claims.push_back(std::move(one));
  }
  for (const theory::Feature& feature : features) {
    row.approximate_features.push_back(std::isfinite(feature.approximate_value) ? feature.approximate_value : 0);
  }
  return row;
}

std::string row_line(const InstanceRow& row) {
  Json claims = Json::array();
  for (const ClaimRow& claim : row.claims) {
    Json one = {{"verdict", theory::name(claim.verdict)},
                {"holds", static_cast<int>(claim.holds)},
                {"slack", ends_json(claim.slack)},
                {"absolute", claim.slack_absolute},
                {"approximate_sides",
                 Json::array({number_or_null(claim.approximate_lhs), number_or_null(claim.approximate_rhs)})}};
    if (claim.failure_probability) one["failure_probability"] = ends_json(*claim.failure_probability);
    if (!claim.reason.empty()) one["reason"] = claim.reason;
    claims.push_back(std::move(one));
  }
  Json json = {{"instance", row.index}, {"claims", std::move(claims)}};
  if (!row.approximate_features.empty()) json["approximate_features"] = row.approximate_features;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Expected<InstanceRow> row_from(std::string_view line) {
  try {
    const Json json = Json::parse(line);
    InstanceRow row;
    row.index = json.at("instance").get<std::uint64_t>();
    for (const Json& one : json.at("claims")) {
      ClaimRow claim;
      const auto word = one.at("verdict").get<std::string>();
      bool known = false;
      for (const Verdict v : verdicts) {
        if (theory::name(v) != word) continue;
        claim.verdict = v;
        known = true;
      }
      const int holds = one.at("holds").get<int>();
      if (!known || holds < 0 || holds > 2) return Failure{FailureKind::malformed, "no verdict: " + word};
      claim.holds = static_cast<Truth>(holds);
      claim.slack = ends_from(one.at("slack"));
      claim.slack_absolute = one.at("absolute").get<bool>();
      claim.approximate_lhs = maybe_number(one.at("approximate_sides").at(0));
      claim.approximate_rhs = maybe_number(one.at("approximate_sides").at(1));
      if (one.contains("failure_probability")) claim.failure_probability = ends_from(one["failure_probability"]);
      if (one.contains("reason")) claim.reason = one["reason"].get<std::string>();
      row.claims.push_back(std::move(claim));
    }
    if (json.contains("approximate_features")) {
      row.approximate_features = json["approximate_features"].get<std::vector<double>>();
    }
    return row;
  } catch (const std::exception& error) {
    return Failure{FailureKind::malformed, std::string("not a row: ") + error.what()};
  }
}

}  // namespace lemmata::verify
