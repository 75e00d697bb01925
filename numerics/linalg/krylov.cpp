#include "numerics/linalg/krylov.hpp"

#include "numerics/linalg/cholesky.hpp"
#include "numerics/linalg/kernels.hpp"
#include "numerics/linalg/product.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

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

/// Orthonormal rows that grow; a new row is made orthogonal to the others twice.
class Basis {
 public:
  Basis(std::size_t most, std::size_t n) : rows_(most, n) {}
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return rows_.rows(); }
  [[nodiscard]] double* operator[](std::size_t i) { return rows_.row(i).data(); }
  [[nodiscard]] const double* operator[](std::size_t i) const { return rows_.row(i).data(); }

  /// False, and nothing added, when x lies in the span.
  bool add(std::span<const double> x) {
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
  double trend;      ///< how much it still fell in the second half of the run
  double spread;     ///< largest minus smallest Ritz value
  Vector<double> x;  ///< its Ritz vector
};

/// From `start`; with `upper`, `x` belongs to the largest Ritz value instead.
LowerEnd lanczos(const Matrix<double>& a, const Vector<double>& start, std::size_t steps, bool upper, Team& team) {
  const std::size_t n = a.rows();
  const KernelSet& k = kernels();
  Basis v(steps + 1, n);
  Vector<double> w(n);
  v.add(start);
  Matrix<double> t(steps, steps);
  std::size_t m = 0;
  double half = 0;
  for (; m < steps; ++m) {
    approximate_apply(a, v[m], w.data(), team);
    t(m, m) = k.dot(n, w.data(), v[m]);
    const auto leading = [&](std::size_t size) {
      Matrix<double> part(size, size);
      for (std::size_t i = 0; i < size; ++i)
        for (std::size_t j = 0; j < size; ++j) part(i, j) = t(i, j);
      return approximate_eigenpairs(part);
    };
    if (m + 1 == steps / 2 + 1) half = leading(m + 1).values.front();
    if (m + 1 == steps || !v.add(w)) {
      const ApproximateEigenpairs pairs = leading(m + 1);
      const double lowest = pairs.values.front();
      return {lowest, m + 1 == steps ? std::max(0.0, half - lowest) : 0.0, pairs.values.back() - lowest,
              combination(v, pairs.vectors.row(upper ? m : 0).data(), m + 1, n)};
    }
    t(m, m + 1) = t(m + 1, m) = k.dot(n, w.data(), v[m + 1]);
  }
  return {};
}

/// A - s I in single precision, factored; the shift moves down until it succeeds.
struct FloatFactor {
  PackedLower<float> l;
  double shift;
};

void form_float(const Matrix<double>& a, double shift, PackedLower<float>& to, Team& team) {
  const PackedLayout& at = to.layout();
  const std::size_t n = a.rows(), height = at.group;
  team.for_each(at.groups(), [&](std::size_t g) {
    for (std::size_t p = 0; p <= g * height / at.panel; ++p) {
      float* const group = to.data() + at.group_offset(p, g);
      for (std::size_t r = 0; r < height; ++r) {
        const std::size_t i = g * height + r;
        for (std::size_t c = 0; c < at.width(p); ++c) {
          const std::size_t j = at.first(p) + c;
          double x = i < n && j <= i ? a(i, j) : 0;
          if (i == j) x = i < n ? x - shift : 1;
          group[c * height + r] = static_cast<float>(x);
        }
      }
    }
  });
}

std::optional<FloatFactor> float_factor(const Matrix<double>& a, double lowest, double distance, Team& team) {
  const BlockKernel<float>& kernel = kernels().binary32;
  FloatFactor f{PackedLower<float>(layout_for(kernel, a.rows())), 0};
  for (int attempt = 0; attempt < 8; ++attempt) {
    f.shift = lowest - distance;
    form_float(a, f.shift, f.l, team);
    if (factor(kernel, f.l, team) == f.l.layout().padded) return f;
    distance *= 4;
  }
  return std::nullopt;
}

/// (A - s I)^-1 x, in single precision after scaling x to length about 1.
void float_solve(const FloatFactor& f, std::span<const double> x, Vector<float>& z, std::span<double> y) {
  const double size = norm(x);
  std::fill(z.begin(), z.end(), 0.0F);
  for (std::size_t i = 0; i < x.size(); ++i) z[i] = static_cast<float>(x[i] / size);
  kernels().solve_float(f.l.layout(), f.l.data(), z.data());
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<double>(z[i]);
}

/// Rayleigh-Ritz in double over a growing basis with its images.
class Projection {
 public:
  Projection(const Matrix<double>& a, std::size_t most, Team& team)
      : a_(a), team_(team), basis_(most, a.rows()), image_(most, a.rows()), h_(most, most) {}

  [[nodiscard]] bool full() const { return basis_.size() == basis_.capacity(); }
  [[nodiscard]] std::size_t size() const { return basis_.size(); }

  bool add(std::span<const double> x) {
    if (full() || !basis_.add(x)) return false;
    const std::size_t m = basis_.size() - 1, n = a_.rows();
    approximate_apply(a_, basis_[m], image_.row(m).data(), team_);
    for (std::size_t i = 0; i <= m; ++i) h_(i, m) = h_(m, i) = kernels().dot(n, basis_[i], image_.row(m).data());
    return true;
  }

  void solve() {
    const std::size_t m = basis_.size();
    Matrix<double> part(m, m);
    for (std::size_t i = 0; i < m; ++i)
      for (std::size_t j = 0; j < m; ++j) part(i, j) = h_(i, j);
    pairs_ = approximate_eigenpairs(part);
  }

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

/// Approximate vectors of the lower end from the inverse's block Krylov space, best first.
std::vector<Vector<double>> inverse_krylov(const FloatFactor& f, const Vector<double>& start, std::size_t block,
                                           std::size_t steps, std::size_t count) {
  const std::size_t n = start.size();
  const KernelSet& k = kernels();
  Basis v(std::min(n, block * (steps + 1)), n);
  Vector<double> w(n);
  Vector<float> z(f.l.layout().padded);
  v.add(start);
  for (std::uint64_t b = 1; b < block && v.size() < v.capacity(); ++b) {
    scramble(w, 100 + b);
    v.add(w);
  }
  Matrix<double> h(v.capacity(), v.capacity());
  std::size_t done = 0;
  for (; done < v.size(); ++done) {
    float_solve(f, {v[done], n}, z, w);
    for (std::size_t i = 0; i < v.size(); ++i) {
      const double x = k.dot(n, w.data(), v[i]);
      if (i <= done)
        h(i, done) = h(done, i) = i == done ? x : (h(i, done) != 0 ? (h(i, done) + x) / 2 : x);
      else
        h(done, i) = h(i, done) = x;
    }
    if (v.size() < v.capacity() && v.add(w))
      h(done, v.size() - 1) = h(v.size() - 1, done) = k.dot(n, w.data(), v[v.size() - 1]);
  }
  Matrix<double> part(done, done);
  for (std::size_t i = 0; i < done; ++i)
    for (std::size_t j = 0; j < done; ++j) part(i, j) = -h(i, j);
  const ApproximateEigenpairs pairs = approximate_eigenpairs(part);
  std::vector<Vector<double>> vectors;
  for (std::size_t j = 0; j < std::min(count, pairs.values.size()); ++j)
    vectors.push_back(combination(v, pairs.vectors.row(j).data(), done, n));
  return vectors;
}

}  // namespace

ApproximateEigenpairs krylov_smallest(const Matrix<double>& a, std::size_t count, std::size_t wanted, std::size_t block,
                                      Team& team) {
  const std::size_t n = a.rows();
  double diagonal = 0;
  for (std::size_t i = 0; i < n; ++i) diagonal += std::fabs(a(i, i));
  diagonal /= static_cast<double>(n);
  Vector<double> start_vector(n);
  scramble(start_vector, 1);
  const LowerEnd end = lanczos(a, start_vector, std::min<std::size_t>(n, 36), false, team);
  const double floor = 4e-7 * std::max(diagonal, 0x1p-24 * end.spread);
  const auto f = float_factor(a, end.lowest, std::max(0.7 * end.trend, floor), team);
  if (!f) return {};
  const std::size_t steps = block == 1 ? 22 : 2 + 60 / block;
  const std::vector<Vector<double>> start =
      inverse_krylov(*f, end.x, block, steps, std::min(count, block == 1 ? wanted + 3 : count));
  const std::size_t extra = 12 * wanted;
  Projection projection(a, std::min(n, start.size() + extra), team);
  for (const Vector<double>& x : start) projection.add(x);
  if (projection.size() == 0) return {};
  projection.solve();
  Vector<float> z(f->l.layout().padded);
  Vector<double> d(n);
  const std::size_t kept = std::min(start.size(), projection.size());
  Vector<double> last(wanted, HUGE_VAL);
  for (std::size_t round = 0; round < 12 && !projection.full(); ++round) {
    bool again = false;
    for (std::size_t j = 0; j < std::min(wanted, kept) && !projection.full(); ++j) {
      const Vector<double> r = projection.residual(j);
      const double rho = norm(r), theta = projection.value(j);
      const double gap = kept > wanted ? projection.value(wanted) - theta : diagonal;
      const double target = std::sqrt(std::max(0.0, 0x1p-58 * std::fabs(theta) * gap));
      if (rho <= std::max(target, 0x1p-52 * diagonal) || rho > 0.5 * last[j]) continue;
      last[j] = rho;
      float_solve(*f, r, z, d);
      again = projection.add(d) || again;
    }
    if (!again) break;
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
  return lanczos(a, start, std::min<std::size_t>(n, 16), true, team).x;
}

}  // namespace lemmata
