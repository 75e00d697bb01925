#pragma once
/// \file
/// # How a proved number is written
/// Decimals with 20 significant digits and hexadecimal doubles, both rounded outward; an unknown bound is null.

#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"
#include "verify/report/report.hpp"

#include <string>

namespace lemmata::verify {

/// {"lower", "upper", "lower_hex", "upper_hex"} (interface, section 4).
[[nodiscard]] Json enclosure_json(const Interval<Real>& x);

/// One bound, rounded outward; "-inf" or "inf" when there is none.
[[nodiscard]] std::string enclosure_lower(const Interval<Real>& x, int digits = 20);
[[nodiscard]] std::string enclosure_upper(const Interval<Real>& x, int digits = 20);

/// "[lower, upper]", or one number when both print alike and the enclosure is that point; unbounded sides as -inf, inf.
[[nodiscard]] std::string enclosure_text(const Interval<Real>& x, int digits = 20);

}  // namespace lemmata::verify
