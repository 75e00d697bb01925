#pragma once
/// \file
/// # The page of a check: one self-contained HTML file with plots
/// No script and no network; light and dark as the reader's system says; columns fold on a phone. Proved numbers are
/// printed outward; what is drawn is approximate.

#include "verify/campaign/runner.hpp"

#include <string>
#include <vector>

namespace lemmata::verify {

struct CheckPage {
  std::string answer;
  std::string verdict;  ///< refuted, undecided or empty: colours the answer
  std::string version;
  const Plan& plan;
  const Outcome& outcome;
  std::string command;  ///< that makes the run again
};

/// The whole document.
[[nodiscard]] std::string check_page(const CheckPage& page);

}  // namespace lemmata::verify
