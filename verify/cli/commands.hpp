#pragma once
/// \file
/// # The commands, one file each
/// Each adds its subcommand and options to `app` and, when chosen, sets `session.run`.

namespace CLI {
class App;
}

namespace lemmata::verify::cli {

struct Session;

void add_campaign(CLI::App& app, Session& session);
void add_check(CLI::App& app, Session& session);
void add_eigen(CLI::App& app, Session& session);
void add_gram(CLI::App& app, Session& session);
void add_hessian(CLI::App& app, Session& session);
void add_list(CLI::App& app, Session& session);
void add_margin(CLI::App& app, Session& session);
void add_replay(CLI::App& app, Session& session);
void add_report(CLI::App& app, Session& session);
void add_show(CLI::App& app, Session& session);
void add_table(CLI::App& app, Session& session);
void add_verify(CLI::App& app, Session& session);

/// All of them, in the order of the help page.
void add_commands(CLI::App& app, Session& session);

}  // namespace lemmata::verify::cli
