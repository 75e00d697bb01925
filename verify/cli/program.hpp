#pragma once
/// \file
/// # The commands over your own theorems
/// The one thing a repository with theorems of its own calls:
///
///     int main(int argc, char** argv) {
///       return lemmata::program(argc, argv, {{"mine/halving", mine::halving()}});
///     }
///
/// `list`, `show`, `check`, `campaign`, `replay` and `report` are then about those theorems.

#include "theory/statement/registry.hpp"

#include <vector>

namespace lemmata {

enum class Catalogue {
  own,          ///< the theorems given
  own_and_ours  ///< and those of the library
};

/// Runs the command line; the exit status. Ids are distinct, of the form <area>/<name> (a contract violation is
/// reported as a defect, status 4).
[[nodiscard]] int program(int argc, const char* const* argv, std::vector<theory::Entry> theorems,
                          Catalogue catalogue = Catalogue::own);

}  // namespace lemmata
