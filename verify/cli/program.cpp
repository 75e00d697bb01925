#include "verify/cli/program.hpp"

#include "numerics/base/contract.hpp"
#include "verify/cli/session.hpp"

#include <algorithm>
#include <cstdio>

namespace lemmata {
namespace {

void check_ids(const std::vector<theory::Entry>& theorems) {
  expects(!theorems.empty(), "program: a theorem");
  for (const theory::Entry& entry : theorems) {
    expects(std::ranges::count(entry.id, '/') == 1 && entry.id.front() != '/' && entry.id.back() != '/',
            "program: ids of the form <area>/<name>");
  }
  const auto twice = std::ranges::adjacent_find(theorems, {}, &theory::Entry::id);
  expects(twice == theorems.end(), "program: distinct ids");
}

}  // namespace

int program(int argc, const char* const* argv, std::vector<theory::Entry> theorems, Catalogue catalogue) {
  try {
    if (catalogue == Catalogue::own_and_ours) {
      const auto ours = theory::registry();
      theorems.insert(theorems.end(), ours.begin(), ours.end());
    }
    std::ranges::sort(theorems, {}, &theory::Entry::id);
    check_ids(theorems);
  } catch (const ContractViolation& violation) {
    std::fprintf(stderr, "lemmata: the list of theorems is wrong: %s\n", violation.what());
    return 4;
  }
  return verify::cli::command_line(argc, argv, theorems);
}

}  // namespace lemmata
