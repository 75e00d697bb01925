#pragma once
/// \file
/// # Is the Gram matrix of this data set positive definite, and by how much
/// ## Method     Exact first: zero rows, rows of one direction, antipodal pairs and their dependences decide by the
///               nullity theorem whether lambda_min is exactly 0. Otherwise enclose, climbing double, double-double and
///               MPFR until the enclosure is narrow; a bound is never loosened to get there.
/// ## Guarantee  lambda_min and lambda_max lie in their enclosures. positive_definite is `unknown` only when neither
///               the theorem nor the arithmetic decides.

#include "numerics/base/expected.hpp"
#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/scalar/precision.hpp"
#include "theory/model/deep_kernel.hpp"
#include "theory/model/kernel.hpp"
#include "theory/model/nullity.hpp"

#include <optional>
#include <string>
#include <variant>

namespace lemmata::theory {

/// How the answer about lambda_min was reached.
enum class GramEvidence {
  enclosure,         ///< certified arithmetic
  nullity_singular,  ///< exactly 0, by the nullity theorem (deep kernels: as `deep_singularity` says)
  nullity_definite,  ///< positive by that theorem; the arithmetic gave no positive lower bound
  undecided
};

/// The matrix as the deciding rung saw it: what a certificate speaks about.
using GramMatrix = std::variant<std::monostate, ScaledBox, Matrix<Interval<Mp<50>>>, Matrix<Interval<Mp<100>>>,
                                Matrix<Interval<Mp<200>>>>;

struct GramSpectrum {
  RowRelations relations;
  Nullity nullity;                ///< of the two-layer ReLU kernel
  KernelSingularity singularity;  ///< of a deep kernel; empty for the other
  Interval<Real> lambda_min;
  Interval<Real> lambda_max;
  Truth positive_definite = Truth::unknown;
  GramEvidence evidence = GramEvidence::undecided;
  Tier tier = Tier::none;
  std::string reason;         ///< why it is undecided or wide; empty otherwise
  ExtremeEigenvalue least;    ///< with its witness; meaningful when evidence is `enclosure`
  ExtremeEigenvalue largest;  ///< likewise for lambda_max
  GramMatrix matrix;          ///< empty when the exact part decided
};

struct GramOptions {
  Normalization normalization = Normalization::unit;
  std::optional<DeepKernel> deep;   ///< this kernel, of unit inputs; nothing: two-layer ReLU
  std::optional<Precision> rung;    ///< this rung only; nothing: climb
  double relative_width = 0x1p-42;  ///< climb while lambda_min is known less precisely (2.3e-13)
  unsigned threads = 1;
};

/// inputs: n x d, finite, n >= 1, d >= 1. Fails (inapplicable) on a zero row when the kernel is deep and its activation
/// does not vanish at 0: such a row has no unit vector. Cost: n^2 d for the entries, then about two Cholesky
/// factorisations; MPFR rungs only up to the order that `multiprecision_limit` allows.
[[nodiscard]] Expected<GramSpectrum> gram_spectrum(const Matrix<double>& inputs, const GramOptions& options);

/// The largest order for which an MPFR rung of that many digits is tried (about a minute).
[[nodiscard]] std::size_t multiprecision_limit(unsigned digits);

}  // namespace lemmata::theory
