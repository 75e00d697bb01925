#include "theory/model/finite_population.hpp"

#include "numerics/base/random.hpp"
#include "numerics/scalar/elementary.hpp"

#include <algorithm>

namespace lemmata::theory {

std::int64_t total(const std::vector<std::int64_t>& numbers) {
  std::int64_t sum = 0;
  for (const std::int64_t number : numbers) {
    expects(number >= 0 && number < (std::int64_t{1} << 52) - sum, "total: non-negative numbers of sum below 2^52");
    sum += number;
  }
  return sum;
}

std::vector<std::int64_t> sample_counts(const std::vector<std::int64_t>& weights, std::int64_t size,
                                        std::int64_t seed) {
  const auto all = static_cast<std::uint64_t>(total(weights));
  expects(all > 0 && size >= 0, "sample_counts: a population and a size");
  const RandomStream stream(static_cast<std::uint64_t>(seed), random_tag("sample"), 0);
  std::vector<std::int64_t> counts(weights.size(), 0);
  for (std::int64_t i = 0; i < size; ++i) {
    auto left = static_cast<std::int64_t>(uniform_below(stream.at(static_cast<std::uint64_t>(i)), all));
    std::size_t k = 0;
    while (left >= weights[k]) left -= weights[k++];
    ++counts[k];
  }
  return counts;
}

Interval<Real> confidence_term(const Interval<Real>& n, const Interval<Real>& delta) {
  const Interval<Real> two(2);
  return Interval<Real>(3) * sqrt(log(two / delta) / (two * n));
}

std::vector<std::int64_t> draw_weights(Draw& draw, std::size_t points) {
  std::vector<std::int64_t> weights;
  for (std::size_t k = 0; k < points; ++k) weights.push_back(draw.pick(3) == 2 ? 1 : 1 + draw.integer(0, 63));
  return weights;
}

}  // namespace lemmata::theory
