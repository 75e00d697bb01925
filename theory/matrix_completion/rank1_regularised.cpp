/// \file
/// # Regularised matrix completion of rank one has no spurious minimum
/// ## Statement   f(x) = |P_Omega(z z^T - x x^T)|_F^2 / 2 + lambda sum_i (|x_i| - alpha)_+^4, each pair {i, j} observed
///                with probability p; |z|_inf <= mu |z| / sqrt(d), alpha >= 10 mu |z| / sqrt(d), lambda >= mu^2 p |z|^2
///                / alpha^2 and p large. With high probability the only x with grad f = 0 and Hess f >= -tau I, tau <
///                0.1 p |z|^2, are +-z.
/// ## Source      Ge, Lee, Ma (2016), NIPS, arXiv:1605.07272, Theorem 4.2, Lemmas 4.4, 4.6, 4.7, read in full (there
///                |z| = 1; here z has entries +-1, so mu = 1). Constants of the lemmas are ours (dossier landscapes,
///                section 2.2): the paper prints 4 delta where |x|^2 >= 1/4 gives 8 delta.
/// ## Method      Lemmas 4.6 and 4.7 are exact and over the rationals: for the incoherence lemma, wherever the largest
///                coordinate exceeds the bound the gradient pushes it back. The theorem itself asks for p >= c mu^6
///                (log d)^1.5 / d with c unspecified; it is checked for d >= 30, p >= 1/2 through gradient descent from
///                random starts: its limit, an exact vector of doubles, lies within 10^-3 |z| of z or -z, with
///                probability at least 19/20. That explicit form is calibrated, mark D: 400 of 400 runs in the dossier.
/// ## Notes       `short_points` is Lemma 4.4: an incoherent x with |x|^2 < |z|^2 / 4 is no second-order point, as z is
///                a direction of curvature below -0.1 p |z|^2. Its failure probability is calibrated in the same way.

#include "numerics/base/random.hpp"
#include "theory/model/exact_algebra.hpp"
#include "theory/model/interval_vector.hpp"
#include "theory/model/rank_one_completion.hpp"
#include "theory/problem/analysis/exact_problem.hpp"
#include "theory/statement/theorem.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory::matrix_completion {
namespace {

constexpr const char* enough = "d >= 30 and p >= 1/2";
constexpr const char* incoherent = "z is not 0 and |z|_inf <= |z| / sqrt(d)";
constexpr const char* wide = "alpha^2 d >= 100 |z|^2";
constexpr const char* weighted = "lambda alpha^2 >= p |z|^2";
constexpr const char* nearby = "|x|^2 >= |z|^2 / 4 and delta < |z|^3 / 10 for the point of Lemma 4.6";

struct Rank1Regularised {
  struct Instance {
    std::vector<double> z;
    Matrix<double> mask;  ///< Omega: d x d, symmetric, 0 or 1
    double probability = 0.5;
    double weight = 1;          ///< lambda
    double threshold = 10;      ///< alpha
    std::vector<double> near;   ///< the point of Lemma 4.6
    std::vector<double> far;    ///< a point with a large coordinate, for Lemma 4.7
    std::vector<double> small;  ///< a short incoherent point, for Lemma 4.4
    std::vector<double> start;  ///< of the descent
    static constexpr auto fields() {
      return std::tuple{Field{"z", &Instance::z},
                        Field{"mask", &Instance::mask},
                        Field{"probability", &Instance::probability},
                        Field{"weight", &Instance::weight},
                        Field{"threshold", &Instance::threshold},
                        Field{"near", &Instance::near},
                        Field{"far", &Instance::far},
                        Field{"small", &Instance::small},
                        Field{"start", &Instance::start}};
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

using Instance = Rank1Regularised::Instance;

Statement Rank1Regularised::statement() {
  Statement s;
  s.title = "Regularised matrix completion of rank one has no spurious minimum";
  s.text =
      "f(x) = |P_Omega(z z^T - x x^T)|_F^2 / 2 + lambda sum (|x_i| - alpha)_+^4 with z incoherent and Omega random. "
      "With high probability the only second-order points are z and -z.";
  s.source = {"R. Ge, J. D. Lee, T. Ma",
              2016,
              "Matrix Completion has No Spurious Local Minimum",
              "NIPS",
              "Theorem 4.2, Lemmas 4.4, 4.6, 4.7",
              "arXiv:1605.07272"};
  s.provenance = Provenance::verified;
  s.dossier = "mc/rank1-regularised";
  s.hypotheses = {enough, incoherent, wide, weighted, nearby};
  s.claims = {
      {"gradient", "grad f = -2 (W o (z z^T - x x^T)) x + 4 lambda (|x_i| - alpha)_+^3 sign(x_i)", Strength::exact,
       Provenance::derived},
      {"direction", "|1 - u^2| <= 8 delta, z = u x + v, v orthogonal to x, delta = |<z,x> z - |x|^2 x| (|z| = 1)",
       Strength::exact, Provenance::derived},
      {"remainder", "|u| |v| <= 4 delta (|z| = 1)", Strength::exact, Provenance::verified},
      {"incoherence",
       "|x|_inf > max(2 alpha, 2 |z|_inf sqrt(s / lambda)) implies sign(x_i) (grad f)_i > 0 at the "
       "largest coordinate, s the most entries observed in a row",
       Strength::exact, Provenance::derived},
      {"short_points", "z^T Hess f(x) z < -0.1 p |z|^4 where |x|^2 < |z|^2 / 4, |x|_inf < |z|_inf",
       Strength::probabilistic, Provenance::derived},
      {"descent_finds_z", "descent from a random start ends within 10^-3 |z| of z or -z", Strength::probabilistic,
       Provenance::derived}};
  return s;
}

Instance Rank1Regularised::generate(Draw& draw) {
  Instance x;
  const auto d = static_cast<std::size_t>(draw.integer(30, 36));
  x.probability = draw.real(0.5, 0.875, 4);
  x.weight = std::ldexp(std::ceil(std::ldexp(x.probability * static_cast<double>(d) / 100, 10)), -10);
  const RandomStream stream(draw.choice(std::uint64_t{1} << 32), random_tag("completion"), 0);
  std::uint64_t word = 0;
  const auto unit = [&] {  // uniform on the odd multiples of 2^-16 in (-1, 1)
    return std::ldexp(static_cast<double>(uniform_below(stream.at(word++), 1U << 16U)) - 0x1p15 + 0.5, -15);
  };
  const bool aligned = draw.coin();
  const double scale = draw.real(0.125, 4, 3);  // starts of mixed size
  const double length = draw.real(0.984375, 1.015625, 7);
  for (std::size_t i = 0; i < d; ++i) {
    x.z.push_back(unit() < 0 ? -1.0 : 1.0);
    x.near.push_back(length * x.z[i] + std::ldexp(unit(), -4));
    x.far.push_back(8 * unit());
    x.small.push_back(0.484375 * (aligned ? x.z[i] : unit()));
    x.start.push_back(scale * unit());
  }
  x.far[draw.pick(d)] = (draw.coin() ? 1 : -1) * draw.real(32, 64, 3);
  x.mask = Matrix<double>(d, d);
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = i; j < d; ++j) {
      x.mask(i, j) = unit() < 2 * x.probability - 1 ? 1.0 : 0.0;
      x.mask(j, i) = x.mask(i, j);
    }
  }
  return x;
}

template <Scalar T>
std::vector<Hypothesis> Rank1Regularised::hypotheses(const Instance& x) {
  const Vector<Rational> z = rational(x.z);
  const Rational square = dot(z, z);
  const Rational d = x.z.size();
  Rational largest = 0;
  for (const Rational& entry : z) largest = std::max(largest, Rational(entry * entry));
  const Rational alpha = exact(x.threshold);
  const bool near_known = std::any_of(x.near.begin(), x.near.end(), [](double v) { return v != 0; });
  const Decomposition n = near_known && square > 0 ? decomposition(x.z, x.near) : Decomposition{};
  return {{enough, truth(x.z.size() >= 30 && x.probability >= 0.5), {}},
          {incoherent, truth(square > 0 && d * largest <= square), {}},
          {wide, truth(alpha * alpha * d >= 100 * square), {}},
          {weighted, truth(exact(x.weight) * alpha * alpha >= exact(x.probability) * square), {}},
          {nearby, truth(4 * n.length >= 1 && 100 * n.delta < 1), {}}};
}

// Gradient descent with a step from the local curvature; a guess that is judged afterwards.
Vector<double> approximate_limit(const Instance& x) {
  Vector<double> p = x.start;
  const auto d = static_cast<double>(p.size());
  for (int k = 0; k < 4000; ++k) {
    const Vector<double> g = completion_gradient<double>(x.mask, x.z, p, x.threshold, x.weight);
    double length = 0;
    double largest = 0;
    double slope = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
      length += p[i] * p[i];
      largest = std::max(largest, std::abs(p[i]) - x.threshold);
      slope += g[i] * g[i];
    }
    if (slope < 1e-12 * d) break;
    const double step = 1 / (2 * x.probability * (3 * length + d) + 12 * x.weight * largest * largest);
    for (std::size_t i = 0; i < p.size(); ++i) p[i] -= step * g[i];
  }
  return p;
}

// min |p -+ z|^2 / |z|^2, exactly.
Rational distance_to_target(const Instance& x, const Vector<double>& p) {
  const Vector<Rational> z = rational(x.z);
  const Vector<Rational> q = rational(p);
  const Vector<Rational> minus = sum(q, z, Rational(-1));
  const Vector<Rational> plus = sum(q, z);
  return std::min(dot(minus, minus), dot(plus, plus)) / dot(z, z);
}

struct Constants {
  double direction = 1;    ///< times 8 delta
  double remainder = 1;    ///< times 4 delta
  double regulariser = 1;  ///< times grad R
  double push = 0;         ///< incoherence: sign(x_i) (grad f)_i > push |x_i|
};

ExactProblem problem_of(const Instance& x) {
  const std::size_t d = x.z.size();
  Matrix<double> target(d, d);
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j < d; ++j) target(i, j) = x.z[i] * x.z[j];
  }
  return {"matrix_completion",
          {{"target", target},
           {"mask", x.mask},
           {"rank", Rational(1)},
           {"lambda", exact(x.weight)},
           {"alpha", exact(x.threshold)}}};
}

// z^T Hess f(x) z / |z|^4 where no |x_i| exceeds alpha.
Rational curvature_along_target(const Instance& x, const Vector<Rational>& p) {
  const Vector<Rational> z = rational(x.z);
  Rational form = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    for (std::size_t j = 0; j < z.size(); ++j) {
      if (x.mask(i, j) == 0) continue;
      const Rational mixed = z[i] * p[j] + p[i] * z[j];
      form += mixed * mixed - 2 * z[i] * z[j] * (z[i] * z[j] - p[i] * p[j]);
    }
  }
  const Rational square = dot(z, z);
  return form / (square * square);
}

std::vector<Claim> claims(const Instance& x, const Constants& c) {
  const Rational alpha = exact(x.threshold);
  const Rational lambda = exact(x.weight);
  const Vector<Rational> far = rational(x.far);
  const Vector<Rational> automatic = problem_of(x).gradient(far);
  const Vector<Rational> difference = sum(
      automatic, completion_gradient<Rational>(x.mask, x.z, far, alpha, exact(c.regulariser) * lambda), Rational(-1));

  const Decomposition n = decomposition(x.z, x.near);
  const Rational square_u = n.u * n.u;
  const Rational off = (1 - square_u) * (1 - square_u);

  std::size_t at = 0;
  std::size_t most = 0;  // s
  double largest = 0;    // |z|_inf
  for (std::size_t i = 0; i < far.size(); ++i) {
    if (std::abs(x.far[i]) > std::abs(x.far[at])) at = i;
    std::size_t observed = 0;
    for (const double w : x.mask.row(i)) observed += w != 0 ? 1U : 0U;
    most = std::max(most, observed);
    largest = std::max(largest, std::abs(x.z[i]));
  }
  const Rational size = far[at] < 0 ? Rational(-far[at]) : far[at];
  const bool beyond = size > 2 * alpha && size * size * lambda >= 4 * exact(largest) * exact(largest) * Rational(most);
  const Rational push = (far[at] < 0 ? Rational(-automatic[at]) : automatic[at]) - exact(c.push) * size;

  const Interval<Real> twentieth = lemmata::enclosure(Rational(1, 20));
  return {
      equals("gradient", number(dot(difference, difference)), number(0.0)),
      at_most("direction", number(Rational(off - 64 * exact(c.direction) * n.delta)), number(0.0)),
      at_most("remainder", number(Rational(square_u * n.remainder - 16 * exact(c.remainder) * n.delta)), number(0.0)),
      exceeds("incoherence", number(beyond || lambda == 0 ? push : Rational(1)), number(0.0)),
      with_probability(less("short_points", number(curvature_along_target(x, rational(x.small))),
                            number(Rational(-exact(x.probability) / 10))),
                       twentieth),
      with_probability(
          at_most("descent_finds_z", number(distance_to_target(x, approximate_limit(x))), number(Rational(1, 1000000))),
          twentieth)};
}

template <Scalar T>
std::vector<Claim> Rank1Regularised::conclude(const Instance& x) {
  return claims(x, {});
}

// The objective at an exact point that is proved to be a second-order point; 0 when it is not one.
Rational spurious_value(const Instance& x, const Vector<Rational>& p) {
  const ExactProblem f = problem_of(x);
  const Vector<Rational> g = f.gradient(p);
  return dot(g, g) == 0 && signature(f.hessian(p)).negative == 0 ? f.value(p) : Rational(0);
}

std::vector<Control<Instance>> Rank1Regularised::controls() {
  using I = Instance;
  const auto full = [](std::vector<double> z) {
    I x;
    const std::size_t d = z.size();
    x.mask = Matrix<double>(d, d, std::vector<double>(d * d, 1.0));
    x.weight = 1;
    x.near = x.far = x.small = x.start = z;
    x.far[0] = 64;
    x.z = std::move(z);
    return x;
  };
  // Dossier MC-N1: three numbers, (1,1) and (2,3) unobserved; (0, 1, -1) is a strict minimum with f = 2.
  I sparse = full({1, 1, 1});
  sparse.mask(0, 0) = sparse.mask(1, 2) = sparse.mask(2, 1) = 0;
  // MC-N2: one unobserved pair out of 465 and a coherent z; (0, 2, -2, 0, ..) is a strict minimum with f = 17/2.
  std::vector<double> spiky(30, 0.0);
  spiky[0] = 1;
  spiky[1] = spiky[2] = 2;
  I coherent = full(spiky);
  coherent.mask(1, 2) = coherent.mask(2, 1) = 0;
  Vector<Rational> trap(30, Rational(0));
  trap[1] = 2;
  trap[2] = -2;
  // MC-N5: no regulariser and a coordinate of which nothing is observed.
  I unweighted = full(std::vector<double>(30, 1.0));
  unweighted.weight = 0;
  for (std::size_t i = 0; i < 30; ++i) unweighted.mask(0, i) = unweighted.mask(i, 0) = 0;
  I tiny = full(std::vector<double>(30, 1.0));
  for (double& v : tiny.near) v = 0x1p-4;
  I tight = full(std::vector<double>(30, 1.0));
  I dented = tight;
  dented.near[0] = 0.5;
  // With a threshold far below the entries of z the regulariser moves the minimum away from z.
  I narrow = full(std::vector<double>(30, 1.0));
  narrow.threshold = 0.5;
  narrow.weight = 128;
  const auto value_is_zero = [](Vector<Rational> p) -> Conclude<I> {
    return [p = std::move(p)](const I& x, Precision) -> std::vector<Claim> {
      return {equals("second-order points have f = 0", number(spurious_value(x, p)), number(0.0))};
    };
  };
  const auto changed = [](std::string name, Constants c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        [c](const I& x, Precision) { return claims(x, c); });
  };
  return {
      dropped_hypothesis<I>("three_numbers", enough, sparse, value_is_zero({0, 1, -1})),
      dropped_hypothesis<I>("one_pair_missing", incoherent, coherent, value_is_zero(trap)),
      dropped_hypothesis<I>("no_regulariser", weighted, unweighted), dropped_hypothesis<I>("too_short", nearby, tiny),
      dropped_hypothesis<I>("regulariser_on_z", wide, narrow,
                            [](const I& x, Precision) -> std::vector<Claim> {
                              const Vector<Rational> g = problem_of(x).gradient(rational(x.z));
                              return {equals("z is critical", number(dot(g, g)), number(0.0))};
                            }),
      changed("direction_eight_to_one", {.direction = 0x1p-8}), changed("remainder_four_to_one", {.remainder = 0x1p-8}),
      changed("regulariser_doubled", {.regulariser = 2}), changed("push_strengthened", {.push = 0x1p20}),
      tight_case<I>("at_z", tight, "direction", 0.0),
      // tests/golden/landscapes.json
      golden<I>("spurious_spectra", tight,
                [sparse, coherent, trap](const I&, Precision) -> std::vector<Claim> {
                  // Eigenvalues 4 + 2 sqrt 2 and 15 - sqrt 33: where the determinant of Hess - t I changes sign.
                  const auto changes = [](const RationalMatrix& h, const char* value) {
                    const Rational t(value);
                    const Rational two_units(Rational(2) / Rational("1000000000000000000000000"));
                    const auto below = [&](const Rational& limit) {
                      return signature(sum(h, rational_identity(h.rows()), Rational(-limit))).negative;
                    };
                    return below(t + two_units) - below(t - two_units);
                  };
                  return {equals("sparse",
                                 number(changes(problem_of(sparse).hessian({0, 1, -1}),
                                                "6828427124746190097603377/1000000000000000000000000")),
                                 number(1.0)),
                          equals("coherent",
                                 number(changes(problem_of(coherent).hessian(trap),
                                                "9255437353461971340149389/1000000000000000000000000")),
                                 number(1.0)),
                          equals("f sparse", number(spurious_value(sparse, {0, 1, -1})), number(2.0)),
                          equals("f coherent", number(spurious_value(coherent, trap)), number(8.5))};
                }),
      // Both lemmas at x = (1/2, 1, .., 1), computed apart with fractions.
      golden<I>("lemma_constants", dented,
                [](const I& x, Precision) -> std::vector<Claim> {
                  const std::vector<Claim> all = claims(x, {});
                  return {lies_in("direction", all[1].lhs, rounded_decimal("-0.528483069538641015")),
                          lies_in("remainder", all[2].lhs, rounded_decimal("-0.123790500004266532"))};
                }),
      // Where the incoherence lemma begins to speak: 2 alpha = 20 and, with a small weight, 2 sqrt(s / lambda) =
      // 27.7. Before it the claim is 1 > 0; after it the push is 2 ((t^2 - 1) t + 29 (t - 1)) + 4 lambda (t - 10)^3.
      golden<I>("incoherence_bound", tight,
                [](const I& x, Precision) -> std::vector<Claim> {
                  const auto push = [&](double weight, double t, double value) {
                    I y = x;
                    y.weight = weight;
                    y.far[0] = t;
                    const Claim claim = claims(y, {}).at(3);
                    return equals("push", claim.lhs, number(value));
                  };
                  return {push(1, 19.5, 1), push(1, 20.5, 22950.75), push(0.15625, 27.5, 1), push(0.15625, 28, 49059)};
                }),
      golden<I>("regulariser", tight, on_rung<I>([]<class T>(const I&) -> std::vector<Claim> {
                  const problem::Problem f = problem::make("matrix_completion", {{"target", Matrix<double>(3, 3)},
                                                                                 {"mask", Matrix<double>(3, 3)},
                                                                                 {"rank", Rational(2)},
                                                                                 {"lambda", Rational(1)},
                                                                                 {"alpha", Rational(3, 2)}})
                                                 .value();
                  const IntervalVector<T> p = points<T>(std::vector<double>{1, 2, 0.5, 0, -3, 1});
                  const IntervalVector<T> g = f.gradient(p);
                  const auto is = [](const char* name, const Interval<T>& set, const char* digits) {
                    return lies_in(name, enclose(set, Evidence("evaluation", name)), rounded_decimal(digits));
                  };
                  return {is("R", f.value(p), "7.928634956383267304282270"),
                          is("grad 0", g[0], "0.7133928657543532843301051"),
                          is("grad 1", g[1], "1.426785731508706568660210"),
                          is("grad 4", g[4], "-17.42978182722557977746423")};
                }))};
}

}  // namespace

Theorem rank1_regularised() { return Theorem(Rank1Regularised{}); }

}  // namespace lemmata::theory::matrix_completion
