#include "numerics/linalg/deflation.hpp"

#include "numerics/linalg/cholesky.hpp"
#include "numerics/linalg/kernels.hpp"
#include "numerics/scalar/floating.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata {
namespace {

using Up = Rounding<double>;
/// Underflow of the error terms inside one double-double operation.
constexpr double eta_pair = 0x1p-1016;

/// An upper bound of sum tau_i ||x_i||^2.
double weight_up(const Deflation& d) {
  double sum = 0;
  for (std::size_t l = 0; l < d.tau.size(); ++l) {
    const double norm = norm_up(d.x.row(l));
    sum = Up::add_up(sum, Up::mul_up(d.tau[l], Up::mul_up(norm, norm)));
  }
  return sum;
}

/// f of the file comment for `operations` roundings of size `unit` an entry.
double formation_error_up(const SymmetricBox& a, const BoxNorms& norms, const Deflation& d, double operations,
                          double unit, double underflow) {
  const double n = static_cast<double>(a.order()), k = static_cast<double>(d.tau.size());
  const double size = Up::add_up(Up::add_up(norms.frobenius, norms.frobenius_low),
                                 Up::add_up(2 * weight_up(d), Up::mul_up(std::fabs(d.mu), Up::sqrt_up(n))));
  return Up::add_up(Up::mul_up(1.01 * operations * unit * (1 + 0x1p-50), size), n * (k + 2) * underflow);
}

/// Rows [from, to) of the lower triangle of A + X T X^T - mu I into packed binary64 storage.
void form_rows(const SymmetricBox& a, const Deflation& d, const Matrix<double>& weighted, PackedLower<double>& to,
               std::size_t group) {
  const PackedLayout& at = to.layout();
  const std::size_t n = a.order(), k = d.tau.size(), height = at.group;
  const KernelSet& kernel = kernels();
  const std::size_t begin = group * height, panels = begin / at.panel + 1;
  Vector<double> row(panels * at.panel);
  for (std::size_t r = 0; r < height; ++r) {
    const std::size_t i = begin + r;
    const std::size_t end = std::min(i + 1, n);
    std::fill(row.begin(), row.end(), 0.0);
    if (i < n) {
      std::copy_n(a.mid().row(i).data(), end, row.data());
      for (std::size_t l = 0; l < k; ++l) kernel.axpy(end, weighted(l, i), d.x.row(l).data(), row.data());
      row[i] -= d.mu;
    } else {
      row[i] = 1;
    }
    for (std::size_t p = 0; p < panels; ++p) {
      double* const out = to.data() + at.group_offset(p, group) + r;
      const std::size_t first = at.first(p), width = at.width(p);
      for (std::size_t j = 0; j < width; ++j) out[j * height] = row[first + j];
    }
  }
}

struct Diagonal {
  double trace, root;
};

/// Conditions under which no intermediate of the a-priori bounds is meaningless.
bool sensible(const BoxNorms& norms, const Deflation& d) {
  return std::isfinite(norms.frobenius) && std::isfinite(norms.frobenius_low) && std::isfinite(norms.radius) &&
         std::isfinite(d.mu) && std::all_of(d.tau.begin(), d.tau.end(), [](double t) { return t >= 0 && t < 0x1p500; });
}

double complement_loss(const BoxNorms& norms, double c, double f, bool low_factored, const ErrorModel& model) {
  double loss = c;
  if (model.formation) loss = Up::add_up(loss, f);
  if (model.low_words && !low_factored) loss = Up::add_up(loss, norms.frobenius_low);
  if (model.radii) loss = Up::add_up(loss, norms.radius);
  return loss;
}

}  // namespace

PackedLower<double> binary64_storage(std::size_t n) { return PackedLower<double>(layout_for(kernels().binary64, n)); }

std::optional<ComplementBound> complement_bound(const SymmetricBox& a, const BoxNorms& norms, const Deflation& d,
                                                PackedLower<double>& storage, Team& team, const ErrorModel& model) {
  const std::size_t n = a.order(), k = d.tau.size();
  expects(k == 0 || (d.x.rows() == k && d.x.columns() == n), "complement_bound: x is k x n, tau has k entries");
  if (!sensible(norms, d)) return std::nullopt;
  const BlockKernel<double>& kernel = kernels().binary64;
  const PackedLayout& at = storage.layout();
  Matrix<double> weighted(k, n);
  for (std::size_t l = 0; l < k; ++l)
    for (std::size_t i = 0; i < n; ++i) weighted(l, i) = d.tau[l] * d.x(l, i);
  team.for_each(at.groups(), [&](std::size_t g) { form_rows(a, d, weighted, storage, g); });
  Diagonal diagonal{0, 1};
  for (std::size_t i = 0; i < n; ++i) diagonal.trace = Up::add_up(diagonal.trace, storage.data()[at.at(i, i)]);
  if (factor(kernel, storage, team) < at.padded) return std::nullopt;
  for (std::size_t i = 0; i < n; ++i) diagonal.root = std::max(diagonal.root, storage.data()[at.at(i, i)]);
  const double h = static_cast<double>(depth(kernel, at)) * model.depth_scale;
  const double c =
      cholesky_backward_error(n, h, model.unit, model.underflow ? underflow_loss : 0, diagonal.trace, diagonal.root);
  // A product is rounded before it is added where the kernel has no fused multiply-add: twice the operations.
  const double f =
      formation_error_up(a, norms, d, 2 * static_cast<double>(k) + 3, model.unit, model.underflow ? underflow_loss : 0);
  const double loss = complement_loss(norms, c, f, false, model);
  if (!std::isfinite(loss)) return std::nullopt;
  return ComplementBound{Up::sub_down(d.mu, loss), loss};
}

std::optional<ComplementBound> complement_bound_double_double(const SymmetricBox& a, const BoxNorms& norms,
                                                              const Deflation& d, Team& team, const ErrorModel& model) {
  const std::size_t n = a.order(), k = d.tau.size();
  expects(k == 0 || (d.x.rows() == k && d.x.columns() == n), "complement_bound: x is k x n, tau has k entries");
  if (!sensible(norms, d)) return std::nullopt;
  const BlockKernel<double>& kernel = kernels().double_double;
  PackedLower<double> storage(layout_for(kernel, n));
  const PackedLayout& at = storage.layout();
  double* const data = storage.data();
  team.for_each(at.groups(), [&](std::size_t g) {
    for (std::size_t i = g * at.group; i < (g + 1) * at.group; ++i)
      for (std::size_t j = 0; j < at.padded; ++j) {
        if (j / at.panel * at.panel > i) break;
        // The sum of a_ij (two words), k products (two words each) and mu: every word is accumulated exactly in s and
        // its error in e, which is rounded; s + e is then normalised.
        double s = 0, e = 0;
        const auto add = [&](double x) {
          const Sum t = two_sum(s, x);
          s = t.value;
          e += t.error;
        };
        if (i < n && j <= i) {
          s = a.mid()(i, j);
          if (!a.lo().empty()) add(a.lo()(i, j));
          for (std::size_t l = 0; l < k; ++l) {
            const Sum w = two_product(d.tau[l], d.x(l, i));
            const Sum p = two_product(w.value, d.x(l, j));
            add(p.value);
            e += p.error;
            e += w.error * d.x(l, j);
          }
          if (i == j) add(-d.mu);
        } else if (i == j) {
          s = 1;
        }
        const Sum t = two_sum(s, e);
        data[at.at(i, j)] = t.value;
        data[at.at(i, j) + at.lanes] = t.error;
      }
  });
  double trace = 0, root = 1;
  for (std::size_t i = 0; i < n; ++i)
    trace = Up::add_up(trace, Up::add_up(data[at.at(i, i)], data[at.at(i, i) + at.lanes]));
  if (factor(kernel, storage, team) < at.padded) return std::nullopt;
  for (std::size_t i = 0; i < n; ++i) root = std::max(root, Up::mul_up(data[at.at(i, i)], 1 + 0x1p-50));
  const double h = static_cast<double>(depth(kernel, at)) * model.depth_scale;
  const double c = cholesky_backward_error(n, h, model.unit_pair, model.underflow ? eta_pair : 0, trace, root);
  // e collects at most 4k + 4 numbers, each at most (4k+4) u times the sum of magnitudes, in as many roundings.
  const double terms = 4 * static_cast<double>(k) + 6;
  const double f = formation_error_up(a, norms, d, terms * terms, model.unit_pair / 4, model.underflow ? eta_pair : 0);
  const double loss = complement_loss(norms, c, f, true, model);
  if (!std::isfinite(loss)) return std::nullopt;
  return ComplementBound{Up::sub_down(d.mu, loss), loss};
}

double approximate_loss(const SymmetricBox& a, const BoxNorms& norms, double weights, double mu, bool double_double) {
  const std::size_t n = a.order();
  double trace = weights - static_cast<double>(n) * mu;
  for (std::size_t i = 0; i < n; ++i) trace += a.mid()(i, i);
  const auto& kernel = double_double ? kernels().double_double : kernels().binary64;
  const double unit = double_double ? 0x1p-104 : 0x1p-53;
  const double size = norms.frobenius + 2 * weights + std::fabs(mu) * std::sqrt(static_cast<double>(n));
  return static_cast<double>(depth(kernel, layout_for(kernel, n))) * unit * std::fabs(trace) + 8 * unit * size +
         (double_double ? 0 : norms.frobenius_low) + norms.radius;
}

}  // namespace lemmata
