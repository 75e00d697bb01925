/// \file
/// # Two-layer network with quadratic activation:
///   L(W) = 1/n sum_i l(x_i' W'W x_i, y_i) + lambda/2 |W|_F^2 + <C, W'W>
/// ## Source   Du, Lee (2018), ICML, arXiv:1803.01206 [ABS]; gradient, Hessian, certificate: landscapes 3.0-3.3 [DER].
/// ## Notes    With g_i = l'(f_i) and Lambda = 2/n sum g_i x_i x_i' + lambda I + 2 C: grad L = W Lambda. L is convex in
///             G = W'W when l is, so Lambda >= 0 at a critical point makes it global. Losses: squared (f - y)^2 / 2,
///             logistic log(1 + exp(-y f)), and the non-convex quartic with l'(f) = (f-1)(f-2)(f-4) (labels unused).

#include "theory/problem/interface/kind.hpp"
#include "theory/problem/interface/symmetry.hpp"

namespace lemmata::theory::problem {
namespace {

enum class Loss { squared, logistic, quartic };

struct QuadraticNetwork {
  Matrix<double> inputs, perturbation;  ///< n x d; d x d or empty
  Vector<double> labels;
  std::size_t k = 0;
  Rational lambda = 0;
  Loss loss = Loss::squared;

  static Expected<QuadraticNetwork> make(const Parameters& p) {
    QuadraticNetwork m;
    const Expected<std::string> loss = p.word("loss", {"squared", "logistic", "quartic"}, "squared");
    if (!loss) return loss.error();
    m.loss = *loss == "squared" ? Loss::squared : *loss == "logistic" ? Loss::logistic : Loss::quartic;
    Expected<Matrix<double>> inputs = p.matrix("inputs");
    if (!inputs) return inputs.error();
    m.inputs = std::move(inputs).value();
    const std::size_t n = m.inputs.rows(), d = m.inputs.columns();
    m.labels.assign(n, 0.0);
    if (m.loss != Loss::quartic || p.has("labels")) {
      Expected<Vector<double>> labels = p.vector("labels");
      if (!labels) return labels.error();
      m.labels = std::move(labels).value();
    }
    if (m.labels.size() != n)
      return Failure{FailureKind::usage, "parameter 'labels': one a row of 'inputs', " + std::to_string(n) + ", not " +
                                             std::to_string(m.labels.size())};
    for (const double y : m.labels)
      if (m.loss == Loss::logistic && y != 1 && y != -1)
        return Failure{FailureKind::usage, "parameter 'labels': 1 or -1 for the logistic loss"};
    const Expected<std::size_t> width = p.count("width");
    if (!width) return width.error();
    m.k = *width;
    const Expected<Rational> lambda = p.rational("lambda", Rational(0));
    if (!lambda) return lambda.error();
    if (*lambda < 0) return Failure{FailureKind::usage, "parameter 'lambda': at least 0"};
    m.lambda = *lambda;
    if (!p.has("perturbation")) return m;
    Expected<Matrix<double>> c = p.matrix("perturbation");
    if (!c) return c.error();
    m.perturbation = std::move(c).value();
    bool symmetric = m.perturbation.rows() == d && m.perturbation.columns() == d;
    for (std::size_t i = 0; symmetric && i < d; ++i)
      for (std::size_t j = 0; j < i; ++j) symmetric = symmetric && m.perturbation(i, j) == m.perturbation(j, i);
    if (!symmetric)
      return Failure{FailureKind::usage,
                     "parameter 'perturbation': a symmetric matrix, " + std::to_string(d) + " x " + std::to_string(d)};
    return m;
  }

  [[nodiscard]] std::size_t samples() const { return inputs.rows(); }
  [[nodiscard]] std::size_t dimension() const { return inputs.columns(); }
  [[nodiscard]] bool has_penalty() const { return lambda != 0 || !perturbation.empty(); }
  [[nodiscard]] std::size_t unknowns() const { return k * dimension(); }
  [[nodiscard]] std::size_t terms() const { return samples() + (has_penalty() ? k : 0); }
  [[nodiscard]] Rational scale() const { return Rational(1) / Rational(samples()); }

  template <class S>
  S loss_of(const S& f, double y) const {
    if (loss == Loss::squared) return S(0.5) * sqr(f - S(y));
    if (loss == Loss::logistic) return apply(Function::softplus, S(-y) * f);
    const S third = constant<S>(Rational(7, 3));
    return ((S(0.25) * f - third) * f + S(7.0)) * sqr(f) - S(8.0) * f;
  }

  template <class X>
  Element<X> term(std::size_t t, X& x) const {
    using S = Element<X>;
    const std::size_t n = samples(), d = dimension();
    S sum(0.0);
    if (t < n) {
      for (std::size_t j = 0; j < k; ++j) sum = sum + sqr(linear_form(x, j * d, inputs.row(t)));
      return loss_of(sum, labels[t]);
    }
    const std::size_t j = t - n;  // n times the penalty of neuron j: the scale divides by n
    if (lambda != 0) sum = constant<S>(lambda / 2) * inner_product(x, j * d, j * d, d);
    for (std::size_t i = 0; i < perturbation.rows(); ++i)
      sum = sum + x[j * d + i] * linear_form(x, j * d, perturbation.row(i));
    return S(static_cast<double>(n)) * sum;
  }

  /// W -> A W for the skew A of each pair of neurons.
  [[nodiscard]] std::vector<Generator> generators() const {
    std::vector<Generator> all;
    const std::size_t d = dimension();
    if (k > most_rotated) return all;
    for (std::size_t a = 0; a < k; ++a)
      for (std::size_t b = a + 1; b < k; ++b) {
        Generator g{"rotation of neurons " + std::to_string(a) + " and " + std::to_string(b), {}};
        for (std::size_t i = 0; i < d; ++i) {
          g.entries.push_back({a * d + i, b * d + i, 1});
          g.entries.push_back({b * d + i, a * d + i, -1});
        }
        all.push_back(std::move(g));
      }
    return all;
  }

  [[nodiscard]] Facts facts() const {
    Facts f;
    if (loss == Loss::quartic) return f;
    if (perturbation.empty()) {
      f.infimum = 0;
      f.infimum_reason = "loss and penalty are non-negative";
    }
    if (k >= dimension())
      f.every_local_minimum_is_global =
          "quad/wide-k-ge-d: with at least d neurons and a convex loss each local minimum is global";
    return f;
  }

  [[nodiscard]] std::string dual_theorem() const {
    return loss == Loss::quartic
               ? ""
               : "quad/certificate: grad L = W Lambda = 0 with Lambda positive semidefinite makes W a "
                 "global minimum, as L is convex in W'W";
  }
  /// Lambda times n/2 is not needed: Lambda itself, and the rows of W.
  template <class T>
  Dual<T> dual(const Vector<T>& x) const {
    const std::size_t n = samples(), d = dimension();
    Dual<T> result{Matrix<T>(d, d), Matrix<T>(k, d)};
    for (std::size_t j = 0; j < k * d; ++j) result.kernel.data()[j] = x[j];
    Vector<T> slopes;
    const T one_over_n = number<T>(Rational(2) / Rational(n));
    for (std::size_t t = 0; t < n; ++t) {
      T f(0.0);
      for (std::size_t j = 0; j < k; ++j) {
        T z(0.0);
        for (std::size_t i = 0; i < d; ++i) z = z + T(inputs(t, i)) * x[j * d + i];
        f = f + z * z;
      }
      const T y(labels[t]);
      slopes.push_back(one_over_n * (loss == Loss::squared ? f - y : -y * jet(Function::softplus, T(-y * f)).first));
    }
    for (std::size_t a = 0; a < d; ++a)
      for (std::size_t b = 0; b <= a; ++b) {
        T sum = a == b ? number<T>(lambda) : T(0.0);
        if (!perturbation.empty()) sum = sum + T(2.0) * T(perturbation(a, b));
        for (std::size_t t = 0; t < n; ++t) sum = sum + slopes[t] * (T(inputs(t, a)) * T(inputs(t, b)));
        result.matrix(a, b) = sum;
        result.matrix(b, a) = sum;
      }
    return result;
  }
};

}  // namespace

ProblemKind quadratic_network() {
  return kind<QuadraticNetwork>("quadratic_network",
                                "1/n sum_i l(sum_j (w_j . x_i)^2, y_i) + lambda/2 |W|^2 + <C, W'W>",
                                "W, width x d, row by row",
                                {{"inputs", "the x_i, n x d", ""},
                                 {"labels", "the y_i, n numbers; 1 or -1 for the logistic loss", ""},
                                 {"width", "k, the number of neurons", ""},
                                 {"lambda", "weight decay", "0"},
                                 {"perturbation", "C, symmetric, d x d", "0"},
                                 {"loss", "squared, logistic or quartic (not convex)", "squared"}});
}

}  // namespace lemmata::theory::problem
