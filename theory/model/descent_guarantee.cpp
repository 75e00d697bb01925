#include "theory/model/descent_guarantee.hpp"

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/kernel.hpp"

#include <cmath>
#include <utility>

namespace lemmata::theory {
namespace {

using I = Interval<Real>;

I number(double x) { return I(Real(x)); }

}  // namespace

Expected<DescentGuarantee> descent_guarantee(const Matrix<double>& inputs,
                                             const std::optional<std::vector<double>>& labels,
                                             const Interval<Real>& lambda_0, const Interval<Real>& delta,
                                             const Interval<Real>& kappa, unsigned threads) {
  const auto n = static_cast<double>(inputs.rows());
  EigenvalueOptions options;
  options.threads = threads;
  options.relative_width = 0x1p-30;
  Expected<SymmetricBox> found = cosine_gram(inputs, threads);
  if (!found) return found.error();
  SymmetricBox cosines = std::move(found).value();
  const Expected<ExtremeEigenvalue> norm = max_eigenvalue_in_place(cosines, options);
  if (!norm) return norm.error();
  cosines = std::move(cosines).absolute();
  const Expected<ExtremeEigenvalue> absolute_norm = max_eigenvalue_in_place(cosines, options);
  if (!absolute_norm) return absolute_norm.error();

  DescentGuarantee result;
  // 1 <= |X|^2 <= g <= n holds for unit rows, whatever the arithmetic could see.
  const I possible(Real(1), Real(n));
  result.input_norm_squared = intersect(norm->value, possible);
  result.absolute_gram_norm = intersect(absolute_norm->value, possible);
  result.labels_assumed = !labels;
  result.label_norm_squared = number(n);
  if (labels) {
    I sum = number(0);
    for (const double y : *labels) sum += sqr(number(y));
    result.label_norm_squared = sum;
  }
  const I& x = result.input_norm_squared;
  const I& g = result.absolute_gram_norm;
  result.step_size = number(1) / x;
  result.contraction = number(1) - result.step_size * lambda_0 / number(2);
  result.width_overlap = number(48) * g * log(number(3) * number(n) / delta) / lambda_0;
  result.width_movement = number(6144) / lemmata::pi<Real>() * sqr(g) * x *
                          (result.label_norm_squared + sqr(kappa) * number(n) / number(2)) /
                          (sqr(kappa) * sqr(sqr(lambda_0)) * delta);
  result.width = max(result.width_overlap, result.width_movement);
  return result;
}

}  // namespace lemmata::theory
