#pragma once
/// \file
/// # Exact dyadic numbers, and definiteness of small matrices of them

#include <vector>

#include "verify/checker/number.hpp"

namespace lemmata::checker {

/// Both over the smaller exponent.
[[nodiscard]] inline Dyadic operator+(const Dyadic& x, const Dyadic& y) {
  if (x.exponent <= y.exponent) return {x.numerator + shifted(y.numerator, y.exponent - x.exponent), x.exponent};
  return y + x;
}
[[nodiscard]] inline Dyadic operator-(const Dyadic& x) { return {-x.numerator, x.exponent}; }
[[nodiscard]] inline Dyadic operator-(const Dyadic& x, const Dyadic& y) { return x + -y; }
[[nodiscard]] inline Dyadic operator*(const Dyadic& x, const Dyadic& y) {
  return {x.numerator * y.numerator, x.exponent + y.exponent};
}
[[nodiscard]] inline Dyadic scaled(const Dyadic& x, long exponent) { return {x.numerator, x.exponent + exponent}; }

/// A symmetric k x k matrix, row-major.
struct DyadicMatrix {
  std::size_t size = 0;
  std::vector<Dyadic> entries;

  [[nodiscard]] const Dyadic& operator()(std::size_t i, std::size_t j) const { return entries[i * size + j]; }
};

/// Three-valued: entries are cut to multiples of 2^-280 first and the cut, at most k 2^-280 in norm, counts against
/// both answers.
enum class Definiteness { positive, not_positive, unknown };
[[nodiscard]] Definiteness definiteness(const DyadicMatrix& a);

}  // namespace lemmata::checker
