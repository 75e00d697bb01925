#include "numerics/margin/active_set.hpp"

#include "numerics/margin/finder_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace lemmata {
namespace {

using std::sqrt;

/// The spacing of T near 1, as a double.
template <class T>
constexpr double epsilon() {
  if constexpr (std::is_same_v<T, double>) {
    return 0x1p-52;
  } else if constexpr (std::is_same_v<T, DoubleDouble>) {
    return 0x1p-102;
  } else {
    return std::is_same_v<T, Mp<50>> ? 0x1p-166 : std::is_same_v<T, Mp<100>> ? 0x1p-332 : 0x1p-664;
  }
}

template <class A, class T>
T dot(const A* a, const T* b, std::size_t size) {
  constexpr std::size_t lanes = std::is_same_v<T, double> ? 8 : 1;
  T sums[lanes] = {};
  std::size_t j = 0;
  for (; j + lanes <= size; j += lanes) {
    for (std::size_t l = 0; l < lanes; ++l) sums[l] = sums[l] + T(a[j + l]) * b[j + l];
  }
  T sum = sums[0];
  for (std::size_t l = 1; l < lanes; ++l) sum = sum + sums[l];
  for (; j < size; ++j) sum = sum + T(a[j]) * b[j];
  return sum;
}

template <class T>
void axpy(const T& a, const T* x, T* y, std::size_t size) {
  for (std::size_t j = 0; j < size; ++j) y[j] = y[j] + a * x[j];
}

/// Rows scaled by powers of two to size 1, without the columns that are 0 everywhere: row_i . w >= right_i.
struct ScaledRows {
  Matrix<double> row;
  Vector<double> norm;
  Vector<double> right;
  explicit ScaledRows(const Matrix<double>& z) : norm(z.rows(), 0.0), right(z.rows(), 1.0) {
    std::vector<std::size_t> used;
    for (std::size_t j = 0; j < z.columns(); ++j) {
      for (std::size_t i = 0; i < z.rows(); ++i) {
        if (z(i, j) != 0.0) {
          used.push_back(j);
          break;
        }
      }
    }
    row = Matrix<double>(z.rows(), used.size());
    std::vector<int> exponent(z.rows(), 0);
    for (std::size_t i = 0; i < z.rows(); ++i) {
      double largest = 0.0;
      for (const double entry : z.row(i)) largest = std::max(largest, std::abs(entry));
      exponent[i] = largest > 0.0 ? std::ilogb(largest) + 1 : 0;
      for (std::size_t j = 0; j < used.size(); ++j) row(i, j) = std::ldexp(z(i, used[j]), -exponent[i]);
      norm[i] = std::sqrt(dot(row.row(i).data(), row.row(i).data(), used.size()));
    }
    std::vector<int> sorted = exponent;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
    for (std::size_t i = 0; i < z.rows(); ++i) right[i] = std::ldexp(1.0, sorted[sorted.size() / 2] - exponent[i]);
  }
};

template <class T>
class Solver {
 public:
  Solver(const ScaledRows& data, std::size_t most_steps)
      : data_(data), d_(data.row.columns()), most_steps_(most_steps), w_(d_, T(0.0)) {}

  ActiveSet<T> solve(std::span<const std::size_t> start) {
    warm_start(start);
    while (steps_ < most_steps_) {
      const std::optional<std::size_t> entering = most_violated();
      if (!entering) {
        if (stale_) {
          refresh();
          continue;
        }
        return result(ActiveSetStatus::optimal);
      }
      if (!resolvable()) return result(ActiveSetStatus::stalled);
      if (!enter(*entering)) return dependence(*entering);
    }
    return result(ActiveSetStatus::stalled);
  }

 private:
  /// The row farthest on the wrong side, or nothing.
  std::optional<std::size_t> most_violated() const {
    const double size = approximate(T(sqrt(dot(w_.data(), w_.data(), d_))));
    const double noise = 16.0 * epsilon<T>() * std::sqrt(static_cast<double>(d_) + 1.0);
    std::optional<std::size_t> worst;
    double largest = 0.0;
    for (std::size_t i = 0; i < data_.row.rows(); ++i) {
      const T value = dot(data_.row.row(i).data(), w_.data(), d_);
      const double violation = approximate(T(T(data_.right[i]) - value));
      if (!(violation > noise * (size * data_.norm[i] + data_.right[i]))) continue;
      const double distance = violation / data_.norm[i];
      if (!(distance <= largest)) {
        largest = distance;
        worst = i;
      }
    }
    return worst;
  }

  /// Whether T still sees the right-hand side 1 beside the size of w.
  bool resolvable() const {
    const double size = approximate(T(sqrt(dot(w_.data(), w_.data(), d_))));
    double smallest = std::numeric_limits<double>::infinity();
    for (const std::size_t i : active_) smallest = std::min(smallest, data_.right[i] / data_.norm[i]);
    return !(size * epsilon<T>() * 256.0 > smallest);
  }

  /// The part of row p orthogonal to the active rows (in `normal_`) and its coordinates (in `inside_`).
  /// False when nothing is left of it.
  bool project(std::size_t p) {
    const std::size_t k = active_.size();
    normal_.assign(d_, T(0.0));
    for (std::size_t j = 0; j < d_; ++j) normal_[j] = T(data_.row(p, j));
    inside_.assign(k, T(0.0));
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t s = 0; s < k; ++s) {
        const T c = dot(basis_[s].data(), normal_.data(), d_);
        inside_[s] = inside_[s] + c;
        axpy(T(-c), basis_[s].data(), normal_.data(), d_);
      }
    }
    const double left = approximate(T(sqrt(dot(normal_.data(), normal_.data(), d_))));
    return k < d_ && left > 4096.0 * epsilon<T>() * std::sqrt(static_cast<double>(k) + 1.0) * data_.norm[p];
  }

  /// R x = b by back substitution.
  Vector<T> solve_upper(Vector<T> b) const {
    for (std::size_t s = b.size(); s-- > 0;) {
      b[s] = b[s] / triangle_[s][s];
      for (std::size_t r = 0; r < s; ++r) b[r] = b[r] - triangle_[s][r] * b[s];
    }
    return b;
  }

  void append(std::size_t p, const T& weight) {
    const T length = sqrt(dot(normal_.data(), normal_.data(), d_));
    for (T& entry : normal_) entry = entry / length;
    basis_.push_back(normal_);
    inside_.push_back(length);
    triangle_.push_back(inside_);
    active_.push_back(p);
    weights_.push_back(weight);
  }

  void remove(std::size_t position) {
    const auto at = static_cast<std::ptrdiff_t>(position);
    active_.erase(active_.begin() + at);
    weights_.erase(weights_.begin() + at);
    triangle_.erase(triangle_.begin() + at);
    for (std::size_t s = position; s < triangle_.size(); ++s) {  // columns s.. have one entry below the diagonal
      const T a = triangle_[s][s];
      const T b = triangle_[s][s + 1];
      const T length = sqrt(T(a * a + b * b));
      const T cosine = a / length;
      const T sine = b / length;
      for (std::size_t c = s; c < triangle_.size(); ++c) {
        const T upper = triangle_[c][s];
        const T lower = triangle_[c][s + 1];
        triangle_[c][s] = cosine * upper + sine * lower;
        triangle_[c][s + 1] = cosine * lower - sine * upper;
      }
      for (std::size_t j = 0; j < d_; ++j) {
        const T first = basis_[s][j];
        const T second = basis_[s + 1][j];
        basis_[s][j] = cosine * first + sine * second;
        basis_[s + 1][j] = cosine * second - sine * first;
      }
      triangle_[s].resize(s + 1);
    }
    basis_.pop_back();
  }

  /// Lets row p into the active set; false when p and the active rows have a vanishing combination.
  bool enter(std::size_t p) {
    T weight(0.0);
    while (true) {
      ++steps_;
      stale_ = true;
      const bool independent = project(p);
      const Vector<T> r = solve_upper(inside_);
      std::optional<std::size_t> blocking;
      T longest(0.0);
      for (std::size_t s = 0; s < r.size(); ++s) {
        if (!(r[s] > T(0.0))) continue;
        const T ratio = weights_[s] / r[s];
        if (!blocking || ratio < longest) {
          blocking = s;
          longest = ratio;
        }
      }
      if (!independent && !blocking) {
        closing_ = r;
        return false;
      }
      T step = longest;
      bool full = false;
      if (independent) {
        const T squared = dot(normal_.data(), normal_.data(), d_);
        const T lacking = T(data_.right[p]) - dot(data_.row.row(p).data(), w_.data(), d_);
        const T needed = lacking > T(0.0) ? T(lacking / squared) : T(0.0);
        if (!blocking || !(needed > longest)) {
          step = needed;
          full = true;
        }
        axpy(step, normal_.data(), w_.data(), d_);
      }
      for (std::size_t s = 0; s < r.size(); ++s) {
        weights_[s] = weights_[s] - step * r[s];
        if (weights_[s] < T(0.0)) weights_[s] = T(0.0);
      }
      weight = weight + step;
      if (full) {
        append(p, weight);
        return true;
      }
      remove(*blocking);
      if (steps_ >= most_steps_) return true;
    }
  }

  /// Weights and w afresh from the active set; rows whose weight came out negative leave.
  void refresh() {
    while (!active_.empty()) {
      const std::size_t k = active_.size();
      Vector<T> c(k, T(0.0));  // R^T c = right
      for (std::size_t s = 0; s < k; ++s) {
        T sum(data_.right[active_[s]]);
        for (std::size_t r = 0; r < s; ++r) sum = sum - triangle_[s][r] * c[r];
        c[s] = sum / triangle_[s][s];
      }
      w_.assign(d_, T(0.0));
      for (std::size_t s = 0; s < k; ++s) axpy(c[s], basis_[s].data(), w_.data(), d_);
      weights_ = solve_upper(c);
      std::size_t least = 0;
      for (std::size_t s = 1; s < k; ++s) {
        if (weights_[s] < weights_[least]) least = s;
      }
      if (!(weights_[least] < T(0.0))) break;
      remove(least);
    }
    if (active_.empty()) w_.assign(d_, T(0.0));
    stale_ = false;
  }

  void warm_start(std::span<const std::size_t> start) {
    for (const std::size_t p : start) {
      if (project(p)) append(p, T(0.0));
    }
    refresh();
  }

  ActiveSet<T> result(ActiveSetStatus status) const {
    ActiveSet<T> found{status, active_, weights_, steps_};
    for (std::size_t s = 0; s < found.weights.size(); ++s) {
      found.weights[s] = found.weights[s] * T(data_.right[active_[s]]);
    }
    return found;
  }

  ActiveSet<T> dependence(std::size_t p) const {
    ActiveSet<T> found{ActiveSetStatus::inseparable, {}, {}, steps_};
    for (std::size_t s = 0; s < active_.size(); ++s) {
      found.rows.push_back(active_[s]);
      found.weights.push_back(T(T(0.0) - closing_[s]) * T(data_.right[active_[s]]));
    }
    found.rows.push_back(p);
    found.weights.push_back(T(data_.right[p]));
    return found;
  }

  const ScaledRows& data_;
  std::size_t d_;
  std::size_t most_steps_;
  Vector<T> w_;
  Vector<std::size_t> active_;
  Vector<T> weights_;
  std::vector<Vector<T>> basis_;     ///< orthonormal, spans the active rows
  std::vector<Vector<T>> triangle_;  ///< column s: coordinates of active row s
  Vector<T> normal_;
  Vector<T> inside_;
  Vector<T> closing_;
  std::size_t steps_ = 0;
  bool stale_ = false;
};

}  // namespace

template <class T>
ActiveSet<T> shortest_separator(const Matrix<double>& z, std::span<const std::size_t> start, std::size_t most_steps) {
  const ScaledRows data(z);
  return Solver<T>(data, most_steps).solve(start);
}

template ActiveSet<double> shortest_separator(const Matrix<double>&, std::span<const std::size_t>, std::size_t);
template ActiveSet<DoubleDouble> shortest_separator(const Matrix<double>&, std::span<const std::size_t>, std::size_t);
template ActiveSet<Mp<50>> shortest_separator(const Matrix<double>&, std::span<const std::size_t>, std::size_t);
template ActiveSet<Mp<100>> shortest_separator(const Matrix<double>&, std::span<const std::size_t>, std::size_t);
template ActiveSet<Mp<200>> shortest_separator(const Matrix<double>&, std::span<const std::size_t>, std::size_t);

}  // namespace lemmata
