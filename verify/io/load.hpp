#pragma once
/// \file
/// # From a request to a table
/// What the public readers share: the parts of a source name, the format, and the reader of that format.

#include "verify/io/source.hpp"
#include "verify/io/table.hpp"

namespace lemmata::verify::io {

/// The parts of `FILE`, `FILE.npz:NAME` and `IMAGES,LABELS`. A source that is itself a file is never split.
struct SourceName {
  std::string path;
  std::string member;
  std::string labels;
};
[[nodiscard]] SourceName split_source(const std::string& source);

struct LoadedFile {
  Table table;
  std::vector<InputFile> files;
  Format format = Format::csv;
  bool skew = false;  ///< Matrix Market says skew-symmetric
};

/// The table of a request. `data_set` chooses the label rule of data sets; otherwise there is none.
[[nodiscard]] Expected<LoadedFile> load_table(const DataRequest& request, bool data_set);

/// The same from content that is already loaded.
[[nodiscard]] Expected<LoadedFile> load_table(const DataRequest& request, bool data_set, const SourceName& name,
                                              const Source& source);

}  // namespace lemmata::verify::io
