#include "theory/problem/analysis/existence.hpp"

#include "numerics/linalg/inertia.hpp"
#include "numerics/linalg/spectrum.hpp"
#include "theory/problem/analysis/bordered.hpp"
#include "theory/problem/analysis/enclosed_point.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

namespace lemmata::theory::problem {
namespace {

using N = Mp<50>;
using I = Interval<double>;

Failure not_proved(const std::string& why) { return {FailureKind::not_certified, why}; }

std::string text(const Real& x) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3g", round_up<double>(x));
  return buffer;
}

Vector<Interval<N>> ball(const Vector<N>& x, const N& r) {
  Vector<Interval<N>> box;
  for (const N& entry : x) box.push_back(Interval<N>(entry) + Interval<N>(-r, r));
  return box;
}

/// An upper bound of ||F'(z) - C||_2 over the ball, by the Frobenius norm.
double deviation(const Problem& problem, const Vector<I>& box, const I& multiplier, const Bordered& centre) {
  const std::size_t n = box.size(), m = centre.generators.size();
  Matrix<I> h = problem.hessian(box);
  I sum(0);
  for (std::size_t k = 0; k < m; ++k) {
    const Generator& g = problem.generators()[centre.generators[k]];
    for (const Generator::Entry& e : g.entries) h(e.row, e.column) += multiplier * I(e.value);
    const Vector<I> field = g(box);
    for (std::size_t i = 0; i < n; ++i) sum += sqr(field[i] - I(centre.matrix(i, n + k)));
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      if (!h(i, j).is_bounded()) return infinity<double>();
      sum += sqr(h(i, j) - I(centre.matrix(i, j)));
    }
  return sqrt(sum).sup();
}

/// The fields are independent at every point of the box.
bool independent(const Problem& problem, const Vector<I>& box, const std::vector<std::size_t>& generators) {
  const std::size_t m = generators.size();
  if (m == 0) return true;
  std::vector<Vector<I>> fields;
  for (const std::size_t g : generators) fields.push_back(problem.generators()[g](box));
  Matrix<I> gram(m, m);
  for (std::size_t a = 0; a < m; ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      I sum(0);
      for (std::size_t i = 0; i < box.size(); ++i) sum += a == b ? sqr(fields[a][i]) : fields[a][i] * fields[b][i];
      gram(a, b) = gram(b, a) = sum;
    }
  const Expected<SymmetricBox> enclosed_gram = box_of(gram);
  if (!enclosed_gram) return false;
  const Expected<ExtremeEigenvalue> least = min_eigenvalue(*enclosed_gram);
  return least && certainly(least->is_positive());
}

Expected<ProvedPoint> prove(const Problem& problem, const Vector<N>& x, std::optional<N> given_radius,
                            const Bordered& centre, unsigned threads) {
  if (centre.matrix.empty()) return not_proved("the Hessian is not finite near the point");
  const Expected<SymmetricBox> c = SymmetricBox::make(centre.matrix);
  if (!c) return c.error();
  EigenvalueOptions options;
  options.threads = threads;
  const Expected<std::vector<Interval<Real>>> eigenvalues =
      detail::eigenvalues_from(*c, centre.pairs.vectors, centre.pairs.values, threads, {});
  if (!eigenvalues) return eigenvalues.error();
  Real least = eigenvalues->front().mig();
  for (const Interval<Real>& e : *eigenvalues) least = std::min(least, Real(e.mig()));
  if (!(least > 0))
    return not_proved(
        "the Hessian, bordered by the symmetry directions, is not provably non-singular: no isolated critical point "
        "can be proved here, up to symmetry");
  const Interval<Real> beta = Interval<Real>(1) / Interval<Real>(least);

  Vector<Interval<N>> at;
  for (const N& entry : x) at.emplace_back(entry);
  const Interval<Real> error = convert<Real>(norm(problem.gradient(at)));
  if (!error.is_bounded()) return not_proved("the gradient has no enclosure at the point");
  const Real first = (beta * error).sup();
  const N radius = given_radius ? *given_radius : round_up<N>(Real(first * 4));
  const Vector<Interval<N>> box = ball(x, radius);
  const I multiplier = convert<double>(Interval<N>(-radius, radius));
  const double delta = deviation(problem, converted<double>(box), multiplier, centre);
  if (!(delta < infinity<double>()))
    return not_proved("the Hessian has no enclosure on the ball of radius " + text(Real(radius)));
  const Interval<Real> q = beta * Interval<Real>(Real(delta));
  if (!(q.sup() < 1))
    return not_proved("Newton-Kantorovich: ||C^-1|| times the spread of the Hessian is " + text(q.sup()) +
                      ", not below 1, on the ball of radius " + text(Real(radius)));
  const Real reached = (Interval<Real>(first) / (Interval<Real>(1) - q)).sup();
  if (!(reached <= Real(radius)))
    return not_proved("Newton-Kantorovich: the contraction needs radius " + text(reached) + ", the ball has " +
                      text(Real(radius)));
  const N proved_radius = std::min(round_up<N>(reached), radius);
  const Vector<Interval<N>> tight = ball(x, proved_radius);
  if (!independent(problem, converted<double>(tight), centre.generators))
    return not_proved("the symmetry directions are not provably independent over the box");
  return ProvedPoint{converted<Real>(tight), Interval<Real>(Real(0), Real(proved_radius)), centre.generators.size()};
}

Vector<double> rounded(const Vector<N>& x) {
  Vector<double> y;
  for (const N& entry : x) y.push_back(static_cast<double>(entry));
  return y;
}

}  // namespace

Expected<ProvedPoint> prove_critical_point(const Problem& problem, const Vector<double>& guess, unsigned threads) {
  const Bordered centre = bordered_hessian(problem, guess);
  if (centre.matrix.empty()) return not_proved("the Hessian is not finite near the point");
  Vector<N> x(guess.begin(), guess.end());
  Vector<N> best = x;
  N least = infinity<N>();
  constexpr int most_steps = 12;  // each gains about the digits of a double; none is part of the proof
  for (int k = 0; k < most_steps; ++k) {
    Vector<Interval<N>> at;
    for (const N& entry : x) at.emplace_back(entry);
    const Vector<Interval<N>> g = problem.gradient(at);
    const N size = norm(g).sup();
    if (!(size < least)) break;
    const bool slow = least < infinity<N>() && size > least / 4;
    best = x;
    least = size;
    if (slow || size == 0) break;
    Vector<double> rounded_g;
    for (const Interval<N>& entry : g) rounded_g.push_back(static_cast<double>(entry.mid()));
    const Vector<double> step = centre.newton_step(rounded_g);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = x[i] + N(step[i]);
  }
  return prove(problem, best, std::nullopt, centre, threads);
}

Expected<ProvedPoint> prove_on_ball(const Problem& problem, const Vector<Mp<50>>& x, const Mp<50>& r,
                                    const std::vector<std::size_t>& generators, unsigned threads) {
  return prove(problem, x, r, bordered_hessian(problem, rounded(x), generators), threads);
}

}  // namespace lemmata::theory::problem
