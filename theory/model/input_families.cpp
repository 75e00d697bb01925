#include "theory/model/input_families.hpp"

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace lemmata::theory {
namespace {

using Rows = std::vector<std::vector<double>>;

Matrix<double> matrix(const Rows& rows) {
  Matrix<double> result(rows.size(), rows.front().size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t k = 0; k < rows[i].size(); ++k) result(i, k) = rows[i][k];
  }
  return result;
}

std::vector<double> integer_vector(Draw& draw, std::size_t d, std::int64_t bound) {
  std::vector<double> row;
  for (std::size_t k = 0; k < d; ++k) row.push_back(static_cast<double>(draw.integer(-bound, bound)));
  return row;
}

// The rational rotation of parameter 1/q applied to (u, v), times (1 + q^2).
std::vector<double> turned(double u, double v, double q) {
  const double c = q * q - 1;
  const double s = 2 * q;
  return {c * u - s * v, s * u + c * v};
}

// 2^power base + offset: within about 2^-power of the direction of base.
std::vector<double> near(const std::vector<double>& base, const std::vector<double>& offset, int power) {
  std::vector<double> row;
  for (std::size_t k = 0; k < base.size(); ++k) row.push_back(std::ldexp(base[k], power) + offset[k]);
  return row;
}

}  // namespace

Matrix<double> draw_inputs(Draw& draw, std::size_t most_rows) {
  const std::size_t n = draw.dimension(2, most_rows);
  const std::size_t d = draw.dimension(2, 6);
  Rows rows;
  switch (draw.pick(6)) {
    case 0:  // integer points
      for (std::size_t i = 0; i < n; ++i) rows.push_back(integer_vector(draw, d, 1000));
      break;
    case 1:  // dyadic points
      for (std::size_t i = 0; i < n; ++i) {
        rows.emplace_back();
        for (std::size_t k = 0; k < d; ++k) rows.back().push_back(draw.real(-1, 1));
      }
      break;
    case 2: {  // one cluster among other points
      const std::vector<double> base = integer_vector(draw, d, 20);
      const int power = static_cast<int>(draw.integer(1, 30));
      for (std::size_t i = 0; i < n; ++i) {
        const std::vector<double> offset = integer_vector(draw, d, 20);
        rows.push_back(i % 2 == 0 ? near(base, offset, power) : offset);
      }
      break;
    }
    case 3:  // simplex
      return simplex(n);
    case 4:  // rational points of the circle
      for (std::size_t i = 0; i < n; ++i) {
        const auto p = static_cast<double>(draw.integer(-200, 200));
        const auto q = static_cast<double>(draw.integer(1, 200));
        rows.push_back({q * q - p * p, 2 * p * q});
      }
      break;
    default: {  // lines and near-negatives
      const int power = static_cast<int>(draw.integer(1, 30));
      for (std::size_t i = 0; i < n; i += 2) {
        const std::vector<double> line = integer_vector(draw, d, 9);
        std::vector<double> opposite = near(line, integer_vector(draw, d, 9), power);
        for (double& x : opposite) x = -x;
        rows.push_back(line);
        if (rows.size() < n) rows.push_back(std::move(opposite));
      }
      break;
    }
  }
  return matrix(rows);
}

Matrix<double> draw_antipodal_inputs(Draw& draw, std::size_t most_rows) {
  const std::size_t n = draw.dimension(1, most_rows);
  const std::size_t d = draw.dimension(1, 4);
  Rows rows;
  while (rows.size() < n) {
    // A new direction, or a multiple of an earlier one: of either sign, so that lines fill up on both sides.
    const std::size_t source = draw.pick(rows.size() + 2);
    if (source >= rows.size()) {
      std::vector<double> row = integer_vector(draw, d, 3);
      bool zero = true;
      for (const double x : row) zero = zero && x == 0;
      if (zero) row.front() = 1;
      rows.push_back(std::move(row));
    } else {
      const double factor =
          draw.coin() ? static_cast<double>(draw.integer(1, 3)) : -static_cast<double>(draw.integer(1, 3));
      std::vector<double> row = rows[source];
      for (double& x : row) x *= factor;
      rows.push_back(std::move(row));
    }
  }
  return matrix(rows);
}

Matrix<double> hexagon() { return matrix({{1, -1, 0}, {1, 0, -1}, {0, 1, -1}, {-1, 1, 0}, {-1, 0, 1}, {0, -1, 1}}); }

Matrix<double> antipodal_six() { return matrix({{1, 0}, {3, 4}, {-7, 24}, {-1, 0}, {-3, -4}, {7, -24}}); }

Matrix<double> near_antipodal_six(double inverse) {
  expects(1 <= inverse && inverse <= 1e6 && std::floor(inverse) == inverse, "near_antipodal_six: 1 <= inverse <= 10^6");
  return matrix({{1, 0}, {3, 4}, {-7, 24}, turned(-1, 0, inverse), turned(-3, -4, inverse), turned(7, -24, inverse)});
}

Matrix<double> rational_four() { return matrix({{1, 0}, {3, 4}, {0, 1}, {-4, 3}}); }

Matrix<double> rational_six() { return matrix({{1, 0, 0}, {3, 4, 0}, {0, 3, 4}, {1, 2, 2}, {2, 3, 6}, {1, 4, 8}}); }

Matrix<double> rational_ten() {
  return matrix({{1, 0, 0},
                 {0, 1, 0},
                 {0, 0, 1},
                 {1, 2, 2},
                 {2, -1, 2},
                 {2, 2, -1},
                 {3, 4, 0},
                 {0, 3, 4},
                 {4, 0, -3},
                 {2, 3, 6}});
}

Matrix<double> simplex(std::size_t n) {
  Matrix<double> rows(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < n; ++k) rows(i, k) = i == k ? static_cast<double>(n) - 1 : -1.0;
  }
  return rows;
}

}  // namespace lemmata::theory
