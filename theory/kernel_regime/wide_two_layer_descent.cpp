/// \file
/// # Gradient descent on a wide two-layer ReLU net converges linearly from a random start
/// ## Statement   f(x) = m^(-1/2) sum_r a_r relu(w_r . x), w_r ~ N(0, kappa^2 I), a_r = +-1 uniform and fixed, unit
///                inputs x_1..x_n, gradient descent with step eta on the first layer, L = 1/2 sum (f(x_i) - y_i)^2.
///                lambda_0 = lambda_min(H) of the infinite-width Gram matrix, g = | |X X^T| |. If lambda_0 > 0, 0 < eta
///                <= 1/|X|^2 and m >= max{48 g ln(3n/delta) / lambda_0, (6144/pi) g^2 |X|^2 (|y|^2 + kappa^2 n/2) /
///                (kappa^2 lambda_0^4 delta)}, then with probability at least 1 - delta, for all k: (i) |e_k| <= (1 -
///                eta lambda_0/2)^k |e_0|, (ii) |w_r(k) - w_r(0)| <= 2 |X| |e_0| / (sqrt(m) lambda_0), (iii)
///                lambda_min(H(k)) >= lambda_0/2. (iv) With |e_0| measured: the probability that m >= max{48 g
///                ln(2n/delta) / lambda_0, (2048/pi) g^2 |X|^2 |e_0|^2 / (kappa^2 lambda_0^4)} and (i) fails is at most
///                delta.
/// ## Source      Du, Zhai, Poczos, Singh (2019), ICLR, Theorem 4.1, arXiv:1810.02054, mark [V2]: m = Omega(n^6 /
///                (lambda_0^4 delta^3)), eta = O(lambda_0/n^2), constants unspecified. The explicit form is Theorem B
///                of the dossier, section 1.7, mark [D]; Theorem A there, the per-instance proof, is
///                gradient_descent_certificate.cpp.
/// ## Method      An instance names its start by a key: W(0) and a are the normal numbers and signs of that stream
///                (normal_numbers.hpp), so the probability is over the key alone, on which no hypothesis depends. The
///                trajectory is enclosed for 20 steps, (ii) and (iii) at every fifth.

#include "numerics/scalar/elementary.hpp"
#include "theory/model/descent_guarantee.hpp"
#include "theory/model/exact_algebra.hpp"
#include "theory/model/normal_numbers.hpp"
#include "theory/model/parallel_rows.hpp"
#include "theory/model/relu_gram_bounds.hpp"
#include "theory/model/small_spectrum.hpp"
#include "theory/model/two_layer_descent.hpp"
#include "theory/statement/theorem.hpp"

#include <cmath>

namespace lemmata::theory::kernel_regime {
namespace {

constexpr int steps = 20;
constexpr const char* non_zero = "no input is zero";
constexpr const char* short_step = "0 < eta <= 1 / |X|^2";
constexpr const char* wide = "kappa > 0, 0 < delta < 1, lambda_0 > 0 and m is at least the stated width";

struct WideDescent {
  struct Instance {
    Matrix<double> inputs;       ///< n x d, of any length
    std::vector<double> labels;  ///< n
    double kappa = 1;
    double delta = 0.5;
    double step = 1;         ///< eta
    std::int64_t width = 1;  ///< m
    std::int64_t key = 0;    ///< of W(0) and a
    static constexpr auto fields() {
      return std::tuple{Field{"inputs", &Instance::inputs}, Field{"labels", &Instance::labels},
                        Field{"kappa", &Instance::kappa},   Field{"delta", &Instance::delta},
                        Field{"step", &Instance::step},     Field{"width", &Instance::width},
                        Field{"key", &Instance::key}};
    }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
  static std::vector<Feature> features(const Instance& x) { return {{"width m", static_cast<double>(x.width)}}; }
};

using Instance = WideDescent::Instance;
using R = Interval<Real>;

Statement WideDescent::statement() {
  Statement s;
  s.title = "Gradient descent on a wide two-layer ReLU net converges linearly from a random start";
  s.text =
      "Unit inputs with lambda_0 > 0, w_r ~ N(0, kappa^2 I), a_r = +-1, eta <= 1/|X|^2 and m >= max{48 g ln(3n/delta) "
      "/ lambda_0, (6144/pi) g^2 |X|^2 (|y|^2 + kappa^2 n/2) / (kappa^2 lambda_0^4 delta)}: with probability at least "
      "1 - delta, for all k (checked to k = 20), the residual contracts by 1 - eta lambda_0/2, no neuron moves further "
      "than 2 |X| |e_0| / (sqrt(m) lambda_0), and lambda_min(H(k)) >= lambda_0/2.";
  s.source = {"S. S. Du, X. Zhai, B. Poczos, A. Singh",
              2019,
              "Gradient Descent Provably Optimizes Over-parameterized Neural Networks",
              "ICLR",
              "Theorem 4.1, constants unspecified; explicit form of the dossier, section 1.7, Theorem B",
              "arXiv:1810.02054"};
  s.provenance = Provenance::derived;
  s.dossier = "gd/two-layer-relu";
  s.hypotheses = {non_zero, short_step, wide};
  const auto claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::probabilistic, Provenance::derived});
  };
  claim("rate", "|e_k| <= (1 - eta lambda_0/2)^k |e_0|");
  claim("movement", "max_r |w_r(k) - w_r(0)| <= 2 |X| |e_0| / (sqrt(m) lambda_0)");
  claim("gram", "lambda_min(H(k)) >= lambda_0/2");
  claim("measured", "not: m is at least the width with |e_0| measured, and the rate fails");
  s.notes = {"The explicit form is the dossier's own; the source leaves its constants unspecified."};
  return s;
}

// lambda_0, or the whole line.
R least_eigenvalue(const Instance& x) {
  const Expected<Enclosure> found = relu_gram_min_eigenvalue(x.inputs, Precision::digits100);
  return found ? found->set() : R::whole();
}

// |X|^2; exactly 1 for orthogonal inputs.
R input_norm(const Instance& x) {
  const Matrix<R> rho = cosines(x.inputs);
  bool orthogonal = true;
  for (std::size_t i = 0; i < rho.rows(); ++i) {
    for (std::size_t j = 0; j < i; ++j) orthogonal = orthogonal && zero(rho(i, j)) == Truth::yes;
  }
  return orthogonal ? R(1) : small_eigenvalue(rho, true);
}

Expected<DescentGuarantee> guarantee(const Instance& x, const R& lambda_0) {
  return descent_guarantee(x.inputs, x.labels, lambda_0, R(Real(x.delta)), R(Real(x.kappa)));
}

Instance WideDescent::generate(Draw& draw) {
  Instance x;
  const std::size_t n = draw.pick(16) == 15 ? 2 : 1;  // two inputs cost eight times as much
  const std::size_t d = n + draw.pick(2);
  x.inputs = Matrix<double>(n, d);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < d; ++k) x.inputs(i, k) = (i == k ? 8.0 : 0.0) + static_cast<double>(draw.pick(2));
    x.labels.push_back(static_cast<double>(draw.integer(-2, 2)));
  }
  x.kappa = std::ldexp(1.0, static_cast<int>(draw.integer(3, 5)));
  x.delta = 0.5 + 0.25 * static_cast<double>(draw.pick(2));
  x.step = std::ldexp(1.0 / static_cast<double>(n), -static_cast<int>(draw.integer(0, 3)));
  const auto found = guarantee(x, least_eigenvalue(x));
  if (found) x.width = static_cast<std::int64_t>(std::ceil(convert<double>(found->width).sup()));
  x.key = draw.integer(0, std::int64_t{1} << 40);
  return x;
}

template <Scalar T>
std::vector<Hypothesis> WideDescent::hypotheses(const Instance& x) {
  if (!row_relations(x.inputs).zero_rows.empty())
    return {{non_zero, Truth::no, {}}, {short_step, Truth::unknown, {}}, {wide, Truth::unknown, {}}};
  const R lambda_0 = least_eigenvalue(x);
  const Truth parameters = truth(x.kappa > 0 && 0 < x.delta && x.delta < 1) && positive(lambda_0);
  const R norm = input_norm(x);  // |X|^2
  const R eta{Real(x.step)};
  const Truth steps_short = positive(eta) && less_equal(eta * norm, R(1));
  if (parameters != Truth::yes)
    return {{non_zero, Truth::yes, {}}, {short_step, steps_short, {}}, {wide, parameters, {}}};
  const auto found = guarantee(x, lambda_0);
  return {{non_zero, Truth::yes, {}},
          {short_step, steps_short, {}},
          {wide, found ? less_equal(found->width, R(x.width)) : Truth::unknown, {}}};
}

template <Scalar T>
TwoLayerDescent<T> start_of(const Instance& x) {
  const auto m = static_cast<std::size_t>(x.width);
  const std::size_t d = x.inputs.columns();
  const auto key = static_cast<std::uint64_t>(x.key);
  Matrix<double> weights(m, d);
  std::vector<std::int64_t> signs;
  const RandomStream coins(key, random_tag("output signs"), 0);
  for (std::size_t r = 0; r < m; ++r) {
    for (std::size_t k = 0; k < d; ++k) {
      weights(r, k) = x.kappa * standard_normal(RandomStream(key, random_tag("first layer"), r * d + k));
    }
    signs.push_back(coins.at(r) >> 63 == 0 ? 1 : -1);
  }
  return {x.inputs, x.labels, weights, std::move(signs), x.step};
}

// Factors that the theorem has as 1, and how far the trajectory is followed.
struct Factors {
  double rate = 1;      ///< c in 1 - c eta lambda_0 / 2
  double movement = 1;  ///< c in c 2 |X| |e_0| / (sqrt(m) lambda_0)
  double gram = 1;      ///< c in c lambda_0 / 2
  int steps = kernel_regime::steps;
};

template <Scalar T>
std::vector<Claim> claims(const Instance& x, const Factors& c) {
  const R lambda_0 = least_eigenvalue(x);
  TwoLayerDescent<T> descent = start_of<T>(x);
  const R start = descent.residual_norm();
  const R contraction = R(1) - R(Real(x.step)) * lambda_0 * R(Real(c.rate)) / R(2);
  R allowed = start;
  R excess(Real(-1));  // each is >= -1
  R moved(0);
  R least = small_eigenvalue(descent.gram(), false);
  for (int k = 1; k <= c.steps; ++k) {
    descent.step();
    allowed = allowed * contraction;
    excess = max(excess, (descent.residual_norm() - allowed) / start);
    if (k % 5 != 0 && k != c.steps) continue;
    moved = max(moved, descent.movement());
    least = min(least, small_eigenvalue(descent.gram(), false));
  }
  const R m(x.width);
  const R norm = input_norm(x);
  const R reach = R(2) * sqrt(norm) * start / (sqrt(m) * lambda_0) * R(Real(c.movement));
  const auto found = guarantee(x, lambda_0);
  R measured = hull(R(Real(-1)), excess);
  if (found && positive(lambda_0) == Truth::yes) {
    const R n(x.inputs.rows());
    const R delta{Real(x.delta)};
    const R overlap = R(48) * found->absolute_gram_norm * log(R(2) * n / delta) / lambda_0;
    const R room = R(2048) / pi<Real>() * sqr(found->absolute_gram_norm) * norm * sqr(start) /
                   (sqr(R(Real(x.kappa))) * sqr(sqr(lambda_0)));
    const Truth enough = less_equal(max(overlap, room), m);
    if (enough == Truth::yes) measured = excess;
    if (enough == Truth::no) measured = R(Real(-1));
  }
  const auto say = [](const R& set, const char* what) { return Enclosure(set, Evidence("trajectory", what)); };
  std::vector<Claim> all{
      at_most("rate", say(excess, "largest (|e_k| - (1 - eta lambda_0/2)^k |e_0|) / |e_0|"), number(0.0)),
      at_most("movement", say(moved, "largest movement"), say(reach, "2 |X| |e_0| / (sqrt(m) lambda_0)")),
      at_least("gram", say(least, "least lambda_min(H(k))"), say(lambda_0 * R(Real(c.gram)) / R(2), "lambda_0 / 2")),
      at_most("measured", say(measured, "the same, -1 where m is too small for |e_0|"), number(0.0))};
  for (Claim& claim : all) claim = with_probability(std::move(claim), R(Real(x.delta)));
  return all;
}

template <Scalar T>
std::vector<Claim> WideDescent::conclude(const Instance& x) {
  return claims<T>(x, {});
}

// The share of the sign patterns of m output weights and m x n activations for which every input has an active neuron
// of positive output weight, by counting them: without one an orthonormal input of positive label is never learned.
Rational enumerated_success(unsigned m, unsigned n) {
  std::int64_t good = 0;
  const unsigned bits = m * (n + 1);
  for (unsigned pattern = 0; pattern < 1U << bits; ++pattern) {
    const unsigned signs = pattern & ((1U << m) - 1);
    bool all = true;
    for (unsigned i = 0; i < n; ++i) all = all && (signs & (pattern >> (m * (i + 1)))) != 0;
    good += all ? 1 : 0;
  }
  return Rational(good, std::int64_t{1} << bits);
}

std::vector<Control<Instance>> WideDescent::controls() {
  using I = Instance;
  const auto orthonormal = [](std::size_t n, std::int64_t width, double step, double delta) {
    I x;
    x.inputs = Matrix<double>(n, n);
    for (std::size_t i = 0; i < n; ++i) x.inputs(i, i) = 1;
    x.labels = std::vector<double>(n, 1.0);
    x.width = width;
    x.step = step;
    x.delta = delta;
    return x;
  };
  // Width 47040 suffices for one input of label 1 at kappa = 1, delta = 1 - 2^-10: (6144/pi) (3/2) 16 / delta = 46 983.
  const auto one_input = [orthonormal](double step) {
    return [=](Draw& draw) {
      I x = orthonormal(1, 47040, step, 0.9990234375);
      x.key = draw.integer(0, std::int64_t{1} << 40);
      return x;
    };
  };
  const auto narrow = [orthonormal](Draw& draw) {  // 47 of 64 starts never learn one of the labels
    I x = orthonormal(2, 2, 1, 0.0625);
    x.key = draw.integer(0, std::int64_t{1} << 40);
    return x;
  };
  // As if exact: on every start the altered claim is false.
  const auto exact_claims = [](Factors c) {
    return on_rung<I>([c]<class T>(const I& x) {
      std::vector<Claim> all = claims<T>(x, c);
      for (Claim& claim : all) {
        claim.strength = Strength::exact;
        claim.failure_probability.reset();
      }
      return all;
    });
  };
  const auto changed = [&](std::string name, Factors c) {
    return drawn_sabotage<I>(std::move(name), one_input(1), exact_claims(c));
  };
  I small_step = orthonormal(1, 47040, 0x1p-20, 0.9990234375);
  small_step.key = 1;
  return {
      drawn_dropped_hypothesis<I>("two_neurons", wide, narrow),
      drawn_dropped_hypothesis<I>("step_of_eight", short_step, one_input(8), exact_claims({.steps = 1})),
      changed("rate_times_five_halves", {.rate = 2.5, .steps = 2}),
      changed("movement_quartered", {.movement = 0.25, .steps = 12}),
      changed("gram_times_five_halves", {.gram = 2.5, .steps = 1}),
      tight_case<I>("short_step", small_step, "rate", 0x1p-21),
      // Dossier 1.7: n = 2 orthonormal, y = (1, -1), kappa = 1, delta = 1/2 needs m >= 187 747.
      golden<I>("stated_width", orthonormal(2, 187747, 1, 0.5),
                [](const I& x, Precision) -> std::vector<Claim> {
                  const auto width = guarantee(x, least_eigenvalue(x)).transform([](const DescentGuarantee& g) {
                    return Enclosure(g.width, Evidence("bound", "width"));
                  });
                  return {exceeds("more than 187746", width, number(187746.0)),
                          at_most("at most 187747", width, number(187747.0))};
                }),
      // tests/golden/overparametrization.json, width/orthonormal: what two or three neurons learn.
      golden<I>("few_neurons", orthonormal(2, 187747, 1, 0.5),
                [](const I&, Precision) -> std::vector<Claim> {
                  return {equals("m = 2, n = 1", number(enumerated_success(2, 1)), number(Rational(7, 16))),
                          equals("m = 2, n = 2", number(enumerated_success(2, 2)), number(Rational(17, 64))),
                          equals("m = 3, n = 2", number(enumerated_success(3, 2)), number(Rational(205, 512))),
                          equals("m = 3, n = 3", number(enumerated_success(3, 3)), number(Rational(1183, 4096)))};
                }),
  };
}

}  // namespace

Theorem wide_two_layer_descent() { return Theorem(WideDescent{}); }

}  // namespace lemmata::theory::kernel_regime
