#include "verify/cli/problem_options.hpp"

#include "verify/cli/session.hpp"

#include "verify/io/number.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace lemmata::verify::cli {
namespace {

using theory::problem::ParameterValue;

constexpr std::size_t longest_number = 400;
constexpr int largest_exponent = 400;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, from)) {
    parts.push_back(text.substr(from, at - from));
    from = at + 1;
  }
  parts.push_back(text.substr(from));
  return parts;
}

std::optional<Rational> exact_decimal(std::string text) {
  if (text.size() > longest_number) return std::nullopt;
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.erase(0, 1);
  int exponent = 0;
  if (const auto e = text.find_first_of("eE"); e != std::string::npos) {
    std::string power = text.substr(e + 1);
    if (power.size() > 1 && power.front() == '+') power.erase(0, 1);
    const auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), exponent);
    if (error != std::errc{} || end != power.data() + power.size() || std::abs(exponent) > largest_exponent)
      return std::nullopt;
    text.erase(e);
  }
  if (const auto point = text.find('.'); point != std::string::npos) {
    exponent -= static_cast<int>(text.size() - point - 1);
    text.erase(point, 1);
  }
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  text.erase(0, std::min(text.find_first_not_of('0'), text.size() - 1));  // a leading zero would mean octal
  const lemmata::Integer digits(text);
  const lemmata::Integer power =
      boost::multiprecision::pow(lemmata::Integer(10), static_cast<unsigned>(std::abs(exponent)));
  const Rational size = exponent < 0 ? Rational(digits, power) : Rational(digits * power);
  return negative ? Rational(-size) : size;
}

/// Rows separated by semicolons, entries by commas; nothing when an entry is no number or a row is ragged.
std::optional<Matrix<double>> inline_matrix(const std::string& text) {
  std::vector<double> entries;
  std::size_t columns = 0, rows = 0;
  for (const std::string& row : split(text, ';')) {
    std::size_t count = 0;
    for (const std::string& word : split(row, ',')) {
      const std::optional<Rational> x = exact_rational(word);
      if (!x) return std::nullopt;
      entries.push_back(nearest(*x));
      ++count;
    }
    if (rows++ == 0) columns = count;
    if (count != columns) return std::nullopt;
  }
  return Matrix<double>(rows, columns, std::move(entries));
}

bool is_word(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || c == '-'; });
}

bool is_file(const std::string& text) {
  std::error_code error;
  return std::filesystem::exists(text, error);
}

}  // namespace

std::optional<Rational> exact_rational(const std::string& text) {
  const auto slash = text.find('/');
  const std::optional<Rational> over = exact_decimal(text.substr(0, slash));
  if (slash == std::string::npos || !over) return over;
  const std::optional<Rational> under = exact_decimal(text.substr(slash + 1));
  if (!under || *under == 0) return std::nullopt;
  return Rational(*over / *under);
}

Expected<LoadedParameters> read_parameters(const std::vector<std::string>& assignments) {
  LoadedParameters loaded;
  for (const std::string& assignment : assignments) {
    const auto equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == assignment.size())
      return usage("--param " + assignment + ": expected NAME=VALUE or NAME=FILE");
    const std::string name = assignment.substr(0, equals), value = assignment.substr(equals + 1);
    if (loaded.parameters.has(name)) return usage("--param " + name + " is given twice");
    if (std::optional<Rational> number = exact_rational(value)) {
      loaded.parameters.set(name, std::move(*number));
    } else if (std::optional<Matrix<double>> matrix = inline_matrix(value)) {
      loaded.parameters.set(name, std::move(*matrix));
    } else if (is_word(value) && !is_file(value)) {
      loaded.parameters.set(name, value);
    } else {
      Expected<io::LoadedTable> table = io::read_matrix(value);
      if (!table) return table.error();
      loaded.files.insert(loaded.files.end(), table->files.begin(), table->files.end());
      loaded.parameters.set(name, std::move(table).value().values);
    }
  }
  return loaded;
}

Expected<LoadedPoint> read_point(const std::string& text, std::size_t unknowns) {
  LoadedPoint point;
  bool listed = !is_file(text);
  for (const std::string& row : split(text, ';'))
    for (const std::string& word : split(row, ',')) {
      const std::optional<Rational> x = listed ? exact_rational(word) : std::nullopt;
      listed = listed && x.has_value();
      if (listed) point.x.push_back(*x);
    }
  if (!listed) {
    point.x.clear();
    const Expected<io::LoadedTable> table = io::read_matrix(text);
    if (!table) return table.error();
    point.files = table->files;
    point.x.reserve(table->values.entries().size());
    for (const double entry : table->values.entries()) point.x.push_back(exact(entry));
  }
  if (point.x.size() != unknowns)
    return usage("--at: the point has " + std::to_string(point.x.size()) + " numbers, the problem has " +
                 std::to_string(unknowns) + " unknowns");
  return point;
}

}  // namespace lemmata::verify::cli
