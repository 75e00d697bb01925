#pragma once
/// \file
/// # From the command line to a problem and a point
/// A parameter NAME=VALUE is a number ("3", "1/10", "1e-3": exactly that rational), a list ("1,2;3,4": rows separated
/// by semicolons, numbers as in a file), a file, or a word. A point is a file with as many numbers as unknowns in any
/// shape, row by row, or a list of numbers ("0,1,-1/2": exactly these rationals).

#include "theory/problem/interface/problem.hpp"
#include "verify/io/read.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lemmata::verify::cli {

/// "3", "-0.25", "1e-3" or "1/100", exactly; nothing for anything else.
[[nodiscard]] std::optional<Rational> exact_rational(const std::string& text);

struct LoadedParameters {
  theory::problem::Parameters parameters;
  std::vector<io::InputFile> files;
};
/// Fails (usage) on a text that is no NAME=VALUE or a name given twice, and as the readers do on files.
[[nodiscard]] Expected<LoadedParameters> read_parameters(const std::vector<std::string>& assignments);

struct LoadedPoint {
  Vector<Rational> x;
  std::vector<io::InputFile> files;
};
/// Fails (usage) unless there are as many numbers as unknowns.
[[nodiscard]] Expected<LoadedPoint> read_point(const std::string& text, std::size_t unknowns);

}  // namespace lemmata::verify::cli
