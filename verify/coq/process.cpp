#include "verify/coq/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lemmata::verify {

namespace {

Failure system_failure(const std::string& what) {
  return {FailureKind::unreadable, what + ": " + std::strerror(errno)};
}

/// A file descriptor, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

/// A file that holds `text`, open at its beginning, with no name any more: no end of the program can leave it behind.
/// -1 when there is no room.
int file_holding(std::string_view text) {
  if (text.empty()) return open("/dev/null", O_RDONLY | O_CLOEXEC);
  std::error_code error;
  std::string pattern = (std::filesystem::temp_directory_path(error) / "lemmata-XXXXXX").string();
  Descriptor file(error ? -1 : mkostemp(pattern.data(), O_CLOEXEC));
  if (file.get() < 0 || unlink(pattern.c_str()) != 0) return -1;
  while (!text.empty()) {
    const ssize_t count = write(file.get(), text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return -1;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return lseek(file.get(), 0, SEEK_SET) == 0 ? file.release() : -1;
}

/// The child's side: never returns.
[[noreturn]] void become(char* const* arguments, const char* folder, int input, int output, pid_t parent) {
  const bool ready = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent && dup2(input, STDIN_FILENO) >= 0 &&
                     dup2(output, STDOUT_FILENO) >= 0 && dup2(output, STDERR_FILENO) >= 0 &&
                     (*folder == '\0' || chdir(folder) == 0);
  // Where one of the three was closed, the descriptor may have its number already and dup2 has done nothing.
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) fcntl(stream, F_SETFD, 0);
  if (ready) execvp(*arguments, arguments);
  _exit(127);
}

volatile std::sig_atomic_t noted_signal = 0;
std::array<int, 2> wake{-1, -1};  // a pipe: something can be read when a signal was noted

extern "C" void lemmata_wake(int signal) {
  const int error = errno;
  noted_signal = signal;
  static_cast<void>(!write(wake[1], "", 1));
  errno = error;
}

/// Waits until `output` has something to read or has ended. False when a signal was noted.
bool readable(int output) {
  std::array<pollfd, 2> ends{{{output, POLLIN, 0}, {wake[0], POLLIN, 0}}};  // poll skips a negative descriptor
  while (poll(ends.data(), ends.size(), -1) < 0 && errno == EINTR) {
  }
  return ends[1].revents == 0;
}

}  // namespace

Expected<RunningProgram> RunningProgram::start(const std::vector<std::string>& arguments,
                                               const std::filesystem::path& folder, std::string_view input) {
  expects(!arguments.empty(), "RunningProgram needs a program");
  const Descriptor in(file_holding(input));
  if (in.get() < 0) return Failure{FailureKind::unwritable, "no room for a temporary copy of the certificate"};
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return system_failure("no pipe");
  Descriptor reading(ends[0]);
  const Descriptor writing(ends[1]);
  std::vector<std::string> copies = arguments;
  std::vector<char*> raw;
  for (std::string& argument : copies) raw.push_back(argument.data());
  raw.push_back(nullptr);
  const std::string where = folder.string();
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) return system_failure("no new process");
  if (child == 0) become(raw.data(), where.c_str(), in.get(), writing.get(), parent);
  return RunningProgram(arguments.front(), child, reading.release());
}

Expected<ProgramRun> RunningProgram::wait() {
  expects(process_ != 0, "RunningProgram::wait is called once");
  ProgramRun run;
  std::array<char, 1U << 16U> buffer{};
  for (;;) {
    if (!readable(output_)) {
      stop();
      return Failure{FailureKind::unreadable, name_ + " was stopped by signal " + std::to_string(noted_signal)};
    }
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

void RunningProgram::stop() {
  if (output_ >= 0) close(std::exchange(output_, -1));
  const pid_t process = std::exchange(process_, 0);
  if (process == 0) return;
  kill(process, SIGKILL);
  while (waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
  }
}

RunningProgram::~RunningProgram() { stop(); }

Expected<ProgramRun> run_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
  Expected<RunningProgram> program = RunningProgram::start(arguments, folder);
  if (!program) return program.error();
  return (*std::move(program)).wait();
}

SignalGuard::SignalGuard() {
  expects(wake[0] < 0, "one SignalGuard at a time");
  if (pipe2(wake.data(), O_CLOEXEC | O_NONBLOCK) != 0) wake = {-1, -1};
  noted_signal = 0;
  struct sigaction noting {};
  noting.sa_handler = lemmata_wake;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    sigaction(signals[i], nullptr, &before_[i]);
    // Without a pipe the signals stay as they are; an ignored one stays ignored.
    if (wake[0] >= 0 && before_[i].sa_handler != SIG_IGN) sigaction(signals[i], &noting, nullptr);
  }
}

SignalGuard::~SignalGuard() {
  for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before_[i], nullptr);
  for (int& end : wake)
    if (end >= 0) close(std::exchange(end, -1));
  if (noted_signal != 0) static_cast<void>(std::raise(noted_signal));
}

std::size_t usable_processors() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return static_cast<std::size_t>(std::max(1, CPU_COUNT(&set)));
  return std::max(1U, std::thread::hardware_concurrency());
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
