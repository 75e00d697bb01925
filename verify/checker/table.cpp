#include "verify/checker/table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>

#include "verify/checker/inflate.hpp"

namespace lemmata::checker {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Cells of a sparse file when it is written out: the most that a few lines of text may ask for.
constexpr std::size_t most_cells = std::size_t{1} << 28;

Table no_table(std::string why) {
  Table table;
  table.failure = std::move(why);
  return table;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// The binary64 number nearest a decimal; NaN for anything else, overflow and underflow of a non-zero decimal included.
double nearest(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return not_a_number;
  return value;
}

/// A count in a text header; nothing when it is not one.
std::optional<std::size_t> count_of(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value >= std::size_t{1} << 32) return std::nullopt;
  return value;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> result;
  constexpr std::string_view blanks = " \t\r";
  for (std::size_t begin = line.find_first_not_of(blanks); begin != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(blanks, begin), line.size());
    result.push_back(line.substr(begin, end - begin));
    begin = line.find_first_not_of(blanks, end);
  }
  return result;
}

// ---- CSV ----

/// The fields of one record (RFC 4180), which is taken off the front of `text`.
std::vector<std::string> take_record(std::string_view& text, char separator) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        fields.back() += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        fields.back() += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"' && trimmed(fields.back()).empty()) {
      fields.back().clear();
      quoted = true;
    } else if (c == separator) {
      fields.emplace_back();
    } else if (c == '\n' || c == '\r') {
      break;
    } else {
      fields.back() += c;
    }
  }
  if (i < text.size() && text[i] == '\r') ++i;
  if (i < text.size() && text[i] == '\n') ++i;
  text.remove_prefix(i);
  return fields;
}

Table read_csv(std::string_view text, char separator, bool header, std::size_t first, std::size_t last) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  Table table;
  bool skip = header;
  for (std::size_t row = 0; !text.empty() && row < last;) {
    const std::vector<std::string> fields = take_record(text, separator);
    if (fields.size() == 1 && trimmed(fields.front()).empty()) continue;
    if (table.columns == 0) table.columns = fields.size();
    if (fields.size() != table.columns)
      return no_table("a row has " + std::to_string(fields.size()) + " fields, the first has " +
                      std::to_string(table.columns));
    if (skip) {
      skip = false;
      continue;
    }
    if (row++ < first) continue;
    for (const std::string& field : fields) table.values.push_back(nearest(field));
    ++table.rows;
  }
  return table;
}

// ---- LIBSVM ----

Table read_libsvm(std::string_view text, std::size_t first, std::size_t last) {
  struct Cell {
    std::size_t row, column;
    double value;
  };
  std::vector<Cell> cells;
  Table table;
  std::size_t row = 0;
  while (!text.empty()) {
    const std::string_view whole = take_line(text);
    const std::vector<std::string_view> tokens = words(whole.substr(0, whole.find('#')));
    if (tokens.empty()) continue;
    std::size_t previous = 0;
    for (std::size_t t = 1; t < tokens.size(); ++t) {
      if (tokens[t].starts_with("qid:")) continue;
      const std::size_t colon = std::min(tokens[t].find(':'), tokens[t].size());
      const std::optional<std::size_t> index = count_of(tokens[t].substr(0, colon));
      if (!index || colon == tokens[t].size() || *index <= previous)
        return no_table("a feature is not index:value with ascending index");
      previous = *index;
      table.columns = std::max(table.columns, *index);
      if (row >= first && row < last) cells.push_back({row - first, *index - 1, nearest(tokens[t].substr(colon + 1))});
    }
    ++row;
  }
  table.rows = std::min(row, last) - std::min(first, row);
  if (table.rows > 0 && table.columns > most_cells / table.rows) return no_table("the table is too large");
  table.values.assign(table.rows * table.columns, 0.0);
  for (const Cell& cell : cells) table.values[cell.row * table.columns + cell.column] = cell.value;
  return table;
}

// ---- binary formats ----

enum class Order { little, big };

/// The number at `begin`, which must be inside.
template <class T>
double element(std::string_view bytes, std::size_t begin, Order order) {
  std::array<unsigned char, sizeof(T)> raw{};
  std::memcpy(raw.data(), bytes.data() + begin, sizeof(T));
  if ((std::endian::native == std::endian::little) != (order == Order::little)) std::reverse(raw.begin(), raw.end());
  T value{};
  std::memcpy(&value, raw.data(), sizeof(T));
  const auto number = static_cast<double>(value);
  return std::isfinite(number) ? number : not_a_number;
}

struct Element {
  std::string_view name;
  std::size_t size;
  double (*read)(std::string_view, std::size_t, Order);
};
constexpr std::array<Element, 11> npy_elements = {{{"<f8", 8, element<double>},
                                                   {"<f4", 4, element<float>},
                                                   {"|b1", 1, element<std::uint8_t>},
                                                   {"|u1", 1, element<std::uint8_t>},
                                                   {"|i1", 1, element<std::int8_t>},
                                                   {"<u2", 2, element<std::uint16_t>},
                                                   {"<i2", 2, element<std::int16_t>},
                                                   {"<u4", 4, element<std::uint32_t>},
                                                   {"<i4", 4, element<std::int32_t>},
                                                   {"<u8", 8, element<std::uint64_t>},
                                                   {"<i8", 8, element<std::int64_t>}}};
constexpr std::array<Element, 6> idx_elements = {{{"\x08", 1, element<std::uint8_t>},
                                                  {"\x09", 1, element<std::int8_t>},
                                                  {"\x0b", 2, element<std::int16_t>},
                                                  {"\x0c", 4, element<std::int32_t>},
                                                  {"\x0d", 4, element<float>},
                                                  {"\x0e", 8, element<double>}}};

/// `body` holds rows x columns elements and nothing else.
Table from_elements(std::string_view body, const Element& type, Order order, bool column_major, std::size_t rows,
                    std::size_t columns, std::size_t first, std::size_t last) {
  const std::size_t cells = body.size() / type.size;
  const bool fits = columns == 0 ? cells == 0 : cells % columns == 0 && cells / columns == rows;
  if (!fits || body.size() % type.size != 0) return no_table("the file is truncated or has bytes to spare");
  Table table;
  table.columns = columns;
  for (std::size_t i = first; i < std::min(rows, last); ++i, ++table.rows) {
    for (std::size_t j = 0; j < columns; ++j) {
      const std::size_t index = column_major ? j * rows + i : i * columns + j;
      table.values.push_back(type.read(body, index * type.size, order));
    }
  }
  return table;
}

/// What follows `'key':` in the header of an NPY file.
std::string_view npy_value(std::string_view header, std::string_view key) {
  const std::size_t begin = header.find("'" + std::string(key) + "':");
  return begin == std::string_view::npos ? std::string_view{} : trimmed(header.substr(begin + key.size() + 3));
}

Table read_npy(std::string_view bytes, std::size_t first, std::size_t last) {
  if (bytes.size() < 12 || !bytes.starts_with("\x93NUMPY")) return no_table("not an NPY file");
  const auto byte = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(bytes[i])}; };
  const bool long_header = byte(6) >= 2;
  const std::size_t begin = long_header ? 12 : 10;
  const std::size_t length = byte(8) + (byte(9) << 8) + (long_header ? (byte(10) << 16) + (byte(11) << 24) : 0);
  if (length > bytes.size() - begin) return no_table("the header is truncated");
  const std::string_view header = bytes.substr(begin, length);
  const std::string_view descr = npy_value(header, "descr"), order = npy_value(header, "fortran_order");
  std::string_view shape = npy_value(header, "shape");
  const auto* const type = std::find_if(npy_elements.begin(), npy_elements.end(), [&](const Element& e) {
    return descr.substr(0, 5) == "'" + std::string(e.name) + "'";
  });
  if (type == npy_elements.end() || !shape.starts_with('(') || shape.find(')') == std::string_view::npos) {
    return no_table("the element type or shape is not supported");
  }
  shape = shape.substr(1, shape.find(')') - 1);
  std::vector<std::size_t> sizes;
  while (!trimmed(shape).empty()) {
    const std::size_t comma = std::min(shape.find(','), shape.size());
    const std::optional<std::size_t> size = count_of(trimmed(shape.substr(0, comma)));
    if (!size) return no_table("the shape cannot be read");
    sizes.push_back(*size);
    shape.remove_prefix(std::min(comma + 1, shape.size()));
  }
  if (sizes.empty() || sizes.size() > 2) return no_table("the array does not have one or two dimensions");
  if (!order.starts_with("True") && !order.starts_with("False")) return no_table("the header cannot be read");
  return from_elements(bytes.substr(begin + length), *type, Order::little, order.starts_with("True"), sizes[0],
                       sizes.size() == 2 ? sizes[1] : 1, first, last);
}

Table read_idx(std::string_view bytes, std::size_t first, std::size_t last) {
  if (bytes.size() < 8 || bytes[0] != '\0' || bytes[1] != '\0') return no_table("not an IDX file");
  const auto* const type = std::find_if(idx_elements.begin(), idx_elements.end(),
                                        [&](const Element& e) { return e.name.front() == bytes[2]; });
  const std::size_t dimensions = static_cast<unsigned char>(bytes[3]);
  if (type == idx_elements.end() || dimensions == 0) return no_table("the element type or shape is not supported");
  if (bytes.size() < 4 + 4 * dimensions) return no_table("the header is truncated");
  std::size_t rows = 0, columns = 1;
  for (std::size_t i = 0; i < dimensions; ++i) {
    const auto size = static_cast<std::size_t>(element<std::uint32_t>(bytes, 4 + 4 * i, Order::big));
    if (i == 0) {
      rows = size;
    } else if (size != 0 && columns > bytes.size() / size) {
      return no_table("the file is truncated");
    } else {
      columns *= size;
    }
  }
  return from_elements(bytes.substr(4 + 4 * dimensions), *type, Order::big, false, rows, columns, first, last);
}

// ---- Matrix Market ----

Table read_matrix_market(std::string_view text, std::size_t first, std::size_t last) {
  const std::vector<std::string_view> banner = words(take_line(text));
  const auto is = [&](std::size_t i, std::string_view word) {
    return banner.size() == 5 && banner[i].size() == word.size() &&
           std::equal(word.begin(), word.end(), banner[i].begin(),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
  };
  const bool array = is(2, "array"), symmetric = is(4, "symmetric");
  if (!is(0, "%%matrixmarket") || !is(1, "matrix") || !(array || is(2, "coordinate")) ||
      !(is(3, "real") || is(3, "integer") || is(3, "double")) || !(symmetric || is(4, "general"))) {
    return no_table("not a real Matrix Market matrix, general or symmetric");
  }
  const auto next = [&]() {
    std::vector<std::string_view> tokens;
    while (tokens.empty() && !text.empty()) {
      const std::string_view line = take_line(text);
      if (!line.starts_with('%')) tokens = words(line);
    }
    return tokens;
  };
  std::vector<std::size_t> sizes;
  for (const std::string_view token : next()) sizes.push_back(count_of(token).value_or(0));
  if (sizes.size() != (array ? 2u : 3u)) return no_table("the size line cannot be read");
  const std::size_t rows = sizes[0], columns = sizes[1];
  if (symmetric && rows != columns) return no_table("a symmetric matrix must be square");
  if (rows == 0 || columns == 0 || columns > most_cells / rows) return no_table("the size is not supported");
  if (array && rows * columns / 2 > text.size()) return no_table("the file is truncated");
  Table all{rows, columns, std::vector<double>(rows * columns, array ? not_a_number : 0.0), {}};
  const auto put = [&](std::size_t i, std::size_t j, double value) {
    all.values[i * columns + j] = value;
    if (symmetric) all.values[j * columns + i] = value;
  };
  if (array) {
    for (std::size_t j = 0; j < columns; ++j) {
      for (std::size_t i = symmetric ? j : 0; i < rows; ++i) {
        const std::vector<std::string_view> tokens = next();
        if (tokens.size() != 1) return no_table("an entry cannot be read");
        put(i, j, nearest(tokens[0]));
      }
    }
  } else {
    std::vector<bool> seen(rows * columns);
    for (std::size_t entry = 0; entry < sizes[2]; ++entry) {
      const std::vector<std::string_view> tokens = next();
      const std::size_t i = tokens.size() == 3 ? count_of(tokens[0]).value_or(0) : 0;
      const std::size_t j = tokens.size() == 3 ? count_of(tokens[1]).value_or(0) : 0;
      if (i == 0 || j == 0 || i > rows || j > columns) return no_table("an entry cannot be read");
      if (seen[(i - 1) * columns + j - 1] || (symmetric && seen[(j - 1) * columns + i - 1]))
        return no_table("an entry is given twice");
      seen[(i - 1) * columns + j - 1] = true;
      put(i - 1, j - 1, nearest(tokens[2]));
    }
  }
  if (!next().empty()) return no_table("there is text after the last entry");
  Table table;
  table.columns = columns;
  table.rows = std::min(rows, last) - std::min(first, rows);
  const auto begin = all.values.begin() + static_cast<std::ptrdiff_t>(std::min(first, rows) * columns);
  table.values.assign(begin, begin + static_cast<std::ptrdiff_t>(table.rows * columns));
  return table;
}

char separator_of(std::string_view name) { return name == "semicolon" ? ';' : name == "tab" ? '\t' : ','; }

}  // namespace

bool is_format(const Format& format) {
  if (format.empty()) return false;
  if (format[0] == "csv") {
    return format.size() == 3 && (format[1] == "comma" || format[1] == "semicolon" || format[1] == "tab") &&
           (format[2] == "header" || format[2] == "plain");
  }
  if (format[0] == "npz") return format.size() == 2;
  return format.size() == 1 &&
         (format[0] == "npy" || format[0] == "libsvm" || format[0] == "idx" || format[0] == "matrix_market");
}

Table read_table(std::string_view bytes, const Format& format, std::size_t first, std::size_t last) {
  std::string unpacked;
  if (is_gzip(bytes)) {
    std::optional<std::string> inner = gunzip(bytes);
    if (!inner) return no_table("the gzip data are damaged or truncated");
    unpacked = std::move(*inner);
    bytes = unpacked;
  }
  Table table;
  if (format[0] == "csv") table = read_csv(bytes, separator_of(format[1]), format[2] == "header", first, last);
  if (format[0] == "npy") table = read_npy(bytes, first, last);
  if (format[0] == "libsvm") table = read_libsvm(bytes, first, last);
  if (format[0] == "idx") table = read_idx(bytes, first, last);
  if (format[0] == "matrix_market") table = read_matrix_market(bytes, first, last);
  if (format[0] == "npz") {
    const std::optional<std::string> member = zip_member(bytes, format[1] + ".npy");
    table =
        member ? read_npy(*member, first, last) : no_table("the archive has no readable member " + format[1] + ".npy");
  }
  if (table.failure.empty() && table.rows != last - first) table.failure = "the file has fewer rows than asked for";
  return table;
}

}  // namespace lemmata::checker
