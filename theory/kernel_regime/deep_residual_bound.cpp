/// \file
/// # The deep residual kernel: a lower bound that does not decay exponentially with the depth
/// ## Statement   Non-zero x_1..x_n, n >= 2, no two parallel, scaled to unit length; K^(h), b^(h) the covariances and
///                means of the infinitely wide residual network of depth H >= 3 (deep_kernel.hpp), C^(1) = K^(1) -
///                b^(1) b^(1)^T. Then (a) lambda_min(K^(H-1)) > lambda_min(C^(1)) > 0, (b) lambda_min(C^(1)) >= c_s
///                sum_{1 <= k <= 16} mu_k^2 max(0, 1 - max_i sum_{j != i} |rho_ij|^k), (c) lambda_min(K^(H)) >=
///                (c_res^2 / H^2) E[s'(z)^2] lambda_min(C^(1)), z normal of variance K^(H-1)_ii; c_res = 1/2.
/// ## Source      Du, Lee, Li, Wang, Zhai (2019), ICML, Definition 6.1, Proposition F.2, arXiv:1811.03804, mark [R]:
///                that the residual kernel has no exponential dependence on the depth. The bound: dossier section 6,
///                LB8, mark [D].
/// ## Method      C^(h) = K^(h) - b^(h) b^(h)^T grows by (c_res/H)^2 Cov(s(u)) from layer to layer; Gershgorin on each
///                term of C^(1) = c_s sum_{k >= 1} mu_k^2 (X X^T)^(Hadamard k); Schur's bound for the last layer.
/// ## Notes       Strict in (a) because the covariance of s(u) is positive definite: for H = 2 and odd s it is an
///                equality.

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "theory/model/deep_kernel.hpp"
#include "theory/model/hermite_series.hpp"
#include "theory/model/input_families.hpp"
#include "theory/model/relu_gram_bounds.hpp"
#include "theory/statement/theorem.hpp"

#include <array>

namespace lemmata::theory::kernel_regime {
namespace {

constexpr const char* no_zero = "no input is zero";
constexpr const char* not_parallel = "no two inputs are parallel";
constexpr std::array names{"relu", "erf", "sin", "exp", "softplus", "tanh"};
constexpr int last_term = 16;

using I = Interval<Real>;
using N = Mp<50>;  // the rung of the kernels

struct Residual {
  struct Instance {
    Matrix<double> inputs;        ///< n x d, one input per row, of any length
    std::int64_t activation = 0;  ///< which of `names`
    std::int64_t depth = 3;       ///< H
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
  static std::vector<Constant<Instance>> constants();
  static std::vector<Feature> features(const Instance& x) { return {{"depth H", static_cast<double>(x.depth)}}; }
};

Statement Residual::statement() {
  Statement s;
  s.title = "The deep residual kernel: a lower bound that does not decay exponentially with the depth";
  s.text =
      "Non-zero inputs, n >= 2, no two parallel, scaled to unit length; the residual network of depth H >= 3, c_res = "
      "1/2. With C^(1) the centred kernel of the first layer, lambda_min(K^(H-1)) > lambda_min(C^(1)) and "
      "lambda_min(K^(H)) >= (c_res^2 / H^2) E[s'(z)^2] lambda_min(C^(1)): the depth enters as H^(-2) only.";
  s.source = {"S. S. Du, J. D. Lee, H. Li, L. Wang, X. Zhai",
              2019,
              "Gradient Descent Finds Global Minima of Deep Neural Networks",
              "ICML",
              "Definition 6.1 and Proposition F.2; the bound derived in the dossier, section 6, LB8",
              "arXiv:1811.03804"};
  s.provenance = Provenance::derived;
  s.dossier = "deep/kernel-resnet";
  s.hypotheses = {no_zero, not_parallel};
  const auto claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::exact, Provenance::derived});
  };
  claim("definite", "lambda_min(C^(1)) > 0");
  claim("grows", "lambda_min(K^(H-1)) > lambda_min(C^(1))");
  claim("series", "lambda_min(C^(1)) >= c_s sum_{1 <= k <= 16} mu_k^2 max(0, 1 - max_i sum_{j != i} |rho_ij|^k)");
  claim("last", "H^2 lambda_min(K^(H)) / (c_res^2 E[s'(z)^2]) >= lambda_min(C^(1))");
  return s;
}

Residual::Instance Residual::generate(Draw& draw) {
  Instance x;
  x.inputs = draw_inputs(draw, 4);
  x.activation = static_cast<std::int64_t>(draw.pick(names.size()));
  x.depth = draw.integer(3, 6);
  return x;
}

Activation activation_of(const Residual::Instance& x) {
  return activation(names.at(static_cast<std::size_t>(x.activation))).value();
}

DeepEntries<N> entries_of(const Residual::Instance& x) {
  return DeepEntries<N>(deep_kernel("resnet", activation_of(x), static_cast<unsigned>(x.depth)).value());
}

// f(i, j) off the diagonal, f(i, i) on it.
template <class Diagonal, class Entry>
Expected<Enclosure> least(const Matrix<double>& inputs, const Diagonal& diagonal, const Entry& entry,
                          const char* what) {
  const std::size_t n = inputs.rows();
  Matrix<I> a(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    a(i, i) = convert<Real>(diagonal());
    for (std::size_t j = 0; j < i; ++j) {
      a(i, j) = a(j, i) = convert<Real>(entry(unit_pair<N>(inputs.row(i), inputs.row(j))));
    }
  }
  if (n == 2) return Enclosure(a(0, 0) - abs(a(0, 1)), Evidence("formula", what));
  EigenvalueOptions options;
  options.highest = Tier::digits200;
  options.relative_width = 0x1p-80;
  return min_eigenvalue<200>(a, options).transform([&](const ExtremeEigenvalue& e) {
    return Enclosure(e.value, Evidence("eigenvalue", what));
  });
}

// Two equal rows, or two opposite ones of an odd or even activation, make it singular.
bool degenerate(const Residual::Instance& x) {
  const RowRelations relations = row_relations(x.inputs);
  return !relations.equal_directions().empty() ||
         (!relations.antipodal_pairs().empty() && activation_of(x).parity() != Parity::none);
}

// lambda_min(C^(1)), exactly 0 where degenerate.
Expected<Enclosure> centred(const Residual::Instance& x) {
  if (degenerate(x)) return number(0.0);
  const DeepEntries<N> entries = entries_of(x);
  const Interval<N> mean = sqr(entries.b(1));
  return least(
      x.inputs, [&] { return Interval<N>(1) - mean; },
      [&](const EqualVariance<N>& pair) { return entries.layer(pair, 1).c - mean; }, "lambda_min(C^(1))");
}

// K^(h)_ii, h < H.
Interval<N> variance(const DeepEntries<N>& entries, unsigned h) {
  return entries.layer({Interval<N>(1), Interval<N>(1), Interval<N>(0), Interval<N>(2)}, h).variance;
}

// lambda_min(K^(h)), h < H.
Expected<Enclosure> covariance_least(const Residual::Instance& x, unsigned h) {
  if (degenerate(x)) return number(0.0);
  const DeepEntries<N> entries = entries_of(x);
  return least(
      x.inputs, [&] { return variance(entries, h); },
      [&](const EqualVariance<N>& pair) { return entries.layer(pair, h).c; }, "lambda_min(K^(H-1))");
}

// lambda_min(K^(H)).
Expected<Enclosure> last(const Residual::Instance& x) {
  if (degenerate(x)) return number(0.0);
  const DeepEntries<N> entries = entries_of(x);
  return least(
      x.inputs, [&] { return entries.diagonal(); }, [&](const EqualVariance<N>& pair) { return entries.entry(pair); },
      "lambda_min(K^(H))");
}

Enclosure bound(const I& set, const char* what) { return Enclosure(set, Evidence("bound", what)); }

I slope_square(const Residual::Instance& x) {
  const Interval<N> v = variance(entries_of(x), static_cast<unsigned>(x.depth) - 1);
  return convert<Real>(derivative_dual(activation_of(x), same(v)));
}

// c_s sum mu_k^2 max(0, 1 - max_i sum_{j != i} |rho_ij|^k).
I series(const Residual::Instance& x) {
  const Activation s = activation_of(x);
  const Matrix<I> rho = cosines(x.inputs);
  I sum(0);
  for (int k = 1; k <= last_term; ++k) {
    I worst(0);
    for (std::size_t i = 0; i < rho.rows(); ++i) {
      I row(0);
      for (std::size_t j = 0; j < rho.rows(); ++j) {
        if (j != i) row += abs(pow(rho(i, j), k));
      }
      worst = max(worst, row);
    }
    sum += squared_coefficient(s, k) * max(I(0), I(1) - worst);
  }
  return sum / dual(s, same(I(1)));
}

template <Scalar T>
std::vector<Hypothesis> Residual::hypotheses(const Instance& x) {
  const RowRelations relations = row_relations(x.inputs);
  const bool parallel = !relations.equal_directions().empty() || !relations.antipodal_pairs().empty();
  return {{no_zero, truth(relations.zero_rows.empty()), {}}, {not_parallel, truth(!parallel), {}}};
}

// H^2 lambda_min(K^(H)) / (c_res^2 E[s'(z)^2]).
Expected<Enclosure> scaled_last(const Residual::Instance& x) {
  const I factor = I(4) * sqr(I(x.depth)) / slope_square(x);
  return last(x).transform([&](const Enclosure& e) { return e * bound(factor, "H^2 / (c_res^2 E[s'(z)^2])"); });
}

std::vector<Claim> claims(const Residual::Instance& x, const I& strength) {
  const Expected<Enclosure> first = centred(x);
  return {exceeds("definite", first, number(0.0)),
          exceeds("grows", covariance_least(x, static_cast<unsigned>(x.depth) - 1), first),
          at_least("series", first, bound(series(x) * strength, "LB8")), at_least("last", scaled_last(x), first)};
}

template <Scalar T>
std::vector<Claim> Residual::conclude(const Instance& x) {
  return claims(x, I(1));
}

std::vector<Constant<Residual::Instance>> Residual::constants() {
  return {constant<Instance>("series", "c in lambda_min(C^(1)) >= c c_s sum mu_k^2 max(0, 1 - ..), stated 1",
                             decimal("1"), true,
                             []<class T>(const Instance& x, const I& c) -> Claim { return claims(x, c).at(2); })};
}

std::vector<Control<Residual::Instance>> Residual::controls() {
  using X = Instance;
  const Matrix<double> three(3, 2, {5, 0, 3, 4, 0, 5});
  const Matrix<double> sixty_degrees(2, 3, {1, 1, 0, 1, 0, 1});
  const auto drawn = [](Draw& draw) { return generate(draw); };
  // Dossier section 6: three points, relu, c_res = 1/2.
  const auto published = [&](std::string name, std::int64_t depth, const char* covariance, const char* scaled) {
    return golden<X>(std::move(name), {three, 0, depth}, [=](const X& x, Precision) -> std::vector<Claim> {
      const auto h = static_cast<unsigned>(x.depth);
      const auto times = last(x).transform([&](const Enclosure& e) { return e * number(std::size_t{h} * h); });
      return {lies_in("lambda_min(C^(1))", centred(x), rounded_decimal("0.058842")),
              lies_in("lambda_min(K^(H-1))", covariance_least(x, h - 1), rounded_decimal(covariance)),
              lies_in("H^2 lambda_min(K^(H))", times, rounded_decimal(scaled))};
    });
  };
  return {
      dropped_hypothesis<X>("repeated_input", not_parallel, {Matrix<double>(3, 2, {1, 2, 3, -1, 2, 4}), 1, 3}),
      dropped_hypothesis<X>("odd_antipodal", not_parallel, {Matrix<double>(3, 2, {1, 2, 3, -1, -1, -2}), 2, 4}),
      sabotage<X>("series_strengthened", {sixty_degrees, 2, 3},
                  [](const X& x, Precision) { return claims(x, I(1.0625)); }),
      // Without the H^-2: K^(H) is not as large as that.
      drawn_sabotage<X>("depth_free", drawn,
                        [](const X& x, Precision) -> std::vector<Claim> {
                          const I factor = I(4) / slope_square(x);
                          return {at_least("lambda_min(K^(H)) >= c_res^2 E[s'(z)^2] lambda_min(C^(1))",
                                           last(x).transform([&](const Enclosure& e) {
                                             return e * bound(factor, "1 / (c_res^2 E[s'(z)^2])");
                                           }),
                                           centred(x))};
                        }),
      drawn_sabotage<X>("growth_turned", drawn,
                        [](const X& x, Precision) -> std::vector<Claim> {
                          return {less("grows", covariance_least(x, static_cast<unsigned>(x.depth) - 1), centred(x))};
                        }),
      tight_case<X>("sixty_degrees", {sixty_degrees, 2, 3}, "series", 0x1p-40),
      published("relu_H4", 4, "0.076747", "0.0328"),
      published("relu_H8", 8, "0.077645", "0.0334"),
      published("relu_H16", 16, "0.077810", "0.0337"),
  };
}

}  // namespace

Theorem deep_residual_bound() { return Theorem(Residual{}); }

}  // namespace lemmata::theory::kernel_regime
