#pragma once
/// \file
/// # A picture of a maximum-margin separator
/// Two columns are drawn as they are, with the separating line. More are projected: across, the signed distance
/// from the separating hyperplane; up, the first principal direction orthogonal to it. The picture is approximate.

#include "numerics/linalg/matrix.hpp"

#include <span>
#include <string>
#include <vector>

namespace lemmata::verify {

struct MarginPlot {
  std::string title;
  const Matrix<double>& inputs;  ///< n x d, without the column of ones
  std::span<const int> labels;   ///< 1 or -1
  std::string positive;          ///< what the labels are called
  std::string negative;          ///< empty: there is one class only
  Vector<double> direction;      ///< d, up to a factor; empty when the data cannot be separated
  double offset = 0.0;           ///< in the units of `direction`: the separator is direction.x + offset
  std::vector<std::size_t> support;
  bool axes_are_columns = false;  ///< set by the caller when d = 2
  std::vector<std::string> column_names;
};

/// A complete SVG document, readable on light and on dark backgrounds. At most about 4000 points that are not support
/// vectors are drawn; the caption says so.
[[nodiscard]] std::string margin_svg(const MarginPlot& plot);

}  // namespace lemmata::verify
