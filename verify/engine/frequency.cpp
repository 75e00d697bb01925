#include "verify/engine/frequency.hpp"

#include "numerics/base/contract.hpp"

namespace lemmata::verify {

Interval<Real> binomial_upper_tail(std::uint64_t trials, std::uint64_t failures, const Interval<Real>& delta) {
  expects(failures <= trials, "binomial_upper_tail: failures <= trials");
  expects(trials < (std::uint64_t{1} << 31), "binomial_upper_tail: fewer than 2^31 trials");
  const Interval<Real> zero(Real(0));
  const Interval<Real> one(Real(1));
  expects(zero.inf() <= delta.inf() && delta.sup() <= one.sup(), "binomial_upper_tail: a probability");
  if (failures == 0) return one;
  // Increasing in delta: both ends are evaluated at a point each.
  const auto tail = [&](const Real& p) -> Interval<Real> {
    if (p == 0) return zero;
    if (p == 1) return one;
    const Interval<Real> success(p);
    const Interval<Real> failure = one - success;
    // term_k = C(trials, k) p^k (1-p)^(trials-k) for k = failures, .., trials, from the first one on.
    Interval<Real> term = pow(failure, static_cast<int>(trials - failures)) * pow(success, static_cast<int>(failures));
    for (std::uint64_t k = 1; k <= failures; ++k) {
      term = term * Interval<Real>(static_cast<double>(trials - failures + k)) / Interval<Real>(static_cast<double>(k));
    }
    Interval<Real> sum = term;
    for (std::uint64_t k = failures + 1; k <= trials; ++k) {
      term = term * success * Interval<Real>(static_cast<double>(trials - k + 1)) /
             (failure * Interval<Real>(static_cast<double>(k)));
      sum += term;
      // The ratio of consecutive terms falls with k: once it is below 1/2, what is left is less than this term.
      const Interval<Real> ratio = success * Interval<Real>(static_cast<double>(trials - k)) /
                                   (failure * Interval<Real>(static_cast<double>(k + 1)));
      const bool negligible = certainly(less(term, sum * Interval<Real>(Real(0x1p-670))));
      if (negligible && certainly(less(ratio, Interval<Real>(Real(0.5))))) {
        return {sum.inf(), (sum + term).sup()};
      }
    }
    return sum;
  };
  if (delta.is_point()) return tail(delta.inf());
  return {tail(delta.inf()).inf(), tail(delta.sup()).sup()};
}

Interval<Real> clopper_pearson(std::uint64_t trials, std::uint64_t failures, const Interval<Real>& alpha) {
  expects(failures <= trials && trials > 0, "clopper_pearson: failures <= trials, trials > 0");
  // Certainly below the lower limit for so many successes of a coin.
  const auto below = [&](std::uint64_t successes) {
    double low = 0;
    double high = 1;
    for (int step = 0; step < 30; ++step) {
      const double middle = (low + high) / 2;
      const bool rejected =
          certainly(less(binomial_upper_tail(trials, successes, Interval<Real>(Real(middle))), alpha));
      (rejected ? low : high) = middle;
    }
    return low;
  };
  // P(at most f failures) is P(at least trials - f successes).
  return {Real(below(failures)), Real(1 - below(trials - failures))};
}

Truth frequency_fits(std::uint64_t trials, std::uint64_t certain_failures, std::uint64_t unknown,
                     const Interval<Real>& delta, const Interval<Real>& alpha) {
  if (trials == 0) return Truth::unknown;
  if (certainly(less(binomial_upper_tail(trials, certain_failures, delta), alpha))) return Truth::no;
  const bool fits = certainly(less_equal(alpha, binomial_upper_tail(trials, certain_failures + unknown, delta)));
  return fits ? Truth::yes : Truth::unknown;
}

}  // namespace lemmata::verify
