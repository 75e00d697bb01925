#pragma once
/// \file
/// # Double-word arithmetic over any binary floating-point type
/// Statement   A double word is a pair (h, l) with h = fl(h + l). With u = 2^-p, round to nearest, and no underflow or
///             overflow, the results below have these relative errors:
///               add       3 u^2 / (1 - 4 u)        Joldes, Muller, Popescu, Theorem 3.1
///               multiply  7 u^2                    (their bound for Algorithm 12: 5 u^2)
///               divide    14 u^2                   (their bound for Algorithm 18: 9.8 u^2)
///               sqrt      5 u^2                    (Lefevre et al.: 25/8 u^2)
/// Source      Joldes, Muller, Popescu (2017), ACM TOMS 44(2), art. 15, Algorithms 6, 12, 18; formal proofs and
///             corrections in Muller, Rideau (2022), ACM TOMS 48(2), art. 15; Lefevre, Louvet, Muller, Picot, Rideau
///             (2023), ACM TOMS 49(1), art. 1 (root).
/// Method      The constants of multiply, divide and sqrt are weaker than the published ones because each has a proof
/// that
///             fits here (u <= 2^-10, P = |x y|, each rounding contributes u times the magnitude of its result):
///             multiply  cl1 is exact; t = xl yl: u^3 P; fma(xh, yl, t): u^2 P; fma(xl, yh, .): 2 u^2 P; the sum with
///                       cl1: 3 u^2 P; together 6 u^2 P + O(u^3) <= 7 u^2 P.
///             divide    m approximates 1/y: with th = fl(1/yh), e = 1 - y th, |e| <= 2 u: truncating 1/(1-e) at e
///             costs
///                       4 u^2, rounding yl th costs u^2, adding th (1 + e) in double words 2 u^2 + O(u^3): 7 u^2; the
///                       product 6 u^2; together 13 u^2 + O(u^3) <= 14 u^2.
///             sqrt      r = x - s^2 exactly as rho + xl, s = fl(sqrt(xh)), |r| <= 3 u x: the root is
///                       s + r / (s + sqrt x); rounding rho + xl, the quotient, and 2 s for s + sqrt x cost
///                       (1 + 1 + 0.75) u times 1.5 u: 4.2 u^2 + O(u^3) <= 5 u^2.
/// Guarantee   tests/property exhausts toy formats and compares with these bounds.

#include "numerics/scalar/floating.hpp"

namespace lemmata::double_word {

/// Algorithm 6, AccurateDWPlusDW.
template <class F>
[[nodiscard]] constexpr BasicSum<F> add(const BasicSum<F>& x, const BasicSum<F>& y) {
  const auto [sh, sl] = two_sum(x.value, y.value);
  const auto [th, tl] = two_sum(x.error, y.error);
  const auto [vh, vl] = fast_two_sum(sh, F(sl + th));
  return fast_two_sum(vh, F(tl + vl));
}

/// Algorithm 12, DWTimesDW3.
template <class F>
[[nodiscard]] inline BasicSum<F> multiply(const BasicSum<F>& x, const BasicSum<F>& y) {
  using std::fma;
  const auto [ch, cl] = two_product(x.value, y.value);
  const F t = x.error * y.error;
  const F cross = fma(x.error, y.value, fma(x.value, y.error, t));
  return fast_two_sum(ch, F(cl + cross));
}

/// Algorithm 9, DWTimesFP3: relative error 2 u^2.
template <class F>
[[nodiscard]] inline BasicSum<F> multiply(const BasicSum<F>& x, F y) {
  using std::fma;
  const auto [ch, cl] = two_product(x.value, y);
  return fast_two_sum(ch, F(fma(x.error, y, cl)));
}

/// Algorithm 4, DWPlusFP: relative error 2 u^2.
template <class F>
[[nodiscard]] constexpr BasicSum<F> add(const BasicSum<F>& x, F y) {
  const auto [sh, sl] = two_sum(x.value, y);
  return fast_two_sum(sh, F(x.error + sl));
}

/// Algorithm 18, DWDivDW3, with TwoSum where the paper shows that its fast form suffices.
template <class F>
[[nodiscard]] inline BasicSum<F> divide(const BasicSum<F>& x, const BasicSum<F>& y) {
  using std::fma;
  const F th = F(1) / y.value;
  const F rh = fma(-y.value, th, F(1));
  const F rl = -(y.error * th);
  const BasicSum<F> correction = multiply(two_sum(rh, rl), th);
  return multiply(x, add(correction, th));
}

/// The root of a positive double word.
template <class F>
[[nodiscard]] inline BasicSum<F> root(const BasicSum<F>& x) {
  using std::fma;
  using std::sqrt;
  const F s = sqrt(x.value);
  const F rho = fma(-s, s, x.value);
  return fast_two_sum(s, F(F(x.error + rho) / F(F(2) * s)));
}

}  // namespace lemmata::double_word
