#include "verify/io/idx.hpp"

#include <fmt/format.h>

#include <cmath>

namespace lemmata::verify::io {
namespace {

std::optional<ElementType> element_type(unsigned char code) {
  using Kind = ElementType::Kind;
  switch (code) {
    case 0x08:
      return ElementType{Kind::unsigned_integer, 1, true};
    case 0x09:
      return ElementType{Kind::signed_integer, 1, true};
    case 0x0b:
      return ElementType{Kind::signed_integer, 2, true};
    case 0x0c:
      return ElementType{Kind::signed_integer, 4, true};
    case 0x0d:
      return ElementType{Kind::floating, 4, true};
    case 0x0e:
      return ElementType{Kind::floating, 8, true};
    default:
      return std::nullopt;
  }
}

}  // namespace

Expected<ArrayView> view_idx(std::string_view path, std::string_view content) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(content[i]); };
  if (content.size() < 4) return malformed(path, {}, "truncated IDX header");
  if (byte(0) != 0 || byte(1) != 0) return malformed(path, {}, "not an IDX file: its first two bytes are not 0");
  const std::optional<ElementType> type = element_type(byte(2));
  if (!type) return malformed(path, {}, fmt::format("IDX element type 0x{:02x} is not known", byte(2)));
  const std::size_t dimensions = byte(3);
  if (dimensions == 0) return malformed(path, {}, "IDX array without dimensions");
  const std::size_t header = 4 + 4 * dimensions;
  if (content.size() < header) return malformed(path, {}, "truncated IDX header");
  std::vector<std::size_t> shape;
  for (std::size_t at = 4; at < header; at += 4) {
    shape.push_back(std::size_t{byte(at)} << 24 | std::size_t{byte(at + 1)} << 16 | std::size_t{byte(at + 2)} << 8 |
                    std::size_t{byte(at + 3)});
  }
  const std::string_view bytes = content.substr(header);
  if (auto failure = wrong_size(path, shape, type->size, bytes.size())) return *failure;
  std::size_t columns = 1;
  for (std::size_t k = 1; k < shape.size(); ++k) columns = shape[0] == 0 ? 0 : columns * shape[k];
  ArrayView view = row_major(bytes, *type, shape[0], columns);
  view.dimensions = shape.size();
  return view;
}

Expected<Table> read_idx(const Source& images, const Source* labels, const DataRequest& request) {
  const Expected<ArrayView> view = view_idx(images.path, images.content);
  if (!view) return view.error();
  Expected<Table> table = gather(request, {view->columns, {}, false, labels != nullptr}, *view, images.path);
  if (!table || labels == nullptr) return table;
  const Expected<ArrayView> marks = view_idx(labels->path, labels->content);
  if (!marks) return marks.error();
  if (marks->dimensions != 1 || marks->rows != view->rows) {
    return malformed(labels->path, {},
                     fmt::format("labels are {} rows of {} where the inputs are {} rows; expected one label a row",
                                 marks->rows, marks->columns, view->rows));
  }
  if (request.label == "none") return table;
  Table labelled = std::move(table).value();
  for (const std::size_t i : labelled.data.source_rows) {
    const double value = element(*marks, i, 0).value;
    if (!std::isfinite(value)) {
      return malformed(labels->path, {0, i + 1, 0, {}}, "not a finite number", element_text(*marks, i, 0));
    }
    labelled.data.labels.push_back(label_of(value));
  }
  return labelled;
}

}  // namespace lemmata::verify::io
