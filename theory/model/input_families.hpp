#pragma once
/// \file
/// # Families of exact inputs that Gram-matrix theorems are tested on
/// All entries are integers or dyadic numbers, so rows mean exactly what they say; scaling to unit length is left to
/// the kernel, which encloses it. Families G1 to G7 of the theory dossier, section 1.9.

#include "numerics/linalg/matrix.hpp"
#include "theory/statement/draw.hpp"

namespace lemmata::theory {

/// n x d with 2 <= n <= most_rows: integer and dyadic points (G1, G2), clusters at distance 2^-k (G3), simplices (G4),
/// rational points of the circle (G6), and lines with near-negatives (G7). Rarely parallel, often nearly so.
[[nodiscard]] Matrix<double> draw_inputs(Draw& draw, std::size_t most_rows);

/// n x d with small integer rows: repeated directions, antipodal pairs and dependent lines are the rule. 1 <= n <=
/// most_rows.
[[nodiscard]] Matrix<double> draw_antipodal_inputs(Draw& draw, std::size_t most_rows);

/// The regular hexagon, exactly: (1,-1,0), (1,0,-1), (0,1,-1) and their negatives, in the plane x + y + z = 0.
[[nodiscard]] Matrix<double> hexagon();

/// Lines (1,0), (3/5,4/5), (-7/25,24/25) and their negatives, each scaled to integers.
[[nodiscard]] Matrix<double> antipodal_six();

/// The same with the negatives turned by the rational rotation of parameter eps = 1/inverse: t = 2 atan eps.
/// 1 <= inverse <= 10^6, so that all entries are exact.
[[nodiscard]] Matrix<double> near_antipodal_six(double inverse);

/// The rational sets R4, R6, R10 of the dossier, each row scaled to integers.
[[nodiscard]] Matrix<double> rational_four();
[[nodiscard]] Matrix<double> rational_six();
[[nodiscard]] Matrix<double> rational_ten();

/// n vectors with all pairwise cosines -1/(n-1): n e_i - (1, .., 1).
[[nodiscard]] Matrix<double> simplex(std::size_t n);

}  // namespace lemmata::theory
