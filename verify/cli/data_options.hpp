#pragma once
/// \file
/// # The options that say which data a command reads, and what reports say of it

#include "verify/io/read.hpp"
#include "verify/report/report.hpp"

#include <string>

namespace CLI {
class App;
}

namespace lemmata::verify::cli {

/// As typed; `request` makes a DataRequest of it.
struct DataOptions {
  std::string source;
  std::string format;
  std::string rows;
  std::string columns;
  std::string label;
  bool dedup = false;

  [[nodiscard]] Expected<io::DataRequest> request() const;
};

/// DATA, --input-format, --rows, --columns, --label, --dedup. With a `source_option` ("--data") the file is given by
/// that option and may be left out.
void add_data_options(CLI::App& command, DataOptions& options, const std::string& source_option = {});

/// Where row i of the data came from: its line in a text file, else its row.
[[nodiscard]] std::string place(const theory::Dataset& data, std::size_t i);

/// The "input" array of a document.
[[nodiscard]] Json input_json(const std::vector<io::InputFile>& files, const std::string& label);

/// Name and value rows that say what was read.
[[nodiscard]] Table input_table(const io::LoadedData& loaded);

}  // namespace lemmata::verify::cli
