/// \file
/// # Gradient descent on a one-hidden-layer CNN converges to the spurious minimum from a bad start
/// ## Statement   b = |w*| a*, Y = max{-a_0.b, |b|^2/(pi - 1)}. If phi_0 > pi/2, a_0.b < 0, |1.a_0| <= |1.b|, (1 -
///                g(phi_0)) |b|^2 > 2 (1.b)^2, 0 < eta <= 2 pi/(k + pi - 1) and eta Y <= 4 |v_0|^2, then for all t
///                phi_t does not decrease, 0 < -a_t.b <= Y, |v_t| <= |v_0|/|cos phi_0|, and phi_t -> pi, a_t -> a_sp.
/// ## Source      Du, Lee, Tian, Poczos, Singh (2018), ICML, arXiv:1712.00779, Theorem 4.3 (constant probability of
///                failure): abstract and recalled. The deterministic form above is derived (dossier landscapes, section
///                4.6).
/// ## Method      The trajectory is enclosed for 20 steps.
/// ## Surrogate   `late_rate`: at psi = pi - phi = 2^-4 and a = a_sp the decrease of psi over eta |a_sp.b| psi^2/(2 pi
///                |v|^2) lies within 5% of 1: tan(psi - psi+) = eta |a.b| psi sin psi/(2 pi |v|^2), so psi_t tends to 0
///                like 1/t; a run that converged elsewhere would not have this rate.
/// ## Notes       rho = (1.a*)^2/|a*|^2 < 1/2 is needed for (1 - g) |b|^2 > 2 (1.b)^2.

#include "theory/model/convolutional_network.hpp"
#include "theory/statement/theorem.hpp"

#include <cmath>
#include <optional>

namespace lemmata::theory::convolutional_network {
namespace {

constexpr int steps = 20;
constexpr const char* proper = "v_0, w* and a* are not 0";
constexpr const char* obtuse = "phi_0 > pi/2";
constexpr const char* negative_output = "a_0.b < 0";
constexpr const char* small_sum = "|1.a_0| <= |1.b|";
constexpr const char* small_alignment = "(1 - g(phi_0)) |b|^2 > 2 (1.b)^2";
constexpr const char* short_step = "0 < eta <= 2 pi / (k + pi - 1)";
constexpr const char* slow_filter = "eta Y <= 4 |v_0|^2";

struct ConvergenceSpurious {
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

using Instance = ConvergenceSpurious::Instance;

Statement ConvergenceSpurious::statement() {
  Statement s;
  s.title = "Gradient descent on a one-hidden-layer CNN converges to the spurious minimum from a bad start";
  s.text =
      "phi_0 > pi/2, a_0.b < 0, |1.a_0| <= |1.b|, (1 - g(phi_0)) |b|^2 > 2 (1.b)^2 and small steps: the angle never "
      "decreases, a_t.b stays negative, and the limit is phi = pi, a = a_sp, where the loss is positive.";
  s.source = {"S. S. Du, J. D. Lee, Y. Tian, B. Poczos, A. Singh",
              2018,
              "Gradient Descent Learns One-hidden-layer CNN: Don't be Afraid of Spurious Local Minima",
              "ICML",
              "Theorem 4.3 (recalled); deterministic form in the dossier landscapes, section 4.6",
              "arXiv:1712.00779"};
  s.provenance = Provenance::derived;
  s.dossier = "cnn/convergence-spurious";
  s.hypotheses = {proper, obtuse, negative_output, small_sum, small_alignment, short_step, slow_filter};
  const auto claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::exact, Provenance::derived});
  };
  claim("angle_grows", "phi_(t+1) >= phi_t for t < 20");
  claim("overlap_negative", "-a_t.b > 0");
  claim("overlap_bounded", "-a_t.b <= Y");
  claim("filter_bounded", "|v_t| <= |v_0| / |cos phi_0|");
  claim("loss_stays_positive", "L(v_t, a_t) > 0");
  s.claims.push_back({"late_rate", "psi - psi+ is within 5% of eta |a_sp.b| psi^2/(2 pi |v|^2) near the limit",
                      Strength::asymptotic, Provenance::derived});
  return s;
}

Instance ConvergenceSpurious::generate(Draw& draw) {
  Instance x;
  const std::size_t p = draw.dimension(2, 4);
  const std::size_t k = 2 + 2 * draw.pick(2);
  double square_w = 0;
  double square_v = 0;
  for (std::size_t i = 0; i < p; ++i) {
    x.filter.push_back(i == 0 ? draw.real(0.5, 2, 3) : draw.real(-0.125, 0.125, 4));
    x.v.push_back(i == 0 ? -draw.real(1, 3, 3) : draw.real(-0.25, 0.25, 3));
    square_w += x.filter[i] * x.filter[i];
    square_v += x.v[i] * x.v[i];
  }
  if (x.v[1] * x.filter[0] == x.v[0] * x.filter[1]) x.v[1] += 0.25;
  // Pairs of opposite numbers and a small excess: the sum of a* is small and not 0.
  const double share = draw.real(0.125, 1, 4);
  double square_b = 0;
  for (std::size_t j = 0; j < k; j += 2) {
    const double size = draw.real(0.75, 2, 3);
    for (const double sign : {1.0, -1.0}) {
      x.teacher.push_back(sign * size + (j == 0 && sign > 0 ? draw.real(0.0625, 0.25, 5) : 0.0));
      x.a.push_back(-sign * std::ldexp(std::round(std::ldexp(share * size, 8)), -8));
    }
  }
  double overlap = 0;
  for (std::size_t j = 0; j < k; ++j) {
    square_b += square_w * x.teacher[j] * x.teacher[j];
    overlap += x.a[j] * std::sqrt(square_w) * x.teacher[j];
  }
  const double pi = 3.141592653589793;
  const double limit =
      std::min(2 * pi / (static_cast<double>(k) + pi - 1), 4 * square_v / std::max(-overlap, square_b / (pi - 1)));
  x.step = std::ldexp(std::floor(std::ldexp(draw.real(0.25, 0.96875, 5) * limit, 16)), -16);
  return x;
}

template <Scalar T>
Interval<T> overlap_bound(const Teacher<T>& t, const IntervalVector<T>& a) {
  return max(-dot(a, t.b), square_norm(t.b) / (pi<T>() - Interval<T>(1)));
}

template <Scalar T>
std::vector<Hypothesis> ConvergenceSpurious::hypotheses(const Instance& x) {
  using I = Interval<T>;
  const auto square = [](const std::vector<double>& v) { return dot(rational(v), rational(v)); };
  Rational sum_a = 0;
  Rational sum_teacher = 0;
  for (const double a : x.a) sum_a += exact(a);
  for (const double a : x.teacher) sum_teacher += exact(a);
  const bool nothing = square(x.v) == 0 || square(x.filter) == 0 || square(x.teacher) == 0;
  const I eta{T(x.step)};
  Truth aligned = Truth::unknown;
  Truth slow = Truth::unknown;
  if (!nothing) {
    const Teacher<T> t(x.filter, x.teacher);
    const IntervalVector<T> v = points<T>(x.v);
    const I room = (I(1) - angle_kernel(angle(t, v))) * interval<T>(square(x.teacher));
    aligned = less(interval<T>(2 * sum_teacher * sum_teacher), room);
    slow = less_equal(eta * overlap_bound(t, points<T>(x.a)), I(4) * square_norm(v));
  }
  return {{proper, truth(!nothing), {}},
          {obtuse, truth(dot(rational(x.v), rational(x.filter)) < 0), {}},
          {negative_output, truth(dot(rational(x.a), rational(x.teacher)) < 0), {}},
          {small_sum, truth(sum_a * sum_a <= square(x.filter) * sum_teacher * sum_teacher), {}},
          {small_alignment, aligned, {}},
          {short_step, truth(x.step > 0) && less_equal(eta * (I(x.a.size()) + pi<T>() - I(1)), I(2) * pi<T>()), {}},
          {slow_filter, slow, {}}};
}

// One step from psi = 2^-4, a = a_sp: the decrease of psi over its leading term.
template <Scalar T>
Interval<T> late_rate(const Instance& x) {
  using I = Interval<T>;
  Teacher<T> t({1.0, 0.0}, x.teacher);  // two dimensions hold v and w*; the length of w* goes into b
  for (I& b : t.b) b = b * norm(points<T>(x.filter));
  const I length = norm(points<T>(x.v));
  const I psi{T(0x1p-4)};
  const Student<T> s{{-length * cos(psi), length * sin(psi)}, spurious_output(t)};
  const I eta{T(x.step)};
  const I decrease = angle(t, descent_step(t, s, eta).v) - angle(t, s.v);
  return decrease * I(2) * pi<T>() * square_norm(s.v) / (eta * abs(dot(s.a, t.b)) * sqr(psi));
}

struct Constants {
  double bound = 1;   ///< times Y
  double length = 1;  ///< times |v_0| / |cos phi_0|
  double loss = 0;    ///< L > loss * L_sp
};

template <Scalar T>
std::vector<Claim> claims(const Instance& x, const Constants& c) {
  using I = Interval<T>;
  const Teacher<T> t(x.filter, x.teacher);
  Student<T> s{points<T>(x.v), points<T>(x.a)};
  const I eta{T(x.step)};
  const I first = angle(t, s.v);
  const I bound = overlap_bound(t, s.a) * I(T(c.bound));
  const I cap = norm(s.v) / abs(cos(first)) * I(T(c.length));
  const I floor = population_loss(t, spurious_output(t), pi<T>()) * I(T(c.loss));
  std::optional<I> fall, positive_part, excess, growth, least;
  const auto keep = [](std::optional<I>& kept, const I& value) { kept = kept ? max(*kept, value) : value; };
  I phi = first;
  for (int k = 0; k < steps; ++k) {
    s = descent_step(t, s, eta);
    const I then = angle(t, s.v);
    const I overlap = dot(s.a, t.b);
    keep(fall, phi - then);
    keep(positive_part, overlap);
    keep(excess, -overlap - bound);
    keep(growth, norm(s.v) - cap);
    keep(least, floor - population_loss(t, s.a, then));
    phi = then;
  }
  const auto say = [](const I& set) { return enclose(set, Evidence("trajectory", "largest excess over 20 steps")); };
  return {at_most("angle_grows", say(*fall), number(0.0)),
          less("overlap_negative", say(*positive_part), number(0.0)),
          at_most("overlap_bounded", say(*excess), number(0.0)),
          at_most("filter_bounded", say(*growth), number(0.0)),
          less("loss_stays_positive", say(*least), number(0.0)),
          as_surrogate(at_most("late_rate", enclose(abs(late_rate<T>(x) - I(1)), Evidence("trajectory", "difference")),
                               number(Rational(1, 20))))};
}

template <Scalar T>
std::vector<Claim> ConvergenceSpurious::conclude(const Instance& x) {
  return claims<T>(x, {});
}

std::vector<Control<Instance>> ConvergenceSpurious::controls() {
  using I = Instance;
  const auto with = [](auto change) {
    I x{{1, 0}, {1, -0.875}, {-1, 0.5}, {-0.5, 0.5}, 0.125};
    change(x);
    return x;
  };
  const auto changed = [](std::string name, Constants c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        on_rung<I>([c]<class T>(const I& x) { return claims<T>(x, c); }));
  };
  return {
      // A good start: phi decreases.
      dropped_hypothesis<I>("wrong_sign", negative_output, with([](I& x) {
                              x.a = {0.5, -0.5};
                            })),
      // rho = 2: a.b turns positive and the run escapes.
      dropped_hypothesis<I>("aligned_teacher", small_alignment, with([](I& x) {
                              x.teacher = {1, 1};
                              x.a = {-1, -1};
                            })),
      dropped_hypothesis<I>("long_step", short_step, with([](I& x) {
                              x.step = 4;
                              x.v = {-16, 8};
                            })),
      dropped_hypothesis<I>("short_filter", slow_filter, with([](I& x) {
                              x.v = {-0x1p-6, 0x1p-7};
                            })),
      changed("overlap_bound_halved", {.bound = 0.25}), changed("filter_does_not_grow", {.length = 0.5}),
      changed("loss_above_spurious", {.loss = 2}),
      sabotage<I>("angle_shrinks", with([](I&) {}), on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                    const Teacher<T> t(x.filter, x.teacher);
                    const Student<T> s{points<T>(x.v), points<T>(x.a)};
                    const Interval<T> then = angle(t, descent_step(t, s, Interval<T>(T(x.step))).v);
                    return {at_most("angle", enclose(then - angle(t, s.v), Evidence("trajectory", "phi_1 - phi_0")),
                                    number(0.0))};
                  })),
      tight_case<I>("nearly_opposite", with([](I& x) {
                      x.v = {-1, 0x1p-12};
                    }),
                    "filter_bounded", 0x1p-20),
      // Y at this instance, computed apart: -a_0.b = 15/16 is above |b|^2/(pi - 1); and the other way round at a_0/8.
      golden<I>("constants", with([](I&) {}), on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                  const Teacher<T> t(x.filter, x.teacher);
                  const auto bound = [&](double scale) {
                    IntervalVector<T> a = points<T>(x.a);
                    for (Interval<T>& entry : a) entry = entry * Interval<T>(T(scale));
                    return enclose(overlap_bound(t, a), Evidence("formula", "Y"));
                  };
                  return {lies_in("Y", bound(1), rounded_decimal("0.93750000000")),
                          lies_in("Y, small output", bound(0.125), rounded_decimal("0.82444483410"))};
                })),
      // tests/golden/landscapes.json (cnn.run_spurious): a* = (1, -1), eta = 1/10
      golden<I>("published_run", with([](I&) {}), on_rung<I>([]<class T>(const I&) -> std::vector<Claim> {
                  const Teacher<T> t({1.0, 0.0}, {1.0, -1.0});
                  const Interval<T> eta = Interval<T>(1) / Interval<T>(10);
                  Student<T> s{points<T>(std::vector<double>{-1, 1}), points<T>(std::vector<double>{-0.5, 0.5})};
                  std::vector<Claim> found;
                  const auto is = [&](const char* name, const Interval<T>& set, const char* digits) {
                    found.push_back(lies_in(name, enclose(set, Evidence("trajectory", name)), rounded_decimal(digits)));
                  };
                  for (int k = 1; k <= 1000; ++k) {
                    s = descent_step(t, s, eta);
                    if (k == 1) {
                      is("a_1", s.a[0], "-0.49645812227665231855");
                      is("a_1, second", s.a[1], "0.49645812227665231855");
                    }
                    if (k == 100) {
                      is("a_100", s.a[0], "-0.44008296445427919371");
                      is("a_100, second", s.a[1], "0.44008296445427919371");
                      is("L_100", population_loss(t, s.a, angle(t, s.v)), "0.27303036541414446457");
                      is("|v_100|", norm(s.v), "1.4147610030880886370");
                    }
                  }
                  is("a_1000", s.a[0], "-0.46666804611333510347");
                  return found;
                }))};
}

}  // namespace

Theorem convergence_spurious() { return Theorem(ConvergenceSpurious{}); }

}  // namespace lemmata::theory::convolutional_network
