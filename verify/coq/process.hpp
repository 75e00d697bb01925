#pragma once
/// \file
/// # Running another program and reading what it prints

#include "numerics/base/expected.hpp"

#include <array>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lemmata::verify {

struct ProgramRun {
  int status = 0;      ///< the exit status, 128 + signal when it was killed
  std::string output;  ///< standard output and standard error together
};

/// A program that runs beside this one and never longer. What it prints is kept in a pipe until it is asked for.
class RunningProgram {
 public:
  /// Starts `arguments` (the first one is the program, a path or a name to be found in PATH) in `folder`, or where this
  /// program is when `folder` is empty, without a shell. Its standard input is `input`, held in a file without a name.
  /// A Failure when there is no room for a process or for the input.
  [[nodiscard]] static Expected<RunningProgram> start(const std::vector<std::string>& arguments,
                                                      const std::filesystem::path& folder, std::string_view input = {});
  RunningProgram(RunningProgram&& other) noexcept
      : name_(std::move(other.name_)),
        process_(std::exchange(other.process_, 0)),
        output_(std::exchange(other.output_, -1)) {}
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;
  RunningProgram& operator=(RunningProgram&&) = delete;
  ~RunningProgram();  ///< stops it, if nobody has waited for its end

  /// Waits for its end, once. A Failure when it could not be started or when a `SignalGuard` has noted a signal.
  [[nodiscard]] Expected<ProgramRun> wait();

 private:
  RunningProgram(std::string name, int process, int output)
      : name_(std::move(name)), process_(process), output_(output) {}
  void stop();
  std::string name_;
  int process_ = 0;
  int output_ = -1;
};

/// Starts a program as `RunningProgram` does and waits for it.
[[nodiscard]] Expected<ProgramRun> run_program(const std::vector<std::string>& arguments,
                                               const std::filesystem::path& folder);

/// How many processors this program may use, at least 1: of the machine's those that `taskset` has left to it.
[[nodiscard]] std::size_t usable_processors();

/// The file that `name` means in PATH, or an empty path.
[[nodiscard]] std::filesystem::path find_program(const std::string& name);

/// While it lives, SIGHUP, SIGINT and SIGTERM end no more than every `RunningProgram::wait`, so that temporary folders
/// are removed; at its end the signal does what it would have done. One at a time.
class SignalGuard {
 public:
  SignalGuard();
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;
  ~SignalGuard();

 private:
  static constexpr std::array<int, 3> signals{SIGHUP, SIGINT, SIGTERM};
  std::array<struct sigaction, signals.size()> before_{};
};

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
