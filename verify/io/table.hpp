#pragma once
/// \file
/// # Table and column plan: what every reader works with
/// A reader learns the columns of its file, turns the request into a Plan, and fills a Table with what the plan
/// selects. Cells that are not selected are never interpreted.

#include "verify/io/message.hpp"
#include "verify/io/read.hpp"

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
  std::size_t dimensions = 2;  ///< of the array in the file; 1 for a plain vector, then file_columns is 1
  bool header = false;
  char separator = ',';  ///< of a CSV
  std::string member;    ///< of an NPZ
  Plan plan;
};

/// The label that stands for a number of a binary file: an integer without a point, else the shortest decimal that
/// reads back as the same double.
[[nodiscard]] std::string label_of(double value);

/// "1", "+1" and "1.0" are one label: each number keeps the spelling it first occurs with. All labels must be numbers.
void unify_spellings(std::vector<std::string>& labels);

/// Sparse formats may name sizes that no memory holds: a refusal when rows x columns doubles exceed 4 GiB, or
/// exceed 128 MiB and are more than 32768 times the `stored` entries; nothing otherwise.
[[nodiscard]] std::optional<Failure> too_large(std::string_view path, std::size_t rows, std::size_t columns,
                                               std::size_t stored);

}  // namespace lemmata::verify::io
