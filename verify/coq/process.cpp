#include "verify/coq/process.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lemmata::verify {

namespace {

Failure system_failure(const std::string& what) {
  return {FailureKind::unreadable, what + ": " + std::strerror(errno)};
}

/// The child's side: never returns.
[[noreturn]] void become(char* const* arguments, const char* folder, int output) {
  const int nothing = open("/dev/null", O_RDONLY);
  const bool ready = nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
                     dup2(output, STDERR_FILENO) >= 0 && chdir(folder) == 0;
  if (ready) execvp(*arguments, arguments);
  _exit(127);
}

}  // namespace

Expected<RunningProgram> RunningProgram::start(const std::vector<std::string>& arguments,
                                               const std::filesystem::path& folder) {
  expects(!arguments.empty(), "RunningProgram needs a program");
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return system_failure("no pipe");
  std::vector<std::string> copies = arguments;
  std::vector<char*> raw;
  for (std::string& argument : copies) raw.push_back(argument.data());
  raw.push_back(nullptr);
  const std::string where = folder.string();
  const pid_t child = fork();
  if (child < 0) {
    const Failure failure = system_failure("no new process");
    close(ends[0]);
    close(ends[1]);
    return failure;
  }
  if (child == 0) become(raw.data(), where.c_str(), ends[1]);
  close(ends[1]);
  return RunningProgram(arguments.front(), child, ends[0]);
}

Expected<ProgramRun> RunningProgram::wait() {
  expects(process_ != 0, "RunningProgram::wait is called once");
  ProgramRun run;
  std::array<char, 1U << 16U> buffer{};
  for (;;) {
    const ssize_t count = read(output_, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    run.output.append(buffer.data(), static_cast<std::size_t>(count));
  }
  close(std::exchange(output_, -1));
  const pid_t process = std::exchange(process_, 0);
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return system_failure("lost the process " + name_);
  }
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (run.status == 127 && run.output.empty()) return Failure{FailureKind::unreadable, "cannot start " + name_};
  return run;
}

RunningProgram::~RunningProgram() {
  if (process_ != 0) static_cast<void>(wait());
}

Expected<ProgramRun> run_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
  Expected<RunningProgram> program = RunningProgram::start(arguments, folder);
  if (!program) return program.error();
  return (*std::move(program)).wait();
}

std::filesystem::path find_program(const std::string& name) {
  const char* const variable = std::getenv("PATH");
  const std::string path = variable == nullptr ? "/usr/local/bin:/usr/bin:/bin" : variable;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find(':', begin), path.size());
    const std::filesystem::path candidate = std::filesystem::path(path.substr(begin, end - begin)) / name;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(candidate, ignored) && access(candidate.c_str(), X_OK) == 0) return candidate;
    begin = end + 1;
  }
  return {};
}

Expected<TemporaryFolder> TemporaryFolder::create() {
  std::error_code error;
  std::string pattern = (std::filesystem::temp_directory_path(error) / "lemmata-XXXXXX").string();
  if (error || mkdtemp(pattern.data()) == nullptr) return system_failure("no temporary folder");
  return TemporaryFolder(pattern);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace lemmata::verify
