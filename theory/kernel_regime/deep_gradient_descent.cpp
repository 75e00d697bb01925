/// \file
/// # Gradient descent on a deep smooth network, all layers trained, converges linearly: an explicit form
/// ## Statement   f = a . x^(H), the fully connected network of smooth_network.hpp with tanh, softplus or sine, unit
///                inputs x_1..x_n, any parameters t_0 and labels y; e_k the residual of gradient descent with step eta
///                on all parameters, L = 1/2 sum (f(x_i) - y_i)^2. Let G(t) be the Gram matrix of the gradients, g =
///                lambda_min(G(t_0)), K a bound of (sum |f''(x_i)|^2)^(1/2) on the ball of radius 4 |e_0| / sqrt(g)
///                about t_0. If 8 K |e_0| <= g, g > 0, and 0 < eta <= 1 / (2 (sqrt(lambda_max(G(t_0))) + sqrt(g)/2)^2),
///                then for all k (i) |e_k|^2 <= (1 - eta g/4)^k |e_0|^2, (ii) (sqrt(g)/4) |t_k - t_0| + |e_k| <= |e_0|,
///                (iii) lambda_min(G(t_k)) >= g/4. (iv) At a Gaussian start G^(H)(t_0) tends to K^(H) of
///                deep_kernel.hpp as the width m grows.
/// ## Source      Du, Lee, Li, Wang, Zhai (2019), ICML, Theorem 5.1, arXiv:1811.03804: m = Omega(2^O(H)
///                max{n^4/lambda^4, n/delta, n^2 log(Hn/delta)/lambda^2}), eta = O(lambda / (n^2 2^O(H))) give L(k) <=
///                (1 - eta lambda/2)^k L(0) with probability 1 - delta, mark [R]. Its constants and 2^O(H) are
///                unspecified, so (i)-(iii) are the explicit per-instance form of the dossier instead, sections 1.8 and
///                2.5 (c), mark [D]: a variant of Oymak, Soltanolkotabi (2020), Theorem 2.1.
/// ## Method      K by the chain rule (smooth_network.hpp). The trajectory is enclosed for 12 steps. |J(t) - J(t_0)| <=
///                K |t - t_0| gives sigma_min >= sqrt(g)/2 and |J| <= sqrt(lambda_max) + sqrt(g)/2 on the ball, and 1 /
///                (K |e_0|) >= 8/g is never the smaller bound of eta.
/// ## Surrogate   (iv): the mean of G^(2)_12 over 64 starts of width 32, H = 2, is within 0.3 K^(2)_11 of K^(2)_12.
///                G^(H)_12 is a mean of m nearly independent terms: to first order the mean has standard deviation 0.05
///                K^(2)_11 and a bias of order 1/m. The starts are fixed (normal, rounded to 2^-12), the inputs and the
///                activation the instance's; the kernel of another normalisation is off by more.

#include "numerics/base/random.hpp"
#include "theory/model/deep_kernel.hpp"
#include "theory/model/normal_numbers.hpp"
#include "theory/model/parallel_rows.hpp"
#include "theory/model/small_spectrum.hpp"
#include "theory/model/smooth_network.hpp"
#include "theory/statement/altered.hpp"

#include <cmath>

namespace lemmata::theory::kernel_regime {
namespace {

constexpr int steps = 12;
constexpr const char* non_zero = "no input is zero";
constexpr const char* small_residual = "8 K |e_0| <= g = lambda_min(G(t_0)), g > 0";
constexpr const char* short_step = "0 < eta <= 1 / (2 (sqrt(lambda_max(G(t_0))) + sqrt(g)/2)^2)";

struct DeepDescent {
  struct Instance {
    std::int64_t activation = 0;  ///< 0 tanh, 1 softplus, 2 sine
    Matrix<double> inputs;        ///< n x d, of any length
    std::vector<double> labels;   ///< n
    Matrix<double> first;         ///< m x d: W^(1)
    Matrix<double> hidden;        ///< (H - 1) m x m: W^(2), .., W^(H)
    std::vector<double> output;   ///< m: a
    double step = 0;              ///< eta
    static constexpr auto fields() {
      return std::tuple{Field{"activation", &Instance::activation},
                        Field{"inputs", &Instance::inputs},
                        Field{"labels", &Instance::labels},
                        Field{"first", &Instance::first},
                        Field{"hidden", &Instance::hidden},
                        Field{"output", &Instance::output},
                        Field{"step", &Instance::step}};
    }
    [[nodiscard]] SmoothActivation kind() const { return static_cast<SmoothActivation>(activation); }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
  static std::vector<Constant<Instance>> constants();
  static std::vector<Feature> features(const Instance& x) { return {{"width m", static_cast<double>(x.first.rows())}}; }
};

using Instance = DeepDescent::Instance;

Statement DeepDescent::statement() {
  Statement s;
  s.title = "Gradient descent on a deep smooth network, all layers trained: an explicit form";
  s.text =
      "Fully connected network, tanh, softplus or sine, gradient descent with step eta on all layers. If 8 K |e_0| <= "
      "g = lambda_min(G(t_0)), K a bound of the second derivative on the ball of radius 4 |e_0| / sqrt(g), and eta <= "
      "1 / (2 (sqrt(lambda_max(G(t_0))) + sqrt(g)/2)^2), then for all k (checked to k = 12) |e_k|^2 <= (1 - eta g/4)^k "
      "|e_0|^2, the parameters stay in the ball and lambda_min(G(t_k)) >= g/4.";
  s.source = {"S. S. Du, J. D. Lee, H. Li, L. Wang, X. Zhai",
              2019,
              "Gradient Descent Finds Global Minima of Deep Neural Networks",
              "ICML",
              "Theorem 5.1, constants unspecified; explicit form of the dossier, sections 1.8 and 2.5",
              "arXiv:1811.03804"};
  s.provenance = Provenance::derived;
  s.dossier = "deep/gd-fc";
  s.hypotheses = {non_zero, small_residual, short_step};
  s.claims = {{"rate", "|e_k|^2 <= (1 - eta g/4)^k |e_0|^2", Strength::exact, Provenance::derived},
              {"path", "(sqrt(g)/4) |t_k - t_0| + |e_k| <= |e_0|", Strength::exact, Provenance::derived},
              {"gram", "lambda_min(G(t_k)) >= g/4", Strength::exact, Provenance::derived},
              {"limit", "|mean of G^(2)_12 over 64 starts of width 32 - K^(2)_12| <= 0.3 K^(2)_11",
               Strength::asymptotic, Provenance::recalled}};
  s.notes = {
      "The claim is the dossier's own explicit form; the source leaves its constants unspecified and asks for a "
      "width, which makes the residual small against g in probability."};
  return s;
}

template <Scalar T>
using Passes = std::vector<typename SmoothNetwork<T>::Pass>;

template <Scalar T>
SmoothNetwork<T> network_of(const Instance& x) {
  return {x.kind(), x.first, x.hidden, x.output};
}

template <Scalar T>
Passes<T> passes_of(const SmoothNetwork<T>& network, const Matrix<double>& inputs) {
  Passes<T> result;
  for (std::size_t i = 0; i < inputs.rows(); ++i) {
    result.push_back(network.pass(SmoothNetwork<T>::unit(inputs.row(i))));
  }
  return result;
}

template <Scalar T>
IntervalVector<T> residual_of(const Passes<T>& passes, const Instance& x) {
  IntervalVector<T> e;
  for (std::size_t i = 0; i < passes.size(); ++i) e.push_back(Interval<T>(T(x.labels[i])) - passes[i].value);
  return e;
}

// What the hypotheses are about, at t_0.
struct Start {
  Interval<Real> residual, least, largest, curvature;
};

template <Scalar T>
Start start_of(const SmoothNetwork<T>& network, const Passes<T>& passes, const Instance& x) {
  Start s;
  s.residual = convert<Real>(norm(residual_of<T>(passes, x)));
  const Matrix<Interval<Real>> gram = as_real(gradient_gram<T>(passes));
  s.least = small_eigenvalue(gram, false);
  s.largest = small_eigenvalue(gram, true);
  s.curvature = Interval<Real>::whole();
  if (positive(s.least) != Truth::yes) return s;
  const Interval<T> radius = convert<T>(Interval<Real>(4) * s.residual / sqrt(s.least));
  Interval<T> square;
  for (const auto& pass : passes) square += sqr(network.curvature(pass, radius));
  s.curvature = convert<Real>(sqrt(square));
  return s;
}

// 1 / (2 (sqrt(lambda_max) + sqrt(g)/2)^2).
Interval<Real> longest_step(const Start& s) {
  return Interval<Real>(1) / (Interval<Real>(2) * sqr(sqrt(s.largest) + sqrt(s.least) / Interval<Real>(2)));
}

// The index-th of a family of normal numbers, rounded to 12 bits after the point.
double short_normal(std::uint64_t seed, const char* family, std::uint64_t index) {
  return std::ldexp(std::round(std::ldexp(standard_normal(RandomStream(seed, random_tag(family), index)), 12)), -12);
}

Instance DeepDescent::generate(Draw& draw) {
  Instance x;
  x.activation = draw.integer(0, 2);
  const std::size_t n = draw.dimension(1, 3);
  const std::size_t d = 2 + draw.pick(2);
  const std::size_t m = 3 + draw.pick(4);
  const std::size_t depth = 1 + draw.pick(3);
  x.inputs = Matrix<double>(n, d);
  for (std::size_t i = 0; i < n; ++i) {  // directions apart: g is not tiny
    for (std::size_t k = 0; k < d; ++k) {
      x.inputs(i, k) = (k == i % d ? (i < d ? 4.0 : -4.0) : 0.0) + static_cast<double>(draw.integer(-1, 1));
    }
  }
  const std::uint64_t key = draw.choice(std::uint64_t{1} << 32);
  std::uint64_t index = 0;
  const auto normal = [&] { return short_normal(key, "deep weights", index++); };
  x.first = Matrix<double>(m, d);
  x.hidden = Matrix<double>((depth - 1) * m, m);
  for (std::size_t r = 0; r < m; ++r) {
    for (double& w : x.first.row(r)) w = normal();
  }
  for (std::size_t r = 0; r < x.hidden.rows(); ++r) {
    for (double& w : x.hidden.row(r)) w = normal();
  }
  for (std::size_t r = 0; r < m; ++r) x.output.push_back(normal());

  // Labels near f(x_i): as far as the hypothesis allows, by trial in enclosed arithmetic, which every machine repeats.
  const SmoothNetwork<double> network = network_of<double>(x);
  const Passes<double> passes = passes_of(network, x.inputs);
  std::vector<double> signs;
  for (std::size_t i = 0; i < n; ++i) signs.push_back(static_cast<double>(draw.integer(-4, 4)) + 0.5);
  Start start;
  for (int bits = 4; bits <= 32; ++bits) {
    x.labels.clear();
    for (std::size_t i = 0; i < n; ++i) {
      const double value = std::ldexp(std::round(std::ldexp(passes[i].value.mid(), bits + 8)), -(bits + 8));
      x.labels.push_back(value + std::ldexp(signs[i], -bits));
    }
    start = start_of(network, passes, x);
    if (certainly(less_equal(Interval<Real>(8) * start.curvature * start.residual, start.least))) break;
  }
  const double limit = convert<double>(longest_step(start)).inf();
  x.step = std::isfinite(limit) && limit > 0x1p-40 ? std::ldexp(std::floor(std::ldexp(limit, 20)), -20) : 0x1p-20;
  x.step = std::ldexp(x.step, -static_cast<int>(draw.integer(0, 2)));
  return x;
}

template <Scalar T>
std::vector<Hypothesis> DeepDescent::hypotheses(const Instance& x) {
  if (!row_relations(x.inputs).zero_rows.empty()) {
    return {{non_zero, Truth::no, {}}, {small_residual, Truth::unknown, {}}, {short_step, Truth::unknown, {}}};
  }
  const SmoothNetwork<T> network = network_of<T>(x);
  const Start s = start_of(network, passes_of(network, x.inputs), x);
  const Interval<Real> eta{Real(x.step)};
  return {{non_zero, Truth::yes, {}},
          {small_residual, positive(s.least) && less_equal(Interval<Real>(8) * s.curvature * s.residual, s.least), {}},
          {short_step, positive(eta) && less_equal(eta, longest_step(s)), {}}};
}

// Constants that the theorem states as 1/4; a sabotage and `check --sharpen` replace them.
struct Factors {
  Interval<Real> rate = Interval<Real>(0.25);
  Interval<Real> path = Interval<Real>(0.25);
  Interval<Real> gram = Interval<Real>(0.25);
};

template <Scalar T>
std::vector<Claim> descent_claims(const Instance& x, const Factors& c) {
  const SmoothNetwork<T> origin = network_of<T>(x);
  SmoothNetwork<T> network = origin;
  Passes<T> passes = passes_of(network, x.inputs);
  const Start s = start_of(network, passes, x);
  const Interval<Real> eta{Real(x.step)};
  const Interval<Real> contraction = Interval<Real>(1) - eta * s.least * c.rate;
  const Interval<Real> square = sqr(s.residual);
  Interval<Real> allowed = square;
  Interval<Real> rate(Real(-1));  // each excess is >= -1
  Interval<Real> path(Real(-1));
  Interval<Real> least = s.least;
  Curve curve{"step k", "|e_k|^2 / |e_0|^2", {0}, {1}, {1}};
  const auto middle = [](const Interval<Real>& v) { return convert<double>(Interval<Real>(v.mid())).inf(); };
  for (int k = 1; k <= steps; ++k) {
    const IntervalVector<T> e = residual_of<T>(passes, x);
    for (std::size_t i = 0; i < e.size(); ++i) network.add_gradient(passes[i], Interval<T>(T(x.step)) * e[i]);
    passes = passes_of(network, x.inputs);
    const Interval<Real> residual = convert<Real>(norm(residual_of<T>(passes, x)));
    allowed = allowed * contraction;
    rate = max(rate, (sqr(residual) - allowed) / square);
    const Interval<Real> moved = convert<Real>(network.distance(origin));
    path = max(path, (c.path * sqrt(s.least) * moved + residual - s.residual) / s.residual);
    least = min(least, small_eigenvalue(as_real(gradient_gram<T>(passes)), false));
    curve.at.push_back(k);
    curve.approximate_allowed.push_back(middle(allowed / square));
    curve.approximate_found.push_back(middle(sqr(residual) / square));
  }
  const auto say = [](const Interval<Real>& set, const char* what) {
    return Enclosure(set, Evidence("trajectory", what));
  };
  return {with_curve(at_most("rate", say(rate, "largest (|e_k|^2 - (1 - eta g/4)^k |e_0|^2) / |e_0|^2"), number(0.0)),
                     std::move(curve)),
          at_most("path", say(path, "largest ((sqrt(g)/4) |t_k - t_0| + |e_k| - |e_0|) / |e_0|"), number(0.0)),
          at_least("gram", say(least, "least lambda_min(G(t_k))"), say(s.least * c.gram, "g/4"))};
}

// Fixed parameters of a network of width 32 and depth 2 on R^3.
struct Parameters {
  Matrix<double> first{32, 3};
  Matrix<double> hidden{32, 32};
  std::vector<double> output;
};

const std::vector<Parameters>& starts() {
  static const std::vector<Parameters> all = [] {
    std::vector<Parameters> result(64);
    std::uint64_t index = 0;
    const auto normal = [&] { return short_normal(20, "gram limit", index++); };
    for (Parameters& p : result) {
      for (std::size_t r = 0; r < 32; ++r) {
        for (double& w : p.first.row(r)) w = normal();
        for (double& w : p.hidden.row(r)) w = normal();
        p.output.push_back(normal());
      }
    }
    return result;
  }();
  return all;
}

// For the first input and the same turned by half a right angle in its first two coordinates.
Claim limit_claim(const Instance& x, double factor) {
  Matrix<double> pair(2, 3);
  for (std::size_t k = 0; k < x.inputs.columns(); ++k) pair(0, k) = pair(1, k) = x.inputs(0, k);
  pair(1, 0) = (x.inputs(0, 0) - x.inputs(0, 1)) * 0.70703125;
  pair(1, 1) = (x.inputs(0, 1) + x.inputs(0, 0)) * 0.70703125;
  Interval<double> sum;
  for (const Parameters& p : starts()) {
    const SmoothNetwork<double> network(x.kind(), p.first, p.hidden, p.output);
    sum += last_layer_gram<double>(passes_of(network, pair))(0, 1);
  }
  const DeepEntries<double> entries(deep_kernel("fc", activation(name(x.kind())).value(), 2).value());
  const Interval<double> limit = entries.entry(unit_pair<double>(pair.row(0), pair.row(1)));
  const Interval<double> off = abs(sum / Interval<double>(64) - limit * Interval<double>(factor)) / entries.diagonal();
  return as_surrogate(at_most("limit", enclose(off, Evidence("statistics", "|mean G_12 - K_12| / K_11")),
                              Enclosure(decimal("0.3"), Evidence("bound", "0.3"))));
}

template <Scalar T>
std::vector<Claim> DeepDescent::conclude(const Instance& x) {
  std::vector<Claim> all = descent_claims<T>(x, {});
  all.push_back(limit_claim(x, 1));
  return all;
}

std::vector<Constant<Instance>> DeepDescent::constants() {
  const auto one = [](std::string name, std::string text, Interval<Real> Factors::*which, std::size_t claim) {
    return constant<Instance>(std::move(name), std::move(text), decimal("0.25"), true,
                              [=]<class T>(const Instance& x, const Interval<Real>& c) -> Claim {
                                Factors factors;
                                factors.*which = c;
                                return descent_claims<T>(x, factors).at(claim);
                              });
  };
  return {one("rate", "c in |e_k|^2 <= (1 - c eta g)^k |e_0|^2, stated 1/4", &Factors::rate, 0),
          one("path", "c in c sqrt(g) |t_k - t_0| + |e_k| <= |e_0|, stated 1/4", &Factors::path, 1),
          one("gram", "c in lambda_min(G(t_k)) >= c g, stated 1/4", &Factors::gram, 2)};
}

std::vector<Control<Instance>> DeepDescent::controls() {
  using I = Instance;
  // One neuron, f(x) = a s tanh(w), x = 1.
  const auto one_neuron = [](double w, double a, double label, double step) {
    return I{0, Matrix<double>(1, 2, {1, 0}), {label}, Matrix<double>(1, 2, {w, 0}), Matrix<double>(0, 1), {a}, step};
  };
  const auto changed = [](std::string name, Factors c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        on_rung<I>([c]<class T>(const I& x) { return descent_claims<T>(x, c); }));
  };
  const I calm = one_neuron(0.5, 1, 0.734375, 0x1p-4);
  return {
      // a = -w is the stable manifold of the saddle a = w = 0, where all gradients vanish and |e| = 1.
      dropped_hypothesis<I>("into_the_saddle", small_residual, one_neuron(0x1p-10, -0x1p-10, 1, 0.5)),
      dropped_hypothesis<I>("step_too_long", short_step, one_neuron(0.5, 1, 0.734375, 8)),
      changed("rate_times_sixteen", {.rate = Interval<Real>(4)}),
      changed("path_times_eight", {.path = Interval<Real>(2)}),
      changed("gram_times_eight", {.gram = Interval<Real>(2)}),
      drawn_sabotage<I>(
          "another_kernel", [](Draw& draw) { return generate(draw); },
          [](const I& x, Precision) -> std::vector<Claim> { return {limit_claim(x, 2)}; }),
      tight_case<I>("short_step", one_neuron(0.5, 1, 0.734375, 0x1p-20), "rate", 0x1p-18),
      // One neuron followed apart at 40 digits: g, K, the longest step, and the sides of the claims.
      golden<I>("one_neuron", calm, on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                  const SmoothNetwork<T> network = network_of<T>(x);
                  const Start s = start_of(network, passes_of(network, x.inputs), x);
                  const std::vector<Claim> all = descent_claims<T>(x, {});
                  const auto is = [](const char* name, const Interval<Real>& set, const char* digits) {
                    return lies_in(name, Enclosure(set, Evidence("formula", name)), rounded_decimal(digits));
                  };
                  return {is("g", s.least, "2.11023061185"),
                          is("K", s.curvature, "2.8237524240"),
                          is("longest step", longest_step(s), "0.1053070792236"),
                          lies_in("rate", all[0].lhs, rounded_decimal("-0.213409040101")),
                          lies_in("path", all[1].lhs, rounded_decimal("-0.0989155533578")),
                          lies_in("gram", all[2].lhs, rounded_decimal("2.10963344303")),
                          lies_in("g/4", all[2].rhs, rounded_decimal("0.5275576529625"))};
                })),
  };
}

}  // namespace

Theorem deep_gradient_descent() { return Theorem(DeepDescent{}); }

}  // namespace lemmata::theory::kernel_regime
