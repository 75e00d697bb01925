#include "verify/coq/routes.hpp"

#include "verify/coq/kernel_route.hpp"
#include "verify/coq/process.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <sstream>
#include <utility>

#include <unistd.h>

#ifndef LEMMATA_COQ_THEORIES
#define LEMMATA_COQ_THEORIES ""
#endif
#ifndef LEMMATA_PROVED_PROGRAM
#define LEMMATA_PROVED_PROGRAM ""
#endif

namespace lemmata::verify {

namespace {

using checker::Outcome;
using checker::Result;
namespace fs = std::filesystem;

struct RouteName {
  Route route;
  std::string_view name, words;
};
constexpr std::array<RouteName, 5> route_names{{
    {Route::mirror, "mirror", "checked in exact arithmetic"},
    {Route::proved, "proved", "checked by the proved checker"},
    {Route::kernel, "kernel", "proved in Coq"},
    {Route::witness, "witness", "checked in exact and enclosed arithmetic"},
    {Route::strongest, "strongest", "checked by the strongest route"},
}};

/// Largest sizes for which `strongest` takes the kernel route: a few seconds to a minute.
constexpr std::size_t kernel_rows = 400;
constexpr std::size_t kernel_bytes = std::size_t{4} << 20U;

bool present(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

Expected<std::string> contents(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open() || fs::is_directory(path, ignored))
    return Failure{FailureKind::unreadable, path + ": cannot be read"};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// The blocks of a text: each from its first line to its line "end".
using Blocks = std::vector<std::string_view>;
Blocks blocks_of(std::string_view text) {
  Blocks blocks;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = text.find("\nend\n", begin);
    const std::size_t next = end == std::string::npos ? text.size() : end + 5;
    blocks.push_back(text.substr(begin, next - begin));
    begin = next;
  }
  return blocks;
}

std::string kind_of(std::string_view block) {
  const std::size_t begin = block.find("\nkind ");
  if (begin == std::string_view::npos) return "";
  return std::string(block.substr(begin + 6, block.find('\n', begin + 6) - begin - 6));
}

/// The largest number of rows in a block, as its header lines say.
std::size_t rows_of(std::string_view block) {
  std::size_t most = 0;
  for (const char* const header : {"\na ", "\nx ", "\ng "}) {
    const std::size_t at = block.find(header);
    std::size_t rows = 0;
    if (at != std::string_view::npos) std::from_chars(block.data() + at + 3, block.data() + block.size(), rows);
    most = std::max(most, rows);
  }
  return most;
}

std::string kernel_obstacle(const Blocks& blocks, const RouteTools& tools) {
  if (tools.coqc.empty()) return "kernel: coqc is not installed";
  if (tools.theories.empty()) return "kernel: the compiled proofs are not installed";
  for (const std::string_view block : blocks)
    if (!has_proof(kind_of(block))) return "kernel: the kind " + kind_of(block) + " has no proof in Coq";
  return "";
}

/// Why the kernel route, though possible, would take too long to be the default.
std::string kernel_reluctance(const std::string& text, const Blocks& blocks) {
  for (const std::string_view block : blocks)
    if (rows_of(block) > kernel_rows) return "kernel: more than " + std::to_string(kernel_rows) + " rows";
  if (text.size() > kernel_bytes) return "kernel: the certificate is larger than 4 MiB";
  return "";
}

std::string proved_obstacle(const Blocks& blocks, const RouteTools& tools) {
  if (tools.proved_program.empty()) return "proved: lemmata-verify-proved is not installed";
  for (const std::string_view block : blocks)
    if (!has_proof(kind_of(block))) return "proved: the kind " + kind_of(block) + " is not one of the proved checker";
  return "";
}

void disagree(Result& result, std::string_view route, const std::string& reason) {
  result.outcome = Outcome::rejected;
  result.statement.clear();
  result.assumptions.clear();
  result.reason = "accepted in exact arithmetic, but refused by the route " + std::string(route) + ": " + reason;
}

/// Sets `what` to the rest of `line` after `prefix`, if the line begins with it.
bool after(const std::string& line, const std::string& prefix, std::string& what) {
  if (line.compare(0, prefix.size(), prefix) != 0) return false;
  what = line.substr(prefix.size());
  return true;
}

/// Blocks first to last - 1 of a certificate: a stretch of its text.
struct Share {
  std::size_t first = 0, last = 0;
  std::string_view text;
};

/// The blocks, in order, in shares of about the same size: one for each processor when there is much to do.
std::vector<Share> shares_of(const Blocks& blocks) {
  constexpr std::size_t much = std::size_t{1} << 20U;
  std::size_t total = 0;
  for (const std::string_view block : blocks) total += block.size();
  if (total == 0) return {};
  const std::size_t count = std::clamp<std::size_t>(total / much, 1, usable_processors());
  std::vector<Share> shares(1, {0, 0, blocks.front()});
  std::size_t done = 0, place = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    // A block belongs to the share in which its middle lies.
    const std::size_t next = (done + blocks[i].size() / 2) * count / total;
    if (next > place && i > 0) shares.push_back({i, i, blocks[i]});
    place = next;
    done += blocks[i].size();
    Share& share = shares.back();
    share.last = i + 1;
    share.text = {share.text.data(), blocks[i].data() + blocks[i].size()};
  }
  return shares;
}

/// The blocks that the mirror accepted, as the extracted program sees them: its own words replace the mirror's.
void read_answers(const ProgramRun& run, std::span<Result> results) {
  std::istringstream lines(run.output);
  std::size_t seen = 0;
  for (std::string line, rest; std::getline(lines, line);) {
    const bool verdict = line.compare(0, 4, "    ") != 0 && line.compare(0, 2, "  ") == 0;
    if (verdict && seen < results.size()) {
      Result& result = results[seen++];
      if (after(line, "  accepted " + result.kind + ", checked by the proved checker: ", rest)) {
        result.outcome = Outcome::accepted;
        result.statement = rest;
        result.assumptions.clear();
      } else if (result.outcome != Outcome::accepted) {
        const bool rejected = line.compare(0, 11, "  rejected ") == 0;
        result.outcome = rejected ? Outcome::rejected : Outcome::malformed;
        result.reason = line.substr(2);
      } else {
        disagree(result, "proved", line.substr(2));
      }
    } else if (seen > 0 && after(line, "    assumes: ", rest)) {
      results[seen - 1].assumptions.push_back(rest);
    } else if (seen > 0 && after(line, "    data sha256:", rest) && rest != results[seen - 1].data_digest) {
      if (!results[seen - 1].data_digest.empty()) disagree(results[seen - 1], "proved", "it read other data, " + rest);
      results[seen - 1].data_digest = rest;
    }
  }
  for (; seen < results.size(); ++seen) disagree(results[seen], "proved", "no answer");
  const bool accepted =
      std::all_of(results.begin(), results.end(), [](const Result& r) { return r.outcome == Outcome::accepted; });
  if (accepted != (run.status == 0)) disagree(results.front(), "proved", "exit status " + std::to_string(run.status));
}

/// The extracted program at work on a share.
struct ProgramAtWork {
  Share share;
  RunningProgram program;
};

Expected<std::vector<ProgramAtWork>> start_programs(const Blocks& blocks, const RouteTools& tools) {
  std::vector<ProgramAtWork> all;
  for (const Share& share : shares_of(blocks)) {
    Expected<RunningProgram> program = RunningProgram::start({tools.proved_program, "-"}, {}, share.text);
    if (!program) return program.error();
    all.push_back({share, *std::move(program)});
  }
  return all;
}

Expected<std::vector<Result>> by_program(std::vector<ProgramAtWork>& programs, std::vector<Result> results) {
  for (ProgramAtWork& work : programs) {
    const Expected<ProgramRun> run = work.program.wait();
    if (!run) return run.error();
    if (run->status > 2)
      return Failure{FailureKind::unreadable, "lemmata-verify-proved ended with status " + std::to_string(run->status)};
    read_answers(*run, std::span(results).subspan(work.share.first, work.share.last - work.share.first));
  }
  return results;
}

/// Adds the axioms to the assumptions, the many of the primitive integers as one. Returns one that is not expected.
std::string say_axioms(const std::vector<std::string>& axioms, std::vector<std::string>& assumptions) {
  std::string reals;
  bool primitive = false;
  for (const std::string& axiom : axioms) {
    if (axiom.rfind("PrimInt63.", 0) == 0 || axiom.rfind("Uint63.", 0) == 0) {
      primitive = true;
    } else if (axiom.rfind("ClassicalDedekindReals.sig_", 0) == 0 ||
               axiom == "FunctionalExtensionality.functional_extensionality_dep" || axiom == "Classical_Prop.classic") {
      reals += (reals.empty() ? "" : ", ") + axiom;
    } else {
      return axiom;
    }
  }
  if (!reals.empty()) assumptions.push_back("axioms of Coq's real numbers: " + reals);
  if (primitive)
    assumptions.push_back("Coq's primitive 63-bit integers (modules PrimInt63 and Uint63) are as specified");
  return "";
}

/// Numbers of blocks that are proved together, in one file.
using Group = std::vector<std::size_t>;

/// Blocks about the same data share most of their numbers. On one processor all blocks share the libraries' loading.
std::vector<Group> groups_of(const std::vector<Result>& results) {
  const bool together = usable_processors() == 1;
  std::vector<Group> groups;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
      return together || results[group.front()].data_digest == results[i].data_digest;
    });
    if (same == groups.end()) {
      groups.push_back({i});
    } else {
      same->push_back(i);
    }
  }
  return groups;
}

/// A coqc for each group. Returns the groups that it does not accept; why not is said of a block that is alone.
Expected<std::vector<Group>> refused_by_kernel(const std::vector<Group>& groups, const Blocks& blocks,
                                               std::vector<Result>& results, const RouteTools& tools,
                                               KernelIntegers integers) {
  std::vector<std::string> scripts;
  std::vector<Group> tried, refused;
  const auto refuse = [&](const Group& group, const std::string& why) {
    refused.push_back(group);
    if (group.size() == 1) disagree(results[group.front()], "kernel", why);
  };
  for (const Group& group : groups) {
    std::vector<std::string> selected;
    for (const std::size_t i : group) selected.emplace_back(blocks[i]);
    Expected<std::string> script = kernel_script(selected, integers);
    if (!script) {
      refuse(group, script.error().message);
      continue;
    }
    scripts.push_back(*std::move(script));
    tried.push_back(group);
  }
  const Expected<std::vector<KernelAnswer>> answers = run_kernel(scripts, tools.coqc, tools.theories);
  if (!answers) return answers.error();
  for (std::size_t g = 0; g < tried.size(); ++g) {
    const KernelAnswer& answer = (*answers)[g];
    if (!answer.accepted) {
      refuse(tried[g], answer.reason);
      continue;
    }
    for (const std::size_t i : tried[g]) {
      if (const std::string other = say_axioms(answer.axioms, results[i].assumptions); !other.empty())
        disagree(results[i], "kernel", "the claim rests on the unknown axiom " + other);
    }
  }
  return refused;
}

Expected<std::vector<Result>> by_kernel(const Blocks& blocks, std::vector<Result> results, const RouteTools& tools,
                                        const RouteOptions& options) {
  const KernelIntegers integers = options.pure_integers ? KernelIntegers::pure : KernelIntegers::big;
  const Expected<std::vector<Group>> refused = refused_by_kernel(groups_of(results), blocks, results, tools, integers);
  if (!refused) return refused.error();
  std::vector<Group> alone;  // to learn which of them it is that coqc does not accept
  for (const Group& group : *refused)
    for (const std::size_t i : group)
      if (group.size() > 1) alone.push_back({i});
  const Expected<std::vector<Group>> last = refused_by_kernel(alone, blocks, results, tools, integers);
  if (!last) return last.error();
  return results;
}

}  // namespace

std::optional<Route> route_named(std::string_view name) {
  for (const RouteName& entry : route_names)
    if (entry.name == name) return entry.route;
  return std::nullopt;
}
std::string_view name_of(Route route) { return route_names[static_cast<std::size_t>(route)].name; }
std::string_view words_of(Route route) { return route_names[static_cast<std::size_t>(route)].words; }

RouteTools find_route_tools() {
  RouteTools tools;
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  const fs::path here = error ? fs::path() : self.parent_path();
  for (const fs::path& folder :
       {here / "../lib/lemmata/coq", here / "../lib/x86_64-linux-gnu/lemmata/coq", fs::path(LEMMATA_COQ_THEORIES)}) {
    if (!tools.theories.empty() || folder.empty() || !present(folder / "Reals.vo") || !present(folder / "BigInst.vo"))
      continue;
    tools.theories = fs::weakly_canonical(folder, error).string();
  }
  for (const fs::path& program :
       {here / "lemmata-verify-proved", fs::path(LEMMATA_PROVED_PROGRAM), find_program("lemmata-verify-proved")})
    if (tools.proved_program.empty() && !program.empty() && present(program)) tools.proved_program = program.string();
  tools.coqc = find_program("coqc").string();
  return tools;
}

Expected<RouteResult> run_route(Route route, const std::string& path, const RouteOptions& options,
                                const RouteTools& tools) {
  const Expected<std::string> text = contents(path);
  if (!text) return text.error();
  RouteResult result;
  const Blocks blocks = blocks_of(*text);
  const std::string no_kernel = kernel_obstacle(blocks, tools);
  const std::string no_proved = proved_obstacle(blocks, tools);
  result.route = route;
  if (route == Route::strongest) {
    const std::string slow = no_kernel.empty() ? kernel_reluctance(*text, blocks) : no_kernel;
    const bool witness =
        std::any_of(blocks.begin(), blocks.end(), [](std::string_view block) { return kind_of(block) == "witness"; });
    const Route weakest = witness ? Route::witness : Route::mirror;
    result.route = slow.empty() ? Route::kernel : no_proved.empty() ? Route::proved : weakest;
    if (!slow.empty()) result.why_not_stronger = slow + (no_proved.empty() ? "" : "; " + no_proved);
  }
  // The extracted program works beside the mirror, and is stopped when the mirror refuses.
  std::vector<ProgramAtWork> programs;
  if (result.route == Route::proved && no_proved.empty()) {
    Expected<std::vector<ProgramAtWork>> started = start_programs(blocks, tools);
    if (!started) return started.error();
    programs = *std::move(started);
  }
  result.blocks = checker::check(*text, {options.data_file, path == "-" ? "" : fs::path(path).parent_path().string()});
  // What is refused already needs no proof that it is refused.
  if (result.exit_status() != 0 || result.route == Route::mirror || result.route == Route::witness) return result;
  if (result.route == Route::kernel && !no_kernel.empty()) return Failure{FailureKind::usage, no_kernel};
  if (result.route == Route::proved && !no_proved.empty()) return Failure{FailureKind::usage, no_proved};
  if (blocks.size() != result.blocks.size())
    return Failure{FailureKind::malformed, path + ": blocks cannot be told apart"};
  const Expected<std::vector<Result>> checked = result.route == Route::kernel
                                                    ? by_kernel(blocks, result.blocks, tools, options)
                                                    : by_program(programs, result.blocks);
  if (!checked) return checked.error();
  result.blocks = *checked;
  return result;
}

}  // namespace lemmata::verify
