#pragma once
/// \file
/// # Checking a certificate by a chosen route
/// | route | who checks | words in reports |
/// |---|---|---|
/// | `kernel` | coqc itself, on the checker of `verify/coq` applied to the numbers | proved in Coq |
/// | `proved` | the program extracted from Coq, `lemmata-verify-proved` | checked by the proved checker |
/// | `mirror` | the same loops in C++ on exact integers | checked in exact arithmetic |
/// | `witness` | the C++ checker, which recomputes the matrix from the data file | checked in exact and enclosed
/// arithmetic |

#include "numerics/base/expected.hpp"
#include "verify/checker/check.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata::verify {

enum class Route { mirror, proved, kernel, witness, strongest };

[[nodiscard]] std::optional<Route> route_named(std::string_view name);
[[nodiscard]] std::string_view name_of(Route route);
/// The words of the table above, for a route other than `strongest`.
[[nodiscard]] std::string_view words_of(Route route);

/// What is installed; an empty string means absent.
struct RouteTools {
  std::string coqc;            ///< the program
  std::string theories;        ///< the folder of the compiled proofs
  std::string proved_program;  ///< lemmata-verify-proved
};
/// Looks beside the running program, in the folder it was built in, and in PATH.
[[nodiscard]] RouteTools find_route_tools();

struct RouteOptions {
  std::string data_file;       ///< for `witness` blocks: replaces the file that the certificate names
  bool pure_integers = false;  ///< kernel route on Coq's own Z: slower, trusts nothing but the kernel
};

struct RouteResult {
  Route route = Route::mirror;          ///< the one that was taken
  std::string why_not_stronger;         ///< for `strongest`: what kept a stronger route from being used
  std::vector<checker::Result> blocks;  ///< one a block; never empty
  [[nodiscard]] int exit_status() const { return checker::exit_status(blocks); }
};

/// Checks the certificate in the file `path` ("-" is standard input). Guarantee: a block is accepted only if every
/// route that was taken accepts it; the kernel and proved routes come after the mirror, and a disagreement is a
/// rejection that says so. A Failure when the file cannot be read or the route is not installed (usage).
[[nodiscard]] Expected<RouteResult> run_route(Route route, const std::string& path, const RouteOptions& options = {},
                                              const RouteTools& tools = find_route_tools());

}  // namespace lemmata::verify
