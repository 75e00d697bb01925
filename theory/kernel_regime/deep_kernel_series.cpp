/// \file
/// # The deep fully connected kernel: a lower bound from the series of its activation
/// ## Statement   Non-zero x_1..x_n, n >= 2, no two parallel, scaled to unit length; K^(h), h < H, the covariances of
///                the infinitely wide fully connected network (deep_kernel.hpp), r = max_{i != j} |K^(h-1)_ij|. Then
///                (a) |K^(h)_ij| < 1 for i != j, (b) lambda_min(K^(h)) >= c_s sum_{k <= 16} mu_k^2 max(0, 1 - (n-1)
///                r^k), E[s(u) s(v)] = sum over k of mu_k^2 rho^k at unit variances. Checked for h = depth.
/// ## Source      Du, Lee, Li, Wang, Zhai (2019), ICML, Definition 5.1, arXiv:1811.03804, mark [R] (formulas recalled);
///                (b): dossier section 6, LB7, mark [D].
/// ## Method      K^(h) = c_s sum of mu_k^2 (K^(h-1))^(Hadamard k); Gershgorin on each term. The coefficients: relu
///                1/(2 pi), 1/4, C(2l-2, l-1) / (4^(l-1) (2l-1) 2l 2 pi) at 2l; erf (2/pi) C(2l, l) / (4^l (2l+1))
///                (2/3)^(2l+1) at 2l+1; sin 1/(e k!) at odd k; exp e/k!; softplus, sigmoid, tanh, swish enclosed
///                (hermite_series.hpp).

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/deep_kernel.hpp"
#include "theory/model/hermite_series.hpp"
#include "theory/model/input_families.hpp"
#include "theory/statement/theorem.hpp"

#include <array>

namespace lemmata::theory::kernel_regime {
namespace {

constexpr const char* no_zero = "no input is zero";
constexpr const char* not_parallel = "no two inputs are parallel";
constexpr std::array names{"relu", "erf", "sin", "exp", "softplus", "sigmoid", "tanh", "swish"};
constexpr int last_term = 16;

using I = Interval<Real>;

struct Series {
  struct Instance {
    Matrix<double> inputs;        ///< n x d, one input per row, of any length
    std::int64_t activation = 0;  ///< which of `names`
    std::int64_t depth = 1;       ///< h
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

Statement Series::statement() {
  Statement s;
  s.title = "The deep fully connected kernel: a lower bound from the series of its activation";
  s.text =
      "Non-zero inputs, n >= 2, no two parallel, scaled to unit length. The covariances K^(h) of the infinitely wide "
      "fully connected network have off-diagonal entries inside (-1, 1), and lambda_min(K^(h)) >= c_s sum_{k <= 16} "
      "mu_k^2 max(0, 1 - (n-1) r^k), r = max |K^(h-1)_ij|, mu_k the Hermite coefficients of the activation.";
  s.source = {"S. S. Du, J. D. Lee, H. Li, L. Wang, X. Zhai",
              2019,
              "Gradient Descent Finds Global Minima of Deep Neural Networks",
              "ICML",
              "Definition 5.1",
              "arXiv:1811.03804"};
  s.provenance = Provenance::recalled;
  s.dossier = "deep/kernel-fc";
  s.version = 2;
  s.hypotheses = {no_zero, not_parallel};
  s.claims = {{"inside", "max |K^(h)_ij| < 1 over i != j", Strength::exact, Provenance::derived},
              {"series", "lambda_min(K^(h)) >= c_s sum_{k <= 16} mu_k^2 max(0, 1 - (n-1) r^k)", Strength::exact,
               Provenance::derived}};
  return s;
}

Series::Instance Series::generate(Draw& draw) {
  Instance x;
  x.inputs = draw_inputs(draw, 5);
  x.activation = static_cast<std::int64_t>(draw.pick(names.size()));
  x.depth = draw.integer(1, 4);
  return x;
}

Activation activation_of(const Series::Instance& x) {
  return activation(names.at(static_cast<std::size_t>(x.activation))).value();
}

// K^(h); exactly 1 where two inputs have one direction.
Matrix<I> covariances(const Series::Instance& x, unsigned h) {
  const Activation s = activation_of(x);
  const std::size_t n = x.inputs.rows();
  const DeepEntries<Real> entries(deep_kernel("fc", s, h + 1).value());
  Matrix<I> k(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    k(i, i) = I(1);
    for (std::size_t j = 0; j < i; ++j) {
      k(i, j) = entries.layer(unit_pair<Real>(x.inputs.row(i), x.inputs.row(j)), h).c;
      k(j, i) = k(i, j);
    }
  }
  for (const auto& [i, j] : row_relations(x.inputs).equal_directions()) k(i, j) = k(j, i) = I(1);
  return k;
}

I largest(const Matrix<I>& k) {
  I most(0);
  for (std::size_t i = 0; i < k.rows(); ++i) {
    for (std::size_t j = 0; j < i; ++j) most = max(most, abs(k(i, j)));
  }
  return most;
}

Enclosure bound(const I& set, const char* what) { return Enclosure(set, Evidence("bound", what)); }

Enclosure series(const Series::Instance& x) {
  const Activation s = activation_of(x);
  const I r = largest(covariances(x, static_cast<unsigned>(x.depth - 1)));
  const I others(static_cast<double>(x.inputs.rows() - 1));
  I sum(0);
  for (int k = 0; k <= last_term; ++k) sum = sum + squared_coefficient(s, k) * max(I(0), I(1) - others * pow(r, k));
  return bound(sum / dual(s, same(I(1))), "LB7");
}

Expected<Enclosure> least(const Series::Instance& x) {
  const Matrix<I> k = covariances(x, static_cast<unsigned>(x.depth));
  if (k.rows() == 2) return bound(I(1) - abs(k(0, 1)), "1 - |K^(h)_12|");
  EigenvalueOptions options;
  options.highest = Tier::digits200;
  options.relative_width = 0x1p-112;
  return min_eigenvalue<200>(k, options).transform([](const ExtremeEigenvalue& e) {
    return Enclosure(e.value, Evidence("eigenvalue", "lambda_min(K^(h))"));
  });
}

template <Scalar T>
std::vector<Hypothesis> Series::hypotheses(const Instance& x) {
  const RowRelations relations = row_relations(x.inputs);
  const bool parallel = !relations.equal_directions().empty() || !relations.antipodal_pairs().empty();
  return {{no_zero, truth(relations.zero_rows.empty()), {}}, {not_parallel, truth(!parallel), {}}};
}

template <Scalar T>
std::vector<Claim> Series::conclude(const Instance& x) {
  return {less("inside", bound(largest(covariances(x, static_cast<unsigned>(x.depth))), "max |K^(h)_ij|"), number(1.0)),
          at_least("series", least(x), series(x))};
}

std::vector<Control<Series::Instance>> Series::controls() {
  using X = Instance;
  const Matrix<double> sixty_degrees(2, 3, {1, 1, 0, 1, 0, 1});
  const auto dual_value = [](const char* digits) {
    return [digits](const X& x, Precision) -> std::vector<Claim> {
      const I found = covariances(x, 1)(0, 1) * dual(activation_of(x), same(I(1)));
      return {lies_in("E[s(u) s(v)]", bound(found, "dual"), rounded_decimal(digits))};
    };
  };
  return {
      dropped_hypothesis<X>("repeated_input", not_parallel, {Matrix<double>(3, 2, {1, 2, 3, -1, 2, 4}), 1, 2}),
      sabotage<X>("series_strengthened", {sixty_degrees, 2, 1},
                  [](const X& x, Precision) -> std::vector<Claim> {
                    return {at_least("17/16 of the series", least(x), series(x) * number(1.0625))};
                  }),
      drawn_sabotage<X>(
          "mean_eigenvalue", [](Draw& draw) { return generate(draw); },
          [](const X& x, Precision) -> std::vector<Claim> {
            return {at_least("lambda_min(K^(h)) >= tr(K^(h)) / n", least(x), number(1.0))};
          }),
      tight_case<X>("sixty_degrees", {sixty_degrees, 2, 1}, "series", 0x1p-40),
      // tests/golden/overparametrization.json, dual/.../1_1_1/2/E_ss over csigma: K^(1)_12 at rho = 1/2.
      golden<X>("softplus_1", {sixty_degrees, 4, 1}, dual_value("0.780078165206943515574039211629")),
      golden<X>("sigmoid_1", {sixty_degrees, 5, 1}, dual_value("0.271428325631705280306087290490")),
      golden<X>("tanh_1", {sixty_degrees, 6, 1}, dual_value("0.186324413203448086106782889972")),
      golden<X>("swish_1", {sixty_degrees, 7, 1}, dual_value("0.183169663088159540824625070531")),
      // tests/golden/overparametrization.json: Sigma^(1) and Sigma^(10) of relu at rho = 1/2.
      golden<X>("relu_1", {sixty_degrees, 0, 1},
                [](const X& x, Precision) -> std::vector<Claim> {
                  return {lies_in("K^(1)", bound(covariances(x, 1)(0, 1), "K^(1)_12"),
                                  rounded_decimal("0.608997781044229358088996582490"))};
                }),
      golden<X>("relu_10", {sixty_degrees, 0, 10},
                [](const X& x, Precision) -> std::vector<Claim> {
                  return {lies_in("K^(10)", bound(covariances(x, 10)(0, 1), "K^(10)_12"),
                                  rounded_decimal("0.897646729807322553541324284967"))};
                }),
  };
}

}  // namespace

Theorem deep_kernel_series() { return Theorem(Series{}); }

}  // namespace lemmata::theory::kernel_regime
