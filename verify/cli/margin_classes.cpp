#include "verify/cli/margin_classes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace lemmata::verify::cli {
namespace {

std::string quoted_list(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t k = 0; k < std::min<std::size_t>(words.size(), 12); ++k) text += (k > 0 ? ", " : "") + words[k];
  return words.size() > 12 ? text + fmt::format(", ... ({} labels)", words.size()) : text;
}

/// Whether two labels are the same word or the same number.
bool same_label(const std::string& a, const std::string& b) {
  if (a == b) return true;
  char* end_a = nullptr;
  char* end_b = nullptr;
  const double x = std::strtod(a.c_str(), &end_a);
  const double y = std::strtod(b.c_str(), &end_b);
  return !a.empty() && !b.empty() && *end_a == '\0' && *end_b == '\0' && x == y;
}

}  // namespace

Expected<Classes> classes(const theory::Dataset& data, const std::string& positive) {
  Classes result;
  if (data.labels.empty()) {
    if (!positive.empty()) {
      return Failure{FailureKind::usage, "--positive " + positive + ": the data have no labels (see --label)"};
    }
    result.sign.assign(data.size(), 1);
    result.positive = "all rows";
    return result;
  }
  std::vector<std::string> words;
  for (const std::string& label : data.labels) {
    if (std::find(words.begin(), words.end(), label) == words.end()) words.push_back(label);
    if (words.size() > 1000) break;
  }
  result.positive = words.front();
  if (!positive.empty()) {
    const auto found = std::find_if(words.begin(), words.end(), [&](const auto& w) { return same_label(w, positive); });
    if (found == words.end()) {
      return Failure{FailureKind::usage,
                     "--positive " + positive + ": no row has this label; there are " + quoted_list(words)};
    }
    result.positive = *found;
  } else if (words.size() > 2) {
    return Failure{
        FailureKind::usage,
        fmt::format("{} has {} labels ({}): --positive LABEL chooses one against the rest",
                    data.label_name.empty() ? "the data" : data.label_name, words.size(), quoted_list(words))};
  } else if (const auto numbers = numeric_labels(data); words.size() == 2 && numbers) {
    // Of two numbers the larger one is positive; of two words the first.
    const auto largest = std::max_element(numbers->begin(), numbers->end());
    result.positive = data.labels[static_cast<std::size_t>(largest - numbers->begin())];
  }
  for (const std::string& label : data.labels) result.sign.push_back(same_label(label, result.positive) ? 1 : -1);
  if (words.size() == 2) result.negative = same_label(words[0], result.positive) ? words[1] : words[0];
  if (words.size() > 2) result.negative = "the other labels";
  return result;
}

Expected<theory::Dataset> one_against_one(const theory::Dataset& data, const std::string& positive,
                                          const std::string& negative) {
  if (positive.empty())
    return Failure{FailureKind::usage, "--negative " + negative + " needs --positive LABEL as well"};
  if (same_label(positive, negative)) {
    return Failure{FailureKind::usage, "--positive and --negative name the same label, " + positive};
  }
  std::vector<std::size_t> kept;
  bool any_negative = false;
  for (std::size_t i = 0; i < data.labels.size(); ++i) {
    const bool is_negative = same_label(data.labels[i], negative);
    any_negative = any_negative || is_negative;
    if (is_negative || same_label(data.labels[i], positive)) kept.push_back(i);
  }
  if (!any_negative) return Failure{FailureKind::usage, "--negative " + negative + ": no row has this label"};
  theory::Dataset result;
  result.inputs = Matrix<double>(kept.size(), data.dimension());
  result.label_name = data.label_name;
  result.column_names = data.column_names;
  for (std::size_t k = 0; k < kept.size(); ++k) {
    const auto row = data.inputs.row(kept[k]);
    std::copy(row.begin(), row.end(), result.inputs.row(k).begin());
    result.labels.push_back(data.labels[kept[k]]);
    result.source_rows.push_back(data.source_rows[kept[k]]);
    if (!data.source_lines.empty()) result.source_lines.push_back(data.source_lines[kept[k]]);
  }
  return result;
}

std::string hexadecimal(const Integer& number, long bits) {
  if (number == 0) return "0x0p+0";
  Integer size = boost::multiprecision::abs(number);
  const auto length = static_cast<long>(bit_length(size));
  const long padding = (4 - (length - 1) % 4) % 4;  // whole hexadecimal digits after the leading 1
  std::string digits = shifted(size, padding).str(0, std::ios_base::hex).substr(1);
  while (!digits.empty() && digits.back() == '0') digits.pop_back();
  std::transform(digits.begin(), digits.end(), digits.begin(), [](unsigned char c) { return std::tolower(c); });
  return fmt::format("{}0x1{}p{:+d}", number < 0 ? "-" : "", digits.empty() ? "" : "." + digits, length - 1 - bits);
}

}  // namespace lemmata::verify::cli
