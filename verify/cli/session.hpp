#pragma once
/// \file
/// # One invocation of the command line: the global options and what is to be run

#include "numerics/base/expected.hpp"
#include "theory/statement/registry.hpp"
#include "verify/report/report.hpp"

#include <functional>
#include <span>
#include <string>
#include <utility>

namespace lemmata::verify::cli {

struct Session {
  // Global options, the same for every command.
  Format format = Format::text;    ///< a command may prefer another one; --format decides
  std::string output = "-";        ///< a path, or "-" for standard output
  bool color = false;              ///< decided from --color, NO_COLOR and the terminal
  bool quiet = false;              ///< the answer only, no progress
  std::string precision = "auto";  ///< auto, double, dd or a number of bits, as written
  unsigned jobs = 1;               ///< threads
  std::string command_line;        ///< as typed

  /// The theorems that the commands are about, sorted by id.
  std::span<const theory::Entry> theorems;

  /// Set by the chosen command: computes the report. Runs after parsing, once.
  std::function<Expected<Report>()> run;

  /// The keys every JSON document begins with: schema, version, command_line, input (empty), seconds (set at the end).
  [[nodiscard]] Json document(const std::string& command) const;
};

/// A request that cannot be meant.
[[nodiscard]] inline Failure usage(std::string message) { return {FailureKind::usage, std::move(message)}; }

/// The exit status that a failure of this kind has (interface: exit codes).
[[nodiscard]] int exit_status(FailureKind kind);

/// The whole program over `theorems`, which are sorted by id: parses, runs, publishes; the exit status.
int command_line(int argc, const char* const* argv, std::span<const theory::Entry> theorems);

}  // namespace lemmata::verify::cli
