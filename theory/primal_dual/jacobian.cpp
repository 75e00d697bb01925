/// \file
/// # The derivative of primal-dual gradient descent
/// ## Statement   min f(x) subject to A x = b. G(x, lambda) is one step of GPDA, H = Hess f(x), K = H + rho A^T A. Then
///                det DG = det(I - K / beta), positive when beta > L + rho s_max, s_max = |A^T A|; the fixed points of
///                G are the KKT points; 1 + delta (delta != 0) is an eigenvalue of DG iff T(delta) = H + beta delta I +
///                rho (2 + 1/delta) A^T A is singular; and where some y with A y = 0 has y^T H y < 0 (a strict saddle),
///                DG has real eigenvalues above 1, at least as many as H has negative ones on ker A.
/// ## Source      Hong, Razaviyayn, Lee (2018), ICML, arXiv:1802.08941: the iteration is recalled, all statements are
///                derived (dossier landscapes, section 5.2: gpda/jacobian and gpda/unstable-iff-strict).
/// ## Method      f is a quadratic with rational Hessian, so everything is rational and every identity is exact. An
///                eigenvalue above 1: T(delta) has as many negative eigenvalues at a small delta as claimed and none at
///                a large one; each of them crosses 0 between.
/// ## Notes       L is any number with -L I <= H <= L I. A graph with a cycle has A A^T singular: then 1 itself is an
///                eigenvalue.

#include "theory/model/consensus.hpp"
#include "theory/statement/theorem.hpp"

namespace lemmata::theory::primal_dual {
namespace {

constexpr const char* positive_rho = "rho > 0";
constexpr const char* lipschitz_gradient = "-L I <= H <= L I";
constexpr const char* short_step = "beta > L + rho s_max";
constexpr const char* strict_saddle = "H has a negative eigenvalue on ker A";

struct Jacobian {
  struct Instance {
    std::int64_t nodes = 2;
    std::vector<std::int64_t> edges;  ///< tail, head, tail, head, ..
    Matrix<double> hessian;           ///< H: N x N
    double lipschitz = 1;             ///< L
    double rho = 1;
    double beta = 1;
    double delta = 1;  ///< for the identity between DG and T
    std::vector<double> x, lambda;
    static constexpr auto fields() {
      return std::tuple{Field{"nodes", &Instance::nodes},     Field{"edges", &Instance::edges},
                        Field{"hessian", &Instance::hessian}, Field{"lipschitz", &Instance::lipschitz},
                        Field{"rho", &Instance::rho},         Field{"beta", &Instance::beta},
                        Field{"delta", &Instance::delta},     Field{"x", &Instance::x},
                        Field{"lambda", &Instance::lambda}};
    }
    [[nodiscard]] Matrix<double> a() const { return incidence(static_cast<std::size_t>(nodes), edges); }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

using Instance = Jacobian::Instance;

Statement Jacobian::statement() {
  Statement s;
  s.title = "The derivative of primal-dual gradient descent over a network";
  s.text =
      "G is one step of GPDA on min f(x), A x = b, with penalty rho and step 1/beta; H = Hess f. det DG = det(I - (H + "
      "rho A^T A)/beta) > 0 for beta > L + rho s_max; fixed points are KKT points; at a strict saddle of the "
      "constrained problem DG has a real eigenvalue above 1.";
  s.source = {"M. Hong, M. Razaviyayn, J. D. Lee",
              2018,
              "Gradient Primal-Dual Algorithm Converges to Second-Order Stationary Solution for Nonconvex Distributed "
              "Optimization over Networks",
              "ICML",
              "section 3 (recalled); dossier landscapes, section 5.2",
              "arXiv:1802.08941"};
  s.provenance = Provenance::derived;
  s.dossier = "gpda/jacobian";
  s.hypotheses = {positive_rho, lipschitz_gradient, short_step, strict_saddle};
  const auto claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::exact, Provenance::derived});
  };
  claim("determinant", "det DG = det(I - K / beta)");
  claim("orientation", "det DG > 0");
  claim("kkt_is_fixed", "G(x, lambda) = (x, lambda) at a KKT point");
  claim("fixed_is_kkt", "G moves every point that is not KKT");
  claim("characteristic", "delta^N det(DG - (1 + delta) I) = (-delta)^M (-beta)^-N det(delta T(delta))");
  claim("unstable_count", "#{real eigenvalues of DG > 1} >= #{negative eigenvalues of H on ker A}");
  claim("spectral_radius", "DG has an eigenvalue of modulus above 1");
  claim("mode", "H = h I: a mode of A^T A of eigenvalue s has beta delta^2 + (2 rho s + h) delta + rho s = 0");
  claim("mode_modulus", "H = h I: the two eigenvalues of such a mode have product (beta - h - rho s) / beta");
  return s;
}

Instance Jacobian::generate(Draw& draw) {
  Instance x;
  const std::size_t n = draw.dimension(2, 4);
  x.nodes = static_cast<std::int64_t>(n);
  x.edges = draw_edges(draw, n, draw.pick(2));
  x.hessian = Matrix<double>(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k <= i; ++k) {
      x.hessian(i, k) = i == k ? draw.real(-2, 0.5, 3) : draw.real(-0.5, 0.5, 3);
      x.hessian(k, i) = x.hessian(i, k);
    }
    x.x.push_back(draw.real(-2, 2, 3));
  }
  for (std::size_t e = 0; e < x.edges.size() / 2; ++e) x.lambda.push_back(draw.real(-2, 2, 3));
  x.lipschitz = 2 + 0.5 * static_cast<double>(n);
  x.rho = draw.real(0.125, 4, 3);
  // s_max <= 2 * largest degree <= 2 * edges.
  x.beta = x.lipschitz + x.rho * static_cast<double>(x.edges.size()) + draw.real(0.125, 4, 3);
  x.delta = draw.real(0.125, 2, 3);
  return x;
}

// H on ker A: the signature of [[H, A^T], [A, 0]] is that of the reduced Hessian plus rank A of each sign.
std::size_t negative_on_kernel(const RationalMatrix& h, const RationalMatrix& a) {
  const std::size_t n = h.rows();
  RationalMatrix bordered(n + a.rows(), n + a.rows());
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) bordered(i, j) = h(i, j);
    for (std::size_t e = 0; e < a.rows(); ++e) bordered(i, n + e) = bordered(n + e, i) = a(e, i);
  }
  return signature(std::move(bordered)).negative - rank(a);
}

template <Scalar T>
std::vector<Hypothesis> Jacobian::hypotheses(const Instance& x) {
  const RationalMatrix h = rational(x.hessian);
  const RationalMatrix identity = rational_identity(h.rows());
  const Rational lipschitz = exact(x.lipschitz);
  const bool bounded = signature(sum(h, identity, lipschitz)).negative == 0 &&
                       signature(sum(h, identity, Rational(-lipschitz))).positive == 0;
  const RationalMatrix room =
      sum(scaled(exact(x.beta) - lipschitz, identity), laplacian(x.a()), Rational(-exact(x.rho)));
  return {{positive_rho, truth(x.rho > 0), {}},
          {lipschitz_gradient, truth(bounded), {}},
          {short_step, truth(signature(room).positive == h.rows()), {}},
          {strict_saddle, truth(negative_on_kernel(h, rational(x.a())) > 0), {}}};
}

// delta T(delta) = delta H + beta delta^2 I + rho (constant delta + 1) A^T A.
RationalMatrix pencil(const RationalMatrix& h, const RationalMatrix& square, const Rational& rho, const Rational& beta,
                      const Rational& delta, const Rational& constant) {
  return sum(sum(scaled(delta, h), rational_identity(h.rows()), beta * delta * delta), square,
             rho * (constant * delta + 1));
}

Rational power(const Rational& base, std::size_t exponent) {
  Rational result = 1;
  for (std::size_t k = 0; k < exponent; ++k) result *= base;
  return result;
}

// Negative eigenvalues of T at the first delta = 2^-k, k <= 20, that has as many as `wanted`, or the most found.
std::size_t crossings(const RationalMatrix& h, const RationalMatrix& square, const Rational& rho, const Rational& beta,
                      std::size_t wanted) {
  std::size_t most = 0;
  Rational delta = 1;
  for (int k = 0; k <= 20 && most < wanted; ++k, delta /= 2) {
    most = std::max(most, signature(pencil(h, square, rho, beta, delta, 2)).negative);
  }
  return most;
}

// |G(x, lambda) - (x, lambda)|^2 for f(x) = x^T H x / 2 + g . x.
Rational movement(const RationalMatrix& h, const Vector<Rational>& g, const RationalMatrix& a,
                  const Vector<Rational>& right, const Rational& rho, const Rational& beta, const Vector<Rational>& x,
                  const Vector<Rational>& lambda) {
  const Vector<Rational> violation = sum(product(a, x), right, Rational(-1));
  const Vector<Rational> gradient = sum(product(h, x), g);
  const Vector<Rational> pull = product(transpose(a), sum(lambda, violation, rho));
  const Vector<Rational> next = sum(x, sum(gradient, pull), Rational(-1 / beta));
  const Vector<Rational> dual = sum(product(a, next), right, Rational(-1));
  const Vector<Rational> primal = sum(next, x, Rational(-1));
  return dot(primal, primal) + rho * rho * dot(dual, dual);
}

struct Constants {
  double pencil = 2;  ///< T's constant
  double modulus = 1;
  double mode = 2;
};

std::vector<Claim> claims(const Instance& x, const Constants& c) {
  const RationalMatrix h = rational(x.hessian);
  const RationalMatrix a = rational(x.a());
  const RationalMatrix square = laplacian(x.a());
  const std::size_t n = h.rows();
  const Rational rho = exact(x.rho);
  const Rational beta = exact(x.beta);
  const Rational delta = exact(x.delta);
  const RationalMatrix dg = primal_dual_derivative(h, a, rho, beta);
  const Rational det = determinant(dg);
  const Rational reduced = determinant(sum(rational_identity(n), sum(h, square, rho), Rational(-1 / beta)));

  // The instance's point made KKT by the choice of g and b; then moved off in its first coordinate.
  const Vector<Rational> point = rational(x.x);
  const Vector<Rational> lambda = rational(x.lambda);
  const Vector<Rational> right = product(a, point);
  const Vector<Rational> g =
      sum(Vector<Rational>(n, Rational(0)), sum(product(h, point), product(transpose(a), lambda)), Rational(-1));
  Vector<Rational> aside = point;
  aside[0] += 1;

  // Multiplied by delta^N, so that delta = 0 needs no exception.
  const Rational shifted_det =
      power(delta, n) * determinant(sum(dg, rational_identity(n + a.rows()), Rational(-1 - delta)));
  const Rational pencil_det =
      power(-delta, a.rows()) / power(-beta, n) * determinant(pencil(h, square, rho, beta, delta, exact(c.pencil)));
  const std::size_t negative = negative_on_kernel(h, a);

  // One mode: a scalar problem with A^2 = s is DG of N = M = 1 up to scaling of the dual; s = A^T A of one edge end.
  const Rational h0 = h(0, 0);
  const Rational s = square(0, 0);
  const Rational keep = 1 - (h0 + rho * s) / beta;
  const RationalMatrix mode(2, 2, {keep, -1 / beta, rho * s * keep, 1 - rho * s / beta});
  const Rational at_delta = determinant(sum(mode, rational_identity(2), Rational(-1 - delta)));
  const Rational predicted = (beta * delta * delta + (exact(c.mode) * rho * s + h0) * delta + rho * s) / beta;

  return {equals("determinant", number(Rational(det - reduced)), number(0.0)),
          exceeds("orientation", number(det), number(0.0)),
          equals("kkt_is_fixed", number(movement(h, g, a, right, rho, beta, point, lambda)), number(0.0)),
          exceeds("fixed_is_kkt", number(movement(h, g, a, right, rho, beta, aside, lambda)), number(0.0)),
          equals("characteristic", number(Rational(shifted_det - pencil_det)), number(0.0)),
          at_least("unstable_count", number(crossings(h, square, rho, beta, negative)), number(negative)),
          at_least("spectral_radius", number(roots_outside_unit_circle(characteristic_polynomial(dg))), number(1.0)),
          equals("mode", number(Rational(at_delta - predicted)), number(0.0)),
          equals("mode_modulus", number(Rational(determinant(mode) - (beta - h0 - exact(c.modulus) * rho * s) / beta)),
                 number(0.0))};
}

template <Scalar T>
std::vector<Claim> Jacobian::conclude(const Instance& x) {
  return claims(x, {});
}

// Dossier 5.4: the path of three nodes at x = 0, H = -I, rho = 16, beta = 50.
Instance path() {
  Instance x;
  x.nodes = 3;
  x.edges = {0, 1, 1, 2};
  x.hessian = Matrix<double>(3, 3, {-1, 0, 0, 0, -1, 0, 0, 0, -1});
  x.rho = 16;
  x.beta = 50;
  x.delta = 0.02;
  x.x = {1, 0.5, -0.25};
  x.lambda = {0.5, -1};
  return x;
}

std::vector<Control<Instance>> Jacobian::controls() {
  using I = Instance;
  I convex = path();
  for (std::size_t i = 0; i < 3; ++i) convex.hessian(i, i) = 1;
  I long_step = path();  // three modes s = 0, 1, 3 with 1 + 1/20, 1 - 15/20, 1 - 47/20
  long_step.beta = 20;
  // No penalty: a step along a flat coordinate of f is not undone, so points that are not feasible are fixed.
  I unpenalised;
  unpenalised.nodes = 2;
  unpenalised.edges = {0, 1};
  unpenalised.hessian = Matrix<double>(2, 2, {0, 0, 0, -1});
  unpenalised.rho = 0;
  unpenalised.beta = 2;
  unpenalised.x = {1, 1};
  unpenalised.lambda = {1};
  I loose = path();  // L too small for H: I - K / beta loses its sign although beta > L + rho s_max
  loose.hessian(0, 0) = 100;
  loose.hessian(1, 1) = -200;
  const auto changed = [](std::string name, Constants c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        [c](const I& x, Precision) { return claims(x, c); });
  };
  // Eigenvalues of the mode s of a graph at H = h I, from trace and determinant.
  const auto mode = [](const Rational& h, const Rational& s, const Rational& rho, const Rational& beta) {
    return std::pair{Rational(2 - (h + 2 * rho * s) / beta), Rational((beta - h - rho * s) / beta)};
  };
  return {
      dropped_hypothesis<I>("convex", strict_saddle, convex), dropped_hypothesis<I>("long_step", short_step, long_step),
      dropped_hypothesis<I>("l_too_small", lipschitz_gradient, loose), changed("pencil_with_one", {.pencil = 1}),
      changed("modulus_doubled", {.modulus = 2}), changed("mode_with_one", {.mode = 1}),
      drawn_sabotage<I>(
          "one_more_unstable", [](Draw& draw) { return generate(draw); },
          [](const I& x, Precision) -> std::vector<Claim> {
            const RationalMatrix h = rational(x.hessian);
            const RationalMatrix a = rational(x.a());
            const RationalMatrix dg = primal_dual_derivative(h, a, exact(x.rho), exact(x.beta));
            return {at_least("unstable", number(roots_outside_unit_circle(characteristic_polynomial(dg))),
                             number(negative_on_kernel(h, a) + 1))};
          }),
      tight_case<I>("path_at_zero", path(), "unstable_count", 0.0),
      tight_case<I>("path_radius", path(), "spectral_radius", 0.0),
      // tests/golden/landscapes.json
      golden<I>("spectra", path(), [mode](const I&, Precision) -> std::vector<Claim> {
        const Rational trace3 = mode(-1, 3, 16, 50).first;
        const auto [trace20, det20] = mode(-1, 3, 16, 20);
        const Rational det1 = mode(-1, 1, Rational(2, 5), 2).second;
        const Enclosure root = sqrt(number(Rational(trace20 * trace20 - 4 * det20)));
        return {
            lies_in("mode 3, real part", number(Rational(trace3 / 2)), rounded_decimal("0.05000000000000000000000000")),
            lies_in("beta = 20", (number(trace20) - root) / number(2.0),
                    rounded_decimal("-3.175173602739469124670895")),
            lies_in("small penalty, modulus", sqrt(number(det1)), rounded_decimal("1.140175425099137979136049"))};
      })};
}

}  // namespace

Theorem jacobian() { return Theorem(Jacobian{}); }

}  // namespace lemmata::theory::primal_dual
