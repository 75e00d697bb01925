#pragma once
/// \file
/// # Where the numbers of a packed lower triangle are
/// Columns are cut into panels of `panel` columns, the rows of a panel (from its first diagonal entry down) into groups
/// of `group` rows; a group of a panel is contiguous, column by column, `group` numbers to a column. So a factored
/// panel already has the layout a matrix-product kernel wants. A number may have several planes (hi and lo of a
/// double-double): each run of `lanes` numbers is stored as its hi parts followed by its lo parts. Rows and columns are
/// padded to a multiple of `group` with an identity block.

#include <cstddef>

namespace lemmata {

/// Where the numbers of a packed lower triangle are. Plain data: read by kernels compiled for other instruction sets.
struct PackedLayout {
  std::size_t order = 0;   ///< n, the order of the matrix meant
  std::size_t padded = 0;  ///< n rounded up to a multiple of `group`
  std::size_t group = 1;   ///< rows in a group
  std::size_t panel = 1;   ///< columns in a panel; a multiple of `group`
  std::size_t lanes = 1;   ///< numbers in one vector register; divides `group`
  std::size_t planes = 1;  ///< scalars to a number

  [[nodiscard]] std::size_t panels() const { return (padded + panel - 1) / panel; }
  [[nodiscard]] std::size_t groups() const { return padded / group; }
  [[nodiscard]] std::size_t first(std::size_t p) const { return p * panel; }
  [[nodiscard]] std::size_t width(std::size_t p) const {
    return padded - p * panel < panel ? padded - p * panel : panel;
  }
  /// Scalars stored before panel p: sum over earlier panels of (padded - first) * panel * planes.
  [[nodiscard]] std::size_t offset(std::size_t p) const {
    return panel * planes * (p * padded - panel * (p * (p - (p > 0)) / 2));
  }
  [[nodiscard]] std::size_t size() const {
    const std::size_t last = panels() - 1;
    return offset(last) + planes * width(last) * (padded - first(last));
  }
  /// The start of group g (global index, g * group >= first(p)) of panel p.
  [[nodiscard]] std::size_t group_offset(std::size_t p, std::size_t g) const {
    return offset(p) + (g * group - first(p)) * width(p) * planes;
  }
  /// Entry (i, j), first(panel of j) <= i: its hi plane; the next plane is `lanes` scalars further.
  [[nodiscard]] std::size_t at(std::size_t i, std::size_t j) const {
    const std::size_t p = j / panel, g = i / group, r = i % group;
    return group_offset(p, g) + (j - first(p)) * group * planes + (r / lanes) * lanes * planes + r % lanes;
  }
};

}  // namespace lemmata
