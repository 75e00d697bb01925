#include "verify/cli/commands.hpp"

namespace lemmata::verify::cli {

void add_commands(CLI::App& app, Session& session) {
  static_cast<void>(app);
  static_cast<void>(session);
}

}  // namespace lemmata::verify::cli
