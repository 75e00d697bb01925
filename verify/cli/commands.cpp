#include "verify/cli/commands.hpp"

namespace lemmata::verify::cli {

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

}  // namespace lemmata::verify::cli
