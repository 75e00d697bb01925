#pragma once
/// \file
/// # Lines: outcomes of controls and constants as a journal keeps them

#include "verify/engine/controls.hpp"
#include "verify/engine/sharpen.hpp"

#include <string>
#include <string_view>

namespace lemmata::verify {

/// One line without its end, and back. Failure (malformed) for anything that was not written so.
[[nodiscard]] std::string control_line(const ControlOutcome& outcome);
[[nodiscard]] Expected<ControlOutcome> control_from(std::string_view line);
[[nodiscard]] std::string sharpness_line(const Sharpness& sharpness);
[[nodiscard]] Expected<Sharpness> sharpness_from(std::string_view line);

}  // namespace lemmata::verify
