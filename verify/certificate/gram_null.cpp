#include "verify/certificate/gram_null.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "verify/io/sha256.hpp"

namespace lemmata::verify {
namespace {

using theory::Integer;

/// x_j = (numerator / denominator) x_i for rows on one line, in lowest terms, denominator > 0.
std::pair<Integer, Integer> ratio(const std::vector<Integer>& of, const std::vector<Integer>& by) {
  const auto k =
      static_cast<std::size_t>(std::ranges::find_if(by, [](const Integer& x) { return x != 0; }) - by.begin());
  Integer numerator = of[k];
  Integer denominator = by[k];
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  const Integer common = gcd(numerator, denominator);
  return {numerator / common, denominator / common};
}

/// Rows `chosen` as integers over 2^-lowest.
struct IntegerRows {
  Integer q;
  std::vector<std::vector<Integer>> x;
};

IntegerRows integers(const Matrix<double>& inputs, const std::vector<std::size_t>& chosen) {
  int lowest = 0;
  for (const std::size_t i : chosen) {
    for (const double x : inputs.row(i)) {
      int exponent = 0;
      auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(x, &exponent), 53));
      exponent -= 53;
      for (; mantissa != 0 && mantissa % 2 == 0; mantissa /= 2) ++exponent;
      if (mantissa != 0) lowest = std::min(lowest, exponent);
    }
  }
  IntegerRows result{Integer(1) << -lowest, {}};
  for (const std::size_t i : chosen) {
    std::vector<Integer> row;
    for (const double x : inputs.row(i)) {
      int exponent = 0;
      const auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(x, &exponent), 53));
      const int shift = exponent - 53 - lowest;
      row.push_back(shift >= 0 ? Integer(mantissa) << shift : Integer(mantissa) / (Integer(1) << -shift));
    }
    result.x.push_back(std::move(row));
  }
  return result;
}

}  // namespace

Expected<std::string> gram_null_block(const Matrix<double>& inputs, const theory::RowRelations& relations,
                                      const theory::Nullity& nullity, const std::string& input_digest) {
  std::vector<std::size_t> concerned;
  const auto equal = relations.equal_directions();
  if (!relations.zero_rows.empty()) {
    concerned = {relations.zero_rows.front()};
  } else if (!equal.empty()) {
    concerned = {equal.front().first, equal.front().second};
  } else if (nullity.dependence) {
    for (const auto& [i, j] : nullity.dependence->pairs) concerned.insert(concerned.end(), {i, j});
  } else {
    return Failure{FailureKind::not_certified,
                   "more antipodal lines than dimensions: singular by counting, no dependence was solved for"};
  }
  std::vector<std::size_t> chosen = concerned;
  if (inputs.rows() * inputs.columns() <= all_rows_limit) {
    chosen.resize(inputs.rows());
    for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] = i;
  }
  std::ranges::sort(chosen);
  const auto index = [&](std::size_t row) {
    return static_cast<std::size_t>(std::ranges::lower_bound(chosen, row) - chosen.begin());
  };
  const IntegerRows rows = integers(inputs, chosen);

  std::string data =
      "q " + rows.q.str() + "\nx " + std::to_string(chosen.size()) + " " + std::to_string(inputs.columns()) + "\n";
  for (const auto& row : rows.x) {
    for (std::size_t k = 0; k < row.size(); ++k) data += (k > 0 ? " " : "") + row[k].str();
    data += "\n";
  }
  std::string reason;
  const auto pair = [&](std::size_t i, std::size_t j) {
    return std::to_string(index(i)) + " " + std::to_string(index(j));
  };
  if (!relations.zero_rows.empty()) {
    reason = "zero " + std::to_string(index(relations.zero_rows.front())) + "\n";
  } else if (!equal.empty()) {
    const auto [i, j] = equal.front();
    const auto [numerator, denominator] = ratio(rows.x[index(i)], rows.x[index(j)]);
    reason = "parallel " + pair(i, j) + " " + numerator.str() + " " + denominator.str() + "\n";
  } else {
    reason = "antipodal " + std::to_string(nullity.dependence->pairs.size()) + "\n";
    for (std::size_t k = 0; k < nullity.dependence->pairs.size(); ++k) {
      const auto [i, j] = nullity.dependence->pairs[k];
      const auto [numerator, denominator] = ratio(rows.x[index(j)], rows.x[index(i)]);
      reason += pair(i, j) + " " + Integer(-numerator).str() + " " + denominator.str() + " " +
                nullity.dependence->coefficients[k].str() + "\n";
    }
  }
  return "lemmata certificate 1\nkind gram_null\ninput sha256:" + input_digest + "\ndata sha256:" + io::sha256(data) +
         "\n" + data + "kernel relu-infinite\n" + reason + "end\n";
}

}  // namespace lemmata::verify
