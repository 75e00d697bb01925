#pragma once
/// \file
/// # Controls: false claims that the engine must refute
/// A check whose controls survive has proved nothing. For every kind `refuted` means that the control did its work:
/// dropped_hypothesis  exactly the named hypothesis fails, and without it a claim is refuted;
/// sabotage            the hypotheses hold and the false claim is refuted;
/// tight_case          the claim is proved, and the claim strengthened by more than the stated slack is refuted;
/// golden              "the value is not the published one" is refuted.

#include "theory/statement/registry.hpp"
#include "verify/engine/decide.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace lemmata::verify {

struct ControlOutcome {
  std::string id;  ///< <theorem id>/<control name>
  theory::ControlKind kind = theory::ControlKind::sabotage;
  bool refuted = false;
  std::size_t after_instances = 0;
  std::string why;  ///< why it survived; empty otherwise
};

/// Runs one control; a drawn one for at most `instances` instances.
[[nodiscard]] ControlOutcome run_control(const theory::Entry& entry,
                                         const theory::Control<theory::AnyInstance>& control, std::uint64_t seed,
                                         std::size_t instances, const Policy& policy = {});

}  // namespace lemmata::verify
