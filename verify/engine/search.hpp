#pragma once
/// \file
/// # Search: looks for the instance on which a claim is closest to failing
/// ## Method     Hill climbing on the choices a generator makes: some fresh instances, then changes of the best one so
///               far (a choice copied from another place, which makes nearly parallel inputs; set to the simplest or
///               the extreme value; nudged; redrawn at a random magnitude). What is minimised is the upper end of the
///               slack on the lowest rung: a number that the slack certainly does not exceed.
/// ## Guarantee  None about how close it comes; a function of its arguments alone. What it finds is a guess: `decide`
///               has the last word, climbs the ladder and asks another rung before it says refuted.

#include "theory/statement/registry.hpp"
#include "verify/engine/decide.hpp"
#include "verify/engine/property.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace lemmata::verify {

struct Found {
  Generated instance;
  Decision decision;  ///< at full precision
};

struct SearchOutcome {
  std::size_t evaluations = 0;
  std::optional<Found> found;  ///< the worst instance whose hypotheses hold; nothing when none did
};

/// Start number `start` for claim number `claim` of the statement, at most `evaluations` instances. `stop` is asked
/// before each; a search that was stopped returns what it has.
[[nodiscard]] SearchOutcome search_worst(const theory::Entry& entry, std::size_t claim, std::uint64_t seed,
                                         std::uint64_t start, std::size_t evaluations, const Policy& policy = {},
                                         const std::function<bool()>& stop = {});

}  // namespace lemmata::verify
