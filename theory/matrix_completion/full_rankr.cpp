/// \file
/// # Fully observed matrix factorisation has no spurious minimum
/// ## Statement   f(X) = |M - X X^T|_F^2 / 2, X in R^(d x r), M = sum s_j e_j e_j^T positive semidefinite of rank <= r.
///                Every local minimum has X X^T = M; every other critical point has lambda_min(Hess) <= -2 s, s the
///                least positive eigenvalue of M. The Hessian spectrum at X = [sqrt(s_i) e_i]_(i in S) O (O with
///                orthonormal rows, |S| = m) is 2 (s_i - s_j) for i in S, j not in S; 4 s_i for i in S; 2 (s_i + s_k)
///                and 0 for each pair i < k of S; and for each of the r - m empty columns -2 s_j (j not in S) and 0 (i
///                in S).
/// ## Source      Ge, Lee, Ma (2016), NIPS, arXiv:1605.07272, section 3 (idea, read in full); statement and spectrum
///                derived (dossier landscapes, section 2.1).
/// ## Method      e_j are the columns of a Householder reflection, s_j squares and O a rotation by (3, 4, 5), all
///                scaled to integers; so critical points, spectra and the definiteness of the Hessian are exact.
///                Multiplicities by the signature of Hess - value I. The Hessian comes from automatic differentiation
///                of the loss.

#include "theory/model/exact_algebra.hpp"
#include "theory/problem/analysis/exact_problem.hpp"
#include "theory/statement/theorem.hpp"

#include <algorithm>
#include <map>

namespace lemmata::theory::matrix_completion {
namespace {

constexpr const char* non_zero = "u is not 0 and every chosen eigenvalue is a positive square";
constexpr const char* semidefinite = "M is positive semidefinite";
constexpr const char* low_rank = "rank(M) <= r";

struct FullRankR {
  struct Instance {
    std::vector<std::int64_t> normal;  ///< u: the e_j are the columns of I - 2 u u^T / |u|^2
    std::vector<std::int64_t> values;  ///< s_j, before the scaling by 25 |u|^4
    std::vector<std::int64_t> chosen;  ///< S, ascending: indices into values
    std::int64_t rank = 1;             ///< r: the columns of X
    std::int64_t turned = 0;           ///< 1: the first two columns of X are rotated
    static constexpr auto fields() {
      return std::tuple{Field{"normal", &Instance::normal}, Field{"values", &Instance::values},
                        Field{"chosen", &Instance::chosen}, Field{"rank", &Instance::rank},
                        Field{"turned", &Instance::turned}};
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

using Instance = FullRankR::Instance;

Statement FullRankR::statement() {
  Statement s;
  s.title = "Fully observed matrix factorisation has no spurious minimum";
  s.text =
      "f(X) = |M - X X^T|_F^2 / 2 with M positive semidefinite of rank at most r. Every local minimum has X X^T = M, "
      "every other critical point has lambda_min(Hess f) <= -2 s_rank; the Hessian spectrum at each critical point is "
      "known.";
  s.source = {"R. Ge, J. D. Lee, T. Ma",
              2016,
              "Matrix Completion has No Spurious Local Minimum",
              "NIPS",
              "section 3; spectrum derived in the dossier landscapes, section 2.1",
              "arXiv:1605.07272"};
  s.provenance = Provenance::derived;
  s.dossier = "mc/full-rankr";
  s.hypotheses = {non_zero, semidefinite, low_rank};
  s.claims = {
      {"critical", "grad f(X) = 0", Strength::exact, Provenance::derived},
      {"spectrum", "the eigenvalues of Hess f(X) with their multiplicities are the stated d r ones", Strength::exact,
       Provenance::derived},
      {"minimum_is_global", "Hess f(X) >= 0 implies X X^T = M", Strength::exact, Provenance::verified},
      {"saddle_is_steep", "X X^T != M implies lambda_min(Hess f(X)) <= -2 s_rank", Strength::exact,
       Provenance::derived},
      {"least_eigenvalue", "X X^T != M implies lambda_min(Hess f(X)) < 0", Strength::exact, Provenance::derived}};
  return s;
}

Instance FullRankR::generate(Draw& draw) {
  Instance x;
  const std::size_t d = draw.dimension(2, 4);
  const std::size_t r = draw.dimension(1, 3);
  for (std::size_t i = 0; i < d; ++i) x.normal.push_back(draw.integer(-2, 2));
  if (std::all_of(x.normal.begin(), x.normal.end(), [](std::int64_t u) { return u == 0; })) x.normal[0] = 1;
  x.rank = static_cast<std::int64_t>(r);
  for (std::size_t j = 0; j < d; ++j) {
    const std::int64_t root = j < r ? draw.integer(0, 4) : 0;
    x.values.push_back(root * root);
    if (root != 0 && draw.pick(3) != 0) x.chosen.push_back(static_cast<std::int64_t>(j));
  }
  x.turned = draw.integer(0, r >= 2 ? 1 : 0);
  return x;
}

bool is_square(std::int64_t s) {
  for (std::int64_t root = 0; root * root <= s; ++root) {
    if (root * root == s) return true;
  }
  return false;
}

template <Scalar T>
std::vector<Hypothesis> FullRankR::hypotheses(const Instance& x) {
  bool proper = std::any_of(x.normal.begin(), x.normal.end(), [](std::int64_t u) { return u != 0; });
  for (const std::int64_t j : x.chosen) {
    const std::int64_t s = x.values[static_cast<std::size_t>(j)];
    proper = proper && s > 0 && is_square(s);
  }
  const auto positive_part = [](std::int64_t s) { return s > 0; };
  return {
      {non_zero, truth(proper), {}},
      {semidefinite, truth(std::all_of(x.values.begin(), x.values.end(), [](std::int64_t s) { return s >= 0; })), {}},
      {low_rank, truth(std::count_if(x.values.begin(), x.values.end(), positive_part) <= x.rank), {}}};
}

// The matrix, the critical point and the eigenvalues, all scaled to integers.
struct Problem {
  Matrix<double> target;    // M
  RationalMatrix point;     // X
  Vector<Rational> values;  // of M
  Rational scale = 0;       // 25 |u|^4: values = scale * x.values
};

Problem build(const Instance& x) {
  const std::size_t d = x.normal.size();
  const auto r = static_cast<std::size_t>(x.rank);
  std::int64_t square = 0;
  for (const std::int64_t u : x.normal) square += u * u;
  Matrix<double> basis(d, d);  // |u|^2 (I - 2 u u^T / |u|^2): orthogonal columns of length |u|^2
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j < d; ++j) {
      basis(i, j) = static_cast<double>((i == j ? square : 0) - 2 * x.normal[i] * x.normal[j]);
    }
  }
  Problem p;
  p.scale = 25 * square * square;
  p.target = Matrix<double>(d, d);
  for (std::size_t j = 0; j < d; ++j) {
    p.values.push_back(p.scale * x.values[j]);
    for (std::size_t a = 0; a < d; ++a) {
      for (std::size_t b = 0; b < d; ++b) {
        p.target(a, b) += 25 * static_cast<double>(x.values[j]) * basis(a, j) * basis(b, j);
      }
    }
  }
  p.point = RationalMatrix(d, r);
  for (std::size_t c = 0; c < x.chosen.size() && c < r; ++c) {
    const auto j = static_cast<std::size_t>(x.chosen[c]);
    std::int64_t root = 0;
    while (root * root < x.values[j]) ++root;
    for (std::size_t a = 0; a < d; ++a) p.point(a, c) = Rational(5 * root) * exact(basis(a, j));
  }
  for (std::size_t a = 0; a < d && x.turned == 1 && r >= 2; ++a) {
    const Rational first = p.point(a, 0);
    const Rational second = p.point(a, 1);
    p.point(a, 0) = (3 * first - 4 * second) / 5;
    p.point(a, 1) = (4 * first + 3 * second) / 5;
  }
  return p;
}

// The stated spectrum for eigenvalues s, chosen set S and r columns; ascending. `pair` is the factor of s_i + s_k.
Vector<Rational> stated_spectrum(const Vector<Rational>& s, const std::vector<std::int64_t>& chosen, std::size_t r,
                                 const Rational& pair) {
  std::vector<bool> in(s.size(), false);
  for (const std::int64_t j : chosen) in[static_cast<std::size_t>(j)] = true;
  Vector<Rational> spectrum;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (!in[i]) continue;
    spectrum.push_back(4 * s[i]);
    for (std::size_t j = 0; j < s.size(); ++j) {
      if (!in[j]) spectrum.push_back(2 * (s[i] - s[j]));
      if (in[j] && i < j) {
        spectrum.push_back(pair * (s[i] + s[j]));
        spectrum.push_back(0);
      }
    }
  }
  for (std::size_t empty = chosen.size(); empty < r; ++empty) {
    for (std::size_t j = 0; j < s.size(); ++j) spectrum.push_back(in[j] ? Rational(0) : Rational(-2 * s[j]));
  }
  std::sort(spectrum.begin(), spectrum.end());
  return spectrum;
}

// How many of the stated eigenvalues are eigenvalues of h with exactly the stated multiplicity.
std::size_t confirmed(const RationalMatrix& h, const Vector<Rational>& stated) {
  std::map<Rational, std::size_t> multiplicities;
  for (const Rational& value : stated) ++multiplicities[value];
  std::size_t count = 0;
  for (const auto& [value, multiplicity] : multiplicities) {
    if (signature(sum(h, rational_identity(h.rows()), -value)).zero == multiplicity) count += multiplicity;
  }
  return count;
}

struct Constants {
  double pair = 1;   ///< times 2 (s_i + s_k)
  double steep = 1;  ///< times -2 s_rank
};

std::vector<Claim> claims(const Instance& x, const Constants& c) {
  const Problem p = build(x);
  const std::size_t d = x.normal.size();
  const auto r = static_cast<std::size_t>(x.rank);
  const ExactProblem f("matrix_completion", {{"target", p.target}, {"rank", Rational(r)}});
  const Vector<Rational> point(p.point.entries().begin(), p.point.entries().end());
  const Vector<Rational> gradient = f.gradient(point);
  const RationalMatrix h = f.hessian(point);
  const Signature signs = signature(h);
  const RationalMatrix gap = sum(product(p.point, transpose(p.point)), rational(p.target), Rational(-1));
  const Rational distance = inner(gap, gap);
  Rational least = 0;  // s_rank
  for (const Rational& s : p.values) {
    if (s > 0 && (least == 0 || s < least)) least = s;
  }
  const std::size_t below =
      d * r - signature(sum(h, rational_identity(d * r), 2 * exact(c.steep) * least)).positive;  // eigenvalues <= -2 s
  return {equals("critical", number(dot(gradient, gradient)), number(0.0)),
          equals("spectrum", number(confirmed(h, stated_spectrum(p.values, x.chosen, r, 2 * exact(c.pair)))),
                 number(d * r)),
          equals("minimum_is_global", number(signs.negative == 0 ? distance : Rational(0)), number(0.0)),
          at_least("saddle_is_steep", number(below), number(distance == 0 ? 0.0 : 1.0)),
          at_least("least_eigenvalue", number(signs.negative), number(distance == 0 ? 0.0 : 1.0))};
}

template <Scalar T>
std::vector<Claim> FullRankR::conclude(const Instance& x) {
  return claims(x, {});
}

std::vector<Control<Instance>> FullRankR::controls() {
  using I = Instance;
  const auto changed = [](std::string name, Constants c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        [c](const I& x, Precision) { return claims(x, c); });
  };
  const I partial{{1, 1, 0}, {4, 1, 0}, {0}, 2, 0};
  return {// Eckart-Young: the best approximation of rank r is a minimum, and is not M.
          dropped_hypothesis<I>("rank_too_high", low_rank, {{1, 2, 0}, {4, 1, 0}, {0}, 1, 0}),
          // The positive part of M is a minimum, and is not M.
          dropped_hypothesis<I>("indefinite", semidefinite, {{1, 0, 1}, {4, 1, -1}, {0, 1}, 2, 1}),
          dropped_hypothesis<I>("not_a_critical_point", non_zero, {{1, 1}, {3, 0}, {0}, 1, 0}),
          changed("pair_eigenvalue_halved", {.pair = 0.5}), changed("twice_as_steep", {.steep = 4}),
          // lambda_min = -2 s_rank exactly here.
          sabotage<I>("slightly_steeper", partial,
                      [](const I& x, Precision) { return claims(x, {.steep = 1.0009765625}); }),
          sabotage<I>("saddles_are_minima", partial,
                      [](const I& x, Precision) -> std::vector<Claim> {
                        const Problem p = build(x);
                        const ExactProblem f("matrix_completion", {{"target", p.target}, {"rank", Rational(x.rank)}});
                        const RationalMatrix h = f.hessian({p.point.entries().begin(), p.point.entries().end()});
                        return {equals("negative", number(signature(h).negative), number(0.0))};
                      }),
          tight_case<I>("smallest_eigenvalue_missing", partial, "saddle_is_steep", 0.0),
          // tests/golden/landscapes.json, M = diag(3, 1, 0, 0), r = 2: the formula against spectra found numerically.
          golden<I>("diagonal_spectra", partial, [](const I&, Precision) -> std::vector<Claim> {
            const Vector<Rational> s{3, 1, 0, 0};
            const auto agree = [&](const char* name, const std::vector<std::int64_t>& chosen,
                                   const std::map<std::size_t, double>& published) {
              const Vector<Rational> spectrum = stated_spectrum(s, chosen, 2, 2);
              Rational difference = 0;
              for (const auto& [k, value] : published) {
                difference += (spectrum[k] - exact(value)) * (spectrum[k] - exact(value));
              }
              return equals(name, number(difference), number(0.0));
            };
            return {agree("Z", {0, 1}, {{0, 0.0}, {4, 6.0}, {5, 6.0}, {6, 8.0}}),
                    agree("first only", {0}, {{1, 0.0}, {2, 0.0}, {3, 0.0}}),
                    agree("second only", {1}, {{1, -4.0}, {2, 0.0}, {3, 0.0}, {4, 0.0}, {6, 2.0}}),
                    agree("zero", {}, {{1, -6.0}, {3, -2.0}, {4, 0.0}, {5, 0.0}, {6, 0.0}, {7, 0.0}})};
          })};
}

}  // namespace

Theorem full_rankr() { return Theorem(FullRankR{}); }

}  // namespace lemmata::theory::matrix_completion
