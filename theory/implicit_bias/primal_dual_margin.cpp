/// \file
/// # Gradient descent on separable data maximises the margin: primal-dual analysis
/// ## Statement   Separable rows z_1..z_n, |z_i| <= 1, exponential loss, R(w) = (1/n) sum exp(-z_i.w), w_0 = 0,
///                w_{t+1} = w_t + c_t Z^T q_t, q_t = softmax(-Z w_t), with c_t = eta R(w_t) (gradient descent of
///                constant step 0 < eta <= 1) or c_t = eta (normalised steps). psi = -ln sum exp(-z_i.w), S_t =
///                sum_{j<t} c_j. Then for all t (i) |Z^T q_{t+1}| <= |Z^T q_t|, (ii) (c_t/2)(|Z^T q_t|^2 + |Z^T
///                q_{t+1}|^2) <= psi(w_{t+1}) - psi(w_t) <= c_t |Z^T q_t|^2, (iii) |Z^T q_t|^2/2 - gamma^2/2 <= ln n /
///                S_t,   (iv) gamma S_t <= |w_t| <= S_t, (v) psi(w_t) >= gamma |w_t| - (ln n + 1/2), (vi) gamma - min_i
///                z_i.w_t / |w_t| <= (ln n + 1)/(gamma S_t), (vii) R(w_t) <= 1/(1 + eta gamma^2 t/2) and S_t >= ln(1 +
///                eta gamma^2 t/2), so that the gap of (vi) is at most (ln n + 1)/(gamma ln(1 + eta gamma^2 t/2)).
/// ## Source      Ji, Telgarsky (2021), ALT, Theorems 1, 5, Lemmas 18, 20, arXiv:1906.04540: dossier 1.5, mark [S].
/// ## Method      The trajectory is enclosed by non-expansiveness (`descent_path`), in the log domain: with normalised
///                steps the effective time sum eta_t grows like exp(gamma^2 t).
/// ## Notes       (i)-(iv) hold with equality for one row, so they are checked with the room 2^-30 that their claims
///                name. For normalised steps (vii) follows from R_{t+1} <= R_t (1 - eta (1 - eta/2) gamma^2) and 1 + x
///                <= e^x. The almost-sure statement on the residual (Theorem 9) is not checked here.

#include "numerics/scalar/elementary.hpp"
#include "theory/model/descent_path.hpp"
#include "theory/model/separable_rows.hpp"
#include "theory/statement/altered.hpp"

#include <cmath>

namespace lemmata::theory::implicit_bias {
namespace {

constexpr const char* unit_rows = "|z_i| <= 1 for every row";
constexpr const char* separable = "the rows are separable";
constexpr const char* step_range = "0 < eta <= 1";
constexpr double room = 0x1p-30;

struct PrimalDual {
  struct Instance {
    Matrix<double> rows;          ///< n x d: z_i = y_i x_i
    double step = 1;              ///< eta
    std::int64_t normalized = 0;  ///< 1: c_t = eta; 0: c_t = eta R(w_t)
    std::int64_t steps = 1;
    std::vector<double> start;  ///< w_0: zero
    static constexpr auto fields() {
      return std::tuple{Field{"rows", &Instance::rows}, Field{"step", &Instance::step},
                        Field{"normalized", &Instance::normalized}, Field{"steps", &Instance::steps},
                        Field{"start", &Instance::start}};
    }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  static Expected<Instance> admit(const Dataset& data);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

constexpr const char* zero_start = "w_0 = 0";

Statement PrimalDual::statement() {
  Statement s;
  s.title = "Gradient descent on separable data maximises the margin (primal-dual)";
  s.text =
      "Separable rows |z_i| <= 1, exponential loss (mean), w_0 = 0, w_{t+1} = w_t + c_t Z^T q_t with q_t = softmax(-Z "
      "w_t) and c_t = eta R(w_t) (constant step) or c_t = eta (normalised), 0 < eta <= 1; S_t = sum_{j<t} c_j, psi = "
      "-ln sum exp(-z_i.w). Then the claims below hold for all t (checked along the trajectory).";
  s.source = {"Z. Ji, M. Telgarsky",
              2021,
              "Characterizing the implicit bias via a primal-dual analysis",
              "ALT",
              "Theorems 1, 5, Lemmas 18, 20",
              "arXiv:1906.04540"};
  s.provenance = Provenance::verified;
  s.dossier = "bias/jt-primal-dual";
  s.hypotheses = {unit_rows, separable, step_range, zero_start};
  const auto card = [](const char* name, const char* text) {
    return ClaimCard{name, text, Strength::exact, Provenance::verified};
  };
  s.claims = {
      card("dual_monotone", "|Z^T q_{t+1}| <= |Z^T q_t| + 2^-30"),
      card("primal_lower", "psi(w_{t+1}) - psi(w_t) >= (c_t/2)(|Z^T q_t|^2 + |Z^T q_{t+1}|^2) - 2^-30"),
      card("primal_upper", "psi(w_{t+1}) - psi(w_t) <= c_t |Z^T q_t|^2 + 2^-30"),
      card("dual_rate", "|Z^T q_t|^2/2 - gamma^2/2 <= ln n / S_t + 2^-30"),
      card("norm_lower", "|w_t| >= gamma S_t - 2^-30"),
      card("norm_upper", "|w_t| <= S_t + 2^-30"),
      card("smooth_margin", "gamma |w_t| - psi(w_t) <= ln n + 1/2"),
      card("margin", "gamma - min_i z_i.w_t/|w_t| <= (ln n + 1)/(gamma S_t)"),
      card("risk", "ln R(w_t) <= -ln(1 + eta gamma^2 t/2)"),
      card("effective_time", "S_t >= ln(1 + eta gamma^2 t/2)"),
      card("headline", "gamma - min_i z_i.w_T/|w_T| <= (ln n + 1)/(gamma ln(1 + eta gamma^2 T/2))"),
  };
  s.notes = {"Sums instead of means: a step eta on the sum is n eta here.",
             "Rows of other lengths: divide them by R = max |z_i|; then w, eta, gamma become R w, R^2 eta, gamma/R."};
  return s;
}

PrimalDual::Instance PrimalDual::generate(Draw& draw) {
  Instance x;
  x.rows = into_unit_ball(draw_separable_rows(draw, 6, 4));
  x.normalized = draw.integer(0, 1);
  x.step = draw.coin() ? 1.0 : draw.real(0x1p-6, 1.0, 6);
  x.steps = static_cast<std::int64_t>(draw.dimension(1, 600));
  x.start.assign(x.rows.columns(), 0.0);
  return x;
}

Expected<PrimalDual::Instance> PrimalDual::admit(const Dataset& data) {
  const std::optional<std::vector<double>> labels = numeric_labels(data);
  if (!labels) return Failure{FailureKind::inapplicable, "two labels are needed"};
  Instance x;
  x.rows = data.inputs;
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (std::fabs((*labels)[i]) != 1) return Failure{FailureKind::inapplicable, "labels 1 and -1 are needed"};
    for (double& entry : x.rows.row(i)) entry *= (*labels)[i];
  }
  x.rows = into_unit_ball(x.rows);
  x.normalized = 1;
  x.steps = 200;
  x.start.assign(x.rows.columns(), 0.0);
  return x;
}

template <Scalar T>
std::vector<Hypothesis> PrimalDual::hypotheses(const Instance& x) {
  bool zero = true;
  for (const double w : x.start) zero = zero && w == 0;
  return {{unit_rows, less_equal(greatest_square(x.rows), Interval<Real>(1)), {}},
          {separable, hard_margin(x.rows).separable, {}},
          {step_range, truth(0 < x.step && x.step <= 1), {}},
          {zero_start, truth(zero), {}}};
}

// The bounds in closed form; gamma > 0, S > 0.
template <Scalar T>
Interval<T> dual_bound(std::size_t n, const Interval<T>& s) {
  return log(Interval<T>(static_cast<double>(n))) / s;
}
template <Scalar T>
Interval<T> margin_bound(std::size_t n, const Interval<T>& gamma, const Interval<T>& s) {
  return (log(Interval<T>(static_cast<double>(n))) + Interval<T>(1)) / (gamma * s);
}
template <Scalar T>
Interval<T> growth(const Interval<T>& gamma, double eta, double t) {
  return log1p(Interval<T>(T(eta)) * sqr(gamma) * Interval<T>(T(t)) / Interval<T>(2));
}

template <Scalar T>
std::vector<Claim> PrimalDual::conclude(const Instance& x) {
  using I = Interval<T>;
  const HardMargin found = hard_margin(x.rows);
  const I gamma = convert<T>(found.gamma);
  const std::size_t n = x.rows.rows();
  const I eta{T(x.step)};
  const I log_n = log(I(static_cast<double>(n)));
  DescentPath<T> path(x.rows, x.start);
  const I low(T(-1e300));
  I dual_step = low;
  I lower = -low;
  I upper = low;
  I dual_rate = low;
  I norm_lower = -low;
  I norm_upper = low;
  I smooth = low;
  I gap = low;
  I risk = low;
  I effective = -low;
  I headline;
  I s;
  const I square = convert<T>(greatest_square(x.rows));
  auto e = path.evaluate(MarginLoss::exponential);
  I g = path.relative_gradient_norm(e.here);
  for (std::int64_t t = 1; t <= x.steps; ++t) {
    const I psi = -e.here.log_loss;
    const I c = x.normalized != 0 ? eta : eta * exp(e.here.log_loss - log_n);
    if (x.normalized != 0) {
      path.normalized_step(e, eta, square);
    } else {
      path.step(e, MarginLoss::exponential, eta / I(static_cast<double>(n)), square);
    }
    s += c;
    e = path.evaluate(MarginLoss::exponential);
    const I next = path.relative_gradient_norm(e.here);
    const I gain = -e.here.log_loss - psi;
    dual_step = max(dual_step, next - g);
    lower = min(lower, gain - c / I(2) * (sqr(g) + sqr(next)));
    upper = max(upper, gain - c * sqr(g));
    g = next;
    const I norm = path.norm();
    dual_rate = max(dual_rate, (sqr(g) - sqr(gamma)) / I(2) - dual_bound<T>(n, s));
    norm_lower = min(norm_lower, norm - gamma * s);
    norm_upper = max(norm_upper, norm - s);
    smooth = max(smooth, gamma * norm + e.here.log_loss);
    if ((t & (t - 1)) != 0 && t != x.steps) continue;  // powers of two, and the last
    const I margin = path.least_margin() / norm;
    gap = max(gap, gamma - margin - margin_bound<T>(n, gamma, s));
    const I grown = growth<T>(gamma, x.step, static_cast<double>(t));
    risk = max(risk, e.here.log_loss - log_n + grown);
    effective = min(effective, s - grown);
    headline = gamma - margin;
  }
  const auto on_path = [](const I& set, const char* what) { return along_path<T>(set, what); };
  return {
      at_most("dual_monotone", on_path(dual_step, "largest increase of |Z^T q|"), number(room)),
      at_least("primal_lower", on_path(lower, "least excess of the increase of psi"), number(-room)),
      at_most("primal_upper", on_path(upper, "largest excess of the increase of psi"), number(room)),
      at_most("dual_rate", on_path(dual_rate, "largest excess over ln n / S_t"), number(room)),
      at_least("norm_lower", on_path(norm_lower, "least |w_t| - gamma S_t"), number(-room)),
      at_most("norm_upper", on_path(norm_upper, "largest |w_t| - S_t"), number(room)),
      at_most("smooth_margin", on_path(smooth, "largest gamma |w_t| - psi(w_t)"),
              on_path(log_n + I(T(0.5)), "ln n + 1/2")),
      at_most("margin", on_path(gap, "largest excess of the gap over (ln n + 1)/(gamma S_t)"), number(0.0)),
      at_most("risk", on_path(risk, "largest ln R(w_t) + ln(1 + eta gamma^2 t/2)"), number(0.0)),
      at_least("effective_time", on_path(effective, "least S_t - ln(1 + eta gamma^2 t/2)"), number(0.0)),
      at_most("headline", on_path(headline, "gap at the end"),
              on_path(margin_bound<T>(n, gamma, growth<T>(gamma, x.step, static_cast<double>(x.steps))),
                      "(ln n + 1)/(gamma ln(1 + eta gamma^2 T/2))")),
  };
}

std::vector<Control<PrimalDual::Instance>> PrimalDual::controls() {
  using I = Instance;
  const Matrix<double> point(1, 1, {1.0});
  const Matrix<double> narrow(2, 2, {0.125, 0.875, 0.125, -0.8125});
  const auto bound = [&](const char* name, std::function<Interval<Real>()> value, const char* digits) {
    return golden<I>(name, {point, 1, 0, 1, {0}}, [value, digits, name](const I&, Precision) -> std::vector<Claim> {
      return {lies_in(name, Enclosure(value(), Evidence("bound", name)), rounded_decimal(digits))};
    });
  };
  return {
      // As dossier C10: the second coordinate oscillates and |Z^T q| increases.
      dropped_hypothesis<I>("step_three", step_range, {narrow, 3, 1, 40, {0, 0}}, only<PrimalDual>("dual_monotone")),
      dropped_hypothesis<I>("long_rows", unit_rows, {Matrix<double>(2, 2, {1, 7, 1, -6}), 1, 1, 20, {0, 0}},
                            only<PrimalDual>("norm_upper")),
      dropped_hypothesis<I>("started_elsewhere", zero_start, {point, 1, 1, 3, {-4}}, only<PrimalDual>("risk")),
      // One row z = 1 makes (i)-(iv) equalities: S_t = t with normalised steps.
      tight_case<I>("one_row_primal_lower", {point, 1, 1, 20, {0}}, "primal_lower", 2),
      tight_case<I>("one_row_primal_upper", {point, 1, 1, 20, {0}}, "primal_upper", 2),
      tight_case<I>("one_row_norm_lower", {point, 1, 1, 20, {0}}, "norm_lower", 2),
      sabotage<I>("dual_strictly_decreases", {point, 1, 1, 4, {0}}, with_side<PrimalDual>("dual_monotone", -0x1p-20)),
      sabotage<I>("primal_gains_more", {point, 1, 1, 4, {0}}, with_side<PrimalDual>("primal_lower", 0x1p-20)),
      sabotage<I>("primal_gains_less", {point, 1, 1, 4, {0}}, with_side<PrimalDual>("primal_upper", -0x1p-20)),
      sabotage<I>("norm_grows_more", {point, 1, 1, 4, {0}}, with_side<PrimalDual>("norm_lower", 0x1p-20)),
      sabotage<I>("norm_grows_less", {point, 1, 1, 4, {0}}, with_side<PrimalDual>("norm_upper", -0x1p-20)),
      sabotage<I>("dual_faster", {point, 1, 1, 4, {0}}, with_side<PrimalDual>("dual_rate", -0x1p-20)),
      sabotage<I>("effective_time_more", {narrow, 0.5, 0, 60, {0, 0}}, with_side<PrimalDual>("effective_time", 2)),
      drawn_sabotage<I>(
          "smooth_margin_tenth", [](Draw& draw) { return generate(draw); },
          with_side_times<PrimalDual>("smooth_margin", 0.1)),
      drawn_sabotage<I>(
          "headline_hundredth", [](Draw& draw) { return generate(draw); },
          with_side_times<PrimalDual>("headline", 0x1p-7)),
      drawn_sabotage<I>(
          "risk_squared", [](Draw& draw) { return generate(draw); }, with_side<PrimalDual>("risk", -3)),
      drawn_sabotage<I>(
          "margin_beats_bound", [](Draw& draw) { return generate(draw); }, with_side<PrimalDual>("margin", -2)),
      // One step of size one from 0 for z = 1: w = 1, S = 1, R = 1/e; by hand.
      golden_side<PrimalDual>("smooth_margin_side", {point, 1, 0, 1, {0}}, "smooth_margin", "0.50000000000"),
      golden_side<PrimalDual>("margin_excess", {point, 1, 0, 1, {0}}, "margin", "-1.00000000000", false),
      golden_side<PrimalDual>("risk_excess", {point, 1, 0, 1, {0}}, "risk", "-0.59453489189183", false),
      golden_side<PrimalDual>("effective_excess", {point, 1, 0, 1, {0}}, "effective_time", "0.59453489189183", false),
      golden_side<PrimalDual>("headline_side", {point, 1, 0, 1, {0}}, "headline", "2.4663034623764"),
      // One normalised step of two rows, from the formulas in 30 digits.
      golden_side<PrimalDual>("dual_excess", {narrow, 1, 1, 1, {0, 0}}, "dual_rate", "-0.69310660997128621829", false),
      // Dossier golden values jt21-gap-bound, jt21-risk-bound; the other two from the formulas by hand.
      bound(
          "gap_bound",
          [] {
            const Interval<Real> half(Real(0.5));
            return margin_bound<Real>(2, half, growth<Real>(half, 1, 1e6));
          },
          "0.288537162497353943286657865181"),
      bound(
          "risk_bound", [] { return exp(-growth<Real>(Interval<Real>(Real(0.5)), 1, 1e6)); },
          "0.000007999936000511995904032767737858"),
      bound(
          "dual_bound", [] { return dual_bound<Real>(2, Interval<Real>(4)); }, "0.17328679513998632735430803"),
      bound(
          "margin_bound", [] { return margin_bound<Real>(1, Interval<Real>(Real(0.5)), Interval<Real>(4)); }, "0.50"),
  };
}

}  // namespace

Theorem primal_dual_margin() { return Theorem(PrimalDual{}); }

}  // namespace lemmata::theory::implicit_bias
