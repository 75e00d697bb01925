#include "numerics/margin/norm_margin.hpp"

#include "numerics/margin/simplex.hpp"
#include "numerics/scalar/double_double.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace lemmata {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A separator and weights, both exact: the two solutions that belong to a basis.
struct Candidate {
  Vector<Integer> separator;
  Vector<std::size_t> rows;
  Vector<Integer> weights;
  bool determined = true;  ///< every weight is positive and no constraint outside the basis is tight: w is unique
};

class PolyhedralSearch {
 public:
  PolyhedralSearch(const Matrix<double>& rows, MarginNorm norm, const MarginOptions& options)
      : rows_(rows), z_(rows), norm_(norm), options_(options) {
    result_.norm = norm;
  }

  MaxMargin run(const MaxMargin& euclidean) {
    result_.separable = euclidean.separable;
    result_.steps = euclidean.steps;
    if (euclidean.separable == Truth::no) {
      result_.upper = Rational(0);
      result_.rows = euclidean.rows;
      result_.weights = euclidean.weights;
      return std::move(result_);
    }
    judge({euclidean.separator, euclidean.rows, euclidean.weights, false});
    const BoundedProgram program = norm_ == MarginNorm::l1 ? l1_program() : linf_program();
    basis_ = norm_ == MarginNorm::l1 ? l1_start() : linf_start();
    const bool solved = options_.rung
                            ? at(*options_.rung, [&]<class T>() { return climb<T>(program); })
                            : climb<double>(program) || climb<double>(program) || climb<DoubleDouble>(program) ||
                                  climb<Mp<50>>(program) || climb<Mp<100>>(program) || climb<Rational>(program);
    static_cast<void>(solved);
    if (result_.is_exact() || !result_.support.empty()) return std::move(result_);
    for (std::size_t i = 0; i < z_.rows(); ++i) result_.support.push_back(i);  // none is excluded
    return std::move(result_);
  }

 private:
  /// About the seconds that one entry of the dictionary takes in one step.
  template <class T>
  static constexpr double cost() {
    if constexpr (std::is_same_v<T, double>) return 1e-9;
    if constexpr (std::is_same_v<T, DoubleDouble>) return 2e-8;
    if constexpr (std::is_same_v<T, Mp<50>>) return 3e-7;
    if constexpr (std::is_same_v<T, Rational>) return 5e-6;
    return 5e-7;
  }

  /// One rung.
  template <class T>
  bool climb(const BoundedProgram& program) {
    constexpr double most_seconds = 60.0;
    const double entries = static_cast<double>(z_.rows()) * static_cast<double>(z_.columns() + 1);
    const double expected_steps = std::is_same_v<T, double> ? 0.0 : 8.0 + static_cast<double>(basis_.basic.size());
    if (entries * expected_steps * cost<T>() > most_seconds) return false;
    const std::size_t most_steps = 5000 + 40 * std::min(z_.rows(), z_.columns());
    const SimplexResult found = simplex<T>(program, basis_, most_steps);
    result_.steps += found.steps;
    basis_ = found.basis;
    const std::optional<Candidate> candidate = norm_ == MarginNorm::l1 ? l1_candidate() : linf_candidate();
    if (candidate) judge(*candidate);
    return result_.is_exact();
  }

  /// Keeps what improves a bound.
  void judge(const Candidate& candidate) {
    const bool usable =
        std::any_of(candidate.weights.begin(), candidate.weights.end(), [](const Integer& a) { return a > 0; }) &&
        std::all_of(candidate.weights.begin(), candidate.weights.end(), [](const Integer& a) { return a >= 0; });
    if (usable) {
      const Rational upper = margin_upper(z_, norm_, candidate.rows, candidate.weights);
      if (!result_.upper || upper < *result_.upper) {
        result_.upper = upper;
        result_.rows = candidate.rows;
        result_.weights = candidate.weights;
      }
    }
    if (candidate.separator.empty()) return;
    const LeastRow least = least_row(z_, candidate.separator, Integer(0));
    const Rational lower = margin_lower(z_, norm_, candidate.separator, least.value);
    if (lower > result_.lower) {
      result_.separable = Truth::yes;
      result_.lower = lower;
      result_.separator = candidate.separator;
      result_.least = least.value;
    }
    if (!result_.is_exact()) return;
    result_.support = least.where;
    result_.separator_unique = candidate.determined;
  }

  BoundedProgram l1_program() const {
    BoundedProgram program;
    program.a = Matrix<double>(z_.columns(), z_.rows());
    for (std::size_t i = 0; i < z_.rows(); ++i) {
      for (std::size_t j = 0; j < z_.columns(); ++j) program.a(j, i) = rows_(i, j);
    }
    program.objective.assign(z_.rows(), 1.0);
    program.lower.assign(z_.rows(), 0.0);
    program.upper.assign(z_.rows(), infinity);
    program.row_lower.assign(z_.columns(), -1.0);
    program.row_upper.assign(z_.columns(), 1.0);
    return program;
  }

  SimplexBasis l1_start() const { return {{}, {}, Vector<double>(z_.rows(), 0.0), Vector<double>(z_.columns(), 0.0)}; }

  BoundedProgram linf_program() const {
    const std::size_t d = z_.columns();
    BoundedProgram program;
    program.a = Matrix<double>(z_.rows(), d + 1);
    for (std::size_t i = 0; i < z_.rows(); ++i) {
      std::copy(rows_.row(i).begin(), rows_.row(i).end(), program.a.row(i).begin());
      program.a(i, d) = -1.0;
    }
    program.objective.assign(d + 1, 0.0);
    program.objective[d] = 1.0;
    program.lower.assign(d + 1, -1.0);
    program.upper.assign(d + 1, 1.0);
    program.lower[d] = -infinity;
    program.upper[d] = infinity;
    program.row_lower.assign(z_.rows(), 0.0);
    program.row_upper.assign(z_.rows(), infinity);
    return program;
  }

  /// w at the corner that the l2 separator points to, t below every row.
  SimplexBasis linf_start() const {
    const std::size_t d = z_.columns();
    SimplexBasis start{{}, {}, Vector<double>(d + 1, 1.0), Vector<double>(z_.rows(), 0.0)};
    for (std::size_t j = 0; j < d && j < result_.separator.size(); ++j) {
      if (result_.separator[j] < 0) start.value[j] = -1.0;
    }
    double least = infinity;
    for (std::size_t i = 0; i < z_.rows(); ++i) {
      double sum = 0.0;
      for (std::size_t j = 0; j < d; ++j) sum += rows_(i, j) * start.value[j];
      least = std::min(least, sum);
    }
    start.value[d] = least;
    return start;
  }

  /// K a = signs on the tight coordinates, K^T w = 1 on the rows with weight; K_ji = z_ij.
  std::optional<Candidate> l1_candidate() const {
    const std::size_t k = basis_.basic.size();
    if (k == 0 || basis_.tight.size() != k) return std::nullopt;
    Matrix<Integer> kernel(k, k);
    Matrix<Integer> transposed(k, k);
    Vector<Integer> signs(k);
    for (std::size_t r = 0; r < k; ++r) {
      signs[r] = basis_.row_value[basis_.tight[r]] > 0.0 ? 1 : -1;
      for (std::size_t s = 0; s < k; ++s) {
        kernel(r, s) = z_.entry(basis_.basic[s], basis_.tight[r]);
        transposed(s, r) = kernel(r, s);
      }
    }
    const std::optional<RationalVector> a = solve_exactly(kernel, signs, options_.work_limit);
    if (!a) return std::nullopt;
    const std::optional<RationalVector> w =
        solve_exactly(transposed, Vector<Integer>(k, Integer(1)), options_.work_limit);
    if (!w) return std::nullopt;
    Candidate candidate{Vector<Integer>(z_.columns()), basis_.basic, a->numerator, true};
    for (std::size_t r = 0; r < k; ++r) candidate.separator[basis_.tight[r]] = w->numerator[r];
    const Vector<Integer> sum = z_.combination(candidate.rows, candidate.weights);
    std::size_t at_bound = 0;
    for (const Integer& entry : sum) {
      if (boost::multiprecision::abs(entry) == a->denominator) ++at_bound;
    }
    candidate.determined = at_bound == k && positive(candidate.weights);
    return candidate;
  }

  /// K = [z_ij, -1] over tight rows and free coordinates; K (w, t) = -sum over fixed coordinates, K^T q = (0, -1).
  std::optional<Candidate> linf_candidate() const {
    const std::size_t d = z_.columns();
    const std::size_t k = basis_.tight.size();
    if (k == 0 || basis_.basic.size() != k || basis_.basic.back() != d) return std::nullopt;
    Vector<Integer> fixed(d);
    for (std::size_t j = 0; j < d; ++j) fixed[j] = basis_.value[j] > 0.0 ? 1 : -1;
    for (std::size_t s = 0; s + 1 < k; ++s) fixed[basis_.basic[s]] = 0;
    Matrix<Integer> kernel(k, k);
    Matrix<Integer> transposed(k, k);
    Vector<Integer> right(k);
    for (std::size_t r = 0; r < k; ++r) {
      right[r] = -z_.dot(basis_.tight[r], fixed);
      for (std::size_t s = 0; s < k; ++s) {
        kernel(r, s) = s + 1 < k ? z_.entry(basis_.tight[r], basis_.basic[s]) : Integer(-1);
        transposed(s, r) = kernel(r, s);
      }
    }
    Vector<Integer> unit(k);
    unit[k - 1] = -1;
    const std::optional<RationalVector> w = solve_exactly(kernel, right, options_.work_limit);
    if (!w) return std::nullopt;
    const std::optional<RationalVector> q = solve_exactly(transposed, unit, options_.work_limit);
    if (!q) return std::nullopt;
    Candidate candidate{Vector<Integer>(d), basis_.tight, q->numerator, true};
    for (std::size_t j = 0; j < d; ++j) candidate.separator[j] = fixed[j] * w->denominator;
    for (std::size_t s = 0; s + 1 < k; ++s) candidate.separator[basis_.basic[s]] = w->numerator[s];
    const Vector<Integer> sum = z_.combination(candidate.rows, candidate.weights);
    const auto zeros = static_cast<std::size_t>(
        std::count_if(sum.begin(), sum.end(), [](const Integer& entry) { return entry == 0; }));
    candidate.determined = zeros + 1 == k && positive(candidate.weights);
    return candidate;
  }

  static bool positive(const Vector<Integer>& weights) {
    return std::all_of(weights.begin(), weights.end(), [](const Integer& a) { return a > 0; });
  }

  const Matrix<double>& rows_;
  IntegerMatrix z_;
  MarginNorm norm_;
  MarginOptions options_;
  MaxMargin result_;
  SimplexBasis basis_;
};

}  // namespace

MaxMargin polyhedral_margin(const Matrix<double>& rows, MarginNorm norm, const MaxMargin& euclidean,
                            const MarginOptions& options) {
  expects(norm != MarginNorm::l2, "polyhedral_margin: l1 or linf");
  return PolyhedralSearch(rows, norm, options).run(euclidean);
}

}  // namespace lemmata
