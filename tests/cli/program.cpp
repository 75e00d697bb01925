#include "tests/cli/program.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace lemmata::test {
namespace {

struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "lemmata-cli-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

const Folder& folder() {
  static const Folder one;
  return one;
}

}  // namespace

std::string temporary(const std::string& name) { return (folder().path / name).string(); }

std::string write_file(const std::string& name, const std::string& content) {
  const std::string path = temporary(name);
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

Answer run(const std::string& program, const std::string& arguments) {
  const std::string output = temporary("stdout");
  const std::string errors = temporary("stderr");
  const int status =
      std::system(("'" + program + "' " + arguments + " >'" + output + "' 2>'" + errors + "' </dev/null").c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_file(output), read_file(errors)};
}

Answer lemmata(const std::string& arguments) { return run(LEMMATA_PROGRAM, arguments); }

nlohmann::json document(const std::string& arguments) {
  return nlohmann::json::parse(lemmata(arguments + " --format json").output, nullptr, false);
}

}  // namespace lemmata::test
