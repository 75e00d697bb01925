#include "verify/io/libsvm.hpp"

#include "verify/io/lines.hpp"
#include "verify/io/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace lemmata::verify::io {
namespace {

struct Entry {
  std::uint32_t column = 0;  // from 0
  double value = 0;
};

/// The rows as the file stores them: row i holds entries [starts[i], starts[i + 1]).
struct Sparse {
  std::vector<Entry> entries;
  std::vector<std::size_t> starts{0};
  std::vector<std::string> labels;
  std::vector<std::size_t> lines;
  std::size_t columns = 0;
};

std::optional<Failure> read_entry(std::string_view path, const Word& word, std::size_t line, bool first, Sparse& out) {
  constexpr std::uint32_t largest = 2147483647;
  const Place place{line, 0, word.number, {}};
  const std::size_t colon = word.text.find(':');
  std::uint32_t index = 0;
  const char* const begin = word.text.data();
  const auto [end, error] = std::from_chars(begin, begin + std::min(colon, word.text.size()), index);
  if (colon == std::string_view::npos || colon == 0 || error == std::errc::invalid_argument || end != begin + colon) {
    return malformed(path, place, "expected INDEX:VALUE", word.text);
  }
  if (index == 0 && error == std::errc{}) return malformed(path, place, "indices begin at 1", word.text);
  if (error != std::errc{} || index > largest) return malformed(path, place, "index beyond 2147483647", word.text);
  if (!first && index <= out.entries.back().column + 1)
    return malformed(path, place, "indices do not ascend", word.text);
  const Number number = parse_number(word.text.substr(colon + 1));
  if (number.issue != NumberIssue::none) return malformed(path, place, describe(number.issue), word.text);
  out.entries.push_back({index - 1, number.value});
  out.columns = std::max(out.columns, std::size_t{index});
  return std::nullopt;
}

Expected<Sparse> parse(std::string_view path, std::string_view text) {
  Sparse out;
  for (Lines lines(text); lines.next();) {
    Words words(lines.line().substr(0, lines.line().find('#')));
    if (!words.next()) {
      if (lines.line().find('#') != std::string_view::npos) continue;
      if (!lines.rest_is_blank()) return malformed(path, {lines.number(), 0, 0, {}}, "blank line between the rows");
      break;
    }
    const Number label = parse_number(words.word().text);
    if (label.issue != NumberIssue::none) {
      const std::string_view what = label.issue == NumberIssue::text ? "label is not a number" : describe(label.issue);
      return malformed(path, {lines.number(), 0, 1, {}}, what, words.word().text);
    }
    out.labels.emplace_back(words.word().text);
    out.lines.push_back(lines.number());
    for (bool first = true; words.next(); first = false) {
      if (auto failure = read_entry(path, words.word(), lines.number(), first, out)) return *failure;
    }
    out.starts.push_back(out.entries.size());
  }
  if (out.labels.empty()) return malformed(path, {}, "no data");
  if (out.columns == 0) return malformed(path, {}, "no row has an entry INDEX:VALUE");
  return out;
}

}  // namespace

Expected<Table> read_libsvm(const Source& source, const DataRequest& request) {
  const std::string& path = source.path;
  if (auto failure = not_text(path, source.content)) return *failure;
  Expected<Sparse> parsed = parse(path, without_mark(source.content));
  if (!parsed) return parsed.error();
  Sparse sparse = std::move(parsed).value();
  const std::size_t stored = sparse.entries.size();
  if (auto failure = too_large(path, 1, sparse.columns, stored)) return *failure;
  Expected<Plan> plan = plan_columns(request, {sparse.columns, {}, false, true}, path);
  if (!plan) return plan.error();
  const Expected<RowRange> range = plan_rows(request, sparse.labels.size(), path);
  if (!range) return range.error();
  Table table;
  table.plan = std::move(plan).value();
  const std::vector<std::size_t>& inputs = table.plan.inputs;
  if (auto failure = too_large(path, range->last - range->first, inputs.size(), stored)) return *failure;
  table.file_rows = sparse.labels.size();
  table.file_columns = sparse.columns;
  if (request.label != "none") unify_spellings(sparse.labels);
  constexpr std::size_t skipped = static_cast<std::size_t>(-1);
  std::vector<std::size_t> target(sparse.columns, skipped);
  for (std::size_t k = 0; k < inputs.size(); ++k) target[inputs[k]] = k;
  table.data.inputs = Matrix<double>(range->last - range->first, inputs.size());
  for (std::size_t i = range->first; i < range->last; ++i) {
    for (std::size_t e = sparse.starts[i]; e < sparse.starts[i + 1]; ++e) {
      const std::size_t k = target[sparse.entries[e].column];
      if (k != skipped) table.data.inputs(i - range->first, k) = sparse.entries[e].value;
    }
    if (request.label != "none") table.data.labels.push_back(sparse.labels[i]);
    table.data.source_rows.push_back(i);
    table.data.source_lines.push_back(sparse.lines[i]);
  }
  return table;
}

}  // namespace lemmata::verify::io
