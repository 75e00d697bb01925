#include "numerics/margin/simplex.hpp"

#include "numerics/margin/finder_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace lemmata {
namespace {

template <class T>
constexpr bool is_exact_number = std::is_same_v<T, Rational>;

/// Below this a scaled quantity counts as 0.
template <class T>
constexpr double tolerance() {
  if constexpr (is_exact_number<T>) return 0.0;
  if constexpr (std::is_same_v<T, double>) return 1e-9;
  if constexpr (std::is_same_v<T, DoubleDouble>) return 1e-24;
  if constexpr (std::is_same_v<T, Mp<50>>) return 1e-40;
  return std::is_same_v<T, Mp<100>> ? 1e-84 : 1e-180;
}

template <class T>
T magnitude(const T& x) {
  return x < T(0.0) ? T(T(0.0) - x) : x;
}

/// Variables 0..n-1 are columns, n..n+m-1 rows. Dictionary: basic_i = sum_j t_ij nonbasic_j.
template <class T>
class Dictionary {
 public:
  Dictionary(const BoundedProgram& program, const SimplexBasis& start)
      : m_(program.a.rows()), n_(program.a.columns()), table_(m_, n_), gain_(n_, T(0.0)), devex_(n_, 1.0) {
    scale(program);
    for (std::size_t i = 0; i < m_; ++i) {
      for (std::size_t j = 0; j < n_; ++j)
        table_(i, j) = T(std::ldexp(program.a(i, j), row_exponent_[i] + exponent_[j]));
    }
    for (std::size_t j = 0; j < n_; ++j) {
      nonbasic_.push_back(j);
      gain_[j] = T(std::ldexp(program.objective[j], exponent_[j]));
    }
    for (std::size_t i = 0; i < m_; ++i) basic_.push_back(n_ + i);
    value_.assign(n_ + m_, T(0.0));
    for (std::size_t j = 0; j < n_; ++j) value_[j] = T(std::ldexp(start.value[j], -exponent_[j]));
    pivot_in(start);
    evaluate();
  }

  SimplexResult solve(std::size_t most_steps) {
    SimplexResult result;
    std::size_t idle = 0;
    while (result.steps < most_steps) {
      const Vector<T> price = prices();
      const std::optional<std::size_t> entering = choose(price, idle);
      if (!entering) {
        if (!fresh_) {
          evaluate();
          continue;
        }
        result.optimal = !infeasible_;
        break;
      }
      ++result.steps;
      fresh_ = false;
      const std::optional<bool> moved = step(*entering, price[*entering] > T(0.0), idle > bland_after);
      if (!moved) break;
      idle = *moved ? 0 : idle + 1;
      if (result.steps % 100 == 0) evaluate();
    }
    result.basis = basis();
    return result;
  }

 private:
  static constexpr std::size_t bland_after = is_exact_number<T> ? 20 : 60;

  void scale(const BoundedProgram& program) {
    row_exponent_.assign(m_, 0);
    exponent_.assign(n_, 0);
    const auto size = [&](std::size_t i, std::size_t j) {
      return program.a(i, j) == 0.0 ? std::numeric_limits<int>::min()
                                    : std::ilogb(program.a(i, j)) + row_exponent_[i] + exponent_[j];
    };
    const int passes = is_exact_number<T> ? 0 : 2;  // powers of two may underflow in binary64
    for (int pass = 0; pass < passes; ++pass) {
      for (std::size_t i = 0; i < m_; ++i) {
        int largest = std::numeric_limits<int>::min();
        for (std::size_t j = 0; j < n_; ++j) largest = std::max(largest, size(i, j));
        if (largest != std::numeric_limits<int>::min()) row_exponent_[i] -= largest;
      }
      for (std::size_t j = 0; j < n_; ++j) {
        int largest = std::numeric_limits<int>::min();
        for (std::size_t i = 0; i < m_; ++i) largest = std::max(largest, size(i, j));
        if (largest != std::numeric_limits<int>::min()) exponent_[j] -= largest;
      }
    }
    for (std::size_t j = 0; j < n_; ++j) {
      low_.push_back(std::ldexp(program.lower[j], -exponent_[j]));
      high_.push_back(std::ldexp(program.upper[j], -exponent_[j]));
    }
    for (std::size_t i = 0; i < m_; ++i) {
      low_.push_back(std::ldexp(program.row_lower[i], row_exponent_[i]));
      high_.push_back(std::ldexp(program.row_upper[i], row_exponent_[i]));
    }
  }

  /// Makes the columns of the start basic, one exchange each, with the largest pivots first.
  void pivot_in(const SimplexBasis& start) {
    std::vector<std::size_t> rows = start.tight;
    std::vector<std::size_t> columns = start.basic;
    while (!rows.empty() && !columns.empty()) {
      std::size_t best_row = 0;
      std::size_t best_column = 0;
      T largest(0.0);
      for (std::size_t r = 0; r < rows.size(); ++r) {
        for (std::size_t c = 0; c < columns.size(); ++c) {
          const T size = magnitude(table_(rows[r], columns[c]));
          if (size > largest) {
            largest = size;
            best_row = r;
            best_column = c;
          }
        }
      }
      if (!(largest > T(tolerance<T>()))) break;
      const std::size_t row = rows[best_row];
      value_[n_ + row] = T(std::ldexp(start.row_value[row], row_exponent_[row]));
      exchange(row, columns[best_column]);
      rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(best_row));
      columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(best_column));
    }
  }

  /// Basic values from the others.
  void evaluate() {
    for (std::size_t i = 0; i < m_; ++i) {
      T sum(0.0);
      for (std::size_t j = 0; j < n_; ++j) {
        const T& value = value_[nonbasic_[j]];
        if (value < T(0.0) || T(0.0) < value) sum = sum + table_(i, j) * value;
      }
      value_[basic_[i]] = sum;
    }
    fresh_ = true;
  }

  /// How far a value is outside its bounds: negative below, positive above, 0 inside.
  T outside(std::size_t variable) const {
    const T& value = value_[variable];
    const T slack(tolerance<T>());
    if (std::isfinite(low_[variable]) && value < T(low_[variable]) - slack) return value - T(low_[variable]);
    if (std::isfinite(high_[variable]) && value > T(high_[variable]) + slack) return value - T(high_[variable]);
    return T(0.0);
  }

  /// The rate of the objective, or of minus the infeasibility while there is some.
  Vector<T> prices() {
    infeasible_ = false;
    Vector<T> price(n_, T(0.0));
    for (std::size_t i = 0; i < m_; ++i) {
      const T excess = outside(basic_[i]);
      if (!(excess < T(0.0)) && !(T(0.0) < excess)) continue;
      infeasible_ = true;
      const bool below = excess < T(0.0);
      for (std::size_t j = 0; j < n_; ++j) price[j] = below ? T(price[j] + table_(i, j)) : T(price[j] - table_(i, j));
    }
    return infeasible_ ? price : gain_;
  }

  std::optional<std::size_t> choose(const Vector<T>& price, std::size_t idle) {
    std::optional<std::size_t> best;
    double best_score = 0.0;
    std::size_t best_variable = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      const std::size_t variable = nonbasic_[j];
      const bool upward = price[j] > T(tolerance<T>());
      const bool downward = price[j] < T(-tolerance<T>());
      if (upward && !(value_[variable] < T(high_limit(variable)))) continue;
      if (downward && !(T(low_limit(variable)) < value_[variable])) continue;
      if (!upward && !downward) continue;
      if (is_exact_number<T> && idle > bland_after) {  // Bland: the least variable
        if (!best || variable < best_variable) {
          best = j;
          best_variable = variable;
        }
        continue;
      }
      const double size = approximate(price[j]);
      double score = size * size / devex_[j];
      if (idle > bland_after) score *= random();
      if (!best || score > best_score) {
        best = j;
        best_score = score;
      }
    }
    return best;
  }

  static constexpr double far = 1e300;
  double low_limit(std::size_t variable) const { return std::max(low_[variable], -far); }
  double high_limit(std::size_t variable) const { return std::min(high_[variable], far); }

  /// The farthest that basic variable i lets the entering one go when it changes at `rate`; nothing if it does not
  /// block.
  std::optional<T> room(std::size_t i, const T& rate, double relaxed) const {
    const std::size_t variable = basic_[i];
    const T& value = value_[variable];
    const bool rising = rate > T(0.0);
    const T excess = outside(variable);
    double bound = rising ? high_[variable] : low_[variable];
    if (excess < T(0.0)) {
      if (!rising) return std::nullopt;  // falls deeper: already in the price
      bound = low_[variable];
    } else if (excess > T(0.0)) {
      if (rising) return std::nullopt;
      bound = high_[variable];
    }
    if (!std::isfinite(bound)) return std::nullopt;
    const T distance = rising ? T(T(bound) - value + T(relaxed)) : T(value - T(bound) + T(relaxed));
    const T size = magnitude(rate);
    return distance > T(0.0) ? T(distance / size) : T(0.0);
  }

  /// Moves the entering variable; true if it moved by more than noise, nothing if nothing stops it.
  std::optional<bool> step(std::size_t j, bool upward, bool careful) {
    const std::size_t entering = nonbasic_[j];
    const T pivot_floor(is_exact_number<T> ? 0.0 : tolerance<T>());
    std::optional<T> farthest;
    const auto rate_of = [&](std::size_t i) { return upward ? table_(i, j) : T(T(0.0) - table_(i, j)); };
    for (std::size_t i = 0; i < m_; ++i) {
      if (!(magnitude(table_(i, j)) > pivot_floor)) continue;
      const std::optional<T> limit = room(i, rate_of(i), tolerance<T>());
      if (limit && (!farthest || *limit < *farthest)) farthest = limit;
    }
    std::optional<std::size_t> leaving;
    T length(0.0);
    if (farthest) {
      for (std::size_t i = 0; i < m_; ++i) {
        if (!(magnitude(table_(i, j)) > pivot_floor)) continue;
        const std::optional<T> limit = room(i, rate_of(i), 0.0);
        if (!limit || *farthest < *limit) continue;
        const bool better =
            !leaving || (is_exact_number<T> && careful ? basic_[i] < basic_[*leaving]
                                                       : magnitude(table_(i, j)) > magnitude(table_(*leaving, j)));
        if (better) {
          leaving = i;
          length = *limit;
        }
      }
    }
    const double own_bound = upward ? high_[entering] : low_[entering];
    const bool bounded = std::isfinite(own_bound);
    const T own = bounded ? magnitude(T(T(own_bound) - value_[entering])) : T(0.0);
    if (!leaving && !bounded) return std::nullopt;
    const bool flip = bounded && (!leaving || !(length < own));
    const T distance = flip ? own : length;
    const T signed_distance = upward ? distance : T(T(0.0) - distance);
    for (std::size_t i = 0; i < m_; ++i) value_[basic_[i]] = value_[basic_[i]] + table_(i, j) * signed_distance;
    if (flip) {
      value_[entering] = T(own_bound);
      return true;
    }
    value_[entering] = value_[entering] + signed_distance;
    const std::size_t out = basic_[*leaving];
    value_[out] = T(nearer_bound(out));
    update_devex(*leaving, j);
    exchange(*leaving, j);
    return distance > T(tolerance<T>());
  }

  /// The bound that a leaving variable has reached.
  double nearer_bound(std::size_t variable) const {
    if (!std::isfinite(low_[variable])) return high_[variable];
    if (!std::isfinite(high_[variable])) return low_[variable];
    const T below = magnitude(T(value_[variable] - T(low_[variable])));
    const T above = magnitude(T(T(high_[variable]) - value_[variable]));
    return below < above ? low_[variable] : high_[variable];
  }

  void update_devex(std::size_t i, std::size_t j) {
    const double pivot = approximate(table_(i, j));
    const double weight = devex_[j];
    for (std::size_t l = 0; l < n_; ++l) {
      const double ratio = approximate(table_(i, l)) / pivot;
      devex_[l] = std::max(devex_[l], ratio * ratio * weight);
    }
    devex_[j] = std::max(weight / (pivot * pivot), 1.0);
    if (!(devex_[j] < 1e12)) std::fill(devex_.begin(), devex_.end(), 1.0);
  }

  /// Basic variable i and nonbasic variable j change places.
  void exchange(std::size_t i, std::size_t j) {
    const T pivot = table_(i, j);
    T* const source = table_.row(i).data();
    for (std::size_t l = 0; l < n_; ++l) source[l] = l == j ? T(T(1.0) / pivot) : T(T(0.0) - source[l] / pivot);
    const auto eliminate = [&](T* row) {
      const T factor = row[j];
      if (!(factor < T(0.0)) && !(T(0.0) < factor)) return;
      row[j] = T(0.0);
      for (std::size_t l = 0; l < n_; ++l) row[l] = row[l] + factor * source[l];
    };
    for (std::size_t r = 0; r < m_; ++r) {
      if (r != i) eliminate(table_.row(r).data());
    }
    eliminate(gain_.data());
    std::swap(basic_[i], nonbasic_[j]);
  }

  SimplexBasis basis() const {
    SimplexBasis result;
    result.value.assign(n_, 0.0);
    result.row_value.assign(m_, 0.0);
    for (const std::size_t variable : basic_) {
      if (variable < n_) result.basic.push_back(variable);
    }
    for (const std::size_t variable : nonbasic_) {
      const double value = approximate(value_[variable]);
      if (variable < n_) {
        result.value[variable] = std::ldexp(value, exponent_[variable]);
      } else {
        result.tight.push_back(variable - n_);
        result.row_value[variable - n_] = std::ldexp(value, -row_exponent_[variable - n_]);
      }
    }
    std::sort(result.basic.begin(), result.basic.end());
    std::sort(result.tight.begin(), result.tight.end());
    return result;
  }

  double random() {  // a fixed sequence: the same answer every time
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(state_ >> 11) * 0x1p-53;
  }

  std::size_t m_;
  std::size_t n_;
  Matrix<T> table_;
  Vector<T> gain_;
  Vector<double> devex_;
  std::vector<int> row_exponent_;
  std::vector<int> exponent_;
  Vector<double> low_;
  Vector<double> high_;
  Vector<T> value_;
  std::vector<std::size_t> basic_;
  std::vector<std::size_t> nonbasic_;
  std::uint64_t state_ = 1;
  bool infeasible_ = false;
  bool fresh_ = false;
};

}  // namespace

template <class T>
SimplexResult simplex(const BoundedProgram& program, const SimplexBasis& start, std::size_t most_steps) {
  return Dictionary<T>(program, start).solve(most_steps);
}

template SimplexResult simplex<double>(const BoundedProgram&, const SimplexBasis&, std::size_t);
template SimplexResult simplex<DoubleDouble>(const BoundedProgram&, const SimplexBasis&, std::size_t);
template SimplexResult simplex<Mp<50>>(const BoundedProgram&, const SimplexBasis&, std::size_t);
template SimplexResult simplex<Mp<100>>(const BoundedProgram&, const SimplexBasis&, std::size_t);
template SimplexResult simplex<Mp<200>>(const BoundedProgram&, const SimplexBasis&, std::size_t);
template SimplexResult simplex<Rational>(const BoundedProgram&, const SimplexBasis&, std::size_t);

}  // namespace lemmata
