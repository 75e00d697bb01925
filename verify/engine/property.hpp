#pragma once
/// \file
/// # Property: instances drawn, recorded as choices, and shrunk
/// An instance is a function of (seed, theorem id and version, k) alone: no state, so any number of threads draws the
/// same. Shrinking is RapidCheck's: its generators and shrink trees are used as pure values (its property layer keeps
/// static state and is not used). All uses of RapidCheck's names are in property.cpp.

#include "theory/statement/registry.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace lemmata::verify {

/// What a generator chose, in order. Replayed values beyond a range are clamped, missing ones are 0 (the simplest).
using Choices = std::vector<std::uint64_t>;

struct Generated {
  theory::AnyInstance instance;
  Choices choices;
  int size = 100;
};

/// Instance number k. Sizes run through 1, 2, .., 100 and again.
[[nodiscard]] Generated generate(const theory::Entry& entry, std::uint64_t seed, std::uint64_t k);

/// The same from the streams called `tag`: instances of their own, independent of those that are checked.
[[nodiscard]] Generated generate_tagged(const theory::Entry& entry, std::string_view tag, std::uint64_t seed,
                                        std::uint64_t k);

/// A draw of stream k for a generator other than the theorem's own (drawn controls).
[[nodiscard]] theory::AnyInstance draw_from(const std::function<theory::AnyInstance(theory::Draw&)>& generator,
                                            const theory::Entry& entry, std::string_view tag, std::uint64_t seed,
                                            std::uint64_t k);

/// The instance that these choices give.
[[nodiscard]] Generated replay_choices(const theory::Theorem& theorem, const Choices& choices, int size);

/// The same from RapidCheck's generator with the key {seed, tag of the theorem, k, 0}: what unit tests use.
[[nodiscard]] Generated generate_rapidcheck(const theory::Entry& entry, std::uint64_t seed, std::uint64_t k, int size);

struct Shrunk {
  Generated smallest;
  std::size_t steps = 0;     ///< accepted
  std::size_t examined = 0;  ///< predicate evaluations
};

/// Descends the shrink tree of `start` while `fails` keeps holding. `fails(start)` is assumed. Deterministic.
[[nodiscard]] Shrunk shrink(const theory::Theorem& theorem, const Generated& start,
                            const std::function<bool(const theory::AnyInstance&)>& fails, std::size_t budget = 1000);

}  // namespace lemmata::verify
