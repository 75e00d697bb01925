#include "verify/io/load.hpp"

#include "verify/io/csv.hpp"
#include "verify/io/idx.hpp"
#include "verify/io/libsvm.hpp"
#include "verify/io/matrix_market.hpp"
#include "verify/io/npy.hpp"
#include "verify/io/npz.hpp"

#include <fmt/format.h>

#include <bit>

namespace lemmata::verify::io {
namespace {

Expected<Table> read_archive(const SourceName& name, const Source& source, const DataRequest& request) {
  std::string member = name.member;
  if (member.empty()) {
    const Expected<std::vector<std::string>> names = npz_names(source.path, source.content);
    if (!names) return names.error();
    if (names->size() != 1) {
      std::string list;
      for (const std::string& one : *names) list += fmt::format("{}{}", list.empty() ? "" : ", ", printable(one));
      return Failure{FailureKind::usage,
                     fmt::format("{}: {} arrays; say which as FILE.npz:NAME{}{}", printable(source.path, 200),
                                 names->size(), list.empty() ? "" : ", one of ", printable(list, 400))};
    }
    member = names->front();
  }
  const Expected<std::string> content = npz_member(source.path, source.content, member);
  if (!content) return content.error();
  return read_npy(source.path + ":" + member, *content, request).transform([&](Table&& table) {
    table.member = member;
    return std::move(table);
  });
}

Expected<Table> read_market(const Source& source, const DataRequest& request, bool& skew) {
  const Expected<MarketMatrix> matrix = read_matrix_market(source);
  if (!matrix) return matrix.error();
  skew = matrix->skew;
  const Matrix<double>& values = matrix->values;
  const ElementType stored{ElementType::Kind::floating, sizeof(double), std::endian::native == std::endian::big};
  const std::string_view bytes(reinterpret_cast<const char*>(values.data()), values.entries().size_bytes());
  return gather(request, {values.columns(), {}, false, false},
                row_major(bytes, stored, values.rows(), values.columns()), source.path);
}

Failure no_such_part(const std::string& source, Format format, std::string_view what) {
  return {FailureKind::usage,
          fmt::format("{}: {} does not go with the format {}", printable(source, 200), what, name_of(format))};
}

}  // namespace

SourceName split_source(const std::string& source) {
  if (is_file(source)) return {source, {}, {}};
  for (std::size_t at = source.find(','); at != std::string::npos; at = source.find(',', at + 1)) {
    if (is_file(source.substr(0, at)) && at + 1 < source.size())
      return {source.substr(0, at), {}, source.substr(at + 1)};
  }
  const std::size_t colon = source.find_last_of(':');
  if (colon != std::string::npos && colon + 1 < source.size() && is_file(source.substr(0, colon))) {
    return {source.substr(0, colon), source.substr(colon + 1), {}};
  }
  return {source, {}, {}};
}

Expected<LoadedFile> load_table(const DataRequest& request, bool data_set) {
  const SourceName name = split_source(request.source);
  const Expected<Source> source = load(name.path);
  if (!source) return source.error();
  return load_table(request, data_set, name, *source);
}

Expected<LoadedFile> load_table(const DataRequest& request, bool data_set, const SourceName& name,
                                const Source& source) {
  LoadedFile result;
  result.format = request.format.value_or(recognise(source.content));
  if (!name.member.empty() && result.format != Format::npz) return no_such_part(request.source, result.format, ":NAME");
  if (!name.labels.empty() && result.format != Format::idx) {
    return no_such_part(request.source, result.format, "a second file of labels");
  }
  const auto read = [&]() -> Expected<Table> {
    switch (result.format) {
      case Format::csv:
        return read_csv(source, request, data_set);
      case Format::npy:
        return read_npy(source.path, source.content, request);
      case Format::npz:
        return read_archive(name, source, request);
      case Format::libsvm:
        return read_libsvm(source, request);
      case Format::matrix_market:
        return read_market(source, request, result.skew);
      case Format::idx:
        break;
    }
    if (name.labels.empty()) return read_idx(source, nullptr, request);
    const Expected<Source> labels = load(name.labels);
    if (!labels) return labels.error();
    Expected<Table> table = read_idx(source, &*labels, request);
    if (table) result.files.push_back({labels->path, labels->sha256, table->file_rows, 1});
    return table;
  };
  Expected<Table> table = read();
  if (!table) return table.error();
  result.table = std::move(table).value();
  const std::string path = name.member.empty() ? name.path : name.path + ":" + name.member;
  result.files.insert(result.files.begin(), {path, source.sha256, result.table.file_rows, result.table.file_columns});
  return result;
}

}  // namespace lemmata::verify::io
