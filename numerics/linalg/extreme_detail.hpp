#pragma once
/// \file
/// # Extreme eigenvalues under an injected error model
/// What extreme_eigenvalues.hpp calls with the proved constants, and tests with weakened ones.

#include "numerics/linalg/error_model.hpp"
#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/product.hpp"

#include <optional>

namespace lemmata::detail {

Expected<std::vector<ExtremeEigenvalue>> smallest_eigenvalues(const SymmetricBox& a, std::size_t count,
                                                              const EigenvalueOptions& options,
                                                              const ErrorModel& model);
Expected<ExtremeEigenvalue> max_eigenvalue(const SymmetricBox& a, const EigenvalueOptions& options,
                                           const ErrorModel& model);
Expected<ExtremeEigenvalue> max_eigenvalue_in_place(SymmetricBox& a, const EigenvalueOptions& options,
                                                    const ErrorModel& model);

/// A failure unless every member of the team computes in IEEE arithmetic.
Expected<bool> fit_arithmetic(Team& team);

/// A box whose entries are within 2^+-300, and the exponent e of the power of two by which the given one was divided.
struct Scaled {
  SymmetricBox box;
  int exponent;
};
/// None when the box needs no scaling.
Expected<std::optional<Scaled>> scaled(const SymmetricBox& a);

}  // namespace lemmata::detail
