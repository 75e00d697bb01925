/// \file
/// # Gradient descent on a one-hidden-layer CNN converges from a good start
/// ## Statement   b = |w*| a*, phi_0 the angle of v_0 and w*, M0 = max{a_0.b, |b|^2 + 2 (1.b)^2/(pi - 1)}. Assume (i)
///                phi_0 < pi/2, (ii) a_0.b > 0, (iii) |1.a_0| <= |1.b|, (iv) 0 < eta <= 2 pi/(k + pi - 1), (v) eta M0
///                <= 2 |v_0|^2. Then for all t: phi_(t+1) <= phi_t; |1.a_t| <= |1.b|; m <= a_t.b <= M0 with m =
///                min{a_0.b, (g(phi_0) - 1) |b|^2/(pi - 1)} > 0; |v_0| <= |v_t| <= |v_0|/cos phi_0; phi_t <= phi_0 (1 -
///                q/2)^t, q = eta m cos^2 phi_0 / (4 |v_0|^2); |a_(t+1) - b| <= (1 - eta (pi - 1)/(2 pi)) |a_t - b| +
///                (eta/4) phi_t^2 |b|.
/// ## Source      Du, Lee, Tian, Poczos, Singh (2018), ICML, arXiv:1712.00779, Theorem 4.1: recalled, constants
///                unspecified there. The form above, with constants, is derived (dossier landscapes, sections 4.3 and
///                4.5).
/// ## Method      The trajectory is enclosed for 20 steps. The one-step identities of section 4.3 are checked on the
///                first step with room 2^-30.
/// ## Surrogate   `late_rate`: near the limit, phi_0 = 2^-4 and a_0 = (1 + 2^-5) b, after 30 steps the relative
///                decrease of phi per step is within 20% of eta |b|^2/(2 |v|^2), the limit of -log(phi_(t+1)/phi_t): to
///                first order tan(phi - phi+) = eta (a.b) phi/(2 |v|^2), and a.b is within 4% of |b|^2.

#include "theory/model/convolutional_network.hpp"
#include "theory/statement/theorem.hpp"

#include <cmath>
#include <optional>

namespace lemmata::theory::convolutional_network {
namespace {

constexpr int steps = 20;
constexpr double room = 0x1p-30;
constexpr const char* proper = "v_0 and w* are not 0, a* is not 0";
constexpr const char* acute = "phi_0 < pi/2";
constexpr const char* positive_output = "a_0.b > 0";
constexpr const char* small_sum = "|1.a_0| <= |1.b|";
constexpr const char* short_step = "0 < eta <= 2 pi / (k + pi - 1)";
constexpr const char* slow_filter = "eta M0 <= 2 |v_0|^2";

struct ConvergenceGood {
  struct Instance {
    std::vector<double> filter, teacher;  ///< w*, a*
    std::vector<double> v, a;             ///< v_0, a_0
    double step = 0.1;                    ///< eta
    static constexpr auto fields() {
      return std::tuple{Field{"filter", &Instance::filter}, Field{"teacher", &Instance::teacher},
                        Field{"v", &Instance::v}, Field{"a", &Instance::a}, Field{"step", &Instance::step}};
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

using Instance = ConvergenceGood::Instance;

Statement ConvergenceGood::statement() {
  Statement s;
  s.title = "Gradient descent on a one-hidden-layer CNN converges from a good start";
  s.text =
      "phi_0 < pi/2, a_0.b > 0, |1.a_0| <= |1.b|, eta <= 2 pi/(k + pi - 1), eta M0 <= 2 |v_0|^2: the angle decreases "
      "linearly, phi_t <= phi_0 (1 - q/2)^t, and a_t converges to b, with all constants explicit.";
  s.source = {"S. S. Du, J. D. Lee, Y. Tian, B. Poczos, A. Singh",
              2018,
              "Gradient Descent Learns One-hidden-layer CNN: Don't be Afraid of Spurious Local Minima",
              "ICML",
              "Theorem 4.1 (recalled); constants in the dossier landscapes, section 4.5",
              "arXiv:1712.00779"};
  s.provenance = Provenance::derived;
  s.dossier = "cnn/convergence-good";
  s.hypotheses = {proper, acute, positive_output, small_sum, short_step, slow_filter};
  const auto claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::exact, Provenance::derived});
  };
  claim("angle_decreases", "phi_(t+1) <= phi_t for t < 20");
  claim("sum_stays_small", "|1.a_t| <= |1.b|");
  claim("overlap_low", "a_t.b >= m");
  claim("overlap_high", "a_t.b <= M0");
  claim("filter_grows", "|v_t| >= |v_0|");
  claim("filter_bounded", "|v_t| <= |v_0| / cos phi_0");
  claim("angle_rate", "phi_t <= phi_0 (1 - q/2)^t");
  claim("output_rate", "|a_(t+1) - b| <= (1 - eta (pi - 1)/(2 pi)) |a_t - b| + (eta/4) phi_t^2 |b|");
  claim("step_angle", "tan(phi - phi+) = eta (a.b)(pi - phi) sin phi/(2 pi |v|^2), within 2^-30");
  claim("step_length", "|v+| = |v| / cos(phi - phi+), within 2^-30");
  claim("step_sum", "1.a+ = (1 - eta (k + pi - 1)/(2 pi)) 1.a + eta/(2 pi) (k + g - 1) 1.b, within 2^-30");
  claim("step_overlap",
        "a+.b = (1 - eta (pi-1)/(2 pi)) a.b + eta/(2 pi) ((g-1)|b|^2 + (1.b)^2 - (1.a)(1.b)), within 2^-30");
  s.claims.push_back({"late_rate", "1 - phi_(t+1)/phi_t is within 20% of eta |b|^2/(2 |v|^2) near the limit",
                      Strength::asymptotic, Provenance::derived});
  return s;
}

Instance ConvergenceGood::generate(Draw& draw) {
  Instance x;
  const std::size_t p = draw.dimension(2, 4);
  const std::size_t k = draw.dimension(1, 5);
  double square_b = 0;
  double sum_b = 0;
  for (std::size_t i = 0; i < p; ++i) {
    x.filter.push_back(i == 0 ? draw.real(0.5, 2, 3) : draw.real(-0.5, 0.5, 3));
    x.v.push_back(i == 0 ? draw.real(0.5, 2, 3) : draw.real(-1, 1, 3));
  }
  if (x.v[1] * x.filter[0] == x.v[0] * x.filter[1]) x.v[1] += 0.5;
  for (std::size_t j = 0; j < k; ++j) {
    x.teacher.push_back(j == 0 ? draw.real(1, 2, 3) : draw.real(-0.5, 2, 3));
    square_b += x.teacher[j] * x.teacher[j];
    sum_b += x.teacher[j];
  }
  double square_w = 0;
  double square_v = 0;
  for (const double w : x.filter) square_w += w * w;
  for (const double v : x.v) square_v += v * v;
  const double share = draw.real(0.125, 0.75, 4);
  double overlap = 0;
  for (std::size_t j = 0; j < k; ++j) {
    x.a.push_back(share * std::sqrt(square_w) * x.teacher[j]);
    x.a.back() = std::ldexp(std::round(std::ldexp(x.a.back(), 8)), -8) + draw.real(-0.0625, 0.0625, 6);
    overlap += x.a.back() * std::sqrt(square_w) * x.teacher[j];
  }
  const double pi = 3.141592653589793;
  const double most = std::max(overlap, square_w * (square_b + 2 * sum_b * sum_b / (pi - 1)));
  const double limit = std::min(2 * pi / (static_cast<double>(k) + pi - 1), 2 * square_v / most);
  x.step = std::ldexp(std::floor(std::ldexp(draw.real(0.25, 0.96875, 5) * limit, 16)), -16);
  return x;
}

// The constants of the statement.
template <Scalar T>
struct Bounds {
  Interval<T> phi, overlap, most, least, length;
  Interval<T> cap;          // |v_0| / cos phi_0
  Interval<T> shrink;       // q/2
  Interval<T> contraction;  // 1 - eta (pi - 1)/(2 pi)
  Interval<T> drift;        // (eta/4) |b|
  Bounds(const Teacher<T>& t, const Student<T>& s, const Interval<T>& eta) {
    using I = Interval<T>;
    const I square = square_norm(t.b);
    phi = angle(t, s.v);
    overlap = dot(s.a, t.b);
    most = max(overlap, square + I(2) * sqr(total(t.b)) / (pi<T>() - I(1)));
    least = min(overlap, (angle_kernel(phi) - I(1)) * square / (pi<T>() - I(1)));
    length = norm(s.v);
    cap = length / cos(phi);
    shrink = eta * least * sqr(cos(phi)) / (I(8) * square_norm(s.v));
    contraction = I(1) - eta * (pi<T>() - I(1)) / (I(2) * pi<T>());
    drift = eta / I(4) * norm(t.b);
  }
};

template <Scalar T>
std::vector<Hypothesis> ConvergenceGood::hypotheses(const Instance& x) {
  using I = Interval<T>;
  const auto non_zero = [](const std::vector<double>& v) {
    const Vector<Rational> exact_v = rational(v);
    return dot(exact_v, exact_v) > 0;
  };
  const Rational along = dot(rational(x.v), rational(x.filter));
  const Rational overlap = dot(rational(x.a), rational(x.teacher));
  Rational sum_a = 0;
  Rational sum_teacher = 0;
  Rational square = 0;
  for (const double a : x.a) sum_a += exact(a);
  for (const double a : x.teacher) sum_teacher += exact(a);
  for (const double w : x.filter) square += exact(w) * exact(w);
  const bool nothing = !non_zero(x.v) || !non_zero(x.filter) || !non_zero(x.teacher);
  Truth slow = Truth::unknown;
  if (!nothing) {
    const Teacher<T> t(x.filter, x.teacher);
    const Student<T> s{points<T>(x.v), points<T>(x.a)};
    const I eta{T(x.step)};
    slow = less_equal(eta * Bounds<T>(t, s, eta).most, I(2) * square_norm(s.v));
  }
  const I eta{T(x.step)};
  return {{proper, truth(!nothing), {}},
          {acute, truth(along > 0), {}},
          {positive_output, truth(overlap > 0), {}},
          {small_sum, truth(sum_a * sum_a <= square * sum_teacher * sum_teacher), {}},
          {short_step, truth(x.step > 0) && less_equal(eta * (I(x.a.size()) + pi<T>() - I(1)), I(2) * pi<T>()), {}},
          {slow_filter, slow, {}}};
}

// Factors of a sabotage.
struct Constants {
  double rate = 1;         ///< times q/2
  double contraction = 1;  ///< times the contraction of a - b
  double drift = 1;        ///< times (eta/4) |b|
  double most = 1;         ///< times M0
  double least = 1;        ///< times m
  double length = 1;       ///< times |v_0| / cos phi_0
  double identity = 1;     ///< times the right sides of the one-step identities
};

// Near the limit: relative decrease of phi in step 31 over its limit.
template <Scalar T>
Interval<T> late_rate(const Instance& x) {
  using I = Interval<T>;
  Teacher<T> t({1.0, 0.0}, x.teacher);  // two dimensions hold v and w*; the length of w* goes into b
  for (I& b : t.b) b = b * norm(points<T>(x.filter));
  const I length = norm(points<T>(x.v));
  Student<T> s{{length, length * I(T(0x1p-4))}, {}};
  for (const I& b : t.b) s.a.push_back(b * I(T(1 + 0x1p-5)));
  const I eta{T(x.step)};
  for (int k = 0; k < 30; ++k) s = descent_step(t, s, eta);
  const I before = angle(t, s.v);
  const I after = angle(t, descent_step(t, s, eta).v);
  return (I(1) - after / before) * I(2) * square_norm(s.v) / (eta * square_norm(t.b));
}

template <Scalar T>
std::vector<Claim> claims(const Instance& x, const Constants& c) {
  using I = Interval<T>;
  const Teacher<T> t(x.filter, x.teacher);
  Student<T> s{points<T>(x.v), points<T>(x.a)};
  const I eta{T(x.step)};
  const Bounds<T> bounds(t, s, eta);
  const I two_pi = I(2) * pi<T>();
  const I one(1);
  const I sum_b = total(t.b);
  const I contraction = bounds.contraction * I(T(c.contraction));
  const I cap = bounds.cap * I(T(c.length));

  std::optional<I> angle_rise, sum_excess, low, high, shrink, growth, rate_excess, output_excess;
  const auto keep = [](std::optional<I>& kept, const I& value) { kept = kept ? max(*kept, value) : value; };
  I phi = bounds.phi;
  I allowed = bounds.phi;
  std::vector<I> identities;
  for (int k = 0; k < steps; ++k) {
    const Student<T> next = descent_step(t, s, eta);
    const I then = angle(t, next.v);
    if (k == 0) {
      const I g = angle_kernel(phi);
      const I turned = eta * dot(s.a, t.b) * (pi<T>() - phi) * sin(phi) / (two_pi * square_norm(s.v));
      const I difference = phi - then;
      const I factor(T(c.identity));
      identities = {sin(difference) / cos(difference) - turned * factor,
                    norm(next.v) - norm(s.v) / cos(difference) * factor,
                    total(next.a) - ((one - eta * (I(s.a.size()) + pi<T>() - one) / two_pi) * total(s.a) +
                                     eta / two_pi * (I(s.a.size()) + g - one) * sum_b * factor),
                    dot(next.a, t.b) -
                        ((one - eta * (pi<T>() - one) / two_pi) * dot(s.a, t.b) +
                         eta / two_pi * ((g - one) * square_norm(t.b) + sqr(sum_b) - total(s.a) * sum_b) * factor)};
    }
    keep(angle_rise, then - phi);
    keep(output_excess, norm(sum(next.a, t.b, -one)) - contraction * norm(sum(s.a, t.b, -one)) -
                            I(T(c.drift)) * bounds.drift * sqr(phi));
    s = next;
    phi = then;
    allowed = allowed * (one - bounds.shrink * I(T(c.rate)));
    keep(rate_excess, (phi - allowed) / allowed);
    keep(sum_excess, abs(total(s.a)) - abs(sum_b));
    keep(low, bounds.least * I(T(c.least)) - dot(s.a, t.b));
    keep(high, dot(s.a, t.b) - bounds.most * I(T(c.most)));
    keep(shrink, bounds.length - norm(s.v));
    keep(growth, norm(s.v) - cap);
  }
  const auto none = [](const char* name, const I& excess) {
    return at_most(name, enclose(excess, Evidence("trajectory", "largest excess over 20 steps")), number(0.0));
  };
  const auto agrees = [&](const char* name, std::size_t k) {
    return at_most(name, enclose(abs(identities[k]), Evidence("evaluation", "difference")), number(room));
  };
  return {none("angle_decreases", *angle_rise),
          none("sum_stays_small", *sum_excess),
          none("overlap_low", *low),
          none("overlap_high", *high),
          none("filter_grows", *shrink),
          none("filter_bounded", *growth),
          none("angle_rate", *rate_excess),
          none("output_rate", *output_excess),
          agrees("step_angle", 0),
          agrees("step_length", 1),
          agrees("step_sum", 2),
          agrees("step_overlap", 3),
          as_surrogate(at_most("late_rate",
                               enclose(abs(late_rate<T>(x) - one), Evidence("trajectory", "relative difference")),
                               number(Rational(1, 5))))};
}

template <Scalar T>
std::vector<Claim> ConvergenceGood::conclude(const Instance& x) {
  return claims<T>(x, {});
}

std::vector<Control<Instance>> ConvergenceGood::controls() {
  using I = Instance;
  const auto with = [](auto change) {
    I x{{1, 0}, {1, 2}, {1, 1}, {1, 1}, 0.125};
    change(x);
    return x;
  };
  const I run = with([](I&) {});
  const auto changed = [](std::string name, Constants c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        on_rung<I>([c]<class T>(const I& x) { return claims<T>(x, c); }));
  };
  return {
      dropped_hypothesis<I>("obtuse_start", acute, with([](I& x) {
                              x.v = {-1, 1};
                            })),
      dropped_hypothesis<I>("wrong_sign", positive_output, with([](I& x) {
                              x.a = {-0.5, -0.5};
                            })),
      dropped_hypothesis<I>("large_sum", small_sum, with([](I& x) {
                              x.a = {3, 3};
                              x.step = 0.0625;
                            })),
      dropped_hypothesis<I>("long_step", short_step, with([](I& x) {
                              x.step = 4;
                              x.v = {16, 16};
                            })),
      dropped_hypothesis<I>("short_filter", slow_filter, with([](I& x) {
                              x.v = {0.0625, 0.0625};
                            })),
      changed("angle_rate_times_eight", {.rate = 16}),
      changed("output_contracts_faster", {.contraction = 0.5, .drift = 0}),
      changed("overlap_bound_halved", {.most = 0.125}), changed("least_overlap_raised", {.least = 4}),
      changed("filter_does_not_grow", {.length = 0.5}), changed("identities_doubled", {.identity = 2}),
      tight_case<I>("nearly_aligned", with([](I& x) {
                      x.v = {1, 0x1p-12};
                    }),
                    "filter_bounded", 0x1p-20),
      // The constants at this instance, computed apart: |b|^2 = 5, phi_0 = pi/4, |v_0|^2 = 2, eta = 1/8.
      golden<I>("constants", run, on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                  const Teacher<T> t(x.filter, x.teacher);
                  const Bounds<T> b(t, {points<T>(x.v), points<T>(x.a)}, Interval<T>(T(x.step)));
                  const auto is = [](const char* name, const Interval<T>& set, const char* digits) {
                    return lies_in(name, enclose(set, Evidence("formula", name)), rounded_decimal(digits));
                  };
                  return {is("M0", b.most, "13.40495972464"),
                          is("m", b.least, "3.00000000000"),
                          is("cap", b.cap, "2.00000000000"),
                          is("q/2", b.shrink, "0.01171875000"),
                          is("contraction", b.contraction, "0.95739436789"),
                          is("drift", b.drift, "0.06987712430")};
                })),
      // The left sides of the claims on this run, computed apart: every constant of the statement moves one of them.
      golden<I>("claims", run, on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                  const std::vector<Claim> all = claims<T>(x, {});
                  const std::vector<const char*> excess{"-0.014626125156", "-0.27915493059",   "-0.068459731927",
                                                        "-9.0618944818",   "-0.0017468352568", "-0.56724433665",
                                                        "-0.052143716919", "-0.0046182489883"};
                  std::vector<Claim> found;
                  for (std::size_t k = 0; k < excess.size(); ++k) {
                    found.push_back(lies_in(all[k].name, all[k].lhs, rounded_decimal(excess[k])));
                  }
                  return found;
                })),
      // tests/golden/landscapes.json (cnn.run_good): eta = 1/10
      golden<I>("published_run", run, on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                  const Teacher<T> t(x.filter, x.teacher);
                  const Interval<T> eta = Interval<T>(1) / Interval<T>(10);
                  Student<T> s{points<T>(x.v), points<T>(x.a)};
                  std::vector<Claim> found;
                  const auto is = [&](const char* name, const Interval<T>& set, const char* digits) {
                    found.push_back(lies_in(name, enclose(set, Evidence("trajectory", name)), rounded_decimal(digits)));
                  };
                  for (int k = 1; k <= 100; ++k) {
                    s = descent_step(t, s, eta);
                    const Interval<T> phi = angle(t, s.v);
                    if (k == 1) {
                      is("phi_1", phi, "0.74564436203755918410");
                      is("a_1", s.a[0], "1.0036859525556488916");
                      is("a_1, second", s.a[1], "1.0255409164929187161");
                      is("L_1", population_loss(t, s.a, phi), "0.57859130373724412009");
                    }
                    if (k == 10) {
                      is("phi_10", phi, "0.41698342350876676795");
                      is("L_10", population_loss(t, s.a, phi), "0.26700474913161935765");
                    }
                  }
                  is("phi_100", angle(t, s.v), "8.5499782651041239033e-6");
                  is("a_100", s.a[1], "1.9813816591721345999");
                  return found;
                }))};
}

}  // namespace

Theorem convergence_good() { return Theorem(ConvergenceGood{}); }

}  // namespace lemmata::theory::convolutional_network
