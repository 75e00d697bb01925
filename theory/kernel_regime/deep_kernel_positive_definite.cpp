/// \file
/// # The Gram matrices of infinitely wide deep networks are positive definite
/// ## Statement   Non-zero x_1..x_n in R^d, no two parallel, scaled to unit length; s analytic and not a polynomial.
///                Then lambda_min(K^(H)) > 0 for the fully connected and the residual network of every depth H >= 2
///                (deep_kernel.hpp has the definitions), and
///                (a) lambda_min(K^(H)) >= c_s E[s'(z)^2] lambda_min(K^(H-1)) for the fully connected one.
/// ## Source      Du, Lee, Li, Wang, Zhai (2019), ICML, Propositions F.1 and F.2, arXiv:1811.03804: mark [R], that they
///                exist is checked, their wording is not. (a): dossier section 6, LB7, mark [D].
/// ## Method      (a) K^(H) = K^(H-1) o B with B_ij = c_s E[s'(u) s'(v)] positive semidefinite of constant diagonal;
///                Schur's bound. It is checked after division by the diagonal, where orthogonal inputs and an odd s
///                give 1 on both sides, exactly.
/// ## Notes       The activations are the analytic ones in closed form, and softplus, sigmoid, tanh, swish by enclosed
///                Hermite series. What singular matrices there are without a
///                hypothesis is decided exactly (deep_singularity), never by an enclosure.

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "theory/model/deep_kernel.hpp"
#include "theory/model/input_families.hpp"
#include "theory/model/relu_gram_bounds.hpp"
#include "theory/statement/theorem.hpp"

#include <array>

namespace lemmata::theory::kernel_regime {
namespace {

constexpr const char* no_zero = "no input is zero";
constexpr const char* not_parallel = "no two inputs are parallel";
constexpr const char* analytic = "the activation is analytic and not a polynomial";
constexpr std::array names{"erf",      "gelu",    "sin",  "cos",   "exp",   "gaussian",
                           "softplus", "sigmoid", "tanh", "swish", "square"};
constexpr std::size_t admitted = 10;  // those that the generator draws from

struct DeepGram {
  struct Instance {
    Matrix<double> inputs;        ///< n x d, one input per row, of any length
    std::int64_t activation = 0;  ///< which of `names`
    std::int64_t depth = 2;       ///< H
    static constexpr auto fields() {
      return std::tuple{Field{"inputs", &Instance::inputs}, Field{"activation", &Instance::activation},
                        Field{"depth", &Instance::depth}};
    }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

Statement DeepGram::statement() {
  Statement s;
  s.title = "The Gram matrices of infinitely wide deep networks are positive definite";
  s.text =
      "Non-zero inputs, no two parallel, scaled to unit length; an activation that is analytic and not a polynomial. "
      "Then the Gram matrix K^(H) of the last hidden layer is positive definite, for the fully connected and the "
      "residual network of every depth H >= 2.";
  s.source = {"S. S. Du, J. D. Lee, H. Li, L. Wang, X. Zhai",
              2019,
              "Gradient Descent Finds Global Minima of Deep Neural Networks",
              "ICML",
              "Propositions F.1 and F.2",
              "arXiv:1811.03804"};
  s.provenance = Provenance::recalled;
  s.dossier = "deep/pd";
  s.version = 2;
  s.hypotheses = {no_zero, not_parallel, analytic};
  s.claims = {{"fully_connected", "lambda_min(K^(H)) > 0", Strength::exact, Provenance::recalled},
              {"residual", "lambda_min(K^(H)) > 0 with c_res = 1/2", Strength::exact, Provenance::recalled},
              {"schur", "lambda_min(K^(H)) / (c_s E[s'(z)^2]) >= lambda_min(K^(H-1)), fully connected", Strength::exact,
               Provenance::derived}};
  return s;
}

DeepGram::Instance DeepGram::generate(Draw& draw) {
  Instance x;
  x.inputs = draw_inputs(draw, 4);
  x.activation = static_cast<std::int64_t>(draw.pick(admitted));
  x.depth = draw.integer(2, 4);
  return x;
}

Activation activation_of(const DeepGram::Instance& x) {
  return activation(names.at(static_cast<std::size_t>(x.activation))).value();
}

DeepKernel kernel_of(const DeepGram::Instance& x, const char* architecture) {
  return deep_kernel(architecture, activation_of(x), static_cast<unsigned>(x.depth)).value();
}

Expected<Enclosure> least(const Expected<ExtremeEigenvalue>& found, const char* what) {
  return found.transform([&](const ExtremeEigenvalue& e) { return Enclosure(e.value, Evidence("eigenvalue", what)); });
}

// f on the multiprecision rung that serves p.
template <class F>
Expected<Enclosure> in_multiprecision(Precision p, const F& f) {
  switch (p) {
    case Precision::binary64:
    case Precision::double_double:
    case Precision::digits50:
      return f.template operator()<50>();
    case Precision::digits100:
      return f.template operator()<100>();
    case Precision::digits200:
      break;
  }
  return f.template operator()<200>();
}

EigenvalueOptions fine() {
  EigenvalueOptions options;
  options.highest = Tier::digits200;
  options.relative_width = 0x1p-112;
  return options;
}

// The least eigenvalue of a matrix of constant diagonal.
template <unsigned D>
Expected<Enclosure> smallest(const Matrix<Interval<Mp<D>>>& a, const char* what) {
  if (a.rows() == 2) return Enclosure(convert<Real>(a(0, 0) - abs(a(0, 1))), Evidence("formula", what));
  return least(min_eigenvalue<D>(a, fine()), what);
}

// lambda_min(K^(H)); exactly 0 where that is decided.
Expected<Enclosure> kernel_least(const DeepGram::Instance& x, const char* architecture, Precision p) {
  const DeepKernel kernel = kernel_of(x, architecture);
  const RowRelations relations = row_relations(x.inputs);
  if (deep_singularity(x.inputs, relations, nullity(x.inputs, relations), kernel).singular == true) return number(0.0);
  return in_multiprecision(
      p, [&]<unsigned D>() { return smallest<D>(deep_gram_matrix<Mp<D>>(x.inputs, kernel), "lambda_min(K^(H))"); });
}

bool orthogonal(const Matrix<double>& inputs) {
  const Matrix<Interval<Real>> rho = cosines(inputs);
  for (std::size_t i = 0; i < rho.rows(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (zero(rho(i, j)) != Truth::yes) return false;
    }
  }
  return true;
}

// lambda_min of K^(H) / diagonal (last) or of K^(H-1), fully connected.
Expected<Enclosure> normalised_least(const DeepGram::Instance& x, bool last, Precision p) {
  const DeepKernel kernel = kernel_of(x, "fc");
  if (kernel.activation.parity() == Parity::odd && orthogonal(x.inputs)) return number(1.0);
  return in_multiprecision(p, [&]<unsigned D>() {
    using I = Interval<Mp<D>>;
    const std::size_t n = x.inputs.rows();
    const DeepEntries<Mp<D>> entries(kernel);
    Matrix<I> a(n, n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const EqualVariance<Mp<D>> pair = unit_pair<Mp<D>>(x.inputs.row(i), x.inputs.row(j));
        a(i, j) = last ? entries.entry(pair) / entries.diagonal() : entries.layer(pair, kernel.depth - 1).c;
        a(j, i) = a(i, j);
      }
      a(i, i) = I(Mp<D>(1));
    }
    return smallest<D>(a, last ? "lambda_min(K^(H)) / diagonal" : "lambda_min(K^(H-1))");
  });
}

template <Scalar T>
std::vector<Hypothesis> DeepGram::hypotheses(const Instance& x) {
  const RowRelations relations = row_relations(x.inputs);
  const bool parallel = !relations.equal_directions().empty() || !relations.antipodal_pairs().empty();
  return {{no_zero, truth(relations.zero_rows.empty()), {}},
          {not_parallel, truth(!parallel), {}},
          {analytic, truth(activation_of(x).analytic_not_polynomial()), {}}};
}

template <Scalar T>
std::vector<Claim> DeepGram::conclude(const Instance& x) {
  constexpr Precision p = precision_of<T>;
  return {exceeds("fully_connected", kernel_least(x, "fc", p), number(0.0)),
          exceeds("residual", kernel_least(x, "resnet", p), number(0.0)),
          at_least("schur", normalised_least(x, true, p), normalised_least(x, false, p))};
}

std::vector<Control<DeepGram::Instance>> DeepGram::controls() {
  using I = Instance;
  const Matrix<double> three(3, 2, {5, 0, 3, 4, 0, 5});
  const auto value = [&](std::string name, std::int64_t depth, const char* architecture, const char* digits,
                         std::int64_t activation = 0) {
    return golden<I>(std::move(name), {three, activation, depth}, [=](const I& x, Precision p) -> std::vector<Claim> {
      return {lies_in("lambda_min", kernel_least(x, architecture, p), rounded_decimal(digits))};
    });
  };
  return {
      dropped_hypothesis<I>("repeated_input", not_parallel, {Matrix<double>(3, 2, {1, 2, 3, -1, 1, 2}), 1, 2}),
      dropped_hypothesis<I>("odd_antipodal", not_parallel, {Matrix<double>(3, 2, {1, 2, 3, -1, -1, -2}), 0, 3}),
      dropped_hypothesis<I>("square", analytic, {Matrix<double>(6, 2, {1, 0, 0, 1, 1, 1, 1, -1, 1, 2, 2, 1}), 10, 2}),
      drawn_sabotage<I>(
          "schur_turned", [](Draw& draw) { return generate(draw); },
          [](const I& x, Precision p) -> std::vector<Claim> {
            return {at_most("schur", normalised_least(x, true, p), normalised_least(x, false, p))};
          }),
      drawn_sabotage<I>(
          "depth_free", [](Draw& draw) { return generate(draw); },
          [](const I& x, Precision p) -> std::vector<Claim> {
            return {at_least("lambda_min(K^(H)) of the residual network is that of the fully connected one",
                             kernel_least(x, "resnet", p), kernel_least(x, "fc", p))};
          }),
      tight_case<I>("orthogonal_and_odd", {Matrix<double>(2, 2, {3, 4, -4, 3}), 0, 2}, "schur", 0.0),
      // tests/golden/overparametrization.json
      value("erf_H2", 2, "fc", "0.234169830415771120534338578536"),
      value("erf_H3", 3, "fc", "0.293429474521506538218180532409"),
      value("erf_resnet_H2", 2, "resnet", "0.00679910718664893298668867526693"),
      value("erf_resnet_H3", 3, "resnet", "0.00308292379020644199942073901837"),
      value("softplus_H2", 2, "fc", "0.00746651874415292311549204431153", 6),
      value("softplus_H3", 3, "fc", "0.00261196424438399052140522224166", 6),
      value("softplus_resnet_H2", 2, "resnet", "4.29906240404510061499072809426e-4", 6),
      // Its last two digits, 80, are not: K11 - K12 cancels. Enclosed, they are 95.
      value("softplus_resnet_H3", 3, "resnet", "2.061966277422333335867544181e-4", 6),
  };
}

}  // namespace

Theorem deep_kernel_positive_definite() { return Theorem(DeepGram{}); }

}  // namespace lemmata::theory::kernel_regime
