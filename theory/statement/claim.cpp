#include "theory/statement/claim.hpp"

#include "numerics/scalar/text.hpp"

#include <utility>

namespace lemmata::theory {
namespace {

Claim claim(std::string name, const Expected<Enclosure>& lhs, Relation relation, const Expected<Enclosure>& rhs) {
  std::string reason;
  if (!lhs) reason = lhs.error().message;
  if (!rhs) reason += (reason.empty() ? "" : "; ") + rhs.error().message;
  const auto known = [](const Expected<Enclosure>& side) { return side ? *side : unknown(side.error().message); };
  return {std::move(name), known(lhs), relation, known(rhs), Strength::exact, std::move(reason), {}, {}};
}

Slack relative(const Interval<Real>& difference, const Interval<Real>& allowed) {
  if (allowed.contains_zero() || !allowed.is_bounded()) return {difference, true};
  return {difference / abs(allowed), false};
}

}  // namespace

std::string_view symbol(Relation relation) {
  switch (relation) {
    case Relation::less:
      return "<";
    case Relation::at_most:
      return "<=";
    case Relation::at_least:
      return ">=";
    case Relation::exceeds:
      return ">";
    case Relation::equals:
      return "=";
    case Relation::lies_in:
      break;
  }
  return "in";
}

std::string_view name(Strength strength) {
  switch (strength) {
    case Strength::exact:
      return "exact";
    case Strength::probabilistic:
      return "probabilistic";
    case Strength::asymptotic:
      break;
  }
  return "asymptotic";
}

Claim less(std::string name, const Expected<Enclosure>& lhs, const Expected<Enclosure>& rhs) {
  return claim(std::move(name), lhs, Relation::less, rhs);
}
Claim at_most(std::string name, const Expected<Enclosure>& lhs, const Expected<Enclosure>& rhs) {
  return claim(std::move(name), lhs, Relation::at_most, rhs);
}
Claim at_least(std::string name, const Expected<Enclosure>& lhs, const Expected<Enclosure>& rhs) {
  return claim(std::move(name), lhs, Relation::at_least, rhs);
}
Claim exceeds(std::string name, const Expected<Enclosure>& lhs, const Expected<Enclosure>& rhs) {
  return claim(std::move(name), lhs, Relation::exceeds, rhs);
}
Claim equals(std::string name, const Expected<Enclosure>& lhs, const Expected<Enclosure>& rhs) {
  return claim(std::move(name), lhs, Relation::equals, rhs);
}
Claim lies_in(std::string name, const Expected<Enclosure>& lhs, const Interval<Real>& set) {
  return claim(std::move(name), lhs, Relation::lies_in, Enclosure(set, Evidence("exact", "a set")));
}

Claim with_probability(Claim claim, const Interval<Real>& failure_probability) {
  claim.strength = Strength::probabilistic;
  claim.failure_probability = failure_probability;
  return claim;
}
Claim as_surrogate(Claim claim) {
  claim.strength = Strength::asymptotic;
  return claim;
}
Claim with_curve(Claim claim, Curve curve) {
  expects(curve.at.size() == curve.approximate_allowed.size() && curve.at.size() == curve.approximate_found.size(),
          "with_curve: three vectors of one length");
  claim.curve = std::move(curve);
  return claim;
}

Enclosure number(double value) { return exact(Real(value)); }
Enclosure number(std::size_t value) {
  expects(value <= (std::size_t{1} << 53), "number: an integer that is a double");
  return number(static_cast<double>(value));
}

Interval<Real> decimal(std::string_view text) {
  const Expected<Interval<Real>> value = parse_enclosure<Real>(text);
  expects(value.has_value(), "decimal: a number");
  return *value;
}

Interval<Real> rounded_decimal(std::string_view text) {
  // One unit in the last place of the mantissa as written: the same text with digits 0 but the last, which is 1.
  std::string unit(text);
  std::size_t last = std::string::npos;
  for (std::size_t k = 0; k < unit.size() && unit[k] != 'e' && unit[k] != 'E'; ++k) {
    if (unit[k] < '0' || unit[k] > '9') continue;
    unit[k] = '0';
    last = k;
  }
  expects(last != std::string::npos, "rounded_decimal: a number");
  unit[last] = '1';
  if (unit.front() == '-') unit.erase(0, 1);
  const Interval<Real> value = decimal(text);
  const Interval<Real> ulp = Interval<Real>(2) * decimal(unit);
  // Inward, so that membership proves what is said.
  return {(value - ulp).sup(), (value + ulp).inf()};
}

Truth holds(const Claim& claim) {
  const Interval<Real>& lhs = claim.lhs.set();
  const Interval<Real>& rhs = claim.rhs.set();
  switch (claim.relation) {
    case Relation::less:
      return lemmata::less(lhs, rhs);
    case Relation::at_most:
      return less_equal(lhs, rhs);
    case Relation::at_least:
      return less_equal(rhs, lhs);
    case Relation::exceeds:
      return lemmata::less(rhs, lhs);
    case Relation::equals:
      return equal(lhs, rhs);
    case Relation::lies_in:
      break;
  }
  if (lhs.subset_of(rhs)) return Truth::yes;
  return lhs.sup() < rhs.inf() || rhs.sup() < lhs.inf() ? Truth::no : Truth::unknown;
}

Slack slack(const Claim& claim) {
  const Interval<Real>& lhs = claim.lhs.set();
  const Interval<Real>& rhs = claim.rhs.set();
  switch (claim.relation) {
    case Relation::less:
    case Relation::at_most:
      return relative(rhs - lhs, rhs);
    case Relation::at_least:
    case Relation::exceeds:
      return relative(lhs - rhs, rhs);
    case Relation::equals:
      return {-abs(lhs - rhs), true};
    case Relation::lies_in:
      break;
  }
  return {min(lhs - Interval<Real>(rhs.inf()), Interval<Real>(rhs.sup()) - lhs), true};
}

}  // namespace lemmata::theory
