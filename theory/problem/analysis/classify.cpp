#include "theory/problem/analysis/classify.hpp"

#include "theory/problem/analysis/enclosed_point.hpp"
#include "theory/problem/analysis/existence.hpp"
#include "theory/problem/analysis/finder.hpp"
#include "theory/problem/analysis/global_certificate.hpp"
#include "theory/problem/analysis/spectrum_of.hpp"
#include "theory/problem/analysis/stationarity.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory::problem {
namespace {

Vector<double> nearest_doubles(const Vector<Rational>& x) {
  Vector<double> y;
  for (const Rational& entry : x) y.push_back(nearest(entry));
  return y;
}
Vector<Rational> exactly(const Vector<double>& x) {
  Vector<Rational> y;
  for (const double entry : x) y.push_back(exact(entry));
  return y;
}

/// A direction of the kernel along which the third derivative is certainly not zero: the point is no local minimum.
bool descends_at_third_order(const Problem& problem, const Vector<Rational>& x, const Matrix<Rational>& hessian) {
  const std::vector<Vector<Rational>> kernel = null_space(hessian);
  const auto certain = [&](const Vector<Rational>& z) {
    const ExactRational third =
        problem.along(Vector<ExactRational>(x.begin(), x.end()), Vector<ExactRational>(z.begin(), z.end()))[3];
    if (third.is_known()) return third.value() != 0;
    const Interval<DoubleDouble> enclosure_of_it =
        problem.along(enclosed<DoubleDouble>(x), enclosed<DoubleDouble>(z))[3];
    return zero(enclosure_of_it) == Truth::no;
  };
  for (std::size_t a = 0; a < kernel.size(); ++a) {
    if (certain(kernel[a])) return true;
    for (std::size_t b = 0; b < a; ++b) {
      Vector<Rational> sum = kernel[a];
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += kernel[b][i];
      if (certain(sum)) return true;
    }
  }
  return false;
}

/// Everything about a point that is proved critical. `exact_point`: the point itself, where it is one; `nullity`:
/// proved zeros of the Hessian, those of the symmetries included.
void judge(const Problem& problem, Finding& f, const std::optional<Vector<Rational>>& exact_point, std::size_t nullity,
           const ExamineOptions& options) {
  std::optional<Matrix<Rational>> rational;
  std::optional<Signature> signs;
  if (exact_point) {
    f.symmetry_nullity = exact_symmetry_rank(problem, *exact_point);
    rational = rational_hessian(problem, *exact_point);
    if (rational) signs = signature(*rational);
  }
  Expected<SymmetricBox> box = hessian_box(problem, f.point);
  if (!box) {
    f.reason = box.error().message;
    return;
  }
  f.hessian = std::move(box).value();
  enclose_spectrum(f, std::max(nullity, f.symmetry_nullity), signs, options.threads);
  const bool negative = f.inertia && f.inertia->negative.least > 0;
  if (f.least && !f.least->x.empty()) {
    f.curvature = rayleigh_quotient(*f.hessian, f.least->x);
    if (f.curvature.sup() < 0) f.direction = f.least->x;
  }
  if (negative || !f.direction.empty()) {
    f.kind = PointClass::strict_saddle;
    f.reason = "the Hessian has a negative eigenvalue over the whole box";
    return;
  }
  const bool semidefinite = f.inertia && f.inertia->negative.most == 0;
  const bool minimum = semidefinite && f.inertia->zero.most <= f.symmetry_nullity;
  if (const std::string certificate = global_certificate(problem, f.point, exact_point, minimum, options.threads);
      !certificate.empty()) {
    f.kind = PointClass::global_minimum;
    f.reason = certificate;
    return;
  }
  if (minimum) {
    f.kind = PointClass::local_minimum;
    f.reason = f.symmetry_nullity == 0
                   ? "the Hessian is positive definite"
                   : "the Hessian is positive definite on the complement of the symmetry directions, its kernel";
    return;
  }
  if (semidefinite && rational && descends_at_third_order(problem, *exact_point, *rational)) {
    f.kind = PointClass::degenerate;
    f.reason =
        "the Hessian is positive semidefinite and a third derivative along its kernel is not zero: neither a minimum "
        "nor a strict saddle";
    return;
  }
  if (semidefinite) {
    f.kind = PointClass::second_order_stationary;
    f.reason = "the Hessian is positive semidefinite; its kernel is not explained by the symmetry directions";
    return;
  }
  f.reason =
      f.inertia && !f.inertia->reason.empty() ? f.inertia->reason : "the signs of the eigenvalues could not be told";
}

/// The Hessian at an exact point that is not critical, or not known to be: its spectrum all the same.
void enclose_hessian(const Problem& problem, Finding& f, const Vector<Rational>& x, const ExamineOptions& options) {
  if (x.size() > options.most_dense) return;
  const Expected<SymmetricBox> box = hessian_box(problem, f.point);
  if (!box) return;
  f.hessian = *box;
  std::optional<Signature> signs;
  if (const std::optional<Matrix<Rational>> rational = rational_hessian(problem, x)) signs = signature(*rational);
  enclose_spectrum(f, 0, signs, options.threads);
}

/// Beyond a dense Hessian: one direction and its quadratic form.
void judge_large(const Problem& problem, Finding& f, const Vector<Rational>& x) {
  constexpr std::size_t steps = 20;
  const Vector<double> point = nearest_doubles(x);
  const Vector<double> v = lanczos_direction(problem, point, steps);
  Vector<Interval<double>> direction;
  Interval<double> square(0);
  for (const double entry : v) {
    direction.emplace_back(entry);
    square += sqr(direction.back());
  }
  const std::array<Interval<double>, 4> line = problem.along(enclosed<double>(x), direction);
  f.value = convert<Real>(line[0]);
  f.curvature = convert<Real>(line[2] / square);
  if (f.curvature.sup() < 0) {
    f.kind = PointClass::strict_saddle;
    f.direction = v;
    f.reason = "v'Hv is certainly negative for the direction v";
    return;
  }
  const std::string certificate = global_certificate(problem, f.point, x, false, 0);
  if (!certificate.empty()) {
    f.kind = PointClass::global_minimum;
    f.reason = certificate;
    return;
  }
  f.reason = "no direction of negative curvature was found, and " + std::to_string(x.size()) +
             " unknowns are too many for a definiteness proof";
}

/// The point the problem knows, when x itself is certainly that point.
std::optional<KnownCriticalPoint> known_at(const Problem& problem, const Vector<Rational>& x) {
  std::optional<KnownCriticalPoint> known = problem.known_critical_point(x);
  if (!known) return known;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!known->point[i].is_point() || known->point[i] != enclosure(x[i]) || !enclosure(x[i]).is_point())
      return std::nullopt;
  return known;
}

Finding judge_known(const Problem& problem, KnownCriticalPoint known, const ExamineOptions& options) {
  Finding f;
  f.point = std::move(known.point);
  f.value = convert<Real>(problem.value(converted<Mp<50>>(f.point)));
  f.criticality = known.theorem;
  f.gradient_norm = Interval<Real>(0);
  Vector<Interval<Real>> half;
  for (const Interval<Real>& entry : f.point) half.emplace_back(entry.rad());
  f.radius = Interval<Real>(Real(0), norm(half).sup());
  f.symmetry_nullity = known.symmetry_nullity;
  if (known.hessian.empty()) {
    judge(problem, f, std::nullopt, known.nullity, options);
    return f;
  }
  const Expected<SymmetricBox> box = box_of(known.hessian);
  if (box) {
    f.hessian = *box;
    enclose_spectrum(f, known.nullity, std::nullopt, options.threads);
  }
  f.reason = known.theorem;
  if (known.verdict)
    f.kind = *known.verdict == KnownClass::local_minimum    ? PointClass::local_minimum
             : *known.verdict == KnownClass::global_minimum ? PointClass::global_minimum
                                                            : PointClass::degenerate;
  return f;
}

Finding judge_exact(const Problem& problem, const Vector<Rational>& x, const Stationarity& s,
                    const ExamineOptions& options) {
  Finding f;
  if (x.size() <= options.most_dense) f.point = enclosed<Real>(x);
  f.gradient_norm = s.gradient_norm;
  f.criticality = "the gradient is exactly zero, in " + s.arithmetic + " arithmetic";
  if (x.size() > options.most_dense) {
    judge_large(problem, f, x);
  } else {
    f.value = convert<Real>(problem.value(enclosed<Mp<50>>(x)));
    judge(problem, f, x, 0, options);
  }
  return f;
}

/// x rounded to multiples of 2^-10, when that is close.
std::optional<Vector<Rational>> simple_point_near(const Vector<double>& x) {
  Vector<Rational> result;
  for (const double entry : x) {
    const double simple = std::ldexp(std::nearbyint(std::ldexp(entry, 10)), -10);
    if (!(std::fabs(simple - entry) <= 1e-6 * (1 + std::fabs(entry)))) return std::nullopt;
    result.push_back(exact(simple));
  }
  return result;
}

}  // namespace

std::string_view name(PointClass kind) {
  switch (kind) {
    case PointClass::strict_saddle:
      return "strict_saddle";
    case PointClass::local_minimum:
      return "local_minimum";
    case PointClass::global_minimum:
      return "global_minimum";
    case PointClass::second_order_stationary:
      return "second_order_stationary";
    case PointClass::degenerate:
      return "degenerate";
    case PointClass::not_critical:
      return "not_critical";
    case PointClass::undecided:
      break;
  }
  return "undecided";
}

Finding examine(const Problem& problem, const Vector<Rational>& x, const ExamineOptions& options) {
  const Stationarity s = stationarity(problem, x);
  if (s.critical == Truth::yes) return judge_exact(problem, x, s, options);
  if (std::optional<KnownCriticalPoint> known = known_at(problem, x))
    return judge_known(problem, std::move(*known), options);
  Finding f;
  if (x.size() <= options.most_dense) f.point = enclosed<Real>(x);
  f.gradient_norm = s.gradient_norm;
  f.value = convert<Real>(problem.value(enclosed<double>(x)));
  enclose_hessian(problem, f, x, options);
  if (s.critical == Truth::no) {
    f.kind = PointClass::not_critical;
    f.reason = "a component of the gradient is certainly not zero";
    f.criticality = "decided in " + s.arithmetic + " arithmetic";
    return f;
  }
  f.reason =
      "the gradient at exactly this point could neither be proved zero nor non-zero; --refine asks for the critical "
      "point nearby";
  return f;
}

Finding examine_nearby(const Problem& problem, const Vector<Rational>& x, const ExamineOptions& options) {
  const Stationarity here = stationarity(problem, x);
  if (here.critical == Truth::yes) return judge_exact(problem, x, here, options);
  if (std::optional<KnownCriticalPoint> known = problem.known_critical_point(x))
    return judge_known(problem, std::move(*known), options);
  Finding undecided;
  if (x.size() <= options.most_dense) undecided.point = enclosed<Real>(x);
  undecided.gradient_norm = here.gradient_norm;
  undecided.value = convert<Real>(problem.value(enclosed<double>(x)));
  if (x.size() > options.most_dense) {
    undecided.reason = std::to_string(x.size()) + " unknowns are too many for the proof that a critical point exists";
    return undecided;
  }
  const Vector<double> guess = newton(problem, nearest_doubles(x));
  if (const std::optional<Vector<Rational>> simple = simple_point_near(guess)) {
    const Stationarity there = stationarity(problem, *simple);
    if (there.critical == Truth::yes) return judge_exact(problem, *simple, there, options);
  }
  if (std::optional<KnownCriticalPoint> known = problem.known_critical_point(exactly(guess)))
    return judge_known(problem, std::move(*known), options);
  const Expected<ProvedPoint> proved = prove_critical_point(problem, guess, options.threads);
  if (!proved) {
    undecided.reason = proved.error().message;
    return undecided;
  }
  Finding f;
  f.point = proved->point;
  f.radius = proved->radius;
  f.symmetry_nullity = proved->symmetry_nullity;
  f.criticality = "a true critical point lies in the box, by the theorem of Newton and Kantorovich";
  f.gradient_norm = Interval<Real>(0);
  f.value = convert<Real>(problem.value(converted<Mp<50>>(f.point)));
  judge(problem, f, std::nullopt, f.symmetry_nullity, options);
  return f;
}

}  // namespace lemmata::theory::problem
