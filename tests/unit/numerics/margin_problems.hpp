#pragma once
/// \file
/// # Margin problems with known answers, and the data files

#include "numerics/margin/max_margin.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace lemmata::testing {

/// The rows of a CSV file whose last column is the label, labels absorbed.
inline Matrix<double> csv_rows(const std::string& file, const std::string& positive, bool bias) {
  std::ifstream in(std::string(LEMMATA_TEST_DATA) + "/" + file);
  std::vector<double> entries;
  std::vector<int> labels;
  std::size_t columns = 0;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells;
    std::stringstream stream(line);
    for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
    char* end = nullptr;
    if (cells.size() < 2 || (std::strtod(cells[0].c_str(), &end), end == cells[0].c_str())) continue;  // a header
    columns = cells.size() - 1;
    for (std::size_t j = 0; j < columns; ++j) entries.push_back(std::strtod(cells[j].c_str(), nullptr));
    labels.push_back(cells.back().substr(0, positive.size()) == positive ? 1 : -1);
  }
  return signed_rows(Matrix<double>(labels.size(), columns, std::move(entries)), labels, bias);
}

/// The value with this id in tests/golden/margins.json: decimals computed independently, 40 digits.
inline std::string golden(const std::string& id) {
  std::ifstream in(std::string(LEMMATA_GOLDEN) + "/margins.json");
  std::stringstream all;
  all << in.rdbuf();
  const std::string text = all.str();
  const std::size_t entry = text.find("\"id\": \"" + id + "\"");
  if (entry == std::string::npos) return {};
  const std::string key = "\"value\": \"";
  const std::size_t first = text.find(key, entry) + key.size();
  return text.substr(first, text.find('"', first) - first);
}

/// The decimal `text` as a rational, and one unit of its last digit.
inline Rational decimal(const std::string& text) {
  const std::size_t point = text.find('.');
  if (point == std::string::npos) return Rational(Integer(text));
  const std::string digits = text.substr(0, point) + text.substr(point + 1);
  const std::size_t first = digits.find_first_not_of('0');
  Integer power = 1;
  for (std::size_t k = point + 1; k < text.size(); ++k) power *= 10;
  return Rational(Integer(first == std::string::npos ? "0" : digits.substr(first)), power);
}
inline Rational last_place(const std::string& text) {
  Integer power = 1;
  for (std::size_t k = text.find('.') + 1; k < text.size(); ++k) power *= 10;
  return Rational(Integer(1), power);
}

/// The margin, squared for l2, agrees with a positive decimal rounded or cut in its last place.
inline bool agrees(const MaxMargin& found, const std::string& text) {
  if (!found.is_exact()) return false;
  Rational low = decimal(text) - last_place(text);
  Rational high = decimal(text) + last_place(text);
  if (found.norm == MarginNorm::l2) {
    low *= low;
    high *= high;
  }
  return low <= found.lower && found.lower <= high;
}

/// Re-derives what a MaxMargin says from its witnesses alone, in plain rational arithmetic of its own.
inline bool witnesses_hold(const Matrix<double>& z, const MaxMargin& m) {
  const auto norm_of = [](MarginNorm norm, const std::vector<Rational>& v) {
    Rational result = 0;
    for (const Rational& entry : v) {
      const Rational size = entry < 0 ? Rational(-entry) : entry;
      if (norm == MarginNorm::l1) result += size;
      if (norm == MarginNorm::l2) result += size * size;
      if (norm == MarginNorm::linf && size > result) result = size;
    }
    return result;
  };
  if (!m.weights.empty()) {
    std::vector<Rational> sum(z.columns());
    Rational total = 0;
    for (std::size_t s = 0; s < m.rows.size(); ++s) {
      if (m.weights[s] < 0) return false;
      total += Rational(m.weights[s]);
      for (std::size_t j = 0; j < z.columns(); ++j) sum[j] += Rational(m.weights[s]) * exact(z(m.rows[s], j));
    }
    if (total <= 0) return false;
    const MarginNorm other = m.norm == MarginNorm::l1     ? MarginNorm::linf
                             : m.norm == MarginNorm::linf ? MarginNorm::l1
                                                          : MarginNorm::l2;
    const Rational bound = norm_of(other, sum) / (m.norm == MarginNorm::l2 ? Rational(total * total) : total);
    if (!m.upper || bound != *m.upper) return false;
    if (m.separable == Truth::no && bound != 0) return false;
  }
  if (m.separable != Truth::yes) return m.separable == Truth::no && !m.weights.empty();
  std::vector<Rational> w;
  for (const Integer& entry : m.separator) w.emplace_back(entry);
  Rational least = 0;
  for (std::size_t i = 0; i < z.rows(); ++i) {
    Rational value = 0;
    for (std::size_t j = 0; j < z.columns(); ++j) value += w[j] * exact(z(i, j));
    if (i == 0 || value < least) least = value;
  }
  if (least <= 0) return false;
  const Rational size = norm_of(m.norm, w);
  const Rational bound = m.norm == MarginNorm::l2 ? Rational(least * least / size) : Rational(least / size);
  return bound == m.lower && (!m.upper || m.lower <= *m.upper);
}

}  // namespace lemmata::testing
