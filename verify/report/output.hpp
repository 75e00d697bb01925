#pragma once
/// \file
/// # Output that is whole or absent
/// Regular files are written aside, flushed, synced and renamed; devices and pipes are written directly.

#include "numerics/base/expected.hpp"

#include <string>
#include <string_view>

namespace lemmata::verify {

/// Writes `content` to `path` ("-" is standard output). The path, or why nothing was written: then an existing file is
/// as it was and nothing new stands beside it.
[[nodiscard]] Expected<std::string> write_output(const std::string& path, std::string_view content);

}  // namespace lemmata::verify
