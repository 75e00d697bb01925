#include "verify/io/npy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace lemmata::verify::io {
namespace {

struct Header {
  std::string_view type;
  bool fortran_order = false;
  std::vector<std::size_t> shape;
};

/// The dictionary literal of the header: {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
class HeaderParser {
 public:
  explicit HeaderParser(std::string_view text) : text_(text) {}

  std::optional<Header> parse() {
    Header header;
    bool type = false;
    bool order = false;
    bool shape = false;
    if (!take('{')) return std::nullopt;
    while (!take('}')) {
      const auto key = word();
      if (!key || !take(':')) return std::nullopt;
      if (*key == "descr" && !type) {
        const auto value = descriptor();
        if (!value) return std::nullopt;
        header.type = *value;
        type = true;
      } else if (*key == "fortran_order" && !order) {
        const bool yes = take_word("True");
        if (!yes && !take_word("False")) return std::nullopt;
        header.fortran_order = yes;
        order = true;
      } else if (*key == "shape" && !shape) {
        if (!sizes(header.shape)) return std::nullopt;
        shape = true;
      } else {
        return std::nullopt;
      }
      if (!take(',') && (skip_blanks(), text_.substr(0, 1) != "}")) return std::nullopt;
    }
    skip_blanks();
    if (!text_.empty() || !type || !order || !shape) return std::nullopt;
    return header;
  }

 private:
  void skip_blanks() {
    const std::size_t start = text_.find_first_not_of(" \t\r\n");
    text_.remove_prefix(std::min(start, text_.size()));
  }
  bool take(char c) {
    skip_blanks();
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool take_word(std::string_view expected) {
    skip_blanks();
    if (text_.substr(0, expected.size()) != expected) return false;
    text_.remove_prefix(expected.size());
    return true;
  }
  std::optional<std::string_view> word() {
    skip_blanks();
    if (text_.empty() || (text_.front() != '\'' && text_.front() != '"')) return std::nullopt;
    const std::size_t end = text_.find(text_.front(), 1);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view found = text_.substr(1, end - 1);
    text_.remove_prefix(end + 1);
    return found;
  }
  /// A quoted type, or the bracketed list of a record type, which is returned for the message that refuses it.
  std::optional<std::string_view> descriptor() {
    skip_blanks();
    if (text_.substr(0, 1) != "[") return word();
    const std::size_t end = text_.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view found = text_.substr(0, end + 1);
    text_.remove_prefix(end + 1);
    return found;
  }
  bool sizes(std::vector<std::size_t>& shape) {
    if (!take('(')) return false;
    while (!take(')')) {
      skip_blanks();
      std::size_t size = 0;
      const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), size);
      if (error != std::errc{} || shape.size() == 32) return false;
      text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
      take('L');
      shape.push_back(size);
      if (!take(',') && (skip_blanks(), text_.substr(0, 1) != ")")) return false;
    }
    return true;
  }

  std::string_view text_;
};

std::optional<ElementType> element_type(std::string_view text) {
  if (text.size() != 3) return std::nullopt;
  ElementType type;
  const char order = text[0];
  type.size = static_cast<std::size_t>(text[2] - '0');
  const bool one_byte = type.size == 1;
  if (order != '<' && order != '>' && !(one_byte && (order == '|' || order == '='))) return std::nullopt;
  type.big_endian = order == '>';
  const bool integer_size = one_byte || type.size == 2 || type.size == 4 || type.size == 8;
  switch (text[1]) {
    case 'f':
      type.kind = ElementType::Kind::floating;
      return integer_size && !one_byte ? std::optional(type) : std::nullopt;
    case 'i':
      type.kind = ElementType::Kind::signed_integer;
      return integer_size ? std::optional(type) : std::nullopt;
    case 'u':
      type.kind = ElementType::Kind::unsigned_integer;
      return integer_size ? std::optional(type) : std::nullopt;
    case 'b':
      type.kind = ElementType::Kind::unsigned_integer;
      return one_byte ? std::optional(type) : std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace

Expected<ArrayView> view_npy(std::string_view path, std::string_view content) {
  if (content.substr(0, 6) != "\x93NUMPY")
    return malformed(path, {}, "not an NPY file: its first bytes are not \\x93NUMPY");
  if (content.size() < 10) return malformed(path, {}, "truncated NPY header");
  const auto byte = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(content[i])}; };
  const std::size_t version = byte(6);
  if (version < 1 || version > 3) return malformed(path, {}, fmt::format("NPY version {} is not known", version));
  const std::size_t prefix = version == 1 ? 10 : 12;
  if (content.size() < prefix) return malformed(path, {}, "truncated NPY header");
  std::size_t length = byte(8) | byte(9) << 8;
  if (version > 1) length |= byte(10) << 16 | byte(11) << 24;
  if (length > content.size() - prefix) return malformed(path, {}, "truncated NPY header");
  const std::string_view text = content.substr(prefix, length);
  const std::optional<Header> header = HeaderParser(text).parse();
  if (!header) return malformed(path, {}, "malformed NPY header", text);
  const std::optional<ElementType> type = element_type(header->type);
  if (!type) return malformed(path, {}, "element type that does not convert exactly to double", header->type);
  const std::vector<std::size_t>& shape = header->shape;
  const std::string_view bytes = content.substr(prefix + length);
  if (auto failure = wrong_size(path, shape, type->size, bytes.size())) return *failure;
  if (shape.empty()) return malformed(path, {}, "a scalar, shape (), where an array belongs");
  if (shape.size() > 2 && header->fortran_order) {
    return malformed(path, {}, fmt::format("shape {} in Fortran order; save it in C order", shape_text(shape)));
  }
  std::size_t columns = 1;
  for (std::size_t k = 1; k < shape.size(); ++k) {
    // With no rows the product of the other sizes is unchecked, and of no use.
    columns = shape[0] == 0 ? 0 : columns * shape[k];
  }
  ArrayView view = row_major(bytes, *type, shape[0], columns);
  view.dimensions = shape.size();
  if (header->fortran_order) view.row_stride = 1, view.column_stride = shape[0];
  return view;
}

Expected<Table> read_npy(std::string_view path, std::string_view content, const DataRequest& request) {
  const Expected<ArrayView> view = view_npy(path, content);
  if (!view) return view.error();
  return gather(request, {view->columns, {}, false, false}, *view, path);
}

}  // namespace lemmata::verify::io
