#pragma once
/// \file
/// # Bounds on the least eigenvalue from a deflated factorisation
/// Source: Lehmann 1949; Parlett, The Symmetric Eigenvalue Problem, ch. 10. The statements used are proved in
/// lehmann.cpp.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "verify/checker/gram.hpp"

namespace lemmata::checker {

/// For A (or -A): X (n x k, row-major), tau >= 0 (k numbers), mu. Believed in nothing.
struct Witness {
  std::size_t k = 0;
  std::vector<double> x;
  std::vector<double> tau;
  double mu = 0;
};

/// What to prove about the least eigenvalue of A (sign 1) or of -A (sign -1).
struct Bounds {
  int sign = 1;
  std::optional<double> at_least;
  std::optional<double> at_most;
};

/// Empty when every bound asked for is proved, else why not.
/// Guarantee: an empty answer is a proof, for every matrix in the enclosure, given IEEE 754 arithmetic rounding to
/// nearest.
[[nodiscard]] std::string refusal(const FixedMatrix& a, const Witness& witness, const Bounds& bounds);

}  // namespace lemmata::checker
