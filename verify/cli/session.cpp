#include "verify/cli/session.hpp"

#include "numerics/base/contract.hpp"
#include "verify/cli/commands.hpp"
#include "verify/cli/destinations.hpp"
#include "verify/report/output.hpp"
#include "verify/version.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <new>
#include <thread>

namespace lemmata::verify::cli {
namespace {

constexpr int usage_error = 2;
constexpr int defect = 4;

std::string joined(int argc, const char* const* argv) {
  std::string text = "lemmata";
  for (int k = 1; k < argc; ++k) {
    const std::string word = argv[k];
    const bool plain = !word.empty() && word.find_first_of(" \t\n'\"\\$`*?[]{}()<>|&;~#!") == std::string::npos;
    text += plain ? " " + word : " '" + word + "'";
  }
  return text;
}

bool wants_color(const std::string& choice) {
  if (choice == "always") return true;
  if (choice == "never") return false;
  const char* const no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && ::isatty(STDOUT_FILENO) == 1;
}

int complain(const Failure& failure) {
  std::cerr << "lemmata: " << failure.message << '\n';
  return exit_status(failure.kind);
}

int publish(const Report& report, const Session& session) {
  const std::string text = render(report, session.format, session.color && session.output == "-", session.quiet);
  const Expected<std::string> written = write_output(session.output, text);
  return written ? report.exit_status : complain(written.error());
}

int run(int argc, const char* const* argv, std::span<const theory::Entry> theorems) {
  Session session;
  session.theorems = theorems;
  session.command_line = joined(argc, argv);
  session.jobs = std::max(1U, std::thread::hardware_concurrency());
  std::string format = "text";
  std::string color = "auto";
  bool version = false;

  CLI::App app{"lemmata: proved enclosures for the theory of deep learning", "lemmata"};
  app.fallthrough();
  app.set_help_flag("-h,--help", "Print this help");
  app.get_formatter()->column_width(34);
  app.add_flag("--version", version, "Print the version");
  const std::string group = "Global options";
  CLI::Option* const format_option = app.add_option("--format", format, "text, json, markdown, latex, csv or html");
  format_option->check(CLI::IsMember({"text", "json", "markdown", "latex", "csv", "html"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--output", session.output, "Write the answer to FILE (written aside, then renamed)")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--color", color, "auto, always or never (NO_COLOR is respected)")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->group(group);
  app.add_flag("--quiet", session.quiet, "The answer only")->group(group);
  app.add_option("--precision", session.precision,
                 "auto climbs until decided; double, dd or a number of BITS stays on that rung")
      ->group(group);
  app.add_option("--jobs", session.jobs, "Threads")->check(CLI::Range(1U, 1024U))->group(group);
  app.footer(
      "Verdicts: proved, supported, undecided, vacuous, refuted. Exit status: 0 proved or done, 1 refuted or\n"
      "rejected, 2 unusable input, 3 undecided, 4 a defect of lemmata.\n"
      "lemmata COMMAND --help explains each command with an example.");

  add_commands(app, session);
  app.require_subcommand(0, 1);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      app.exit(error);
      std::cout.flush();
      return std::cout.good() ? 0 : usage_error;
    }
    std::cerr << "lemmata: " << error.what() << " (lemmata --help tells more)\n";
    return usage_error;
  }
  if (format_option->count() > 0) session.format = *format_named(format);
  session.color = wants_color(color);
  if (version) {
    Report report{"lemmata", "lemmata " + std::string(library_version), "", {}, {}, 0};
    report.document = {{"schema", "lemmata/version/1"}, {"version", library_version}};
    session.quiet = true;
    return publish(report, session);
  }
  if (!session.run) {
    std::cerr << app.help();
    return usage_error;
  }
  if (const auto failure = overwritten({argv + 1, argv + argc})) return complain(*failure);
  const auto start = std::chrono::steady_clock::now();
  Expected<Report> outcome = session.run();
  if (!outcome) return complain(outcome.error());
  Report report = std::move(outcome).value();
  if (report.document.contains("seconds")) {
    report.document["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  return publish(report, session);
}

}  // namespace

Json Session::document(const std::string& command) const {
  return {{"schema", "lemmata/" + command + "/1"},
          {"version", library_version},
          {"command_line", command_line},
          {"input", Json::array()},
          {"seconds", 0.0}};
}

int exit_status(FailureKind kind) {
  switch (kind) {
    case FailureKind::unreadable:
    case FailureKind::malformed:
    case FailureKind::unwritable:
    case FailureKind::usage:
    case FailureKind::inapplicable:
      return usage_error;
    case FailureKind::not_certified:
      return 3;
    case FailureKind::cancelled:
      return 130;
  }
  return defect;
}

int command_line(int argc, const char* const* argv, std::span<const theory::Entry> theorems) {
  try {
    return run(argc, argv, theorems);
  } catch (const std::bad_alloc&) {
    std::cerr << "lemmata: not enough memory for this input\n";
    return usage_error;
  } catch (const std::exception& error) {
    std::cerr << "lemmata: a defect of lemmata, please report it: " << error.what() << '\n';
    return defect;
  }
}

}  // namespace lemmata::verify::cli
