#include "numerics/linalg/spectrum_refinement.hpp"

#include "numerics/linalg/approximate.hpp"
#include "numerics/linalg/product.hpp"
#include "numerics/linalg/sliced_product.hpp"
#include "numerics/linalg/spectrum.hpp"
#include "numerics/scalar/floating.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace lemmata::detail {
namespace {

using Up = Rounding<double>;
using Bounds = Interval<Real>;
using Spectrum = Expected<std::vector<Bounds>>;

/// Bits below the largest entry of a row that the products keep.
constexpr int kept_bits = 100;
/// Clusters inside clusters: at most so deep.
constexpr int most_levels = 2;

Bounds within(double radius) { return Bounds(Real(-radius), Real(radius)); }

/// What is known of the approximate eigenvectors.
struct Columns {
  Matrix<double> v;  ///< rows
  LongVectors y;     ///< A v
  Vector<double> error;
  std::vector<Bounds> theta;  ///< Rayleigh quotients
  std::vector<Sum> at;        ///< about theta
  Vector<double> residual;    ///< >= ||A v - at v||
  double defect;              ///< >= ||V V^T - I||

  [[nodiscard]] std::size_t count() const { return v.rows(); }
  [[nodiscard]] Shifted shifted_row(std::size_t j, const Sum& shift) const {
    return shifted(v.row(j), y.hi.row(j), y.lo.row(j), error[j], shift);
  }
};

/// mid + lo, rounded: low words need not be small.
Matrix<double> rounded(const SymmetricBox& a) {
  Matrix<double> m = a.mid();
  const Matrix<double> low = a.lo().full();
  for (std::size_t i = 0; i < low.rows(); ++i)
    for (std::size_t j = 0; j < low.columns(); ++j) m(i, j) += low(i, j);
  return m;
}

Expected<Columns> columns_of(const SymmetricBox& a, Matrix<double> v, Team& team, const ErrorModel& model) {
  const std::size_t n = a.order();
  Columns c{std::move(v), {}, {}, {}, {}, {}, 0};
  c.defect = orthogonality_defect_up(c.v, team, model);
  if (!(c.defect < 0.5))
    return Failure{FailureKind::not_certified, "spectrum: the solver's eigenvectors are not proved independent"};
  auto product = sliced_product({c.v, {}}, {a.mid(), a.lo().full()}, Slicing::keeping(kept_bits, n), team);
  if (!product) return product.error();
  c.y = std::move(product->product);
  c.error = std::move(product->error);
  c.theta.resize(n);
  c.at.resize(n);
  c.residual.resize(n);
  team.for_each(n, [&](std::size_t j) {
    const double* const x = c.v.row(j).data();
    const Bounds g = enclosed_dot(n, x, nullptr, x, nullptr, model);
    const Bounds q = enclosed_dot(n, x, nullptr, c.y.high(j), c.y.low(j), model) +
                     within(Up::mul_up(norm_up(c.v.row(j)), c.error[j]));
    c.theta[j] = q / g;
    const Real middle = c.theta[j].mid();
    c.at[j].value = static_cast<double>(middle);
    c.at[j].error = static_cast<double>(Real(middle - Real(c.at[j].value)));
    const Shifted r = c.shifted_row(j, c.at[j]);
    c.residual[j] = Up::add_up(Up::add_up(norm_up(r.hi), norm_up(r.lo)), r.error);
  });
  return c;
}

Spectrum refined(const SymmetricBox& a, int levels, Team& team, const ErrorModel& model);
Spectrum refined_from(const SymmetricBox& a, Matrix<double> v, int levels, Team& team, const ErrorModel& model);

/// The eigenvalues of the pencil (X^T A X, X^T X), X the rows [first, last) of v: a centre plus those of a small matrix
/// B = X^T (A - centre) X, which the Gram matrix, within 1 -+ defect, changes by a factor (Ostrowski).
Spectrum ritz_values(const Columns& c, std::size_t first, std::size_t last, int levels, Team& team,
                     const ErrorModel& model) {
  const std::size_t k = last - first, n = c.count();
  if (k == 1) return std::vector<Bounds>{c.theta[first]};
  const Sum centre{c.at[(first + last) / 2].value, 0};
  Matrix<double> mid(k, k), lo(k, k), rad(k, k);
  std::vector<Shifted> r(k);
  team.for_each(k, [&](std::size_t j) { r[j] = c.shifted_row(first + j, centre); });
  team.for_each(k, [&](std::size_t i) {
    const double size = norm_up(c.v.row(first + i));
    for (std::size_t j = 0; j <= i; ++j) {
      const Bounds b = enclosed_dot(n, c.v.row(first + i).data(), nullptr, r[j].hi.data(), r[j].lo.data(), model) +
                       within(Up::mul_up(size, r[j].error));
      const Real middle = b.mid();
      mid(i, j) = mid(j, i) = static_cast<double>(middle);
      lo(i, j) = lo(j, i) = static_cast<double>(Real(middle - Real(mid(i, j))));
      const Bounds rest = b - Bounds(Real(mid(i, j))) - Bounds(Real(lo(i, j)));
      rad(i, j) = rad(j, i) = convert<double>(Bounds(rest.mag())).sup();
    }
  });
  const auto box = SymmetricBox::make(std::move(mid), std::move(lo), std::move(rad));
  if (!box) return box.error();
  Spectrum small = refined(*box, levels - 1, team, model);
  if (!small) return small;
  const Bounds gram = Bounds(Real(1.0)) + within(c.defect);
  std::vector<Bounds> theta;
  for (const Bounds& b : *small) theta.push_back(Bounds(Real(centre.value)) + b / gram);
  return theta;
}

/// Tightens values[first, last) by the theorem, given Weyl's enclosures of all.
void tighten_cluster(const Columns& c, const std::vector<Bounds>& weyl, std::size_t first, std::size_t last, int levels,
                     Team& team, const ErrorModel& model, std::vector<Bounds>& values) {
  const Spectrum theta = ritz_values(c, first, last, levels, team, model);
  if (!theta) return;
  Bounds nu;
  for (std::size_t j = first; j < last; ++j) nu += sqr(Bounds(Real(c.residual[j])));
  if (model.basis) nu = nu / (Bounds(Real(1.0)) - Bounds(Real(c.defect)));
  const std::size_t k = last - first;
  std::vector<Real> below(k), above(k);
  for (std::size_t l = 0; l < k; ++l) {
    const Bounds& t = (*theta)[l];
    below[l] = t.inf();
    above[l] = t.sup();
    if (last < c.count()) {
      const Bounds gap = Bounds(weyl[last].inf()) - t;
      below[l] = gap.inf() > 0 ? Real((t - nu / gap).inf()) : Real(-infinity<Real>());
    }
    if (first > 0) {
      const Bounds gap = t - Bounds(weyl[first - 1].sup());
      above[l] = gap.inf() > 0 ? Real((t + nu / gap).sup()) : infinity<Real>();
    }
  }
  for (std::size_t l = k - 1; l-- > 0;) below[l] = std::min(below[l], below[l + 1]);
  for (std::size_t l = 1; l < k; ++l) above[l] = std::max(above[l], above[l - 1]);
  for (std::size_t l = 0; l < k; ++l) values[first + l] = intersect(values[first + l], Bounds(below[l], above[l]));
}

/// From the solver's vectors, or at the last level by Weyl's inequality alone.
Spectrum refined(const SymmetricBox& a, int levels, Team& team, const ErrorModel& model) {
  ApproximateEigenpairs pairs = approximate_eigenpairs(levels == 0 ? a.mid() : rounded(a));
  if (pairs.values.size() != a.order())
    return Failure{FailureKind::not_certified, "spectrum: the approximate solver did not converge"};
  if (levels == 0) return eigenvalues_from(a, pairs.vectors, std::move(pairs.values), team.size(), model);
  pairs.values = {};
  return refined_from(a, std::move(pairs.vectors), levels, team, model);
}

Spectrum refined_from(const SymmetricBox& a, Matrix<double> v, int levels, Team& team, const ErrorModel& model) {
  const std::size_t n = a.order();
  expects(v.rows() == n && v.columns() == n, "refined_eigenvalues_from: n vectors of length n");
  auto found = columns_of(a, std::move(v), team, model);
  if (!found) return found.error();
  const Columns c = std::move(found).value();
  double square = 0, largest = 0;
  for (std::size_t j = 0; j < n; ++j) {
    square = Up::add_up(square, Up::mul_up(c.residual[j], c.residual[j]));
    largest = std::max(largest, std::fabs(c.at[j].value));
  }
  double weyl_radius = Up::sqrt_up(square);
  if (model.basis)
    weyl_radius = Up::div_up(weyl_radius, Rounding<double>::sqrt_down(Rounding<double>::sub_down(1, c.defect)));
  if (!std::isfinite(weyl_radius)) return Failure{FailureKind::not_certified, "spectrum: the residual is not finite"};
  // The quotients may be out of order inside a cluster; Weyl's inequality is about the sorted ones.
  std::vector<Real> sorted;
  for (const Sum& t : c.at) sorted.push_back(Real(t.value) + Real(t.error));
  std::sort(sorted.begin(), sorted.end());
  std::vector<Bounds> weyl;
  for (const Real& t : sorted) weyl.push_back(Bounds(t) + within(weyl_radius));
  std::vector<Bounds> values = weyl;
  // Neighbours closer than that are one cluster: apart, the gap would cost more than the small matrix does.
  const Real apart(2 * weyl_radius + std::sqrt(weyl_radius * largest));
  for (std::size_t first = 0; first < n;) {
    std::size_t last = first + 1;
    while (last < n && sorted[last] - sorted[last - 1] <= apart) ++last;
    tighten_cluster(c, weyl, first, last, levels, team, model, values);
    first = last;
  }
  if (model.radii) {
    const double radius = norms_up(a, team).radius;
    if (radius > 0)
      for (Bounds& value : values) value += within(radius);
  }
  return values;
}

}  // namespace

Shifted shifted(std::span<const double> v, std::span<const double> y, std::span<const double> y_low, double error,
                const Sum& shift) {
  const std::size_t n = v.size();
  Shifted r{Vector<double>(n), Vector<double>(n), 0};
  for (std::size_t i = 0; i < n; ++i) {
    const Sum p = two_product(-v[i], shift.value), w = two_sum(y[i], p.value);
    double c = y_low[i];
    c += w.error + p.error;
    c -= v[i] * shift.error;
    const Sum s = two_sum(w.value, c);
    r.hi[i] = s.value;
    r.lo[i] = s.error;
  }
  // c gathers four numbers of together at most 2 u |y| + 4 u |v shift|, in four roundings.
  const double size = Up::add_up(norm_up(y), Up::mul_up(norm_up(v), std::fabs(shift.value)));
  const double rounding =
      Up::add_up(Up::mul_up(20 * unit_roundoff * unit_roundoff, size), static_cast<double>(n + 1) * 0x1p-1018);
  r.error = Up::add_up(error, rounding);
  return r;
}

Spectrum refined_eigenvalues(const SymmetricBox& a, Team& team, const ErrorModel& model) {
  return refined(a, most_levels, team, model);
}

Spectrum refined_eigenvalues_from(const SymmetricBox& a, Matrix<double> v, Team& team, const ErrorModel& model) {
  return refined_from(a, std::move(v), most_levels, team, model);
}

}  // namespace lemmata::detail
