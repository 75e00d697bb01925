#include "theory/model/small_spectrum.hpp"

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/spectrum.hpp"

#include <algorithm>
#include <utility>

namespace lemmata::theory {
namespace {

Tier tier_of(Precision rung) {
  switch (rung) {
    case Precision::binary64:
      return Tier::binary64_sharpened;
    case Precision::double_double:
      return Tier::double_double;
    case Precision::digits50:
      return Tier::digits50;
    case Precision::digits100:
      return Tier::digits100;
    case Precision::digits200:
      break;
  }
  return Tier::digits200;
}

bool bounded(const Matrix<Interval<Real>>& a) {
  return std::all_of(a.entries().begin(), a.entries().end(), [](const Interval<Real>& x) { return x.is_bounded(); });
}

Expected<Enclosure> extreme(const Matrix<Interval<Real>>& a, Precision rung, bool greatest) {
  if (!bounded(a)) return Failure{FailureKind::not_certified, "an entry of the matrix is not enclosed"};
  const char* const which = greatest ? "lambda_max" : "lambda_min";
  if (a.rows() == 1) return Enclosure(a(0, 0), Evidence("eigenvalue", which));
  EigenvalueOptions options;
  options.highest = tier_of(rung);
  const auto found = greatest ? max_eigenvalue<200>(a, options) : min_eigenvalue<200>(a, options);
  return found.transform([&](const ExtremeEigenvalue& e) { return Enclosure(e.value, Evidence("eigenvalue", which)); });
}

}  // namespace

Expected<Enclosure> least_eigenvalue(const Matrix<Interval<Real>>& a, Precision rung) {
  return extreme(a, rung, false);
}
Expected<Enclosure> greatest_eigenvalue(const Matrix<Interval<Real>>& a, Precision rung) {
  return extreme(a, rung, true);
}

Expected<std::vector<Interval<Real>>> eigenvalues(const Matrix<Interval<Real>>& a) {
  if (!bounded(a)) return Failure{FailureKind::not_certified, "an entry of the matrix is not enclosed"};
  const std::size_t n = a.rows();
  Matrix<double> mid(n, n);
  Matrix<double> lo(n, n);
  Matrix<double> rad(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      mid(i, j) = round_down<double>(a(i, j).mid());
      lo(i, j) = round_down<double>(Real(a(i, j).mid() - Real(mid(i, j))));
      const Interval<Real> rest = a(i, j) - Interval<Real>(Real(mid(i, j))) - Interval<Real>(Real(lo(i, j)));
      rad(i, j) = round_up<double>(rest.mag());
    }
  }
  return SymmetricBox::make(std::move(mid), std::move(lo), std::move(rad)).and_then([](const SymmetricBox& box) {
    return all_eigenvalues(box);
  });
}

Interval<Real> small_eigenvalue(const Matrix<Interval<Real>>& a, bool largest) {
  if (a.rows() == 1) return a(0, 0);
  EigenvalueOptions options;
  options.highest = Tier::digits200;
  const Expected<ExtremeEigenvalue> found = largest ? max_eigenvalue<200>(a, options) : min_eigenvalue<200>(a, options);
  return found ? found->value : Interval<Real>::whole();
}

}  // namespace lemmata::theory
