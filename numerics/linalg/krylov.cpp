#include "numerics/linalg/krylov.hpp"

#include "numerics/linalg/cholesky.hpp"
#include "numerics/linalg/kernels.hpp"
#include "numerics/linalg/product.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>

namespace lemmata {
namespace {

/// A fixed vector without structure: entries in [-1, 1).
void scramble(std::span<double> x, std::uint64_t stream) {
  std::uint64_t s = 0x9e3779b97f4a7c15ULL * (stream + 1);
  for (double& e : x) {
    s ^= s << 13;
    s ^= s >> 7;
    s ^= s << 17;
    e = static_cast<double>(s >> 11) * 0x1p-52 - 1;
  }
}

double norm(std::span<const double> x) { return std::sqrt(kernels().dot(x.size(), x.data(), x.data())); }

/// Eigenpairs of `sign` times the leading block of that size.
ApproximateEigenpairs leading_eigenpairs(const Matrix<double>& m, std::size_t size, double sign = 1) {
  Matrix<double> part(size, size);
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = 0; j < size; ++j) part(i, j) = sign * m(i, j);
  return approximate_eigenpairs(part);
}

/// Orthonormal rows that grow; a new row is made orthogonal to the others twice.
class Basis {
 public:
  Basis(std::size_t most, std::size_t n) : rows_(most, n) {}
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return rows_.rows(); }
  [[nodiscard]] bool full() const { return size() == capacity(); }
  [[nodiscard]] double* operator[](std::size_t i) { return rows_.row(i).data(); }
  [[nodiscard]] const double* operator[](std::size_t i) const { return rows_.row(i).data(); }

  /// False, and nothing added, when x lies in the span or there is no room.
  bool add(std::span<const double> x) {
    if (full()) return false;
    const KernelSet& k = kernels();
    const std::size_t n = rows_.columns();
    double* const v = (*this)[size_];
    std::copy(x.begin(), x.end(), v);
    const double before = norm({v, n});
    if (!(before > 0) || !std::isfinite(before)) return false;
    for (int pass = 0; pass < 2; ++pass)
      for (std::size_t i = 0; i < size_; ++i) k.axpy(n, -k.dot(n, (*this)[i], v), (*this)[i], v);
    const double after = norm({v, n});
    if (!(after > 1e-10 * before)) return false;
    for (std::size_t i = 0; i < n; ++i) v[i] /= after;
    ++size_;
    return true;
  }

 private:
  Matrix<double> rows_;
  std::size_t size_ = 0;
};

/// sum_i c_i basis_i.
Vector<double> combination(const Basis& basis, const double* c, std::size_t count, std::size_t n) {
  Vector<double> x(n, 0.0);
  for (std::size_t i = 0; i < count; ++i) kernels().axpy(n, c[i], basis[i], x.data());
  return x;
}

struct LowerEnd {
  double lowest;     ///< smallest Ritz value
  double trend;      ///< about how much it may still fall, from how it fell in the last halves and thirds of the run
  double spread;     ///< largest minus smallest Ritz value
  Vector<double> x;  ///< its Ritz vector
};

/// y <- A x.
using Product = std::function<void(const double* x, double* y)>;

/// From `start`; with `upper`, `x` belongs to the largest Ritz value instead.
LowerEnd lanczos(const Product& apply, const Vector<double>& start, std::size_t steps, bool upper) {
  const std::size_t n = start.size();
  const KernelSet& k = kernels();
  Basis v(steps + 1, n);
  Vector<double> w(n);
  v.add(start);
  Matrix<double> t(steps, steps);
  std::size_t m = 0;
  double third = 0, half = 0;
  for (; m < steps; ++m) {
    apply(v[m], w.data());
    t(m, m) = k.dot(n, w.data(), v[m]);
    if (m == steps / 3) third = leading_eigenpairs(t, m + 1).values.front();
    if (m == steps / 2) half = leading_eigenpairs(t, m + 1).values.front();
    if (m + 1 == steps || !v.add(w)) {
      const ApproximateEigenpairs pairs = leading_eigenpairs(t, m + 1);
      const double lowest = pairs.values.front();
      const double trend = m + 1 == steps ? std::max({0.0, half - lowest, 0.35 * (third - lowest)}) : 0;
      return {lowest, trend, pairs.values.back() - lowest,
              combination(v, pairs.vectors.row(upper ? m : 0).data(), m + 1, n)};
    }
    t(m, m + 1) = t(m + 1, m) = k.dot(n, w.data(), v[m + 1]);
  }
  return {};
}

/// A in single precision, times a power of two so that nothing overflows: first to be multiplied by, then, with a shift
/// on its diagonal, factored in place. The lower triangle alone: a quarter of the memory traffic of A.
class FloatMatrix {
 public:
  FloatMatrix(const Matrix<double>& a, double size, Team& team)
      : a_(a),
        team_(team),
        kernel_(kernels().binary32),
        l_(layout_for(kernel_, a.rows())),
        scale_(std::ldexp(1.0, -std::ilogb(std::max(size, 0x1p-1000)))) {
    form();
  }

  /// y <- A x, before the factorisation. The order of the sum does not depend on the number of threads.
  void apply(const double* x, double* y) const {
    constexpr std::size_t slots = 16;
    const PackedLayout& at = l_.layout();
    const std::size_t n = at.order, used = std::min(slots, at.panels());
    Vector<double> in(at.padded, 0.0);
    std::copy_n(x, n, in.data());
    Matrix<double> parts(used, at.padded);
    team_.for_each(n, used, [&](std::size_t s) {
      kernels().apply_float(at, l_.data(), s, slots, in.data(), parts.row(s).data());
    });
    std::fill_n(y, n, 0.0);
    for (std::size_t s = 0; s < used; ++s) kernels().axpy(n, 1 / scale_, parts.row(s).data(), y);
  }

  /// Factors A - s I, s = lowest - distance; s moves down until that succeeds.
  bool factor_below(double lowest, double distance) {
    for (int attempt = 0; attempt < 8; ++attempt, distance *= 3) {
      if (attempt > 0) form();
      const double shift = lowest - distance;
      for (std::size_t i = 0; i < a_.rows(); ++i)
        l_.data()[l_.layout().at(i, i)] = static_cast<float>((a_(i, i) - shift) * scale_);
      if (factor(kernel_, l_, team_) == l_.layout().padded) return true;
    }
    return false;
  }

  /// A multiple of (A - s I)^-1 x, x scaled to length about 1.
  void solve(std::span<const double> x, std::span<double> y) const {
    const double size = norm(x);
    Vector<float> z(l_.layout().padded, 0.0F);
    for (std::size_t i = 0; i < x.size(); ++i) z[i] = static_cast<float>(x[i] / size);
    kernels().solve_float(l_.layout(), l_.data(), z.data());
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<double>(z[i]);
  }

 private:
  void form() {
    const PackedLayout& at = l_.layout();
    const std::size_t n = a_.rows(), height = at.group;
    team_.for_each(at.groups(), [&](std::size_t g) {
      for (std::size_t p = 0; p <= g * height / at.panel; ++p) {
        float* const group = l_.data() + at.group_offset(p, g);
        for (std::size_t r = 0; r < height; ++r) {
          const std::size_t i = g * height + r, first = at.first(p), width = at.width(p);
          const std::size_t end = i < n ? std::clamp(i + 1, first, first + width) - first : 0;
          for (std::size_t c = 0; c < end; ++c) group[c * height + r] = static_cast<float>(a_(i, first + c) * scale_);
          for (std::size_t c = end; c < width; ++c) group[c * height + r] = i == first + c ? 1 : 0;
        }
      }
    });
  }

  const Matrix<double>& a_;
  Team& team_;
  const BlockKernel<float>& kernel_;
  PackedLower<float> l_;
  double scale_;
};

/// Rayleigh-Ritz in double over a growing basis with its images.
class Projection {
 public:
  Projection(const Matrix<double>& a, std::size_t most, Team& team)
      : a_(a), team_(team), basis_(most, a.rows()), image_(most, a.rows()), h_(most, most) {}

  [[nodiscard]] std::size_t size() const { return basis_.size(); }

  /// True when the basis grew. One pass over A for all.
  bool add(std::span<const Vector<double>> several) {
    const std::size_t before = basis_.size(), n = a_.rows();
    for (const Vector<double>& x : several) basis_.add(x);
    if (basis_.size() == before) return false;
    approximate_apply(a_, basis_.size() - before, basis_[before], image_.row(before).data(), team_);
    for (std::size_t m = before; m < basis_.size(); ++m)
      for (std::size_t i = 0; i <= m; ++i) h_(i, m) = h_(m, i) = kernels().dot(n, basis_[i], image_.row(m).data());
    return true;
  }

  void solve() { pairs_ = leading_eigenpairs(h_, basis_.size()); }

  [[nodiscard]] double value(std::size_t j) const { return pairs_.values[j]; }
  [[nodiscard]] Vector<double> vector(std::size_t j) const {
    return combination(basis_, pairs_.vectors.row(j).data(), basis_.size(), a_.rows());
  }
  [[nodiscard]] Vector<double> residual(std::size_t j) const {
    const std::size_t n = a_.rows();
    Vector<double> r = vector(j);
    for (double& e : r) e *= -pairs_.values[j];
    for (std::size_t i = 0; i < basis_.size(); ++i)
      kernels().axpy(n, pairs_.vectors(j, i), image_.row(i).data(), r.data());
    return r;
  }

 private:
  const Matrix<double>& a_;
  Team& team_;
  Basis basis_;
  Matrix<double> image_;
  Matrix<double> h_;
  ApproximateEigenpairs pairs_;
};

/// The first value above the `wanted` that is well apart from them, among `count` values that rise with their index
/// (measured by `rise` from the last wanted one): pairs up to it bound the gap.
template <class Rise>
std::size_t first_apart(std::size_t wanted, std::size_t count, const Rise& rise) {
  std::size_t j = wanted;
  while (j + 1 < count && rise(j) < rise(count - 1) / 4) ++j;
  return j;
}

/// Approximate vectors of the lower end from the inverse's block Krylov space, best first. It grows until the pairs
/// wanted and the neighbours that bound their gap have settled.
std::vector<Vector<double>> inverse_krylov(const FloatMatrix& f, const Vector<double>& start, std::size_t block,
                                           std::size_t wanted, std::size_t count) {
  constexpr std::size_t least = 14, most = 120;
  const std::size_t n = start.size();
  const KernelSet& k = kernels();
  Basis v(std::min(n, std::max(most, count + 2 * block)), n);
  Vector<double> w(n);
  v.add(start);
  for (std::uint64_t b = 1; b < block && !v.full(); ++b) {
    scramble(w, 100 + b);
    v.add(w);
  }
  Matrix<double> h(v.capacity(), v.capacity());
  ApproximateEigenpairs pairs;
  std::size_t done = 0, next = std::max(least, 2 * block);
  // Of the Ritz values of the inverse, the last wanted minus the j-th, and what is left of the j-th residual.
  const auto rise = [&](std::size_t j) { return pairs.values[j] - pairs.values[wanted - 1]; };
  const auto residual = [&](std::size_t j) {
    double sum = 0;
    for (std::size_t i = done; i < v.size(); ++i) {
      double x = 0;
      for (std::size_t c = 0; c < done; ++c) x += h(i, c) * pairs.vectors(j, c);
      sum += x * x;
    }
    return std::sqrt(sum);
  };
  const auto settled = [&] {
    if (pairs.values.size() <= count || wanted >= count) return false;
    const std::size_t apart = first_apart(wanted, count, rise);
    for (std::size_t j = 0; j <= apart; ++j)
      if (!(residual(j) <= 0.05 * rise(std::max(j, wanted)))) return false;
    return true;
  };
  const auto solve = [&] { pairs = leading_eigenpairs(h, done, -1); };
  while (done < v.size()) {
    f.solve({v[done], n}, w);
    for (std::size_t i = 0; i < v.size(); ++i) {
      const double x = k.dot(n, w.data(), v[i]);
      if (i <= done)
        h(i, done) = h(done, i) = i == done ? x : (h(i, done) != 0 ? (h(i, done) + x) / 2 : x);
      else
        h(done, i) = h(i, done) = x;
    }
    if (v.add(w)) h(done, v.size() - 1) = h(v.size() - 1, done) = k.dot(n, w.data(), v[v.size() - 1]);
    if (++done < next) continue;
    next = done + done / 4;
    solve();
    if (settled()) break;
  }
  if (pairs.values.size() != done) solve();
  std::vector<Vector<double>> vectors;
  for (std::size_t j = 0; j < std::min(count, pairs.values.size()); ++j)
    vectors.push_back(combination(v, pairs.vectors.row(j).data(), done, n));
  return vectors;
}

}  // namespace

ApproximateEigenpairs krylov_smallest(const Matrix<double>& a, double size, std::size_t count, std::size_t wanted,
                                      std::size_t block, bool sharpened, Team& team) {
  const std::size_t n = a.rows();
  double diagonal = 0;
  for (std::size_t i = 0; i < n; ++i) diagonal += std::fabs(a(i, i));
  diagonal /= static_cast<double>(n);
  Vector<double> start_vector(n);
  scramble(start_vector, 1);
  FloatMatrix f(a, size, team);
  const LowerEnd end =
      lanczos([&](const double* x, double* y) { f.apply(x, y); }, start_vector, std::min<std::size_t>(n, 36), false);
  const double floor = 4e-7 * std::max(diagonal, 0x1p-24 * end.spread);
  // A factorisation that fails costs as much as a hundred solves of a large matrix, and a shift too low some of them.
  const double caution = n < 3000 ? 1 : 3;
  if (!f.factor_below(end.lowest, std::max(caution * end.trend, floor))) return {};
  const std::vector<Vector<double>> start =
      inverse_krylov(f, end.x, block, wanted, std::min(count, block == 1 ? wanted + 3 : count));
  // Davidson steps: the wanted pairs until sharp; then neighbours until their values bound the gap, up to the first
  // that is well apart.
  constexpr std::size_t neighbours = 4;
  const std::size_t extra = 12 * (wanted + neighbours);
  Projection projection(a, std::min(n, start.size() + extra), team);
  if (!projection.add(start)) return {};
  projection.solve();
  const std::size_t kept = std::min(start.size(), projection.size());
  Vector<double> last(kept, HUGE_VAL);
  for (std::size_t round = 0; round < 12; ++round) {
    std::vector<Vector<double>> corrections;
    const double low = projection.value(std::min(wanted, kept) - 1);
    const std::size_t apart = first_apart(wanted, kept, [&](std::size_t j) { return projection.value(j) - low; });
    for (std::size_t j = 0; j < kept && j <= std::min(apart, wanted + neighbours); ++j) {
      const Vector<double> r = projection.residual(j);
      const double rho = norm(r), theta = projection.value(j);
      const double gap = kept > wanted ? projection.value(wanted) - theta : diagonal;
      const double target =
          j < wanted ? std::sqrt(std::max(0.0, 0x1p-58 * std::fabs(theta) * gap)) : 0.15 * (theta - low);
      const double reach = 0x1p-52 * diagonal;
      double enough = std::max(target, reach);
      // What vectors of doubles cannot reach is left to a double factor, which takes fewer steps, where the gap is wide
      // enough for one.
      if (sharpened && j < wanted && wanted < kept && target < reach && gap > 0x1p-20 * size)
        enough = std::min(0x1p-30 * diagonal, 0x1p-16 * gap);
      if (rho <= enough || rho > 0.5 * last[j]) continue;
      last[j] = rho;
      corrections.emplace_back(n);
      f.solve(r, corrections.back());
    }
    if (!projection.add(corrections)) break;
    projection.solve();
  }
  ApproximateEigenpairs pairs;
  pairs.vectors = Matrix<double>(kept, n);
  for (std::size_t j = 0; j < kept; ++j) {
    const Vector<double> x = projection.vector(j);
    std::copy(x.begin(), x.end(), pairs.vectors.row(j).begin());
    double value = projection.value(j);
    if (j >= wanted) value = std::max(pairs.values[wanted - 1], value - norm(projection.residual(j)));
    pairs.values.push_back(value);
  }
  for (std::size_t j = 1; j < kept; ++j) pairs.values[j] = std::max(pairs.values[j], pairs.values[j - 1]);
  return pairs;
}

Vector<double> krylov_top_vector(const Matrix<double>& a, Vector<double> start, Team& team) {
  const std::size_t n = a.rows();
  if (start.size() != n) {
    start.resize(n);
    scramble(start, 2);
  }
  return lanczos([&](const double* x, double* y) { approximate_apply(a, 1, x, y, team); }, start,
                 std::min<std::size_t>(n, 16), true)
      .x;
}

}  // namespace lemmata
