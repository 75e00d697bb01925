#pragma once
/// \file
/// # JUnit XML of a check: a claim or a control is a test case
/// Undecided and mostly vacuous claims are errors under --strict and skipped otherwise; refuted claims and surviving
/// controls are failures.

#include "verify/engine/check.hpp"

#include <string>
#include <vector>

namespace lemmata::verify {

[[nodiscard]] std::string junit_xml(const std::vector<TheoremSummary>& theorems,
                                    const std::vector<ControlOutcome>& controls, std::uint64_t seed, bool strict);

}  // namespace lemmata::verify
