#include "theory/model/exact_algebra.hpp"

#include <utility>

namespace lemmata::theory {
namespace {

// Row and column j added to row and column i: congruent to a.
void add_symmetrically(RationalMatrix& a, std::size_t i, std::size_t j) {
  for (std::size_t k = 0; k < a.rows(); ++k) a(i, k) += a(j, k);
  for (std::size_t k = 0; k < a.rows(); ++k) a(k, i) += a(k, j);
}

void swap_symmetrically(RationalMatrix& a, std::size_t i, std::size_t j) {
  for (std::size_t k = 0; k < a.rows(); ++k) std::swap(a(i, k), a(j, k));
  for (std::size_t k = 0; k < a.rows(); ++k) std::swap(a(k, i), a(k, j));
}

// Brings a non-zero number to the place (k, k), by congruence; false when rows and columns from k on are zero.
bool find_pivot(RationalMatrix& a, std::size_t k) {
  const std::size_t n = a.rows();
  for (std::size_t i = k; i < n; ++i) {
    if (a(i, i) == 0) continue;
    if (i != k) swap_symmetrically(a, i, k);
    return true;
  }
  for (std::size_t i = k; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) {
      if (a(i, j) == 0) continue;
      add_symmetrically(a, i, j);  // the diagonal is zero, so (i, i) becomes 2 a_ij
      if (i != k) swap_symmetrically(a, i, k);
      return true;
    }
  }
  return false;
}

// Reduced row echelon form in the first `columns` columns; the pivot column of each leading row.
Vector<std::size_t> reduce(RationalMatrix& a, std::size_t columns) {
  Vector<std::size_t> pivots;
  for (std::size_t j = 0; j < columns && pivots.size() < a.rows(); ++j) {
    const std::size_t top = pivots.size();
    std::size_t i = top;
    while (i < a.rows() && a(i, j) == 0) ++i;
    if (i == a.rows()) continue;
    for (std::size_t k = 0; k < a.columns(); ++k) std::swap(a(i, k), a(top, k));
    const Rational pivot = a(top, j);
    for (std::size_t k = j; k < a.columns(); ++k) a(top, k) /= pivot;
    for (std::size_t r = 0; r < a.rows(); ++r) {
      if (r == top || a(r, j) == 0) continue;
      const Rational factor = a(r, j);
      for (std::size_t k = j; k < a.columns(); ++k) a(r, k) -= factor * a(top, k);
    }
    pivots.push_back(j);
  }
  return pivots;
}

}  // namespace

RationalMatrix rational(const Matrix<double>& a) {
  RationalMatrix result(a.rows(), a.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) result(i, j) = lemmata::exact(a(i, j));
  }
  return result;
}

Vector<Rational> rational(std::span<const double> a) {
  Vector<Rational> result;
  for (const double x : a) result.push_back(lemmata::exact(x));
  return result;
}

RationalMatrix rational_identity(std::size_t n) {
  RationalMatrix result(n, n);
  for (std::size_t i = 0; i < n; ++i) result(i, i) = 1;
  return result;
}

RationalMatrix transpose(const RationalMatrix& a) {
  RationalMatrix result(a.columns(), a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) result(j, i) = a(i, j);
  }
  return result;
}

RationalMatrix product(const RationalMatrix& a, const RationalMatrix& b) {
  expects(a.columns() == b.rows(), "product: inner dimensions agree");
  RationalMatrix result(a.rows(), b.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t k = 0; k < a.columns(); ++k) {
      if (a(i, k) == 0) continue;
      for (std::size_t j = 0; j < b.columns(); ++j) result(i, j) += a(i, k) * b(k, j);
    }
  }
  return result;
}

Vector<Rational> product(const RationalMatrix& a, std::span<const Rational> x) {
  expects(a.columns() == x.size(), "product: a vector of the right length");
  Vector<Rational> result;
  for (std::size_t i = 0; i < a.rows(); ++i) result.push_back(dot(a.row(i), x));
  return result;
}

RationalMatrix sum(const RationalMatrix& a, const RationalMatrix& b, const Rational& factor) {
  expects(a.rows() == b.rows() && a.columns() == b.columns(), "sum: one shape");
  RationalMatrix result = a;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) result(i, j) += factor * b(i, j);
  }
  return result;
}

Vector<Rational> sum(std::span<const Rational> a, std::span<const Rational> b, const Rational& factor) {
  expects(a.size() == b.size(), "sum: one length");
  Vector<Rational> result;
  for (std::size_t i = 0; i < a.size(); ++i) result.push_back(a[i] + factor * b[i]);
  return result;
}

RationalMatrix scaled(const Rational& factor, RationalMatrix a) {
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (Rational& x : a.row(i)) x *= factor;
  }
  return a;
}

Rational dot(std::span<const Rational> a, std::span<const Rational> b) {
  expects(a.size() == b.size(), "dot: one length");
  Rational result = 0;
  for (std::size_t i = 0; i < a.size(); ++i) result += a[i] * b[i];
  return result;
}

Rational inner(const RationalMatrix& a, const RationalMatrix& b) { return dot(a.entries(), b.entries()); }

Rational quadratic_form(const RationalMatrix& a, std::span<const Rational> x) { return dot(product(a, x), x); }

Signature signature(RationalMatrix a) {
  expects(a == transpose(a), "signature: a symmetric matrix");
  const std::size_t n = a.rows();
  Signature found;
  for (std::size_t k = 0; k < n; ++k) {
    if (!find_pivot(a, k)) {
      found.zero = n - k;
      break;
    }
    ++(a(k, k) > 0 ? found.positive : found.negative);
    for (std::size_t i = k + 1; i < n; ++i) {
      if (a(i, k) == 0) continue;
      const Rational factor = a(i, k) / a(k, k);
      for (std::size_t j = k + 1; j < n; ++j) a(i, j) -= factor * a(k, j);
    }
  }
  return found;
}

Rational determinant(RationalMatrix a) {
  expects(a.square(), "determinant: a square matrix");
  const std::size_t n = a.rows();
  Rational result = 1;
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t i = k;
    while (i < n && a(i, k) == 0) ++i;
    if (i == n) return 0;
    if (i != k) {
      for (std::size_t j = 0; j < n; ++j) std::swap(a(i, j), a(k, j));
      result = -result;
    }
    result *= a(k, k);
    for (std::size_t r = k + 1; r < n; ++r) {
      if (a(r, k) == 0) continue;
      const Rational factor = a(r, k) / a(k, k);
      for (std::size_t j = k + 1; j < n; ++j) a(r, j) -= factor * a(k, j);
    }
  }
  return result;
}

std::size_t rank(RationalMatrix a) {
  const std::size_t columns = a.columns();
  return reduce(a, columns).size();
}

std::vector<Vector<Rational>> null_space(RationalMatrix a) {
  const std::size_t n = a.columns();
  const Vector<std::size_t> pivots = reduce(a, n);
  std::vector<Vector<Rational>> basis;
  for (std::size_t c = 0, next = 0; c < n; ++c) {
    if (next < pivots.size() && pivots[next] == c) {
      ++next;
      continue;
    }
    Vector<Rational> z(n, Rational(0));
    z[c] = 1;
    for (std::size_t r = 0; r < pivots.size(); ++r) z[pivots[r]] = -a(r, c);
    basis.push_back(std::move(z));
  }
  return basis;
}

std::optional<Vector<Rational>> solve(RationalMatrix a, Vector<Rational> b) {
  expects(a.rows() == b.size(), "solve: as many equations as right-hand sides");
  const std::size_t n = a.columns();
  RationalMatrix extended(a.rows(), n + 1);
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < n; ++j) extended(i, j) = a(i, j);
    extended(i, n) = b[i];
  }
  const Vector<std::size_t> pivots = reduce(extended, n);
  for (std::size_t i = pivots.size(); i < a.rows(); ++i) {
    if (extended(i, n) != 0) return std::nullopt;
  }
  Vector<Rational> x(n, Rational(0));
  for (std::size_t i = 0; i < pivots.size(); ++i) x[pivots[i]] = extended(i, n);
  return x;
}

RationalMatrix inverse(const RationalMatrix& a) {
  expects(a.square(), "inverse: a square matrix");
  const std::size_t n = a.rows();
  RationalMatrix extended(n, 2 * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) extended(i, j) = a(i, j);
    extended(i, n + i) = 1;
  }
  expects(reduce(extended, n).size() == n, "inverse: a non-singular matrix");
  RationalMatrix result(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) result(i, j) = extended(i, n + j);
  }
  return result;
}

// Faddeev and Le Verrier: M_1 = I, c_(n-k) = -tr(A M_k) / k, M_(k+1) = A M_k + c_(n-k) I.
Vector<Rational> characteristic_polynomial(const RationalMatrix& a) {
  expects(a.square(), "characteristic_polynomial: a square matrix");
  const std::size_t n = a.rows();
  Vector<Rational> coefficients(n + 1, Rational(0));
  coefficients[n] = 1;
  RationalMatrix m = rational_identity(n);
  for (std::size_t k = 1; k <= n; ++k) {
    m = product(a, m);
    Rational trace = 0;
    for (std::size_t i = 0; i < n; ++i) trace += m(i, i);
    const Rational c = -trace / Rational(k);
    coefficients[n - k] = c;
    for (std::size_t i = 0; i < n; ++i) m(i, i) += c;
  }
  return coefficients;
}

CountRange roots_outside_unit_circle(std::span<const Rational> coefficients) {
  const std::size_t n = coefficients.size() - 1;
  expects(!coefficients.empty() && coefficients[n] != 0, "roots_outside_unit_circle: a leading coefficient");
  if (n == 0) return {0, 0};
  RationalMatrix leading(n, n);
  RationalMatrix trailing(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      leading(i, j) = coefficients[n - (i - j)];
      trailing(i, j) = coefficients[i - j];
    }
  }
  const Signature s =
      signature(sum(product(leading, transpose(leading)), product(trailing, transpose(trailing)), Rational(-1)));
  return {s.negative, s.negative + s.zero / 2};
}

Enclosure number(const Rational& value) { return {lemmata::enclosure(value), Evidence("exact", "a rational number")}; }

Enclosure number(const CountRange& count) {
  return {{Real(static_cast<double>(count.least)), Real(static_cast<double>(count.most))},
          Evidence("exact", "a count")};
}

Matrix<Interval<Real>> entries_enclosed(const RationalMatrix& a) {
  Matrix<Interval<Real>> result(a.rows(), a.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) result(i, j) = lemmata::enclosure(a(i, j));
  }
  return result;
}

}  // namespace lemmata::theory
