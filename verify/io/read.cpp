#include "verify/io/read.hpp"

#include "verify/io/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace lemmata::verify::io {
namespace {

/// Equal rows have equal hashes; +0 and -0 are equal numbers.
std::size_t hash_row(std::span<const double> row) {
  std::size_t hash = 0xcbf29ce484222325u;
  for (const double value : row) hash = (hash ^ std::hash<double>{}(value)) * 0x100000001b3u;
  return hash;
}

template <class T>
void keep(std::vector<T>& values, const std::vector<std::size_t>& kept) {
  if (values.empty()) return;
  for (std::size_t k = 0; k < kept.size(); ++k) {
    if (kept[k] != k) values[k] = std::move(values[kept[k]]);
  }
  values.resize(kept.size());
}

void drop_duplicates(LoadedData& loaded) {
  theory::Dataset& data = loaded.data;
  std::unordered_multimap<std::size_t, std::size_t> seen;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const std::span<const double> row = std::as_const(data.inputs).row(i);
    const std::size_t hash = hash_row(row);
    const auto [first, last] = seen.equal_range(hash);
    const auto twin = std::find_if(first, last, [&](const auto& entry) {
      return std::ranges::equal(row, std::as_const(data.inputs).row(entry.second));
    });
    if (twin == last) {
      seen.emplace(hash, i);
      kept.push_back(i);
      continue;
    }
    ++loaded.dropped_duplicates;
    if (!data.labels.empty() && data.labels[i] != data.labels[twin->second]) ++loaded.disagreeing_labels;
  }
  if (loaded.dropped_duplicates == 0) return;
  Matrix<double> inputs(kept.size(), data.dimension());
  for (std::size_t k = 0; k < kept.size(); ++k) {
    std::ranges::copy(std::as_const(data.inputs).row(kept[k]), inputs.row(k).begin());
  }
  data.inputs = std::move(inputs);
  keep(data.labels, kept);
  keep(data.source_rows, kept);
  keep(data.source_lines, kept);
}

}  // namespace

Expected<LoadedData> read_dataset(const DataRequest& request) {
  Expected<LoadedFile> read = load_table(request, true);
  if (!read) return read.error();
  LoadedFile loaded = std::move(read).value();
  if (loaded.table.dimensions == 1) {
    return malformed(loaded.files.front().path, {}, "a one-dimensional array where rows and columns belong");
  }
  LoadedData result;
  result.data = std::move(loaded.table.data);
  result.files = std::move(loaded.files);
  result.format = loaded.format;
  result.header = loaded.table.header;
  result.label = loaded.table.plan.label_text;
  result.label_assumed = loaded.table.plan.label_assumed;
  result.separator = loaded.table.separator;
  result.member = loaded.table.member;
  result.rows = {result.data.source_rows.front(), result.data.source_rows.back() + 1};
  result.columns = std::move(loaded.table.plan.inputs);
  result.deduplicated = request.dedup;
  if (request.dedup) drop_duplicates(result);
  return result;
}

namespace {

Expected<LoadedFile> load_numbers(const std::string& source, std::optional<Format> format) {
  DataRequest request;
  request.source = source;
  request.format = format;
  request.label = "none";
  return load_table(request, false);
}

}  // namespace

Expected<LoadedTable> read_matrix(const std::string& source, std::optional<Format> format) {
  Expected<LoadedFile> read = load_numbers(source, format);
  if (!read) return read.error();
  LoadedFile loaded = std::move(read).value();
  if (loaded.table.dimensions != 2) {
    return malformed(loaded.files.front().path, {}, "array is not two-dimensional");
  }
  return LoadedTable{std::move(loaded.table.data.inputs), std::move(loaded.files), loaded.format};
}

Expected<LoadedVector> read_vector(const std::string& source, std::optional<Format> format) {
  Expected<LoadedFile> read = load_numbers(source, format);
  if (!read) return read.error();
  LoadedFile loaded = std::move(read).value();
  const Matrix<double>& values = loaded.table.data.inputs;
  if (loaded.table.dimensions > 2 || (values.rows() != 1 && values.columns() != 1)) {
    return malformed(loaded.files.front().path, {},
                     fmt::format("not a vector: {} rows of {} columns", values.rows(), values.columns()));
  }
  const std::span<const double> entries = values.entries();
  return LoadedVector{{entries.begin(), entries.end()}, std::move(loaded.files), loaded.format};
}

}  // namespace lemmata::verify::io
