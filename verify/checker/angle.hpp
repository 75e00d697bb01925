#pragma once
/// \file
/// # The infinite-width ReLU kernel of two rows, from exact inner products

#include "verify/checker/fixed.hpp"

namespace lemmata::checker {

/// 1/sqrt(p) and sqrt(p) for an exact squared norm p > 0.
struct Length {
  Scaled value;
  Scaled inverse;
};
[[nodiscard]] Length length_of(const Integer& squared);

/// rho (pi - arccos rho)/(2 pi), rho = g/sqrt(p q), for exact integers with p, q > 0 and g^2 <= p q; within 2^-112.
/// Works for any angle, parallel and antipodal rows included. Cost: below a microsecond; big integers when they do not
/// fit 255 bits.
[[nodiscard]] Fixed relu_kernel(const Wide& g, const Wide& p, const Wide& q, const Length& of_p, const Length& of_q);
[[nodiscard]] Fixed relu_kernel(const Integer& g, const Integer& p, const Integer& q, const Length& of_p,
                                const Length& of_q);

}  // namespace lemmata::checker
