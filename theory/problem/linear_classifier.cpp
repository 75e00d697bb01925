/// \file
/// # Linear classifier: L(w) = 1/n sum_i l(y_i <w, x_i>) + lambda/2 |w|^2, l(m) = log(1 + exp(-m)) or exp(-m)
/// ## Notes    Convex: every critical point is a global minimum. On separable data and lambda = 0 there is none.

#include "theory/problem/interface/kind.hpp"

namespace lemmata::theory::problem {
namespace {

struct LinearClassifier {
  Matrix<double> inputs;
  Vector<double> labels;
  bool exponential = false;
  Rational lambda = 0;

  static Expected<LinearClassifier> make(const Parameters& p) {
    LinearClassifier m;
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
    for (const double y : m.labels)
      if (y != 1 && y != -1) return Failure{FailureKind::usage, "parameter 'labels': 1 or -1"};
    const Expected<std::string> loss = p.word("loss", {"logistic", "exponential"}, "logistic");
    if (!loss) return loss.error();
    m.exponential = *loss == "exponential";
    const Expected<Rational> lambda = p.rational("lambda", Rational(0));
    if (!lambda) return lambda.error();
    if (*lambda < 0) return Failure{FailureKind::usage, "parameter 'lambda': at least 0"};
    m.lambda = *lambda;
    return m;
  }

  [[nodiscard]] std::size_t n() const { return inputs.rows(); }
  [[nodiscard]] std::size_t unknowns() const { return inputs.columns(); }
  [[nodiscard]] std::size_t terms() const { return n() + (lambda > 0 ? unknowns() : 0); }
  [[nodiscard]] Rational scale() const { return Rational(1) / Rational(n()); }

  template <class X>
  Element<X> term(std::size_t t, X& x) const {
    using S = Element<X>;
    if (t >= n()) return constant<S>(lambda / 2 * Rational(n())) * sqr(x[t - n()]);
    return apply(exponential ? Function::exponential : Function::softplus,
                 S(-labels[t]) * linear_form(x, 0, inputs.row(t)));
  }

  [[nodiscard]] Facts facts() const {
    Facts f;
    f.infimum = 0;
    f.infimum_reason = "loss and penalty are non-negative";
    f.every_critical_point_is_global = "the loss is convex: every critical point is a global minimum";
    return f;
  }
};

}  // namespace

ProblemKind linear_classifier() {
  return kind<LinearClassifier>("linear_classifier", "1/n sum_i l(y_i <w, x_i>) + lambda/2 |w|^2", "w, d numbers",
                                {{"inputs", "the x_i, n x d", ""},
                                 {"labels", "the y_i, 1 or -1", ""},
                                 {"loss", "logistic or exponential", "logistic"},
                                 {"lambda", "weight of the penalty", "0"}});
}

}  // namespace lemmata::theory::problem
