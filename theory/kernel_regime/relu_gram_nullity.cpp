/// \file
/// # The nullity of the infinite-width ReLU Gram matrix
/// ## Statement   Non-zero inputs on lines through the origin; H_ij = x_i . x_j (pi - arccos rho_ij) / (2 pi). Let P
///                lines, with directions p_1..p_P, carry inputs of both directions, and let an input direction that
///                occurs m times count m - 1 repetitions. Then nullity(H) = repetitions + P - rank[p_1, .., p_P].
/// ## Source      Theory dossier, section 1.2 (`gram/nullity`), mark [D]: sharpens Du, Zhai, Poczos, Singh (2019),
///                ICLR, Theorem 3.1, arXiv:1810.02054. The same null space holds for the second-layer kernel.
/// ## Method      nullity(H) is enclosed by two arguments that do not use the theorem. From below: exact null vectors
///                by cancellation (`relu_null_space`). From above: H + V V^T is certified positive definite for a
///                matrix V of k columns, so nullity(H) <= k.
/// ## Notes       Non-parallel inputs are sufficient for positive definiteness, not necessary. In R^d any d+1 antipodal
///                pairs make H singular.

#include "theory/model/input_families.hpp"
#include "theory/model/parallel_rows.hpp"
#include "theory/model/relu_gram_bounds.hpp"
#include "theory/model/relu_null_space.hpp"
#include "theory/statement/theorem.hpp"

namespace lemmata::theory::kernel_regime {
namespace {

constexpr const char* no_zero = "no input is zero";

struct ReluGramNullity {
  struct Instance {
    Matrix<double> inputs;  ///< n x d, one input per row, of any length
    static constexpr auto fields() { return std::tuple{Field{"inputs", &Instance::inputs}}; }
  };
  static Statement statement();
  static Instance generate(Draw& draw) { return {draw_antipodal_inputs(draw, 10)}; }
  static Expected<Instance> admit(const Dataset& data);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x) {
    const std::vector<std::size_t> zero = row_relations(x.inputs).zero_rows;
    return {{no_zero, truth(zero.empty()), zero.empty() ? "" : "row " + std::to_string(zero.front())}};
  }
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
  static std::vector<Constant<Instance>> constants();
};

Statement ReluGramNullity::statement() {
  Statement s;
  s.title = "The nullity of the infinite-width ReLU Gram matrix";
  s.text =
      "Non-zero inputs; P lines, of directions p_1..p_P, carry inputs of both directions; a direction that occurs m "
      "times counts m - 1 repetitions. Then nullity(H) = repetitions + P - rank[p_1, .., p_P].";
  s.source = {"Theory dossier of this library",
              2025,
              "Over-parametrisation, Gram matrices and the tangent kernel",
              "",
              "section 1.2, sharpening Du, Zhai, Poczos, Singh (2019), Theorem 3.1",
              "arXiv:1810.02054"};
  s.provenance = Provenance::derived;
  s.dossier = "gram/nullity";
  s.hypotheses = {no_zero};
  s.claims = {{"nullity", "nullity(H) = repetitions + P - rank[p_1, .., p_P]", Strength::exact, Provenance::derived}};
  return s;
}

Expected<ReluGramNullity::Instance> ReluGramNullity::admit(const Dataset& data) {
  constexpr std::size_t most = 400;
  if (data.size() < 1 || data.size() > most) {
    return Failure{FailureKind::inapplicable, "this theorem is checked on 1 to " + std::to_string(most) +
                                                  " inputs, not " + std::to_string(data.size())};
  }
  return Instance{data.inputs};
}

// What the theorem says, in the three terms of the formula.
struct Prediction {
  std::size_t repetitions = 0;
  std::size_t antipodal_lines = 0;
  std::size_t rank = 0;
};

Expected<Prediction> predict(const Matrix<double>& inputs) {
  Prediction prediction;
  for (const Line& line : row_relations(inputs).lines) {
    prediction.repetitions += line.same.size() - 1;
    if (line.opposite.empty()) continue;
    prediction.repetitions += line.opposite.size() - 1;
    ++prediction.antipodal_lines;
  }
  return antipodal_line_rank(inputs).transform([&](std::size_t rank) {
    prediction.rank = rank;
    return prediction;
  });
}

Expected<Enclosure> predicted(const Matrix<double>& inputs) {
  return predict(inputs).transform(
      [](const Prediction& p) { return number(p.repetitions + p.antipodal_lines - p.rank); });
}

// [exact null vectors found, the k for which H + V V^T is positive definite, else n].
Expected<Enclosure> certified_nullity(const Matrix<double>& inputs, Precision p) {
  return relu_null_space(inputs).and_then([&](const ReluNullSpace& space) -> Expected<Enclosure> {
    const Expected<Enclosure> shifted = relu_gram_min_eigenvalue_plus(inputs, space.approximate_basis, p);
    if (!shifted) return shifted.error();
    const bool complete = positive(*shifted) == Truth::yes;
    return Enclosure(
        {Real(space.dimension), Real(complete ? space.dimension : inputs.rows())},
        Evidence("nullity", "exact null vectors from below, lambda_min(H + V V^T) > 0 from above", {shifted->why()}));
  });
}

template <Scalar T>
std::vector<Claim> ReluGramNullity::conclude(const Instance& x) {
  return {equals("nullity", certified_nullity(x.inputs, precision_of<T>), predicted(x.inputs))};
}

std::vector<Control<ReluGramNullity::Instance>> ReluGramNullity::controls() {
  using I = Instance;
  const auto is = [](std::string name, Matrix<double> inputs, double nullity) {
    return golden<I>(std::move(name), {std::move(inputs)}, [nullity](const I& x, Precision p) -> std::vector<Claim> {
      return {equals("certified", certified_nullity(x.inputs, p), number(nullity)),
              equals("predicted", predicted(x.inputs), number(nullity))};
    });
  };
  // A false formula, on inputs where it differs.
  const auto wrong = [](std::string name, Matrix<double> inputs, auto formula) {
    return sabotage<I>(std::move(name), {std::move(inputs)}, [formula](const I& x, Precision p) -> std::vector<Claim> {
      return {equals("nullity", certified_nullity(x.inputs, p), predict(x.inputs).transform(formula))};
    });
  };
  return {
      dropped_hypothesis<I>("zero_input", no_zero, {Matrix<double>(2, 2, {1, 0, 0, 0})}),
      wrong("rank_forgotten", antipodal_six(),
            [](const Prediction& p) { return number(p.repetitions + p.antipodal_lines); }),
      wrong("repetitions_forgotten", Matrix<double>(2, 1, {1, 2}),
            [](const Prediction& p) { return number(p.antipodal_lines - p.rank); }),
      wrong("never_singular", hexagon(), [](const Prediction&) { return number(0.0); }),
      drawn_sabotage<I>(
          "parallel_means_singular", [](Draw& draw) { return generate(draw); },
          [](const I& x, Precision p) -> std::vector<Claim> {
            return {
                equals("nullity", certified_nullity(x.inputs, p), predict(x.inputs).transform([](const Prediction& q) {
                  return number(q.repetitions + q.antipodal_lines);
                }))};
          }),
      tight_case<I>("hexagon_equality", {hexagon()}, "nullity", 0.0),
      // Dossier section 5: hexagon 1, cross-polytope 0, {x, -x} 0; antipodal-6 1.
      is("hexagon", hexagon(), 1),
      is("antipodal_six", antipodal_six(), 1),
      is("opposite_pair", Matrix<double>(2, 1, {1, -1}), 0),
      is("cross_polytope", Matrix<double>(6, 3, {1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1}), 0),
      is("repeated_thrice", Matrix<double>(3, 2, {1, 2, 2, 4, 3, 6}), 2),
      is("near_antipodal_six_1e-6", near_antipodal_six(1e6), 0),
      golden<I>("hexagon_lambda_max", {hexagon()},
                [](const I& x, Precision p) -> std::vector<Claim> {
                  return {
                      lies_in("lambda_max", relu_gram_max_eigenvalue(x.inputs, p), rounded_decimal("0.750000000000"))};
                }),
  };
}

std::vector<Constant<ReluGramNullity::Instance>> ReluGramNullity::constants() {
  using I = Instance;
  // An equality: any other factor is refuted wherever H is singular.
  return {constant<I>("formula", "c in nullity(H) = c (repetitions + P - rank), stated 1", decimal("1"), true,
                      []<class T>(const I& x, const Interval<Real>& c) -> Claim {
                        const Expected<Enclosure> scaled = predicted(x.inputs).transform([&](const Enclosure& e) {
                          return Enclosure(e.set() * c, Evidence("strengthened", "the formula times c", {e.why()}));
                        });
                        return equals("nullity", certified_nullity(x.inputs, precision_of<T>), scaled);
                      })};
}

}  // namespace

Theorem relu_gram_nullity() { return Theorem(ReluGramNullity{}); }

}  // namespace lemmata::theory::kernel_regime
