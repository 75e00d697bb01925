#pragma once
/// \file
/// # Running the programs under test

#include <nlohmann/json.hpp>

#include <string>

namespace lemmata::test {

struct Answer {
  int status = 0;      ///< exit status, or 128 + signal
  std::string output;  ///< standard output
  std::string errors;  ///< standard error
};

/// `arguments` as a shell would read them; `program` is a path.
[[nodiscard]] Answer run(const std::string& program, const std::string& arguments);
/// lemmata `arguments`.
[[nodiscard]] Answer lemmata(const std::string& arguments);
/// lemmata `arguments` --format json, parsed; an empty document when it is not JSON.
[[nodiscard]] nlohmann::json document(const std::string& arguments);

/// A fresh file in a folder that is removed at exit.
[[nodiscard]] std::string temporary(const std::string& name);
[[nodiscard]] std::string write_file(const std::string& name, const std::string& content);
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace lemmata::test
