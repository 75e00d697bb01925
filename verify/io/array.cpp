#include "verify/io/array.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace lemmata::verify::io {
namespace {

static_assert(std::endian::native == std::endian::little || std::endian::native == std::endian::big);

std::uint64_t raw_bits(const ArrayView& array, std::size_t i, std::size_t j) noexcept {
  const std::size_t size = array.type.size;
  const char* const p = array.bytes.data() + (i * array.row_stride + j * array.column_stride) * size;
  std::uint64_t bits = 0;
  for (std::size_t k = 0; k < size; ++k) {
    const std::size_t at = array.type.big_endian ? k : size - 1 - k;
    bits = bits << 8 | static_cast<unsigned char>(p[at]);
  }
  return bits;
}

std::int64_t signed_value(std::uint64_t bits, std::size_t size) noexcept {
  const auto unused = static_cast<int>(64 - 8 * size);
  return static_cast<std::int64_t>(bits << unused) >> unused;
}

/// IEEE 754 binary16, every value of which is a double.
double half(std::uint64_t bits) noexcept {
  const auto exponent = static_cast<int>(bits >> 10 & 0x1f);
  const auto fraction = static_cast<double>(bits & 0x3ff);
  double magnitude = 0;
  if (exponent == 0x1f) {
    magnitude = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  } else if (exponent == 0) {
    magnitude = std::ldexp(fraction, -24);
  } else {
    magnitude = std::ldexp(1024 + fraction, exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

double floating(std::uint64_t bits, std::size_t size) noexcept {
  if (size == 8) return std::bit_cast<double>(bits);
  if (size == 4) return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  return half(bits);
}

/// An integer is a double exactly when its odd part has at most 53 bits.
bool representable(std::uint64_t magnitude) noexcept {
  return magnitude == 0 || magnitude >> std::countr_zero(magnitude) < std::uint64_t{1} << 53;
}

}  // namespace

ArrayView row_major(std::string_view bytes, ElementType type, std::size_t rows, std::size_t columns) {
  return {bytes, type, rows, columns, columns, 1, 2};
}

Element element(const ArrayView& array, std::size_t i, std::size_t j) noexcept {
  const std::uint64_t bits = raw_bits(array, i, j);
  switch (array.type.kind) {
    case ElementType::Kind::floating:
      return {floating(bits, array.type.size), true};
    case ElementType::Kind::unsigned_integer:
      return {static_cast<double>(bits), representable(bits)};
    case ElementType::Kind::signed_integer: {
      const std::int64_t value = signed_value(bits, array.type.size);
      const std::uint64_t magnitude =
          value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
      return {static_cast<double>(value), representable(magnitude)};
    }
  }
  return {};
}

std::string element_text(const ArrayView& array, std::size_t i, std::size_t j) {
  const std::uint64_t bits = raw_bits(array, i, j);
  switch (array.type.kind) {
    case ElementType::Kind::floating:
      return fmt::format("{}", floating(bits, array.type.size));
    case ElementType::Kind::unsigned_integer:
      return fmt::format("{}", bits);
    case ElementType::Kind::signed_integer:
      return fmt::format("{}", signed_value(bits, array.type.size));
  }
  return {};
}

Expected<Table> gather(const DataRequest& request, const Columns& columns, const ArrayView& array,
                       std::string_view path) {
  if (array.rows == 0 || array.columns == 0) {
    return malformed(path, {}, fmt::format("no entries: {} rows of {} columns", array.rows, array.columns));
  }
  Expected<Plan> plan = plan_columns(request, columns, path);
  if (!plan) return plan.error();
  const Expected<RowRange> range = plan_rows(request, array.rows, path);
  if (!range) return range.error();
  Table table;
  table.file_rows = array.rows;
  table.file_columns = array.columns;
  table.dimensions = array.dimensions;
  table.plan = std::move(plan).value();
  const auto refuse = [&](std::size_t i, std::size_t j) {
    const std::string_view what = element(array, i, j).exact ? "not a finite number" : "integer that is no double";
    return malformed(path, {0, i + 1, j + 1, {}}, what, element_text(array, i, j));
  };
  const auto usable = [](const Element& entry) { return entry.exact && std::isfinite(entry.value); };
  const std::vector<std::size_t>& inputs = table.plan.inputs;
  table.data.inputs = Matrix<double>(range->last - range->first, inputs.size());
  for (std::size_t i = range->first; i < range->last; ++i) {
    const std::span<double> row = table.data.inputs.row(i - range->first);
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      const Element entry = element(array, i, inputs[k]);
      if (!usable(entry)) return refuse(i, inputs[k]);
      row[k] = entry.value;
    }
    if (table.plan.label) {
      const Element entry = element(array, i, *table.plan.label);
      if (!usable(entry)) return refuse(i, *table.plan.label);
      table.data.labels.push_back(label_of(entry.value));
    }
    table.data.source_rows.push_back(i);
  }
  return table;
}

std::optional<std::size_t> byte_count(const std::vector<std::size_t>& sizes, std::size_t element_size) {
  std::size_t total = element_size;
  for (const std::size_t size : sizes) {
    if (size != 0 && total > std::numeric_limits<std::size_t>::max() / size) return std::nullopt;
    total *= size;
  }
  return total;
}

std::string shape_text(const std::vector<std::size_t>& shape) {
  std::string text = "(";
  for (std::size_t k = 0; k < shape.size(); ++k) text += fmt::format("{}{}", k == 0 ? "" : ", ", shape[k]);
  return text + (shape.size() == 1 ? ",)" : ")");
}

std::optional<Failure> wrong_size(std::string_view path, const std::vector<std::size_t>& shape,
                                  std::size_t element_size, std::size_t present) {
  const std::optional<std::size_t> expected = byte_count(shape, element_size);
  if (expected && *expected == present) return std::nullopt;
  if (expected && *expected < present) {
    return malformed(path, {},
                     fmt::format("{} bytes follow the array of shape {}", present - *expected, shape_text(shape)));
  }
  return malformed(path, {},
                   fmt::format("truncated: shape {} needs {} bytes, {} are there", shape_text(shape),
                               expected ? fmt::format("{}", *expected) : "more than 2^64", present));
}

}  // namespace lemmata::verify::io
