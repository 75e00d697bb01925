#pragma once
/// \file
/// # Linear algebra over the rationals, for instances whose numbers are exact
/// A claim that holds with equality somewhere cannot be decided by enclosures; over the rationals it can. Signs of
/// eigenvalues, determinants and the number of roots outside the unit circle are exact here, zeros included.
/// ## Guarantee  Everything is exact; nothing rounds.
/// ## Source     Signature: Sylvester's law of inertia, elimination by congruence. Roots: Schur (1917), Cohn (1922);
///               for a singular Schur-Cohn matrix the kernel counts the roots that p shares with its reciprocal
///               polynomial.

#include "numerics/linalg/inertia.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/margin/exact.hpp"
#include "theory/statement/claim.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lemmata::theory {

using RationalMatrix = Matrix<Rational>;

[[nodiscard]] RationalMatrix rational(const Matrix<double>& a);
[[nodiscard]] Vector<Rational> rational(std::span<const double> a);
[[nodiscard]] RationalMatrix rational_identity(std::size_t n);
[[nodiscard]] RationalMatrix transpose(const RationalMatrix& a);
[[nodiscard]] RationalMatrix product(const RationalMatrix& a, const RationalMatrix& b);
[[nodiscard]] Vector<Rational> product(const RationalMatrix& a, std::span<const Rational> x);
/// a + factor * b.
[[nodiscard]] RationalMatrix sum(const RationalMatrix& a, const RationalMatrix& b, const Rational& factor = 1);
[[nodiscard]] Vector<Rational> sum(std::span<const Rational> a, std::span<const Rational> b,
                                   const Rational& factor = 1);
[[nodiscard]] RationalMatrix scaled(const Rational& factor, RationalMatrix a);
[[nodiscard]] Rational dot(std::span<const Rational> a, std::span<const Rational> b);
/// sum over entries of a_ij b_ij.
[[nodiscard]] Rational inner(const RationalMatrix& a, const RationalMatrix& b);
/// x^T A x.
[[nodiscard]] Rational quadratic_form(const RationalMatrix& a, std::span<const Rational> x);

/// How many eigenvalues of a symmetric matrix are negative, zero, positive.
struct Signature {
  std::size_t negative = 0;
  std::size_t zero = 0;
  std::size_t positive = 0;
  friend bool operator==(const Signature&, const Signature&) = default;
};
/// Requires a = a^T. Cost O(n^3) rational operations.
[[nodiscard]] Signature signature(RationalMatrix a);

[[nodiscard]] Rational determinant(RationalMatrix a);
[[nodiscard]] std::size_t rank(RationalMatrix a);
/// A basis of {z : A z = 0}.
[[nodiscard]] std::vector<Vector<Rational>> null_space(RationalMatrix a);
/// Some solution of A x = b for any shape; nothing when there is none.
[[nodiscard]] std::optional<Vector<Rational>> solve(RationalMatrix a, Vector<Rational> b);
/// Requires a non-singular.
[[nodiscard]] RationalMatrix inverse(const RationalMatrix& a);

/// Coefficients of det(t I - A), constant term first, leading 1. Cost O(n^4).
[[nodiscard]] Vector<Rational> characteristic_polynomial(const RationalMatrix& a);
/// The number of roots z with |z| > 1, with multiplicity, of the polynomial of these coefficients (constant first,
/// leading one non-zero): exact unless the polynomial and its reciprocal share roots off the circle.
[[nodiscard]] CountRange roots_outside_unit_circle(std::span<const Rational> coefficients);

/// The exact number as an enclosure: a point when binary, the tightest interval otherwise.
[[nodiscard]] Enclosure number(const Rational& value);
/// Bounds that are not known to coincide.
[[nodiscard]] Enclosure number(const CountRange& count);

/// The tightest intervals of the top rung around the entries, for the certified eigenvalue routines.
[[nodiscard]] Matrix<Interval<Real>> entries_enclosed(const RationalMatrix& a);

/// An interval of rung T around the number.
template <Scalar T>
[[nodiscard]] Interval<T> interval(const Rational& a) {
  return convert<T>(lemmata::enclosure(a));
}

}  // namespace lemmata::theory
