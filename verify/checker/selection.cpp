#include "verify/checker/selection.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <unordered_set>

#include "verify/checker/sha256.hpp"

namespace lemmata::checker {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    if (end == text.size()) return parts;
    begin = end + 1;
  }
}

bool either(Reader& in, std::string_view keyword, std::string_view yes, std::string_view no) {
  const std::string_view word = in.fields(keyword, 1).front();
  if (in.ok() && word != yes && word != no)
    in.fail(std::string(keyword) + " is " + std::string(yes) + " or " + std::string(no));
  return word == yes;
}

std::optional<std::string> contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) return std::nullopt;
  try {
    return std::string{std::istreambuf_iterator<char>(file), {}};
  } catch (const std::ios_base::failure&) {
    return std::nullopt;  // a directory
  }
}

/// The selected cells, row-major; `failure` in the table when some are no numbers.
Table selected(const Table& table, const Selection& selection) {
  Table result;
  result.rows = table.rows;
  for (const auto& [begin, end] : selection.columns) {
    if (begin >= end || end > table.columns) {
      result.failure =
          "the columns " + selection.columns_text + " are not in the file, which has " + std::to_string(table.columns);
      return result;
    }
    result.columns += end - begin;
  }
  for (std::size_t i = 0; i < table.rows; ++i) {
    for (const auto& [begin, end] : selection.columns) {
      for (std::size_t j = begin; j < end; ++j) {
        const double value = table.values[i * table.columns + j];
        if (!std::isfinite(value)) {
          result.failure = "row " + std::to_string(selection.first + i) + ", column " + std::to_string(j) +
                           " is not a finite number";
          return result;
        }
        result.values.push_back(value == 0 ? 0.0 : value);  // one zero
      }
    }
  }
  return result;
}

/// Of equal rows the first.
void remove_repeats(Table& table) {
  std::unordered_set<std::string> seen;
  std::vector<double> kept;
  std::size_t rows = 0;
  for (std::size_t i = 0; i < table.rows; ++i) {
    const std::span<const double> row = std::span<const double>(table.values).subspan(i * table.columns, table.columns);
    if (!seen.insert(std::string(reinterpret_cast<const char*>(row.data()), row.size_bytes())).second) continue;
    kept.insert(kept.end(), row.begin(), row.end());
    ++rows;
  }
  table.values = std::move(kept);
  table.rows = rows;
}

}  // namespace

Selection read_selection(Reader& in) {
  Selection s;
  s.file = in.rest("file");
  for (const std::string_view word : split(in.rest("format"), ' ')) s.format.emplace_back(word);
  if (in.ok() && !is_format(s.format)) in.fail("unknown format");
  const std::vector<std::size_t> rows = in.counts("rows", 2);
  s.first = rows[0];
  s.last = rows[1];
  s.columns_text = in.rest("columns");
  for (const std::string_view range : split(s.columns_text, ' ')) {
    const std::vector<std::string_view> ends = split(range, ':');
    if (in.ok() && ends.size() != 2) in.fail("columns are ranges a:b");
    if (!in.ok()) break;
    const std::size_t begin = Reader::to_count(in, ends[0]);
    s.columns.emplace_back(begin, Reader::to_count(in, ends[1]));
  }
  s.dedup = either(in, "dedup", "yes", "no");
  s.unit = either(in, "normalize", "unit", "none");
  s.is_matrix = either(in, "kernel", "matrix", "relu-infinite");
  in.end_data();
  return s;
}

FixedMatrix load_matrix(const Selection& selection, std::size_t n, std::size_t d, const std::string& input_digest,
                        const Options& options) {
  std::optional<std::string> bytes = contents(options.data_file.empty() ? selection.file : options.data_file);
  if (!bytes && options.data_file.empty() && !options.directory.empty() && !selection.file.starts_with('/')) {
    bytes = contents(options.directory + "/" + selection.file);
  }
  if (!bytes) return no_matrix("the data file " + selection.file + " cannot be read");
  if (const std::string digest = sha256(*bytes); digest != input_digest) {
    return no_matrix("the data file has SHA-256 " + digest + ", not the stated one");
  }
  if (selection.first >= selection.last) return no_matrix("no rows are selected");
  const Table table = read_table(*bytes, selection.format, selection.first, selection.last);
  bytes.reset();
  if (!table.failure.empty()) return no_matrix(table.failure);
  Table chosen = selected(table, selection);
  if (!chosen.failure.empty()) return no_matrix(chosen.failure);
  if (selection.dedup) remove_repeats(chosen);
  if (chosen.rows != n || chosen.columns != d) {
    return no_matrix("the selection is " + std::to_string(chosen.rows) + " x " + std::to_string(chosen.columns) +
                     ", not the stated size");
  }
  if (!selection.is_matrix) return relu_gram(chosen.values, n, d, selection.unit);
  if (n != d || selection.dedup || selection.unit)
    return no_matrix("kernel matrix needs a square selection, dedup no and normalize none");
  return plain_matrix(chosen.values, n);
}

std::string describe(const Selection& s) {
  const std::string rows = std::to_string(s.first) + ":" + std::to_string(s.last);
  std::string format;
  for (const std::string& word : s.format) format += (format.empty() ? "" : " ") + word;
  const std::string where = "rows " + rows + ", columns " + s.columns_text + " of " + s.file + " (" + format + ")";
  if (s.is_matrix) return "the symmetric matrix in " + where;
  return "the infinite-width ReLU Gram matrix of " + where + (s.dedup ? ", repeats dropped," : "") +
         (s.unit ? " scaled to unit length" : " as they are");
}

}  // namespace lemmata::checker
