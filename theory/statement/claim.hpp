#pragma once
/// \file
/// # Claim: two enclosed numbers and the relation that is said to hold between them
/// The builders take Expected<Enclosure>: a failure becomes the whole line with its reason kept, so an author never
/// branches on "could not certify", and a claim that could not be evaluated is unknown, never true.

#include "numerics/base/expected.hpp"
#include "numerics/enclosure/enclosed.hpp"
#include "theory/statement/feature.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lemmata::theory {

/// less: lhs < rhs; at_most: lhs <= rhs; at_least; exceeds: lhs > rhs; equals; lies_in: lhs is a point of the *set*
/// rhs.
enum class Relation { less, at_most, at_least, exceeds, equals, lies_in };

enum class Strength {
  exact,          ///< follows from the hypotheses
  probabilistic,  ///< holds with probability at least 1 - failure_probability
  asymptotic      ///< a limit, through a finite surrogate that the theorem's file justifies
};

[[nodiscard]] std::string_view symbol(Relation relation);  ///< "<", "<=", ">=", ">", "=", "in"
[[nodiscard]] std::string_view name(Strength strength);

struct Claim {
  std::string name;  ///< as in the statement's list
  Enclosure lhs;
  Relation relation;
  Enclosure rhs;
  Strength strength = Strength::exact;
  std::string reason;                                 ///< why a side could not be enclosed; empty otherwise
  std::optional<Interval<Real>> failure_probability;  ///< probabilistic only
  std::optional<Curve> curve{};                       ///< for pictures only
};

[[nodiscard]] Claim less(std::string name, const Expected<Enclosure>& lhs, const Expected<Enclosure>& rhs);
[[nodiscard]] Claim at_most(std::string name, const Expected<Enclosure>& lhs, const Expected<Enclosure>& rhs);
[[nodiscard]] Claim at_least(std::string name, const Expected<Enclosure>& lhs, const Expected<Enclosure>& rhs);
[[nodiscard]] Claim exceeds(std::string name, const Expected<Enclosure>& lhs, const Expected<Enclosure>& rhs);
[[nodiscard]] Claim equals(std::string name, const Expected<Enclosure>& lhs, const Expected<Enclosure>& rhs);
[[nodiscard]] Claim lies_in(std::string name, const Expected<Enclosure>& lhs, const Interval<Real>& set);

/// The same claim, holding with probability at least 1 - failure_probability.
[[nodiscard]] Claim with_probability(Claim claim, const Interval<Real>& failure_probability);
/// The same claim, a finite surrogate of a limit.
[[nodiscard]] Claim as_surrogate(Claim claim);
/// The same claim with what it allows and what was found, drawn in reports.
[[nodiscard]] Claim with_curve(Claim claim, Curve curve);

/// Exact numbers as enclosures.
[[nodiscard]] Enclosure number(double value);
[[nodiscard]] Enclosure number(std::size_t value);
/// The interval around a decimal string.
[[nodiscard]] Interval<Real> decimal(std::string_view text);
/// A published decimal v whose last digit, of unit u, may be off by one and is rounded: [v - 2u, v + 2u].
[[nodiscard]] Interval<Real> rounded_decimal(std::string_view text);

/// Whether the relation holds for every pair of numbers (yes), for none (no), or for some.
[[nodiscard]] Truth holds(const Claim& claim);

/// How far the claim is from failing; negative means refuted. Upper bound: allowed - actual; lower: actual - allowed;
/// divided by |allowed| when that is certainly non-zero, else `absolute`. Equality: -|lhs - rhs|, absolute. lies_in:
/// the smaller of the distances to the two ends, absolute.
struct Slack {
  Interval<Real> value;
  bool absolute = false;
};
[[nodiscard]] Slack slack(const Claim& claim);

}  // namespace lemmata::theory
