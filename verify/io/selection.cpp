#include "verify/io/number.hpp"
#include "verify/io/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace lemmata::verify::io {
namespace {

Failure usage(std::string message) { return {FailureKind::usage, std::move(message)}; }

std::optional<std::size_t> as_index(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string column_text(const Columns& columns, std::size_t j) {
  std::string text = fmt::format("column {}", j + 1);
  if (j < columns.names.size() && !columns.names[j].empty()) text += fmt::format(" ({})", columns.names[j]);
  return text;
}

/// A column by its index from 0, or by its name when the file has names.
Expected<std::size_t> find_column(const Columns& columns, std::string_view word, std::string_view option,
                                  std::string_view path) {
  if (const std::optional<std::size_t> index = as_index(word)) {
    if (*index < columns.count) return *index;
    return usage(fmt::format("{}: {} {}: the file has columns 0 to {}", printable(path, 200), option, *index,
                             columns.count - 1));
  }
  const auto first = std::find(columns.names.begin(), columns.names.end(), word);
  if (first == columns.names.end()) {
    return usage(fmt::format("{}: {} \"{}\": {}", printable(path, 200), option, printable(word),
                             columns.names.empty() ? "the file has no column names" : "no such column"));
  }
  if (std::find(first + 1, columns.names.end(), word) != columns.names.end()) {
    return usage(fmt::format("{}: {} \"{}\": several columns have that name; give the index", printable(path, 200),
                             option, printable(word)));
  }
  return static_cast<std::size_t>(first - columns.names.begin());
}

/// The half-open range `J:K` (either end may be missing), when `word` is one.
std::optional<RowRange> as_range(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view low = word.substr(0, colon);
  const std::string_view high = word.substr(colon + 1);
  RowRange range;
  if (!low.empty()) {
    const auto value = as_index(low);
    if (!value) return std::nullopt;
    range.first = *value;
  }
  if (!high.empty()) {
    const auto value = as_index(high);
    if (!value) return std::nullopt;
    range.last = *value;
  }
  return range;
}

Expected<std::vector<std::size_t>> select_columns(const std::string& text, const Columns& columns,
                                                  std::string_view path) {
  std::vector<std::size_t> chosen;
  if (text.empty()) {
    chosen.resize(columns.count);
    for (std::size_t j = 0; j < chosen.size(); ++j) chosen[j] = j;
    return chosen;
  }
  std::vector<bool> taken(columns.count, false);
  std::string_view rest = text;
  while (true) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view word = trimmed(rest.substr(0, comma));
    RowRange range;
    const bool named = std::find(columns.names.begin(), columns.names.end(), word) != columns.names.end();
    if (const auto written = named ? std::nullopt : as_range(word)) {
      range = *written;
      if (range.last == RowRange::to_the_end) range.last = columns.count;
      if (range.first >= range.last || range.last > columns.count) {
        return usage(fmt::format("{}: --columns {}: the file has columns 0 to {} and J:K is half-open",
                                 printable(path, 200), printable(word), columns.count - 1));
      }
    } else {
      const Expected<std::size_t> index = find_column(columns, word, "--columns", path);
      if (!index) return index.error();
      range = {*index, *index + 1};
    }
    for (std::size_t j = range.first; j < range.last; ++j) {
      if (taken[j]) return usage(fmt::format("{}: --columns names column {} twice", printable(path, 200), j));
      taken[j] = true;
      chosen.push_back(j);
    }
    if (comma == rest.size()) return chosen;
    rest.remove_prefix(comma + 1);
  }
}

}  // namespace

Expected<RowRange> parse_rows(std::string_view text) {
  const std::optional<RowRange> range = as_range(text);
  if (!range || text == ":") {
    return usage(fmt::format("--rows \"{}\": expected A:B, half-open, from 0", printable(text)));
  }
  if (range->first >= range->last) return usage(fmt::format("--rows {}: no row lies in it", printable(text)));
  return *range;
}

Expected<Plan> plan_columns(const DataRequest& request, const Columns& columns, std::string_view path) {
  Expected<std::vector<std::size_t>> chosen = select_columns(request.columns, columns, path);
  if (!chosen) return chosen.error();
  Plan plan;
  plan.inputs = std::move(chosen).value();
  plan.label_assumed = request.label.empty();
  if (columns.labels_apart) {
    if (!request.label.empty() && request.label != "none") {
      return usage(
          fmt::format("{}: --label {}: this format keeps its labels apart from the columns; only none is possible",
                      printable(path, 200), printable(request.label)));
    }
    plan.label_text = request.label == "none" ? "none" : "of the file";
    return plan;
  }
  if (request.label == "none" || (request.label.empty() && !columns.label_is_last)) return plan;
  std::size_t label = plan.inputs.back();
  if (!request.label.empty() && request.label != "last") {
    const Expected<std::size_t> index = find_column(columns, request.label, "--label", path);
    if (!index) return index.error();
    label = *index;
  }
  plan.inputs.erase(std::remove(plan.inputs.begin(), plan.inputs.end(), label), plan.inputs.end());
  if (plan.inputs.empty()) {
    return usage(fmt::format("{}: no input column remains beside the label, {}; say --label none to keep it",
                             printable(path, 200), column_text(columns, label)));
  }
  plan.label = label;
  plan.label_text = column_text(columns, label);
  return plan;
}

Expected<RowRange> plan_rows(const DataRequest& request, std::size_t rows, std::string_view path) {
  RowRange range = request.rows.value_or(RowRange{});
  if (range.last == RowRange::to_the_end) range.last = std::max(rows, range.first);
  if (range.last > rows || range.first >= range.last) {
    return usage(
        fmt::format("{}: --rows {}:{}: the file has {} rows", printable(path, 200), range.first, range.last, rows));
  }
  return range;
}

std::string label_of(double value) {
  constexpr double exact_integers = 9007199254740992.0;
  if (std::trunc(value) == value && std::fabs(value) <= exact_integers) {
    return fmt::format("{}", static_cast<long long>(value));
  }
  return fmt::format("{}", value);
}

void unify_spellings(std::vector<std::string>& labels) {
  std::vector<std::pair<double, std::size_t>> order;
  order.reserve(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) order.emplace_back(parse_number(labels[i]).value, i);
  std::sort(order.begin(), order.end());
  for (std::size_t k = 1; k < order.size(); ++k) {
    if (order[k].first == order[k - 1].first) labels[order[k].second] = labels[order[k - 1].second];
  }
}

std::optional<Failure> too_large(std::string_view path, std::size_t rows, std::size_t columns, std::size_t stored) {
  constexpr std::size_t limit = (std::size_t{4} << 30) / sizeof(double);
  constexpr std::size_t harmless = (std::size_t{128} << 20) / sizeof(double);
  constexpr std::size_t sparsest = 32768;
  if (columns == 0 || rows <= harmless / columns) return std::nullopt;
  if (rows <= limit / columns && rows * columns / sparsest <= stored) return std::nullopt;
  return malformed(path, {},
                   fmt::format("{} rows of {} columns with {} entries are too many for a dense table (4 GiB, and 32768 "
                               "times the entries)",
                               rows, columns, stored));
}

}  // namespace lemmata::verify::io
