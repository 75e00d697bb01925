/// \file
/// # Logistic loss on separable data: any order of the samples, any fixed step
/// ## Statement   Rows z_i with z_i.v >= 1 for some v, w_0 = 0, any eta > 0, any sequence of indices i_0, i_1, ..:
///                w_{s+1} = w_s + eta p_s z_{i_s}, p_s = 1/(1 + exp(z_{i_s}.w_s)). With P = sum_{s<T} p_s,
///                R = max |z_i|: (i) w_T.v >= eta P, (ii) |w_T|^2 <= 2 eta P ln(T/P) + eta^2 R^2 P,
///                (iii) P <= |v|^2 (2 ln(T/P) + eta R^2)/eta.
///                At the shortest v, |v| = 1/gamma: the summed derivatives are O(log T / (gamma^2 eta)), for cyclic,
///                random and adversarial orders alike.
/// ## Source      Theory dossier, section 1.6, mark [D]; the fixed-step regime of Nacson, Srebro, Soudry (2019),
///                AISTATS.
/// ## Method      (i) adds p_s z.v >= p_s. (ii) |w_{s+1}|^2 = |w_s|^2 + 2 eta p m + eta^2 p^2 |z|^2, m = z.w_s; from
///                p = 1/(1 + e^m): p m <= p ln(1/p), and sum p_s ln(1/p_s) <= P ln(T/P) by concavity. (iii) combines
///                them by Cauchy and Schwarz.
/// ## Notes       (i) is an equality where every visited row has margin one, hence the room that its claim names.

#include "numerics/scalar/elementary.hpp"
#include "theory/model/descent_path.hpp"
#include "theory/model/separable_rows.hpp"
#include "theory/statement/altered.hpp"

namespace lemmata::theory::implicit_bias {
namespace {

constexpr const char* separated = "z_i.v >= 1 for every row";
constexpr const char* positive_step = "eta > 0";
constexpr const char* zero_start = "w_0 = 0";

struct AnyOrder {
  struct Instance {
    Matrix<double> rows;              ///< n x d
    std::vector<double> separator;    ///< v
    double step = 1;                  ///< eta
    std::vector<std::int64_t> order;  ///< i_0, i_1, ..
    std::vector<double> start;        ///< w_0
    static constexpr auto fields() {
      return std::tuple{Field{"rows", &Instance::rows}, Field{"separator", &Instance::separator},
                        Field{"step", &Instance::step}, Field{"order", &Instance::order},
                        Field{"start", &Instance::start}};
    }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x) {
    bool zero = true;
    for (const double w : x.start) zero = zero && w == 0;
    return {{separated, separates(x.rows, x.separator), {}},
            {positive_step, truth(x.step > 0), {}},
            {zero_start, truth(zero), {}}};
  }
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

Statement AnyOrder::statement() {
  Statement s;
  s.title = "Logistic loss on separable data: any order, any fixed step";
  s.text =
      "Rows with z_i.v >= 1, w_0 = 0, any eta > 0, any index sequence: w_{s+1} = w_s + eta p_s z_{i_s}, p_s = 1/(1 + "
      "exp(z_{i_s}.w_s)), P = sum_{s<T} p_s, R = max |z_i|. Then w_T.v >= eta P, |w_T|^2 <= 2 eta P ln(T/P) + eta^2 "
      "R^2 P and P <= |v|^2 (2 ln(T/P) + eta R^2)/eta.";
  s.source = {"Theory dossier of this library",
              2025,
              "Implicit bias, margins, generalisation bounds",
              "",
              "section 1.6, after Nacson, Srebro, Soudry (2019), AISTATS",
              "arXiv:1806.01796"};
  s.provenance = Provenance::derived;
  s.dossier = "bias/gd-logistic-any-order";
  s.hypotheses = {separated, positive_step, zero_start};
  s.claims = {{"progress", "w_T.v >= (1 - 2^-30) eta P", Strength::exact, Provenance::derived},
              {"norm", "|w_T|^2 <= 2 eta P ln(T/P) + eta^2 R^2 P", Strength::exact, Provenance::derived},
              {"derivative_sum", "P <= |v|^2 (2 ln(T/P) + eta R^2)/eta", Strength::exact, Provenance::derived}};
  return s;
}

AnyOrder::Instance AnyOrder::generate(Draw& draw) {
  Instance x;
  x.rows = draw_separable_rows(draw, 6, 4);
  x.separator = rounded_separator(x.rows);
  x.step = draw.real(0x1p-6, 4.0, 6);
  const std::size_t n = x.rows.rows();
  const std::size_t steps = draw.dimension(1, 1000);
  const std::size_t kind = draw.pick(3);
  for (std::size_t s = 0; s < steps; ++s) {
    // Cyclic; one row for long, then the next (as an adversary would); at random.
    const std::size_t cyclic = kind == 0 ? s % n : (s / 16) % n;
    x.order.push_back(static_cast<std::int64_t>(kind == 2 ? draw.pick(n) : cyclic));
  }
  x.start.assign(x.rows.columns(), 0.0);
  return x;
}

template <Scalar T>
std::vector<Claim> AnyOrder::conclude(const Instance& x) {
  using I = Interval<T>;
  DescentPath<T> path(x.rows, x.start);
  const I eta{T(x.step)};
  I sum;
  for (const std::int64_t i : x.order) sum += path.sample_step(static_cast<std::size_t>(i), eta);
  std::vector<I> v;
  for (const double entry : x.separator) v.emplace_back(T(entry));
  const I square = convert<T>(greatest_square(x.rows));
  const I spread = I(2) * log(I(static_cast<double>(x.order.size())) / sum);
  const I first = eta * sum;
  return {
      at_least("progress", along_path(path.dot(v), "w_T.v"),
               along_path(first * (I(1) - I(T(0x1p-30))), "eta P, less the room")),
      at_most("norm", along_path(sqr(path.norm()), "|w_T|^2"),
              along_path(first * (spread + eta * square), "2 eta P ln(T/P) + eta^2 R^2 P")),
      at_most("derivative_sum", along_path(sum, "P"),
              along_path(dot_product<T>(v, v) * (spread + eta * square) / eta, "|v|^2 (2 ln(T/P) + eta R^2)/eta")),
  };
}

std::vector<Control<AnyOrder::Instance>> AnyOrder::controls() {
  using I = Instance;
  const auto cyclic = [](std::size_t n, std::size_t steps) {
    std::vector<std::int64_t> order;
    for (std::size_t s = 0; s < steps; ++s) order.push_back(static_cast<std::int64_t>(s % n));
    return order;
  };
  const Matrix<double> point(1, 1, {1.0});
  return {
      // z = 1 and z = -2: P grows linearly, no separator bounds it.
      dropped_hypothesis<I>("not_separable", separated, {Matrix<double>(2, 1, {1, -2}), {1}, 1, cyclic(2, 400), {0}},
                            only<AnyOrder>("derivative_sum")),
      dropped_hypothesis<I>("started_elsewhere", zero_start, {point, {1}, 1, cyclic(1, 10), {-4}},
                            only<AnyOrder>("progress")),
      dropped_hypothesis<I>("step_turned", positive_step, {point, {1}, -1, cyclic(1, 10), {0}},
                            only<AnyOrder>("derivative_sum")),
      // One row: w_T = eta P.
      tight_case<I>("one_row_progress", {point, {1}, 1, cyclic(1, 20), {0}}, "progress", 0x1p-29),
      // A large step: the first p m = 0, |w_1|^2 = eta^2/4 of eta^2/2 + eta ln 2 allowed.
      tight_case<I>("large_step_norm", {point, {1}, 4096, cyclic(1, 1), {0}}, "norm", 0.51),
      sabotage<I>("progress_more", {point, {1}, 1, cyclic(1, 20), {0}}, with_side_times<AnyOrder>("progress", 1.0625)),
      sabotage<I>("norm_half", {point, {1}, 4096, cyclic(1, 1), {0}}, with_side_times<AnyOrder>("norm", 0.49)),
      sabotage<I>("derivative_sum_half", {point, {1}, 4096, cyclic(1, 1), {0}},
                  with_side_times<AnyOrder>("derivative_sum", 0.49)),
      drawn_sabotage<I>(
          "norm_third", [](Draw& draw) { return generate(draw); }, with_side_times<AnyOrder>("norm", 0.33)),
      drawn_sabotage<I>(
          "derivative_sum_eighth", [](Draw& draw) { return generate(draw); },
          with_side_times<AnyOrder>("derivative_sum", 0.125)),
      // One step from 0 of z = 1: P = 1/2, so the sides are ln 2 eta + eta^2/2 and (2 ln 2 + eta)/eta; eta = 2.
      golden_side<AnyOrder>("norm_side", {point, {1}, 2, cyclic(1, 1), {0}}, "norm",
                            "3.386294361119890618834464242916"),
      golden_side<AnyOrder>("derivative_side", {point, {2}, 2, cyclic(1, 1), {0}}, "derivative_sum",
                            "6.772588722239781237668928485833"),
  };
}

}  // namespace

Theorem logistic_any_order() { return Theorem(AnyOrder{}); }

}  // namespace lemmata::theory::implicit_bias
