#pragma once
/// \file
/// # Standard normal numbers, the same bits on every machine
/// ## Method      Karney's algorithm: only uniform numbers and comparisons, no logarithm whose last bit a library
///                decides. k >= 0 with probability proportional to exp(-k/2), kept with probability exp(-k (k-1)/2); x
///                uniform in (0, 1), kept with probability exp(-x (2k + x)/2); the result is +-(k + x). A coin of
///                probability exp(-p), 0 <= p <= 1: the length of the longest run p > u_1 > u_2 > .. is even (von
///                Neumann).
/// ## Source      Karney (2016), ACM Trans. Math. Softw. 42(1), art. 3.
/// ## Guarantee   Exactly normal but for the 53 bits of its uniform numbers.

#include "numerics/base/random.hpp"

namespace lemmata::theory {

/// The normal number of this stream: a function of the stream alone.
[[nodiscard]] double standard_normal(const RandomStream& stream);

}  // namespace lemmata::theory
