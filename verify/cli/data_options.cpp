#include "verify/cli/data_options.hpp"

#include <CLI/CLI.hpp>

namespace lemmata::verify::cli {

Expected<io::DataRequest> DataOptions::request() const {
  io::DataRequest result;
  result.source = source;
  if (!format.empty()) {
    const Expected<io::Format> named = io::format_named(format);
    if (!named) return named.error();
    result.format = *named;
  }
  if (!rows.empty()) {
    const Expected<io::RowRange> range = io::parse_rows(rows);
    if (!range) return range.error();
    result.rows = *range;
  }
  result.columns = columns;
  result.label = label;
  result.dedup = dedup;
  return result;
}

void add_data_options(CLI::App& command, DataOptions& options, const std::string& source_option) {
  const std::string group = "Data";
  const std::string formats =
      "CSV, NPY, NPZ (FILE.npz:NAME), LIBSVM, IDX (IMAGES,LABELS), Matrix Market; - for standard input";
  if (source_option.empty()) {
    command.add_option("DATA", options.source, formats)->required()->type_name("");
  } else {
    command.add_option(source_option, options.source, "Your data instead of random instances: " + formats)
        ->type_name("FILE")
        ->group(group);
  }
  command
      .add_option("--input-format", options.format,
                  "csv, npy, npz, libsvm, idx or matrix-market; recognised from content without it")
      ->type_name("FORMAT")
      ->group(group);
  command.add_option("--rows", options.rows, "Rows A to B-1, from 0")->type_name("A:B")->group(group);
  command.add_option("--columns", options.columns, "Columns of the file: numbers from 0, ranges J:K, names, by commas")
      ->type_name("LIST")
      ->group(group);
  command.add_option("--label", options.label, "The label column: last, none, a name, or a number from 0")
      ->type_name("COLUMN")
      ->group(group);
  command.add_flag("--dedup", options.dedup, "Drop exact repeats of the inputs, keep the first")->group(group);
}

Json input_json(const std::vector<io::InputFile>& files, const std::string& label) {
  Json list = Json::array();
  for (const io::InputFile& file : files) {
    list.push_back({{"path", file.path},
                    {"sha256", file.sha256},
                    {"rows", file.rows},
                    {"columns", file.columns},
                    {"label", label}});
  }
  return list;
}

Table input_table(const io::LoadedData& loaded) {
  Table table;
  for (const io::InputFile& file : loaded.files) {
    table.rows.push_back({"file", file.path + ", " + std::to_string(file.rows) + " rows x " +
                                      std::to_string(file.columns) + " columns (" +
                                      std::string(io::name_of(loaded.format)) + ")"});
    table.rows.push_back({"sha256", file.sha256});
  }
  table.rows.push_back({"label", loaded.label + (loaded.label_assumed ? " (by the rule of the format)" : "")});
  if (loaded.dropped_duplicates > 0) {
    table.rows.push_back({"repeats", std::to_string(loaded.dropped_duplicates) + " repeated rows dropped, " +
                                         std::to_string(loaded.disagreeing_labels) + " of them with another label"});
  }
  table.rows.push_back({"inputs", std::to_string(loaded.data.size()) + " rows x " +
                                      std::to_string(loaded.data.dimension()) + " columns"});
  return table;
}

std::string place(const theory::Dataset& data, std::size_t i) {
  if (!data.source_lines.empty()) return fmt::format("line {}", data.source_lines[i]);
  return fmt::format("row {}", data.source_rows[i]);
}

}  // namespace lemmata::verify::cli
