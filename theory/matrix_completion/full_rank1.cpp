/// \file
/// # Fully observed matrix factorisation of rank one has no spurious minimum
/// ## Statement   f(x) = |z z^T - x x^T|_F^2 / 2, z != 0 in R^d. The critical points are 0, z and -z; at every critical
///                point <x, z>^2 = |x|^4; z^T Hess f(x) z >= 0 forces |x|^2 >= |z|^2 / 3; the spectrum at +-z is 4
///                |z|^2 once and 2 |z|^2 otherwise, at 0 it is -2 |z|^2 once and 0 otherwise.
/// ## Source      Ge, Lee, Ma (2016), NIPS, arXiv:1605.07272, section 3, claims 1f and 2f, read in full; stated there
///                for |z| = 1. Spectra derived (dossier landscapes, section 2.1).
/// ## Method      Everything is rational. For arbitrary x the claims are the identities <grad f, x> = 2(|x|^4 -
///                <x,z>^2) and z^T Hess f(x) z <= 2 |z|^2 (3 |x|^2 - |z|^2), from which the two claims of the paper
///                follow. Derivatives by automatic differentiation of the loss (theory/problem).

#include "theory/model/exact_algebra.hpp"
#include "theory/problem/analysis/exact_problem.hpp"
#include "theory/statement/theorem.hpp"

namespace lemmata::theory::matrix_completion {
namespace {

constexpr const char* non_zero = "z is not 0";
constexpr const char* elsewhere = "x is none of 0, z, -z";

struct FullRank1 {
  struct Instance {
    std::vector<double> z;
    std::vector<double> x;
    static constexpr auto fields() { return std::tuple{Field{"z", &Instance::z}, Field{"x", &Instance::x}}; }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

using Instance = FullRank1::Instance;

Statement FullRank1::statement() {
  Statement s;
  s.title = "Fully observed factorisation of rank one has no spurious minimum";
  s.text =
      "f(x) = |z z^T - x x^T|_F^2 / 2. Critical points: 0, z, -z only. <x, z>^2 = |x|^4 there, second-order ones have "
      "|x|^2 >= |z|^2 / 3, 0 is a strict saddle and +-z are the minima.";
  s.source = {"R. Ge, J. D. Lee, T. Ma",
              2016,
              "Matrix Completion has No Spurious Local Minimum",
              "NIPS",
              "section 3, claims 1f and 2f",
              "arXiv:1605.07272"};
  s.provenance = Provenance::verified;
  s.dossier = "mc/full-rank1";
  s.hypotheses = {non_zero, elsewhere};
  s.claims = {
      {"known_critical", "grad f = 0 at 0, z and -z", Strength::exact, Provenance::verified},
      {"only_critical", "grad f(x) != 0 elsewhere", Strength::exact, Provenance::verified},
      {"correlation", "<grad f(x), x> = 2 (|x|^4 - <x, z>^2), so <x, z>^2 = |x|^4 at critical points", Strength::exact,
       Provenance::verified},
      {"length", "z^T Hess f(x) z <= 2 |z|^2 (3 |x|^2 - |z|^2), so |x|^2 >= |z|^2 / 3 at second-order points",
       Strength::exact, Provenance::verified},
      {"spectrum_at_z", "eigenvalues at z: 4 |z|^2 once, 2 |z|^2 otherwise", Strength::exact, Provenance::derived},
      {"spectrum_at_zero", "eigenvalues at 0: -2 |z|^2 once, 0 otherwise", Strength::exact, Provenance::derived},
      {"strict_saddle", "Hess f(0) has a negative eigenvalue", Strength::exact, Provenance::derived},
      {"value_at_zero", "f(0) = |z|^4 / 2 > 0 = f(z)", Strength::exact, Provenance::derived}};
  return s;
}

Instance FullRank1::generate(Draw& draw) {
  Instance x;
  const std::size_t d = draw.dimension(1, 6);
  for (std::size_t i = 0; i < d; ++i) {
    x.z.push_back(draw.real(-4, 4, 3));
    x.x.push_back(draw.real(-4, 4, 3));
  }
  if (draw.pick(3) == 2) {  // on the line of z, where the inequality is tight
    const double factor = draw.real(-2, 2, 2);
    for (std::size_t i = 0; i < d; ++i) x.x[i] = factor * x.z[i];
  }
  return x;
}

template <Scalar T>
std::vector<Hypothesis> FullRank1::hypotheses(const Instance& x) {
  const Vector<Rational> z = rational(x.z);
  const Vector<Rational> p = rational(x.x);
  const Vector<Rational> zero(z.size(), Rational(0));
  return {{non_zero, truth(z != zero), {}}, {elsewhere, truth(p != zero && p != z && sum(p, z) != zero), {}}};
}

// How often the value is an eigenvalue of the symmetric matrix.
std::size_t multiplicity(const RationalMatrix& h, const Rational& value) {
  return signature(sum(h, rational_identity(h.rows()), -value)).zero;
}

struct Constants {
  double length = 3;
  double top = 4;
};

std::vector<Claim> claims(const Instance& x, const Constants& c) {
  const std::size_t d = x.z.size();
  Matrix<double> target(d, d);  // short dyadic numbers: exact
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j < d; ++j) target(i, j) = x.z[i] * x.z[j];
  }
  const ExactProblem f("matrix_completion", {{"target", target}, {"rank", Rational(1)}});
  const Vector<Rational> z = rational(x.z);
  const Vector<Rational> p = rational(x.x);
  const Vector<Rational> zero(d, Rational(0));
  const Vector<Rational> minus = sum(zero, z, Rational(-1));
  const Rational square = dot(z, z);
  const Rational length = dot(p, p);
  const Rational correlation = dot(p, z);
  Rational at_known = 0;
  for (const Vector<Rational>& known : {zero, z, minus}) {
    const Vector<Rational> g = f.gradient(known);
    at_known += dot(g, g);
  }
  const Vector<Rational> g = f.gradient(p);
  const RationalMatrix at_z = f.hessian(z);
  const RationalMatrix at_zero = f.hessian(zero);
  return {equals("known_critical", number(at_known), number(0.0)),
          exceeds("only_critical", number(dot(g, g)), number(0.0)),
          equals("correlation", number(Rational(dot(g, p) - 2 * (length * length - correlation * correlation))),
                 number(0.0)),
          at_most("length",
                  number(Rational(quadratic_form(f.hessian(p), z) - 2 * square * (exact(c.length) * length - square))),
                  number(0.0)),
          equals("spectrum_at_z",
                 number(d == 1 ? multiplicity(at_z, exact(c.top) * square)
                               : multiplicity(at_z, exact(c.top) * square) + multiplicity(at_z, 2 * square)),
                 number(d)),
          equals("spectrum_at_zero",
                 number(d == 1 ? multiplicity(at_zero, -2 * square)
                               : multiplicity(at_zero, -2 * square) + multiplicity(at_zero, 0)),
                 number(d)),
          at_least("strict_saddle", number(signature(at_zero).negative), number(1.0)),
          equals("value_at_zero", number(Rational(f.value(zero) - square * square / 2)), number(f.value(z)))};
}

template <Scalar T>
std::vector<Claim> FullRank1::conclude(const Instance& x) {
  return claims(x, {});
}

std::vector<Control<Instance>> FullRank1::controls() {
  using I = Instance;
  const I plain{{1, 2, -1}, {0.5, 0, 1}};
  const auto changed = [](std::string name, Constants c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        [c](const I& x, Precision) { return claims(x, c); });
  };
  return {dropped_hypothesis<I>("zero_target", non_zero, {{0, 0}, {1, 2}}),
          dropped_hypothesis<I>("at_the_minimum", elsewhere, {{1, 2}, {1, 2}}),
          changed("length_one_half", {.length = 2}), changed("top_eigenvalue_doubled", {.top = 8}),
          sabotage<I>("critical_points_are_minima", plain,
                      [](const I& x, Precision) -> std::vector<Claim> {
                        const ExactProblem f("matrix_completion", {{"target", Matrix<double>(1, 1, {x.z[0] * x.z[0]})},
                                                                   {"rank", Rational(1)}});
                        return {equals("negative", number(signature(f.hessian({Rational(0)})).negative), number(0.0))};
                      }),
          tight_case<I>("on_the_line", {{1, 2, 2}, {3, 6, 6}}, "length", 0.0),
          // Dossier 2.1 at |z| = 1: f(0) = 1/2, spectra {4, 2, 2} and {-2, 0, 0}.
          golden<I>("unit_vector", {{1, 0, 0}, {1, 1, 0}}, [](const I& x, Precision) -> std::vector<Claim> {
            Matrix<double> target(3, 3);
            target(0, 0) = 1;
            const ExactProblem f("matrix_completion", {{"target", target}, {"rank", Rational(1)}});
            const Vector<Rational> zero(3, Rational(0));
            const RationalMatrix at_z = f.hessian(rational(x.z));
            return {equals("f(0)", number(f.value(zero)), number(0.5)),
                    equals("4", number(multiplicity(at_z, 4)), number(1.0)),
                    equals("2", number(multiplicity(at_z, 2)), number(2.0)),
                    equals("-2", number(multiplicity(f.hessian(zero), -2)), number(1.0)),
                    equals("0", number(multiplicity(f.hessian(zero), 0)), number(2.0))};
          })};
}

}  // namespace

Theorem full_rank1() { return Theorem(FullRank1{}); }

}  // namespace lemmata::theory::matrix_completion
