#include "numerics/scalar/environment.hpp"

#include "numerics/scalar/floating.hpp"

#include <mpfr.h>

#include <cfenv>
#include <string>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace lemmata {
namespace {

/// A double the optimizer knows nothing about.
double opaque(double x) {
  volatile double kept = x;
  return kept;
}

Failure unsuitable(const std::string& what) {
  return {FailureKind::inapplicable, "floating-point arithmetic of this thread is unsuitable for proofs: " + what};
}

bool rounds_to_nearest() {
  if (std::fegetround() != FE_TONEAREST) return false;
  const double one = opaque(1);
  const double half_step = opaque(0x1p-53);
  const double more = opaque(0x1.8p-53);
  return one + half_step == one && one + more == 0x1.0000000000001p0 && -one - half_step == -one &&
         -one - more == -0x1.0000000000001p0;
}

bool two_sum_is_exact() {
  const Sum s = two_sum(opaque(1), opaque(0x1p-80));
  const Sum t = two_sum(opaque(0x1p-80), opaque(-0x1.0000000000001p0));
  return s.value == 1 && s.error == 0x1p-80 && t.value == -0x1.0000000000001p0 && t.error == 0x1p-80;
}

bool fma_is_fused() {
  const double x = opaque(0x1.0000000000001p0);
  const Sum s = two_product(x, x);
  return s.value == 0x1.0000000000002p0 && s.error == 0x1p-104;
}

/// fl(x y) - fl(x y) is zero unless one of the two is contracted into a fused operation.
bool products_are_rounded() {
  const double x = opaque(0x1.0000000000001p0);
  const double product = x * x;
  return product + opaque(-0x1.0000000000002p0) == 0;
}

#if defined(__SSE2__)
constexpr unsigned flush_to_zero = 0x8000;
constexpr unsigned denormals_are_zero = 0x0040;
bool control_register_keeps_subnormals() { return (_mm_getcsr() & (flush_to_zero | denormals_are_zero)) == 0; }
#else
bool control_register_keeps_subnormals() { return true; }
#endif

}  // namespace

Expected<ArithmeticEnvironment> arithmetic_self_test() {
  if (!rounds_to_nearest()) return unsuitable("the rounding mode is not to nearest");
  if (!two_sum_is_exact()) return unsuitable("two_sum is not exact (extended precision or reassociation)");
  if (!fma_is_fused()) return unsuitable("fma is not fused");
  if (!products_are_rounded()) return unsuitable("products are contracted into fused operations");
  ArithmeticEnvironment seen;
  seen.subnormal_operands = opaque(0x1p-1074) * opaque(0x1p60) == 0x1p-1014;
  seen.subnormal_results =
      opaque(0x1p-1022) * opaque(0.5) == opaque(0x1p-1000) * opaque(0x1p-23) && opaque(0x1p-1022) * opaque(0.5) != 0;
  if (!seen.subnormal_operands) return unsuitable("subnormal operands are read as zero (DAZ)");
  if (!seen.subnormal_results || !control_register_keeps_subnormals()) {
    return unsuitable("subnormal results are flushed to zero (FTZ)");
  }
  constexpr mpfr_exp_t needed = 1L << 24;
  if (mpfr_get_emax() < needed || mpfr_get_emin() > -needed) return unsuitable("MPFR's exponent range was narrowed");
  return seen;
}

}  // namespace lemmata
