#pragma once
/// \file
/// # A population of finite support, samples of it, and the confidence term of margin bounds
/// A population of K points with integer weights has exactly known errors, so that "with probability 1 - delta over the
/// sample" can be counted.

#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"
#include "theory/statement/draw.hpp"

#include <cstdint>
#include <vector>

namespace lemmata::theory {

/// How often each point occurs among `size` independent draws, point k with probability weights[k] / sum (to within
/// 2^-64), as a function of the seed alone. Weights positive, size >= 0.
[[nodiscard]] std::vector<std::int64_t> sample_counts(const std::vector<std::int64_t>& weights, std::int64_t size,
                                                      std::int64_t seed);

/// Integers as an interval: |total| < 2^53.
[[nodiscard]] std::int64_t total(const std::vector<std::int64_t>& numbers);

/// 3 sqrt(ln(2/delta)/(2 n)): the confidence term of the bound by the empirical Rademacher complexity
/// (Mohri, Rostamizadeh, Talwalkar, Theorems 3.3 and 5.8).
[[nodiscard]] Interval<Real> confidence_term(const Interval<Real>& n, const Interval<Real>& delta);

/// The K points of a drawn population: small integer weights, some rare.
[[nodiscard]] std::vector<std::int64_t> draw_weights(Draw& draw, std::size_t points);

}  // namespace lemmata::theory
