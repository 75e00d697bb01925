/// \file
/// # One step of gradient descent on a homogeneous network does not lower the normalised margin
/// ## Statement   q_n(theta) = y_n Phi(theta; x_n), Phi K-homogeneous in theta and differentiable at theta,
///                L = sum exp(-q_n) <= 1/e, theta_+ = theta - eta grad L(theta) with L_+ = L(theta_+) < L, rho =
///                |theta|. With mu = 1 - (L - L_+)/(eta |grad L|^2) and mu' = eta K L ln(1/L)/(2 rho^2): ln ln(1/L_+) -
///                ln ln(1/L) >= ((1 - mu)/(1 + mu')) (K/2) ln(rho_+^2/rho^2). As eta -> 0 this says that ln(1/L)/rho^K
///                does not decrease. It rests on nu = theta.(-grad L) satisfying nu = K sum exp(-q_n) q_n, nu >= K L
///                ln(1/L) and |grad L|^2/(L ln(1/L)) >= K nu/rho^2.
/// ## Source      Theory dossier, section 5.4 (`margin/lyu-li-step`), mark [D]: a discrete form of Lyu, Li (2020),
///                ICLR, Lemma 5.1 and Theorem 4.1, arXiv:1906.05890 [S].
/// ## Method      Convexity of ln ln(1/x) on (0, 1/e], ln(1 + x) <= x, Euler's identity, Cauchy and Schwarz. Everything
///                relative to L, with Lambda = ln(1/L): nothing underflows, eta is a power of two of any size.
/// ## Notes       Networks here: sum_r a_r s(w_r.x) with s the ReLU (K = 2), the square (K = 3) or the identity (K =
///                2). The three facts are equalities for one sample, so their claims name the room 2^-30 (relative).

#include "numerics/scalar/elementary.hpp"
#include "theory/model/descent_path.hpp"
#include "theory/statement/altered.hpp"

#include <cmath>

namespace lemmata::theory::homogeneous {
namespace {

constexpr const char* is_homogeneous = "the network is homogeneous (no bias)";
constexpr const char* is_differentiable = "no ReLU sits at its kink";
constexpr const char* small_loss = "L <= 1/e";
constexpr const char* descends = "L_+ < L";

enum Kind : std::int64_t { relu = 0, square = 1, identity = 2 };

struct LyuLi {
  struct Instance {
    Matrix<double> inputs;        ///< n x d
    std::vector<double> labels;   ///< y_n: 1 or -1
    Matrix<double> hidden;        ///< m x d: w_r
    std::vector<double> output;   ///< m: a_r
    std::vector<double> bias;     ///< empty, or one parameter added to the output
    std::int64_t activation = 0;  ///< 0 ReLU, 1 square, 2 identity
    double step = 1;
    std::int64_t step_exponent = 0;  ///< eta = step 2^step_exponent: any size
    static constexpr auto fields() {
      return std::tuple{Field{"inputs", &Instance::inputs}, Field{"labels", &Instance::labels},
                        Field{"hidden", &Instance::hidden}, Field{"output", &Instance::output},
                        Field{"bias", &Instance::bias},     Field{"activation", &Instance::activation},
                        Field{"step", &Instance::step},     Field{"step_exponent", &Instance::step_exponent}};
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

Statement LyuLi::statement() {
  Statement s;
  s.title = "Gradient descent on a homogeneous network: the normalised margin, step by step";
  s.text =
      "Phi K-homogeneous and differentiable at theta, L = sum exp(-y_n Phi(x_n)) <= 1/e, one step eta with L_+ < L, "
      "mu = 1 - (L - L_+)/(eta |grad L|^2), mu' = eta K L ln(1/L)/(2 rho^2). Then ln ln(1/L_+) - ln ln(1/L) >= "
      "((1 - mu)/(1 + mu')) (K/2) ln(rho_+^2/rho^2).";
  s.source = {"Theory dossier of this library",
              2025,
              "Implicit bias, margins, generalisation bounds",
              "",
              "section 5.4, after Lyu, Li (2020), ICLR, Lemma 5.1 and Theorem 4.1",
              "arXiv:1906.05890"};
  s.provenance = Provenance::derived;
  s.dossier = "margin/lyu-li-step";
  s.hypotheses = {is_homogeneous, is_differentiable, small_loss, descends};
  s.claims = {
      {"step", "ln ln(1/L_+) - ln ln(1/L) >= ((1 - mu)/(1 + mu')) (K/2) ln(rho_+^2/rho^2)", Strength::exact,
       Provenance::derived},
      {"euler", "|nu - K sum exp(-q_n) q_n| <= 2^-30 K sum exp(-q_n) |q_n|", Strength::exact, Provenance::derived},
      {"radial", "nu >= (1 - 2^-30) K L ln(1/L)", Strength::exact, Provenance::derived},
      {"angular", "|grad L|^2/(L ln(1/L)) >= (1 - 2^-30) K nu/rho^2", Strength::exact, Provenance::derived},
  };
  s.notes = {"The paper's own discrete statement has an unspecified function of L; this inequality needs none."};
  return s;
}

// The parameters, flat: hidden rows, output, bias; and what the data say of them.
template <Scalar T>
struct Network {
  using I = Interval<T>;
  const LyuLi::Instance& x;
  std::vector<I> theta;

  explicit Network(const LyuLi::Instance& instance) : x(instance) {
    for (const double w : x.hidden.entries()) theta.emplace_back(T(w));
    for (const double a : x.output) theta.emplace_back(T(a));
    for (const double b : x.bias) theta.emplace_back(T(b));
  }

  [[nodiscard]] I pre_activation(std::size_t r, std::size_t n) const {
    I sum;
    for (std::size_t k = 0; k < x.inputs.columns(); ++k) {
      sum += theta[r * x.inputs.columns() + k] * I(T(x.inputs(n, k)));
    }
    return sum;
  }
  [[nodiscard]] I activated(const I& z) const {
    if (x.activation == square) return sqr(z);
    return x.activation == relu ? max(z, I(0)) : z;
  }
  [[nodiscard]] I derivative(const I& z) const {
    if (x.activation == square) return z + z;
    if (x.activation == identity) return I(1);
    const Truth on = positive(z);
    return {T(on == Truth::yes ? 1.0 : 0.0), T(on == Truth::no ? 0.0 : 1.0)};
  }
  // q_n and its gradient.
  [[nodiscard]] I margin(std::size_t n, std::vector<I>* gradient = nullptr) const {
    const std::size_t m = x.output.size();
    const std::size_t d = x.inputs.columns();
    const I y{T(x.labels[n])};
    I sum;
    if (gradient != nullptr) gradient->assign(theta.size(), I(0));
    for (std::size_t r = 0; r < m; ++r) {
      const I z = pre_activation(r, n);
      const I value = activated(z);
      const I& a = theta[m * d + r];
      sum += a * value;
      if (gradient == nullptr) continue;
      (*gradient)[m * d + r] = y * value;
      const I slope = y * a * derivative(z);
      for (std::size_t k = 0; k < d; ++k) (*gradient)[r * d + k] = slope * I(T(x.inputs(n, k)));
    }
    for (std::size_t b = 0; b < x.bias.size(); ++b) {
      sum += theta[m * d + m + b];
      if (gradient != nullptr) (*gradient)[m * d + m + b] = y;
    }
    return y * sum;
  }
  [[nodiscard]] I square_norm() const { return dot_product<T>(theta, theta); }
};

// One step, all relative to L: the shares of the loss, -grad L / L, and theta_+.
template <Scalar T>
struct Step {
  using I = Interval<T>;
  std::vector<I> margins;
  LossState<T> state;
  std::vector<I> direction;  ///< -grad L / L
  I scale;                   ///< eta L
  I before, after;           ///< rho^2
  I lambda, lambda_after;    ///< ln(1/L)
  Truth differentiable = Truth::yes;
  I nu;  ///< theta.direction

  explicit Step(const LyuLi::Instance& x) {
    Network<T> net(x);
    std::vector<std::vector<I>> gradients(x.inputs.rows());
    for (std::size_t n = 0; n < x.inputs.rows(); ++n) {
      margins.push_back(net.margin(n, &gradients[n]));
      for (std::size_t r = 0; r < x.output.size() && x.activation == relu; ++r) {
        differentiable = differentiable && !zero(net.pre_activation(r, n));
      }
    }
    state = loss_state<T>(MarginLoss::exponential, margins);
    lambda = -state.log_loss;
    before = net.square_norm();
    direction.assign(net.theta.size(), I(0));
    for (std::size_t n = 0; n < margins.size(); ++n) {
      for (std::size_t k = 0; k < direction.size(); ++k) direction[k] += state.share[n] * gradients[n][k];
    }
    nu = dot_product<T>(net.theta, direction);
    scale = I(T(x.step)) * exp(I(static_cast<double>(x.step_exponent)) * log(I(2)) - lambda);
    for (std::size_t k = 0; k < direction.size(); ++k) net.theta[k] += scale * direction[k];
    std::vector<I> moved;
    for (std::size_t n = 0; n < margins.size(); ++n) moved.push_back(net.margin(n));
    lambda_after = -loss_state<T>(MarginLoss::exponential, moved).log_loss;
    after = net.square_norm();
  }
};

double degree(const LyuLi::Instance& x) { return x.activation == square ? 3 : 2; }

LyuLi::Instance LyuLi::generate(Draw& draw) {
  for (int attempt = 0;; ++attempt) {
    Instance x;
    x.activation = draw.integer(0, 2);
    const std::size_t n = draw.dimension(1, 4);
    const std::size_t d = draw.dimension(1, 3);
    const std::size_t m = draw.dimension(1, 4);
    x.inputs = Matrix<double>(n, d);
    x.hidden = Matrix<double>(m, d);
    for (std::size_t i = 0; i < n; ++i) {
      for (double& entry : x.inputs.row(i)) entry = static_cast<double>(draw.integer(-6, 6));
    }
    for (std::size_t r = 0; r < m; ++r) {
      for (double& entry : x.hidden.row(r)) entry = draw.real(-2, 2, 4);
      x.output.push_back(draw.real(-2, 2, 4));
    }
    const std::int64_t extra = draw.integer(0, 3);
    const std::int64_t shrink = draw.integer(1, 20);
    x.labels.assign(n, 1.0);
    // Labels the network gets right; scaled until L is small. Small numbers: exact in double.
    const Network<double> net(x);
    double least = 0;
    std::size_t where = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double value = net.margin(i).mid();
      x.labels[i] = value < 0 ? -1.0 : 1.0;
      if (i == 0 || std::fabs(value) < least) {
        least = std::fabs(value);
        where = i;
      }
    }
    if (least == 0 && attempt < 16) continue;
    const double factor = degree(x) == 3 ? 8 : 4;
    int doublings = 0;
    for (; doublings < 40 && least < 1 + static_cast<double>(n); ++doublings) least *= factor;
    for (std::int64_t k = 0; k < extra; ++k, ++doublings) least *= factor;
    const double scale = std::ldexp(1.0, doublings);
    for (std::size_t r = 0; r < m; ++r) {
      for (double& entry : x.hidden.row(r)) entry *= scale;
      x.output[r] *= scale;
    }
    // eta L |grad L / L|^2 is about 2^-shrink: the gradient of the least margin stands for it.
    std::vector<Interval<double>> gradient;
    static_cast<void>(Network<double>(x).margin(where, &gradient));
    const double size = dot_product<double>(gradient, gradient).mid();
    x.step_exponent =
        static_cast<std::int64_t>(std::floor(least * 1.4375)) - (size > 0 ? std::ilogb(size) : 0) - shrink - 2;
    return x;
  }
}

template <Scalar T>
std::vector<Hypothesis> LyuLi::hypotheses(const Instance& x) {
  const Step<T> step(x);
  return {{is_homogeneous, truth(x.bias.empty()), {}},
          {is_differentiable, step.differentiable, {}},
          {small_loss, less_equal(Interval<T>(1), step.lambda), {}},
          {descends, less(step.lambda, step.lambda_after), {}}};
}

template <Scalar T>
std::vector<Claim> LyuLi::conclude(const Instance& x) {
  using I = Interval<T>;
  const Step<T> step(x);
  const I k{T(degree(x))};
  const I gradient = dot_product<T>(step.direction, step.direction);
  const I kept = -expm1(step.lambda - step.lambda_after) / (step.scale * gradient);  // 1 - mu
  const I loss = step.scale * k * step.lambda / (I(2) * step.before);                // mu'
  const I growth = k / I(2) * log1p((step.after - step.before) / step.before);
  I moment;
  I absolute;
  for (std::size_t n = 0; n < step.margins.size(); ++n) {
    moment += step.state.share[n] * step.margins[n];
    absolute += step.state.share[n] * abs(step.margins[n]);
  }
  const I room = I(1) - I(T(0x1p-30));
  const auto side = [](const I& set, const char* what) { return along_path<T>(set, what); };
  return {
      at_least("step", side(log1p((step.lambda_after - step.lambda) / step.lambda), "ln(Lambda_+/Lambda)"),
               side(kept / (I(1) + loss) * growth, "((1 - mu)/(1 + mu')) (K/2) ln(rho_+^2/rho^2)")),
      at_most("euler", side(abs(step.nu - k * moment), "|nu - K sum exp(-q) q| / L"),
              side(I(T(0x1p-30)) * k * absolute, "2^-30 K sum exp(-q) |q| / L")),
      at_least("radial", side(step.nu, "nu / L"), side(room * k * step.lambda, "K ln(1/L), less the room")),
      at_least("angular", side(gradient / step.lambda, "|grad L / L|^2 / ln(1/L)"),
               side(room * k * step.nu / step.before, "K nu / (L rho^2), less the room")),
  };
}

std::vector<Control<LyuLi::Instance>> LyuLi::controls() {
  using I = Instance;
  // Phi = a b: one linear unit on the input 1.
  const auto product = [](double a, double b, std::int64_t exponent) {
    return I{Matrix<double>(1, 1, {1}), {1}, Matrix<double>(1, 1, {a}), {b}, {}, identity, 1, exponent};
  };
  I tenth = product(2, 1, 0);
  tenth.step = 0.1;  // the double, 5.6e-18 above 1/10
  return {
      // Phi = t1 t2 + t3 at (0, 0, 2): nu = 2/e^2, and K L ln(1/L) = 4/e^2.
      dropped_hypothesis<I>("bias", is_homogeneous,
                            {Matrix<double>(1, 1, {1}), {1}, Matrix<double>(1, 1, {0}), {0}, {2}, identity, 1, -3},
                            only<LyuLi>("radial")),
      dropped_hypothesis<I>("bias_euler", is_homogeneous,
                            {Matrix<double>(1, 1, {1}), {1}, Matrix<double>(1, 1, {0}), {0}, {2}, identity, 1, -3},
                            only<LyuLi>("euler")),
      dropped_hypothesis<I>("bias_angular", is_homogeneous,
                            {Matrix<double>(1, 1, {1}), {1}, Matrix<double>(1, 1, {0}), {0}, {2}, identity, 1, -3},
                            only<LyuLi>("angular")),
      // a = b keeps the direction: both sides are ln(rho_+^2/rho^2) but for mu and mu', of the order of eta.
      tight_case<I>("radial_step", product(2, 2, -20), "step", 0x1p-20),
      tight_case<I>("one_sample_radial", product(2, 1, -3), "radial", 0x1p-29),
      tight_case<I>("radial_angular", product(2, 2, -20), "angular", 0x1p-29),
      sabotage<I>("step_more", product(2, 2, -20), with_side_times<LyuLi>("step", 1 + 0x1p-18)),
      sabotage<I>("radial_more", product(2, 1, -3), with_side_times<LyuLi>("radial", 1 + 0x1p-18)),
      sabotage<I>("angular_more", product(2, 2, -20), with_side_times<LyuLi>("angular", 1 + 0x1p-18)),
      drawn_sabotage<I>(
          "step_doubled", [](Draw& draw) { return generate(draw); }, with_side_times<LyuLi>("step", 2)),
      drawn_sabotage<I>(
          "euler_with_another_degree", [](Draw& draw) { return generate(draw); },
          altered<LyuLi>("euler", [](Claim claim) { return at_least(claim.name, claim.lhs, claim.rhs); })),
      // ln(1/L) = a b for one sample.
      edge<LyuLi>("loss_edge", small_loss, product(1.0078125, 1, -3), product(0.9921875, 1, -3)),
      // (1 - 2^-30) K ln(1/L) = 4 (1 - 2^-30).
      golden_side<LyuLi>("radial_room", product(2, 1, -3), "radial", "3.9999999962747097015381"),
      // Dossier lyuli-step-lhs; the right sides from the formula in 45 digits.
      golden_side<LyuLi>("lyuli_step_lhs", tenth, "step", "0.033451194905065364", false),
      golden_side<LyuLi>("lyuli_step_rhs", tenth, "step", "0.020883350873405836"),
      golden_side<LyuLi>("euler_room", product(2, 1, -3), "euler", "3.7252902984619140625e-9"),
      golden_side<LyuLi>("eighth_lhs", product(2, 1, -3), "step", "0.0416969312058142497702527371851238", false),
      golden_side<LyuLi>("eighth_rhs", product(2, 1, -3), "step", "0.0258687416792884495843699689892412"),
  };
}

}  // namespace

Theorem normalized_margin_step() { return Theorem(LyuLi{}); }

}  // namespace lemmata::theory::homogeneous
