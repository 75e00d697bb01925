#pragma once
/// \file
/// # Hypothesis: one assumption of a theorem, decided on one instance

#include "numerics/scalar/interval.hpp"

#include <string>

namespace lemmata::theory {

struct Hypothesis {
  std::string name;  ///< as in the statement's list
  Truth holds = Truth::unknown;
  std::string where;  ///< which rows, which number; empty when there is nothing to name
};

}  // namespace lemmata::theory
