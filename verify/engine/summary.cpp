#include "verify/engine/summary.hpp"

#include "verify/engine/frequency.hpp"
#include "verify/report/report.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace lemmata::verify {
namespace {

using theory::AnyInstance;
using theory::Entry;

// Enclosure of the least and of the median of enclosed numbers: order statistics of the ends.
std::pair<Interval<Real>, Interval<Real>> least_and_median(const std::vector<Interval<Real>>& values) {
  std::vector<Real> lower;
  std::vector<Real> upper;
  for (const Interval<Real>& value : values) {
    lower.push_back(value.inf());
    upper.push_back(value.sup());
  }
  std::sort(lower.begin(), lower.end());
  std::sort(upper.begin(), upper.end());
  const std::size_t middle = (values.size() - 1) / 2;
  return {{lower.front(), upper.front()}, {lower[middle], upper[middle]}};
}

Verdict over_the_run(const ClaimSummary& claim, Truth frequency) {
  if (claim.strength == theory::Strength::probabilistic) {
    if (claim.count(Verdict::vacuous) == claim.total()) return Verdict::vacuous;
    return frequency == Truth::no    ? Verdict::refuted
           : frequency == Truth::yes ? Verdict::supported
                                     : Verdict::undecided;
  }
  if (claim.count(Verdict::refuted) > 0) return Verdict::refuted;
  if (claim.count(Verdict::undecided) > 0) return Verdict::undecided;
  if (claim.mostly_vacuous() || claim.total() == 0) return Verdict::vacuous;
  return claim.count(Verdict::supported) > 0 ? Verdict::supported : Verdict::proved;
}

// Frequency test of a probabilistic claim over instances that are not vacuous.
Frequency frequency_of(std::span<const InstanceRow> rows, std::size_t claim, double false_alarm) {
  Frequency result;
  result.false_alarm = false_alarm;
  for (const InstanceRow& row : rows) {
    const ClaimRow& one = row.claims[claim];
    if (one.verdict == Verdict::vacuous) continue;
    ++result.trials;
    const bool decided = one.failure_probability.has_value();
    if (decided && one.holds == Truth::no) ++result.failures;
    if (!decided || one.holds == Truth::unknown) ++result.unknown;
    if (!decided) continue;
    const Interval<Real> stated = one.failure_probability->set();
    result.stated = result.stated ? max(*result.stated, stated) : stated;
  }
  const Interval<Real> alpha{Real(false_alarm)};
  if (result.trials > 0) {
    result.confidence = {clopper_pearson(result.trials, result.failures, alpha).inf(),
                         clopper_pearson(result.trials, result.failures + result.unknown, alpha).sup()};
  }
  if (result.stated) {
    result.fits = frequency_fits(result.trials, result.failures, result.unknown, *result.stated, alpha);
  }
  return result;
}

// Slacks of one kind, relative or absolute, and where the one with the least lower end is.
struct SlackGroup {
  std::vector<Interval<Real>> values;
  std::uint64_t worst_index = 0;
  Real least = 0;

  void add(const Interval<Real>& slack, std::uint64_t index) {
    if (values.empty() || slack.inf() < least) {
      least = slack.inf();
      worst_index = index;
    }
    values.push_back(slack);
  }
  [[nodiscard]] bool below_zero() const { return !values.empty() && least < 0; }
};

// Exhibits of one theorem; an instance is decided once however many claims exhibit it.
class Exhibits {
 public:
  Exhibits(const Entry& entry, const SummaryOptions& options) : entry_(entry), options_(options) {}

  Exhibit instance(std::uint64_t index) {
    auto known = known_.find(index);
    if (known == known_.end()) {
      const AnyInstance x = generate(entry_, options_.seed, index).instance;
      known = known_.emplace(index, Exhibit{x, index, decide(entry_.theorem, x, options_.policy), false, false}).first;
    }
    return known->second;
  }

  Exhibit searched(const SearchRow& search) const {
    const AnyInstance x = replay_choices(entry_.theorem, *search.choices, search.size).instance;
    return {x, search.row->index, decide(entry_.theorem, x, options_.policy), false, true};
  }

  Exhibit counterexample(const Generated& start, std::uint64_t index, bool searched, std::size_t claim) const {
    const auto fails = [&](const AnyInstance& x) {
      return decide(entry_.theorem, x, options_.policy).claims[claim].verdict == Verdict::refuted;
    };
    const Shrunk shrunk = shrink(entry_.theorem, start, fails);
    const AnyInstance& x = shrunk.smallest.instance;
    return {x, index, decide(entry_.theorem, x, options_.policy), shrunk.steps > 0, searched};
  }

  [[nodiscard]] Generated start(std::uint64_t index) const { return generate(entry_, options_.seed, index); }
  [[nodiscard]] Generated start(const SearchRow& search) const {
    return replay_choices(entry_.theorem, *search.choices, search.size);
  }

 private:
  const Entry& entry_;
  const SummaryOptions& options_;
  std::map<std::uint64_t, Exhibit> known_;
};

double approximate_midpoint(const Interval<Real>& x) { return convert<double>(Interval<Real>(x.mid())).inf(); }

// Counts, slacks and sides of one claim over the rows.
ClaimSummary counted(std::span<const InstanceRow> rows, std::size_t c) {
  ClaimSummary summary;
  SlackGroup relative;
  SlackGroup absolute;
  for (const InstanceRow& row : rows) {
    const ClaimRow& claim = row.claims[c];
    ++summary.counts[static_cast<std::size_t>(claim.verdict)];
    if (claim.verdict == Verdict::undecided && summary.reason.empty()) summary.reason = claim.reason;
    if (claim.verdict == Verdict::vacuous) continue;
    (claim.slack_absolute ? absolute : relative).add(claim.slack.set(), row.index);
    if (claim.approximate_lhs && claim.approximate_rhs) {
      summary.approximate_sides.push_back({*claim.approximate_lhs, *claim.approximate_rhs});
    }
  }
  // The two kinds are not comparable: relative ones are shown, unless only an absolute one is negative.
  summary.slack_absolute = relative.values.empty() || (absolute.below_zero() && !relative.below_zero());
  const SlackGroup& shown = summary.slack_absolute ? absolute : relative;
  if (!shown.values.empty()) {
    const auto [least, median] = least_and_median(shown.values);
    summary.least_slack = least;
    summary.median_slack = median;
    summary.worst_index = shown.worst_index;
  }
  for (const Interval<Real>& slack : shown.values) {
    if (slack.is_bounded()) summary.approximate_slacks.push_back(approximate_midpoint(slack));
  }
  return summary;
}

// Takes in what search found; the search row that is worse than every instance, if there is one.
const SearchRow* searched(ClaimSummary& summary, std::span<const SearchRow> searches, std::size_t c) {
  const SearchRow* worst = nullptr;
  for (const SearchRow& search : searches) {
    if (search.claim != c) continue;
    summary.search_evaluations += search.evaluations;
    if (!search.row) continue;
    const ClaimRow& claim = search.row->claims[c];
    if (claim.verdict == Verdict::vacuous || claim.slack_absolute != summary.slack_absolute) continue;
    const Interval<Real> slack = claim.slack.set();
    summary.searched_slack = summary.searched_slack ? min(*summary.searched_slack, slack) : slack;
    if (summary.least_slack && !(slack.inf() < summary.least_slack->inf())) continue;
    summary.least_slack = summary.least_slack ? min(*summary.least_slack, slack) : slack;
    worst = &search;
  }
  return worst;
}

void add_exhibits(ClaimSummary& summary, Exhibits& exhibits, std::span<const InstanceRow> rows,
                  std::span<const SearchRow> searches, const SearchRow* worst, std::size_t c) {
  if (worst != nullptr) {
    summary.worst = exhibits.searched(*worst);
  } else if (summary.worst_index) {
    summary.worst = exhibits.instance(*summary.worst_index);
  }
  for (const InstanceRow& row : rows) {
    if (row.claims[c].verdict != Verdict::refuted) continue;
    summary.counterexample = exhibits.counterexample(exhibits.start(row.index), row.index, false, c);
    return;
  }
  for (const SearchRow& search : searches) {
    if (!search.row || search.row->claims[c].verdict != Verdict::refuted) continue;
    summary.counterexample = exhibits.counterexample(exhibits.start(search), search.row->index, true, c);
    return;
  }
}

}  // namespace

std::size_t ClaimSummary::total() const {
  std::size_t sum = 0;
  for (const std::size_t c : counts) sum += c;
  return sum;
}

TheoremSummary summarise(const Entry& entry, std::span<const InstanceRow> rows, std::span<const SearchRow> searches,
                         const SummaryOptions& options) {
  const theory::Statement statement = entry.theorem.statement();
  TheoremSummary summary;
  summary.id = entry.id;
  summary.instances = rows.size();
  Exhibits exhibits(entry, options);
  for (std::size_t c = 0; c < statement.claims.size(); ++c) {
    ClaimSummary claim = counted(rows, c);
    claim.id = entry.id + "/" + statement.claims[c].name;
    claim.strength = statement.claims[c].strength;
    claim.seconds = options.seconds / static_cast<double>(statement.claims.size());
    if (claim.strength == theory::Strength::probabilistic) claim.frequency = frequency_of(rows, c, options.false_alarm);
    const SearchRow* const worst = searched(claim, searches, c);
    // A search for one claim may refute another.
    for (const SearchRow& search : searches) {
      if (search.row && search.row->claims[c].verdict == Verdict::refuted) {
        ++claim.counts[static_cast<std::size_t>(Verdict::refuted)];
      }
    }
    claim.verdict = over_the_run(claim, claim.frequency ? claim.frequency->fits : Truth::unknown);
    if (options.exhibits) add_exhibits(claim, exhibits, rows, searches, worst, c);
    summary.claims.push_back(std::move(claim));
  }
  for (const InstanceRow& row : rows) {
    Verdict verdict = Verdict::proved;
    for (const ClaimRow& claim : row.claims) {
      if (severity(claim.verdict) > severity(verdict)) verdict = claim.verdict;
    }
    summary.verdicts.push_back(verdict);
    summary.approximate_features.push_back(row.approximate_features);
  }
  if (options.exhibits && !rows.empty() && !rows.front().approximate_features.empty()) {
    for (const theory::Feature& f :
         entry.theorem.features(generate(entry, options.seed, rows.front().index).instance)) {
      summary.features.push_back(f.name);
    }
  }
  return summary;
}

std::string search_line(const SearchRow& row) {
  Json json = {{"claim", row.claim}, {"evaluations", row.evaluations}, {"size", row.size}};
  if (row.choices && row.row) {
    json["choices"] = *row.choices;
    json["found"] = Json::parse(row_line(*row.row));
  }
  return json.dump();
}

Expected<SearchRow> search_from(std::string_view line) {
  try {
    const Json json = Json::parse(line);
    SearchRow row;
    row.claim = json.at("claim").get<std::size_t>();
    row.evaluations = json.at("evaluations").get<std::size_t>();
    row.size = json.at("size").get<int>();
    if (json.contains("choices")) {
      row.choices = json.at("choices").get<Choices>();
      const Expected<InstanceRow> found = row_from(json.at("found").dump());
      if (!found) return found.error();
      row.row = *found;
    }
    return row;
  } catch (const Json::exception& error) {
    return Failure{FailureKind::malformed, std::string("not a search: ") + error.what()};
  }
}

}  // namespace lemmata::verify
