#include "verify/io/read.hpp"

#include "verify/io/csv.hpp"
#include "verify/io/source.hpp"
#include "verify/io/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace lemmata::verify::io {
namespace {

struct Loaded {
  Table table;
  std::vector<InputFile> files;
  Format format = Format::csv;
};

InputFile input_file(const Source& source, std::size_t rows, std::size_t columns) {
  return {source.path, source.sha256, rows, columns};
}

Expected<Table> read_table(Format format, const Source& source, const DataRequest& request, bool data_set) {
  switch (format) {
    case Format::csv:
      return read_csv(source, request, data_set);
    case Format::npy:
    case Format::npz:
    case Format::libsvm:
    case Format::idx:
    case Format::matrix_market:
      break;
  }
  return Failure{FailureKind::usage, "not read yet"};
}

Expected<Loaded> load_table(const DataRequest& request, bool data_set) {
  const Expected<Source> source = load(request.source);
  if (!source) return source.error();
  const Format format = request.format.value_or(recognise(source->content));
  Expected<Table> table = read_table(format, *source, request, data_set);
  if (!table) return table.error();
  Loaded loaded{std::move(table).value(), {}, format};
  loaded.files.push_back(input_file(*source, loaded.table.file_rows, loaded.table.file_columns));
  return loaded;
}

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
  Expected<Loaded> read = load_table(request, true);
  if (!read) return read.error();
  Loaded loaded = std::move(read).value();
  LoadedData result;
  result.data = std::move(loaded.table.data);
  result.files = std::move(loaded.files);
  result.format = loaded.format;
  result.header = loaded.table.header;
  result.label = loaded.table.plan.label_text;
  result.label_assumed = loaded.table.plan.label_assumed;
  if (request.dedup) drop_duplicates(result);
  return result;
}

Expected<LoadedTable> read_matrix(const std::string& source, std::optional<Format> format) {
  Expected<Loaded> read = load_table({source, format, {}, {}, "none", false}, false);
  if (!read) return read.error();
  Loaded loaded = std::move(read).value();
  return LoadedTable{std::move(loaded.table.data.inputs), std::move(loaded.files), loaded.format};
}

}  // namespace lemmata::verify::io
