/// \file
/// # A potential that primal-dual gradient descent lowers
/// ## Statement   GPDA on min f(x), A x = b, with grad f L-Lipschitz, sigma <= s_min (the least non-zero eigenvalue of
///                A^T A), rho sigma >= 16 L and beta > rho s_max + L. Put Q = beta I - rho A^T A, s^r = x^r - x^(r-1),
///                c = 4 beta / (rho sigma), kap = 2 L^2 / (rho sigma) + c L / 2, D = (beta - L)/2 - c L - 2 L^2/(rho
///                sigma) and P^r = f(x^r) + <lambda^r, A x^r - b> + rho/2 |A x^r - b|^2 + c/2 (rho |A x^r - b|^2 +
///                <s^r, Q s^r>) + kap |s^r|^2. Then P^(r+1) <= P^r - D |s^(r+1)|^2, P^r >= inf f, and
///                |A x^(r+1) - b|^2 <= 2/(rho^2 sigma) (L^2 |s^r|^2 + |Q (s^(r+1) - s^r)|^2).
/// ## Source      Derived (dossier landscapes, section 5.3) as sufficient conditions for the convergence of Hong,
///                Razaviyayn, Lee (2018), ICML, arXiv:1802.08941; their own constants differ.
/// ## Method      f(x) = sum w_i h(x_i - s_i), h(t) = t^2/2 - 2 log cosh t, so L = max w_i and inf f >= min h sum w_i.
///                h' = t - 2 tanh t is 0 at 0 and at +-t* only, t* = 1.915..; a sign change of h' encloses t*. Ten
///                steps are enclosed.
/// ## Notes       b = A c for some c: it lies in the range of A. Any x^0, lambda^0.

#include "theory/model/consensus.hpp"
#include "theory/statement/altered.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace lemmata::theory::primal_dual {
namespace {

constexpr int steps = 10;
constexpr const char* positive_penalty = "rho > 0 and all w_i > 0";
constexpr const char* gap_bound = "0 < sigma <= s_min";
constexpr const char* large_penalty = "rho sigma >= 16 L";
constexpr const char* short_step = "beta > rho s_max + L";

struct DescentPotential {
  struct Instance {
    std::int64_t nodes = 2;
    std::vector<std::int64_t> edges;
    std::vector<double> weights, shifts;
    std::vector<double> feasible;  ///< c: b = A c
    double gap = 1;                ///< sigma
    double rho = 1;
    double beta = 1;
    std::vector<double> x, lambda;
    static constexpr auto fields() {
      return std::tuple{Field{"nodes", &Instance::nodes},
                        Field{"edges", &Instance::edges},
                        Field{"weights", &Instance::weights},
                        Field{"shifts", &Instance::shifts},
                        Field{"feasible", &Instance::feasible},
                        Field{"gap", &Instance::gap},
                        Field{"rho", &Instance::rho},
                        Field{"beta", &Instance::beta},
                        Field{"x", &Instance::x},
                        Field{"lambda", &Instance::lambda}};
    }
    [[nodiscard]] Consensus problem() const {
      const Matrix<double> a = incidence(static_cast<std::size_t>(nodes), edges);
      std::vector<double> right;  // differences of short dyadic numbers are exact
      for (std::size_t e = 0; e < a.rows(); ++e) {
        right.push_back(feasible[static_cast<std::size_t>(edges[2 * e])] -
                        feasible[static_cast<std::size_t>(edges[2 * e + 1])]);
      }
      return {a, weights, shifts, right, rho, beta};
    }
    [[nodiscard]] double lipschitz() const { return *std::max_element(weights.begin(), weights.end()); }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

using Instance = DescentPotential::Instance;

Statement DescentPotential::statement() {
  Statement s;
  s.title = "A potential that primal-dual gradient descent lowers";
  s.text =
      "GPDA on min f(x), A x = b over a network, grad f L-Lipschitz, rho sigma >= 16 L for some sigma <= s_min(A^T A), "
      "beta > rho s_max + L: the potential P falls by at least D |s|^2 in every step and stays above inf f, so steps "
      "and constraint violation tend to 0.";
  s.source = {"M. Hong, M. Razaviyayn, J. D. Lee",
              2018,
              "Gradient Primal-Dual Algorithm Converges to Second-Order Stationary Solution for Nonconvex Distributed "
              "Optimization over Networks",
              "ICML",
              "convergence theorem, with constants derived in the dossier landscapes, section 5.3",
              "arXiv:1802.08941"};
  s.provenance = Provenance::derived;
  s.dossier = "gpda/descent-potential";
  s.hypotheses = {positive_penalty, gap_bound, large_penalty, short_step};
  const auto claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::exact, Provenance::derived});
  };
  claim("descent", "P^(r+1) <= P^r - D |s^(r+1)|^2 for r = 1..10");
  claim("decrease_is_positive", "D >= beta/4 - 5L/8 > 0");
  claim("bounded_below", "P^r >= inf f");
  claim("small_steps", "min |s^(r+1)|^2 <= (P^1 - inf f) / (D R), R = 10");
  claim("feasibility", "|A x^(r+1) - b|^2 <= 2/(rho^2 sigma) (L^2 |s^r|^2 + |Q (s^(r+1) - s^r)|^2)");
  return s;
}

// Whether sigma is at most the least non-zero eigenvalue of the Laplacian of a connected graph; exact.
bool gap_holds(const Matrix<double>& a, const Rational& sigma) {
  // A^T A + sigma (1 1^T) - sigma I >= 0: on the vector of ones it is sigma (N - 1), elsewhere the Laplacian less
  // sigma.
  RationalMatrix m = laplacian(a);
  for (std::size_t i = 0; i < m.rows(); ++i) {
    for (std::size_t j = 0; j < m.rows(); ++j) m(i, j) += i == j ? Rational(0) : sigma;
  }
  return signature(std::move(m)).negative == 0;
}

Instance DescentPotential::generate(Draw& draw) {
  Instance x;
  const std::size_t n = draw.dimension(2, 5);
  x.nodes = static_cast<std::int64_t>(n);
  x.edges = draw_edges(draw, n, draw.pick(4));
  for (std::size_t i = 0; i < n; ++i) {
    x.weights.push_back(draw.real(0.5, 1, 4));
    x.shifts.push_back(draw.real(-1, 1, 4));
    x.feasible.push_back(draw.real(-1, 1, 4));
    x.x.push_back(draw.real(-2, 2, 6));
  }
  for (std::size_t e = 0; e < x.edges.size() / 2; ++e) x.lambda.push_back(draw.real(-2, 2, 6));
  const Matrix<double> a = incidence(n, x.edges);
  x.gap = 0.0625;
  while (x.gap < 8 && gap_holds(a, exact(x.gap + 0.0625))) x.gap += 0.0625;
  x.rho = std::ceil(16 * x.lipschitz() / x.gap) + draw.real(0, 4, 2);
  x.beta = x.rho * static_cast<double>(x.edges.size()) + x.lipschitz() + draw.real(0.25, 8, 2);
  return x;
}

template <Scalar T>
std::vector<Hypothesis> DescentPotential::hypotheses(const Instance& x) {
  const Consensus p = x.problem();
  bool positive_weights = x.rho > 0;
  for (const double w : x.weights) positive_weights = positive_weights && w > 0;
  const Rational lipschitz = exact(x.lipschitz());
  const RationalMatrix room = sum(scaled(exact(x.beta) - lipschitz, rational_identity(x.weights.size())),
                                  laplacian(p.incidence), Rational(-exact(x.rho)));
  return {{positive_penalty, truth(positive_weights), {}},
          {gap_bound, truth(x.gap > 0 && gap_holds(p.incidence, exact(x.gap))), {}},
          {large_penalty, truth(exact(x.rho) * exact(x.gap) >= 16 * lipschitz), {}},
          {short_step, truth(signature(room).positive == x.weights.size()), {}}};
}

// The constants of the statement; a sabotage scales D, the bound of the feasibility claim or the number of steps.
struct Constants {
  double decrease = 1;
  double feasibility = 1;
  double steps = 1;
};

template <Scalar T>
struct Potential {
  Interval<T> lipschitz, rho, beta, gap, c, kap, decrease;
  explicit Potential(const Instance& x)
      : lipschitz(T(x.lipschitz())),
        rho(T(x.rho)),
        beta(T(x.beta)),
        gap(T(x.gap)),
        c(Interval<T>(4) * beta / (rho * gap)),
        kap(Interval<T>(2) * sqr(lipschitz) / (rho * gap) + c * lipschitz / Interval<T>(2)),
        decrease((beta - lipschitz) / Interval<T>(2) - c * lipschitz - Interval<T>(2) * sqr(lipschitz) / (rho * gap)) {}

  // Q s = beta s - rho A^T A s.
  [[nodiscard]] IntervalVector<T> q(const Consensus& p, const IntervalVector<T>& s) const {
    const IntervalVector<T> curved = transposed_product(p.incidence, product(points<T>(p.incidence), s));
    IntervalVector<T> result;
    for (std::size_t i = 0; i < s.size(); ++i) result.push_back(beta * s[i] - rho * curved[i]);
    return result;
  }

  [[nodiscard]] Interval<T> at(const Consensus& p, const PrimalDual<T>& z, const IntervalVector<T>& s) const {
    const IntervalVector<T> violation = residual(p, z.x);
    const Interval<T> square = square_norm(violation);
    const Interval<T> two(2);
    return consensus_value(p, z.x) + dot(z.lambda, violation) + rho / two * square +
           c / two * (rho * square + dot(s, q(p, s))) + kap * square_norm(s);
  }
};

// D - factor (beta/4 - 5L/8), exactly: it is 0 when rho sigma = 16 L.
Rational decrease_margin(const Instance& x, const Rational& factor) {
  const Rational l = exact(x.lipschitz());
  const Rational beta = exact(x.beta);
  const Rational penalty = exact(x.rho) * exact(x.gap);
  const Rational decrease = (beta - l) / 2 - 4 * beta / penalty * l - 2 * l * l / penalty;
  return decrease - factor * (beta / 4 - 5 * l / 8);
}

// min h, enclosed: the sign change of h' is checked, and h' has no other zero t > 0 (h' is convex there).
template <Scalar T>
Interval<T> least_well() {
  const Interval<Real> left = decimal("1.9150080481545374813530");
  const Interval<Real> right = decimal("1.9150080481545374813531");
  const bool between = certainly(negative(double_well_slope(left))) && certainly(positive(double_well_slope(right)));
  return between ? convert<T>(double_well(hull(left, right))) : Interval<T>::whole();
}

template <Scalar T>
std::vector<Claim> claims(const Instance& x, const Constants& scale) {
  using I = Interval<T>;
  const Consensus p = x.problem();
  const Potential<T> potential(x);
  PrimalDual<T> z{points<T>(x.x), points<T>(x.lambda)};
  PrimalDual<T> next = primal_dual_step(p, z);
  IntervalVector<T> s = sum(next.x, z.x, I(-1));
  I now = potential.at(p, next, s);
  const I first = now;
  I floor;
  for (const double w : x.weights) floor += I(T(w)) * least_well<T>();
  std::optional<I> worst_rise, lowest, least_step, worst_violation;
  const auto keep_max = [](std::optional<I>& kept, const I& value) { kept = kept ? max(*kept, value) : value; };
  const auto keep_min = [](std::optional<I>& kept, const I& value) { kept = kept ? min(*kept, value) : value; };
  keep_min(lowest, now);
  for (int r = 1; r <= steps; ++r) {
    z = next;
    next = primal_dual_step(p, z);
    const IntervalVector<T> step = sum(next.x, z.x, I(-1));
    const I size = square_norm(step);
    const I then = potential.at(p, next, step);
    keep_max(worst_rise, then - now + potential.decrease * I(T(scale.decrease)) * size);
    keep_min(lowest, then);
    keep_min(least_step, size);
    const I allowed = I(2) / (sqr(potential.rho) * potential.gap) *
                      (sqr(potential.lipschitz) * square_norm(s) + square_norm(potential.q(p, sum(step, s, I(-1))))) *
                      I(T(scale.feasibility));
    keep_max(worst_violation, square_norm(residual(p, next.x)) - allowed);
    s = step;
    now = then;
  }
  const auto say = [](const I& set, const char* what) { return enclose(set, Evidence("trajectory", what)); };
  return {at_most("descent", say(*worst_rise, "largest P^(r+1) - P^r + D |s|^2"), number(0.0)),
          at_least("decrease_is_positive", number(decrease_margin(x, exact(scale.decrease))), number(0.0)),
          at_least("bounded_below", say(*lowest, "least P^r"), say(floor, "inf f")),
          at_most("small_steps", say(*least_step, "least |s|^2"),
                  say((first - floor) / (potential.decrease * I(T(steps * scale.steps))), "(P^1 - inf f) / (D R)")),
          at_most("feasibility", say(*worst_violation, "largest |A x - b|^2 - bound"), number(0.0))};
}

template <Scalar T>
std::vector<Claim> DescentPotential::conclude(const Instance& x) {
  return claims<T>(x, {});
}

// Dossier 5.4: the path of three nodes, rho = 16, beta = 50.
Instance path() {
  Instance x;
  x.nodes = 3;
  x.edges = {0, 1, 1, 2};
  x.weights = {1, 1, 1};
  x.shifts = {0, 0, 0};
  x.feasible = {0, 0, 0};
  x.gap = 1;
  x.rho = 16;
  x.beta = 50;
  x.x = {1, 0.5, -0.25};
  x.lambda = {0, 0};
  return x;
}

std::vector<Control<Instance>> DescentPotential::controls() {
  using I = Instance;
  I long_step = path();
  long_step.beta = 20;
  I small_penalty = path();
  small_penalty.rho = 0.125;
  small_penalty.beta = 2;
  I wrong_gap = path();
  wrong_gap.gap = 256;
  wrong_gap.rho = 0.0625;
  wrong_gap.beta = 1.5;
  wrong_gap.x = {3, -3, 3};
  I penalty_below = path();  // D - (beta/4 - 5L/8) has the sign of rho sigma - 16 L
  penalty_below.rho = 15.984375;
  I gap_above = path();  // s_min = 1
  gap_above.gap = 1.0078125;
  I step_at = path();  // s_max = 3
  step_at.beta = 49;
  I step_inside = path();
  step_inside.beta = 49.0078125;
  I rest = path();
  rest.x = {0, 0, 0};
  const auto changed = [](std::string name, Constants c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        on_rung<I>([c]<class T>(const I& x) { return claims<T>(x, c); }));
  };
  return {dropped_hypothesis<I>("long_step", short_step, long_step),
          dropped_hypothesis<I>("small_penalty", large_penalty, small_penalty),
          dropped_hypothesis<I>("penalty_just_below", large_penalty, penalty_below),
          dropped_hypothesis<I>("overstated_gap", gap_bound, wrong_gap),
          edge<DescentPotential>("gap_edge", gap_bound, path(), gap_above),
          edge<DescentPotential>("step_edge", short_step, step_inside, step_at),
          changed("decrease_times_four", {.decrease = 4}), changed("feasibility_divided", {.feasibility = 0x1p-6}),
          changed("twice_as_small_steps", {.steps = 0x1p12}), tight_case<I>("at_rest", rest, "descent", 0.0),
          tight_case<I>("penalty_at_its_edge", path(), "decrease_is_positive", 0.0),
          // tests/golden/landscapes.json
          golden<I>("path_constants", path(), on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                      const Potential<T> q(x);
                      const auto is = [](const char* name, const Interval<T>& set, const char* digits) {
                        return lies_in(name, enclose(set, Evidence("formula", name)), rounded_decimal(digits));
                      };
                      return {is("c", q.c, "12.50000"), is("kap", q.kap, "6.375000"), is("D", q.decrease, "11.87500"),
                              is("f*", Interval<T>(3) * least_well<T>(), "-1.95914332456")};
                    })),
          // The sides of the claims on this run, computed apart in double precision.
          golden<I>("path_claims", path(), on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                      const std::vector<Claim> all = claims<T>(x, {});
                      return {lies_in("rise", all[0].lhs, rounded_decimal("-0.46153368710")),
                              lies_in("least potential", all[2].lhs, rounded_decimal("1.2797169882")),
                              lies_in("bound of steps", all[3].rhs, rounded_decimal("0.54244715633")),
                              lies_in("violation", all[4].lhs, rounded_decimal("-0.00013847584"))};
                    })),
          golden<I>("path_run", path(), on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                      PrimalDual<T> z{points<T>(x.x), points<T>(x.lambda)};
                      std::vector<Claim> found;
                      const auto is = [&](const char* name, std::size_t i, const char* digits) {
                        found.push_back(
                            lies_in(name, enclose(z.x[i], Evidence("trajectory", name)), rounded_decimal(digits)));
                      };
                      for (int t = 1; t <= 200; ++t) {
                        z = primal_dual_step(x.problem(), z);
                        if (t == 1) is("x_1", 1, "0.42848468629040039034");
                        if (t == 10) is("x_10", 0, "0.58450793067977646466");
                        if (t == 10) is("x_10, third", 2, "0.39343969644949300250");
                        if (t == 100) is("x_100", 1, "1.3626038770802657127");
                        if (t == 200) is("x_200", 0, "1.7996289982524242541");
                      }
                      found.push_back(lies_in("lambda_200", enclose(z.lambda[0], Evidence("trajectory", "lambda_200")),
                                              rounded_decimal("7.1415522095716793970e-17")));
                      return found;
                    }))};
}

}  // namespace

Theorem descent_potential() { return Theorem(DescentPotential{}); }

}  // namespace lemmata::theory::primal_dual
