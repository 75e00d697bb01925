/// \file
/// # Steepest descent maximises the margin in its own norm
/// ## Statement   Rows z_i whose margin in a norm is at least g > 0 (max_{|w|<=1} min_i z_i.w >= g), L(w) = sum
///                exp(-z_i.w), B = max |z_i|_*, steepest descent in that norm: w_{t+1} = w_t + eta_t Delta_t, Delta_t
///                the minimiser of grad L.v + |v|^2/2, any w_0, 0 < eta_t <= 1/(B^2 L(w_t)). With s_t = |w_{t+1} - w_t|
///                = eta_t |grad L|_*, psi = -ln L and eta_+ = max eta_t, for all t: (i) L(w_{t+1}) <= L(w_t) - eta_t (1
///                - eta_t B^2 L(w_t)/2) |grad L(w_t)|_*^2; (ii) |grad L(w_t)|_* >= g L(w_t); (iii) g |w_T| - psi(w_T)
///                <= ln L(w_0) + g |w_0| + B^2/2 sum s_t^2; (iv) B^2/2 sum s_t^2 <= B^2 eta_+ L(w_0), so that g |w_T| -
///                min_i z_i.w_T <= ln L(w_0) + g |w_0| + B^2 eta_+ L(w_0). Hence with bounded eta_t the margin min_i
///                z_i.w_t/|w_t| tends to the largest one in that norm.
/// ## Source      Gunasekar, Lee, Soudry, Srebro (2018), ICML, Theorem 5, arXiv:1802.08246 [R]; the inequalities with
///                these constants: theory dossier, section 2.5, mark [D].
/// ## Method      phi(s) = L(w + s Delta) has phi'' <= B^2 |Delta|^2 phi; -ln(1 - x) >= x; a softmax q has |Z^T q|_* >=
///                g. In l1 (greedy coordinate descent) and linf (signed descent) the instance prescribes s_t, a power
///                of two, so the iterates are exact; in l2 it prescribes eta_t L(w_t) and the iterates are enclosed.
/// ## Notes       l1: among coordinates whose columns agree up to sign the first moves; another tie is not decided.

#include "numerics/scalar/elementary.hpp"
#include "theory/model/descent_path.hpp"
#include "theory/model/separable_rows.hpp"
#include "theory/statement/altered.hpp"

#include <cmath>

namespace lemmata::theory::implicit_bias {
namespace {

constexpr const char* has_margin = "the margin of the rows in the norm is at least g > 0";
constexpr const char* small_steps = "0 < eta_t <= 1/(B^2 L(w_t)) along the path";
constexpr const char* certain_directions = "the direction of steepest descent is decided along the path";

struct Steepest {
  struct Instance {
    Matrix<double> rows;        ///< n x d
    std::int64_t norm = 2;      ///< 1, 2 or 0 for infinity
    double margin = 0;          ///< g
    std::vector<double> start;  ///< w_0
    double step = 1;            ///< l1, linf: s_0; l2: eta_0 L(w_0)
    std::int64_t decay = 0;     ///< step t is `step` 2^(-floor(decay log2(t + 1) / 2))
    std::int64_t steps = 1;     ///< T
    static constexpr auto fields() {
      return std::tuple{Field{"rows", &Instance::rows},     Field{"norm", &Instance::norm},
                        Field{"margin", &Instance::margin}, Field{"start", &Instance::start},
                        Field{"step", &Instance::step},     Field{"decay", &Instance::decay},
                        Field{"steps", &Instance::steps}};
    }
    [[nodiscard]] MarginNorm kind() const {
      return norm == 1 ? MarginNorm::l1 : norm == 2 ? MarginNorm::l2 : MarginNorm::linf;
    }
    [[nodiscard]] double step_at(std::int64_t t) const {
      return std::ldexp(step, -static_cast<int>(decay * std::ilogb(static_cast<double>(t + 1)) / 2));
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

Statement Steepest::statement() {
  Statement s;
  s.title = "Steepest descent maximises the margin in its own norm";
  s.text =
      "Rows of margin at least g > 0 in a norm (l1, l2 or linf), exponential loss, steepest descent in that norm from "
      "any w_0 with 0 < eta_t <= 1/(B^2 L(w_t)), B = max |z_i|_*. Then the margin of the iterate in that norm tends to "
      "the largest one, with the finite forms below; s_t = |w_{t+1} - w_t|, psi = -ln L, eta_+ = max eta_t.";
  s.source = {"S. Gunasekar, J. Lee, D. Soudry, N. Srebro",
              2018,
              "Characterizing Implicit Bias in Terms of Optimization Geometry",
              "ICML",
              "Theorem 5 (recalled); inequalities of the theory dossier, section 2.5",
              "arXiv:1802.08246"};
  s.provenance = Provenance::derived;
  s.dossier = "bias/sd-separable";
  s.hypotheses = {has_margin, small_steps, certain_directions};
  const auto card = [](const char* name, const char* text) {
    return ClaimCard{name, text, Strength::exact, Provenance::derived};
  };
  s.claims = {card("descent", "L(w_{t+1})/L(w_t) - 1 + s_t |grad L|_*/L - B^2 s_t^2/2 <= 0"),
              card("gradient", "|grad L(w_t)|_*/L(w_t) >= g"),
              card("smooth_margin", "g |w_T| - psi(w_T) <= ln L(w_0) + g |w_0| + B^2/2 sum s_t^2"),
              card("step_sum", "B^2/2 sum s_t^2 <= B^2 eta_+ L(w_0)"),
              card("margin_gap", "g |w_T| - min_i z_i.w_T <= ln L(w_0) + g |w_0| + B^2 eta_+ L(w_0)")};
  s.notes = {"The iterate is judged in the norm of the steps, B in the dual one."};
  return s;
}

// max_i |z_i|_*.
Interval<Real> dual_bound(const Matrix<double>& rows, MarginNorm norm) {
  if (norm == MarginNorm::l2) return sqrt(greatest_square(rows));
  Interval<Real> most;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    Interval<Real> sum;
    for (const double entry : rows.row(i)) {
      const Interval<Real> size{Real(std::fabs(entry))};
      sum = norm == MarginNorm::linf ? sum + size : max(sum, size);
    }
    most = max(most, sum);
  }
  return most;
}

template <Scalar T>
Interval<T> norm_of(std::span<const Interval<T>> v, MarginNorm norm) {
  if (norm == MarginNorm::l2) return euclidean_norm<T>(v);
  Interval<T> sum;
  for (const Interval<T>& entry : v) sum = norm == MarginNorm::l1 ? sum + abs(entry) : max(sum, abs(entry));
  return sum;
}

// The trajectory and what the claims need of it, judged in `judged`.
template <Scalar T>
struct Run {
  using I = Interval<T>;
  Truth certain = Truth::yes;  ///< every direction was decided
  Truth small = Truth::yes;    ///< every step was allowed
  I descent, gradient, psi, norm, margin, log_first, norm_first, square_sum, greatest_step;
  I bound;  ///< B

  explicit Run(const Steepest::Instance& x, MarginNorm judged) : x_(x), rows_(x.rows.rows(), x.rows.columns()) {
    bound = convert<T>(dual_bound(x.rows, x.kind()));
    for (std::size_t i = 0; i < rows_.rows(); ++i) {
      for (std::size_t j = 0; j < rows_.columns(); ++j) rows_(i, j) = I(T(x.rows(i, j)));
    }
    if (x.kind() == MarginNorm::l2) {
      euclidean();
    } else {
      coordinates();
    }
    norm = norm_of<T>(w_, judged);
  }

 private:
  // What holds in every norm after a step of length s and relative gradient g, from psi to `next`.
  void record(const I& s, const I& g, const I& next, bool first) {
    const I change = expm1(psi - next) + s * g - sqr(bound * s) / I(2);
    descent = first ? change : max(descent, change);
    gradient = first ? g : min(gradient, g);
    square_sum += sqr(s);
    const I step = s / g * exp(psi);  // eta_t
    greatest_step = first ? step : max(greatest_step, step);
    psi = next;
  }

  void euclidean() {
    DescentPath<T> path(x_.rows, x_.start);
    auto e = path.evaluate(MarginLoss::exponential);
    psi = -e.here.log_loss;
    log_first = e.here.log_loss;
    norm_first = path.norm();
    for (std::int64_t t = 0; t < x_.steps; ++t) {
      const I c{T(x_.step_at(t))};
      small = small && positive(c) && less_equal(c * sqr(bound), I(1));
      const I g = path.relative_gradient_norm(e.here);
      path.normalized_step(e, c, sqr(bound));
      e = path.evaluate(MarginLoss::exponential);
      record(c * g, g, -e.here.log_loss, t == 0);
    }
    margin = path.least_margin();
    for (std::size_t j = 0; j < x_.start.size(); ++j) w_.push_back(path.coordinate(j));
  }

  // Whether column j repeats an earlier one up to sign.
  [[nodiscard]] bool repeats(std::size_t j) const {
    for (std::size_t k = 0; k < j; ++k) {
      bool same = true;
      bool opposite = true;
      for (std::size_t i = 0; i < x_.rows.rows(); ++i) {
        same = same && x_.rows(i, j) == x_.rows(i, k);
        opposite = opposite && x_.rows(i, j) == -x_.rows(i, k);
      }
      if (same || opposite) return true;
    }
    return false;
  }

  void coordinates() {
    const std::size_t d = x_.rows.columns();
    for (const double entry : x_.start) w_.emplace_back(T(entry));
    std::vector<bool> passive(d);
    for (std::size_t j = 0; j < d; ++j) passive[j] = repeats(j);
    LossState<T> state = loss_state<T>(MarginLoss::exponential, margins());
    psi = -state.log_loss;
    log_first = state.log_loss;
    norm_first = norm_of<T>(w_, x_.kind());
    for (std::int64_t t = 0; t < x_.steps; ++t) {
      std::vector<I> g(d);
      for (std::size_t i = 0; i < rows_.rows(); ++i) {
        for (std::size_t j = 0; j < d; ++j) g[j] += state.share[i] * rows_(i, j);
      }
      const I s{T(x_.step_at(t))};
      const I dual = norm_of<T>(g, x_.kind() == MarginNorm::l1 ? MarginNorm::linf : MarginNorm::l1);
      small = small && positive(s) && less_equal(s * sqr(bound), dual);
      if (x_.kind() == MarginNorm::l1) {
        greedy(g, s, passive);
      } else {
        signs(g, s);
      }
      if (certain != Truth::yes) return;
      state = loss_state<T>(MarginLoss::exponential, margins());
      record(s, dual, -state.log_loss, t == 0);
    }
    const std::vector<I> m = margins();
    margin = m.front();
    for (const I& value : m) margin = min(margin, value);
  }

  void greedy(const std::vector<I>& g, const I& s, const std::vector<bool>& passive) {
    std::size_t best = 0;
    for (std::size_t j = 1; j < g.size(); ++j) {
      if (!passive[j] && abs(g[best]).inf() < abs(g[j]).inf()) best = j;
    }
    for (std::size_t j = 0; j < g.size(); ++j) {
      if (j != best && !passive[j] && !certainly(less(abs(g[j]), abs(g[best])))) certain = Truth::unknown;
    }
    move(best, g[best], s);
  }
  void signs(const std::vector<I>& g, const I& s) {
    for (std::size_t j = 0; j < g.size(); ++j) {
      bool zero_column = true;
      for (std::size_t i = 0; i < rows_.rows(); ++i) zero_column = zero_column && x_.rows(i, j) == 0;
      move(j, zero_column ? I(1) : g[j], s);
    }
  }
  void move(std::size_t j, const I& g, const I& s) {
    const Truth up = positive(g);
    if (up == Truth::unknown || zero(g) == Truth::yes) certain = Truth::unknown;
    w_[j] = up == Truth::yes ? w_[j] + s : w_[j] - s;
  }
  [[nodiscard]] std::vector<I> margins() const {
    std::vector<I> m;
    for (std::size_t i = 0; i < rows_.rows(); ++i) m.push_back(dot_product<T>(rows_.row(i), w_));
    return m;
  }

  const Steepest::Instance& x_;
  Matrix<I> rows_;
  std::vector<I> w_;
};

Steepest::Instance draw_instance(Draw& draw) {
  Steepest::Instance x;
  x.norm = static_cast<std::int64_t>(draw.pick(3));
  x.rows = draw_separable_rows(draw, 5, 4);
  const Interval<Real> gamma = hard_margin(x.rows, x.kind()).gamma;
  // Thirty bits of the margin, rounded down.
  const auto value = static_cast<double>(gamma.mid());
  const int exponent = std::ilogb(value);
  x.margin = std::ldexp(std::floor(std::ldexp(value, 30 - exponent)) - 1, exponent - 30);
  for (std::size_t j = 0; j < x.rows.columns(); ++j) {
    x.start.push_back(std::ldexp(static_cast<double>(2 * draw.integer(-512, 511) + 1), -10));
  }
  const auto b = static_cast<double>(dual_bound(x.rows, x.kind()).mid());
  const double limit = x.norm == 2 ? 1 / (b * b) : x.margin / (b * b);
  x.step = std::ldexp(1.0, std::ilogb(limit * 0.99) - static_cast<int>(draw.integer(0, 2)));
  x.decay = draw.integer(0, 2);
  x.steps = static_cast<std::int64_t>(draw.dimension(1, 250));
  return x;
}

// Exact ties of a direction cannot be decided: rare, and drawn again.
Steepest::Instance Steepest::generate(Draw& draw) {
  for (int attempt = 0;; ++attempt) {
    Instance x = draw_instance(draw);
    const Run<double> run(x, x.kind());
    if (attempt == 4 || certainly(run.certain && run.small)) return x;
  }
}

template <Scalar T>
std::vector<Hypothesis> Steepest::hypotheses(const Instance& x) {
  const Run<T> run(x, x.kind());
  const HardMargin found = hard_margin(x.rows, x.kind());
  const Interval<Real> g{Real(x.margin)};
  return {{has_margin, found.separable && positive(g) && less_equal(g, found.gamma), {}},
          {small_steps, run.small, {}},
          {certain_directions, run.certain, {}}};
}

// The claims with the last iterate judged in `judged`.
template <Scalar T>
std::vector<Claim> claims(const Steepest::Instance& x, MarginNorm judged, double g) {
  using I = Interval<T>;
  const Run<T> run(x, judged);
  const I margin{T(g)};
  const I square = sqr(run.bound);
  const I spent = square / I(2) * run.square_sum;
  const I allowed = square * run.greatest_step * exp(run.log_first);
  const I start = run.log_first + margin * run.norm_first;
  const auto side = [&](const I& set, const char* what) -> Expected<Enclosure> {
    if (run.certain != Truth::yes) {
      return Failure{FailureKind::not_certified, "a direction of steepest descent is not decided on this rung"};
    }
    return along_path(set, what);
  };
  return {
      at_most("descent", side(run.descent, "largest L_{t+1}/L_t - 1 + s G - B^2 s^2/2"), number(0.0)),
      at_least("gradient", side(run.gradient, "least |grad L|_*/L"), number(g)),
      at_most("smooth_margin", side(margin * run.norm - run.psi, "g |w| - psi"),
              side(start + spent, "ln L_0 + g |w_0| + B^2/2 sum s^2")),
      at_most("step_sum", side(spent, "B^2/2 sum s^2"), side(allowed, "B^2 eta_+ L_0")),
      at_most("margin_gap", side(margin * run.norm - run.margin, "g |w| - least margin"),
              side(start + allowed, "ln L_0 + g |w_0| + B^2 eta_+ L_0")),
  };
}

template <Scalar T>
std::vector<Claim> Steepest::conclude(const Instance& x) {
  return claims<T>(x, x.kind(), x.margin);
}

std::vector<Control<Steepest::Instance>> Steepest::controls() {
  using I = Instance;
  const Matrix<double> b(2, 3, {3, 1, 0, 1, 2, 1});
  const Matrix<double> point(1, 1, {1.0});
  const auto random = [](Draw& draw) { return generate(draw); };
  const auto margin_of = [&](const char* name, MarginNorm norm, const char* digits) {
    return golden<I>(name, {point, 2, 1, {0}, 1, 0, 1}, [=](const I&, Precision) -> std::vector<Claim> {
      return {lies_in("margin", Enclosure(hard_margin(b, norm).gamma, Evidence("margin", "of data B")),
                      rounded_decimal(digits))};
    });
  };
  return {
      // z = 1 and z = -2 have no margin: the gradient vanishes at -ln(2)/3.
      dropped_hypothesis<I>("not_separable", has_margin, {Matrix<double>(2, 1, {1, -2}), 2, 0.5, {0}, 0.125, 0, 100},
                            only<Steepest>("gradient")),
      dropped_hypothesis<I>("step_200", small_steps, {Matrix<double>(2, 2, {1, 3, 0.5, -1}), 2, 0.5, {0, 0}, 200, 0, 1},
                            only<Steepest>("descent")),
      // Dossier C1: coordinate descent on data B tends to (1/3, 2/3, 0), of l2 margin 2.236 < 2.415.
      sabotage<I>("coordinate_descent_in_l2", {b, 1, 1.625, {0, 0, 0.0009765625}, 0x1p-7, 0, 5000},
                  on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                    return {claims<T>(x, MarginNorm::l2, 2.375).at(2)};
                  })),
      // One row: L_{t+1}/L_t = exp(-y) <= 1 - y + y^2/2, y = 2^-8.
      tight_case<I>("one_row_descent", {point, 2, 1, {0}, 0x1p-8, 0, 4}, "descent", 0x1p-24),
      tight_case<I>("one_row_gradient", {point, 1, 1, {0}, 0x1p-8, 0, 4}, "gradient", 0),
      sabotage<I>("descent_more", {point, 1, 1, {0}, 0x1p-8, 0, 4}, with_side<Steepest>("descent", -0x1p-20)),
      sabotage<I>("gradient_more", {point, 0, 1, {0}, 0x1p-8, 0, 4}, with_side<Steepest>("gradient", 1 + 0x1p-20)),
      drawn_sabotage<I>("smooth_margin_fifth", random, with_side_times<Steepest>("smooth_margin", 0.2)),
      drawn_sabotage<I>("step_sum_eighth", random, with_side_times<Steepest>("step_sum", 0.125)),
      drawn_sabotage<I>("margin_gap_tenth", random, with_side_times<Steepest>("margin_gap", 0.1)),
      // z = 2, w_0 = 1, s = 1/4 twice, by hand: L_0 = e^-2, B = 2, G = 2, sum s^2 = 1/8; eta_+ L_0 = s e/(2) at t = 1.
      golden_side<Steepest>("smooth_margin_side", {Matrix<double>(1, 1, {2}), 1, 2, {1}, 0.25, 0, 2}, "smooth_margin",
                            "0.25000000"),
      golden_side<Steepest>("step_sum_side", {Matrix<double>(1, 1, {2}), 1, 2, {1}, 0.25, 0, 2}, "step_sum",
                            "0.824360635350064"),
      golden_side<Steepest>("margin_gap_side", {Matrix<double>(1, 1, {2}), 1, 2, {1}, 0.25, 0, 2}, "margin_gap",
                            "0.824360635350064"),
      margin_of("margin_B_l1", MarginNorm::l1, "1.666666666666666666666666666667"),
      margin_of("margin_B_l2", MarginNorm::l2, "2.415229457698239762286444026195"),
      margin_of("margin_B_linf", MarginNorm::linf, "4.000000000000000000000000000"),
  };
}

}  // namespace

Theorem steepest_descent_margin() { return Theorem(Steepest{}); }

}  // namespace lemmata::theory::implicit_bias
