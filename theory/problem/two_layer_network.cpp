/// \file
/// # Two-layer network with a smooth activation:
///   L(W, a) = 1/n sum_i (sum_j a_j sigma(w_j . x_i) - y_i)^2 / 2 + lambda/2 (|W|^2 + |a|^2)
/// ## Notes    sigma: tanh, softplus or erf. The symmetries are discrete (permutations; signs for odd sigma).

#include "theory/problem/interface/kind.hpp"

namespace lemmata::theory::problem {
namespace {

struct TwoLayerNetwork {
  Matrix<double> inputs;
  Vector<double> labels;
  std::size_t k = 0;
  Function activation = Function::hyperbolic_tangent;
  Rational lambda = 0;

  static Expected<TwoLayerNetwork> make(const Parameters& p) {
    TwoLayerNetwork m;
    Expected<Matrix<double>> inputs = p.matrix("inputs");
    if (!inputs) return inputs.error();
    m.inputs = std::move(inputs).value();
    Expected<Vector<double>> labels = p.vector("labels");
    if (!labels) return labels.error();
    m.labels = std::move(labels).value();
    if (m.labels.size() != m.inputs.rows())
      return Failure{FailureKind::usage, "parameter 'labels': one a row of 'inputs', " +
                                             std::to_string(m.inputs.rows()) + ", not " +
                                             std::to_string(m.labels.size())};
    const Expected<std::size_t> width = p.count("width");
    if (!width) return width.error();
    m.k = *width;
    const Expected<std::string> activation = p.word("activation", {"tanh", "softplus", "erf"}, "tanh");
    if (!activation) return activation.error();
    m.activation = *activation == "tanh"       ? Function::hyperbolic_tangent
                   : *activation == "softplus" ? Function::softplus
                                               : Function::error_function;
    const Expected<Rational> lambda = p.rational("lambda", Rational(0));
    if (!lambda) return lambda.error();
    if (*lambda < 0) return Failure{FailureKind::usage, "parameter 'lambda': at least 0"};
    m.lambda = *lambda;
    return m;
  }

  [[nodiscard]] std::size_t d() const { return inputs.columns(); }
  [[nodiscard]] std::size_t n() const { return inputs.rows(); }
  [[nodiscard]] std::size_t unknowns() const { return k * (d() + 1); }
  [[nodiscard]] std::size_t terms() const { return n() + (lambda > 0 ? unknowns() : 0); }
  [[nodiscard]] Rational scale() const { return Rational(1) / Rational(n()); }

  template <class X>
  Element<X> term(std::size_t t, X& x) const {
    using S = Element<X>;
    if (t >= n()) return constant<S>(lambda / 2 * Rational(n())) * sqr(x[t - n()]);
    S sum(-labels[t]);
    for (std::size_t j = 0; j < k; ++j)
      sum = sum + x[k * d() + j] * apply(activation, linear_form(x, j * d(), inputs.row(t)));
    return S(0.5) * sqr(sum);
  }

  [[nodiscard]] Facts facts() const {
    Facts f;
    f.infimum = 0;
    f.infimum_reason = "the loss is a mean of squares";
    return f;
  }
};

}  // namespace

ProblemKind two_layer_network() {
  return kind<TwoLayerNetwork>("two_layer_network",
                               "1/n sum_i (sum_j a_j sigma(w_j . x_i) - y_i)^2 / 2 + lambda/2 (|W|^2 + |a|^2)",
                               "W, width x d, row by row, then a (width numbers)",
                               {{"inputs", "the x_i, n x d", ""},
                                {"labels", "the y_i, n numbers", ""},
                                {"width", "k, the number of neurons", ""},
                                {"activation", "tanh, softplus or erf", "tanh"},
                                {"lambda", "weight decay", "0"}});
}

}  // namespace lemmata::theory::problem
