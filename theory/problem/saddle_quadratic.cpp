/// \file
/// # Quadratic saddles: f(x) = 1/2 sum_i c_i x_i^2, by default (x^2 - y^2)/2
/// ## Source   Landscapes 1.1 (GD-7) [DER].

#include "theory/problem/interface/kind.hpp"

namespace lemmata::theory::problem {
namespace {

struct Quadratic {
  Vector<double> curvatures{1, -1};
  static Expected<Quadratic> make(const Parameters& p) {
    Quadratic m;
    if (!p.has("curvatures")) return m;
    Expected<Vector<double>> c = p.vector("curvatures");
    if (!c) return c.error();
    m.curvatures = std::move(c).value();
    return m;
  }
  [[nodiscard]] std::size_t unknowns() const { return curvatures.size(); }
  [[nodiscard]] std::size_t terms() const { return curvatures.size(); }
  template <class X>
  Element<X> term(std::size_t k, X& x) const {
    using S = Element<X>;
    return S(0.5) * (S(curvatures[k]) * sqr(x[k]));
  }
};

}  // namespace

ProblemKind saddle_quadratic() {
  return kind<Quadratic>("saddle_quadratic", "1/2 sum_i c_i x_i^2", "x, as many as curvatures",
                         {{"curvatures", "the c_i", "1,-1"}});
}

}  // namespace lemmata::theory::problem
