#include "verify/checker/reader.hpp"

#include <algorithm>
#include <optional>

#include "verify/checker/number.hpp"

namespace lemmata::checker {
namespace {

/// A token for a message: printable, short.
std::string quoted(std::string_view token) {
  std::string text = "'";
  for (const char c : token.substr(0, 30)) text += c >= ' ' && c <= '~' ? c : '?';
  return text + (token.size() > 30 ? "...'" : "'");
}

}  // namespace

void Reader::fail(std::string_view what) {
  if (!ok()) return;
  error_ = "line " + std::to_string(line_number_) + ": " + std::string(what);
}

bool Reader::next_is(std::string_view keyword) const {
  if (!ok()) return false;
  const std::string_view next = text_.substr(position_);
  return next.starts_with(keyword) && next.size() > keyword.size() &&
         (next[keyword.size()] == ' ' || next[keyword.size()] == '\n');
}

std::string_view Reader::line() {
  if (!ok()) return {};
  ++line_number_;
  const std::size_t end = text_.find('\n', position_);
  if (end == std::string_view::npos) {
    fail(at_end() ? "the text ends too early" : "the last line has no line feed");
    return {};
  }
  const std::string_view result = text_.substr(position_, end - position_);
  position_ = end + 1;
  return result;
}

std::vector<std::string_view> Reader::tokens(std::size_t limit) {
  std::vector<std::string_view> result;
  const std::string_view all = line();
  if (!ok()) return result;
  for (std::size_t begin = 0; result.size() <= limit;) {
    const std::size_t end = std::min(all.find(' ', begin), all.size());
    if (end == begin) {
      fail("tokens must be separated by exactly one blank");
      return {};
    }
    result.push_back(all.substr(begin, end - begin));
    if (end == all.size()) break;
    begin = end + 1;
  }
  return result;
}

void Reader::expect(std::string_view text) {
  const std::string_view found = line();
  if (ok() && found != text) fail("expected " + quoted(text) + ", found " + quoted(found));
}

std::string_view Reader::rest(std::string_view keyword) {
  const std::string_view found = line();
  if (!ok()) return {};
  if (!found.starts_with(keyword) || found.size() < keyword.size() + 2 || found[keyword.size()] != ' ') {
    fail("expected a line that begins with " + quoted(keyword) + ", found " + quoted(found));
    return {};
  }
  return found.substr(keyword.size() + 1);
}

std::string Reader::digest(std::string_view keyword) {
  const std::string_view found = rest(keyword);
  if (!ok()) return {};
  constexpr std::string_view prefix = "sha256:";
  const auto is_hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const std::string_view digits = found.substr(std::min(prefix.size(), found.size()));
  if (!found.starts_with(prefix) || digits.size() != 64 || !std::all_of(digits.begin(), digits.end(), is_hexadecimal)) {
    fail("expected sha256: and 64 hexadecimal digits");
    return {};
  }
  return std::string(digits);
}

std::vector<std::string_view> Reader::fields(std::string_view keyword, std::size_t count) {
  std::vector<std::string_view> found = tokens(count + 1);
  if (ok() && (found.size() != count + 1 || found.front() != keyword)) {
    fail("expected " + quoted(keyword) + " and " + std::to_string(count) + " tokens");
  }
  if (!ok()) return std::vector<std::string_view>(count);
  found.erase(found.begin());
  return found;
}

std::vector<std::string_view> Reader::entries(std::size_t count) {
  std::vector<std::string_view> found = tokens(count);
  if (ok() && found.size() != count) fail("expected " + std::to_string(count) + " tokens");
  if (!ok()) return std::vector<std::string_view>(count);
  return found;
}

Integer Reader::to_integer(Reader& in, std::string_view token) {
  if (!in.ok()) return 0;
  const std::optional<Integer> value = parse_integer(token);
  if (!value) in.fail(quoted(token) + " is not an integer");
  return value.value_or(Integer(0));
}

std::size_t Reader::to_count(Reader& in, std::string_view token) {
  if (!in.ok()) return 0;
  const std::optional<Integer> value = token.size() <= 10 ? parse_integer(token) : std::nullopt;
  if (!value || *value < 0 || bits(*value) > 32) {
    in.fail(quoted(token) + " is not a count");
    return 0;
  }
  return static_cast<std::size_t>(*value);
}

std::vector<std::size_t> Reader::counts(std::string_view keyword, std::size_t count) {
  std::vector<std::size_t> result;
  for (const std::string_view token : fields(keyword, count)) result.push_back(to_count(*this, token));
  return result;
}

Integer Reader::integer(std::string_view keyword) { return to_integer(*this, fields(keyword, 1).front()); }

Row Reader::row(std::size_t size) {
  Row result;
  if (size == 0 || !ok()) return result;
  const std::vector<std::string_view> found = tokens(size);
  if (ok() && found.size() != size) fail("expected a line of " + std::to_string(size) + " integers");
  if (!ok()) return result;
  result.reserve(found.size());
  for (const std::string_view token : found) result.push_back(to_integer(*this, token));
  return result;
}

Row Reader::list(std::string_view keyword, std::size_t size) {
  const std::size_t stated = counts(keyword, 1).front();
  if (ok() && stated != size) fail("expected " + std::to_string(size) + " entries in " + quoted(keyword));
  return row(size);
}

Row Reader::counted_row() {
  const std::string_view whole = line();
  Row result;
  if (!ok()) return result;
  const std::size_t first = std::min(whole.find(' '), whole.size());
  const std::size_t size = to_count(*this, whole.substr(0, first));
  std::size_t begin = first;
  while (ok() && begin < whole.size() && result.size() <= size) {
    const std::size_t end = std::min(whole.find(' ', begin + 1), whole.size());
    result.push_back(to_integer(*this, whole.substr(begin + 1, end - begin - 1)));
    begin = end;
  }
  if (ok() && result.size() != size) fail("expected " + std::to_string(size) + " integers after their number");
  return result;
}

Rows Reader::matrix(std::size_t rows, std::size_t columns) {
  Rows result;
  for (std::size_t i = 0; columns > 0 && i < rows && ok(); ++i) result.push_back(row(columns));
  return result;
}

Rows Reader::triangle(std::size_t n) {
  Rows result;
  for (std::size_t i = 0; i < n && ok(); ++i) result.push_back(row(i + 1));
  return result;
}

std::vector<double> Reader::floats(std::size_t size) {
  std::vector<double> result;
  if (size == 0 || !ok()) return result;
  const std::vector<std::string_view> found = tokens(size);
  if (ok() && found.size() != size) fail("expected a line of " + std::to_string(size) + " hexadecimal floats");
  for (const std::string_view token : found) {
    if (!ok()) break;
    const std::optional<double> value = parse_hexadecimal(token);
    if (!value) fail(quoted(token) + " is not a hexadecimal float");
    result.push_back(value.value_or(0));
  }
  return result;
}

double Reader::number(std::string_view keyword) {
  const std::string_view token = fields(keyword, 1).front();
  if (!ok()) return 0;
  const std::optional<double> value = parse_hexadecimal(token);
  if (!value) fail(quoted(token) + " is not a hexadecimal float");
  return value.value_or(0);
}

}  // namespace lemmata::checker
