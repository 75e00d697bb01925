/// \file
/// # Matrix sensing: f(U) = scale/2 <U U' - M, H (U U' - M)>, H a symmetric operator on symmetric matrices
/// ## Source   Ge, Jin, Zheng (2017), ICML, arXiv:1704.00708 [REC]; landscapes 2.4, 2.5 [DER].
/// ## Notes    H is given by its matrix K on the entries on and above the diagonal, in the order (1,1), (1,2), ..,
///             (1,n), (2,2), ..: <X, H X> = sum_ab K_ab X_a X_b; or by measurement matrices A_k:
///             <X, H X> = sum_k <A_k, X>^2. When K is positive semidefinite f is convex in G = U U', with gradient
///             Lambda_ii = scale (K D)_ii, Lambda_ij = scale (K D)_ij / 2, D = G - M; grad f = 2 Lambda U.

#include "theory/model/exact_algebra.hpp"
#include "theory/problem/interface/kind.hpp"
#include "theory/problem/interface/symmetry.hpp"

namespace lemmata::theory::problem {
namespace {

constexpr std::size_t most_exact = 64;  // order of K up to which its semidefiniteness is decided

struct MatrixSensing {
  Matrix<double> target, form, measurements;  ///< n x n; K, or the A_k as rows of n^2 numbers
  std::size_t r = 0;
  Rational factor = 1;
  bool convex = false;

  static Expected<MatrixSensing> make(const Parameters& p) {
    MatrixSensing m;
    Expected<Matrix<double>> target = p.matrix("target");
    if (!target) return target.error();
    m.target = std::move(target).value();
    const std::size_t n = m.target.rows(), pairs = n * (n + 1) / 2;
    if (!is_symmetric(m.target)) return Failure{FailureKind::usage, "parameter 'target': a symmetric matrix"};
    const Expected<std::size_t> rank = p.count("rank");
    if (!rank) return rank.error();
    m.r = *rank;
    const Expected<Rational> scale = p.rational("scale", Rational(1));
    if (!scale) return scale.error();
    if (*scale <= 0) return Failure{FailureKind::usage, "parameter 'scale': positive"};
    m.factor = *scale;
    if (p.has("operator") == p.has("measurements"))
      return Failure{FailureKind::usage, "matrix_sensing needs exactly one of the parameters operator, measurements"};
    if (p.has("measurements")) {
      Expected<Matrix<double>> a = p.matrix("measurements");
      if (!a) return a.error();
      m.measurements = std::move(a).value();
      if (m.measurements.columns() != n * n)
        return Failure{FailureKind::usage, "parameter 'measurements': rows of n^2 = " + std::to_string(n * n) +
                                               " numbers, not " + std::to_string(m.measurements.columns())};
      m.convex = true;
      return m;
    }
    Expected<Matrix<double>> k = p.matrix("operator");
    if (!k) return k.error();
    m.form = std::move(k).value();
    if (m.form.rows() != pairs || !is_symmetric(m.form))
      return Failure{FailureKind::usage,
                     "parameter 'operator': a symmetric matrix of order n(n+1)/2 = " + std::to_string(pairs)};
    if (pairs <= most_exact) {
      Matrix<Rational> exact_form(pairs, pairs);
      for (std::size_t i = 0; i < pairs * pairs; ++i) exact_form.data()[i] = exact(m.form.data()[i]);
      m.convex = signature(std::move(exact_form)).negative == 0;
    }
    return m;
  }
  static bool is_symmetric(const Matrix<double>& a) {
    bool symmetric = a.square();
    for (std::size_t i = 0; symmetric && i < a.rows(); ++i)
      for (std::size_t j = 0; j < i; ++j) symmetric = symmetric && a(i, j) == a(j, i);
    return symmetric;
  }

  [[nodiscard]] std::size_t n() const { return target.rows(); }
  [[nodiscard]] std::size_t unknowns() const { return n() * r; }
  [[nodiscard]] std::size_t terms() const { return form.empty() ? measurements.rows() : 1; }
  [[nodiscard]] Rational scale() const { return factor / 2; }

  template <class X>
  Element<X> term(std::size_t k, X& x) const {
    using S = Element<X>;
    S sum(0.0);
    if (form.empty()) {
      for (std::size_t i = 0; i < n(); ++i)
        for (std::size_t j = 0; j < n(); ++j) {
          const double a = measurements(k, i * n() + j);
          if (a != 0) sum = sum + S(a) * (inner_product(x, i * r, j * r, r) - S(target(i, j)));
        }
      return sqr(sum);
    }
    std::vector<S> d;
    for (std::size_t i = 0; i < n(); ++i)
      for (std::size_t j = i; j < n(); ++j) d.push_back(inner_product(x, i * r, j * r, r) - S(target(i, j)));
    for (std::size_t a = 0; a < d.size(); ++a) {
      if (form(a, a) != 0) sum = sum + S(form(a, a)) * sqr(d[a]);
      for (std::size_t b = 0; b < a; ++b)
        if (form(a, b) != 0) sum = sum + S(2.0) * S(form(a, b)) * (d[a] * d[b]);
    }
    return sum;
  }

  [[nodiscard]] std::vector<Generator> generators() const { return column_rotations(0, n(), r); }

  [[nodiscard]] Facts facts() const {
    Facts f;
    if (convex) {
      f.infimum = 0;
      f.infimum_reason = "the operator is positive semidefinite";
    }
    return f;
  }

  [[nodiscard]] std::string dual_theorem() const {
    return convex ? "f is convex in G = U U': at a critical point its gradient in G, when positive semidefinite, makes "
                    "the point a global minimum (quad/certificate)"
                  : "";
  }
  template <class T>
  Dual<T> dual(const Vector<T>& x) const {
    const std::size_t order = n();
    Dual<T> result{Matrix<T>(order, order), Matrix<T>(r, order)};
    Matrix<T> d(order, order);
    for (std::size_t i = 0; i < order; ++i)
      for (std::size_t j = 0; j < order; ++j) {
        T sum(0.0);
        for (std::size_t c = 0; c < r; ++c) sum = sum + x[i * r + c] * x[j * r + c];
        d(i, j) = sum - T(target(i, j));
        result.matrix(i, j) = T(0.0);
      }
    const T weight = number<T>(factor), half(0.5);
    if (form.empty()) {
      for (std::size_t k = 0; k < measurements.rows(); ++k) {
        T sum(0.0);
        for (std::size_t i = 0; i < order * order; ++i) sum = sum + T(measurements(k, i)) * d.data()[i];
        for (std::size_t i = 0; i < order; ++i)
          for (std::size_t j = 0; j <= i; ++j)
            result.matrix(i, j) =
                result.matrix(i, j) +
                weight * half * sum * (T(measurements(k, i * order + j)) + T(measurements(k, j * order + i)));
      }
    } else {
      std::size_t a = 0;
      for (std::size_t i = 0; i < order; ++i)
        for (std::size_t j = i; j < order; ++j, ++a) {
          T sum(0.0);
          std::size_t b = 0;
          for (std::size_t s = 0; s < order; ++s)
            for (std::size_t t = s; t < order; ++t, ++b) sum = sum + T(form(a, b)) * d(s, t);
          result.matrix(j, i) = weight * (i == j ? sum : half * sum);
        }
    }
    for (std::size_t i = 0; i < order; ++i)
      for (std::size_t j = 0; j < i; ++j) result.matrix(j, i) = result.matrix(i, j);
    for (std::size_t i = 0; i < order; ++i)
      for (std::size_t c = 0; c < r; ++c) result.kernel(c, i) = x[i * r + c];
    return result;
  }
};

}  // namespace

ProblemKind matrix_sensing() {
  return kind<MatrixSensing>(
      "matrix_sensing", "scale/2 <U U' - M, H (U U' - M)>", "U, n x rank, row by row",
      {{"target", "M, symmetric, n x n", ""},
       {"rank", "columns of U", ""},
       {"operator", "matrix of H on the entries (1,1), (1,2), .., (2,2), .. of a symmetric matrix", "measurements"},
       {"measurements", "rows A_k of n^2 numbers, H X = sum <A_k, X> A_k", "operator"},
       {"scale", "positive", "1"}});
}

}  // namespace lemmata::theory::problem
