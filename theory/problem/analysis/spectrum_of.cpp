#include "theory/problem/analysis/spectrum_of.hpp"

#include "numerics/linalg/spectrum.hpp"
#include "theory/problem/analysis/enclosed_point.hpp"

#include <algorithm>

namespace lemmata::theory::problem {
namespace {

constexpr std::size_t most_rational = 64;        // order up to which exact elimination is worth its cost
constexpr std::size_t most_generators = 300;     // more symmetry directions are not counted
constexpr std::size_t most_double_double = 400;  // order up to which entries are enclosed in double-double

}  // namespace

std::optional<Matrix<Rational>> rational_hessian(const Problem& problem, const Vector<Rational>& x) {
  const std::size_t n = x.size();
  if (n > most_rational) return std::nullopt;
  const Matrix<ExactRational> h = problem.hessian(Vector<ExactRational>(x.begin(), x.end()));
  Matrix<Rational> result(n, n);
  for (std::size_t i = 0; i < n * n; ++i) {
    if (!h.data()[i].is_known()) return std::nullopt;
    result.data()[i] = h.data()[i].value();
  }
  return result;
}

Expected<SymmetricBox> hessian_box(const Problem& problem, const Vector<Interval<Real>>& point) {
  if (point.size() <= most_double_double) return box_of(problem.hessian(converted<DoubleDouble>(point)));
  return box_of(problem.hessian(converted<double>(point)));
}

void enclose_spectrum(Finding& finding, std::size_t known_nullity, const std::optional<Signature>& signs,
                      unsigned threads) {
  const SymmetricBox& box = *finding.hessian;
  const std::size_t n = box.order();
  EigenvalueOptions options;
  options.threads = threads;
  if (signs) {
    Inertia exact_signs;
    exact_signs.negative = {signs->negative, signs->negative};
    exact_signs.zero = {signs->zero, signs->zero};
    exact_signs.positive = {signs->positive, signs->positive};
    exact_signs.exact_null_vectors = signs->zero;
    finding.inertia = exact_signs;
  } else if (const Expected<Inertia> counted = inertia(box, known_nullity, options)) {
    finding.inertia = *counted;
  }
  if (const Expected<std::vector<Interval<Real>>> all = all_eigenvalues(box, options)) finding.eigenvalues = *all;
  if (const Expected<ExtremeEigenvalue> least = min_eigenvalue(box, options)) finding.least = *least;
  if (const Expected<ExtremeEigenvalue> largest = max_eigenvalue(box, options)) finding.largest = *largest;
  if (finding.eigenvalues.empty()) return;
  if (finding.least) finding.eigenvalues.front() = intersect(finding.eigenvalues.front(), finding.least->value);
  if (finding.largest) finding.eigenvalues.back() = intersect(finding.eigenvalues.back(), finding.largest->value);
  if (!finding.inertia) return;
  // Sorted, at most `positive.most` from the end are positive and at most `negative.most` from the front negative.
  const Inertia& signs_found = *finding.inertia;
  const Interval<Real> below(-infinity<Real>(), Real(0)), above(Real(0), infinity<Real>());
  for (std::size_t j = 0; j < n; ++j) {
    Interval<Real>& value = finding.eigenvalues[j];
    if (j + signs_found.positive.most < n) value = intersect(value, below);
    if (j >= signs_found.negative.most) value = intersect(value, above);
  }
}

Interval<Real> rayleigh_quotient(const SymmetricBox& a, const Vector<double>& v) {
  using D = Interval<DoubleDouble>;
  const std::size_t n = a.order();
  D form(0.0), square(0.0);
  for (std::size_t i = 0; i < n; ++i) {
    const D vi{DoubleDouble(v[i])};
    square += sqr(vi);
    if (v[i] == 0) continue;
    D row(0.0);
    for (std::size_t j = 0; j < n; ++j) {
      if (v[j] == 0) continue;
      D entry{DoubleDouble(a.mid()(i, j))};
      if (!a.lo().empty()) entry += D{DoubleDouble(a.lo()(i, j))};
      if (!a.rad().empty()) entry += D(DoubleDouble(-a.rad()(i, j)), DoubleDouble(a.rad()(i, j)));
      row += entry * D{DoubleDouble(v[j])};
    }
    form += vi * row;
  }
  return convert<Real>(form / square);
}

std::size_t exact_symmetry_rank(const Problem& problem, const Vector<Rational>& x) {
  const std::vector<Generator>& generators = problem.generators();
  const std::size_t m = generators.size();
  if (m == 0 || m > most_generators) return 0;
  std::vector<Vector<Rational>> fields;
  for (const Generator& g : generators) {
    Vector<Rational> y(x.size(), Rational(0));
    for (const Generator::Entry& e : g.entries) y[e.row] += exact(e.value) * x[e.column];
    fields.push_back(std::move(y));
  }
  Matrix<Rational> gram(m, m);
  for (std::size_t a = 0; a < m; ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      Rational sum = 0;
      for (std::size_t i = 0; i < x.size(); ++i)
        if (fields[a][i] != 0 && fields[b][i] != 0) sum += fields[a][i] * fields[b][i];
      gram(a, b) = gram(b, a) = sum;
    }
  return signature(std::move(gram)).positive;
}

}  // namespace lemmata::theory::problem
