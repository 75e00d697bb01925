#pragma once
/// \file
/// # Files that a command line would write over
/// What is to be written must not be named elsewhere on the same command line: input would be destroyed, or one of two
/// answers lost.

#include "numerics/base/expected.hpp"

#include <optional>
#include <span>

namespace lemmata::verify::cli {

/// A usage failure that names the option, or nothing. words: the command line without the program's name.
[[nodiscard]] std::optional<Failure> overwritten(std::span<const char* const> words);

}  // namespace lemmata::verify::cli
