#include "theory/model/relu_null_space.hpp"

#include "theory/model/parallel_rows.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace lemmata::theory {
namespace {

using Rational = boost::multiprecision::cpp_rational;
using Integer = boost::multiprecision::cpp_int;
using Row = std::vector<Rational>;

Rational rational(double x) {
  int exponent = 0;
  const auto significand = static_cast<std::int64_t>(std::ldexp(std::frexp(x, &exponent), 53));
  exponent -= 53;
  const Integer power = Integer(1) << static_cast<unsigned>(std::abs(exponent));
  return exponent >= 0 ? Rational(Integer(significand) * power) : Rational(Integer(significand), power);
}

// Reduced row echelon form in place; the pivot columns in order.
std::vector<std::size_t> reduce(std::vector<Row>& rows, std::size_t columns) {
  std::vector<std::size_t> pivots;
  for (std::size_t c = 0; c < columns && pivots.size() < rows.size(); ++c) {
    const std::size_t top = pivots.size();
    std::size_t r = top;
    while (r < rows.size() && rows[r][c] == 0) ++r;
    if (r == rows.size()) continue;
    std::swap(rows[top], rows[r]);
    const Rational pivot = rows[top][c];
    for (Rational& x : rows[top]) x /= pivot;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      if (k == top || rows[k][c] == 0) continue;
      const Rational factor = rows[k][c];
      for (std::size_t j = c; j < columns; ++j) rows[k][j] -= factor * rows[top][j];
    }
    pivots.push_back(c);
  }
  return pivots;
}

// x_i = t x_representative on one line.
Rational multiple(const Matrix<double>& inputs, std::size_t i, std::size_t representative) {
  for (std::size_t k = 0; k < inputs.columns(); ++k) {
    if (inputs(representative, k) != 0) return rational(inputs(i, k)) / rational(inputs(representative, k));
  }
  return 0;
}

double norm_guess(std::span<const double> row) {
  double sum = 0;
  for (const double x : row) sum = std::hypot(sum, x);
  return sum;
}

Failure too_many(std::size_t rows) {
  return {FailureKind::not_certified, std::to_string(rows) + " rows share lines: too many for exact elimination"};
}

}  // namespace

Expected<ReluNullSpace> relu_null_space(const Matrix<double>& inputs, std::size_t largest) {
  const RowRelations relations = row_relations(inputs);
  // Unknowns: rows on lines that carry several. A line with one row forces its coefficient to 0.
  std::vector<std::size_t> unknowns;
  std::vector<const Line*> shared;
  for (const Line& line : relations.lines) {
    if (line.same.size() + line.opposite.size() < 2) continue;
    shared.push_back(&line);
    unknowns.insert(unknowns.end(), line.same.begin(), line.same.end());
    unknowns.insert(unknowns.end(), line.opposite.begin(), line.opposite.end());
  }
  if (unknowns.size() > largest) return too_many(unknowns.size());
  const std::size_t m = unknowns.size();
  std::vector<Row> equations(shared.size() + inputs.columns(), Row(m, Rational(0)));
  std::size_t column = 0;
  for (std::size_t l = 0; l < shared.size(); ++l) {
    const std::size_t representative = shared[l]->same.front();
    const auto add = [&](std::size_t i, bool positive) {
      const Rational t = multiple(inputs, i, representative);
      equations[l][column] = abs(t);  // e + f
      for (std::size_t k = 0; positive && k < inputs.columns(); ++k) {
        equations[shared.size() + k][column] = t * rational(inputs(representative, k));  // sum of e p
      }
      ++column;
    };
    for (const std::size_t i : shared[l]->same) add(i, true);
    for (const std::size_t i : shared[l]->opposite) add(i, false);
  }
  const std::vector<std::size_t> pivots = reduce(equations, m);

  const std::size_t free_columns = m - pivots.size();
  ReluNullSpace space{free_columns + relations.zero_rows.size(), Matrix<double>(inputs.rows(), 0)};
  space.approximate_basis = Matrix<double>(inputs.rows(), space.dimension);
  std::size_t vector = 0;
  for (std::size_t c = 0; c < m; ++c) {
    if (std::find(pivots.begin(), pivots.end(), c) != pivots.end()) continue;
    Vector<double> values(m, 0.0);
    values[c] = norm_guess(inputs.row(unknowns[c]));
    for (std::size_t r = 0; r < pivots.size(); ++r) {
      const std::size_t i = unknowns[pivots[r]];
      values[pivots[r]] = static_cast<double>(Rational(-equations[r][c])) * norm_guess(inputs.row(i));
    }
    double most = 0;
    for (const double v : values) most = std::max(most, std::fabs(v));
    for (std::size_t k = 0; k < m; ++k) space.approximate_basis(unknowns[k], vector) = values[k] / most;
    ++vector;
  }
  for (const std::size_t i : relations.zero_rows) space.approximate_basis(i, vector++) = 1;
  return space;
}

Expected<std::size_t> antipodal_line_rank(const Matrix<double>& inputs, std::size_t largest) {
  std::vector<Row> directions;
  for (const Line& line : row_relations(inputs).lines) {
    if (line.opposite.empty()) continue;
    Row row;
    for (const double x : inputs.row(line.same.front())) row.push_back(rational(x));
    directions.push_back(std::move(row));
  }
  if (directions.size() > largest) return too_many(directions.size());
  return reduce(directions, inputs.columns()).size();
}

}  // namespace lemmata::theory
