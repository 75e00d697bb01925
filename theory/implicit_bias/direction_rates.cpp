/// \file
/// # How fast gradient descent reaches the maximum-margin direction: rates and sharp constants at t = 2^40
/// ## Statement   Exponential loss, L(w) = sum exp(-z_i.w), rows orthogonal and not zero, any w(0), any eta > 0. Then
///                w^ = sum z_i/|z_i|^2, gamma = 1/|w^|, and w(t) - w^ ln t -> w~ with z_i.w~ = ln c_i, c_i = eta
///                |z_i|^2, w~ = w(0) off the span of the rows. With V_i = exp(z_i.w(0)), rho = (I - u u^T) w~, u =
///                gamma w^: (i) V_i + c_i t <= exp(z_i.w(t)) <= V_i + c_i t + (c_i/2) exp(c_i/V_i) (c_i/V_i + ln(1 +
///                c_i t/V_i)); (ii) |z_i.w(t) - ln t - ln c_i| <= e_i(t), the excess of the right side over c_i t,
///                divided by c_i t; (iii) sum (1 - e_i(t))/c_i <= t L(t) <= 1/(eta gamma^2);
///                (iv) ln^2 t (1 - cos(w(t), u)) -> |rho|^2/(2 |w^|^2);
///                (v) ln t (gamma - margin(w(t))) -> gamma (gamma^2 w~.w^ - min_i z_i.w~).
/// ## Source      Soudry, Hoffer, Nacson, Gunasekar, Srebro (2018), JMLR 19, Theorems 4 and 5, arXiv:1710.10345 [S] for
///                the rates; the constants: theory dossier, sections 1.2, 1.3 and E1, mark [D] (the paper's appendix
///                has another constant in (iv), by a slip in the expansion of 1/sqrt(1 + x)). (i)-(iii) derived here,
///                mark [D].
/// ## Method      V -> V exp(c/V): 1 + x <= e^x <= 1 + x + e^x x^2/2, summed with V_t >= V + c t. (i) is checked
///                against 150 steps of descent in w; from there (i) itself carries the enclosure to t = 2^40 in one
///                step.
/// ## Notes       Surrogates (iv), (v) at finite t: with a = gamma w~.w^, h = gamma |a|/ln t, B = |rho|, mu = min ln
///                c_i, the relative error of (iv) is at most (2 h + h^2 + gamma^2 B^2/ln^2 t)/(1 - h)^2, the error of
///                (v) at most (gamma/ln t)(|gamma a - mu| gamma |a|/(1 - h) + gamma^2 B^2 (1 + |mu - gamma a|/(ln t (1
///                - h)))/(2 (1 - h)^2)), both up to e_i(t), of order ln t/t (a hypothesis bounds it), for which their
///                claims leave the room 2^-20.

#include "numerics/margin/exact.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/descent_path.hpp"
#include "theory/model/separable_rows.hpp"
#include "theory/statement/altered.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory::implicit_bias {
namespace {

constexpr const char* orthogonal = "the rows are orthogonal and not zero, eta > 0";
constexpr const char* long_run = "gamma |a| <= ln(t)/2 at t = 2^40";
constexpr const char* settled = "e_i(t) <= 2^-24 for every row at t = 2^40";

struct Rates {
  struct Instance {
    Matrix<double> rows;        ///< n x d, orthogonal
    std::vector<double> start;  ///< w(0)
    double step = 1;            ///< eta
    static constexpr auto fields() {
      return std::tuple{Field{"rows", &Instance::rows}, Field{"start", &Instance::start},
                        Field{"step", &Instance::step}};
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

Statement Rates::statement() {
  Statement s;
  s.title = "Rates and sharp constants of gradient descent on separable data, at t = 2^40";
  s.text =
      "Exponential loss (sum), orthogonal rows, any w(0), eta > 0; w^ = sum z_i/|z_i|^2, c_i = eta |z_i|^2. The "
      "residual w(t) - w^ ln t tends to w~ with z_i.w~ = ln c_i, the loss is of order 1/(eta gamma^2 t), 1 - cos of "
      "the angle to w^ of order |rho|^2/(2 |w^|^2 ln^2 t), the margin gap of order gamma (gamma^2 w~.w^ - min ln "
      "c_i)/ln t.";
  s.source = {"D. Soudry, E. Hoffer, M. S. Nacson, S. Gunasekar, N. Srebro",    2018,
              "The Implicit Bias of Gradient Descent on Separable Data",        "JMLR 19",
              "Theorems 4 and 5; constants of the theory dossier, section 1.3", "arXiv:1710.10345"};
  s.provenance = Provenance::verified;
  s.dossier = "bias/gd-rates";
  s.hypotheses = {orthogonal, long_run, settled};
  const auto card = [](const char* name, const char* text, Strength strength) {
    return ClaimCard{name, text, strength, Provenance::derived};
  };
  s.claims = {card("sandwich_lower", "z_i.w(t) >= ln(V_i + c_i t), t <= 150", Strength::exact),
              card("sandwich_upper", "z_i.w(t) <= ln of the right side of (i), t <= 150", Strength::exact),
              card("residual", "|z_i.w(t) - ln t - ln c_i| <= e_i(t), t = 2^40", Strength::exact),
              card("loss_upper", "t L(t) <= 1/(eta gamma^2), t = 2^40", Strength::exact),
              card("loss_lower", "t L(t) >= sum (1 - e_i(t))/c_i, t = 2^40", Strength::exact),
              card("angle", "|ln^2 t (1 - cos) - |rho|^2/(2 |w^|^2)| <= its error at t = 2^40", Strength::asymptotic),
              card("margin", "|ln t (gamma - margin) - gamma (gamma^2 w~.w^ - min ln c_i)| <= its error at t = 2^40",
                   Strength::asymptotic)};
  s.notes = {"For rows that are not orthogonal the residual converges like t^(-lambda), lambda in (0, 1]."};
  return s;
}

Rates::Instance Rates::generate(Draw& draw) {
  Instance x;
  // Pairs of orthogonal rows in planes of their own, and perhaps a coordinate off their span.
  const std::size_t pairs = draw.dimension(1, 2);
  const bool off = draw.coin();
  const std::size_t n = 2 * pairs - (draw.pick(3) == 2 ? 1 : 0);
  const std::size_t d = 2 * pairs + (off ? 1 : 0);
  x.rows = Matrix<double>(n, d);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t plane = i / 2 * 2;
    const auto length = static_cast<double>(1 + draw.integer(0, 5)) / 2;
    if (i % 2 == 0) {
      x.rows(i, plane) = length * static_cast<double>(1 + draw.integer(0, 3));
      x.rows(i, plane + 1) = length * static_cast<double>(draw.integer(-3, 3));
    } else {
      const double p = x.rows(i - 1, plane);
      const double q = x.rows(i - 1, plane + 1);
      x.rows(i, plane) = -q * length / 2;
      x.rows(i, plane + 1) = p * length / 2;
    }
  }
  double greatest = 0;
  for (const double entry : x.rows.entries()) greatest = std::max(greatest, std::fabs(entry));
  // Margins of order one at the start, so that no step overshoots by much.
  for (std::size_t j = 0; j < d; ++j) {
    x.start.push_back(std::ldexp(draw.real(-1, 1, 3), -1 - std::ilogb(greatest)));
  }
  x.step = std::ldexp(1.0, -2 * std::ilogb(greatest) - static_cast<int>(draw.integer(1, 4)));
  return x;
}

// What is known in closed form.
template <Scalar T>
struct Limit {
  using I = Interval<T>;
  std::vector<I> square, c, direction, residual;  ///< |z_i|^2, c_i, w^, w~
  I length, along, rho, least;                    ///< |w^|, gamma w~.w^ (= a), |rho|, min ln c_i

  explicit Limit(const Rates::Instance& x) : direction(x.start.size()) {
    for (const double w : x.start) residual.emplace_back(T(w));
    for (std::size_t i = 0; i < x.rows.rows(); ++i) {
      I sum;
      I start;
      for (std::size_t j = 0; j < x.start.size(); ++j) {
        sum += sqr(I(T(x.rows(i, j))));
        start += I(T(x.rows(i, j))) * I(T(x.start[j]));
      }
      square.push_back(sum);
      c.push_back(I(T(x.step)) * sum);
      const I log_c = log(c.back());
      least = i == 0 ? log_c : min(least, log_c);
      for (std::size_t j = 0; j < x.start.size(); ++j) {
        const I unit = I(T(x.rows(i, j))) / sum;
        direction[j] += unit;
        residual[j] += unit * (log_c - start);
      }
    }
    length = euclidean_norm<T>(direction);
    along = dot_product<T>(residual, direction) / length;
    I off;
    for (std::size_t j = 0; j < residual.size(); ++j) off += sqr(residual[j] - along * direction[j] / length);
    rho = sqrt(off);
  }
};

constexpr int checked_steps = 150;
constexpr double far = 0x1p40;

// Of exp(z.w(t)) beyond c t: from below V, from above the rest of (i).
template <Scalar T>
Interval<T> excess_above(const Interval<T>& v, const Interval<T>& c, const Interval<T>& t) {
  return v + c / Interval<T>(2) * exp(c / v) * (c / v + log1p(c * t / v));
}

// e_i(t).
template <Scalar T>
Interval<T> relative_excess(const Interval<T>& v, const Interval<T>& c, const Interval<T>& t) {
  return excess_above(v, c, t) / (c * t);
}

template <Scalar T>
std::vector<Hypothesis> Rates::hypotheses(const Instance& x) {
  bool fine = x.step > 0;
  for (std::size_t i = 0; i < x.rows.rows(); ++i) {
    for (std::size_t k = 0; k <= i; ++k) {
      Rational sum = 0;
      for (std::size_t j = 0; j < x.rows.columns(); ++j) sum += exact(x.rows(i, j)) * exact(x.rows(k, j));
      fine = fine && (sum == 0) == (i != k);
    }
  }
  Truth run = Truth::unknown;
  Truth small = Truth::yes;
  if (x.step > 0) {
    const Limit<T> limit(x);
    run = less_equal(Interval<T>(2) * abs(limit.along), limit.length * log(Interval<T>(T(far))));
    const DescentPath<T> path(x.rows, x.start);
    for (std::size_t i = 0; i < x.rows.rows(); ++i) {
      small = small && less_equal(relative_excess(exp(path.margin(i)), limit.c[i], Interval<T>(T(far))),
                                  Interval<T>(T(0x1p-24)));
    }
  }
  return {{orthogonal, truth(fine), {}}, {long_run, run, {}}, {settled, small, {}}};
}

template <Scalar T>
std::vector<Claim> Rates::conclude(const Instance& x) {
  using I = Interval<T>;
  const Limit<T> limit(x);
  const std::size_t n = x.rows.rows();
  const I eta{T(x.step)};
  const I square = convert<T>(greatest_square(x.rows));
  DescentPath<T> path(x.rows, x.start);
  std::vector<I> v;
  for (std::size_t i = 0; i < n; ++i) v.push_back(exp(path.margin(i)));
  std::optional<I> lower;
  std::optional<I> upper;
  for (int t = 1; t <= checked_steps; ++t) {
    path.step(path.evaluate(MarginLoss::exponential), MarginLoss::exponential, eta, square);
    if (t > 8 && t % 10 != 0) continue;
    const I time(t);
    for (std::size_t i = 0; i < n; ++i) {
      const I u = path.margin(i);
      const I below = u - log(v[i] + limit.c[i] * time);
      const I above = u - log(limit.c[i] * time + excess_above(v[i], limit.c[i], time));
      lower = lower ? min(*lower, below) : below;
      upper = upper ? max(*upper, above) : above;
    }
  }
  // On to t = 2^40 from the enclosed margins at 150, by (i) again.
  const I t{T(far)};
  const I log_t = log(t);
  const I rest = t - I(checked_steps);
  I residual_excess;
  I loss;
  I loss_below;
  std::vector<I> w;
  for (const double entry : x.start) w.emplace_back(T(entry));
  I least;
  for (std::size_t i = 0; i < n; ++i) {
    const I now = exp(path.margin(i));
    const I linear = limit.c[i] * rest;
    const I value = hull(now + linear, linear + excess_above(now, limit.c[i], rest));
    const I u = log(value);
    const I error = relative_excess(v[i], limit.c[i], t);
    const I over = abs(u - log_t - log(limit.c[i])) - error;
    residual_excess = i == 0 ? over : max(residual_excess, over);
    loss += t / value;
    loss_below += (I(1) - error) / limit.c[i];
    least = i == 0 ? u : min(least, u);
    I start;
    for (std::size_t j = 0; j < w.size(); ++j) start += I(T(x.rows(i, j))) * I(T(x.start[j]));
    for (std::size_t j = 0; j < w.size(); ++j) w[j] += I(T(x.rows(i, j))) / limit.square[i] * (u - start);
  }
  const I norm = euclidean_norm<T>(w);
  const I along = dot_product<T>(w, limit.direction) / limit.length;
  I off;
  for (std::size_t j = 0; j < w.size(); ++j) off += sqr(w[j] - along * limit.direction[j] / limit.length);
  const I cosine_gap = off / (norm * (norm + along));  // 1 - cos

  const I one(1);
  const I gamma = one / limit.length;
  const I a = abs(limit.along);
  const I h = gamma * a / log_t;
  const I kappa = sqr(limit.rho) / (I(2) * sqr(limit.length));
  const I room{T(0x1p-20)};
  const I relative = (I(2) * h + sqr(h) + sqr(gamma * limit.rho / log_t)) / sqr(one - h);
  const I difference = abs(gamma * limit.along - limit.least);
  const I constant = gamma * (gamma * limit.along - limit.least);
  const I margin_error = gamma / log_t *
                         (difference * gamma * a / (one - h) +
                          sqr(gamma * limit.rho) * (one + difference / (log_t * (one - h))) / (I(2) * sqr(one - h)));
  return {
      at_least("sandwich_lower", along_path(lower.value_or(I::whole()), "least z_i.w(t) - ln(V_i + c_i t)"),
               number(0.0)),
      at_most("sandwich_upper", along_path(upper.value_or(I::whole()), "largest excess of z_i.w(t)"), number(0.0)),
      at_most("residual", along_path(residual_excess, "largest excess of the residual over e_i"), number(0.0)),
      at_most("loss_upper", along_path(loss, "t L(t)"), along_path(sqr(limit.length) / eta, "1/(eta gamma^2)")),
      at_least("loss_lower", along_path(loss, "t L(t)"), along_path(loss_below, "sum (1 - e_i)/c_i")),
      as_surrogate(at_most("angle", along_path(abs(sqr(log_t) * cosine_gap - kappa), "|ln^2 t (1 - cos) - kappa|"),
                           along_path(kappa * relative + room, "its error at t"))),
      as_surrogate(at_most(
          "margin", along_path(abs(log_t * (gamma - least / norm) - constant), "|ln t (gamma - margin) - limit|"),
          along_path(margin_error + room, "its error at t"))),
  };
}

std::vector<Control<Rates::Instance>> Rates::controls() {
  using I = Instance;
  // Dossier: Z = [(1, 0), (0, 4)], eta = 1.
  const I axes{Matrix<double>(2, 2, {1, 0, 0, 4}), {0, 0}, 1};
  const I slow{Matrix<double>(2, 2, {1, 0, 0, 4}), {0, 0}, 0x1p-4};  // does not overshoot
  const I point{Matrix<double>(1, 1, {1}), {0}, 1};
  const auto random = [](Draw& draw) { return generate(draw); };
  const auto value = [&](const char* name, std::function<Interval<Real>(const I&)> of, const char* digits) {
    return golden<I>(name, slow, [=](const I&, Precision) -> std::vector<Claim> {
      return {lies_in(name, Enclosure(of(axes), Evidence("limit", name)), rounded_decimal(digits))};
    });
  };
  // Gradient flow has exp(z_i.w) = 1 + |z_i|^2 t: the left side of (i) at eta = 1.
  const auto flow_gap = [](const I& x, const char* time) {
    const Limit<Real> limit(x);
    Interval<Real> square;
    Interval<Real> least;
    for (std::size_t i = 0; i < 2; ++i) {
      const Interval<Real> u = log1p(limit.c[i] * decimal(time));
      square += sqr(u) / limit.square[i];
      least = i == 0 ? u : min(least, u);
    }
    return Interval<Real>(1) / limit.length - least / sqrt(square);
  };
  return {
      dropped_hypothesis<I>("data_B", orthogonal, {Matrix<double>(2, 3, {3, 1, 0, 1, 2, 1}), {0, 0, 0}, 0.0625},
                            only<Rates>("sandwich_upper")),
      // A start so far along w^ that ln t has not caught up: the expansion in 1/ln t is meaningless.
      dropped_hypothesis<I>("far_start", long_run, {Matrix<double>(2, 3, {1, 0, 0, 0, 1, 0}), {-42, -42, 8}, 0x1p-60},
                            only<Rates>("angle")),
      // Started at 30 > ln(2^40) in one row: the descent has not begun there.
      dropped_hypothesis<I>("not_settled", settled, {Matrix<double>(2, 2, {1, 0, 0, 1}), {30, 0}, 1},
                            only<Rates>("angle")),
      tight_case<I>("loss_is_sharp", slow, "loss_upper", 1e-9),
      tight_case<I>("loss_is_sharp_below", slow, "loss_lower", 1e-9),
      tight_case<I>("one_row_sandwich", {Matrix<double>(1, 1, {1}), {6}, 1}, "sandwich_upper", 1e-5),
      sabotage<I>("sandwich_more", {Matrix<double>(1, 1, {1}), {6}, 1}, with_side<Rates>("sandwich_lower", 1e-4)),
      sabotage<I>("sandwich_less", {Matrix<double>(1, 1, {1}), {6}, 1}, with_side<Rates>("sandwich_upper", -1e-4)),
      sabotage<I>("residual_less", point, with_side<Rates>("residual", -1e-10)),
      sabotage<I>("loss_less", slow, with_side_times<Rates>("loss_upper", 1 - 0x1p-20)),
      sabotage<I>("loss_more", slow, with_side_times<Rates>("loss_lower", 1 + 0x1p-20)),
      drawn_sabotage<I>("angle_error_quarter", random, with_side_times<Rates>("angle", 0.25)),
      drawn_sabotage<I>("margin_error_quarter", random, with_side_times<Rates>("margin", 0.25)),
      // The other constant of the appendix (E1), 0.1729 instead of 0.2128, halves the rate's error budget: too far off.
      value(
          "angle_constant",
          [](const I& x) {
            const Limit<Real> limit(x);
            return sqr(limit.rho) / (Interval<Real>(2) * sqr(limit.length));
          },
          "0.212795798552006167326605963217"),
      value(
          "flow_gap_1e6", [=](const I& x) { return flow_gap(x, "1e6"); }, "0.012361474135881635893295052193"),
      value(
          "flow_gap_1e12", [=](const I& x) { return flow_gap(x, "1e12"); }, "0.005958268965164852558519574156"),
      value(
          "flow_gap_1e100", [=](const I& x) { return flow_gap(x, "1e100"); }, "0.000690556713132896644889892716"),
      value(
          "largest_margin", [](const I& x) { return Interval<Real>(1) / Limit<Real>(x).length; },
          "0.970142500145331894075625848464"),
      value(
          "excess_above",
          [](const I&) { return excess_above<Real>(Interval<Real>(2), Interval<Real>(1), Interval<Real>(3)); },
          "3.167534327568185712376145"),
      golden_side<Rates>("angle_error", slow, "angle", "0.05125283431730254336290155"),
      golden_side<Rates>("margin_error", slow, "margin", "0.0255721066028276195101494"),
  };
}

}  // namespace

Theorem direction_rates() { return Theorem(Rates{}); }

}  // namespace lemmata::theory::implicit_bias
