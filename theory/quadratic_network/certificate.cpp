/// \file
/// # The dual certificate of a quadratic network
/// ## Statement   L(W) = 1/n sum_i l(x_i^T W^T W x_i, y_i) + lambda/2 |W|_F^2 + <C, W^T W> with l(., y) convex and
///                differentiable; Lambda(W) = 2/n sum l'_i x_i x_i^T + lambda I + 2 C. Then for all W, W'
///                L(W') - L(W) >= <Lambda(W), W'^T W'> / 2 - <Lambda(W), W^T W> / 2, so grad L(W) = W Lambda = 0 and
///                Lambda(W) >= 0 make W a global minimum. If only Lambda(W) >= -eps I, then
///                L(W) - L(W') <= |<W Lambda, W>| / 2 + eps/2 |W'|_F^2.
/// ## Source      Derived (dossier landscapes, section 3.1); the argument behind Du, Lee (2018), ICML,
///                arXiv:1803.01206.
/// ## Method      L is convex in the Gram matrix W^T W. Squared loss: everything is rational; gradient and Hessian of
///                the closed form are compared with automatic differentiation exactly. Logistic loss: enclosed.

#include "numerics/scalar/elementary.hpp"
#include "theory/model/interval_vector.hpp"
#include "theory/problem/analysis/quadratic_critical.hpp"
#include "theory/statement/theorem.hpp"

namespace lemmata::theory::quadratic_network {
namespace {

constexpr const char* convex = "l is convex";
constexpr const char* critical = "grad L(W) = 0";
constexpr const char* semidefinite = "Lambda(W) is positive semidefinite";

struct Certificate {
  using Instance = QuadraticNetwork;
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

using Instance = QuadraticNetwork;

Statement Certificate::statement() {
  Statement s;
  s.title = "The dual certificate of a quadratic network";
  s.text =
      "Quadratic activation, convex loss. If grad L(W) = W Lambda = 0 and Lambda = 2/n sum l'_i x_i x_i^T + lambda I + "
      "2C is positive semidefinite, W is a global minimum, whatever the width; with Lambda >= -eps I it is one up to "
      "|<W Lambda, W>| / 2 + eps |W'|^2 / 2.";
  s.source = {"Theory dossier of this library",          2025,
              "Landscapes, strict saddles, escape",      "",
              "section 3.1, after Du, Lee (2018), ICML", "arXiv:1803.01206"};
  s.provenance = Provenance::derived;
  s.dossier = "quad/certificate";
  s.hypotheses = {convex, critical, semidefinite};
  const auto claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::exact, Provenance::derived});
  };
  claim("global", "L(V) >= L(W) for every V");
  claim("gradient", "grad L(V) = V Lambda(V)");
  claim("hessian", "q(U) = 1/n sum l'' (2 <V x_i, U x_i>)^2 + <U, U Lambda(V)>");
  claim("convexity", "L(U) - L(V) >= <Lambda(V), U^T U> / 2 - <Lambda(V), V^T V> / 2");
  claim("approximate", "L(V) - L(U) <= |<V Lambda(V), V>| / 2 + eps |U|^2 / 2, eps >= -lambda_min(Lambda(V))");
  claim("logistic_convexity", "the convexity inequality for the logistic loss and labels sign(y_i)");
  return s;
}

Instance Certificate::generate(Draw& draw) {
  CriticalShape s;
  s.dimension = draw.dimension(1, 4);
  s.width = draw.dimension(1, 3);
  s.samples = std::size_t{1} << draw.pick(3);
  s.rank = draw.pick(std::min({s.dimension, s.width, s.samples}) + 1);
  return draw_critical(draw, s);
}

template <Scalar T>
std::vector<Hypothesis> Certificate::hypotheses(const Instance& p) {
  const RationalMatrix w = rational(p.weights);
  const Vector<Rational> g = p.objective().gradient(flattened(w));
  return {{convex, truth(p.loss == 0), {}},
          {critical, truth(dot(g, g) == 0), {}},
          {semidefinite, truth(signature(certificate_matrix(p, w)).negative == 0), {}}};
}

// The larger of 0 and -lambda_min by Gershgorin's circles, from above.
Rational deficiency(const RationalMatrix& a) {
  Rational most = 0;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    Rational row = -a(i, i);
    for (std::size_t j = 0; j < a.rows(); ++j) {
      if (i != j) row += a(i, j) < 0 ? Rational(-a(i, j)) : a(i, j);
    }
    most = std::max(most, row);
  }
  return most;
}

// L(u) - L(v) - <Lambda(v), u^T u - factor v^T v> / 2 for the logistic loss: never negative at factor = 1.
template <Scalar T>
Interval<T> logistic_gap(const QuadraticNetwork& p, const Matrix<double>& u, const Matrix<double>& v, double factor) {
  using I = Interval<T>;
  const I n(p.samples());
  I gap;
  const RationalMatrix exact_u = rational(u);
  const RationalMatrix exact_v = rational(v);
  for (std::size_t t = 0; t < p.samples(); ++t) {
    const Vector<Rational> input = rational(p.inputs.row(t));
    const Vector<Rational> hidden_u = product(exact_u, input);
    const Vector<Rational> hidden_v = product(exact_v, input);
    if (dot(hidden_u, hidden_u) == dot(hidden_v, hidden_v)) continue;  // contributes 0, exactly
    const auto output = [&](const Matrix<double>& w) {
      return square_norm(product(points<T>(w), points<T>(p.inputs.row(t))));
    };
    const I y(p.labels[t] < 0 ? -1 : 1);
    const I fu = output(u);
    const I fv = output(v);
    // l(f) = log(1 + exp(-y f)), l'(f) = -y / (1 + exp(y f)); decay and C are linear in W^T W and cancel.
    const I slope = -y / (I(1) + exp(y * fv));
    gap += (log1p(exp(-(y * fu))) - log1p(exp(-(y * fv))) - I(T(factor)) * slope * (fu - fv)) / n;
  }
  return gap;
}

struct Constants {
  double half = 1;      ///< times both halves of the convexity inequality
  double hessian = 2;   ///< in (2 <V x, U x>)^2
  double epsilon = 1;   ///< times eps
  double logistic = 1;  ///< times Lambda
};

template <Scalar T>
std::vector<Claim> claims(const Instance& p, const Constants& c) {
  const ExactProblem f = p.objective();
  const RationalMatrix w = rational(p.weights);
  const RationalMatrix v = rational(p.other);
  const RationalMatrix u = sum(v, w, Rational(-1, 2));
  const Rational at_v = f.value(flattened(v));
  const Rational at_u = f.value(flattened(u));
  const RationalMatrix lambda = certificate_matrix(p, v);
  const Vector<Rational> difference = sum(f.gradient(flattened(v)), flattened(product(v, lambda)), Rational(-1));
  const Rational of_v = inner(v, product(v, lambda));
  const Rational of_u = inner(u, product(u, lambda));
  const Rational form = quadratic_form(f.hessian(flattened(v)), flattened(u));
  const Rational stated = (exact(c.hessian) * exact(c.hessian) / 4) * (curvature(p, v, u) - of_u) + of_u;
  const Rational slack =
      (of_v < 0 ? Rational(-of_v) : of_v) / 2 + exact(c.epsilon) * deficiency(lambda) / 2 * inner(u, u) - (at_v - at_u);
  return {at_least("global", number(Rational(at_v - f.value(flattened(w)))), number(0.0)),
          equals("gradient", number(dot(difference, difference)), number(0.0)),
          equals("hessian", number(Rational(form - stated)), number(0.0)),
          at_least("convexity", number(Rational(at_u - at_v - exact(c.half) * (of_u - of_v) / 2)), number(0.0)),
          at_least("approximate", number(slack), number(0.0)),
          at_least("logistic_convexity",
                   enclose(logistic_gap<T>(p, p.weights, p.other, c.logistic), Evidence("evaluation", "gap")),
                   number(0.0))};
}

template <Scalar T>
std::vector<Claim> Certificate::conclude(const Instance& x) {
  return claims<T>(x, {});
}

std::vector<Control<Instance>> Certificate::controls() {
  using I = Instance;
  const auto scalar = [](double input, double label, double w, double v, std::int64_t loss) {
    const auto one = [](double t) { return Matrix<double>(1, 1, {t}); };
    return I{one(input), one(w), one(v), one(0), {label}, 0, loss};
  };
  const auto changed = [](std::string name, Constants c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        on_rung<I>([c]<class T>(const I& x) { return claims<T>(x, c); }));
  };
  return {// Dossier QN3: l'(f) = (f-1)(f-2)(f-4); w = 1 has Lambda = 0, w = 2 is lower.
          dropped_hypothesis<I>("loss_not_convex", convex, scalar(1, 0, 1, 2, 1)),
          // W = 0 is critical and Lambda = -2: going anywhere lowers L.
          dropped_hypothesis<I>("indefinite_lambda", semidefinite, scalar(1, 1, 0, 1, 0)),
          dropped_hypothesis<I>("not_critical", critical, scalar(1, 1, 2, 1, 0)),
          changed("convexity_doubled", {.half = 2}), changed("convexity_turned", {.half = -1}),
          changed("hessian_factor", {.hessian = 4}), changed("epsilon_dropped", {.epsilon = -1}),
          changed("logistic_doubled", {.logistic = 2}), changed("logistic_turned", {.logistic = -1}),
          // From v = 0 to u = -1/2 the bound is y u^2 = 1/4 and misses the truth by u^4/2 = 1/32.
          tight_case<I>("from_the_origin", scalar(1, 1, 1, 0, 0), "approximate", 0.03125),
          tight_case<I>("same_point", scalar(1, 1, 1, 1, 0), "global", 0.0),
          // QN3 values of the non-convex loss: l(1) = -37/12, l(4) = -16/3 (dossier 3.6).
          golden<I>("quartic_values", scalar(1, 1, 1, 1, 0), [scalar](const I&, Precision) -> std::vector<Claim> {
            const ExactProblem f = scalar(1, 0, 1, 2, 1).objective();
            return {equals("l(1)", number(Rational(12 * f.value({Rational(1)}))), number(-37.0)),
                    equals("l(4)", number(Rational(3 * f.value({Rational(2)}))), number(-16.0)),
                    equals("L''(1)", number(f.hessian({Rational(1)})(0, 0)), number(12.0))};
          })};
}

}  // namespace

Theorem certificate() { return Theorem(Certificate{}); }

}  // namespace lemmata::theory::quadratic_network
