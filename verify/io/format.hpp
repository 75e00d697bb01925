#pragma once
/// \file
/// # File formats
/// The formats a data set or a matrix may come in, their names on the command line, and how they are
/// told apart by content. File names play no part.

#include "numerics/base/expected.hpp"

#include <string_view>

namespace lemmata::verify::io {

enum class Format { csv, npy, npz, libsvm, idx, matrix_market };

/// The name used on the command line and in reports: csv, npy, npz, libsvm, idx, matrix-market.
[[nodiscard]] std::string_view name_of(Format format);

/// The format of that name, or a usage failure that lists the names.
[[nodiscard]] Expected<Format> format_named(std::string_view name);

/// The format of `content`, already decompressed: by magic number for the binary formats and Matrix Market;
/// text is LIBSVM when its first line of more than one word reads `LABEL INDEX:VALUE ...`, otherwise CSV.
[[nodiscard]] Format recognise(std::string_view content);

}  // namespace lemmata::verify::io
