/// \file
/// # Primal-dual gradient descent avoids strict saddles almost surely
/// ## Statement   GPDA with f in C^2, grad f L-Lipschitz, beta > L + rho s_max, (x^0, lambda^0) with a density. Then
///                Pr((x^k, lambda^k) converges to a strict saddle of min f(x), A x = b) = 0, so limits are second-order
///                stationary. The two facts that give it are checked: det DG > 0 everywhere, and at a strict saddle DG
///                has a real eigenvalue above 1.
/// ## Source      Hong, Razaviyayn, Lee (2018), ICML, arXiv:1802.08941, main theorem as the abstract states it; penalty
///                and step conditions are ours, derived (dossier landscapes, section 5.2).
/// ## Method      f(x) = sum w_i h(x_i), h(t) = t^2/2 - 2 log cosh t, A x = 0 over a connected graph: (0, 0) is KKT
///                with Hessian -diag(w), strict because -sum w_i < 0 on ker A. At 0 all is rational and exact; the
///                determinant elsewhere is enclosed.
/// ## Surrogate   `escapes`: from 2^-10 (u, v) the primal iterates leave the ball of radius 2^-4 about the saddle
///                within T = 1.2 log(2^20) / log(1 + w/beta) steps, w the mean of the w_i: 1 + w/beta bounds the
///                unstable eigenvalue from below (the pencil T(delta) is negative on the vector of ones there), so to
///                first order Pr(still inside) <= 2^-14 for starts of bounded density; a run that converged to the
///                saddle fails it.

#include "theory/model/consensus.hpp"
#include "theory/statement/theorem.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory::primal_dual {
namespace {

constexpr const char* positive_rho = "rho > 0";
constexpr const char* short_step = "beta > L + rho s_max";
constexpr const char* strict_saddle = "(0, 0) is a strict saddle: sum w_i > 0";
constexpr double ball = 0x1p-4;

struct AlmostSure {
  struct Instance {
    std::int64_t nodes = 2;
    std::vector<std::int64_t> edges;
    std::vector<double> weights;  ///< w
    double rho = 1;
    double beta = 1;
    std::vector<double> x;       ///< where DG is taken; the run starts at 2^-10 x
    std::vector<double> lambda;  ///< the run starts at 2^-10 lambda
    static constexpr auto fields() {
      return std::tuple{Field{"nodes", &Instance::nodes},     Field{"edges", &Instance::edges},
                        Field{"weights", &Instance::weights}, Field{"rho", &Instance::rho},
                        Field{"beta", &Instance::beta},       Field{"x", &Instance::x},
                        Field{"lambda", &Instance::lambda}};
    }
    [[nodiscard]] Consensus problem() const {
      return {incidence(static_cast<std::size_t>(nodes), edges), weights, std::vector<double>(weights.size(), 0.0),
              std::vector<double>(edges.size() / 2, 0.0),        rho,     beta};
    }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

using Instance = AlmostSure::Instance;

Statement AlmostSure::statement() {
  Statement s;
  s.title = "Primal-dual gradient descent avoids strict saddles almost surely";
  s.text =
      "GPDA on min f(x), A x = 0 over a connected graph, beta > L + rho s_max, random primal and dual start: the "
      "iterates converge to a strict saddle with probability 0. G is a local diffeomorphism everywhere and unstable at "
      "the saddle.";
  s.source = {"M. Hong, M. Razaviyayn, J. D. Lee",
              2018,
              "Gradient Primal-Dual Algorithm Converges to Second-Order Stationary Solution for Nonconvex Distributed "
              "Optimization over Networks",
              "ICML",
              "main theorem (abstract); conditions derived in the dossier landscapes, section 5.2",
              "arXiv:1802.08941"};
  s.provenance = Provenance::derived;
  s.dossier = "gpda/almost-sure-ss2";
  s.hypotheses = {positive_rho, short_step, strict_saddle};
  s.claims = {{"orientation", "det DG(x, lambda) > 0", Strength::exact, Provenance::derived},
              {"determinant", "|det DG - det(I - K / beta)| <= 2^-30", Strength::exact, Provenance::derived},
              {"unstable", "DG(0, 0) has an eigenvalue of modulus above 1", Strength::exact, Provenance::derived},
              {"unstable_rate",
               "T(delta) has a negative eigenvalue at delta = mean w / (2 beta), so DG has a real "
               "eigenvalue above 1 + delta",
               Strength::exact, Provenance::derived},
              {"pencil", "det(DG(0, 0) - (1 + delta) I) = (-delta)^M (-1/beta)^N det T(delta)", Strength::exact,
               Provenance::derived},
              {"escapes", "the iterates from 2^-10 (u, v) leave the ball of radius 2^-4 within T steps",
               Strength::asymptotic, Provenance::derived}};
  return s;
}

Instance AlmostSure::generate(Draw& draw) {
  Instance x;
  const std::size_t n = draw.dimension(2, 4);
  x.nodes = static_cast<std::int64_t>(n);
  x.edges = draw_edges(draw, n, draw.pick(2));
  for (std::size_t i = 0; i < n; ++i) {
    x.weights.push_back(draw.real(0.5, 1, 4));
    x.x.push_back(draw.real(-1, 1, 12));
  }
  for (std::size_t e = 0; e < x.edges.size() / 2; ++e) x.lambda.push_back(draw.real(-1, 1, 12));
  x.rho = draw.real(0.125, 0.5, 3);
  x.beta = 1 + x.rho * static_cast<double>(x.edges.size()) + draw.real(0.125, 1, 3);
  return x;
}

Rational total(const std::vector<double>& weights) {
  Rational sum = 0;
  for (const double w : weights) sum += exact(w);
  return sum;
}

template <Scalar T>
std::vector<Hypothesis> AlmostSure::hypotheses(const Instance& x) {
  Rational lipschitz = 0;
  for (const double w : x.weights) lipschitz = std::max(lipschitz, exact(std::abs(w)));
  const RationalMatrix room = sum(scaled(exact(x.beta) - lipschitz, rational_identity(x.weights.size())),
                                  laplacian(x.problem().incidence), Rational(-exact(x.rho)));
  return {{positive_rho, truth(x.rho > 0), {}},
          {short_step, truth(signature(room).positive == x.weights.size()), {}},
          {strict_saddle, truth(total(x.weights) > 0), {}}};
}

// Hess f(0) = -diag(w).
RationalMatrix hessian_at_zero(const std::vector<double>& weights) {
  RationalMatrix h(weights.size(), weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) h(i, i) = -exact(weights[i]);
  return h;
}

// I - K / beta at x.
template <Scalar T>
Matrix<Interval<T>> contraction(const Instance& x) {
  using I = Interval<T>;
  const RationalMatrix square = laplacian(x.problem().incidence);
  const std::size_t n = x.weights.size();
  Matrix<I> result(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      I k = I(T(x.rho)) * interval<T>(square(i, j));
      if (i == j) k += I(T(x.weights[i])) * double_well_curvature(I(T(x.x[i])));
      result(i, j) = I(i == j ? 1 : 0) - k / I(T(x.beta));
    }
  }
  return result;
}

// D of one step at x: what one step does to unit vectors, through the two equations.
template <Scalar T>
Matrix<Interval<T>> derivative(const Instance& x) {
  using I = Interval<T>;
  const Matrix<double> a = x.problem().incidence;
  const Matrix<I> keep = contraction<T>(x);
  const std::size_t n = a.columns();
  const std::size_t m = a.rows();
  Matrix<I> dg(n + m, n + m);
  for (std::size_t j = 0; j < n + m; ++j) {
    IntervalVector<T> primal(n);
    for (std::size_t i = 0; i < n; ++i) primal[i] = j < n ? keep(i, j) : -I(T(a(j - n, i))) / I(T(x.beta));
    const IntervalVector<T> dual = product(points<T>(a), primal);
    for (std::size_t i = 0; i < n; ++i) dg(i, j) = primal[i];
    for (std::size_t e = 0; e < m; ++e) dg(n + e, j) = I(n + e == j ? 1 : 0) + I(T(x.rho)) * dual[e];
  }
  return dg;
}

// max |x^k| over k <= T; unbounded above once the run has left the ball.
template <Scalar T>
Enclosure farthest(const Instance& x) {
  using I = Interval<T>;
  const Consensus p = x.problem();
  const double mean = nearest(total(x.weights)) / static_cast<double>(x.weights.size());
  const double rate = std::log1p(std::max(mean / x.beta, 1e-3));
  const int limit = static_cast<int>(std::ceil(1.2 * std::log(0x1p20) / rate));
  const auto shrunk = [](std::vector<double> v) {
    for (double& t : v) t = std::ldexp(t, -10);
    return points<T>(v);
  };
  PrimalDual<T> z{shrunk(x.x), shrunk(x.lambda)};
  I most(0);
  for (int k = 0;; ++k) {
    most = max(most, norm(z.x));
    if (T(ball) < most.inf()) return enclose(I(most.inf(), infinity<T>()), Evidence("trajectory", "left the ball"));
    if (k == limit || T(ball) < z.x[0].width()) break;
    z = primal_dual_step(p, z);
  }
  return enclose(T(ball) < z.x[0].width() ? I(most.inf(), infinity<T>()) : most,
                 Evidence("trajectory", "largest distance from the saddle"));
}

// factor mean w / beta.
Rational shift(const Instance& x, const Rational& factor) {
  return factor * total(x.weights) / Rational(x.weights.size()) / exact(x.beta);
}

// T(delta) = H + beta delta I + rho (2 + 1/delta) A^T A. Requires delta != 0.
RationalMatrix pencil(const Instance& x, const Rational& delta) {
  const RationalMatrix shifted =
      sum(hessian_at_zero(x.weights), rational_identity(x.weights.size()), exact(x.beta) * delta);
  return sum(shifted, laplacian(x.problem().incidence), exact(x.rho) * (2 + 1 / delta));
}

// Negative eigenvalues of T(delta) at delta = factor mean w / beta.
std::size_t negative_in_pencil(const Instance& x, const Rational& factor) {
  const Rational delta = shift(x, factor);
  return delta <= 0 ? 0 : signature(pencil(x, delta)).negative;
}

RationalMatrix derivative_at_saddle(const Instance& x) {
  return primal_dual_derivative(hessian_at_zero(x.weights), rational(x.problem().incidence), exact(x.rho),
                                exact(x.beta));
}

// det(DG - (1 + delta) I) - (-delta)^M (-1/beta)^N det T(delta), delta = mean w / (2 beta): eliminating the multipliers
// from (DG - (1 + delta) I) z = 0 leaves -T(delta)/beta.
Rational elimination_defect(const Instance& x) {
  const Rational delta = shift(x, Rational(1, 2));
  if (delta == 0) return 0;
  const RationalMatrix dg = derivative_at_saddle(x);
  Rational eliminated = determinant(pencil(x, delta));
  for (std::size_t e = 0; e < x.edges.size() / 2; ++e) eliminated *= -delta;
  for (std::size_t i = 0; i < x.weights.size(); ++i) eliminated /= -exact(x.beta);
  return determinant(sum(dg, rational_identity(dg.rows()), -1 - delta)) - eliminated;
}

CountRange unstable(const Instance& x) {
  return roots_outside_unit_circle(characteristic_polynomial(derivative_at_saddle(x)));
}

template <Scalar T>
std::vector<Claim> AlmostSure::conclude(const Instance& x) {
  const Interval<T> det = determinant(derivative<T>(x));
  const Interval<T> reduced = determinant(contraction<T>(x));
  const auto say = [](const Interval<T>& set, const char* what) { return enclose(set, Evidence("evaluation", what)); };
  return {exceeds("orientation", say(det, "det DG"), number(0.0)),
          at_most("determinant", say(abs(det - reduced), "|det DG - det(I - K / beta)|"), number(0x1p-30)),
          at_least("unstable", number(unstable(x)), number(1.0)),
          at_least("unstable_rate", number(negative_in_pencil(x, Rational(1, 2))), number(1.0)),
          equals("pencil", number(elimination_defect(x)), number(0.0)),
          as_surrogate(exceeds("escapes", farthest<T>(x), number(ball)))};
}

Instance pair() {
  Instance x;
  x.nodes = 2;
  x.edges = {0, 1};
  x.weights = {1, 1};
  x.rho = 1;
  x.beta = 4;
  x.x = {1, 0.5};
  x.lambda = {0.25};
  return x;
}

std::vector<Control<Instance>> AlmostSure::controls() {
  using I = Instance;
  I convex = pair();
  convex.weights = {-1, -1};
  I long_step = pair();  // modes s = 0, 2 at a far point, where f'' = 1: 1 - 1/beta > 0 > 1 - (1 + 2 rho)/beta
  long_step.beta = 2.5;
  long_step.x = {16, 16};
  I still = pair();
  still.x = {0, 0};
  still.lambda = {0};
  I antisymmetric = pair();  // the consensus component of the start is 0
  antisymmetric.x = {1, -1};
  I backward = pair();  // no pull to consensus: det DG = 1 - .. keeps its sign only for rho > 0
  backward.rho = -4;
  const auto leaves = on_rung<I>(
      []<class T>(const I& x) -> std::vector<Claim> { return {exceeds("leaves", farthest<T>(x), number(ball))}; });
  return {
      dropped_hypothesis<I>("convex", strict_saddle, convex), dropped_hypothesis<I>("long_step", short_step, long_step),
      dropped_hypothesis<I>("negative_penalty", positive_rho, backward,
                            [](const I& x, Precision) -> std::vector<Claim> {
                              return {at_most("only the consensus mode is unstable", number(unstable(x)), number(1.0))};
                            }),
      sabotage<I>("start_at_the_saddle", still, leaves),
      sabotage<I>("start_without_consensus_component", antisymmetric, leaves),
      sabotage<I>("rate_beyond_the_curvature", pair(),
                  [](const I& x, Precision) -> std::vector<Claim> {
                    return {at_least("pencil", number(negative_in_pencil(x, Rational(33, 32))), number(1.0))};
                  }),
      tight_case<I>("one_unstable_eigenvalue", pair(), "unstable", 0.0),
      // Dossier 5.4: on the path with rho = 16, beta = 50 the largest eigenvalue is 1 + 1/50.
      golden<I>("path_rate", pair(), [](const I&, Precision) -> std::vector<Claim> {
        I path = pair();
        path.nodes = 3;
        path.edges = {0, 1, 1, 2};
        path.weights = {1, 1, 1};
        path.rho = 16;
        path.beta = 50;
        return {equals("below 1 + 1/50", number(negative_in_pencil(path, Rational(4095, 4096))), number(1.0)),
                equals("above 1 + 1/50", number(negative_in_pencil(path, Rational(4097, 4096))), number(0.0)),
                equals("outside the circle", number(unstable(path)), number(1.0))};
      })};
}

}  // namespace

Theorem almost_sure_ss2() { return Theorem(AlmostSure{}); }

}  // namespace lemmata::theory::primal_dual
