/// \file
/// # The two-well function f(x, y) = x^2/2 + y^4/4 - y^2/2
/// ## Source   Lee, Simchowitz, Jordan, Recht (2016), COLT, arXiv:1602.04915, section 2 [SRC] (Nesterov's example): a
///             strict saddle at the origin, minima at (0, +-1).

#include "theory/problem/interface/kind.hpp"

namespace lemmata::theory::problem {
namespace {

struct TwoWells {
  static Expected<TwoWells> make(const Parameters&) { return TwoWells{}; }
  [[nodiscard]] std::size_t unknowns() const { return 2; }
  [[nodiscard]] std::size_t terms() const { return 1; }
  template <class X>
  Element<X> term(std::size_t, X& x) const {
    using S = Element<X>;
    const S y2 = sqr(x[1]);
    return S(0.5) * sqr(x[0]) + S(0.25) * sqr(y2) - S(0.5) * y2;
  }
  [[nodiscard]] Facts facts() const {
    Facts f;
    f.infimum = Rational(-1, 4);
    f.infimum_reason = "f = x^2/2 + (y^2 - 1)^2/4 - 1/4";
    return f;
  }
};

}  // namespace

ProblemKind saddle_nesterov() { return kind<TwoWells>("saddle_nesterov", "x^2/2 + y^4/4 - y^2/2", "x, y", {}); }

}  // namespace lemmata::theory::problem
