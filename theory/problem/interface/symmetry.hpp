#pragma once
/// \file
/// # The symmetry directions that several problems share

#include "theory/problem/interface/problem.hpp"

#include <string>
#include <vector>

namespace lemmata::theory::problem {

/// Beyond this many columns or neurons their k (k - 1) / 2 rotations are left out: a smaller symmetry is still one.
inline constexpr std::size_t most_rotated = 100;

/// X -> X A for the skew A of each pair of columns; X is rows x columns, row by row, from unknown `first`.
[[nodiscard]] inline std::vector<Generator> column_rotations(std::size_t first, std::size_t rows, std::size_t columns) {
  std::vector<Generator> all;
  if (columns > most_rotated) return all;
  for (std::size_t a = 0; a < columns; ++a)
    for (std::size_t b = a + 1; b < columns; ++b) {
      Generator g{"rotation of columns " + std::to_string(a) + " and " + std::to_string(b), {}};
      for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t row = first + i * columns;
        g.entries.push_back({row + b, row + a, 1});
        g.entries.push_back({row + a, row + b, -1});
      }
      all.push_back(std::move(g));
    }
  return all;
}

}  // namespace lemmata::theory::problem
