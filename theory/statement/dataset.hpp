#pragma once
/// \file
/// # Dataset: exact inputs and labels
/// The doubles of a Dataset *are* the data; nothing in it is an approximation of something else.

#include "numerics/linalg/matrix.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace lemmata::theory {

struct Dataset {
  Matrix<double> inputs;                  ///< n x d, one input per row
  std::vector<std::string> labels;        ///< n labels as written in the file, or empty
  std::string label_name;                 ///< what the label column is called, for messages; empty without labels
  std::vector<std::string> column_names;  ///< d names from a header, or empty
  std::vector<std::size_t> source_rows;   ///< n: 0-based data row of the file before --rows and --dedup
  std::vector<std::size_t> source_lines;  ///< n: 1-based line of the file for text formats, else empty
  [[nodiscard]] std::size_t size() const noexcept { return inputs.rows(); }
  [[nodiscard]] std::size_t dimension() const noexcept { return inputs.columns(); }
};

/// Whether there are labels and each is a number.
[[nodiscard]] bool labels_are_numbers(const Dataset& data);

/// The labels as n real numbers when each is a number, or as +1 and -1 when exactly two distinct words
/// occur (the first to occur is +1); nothing otherwise.
[[nodiscard]] std::optional<std::vector<double>> numeric_labels(const Dataset& data);

}  // namespace lemmata::theory
