#pragma once
/// \file
/// # Spectrum, signs and quadratic forms of the Hessian over a box

#include "theory/model/exact_algebra.hpp"
#include "theory/problem/analysis/classify.hpp"

namespace lemmata::theory::problem {

/// The Hessian at an exact point over the rationals; nothing when it is not rational or n is large.
[[nodiscard]] std::optional<Matrix<Rational>> rational_hessian(const Problem& problem, const Vector<Rational>& x);

/// Encloses the Hessian at every point of the box.
[[nodiscard]] Expected<SymmetricBox> hessian_box(const Problem& problem, const Vector<Interval<Real>>& point);

/// Fills inertia, eigenvalues, least and largest of `finding` from its Hessian. known_nullity is proved by the caller;
/// signs, when given, are exact and replace the floating proof.
void enclose_spectrum(Finding& finding, std::size_t known_nullity, const std::optional<Signature>& signs,
                      unsigned threads);

/// v'Av / v'v for every A of the box.
[[nodiscard]] Interval<Real> rayleigh_quotient(const SymmetricBox& a, const Vector<double>& v);

/// The symmetry directions at an exact point: their exact rank.
[[nodiscard]] std::size_t exact_symmetry_rank(const Problem& problem, const Vector<Rational>& x);

}  // namespace lemmata::theory::problem
