/// \file
/// # The critical points of a one-hidden-layer convolutional network
/// ## Statement   rho = (1.a*)^2 / |a*|^2, tau = (k + pi - 1) / pi, on sphere x R^k. (1) phi = 0, a = b: the global
///                minimum, L = 0. (2) phi = pi, a_sp = (11^T + (pi - 1) I)^-1 (11^T - I) b: critical, a strict local
///                minimum (up to the scaling of v) iff rho < tau, otherwise neither a minimum nor a strict saddle. (3)
///                a.b = 0 with g(phi_s) = 1 - (pi - 1) rho / (k + pi - 1 - rho): exists iff rho < tau, a strict saddle.
/// ## Source      Du, Lee, Tian, Poczos, Singh (2018), ICML, arXiv:1712.00779: the spurious minimum is recalled; the
///                classification and the threshold are derived (dossier landscapes, section 4.4).
/// ## Method      L(pi - psi, a_sp) - L_sp = -(a_sp.b)(sin psi - psi cos psi) / (2 pi) and, with s = a_sp.b < 0 and
///                |delta| |b| <= |s| / 2, L(pi - psi, a_sp + delta) - L_sp >= (pi - 1)/(4 pi) |delta|^2 + |s| (sin psi
///                - psi cos psi) / (4 pi): a neighbourhood without a lower point. phi_s is enclosed by a sign change of
///                the decreasing function g. Identities are stated with room 2^-30.
/// ## Notes       rho is rational and tau is not, so they never agree for k >= 2.

#include "theory/model/convolutional_network.hpp"
#include "theory/model/small_spectrum.hpp"
#include "theory/statement/theorem.hpp"

#include <cmath>

namespace lemmata::theory::convolutional_network {
namespace {

constexpr const char* non_zero = "a* is not 0";
constexpr const char* several = "k >= 2";
constexpr double room = 0x1p-30;

struct CriticalPoints {
  struct Instance {
    std::vector<double> teacher;  ///< b = a* (w* of length 1)
    double psi = 0.25;            ///< in (0, 1]
    std::vector<double> offset;   ///< k: the direction of delta
    static constexpr auto fields() {
      return std::tuple{Field{"teacher", &Instance::teacher}, Field{"psi", &Instance::psi},
                        Field{"offset", &Instance::offset}};
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

using Instance = CriticalPoints::Instance;

Statement CriticalPoints::statement() {
  Statement s;
  s.title = "The critical points of a one-hidden-layer convolutional network";
  s.text =
      "phi = 0, a = b is the global minimum; phi = pi, a = a_sp is a spurious local minimum exactly when (1.a*)^2 / "
      "|a*|^2 < 1 + (k - 1)/pi, and then a strict saddle lies between; above the threshold neither exists.";
  s.source = {"S. S. Du, J. D. Lee, Y. Tian, B. Poczos, A. Singh",
              2018,
              "Gradient Descent Learns One-hidden-layer CNN: Don't be Afraid of Spurious Local Minima",
              "ICML",
              "section 3 (recalled); classification in the dossier landscapes, section 4.4",
              "arXiv:1712.00779"};
  s.provenance = Provenance::derived;
  s.dossier = "cnn/critical-points";
  s.hypotheses = {non_zero, several};
  const auto claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::exact, Provenance::derived});
  };
  claim("global", "L = 0 and grad_a L = 0 at phi = 0, a = b, within 2^-30");
  claim("spurious_is_critical", "grad_a L = 0 at phi = pi, a_sp, within 2^-30");
  claim("spurious_loss", "L_sp = (b1^2 (2k + pi - 2)/(k + pi - 1) + bp^2 (pi - 2)/(pi - 1)) / 4, within 2^-30");
  claim("threshold", "(tau - rho) (-a_sp.b) > 0");
  claim("third_order", "|L(pi - psi, a_sp) - L_sp + s psi^3 / (6 pi)| <= |s| psi^5 / (60 pi), s = a_sp.b");
  claim("minimum_or_descent",
        "rho < tau: L - L_sp >= (pi-1)/(4 pi) |delta|^2 + |s| g/(4 pi) nearby; else L(pi - psi, "
        "a_sp) < L_sp");
  claim("saddle_exists_iff", "(tau - rho) (1 - (pi - 1) rho / (k + pi - 1 - rho)) > 0");
  claim("saddle_is_critical", "rho < tau: |a_s.b| <= 2^-20 at g(phi_s)");
  claim("saddle_is_strict", "rho < tau: the Hessian has a negative direction in (phi, a) at the saddle");
  return s;
}

Instance CriticalPoints::generate(Draw& draw) {
  Instance x;
  const std::size_t k = draw.dimension(2, 8);
  const bool aligned = draw.coin();  // both sides of the threshold
  for (std::size_t j = 0; j < k; ++j) {
    x.teacher.push_back(aligned ? draw.real(0.5, 2, 4) : draw.real(-2, 2, 4));
    x.offset.push_back(draw.real(-1, 1, 4));
  }
  if (x.teacher[0] == 0) x.teacher[0] = 1;
  x.psi = draw.real(0.0625, 1, 5);
  return x;
}

template <Scalar T>
std::vector<Hypothesis> CriticalPoints::hypotheses(const Instance& x) {
  bool any = false;
  for (const double a : x.teacher) any = any || a != 0;
  return {{non_zero, truth(any), {}}, {several, truth(x.teacher.size() >= 2), {}}};
}

// g^-1(value) for value in (0, pi): a guess by bisection, then an enclosure by the signs at its two ends.
template <Scalar T>
Interval<T> inverse_kernel(const Interval<T>& value) {
  const double target = round_down<double>(value.mid());
  double low = 0;
  double high = 3.141592653589793;
  for (int i = 0; i < 60; ++i) {
    const double middle = low + (high - low) / 2;
    ((3.141592653589793 - middle) * std::cos(middle) + std::sin(middle) > target ? low : high) = middle;
  }
  const Interval<T> left{T(low - 0x1p-40)};
  const Interval<T> right{T(high + 0x1p-40)};
  const bool inside = certainly(less(value, angle_kernel(left))) && certainly(less(angle_kernel(right), value));
  return inside ? hull(left, right) : Interval<T>::whole();
}

template <Scalar T>
Interval<T> threshold(std::size_t k) {
  return (Interval<T>(k) + pi<T>() - Interval<T>(1)) / pi<T>();
}
template <Scalar T>
Interval<T> saddle_value(std::size_t k, const Interval<T>& rho) {
  using I = Interval<T>;
  return I(1) - (pi<T>() - I(1)) * rho / (I(k) + pi<T>() - I(1) - rho);
}

// a with grad_a L = 0 at g: ((1.b) + (g - 1) b - (1.a)) / (pi - 1), 1.a = (k + g - 1) 1.b / (k + pi - 1).
template <Scalar T>
IntervalVector<T> best_output(const Teacher<T>& t, const Interval<T>& g) {
  using I = Interval<T>;
  const I k(t.b.size());
  const I sum_b = total(t.b);
  const I sum_a = (k + g - I(1)) * sum_b / (k + pi<T>() - I(1));
  IntervalVector<T> a;
  for (const I& b : t.b) a.push_back((sum_b - sum_a + (g - I(1)) * b) / (pi<T>() - I(1)));
  return a;
}

// L_aa and the mixed column at the saddle, phi first.
template <Scalar T>
Matrix<Interval<T>> saddle_hessian(const Teacher<T>& t, const Interval<T>& phi) {
  using I = Interval<T>;
  const std::size_t k = t.b.size();
  const I two_pi = I(2) * pi<T>();
  Matrix<I> h(k + 1, k + 1);
  for (std::size_t i = 0; i < k; ++i) {
    h(0, i + 1) = h(i + 1, 0) = (pi<T>() - phi) * sin(phi) / two_pi * t.b[i];
    for (std::size_t j = 0; j < k; ++j) h(i + 1, j + 1) = (I(1) + (i == j ? pi<T>() - I(1) : I(0))) / two_pi;
  }
  return h;
}

struct Constants {
  double third = 1;      ///< times the third-order term
  double fifth = 1;      ///< times its error bound
  double threshold = 1;  ///< times tau
  double growth = 1;     ///< times the bound of minimum_or_descent
};

template <Scalar T>
std::vector<Claim> claims(const Instance& x, const Constants& c) {
  using I = Interval<T>;
  const std::size_t k = x.teacher.size();
  const Teacher<T> t({1.0, 0.0}, x.teacher);
  const Rational exact_rho = alignment(x.teacher);
  const I rho = interval<T>(exact_rho);
  const I tau = threshold<T>(k) * I(T(c.threshold));
  const I count(k);
  const I four_pi = I(4) * pi<T>();
  const auto say = [](const I& set, const char* what) { return enclose(set, Evidence("evaluation", what)); };

  const I at_global = abs(population_loss(t, t.b, I(0))) + norm(output_gradient(t, t.b, I(0)));
  const IntervalVector<T> spurious = spurious_output(t);
  const I spurious_loss = population_loss(t, spurious, pi<T>());
  const I b1 = sqr(total(t.b)) / count;
  const I bp = square_norm(t.b) - b1;
  const I stated =
      (b1 * (I(2) * count + pi<T>() - I(2)) / (count + pi<T>() - I(1)) + bp * (pi<T>() - I(2)) / (pi<T>() - I(1))) /
      I(4);
  const I s = dot(spurious, t.b);
  const I psi{T(x.psi)};
  const I at_psi = population_loss(t, spurious, pi<T>() - psi);
  const I cubic = s * pow(psi, 3) / (I(6) * pi<T>()) * I(T(c.third));
  const I bound = abs(s) * pow(psi, 5) / (I(60) * pi<T>()) * I(T(c.fifth));

  // A neighbour (pi - psi, a_sp + delta), |delta| |b| <= |s| / 2.
  const IntervalVector<T> direction = points<T>(x.offset);
  const I longest = norm(direction);
  IntervalVector<T> near = spurious;
  I delta;
  if (certainly(positive(longest))) {
    const I scale((abs(s) / (I(2) * norm(t.b) * longest)).inf());
    near = sum(spurious, direction, scale);
    delta = square_norm(direction) * sqr(scale);
  }
  const I g = sin(psi) - psi * cos(psi);
  const I growth = ((pi<T>() - I(1)) * delta + abs(s) * g) / four_pi * I(T(c.growth));
  const Truth below = less(rho, tau);
  const I descent = below == Truth::yes  ? population_loss(t, near, pi<T>() - psi) - spurious_loss - growth
                    : below == Truth::no ? spurious_loss - at_psi
                                         : I::whole();

  const I value = saddle_value<T>(k, rho);
  I off(0);
  I form(-1);
  if (below == Truth::yes) {
    const I phi = inverse_kernel(value);
    const IntervalVector<T> a = best_output(t, value);
    off = abs(dot(a, t.b)) + norm(output_gradient(t, a, phi));
    // Along (1, -m b |b|^2 / (b^T L_aa b)) the form is -m^2 |b|^4 / (b^T L_aa b).
    const I m = (pi<T>() - phi) * sin(phi) / (I(2) * pi<T>());
    const I curved = (sqr(total(t.b)) + (pi<T>() - I(1)) * square_norm(t.b)) / (I(2) * pi<T>());
    form = -sqr(m) * sqr(square_norm(t.b)) / curved;
  } else if (below == Truth::unknown) {
    off = form = I::whole();
  }
  return {at_most("global", say(at_global, "L + |grad_a|"), number(room)),
          at_most("spurious_is_critical", say(norm(output_gradient(t, spurious, pi<T>())), "|grad_a|"), number(room)),
          at_most("spurious_loss", say(abs(spurious_loss - stated), "difference"), number(room)),
          exceeds("threshold", say((tau - rho) * -s, "(tau - rho)(-a_sp.b)"), number(0.0)),
          at_most("third_order", say(abs(at_psi - spurious_loss + cubic), "rest"), say(bound, "bound")),
          at_least("minimum_or_descent", say(descent, "excess"), number(0.0)),
          exceeds("saddle_exists_iff", say((tau - rho) * value, "(tau - rho) g(phi_s)"), number(0.0)),
          at_most("saddle_is_critical", say(off, "|a_s.b| + |grad_a|"), number(0x1p-20)),
          less("saddle_is_strict", say(form, "form"), number(0.0))};
}

template <Scalar T>
std::vector<Claim> CriticalPoints::conclude(const Instance& x) {
  return claims<T>(x, {});
}

std::vector<Control<Instance>> CriticalPoints::controls() {
  using I = Instance;
  const I four{{1, 1, 1, -1}, 0.25, {0, 0, 0, 0}};  // rho = 1 < 1.95
  const I ones{{1, 1, 1, 1}, 0.25, {0, 0, 0, 0}};   // rho = 4 > 1.95
  const auto changed = [](std::string name, Constants c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        on_rung<I>([c]<class T>(const I& x) { return claims<T>(x, c); }));
  };
  return {
      dropped_hypothesis<I>("one_patch", several, {{1}, 0.25, {0}}),
      dropped_hypothesis<I>(
          "no_teacher", non_zero, {{0, 0}, 0.25, {0, 0}}, on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
            const Teacher<T> t({1.0, 0.0}, x.teacher);
            return {less("a_sp.b", enclose(dot(spurious_output(t), t.b), Evidence("evaluation", "s")), number(0.0))};
          })),
      changed("third_order_doubled", {.third = 2}), changed("fifth_order_halved", {.fifth = 0.5}),
      changed("threshold_doubled", {.threshold = 2}), changed("growth_times_four", {.growth = 4}),
      sabotage<I>("spurious_minimum_above_the_threshold", ones,
                  on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                    const Teacher<T> t({1.0, 0.0}, x.teacher);
                    const IntervalVector<T> a = spurious_output(t);
                    return {at_least(
                        "minimum",
                        enclose(population_loss(t, a, pi<T>() - Interval<T>(T(x.psi))) - population_loss(t, a, pi<T>()),
                                Evidence("evaluation", "L - L_sp")),
                        number(0.0))};
                  })),
      // The error of the third-order term is its next one: 1/60 cannot be 1/61.
      sabotage<I>("fifth_order_sharp", {{1, 1, 1, -1}, 0.0625, {0, 0, 0, 0}},
                  on_rung<I>([]<class T>(const I& x) { return claims<T>(x, {.fifth = 0.984375}); })),
      tight_case<I>("small_psi", {{1, 1, 1, -1}, 0.0625, {0, 0, 0, 0}}, "third_order", 0x1p-10),
      // tests/golden/landscapes.json, a* = (1, 1, 1, -1)
      golden<I>("four_patches", four, on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                  using N = Interval<T>;
                  const Teacher<T> t({1.0, 0.0}, x.teacher);
                  const N value = saddle_value<T>(4, N(1));
                  const N phi = inverse_kernel(value);
                  const auto is = [](const char* name, const N& set, const char* digits) {
                    return lies_in(name, enclose(set, Evidence("evaluation", name)), rounded_decimal(digits));
                  };
                  std::vector<Claim> found{is("threshold", threshold<T>(4), "1.954929658551372014613303"),
                                           is("phi_s", phi, "1.8677649668"),
                                           is("a_s", best_output(t, value)[3], "0.5834767944725140659291069"),
                                           is("L_sp", population_loss(t, spurious_output(t), pi<T>()), "0.7719")};
                  const auto spectrum = eigenvalues(as_real(saddle_hessian(t, phi)));
                  const char* const published[] = {"0.34084505691", "0.52593045242", "1.0213843259"};
                  for (std::size_t j = 0; j < 3; ++j) {
                    found.push_back(lies_in("eigenvalue",
                                            spectrum.transform([&](const std::vector<Interval<Real>>& all) {
                                              return Enclosure(all[j + 2], Evidence("eigenvalue", "saddle"));
                                            }),
                                            rounded_decimal(published[j])));
                  }
                  return found;
                }))};
}

}  // namespace

Theorem critical_points() { return Theorem(CriticalPoints{}); }

}  // namespace lemmata::theory::convolutional_network
