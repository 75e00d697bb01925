#pragma once
/// \file
/// # Numbers on the command line: --precision and exact rationals

#include "numerics/base/expected.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"
#include "numerics/scalar/precision.hpp"

#include <optional>
#include <string>

namespace lemmata::verify::cli {

/// auto: nothing; double, dd, or BITS, which is rounded up to the next rung; beyond the top rung is a usage failure.
[[nodiscard]] Expected<std::optional<Precision>> precision_option(const std::string& text);

/// "3", "0.05", "1e-3" or "1/100": the enclosure of exactly that rational.
[[nodiscard]] Expected<Interval<Real>> parse_rational(const std::string& option, const std::string& text);

}  // namespace lemmata::verify::cli
