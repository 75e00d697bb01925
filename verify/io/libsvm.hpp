#pragma once
/// \file
/// # LIBSVM text
/// ## Source  C.-C. Chang, C.-J. Lin, LIBSVM, README: `LABEL INDEX:VALUE INDEX:VALUE ...`, indices ascending from 1.
/// ## Notes   `#` begins a comment. The number of columns is the largest index of the file. Absent entries are 0.

#include "verify/io/source.hpp"
#include "verify/io/table.hpp"

namespace lemmata::verify::io {

[[nodiscard]] Expected<Table> read_libsvm(const Source& source, const DataRequest& request);

}  // namespace lemmata::verify::io
