#include "verify/io/csv.hpp"

#include "verify/io/message.hpp"
#include "verify/io/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace lemmata::verify::io {
namespace {

/// Where the cells of a column go: a position in the row, or one of these.
constexpr std::size_t no_target = std::numeric_limits<std::size_t>::max();
constexpr std::size_t label_target = no_target - 1;

bool separated_by_blanks(std::string_view text) noexcept {
  const std::size_t blank = text.find(' ');
  return blank != std::string_view::npos && parse_number(text.substr(0, blank)).issue == NumberIssue::none &&
         parse_number(text.substr(text.rfind(' '))).issue == NumberIssue::none;
}

struct Cell {
  std::string text;  ///< without quotes, and trimmed where it was not quoted
  bool quoted = false;
};

class Reader {
 public:
  Reader(const Source& source, const DataRequest& request, bool label_is_last)
      : path_(source.path), request_(request), label_is_last_(label_is_last) {
    std::string_view text = source.content;
    if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
    text_ = text;
    next_ = text.data();
    end_ = text.data() + text.size();
  }

  Expected<Table> read() {
    if (const std::size_t bad = first_non_text(text_); bad != std::string_view::npos) return not_text(bad);
    separator_ = recognise_separator(text_);
    if (auto failure = first_record()) return *failure;
    while (next_ != end_) {
      if (blank_line()) {
        if (auto failure = only_blank_lines()) return *failure;
        break;
      }
      if (auto failure = record()) return *failure;
      if (rows_ == 1) reserve();
    }
    return finish();
  }

 private:
  using Problem = std::optional<Failure>;

  /// Room for as many rows as the first one lets expect, and never more than the file can hold.
  void reserve() {
    const auto record = static_cast<std::size_t>(next_ - start_of_data_);
    const auto bytes = static_cast<std::size_t>(end_ - start_of_data_);
    const std::size_t rows = bytes / record + bytes / record / 16 + 1;
    const RowRange asked = request_.rows.value_or(RowRange{});
    values_.reserve(std::min(bytes / 2 + 1, std::min(rows, asked.last - asked.first) * table_.plan.inputs.size()));
  }

  [[nodiscard]] std::string_view name(std::size_t column) const {
    return column < names_.size() ? std::string_view(names_[column]) : std::string_view{};
  }
  [[nodiscard]] Place place(std::size_t column) const { return {line_, 0, column + 1, name(column)}; }
  [[nodiscard]] Failure refuse(std::size_t column, std::string_view what, std::string_view value) const {
    return malformed(path_, place(column), what, value);
  }

  Failure not_text(std::size_t offset) const {
    const std::string_view before = text_.substr(0, offset);
    const std::size_t line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t line_start = before.find_last_of('\n') + 1;
    const char separator = recognise_separator(before);
    const auto column =
        1 + std::count(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(), separator);
    const std::size_t cell_start = std::max(line_start, before.find_last_of(separator) + 1);
    const std::string_view cell = text_.substr(cell_start, text_.find_first_of("\r\n", offset) - cell_start);
    const std::string_view what = text_[offset] == '\0' ? "a NUL byte, not text" : "not UTF-8 text";
    return malformed(path_, {line, 0, static_cast<std::size_t>(column), {}}, what, cell);
  }

  [[nodiscard]] bool blank(char c) const noexcept { return c == ' ' || (c == '\t' && separator_ != '\t'); }
  [[nodiscard]] bool at_line_end(const char* p) const noexcept {
    return p == end_ || *p == '\n' || (*p == '\r' && p + 1 != end_ && p[1] == '\n') || (*p == '\r' && p + 1 == end_);
  }
  [[nodiscard]] bool at_cell_end(const char* p) const noexcept {
    return p == end_ || *p == separator_ || at_line_end(p);
  }

  [[nodiscard]] bool blank_line() const noexcept {
    const char* p = next_;
    while (p != end_ && blank(*p)) ++p;
    return at_line_end(p);
  }

  void end_line() noexcept {
    if (next_ != end_ && *next_ == '\r') ++next_;
    if (next_ != end_ && *next_ == '\n') ++next_;
    ++line_;
  }

  Problem only_blank_lines() {
    const std::size_t first = line_;
    while (next_ != end_) {
      if (!blank_line()) return malformed(path_, {first, 0, 0, {}}, "blank line between the rows");
      while (!at_line_end(next_)) ++next_;
      end_line();
    }
    return std::nullopt;
  }

  /// The cell at next_, which moves to the separator, line end or end of file behind it.
  Problem cell(std::size_t column, Cell& out) {
    out.text.clear();
    out.quoted = false;
    const char* p = next_;
    while (p != end_ && blank(*p)) ++p;
    if (p == end_ || *p != '"') {
      while (!at_cell_end(next_)) ++next_;
      out.text = trimmed({p, static_cast<std::size_t>(std::max(p, next_) - p)});
      return std::nullopt;
    }
    out.quoted = true;
    const std::size_t opened = line_;
    for (++p;; ++p) {
      if (p == end_)
        return malformed(path_, {opened, 0, column + 1, name(column)}, "quote that is not closed", out.text);
      if (*p == '"' && (p + 1 == end_ || p[1] != '"')) break;
      if (*p == '"') ++p;
      if (*p == '\n') ++line_;
      out.text += *p;
    }
    ++p;
    while (p != end_ && blank(*p)) ++p;
    if (!at_cell_end(p)) return refuse(column, "text behind a closing quote", out.text);
    next_ = p;
    return std::nullopt;
  }

  Problem first_record() {
    start_of_data_ = next_;
    if (blank_line()) {
      if (auto failure = only_blank_lines()) return failure;
      return malformed(path_, {}, "no data, only blank lines");
    }
    std::vector<Cell> cells;
    bool numbers = false;
    do {
      Cell current;
      if (auto failure = cell(cells.size(), current)) return failure;
      const NumberIssue issue = parse_number(current.text).issue;
      numbers = numbers || (issue != NumberIssue::text && issue != NumberIssue::empty);
      cells.push_back(std::move(current));
    } while (next_separator());
    columns_ = cells.size();
    if (columns_ == 1 && !cells[0].quoted && separated_by_blanks(cells[0].text)) {
      return refuse(0, "columns are separated by blanks; comma, semicolon and tab are read", cells[0].text);
    }
    const bool wordless = std::all_of(cells.begin(), cells.end(), [](const Cell& c) { return c.text.empty(); });
    table_.header = !numbers && !wordless;
    table_.separator = separator_;
    if (table_.header) {
      for (Cell& c : cells) names_.push_back(std::move(c.text));
      end_line();
      start_of_data_ = next_;
      if (next_ == end_ || blank_line()) {
        if (auto failure = only_blank_lines()) return failure;
        return malformed(path_, {1, 0, 1, name(0)}, "a header and no rows");
      }
    } else {
      next_ = start_of_data_;
      line_ = 1;
    }
    Expected<Plan> plan = plan_columns(request_, {columns_, names_, label_is_last_, false}, path_);
    if (!plan) return plan.error();
    table_.plan = std::move(plan).value();
    target_.assign(columns_, no_target);
    for (std::size_t k = 0; k < table_.plan.inputs.size(); ++k) target_[table_.plan.inputs[k]] = k;
    if (table_.plan.label) target_[*table_.plan.label] = label_target;
    return std::nullopt;
  }

  bool next_separator() noexcept {
    if (next_ == end_ || *next_ != separator_) return false;
    ++next_;
    return true;
  }

  Problem record() {
    const RowRange rows = request_.rows.value_or(RowRange{});
    const bool selected = rows_ >= rows.first && rows_ < rows.last;
    const std::size_t width = table_.plan.inputs.size();
    const std::size_t base = values_.size();
    const std::size_t first_line = line_;
    if (selected) values_.resize(base + width);
    std::size_t column = 0;
    do {
      if (column == columns_) {
        Cell extra;
        if (auto failure = cell(column, extra)) return failure;
        return too_long(extra);
      }
      const std::size_t target = selected ? target_[column] : no_target;
      if (target < label_target) {
        if (auto failure = number(column, values_[base + target])) return ragged(column + 1).value_or(*failure);
      } else {
        if (auto failure = cell(column, scratch_)) return failure;
        if (target == label_target) {
          if (scratch_.text.empty()) return refuse(column, "empty where a label belongs", "");
          table_.data.labels.push_back(scratch_.text);
        }
      }
      ++column;
    } while (next_separator());
    if (column != columns_) return too_short(column);
    if (selected) {
      table_.data.source_rows.push_back(rows_);
      table_.data.source_lines.push_back(first_line);
    }
    ++rows_;
    end_line();
    return std::nullopt;
  }

  Failure too_short(std::size_t cells) const {
    const char* last = next_;
    while (last != text_.data() && last[-1] != separator_ && last[-1] != '\n') --last;
    const std::string what = fmt::format("ragged row: ends after {} of the {} columns of line 1", cells, columns_);
    return refuse(cells - 1, what, trimmed({last, static_cast<std::size_t>(next_ - last)}));
  }

  Failure too_long(const Cell& extra) const {
    return refuse(columns_, fmt::format("ragged row: more than the {} columns of line 1", columns_), extra.text);
  }

  /// The refusal of a row of which `cells` cells are read and whose number of cells is wrong: it says more
  /// than that of a cell in the wrong column.
  Problem ragged(std::size_t cells) {
    if (!at_cell_end(next_)) return std::nullopt;
    Cell rest;
    for (; next_separator(); ++cells) {
      if (auto failure = cell(cells, rest)) return failure;
      if (cells == columns_) return too_long(rest);
    }
    return cells < columns_ ? Problem(too_short(cells)) : std::nullopt;
  }

  Problem number(std::size_t column, double& value) {
    const char* p = next_;
    while (p != end_ && blank(*p)) ++p;
    const Number quick = scan_number(p, end_);
    if (quick.issue == NumberIssue::none) {
      const char* q = quick.end;
      while (q != end_ && blank(*q)) ++q;
      if (at_cell_end(q)) {
        next_ = q;
        value = quick.value;
        return std::nullopt;
      }
    }
    if (auto failure = cell(column, scratch_)) return failure;
    const Number full = parse_number(scratch_.text);
    if (full.issue == NumberIssue::none) {
      value = full.value;
      return std::nullopt;
    }
    const bool mixed_first_line = rows_ == 0 && !table_.header && full.issue == NumberIssue::text;
    return refuse(column,
                  mixed_first_line ? "text where a number belongs (line 1 is no header: it has numbers)"
                                   : std::string(describe(full.issue)),
                  scratch_.text);
  }

  Expected<Table> finish() {
    const Expected<RowRange> range = plan_rows(request_, rows_, path_);
    if (!range) return range.error();
    table_.file_rows = rows_;
    table_.file_columns = columns_;
    if (!names_.empty()) {
      for (const std::size_t j : table_.plan.inputs) table_.data.column_names.push_back(names_[j]);
      if (table_.plan.label) table_.data.label_name = names_[*table_.plan.label];
    }
    if (auto failure = check_labels()) return *failure;
    table_.data.inputs = Matrix<double>(table_.data.source_rows.size(), table_.plan.inputs.size(), std::move(values_));
    return std::move(table_);
  }

  /// A label column of numbers holds finite numbers only, and by default integers only.
  Problem check_labels() {
    std::vector<std::string>& labels = table_.data.labels;
    std::vector<std::pair<double, std::string>> spellings;
    std::optional<std::size_t> not_number;
    std::optional<std::size_t> not_finite;
    std::optional<std::size_t> not_integer;
    std::size_t numbers = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const Number parsed = parse_number(labels[i]);
      if (parsed.issue == NumberIssue::none) {
        ++numbers;
        if (std::trunc(parsed.value) != parsed.value && !not_integer) not_integer = i;
      } else if (parsed.issue == NumberIssue::text) {
        if (!not_number) not_number = i;
      } else if (!not_finite) {
        not_finite = i;
      }
    }
    const auto at = [&](std::size_t i) {
      return Place{table_.data.source_lines[i], 0, *table_.plan.label + 1, name(*table_.plan.label)};
    };
    if (not_finite && numbers > 0) {
      const std::string& text = labels[*not_finite];
      return malformed(path_, at(*not_finite), describe(parse_number(text).issue), text);
    }
    if (numbers == 0 || not_number) return std::nullopt;
    if (not_integer && table_.plan.label_assumed) {
      Failure failure = malformed(path_, at(*not_integer),
                                  "the last column has numbers that are not integers; say --label last or --label none",
                                  labels[*not_integer]);
      failure.kind = FailureKind::usage;
      return failure;
    }
    unify_spellings(labels);
    return std::nullopt;
  }

  const std::string& path_;
  const DataRequest& request_;
  bool label_is_last_;
  std::string_view text_;
  const char* next_ = nullptr;
  const char* end_ = nullptr;
  const char* start_of_data_ = nullptr;
  char separator_ = ',';
  std::size_t line_ = 1;
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::vector<std::string> names_;
  std::vector<std::size_t> target_;
  Matrix<double>::Storage values_;
  Cell scratch_;
  Table table_;
};

}  // namespace

Expected<Table> read_csv(const Source& source, const DataRequest& request, bool label_is_last) {
  return Reader(source, request, label_is_last).read();
}

}  // namespace lemmata::verify::io
