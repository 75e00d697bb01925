#pragma once
/// \file
/// # Frequency: does "with probability at least 1 - delta" fit what was counted
/// ## Method     The exact binomial tail P(Bin(trials, delta) >= failures), enclosed: the one-sided test that inverts
///               to the Clopper-Pearson limit.
/// ## Guarantee  If each trial fails independently with probability at most delta, `no` is answered with probability at
///               most alpha.

#include "numerics/scalar/interval.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <cstdint>

namespace lemmata::verify {

/// P(Bin(trials, delta) >= failures) for some delta of the interval; failures <= trials. Cost O(trials) at worst,
/// less when the terms fall quickly.
[[nodiscard]] Interval<Real> binomial_upper_tail(std::uint64_t trials, std::uint64_t failures,
                                                 const Interval<Real>& delta);

/// [l, u]: l <= the lower and u >= the upper one-sided Clopper-Pearson limit of the failure probability at error
/// `alpha` each, to about 2^-30: below l (above u) so many (few) failures have probability below alpha. alpha in (0,
/// 1).
[[nodiscard]] Interval<Real> clopper_pearson(std::uint64_t trials, std::uint64_t failures, const Interval<Real>& alpha);

/// no: so many certain failures have probability below alpha under the claim. yes: not so even when every unknown trial
/// counts as a failure. unknown otherwise.
[[nodiscard]] Truth frequency_fits(std::uint64_t trials, std::uint64_t certain_failures, std::uint64_t unknown,
                                   const Interval<Real>& delta, const Interval<Real>& alpha);

}  // namespace lemmata::verify
