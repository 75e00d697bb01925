#pragma once
/// \file
/// # Data files, read a second time
/// The checker's own readers for the formats of section 7 of `docs/certificate_format.md`.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata::checker {

/// Numbers of a file: rows [first, last) of it, all columns, row-major. A cell that is not a finite number is NaN;
/// whoever selects it must refuse it. `failure` is empty when reading went well, else says why not.
struct Table {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values;
  std::string failure;
};

/// Words of the `format` line.
using Format = std::vector<std::string>;

/// Guarantee: without a failure, exactly the rows asked for are there.
[[nodiscard]] Table read_table(std::string_view bytes, const Format& format, std::size_t first, std::size_t last);

[[nodiscard]] bool is_format(const Format& format);

}  // namespace lemmata::checker
