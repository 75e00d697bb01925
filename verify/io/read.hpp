#pragma once
/// \file
/// # Reading data sets, matrices and vectors
/// One entry point for each kind of object; the format is recognised from the content unless it is forced.
/// The result *is* the data: each number is the double nearest the decimal in the file (ties to even), or exactly
/// the number a binary file holds. Nothing is repaired. Whatever cannot be read so is refused with one line
/// that names file, line, column (both from 1) and the offending value.
///
/// Accepted everywhere: a path, `-` for standard input, and gzip around any format but NPZ.
/// NPZ members are written `FILE.npz:NAME`, an IDX pair `IMAGES,LABELS`.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/matrix.hpp"
#include "theory/statement/dataset.hpp"
#include "verify/io/format.hpp"

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata::verify::io {

/// Half-open range of 0-based rows.
struct RowRange {
  static constexpr std::size_t to_the_end = std::numeric_limits<std::size_t>::max();
  std::size_t first = 0;
  std::size_t last = to_the_end;
  friend bool operator==(const RowRange&, const RowRange&) = default;
};

/// `A:B` with 0 <= A < B; `A:` and `:B` leave an end open. Anything else is a usage failure.
[[nodiscard]] Expected<RowRange> parse_rows(std::string_view text);

/// What to read. Applied in this order: rows, columns, label out, dedup.
struct DataRequest {
  std::string source;                 ///< path, `-`, `FILE.npz:NAME`, or `IMAGES,LABELS`
  std::optional<Format> format = {};  ///< forced, or recognised from content
  std::optional<RowRange> rows = {};  ///< data rows from 0; a header is no row
  std::string columns = {};           ///< empty for all, else a comma list of columns of the file: `J`, `J:K`, a name
  std::string label = {};  ///< empty for the format's rule, else `last`, `none`, a column name, or a column from 0
  bool dedup = false;      ///< drop exact repeats of the inputs, keep the first
};

/// One file that was read, as every report lists it.
struct InputFile {
  std::string path;
  std::string sha256;       ///< of the bytes as stored, 64 hexadecimal digits
  std::size_t rows = 0;     ///< data rows of the file, before any selection
  std::size_t columns = 0;  ///< columns of the file, label included, before any selection
};

struct LoadedData {
  theory::Dataset data;
  std::vector<InputFile> files;
  Format format = Format::csv;
  bool header = false;         ///< the first line of a CSV was taken as column names
  std::string label = "none";  ///< the label used, for every report: `none`, `column 61`, `column 61 (class)`, ...
  bool label_assumed = false;  ///< no label was asked for; the format's rule chose it
  // How the inputs were selected, so that a certificate can say it.
  char separator = ',';                   ///< of a CSV
  std::string member = {};                ///< of an NPZ
  RowRange rows = {};                     ///< data rows of the file that were selected, both ends given
  std::vector<std::size_t> columns = {};  ///< of the file, from 0, that became inputs, in this order
  bool deduplicated = false;              ///< dedup was asked for
  std::size_t dropped_duplicates = 0;     ///< rows dropped by dedup
  std::size_t disagreeing_labels = 0;     ///< dropped rows whose label differs from that of the row kept
};

/// The data set of `request`.
/// Guarantee: inputs are finite, at least one row and one column; labels, when there are any, are one for each row.
/// The default label is the last column for CSV (refused when it is numeric and not integer-valued: the request must
/// then say), what the format says for LIBSVM and IDX, none otherwise.
[[nodiscard]] Expected<LoadedData> read_dataset(const DataRequest& request);

enum class Symmetrize {
  none,  ///< a matrix that is not exactly symmetric is refused; the first differing pair is named
  hull   ///< each pair is replaced by the smallest stored interval that holds both entries
};

struct MatrixRequest {
  std::string source;
  std::optional<Format> format = {};
  Symmetrize symmetrize = Symmetrize::none;
};

/// All symmetric A with |A_ij - (mid_ij + lo_ij)| <= rad_ij; `lo` and `rad` are empty where they are zero.
struct LoadedMatrix {
  Matrix<double> mid;
  Matrix<double> lo;
  Matrix<double> rad;
  std::vector<InputFile> files;
  Format format = Format::csv;
  bool symmetrized = false;  ///< hull changed at least one pair
};

/// The symmetric matrix of `request`: square, n >= 1, finite, exactly symmetric.
/// An NPZ that holds `mid` and is named without `:NAME` is read with its optional `lo` and `rad` (rad >= 0).
[[nodiscard]] Expected<LoadedMatrix> read_symmetric_matrix(const MatrixRequest& request);

/// A dense rectangular matrix, with no label; at least one row and one column, finite.
struct LoadedTable {
  Matrix<double> values;
  std::vector<InputFile> files;
  Format format = Format::csv;
};
[[nodiscard]] Expected<LoadedTable> read_matrix(const std::string& source, std::optional<Format> format = std::nullopt);

/// A vector: one row, one column, or a one-dimensional array.
struct LoadedVector {
  Vector<double> values;
  std::vector<InputFile> files;
  Format format = Format::csv;
};
[[nodiscard]] Expected<LoadedVector> read_vector(const std::string& source,
                                                 std::optional<Format> format = std::nullopt);

}  // namespace lemmata::verify::io
