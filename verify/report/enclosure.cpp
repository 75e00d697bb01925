#include "verify/report/enclosure.hpp"

#include <cmath>

#include "numerics/scalar/text.hpp"

namespace lemmata::verify {
namespace {

bool bounded_below(const Interval<Real>& x) { return x.inf() > -infinity<Real>(); }
bool bounded_above(const Interval<Real>& x) { return x.sup() < infinity<Real>(); }

}  // namespace

Json enclosure_json(const Interval<Real>& x) {
  const Interval<double> outward = convert<double>(x);
  const bool below = bounded_below(x);
  const bool above = bounded_above(x);
  // A bound beyond the largest double keeps its decimal; its hexadecimal is unknown.
  const bool below_hex = below && std::isfinite(outward.inf());
  const bool above_hex = above && std::isfinite(outward.sup());
  return {{"lower", below ? Json(decimal_down(x.inf())) : Json(nullptr)},
          {"upper", above ? Json(decimal_up(x.sup())) : Json(nullptr)},
          {"lower_hex", below_hex ? Json(hexadecimal_down(outward.inf())) : Json(nullptr)},
          {"upper_hex", above_hex ? Json(hexadecimal_up(outward.sup())) : Json(nullptr)}};
}

std::string enclosure_lower(const Interval<Real>& x, int digits) {
  return bounded_below(x) ? decimal_down(x.inf(), digits) : "-inf";
}

std::string enclosure_upper(const Interval<Real>& x, int digits) {
  return bounded_above(x) ? decimal_up(x.sup(), digits) : "inf";
}

std::string enclosure_text(const Interval<Real>& x, int digits) {
  const std::string lower = enclosure_lower(x, digits);
  const std::string upper = enclosure_upper(x, digits);
  return lower == upper ? lower : "[" + lower + ", " + upper + "]";
}

}  // namespace lemmata::verify
