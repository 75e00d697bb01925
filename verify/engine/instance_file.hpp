#pragma once
/// \file
/// # Instance files: one exact instance, which `lemmata replay` reads
/// The file holds the instance, not the choices that made it, so it survives a change of the generator.

#include "theory/statement/registry.hpp"
#include "verify/report/report.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lemmata::verify {

/// Where an instance came from; diagnostic only.
struct Origin {
  std::string how;  ///< "generated", "shrunk", "data"
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> index;
};

/// `{"schema": "lemmata/instance/1", "theorem": id, "theorem_version": .., "origin": {..}, "instance": {..}}`
[[nodiscard]] Json instance_document(const theory::Entry& entry, const theory::AnyInstance& instance,
                                     const Origin& origin);

struct ReadInstance {
  theory::Entry entry;
  theory::AnyInstance instance;
  int theorem_version = 0;
};

/// Reads what instance_document wrote. Failure (malformed) says what is wrong, or which theorem is not known here.
[[nodiscard]] Expected<ReadInstance> read_instance(std::string_view text, std::span<const theory::Entry> known);

/// A file name for instance k of the theorem: "<area>.<name>.<what>.json".
[[nodiscard]] std::string instance_file_name(const theory::Entry& entry, const std::string& what);

}  // namespace lemmata::verify
