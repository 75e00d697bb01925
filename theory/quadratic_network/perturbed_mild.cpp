/// \file
/// # A randomly perturbed quadratic network of mild width has no spurious minimum
/// ## Statement   k (k + 1) / 2 > n (k < d allowed), l convex and C^2, lambda >= 0, C >= 0 drawn from a law with a
///                density. Almost surely every critical point of L_C has rank(W) < k; so every local minimum is global,
///                every other critical point is a strict saddle, and L(W_C) <= L(V) + <C, V^T V> for the minimum W_C
///                and every V.
/// ## Source      Du, Lee (2018), ICML, arXiv:1803.01206, the regime k >= sqrt(2n) of the abstract; proof derived
///                (dossier landscapes, section 3.4 and quad/perturbation-value).
/// ## Method      Exact critical points with k < d: data and residuals are drawn, and C is drawn in the entries that
///                W Lambda = 0 leaves free. Signatures of the Hessian and of Lambda are exact. `no_full_rank` asks for
///                given V of rank k whether any residuals g make it critical, V (2/n sum g_i x_i x_i^T + lambda I + 2
///                C) = 0: a linear system in g, solved over the rationals.
/// ## Notes       "Almost surely" on a grid: a polynomial of degree <= 64 that is not zero vanishes on at most 64/2^7
///                of the values of an entry of C, so the two claims that rest on it are probabilistic with delta = 1/2
///                for one entry; they use that several independent entries must vanish and are stated with delta =
///                1/16.

#include "theory/problem/analysis/quadratic_critical.hpp"
#include "theory/statement/theorem.hpp"

namespace lemmata::theory::quadratic_network {
namespace {

constexpr const char* mild = "k (k + 1) / 2 > n";
constexpr const char* convex = "l is convex";
constexpr const char* perturbed = "C is positive definite";
constexpr const char* critical = "grad L_C(W) = 0";

struct PerturbedNetwork {
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

Statement PerturbedNetwork::statement() {
  Statement s;
  s.title = "A randomly perturbed quadratic network of mild width has no spurious minimum";
  s.text =
      "k (k + 1) / 2 > n, convex loss, L_C(W) = L(W) + <C, W^T W> with C >= 0 from a law with a density. Almost surely "
      "critical points have rank below k, every local minimum of L_C is global, and it is within <C, V^T V> of any V.";
  s.source = {"S. S. Du, J. D. Lee",
              2018,
              "On the Power of Over-parametrization in Neural Networks with Quadratic Activation",
              "ICML",
              "theorem for k >= sqrt(2n) (abstract); proof in the dossier landscapes, section 3.4",
              "arXiv:1803.01206"};
  s.provenance = Provenance::derived;
  s.dossier = "quad/perturbed-mild";
  s.hypotheses = {mild, convex, perturbed, critical};
  s.claims = {
      {"rank_deficient", "rank W < k", Strength::probabilistic, Provenance::derived},
      {"no_full_rank", "no residuals make V of rank k critical", Strength::probabilistic, Provenance::derived},
      {"negative_count", "#{negative eigenvalues of Hess L_C} >= (k - rank W) #{negative eigenvalues of Lambda}",
       Strength::exact, Provenance::derived},
      {"second_order_is_certified", "Hess L_C(W) >= 0 implies Lambda >= 0", Strength::exact, Provenance::derived},
      {"second_order_is_global", "Hess L_C(W) >= 0 implies L_C(W) <= L_C(V)", Strength::exact, Provenance::derived},
      {"perturbation_value", "Hess L_C(W) >= 0 implies L(W) <= L(V) + <C, V^T V>", Strength::exact,
       Provenance::derived}};
  return s;
}

Instance PerturbedNetwork::generate(Draw& draw) {
  CriticalShape s;
  s.width = draw.dimension(2, 3);
  s.dimension = s.width + draw.dimension(1, 2);
  s.samples = s.width == 2 ? 2 : 4;
  s.rank = draw.pick(std::min(s.width, s.samples));
  s.pits = draw.coin();
  return draw_critical(draw, s);
}

template <Scalar T>
std::vector<Hypothesis> PerturbedNetwork::hypotheses(const Instance& p) {
  const Vector<Rational> g = p.objective().gradient(flattened(rational(p.weights)));
  return {{mild, truth(p.width() * (p.width() + 1) / 2 > p.samples()), {}},
          {convex, truth(p.loss == 0), {}},
          {perturbed, truth(signature(rational(p.perturbation)).positive == p.dimension()), {}},
          {critical, truth(dot(g, g) == 0), {}}};
}

// Whether V (2/n sum g_i x_i x_i^T + lambda I + 2 C) = 0 for some g.
bool can_be_critical(const QuadraticNetwork& p, const RationalMatrix& v) {
  const std::size_t k = p.width();
  const std::size_t d = p.dimension();
  const RationalMatrix x = rational(p.inputs);
  RationalMatrix system(k * d, p.samples());
  for (std::size_t t = 0; t < p.samples(); ++t) {
    const Vector<Rational> hidden = product(v, x.row(t));
    for (std::size_t i = 0; i < k; ++i) {
      for (std::size_t j = 0; j < d; ++j) system(i * d + j, t) = 2 * hidden[i] * x(t, j) / Rational(p.samples());
    }
  }
  const RationalMatrix rest =
      product(v, sum(scaled(2, rational(p.perturbation)), rational_identity(d), exact(p.decay)));
  return solve(std::move(system), flattened(scaled(-1, rest))).has_value();
}

std::vector<Claim> claims(const Instance& p, std::size_t extra_directions, double cost) {
  const ExactProblem f = p.objective();
  const RationalMatrix w = rational(p.weights);
  const RationalMatrix v = rational(p.other);
  const RationalMatrix c = rational(p.perturbation);
  const Signature signs = signature(f.hessian(flattened(w)));
  const Signature lambda = signature(certificate_matrix(p, w));
  const std::size_t r = rank(w);
  const bool second_order = signs.negative == 0;
  const Rational at_v = f.value(flattened(v));
  const Rational at_w = f.value(flattened(w));
  const Rational price_v = inner(c, product(transpose(v), v));
  const Rational price_w = inner(c, product(transpose(w), w));
  const Rational value = at_v - (1 - exact(cost)) * price_v - (at_w - price_w);
  const Interval<Real> rare{Real(0.0625)};
  return {
      with_probability(less("rank_deficient", number(r), number(p.width())), rare),
      with_probability(
          at_most("no_full_rank", number(rank(v) == p.width() && can_be_critical(p, v) ? 1.0 : 0.0), number(0.0)),
          rare),
      at_least("negative_count", number(signs.negative), number((p.width() - r + extra_directions) * lambda.negative)),
      equals("second_order_is_certified", number(second_order ? lambda.negative : 0), number(0.0)),
      at_least("second_order_is_global", number(second_order ? Rational(at_v - at_w) : Rational(0)), number(0.0)),
      at_least("perturbation_value", number(second_order ? value : Rational(0)), number(0.0))};
}

template <Scalar T>
std::vector<Claim> PerturbedNetwork::conclude(const Instance& x) {
  return claims(x, 0, 1);
}

// Dossier QN2: d = 7, k = 6, n = 18, C = 0 and special data; W = [0 | 2 I] is second order and not global.
Instance unperturbed() {
  Instance x;
  x.inputs = Matrix<double>(18, 7);
  x.weights = Matrix<double>(6, 7);
  x.other = Matrix<double>(6, 7);
  x.perturbation = Matrix<double>(7, 7);
  for (std::size_t j = 0; j < 6; ++j) {
    for (std::size_t t = 0; t < 3; ++t) {
      x.inputs(3 * j + t, j + 1) = 1;
      x.inputs(3 * j + t, 0) = 1 - static_cast<double>(t);
      x.labels.push_back(t == 1 ? 2 : 5);
    }
    x.weights(j, j + 1) = 2;
  }
  x.other = x.weights;
  return x;
}

std::vector<Control<Instance>> PerturbedNetwork::controls() {
  using I = Instance;
  // One neuron, four samples, a strict spurious minimum that survives C = diag(1/8, 1/8); 1 is not above 4. The labels
  // are chosen for w = (1, 0) to stay critical.
  I narrow{Matrix<double>(4, 2, {1, 1, 1, -1, 1, 0, 1, 0}),
           Matrix<double>(1, 2, {1, 0}),
           Matrix<double>(1, 2, {0, 1.5}),
           Matrix<double>(2, 2, {0.125, 0, 0, 0.125}),
           {2.25, 2.25, 0, 0},
           0,
           0};
  I moved = narrow;  // two neurons, two samples: mild; but W is not critical
  moved.inputs = Matrix<double>(2, 2, {1, 1, 1, -1});
  moved.labels = {0, 0};
  moved.weights = Matrix<double>(2, 2, {1, 0, 0, 1});
  moved.other = Matrix<double>(2, 2);
  // l'(225/256) = -c: a minimum of l(f) + c f that is not global, as l(4) + 4 c is lower.
  const I quartic{Matrix<double>(1, 1, {1}),
                  Matrix<double>(2, 1, {0.9375, 0}),
                  Matrix<double>(2, 1, {2, 0}),
                  Matrix<double>(1, 1, {31.0 * 287.0 * 799.0 / 16777216.0}),
                  {0},
                  0,
                  1};
  const I mild_saddle = [] {
    // k = 2, d = 3, n = 2: the zero network, whose labels pull one coordinate below 0.
    I x;
    x.inputs = Matrix<double>(2, 3, {8, 0, 0, 0, 1, 1});
    x.labels = {16, 0.5};
    x.weights = Matrix<double>(2, 3);
    x.other = Matrix<double>(2, 3, {1, 0, 0, 0, 1, 0});
    x.perturbation = Matrix<double>(3, 3, {1, 0.25, 0, 0.25, 1, 0, 0, 0, 1});
    return x;
  }();
  const auto changed = [](std::string name, std::size_t extra, double cost) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        [=](const I& x, Precision) { return claims(x, extra, cost); });
  };
  const auto rank_below_width = [](const I& x, Precision) -> std::vector<Claim> {
    return {less("rank", number(rank(rational(x.weights))), number(x.weights.rows()))};
  };
  const auto full_rank_is_impossible = [](const I& p, Precision) -> std::vector<Claim> {
    return {at_most("can be critical", number(can_be_critical(p, rational(p.weights)) ? 1.0 : 0.0), number(0.0))};
  };
  return {dropped_hypothesis<I>("special_data_and_no_perturbation", perturbed, unperturbed()),
          dropped_hypothesis<I>("full_rank_without_perturbation", perturbed, unperturbed(), full_rank_is_impossible),
          dropped_hypothesis<I>("one_neuron", mild, narrow),
          // 1 is not above 1: one neuron, one sample, and a critical point of full rank for every C > 0.
          dropped_hypothesis<I>("one_neuron_one_sample", mild,
                                {Matrix<double>(1, 1, {1}),
                                 Matrix<double>(1, 1, {1}),
                                 Matrix<double>(1, 1, {0}),
                                 Matrix<double>(1, 1, {0.125}),
                                 {1.125},
                                 0,
                                 0},
                                rank_below_width),
          dropped_hypothesis<I>("not_critical", critical, moved, rank_below_width),
          dropped_hypothesis<I>("loss_not_convex", convex, quartic), changed("one_direction_too_many", 1, 1),
          changed("perturbation_costs_nothing_and_pays", 0, -1),
          sabotage<I>("saddle_is_a_minimum", mild_saddle,
                      [](const I& p, Precision) -> std::vector<Claim> {
                        const RationalMatrix h = p.objective().hessian(flattened(rational(p.weights)));
                        return {equals("negative", number(signature(h).negative), number(0.0))};
                      }),
          tight_case<I>("two_escape_directions", mild_saddle, "negative_count", 0.0),
          // tests/golden/landscapes.json (quad.q2): L = 1, lambda_min(Lambda) = -4/3.
          golden<I>("special_data", mild_saddle, [](const I&, Precision) -> std::vector<Claim> {
            const QuadraticNetwork p = unperturbed();
            const RationalMatrix w = rational(p.weights);
            const RationalMatrix lambda = certificate_matrix(p, w);
            const RationalMatrix shifted = sum(lambda, rational_identity(7), Rational(4, 3));
            return {equals("L", number(p.objective().value(flattened(w))), number(1.0)),
                    equals("below -4/3", number(signature(shifted).negative), number(0.0)),
                    equals("at -4/3", number(signature(shifted).zero), number(1.0))};
          })};
}

}  // namespace

Theorem perturbed_mild() { return Theorem(PerturbedNetwork{}); }

}  // namespace lemmata::theory::quadratic_network
