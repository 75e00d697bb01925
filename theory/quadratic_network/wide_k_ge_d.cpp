/// \file
/// # A quadratic network as wide as its input has no spurious minimum
/// ## Statement   k >= d, l convex and C^2, lambda >= 0, any data and any symmetric C. Every local minimum of L is
///                global; every other critical point is a strict saddle with lambda_min(Hess L) <= lambda_min(Lambda) <
///                0.
/// ## Source      Du, Lee (2018), ICML, arXiv:1803.01206, the regime k >= d; proof derived (dossier landscapes,
///                sections 3.2, 3.3). The paper's wording is not quoted.
/// ## Method      If a^T W = 0, |a| = 1, then q(a v^T) = v^T Lambda v. So Hess L has at least (k - rank W) times as
///                many negative eigenvalues as Lambda; if rank W = d then W Lambda = 0 gives Lambda = 0. All exact, on
///                exact critical points with the squared loss.

#include "theory/model/interval_vector.hpp"
#include "theory/problem/analysis/quadratic_critical.hpp"
#include "theory/statement/theorem.hpp"

namespace lemmata::theory::quadratic_network {
namespace {

constexpr const char* wide = "k >= d";
constexpr const char* convex = "l is convex";
constexpr const char* critical = "grad L(W) = 0";

struct WideNetwork {
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

Statement WideNetwork::statement() {
  Statement s;
  s.title = "A quadratic network as wide as its input has no spurious minimum";
  s.text =
      "k >= d, convex loss, weight decay lambda >= 0, any data. Every local minimum is global; every other critical "
      "point is a strict saddle with lambda_min(Hess L) <= lambda_min(Lambda) < 0 and an explicit direction of escape.";
  s.source = {"S. S. Du, J. D. Lee",
              2018,
              "On the Power of Over-parametrization in Neural Networks with Quadratic Activation",
              "ICML",
              "theorem for k >= d (number not recalled); proof in the dossier landscapes, section 3.3",
              "arXiv:1803.01206"};
  s.provenance = Provenance::derived;
  s.dossier = "quad/wide-k-ge-d";
  s.hypotheses = {wide, convex, critical};
  const auto claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::exact, Provenance::derived});
  };
  claim("escape_direction", "q(a v^T) = |a|^2 v^T Lambda v where a^T W = 0");
  claim("negative_count", "#{negative eigenvalues of Hess L} >= (k - rank W) #{negative eigenvalues of Lambda}");
  claim("full_rank_is_global", "rank W = d implies Lambda = 0");
  claim("second_order_is_certified", "Hess L(W) >= 0 implies Lambda >= 0");
  claim("second_order_is_global", "Hess L(W) >= 0 implies L(W) <= L(V) for every V");
  return s;
}

Instance WideNetwork::generate(Draw& draw) {
  CriticalShape s;
  s.dimension = draw.dimension(1, 3);
  s.width = s.dimension + draw.pick(2);
  s.samples = std::size_t{1} << draw.pick(4);
  s.rank = draw.pick(std::min(s.dimension, s.samples) + 1);
  s.pits = draw.coin();
  s.perturbed = draw.coin();
  return draw_critical(draw, s);
}

template <Scalar T>
std::vector<Hypothesis> WideNetwork::hypotheses(const Instance& p) {
  const Vector<Rational> g = p.objective().gradient(flattened(rational(p.weights)));
  return {{wide, truth(p.width() >= p.dimension()), {}},
          {convex, truth(p.loss == 0), {}},
          {critical, truth(dot(g, g) == 0), {}}};
}

// At least one less when a sabotage counts a direction too many.
std::vector<Claim> claims(const Instance& p, std::size_t extra_directions, double escape) {
  const ExactProblem f = p.objective();
  const RationalMatrix w = rational(p.weights);
  const RationalMatrix v = rational(p.other);
  const RationalMatrix lambda = certificate_matrix(p, w);
  const RationalMatrix h = f.hessian(flattened(w));
  const Signature signs = signature(h);
  const Signature lambda_signs = signature(lambda);
  const std::size_t r = rank(w);
  const bool second_order = signs.negative == 0;

  Rational mismatch = 0;
  const Vector<Rational> a = left_null_vector(w);
  if (!a.empty()) {
    const std::span<const Rational> direction = v.row(0);
    RationalMatrix outer(p.width(), p.dimension());
    for (std::size_t i = 0; i < outer.rows(); ++i) {
      for (std::size_t j = 0; j < outer.columns(); ++j) outer(i, j) = a[i] * direction[j];
    }
    mismatch = quadratic_form(h, flattened(outer)) - exact(escape) * dot(a, a) * quadratic_form(lambda, direction);
  }
  const Rational size = inner(lambda, lambda);
  const Rational gain = f.value(flattened(v)) - f.value(flattened(w));
  return {equals("escape_direction", number(mismatch), number(0.0)),
          at_least("negative_count", number(signs.negative),
                   number((p.width() - r + extra_directions) * lambda_signs.negative)),
          equals("full_rank_is_global", number(r == p.dimension() ? size : Rational(0)), number(0.0)),
          equals("second_order_is_certified", number(second_order ? lambda_signs.negative : 0), number(0.0)),
          at_least("second_order_is_global", number(second_order ? gain : Rational(0)), number(0.0))};
}

template <Scalar T>
std::vector<Claim> WideNetwork::conclude(const Instance& x) {
  return claims(x, 0, 1);
}

std::vector<Control<Instance>> WideNetwork::controls() {
  using I = Instance;
  // One neuron in the plane: w = (1, 0) has gradient 0, Hessian diag(4, 1) and L = 1/2; (0, 3/2) is lower.
  I narrow{Matrix<double>(4, 2, {1, 1, 1, -1, 1, 0, 1, 0}),
           Matrix<double>(1, 2, {1, 0}),
           Matrix<double>(1, 2, {0, 1.5}),
           Matrix<double>(2, 2),
           {2, 2, 0, 0},
           0,
           0};
  I widened = narrow;  // the same data with a second neuron at 0: a strict saddle
  widened.weights = Matrix<double>(2, 2, {1, 0, 0, 0});
  widened.other = Matrix<double>(2, 2, {0, 1.5, 0, 0});
  const auto one = [](double t) { return Matrix<double>(1, 1, {t}); };
  const I quartic{one(1), one(1), one(2), one(0), {0}, 0, 1};
  const I moved{one(1), one(2), one(1), one(0), {1}, 0, 0};
  // L = ((w^2 - 3)^2 + (w^2 - 5)^2)/4, least and not 0 at w = +-2.
  const I least{Matrix<double>(2, 1, {1, 1}), one(2), one(-2), one(0), {3, 5}, 0, 0};
  const auto changed = [](std::string name, std::size_t extra, double escape) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        [=](const I& x, Precision) { return claims(x, extra, escape); });
  };
  // Dossier QN1: x = (3, +-2), (2, +-3), y = 9, 9, 4, 4.
  const auto qn1 = [](std::size_t k) {
    QuadraticNetwork p;
    p.inputs = Matrix<double>(4, 2, {3, 2, 3, -2, 2, 3, 2, -3});
    p.labels = {9, 9, 4, 4};
    p.weights = Matrix<double>(k, 2);
    p.perturbation = Matrix<double>(2, 2);
    return p;
  };
  return {
      dropped_hypothesis<I>("one_neuron", wide, narrow), dropped_hypothesis<I>("loss_not_convex", convex, quartic),
      dropped_hypothesis<I>("not_critical", critical, moved), changed("one_direction_too_many", 1, 1),
      changed("escape_doubled", 0, 2),
      sabotage<I>("saddle_is_a_minimum", widened,
                  [](const I& p, Precision) -> std::vector<Claim> {
                    const RationalMatrix h = p.objective().hessian(flattened(rational(p.weights)));
                    return {equals("negative", number(signature(h).negative), number(0.0))};
                  }),
      tight_case<I>("one_escape_direction", widened, "negative_count", 0.0),
      tight_case<I>("mirror_image", least, "second_order_is_global", 0.0),
      // tests/golden/landscapes.json (quad.q1): w^2 = 72/97 is irrational, so the point is enclosed.
      golden<I>(
          "spurious_value_and_saddle", widened, on_rung<I>([qn1]<class T>(const I&) -> std::vector<Claim> {
            using N = Interval<T>;
            const N root = sqrt(N(72) / N(97));
            const problem::Problem narrow_problem = qn1(1).objective().problem();
            const IntervalVector<T> w{N(0), root};
            const Matrix<N> h = narrow_problem.hessian(w);
            const Matrix<N> saddle = qn1(2).objective().problem().hessian(IntervalVector<T>{N(0), root, N(0), N(0)});
            const auto is = [](const char* name, const N& set, const char* digits) {
              return lies_in(name, enclose(set, Evidence("evaluation", name)), rounded_decimal(digits));
            };
            return {is("L", narrow_problem.value(w), "10.88917525773195876288660"),
                    is("Hessian, first", h(0, 0), "63.32989690721649484536082"),
                    is("Hessian, second", h(1, 1), "144.0000000000000000000000"),
                    is("saddle, escape", saddle(2, 2), "-43.55670103092783505154639")};
          }))};
}

}  // namespace

Theorem wide_k_ge_d() { return Theorem(WideNetwork{}); }

}  // namespace lemmata::theory::quadratic_network
