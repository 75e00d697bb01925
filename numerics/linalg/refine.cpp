#include "numerics/linalg/refine.hpp"

#include "numerics/linalg/kernels.hpp"
#include "numerics/scalar/floating.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata {
namespace {

/// v minus its part in the span of the rows of x, whose norms are about 1.
void project(const LongVectors& x, Vector<double>& v) {
  const KernelSet& k = kernels();
  const std::size_t n = x.length();
  for (std::size_t l = 0; l < x.count(); ++l) {
    const double* const row = x.high(l);
    k.axpy(n, -k.dot(n, row, v.data()) / k.dot(n, row, row), row, v.data());
  }
}

}  // namespace

LongVectors approximate_correction(const Matrix<double>& mid, LongVectors x, const RitzForms& forms,
                                   const PackedLower<double>& factor, std::size_t count, double reduction, Team& team) {
  const KernelSet& k = kernels();
  const std::size_t n = x.length(), padded = factor.layout().padded;
  if (x.lo.empty()) x.lo = Matrix<double>(x.count(), n);
  Matrix<double> corrections(count, n);
  for (std::size_t j = 0; j < count; ++j) {
    const double theta = forms.theta[j];
    Vector<double> r(n), d(n, 0.0), p(n), q(n), z(padded);
    for (std::size_t i = 0; i < n; ++i) r[i] = -forms.correction(j, i);
    // Unit length keeps tiny residuals away from underflow.
    const double scale = std::sqrt(k.dot(n, r.data(), r.data()));
    if (!(scale > 0) || !std::isfinite(scale)) continue;
    for (double& e : r) e /= scale;
    const auto precondition = [&] {
      std::fill(z.begin(), z.end(), 0.0);
      std::copy(r.begin(), r.end(), z.begin());
      k.solve(factor.layout(), factor.data(), z.data());
      Vector<double> projected(z.begin(), z.begin() + static_cast<std::ptrdiff_t>(n));
      project(x, projected);
      return projected;
    };
    project(x, r);
    Vector<double> s = precondition();
    p = s;
    double rs = k.dot(n, r.data(), s.data());
    for (int step = 0; step < 40; ++step) {
      approximate_apply(mid, 1, p.data(), q.data(), team);
      k.axpy(n, -theta, p.data(), q.data());
      project(x, q);
      const double pq = k.dot(n, p.data(), q.data());
      if (!(pq > 0) || !(rs > 0)) break;
      const double alpha = rs / pq;
      k.axpy(n, alpha, p.data(), d.data());
      k.axpy(n, -alpha, q.data(), r.data());
      if (std::sqrt(k.dot(n, r.data(), r.data())) <= reduction) break;
      s = precondition();
      const double next = k.dot(n, r.data(), s.data());
      const double beta = next / rs;
      rs = next;
      for (std::size_t i = 0; i < n; ++i) p[i] = s[i] + beta * p[i];
    }
    for (std::size_t i = 0; i < n; ++i) corrections(j, i) = std::isfinite(d[i]) ? d[i] * scale : 0;
  }
  for (std::size_t j = 0; j < count; ++j)
    for (std::size_t i = 0; i < n; ++i) {
      const Sum t = two_sum(x.hi(j, i), corrections(j, i));
      const Sum v = two_sum(t.value, t.error + x.lo(j, i));
      x.hi(j, i) = v.value;
      x.lo(j, i) = v.error;
    }
  return x;
}

}  // namespace lemmata
