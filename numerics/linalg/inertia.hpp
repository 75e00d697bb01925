#pragma once
/// \file
/// # Signs of the eigenvalues
/// ## Statement  If A + X T X^T - mu I is proved positive definite up to a bound below mu, X with q columns, then A is
///   positive on the complement of range(X): at least n - q eigenvalues are positive. Applied to A with the vectors of
///   the negative and the tiny eigenvalues, and to -A with those of the positive and the tiny ones.
/// ## Guarantee  The three ranges hold for every A of the box. An eigenvalue is counted as zero only by an exact
///   argument: vectors z with A z = 0 verified without rounding (equal rows, the vector of ones), or a nullity known by
///   theory.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/error_model.hpp"
#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/symmetric_box.hpp"

#include <cstddef>
#include <string>

namespace lemmata {

struct CountRange {
  std::size_t least = 0;
  std::size_t most = 0;
  [[nodiscard]] bool is_exact() const { return least == most; }
  friend bool operator==(const CountRange&, const CountRange&) = default;
};

struct Inertia {
  CountRange negative, zero, positive;
  std::size_t exact_null_vectors = 0;  ///< independent z with A z = 0, verified exactly
  std::string reason;                  ///< why a range is not a number; empty when all are
  [[nodiscard]] bool is_exact() const { return negative.is_exact() && zero.is_exact() && positive.is_exact(); }
};

/// known_nullity: a lower bound of dim ker A that the caller has proved for the true matrix in the box (0: none).
[[nodiscard]] Expected<Inertia> inertia(const SymmetricBox& a, std::size_t known_nullity = 0,
                                        const EigenvalueOptions& options = {});

/// Dimension of a space of vectors z with A z = 0, each verified exactly: differences of equal rows, and the ones.
[[nodiscard]] std::size_t exact_null_vectors(const SymmetricBox& a);

namespace detail {
[[nodiscard]] Expected<Inertia> inertia(const SymmetricBox& a, std::size_t known_nullity,
                                        const EigenvalueOptions& options, const ErrorModel& model);
}  // namespace detail

}  // namespace lemmata
