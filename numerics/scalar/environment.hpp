#pragma once
/// \file
/// # Is this thread's arithmetic the one the proofs assume?
/// Compile-time guards cannot see a caller who changed the rounding mode, or a shared object linked with fast-math that
/// set flush-to-zero for the whole process. Every entry point, and every worker thread it starts, asks here first.

#include "numerics/base/expected.hpp"

namespace lemmata {

/// What the calling thread's arithmetic was seen to do.
struct ArithmeticEnvironment {
  bool subnormal_operands = false;  ///< read as they are (no "denormals are zero")
  bool subnormal_results = false;   ///< kept (no "flush to zero")
};

/// Round to nearest in all of double and MPFR's own range, subnormals kept, two_sum and fma exact on witnesses that
/// expose extended precision, contraction and reassociation. Failure `inapplicable` names what is wrong. Under a
/// microsecond.
[[nodiscard]] Expected<ArithmeticEnvironment> arithmetic_self_test();

}  // namespace lemmata
