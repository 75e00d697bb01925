/// \file
/// # A saddle that is not strict: f' = x^2 for |x| <= 1 and 2|x| - 1 beyond, f(0) = 0
/// ## Source   Landscapes 1.1 (GD-N2) [DER].
/// ## Notes    f = x^3/3 inside, x^2 - x + 1/3 above, -(x^2 + x + 1/3) below. Twice differentiable, f'' is 2 x cut to
///             [-2, 2]; the third derivative exists except at -1 and 1.

#include "theory/problem/interface/kind.hpp"

namespace lemmata::theory::problem {
namespace {

/// Value and three derivatives; undefined for an enclosure that holds points of both pieces.
template <class T>
Jet<T> cubic(const T& x) {
  const T one(1.0), third = number<T>(Rational(1, 3)), none = NumberTraits<T>::undefined();
  const bool at_joint = possibly(at_most(one, x)) && possibly(at_most(x, one));
  const bool at_other = possibly(at_most(T(-one), x)) && possibly(at_most(x, T(-one)));
  const auto jerk = [&](double inside) { return at_joint || at_other ? none : T(inside); };
  if (certainly(at_most(x, one)) && certainly(at_most(T(-one), x)))
    return {x * x * x * third, Taylor<T>::square(x), T(2.0) * x, jerk(2)};
  if (certainly(at_most(one, x))) return {x * x - x + third, T(2.0) * x - one, T(2.0), jerk(0)};
  if (certainly(at_most(x, T(-one)))) return {-(x * x + x + third), T(-2.0) * x - one, T(-2.0), jerk(0)};
  return {none, none, none, none};
}

struct NonstrictCubic {
  static Expected<NonstrictCubic> make(const Parameters&) { return NonstrictCubic{}; }
  [[nodiscard]] std::size_t unknowns() const { return 1; }
  [[nodiscard]] std::size_t terms() const { return 1; }
  template <class X>
  Element<X> term(std::size_t, X& x) const {
    return compose([](const auto& t) { return cubic(t); }, x[0]);
  }
};

}  // namespace

ProblemKind saddle_nonstrict_cubic() {
  return kind<NonstrictCubic>("saddle_nonstrict_cubic", "x^3/3 for |x| <= 1, f' = 2|x| - 1 beyond", "x", {});
}

}  // namespace lemmata::theory::problem
