#pragma once
/// \file
/// # IDX arrays
/// ## Source  Y. LeCun, C. Cortes, C. Burges, the MNIST database, "The IDX file format".
/// ## Notes   Big-endian; all six element types. Dimensions beyond the second are flattened.

#include "verify/io/array.hpp"
#include "verify/io/source.hpp"

namespace lemmata::verify::io {

/// The array in `content` as a view on it.
[[nodiscard]] Expected<ArrayView> view_idx(std::string_view path, std::string_view content);

/// The part of `images` that the request selects, with the labels of the other file when there is one: a
/// one-dimensional array of as many entries as `images` has rows.
[[nodiscard]] Expected<Table> read_idx(const Source& images, const Source* labels, const DataRequest& request);

}  // namespace lemmata::verify::io
