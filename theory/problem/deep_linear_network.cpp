/// \file
/// # Deep linear network: L(W_1, .., W_L) = 1/2 sum_i |W_L ... W_1 x_i - y_i|^2
/// ## Notes    Each hidden layer has the symmetry (A W_l, W_{l+1} A^-1): generators E W_l, -W_{l+1} E.

#include "theory/problem/interface/kind.hpp"
#include "theory/problem/interface/symmetry.hpp"

namespace lemmata::theory::problem {
namespace {

struct DeepLinearNetwork {
  Matrix<double> inputs, labels;
  std::vector<std::size_t> sizes;   ///< d, hidden layers, outputs
  std::vector<std::size_t> starts;  ///< where each W begins

  static Expected<DeepLinearNetwork> make(const Parameters& p) {
    DeepLinearNetwork m;
    Expected<Matrix<double>> inputs = p.matrix("inputs"), labels = p.matrix("labels");
    if (!inputs) return inputs.error();
    if (!labels) return labels.error();
    m.inputs = std::move(inputs).value();
    m.labels = std::move(labels).value();
    if (m.labels.rows() != m.inputs.rows())
      return Failure{FailureKind::usage, "parameter 'labels': one row a row of 'inputs', " +
                                             std::to_string(m.inputs.rows()) + ", not " +
                                             std::to_string(m.labels.rows())};
    const Expected<Vector<double>> hidden = p.vector("hidden");
    if (!hidden) return hidden.error();
    m.sizes.push_back(m.inputs.columns());
    for (const double width : *hidden) {
      if (!(width >= 1 && width <= 1e6 && width == std::floor(width)))
        return Failure{FailureKind::usage, "parameter 'hidden': the widths, integers from 1"};
      m.sizes.push_back(static_cast<std::size_t>(width));
    }
    m.sizes.push_back(m.labels.columns());
    m.starts.push_back(0);
    for (std::size_t l = 0; l + 1 < m.sizes.size(); ++l)
      m.starts.push_back(m.starts.back() + m.sizes[l] * m.sizes[l + 1]);
    return m;
  }

  [[nodiscard]] std::size_t unknowns() const { return starts.back(); }
  [[nodiscard]] std::size_t terms() const { return inputs.rows(); }

  template <class X>
  Element<X> term(std::size_t t, X& x) const {
    using S = Element<X>;
    std::vector<S> layer;
    for (std::size_t i = 0; i < sizes[1]; ++i) layer.push_back(linear_form(x, i * sizes[0], inputs.row(t)));
    for (std::size_t l = 1; l + 1 < sizes.size(); ++l) {
      std::vector<S> next;
      for (std::size_t i = 0; i < sizes[l + 1]; ++i) {
        S sum(0.0);
        for (std::size_t j = 0; j < sizes[l]; ++j) sum = sum + x[starts[l] + i * sizes[l] + j] * layer[j];
        next.push_back(sum);
      }
      layer = std::move(next);
    }
    S sum(0.0);
    for (std::size_t i = 0; i < layer.size(); ++i) sum = sum + sqr(layer[i] - S(labels(t, i)));
    return S(0.5) * sum;
  }

  [[nodiscard]] std::vector<Generator> generators() const {
    std::vector<Generator> all;
    for (std::size_t l = 0; l + 2 < sizes.size(); ++l) {
      const std::size_t h = sizes[l + 1];
      if (h > most_rotated) continue;
      for (std::size_t a = 0; a < h; ++a)
        for (std::size_t b = 0; b < h; ++b) {
          Generator g{
              "hidden layer " + std::to_string(l + 1) + ", neurons " + std::to_string(a) + " and " + std::to_string(b),
              {}};
          for (std::size_t c = 0; c < sizes[l]; ++c)
            g.entries.push_back({starts[l] + a * sizes[l] + c, starts[l] + b * sizes[l] + c, 1});
          for (std::size_t i = 0; i < sizes[l + 2]; ++i)
            g.entries.push_back({starts[l + 1] + i * h + b, starts[l + 1] + i * h + a, -1});
          all.push_back(std::move(g));
        }
    }
    return all;
  }

  [[nodiscard]] Facts facts() const {
    Facts f;
    f.infimum = 0;
    f.infimum_reason = "the loss is a sum of squares";
    return f;
  }
};

}  // namespace

ProblemKind deep_linear_network() {
  return kind<DeepLinearNetwork>("deep_linear_network", "1/2 sum_i |W_L ... W_1 x_i - y_i|^2",
                                 "W_1, .., W_L, each row by row (outputs x inputs)",
                                 {{"inputs", "the x_i, n x d", ""},
                                  {"labels", "the y_i, n x m", ""},
                                  {"hidden", "widths of the hidden layers, such as 3,2", ""}});
}

}  // namespace lemmata::theory::problem
