#pragma once
/// \file
/// # NumPy arrays
/// ## Source  NumPy Enhancement Proposal 1 (numpy.lib.format), versions 1.0 to 3.0.
/// ## Notes   Accepted: booleans, integers of 1 to 8 bytes, floats of 2, 4 and 8 bytes, either byte order, C or Fortran
///            order. Refused by name: objects, records, strings, complex numbers, long doubles. Dimensions beyond the
///            second are flattened (C order).

#include "verify/io/array.hpp"

namespace lemmata::verify::io {

/// The array in `content` as a view on it; `path` is for messages.
[[nodiscard]] Expected<ArrayView> view_npy(std::string_view path, std::string_view content);

/// The part of the array that the request selects.
[[nodiscard]] Expected<Table> read_npy(std::string_view path, std::string_view content, const DataRequest& request);

}  // namespace lemmata::verify::io
