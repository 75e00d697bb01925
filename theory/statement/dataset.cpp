#include "theory/statement/dataset.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace lemmata::theory {
namespace {

std::optional<double> as_number(const std::string& text) {
  double value = 0;
  const char* const first = text.data() + (text.size() > 1 && text.front() == '+' ? 1 : 0);
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(first, last, value);
  if (error != std::errc{} || end != last || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace

bool labels_are_numbers(const Dataset& data) {
  return !data.labels.empty() &&
         std::ranges::all_of(data.labels, [](const std::string& label) { return as_number(label).has_value(); });
}

std::optional<std::vector<double>> numeric_labels(const Dataset& data) {
  if (data.labels.empty()) return std::nullopt;
  std::vector<double> numbers;
  for (const std::string& label : data.labels) {
    const std::optional<double> value = as_number(label);
    if (!value) break;
    numbers.push_back(*value);
  }
  if (numbers.size() == data.labels.size()) return numbers;
  if (std::set<std::string>(data.labels.begin(), data.labels.end()).size() != 2) return std::nullopt;
  numbers.clear();
  for (const std::string& label : data.labels) numbers.push_back(label == data.labels.front() ? 1.0 : -1.0);
  return numbers;
}

}  // namespace lemmata::theory
