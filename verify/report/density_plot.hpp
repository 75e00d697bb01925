#pragma once
/// \file
/// # A picture of a spectral density
/// The density is a sum of Gaussians at the nodes, on a logarithmic scale, as users of Hessian tools expect; it is
/// labelled approximate. Enclosed eigenvalues are marked below it.

#include "numerics/linalg/matrix.hpp"

#include <string>

namespace lemmata::verify {

struct DensityPlot {
  std::string title;
  Vector<double> nodes, weights;  ///< not empty; weights sum to 1
  Vector<double> eigenvalues;     ///< middles of proved enclosures; may be empty
  std::string note;               ///< how the density was computed
};

/// A complete SVG document, readable on light and on dark backgrounds.
[[nodiscard]] std::string density_svg(const DensityPlot& plot);

}  // namespace lemmata::verify
