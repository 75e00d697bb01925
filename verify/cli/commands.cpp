#include "verify/cli/commands.hpp"

#include "verify/cli/session.hpp"

#include <CLI/CLI.hpp>

namespace lemmata::verify::cli {
#ifdef LEMMATA_WITHOUT_CATALOGUE
namespace {

// The commands over theorems and problems, in a program built without them.
void say_how_to_get(const std::string& name, CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(name, "(not in this build; ./run build adds it)");
  command->allow_extras()->fallthrough(false);
  command->callback([name, &session] {
    session.run = [name]() -> Expected<Report> {
      return Failure{FailureKind::usage, name + ": this program was built without theorems; ./run build adds them"};
    };
  });
}

}  // namespace

void add_commands(CLI::App& app, Session& session) {
  add_gram(app, session);
  add_eigen(app, session);
  add_margin(app, session);
  add_verify(app, session);
  for (const char* name : {"hessian", "list", "show", "check", "campaign", "replay", "report", "table"}) {
    say_how_to_get(name, app, session);
  }
}
#else
void add_commands(CLI::App& app, Session& session) {
  add_gram(app, session);
  add_eigen(app, session);
  add_hessian(app, session);
  add_margin(app, session);
  add_list(app, session);
  add_show(app, session);
  add_check(app, session);
  add_campaign(app, session);
  add_replay(app, session);
  add_report(app, session);
  add_table(app, session);
  add_verify(app, session);
}
#endif

}  // namespace lemmata::verify::cli
