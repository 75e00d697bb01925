#pragma once
/// \file
/// # NumPy archives
/// A ZIP archive (ZIP64 included) of NPY members, stored or deflated, read through libzip, which checks each CRC.

#include "numerics/base/expected.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lemmata::verify::io {

/// The names of the arrays, without `.npy`, in the order of the archive.
[[nodiscard]] Expected<std::vector<std::string>> npz_names(std::string_view path, std::string_view content);

/// The bytes of the NPY member `name`. Refused: no such member, several of that name, encryption, a wrong CRC or size,
/// and expansion beyond ExpansionLimit{}.
[[nodiscard]] Expected<std::string> npz_member(std::string_view path, std::string_view content, std::string_view name);

}  // namespace lemmata::verify::io
