#include "verify/cli/session.hpp"

int main(int argc, char** argv) { return lemmata::verify::cli::command_line(argc, argv, lemmata::theory::registry()); }
