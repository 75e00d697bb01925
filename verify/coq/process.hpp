#pragma once
/// \file
/// # Running another program and reading what it prints

#include "numerics/base/expected.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace lemmata::verify {

struct ProgramRun {
  int status = 0;      ///< the exit status, 128 + signal when it was killed
  std::string output;  ///< standard output and standard error together
};

/// Runs `arguments` (the first one is the program, a path or a name to be found in PATH) in `folder`, without a shell,
/// with empty standard input, and waits. A Failure when it cannot be started.
[[nodiscard]] Expected<ProgramRun> run_program(const std::vector<std::string>& arguments,
                                               const std::filesystem::path& folder);

/// The file that `name` means in PATH, or an empty path.
[[nodiscard]] std::filesystem::path find_program(const std::string& name);

/// A new empty folder for temporary files, removed with all it holds at the end of the object's life.
class TemporaryFolder {
 public:
  [[nodiscard]] static Expected<TemporaryFolder> create();
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace lemmata::verify
