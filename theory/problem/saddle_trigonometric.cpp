/// \file
/// # Trigonometric sums: f(x) = sum_j c_j cos(<b_j, x> + phi_j) + mu/2 |x|^2
/// ## Source   Landscapes 1.1, generation [DER]: mu > 0 makes f coercive; L <= mu + sum |c_j| |b_j|^2.

#include "theory/problem/interface/kind.hpp"

namespace lemmata::theory::problem {
namespace {

struct Trigonometric {
  Matrix<double> frequencies;  ///< rows b_j
  Vector<double> amplitudes, phases;
  Rational mu = 0;

  static Expected<Trigonometric> make(const Parameters& p) {
    Trigonometric m;
    Expected<Matrix<double>> frequencies = p.matrix("frequencies");
    if (!frequencies) return frequencies.error();
    m.frequencies = std::move(frequencies).value();
    const std::size_t count = m.frequencies.rows();
    Expected<Vector<double>> amplitudes = p.vector("amplitudes");
    if (!amplitudes) return amplitudes.error();
    m.amplitudes = std::move(amplitudes).value();
    m.phases.assign(count, 0.0);
    if (p.has("phases")) {
      Expected<Vector<double>> phases = p.vector("phases");
      if (!phases) return phases.error();
      m.phases = std::move(phases).value();
    }
    if (m.amplitudes.size() != count || m.phases.size() != count)
      return Failure{FailureKind::usage,
                     "parameters 'amplitudes' and 'phases': one a row of 'frequencies', " + std::to_string(count)};
    const Expected<Rational> mu = p.rational("mu", Rational(0));
    if (!mu) return mu.error();
    m.mu = *mu;
    return m;
  }
  [[nodiscard]] std::size_t unknowns() const { return frequencies.columns(); }
  [[nodiscard]] std::size_t terms() const { return frequencies.rows() + (mu != 0 ? unknowns() : 0); }
  template <class X>
  Element<X> term(std::size_t k, X& x) const {
    using S = Element<X>;
    if (k < frequencies.rows())
      return S(amplitudes[k]) * apply(Function::cosine, linear_form(x, 0, frequencies.row(k)) + S(phases[k]));
    return constant<S>(mu / 2) * sqr(x[k - frequencies.rows()]);
  }
};

}  // namespace

ProblemKind saddle_trigonometric() {
  return kind<Trigonometric>("saddle_trigonometric", "sum_j c_j cos(<b_j, x> + phi_j) + mu/2 |x|^2", "x, d numbers",
                             {{"frequencies", "the b_j, m x d", ""},
                              {"amplitudes", "the c_j, m numbers", ""},
                              {"phases", "the phi_j, m numbers", "0"},
                              {"mu", "weight of the quadratic term", "0"}});
}

}  // namespace lemmata::theory::problem
