#pragma once
/// \file
/// # Rows: what is kept of a decision
/// A run is summarised from rows alone, and a row survives being written and read unchanged, so a campaign that was
/// interrupted, resumed or cut into shards ends in the same summary as one that ran through.
/// Guarantee   The slack of a row encloses that of the decision.

#include "theory/statement/theorem.hpp"
#include "verify/engine/decide.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata::verify {

/// An interval as decimals of 24 digits, rounded outward; an unknown end is empty.
struct Ends {
  std::optional<std::string> lower;
  std::optional<std::string> upper;
  Ends() = default;
  explicit Ends(const Interval<Real>& x);
  /// Contains the interval written.
  [[nodiscard]] Interval<Real> set() const;
  friend bool operator==(const Ends&, const Ends&) = default;
};

struct ClaimRow {
  Verdict verdict = Verdict::undecided;
  Truth holds = Truth::unknown;
  bool slack_absolute = false;
  Ends slack;
  std::optional<Ends> failure_probability;
  std::optional<double> approximate_lhs;  ///< for pictures
  std::optional<double> approximate_rhs;
  std::string reason;
};

struct InstanceRow {
  std::uint64_t index = 0;
  std::vector<ClaimRow> claims;
  std::vector<double> approximate_features;  ///< for pictures; NaN and infinities are written as 0
};

/// The row of instance `index`.
[[nodiscard]] InstanceRow row_of(std::uint64_t index, const Decision& decision,
                                 const std::vector<theory::Feature>& features);

/// One line without its end, and back. Failure (malformed) for anything row_line does not write.
[[nodiscard]] std::string row_line(const InstanceRow& row);
[[nodiscard]] Expected<InstanceRow> row_from(std::string_view line);

}  // namespace lemmata::verify
