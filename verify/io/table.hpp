#pragma once
/// \file
/// # Table and column plan: what every reader works with
/// A reader learns the columns of its file, turns the request into a Plan, and fills a Table with what the plan
/// selects. Cells that are not selected are never interpreted.

#include "verify/io/message.hpp"
#include "verify/io/read.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lemmata::verify::io {

/// Which columns of the file become inputs, in this order, and which one is the label.
struct Plan {
  std::vector<std::size_t> inputs;
  std::optional<std::size_t> label;
  bool label_assumed = false;
  std::string label_text = "none";  ///< as LoadedData::label
};

/// What a file says of its columns: how many, their names (or none), and what its label is when nobody asks.
struct Columns {
  std::size_t count = 0;
  std::vector<std::string> names;
  bool label_is_last = false;  ///< the format's rule: CSV
  bool labels_apart = false;   ///< the format keeps labels outside the columns: LIBSVM, IDX pairs
};

/// The plan of `request` for these columns; a usage failure names what cannot be met.
[[nodiscard]] Expected<Plan> plan_columns(const DataRequest& request, const Columns& columns, std::string_view path);

/// The rows [first, last) of `rows` that the request selects, or a usage failure.
[[nodiscard]] Expected<RowRange> plan_rows(const DataRequest& request, std::size_t rows, std::string_view path);

/// What a reader returns: the selected part, and the size of the file it was selected from.
struct Table {
  theory::Dataset data;
  std::size_t file_rows = 0;
  std::size_t file_columns = 0;
  bool header = false;
  Plan plan;
};

/// The label of a binary file's entry: an integer without a point, else the shortest decimal that reads back.
[[nodiscard]] std::string label_of(double value);

/// The table of a binary file with `rows` x `columns.count` cells; `cell(i, j)` is the exact entry.
/// A selected entry that is not finite is refused by name.
template <class Cell>
Expected<Table> gather(const DataRequest& request, const Columns& columns, std::size_t rows, std::string_view path,
                       Cell&& cell) {
  Expected<Plan> plan = plan_columns(request, columns, path);
  if (!plan) return plan.error();
  const Expected<RowRange> range = plan_rows(request, rows, path);
  if (!range) return range.error();
  Table table;
  table.file_rows = rows;
  table.file_columns = columns.count;
  table.plan = std::move(plan).value();
  const Plan& chosen = table.plan;
  table.data.inputs = Matrix<double>(range->last - range->first, chosen.inputs.size());
  for (std::size_t i = range->first; i < range->last; ++i) {
    for (std::size_t k = 0; k <= chosen.inputs.size(); ++k) {
      const bool is_label = k == chosen.inputs.size();
      if (is_label && !chosen.label) continue;
      const std::size_t j = is_label ? *chosen.label : chosen.inputs[k];
      const double value = cell(i, j);
      if (!std::isfinite(value)) {
        const Place place{0, i + 1, j + 1, {}};
        return malformed(path, place, "not a finite number", std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
      }
      if (is_label) {
        table.data.labels.push_back(label_of(value));
      } else {
        table.data.inputs(i - range->first, k) = value;
      }
    }
    table.data.source_rows.push_back(i);
  }
  return table;
}

}  // namespace lemmata::verify::io
