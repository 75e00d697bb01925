#include "theory/problem/analysis/global_certificate.hpp"

#include "numerics/linalg/inertia.hpp"
#include "theory/model/exact_algebra.hpp"
#include "theory/problem/analysis/enclosed_point.hpp"

namespace lemmata::theory::problem {
namespace {

constexpr std::size_t most_rational = 64;

bool attains_infimum(const Problem& problem, const Vector<Rational>& x, const Rational& infimum) {
  const Interval<double> quick = problem.value(enclosed<double>(x));
  if (quick.is_point() && exact(quick.inf()) == infimum) return true;
  if (zero(quick - number<Interval<double>>(infimum)) == Truth::no) return false;
  const ExactRational value = problem.value(Vector<ExactRational>(x.begin(), x.end()));
  return value.is_known() && value.value() == infimum;
}

/// Nothing when the entries are not rational.
std::optional<bool> exactly_semidefinite(const Problem& problem, const Vector<Rational>& x) {
  const std::optional<Dual<ExactRational>> dual = problem.dual(Vector<ExactRational>(x.begin(), x.end()));
  if (!dual || dual->matrix.rows() > most_rational) return std::nullopt;
  const std::size_t n = dual->matrix.rows();
  Matrix<Rational> a(n, n);
  for (std::size_t i = 0; i < n * n; ++i) {
    if (!dual->matrix.data()[i].is_known()) return std::nullopt;
    a.data()[i] = dual->matrix.data()[i].value();
  }
  return signature(std::move(a)).negative == 0;
}

/// The number of independent vectors that the dual matrix maps to zero at the critical point, proved over the box.
std::size_t kernel_rank(const Matrix<Interval<DoubleDouble>>& vectors, const EigenvalueOptions& options) {
  const std::size_t k = vectors.rows(), n = vectors.columns();
  // The rank of the k vectors is that of their Gram matrix, in whichever order it is smaller.
  const bool by_rows = k <= n;
  const std::size_t order = by_rows ? k : n;
  Matrix<Interval<DoubleDouble>> gram(order, order);
  for (std::size_t a = 0; a < order; ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      Interval<DoubleDouble> sum(0.0);
      for (std::size_t i = 0; i < (by_rows ? n : k); ++i)
        sum += by_rows ? vectors(a, i) * vectors(b, i) : vectors(i, a) * vectors(i, b);
      gram(a, b) = gram(b, a) = sum;
    }
  const Expected<SymmetricBox> box = box_of(gram);
  if (!box) return 0;
  const Expected<Inertia> signs = inertia(*box, 0, options);
  return signs ? signs->positive.least : 0;
}

bool semidefinite_over_box(const Problem& problem, const Vector<Interval<Real>>& point, unsigned threads) {
  const auto dual = problem.dual(converted<DoubleDouble>(point));
  if (!dual) return false;
  const Expected<SymmetricBox> box = box_of(dual->matrix);
  if (!box) return false;
  EigenvalueOptions options;
  options.threads = threads;
  const Expected<Inertia> signs = inertia(*box, kernel_rank(dual->kernel, options), options);
  return signs && signs->negative.most == 0;
}

}  // namespace

std::string global_certificate(const Problem& problem, const Vector<Interval<Real>>& point,
                               const std::optional<Vector<Rational>>& exact_point, bool local_minimum,
                               unsigned threads) {
  const Facts& facts = problem.facts();
  if (!facts.every_critical_point_is_global.empty()) return facts.every_critical_point_is_global;
  if (exact_point && facts.infimum && attains_infimum(problem, *exact_point, *facts.infimum))
    return "the value is exactly the infimum: " + facts.infimum_reason;
  if (local_minimum && !facts.every_local_minimum_is_global.empty()) return facts.every_local_minimum_is_global;
  if (threads == 0 || problem.dual_theorem().empty()) return {};
  if (exact_point) {
    const std::optional<bool> decided = exactly_semidefinite(problem, *exact_point);
    if (decided) return *decided ? problem.dual_theorem() : std::string();
  }
  return semidefinite_over_box(problem, point, threads) ? problem.dual_theorem() : std::string();
}

}  // namespace lemmata::theory::problem
