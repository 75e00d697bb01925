/// \file
/// # The infinite-width ReLU Gram matrix is positive definite
/// ## Statement   Non-zero x_1..x_n in R^d, n >= 2, no two parallel (neither of equal nor of opposite direction),
///                scaled to unit length. Then lambda_min(H) > 0, where H_ij = rho_ij (pi - arccos rho_ij) / (2 pi).
///                Moreover (a) lambda_min(H) >= sum over k in {1, 2, 4, .., 64} of c_k max(0, 1 - max_i sum_{j != i}
///                |rho_ij|^k), (b) lambda_min(H) >= (1 - (n-1) r^(2L)) / (2 pi sqrt(pi (L - 1/2))), r = max |rho_ij|,
///                (c) lambda_min(H) >= lambda_min(X X^T) / 2,
///                (d) lambda_min(H) >= delta / (100 n^2), delta = min over pairs of |x_i - x_j| and |x_i + x_j|.
/// ## Source      Du, Zhai, Poczos, Singh (2019), ICLR, Theorem 3.1, arXiv:1810.02054: mark [V2]. (a), (b), (c):
///                dossier section 6, LB3, LB2, LB4, mark [D]. (d): Oymak, Soltanolkotabi (2020), mark [V2] through a
///                later generalisation.
/// ## Method      Parallel rows are decided exactly. (a) H = sum of c_k (X X^T)^(Hadamard k) with c_k >= 0 and unit
///                diagonals; Gershgorin on each term. (c) Schur's product bound.
/// ## Notes       Stated for unit vectors; the H of other lengths is congruent by a diagonal scaling. The converse is
///                false: {x, -x} gives H = I/2, which is why the dropped hypothesis has to fail in a way that matters.

#include "theory/model/input_families.hpp"
#include "theory/model/parallel_rows.hpp"
#include "theory/model/relu_gram_bounds.hpp"
#include "theory/statement/theorem.hpp"

#include <algorithm>

namespace lemmata::theory::kernel_regime {
namespace {

constexpr const char* no_zero = "no input is zero";
constexpr const char* not_parallel = "no two inputs are parallel";

struct ReluGram {
  struct Instance {
    Matrix<double> inputs;  ///< n x d, one input per row, of any length
    static constexpr auto fields() { return std::tuple{Field{"inputs", &Instance::inputs}}; }
  };
  static Statement statement();
  static Instance generate(Draw& draw) { return {draw_inputs(draw, 12)}; }
  static Expected<Instance> admit(const Dataset& data);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
  static std::vector<Constant<Instance>> constants();
  static std::vector<Feature> features(const Instance& x);
};

Expected<Enclosure> bound(const Expected<Interval<Real>>& value, const char* what) {
  return value.transform([&](const Interval<Real>& set) { return Enclosure(set, Evidence("bound", what)); });
}

Statement ReluGram::statement() {
  Statement s;
  s.title = "The infinite-width ReLU Gram matrix is positive definite";
  s.text =
      "Non-zero inputs x_1..x_n, n >= 2, no two parallel, scaled to unit length; rho_ij = x_i . x_j and "
      "H_ij = rho_ij (pi - arccos rho_ij) / (2 pi). Then lambda_min(H) > 0, with the lower bounds below.";
  s.source = {"S. S. Du, X. Zhai, B. Poczos, A. Singh",
              2019,
              "Gradient Descent Provably Optimizes Over-parameterized Neural Networks",
              "ICLR",
              "Theorem 3.1",
              "arXiv:1810.02054"};
  s.provenance = Provenance::restated;
  s.dossier = "gram/two-layer-relu";
  s.hypotheses = {no_zero, not_parallel};
  s.claims = {
      {"positive", "lambda_min(H) > 0", Strength::exact, Provenance::restated},
      {"gershgorin_hadamard", "lambda_min(H) >= sum_{k=1,2,4,..,64} c_k max(0, 1 - max_i sum_{j!=i} |rho_ij|^k)",
       Strength::exact, Provenance::derived},
      {"dimension_free", "lambda_min(H) >= (1 - (n-1) r^(2L)) / (2 pi sqrt(pi (L - 1/2))), r = max |rho_ij|",
       Strength::exact, Provenance::derived},
      {"schur", "lambda_min(H) >= lambda_min(X X^T) / 2", Strength::exact, Provenance::derived},
      {"separation", "lambda_min(H) >= delta / (100 n^2), delta = min |x_i +- x_j|", Strength::exact,
       Provenance::restated},
  };
  s.notes = {"Sufficient, not necessary: {x, -x} gives H = I/2 (kernel_regime/relu_gram_nullity says exactly when)."};
  return s;
}

Expected<ReluGram::Instance> ReluGram::admit(const Dataset& data) {
  constexpr std::size_t most = 500;
  if (data.size() < 2 || data.size() > most) {
    return Failure{FailureKind::inapplicable, "this theorem is checked on 2 to " + std::to_string(most) +
                                                  " inputs, not " + std::to_string(data.size()) +
                                                  " (lemmata gram answers for larger data)"};
  }
  return Instance{data.inputs};
}

template <Scalar T>
std::vector<Hypothesis> ReluGram::hypotheses(const Instance& x) {
  const RowRelations relations = row_relations(x.inputs);
  Hypothesis zero{no_zero, truth(relations.zero_rows.empty()), {}};
  if (!relations.zero_rows.empty()) zero.where = "row " + std::to_string(relations.zero_rows.front());
  Hypothesis parallel{not_parallel, Truth::yes, {}};
  for (const Line& line : relations.lines) {
    if (line.same.size() + line.opposite.size() < 2) continue;
    const std::size_t other = line.same.size() > 1 ? line.same[1] : line.opposite.front();
    parallel = {not_parallel, Truth::no, "rows " + std::to_string(line.same.front()) + " and " + std::to_string(other)};
    break;
  }
  return {zero, parallel};
}

template <Scalar T>
std::vector<Claim> ReluGram::conclude(const Instance& x) {
  const Matrix<Interval<Real>> rho = cosines(x.inputs);
  const Expected<Enclosure> least = relu_gram_min_eigenvalue(x.inputs, precision_of<T>);
  const Expected<Enclosure> half_schur =
      cosine_min_eigenvalue(x.inputs).transform([](const Enclosure& e) { return e * number(0.5); });
  return {
      exceeds("positive", least, number(0.0)),
      at_least("gershgorin_hadamard", least, bound(gershgorin_hadamard_bound(rho), "LB3")),
      at_least("dimension_free", least, bound(dimension_free_bound(rho), "LB2")),
      at_least("schur", least, half_schur),
      at_least("separation", least, bound(separation_bound(rho), "LB1")),
  };
}

std::vector<Control<ReluGram::Instance>> ReluGram::controls() {
  using I = Instance;
  const auto value = [](std::string name, Matrix<double> inputs, const char* digits) {
    return golden<I>(std::move(name), {std::move(inputs)}, [digits](const I& x, Precision p) -> std::vector<Claim> {
      return {lies_in("lambda_min", relu_gram_min_eigenvalue(x.inputs, p), rounded_decimal(digits))};
    });
  };
  const auto lower_bounds = [](std::string name, Matrix<double> inputs, const char* series, const char* closed) {
    return golden<I>(std::move(name), {std::move(inputs)}, [=](const I& x, Precision) -> std::vector<Claim> {
      const Matrix<Interval<Real>> rho = cosines(x.inputs);
      return {lies_in("series", bound(gershgorin_hadamard_bound(rho), "LB3"), rounded_decimal(series)),
              lies_in("closed", bound(dimension_free_bound(rho), "LB2"), rounded_decimal(closed))};
    });
  };
  const Matrix<double> sixty_degrees(2, 3, {1, 1, 0, 1, 0, 1});
  // A hypothesis dropped: exact zeros of lambda_min.
  return {
      dropped_hypothesis<I>("repeated_input", not_parallel, {Matrix<double>(3, 2, {1, 2, 3, -1, 1, 2})}),
      dropped_hypothesis<I>("hexagon", not_parallel, {hexagon()}),
      dropped_hypothesis<I>("antipodal_six", not_parallel, {antipodal_six()}),
      // False bounds.
      drawn_sabotage<I>(
          "mean_eigenvalue", [](Draw& draw) { return generate(draw); },
          [](const I& x, Precision p) -> std::vector<Claim> {
            return {exceeds("lambda_min(H) > tr(H)/n", relu_gram_min_eigenvalue(x.inputs, p), number(0.5))};
          }),
      sabotage<I>("series_strengthened", {sixty_degrees},
                  [](const I& x, Precision p) -> std::vector<Claim> {
                    const Interval<Real> series = gershgorin_hadamard_bound(cosines(x.inputs));
                    return {at_least("17/16 of the series", relu_gram_min_eigenvalue(x.inputs, p),
                                     bound(series * Interval<Real>(Real(1.0625)), "LB3 times 17/16"))};
                  }),
      sabotage<I>("schur_doubled", {sixty_degrees},
                  [](const I& x, Precision p) -> std::vector<Claim> {
                    return {at_least("lambda_min(H) >= lambda_min(X X^T)", relu_gram_min_eigenvalue(x.inputs, p),
                                     cosine_min_eigenvalue(x.inputs))};
                  }),
      // At 60 degrees lambda_min = 1/3 and the series misses only its tail; three orthogonal inputs attain (c).
      tight_case<I>("sixty_degrees", {sixty_degrees}, "gershgorin_hadamard", 0.0625),
      tight_case<I>("orthogonal", {Matrix<double>(3, 3, {1, 2, 2, 2, 1, -2, 2, -2, 1})}, "schur", 0.0),
      // Unit vectors 60 degrees apart are at distance 1: delta / (100 n^2) = 1/400.
      golden<I>("sixty_degrees_separation", {sixty_degrees},
                [](const I& x, Precision) -> std::vector<Claim> {
                  return {lies_in("separation", bound(separation_bound(cosines(x.inputs)), "LB1"),
                                  rounded_decimal("0.00250000000000000000"))};
                }),
      // tests/golden/overparametrization.json
      value("R4", rational_four(), "0.0908815119011833674580593807262"),
      value("R6", rational_six(), "0.0208806130253973110229976502425"),
      value("R10", rational_ten(), "0.0403645785831246350316687779053"),
      value("simplex_5", simplex(5), "0.290215311627583121885475096664"),
      value("near_antipodal_six_1e-3", near_antipodal_six(1e3), "3.18563720183660836923959328122e-4"),
      value("near_antipodal_six_1e-6", near_antipodal_six(1e6), "3.18310141355335102340664060138e-7"),
      lower_bounds("R4_bounds", rational_four(), "0.0545896628134975915194534976557",
                   "0.0286939361307425445998499939019"),
      lower_bounds("R10_bounds", rational_ten(), "0.00913103243280216209819551495937",
                   "0.00856672989302178454584440542264"),
  };
}

// Each bound is homogeneous in its constant.
std::vector<Constant<ReluGram::Instance>> ReluGram::constants() {
  using I = Instance;
  const auto lower = [](std::string name, std::string text, const char* claim, Interval<Real> stated, auto bound_of) {
    return constant<I>(std::move(name), std::move(text), stated, true,
                       [=]<class T>(const I& x, const Interval<Real>& c) -> Claim {
                         const Expected<Interval<Real>> strengthened =
                             Expected<Interval<Real>>(bound_of(x)).transform([&](const Interval<Real>& b) {
                               return b * (c / stated);
                             });
                         return at_least(claim, relu_gram_min_eigenvalue(x.inputs, precision_of<T>),
                                         bound(strengthened, "strengthened"));
                       });
  };
  return {
      lower("separation", "c in lambda_min(H) >= c delta / n^2, stated 1/100", "separation", decimal("0.01"),
            [](const I& x) { return separation_bound(cosines(x.inputs)); }),
      lower("schur", "c in lambda_min(H) >= c lambda_min(X X^T), stated 1/2", "schur", decimal("0.5"),
            [](const I& x) {
              return cosine_min_eigenvalue(x.inputs).transform(
                  [](const Enclosure& e) { return e.set() * Interval<Real>(Real(0.5)); });
            }),
      lower("series", "c in lambda_min(H) >= c sum_k c_k max(0, ..), stated 1", "gershgorin_hadamard", decimal("1"),
            [](const I& x) { return gershgorin_hadamard_bound(cosines(x.inputs)); }),
      lower("closed_form", "c in lambda_min(H) >= c (1 - (n-1) r^(2L)) / (2 pi sqrt(pi (L - 1/2))), stated 1",
            "dimension_free", decimal("1"), [](const I& x) { return dimension_free_bound(cosines(x.inputs)); }),
  };
}

std::vector<Feature> ReluGram::features(const Instance& x) {
  double largest = 0;
  const Matrix<Interval<Real>> rho = cosines(x.inputs);
  for (std::size_t i = 0; i < rho.rows(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      largest = std::max(largest, convert<double>(Interval<Real>(abs(rho(i, j)).mid())).sup());
    }
  }
  return {{"inputs n", static_cast<double>(x.inputs.rows())}, {"1 - max |rho|", 1 - largest}};
}

}  // namespace

Theorem relu_gram_positive_definite() { return Theorem(ReluGram{}); }

}  // namespace lemmata::theory::kernel_regime
