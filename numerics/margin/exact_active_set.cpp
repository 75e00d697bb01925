#include "numerics/margin/exact_active_set.hpp"

#include "numerics/margin/duality_gap.hpp"

#include <algorithm>

namespace lemmata {
namespace {

/// The state of the pivoting: independent active rows, their Gram matrix and exact weights.
class ExactPivoting {
 public:
  ExactPivoting(const IntegerMatrix& z, std::size_t most_steps, double work_limit)
      : z_(z), most_steps_(most_steps), work_limit_(work_limit) {}

  ExactActiveSet run(std::span<const std::size_t> start) {
    active_.assign(start.begin(), start.end());
    if (!settle()) active_.clear();
    while (steps_ < most_steps_) {
      std::size_t entering = 0;
      if (active_.empty()) {
        value_.clear();
      } else {
        const ExactActiveSet seen = prove_optimal(z_, active_, work_limit_);
        if (seen.status == ActiveSetStatus::optimal) return with_steps(seen);
        if (seen.violated.empty()) break;
        entering = seen.violated.front();
      }
      const std::optional<bool> entered = enter(entering);
      if (!entered) break;
      if (!*entered) return with_steps(prove_inseparable(z_, active_, work_limit_));
      if (!settle()) break;
    }
    ExactActiveSet given_up;
    given_up.rows = active_;
    return with_steps(std::move(given_up));
  }

 private:
  /// Solves for the weights; rows with a weight that is not positive leave. False when the system cannot be solved.
  bool settle() {
    while (!active_.empty()) {
      const std::optional<RationalVector> a =
          solve_exactly(z_.gram(active_), Vector<Integer>(active_.size(), Integer(1)), work_limit_);
      if (!a) return false;
      std::size_t least = 0;
      for (std::size_t s = 1; s < active_.size(); ++s) {
        if (a->numerator[s] < a->numerator[least]) least = s;
      }
      if (a->numerator[least] > 0) {
        value_.clear();
        for (const Integer& n : a->numerator) value_.emplace_back(n, a->denominator);
        return true;
      }
      active_.erase(active_.begin() + static_cast<std::ptrdiff_t>(least));
    }
    value_.clear();
    return true;
  }

  /// Row p enters: true. It closes a dependence: false, and p is the last of `active_`. Nothing: gave up.
  std::optional<bool> enter(std::size_t p) {
    while (steps_ < most_steps_) {
      ++steps_;
      const std::size_t k = active_.size();
      Vector<Integer> coupling;
      for (const std::size_t i : active_) coupling.push_back(z_.gram(i, p));
      const std::optional<RationalVector> r = solve_exactly(z_.gram(active_), coupling, work_limit_);
      if (!r) return std::nullopt;
      Rational squared = z_.gram(p, p);
      Rational value = 0;
      std::optional<std::size_t> blocking;
      Rational longest = 0;
      for (std::size_t s = 0; s < k; ++s) {
        const Rational slope(r->numerator[s], r->denominator);
        squared -= slope * Rational(coupling[s]);
        value += value_[s] * Rational(coupling[s]);
        if (slope <= 0) continue;
        const Rational ratio = value_[s] / slope;
        if (!blocking || ratio < longest) {
          blocking = s;
          longest = ratio;
        }
      }
      value += entering_weight_ * Rational(z_.gram(p, p));
      if (squared == 0 && !blocking) {
        active_.push_back(p);
        return false;
      }
      if (squared > 0) {
        const Rational needed = (Rational(1) - value) / squared;
        if (!blocking || needed <= longest) {
          active_.push_back(p);
          entering_weight_ = 0;
          return true;
        }
      }
      for (std::size_t s = 0; s < k; ++s) value_[s] -= longest * Rational(r->numerator[s], r->denominator);
      entering_weight_ += longest;
      active_.erase(active_.begin() + static_cast<std::ptrdiff_t>(*blocking));
      value_.erase(value_.begin() + static_cast<std::ptrdiff_t>(*blocking));
    }
    return std::nullopt;
  }

  ExactActiveSet with_steps(ExactActiveSet result) const {
    result.steps = steps_;
    return result;
  }

  const IntegerMatrix& z_;
  std::size_t most_steps_;
  double work_limit_;
  Vector<std::size_t> active_;
  Vector<Rational> value_;
  Rational entering_weight_ = 0;
  std::size_t steps_ = 0;
};

}  // namespace

ExactActiveSet prove_optimal(const IntegerMatrix& z, std::span<const std::size_t> rows, double work_limit) {
  ExactActiveSet result;
  result.rows.assign(rows.begin(), rows.end());
  if (rows.empty()) return result;
  const std::optional<RationalVector> a =
      solve_exactly(z.gram(rows), Vector<Integer>(rows.size(), Integer(1)), work_limit);
  if (!a) return result;
  for (const Integer& weight : a->numerator) {
    if (weight < 0) return result;
  }
  Vector<Integer> w = z.combination(rows, a->numerator);
  const LeastRow least = least_row(z, w, a->denominator);
  result.violated = least.below;
  if (least.value < a->denominator) return result;
  result.status = ActiveSetStatus::optimal;
  result.weights = a->numerator;
  result.right = a->denominator;
  result.separator = std::move(w);
  result.tight = least.where;
  return result;
}

bool certainly_independent(const IntegerMatrix& z, std::span<const std::size_t> rows, double work_limit) {
  // Only a system that is invertible modulo a prime is solved, and that proves that its determinant is not 0.
  return solve_exactly(z.gram(rows), Vector<Integer>(rows.size()), work_limit).has_value();
}

ExactActiveSet prove_inseparable(const IntegerMatrix& z, std::span<const std::size_t> rows, double work_limit) {
  ExactActiveSet result;
  result.rows.assign(rows.begin(), rows.end());
  if (rows.empty()) return result;
  const std::size_t last = rows.back();
  const std::span<const std::size_t> others = rows.first(rows.size() - 1);
  // r with Z_others^T r = z_last, from as many coordinates as there are others; the sum below sees all coordinates.
  const Vector<std::size_t> columns = independent_columns(z, others);
  if (columns.size() != others.size()) return result;
  Matrix<Integer> kernel(others.size(), others.size());
  Vector<Integer> right;
  for (std::size_t s = 0; s < columns.size(); ++s) {
    for (std::size_t t = 0; t < others.size(); ++t) kernel(s, t) = z.entry(others[t], columns[s]);
    right.push_back(z.entry(last, columns[s]));
  }
  const std::optional<RationalVector> r = solve_exactly(kernel, right, work_limit);
  if (!r) return result;
  for (const Integer& slope : r->numerator) {
    if (slope > 0) return result;
    result.weights.push_back(-slope);
  }
  result.weights.push_back(r->denominator);
  const Vector<Integer> sum = z.combination(rows, result.weights);
  const bool vanishes = std::all_of(sum.begin(), sum.end(), [](const Integer& entry) { return entry == 0; });
  if (vanishes) {
    result.status = ActiveSetStatus::inseparable;
  } else {
    result.weights.clear();
  }
  return result;
}

ExactActiveSet shortest_separator_exactly(const IntegerMatrix& z, std::span<const std::size_t> start,
                                          std::size_t most_steps, double work_limit) {
  return ExactPivoting(z, most_steps, work_limit).run(start);
}

}  // namespace lemmata
