#include "numerics/linalg/spectral_norm.hpp"

#include "numerics/linalg/extreme_eigenvalues.hpp"

namespace lemmata {

Interval<Real> spectral_norm_square(const Matrix<double>& a) {
  const bool wide = a.columns() > a.rows();
  const std::size_t n = wide ? a.rows() : a.columns();
  const std::size_t inner = wide ? a.columns() : a.rows();
  if (n == 0) return Interval<Real>();
  using Number = Mp<50>;
  Matrix<Interval<Number>> gram(n, n);
  bool any = false;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      Interval<Number> sum;
      for (std::size_t k = 0; k < inner; ++k) {
        const double left = wide ? a(i, k) : a(k, i);
        const double right = wide ? a(j, k) : a(k, j);
        any = any || left != 0;
        sum += Interval<Number>(Number(left)) * Interval<Number>(Number(right));
      }
      gram(i, j) = sum;
      gram(j, i) = sum;
    }
  }
  if (!any) return Interval<Real>();
  if (n == 1) return convert<Real>(gram(0, 0));
  EigenvalueOptions options;
  options.highest = Tier::digits50;
  const Expected<ExtremeEigenvalue> found = max_eigenvalue<50>(gram, options);
  const Interval<Real> half_line(Real(0.0), infinity<Real>());
  if (!found) return half_line;
  return max(found->value, Interval<Real>());
}

}  // namespace lemmata
