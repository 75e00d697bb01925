#pragma once
/// \file
/// # The registry: every theorem, by id
/// The list is written by the build from the files of the declared areas (`theory/registry.cmake`); nothing
/// registers itself.

#include "theory/statement/theorem.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata::theory {

struct Entry {
  std::string id;  ///< <area>/<file name>
  Theorem theorem;
};

/// All theorems, sorted by id.
[[nodiscard]] std::span<const Entry> registry();

/// Entries whose id or dossier id matches `pattern`; `*` stands for any characters, `?` for one. Empty when none does.
[[nodiscard]] std::vector<Entry> matching(std::span<const Entry> entries, std::string_view pattern);

/// Whether `text` matches `pattern`, as above.
[[nodiscard]] bool matches_glob(std::string_view text, std::string_view pattern);

}  // namespace lemmata::theory
