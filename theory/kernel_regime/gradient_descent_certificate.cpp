/// \file
/// # Gradient descent on a two-layer ReLU net converges linearly: the per-instance certificate
/// ## Statement   f(x) = m^(-1/2) sum_r a_r relu(w_r . x), a_r = +-1 fixed, unit inputs x_1..x_n, any labels y and any
///                W(0); e_k = y - u(k) the residual of gradient descent with step eta on the first layer, on
///                L = 1/2 sum (f(x_i) - y_i)^2. With H_ij(W) = rho_ij #{r : w_r . x_i >= 0, w_r . x_j >= 0} / m,
///                S_i(R) = {r : |w_r(0) . x_i| <= R} and E_ij(R) = |rho_ij| |S_i u S_j| / m let
///                mu = lambda_min(H(0)) - |E(R)| > 0, R' = |X| |e_0| / (sqrt(m) mu) <= R and
///                0 < eta <= 2 / (lambda_min(H(0)) + lambda_max(H(0))). Then for all k
///                (i) |e_k| <= (1 - eta mu)^k |e_0|, (ii) |w_r(k) - w_r(0)| <= R', (iii) lambda_min(H(k)) >= mu.
/// ## Source      Theory dossier, section 1.7, Theorem A, mark [D]: a deterministic form of Du, Zhai, Poczos, Singh
///                (2019), ICLR, Theorem 4.1, arXiv:1810.02054.
/// ## Method      The trajectory is enclosed step by step in intervals of the rung, through z_rj = w_r . x_j and the
///                coefficients of w_r(k) - w_r(0) in the inputs. An activation whose sign is not certain contributes
///                its hull. Checked for k = 1..30.
/// ## Notes       Inputs of any length are scaled to unit length, which is enclosed.

#include "numerics/base/random.hpp"
#include "theory/model/parallel_rows.hpp"
#include "theory/model/small_spectrum.hpp"
#include "theory/model/two_layer_descent.hpp"
#include "theory/statement/theorem.hpp"

#include <cmath>

namespace lemmata::theory::kernel_regime {
namespace {

constexpr int steps = 30;
constexpr const char* non_zero = "no input is zero";
constexpr const char* margin_left = "mu = lambda_min(H(0)) - |E(R)| > 0";
constexpr const char* radius_suffices = "R' = |X| |e_0| / (sqrt(m) mu) <= R";
constexpr const char* small_step = "0 < eta <= 2 / (lambda_min(H(0)) + lambda_max(H(0)))";

struct Certificate {
  struct Instance {
    Matrix<double> inputs;            ///< n x d, of any length
    std::vector<double> labels;       ///< n
    Matrix<double> weights;           ///< m x d: W(0)
    std::vector<std::int64_t> signs;  ///< m: a
    double step = 0;                  ///< eta
    double radius = 0;                ///< R
    static constexpr auto fields() {
      return std::tuple{Field{"inputs", &Instance::inputs},   Field{"labels", &Instance::labels},
                        Field{"weights", &Instance::weights}, Field{"signs", &Instance::signs},
                        Field{"step", &Instance::step},       Field{"radius", &Instance::radius}};
    }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
  static std::vector<Constant<Instance>> constants();
  static std::vector<Feature> features(const Instance& x) {
    return {{"width m", static_cast<double>(x.weights.rows())}, {"inputs n", static_cast<double>(x.inputs.rows())}};
  }
};

Statement Certificate::statement() {
  Statement s;
  s.title = "Gradient descent on a two-layer ReLU net: the per-instance certificate";
  s.text =
      "Unit inputs, any labels, any W(0), a_r = +-1, gradient descent on the first layer. If mu = lambda_min(H(0)) - "
      "|E(R)| > 0, R' = |X| |e_0| / (sqrt(m) mu) <= R and 0 < eta <= 2 / (lambda_min(H(0)) + lambda_max(H(0))), then "
      "for all k (checked to k = 30) the residual contracts by 1 - eta mu, no neuron moves further than R', and "
      "lambda_min(H(k)) >= mu.";
  s.source = {"Theory dossier of this library",
              2025,
              "Over-parametrisation, Gram matrices and the tangent kernel",
              "",
              "section 1.7, Theorem A, after Du, Zhai, Poczos, Singh (2019), Theorem 4.1",
              "arXiv:1810.02054"};
  s.provenance = Provenance::derived;
  s.dossier = "gd/two-layer-cert";
  s.hypotheses = {non_zero, margin_left, radius_suffices, small_step};
  s.claims = {{"rate", "|e_k| <= (1 - eta mu)^k |e_0|", Strength::exact, Provenance::derived},
              {"movement", "max_r |w_r(k) - w_r(0)| <= R'", Strength::exact, Provenance::derived},
              {"gram", "lambda_min(H(k)) >= mu", Strength::exact, Provenance::derived}};
  s.notes = {"The certificate is sufficient only; it needs m of the order of a thousand even for orthonormal inputs."};
  return s;
}

Certificate::Instance Certificate::generate(Draw& draw) {
  Instance x;
  const std::size_t n = 1 + draw.pick(3);
  const std::size_t d = n + draw.pick(2);
  // Orthogonal inputs, or two nearly orthogonal ones: wider angles need far more neurons.
  const std::int64_t tilt = n == 2 ? draw.integer(0, 1) : 0;
  x.inputs = Matrix<double>(n, d);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < d; ++k) {
      x.inputs(i, k) = (i == k ? 8.0 : 0.0) + static_cast<double>(draw.integer(-tilt, tilt));
    }
    x.labels.push_back(draw.coin() ? 1.0 : -1.0);
  }
  const std::size_t m = 1600 + 4 * draw.dimension(0, 200);
  const RandomStream stream(draw.choice(std::uint64_t{1} << 32), random_tag("weights"), 0);
  x.weights = Matrix<double>(m, d);
  for (std::size_t r = 0; r < m; ++r) {
    for (std::size_t k = 0; k < d; ++k) {
      const std::uint64_t word = uniform_below(stream.at(r * (d + 1) + k), std::uint64_t{1} << 21);
      x.weights(r, k) = std::ldexp(static_cast<double>(word) - 0x1p20 + 0.5, -20);
    }
    x.signs.push_back(stream.at(r * (d + 1) + d) % 2 == 0 ? 1 : -1);
  }
  x.step = std::ldexp(1.0, -static_cast<int>(draw.integer(0, 3)));
  x.radius = 0.25;
  return x;
}

template <Scalar T>
TwoLayerDescent<T> start_of(const Certificate::Instance& x) {
  return {x.inputs, x.labels, x.weights, x.signs, x.step};
}

// The constants of the theorem at W(0).
struct Constants {
  Interval<Real> least, largest, mu, norm, residual, root_m, reach;
};

template <Scalar T>
Constants constants_of(const TwoLayerDescent<T>& start, const Certificate::Instance& x) {
  Constants c;
  c.least = small_eigenvalue(start.gram(), false);
  c.largest = small_eigenvalue(start.gram(), true);
  c.mu = c.least - small_eigenvalue(start.flips(x.radius), true);
  c.norm = sqrt(small_eigenvalue(start.cosines(), true));
  c.residual = start.residual_norm();
  c.root_m = sqrt(Interval<Real>(static_cast<double>(x.weights.rows())));
  c.reach = c.norm * c.residual / (c.root_m * c.mu);
  return c;
}

template <Scalar T>
std::vector<Hypothesis> Certificate::hypotheses(const Instance& x) {
  Hypothesis zero{non_zero, Truth::yes, {}};
  for (const std::size_t i : row_relations(x.inputs).zero_rows) {
    zero = {non_zero, Truth::no, "row " + std::to_string(i)};
  }
  if (zero.holds == Truth::no) {
    return {zero,
            {margin_left, Truth::unknown, {}},
            {radius_suffices, Truth::unknown, {}},
            {small_step, Truth::unknown, {}}};
  }
  const Constants c = constants_of(start_of<T>(x), x);
  const Interval<Real> eta{Real(x.step)};
  const Interval<Real> radius{Real(x.radius)};
  return {zero,
          {margin_left, positive(c.mu), {}},
          {radius_suffices, less_equal(c.norm * c.residual, radius * c.root_m * c.mu), {}},
          {small_step, positive(eta) && less_equal(eta * (c.least + c.largest), Interval<Real>(2)), {}}};
}

// Constants that the theorem has as 1; with anything stronger its claims are false somewhere.
struct Factors {
  Interval<Real> rate = 1;   ///< c in 1 - c eta mu
  Interval<Real> reach = 1;  ///< c in c R'
  Interval<Real> gram = 1;   ///< c in lambda_min(H(k)) >= c mu
};

double middle(const Interval<Real>& x) { return convert<double>(Interval<Real>(x.mid())).inf(); }

template <Scalar T>
std::vector<Claim> claims(const Certificate::Instance& x, const Factors& factors) {
  TwoLayerDescent<T> descent = start_of<T>(x);
  const Constants c = constants_of(descent, x);
  const Interval<Real> one(1);
  const Interval<Real> contraction = one - Interval<Real>{Real(x.step)} * c.mu * factors.rate;
  Interval<Real> bound = c.residual;
  Interval<Real> excess = Interval<Real>(Real(-1));  // max over k of (|e_k| - bound_k) / |e_0|; each is >= -1
  Interval<Real> movement(0);
  std::optional<Interval<Real>> least;
  Curve curve{"step k", "|e_k| / |e_0|", {0}, {1}, {1}};
  for (int k = 1; k <= steps; ++k) {
    descent.step();
    bound = bound * contraction;
    const Interval<Real> residual = descent.residual_norm();
    excess = max(excess, (residual - bound) / c.residual);
    curve.at.push_back(k);
    curve.approximate_allowed.push_back(middle(bound / c.residual));
    curve.approximate_found.push_back(middle(residual / c.residual));
    movement = max(movement, descent.movement());
    const Interval<Real> now = small_eigenvalue(descent.gram(), false);
    least = least ? min(*least, now) : now;
  }
  const auto enclosure = [](const Interval<Real>& set, const char* what) {
    return Enclosure(set, Evidence("trajectory", what));
  };
  return {with_curve(at_most("rate", enclosure(excess, "largest (|e_k| - (1 - eta mu)^k |e_0|) / |e_0|"), number(0.0)),
                     std::move(curve)),
          at_most("movement", enclosure(movement, "largest movement"), enclosure(c.reach * factors.reach, "R'")),
          at_least("gram", enclosure(*least, "least lambda_min(H(k))"), enclosure(c.mu * factors.gram, "mu"))};
}

template <Scalar T>
std::vector<Claim> Certificate::conclude(const Instance& x) {
  return claims<T>(x, {});
}

std::vector<Constant<Certificate::Instance>> Certificate::constants() {
  using I = Instance;
  const auto one = [](std::string name, std::string text, bool larger, Interval<Real> Factors::*which,
                      std::size_t claim) {
    return constant<I>(std::move(name), std::move(text), decimal("1"), larger,
                       [=]<class T>(const I& x, const Interval<Real>& c) -> Claim {
                         Factors factors;
                         factors.*which = c;
                         return claims<T>(x, factors).at(claim);
                       });
  };
  return {one("rate", "c in |e_k| <= (1 - c eta mu)^k |e_0|, stated 1", true, &Factors::rate, 0),
          one("movement", "c in |w_r(k) - w_r(0)| <= c R', stated 1", false, &Factors::reach, 1),
          one("gram", "c in lambda_min(H(k)) >= c mu, stated 1", true, &Factors::gram, 2)};
}

std::vector<Control<Certificate::Instance>> Certificate::controls() {
  using I = Instance;
  // One neuron, one input x = 1: w = 2, y = 1 gives e_k = -(1 - eta)^k, mu = 1, R' = 1 at R = 3/2.
  const auto one_neuron = [](double w, double y, double eta, double radius) {
    return I{Matrix<double>(1, 1, {1.0}), {y}, Matrix<double>(1, 1, {w}), {1}, eta, radius};
  };
  const auto scaled = [](double rate, double reach) {
    const Factors factors{Interval<Real>{Real(rate)}, Interval<Real>{Real(reach)}, 1};
    return on_rung<I>([=]<class T>(const I& x) { return claims<T>(x, factors); });
  };
  const auto only = [](std::size_t which, Conclude<I> all) -> Conclude<I> {
    return
        [which, all = std::move(all)](const I& x, Precision p) -> std::vector<Claim> { return {all(x, p).at(which)}; };
  };
  return {
      // Dossier 1.9: eta = 3 kills the neuron, L = 1/2 forever.
      dropped_hypothesis<I>("step_size_three", small_step, one_neuron(2, 1, 3, 1.5)),
      // The first step carries the neuron through 0: R' = 21/2 is far beyond R.
      dropped_hypothesis<I>("radius_too_small", radius_suffices, one_neuron(0.5, -10, 1, 0.25)),
      sabotage<I>("rate_doubled", one_neuron(2, 1, 0.5, 1.5), only(0, scaled(2.0, 1.0))),
      sabotage<I>("movement_halved", one_neuron(2, 1, 0.5, 1.5), only(1, scaled(1.0, 0.5))),
      drawn_sabotage<I>(
          "movement_at_a_tenth", [](Draw& draw) { return generate(draw); }, only(1, scaled(1.0, 0.1))),
      // The movement tends to R': after 30 steps 1 - 2^-30 of it, enclosed.
      tight_case<I>("one_neuron_moves_r", one_neuron(2, 1, 0.5, 1.5), "movement", 0x1p-29),
      tight_case<I>("one_neuron_rate", one_neuron(2, 1, 0.5, 1.5), "rate", 0.0),
      tight_case<I>("one_neuron_gram", one_neuron(2, 1, 0.5, 1.5), "gram", 0.0),
  };
}

}  // namespace

Theorem gradient_descent_certificate() { return Theorem(Certificate{}); }

}  // namespace lemmata::theory::kernel_regime
