#include "verify/cli/campaign_options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <iostream>

namespace lemmata::verify::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

extern "C" void lemmata_note_signal(int signal) {
  interrupted = signal;
  std::signal(signal, SIG_DFL);  // a second one ends the program at once
}

class SignalsNoted {
 public:
  SignalsNoted()
      : interrupt_(std::signal(SIGINT, lemmata_note_signal)), term_(std::signal(SIGTERM, lemmata_note_signal)) {}
  SignalsNoted(const SignalsNoted&) = delete;
  SignalsNoted& operator=(const SignalsNoted&) = delete;
  ~SignalsNoted() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGTERM, term_);
  }

 private:
  void (*interrupt_)(int);
  void (*term_)(int);
};

std::string duration(double seconds) {
  const auto whole = static_cast<long long>(seconds + 0.5);
  if (whole < 90) return fmt::format("{} s", whole);
  if (whole < 5400) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

// One line, rewritten at most four times a second.
class ProgressLine {
 public:
  explicit ProgressLine(bool shown) : shown_(shown) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (written_) std::cerr << "\r\033[K" << std::flush;
  }

  void show(const Progress& progress) {
    if (!shown_ || progress.seconds < last_ + 0.25) return;
    last_ = progress.seconds;
    written_ = true;
    const double rate = static_cast<double>(progress.done) / std::max(progress.seconds, 1e-9);
    const double left = static_cast<double>(progress.total - progress.done) / std::max(rate, 1e-9);
    const std::size_t percent = progress.total > 0 ? 100 * progress.done / progress.total : 100;
    std::cerr << "\r\033[K"
              << fmt::format("{:3}%  {} of {} instances and controls  {:.3g}/s  about {} left", percent, progress.done,
                             progress.total, rate, duration(left))
              << std::flush;
  }

 private:
  bool shown_;
  bool written_ = false;
  double last_ = 0;
};

}  // namespace

Expected<Shard> parse_shard(const std::string& text) {
  const auto wrong = Failure{FailureKind::usage, "--shard is i/M with 1 <= i <= M, for instance 2/8, not " + text};
  Shard shard;
  const char* const end = text.data() + text.size();
  const auto [slash, first] = std::from_chars(text.data(), end, shard.number);
  if (first != std::errc() || slash == end || *slash != '/') return wrong;
  const auto [rest, second] = std::from_chars(slash + 1, end, shard.of);
  if (second != std::errc() || rest != end || shard.number < 1 || shard.number > shard.of) return wrong;
  return shard;
}

std::string array_syntax(const std::vector<std::size_t>& ascending) {
  std::string text;
  for (std::size_t k = 0; k < ascending.size();) {
    std::size_t last = k;
    while (last + 1 < ascending.size() && ascending[last + 1] == ascending[last] + 1) ++last;
    text += (text.empty() ? "" : ",") + std::to_string(ascending[k]);
    if (last > k) text += "-" + std::to_string(ascending[last]);
    k = last + 1;
  }
  return text;
}

Expected<int> run_until_signalled(const Plan& plan, const std::vector<Task>& tasks, Journal& journal, Shard shard,
                                  double seconds, const Session& session) {
  interrupted = 0;
  const SignalsNoted guard;
  ProgressLine line(!session.quiet && ::isatty(STDERR_FILENO) == 1);
  RunnerOptions options;
  options.threads = session.jobs;
  options.shard = shard;
  options.cancelled = [] { return interrupted != 0; };
  options.progress = [&](const Progress& progress) { line.show(progress); };
  if (seconds > 0) {
    options.deadline =
        std::chrono::steady_clock::now() +
        std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(seconds));
  }
  const Expected<bool> done = run_tasks(plan, tasks, journal, options);
  if (!done) return done.error();
  return static_cast<int>(interrupted);
}

}  // namespace lemmata::verify::cli
