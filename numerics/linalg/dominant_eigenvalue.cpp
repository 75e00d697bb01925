#include "numerics/linalg/extreme_detail.hpp"
#include "numerics/linalg/krylov.hpp"
#include "numerics/linalg/lehmann.hpp"
#include "numerics/scalar/floating.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace lemmata {
namespace detail {
namespace {

using Up = Rounding<double>;
using Bounds = Interval<Real>;

/// lambda_max without a factorisation, when it dominates: on the complement of x, with theta = x^T A x / x^T x,
/// ||A||^2 <= ||A||_F^2 - theta^2, since P A P and x x^T A x x^T are orthogonal parts of A. None when that is not
/// enough.
std::optional<ExtremeEigenvalue> dominant_eigenvalue(const SymmetricBox& a, const EigenvalueOptions& options,
                                                     const ErrorModel& model, Team& team) {
  const std::size_t n = a.order();
  if (n <= 64 || options.lowest > Tier::binary64_sharpened) return std::nullopt;
  const auto scaling = scaled(a);
  if (!scaling || *scaling) return std::nullopt;
  const BoxNorms norms = norms_up(a, team);
  const double size = Up::add_up(norms.frobenius, norms.frobenius_low);
  Vector<double> x;
  for (int round = 0; round < 3; ++round) {
    x = krylov_top_vector(a.mid(), std::move(x), team);
    if (x.size() != n) return std::nullopt;
    RitzForms forms = ritz_forms(a, norms, {Matrix<double>(1, n, x), {}}, team, model);
    const Bounds q = Bounds(forms.q(0, 0)) + Bounds(-forms.q_error, forms.q_error);
    const Bounds theta = q / (Bounds(forms.g(0, 0)) + Bounds(-forms.g_error, forms.g_error));
    if (!theta.is_bounded() || !(theta.inf() > 0)) return std::nullopt;
    const double low = convert<double>(theta).inf();
    const double rest = Up::sub_up(Up::mul_up(size, size), Rounding<double>::mul_down(low, low));
    double complement = Up::sqrt_up(std::max(rest, 0.0));
    if (model.radii) complement = Up::add_up(complement, norms.radius);
    if (!(complement < low)) return std::nullopt;
    forms.q(0, 0) = -forms.q(0, 0);
    ExtremeEigenvalue e;
    e.value = -lehmann_enclosure(forms, -complement, 0);
    e.tier = Tier::binary64;
    e.x = x;
    if (e.value.is_bounded() && e.value.width() <= Real(options.relative_width) * e.value.mig()) return e;
    // Wide only for the radii: no factorisation would help.
    if (Real(e.value.width()) <= 4 * forms.q_error && !a.is_point()) {
      e.reason = "the width comes from the radii of the entries";
      return e;
    }
  }
  return std::nullopt;
}

/// The cheap way, or a failure of the environment.
Expected<std::optional<ExtremeEigenvalue>> cheaply(const SymmetricBox& a, const EigenvalueOptions& options,
                                                   const ErrorModel& model) {
  Team team(options.threads);
  if (auto fit = fit_arithmetic(team); !fit) return fit.error();
  return dominant_eigenvalue(a, options, model, team);
}

/// An eigenvalue of -A as one of A.
ExtremeEigenvalue of_negated(ExtremeEigenvalue e) {
  e.value = -e.value;
  e.of_negated = true;
  return e;
}

/// lambda_max of A from -A.
Expected<ExtremeEigenvalue> from_negated(const SymmetricBox& negated, const EigenvalueOptions& options,
                                         const ErrorModel& model) {
  auto list = smallest_eigenvalues(negated, 1, options, model);
  if (!list) return list.error();
  return of_negated(std::move(list).value().front());
}

/// A box negated while this lives, an exception or not.
class Negated {
 public:
  explicit Negated(SymmetricBox& box) : box_(box) { flip(); }
  Negated(const Negated&) = delete;
  Negated& operator=(const Negated&) = delete;
  ~Negated() { flip(); }

 private:
  void flip() { box_ = std::move(box_).negated(); }
  SymmetricBox& box_;
};

}  // namespace

Expected<ExtremeEigenvalue> max_eigenvalue(const SymmetricBox& a, const EigenvalueOptions& options,
                                           const ErrorModel& model) {
  auto cheap = cheaply(a, options, model);
  if (!cheap) return cheap.error();
  return *cheap ? **cheap : from_negated(a.negated(), options, model);
}

Expected<ExtremeEigenvalue> max_eigenvalue_in_place(SymmetricBox& a, const EigenvalueOptions& options,
                                                    const ErrorModel& model) {
  auto cheap = cheaply(a, options, model);
  if (!cheap) return cheap.error();
  if (*cheap) return **cheap;
  const Negated negated(a);
  return from_negated(a, options, model);
}

}  // namespace detail

Expected<ExtremeEigenvalue> max_eigenvalue(const SymmetricBox& a, const EigenvalueOptions& options) {
  return detail::max_eigenvalue(a, options, ErrorModel{});
}

Expected<ExtremeEigenvalue> max_eigenvalue_in_place(SymmetricBox& a, const EigenvalueOptions& options) {
  return detail::max_eigenvalue_in_place(a, options, ErrorModel{});
}

Expected<std::vector<ExtremeEigenvalue>> largest_eigenvalues(const SymmetricBox& a, std::size_t count,
                                                             const EigenvalueOptions& options) {
  return detail::smallest_eigenvalues(a.negated(), count, options, ErrorModel{})
      .transform([](std::vector<ExtremeEigenvalue>&& result) {
        std::reverse(result.begin(), result.end());
        for (ExtremeEigenvalue& e : result) e = detail::of_negated(std::move(e));
        return std::move(result);
      });
}

}  // namespace lemmata
