#pragma once
/// \file
/// # What reports say of theorems, instances and decisions: shared by list, show, check and replay

#include "theory/statement/registry.hpp"
#include "verify/engine/decide.hpp"
#include "verify/report/report.hpp"

#include <span>
#include <string>
#include <vector>

namespace lemmata::verify::cli {

/// Those of `all` that the patterns name, each once, sorted by id; all of them without a pattern. Failure (usage) names
/// the pattern that matches nothing.
[[nodiscard]] Expected<std::vector<theory::Entry>> chosen_theorems(std::span<const theory::Entry> all,
                                                                   const std::vector<std::string>& patterns);

/// Source in one line.
[[nodiscard]] std::string source_line(const theory::Source& source);

/// {"name", "holds", "where"} each.
[[nodiscard]] Json hypotheses_json(std::span<const theory::Hypothesis> hypotheses);

/// One claim of a decision: verdict, both sides, slack, rung, reason.
[[nodiscard]] Json claim_json(const std::string& theorem_id, const ClaimDecision& claim);

[[nodiscard]] Table hypotheses_table(std::span<const theory::Hypothesis> hypotheses);
[[nodiscard]] Table claims_table(std::span<const ClaimDecision> claims);

/// The instance in a few words for people: each member with its shape and first entries, as short decimals where exact.
[[nodiscard]] Table instance_table(const theory::Theorem& theorem, const theory::AnyInstance& instance);

/// "slack 0.25" or "slack 0.25 (absolute)"; outward.
[[nodiscard]] std::string slack_text(const Interval<Real>& slack, bool absolute);

/// The policy that --precision asks for.
[[nodiscard]] Expected<Policy> policy_option(const std::string& precision);

}  // namespace lemmata::verify::cli
