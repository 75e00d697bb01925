#pragma once
/// \file
/// # Separated values
/// ## Source  RFC 4180 for quotes; the separator is comma, semicolon or tab.
/// ## Method  One pass over the bytes. Separator: the first of tab, semicolon, comma that occurs equally often, at
///            least once, in each of the first records. The first record is a header when no cell of it is a number. A
///            column whose cells are all quoted may still be numeric. Blank lines are accepted at the end only.

#include "verify/io/source.hpp"
#include "verify/io/table.hpp"

namespace lemmata::verify::io {

/// The selected part of a CSV file. `label_is_last` is the rule for data sets; a matrix has no label.
[[nodiscard]] Expected<Table> read_csv(const Source& source, const DataRequest& request, bool label_is_last);

/// The separator of `text` (which begins behind any byte order mark).
[[nodiscard]] char recognise_separator(std::string_view text);

}  // namespace lemmata::verify::io
