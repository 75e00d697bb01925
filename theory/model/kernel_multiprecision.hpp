#pragma once
/// \file
/// # relu_gram_multiprecision, defined for one rung per translation unit

#include "numerics/linalg/team.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/kernel.hpp"

#include <vector>

namespace lemmata::theory {

template <unsigned D>
Matrix<Interval<Mp<D>>> relu_gram_multiprecision(const Matrix<double>& inputs, Normalization normalization,
                                                 unsigned threads) {
  using Number = Mp<D>;
  using I = Interval<Number>;
  const std::size_t n = inputs.rows();
  const std::size_t d = inputs.columns();
  const I zero(Number(0));
  const I one(Number(1));
  const I two(Number(2));
  const I pi_enclosed = lemmata::pi<Number>();

  std::vector<I> norms;
  for (std::size_t i = 0; i < n; ++i) {
    I sum = zero;
    for (std::size_t k = 0; k < d; ++k) sum = sum + sqr(I(Number(inputs(i, k))));
    norms.push_back(sqrt(sum));
  }
  const auto is_zero = [&](std::size_t i) { return norms[i].sup() == 0; };

  Matrix<I> gram(n, n);
  const auto entry = [&](std::size_t i, std::size_t j) -> I {
    if (is_zero(i) || is_zero(j)) return zero;
    I minus = zero;
    I plus = zero;
    for (std::size_t k = 0; k < d; ++k) {
      const I a = norms[j] * I(Number(inputs(i, k)));
      const I b = norms[i] * I(Number(inputs(j, k)));
      minus = minus + sqr(a - b);
      plus = plus + sqr(a + b);
    }
    // With u = |y|x and v = |x|y: tan(theta/2) = |u - v| / |u + v|, pi - theta = 2 atan2(|u + v|, |u - v|),
    // cos theta = (|u + v|^2 - |u - v|^2) / (|u + v|^2 + |u - v|^2).
    const I rest = two * atan2(sqrt(plus), sqrt(minus));
    const I h = (plus - minus) / (plus + minus) * rest / (two * pi_enclosed);
    return normalization == Normalization::unit ? h : h * norms[i] * norms[j];
  };
  Team(threads).for_each(n, [&](std::size_t i) {
    for (std::size_t j = 0; j < i; ++j) {
      gram(i, j) = entry(i, j);
      gram(j, i) = gram(i, j);
    }
    const I half = one / two;
    gram(i, i) = is_zero(i) ? zero : normalization == Normalization::unit ? half : half * sqr(norms[i]);
  });
  return gram;
}

}  // namespace lemmata::theory
