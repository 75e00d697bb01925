#include "theory/model/parallel_rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "theory/model/prime_field.hpp"

namespace lemmata::theory {
namespace {

using prime_field::multiply;
using prime_field::prime;

/// The product of two 53-bit significands is exact.
__extension__ using Wide = __int128;

/// x = significand * 2^exponent exactly; the significand is odd, or 0.
struct Exact {
  std::int64_t significand = 0;
  int exponent = 0;
};

Exact exact(double x) {
  if (x == 0) return {};
  int exponent = 0;
  const double fraction = std::frexp(x, &exponent);
  auto significand = static_cast<std::int64_t>(std::ldexp(fraction, 53));
  exponent -= 53;
  while (significand % 2 == 0) {
    significand /= 2;
    ++exponent;
  }
  return {significand, exponent};
}

/// The residue of a double; 2 has order 61 modulo the prime.
std::uint64_t residue(double x) {
  const Exact e = exact(x);
  const std::uint64_t magnitude = static_cast<std::uint64_t>(std::abs(e.significand)) % prime;
  const auto shift = static_cast<std::uint64_t>(((e.exponent % 61) + 61) % 61);
  const std::uint64_t scaled = multiply(magnitude, std::uint64_t{1} << shift);
  return e.significand < 0 ? prime_field::negate(scaled) : scaled;
}

std::size_t first_non_zero(std::span<const double> row) {
  return static_cast<std::size_t>(std::ranges::find_if(row, [](double x) { return x != 0; }) - row.begin());
}

/// Equal for rows on one line.
std::uint64_t line_hash(std::span<const double> row, std::size_t first) {
  const std::uint64_t inverse = prime_field::inverse(residue(row[first]));
  std::uint64_t hash = first;
  for (std::size_t k = first; k < row.size(); ++k) {
    hash = multiply(hash, 0x1234567890abcdfULL) + (row[k] == 0 ? 0 : multiply(residue(row[k]), inverse));
    hash %= prime;
  }
  return hash;
}

bool on_one_line(std::span<const double> x, std::span<const double> y) {
  const std::size_t f = first_non_zero(x);
  if (f != first_non_zero(y)) return false;
  for (std::size_t k = f; k < x.size(); ++k) {
    if (!equal_products(x[f], y[k], y[f], x[k])) return false;
  }
  return true;
}

}  // namespace

bool equal_products(double a, double b, double c, double d) {
  const Exact ea = exact(a);
  const Exact eb = exact(b);
  const Exact ec = exact(c);
  const Exact ed = exact(d);
  const Wide left = static_cast<Wide>(ea.significand) * eb.significand;
  const Wide right = static_cast<Wide>(ec.significand) * ed.significand;
  // Products of odd significands are odd: equal values have equal significands and equal exponents.
  return left == right && (left == 0 || ea.exponent + eb.exponent == ec.exponent + ed.exponent);
}

RowRelations row_relations(const Matrix<double>& rows) {
  RowRelations relations;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> lines_of_hash;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const std::span<const double> row = rows.row(i);
    const std::size_t first = first_non_zero(row);
    if (first == row.size()) {
      relations.zero_rows.push_back(i);
      continue;
    }
    std::vector<std::size_t>& candidates = lines_of_hash[line_hash(row, first)];
    const auto found = std::ranges::find_if(
        candidates, [&](std::size_t line) { return on_one_line(rows.row(relations.lines[line].same.front()), row); });
    if (found == candidates.end()) {
      candidates.push_back(relations.lines.size());
      relations.lines.push_back({{i}, {}});
      continue;
    }
    Line& line = relations.lines[*found];
    const bool same = std::signbit(rows(line.same.front(), first)) == std::signbit(row[first]);
    (same ? line.same : line.opposite).push_back(i);
  }
  return relations;
}

std::vector<std::pair<std::size_t, std::size_t>> RowRelations::equal_directions() const {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const Line& line : lines) {
    for (const auto* side : {&line.same, &line.opposite}) {
      for (std::size_t k = 1; k < side->size(); ++k) pairs.emplace_back(side->front(), (*side)[k]);
    }
  }
  std::ranges::sort(pairs);
  return pairs;
}

std::vector<std::pair<std::size_t, std::size_t>> RowRelations::antipodal_pairs() const {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const Line& line : lines) {
    if (!line.opposite.empty()) pairs.emplace_back(line.same.front(), line.opposite.front());
  }
  return pairs;
}

}  // namespace lemmata::theory
