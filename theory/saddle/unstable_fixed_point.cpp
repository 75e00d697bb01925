/// \file
/// # First-order methods avoid unstable fixed points
/// ## Statement   g: M -> M of class C^1 on a d-manifold, det Dg(x) != 0 everywhere, A* = {x : g(x) = x, spectral
///                radius of Dg(x) > 1}. Then {x_0 : lim g^k(x_0) in A*} has measure zero. So a method avoids strict
///                saddles when (D) det Dg != 0 and (U) at a strict saddle the spectral radius of Dg exceeds 1. With H =
///                Hess f: proximal point     a < 1/L      Dg = (I + aH)^-1
///                coordinate descent a < 1/L_b    Dg = prod_b (I - a P_b H), L_b = max_b |H_bb|
///                mirror descent     a < mu/L     Dg = I - a Phi''^-1 H, Phi = sum x log x - x on (0, B)^d, mu = 1/B
///                sphere             a < 1/(lambda_max - lambda_min), f = x^T A x / 2, y = x - a (A x - rho x), g =
///                y/|y|
/// ## Source      Lee, Panageas, Piliouras, Simchowitz, Jordan, Recht (2019), Math. Program. 176, Theorem 2 and its
///                corollaries, arXiv:1710.07406: recalled. Every predicate below is derived (dossier landscapes,
///                sections 1.2 to 1.4).
/// ## Method      On quadratics all four maps are rational, so signs and counts are exact. Roots of the characteristic
///                polynomial outside the unit circle: signature of its Schur-Cohn matrix. A tangent determinant on the
///                sphere is |y|^-d det K, K = J (I - x x^T) + y x^T, J = dy/dx.
/// ## Surrogate   `leaves`: |Dg^T v| > |v| for the proximal map and T = 2^s steps, where (1 / (1 - a |lambda_min|))^T
///                >= 2^24: a vector that did not leave would have a component below 2^-24 on the unstable space, which
///                has measure of that order.
/// ## Notes       Steps are theta times the bound, 0 < theta < 1. L and L_b are largest row sums, which bound norms.

#include "numerics/linalg/approximate.hpp"
#include "theory/model/exact_algebra.hpp"
#include "theory/model/interval_vector.hpp"
#include "theory/model/sphere_descent.hpp"
#include "theory/statement/theorem.hpp"

#include <cmath>

namespace lemmata::theory::saddle {
namespace {

constexpr const char* positive_share = "theta > 0";
constexpr const char* short_step = "theta < 1";
constexpr const char* strict_saddle = "H has a negative eigenvalue";
constexpr const char* inside = "0 < x* < B";

struct UnstableFixedPoint {
  struct Instance {
    Matrix<double> hessian;            ///< H: d x d
    std::vector<std::int64_t> blocks;  ///< d: the block of each coordinate, ascending from 0
    double share = 0.5;                ///< theta
    std::vector<double> point;         ///< x*: d
    double box = 1;                    ///< B
    std::vector<double> vector;        ///< v: d
    std::vector<std::int64_t> values;  ///< eigenvalues of A on the sphere, ascending
    std::vector<std::int64_t> chart;   ///< x on the sphere, by stereographic projection: one less than values
    static constexpr auto fields() {
      return std::tuple{Field{"hessian", &Instance::hessian}, Field{"blocks", &Instance::blocks},
                        Field{"share", &Instance::share},     Field{"point", &Instance::point},
                        Field{"box", &Instance::box},         Field{"vector", &Instance::vector},
                        Field{"values", &Instance::values},   Field{"chart", &Instance::chart}};
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

using Instance = UnstableFixedPoint::Instance;

Statement UnstableFixedPoint::statement() {
  Statement s;
  s.title = "First-order methods avoid unstable fixed points";
  s.text =
      "g of class C^1 on a manifold with det Dg != 0: the points from which g^k converges to a fixed point with "
      "spectral radius of Dg above 1 have measure zero. Strict saddles are such fixed points of the proximal point "
      "method, (block) coordinate descent, mirror descent and gradient descent on the sphere, for steps below the "
      "stated bounds.";
  s.source = {"J. D. Lee, I. Panageas, G. Piliouras, M. Simchowitz, M. I. Jordan, B. Recht",
              2019,
              "First-order Methods Almost Always Avoid Strict Saddle Points",
              "Mathematical Programming",
              "Theorem 2 and corollaries (numbers recalled)",
              "arXiv:1710.07406"};
  s.provenance = Provenance::recalled;
  s.dossier = "saddle/unstable-fixed-point";
  s.hypotheses = {positive_share, short_step, strict_saddle, inside};
  const auto claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::exact, Provenance::derived});
  };
  claim("prox_invertible", "det Dg > 0 for the proximal map");
  claim("prox_count", "#{eigenvalues of the proximal Dg > 1} = #{negative eigenvalues of H}");
  claim("prox_rate", "lambda_max of the proximal Dg >= 1 / (1 + a v^T H v / |v|^2)");
  claim("descent_determinant", "det Dg = prod_b det(I - a H_bb) for coordinate descent");
  claim("descent_unstable", "coordinate descent: spectral radius of Dg > 1 at a strict saddle");
  claim("descent_stable", "coordinate descent on H^2 >= 0: spectral radius <= 1");
  claim("descent_decrease", "q(v) - q(G v) >= (1/a - L_b/2) |steps|^2, q(v) = v^T H v / 2");
  claim("mirror_invertible", "Phi''(x*) - a H >= (mu - a L) I");
  claim("mirror_count", "#{eigenvalues of the mirror Dg > 1} = #{negative eigenvalues of H}");
  claim("sphere_determinant", "det Dg = |y|^-d prod (1 - a c_j) (1 + 2a sum x_j^2 a c_j^2 / (1 - a c_j)), c = A - rho");
  claim("sphere_invertible", "det Dg > 0 on the sphere");
  claim("sphere_count", "at the eigenvector of lambda_i, as many eigenvalues of Dg > 1 as lambda_j < lambda_i");
  s.claims.push_back(
      {"leaves", "|Dg^T v| > |v| for the proximal map after T steps", Strength::asymptotic, Provenance::derived});
  return s;
}

Instance UnstableFixedPoint::generate(Draw& draw) {
  Instance x;
  const std::size_t d = draw.dimension(2, 4);
  x.hessian = Matrix<double>(d, d);
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t k = 0; k <= i; ++k) {
      x.hessian(i, k) = draw.real(-2, 2, 4);
      x.hessian(k, i) = x.hessian(i, k);
    }
    x.blocks.push_back(i == 0 ? 0 : x.blocks.back() + draw.integer(0, 1));
    x.point.push_back(draw.real(0.125, 3.875, 3));
    x.vector.push_back(draw.real(-1, 1, 4));
    x.values.push_back(i == 0 ? draw.integer(-3, 3) : x.values.back() + draw.integer(1, 3));
    if (i > 0) x.chart.push_back(draw.integer(-3, 3));
  }
  // A negative diagonal entry, somewhere, is enough for a negative eigenvalue.
  const std::size_t pit = draw.pick(d);
  x.hessian(pit, pit) = -std::abs(x.hessian(pit, pit)) - 0.0625;
  x.vector[pit] += 2;
  x.box = 4;
  x.share = draw.real(0.0625, 0.9375, 4);
  return x;
}

template <Scalar T>
std::vector<Hypothesis> UnstableFixedPoint::hypotheses(const Instance& x) {
  bool interior = true;
  for (const double v : x.point) interior = interior && 0 < v && v < x.box;
  return {{positive_share, truth(x.share > 0), {}},
          {short_step, truth(x.share < 1), {}},
          {strict_saddle, truth(signature(rational(x.hessian)).negative > 0), {}},
          {inside, truth(interior), {}}};
}

// max over rows of the sum of |entries| within the block of the row; one block for all when `whole`.
Rational largest_row_sum(const RationalMatrix& h, std::span<const std::int64_t> blocks, bool whole) {
  Rational largest = 0;
  for (std::size_t i = 0; i < h.rows(); ++i) {
    Rational row = 0;
    for (std::size_t j = 0; j < h.rows(); ++j) {
      if (whole || blocks[i] == blocks[j]) row += h(i, j) < 0 ? Rational(-h(i, j)) : h(i, j);
    }
    largest = std::max(largest, row);
  }
  return largest;
}

// One sweep of block coordinate descent from v, and the sum of the squared steps.
struct Sweep {
  Vector<Rational> end;
  Rational steps = 0;
};
Sweep sweep(const RationalMatrix& h, std::span<const std::int64_t> blocks, const Rational& a, Vector<Rational> v) {
  Sweep result{std::move(v), 0};
  for (std::int64_t b = 0; b <= blocks.back(); ++b) {
    const Vector<Rational> gradient = product(h, result.end);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (blocks[i] != b) continue;
      result.end[i] -= a * gradient[i];
      result.steps += a * a * gradient[i] * gradient[i];
    }
  }
  return result;
}

RationalMatrix sweep_matrix(const RationalMatrix& h, std::span<const std::int64_t> blocks, const Rational& a) {
  RationalMatrix g(h.rows(), h.rows());
  for (std::size_t j = 0; j < h.rows(); ++j) {
    Vector<Rational> unit(h.rows(), Rational(0));
    unit[j] = 1;
    const Sweep image = sweep(h, blocks, a, std::move(unit));
    for (std::size_t i = 0; i < h.rows(); ++i) g(i, j) = image.end[i];
  }
  return g;
}

Rational product_of_block_determinants(const RationalMatrix& h, std::span<const std::int64_t> blocks,
                                       const Rational& a) {
  RationalMatrix blocked = rational_identity(h.rows());
  for (std::size_t i = 0; i < h.rows(); ++i) {
    for (std::size_t j = 0; j < h.rows(); ++j) {
      if (blocks[i] == blocks[j]) blocked(i, j) -= a * h(i, j);
    }
  }
  return determinant(std::move(blocked));
}

// Dg = I - a diag(x*) H.
RationalMatrix mirror_matrix(const RationalMatrix& h, std::span<const Rational> point, const Rational& a) {
  RationalMatrix g = rational_identity(h.rows());
  for (std::size_t i = 0; i < h.rows(); ++i) {
    for (std::size_t j = 0; j < h.rows(); ++j) g(i, j) -= a * point[i] * h(i, j);
  }
  return g;
}

// Constants that a sabotage changes.
struct Constants {
  double rate = 1;      // prox_rate with rate * a in place of a
  double decrease = 1;  // times the guaranteed decrease
  double mirror = 1;    // times mu - a L
  double curve = 2;     // the 2a of the sphere's determinant
};

Expected<Enclosure> grown(const RationalMatrix& dg, const RationalMatrix& h, const Rational& a,
                          const Vector<Rational>& v) {
  Matrix<double> approximate(h.rows(), h.rows());
  for (std::size_t i = 0; i < h.rows(); ++i) {
    for (std::size_t j = 0; j < h.rows(); ++j) approximate(i, j) = nearest(h(i, j));
  }
  const double least = approximate_eigenpairs(approximate).values.front();
  const double rate = -std::log1p(nearest(a) * least);
  const double steps = 24 * std::log(2.0) / std::max(rate, 1e-9);
  Matrix<Interval<Real>> power = entries_enclosed(dg);
  for (double t = 1; t < steps; t *= 2) {
    Matrix<Interval<Real>> square(power.rows(), power.rows());
    for (std::size_t j = 0; j < power.rows(); ++j) {
      IntervalVector<Real> column;
      for (std::size_t i = 0; i < power.rows(); ++i) column.push_back(power(i, j));
      const IntervalVector<Real> image = product(power, column);
      for (std::size_t i = 0; i < power.rows(); ++i) square(i, j) = image[i];
    }
    power = square;
  }
  IntervalVector<Real> start;
  for (const Rational& c : v) start.push_back(lemmata::enclosure(c));
  return Enclosure(norm(product(power, start)), Evidence("trajectory", "|Dg^T v|"));
}

std::vector<Claim> claims(const Instance& x, const Constants& c) {
  const std::size_t d = x.hessian.rows();
  const RationalMatrix h = rational(x.hessian);
  const RationalMatrix identity = rational_identity(d);
  const Signature signs = signature(h);
  const Rational theta = exact(x.share);
  const Rational bound = largest_row_sum(h, x.blocks, true);
  const Vector<Rational> v = rational(x.vector);
  const auto step = [&](const Rational& most) { return most == 0 ? theta : Rational(theta / most); };

  const Rational prox = step(bound);
  const RationalMatrix prox_map = inverse(sum(identity, h, prox));
  const Rational quotient = quadratic_form(h, v) / dot(v, v);
  const Rational rate = 1 / (1 + exact(c.rate) * prox * quotient);

  const Rational block_bound = largest_row_sum(h, x.blocks, false);
  const Rational block = step(block_bound);
  const RationalMatrix g = sweep_matrix(h, x.blocks, block);
  const RationalMatrix square = product(h, h);
  const Rational square_step = step(largest_row_sum(square, x.blocks, false));
  const Sweep swept = sweep(h, x.blocks, block, v);
  const Rational decrease = (quadratic_form(h, v) - quadratic_form(h, swept.end)) / 2 -
                            exact(c.decrease) * (1 / block - block_bound / 2) * swept.steps;

  const Rational mirror = theta / (exact(x.box) * bound);
  const Vector<Rational> point = rational(x.point);
  RationalMatrix phi = scaled(-mirror, h);
  for (std::size_t i = 0; i < d; ++i) phi(i, i) += 1 / point[i] - exact(c.mirror) * (1 / exact(x.box) - mirror * bound);

  Vector<Rational> values;
  for (const std::int64_t value : x.values) values.push_back(Rational(value));
  const Rational sphere_step = theta / (values.back() - values.front());
  const SphereDescent<Rational> general = sphere_descent(values, sphere_point(x.chart), sphere_step, exact(c.curve));
  const Rational tangent = determinant(general.k);
  const std::size_t vertex = static_cast<std::size_t>(std::abs(x.chart.front())) % d;
  Vector<Rational> unit(d, Rational(0));
  unit[vertex] = 1;
  const SphereDescent<Rational> at_vertex = sphere_descent(values, unit, sphere_step);

  return {
      exceeds("prox_invertible", number(determinant(prox_map)), number(0.0)),
      equals("prox_count", number(signature(sum(prox_map, identity, Rational(-1))).positive), number(signs.negative)),
      at_least("prox_rate", number(d - signature(sum(prox_map, identity, -rate)).negative), number(1.0)),
      equals("descent_determinant",
             number(Rational(determinant(g) - product_of_block_determinants(h, x.blocks, block))), number(0.0)),
      at_least("descent_unstable", number(roots_outside_unit_circle(characteristic_polynomial(g))), number(1.0)),
      at_most("descent_stable",
              number(roots_outside_unit_circle(characteristic_polynomial(sweep_matrix(square, x.blocks, square_step)))),
              number(0.0)),
      at_least("descent_decrease", number(decrease), number(0.0)),
      equals("mirror_invertible", number(signature(phi).negative), number(0.0)),
      equals("mirror_count",
             number(roots_outside_unit_circle(characteristic_polynomial(mirror_matrix(h, point, mirror)))),
             number(signs.negative)),
      equals("sphere_determinant", number(Rational(tangent - general.formula)), number(0.0)),
      exceeds("sphere_invertible", number(tangent), number(0.0)),
      equals("sphere_count", number(roots_outside_unit_circle(characteristic_polynomial(at_vertex.k))), number(vertex)),
      as_surrogate(exceeds("leaves", grown(prox_map, h, prox, v), sqrt(number(dot(v, v)))))};
}

template <Scalar T>
std::vector<Claim> UnstableFixedPoint::conclude(const Instance& x) {
  return claims(x, {});
}

Instance golden_saddle() {
  Instance x;
  x.hessian = Matrix<double>(2, 2, {1, 2, 2, 1});
  x.blocks = {0, 1};
  x.point = {1, 2};
  x.box = 4;
  x.vector = {1, -1};
  x.values = {1, 2};
  x.chart = {2};
  return x;
}

std::vector<Control<Instance>> UnstableFixedPoint::controls() {
  using I = Instance;
  I definite = golden_saddle();
  definite.hessian = Matrix<double>(2, 2, {2, 1, 1, 2});
  I long_step = golden_saddle();
  long_step.share = 8;
  long_step.hessian = Matrix<double>(2, 2, {1, 0, 0, -1});
  I negative = golden_saddle();
  negative.share = -0.5;
  I outside = golden_saddle();
  outside.point = {1, 64};
  I wall = long_step;  // curvature L, next to the wall x = B
  wall.share = 0.5;
  wall.point = {3.96875, 1};
  const auto changed = [](std::string name, Constants c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        [c](const I& x, Precision) { return claims(x, c); });
  };
  const auto on_saddle = [](std::string name, auto body) {
    return golden<I>(std::move(name), golden_saddle(),
                     on_rung<I>([body]<class T>(const I& x) { return body.template operator()<T>(x); }));
  };
  return {
      dropped_hypothesis<I>("positive_definite", strict_saddle, definite),
      dropped_hypothesis<I>("step_beyond_the_bound", short_step, long_step),
      dropped_hypothesis<I>("negative_step", positive_share, negative),
      dropped_hypothesis<I>("outside_the_box", inside, outside), changed("prox_rate_doubled", {.rate = 1.5}),
      changed("descent_decrease_doubled", {.decrease = 2}), changed("sphere_without_curvature", {.curve = 0}),
      sabotage<I>("mirror_bound_raised", wall, [](const I& x, Precision) { return claims(x, {.mirror = 1.25}); }),
      sabotage<I>("stable_at_a_saddle", golden_saddle(),
                  [](const I& x, Precision) -> std::vector<Claim> {
                    const RationalMatrix h = rational(x.hessian);
                    return {at_most("stable",
                                    number(roots_outside_unit_circle(
                                        characteristic_polynomial(sweep_matrix(h, x.blocks, Rational(1, 2))))),
                                    number(0.0))};
                  }),
      sabotage<I>("gradient_descent_needs_l", golden_saddle(),
                  // a = 1/2 is above 1/L = 1/3: det(I - aH) < 0, while coordinate descent (L_b = 1) is fine.
                  [](const I& x, Precision) -> std::vector<Claim> {
                    const RationalMatrix h = rational(x.hessian);
                    return {exceeds("gradient descent",
                                    number(determinant(sum(rational_identity(2), h, Rational(-1, 2)))), number(0.0))};
                  }),
      tight_case<I>("scalar_blocks_lose_nothing", golden_saddle(), "descent_decrease", 0.0),
      tight_case<I>("determinant_identity", golden_saddle(), "sphere_determinant", 0.0),
      // tests/golden/landscapes.json
      on_saddle("coordinate_descent",
                []<class T>(const I& x) -> std::vector<Claim> {
                  const Vector<Rational> p =
                      characteristic_polynomial(sweep_matrix(rational(x.hessian), x.blocks, Rational(1, 2)));
                  const Enclosure root =
                      (number(Rational(-p[1])) - sqrt(number(Rational(p[1] * p[1] - 4 * p[0])))) / number(2.0);
                  return {lies_in("eigenvalue", root, rounded_decimal("0.1339745962155613532362768")),
                          lies_in("determinant", number(p[0]), rounded_decimal("0.2500000000000000000000000"))};
                }),
      on_saddle("mirror_descent",
                []<class T>(const I& x) -> std::vector<Claim> {
                  const Vector<Rational> p = characteristic_polynomial(
                      mirror_matrix(rational(x.hessian), Vector<Rational>{1, 4}, Rational(1, 8)));
                  const Enclosure root =
                      (number(Rational(-p[1])) - sqrt(number(Rational(p[1] * p[1] - 4 * p[0])))) / number(2.0);
                  return {lies_in("eigenvalue", root, rounded_decimal("0.1534997659176543020080220"))};
                }),
      on_saddle("sphere", []<class T>(const I&) -> std::vector<Claim> {
        using N = Interval<T>;
        const N third = N(1) / sqrt(N(3));
        const SphereDescent<N> s = sphere_descent<N>({N(1), N(2), N(4)}, {third, third, third}, N(T(0.25)));
        const N cube = pow(sqrt(s.square_length), 3);
        const Interval<Real> published = rounded_decimal("0.9224436358290743310033283");
        return {lies_in("determinant", enclose(determinant(s.k) / cube, Evidence("evaluation", "det")), published),
                lies_in("formula", enclose(s.formula / cube, Evidence("evaluation", "formula")), published)};
      })};
}

}  // namespace

Theorem unstable_fixed_point() { return Theorem(UnstableFixedPoint{}); }

}  // namespace lemmata::theory::saddle
