#pragma once
/// \file
/// # The nullity of the infinite-width ReLU Gram matrix, exactly
/// ## Statement   Let the non-zero inputs lie on lines; let a line carry m_+ inputs of one direction and m_- of the
///                other, and let p_1..p_P be the directions of the lines that carry both. Then
///                nullity(H) = #zero rows + sum (m_+ - 1)^+ + (m_- - 1)^+ + P - rank[p_1..p_P],
///                H_ij = x_i . x_j (pi - arccos rho_ij) / (2 pi).
/// ## Source      Theory dossier, section 1.2 (`gram/nullity`), mark [D]; sharpens Du, Zhai, Poczos, Singh (2019),
///                ICLR, Theorem 3.1, arXiv:1810.02054, mark [V2].
/// ## Method      Ranks over the rationals: the rank modulo a prime never exceeds it, so full rank there proves
///                independence; a dependence is solved for in exact integers and checked.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/matrix.hpp"
#include "theory/model/parallel_rows.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace lemmata::theory {

using Integer = boost::multiprecision::cpp_int;

/// sum_j coefficient_j x_{pair_j.first} = 0 over antipodal pairs, not all coefficients 0.
struct Dependence {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;  ///< (row, row on the opposite side of its line)
  std::vector<Integer> coefficients;
};

struct Nullity {
  std::size_t from_zero_rows = 0;
  std::size_t from_repeated_directions = 0;
  std::size_t antipodal_lines = 0;       ///< P
  std::optional<std::size_t> line_rank;  ///< rank[p_1..p_P]; nothing when it was not decided
  std::optional<Dependence> dependence;  ///< one, when the lines are dependent and it was solved for
  bool lines_dependent = false;          ///< proved
  /// nullity(H) > 0, = 0, or undecided.
  [[nodiscard]] std::optional<bool> singular() const;
};

/// Cost O(n d) without antipodal pairs; else one elimination modulo a prime and, for a dependence among k lines,
/// one exact elimination of size k (k <= `largest_exact`; beyond it the dependence is proved by counting if P > d).
[[nodiscard]] Nullity nullity(const Matrix<double>& inputs, const RowRelations& relations,
                              std::size_t largest_exact = 128);

}  // namespace lemmata::theory
