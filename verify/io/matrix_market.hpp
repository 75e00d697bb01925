#pragma once
/// \file
/// # Matrix Market
/// ## Source  R. F. Boisvert, R. Pozo, K. A. Remington (1996), The Matrix Market Exchange Formats, NISTIR 5935.
/// ## Notes   Array and coordinate; real, integer and pattern (entries 1); general, symmetric and skew-symmetric. A
///            symmetric file stores the lower triangle; an entry above it, and an entry given twice, are refused.

#include "numerics/linalg/matrix.hpp"
#include "verify/io/source.hpp"

namespace lemmata::verify::io {

struct MarketMatrix {
  Matrix<double> values;  ///< both triangles
  bool skew = false;      ///< the file says skew-symmetric
};

[[nodiscard]] Expected<MarketMatrix> read_matrix_market(const Source& source);

}  // namespace lemmata::verify::io
