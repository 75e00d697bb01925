/// \file
/// # Matrix completion: f(X) = 1/2 sum over observed (i,j) of (M_ij - <X_i, X_j>)^2 + lambda sum_i (|X_i| - alpha)_+^4
/// ## Source   Ge, Lee, Ma (2016), NIPS, arXiv:1605.07272, eq. of Theorems 4.2 and 5.3 [SRC]; fully observed case:
///             landscapes, section 2.1 [DER].
/// ## Notes    Both entries of an off-diagonal pair are observed or neither. grad f = -2 (W o (M - X X')) X + lambda
///             grad R. f is convex in G = X X', with gradient W o (G - M) + lambda diag(2 (|X_i| - alpha)_+^3 / |X_i|):
///             that matrix is the dual certificate.

#include "theory/problem/interface/kind.hpp"
#include "theory/problem/interface/symmetry.hpp"

namespace lemmata::theory::problem {
namespace {

struct MatrixCompletion {
  struct Pair {
    std::uint32_t i, j;
    double target, weight;
  };
  std::size_t d = 0, r = 0;
  std::vector<Pair> pairs;
  bool fully_observed = true;
  Rational lambda = 0, alpha = 0;

  static Expected<MatrixCompletion> make(const Parameters& p) {
    const Expected<Matrix<double>> target = p.matrix("target");
    if (!target) return target.error();
    const std::size_t d = target->rows();
    if (target->columns() != d)
      return Failure{FailureKind::usage, "parameter 'target': a square matrix, not " + std::to_string(d) + " x " +
                                             std::to_string(target->columns())};
    Matrix<double> mask(d, d, std::vector<double>(d * d, 1.0));
    if (p.has("mask")) {
      Expected<Matrix<double>> given = p.matrix("mask");
      if (!given) return given.error();
      mask = std::move(given).value();
      if (mask.rows() != d || mask.columns() != d)
        return Failure{FailureKind::usage, "parameter 'mask': as many rows and columns as 'target', " +
                                               std::to_string(d) + ", not " + std::to_string(mask.rows()) + " x " +
                                               std::to_string(mask.columns())};
    }
    const Expected<std::size_t> rank = p.count("rank");
    if (!rank) return rank.error();
    const Expected<Rational> lambda = p.rational("lambda", Rational(0)), alpha = p.rational("alpha", Rational(0));
    if (!lambda) return lambda.error();
    if (!alpha) return alpha.error();
    if (*lambda < 0) return Failure{FailureKind::usage, "parameter 'lambda': at least 0"};
    if (*alpha < 0 || (*lambda > 0 && *alpha == 0))
      return Failure{FailureKind::usage, "parameter 'alpha': positive, as the regulariser needs it"};
    MatrixCompletion m;
    m.d = d;
    m.r = *rank;
    m.lambda = *lambda;
    m.alpha = *alpha;
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = i; j < d; ++j) {
        const auto at = [&](const char* name) {
          return "parameter '" + std::string(name) + "': entry (" + std::to_string(i + 1) + ", " +
                 std::to_string(j + 1) + ") ";
        };
        if (mask(i, j) != 0 && mask(i, j) != 1) return Failure{FailureKind::usage, at("mask") + "is neither 0 nor 1"};
        if (mask(i, j) != mask(j, i)) return Failure{FailureKind::usage, at("mask") + "differs from its mirror image"};
        m.fully_observed = m.fully_observed && mask(i, j) == 1;
        if (mask(i, j) == 0) continue;
        if ((*target)(i, j) != (*target)(j, i))
          return Failure{FailureKind::usage, at("target") + "differs from its mirror image"};
        m.pairs.push_back(
            {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j), (*target)(i, j), i == j ? 0.5 : 1.0});
      }
    return m;
  }

  [[nodiscard]] std::size_t unknowns() const { return d * r; }
  [[nodiscard]] std::size_t terms() const { return pairs.size() + (lambda > 0 ? d : 0); }

  template <class X>
  Element<X> term(std::size_t k, X& x) const {
    using S = Element<X>;
    if (k < pairs.size()) {
      const Pair& p = pairs[k];
      return S(p.weight) * sqr(S(p.target) - inner_product(x, p.i * r, p.j * r, r));
    }
    const std::size_t i = k - pairs.size();
    const S square = inner_product(x, i * r, i * r, r), bound = constant<S>(alpha);
    if (certainly_at_most(square, bound * bound)) return S(0.0);
    return constant<S>(lambda) * apply(Function::positive_fourth, apply(Function::root, square) - bound);
  }

  [[nodiscard]] std::vector<Generator> generators() const { return column_rotations(0, d, r); }

  [[nodiscard]] Facts facts() const {
    Facts f;
    f.infimum = 0;
    f.infimum_reason = "f is a sum of squares and of non-negative terms";
    if (fully_observed && lambda == 0)
      f.every_local_minimum_is_global =
          "mc/full-rankr: with every entry observed and lambda = 0 each local minimum is global";
    return f;
  }

  /// Fully observed diagonal M, lambda = 0: X with entries +-sqrt(s_i) e_i in different columns for a set S of positive
  /// s_i is critical; its Hessian has the spectrum of landscapes 2.1, whose zeros are counted here.
  [[nodiscard]] std::optional<KnownCriticalPoint> known_critical_point(const Vector<Rational>& x) const {
    if (!fully_observed || lambda != 0) return std::nullopt;
    Vector<double> s(d, 0.0);
    for (const Pair& p : pairs) {
      if (p.i != p.j && p.target != 0) return std::nullopt;
      if (p.i == p.j) s[p.i] = p.target;
    }
    constexpr double near = 1e-4;  // relative; the distance only proposes
    std::vector<bool> row(d, false), column(r, false);
    KnownCriticalPoint known;
    known.point.assign(d * r, Interval<Real>(0));
    std::size_t chosen = 0;
    double scale = 0;
    for (const double entry : s) scale = std::max(scale, std::sqrt(std::fabs(entry)));
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t c = 0; c < r; ++c) {
        const double entry = nearest(x[i * r + c]);
        if (std::fabs(entry) <= near * scale) continue;
        if (row[i] || column[c] || !(s[i] > 0) || std::fabs(std::fabs(entry) - std::sqrt(s[i])) > near * scale)
          return std::nullopt;
        row[i] = column[c] = true;
        ++chosen;
        const Interval<Real> root = sqrt(Interval<Real>(Real(s[i])));
        known.point[i * r + c] = entry > 0 ? root : -root;
      }
    const std::size_t empty = r - chosen;
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = 0; j < d; ++j)
        if (row[i] && !row[j] && s[i] == s[j]) ++known.nullity;  // 2 (s_i - s_j)
    known.nullity += chosen * (chosen - (chosen > 0 ? 1 : 0)) / 2 + empty * chosen;
    for (std::size_t j = 0; j < d; ++j)
      if (!row[j] && s[j] == 0) known.nullity += empty;  // -2 s_j
    known.symmetry_nullity = r > most_rotated ? 0 : chosen * (chosen - (chosen > 0 ? 1 : 0)) / 2 + empty * chosen;
    known.theorem =
        "mc/full-rankr: X = [+-sqrt(s_i) e_i] for positive eigenpairs of M in different columns is critical";
    return known;
  }

  [[nodiscard]] std::string dual_theorem() const {
    return "f is convex in G = X X': at a critical point its gradient in G, when positive semidefinite, makes the "
           "point "
           "a global minimum (quad/certificate)";
  }
  template <class T>
  Dual<T> dual(const Vector<T>& x) const {
    Dual<T> result{Matrix<T>(d, d), Matrix<T>(r, d)};
    for (std::size_t i = 0; i < d * d; ++i) result.matrix.data()[i] = T(0.0);
    const auto product = [&](std::size_t i, std::size_t j) {
      T sum(0.0);
      for (std::size_t c = 0; c < r; ++c) sum = sum + x[i * r + c] * x[j * r + c];
      return sum;
    };
    for (const Pair& p : pairs) result.matrix(p.i, p.j) = product(p.i, p.j) - T(p.target);
    for (std::size_t i = 0; i < d && lambda > 0; ++i) {
      const T square = product(i, i), bound = number<T>(alpha);
      if (certainly(at_most(square, bound * bound))) continue;
      const T norm = jet(Function::root, square).value;
      const T cube = jet(Function::positive_fourth, T(norm - bound)).first;  // 4 (|X_i| - alpha)_+^3
      result.matrix(i, i) = result.matrix(i, i) + number<T>(lambda) * T(0.5) * cube / norm;
    }
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = 0; j < i; ++j) result.matrix(i, j) = result.matrix(j, i);
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t c = 0; c < r; ++c) result.kernel(c, i) = x[i * r + c];
    return result;
  }
};

}  // namespace

ProblemKind matrix_completion() {
  return kind<MatrixCompletion>(
      "matrix_completion", "1/2 sum over observed (i,j) of (M_ij - <X_i, X_j>)^2 + lambda sum_i (|X_i| - alpha)_+^4",
      "X, d x rank, row by row",
      {{"target", "M, symmetric, d x d; entries that are not observed are not read", ""},
       {"mask", "d x d, symmetric, 1 where M is observed and 0 elsewhere", "all ones"},
       {"rank", "columns of X", ""},
       {"lambda", "weight of the regulariser", "0"},
       {"alpha", "row norm beyond which the regulariser acts", "0 with lambda = 0"}});
}

}  // namespace lemmata::theory::problem
