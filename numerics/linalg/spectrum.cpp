#include "numerics/linalg/spectrum.hpp"

#include "numerics/linalg/approximate.hpp"
#include "numerics/linalg/cholesky.hpp"
#include "numerics/linalg/extreme_detail.hpp"
#include "numerics/linalg/kernels.hpp"
#include "numerics/linalg/spectrum_refinement.hpp"
#include "numerics/scalar/floating.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace lemmata {
namespace {

using Up = Rounding<double>;

/// Rows [group * height, ..) and columns [first, first + width) of a matrix, column by column, as kernels read it.
void pack(const Matrix<double>& m, std::size_t group, std::size_t height, std::size_t first, std::size_t width,
          double* out) {
  for (std::size_t r = 0; r < height; ++r) {
    const std::size_t i = group * height + r;
    for (std::size_t c = 0; c < width; ++c) out[c * height + r] = i < m.rows() ? m(i, first + c) : 0.0;
  }
}

/// sqrt(sum (start_ij - (X Y^T)_ij)^2) as computed, over all i, j; X, Y: n x n, `start` gives the first summand. One
/// strip of rows at a time, so that nothing of size n^2 is stored besides the packed Y.
/// Every entry meets at most `panel` roundings in a chain and one for each panel on its path.
template <class Start>
double residual_norm(const Matrix<double>& x, const Matrix<double>& y, const Start& start, Team& team) {
  const BlockKernel<double>& k = kernels().binary64;
  const std::size_t n = x.rows(), height = k.group, groups = (n + height - 1) / height;
  const std::size_t panels = (n + k.panel - 1) / k.panel;
  const auto width = [&](std::size_t p) { return std::min(k.panel, n - p * k.panel); };
  PackedLower<double> packed({n, groups * height, height, n, 1, 1});  // storage only: groups * height * n numbers
  double* const yp = packed.data();
  team.for_each(groups, [&](std::size_t g) {
    for (std::size_t p = 0; p < panels; ++p)
      pack(y, g, height, p * k.panel, width(p), yp + g * height * n + p * k.panel * height);
  });
  Vector<double> sums(groups);
  team.for_each(groups, [&](std::size_t g) {
    Vector<double> xp(height * n), tile(height * height);
    for (std::size_t p = 0; p < panels; ++p)
      pack(x, g, height, p * k.panel, width(p), xp.data() + p * k.panel * height);
    double sum = 0;
    for (std::size_t q = 0; q < groups; ++q) {
      for (std::size_t c = 0; c < height; ++c)
        for (std::size_t r = 0; r < height; ++r) {
          const std::size_t i = g * height + r, j = q * height + c;
          tile[c * height + r] = i < n && j < n ? start(i, j) : 0.0;
        }
      for (std::size_t p = 0; p < panels; ++p)
        k.multiply(width(p), xp.data() + p * k.panel * height, yp + q * height * n + p * k.panel * height, tile.data());
      for (std::size_t c = 0; c < height; ++c)
        for (std::size_t r = 0; r < height; ++r) sum += tile[c * height + r] * tile[c * height + r];
    }
    sums[g] = sum;
  });
  double total = 0;
  for (double s : sums) total += s;
  const double slack = gamma_up(static_cast<double>(groups * height * height + groups + 4), 0x1p-53);
  return Up::sqrt_up(Up::add_up(Up::mul_up(total, 1 + slack + 0x1p-50), static_cast<double>(n * n) * 0x1p-1021));
}

}  // namespace

namespace detail {
namespace {

/// gamma_h of the products of residual_norm.
double product_gamma_up(std::size_t n, const ErrorModel& model) {
  const BlockKernel<double>& k = kernels().binary64;
  return gamma_up(static_cast<double>(std::min(k.panel, n) + k.term_cost + (n + k.panel - 1) / k.panel + 3),
                  model.unit);
}

double product_underflow(std::size_t n) { return static_cast<double>(n) * static_cast<double>(n) * 0x1p-1020; }

}  // namespace

double orthogonality_defect_up(const Matrix<double>& v, Team& team, const ErrorModel& model) {
  const std::size_t n = v.rows();
  double square = 0;
  for (std::size_t j = 0; j < n; ++j) {
    const double size = norm_up(v.row(j));
    square = Up::add_up(square, Up::mul_up(size, size));
  }
  // W = I - V V^T over the rows of v: they are the eigenvectors.
  const double computed = residual_norm(
      v, v, [](std::size_t i, std::size_t j) { return i == j ? 1.0 : 0.0; }, team);
  const double size = Up::add_up(Up::sqrt_up(static_cast<double>(n)), square);
  return Up::add_up(Up::add_up(computed, Up::mul_up(product_gamma_up(n, model), size)), product_underflow(n));
}

Expected<std::vector<Interval<Real>>> eigenvalues_from(const SymmetricBox& a, const Matrix<double>& v,
                                                       Vector<double> values, unsigned threads,
                                                       const ErrorModel& model) {
  const std::size_t n = a.order();
  expects(v.rows() == n && v.columns() == n && values.size() == n, "eigenvalues_from: n vectors of length n, n values");
  Team team(threads);
  const BoxNorms norms = norms_up(a, team);
  const double gamma = product_gamma_up(n, model);
  double v_norm = 0, scaled_norm = 0;
  for (std::size_t j = 0; j < n; ++j) {
    const double size = norm_up(v.row(j)), scaled = Up::mul_up(size, std::fabs(values[j]));
    v_norm = Up::add_up(v_norm, Up::mul_up(size, size));
    scaled_norm = Up::add_up(scaled_norm, Up::mul_up(scaled, scaled));
  }
  v_norm = Up::sqrt_up(v_norm);
  scaled_norm = Up::sqrt_up(scaled_norm);
  const double underflow = product_underflow(n);
  const double w = orthogonality_defect_up(v, team, model);
  if (!(w < 0.5))
    return Failure{FailureKind::not_certified, "spectrum: the solver's eigenvectors are not proved independent"};
  // R = V D - A V, transposed: entry (j, i) = d_j v_j(i) - v_j . a_i.
  const double r_computed = residual_norm(
      v, a.mid(), [&](std::size_t j, std::size_t i) { return values[j] * v(j, i); }, team);
  const double r_size = Up::add_up(scaled_norm, Up::mul_up(norms.frobenius, v_norm));
  double r = Up::add_up(Up::add_up(r_computed, Up::mul_up(gamma, r_size)), underflow);
  if (model.basis) r = Up::div_up(r, Rounding<double>::sqrt_down(Rounding<double>::sub_down(1, w)));
  if (model.low_words) r = Up::add_up(r, norms.frobenius_low);
  if (model.radii) r = Up::add_up(r, norms.radius);
  if (!std::isfinite(r)) return Failure{FailureKind::not_certified, "spectrum: the residual is not finite"};
  std::sort(values.begin(), values.end());
  std::vector<Interval<Real>> enclosures;
  for (const double d : values) enclosures.push_back(Interval<Real>(Real(d)) + Interval<Real>(Real(-r), Real(r)));
  return enclosures;
}

}  // namespace detail

Expected<std::vector<Interval<Real>>> all_eigenvalues(const SymmetricBox& a, const EigenvalueOptions& options) {
  Team team(options.threads);
  if (auto fit = detail::fit_arithmetic(team); !fit) return fit.error();
  auto scaling = detail::scaled(a);
  if (!scaling) return scaling.error();
  const SymmetricBox& box = *scaling ? (*scaling)->box : a;
  auto found = options.lowest >= Tier::double_double && options.highest >= Tier::double_double
                   ? detail::refined_eigenvalues(box, team, ErrorModel{})
                   : Expected<std::vector<Interval<Real>>>(Failure{});
  if (!found) {
    ApproximateEigenpairs pairs = approximate_eigenpairs(box.mid());
    if (pairs.values.size() != a.order())
      return Failure{FailureKind::not_certified, "spectrum: the approximate solver did not converge"};
    found = detail::eigenvalues_from(box, pairs.vectors, std::move(pairs.values), options.threads, ErrorModel{});
  }
  if (!found || !*scaling) return found;
  const Interval<Real> power(ldexp(Real(1.0), (*scaling)->exponent));
  std::vector<Interval<Real>> result;
  for (const Interval<Real>& v : *found) result.push_back(v * power);
  return result;
}

}  // namespace lemmata
