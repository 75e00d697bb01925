#pragma once
/// \file
/// # Bound tables: what theorems promise for well-known data, in numbers
/// Guarantee   Every number is enclosed and printed rounded outward.

#include "numerics/base/expected.hpp"
#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lemmata::verify {

/// An enclosure, a count, or words.
using TableCell = std::variant<std::string, std::size_t, Interval<Real>>;

struct TableColumn {
  std::string key;     ///< in JSON
  std::string header;  ///< for people
};

struct BoundTable {
  std::string caption;
  std::string source;  ///< theorem and mark of every column that has one
  std::vector<TableColumn> columns;
  std::vector<std::vector<TableCell>> rows;
};

/// What the tables may depend on: enclosures with 0 < delta < 1 and kappa > 0.
struct TableParameters {
  Interval<Real> delta;
  Interval<Real> kappa;
};

struct TableEntry {
  std::string_view name;
  std::string_view title;
  Expected<BoundTable> (*make)(const TableParameters&);
};

/// All tables, sorted by name.
[[nodiscard]] std::span<const TableEntry> bound_tables();

}  // namespace lemmata::verify
