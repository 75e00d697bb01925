#pragma once
/// \file
/// # Which matrix a `witness` claim is about, and that matrix from its file

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "verify/checker/gram.hpp"
#include "verify/checker/reader.hpp"
#include "verify/checker/table.hpp"

namespace lemmata::checker {

/// The data lines of section 7 of `docs/certificate_format.md`.
struct Selection {
  std::string file;
  Format format;
  std::size_t first = 0;
  std::size_t last = 0;
  std::vector<std::pair<std::size_t, std::size_t>> columns;  // half-open ranges
  std::string columns_text;
  bool dedup = false;
  bool unit = false;
  bool is_matrix = false;  // the file holds the matrix itself
};

/// Reads the lines from `file` to `kernel`.
[[nodiscard]] Selection read_selection(Reader& in);

/// The matrix, or its `failure`: unreadable, another digest, not the stated size n x d, a cell that is no number, ...
[[nodiscard]] FixedMatrix load_matrix(const Selection& selection, std::size_t n, std::size_t d,
                                      const std::string& input_digest, const Options& options);

/// "the infinite-width ReLU Gram matrix of the rows 0:100, ... of t10k.gz"
[[nodiscard]] std::string describe(const Selection& selection);

}  // namespace lemmata::checker
