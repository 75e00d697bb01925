#pragma once
/// \file
/// # Plots: approximate numbers as SVG
/// Small pictures of one width, to be set in columns: their text stays readable on a phone. They use the colours of the
/// page (custom properties --ink, --soft, --line, --accent, --second, --good, --bad) and have none of their own.
/// Numbers are rounded for drawing; values that are not finite are left out. Nothing here decides anything.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata::verify {

struct Axis {
  std::string label;
  /// A logarithmic scale where all values are positive and spread over more than two decades.
  bool logarithmic_if_wide = true;
};

/// How many values lie where. Values at or below zero, where the scale is logarithmic, have a bar of their own at the
/// left; a line marks zero. Empty when there is no finite value.
[[nodiscard]] std::string histogram_svg(std::span<const double> values, const Axis& across);

/// One dot a point, and the line y = x when `diagonal`.
[[nodiscard]] std::string scatter_svg(std::span<const std::array<double, 2>> points, const Axis& across, const Axis& up,
                                      bool diagonal);

struct Line {
  std::string name;
  std::vector<std::array<double, 2>> points;
};
/// Lines over a common axis, named at a key above. The first is what was found, the second what is allowed.
[[nodiscard]] std::string lines_svg(std::span<const Line> lines, const Axis& across, const Axis& up);

struct Share {
  double at = 0;
  bool success = false;
};
/// The share of successes in bins of equal numbers of instances, with the number in each.
[[nodiscard]] std::string share_svg(std::span<const Share> shares, const Axis& across, const std::string& up);

/// A bar of counts side by side, to scale, each of a colour by class: "proved", "supported", "undecided", "vacuous",
/// "refuted". `counts` in that order.
[[nodiscard]] std::string verdict_bar(std::span<const std::size_t> counts);

/// `text` for HTML and SVG.
[[nodiscard]] std::string markup(std::string_view text);

}  // namespace lemmata::verify
