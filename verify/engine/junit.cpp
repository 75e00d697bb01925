#include "verify/engine/junit.hpp"

#include "verify/report/enclosure.hpp"

#include <fmt/format.h>

namespace lemmata::verify {
namespace {

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string property(std::string_view name, std::string_view value) {
  return fmt::format("        <property name=\"{}\" value=\"{}\"/>\n", name, escaped(value));
}

struct Case {
  std::string xml;
  bool failure = false;
  bool error = false;
  bool skipped = false;
};

Case claim_case(const ClaimSummary& claim, std::uint64_t seed, bool strict) {
  Case result;
  std::string body = "      <properties>\n" + property("seed", std::to_string(seed));
  for (const Verdict v :
       {Verdict::proved, Verdict::supported, Verdict::undecided, Verdict::vacuous, Verdict::refuted}) {
    body += property(name(v), std::to_string(claim.count(v)));
  }
  if (claim.least_slack) body += property("worst_slack", enclosure_text(*claim.least_slack));
  if (claim.worst && claim.worst->searched) {
    body += property("worst_instance", "search " + std::to_string(claim.worst->index));
  } else if (claim.worst_index) {
    body += property("worst_instance", std::to_string(*claim.worst_index));
  }
  if (claim.search_evaluations > 0) body += property("searched_instances", std::to_string(claim.search_evaluations));
  if (claim.frequency) body += property("failure_probability_limits", enclosure_text(claim.frequency->confidence, 6));
  body += "      </properties>\n";
  result.failure = claim.verdict == Verdict::refuted;
  const bool open = claim.mostly_vacuous() || claim.count(Verdict::undecided) > 0 || claim.total() == 0;
  result.error = !result.failure && open && (strict || claim.mostly_vacuous() || claim.total() == 0);
  result.skipped = !result.failure && !result.error && open;
  const std::string message = claim.mostly_vacuous() ? "more than half the instances are vacuous" : claim.reason;
  if (result.failure) body += "      <failure message=\"refuted\"/>\n";
  if (result.error) body += fmt::format("      <error message=\"undecided: {}\"/>\n", escaped(message));
  if (result.skipped) body += fmt::format("      <skipped message=\"undecided: {}\"/>\n", escaped(message));
  result.xml = fmt::format("    <testcase classname=\"lemmata\" name=\"{}\" time=\"{:.3f}\">\n{}    </testcase>\n",
                           escaped(claim.id), claim.seconds, body);
  return result;
}

Case control_case(const ControlOutcome& control) {
  Case result;
  result.failure = !control.refuted;
  const std::string body =
      result.failure ? fmt::format("      <failure message=\"control survived: {}\"/>\n", escaped(control.why)) : "";
  result.xml = fmt::format("    <testcase classname=\"lemmata.controls\" name=\"{}\">\n{}    </testcase>\n",
                           escaped(control.id), body);
  return result;
}

std::string suite(std::string_view name, const std::vector<Case>& cases) {
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  std::string body;
  for (const Case& one : cases) {
    failures += one.failure ? 1 : 0;
    errors += one.error ? 1 : 0;
    skipped += one.skipped ? 1 : 0;
    body += one.xml;
  }
  return fmt::format(
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n{}  </testsuite>\n",
      escaped(name), cases.size(), failures, errors, skipped, body);
}

}  // namespace

std::string junit_xml(const std::vector<TheoremSummary>& theorems, const std::vector<ControlOutcome>& controls,
                      std::uint64_t seed, bool strict) {
  std::string body;
  for (const TheoremSummary& theorem : theorems) {
    std::vector<Case> cases;
    for (const ClaimSummary& claim : theorem.claims) cases.push_back(claim_case(claim, seed, strict));
    body += suite(theorem.id, cases);
  }
  if (!controls.empty()) {
    std::vector<Case> cases;
    for (const ControlOutcome& control : controls) cases.push_back(control_case(control));
    body += suite("controls", cases);
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lemmata check\">\n" + body + "</testsuites>\n";
}

}  // namespace lemmata::verify
