#pragma once
/// \file
/// # Arrays of machine numbers
/// The element types of NPY and IDX, and their exact conversion to double.

#include "verify/io/table.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lemmata::verify::io {

struct ElementType {
  enum class Kind { floating, signed_integer, unsigned_integer };
  Kind kind = Kind::floating;
  std::size_t size = sizeof(double);  ///< bytes: 2, 4, 8 for floating, 1, 2, 4, 8 for integers
  bool big_endian = false;
};

/// A rectangular window on stored elements; nothing is owned.
struct ArrayView {
  std::string_view bytes;
  ElementType type;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t row_stride = 0;     ///< in elements
  std::size_t column_stride = 0;  ///< in elements
  std::size_t dimensions = 2;
};

/// rows * columns elements in row-major order.
[[nodiscard]] ArrayView row_major(std::string_view bytes, ElementType type, std::size_t rows, std::size_t columns);

/// One element: its value as a double, exactly, or `exact == false` for an integer no double equals.
struct Element {
  double value = 0;
  bool exact = true;
};
[[nodiscard]] Element element(const ArrayView& array, std::size_t i, std::size_t j) noexcept;

/// The element in decimal, for messages.
[[nodiscard]] std::string element_text(const ArrayView& array, std::size_t i, std::size_t j);

/// The part of `array` that the request selects. A selected element that is not finite, or is an integer that no double
/// equals, is refused by row, column and value.
[[nodiscard]] Expected<Table> gather(const DataRequest& request, const Columns& columns, const ArrayView& array,
                                     std::string_view path);

/// The product of `sizes` and `element_size`, or nothing when it does not fit 64 bits.
[[nodiscard]] std::optional<std::size_t> byte_count(const std::vector<std::size_t>& sizes, std::size_t element_size);

/// A shape as Python writes it: (3, 4).
[[nodiscard]] std::string shape_text(const std::vector<std::size_t>& shape);

/// The refusal of content whose size is not what its header says, or nothing.
[[nodiscard]] std::optional<Failure> wrong_size(std::string_view path, const std::vector<std::size_t>& shape,
                                                std::size_t element_size, std::size_t present);

}  // namespace lemmata::verify::io
