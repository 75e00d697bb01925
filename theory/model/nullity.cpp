#include "theory/model/nullity.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "theory/model/prime_field.hpp"

namespace lemmata::theory {
namespace {

/// The rows of `inputs` named by `rows`, all scaled by one power of two to integers.
std::vector<std::vector<Integer>> integer_rows(const Matrix<double>& inputs, const std::vector<std::size_t>& rows) {
  int lowest = 1024;
  for (const std::size_t i : rows) {
    for (const double x : inputs.row(i)) {
      int exponent = 0;
      if (std::frexp(x, &exponent) != 0) lowest = std::min(lowest, exponent - 53);
    }
  }
  std::vector<std::vector<Integer>> result;
  for (const std::size_t i : rows) {
    std::vector<Integer> row;
    for (const double x : inputs.row(i)) {
      int exponent = 0;
      const auto significand = static_cast<std::int64_t>(std::ldexp(std::frexp(x, &exponent), 53));
      row.push_back(significand == 0 ? Integer(0) : Integer(significand) << (exponent - 53 - lowest));
    }
    result.push_back(std::move(row));
  }
  return result;
}

using prime_field::multiply;
using prime_field::prime;

/// Elimination modulo the prime. Rows are taken in order; a row that does not raise the rank modulo the prime is
/// reported together with the earlier independent rows that it depends on modulo the prime.
struct ModularRank {
  std::size_t rank = 0;
  std::optional<std::vector<std::size_t>> first_dependent;  ///< support: the dependent row is the last
};

ModularRank modular_rank(const std::vector<std::vector<Integer>>& rows) {
  ModularRank result;
  std::vector<std::vector<std::uint64_t>> basis;    // reduced rows
  std::vector<std::vector<std::uint64_t>> history;  // each as a combination of the original rows
  std::vector<std::size_t> pivots;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::vector<std::uint64_t> row;
    for (const Integer& x : rows[i]) {
      const auto r = static_cast<std::uint64_t>(Integer(abs(x) % prime));
      row.push_back(x < 0 ? prime_field::negate(r) : r);
    }
    std::vector<std::uint64_t> combination(rows.size(), 0);
    combination[i] = 1;
    for (std::size_t b = 0; b < basis.size(); ++b) {
      const std::uint64_t factor = row[pivots[b]];
      if (factor == 0) continue;
      const std::uint64_t negative = prime_field::negate(factor);
      for (std::size_t k = 0; k < row.size(); ++k) row[k] = (row[k] + multiply(negative, basis[b][k])) % prime;
      for (std::size_t k = 0; k < i; ++k) {
        combination[k] = (combination[k] + multiply(negative, history[b][k])) % prime;
      }
    }
    const auto pivot = std::ranges::find_if(row, [](std::uint64_t x) { return x != 0; });
    if (pivot == row.end()) {
      if (!result.first_dependent) {
        result.first_dependent.emplace();
        for (std::size_t k = 0; k <= i; ++k) {
          if (combination[k] != 0) result.first_dependent->push_back(k);
        }
      }
      continue;
    }
    const auto column = static_cast<std::size_t>(pivot - row.begin());
    const std::uint64_t scale = prime_field::inverse(row[column]);
    for (std::uint64_t& x : row) x = multiply(x, scale);
    for (std::uint64_t& x : combination) x = multiply(x, scale);
    basis.push_back(std::move(row));
    history.push_back(std::move(combination));
    pivots.push_back(column);
    ++result.rank;
  }
  return result;
}

/// c with sum_j c_j rows_j = 0, c != 0, where all but the last row are independent: fraction-free elimination of the
/// transposed system, checked at the end. Nothing when the rows are independent.
std::optional<std::vector<Integer>> solve_dependence(const std::vector<std::vector<Integer>>& rows) {
  const std::size_t k = rows.size();
  const std::size_t d = rows.front().size();
  std::vector<std::vector<Integer>> a(d, std::vector<Integer>(k));
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j < k; ++j) a[i][j] = rows[j][i];
  }
  Integer previous = 1;
  std::size_t rank = 0;
  for (std::size_t column = 0; column + 1 < k; ++column, ++rank) {  // Bareiss
    std::size_t pivot = rank;
    while (pivot < d && a[pivot][column] == 0) ++pivot;
    if (pivot == d) return std::nullopt;
    std::swap(a[rank], a[pivot]);
    for (std::size_t i = rank + 1; i < d; ++i) {
      for (std::size_t j = column + 1; j < k; ++j) {
        a[i][j] = (a[rank][column] * a[i][j] - a[i][column] * a[rank][j]) / previous;
      }
      a[i][column] = 0;
    }
    previous = a[rank][column];
  }
  for (std::size_t i = rank; i < d; ++i) {
    if (a[i][k - 1] != 0) return std::nullopt;
  }
  // Back substitution with the last coefficient fixed to the last pivot; rationals by a common denominator.
  std::vector<boost::multiprecision::cpp_rational> c(k);
  c[k - 1] = 1;
  for (std::size_t j = k - 1; j-- > 0;) {
    boost::multiprecision::cpp_rational sum = 0;
    for (std::size_t l = j + 1; l < k; ++l) sum += c[l] * boost::multiprecision::cpp_rational(a[j][l]);
    c[j] = -sum / boost::multiprecision::cpp_rational(a[j][j]);
  }
  Integer common = 1;
  for (const auto& x : c) common = lcm(common, denominator(x));
  std::vector<Integer> result;
  for (const auto& x : c) result.push_back(numerator(x) * (common / denominator(x)));
  for (std::size_t i = 0; i < d; ++i) {
    Integer sum = 0;
    for (std::size_t j = 0; j < k; ++j) sum += result[j] * rows[j][i];
    if (sum != 0) return std::nullopt;
  }
  return result;
}

}  // namespace

std::optional<bool> Nullity::singular() const {
  if (from_zero_rows + from_repeated_directions > 0 || lines_dependent) return true;
  if (antipodal_lines == 0 || line_rank == antipodal_lines) return false;
  return std::nullopt;
}

Nullity nullity(const Matrix<double>& inputs, const RowRelations& relations, std::size_t largest_exact) {
  Nullity result;
  result.from_zero_rows = relations.zero_rows.size();
  result.from_repeated_directions = relations.equal_directions().size();
  const auto pairs = relations.antipodal_pairs();
  result.antipodal_lines = pairs.size();
  if (pairs.empty()) {
    result.line_rank = 0;
    return result;
  }
  std::vector<std::size_t> representatives;
  for (std::size_t j = 0; j < pairs.size(); ++j) representatives.push_back(pairs[j].first);
  const std::vector<std::vector<Integer>> lines = integer_rows(inputs, representatives);
  const ModularRank modular = modular_rank(lines);
  if (modular.rank == pairs.size()) {
    result.line_rank = modular.rank;
    return result;
  }
  result.lines_dependent = pairs.size() > inputs.columns();
  if (modular.first_dependent && modular.first_dependent->size() <= largest_exact) {
    std::vector<std::vector<Integer>> support;
    for (const std::size_t j : *modular.first_dependent) support.push_back(lines[j]);
    if (const auto solution = solve_dependence(support)) {
      result.lines_dependent = true;
      Dependence dependence;
      for (std::size_t j = 0; j < support.size(); ++j) {
        dependence.pairs.push_back(pairs[(*modular.first_dependent)[j]]);
        dependence.coefficients.push_back((*solution)[j]);
      }
      result.dependence = std::move(dependence);
    }
  }
  // The rank modulo the prime is a lower bound; it is the rank when the dimension leaves no room above it.
  if (modular.rank == std::min(pairs.size(), inputs.columns())) result.line_rank = modular.rank;
  if (result.dependence && modular.rank + 1 == pairs.size()) result.line_rank = modular.rank;
  return result;
}

}  // namespace lemmata::theory
