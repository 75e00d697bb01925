/// \file
/// # AdaGrad's limit direction depends on its step and start, even for a strictly monotone loss
/// ## Statement   Loss N exp(-(w_1 + w_2)) (N copies of the sample (1,1)), w = 0, diagonal AdaGrad: S <- S + g^2, w_i
///                <- w_i + eta g / sqrt(G_i + S), g = N exp(-(w_1 + w_2)), 0 < G_1 < G_2. Flow: g + 2 eta (sqrt(G_1 +
///                S) + sqrt(G_2 + S)) is conserved, so with C = sqrt G_1 + sqrt G_2 + N/(2 eta), D = (G_2 - G_1)/C the
///                limit w_2/w_1 is r(C) = (C - D)/(C + D): it depends on eta and G, and its margin is below the
///                largest. Discrete steps, for all t, V_t = g_{t+1} + 2 eta (sqrt(G_1 + S_t) + sqrt(G_2 + S_t)), a_i =
///                G_i + S: (i) V_t >= V_{t-1};
///                (ii) V_t - V_{t-1} <= eta^2 A_t^2 g_t^3/2 + eta sum_i g_t^4/(sqrt(a_i(t)) (sqrt(a_i(t)) +
///                sqrt(a_i(t-1)))^2), A_t = sum_i 1/sqrt(a_i(t)): V is conserved as the steps shrink;
///                (iii) r_0 < w_2/w_1 < r_{T-1}, r_t = sqrt((G_1 + S_t)/(G_2 + S_t));
///                (iv) r_{T-1} >= r(C - g_T/(2 eta)): the discrete limit is at least the flow's;
///                (v) (w_1 + w_2)/|w| < (1 + r_{T-1})/sqrt(1 + r_{T-1}^2) < sqrt 2;
///                (vi) r(C) at eta/2 exceeds r(C) at eta.
/// ## Source      Gunasekar, Lee, Soudry, Srebro (2018), ICML, section on AdaGrad, arXiv:1802.08246 [R]: the claim that
///                the limit depends on the step. Flow: theory dossier, section 2.6, mark [D]; the discrete inequalities
///                derived here, mark [D].
/// ## Method      (i) 1 - exp(-x) <= x and g^2/sqrt(a) <= 2 (sqrt a - sqrt(a - g^2)). (ii) 1 - exp(-x) >= x - x^2/2 and
///                the same difference exactly. (iii) the increments have the ratios r_t, which increase. (iv) sums (i).
/// ## Notes       The trajectory is enclosed by interval iteration; widths grow with t, not exponentially. (iii) and
///                (v) are equalities at T = 1.

#include "numerics/scalar/elementary.hpp"
#include "theory/model/descent_path.hpp"
#include "theory/statement/altered.hpp"

#include <cmath>

namespace lemmata::theory::implicit_bias {
namespace {

constexpr const char* ordered = "0 < G_1 < G_2";
constexpr const char* positive_data = "eta > 0 and N > 0";
constexpr const char* two_steps = "at least two steps";

struct AdaGrad {
  struct Instance {
    std::int64_t samples = 1;  ///< N
    double first = 0.25;       ///< G_1
    double second = 1;         ///< G_2
    double step = 1;           ///< eta
    std::int64_t steps = 2;    ///< T
    static constexpr auto fields() {
      return std::tuple{Field{"samples", &Instance::samples}, Field{"first", &Instance::first},
                        Field{"second", &Instance::second}, Field{"step", &Instance::step},
                        Field{"steps", &Instance::steps}};
    }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x) {
    return {{ordered, truth(0 < x.first && x.first < x.second), {}},
            {positive_data, truth(x.step > 0 && x.samples > 0), {}},
            {two_steps, truth(x.steps >= 2), {}}};
  }
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

Statement AdaGrad::statement() {
  Statement s;
  s.title = "AdaGrad's limit direction depends on its step and start";
  s.text =
      "N copies of (1,1), exponential loss, w = 0, diagonal AdaGrad from G = diag(G_1, G_2), 0 < G_1 < G_2. The flow "
      "tends to w_2/w_1 = (C - D)/(C + D), C = sqrt G_1 + sqrt G_2 + N/(2 eta), D = (G_2 - G_1)/C, which depends on "
      "eta; the discrete iteration keeps the inequalities below, so that its limit is no smaller and below 1 as well.";
  s.source = {"S. Gunasekar, J. Lee, D. Soudry, N. Srebro",
              2018,
              "Characterizing Implicit Bias in Terms of Optimization Geometry",
              "ICML",
              "the AdaGrad example; closed form of the theory dossier, section 2.6",
              "arXiv:1802.08246"};
  s.provenance = Provenance::derived;
  s.dossier = "bias/adagrad";
  s.hypotheses = {ordered, positive_data, two_steps};
  const auto card = [](const char* name, const char* text) {
    return ClaimCard{name, text, Strength::exact, Provenance::derived};
  };
  s.claims = {card("potential", "V_t - V_{t-1} >= 0, V_t = g_{t+1} + 2 eta sum_i sqrt(G_i + S_t)"),
              card("potential_upper",
                   "V_t - V_{t-1} <= eta^2 A_t^2 g_t^3/2 + eta sum_i g_t^4/(sqrt a_i (sqrt a_i + sqrt "
                   "a_i(t-1))^2)"),
              card("ratio_lower", "w_2/w_1 > r_0"),
              card("ratio_upper", "w_2/w_1 < r_{T-1}"),
              card("limit", "r_{T-1} >= r(C - g_T/(2 eta))"),
              card("margin", "(w_1 + w_2)/|w| < (1 + r_{T-1})/sqrt(1 + r_{T-1}^2)"),
              card("step_dependence", "r(C) at eta/2 > r(C) at eta")};
  s.notes = {"In l2 the largest margin is sqrt 2, at w_1 = w_2."};
  return s;
}

AdaGrad::Instance AdaGrad::generate(Draw& draw) {
  Instance x;
  x.samples = 1 + draw.integer(0, 7);
  x.first = std::ldexp(static_cast<double>(1 + draw.integer(0, 15)), -4);
  x.second = x.first + std::ldexp(static_cast<double>(1 + draw.integer(0, 63)), -4);
  x.step = std::ldexp(static_cast<double>(8 + draw.integer(0, 7)), -3 - static_cast<int>(draw.integer(0, 5)));
  x.steps = static_cast<std::int64_t>(draw.dimension(2, 400));
  return x;
}

// The flow's limit of w_2/w_1 from c = sqrt(G_1 + S) + sqrt(G_2 + S).
template <Scalar T>
Interval<T> flow_ratio(const AdaGrad::Instance& x, const Interval<T>& c) {
  const Interval<T> d = (Interval<T>(T(x.second)) - Interval<T>(T(x.first))) / c;
  return (c - d) / (c + d);
}
template <Scalar T>
Interval<T> conserved(const AdaGrad::Instance& x, const Interval<T>& eta) {
  return sqrt(Interval<T>(T(x.first))) + sqrt(Interval<T>(T(x.second))) +
         Interval<T>(static_cast<double>(x.samples)) / (Interval<T>(2) * eta);
}

template <Scalar T>
struct AdaGradRun {
  using I = Interval<T>;
  I w1, w2, first_ratio, last_ratio, increase, excess, gradient, sum;

  explicit AdaGradRun(const AdaGrad::Instance& x) {
    const I eta{T(x.step)};
    const I g1{T(x.first)};
    const I g2{T(x.second)};
    const I one(1);
    const I two(2);
    gradient = I(static_cast<double>(x.samples));
    I root1 = sqrt(g1);
    I root2 = sqrt(g2);
    for (std::int64_t t = 0; t < x.steps; ++t) {
      const I square = sqr(gradient);
      sum += square;
      const I next1 = sqrt(g1 + sum);
      const I next2 = sqrt(g2 + sum);
      const I rate = one / next1 + one / next2;
      w1 += eta * gradient / next1;
      w2 += eta * gradient / next2;
      const I drop = -expm1(-(eta * gradient * rate));  // 1 - g_{t+1}/g_t
      // sqrt(a) - sqrt(a - g^2) = g^2/(sqrt(a) + sqrt(a - g^2)).
      const I rise = square * (one / (next1 + root1) + one / (next2 + root2));
      const I change = two * eta * rise - gradient * drop;
      const I allowed = sqr(eta * rate) * square * gradient / two +
                        eta * sqr(square) * (one / (next1 * sqr(next1 + root1)) + one / (next2 * sqr(next2 + root2)));
      increase = t == 0 ? change : min(increase, change);
      excess = t == 0 ? change - allowed : max(excess, change - allowed);
      last_ratio = next1 / next2;
      if (t == 0) first_ratio = last_ratio;
      gradient = gradient * (one - drop);
      root1 = next1;
      root2 = next2;
    }
  }
};

template <Scalar T>
std::vector<Claim> AdaGrad::conclude(const Instance& x) {
  using I = Interval<T>;
  const AdaGradRun<T> run(x);
  const I eta{T(x.step)};
  const I one(1);
  const I c = conserved<T>(x, eta);
  const I ratio = run.w2 / run.w1;
  const I& last = run.last_ratio;
  return {
      at_least("potential", along_path(run.increase, "least V_t - V_{t-1}"), number(0.0)),
      at_most("potential_upper", along_path(run.excess, "largest excess of V_t - V_{t-1}"), number(0.0)),
      exceeds("ratio_lower", along_path(ratio, "w_2/w_1"), along_path(run.first_ratio, "r_0")),
      less("ratio_upper", along_path(ratio, "w_2/w_1"), along_path(last, "r_{T-1}")),
      at_least("limit", along_path(last, "r_{T-1}"),
               along_path(flow_ratio<T>(x, c - run.gradient / (I(2) * eta)), "r(C - g_T/(2 eta))")),
      less("margin", along_path((run.w1 + run.w2) / sqrt(sqr(run.w1) + sqr(run.w2)), "(w_1 + w_2)/|w|"),
           along_path((one + last) / sqrt(one + sqr(last)), "(1 + r)/sqrt(1 + r^2)")),
      exceeds("step_dependence", along_path(flow_ratio<T>(x, conserved<T>(x, eta / I(2))), "r at eta/2"),
              along_path(flow_ratio<T>(x, c), "r at eta")),
  };
}

std::vector<Control<AdaGrad::Instance>> AdaGrad::controls() {
  using I = Instance;
  const I dossier{1, 0.25, 1, 1, 1000};
  const auto value = [&](const char* name, I x, std::function<Interval<Real>(const I&)> of, const char* digits) {
    return golden<I>(name, std::move(x), [=](const I& y, Precision) -> std::vector<Claim> {
      return {lies_in(name, Enclosure(of(y), Evidence("flow", name)), rounded_decimal(digits))};
    });
  };
  const auto flow = [](const I& x) { return flow_ratio<Real>(x, conserved<Real>(x, Interval<Real>(Real(x.step)))); };
  I tenth = dossier;
  tenth.step = 0.1;
  return {
      dropped_hypothesis<I>("starts_exchanged", ordered, {1, 1, 0.25, 1, 10}, only<AdaGrad>("ratio_lower")),
      dropped_hypothesis<I>("ascent", positive_data, {1, 0.25, 1, -0.25, 10}, only<AdaGrad>("potential_upper")),
      dropped_hypothesis<I>("one_step", two_steps, {1, 1, 4, 1, 1},
                            on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                              // w_2/w_1 = r_0 = sqrt(2/5), so w_2^2/w_1^2 = 2/5 exactly and nothing strictly between.
                              const AdaGradRun<T> run(x);
                              return {exceeds("w_2/w_1 > r_0 + 2^-40", along_path(run.w2 / run.w1, "w_2/w_1"),
                                              along_path(run.first_ratio + Interval<T>(T(0x1p-40)), "r_0 + 2^-40"))};
                            })),
      tight_case<I>("potential_nearly_conserved", {1, 0.25, 1, 1, 400}, "potential", 1e-6),
      tight_case<I>("potential_upper_late", {1, 0.25, 1, 1, 400}, "potential_upper", 1e-6),
      sabotage<I>("potential_increases_more", {1, 0.25, 1, 1, 400}, with_side<AdaGrad>("potential", 1e-6)),
      sabotage<I>("potential_upper_less", {1, 0.25, 1, 1, 400}, with_side<AdaGrad>("potential_upper", -1e-6)),
      // The claim that the geometry alone decides: the limit of equal steps, w_1 = w_2, of margin sqrt 2.
      sabotage<I>("limit_is_the_largest_margin", dossier, with_side<AdaGrad>("limit", 0.875)),
      sabotage<I>("flow_is_the_discrete_limit", dossier,
                  altered<AdaGrad>("limit", [](Claim claim) { return at_most(claim.name, claim.lhs, claim.rhs); })),
      sabotage<I>("ratio_above_last", dossier, with_side_times<AdaGrad>("ratio_upper", 0.875)),
      sabotage<I>("ratio_above_first", dossier, with_side_times<AdaGrad>("ratio_lower", 1.25)),
      sabotage<I>("margin_less", dossier, with_side_times<AdaGrad>("margin", 0.9375)),
      sabotage<I>(
          "step_dependence_turned", dossier,
          altered<AdaGrad>("step_dependence", [](Claim claim) { return less(claim.name, claim.lhs, claim.rhs); })),
      // Dossier 2.6: S = 105/256, ratio 13/19, 0.965116.. at eta = 1/10 (here the double 0.1); adagrad-gd-1000-w1.
      value("flow_ratio", dossier, flow, "0.68421052631578947368421052631579"),
      value("flow_ratio_tenth", tenth, flow, "0.965116279069767"),
      value(
          "flow_sum", dossier,
          [](const I& x) {
            // sqrt(G_1 + S) = (C - D)/2.
            const Interval<Real> c = conserved<Real>(x, Interval<Real>(Real(x.step)));
            const Interval<Real> d = Interval<Real>(Real(x.second - x.first)) / c;
            return sqr((c - d) / Interval<Real>(2)) - Interval<Real>(Real(x.first));
          },
          "0.41015625000000000000"),
      golden<I>("gd_1000_w1", dossier, on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                  return {lies_in("w_1", along_path(AdaGradRun<T>(x).w1, "w_1"),
                                  rounded_decimal("4.07564256205152812750571706016"))};
                })),
      golden_side<AdaGrad>("margin_side", {1, 1, 4, 1, 2}, "margin", "1.381675543045808573606372"),
      golden_side<AdaGrad>("limit_side", {1, 1, 4, 1, 2}, "limit", "0.5859257474191172535341689"),
      golden<I>("potential_excess", {1, 1, 4, 1, 2}, on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                  const AdaGradRun<T> run(x);
                  return {lies_in("least change", along_path(run.increase, "least change"),
                                  rounded_decimal("0.01896630417570059499460609")),
                          lies_in("largest excess", along_path(run.excess, "excess"),
                                  rounded_decimal("-0.002195393988582545601238358"))};
                })),
  };
}

}  // namespace

Theorem adagrad_direction() { return Theorem(AdaGrad{}); }

}  // namespace lemmata::theory::implicit_bias
