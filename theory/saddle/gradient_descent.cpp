/// \file
/// # Gradient descent avoids strict saddles
/// ## Statement   f in C^2(R^d), |grad f(x) - grad f(y)| <= L |x - y|, 0 < alpha < 1/L, g(x) = x - alpha grad f(x). If
///                0 is a strict saddle of f and x_0 has a density, then Pr(lim g^k(x_0) = 0) = 0. What the proof rests
///                on is checked exactly: g is a diffeomorphism with (1 - alpha L) |x - y| <= |g(x) - g(y)| <=
///                (1 + alpha L) |x - y| and det Dg >= (1 - alpha L)^d; the eigenvalues of Dg(0) above 1 are as many as
///                the negative ones of Hess f(0); x <- y + alpha grad f(x) inverts g; each step gains at least
///                alpha (1 - alpha L / 2) |grad f|^2.
/// ## Source      Lee, Simchowitz, Jordan, Recht (2016), COLT, Theorem 4, arXiv:1602.04915, read in full; the
///                predicates are derived (dossier landscapes, section 1.1, GD-1 to GD-7).
/// ## Method      f is a quadratic plus waves plus a spline of one coordinate (theory/model/smooth_landscape): its L
///                and its Hessian at 0 are rational. Signs of eigenvalues at 0 are exact.
/// ## Surrogate   `escapes`: from a start of size 2^-10 the iterates leave the ball of radius 2^-6 about the saddle
///                within T = 1.3 log(2^16) / log(1 + alpha gamma) steps, gamma = |lambda_min(Hess f(0))|: to first
///                order the unstable coordinate grows by 1 + alpha gamma a step, so Pr(still inside) <= 2^-12 for a
///                start with bounded density, and a run that converged to 0 would fail it. The trajectory is enclosed
///                in balls that grow by at most 1 + alpha (gamma + K |x|) a step, K the Lipschitz constant of Hess f.
/// ## Notes       The strip |y| <= Y is forward invariant for x^2/2 + y^4/4 - y^2/2 when alpha < 1/max(1, 3Y^2 - 1);
///                `strip` takes alpha = share / (3 Y^2 - 1). On (x^2 - y^2)/2 the first t with |y_t| >= 1 is known.

#include "theory/model/escape.hpp"
#include "theory/model/small_spectrum.hpp"
#include "theory/model/smooth_landscape.hpp"
#include "theory/statement/theorem.hpp"

#include <cmath>

namespace lemmata::theory::saddle {
namespace {

constexpr const char* positive_step = "alpha > 0";
constexpr const char* short_step = "alpha L < 1";
constexpr const char* strict_saddle = "0 is a strict saddle: lambda_min(Hess f(0)) < 0";
constexpr const char* distinct = "x and y differ";
constexpr const char* generic_height = "y_0 is not 0";
constexpr int inverse_steps = 6;
constexpr double ball = 0x1p-6;

struct GradientDescent {
  struct Instance {
    Matrix<double> quadratic;
    Matrix<double> waves;
    std::vector<double> even, odd, knots, curvatures;
    double step = 0;            ///< alpha
    std::vector<double> x, y;   ///< two points
    std::vector<double> start;  ///< the run of `escapes` begins at 2^-10 start
    double height = 0;          ///< y_0 on the quadratic saddle and, times strip, in the strip
    double strip = 1;           ///< Y >= 1
    double share = 0.5;         ///< alpha on the quadratic saddle; alpha (3 Y^2 - 1) in the strip
    static constexpr auto fields() {
      return std::tuple{Field{"quadratic", &Instance::quadratic},
                        Field{"waves", &Instance::waves},
                        Field{"even", &Instance::even},
                        Field{"odd", &Instance::odd},
                        Field{"knots", &Instance::knots},
                        Field{"curvatures", &Instance::curvatures},
                        Field{"step", &Instance::step},
                        Field{"x", &Instance::x},
                        Field{"y", &Instance::y},
                        Field{"start", &Instance::start},
                        Field{"height", &Instance::height},
                        Field{"strip", &Instance::strip},
                        Field{"share", &Instance::share}};
    }
    [[nodiscard]] SmoothLandscape f() const { return {quadratic, waves, even, odd, knots, curvatures}; }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

Statement GradientDescent::statement() {
  Statement s;
  s.title = "Gradient descent avoids strict saddles";
  s.text =
      "f in C^2(R^d) with an L-Lipschitz gradient, 0 < alpha < 1/L, g(x) = x - alpha grad f(x), 0 a strict saddle of "
      "f. If x_0 has a density, Pr(lim g^k(x_0) = 0) = 0: g is a diffeomorphism whose derivative at 0 has an "
      "eigenvalue above 1.";
  s.source = {"J. D. Lee, M. Simchowitz, M. I. Jordan, B. Recht",
              2016,
              "Gradient Descent Only Converges to Minimizers",
              "COLT",
              "Theorem 4, Corollary 9, Theorem 11",
              "arXiv:1602.04915"};
  s.provenance = Provenance::verified;
  s.dossier = "saddle/gradient-descent";
  s.hypotheses = {positive_step, short_step, strict_saddle, distinct, generic_height};
  const auto exact_claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::exact, Provenance::derived});
  };
  exact_claim("injective", "|g(x) - g(y)| > 0");
  exact_claim("expands", "|g(x) - g(y)| >= (1 - alpha L) |x - y|");
  exact_claim("contracts", "|g(x) - g(y)| <= (1 + alpha L) |x - y|");
  exact_claim("spectrum_low", "lambda_min(Dg(x)) >= 1 - alpha L");
  exact_claim("spectrum_high", "lambda_max(Dg(x)) <= 1 + alpha L");
  exact_claim("determinant", "det Dg(x) >= (1 - alpha L)^d");
  exact_claim("orientation", "det Dg(x) > 0");
  exact_claim("unstable_count", "#{eigenvalues of Dg(0) > 1} = #{negative eigenvalues of Hess f(0)}");
  exact_claim("unstable", "Dg(0) has an eigenvalue above 1");
  exact_claim("inverse", "|x_6 - x| <= (alpha L)^6 |x_0 - x| for x_0 = g(x), x_(k+1) = g(x) + alpha grad f(x_k)");
  exact_claim("descent", "f(g(x)) <= f(x) - alpha (1 - alpha L / 2) |grad f(x)|^2");
  exact_claim("strip", "|(1 + a) y - a y^3| <= Y for |y| <= Y, Y >= 1, a < 1 / (3 Y^2 - 1)");
  exact_claim("escape_time", "first t with |(1 + a)^t y_0| >= 1 is ceil(log(1 / |y_0|) / log(1 + a))");
  s.claims.push_back({"escape_probability", "Pr(|y_T| <= 1) <= (1 + a)^-T for y_0 uniform on [-1, 1]",
                      Strength::probabilistic, Provenance::derived});
  s.claims.push_back({"escapes",
                      "the iterates from 2^-10 u leave the ball of radius 2^-6 about the saddle within T steps",
                      Strength::asymptotic, Provenance::derived});
  return s;
}

GradientDescent::Instance GradientDescent::generate(Draw& draw) {
  Instance x;
  const SmoothLandscape f = draw_landscape(draw, 3);
  x.quadratic = f.quadratic;
  x.waves = f.waves;
  x.even = f.even;
  x.odd = f.odd;
  const double lipschitz_constant = nearest(lipschitz(f));
  x.share = draw.real(0.25, 0.984375, 6);
  x.step = std::ldexp(std::floor(std::ldexp(x.share / lipschitz_constant, 16)), -16);
  const auto point = [&](double radius) {
    std::vector<double> p;
    for (std::size_t i = 0; i < f.dimension(); ++i) p.push_back(draw.real(-radius, radius, 10));
    return p;
  };
  x.x = point(3);
  x.y = point(3);
  if (x.x == x.y) x.y[0] += 1;
  x.start = point(1);
  x.height = draw.real(-1, 1, 20);
  if (x.height == 0) x.height = 0x1p-20;
  x.strip = draw.real(1, 3, 6);
  return x;
}

template <Scalar T>
std::vector<Hypothesis> GradientDescent::hypotheses(const Instance& x) {
  const SmoothLandscape f = x.f();
  return {{positive_step, truth(x.step > 0), {}},
          {short_step, truth(exact(x.step) * lipschitz(f) < 1), {}},
          {strict_saddle, truth(signature(hessian_at_zero(f)).negative > 0), {}},
          {distinct, truth(x.x != x.y), {}},
          {generic_height, truth(x.height != 0), {}}};
}

template <Scalar T>
Matrix<Interval<T>> derivative(const SmoothLandscape& f, const Interval<T>& alpha, const IntervalVector<T>& x) {
  Matrix<Interval<T>> result = hessian(f, x);
  for (std::size_t i = 0; i < result.rows(); ++i) {
    for (std::size_t j = 0; j < result.columns(); ++j) {
      result(i, j) = Interval<T>(i == j ? 1 : 0) - alpha * result(i, j);
    }
  }
  return result;
}

// I - alpha Hess f(0).
RationalMatrix derivative_at_zero(const GradientDescent::Instance& x) {
  const RationalMatrix h = hessian_at_zero(x.f());
  return sum(rational_identity(h.rows()), h, -exact(x.step));
}

std::size_t eigenvalues_above_one(const RationalMatrix& a) {
  return signature(sum(a, rational_identity(a.rows()), Rational(-1))).positive;
}

template <Scalar T>
Expected<Enclosure> farthest(const GradientDescent::Instance& x) {
  return farthest_from_saddle<T>(x.f(), x.step, x.start, ball);
}

// 1 + alpha, or 1 - alpha, times the constants that a sabotage strengthens.
struct Constants {
  double lower = 1;    ///< expands: (1 - lower alpha L)
  double upper = 1;    ///< contracts: (1 + upper alpha L)
  double descent = 1;  ///< times the guaranteed descent
  double inverse = 1;  ///< (inverse alpha L)^6
  double strip = 1;    ///< strip <= strip Y
};

template <Scalar T>
std::vector<Claim> claims(const GradientDescent::Instance& x, const Constants& c) {
  using I = Interval<T>;
  const SmoothLandscape f = x.f();
  const std::size_t d = f.dimension();
  const I alpha{T(x.step)};
  const I al = interval<T>(exact(x.step) * lipschitz(f));
  const IntervalVector<T> px = points<T>(x.x);
  const IntervalVector<T> py = points<T>(x.y);
  const IntervalVector<T> gx = descent_step(f, alpha, px);
  const I apart = norm(sum(px, py, I(-1)));
  const I images = norm(sum(gx, descent_step(f, alpha, py), I(-1)));
  const Matrix<I> dg = derivative(f, alpha, px);
  const I det = determinant(dg);
  const auto say = [](const I& set, const char* what) { return enclose(set, Evidence("evaluation", what)); };

  IntervalVector<T> back = gx;
  const I first = norm(sum(back, px, I(-1)));
  for (int k = 0; k < inverse_steps; ++k) back = sum(gx, gradient(f, back), alpha);
  const I gain = alpha * (I(1) - al / I(2)) * square_norm(gradient(f, px)) * I(T(c.descent));

  const RationalMatrix at_zero = derivative_at_zero(x);
  const Rational strip = exact(x.strip);
  const Rational a = exact(x.share) / (3 * strip * strip - 1);
  const Rational y = strip * exact(x.height);
  Rational image = (1 + a) * y - a * y * y * y;
  if (image < 0) image = -image;
  const Rational share = exact(x.share);
  const Matrix<Interval<Real>> dg_real = as_real(dg);
  return {
      exceeds("injective", say(images, "|g(x) - g(y)|"), number(0.0)),
      at_least("expands", say(images, "|g(x) - g(y)|"), say((I(1) - al * I(T(c.lower))) * apart, "lower bound")),
      at_most("contracts", say(images, "|g(x) - g(y)|"), say((I(1) + al * I(T(c.upper))) * apart, "upper bound")),
      at_least("spectrum_low", least_eigenvalue(dg_real, precision_of<T>),
               say(I(1) - al * I(T(c.lower)), "1 - alpha L")),
      at_most("spectrum_high", greatest_eigenvalue(dg_real, precision_of<T>),
              say(I(1) + al * I(T(c.upper)), "1 + alpha L")),
      at_least("determinant", say(det, "det Dg(x)"),
               say(pow(I(1) - al * I(T(c.lower)), static_cast<int>(d)), "(1 - alpha L)^d")),
      exceeds("orientation", say(det, "det Dg(x)"), number(0.0)),
      equals("unstable_count", number(eigenvalues_above_one(at_zero)), number(signature(hessian_at_zero(f)).negative)),
      at_least("unstable", number(eigenvalues_above_one(at_zero)), number(1.0)),
      at_most("inverse", say(norm(sum(back, px, I(-1))), "|x_6 - x|"),
              say(pow(al * I(T(c.inverse)), inverse_steps) * first, "(alpha L)^6 |x_0 - x|")),
      at_most("descent", say(value(f, gx), "f(g(x))"), say(value(f, px) - gain, "f(x) - gain")),
      at_most("strip", number(Rational(image - exact(c.strip) * strip)), number(0.0)),
      equals("escape_time", number(first_exit(share, exact(x.height))), predicted_exit(I(T(x.share)), I(T(x.height)))),
      with_probability(exceeds("escape_probability", number(at_escape(share, exact(x.height))), number(1.0)),
                       Interval<Real>(Real(0.0625))),
      as_surrogate(exceeds("escapes", farthest<T>(x), number(ball)))};
}

template <Scalar T>
std::vector<Claim> GradientDescent::conclude(const Instance& x) {
  return claims<T>(x, {});
}

// x^2/2 + 2 cos x: Hess f(0) = -1, L = 3, alpha = 1/4.
GradientDescent::Instance one_wave() {
  GradientDescent::Instance x;
  x.quadratic = Matrix<double>(1, 1, {1.0});
  x.waves = Matrix<double>(1, 1, {1.0});
  x.even = {2.0};
  x.odd = {0.0};
  x.step = 0.25;
  x.x = {3.140625};
  x.y = {3.15625};
  x.start = {1.0};
  x.height = 0x1p-10;
  x.strip = 1;
  x.share = 0.5;
  return x;
}

// Dossier GD-N1: alpha just above 1/L, and g sends every |x| >= X to 0 in one step. X = 130, eps = 1/8, alpha = 1.
GradientDescent::Instance collapse() {
  GradientDescent::Instance x = one_wave();
  const double s = 129.6875 / 128;  // (X - 1/2 + 3 eps / 2) / (X - 2)
  x.quadratic = Matrix<double>(1, 1, {0.0});
  x.waves = Matrix<double>(0, 1);
  x.even = x.odd = {};
  x.knots = {-130, -129, -2, -1, 1, 2, 129, 130};
  x.curvatures = {1, s, s, -0.125, -0.125, s, s, 1};
  x.step = 1;
  x.x = {200};
  x.y = {300};
  return x;
}

std::vector<Control<GradientDescent::Instance>> GradientDescent::controls() {
  using I = Instance;
  const auto only = [](std::string name, Constants c) -> Conclude<I> {
    return on_rung<I>([name = std::move(name), c]<class T>(const I& x) -> std::vector<Claim> {
      for (Claim& claim : claims<T>(x, c)) {
        if (claim.name == name) return {std::move(claim)};
      }
      return {};
    });
  };
  const auto stronger = [&](const char* name, Constants c) {
    return drawn_sabotage<I>(
        std::string(name) + "_strengthened", [](Draw& draw) { return generate(draw); }, only(name, c));
  };
  I near_top = one_wave();  // f'' = 1 - 2 cos x is 3 at pi: all of L
  I still = one_wave();
  still.start = {0.0};
  I flat = one_wave();  // x^3/3 near 0: f' = x^2, then 2 |x| - 1
  flat.quadratic = Matrix<double>(1, 1, {0.0});
  flat.waves = Matrix<double>(0, 1);
  flat.even = flat.odd = {};
  flat.knots = {-1, 1};
  flat.curvatures = {-2, 2};
  flat.x = {1};
  flat.y = {0.5};
  I axes = one_wave();  // (x^2 - y^2)/2 on the stable axis: curvature L
  axes.quadratic = Matrix<double>(2, 2, {1, 0, 0, -1});
  axes.waves = Matrix<double>(0, 2);
  axes.even = axes.odd = {};
  axes.x = {1, 0};
  axes.y = {0.5, 0};
  axes.start = {1, 1};
  I hill = axes;  // -x^2/2: curvature -L
  hill.quadratic = Matrix<double>(1, 1, {-1});
  hill.waves = Matrix<double>(0, 1);
  hill.x = {1};
  hill.y = {0.5};
  hill.start = {1};
  I edge = one_wave();  // the end of the strip of half-width 1 is a fixed point
  edge.height = 1;
  I level = one_wave();
  level.height = 0;
  I backward = one_wave();
  backward.step = -0.25;
  I same = one_wave();
  same.x = same.y = {0.0};
  return {
      dropped_hypothesis<I>("step_above_one_over_l", short_step, collapse()),
      dropped_hypothesis<I>("cubic_is_not_strict", strict_saddle, flat),
      dropped_hypothesis<I>("negative_step", positive_step, backward),
      dropped_hypothesis<I>("one_point", distinct, same),
      dropped_hypothesis<I>("start_on_the_stable_set", generic_height, level,
                            [](const I& x, Precision) -> std::vector<Claim> {
                              return {
                                  exceeds("escapes", number(at_escape(exact(x.share), exact(x.height))), number(1.0))};
                            }),
      sabotage<I>("expands_with_alpha_l_reduced", near_top, only("expands", {.lower = 0.875})),
      sabotage<I>("spectrum_low_with_alpha_l_reduced", near_top, only("spectrum_low", {.lower = 0.9990234375})),
      sabotage<I>("determinant_with_alpha_l_reduced", near_top, only("determinant", {.lower = 0.9990234375})),
      sabotage<I>("inverse_with_alpha_l_reduced", near_top, only("inverse", {.inverse = 0.5})),
      stronger("contracts", {.upper = -1}), stronger("descent", {.descent = 4}), stronger("strip", {.strip = 0.75}),
      // Not random: a start on the stable set stays there.
      sabotage<I>("start_at_the_saddle", still, on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                    return {exceeds("leaves", farthest<T>(x), number(ball))};
                  })),
      drawn_sabotage<I>(
          "escape_one_step_sooner", [](Draw& draw) { return generate(draw); },
          on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
            return {equals("earlier", number(first_exit(exact(x.share), exact(x.height))) + number(1.0),
                           predicted_exit(Interval<T>(T(x.share)), Interval<T>(T(x.height))))};
          })),
      tight_case<I>("curvature_l", near_top, "spectrum_low", 0x1p-18),
      tight_case<I>("curvature_l_determinant", near_top, "determinant", 0x1p-18),
      tight_case<I>("stable_axis", axes, "expands", 0.0), tight_case<I>("stable_axis_descent", axes, "descent", 0.0),
      tight_case<I>("hill", hill, "contracts", 0.0), tight_case<I>("hill_spectrum", hill, "spectrum_high", 0.0),
      tight_case<I>("hill_inverse", hill, "inverse", 0.0), tight_case<I>("end_of_the_strip", edge, "strip", 0.0),
      // Four doublings make 16.
      golden<I>("escape_power", one_wave(),
                [](const I&, Precision) -> std::vector<Claim> {
                  return {equals("2^4", number(at_escape(1, Rational(3))), number(48.0))};
                }),
      // tests/golden/landscapes.json
      golden<I>("two_wells_trajectory", one_wave(), on_rung<I>([]<class T>(const I&) -> std::vector<Claim> {
                  Interval<T> a(T(1.0));
                  Interval<T> b = convert<T>(decimal("0.001"));
                  const Interval<T> alpha(T(0.25));
                  for (int t = 0; t < 60; ++t) {
                    a = a - alpha * a;
                    b = b - alpha * (pow(b, 3) - b);
                  }
                  const auto is = [](const char* name, const Interval<T>& set, const char* digits) {
                    return lies_in(name, enclose(set, Evidence("trajectory", name)), rounded_decimal(digits));
                  };
                  return {is("x_60", a, "3.189156292949127178082500e-8"), is("y_60", b, "0.9999999989613415968209259")};
                })),
      golden<I>("escape_time_145", one_wave(), on_rung<I>([]<class T>(const I&) -> std::vector<Claim> {
                  const Rational a(1, 10);
                  const Rational y(1, 1000000);
                  return {equals("simulated", number(first_exit(a, y)), number(145.0)),
                          equals("formula", predicted_exit(interval<T>(a), interval<T>(y)), number(145.0))};
                })),
      golden<I>("cubic_x_1000", one_wave(), on_rung<I>([flat]<class T>(const I&) -> std::vector<Claim> {
                  IntervalVector<T> x = points<T>(std::vector<double>{1.0});
                  for (int t = 0; t < 1000; ++t) x = descent_step(flat.f(), Interval<T>(T(0.25)), x);
                  return {lies_in("x_1000", enclose(x[0], Evidence("trajectory", "x_1000")),
                                  rounded_decimal("0.003961632022401963241312234"))};
                })),
      golden<I>("sharp_step", one_wave(), [](const I&, Precision) -> std::vector<Claim> {
        const Rational width = 152;
        const Rational eps(1, 10);
        const Rational s = (width - Rational(1, 2) + 3 * eps / 2) / (width - 2);
        return {lies_in("L", number(s), rounded_decimal("1.011000000000000000000000")),
                lies_in("f'(X)", number(Rational(-eps + (s - eps) / 2 + s * (width - 3) + (s + 1) / 2)),
                        rounded_decimal("152.0000000000000000000000"))};
      })};
}

}  // namespace

Theorem gradient_descent() { return Theorem(GradientDescent{}); }

}  // namespace lemmata::theory::saddle
