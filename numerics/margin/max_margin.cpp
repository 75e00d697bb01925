#include "numerics/margin/max_margin.hpp"

#include "numerics/margin/exact_active_set.hpp"
#include "numerics/margin/finder_numbers.hpp"
#include "numerics/margin/norm_margin.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lemmata {
namespace {

class L2Search {
 public:
  L2Search(const Matrix<double>& rows, const MarginOptions& options) : rows_(rows), z_(rows), options_(options) {
    result_.norm = MarginNorm::l2;
  }

  MaxMargin run() {
    const bool decided = options_.rung ? at(*options_.rung, [this]<class T>() { return climb<T>(); }) : climb_all();
    static_cast<void>(decided);
    if (result_.separable == Truth::yes && !result_.is_exact()) keep_possible_support();
    return std::move(result_);
  }

 private:
  static constexpr std::size_t few_pivots = 8;
  static constexpr std::size_t many_pivots = 100000;

  bool climb_all() {
    return climb<double>() || climb<DoubleDouble>() || pivot(few_pivots) || climb<Mp<50>>() || climb<Mp<100>>() ||
           pivot(many_pivots);
  }

  /// One rung: the finder in T from the rows of the rung below, then the proof of what it found.
  template <class T>
  bool climb() {
    const std::size_t most_steps = 2000 + 30 * std::min(rows_.rows(), rows_.columns());
    const ActiveSet<T> found = shortest_separator<T>(rows_, start_, most_steps);
    result_.steps += found.steps;
    if (found.status == ActiveSetStatus::inseparable) {
      start_.assign(found.rows.begin(), found.rows.end() - 1);
      return accept(prove_inseparable(z_, found.rows, options_.work_limit));
    }
    start_by_weight(found);
    if (found.status == ActiveSetStatus::stalled) return false;
    return accept(prove_optimal(z_, found.rows, options_.work_limit)) || accept_bounds(found);
  }

  bool pivot(std::size_t most_steps) {
    const ExactActiveSet found = shortest_separator_exactly(z_, start_, most_steps, options_.work_limit);
    result_.steps += found.steps;
    if (found.status == ActiveSetStatus::stalled && !found.rows.empty()) start_ = found.rows;
    return accept(found);
  }

  template <class T>
  void start_by_weight(const ActiveSet<T>& found) {
    std::vector<std::size_t> order(found.rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return found.weights[b] < found.weights[a]; });
    start_.clear();
    for (const std::size_t s : order) start_.push_back(found.rows[s]);
  }

  bool accept(const ExactActiveSet& proof) {
    if (proof.status == ActiveSetStatus::stalled) return false;
    result_.rows = proof.rows;
    result_.weights = proof.weights;
    result_.upper = margin_upper(z_, MarginNorm::l2, proof.rows, proof.weights);
    if (proof.status == ActiveSetStatus::inseparable) {
      result_.separable = Truth::no;
      result_.lower = 0;
      result_.separator.clear();
      return true;
    }
    result_.separable = Truth::yes;
    result_.separator = proof.separator;
    result_.least = proof.right;
    result_.lower = margin_lower(z_, MarginNorm::l2, proof.separator, proof.right);
    result_.support = proof.tight;
    result_.weights_unique = unique(proof);
    result_.separator_unique = true;
    return true;
  }

  bool unique(const ExactActiveSet& proof) const {
    if (proof.tight.size() == proof.rows.size()) return true;  // G_A was inverted modulo a prime
    if (proof.tight.size() > z_.columns()) return false;
    return certainly_independent(z_, proof.tight, options_.work_limit);
  }

  /// Bounds from the finder's own numbers, for supports too large to be solved exactly.
  template <class T>
  bool accept_bounds(const ActiveSet<T>& found) {
    const Vector<Integer> weights = integer_weights(found.weights);
    if (std::all_of(weights.begin(), weights.end(), [](const Integer& a) { return a == 0; })) return false;
    Vector<Integer> w = z_.combination(found.rows, weights);
    const LeastRow least = least_row(z_, w, Integer(0));
    const Rational lower = margin_lower(z_, MarginNorm::l2, w, least.value);
    const Rational upper = margin_upper(z_, MarginNorm::l2, found.rows, weights);
    if (!result_.upper || upper < *result_.upper) {
      result_.upper = upper;
      result_.rows = found.rows;
      result_.weights = weights;
    }
    if (lower > result_.lower) {
      result_.separable = Truth::yes;
      result_.lower = lower;
      result_.separator = std::move(w);
      result_.least = least.value;
    }
    const Rational enough = *result_.upper / Rational(shifted(Integer(1), 88));
    return result_.separable == Truth::yes && *result_.upper - result_.lower <= enough;
  }

  /// With w scaled to Z w >= 1 and g = |w|^2 - 1/upper, the optimum is within sqrt(g) of w, so a row with
  /// z_i.w - 1 > |z_i| sqrt(g) is not tight there.
  void keep_possible_support() {
    const Rational square(norm_or_square(MarginNorm::l2, result_.separator), Integer(result_.least * result_.least));
    const Rational gap = square * (Rational(1) - result_.lower / *result_.upper);
    for (std::size_t i = 0; i < z_.rows(); ++i) {
      const Rational slack(Integer(z_.dot(i, result_.separator) - result_.least), result_.least);
      if (slack * slack <= gap * Rational(z_.gram(i, i))) result_.support.push_back(i);
    }
  }

  const Matrix<double>& rows_;
  IntegerMatrix z_;
  MarginOptions options_;
  MaxMargin result_;
  Vector<std::size_t> start_;
};

}  // namespace

Matrix<double> signed_rows(const Matrix<double>& x, std::span<const int> labels, bool bias) {
  expects(labels.size() == x.rows(), "signed_rows: one label a row");
  Matrix<double> z(x.rows(), x.columns() + (bias ? 1U : 0U));
  for (std::size_t i = 0; i < x.rows(); ++i) {
    expects(labels[i] == 1 || labels[i] == -1, "signed_rows: labels are 1 or -1");
    const double sign = labels[i];
    for (std::size_t j = 0; j < x.columns(); ++j) z(i, j) = sign * x(i, j);
    if (bias) z(i, x.columns()) = sign;
  }
  return z;
}

Interval<Real> enclosure(const MaxMargin& margin) {
  const Interval<Real> lower = enclosure(margin.lower);
  const Interval<Real> upper = margin.upper ? enclosure(*margin.upper) : Interval<Real>::whole();
  const Interval<Real> both(lower.inf(), upper.sup());
  return margin.norm == MarginNorm::l2 ? sqrt(both) : both;
}

MaxMargin max_margin(const Matrix<double>& rows, MarginNorm norm, const MarginOptions& options) {
  expects(rows.rows() > 0 && rows.columns() > 0, "max_margin: at least one row and one column");
  MaxMargin euclidean = L2Search(rows, options).run();
  return norm == MarginNorm::l2 ? euclidean : polyhedral_margin(rows, norm, euclidean, options);
}

}  // namespace lemmata
