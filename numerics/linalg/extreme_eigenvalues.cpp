#include "numerics/linalg/extreme_eigenvalues.hpp"

#include "numerics/linalg/approximate.hpp"
#include "numerics/linalg/cholesky.hpp"
#include "numerics/linalg/deflation.hpp"
#include "numerics/linalg/extreme_detail.hpp"
#include "numerics/linalg/lehmann.hpp"
#include "numerics/linalg/refine.hpp"
#include "numerics/scalar/floating.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lemmata {
namespace detail {
namespace {

using Up = Rounding<double>;
using Bounds = Interval<Real>;

/// Everything one computation shares; the box is already scaled.
struct Problem {
  const SymmetricBox& a;
  const EigenvalueOptions& options;
  const ErrorModel& model;
  Team& team;
  BoxNorms norms;
  double mean_diagonal;  ///< mean |a_ii|, positive
};

Problem posed(const SymmetricBox& a, const EigenvalueOptions& options, const ErrorModel& model, Team& team) {
  double sum = 0;
  for (std::size_t i = 0; i < a.order(); ++i) sum += std::fabs(a.mid()(i, i));
  const double mean = sum / static_cast<double>(a.order());
  const BoxNorms norms = norms_up(a, team);
  return {a, options, model, team, norms, mean > 0 ? mean : std::max(norms.frobenius, 0x1p-300)};
}

bool narrow(const Bounds& value, double relative_width) {
  if (!value.is_bounded()) return false;
  return value.width() <= Real(relative_width) * value.mig();
}

/// An upper bound of sum |x_i|; additions do not underflow.
double absolute_sum_up(std::span<const double> x) {
  double sum = 0;
  for (const double e : x) sum += std::fabs(e);
  return Up::mul_up(sum, Up::add_up(1, gamma_up(static_cast<double>(x.size()), 0x1p-53)));
}

/// Gershgorin's lower bound of every eigenvalue of every member.
Real gershgorin_below(const Problem& p) {
  const std::size_t n = p.a.order();
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < n; ++i) {
    const auto row = p.a.mid().row(i);
    const double radius = Up::add_up(absolute_sum_up(row.first(i)), absolute_sum_up(row.subspan(i + 1)));
    least = std::min(least, Up::sub_down(row[i], radius));
  }
  return Real(Up::sub_down(least, Up::add_up(p.norms.frobenius_low, p.norms.radius)));
}

/// Beyond this order a double-double factorisation is made only to decide a sign.
constexpr std::size_t large_order = 6000;

/// X restricted to its first k rows.
Matrix<double> first_rows(const Matrix<double>& x, std::size_t k) {
  Matrix<double> y(k, x.columns());
  std::copy_n(x.data(), k * x.columns(), y.data());
  return y;
}

Matrix<double> transposed(const Matrix<double>& x) {
  Matrix<double> y(x.columns(), x.rows());
  for (std::size_t i = 0; i < x.rows(); ++i)
    for (std::size_t j = 0; j < x.columns(); ++j) y(j, i) = x(i, j);
  return y;
}

/// The deflation that separates the k smallest from the rest, with mu a fraction of the way up from the `count`-th.
Deflation deflation_for(const Problem& p, const ApproximateEigenpairs& pairs, std::size_t k, std::size_t count,
                        double fraction) {
  const double low = pairs.values[count - 1];
  const double next = pairs.values.size() > k ? pairs.values[k] : low + p.mean_diagonal;
  Deflation d{first_rows(pairs.vectors, k), Vector<double>(k), low + fraction * (next - low)};
  for (std::size_t l = 0; l < k; ++l) d.tau[l] = 2 * std::max(0.0, d.mu - pairs.values[l]) + 0.05 * p.mean_diagonal;
  return d;
}

/// The numbers k worth trying, most promising first: the smallest whose gap clears the loss, then the widest gaps.
Vector<std::size_t> candidates(const Problem& p, const ApproximateEigenpairs& pairs, std::size_t count,
                               bool double_double) {
  const std::size_t n = p.a.order();
  const std::size_t most = std::min({p.options.max_vectors, n - 1, pairs.values.size() - (pairs.values.size() < n)});
  Vector<std::size_t> list;
  double widest = 0;
  for (std::size_t k = count; k <= most; ++k) {
    if (k >= pairs.values.size()) break;
    const double gap = pairs.values[k] - pairs.values[count - 1];
    double weights = 0;
    for (std::size_t l = 0; l < k; ++l) weights += 2 * (pairs.values[count - 1] + gap - pairs.values[l]);
    weights += 0.05 * p.mean_diagonal * static_cast<double>(k);
    const double loss = approximate_loss(p.a, p.norms, weights, pairs.values[count - 1] + gap / 2, double_double);
    if (!(gap > 8 * loss)) continue;
    if (list.empty() || gap > 4 * widest) {
      list.push_back(k);
      widest = std::max(widest, gap);
    }
    if (list.size() == 3) break;
  }
  return list;
}

struct Outcome {
  std::vector<Bounds> values;  ///< entry j contains lambda_(j+1)
  Deflation witness;
  LongVectors x;
  Tier tier = Tier::none;
  bool proved_below = false;
};

void tighten(Bounds& into, const Bounds& found) { into = intersect(into, found); }

/// An upper bound of sum tau_l |x_l - w_l|^2: what the complement of X loses against the complement of the witness W.
double displacement_up(const Deflation& d, const LongVectors& x) {
  double sum = 0;
  const std::size_t n = x.length();
  Vector<double> difference(n);
  for (std::size_t l = 0; l < d.tau.size(); ++l) {
    double distance = x.lo.empty() ? 0 : norm_up(x.lo.row(l));
    for (std::size_t i = 0; i < n; ++i) difference[i] = x.hi(l, i) - d.x(l, i);
    distance = Up::add_up(distance, Up::mul_up(norm_up(difference), 1 + 0x1p-50));
    sum = Up::add_up(sum, Up::mul_up(d.tau[l], Up::mul_up(distance, distance)));
  }
  return sum;
}

/// Lehmann's step, sharpened with the factor at hand until narrow, or until sharpening no longer helps.
void enclose(const Problem& p, const Deflation& d, const ComplementBound& complement, const PackedLower<double>* factor,
             std::size_t count, Outcome& out) {
  LongVectors x{d.x, {}};
  for (int round = 0; round < 5; ++round) {
    const RitzForms forms = ritz_forms(p.a, p.norms, x, p.team, p.model);
    const double bound = Up::sub_down(complement.bound, displacement_up(d, x));
    bool finished = true;
    for (std::size_t j = 0; j < count; ++j) {
      tighten(out.values[j], lehmann_enclosure(forms, bound, j));
      finished = finished && narrow(out.values[j], p.options.relative_width);
    }
    // Any vector of a cluster may be the dull one.
    double reduction = 0.1;
    bool sharp = true;
    for (std::size_t l = 0; l < forms.theta.size(); ++l) {
      const double gap = bound - forms.theta[l], rho = forms.residual[l];
      if (!(gap > 0) || !(rho > 0)) continue;
      reduction = std::min(reduction, std::sqrt(std::fabs(forms.theta[0]) * gap) * 0x1p-28 / rho);
      sharp = sharp && Real(rho) * Real(rho) / Real(gap) < forms.q_error;
    }
    if (round == 0 || out.values[0].inf() > -infinity<Real>()) out.x = x;
    out.tier = x.lo.empty() ? Tier::binary64 : Tier::binary64_sharpened;
    if (finished || factor == nullptr) return;
    // Radii that dominate the width cannot be sharpened away.
    if (sharp || !(bound > forms.theta[0])) return;
    x = approximate_correction(p.a.mid(), std::move(x), forms, *factor, d.tau.size(), std::max(reduction, 1e-11),
                               p.team);
  }
}

/// A lower bound of lambda_1 without vectors: the largest shift, doubling its distance, at which A - s I is proved
/// definite.
std::optional<Real> shifted_below(const Problem& p, double start, bool double_double) {
  const double loss = approximate_loss(p.a, p.norms, 0, start, double_double);
  std::optional<PackedLower<double>> storage;
  if (!double_double) storage.emplace(binary64_storage(p.a.order()));
  double distance = 2 * loss;
  for (int attempt = 0; attempt < 6; ++attempt) {
    const Deflation d{{}, {}, std::min(start - distance, next_down(start))};
    const auto bound = double_double ? complement_bound_double_double(p.a, p.norms, d, p.team, p.model)
                                     : complement_bound(p.a, p.norms, d, *storage, p.team, p.model);
    if (bound) return Real(bound->bound);
    distance *= 8;
  }
  return std::nullopt;
}

std::string reason_for(const Problem& p, const Outcome& out) {
  const Bounds& v = out.values[0];
  if (!out.proved_below)
    return "no gap above the smallest eigenvalues could be certified with at most " +
           std::to_string(p.options.max_vectors) + " vectors; floating-point bound only";
  if (v.contains_zero()) return "zero lies in the enclosure; floating-point arithmetic cannot prove an exact zero";
  if (!p.a.is_point()) return "the width comes from the radii of the entries";
  return "the requested width was not reached";
}

bool vanishes(std::span<const double> entries) {
  return std::ranges::all_of(entries, [](double x) { return x == 0; });
}

bool all_narrow(const Problem& p, const Outcome& out) {
  return std::all_of(out.values.begin(), out.values.end(),
                     [&](const Bounds& v) { return narrow(v, p.options.relative_width); });
}

/// Tier binary64: true when a gap was certified above the wanted eigenvalues.
bool by_binary64(const Problem& p, const ApproximateEigenpairs& pairs, std::size_t count, Outcome& out) {
  const Vector<std::size_t> list = candidates(p, pairs, count, false);
  if (list.empty()) return false;
  PackedLower<double> storage = binary64_storage(p.a.order());
  for (const std::size_t k : list) {
    for (const double fraction : {0.5, 0.2}) {
      const Deflation d = deflation_for(p, pairs, k, count, fraction);
      const auto bound = complement_bound(p.a, p.norms, d, storage, p.team, p.model);
      if (!bound || !(bound->bound > pairs.values[count - 1])) continue;
      out.witness = d;
      out.proved_below = true;
      enclose(p, d, *bound, &storage, count, out);
      return true;
    }
  }
  return false;
}

/// No gap was certified in binary64: shifts without vectors, and double-double factorisations.
void without_gap(const Problem& p, const ApproximateEigenpairs& pairs, std::size_t count, Outcome& out) {
  // From above: Rayleigh quotients of what the finder gave.
  const RitzForms forms = ritz_forms(p.a, p.norms, {first_rows(pairs.vectors, count), {}}, p.team, p.model);
  for (std::size_t j = 0; j < count; ++j) {
    const Bounds v = lehmann_enclosure(forms, -std::numeric_limits<double>::max(), j);
    if (v.sup() < infinity<Real>()) tighten(out.values[j], Bounds(-infinity<Real>(), v.sup()));
  }
  out.x = {first_rows(pairs.vectors, count), {}};
  const double least = *std::min_element(forms.theta.begin(), forms.theta.end());
  // From below: a plain shift serves for all; cheap first, double-double when the sign or the width asks for it.
  const auto shift = [&](bool pair) {
    const auto bound = shifted_below(p, least, pair);
    if (!bound) return;
    for (Bounds& v : out.values) tighten(v, Bounds(*bound, infinity<Real>()));
    out.tier = pair ? Tier::double_double : Tier::binary64;
  };
  const bool large = p.a.order() > large_order;
  if (p.options.highest < Tier::double_double || large) shift(false);
  const bool decided = out.values[0].inf() > 0 || out.values[0].sup() < 0;
  if (p.options.highest < Tier::double_double || all_narrow(p, out) || (large && decided)) return;
  for (const std::size_t size : candidates(p, pairs, count, true)) {
    const Deflation d = deflation_for(p, pairs, size, count, 0.5);
    const auto bound = complement_bound_double_double(p.a, p.norms, d, p.team, p.model);
    if (!bound) continue;
    Outcome attempt = out;
    enclose(p, d, *bound, nullptr, count, attempt);
    attempt.tier = Tier::double_double;
    attempt.witness = d;
    attempt.proved_below = true;
    if (attempt.values[0].inf() > out.values[0].inf()) out = std::move(attempt);
    if (all_narrow(p, out)) return;
    break;
  }
  shift(true);
}

Outcome solve(const Problem& p, std::size_t count) {
  const std::size_t n = p.a.order();
  Outcome out;
  out.values.assign(count, Bounds::whole());
  if (vanishes(p.a.mid().entries()) && vanishes(p.a.lo().entries())) {
    for (Bounds& v : out.values) v = Bounds(Real(-p.norms.radius), Real(p.norms.radius));
    out.proved_below = true;
    return out;
  }
  if (n == 1) {
    const RitzForms forms = ritz_forms(p.a, p.norms, {Matrix<double>(1, 1, {1.0}), {}}, p.team, p.model);
    out.values[0] = lehmann_enclosure(forms, std::numeric_limits<double>::max(), 0);
    out.x = {Matrix<double>(1, 1, {1.0}), {}};
    out.proved_below = true;
    return out;
  }
  const auto gershgorin = [&] {
    const Real below = gershgorin_below(p);
    for (Bounds& v : out.values) tighten(v, Bounds(below, infinity<Real>()));
  };
  const std::size_t asked = std::min(n, std::max(p.options.max_vectors, count) + 1);
  // by_binary64 sharpens what it is given.
  const bool sharpened = p.options.lowest <= Tier::binary64_sharpened;
  ApproximateEigenpairs best;
  for (const Effort effort : {Effort::single, Effort::block, Effort::dense}) {
    if (effort == Effort::single && count > 1) continue;
    if (effort == Effort::dense && n > large_order) break;
    ApproximateEigenpairs pairs =
        approximate_smallest(p.a.mid(), p.norms.frobenius, asked, count, effort, sharpened, p.team);
    if (pairs.values.size() < count) continue;
    if (sharpened && by_binary64(p, pairs, count, out)) {
      if (!all_narrow(p, out)) gershgorin();
      return out;
    }
    const bool all = pairs.values.size() == asked;
    best = std::move(pairs);
    if (all && n <= 64) break;
  }
  gershgorin();
  if (best.values.size() >= count) without_gap(p, best, count, out);
  return out;
}

ExtremeEigenvalue reported(const Problem& p, const Outcome& out, std::size_t j, int exponent) {
  ExtremeEigenvalue e;
  const Real power = ldexp(Real(1.0), exponent);
  const Bounds& v = out.values[j];
  const auto back = [&](const Real& x) {
    return x == infinity<Real>() || x == -infinity<Real>() ? x : Real(x * power);
  };
  e.value = Bounds(back(v.inf()), back(v.sup()));
  e.tier = out.tier;
  e.k = out.witness.tau.size();
  if (e.k > 0) {
    e.X = transposed(out.witness.x);
    e.tau = out.witness.tau;
    for (double& t : e.tau) t = std::ldexp(t, exponent);
    e.mu = std::ldexp(out.witness.mu, exponent);
  }
  if (j < out.x.count()) {
    const auto row = out.x.hi.row(j);
    e.x.assign(row.begin(), row.end());
    if (!out.x.lo.empty()) {
      const auto low = out.x.lo.row(j);
      e.x_low.assign(low.begin(), low.end());
    }
  }
  if (!narrow(v, p.options.relative_width)) e.reason = reason_for(p, out);
  return e;
}

}  // namespace

Expected<std::vector<ExtremeEigenvalue>> smallest_eigenvalues(const SymmetricBox& a, std::size_t count,
                                                              const EigenvalueOptions& options,
                                                              const ErrorModel& model) {
  expects(count >= 1 && count <= a.order(), "smallest_eigenvalues: 1 <= count <= n");
  Team team(options.threads);
  if (auto fit = fit_arithmetic(team); !fit) return fit.error();
  auto scaling = scaled(a);
  if (!scaling) return scaling.error();
  const SymmetricBox& box = *scaling ? (*scaling)->box : a;
  const int exponent = *scaling ? (*scaling)->exponent : 0;
  const Problem p = posed(box, options, model, team);
  const Outcome out = solve(p, count);
  std::vector<ExtremeEigenvalue> result;
  for (std::size_t j = 0; j < count; ++j) result.push_back(reported(p, out, j, exponent));
  return result;
}

}  // namespace detail

std::string_view name(Tier tier) {
  switch (tier) {
    case Tier::none:
      return "none";
    case Tier::binary64:
      return "binary64";
    case Tier::binary64_sharpened:
      return "binary64, vectors in double-double";
    case Tier::double_double:
      return "double-double";
    case Tier::digits50:
      return "50 digits";
    case Tier::digits100:
      return "100 digits";
    case Tier::digits200:
      return "200 digits";
  }
  return "none";
}

Truth ExtremeEigenvalue::is_positive() const { return positive(value); }
Truth ExtremeEigenvalue::is_negative() const { return negative(value); }

Expected<ExtremeEigenvalue> min_eigenvalue(const SymmetricBox& a, const EigenvalueOptions& options) {
  auto list = detail::smallest_eigenvalues(a, 1, options, ErrorModel{});
  if (!list) return list.error();
  return std::move(list).value().front();
}

Expected<std::vector<ExtremeEigenvalue>> smallest_eigenvalues(const SymmetricBox& a, std::size_t count,
                                                              const EigenvalueOptions& options) {
  return detail::smallest_eigenvalues(a, count, options, ErrorModel{});
}

}  // namespace lemmata
