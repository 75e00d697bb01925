#include "verify/cli/commands.hpp"

namespace lemmata::verify::cli {

void add_commands(CLI::App& app, Session& session) { add_gram(app, session); }

}  // namespace lemmata::verify::cli
