#pragma once
/// \file
/// # Is this thread's arithmetic the one the proofs are about?
/// Libraries built with fast-math set flush-to-zero for a whole process, and a caller may have left another rounding
/// mode. Checked by computing, so that it holds on every processor.

namespace lemmata {

/// Round to nearest, gradual underflow, denormal operands honoured, on the calling thread.
[[nodiscard]] inline bool arithmetic_is_ieee() {
  volatile double one = 1, tiny = 0x1p-53, least = 0x1p-1074, small = 0x1p-1022, big = 0x1p40, three = 0x1.8p-52;
  const double a = one + tiny, b = -one - tiny, c = one + three, d = small * 0.5;
  return a == 1 && b == -1 && c == one + 2 * 0x1p-52 && d > 0 && least * big == 0x1p-1034;
}

}  // namespace lemmata
