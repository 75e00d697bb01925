/// \file
/// # The constrained path of a homogeneous model tends to the lexicographic maximum of the margins
/// ## Statement   w = theta o theta, f_n(theta) = a_n.w in two parameters, |theta| = rho; on the sphere w = rho^2 (x, 1
/// - x)
///                and f_n = s (b_n + c_n x), s = rho^2, b_n = a_n2, c_n = a_n1 - a_n2. Let x(s) minimise sum exp(-f_n)
///                over [0, 1] (the constrained path), g* = max_x min_n (b_n + c_n x). Then (i) s g* - ln N <= min_n
///                f_n(x(s)) <= s g*; (ii) over the N' margins that depend on x (c_n != 0), with h* = max_x min over
///                them of b_n + c_n x: min over them of f_n(x(s)) >= s h* - ln N'; (iii) |x(s) - x*| <= ln N'/(s min
///                |c_n|), c_n != 0, where x* attains h*: the lexicographic maximum.
/// ## Source      Nacson, Gunasekar, Lee, Srebro, Soudry (2019), ICML, arXiv:1905.07325 [S] for the abstract's claim.
///                (i): theory dossier 4.1, mark [D], for any continuous f; (ii), (iii) derived here, mark [D].
/// ## Method      Margins that do not depend on x multiply the loss by nothing and add a constant: they do not move its
///                minimiser, and adding the same numbers to both sides does not change a lexicographic comparison. (ii)
///                is (i) for the others, whose minimum is concave in x with slopes of at least min |c_n|, hence (iii).
///                x(s) by bisection on the certain sign of the derivative, in the log domain; x*, g*, h* are rational.
/// ## Notes       The general claim, for continuous homogeneous f, is false: dossier 4.2 has the counterexample, a
///                control here. Polyhedral margins, as these, are stable. The right side of (i) is an equality where
///                the minimum is flat: its claim names its room.

#include "numerics/margin/exact.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/descent_path.hpp"
#include "theory/statement/altered.hpp"

#include <cmath>

namespace lemmata::theory::homogeneous {
namespace {

constexpr const char* polyhedral = "the margins are affine in w";
constexpr const char* some_slope = "some margin depends on x";
constexpr const char* positive_scale = "s = rho^2 > 0";

struct Lexicographic {
  struct Instance {
    std::vector<double> offsets;     ///< b_n
    std::vector<double> slopes;      ///< c_n
    std::vector<double> curvatures;  ///< zero; f_n = s (b_n + c_n x - k_n x^2)
    double scale = 1;                ///< s = rho^2
    static constexpr auto fields() {
      return std::tuple{Field{"offsets", &Instance::offsets}, Field{"slopes", &Instance::slopes},
                        Field{"curvatures", &Instance::curvatures}, Field{"scale", &Instance::scale}};
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

Statement Lexicographic::statement() {
  Statement s;
  s.title = "The constrained path tends to the lexicographic maximum of the margins";
  s.text =
      "w = theta o theta, f_n = a_n.w on |theta|^2 = s, so f_n = s (b_n + c_n x) with w = s (x, 1 - x). The minimiser "
      "x(s) of sum exp(-f_n) attains the largest least margin up to ln N, the next one up to ln N', and lies within ln "
      "N'/(s min |c_n|) of the lexicographic maximum x*.";
  s.source = {"M. S. Nacson, S. Gunasekar, J. Lee, N. Srebro, D. Soudry",
              2019,
              "Lexicographic and Depth-Sensitive Margins in Homogeneous and Non-Homogeneous Deep Models",
              "ICML",
              "lexicographic margins; the inequalities of the theory dossier, sections 4.1 and 4.2",
              "arXiv:1905.07325"};
  s.provenance = Provenance::derived;
  s.dossier = "path/lexicographic";
  s.hypotheses = {polyhedral, some_slope, positive_scale};
  const auto card = [](const char* name, const char* text) {
    return ClaimCard{name, text, Strength::exact, Provenance::derived};
  };
  s.claims = {card("sandwich_lower", "s g* - min_n f_n(x(s)) <= ln N"),
              card("sandwich_upper", "min_n f_n(x(s)) - s g* <= 2^-30 s"),
              card("second_margin", "s h* - min_{c_n != 0} f_n(x(s)) <= ln N'"),
              card("lexicographic", "|x(s) - x*| <= ln N'/(s min_{c_n != 0} |c_n|)")};
  s.notes = {"For general continuous homogeneous models the limit need not be lexicographic (control two_lobes)."};
  return s;
}

Lexicographic::Instance Lexicographic::generate(Draw& draw) {
  Instance x;
  const std::size_t n = 1 + draw.dimension(0, 5);
  for (std::size_t k = 0; k < n; ++k) {
    // a_n = (b + c, b); a third of the slopes vanish after the first.
    const std::int64_t second = draw.integer(-4, 6);
    const std::int64_t slope = draw.integer(-6, 6);
    const bool flat = k > 0 && draw.pick(3) == 2;
    x.offsets.push_back(static_cast<double>(second));
    x.slopes.push_back(flat ? 0.0 : static_cast<double>(k == 0 && slope == 0 ? 1 : slope));
  }
  x.curvatures.assign(n, 0.0);
  x.scale = std::ldexp(static_cast<double>(8 + draw.integer(0, 7)), static_cast<int>(draw.integer(-3, 17)));
  return x;
}

template <Scalar T>
std::vector<Hypothesis> Lexicographic::hypotheses(const Instance& x) {
  bool affine = true;
  bool moves = false;
  for (const double k : x.curvatures) affine = affine && k == 0;
  for (const double c : x.slopes) moves = moves || c != 0;
  return {{polyhedral, truth(affine), {}}, {some_slope, truth(moves), {}}, {positive_scale, truth(x.scale > 0), {}}};
}

template <Scalar T>
std::vector<Interval<T>> margins_at(const Lexicographic::Instance& x, const Interval<T>& at) {
  std::vector<Interval<T>> f;
  const Interval<T> s{T(x.scale)};
  for (std::size_t n = 0; n < x.offsets.size(); ++n) {
    f.push_back(s * (Interval<T>(T(x.offsets[n])) + Interval<T>(T(x.slopes[n])) * at -
                     Interval<T>(T(x.curvatures[n])) * sqr(at)));
  }
  return f;
}

// x(s): the loss is convex in x, and decreases where sum q_n f_n' > 0.
template <Scalar T>
Interval<T> minimiser(const Lexicographic::Instance& x) {
  using I = Interval<T>;
  const auto falls = [&](const T& at) {
    const I point(at);
    const LossState<T> state = loss_state<T>(MarginLoss::exponential, margins_at<T>(x, point));
    I slope;
    for (std::size_t n = 0; n < x.slopes.size(); ++n) {
      slope += state.share[n] * (I(T(x.slopes[n])) - I(2) * I(T(x.curvatures[n])) * point);
    }
    return positive(slope) == Truth::yes ? Truth::yes : negative(slope) == Truth::yes ? Truth::no : Truth::unknown;
  };
  T low(0.0);
  T high(1.0);
  if (falls(high) == Truth::yes) return I(high);
  if (falls(low) == Truth::no) return I(low);
  for (int k = 0; k < 800; ++k) {
    const T middle = I(low, high).mid();
    if (middle == low || middle == high) break;
    const Truth sign = falls(middle);
    if (sign == Truth::unknown) {
      // Squeeze from both sides before giving up.
      const T left = I(low, middle).mid();
      const T right = I(middle, high).mid();
      const bool up = left != low && falls(left) == Truth::yes;
      const bool down = right != high && falls(right) == Truth::no;
      if (up) low = left;
      if (down) high = right;
      if (!up && !down) break;
      continue;
    }
    (sign == Truth::yes ? low : high) = middle;
  }
  return {low, high};
}

// The largest over [0, 1] of the least b_n + c_n x among the margins for which `counts`, and where.
struct Peak {
  Rational value = 0;
  Rational where = 0;
};
template <class Counts>
Peak highest(const Lexicographic::Instance& x, Counts counts) {
  std::vector<Rational> candidates{0, 1};
  const std::size_t n = x.slopes.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const Rational slope = exact(x.slopes[i]) - exact(x.slopes[k]);
      if (slope != 0) candidates.push_back((exact(x.offsets[k]) - exact(x.offsets[i])) / slope);
    }
  }
  Peak best;
  bool any = false;
  for (const Rational& at : candidates) {
    if (at < 0 || at > 1) continue;
    bool first = true;
    Rational least = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (!counts(i)) continue;
      const Rational value = exact(x.offsets[i]) + exact(x.slopes[i]) * at;
      if (first || value < least) least = value;
      first = false;
    }
    if (!any || least > best.value) best = {least, at};
    any = true;
  }
  return best;
}

template <Scalar T>
std::vector<Claim> Lexicographic::conclude(const Instance& x) {
  using I = Interval<T>;
  const auto moves = [&](std::size_t n) { return x.slopes[n] != 0; };
  const Peak all = highest(x, [](std::size_t) { return true; });
  const Peak second = highest(x, moves);
  const I at = minimiser<T>(x);
  const std::vector<I> f = margins_at<T>(x, at);
  const I s{T(x.scale)};
  std::size_t count = 0;
  double slope = 0;
  I least = f.front();
  std::optional<I> least_moving;
  for (std::size_t n = 0; n < f.size(); ++n) {
    least = min(least, f[n]);
    if (!moves(n)) continue;
    least_moving = least_moving ? min(*least_moving, f[n]) : f[n];
    const double size = std::fabs(x.slopes[n]);
    slope = count == 0 || size < slope ? size : slope;
    ++count;
  }
  const auto rational = [](const Rational& r) { return convert<T>(enclosure(r)); };
  const I log_all = log(I(static_cast<double>(f.size())));
  const I log_moving = log(I(static_cast<double>(count)));
  return {
      at_most("sandwich_lower", along_path(s * rational(all.value) - least, "s g* - least margin"),
              along_path(log_all, "ln N")),
      at_most("sandwich_upper", along_path(least - s * rational(all.value), "least margin - s g*"),
              along_path(s * I(T(0x1p-30)), "2^-30 s")),
      at_most("second_margin",
              along_path(s * rational(second.value) - least_moving.value_or(I::whole()), "s h* - least moving margin"),
              along_path(log_moving, "ln N'")),
      at_most("lexicographic", along_path(abs(at - rational(second.where)), "|x(s) - x*|"),
              along_path(log_moving / (s * I(T(slope))), "ln N'/(s min |c_n|)")),
  };
}

std::vector<Control<Lexicographic::Instance>> Lexicographic::controls() {
  using I = Instance;
  // Dossier: f = (w_1 + w_2, 2 w_1 + w_2, w_1 + 3 w_2); x* = 2/3, x(s) = 2/3 - ln 2/(3 s).
  const auto segment = [](double s) { return I{{1, 1, 3}, {0, 1, -2}, {0, 0, 0}, s}; };
  // Two margins of equal slopes and sign changed: x(s) = x* = 1/2, both margins are the least, the loss is 2 exp(-s/2).
  const I symmetric{{0, 1}, {1, -1}, {0, 0}, 64};
  // One slope small, one large: x(s) - x* = ln(1/8)/(9 s): of the ln 2/s allowed by the smaller.
  const I steep{{0, 8}, {1, -8}, {0, 0}, 64};
  const auto random = [](Draw& draw) { return generate(draw); };
  const auto path = [&](const char* name, double s, const char* digits) {
    return golden<I>(name, segment(s), on_rung<I>([digits]<class T>(const I& x) -> std::vector<Claim> {
                       return {lies_in("x(s)", along_path(minimiser<T>(x), "x(s)"), rounded_decimal(digits))};
                     }));
  };
  return {
      // Dossier 4.2: sorted margins (1, 1, 2) of the second lobe are never reached; the loss prefers (1 - x^2, 1 + 4 x,
      // 1 + 4 x) near x = 0, of value 1.027 against 2 at s = 100 (times exp(s)).
      dropped_hypothesis<I>(
          "two_lobes", polyhedral, {{1, 1, 1}, {0, 4, 4}, {1, 0, 0}, 100},
          on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
            const I other{{1, 1, 2}, {-1, -1, 0}, {0, 0, 0}, x.scale};
            const auto loss = [](const I& lobe) {
              return loss_state<T>(MarginLoss::exponential, margins_at<T>(lobe, minimiser<T>(lobe))).log_loss;
            };
            return {at_most("the path follows the lexicographic lobe",
                            along_path(loss(other), "ln loss at the lexicographic maximum"),
                            along_path(loss(x), "ln loss at the other lobe"))};
          })),
      tight_case<I>("symmetric_upper", {{0}, {1}, {0}, 4}, "sandwich_upper", 1),
      tight_case<I>("one_margin", {{0}, {1}, {0}, 4}, "lexicographic", 0),
      tight_case<I>("steep_second_margin", steep, "second_margin", 0.67),
      sabotage<I>("lexicographic_ninth", steep, with_side_times<Lexicographic>("lexicographic", 0.25)),
      sabotage<I>("second_margin_third", steep, with_side_times<Lexicographic>("second_margin", 0.32)),
      drawn_sabotage<I>("lexicographic_quarter", random, with_side_times<Lexicographic>("lexicographic", 0.25)),
      drawn_sabotage<I>("sandwich_quarter", random, with_side_times<Lexicographic>("sandwich_lower", 0.25)),
      sabotage<I>("maximum_not_reached", {{0}, {1}, {0}, 4}, with_side<Lexicographic>("sandwich_upper", -0x1p-20)),
      // The first lobe of the counterexample: (x/4) = exp(-s (4 x + x^2)) at its minimiser.
      golden<I>("curved_lobe", segment(5), on_rung<I>([]<class T>(const I&) -> std::vector<Claim> {
                  const I lobe{{1, 1, 1}, {0, 4, 4}, {1, 0, 0}, 100};
                  return {lies_in("x(100)", along_path(minimiser<T>(lobe), "x(s)"),
                                  rounded_decimal("0.0140746600364281017229545948"))};
                })),
      golden_side<Lexicographic>("flat_room", segment(4), "sandwich_upper", "3.7252902984619140625e-9"),
      path("lex_w1_5", 5, "0.6204568546293369793721845252361215621"),
      golden_side<Lexicographic>("sandwich_side", segment(4), "sandwich_lower", "1.09861228866810969139524523692"),
      golden_side<Lexicographic>("second_side", segment(4), "second_margin", "0.693147180559945309417232121458"),
      golden_side<Lexicographic>("lexicographic_side", segment(4), "lexicographic", "0.173286795139986327354308030364"),
      golden_side<Lexicographic>("lexicographic_distance", segment(4), "lexicographic",
                                 "0.057762265046662109118102676788", false),
      golden_side<Lexicographic>("sandwich_distance", symmetric, "sandwich_lower", "0.00000000", false),
  };
}

}  // namespace

Theorem lexicographic_path() { return Theorem(Lexicographic{}); }

}  // namespace lemmata::theory::homogeneous
