/// \file
/// # Along the margin path the shallow part of a sum of homogeneous models shrinks to what is necessary
/// ## Statement   f_n(theta) = a_n theta_1 + b_n theta_2^2, a part of degree 1 and one of degree 2; minimise theta_1^2
///                + theta_2^2 subject to f_n >= M for all n, M > 0. With theta_1 = M phi, theta_2^2 = M omega the
///                constraints a_n phi + b_n omega >= 1, omega >= 0 do not depend on M and the objective is M^2 phi^2 +
///                M omega. Let (phi_M, omega_M) be the minimiser, m the least feasible |phi| and omega' the least omega
///                at such a phi. Then m^2 <= phi_M^2 <= m^2 + omega'/M and omega_M <= omega'. So as M grows the shallow
///                norm is minimised first; it vanishes if the deep part separates alone.
/// ## Source      Nacson, Gunasekar, Lee, Srebro, Soudry (2019), ICML, arXiv:1905.07325 [S] for the abstract's claim;
///                the inequality: theory dossier, section 4.3, mark [D], here for degrees 1 and 2 and one unit each.
/// ## Method      Everything in exact rationals: the minimiser of this convex program is a vertex or the least point of
///                an edge line, all of which are tried. The bounds compare the minimiser with (m, omega'), and omega_M
///                uses phi_M^2 >= m^2.
/// ## Notes       The claims are differences of rationals, so equality is decided. M >= 1 is not needed here.

#include "numerics/margin/exact.hpp"
#include "theory/statement/altered.hpp"

#include <optional>

namespace lemmata::theory::homogeneous {
namespace {

constexpr const char* shallow_first = "the first part has the smaller degree";
constexpr const char* feasible_name = "some parameters have f_n > 0 for all n";
constexpr const char* positive_level = "M > 0";

struct DepthSensitive {
  struct Instance {
    std::vector<double> shallow;  ///< a_n
    std::vector<double> deep;     ///< b_n
    double level = 1;             ///< M
    std::int64_t first_degree = 1;
    std::int64_t second_degree = 2;
    static constexpr auto fields() {
      return std::tuple{Field{"shallow", &Instance::shallow}, Field{"deep", &Instance::deep},
                        Field{"level", &Instance::level}, Field{"first_degree", &Instance::first_degree},
                        Field{"second_degree", &Instance::second_degree}};
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

Statement DepthSensitive::statement() {
  Statement s;
  s.title = "The margin path of a sum of homogeneous models minimises the shallow norm first";
  s.text =
      "f_n = a_n theta_1 + b_n theta_2^2; minimise theta_1^2 + theta_2^2 subject to f_n >= M > 0; theta_1 = M phi, "
      "theta_2^2 = M omega. With m the least feasible |phi| and omega' the least omega there: m^2 <= phi_M^2 <= m^2 + "
      "omega'/M and omega_M <= omega'.";
  s.source = {"M. S. Nacson, S. Gunasekar, J. Lee, N. Srebro, D. Soudry",
              2019,
              "Lexicographic and Depth-Sensitive Margins in Homogeneous and Non-Homogeneous Deep Models",
              "ICML",
              "depth-sensitive margins; the inequality of the theory dossier, section 4.3",
              "arXiv:1905.07325"};
  s.provenance = Provenance::derived;
  s.dossier = "path/depth-sensitive";
  s.hypotheses = {shallow_first, feasible_name, positive_level};
  s.claims = {{"shallow_lower", "phi_M^2 - m^2 >= 0", Strength::exact, Provenance::derived},
              {"shallow_upper", "phi_M^2 - m^2 - omega'/M <= 0", Strength::exact, Provenance::derived},
              {"deep", "omega_M - omega' <= 0", Strength::exact, Provenance::derived}};
  return s;
}

DepthSensitive::Instance DepthSensitive::generate(Draw& draw) {
  Instance x;
  const std::size_t n = draw.dimension(1, 6);
  // All constraints hold at a planted (phi, omega) up to a factor.
  const auto phi = static_cast<double>(draw.integer(-3, 3));
  const auto omega = static_cast<double>(draw.integer(0, 3) + (phi == 0 ? 1 : 0));
  for (std::size_t i = 0; i < n; ++i) {
    double a = static_cast<double>(draw.integer(-5, 5));
    double b = static_cast<double>(draw.integer(-5, 5));
    const double value = a * phi + b * omega;
    if (value < 0) {
      a = -a;
      b = -b;
    }
    if (value == 0) {
      a += phi;
      b += omega;
    }
    x.shallow.push_back(a);
    x.deep.push_back(b);
  }
  x.level = std::ldexp(static_cast<double>(1 + draw.integer(0, 7)), static_cast<int>(draw.integer(-2, 20)));
  return x;
}

struct Point {
  Rational phi = 0;
  Rational omega = 0;
};

bool feasible(const DepthSensitive::Instance& x, const Point& p) {
  if (p.omega < 0) return false;
  for (std::size_t n = 0; n < x.shallow.size(); ++n) {
    if (exact(x.shallow[n]) * p.phi + exact(x.deep[n]) * p.omega < 1) return false;
  }
  return true;
}

// Where the boundary lines meet, the line omega = 0 included.
std::vector<Point> vertices(const DepthSensitive::Instance& x) {
  std::vector<Point> found{{0, 0}};
  for (std::size_t n = 0; n < x.shallow.size(); ++n) {
    const Rational a = exact(x.shallow[n]);
    const Rational b = exact(x.deep[n]);
    if (a != 0) found.push_back({1 / a, 0});
    if (b != 0) found.push_back({0, 1 / b});
    for (std::size_t k = 0; k < n; ++k) {
      const Rational c = exact(x.shallow[k]);
      const Rational d = exact(x.deep[k]);
      const Rational determinant = a * d - b * c;
      if (determinant != 0) found.push_back({(d - b) / determinant, (a - c) / determinant});
    }
  }
  return found;
}

// The minimiser of M^p phi^2 + M^q omega; p = 2/degree.
std::optional<Point> minimiser(const DepthSensitive::Instance& x) {
  const Rational level = exact(x.level);
  const Rational shallow = x.first_degree == 1 ? level * level : level;
  const Rational deep = x.second_degree == 1 ? level * level : level;
  std::vector<Point> candidates = vertices(x);
  for (std::size_t n = 0; n < x.shallow.size(); ++n) {
    const Rational a = exact(x.shallow[n]);
    const Rational b = exact(x.deep[n]);
    if (b == 0) continue;
    const Rational phi = deep * a / (2 * shallow * b);
    candidates.push_back({phi, (1 - a * phi) / b});
  }
  std::optional<Point> best;
  Rational least = 0;
  for (const Point& p : candidates) {
    if (!feasible(x, p)) continue;
    const Rational value = shallow * p.phi * p.phi + deep * p.omega;
    if (!best || value < least) {
      best = p;
      least = value;
    }
  }
  return best;
}

// The feasible point of least |phi|, then of least omega.
std::optional<Point> shallowest(const DepthSensitive::Instance& x) {
  std::optional<Point> best;
  for (const Point& vertex : vertices(x)) {
    // The least omega above this phi: on a line, or 0.
    std::vector<Point> above{{vertex.phi, 0}};
    for (std::size_t n = 0; n < x.shallow.size(); ++n) {
      const Rational b = exact(x.deep[n]);
      if (b != 0) above.push_back({vertex.phi, (1 - exact(x.shallow[n]) * vertex.phi) / b});
    }
    for (const Point& p : above) {
      if (!feasible(x, p)) continue;
      const Rational size = p.phi * p.phi;
      if (!best || size < best->phi * best->phi || (size == best->phi * best->phi && p.omega < best->omega)) best = p;
    }
  }
  return best;
}

template <Scalar T>
std::vector<Hypothesis> DepthSensitive::hypotheses(const Instance& x) {
  return {{shallow_first, truth(x.first_degree < x.second_degree), {}},
          {feasible_name, truth(minimiser(x).has_value()), {}},
          {positive_level, truth(x.level > 0), {}}};
}

Expected<Enclosure> rational(const std::optional<Rational>& value, const char* what) {
  if (!value) return Failure{FailureKind::inapplicable, "no feasible point"};
  return Enclosure(enclosure(*value), Evidence("rational", what));
}

// With the bound m^2 + c omega'/M.
std::vector<Claim> claims(const DepthSensitive::Instance& x, const Rational& c) {
  const std::optional<Point> at = minimiser(x);
  const std::optional<Point> least = shallowest(x);
  std::optional<Rational> lower;
  std::optional<Rational> upper;
  std::optional<Rational> deep;
  if (at && least) {
    lower = at->phi * at->phi - least->phi * least->phi;
    upper = *lower - c * least->omega / exact(x.level);
    deep = at->omega - least->omega;
  }
  return {at_least("shallow_lower", rational(lower, "phi_M^2 - m^2"), number(0.0)),
          at_most("shallow_upper", rational(upper, "phi_M^2 - m^2 - omega'/M"), number(0.0)),
          at_most("deep", rational(deep, "omega_M - omega'"), number(0.0))};
}

template <Scalar T>
std::vector<Claim> DepthSensitive::conclude(const Instance& x) {
  return claims(x, 1);
}

std::vector<Control<DepthSensitive::Instance>> DepthSensitive::controls() {
  using I = Instance;
  // f_1 = theta_2^2, f_2 = theta_1 - theta_2^2: the deep part cannot separate alone; phi = 2, omega = 1 for every M.
  const I necessary{{0, 1}, {1, -1}, 16, 1, 2};
  // f = 2 theta_1 + 2 theta_2^2 at M = 1: phi = 1/2, omega = 0; omega' = 1/2.
  const I either{{2}, {2}, 1, 1, 2};
  const auto value = [](const char* name, I instance, const char* digits, std::function<Rational(const I&)> of) {
    return golden<I>(name, std::move(instance), [=](const I& x, Precision) -> std::vector<Claim> {
      return {lies_in(name, rational(of(x), name), rounded_decimal(digits))};
    });
  };
  return {
      // With the degrees exchanged the deep part is cheap no more.
      dropped_hypothesis<I>("degrees_exchanged", shallow_first, {{1}, {1}, 16, 2, 1},
                            only<DepthSensitive>("shallow_upper")),
      tight_case<I>("necessary_shallow", necessary, "shallow_lower", 0),
      tight_case<I>("necessary_deep", necessary, "deep", 0),
      tight_case<I>("half_of_the_bound", either, "shallow_upper", 0.25),
      sabotage<I>("shallow_vanishes", necessary,
                  [](const I& x, Precision) -> std::vector<Claim> {
                    const std::optional<Point> at = minimiser(x);
                    return {at_most("phi_M^2 <= omega'/M",
                                    rational(at->phi * at->phi - 1 / exact(x.level), "difference"), number(0.0))};
                  }),
      sabotage<I>("shallow_upper_at_0.49", either,
                  [](const I& x, Precision) -> std::vector<Claim> { return {claims(x, Rational(49) / 100).at(1)}; }),
      sabotage<I>("shallow_strictly_larger", necessary, with_side<DepthSensitive>("shallow_lower", 0x1p-40)),
      sabotage<I>("deep_strictly_smaller", necessary, with_side<DepthSensitive>("deep", -0x1p-40)),
      // Dossier 4.3: (i) f = g_1 r_1 + g_2 r_2^2 has r_1 = g_1/(2 g_2) at every size; here g = (3, 4), M = 8: phi =
      // 3/64.
      value("closed_form_i", {{3}, {4}, 8, 1, 2}, "0.046875000", [](const I& x) { return minimiser(x)->phi; }),
      value("closed_form_ii_shallow", necessary, "2.00000000", [](const I& x) { return minimiser(x)->phi; }),
      value("closed_form_ii_deep", necessary, "1.00000000", [](const I& x) { return minimiser(x)->omega; }),
      value("least_shallow", necessary, "2.00000000", [](const I& x) { return shallowest(x)->phi; }),
      value("deep_alone", either, "0.50000000", [](const I& x) { return shallowest(x)->omega; }),
      value("upper_difference", either, "-0.250000000",
            [](const I& x) -> Rational {
              const Rational phi = minimiser(x)->phi;
              return phi * phi - shallowest(x)->omega / exact(x.level);
            }),
  };
}

}  // namespace

Theorem depth_sensitive_path() { return Theorem(DepthSensitive{}); }

}  // namespace lemmata::theory::homogeneous
