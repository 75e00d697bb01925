#pragma once
/// \file
/// # Summary: what a run found about each claim
/// Made from rows, whoever made those and in whatever order. Exhibits are made again from their index, which costs one
/// decision each; a counterexample is shrunk.

#include "theory/statement/registry.hpp"
#include "verify/engine/decide.hpp"
#include "verify/engine/property.hpp"
#include "verify/engine/row.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lemmata::verify {

/// An instance that deserves a file: the worst, or a counterexample.
struct Exhibit {
  theory::AnyInstance instance;
  std::uint64_t index = 0;
  Decision decision;
  bool shrunk = false;
  bool searched = false;  ///< found by directed search; `index` is then the number of the search
};

/// What the frequency of failures says of a probabilistic claim.
struct Frequency {
  std::uint64_t trials = 0;    ///< instances that are not vacuous
  std::uint64_t failures = 0;  ///< certain ones
  std::uint64_t unknown = 0;
  std::optional<Interval<Real>> stated;         ///< the largest failure probability that was claimed
  Interval<Real> confidence{Real(0), Real(1)};  ///< Clopper-Pearson limits of the failure probability, outward
  double false_alarm = 0;
  Truth fits = Truth::unknown;
};

/// What a directed search found for one claim.
struct SearchRow {
  std::size_t claim = 0;
  std::size_t evaluations = 0;
  std::optional<Choices> choices;  ///< of the worst instance
  int size = 100;
  std::optional<InstanceRow> row;  ///< its decision; `index` is the number of the search
};

struct ClaimSummary {
  std::string id;  ///< <theorem id>/<claim name>
  theory::Strength strength = theory::Strength::exact;
  Verdict verdict = Verdict::undecided;  ///< over the run
  std::array<std::size_t, 5> counts{};   ///< by Verdict, in its order; a refuted instance that search found counts too
  std::optional<Interval<Real>> least_slack;   ///< over the instances and what search found
  std::optional<Interval<Real>> median_slack;  ///< over the instances
  bool slack_absolute = false;  ///< which kind is summarised: relative ones, unless there are none or only an absolute
                                ///< one is negative
  std::optional<std::uint64_t> worst_index;  ///< the instance of least slack
  std::optional<Exhibit> worst;
  std::optional<Exhibit> counterexample;  ///< the first refuted one, shrunk
  std::string reason;                     ///< of the first undecided instance
  double seconds = 0;
  std::optional<Frequency> frequency;                    ///< probabilistic claims only
  std::size_t search_evaluations = 0;                    ///< instances that directed search looked at
  std::optional<Interval<Real>> searched_slack;          ///< the least it found, of the kind summarised
  std::vector<double> approximate_slacks;                ///< of the kind summarised; for pictures
  std::vector<std::array<double, 2>> approximate_sides;  ///< left and right side of an instance; for pictures

  [[nodiscard]] std::size_t count(Verdict v) const { return counts[static_cast<std::size_t>(v)]; }
  [[nodiscard]] std::size_t total() const;
  [[nodiscard]] bool mostly_vacuous() const { return 2 * count(Verdict::vacuous) > total(); }
};

struct TheoremSummary {
  std::string id;
  std::size_t instances = 0;  ///< that were judged
  std::vector<ClaimSummary> claims;
  bool cancelled = false;
  std::vector<std::string> features;                      ///< names of what the theorem's instances are drawn against
  std::vector<std::vector<double>> approximate_features;  ///< by instance
  std::vector<Verdict> verdicts;                          ///< of the instance: vacuous, or the worst of its claims
};

struct SummaryOptions {
  std::uint64_t seed = 1;
  Policy policy;
  double false_alarm = 1e-9;  ///< of one probabilistic claim
  double seconds = 0;         ///< spent on the theorem
  bool exhibits = true;       ///< make the worst instances and counterexamples
};

/// Rows in the order of their index; search rows in any order.
[[nodiscard]] TheoremSummary summarise(const theory::Entry& entry, std::span<const InstanceRow> rows,
                                       std::span<const SearchRow> searches, const SummaryOptions& options);

/// One line without its end, and back.
[[nodiscard]] std::string search_line(const SearchRow& row);
[[nodiscard]] Expected<SearchRow> search_from(std::string_view line);

}  // namespace lemmata::verify
