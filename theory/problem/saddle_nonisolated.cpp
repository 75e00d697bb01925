/// \file
/// # A line of strict saddles: f(x, y, z) = (x^2 - y^2)/2
/// ## Source   Instance for Panageas, Piliouras (2016), arXiv:1605.00405 [ABS]; landscapes 1.1 [DER].
/// ## Notes    Translation along z is a symmetry, but not a linear one: the nullity is found by exact arithmetic.

#include "theory/problem/interface/kind.hpp"

namespace lemmata::theory::problem {
namespace {

struct LineOfSaddles {
  static Expected<LineOfSaddles> make(const Parameters&) { return LineOfSaddles{}; }
  [[nodiscard]] std::size_t unknowns() const { return 3; }
  [[nodiscard]] std::size_t terms() const { return 1; }
  template <class X>
  Element<X> term(std::size_t, X& x) const {
    using S = Element<X>;
    return S(0.5) * (sqr(x[0]) - sqr(x[1]));
  }
};

}  // namespace

ProblemKind saddle_nonisolated() { return kind<LineOfSaddles>("saddle_nonisolated", "(x^2 - y^2)/2", "x, y, z", {}); }

}  // namespace lemmata::theory::problem
