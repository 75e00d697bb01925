#pragma once
/// \file
/// # Controls: false claims that the engine must refute
/// A check whose controls survive has proved nothing. For every kind `refuted` means that the control did its work:
/// dropped_hypothesis  exactly the named hypothesis fails, and without it a claim is refuted;
/// sabotage            the hypotheses hold and the false claim is refuted;
/// tight_case          the claim is proved, and the claim strengthened by more than the stated slack is refuted;
/// golden              "the value is not the published one" is refuted.
/// A claim of a control counts as refuted when it is exact and certainly false on an instance; when it is probabilistic
/// and the frequency of its failures over the instances drawn certainly violates it; when it is the surrogate of a
/// limit and certainly fails.

#include "theory/statement/registry.hpp"
#include "verify/engine/decide.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace lemmata::verify {

struct ControlOutcome {
  std::string id;  ///< <theorem id>/<control name>
  theory::ControlKind kind = theory::ControlKind::sabotage;
  bool refuted = false;
  std::size_t after_instances = 0;
  std::string why;  ///< why it survived; empty otherwise
  bool stopped = false;
};

/// Runs one control; a drawn one for at most `instances` instances. A frequency is looked at after every instance; that
/// a true claim is refuted by any of these looks has probability at most `false_alarm`. `stop` is asked before every
/// instance; a control that was stopped has survived, and says so.
[[nodiscard]] ControlOutcome run_control(const theory::Entry& entry,
                                         const theory::Control<theory::AnyInstance>& control, std::uint64_t seed,
                                         std::size_t instances, const Policy& policy = {}, double false_alarm = 1e-9,
                                         const std::function<bool()>& stop = {});

}  // namespace lemmata::verify
