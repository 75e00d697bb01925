#pragma once
/// \file
/// # Which rows are positive, and how exact numbers of a margin are written

#include "numerics/base/expected.hpp"
#include "numerics/margin/exact.hpp"
#include "theory/statement/dataset.hpp"

#include <string>

namespace lemmata::verify::cli {

/// The labels as signs, and what the two signs are called.
struct Classes {
  Vector<int> sign;
  std::string positive;
  std::string negative;  ///< empty: one class
};

/// `positive` against the rest; without it one class is all positive, and of two labels the larger number or the first
/// word is. Without labels all rows are one class. A usage failure names the labels when the choice is open.
[[nodiscard]] Expected<Classes> classes(const theory::Dataset& data, const std::string& positive);

/// The rows of `data` that have one of the two labels, in their order; a usage failure when one does not occur.
[[nodiscard]] Expected<theory::Dataset> one_against_one(const theory::Dataset& data, const std::string& positive,
                                                        const std::string& negative);

/// Exactly number * 2^-bits as a C hexadecimal float, with as many digits as it has.
[[nodiscard]] std::string hexadecimal(const Integer& number, long bits);

}  // namespace lemmata::verify::cli
