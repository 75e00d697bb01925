// Dual activations and deep kernels against golden values computed independently, identities that tie the closed forms
// together, and each arithmetic against a finer one.

#include "theory/model/deep_kernel.hpp"

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/scalar/text.hpp"
#include "theory/model/hermite_series.hpp"
#include "theory/model/kernel.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <random>

namespace lemmata::theory {
namespace {

using Number = Mp<100>;
using I = Interval<Number>;
using Json = nlohmann::json;

const Json& golden() {
  static const Json values = Json::parse(std::ifstream(std::string(LEMMATA_GOLDEN) + "/overparametrization.json"));
  return values;
}

/// "3/10", "1-1e-6", "0.25".
I rational(const std::string& text) {
  const std::size_t bar = text.find('/');
  if (bar != std::string::npos) return rational(text.substr(0, bar)) / rational(text.substr(bar + 1));
  if (text.starts_with("1-")) return I(Number(1)) - rational(text.substr(2));
  return parse_enclosure<Number>(text).value();
}

/// The printed value, give or take one unit of its last digit; exact values as they are.
I printed(const Json& entry) {
  const std::string text = entry["value"];
  const I value = rational(text);
  if (entry["digits"] == "exact" || text == "0") return value;
  const I unit = abs(value) * parse_enclosure<Number>("1e-28").value();
  return value + I(-unit.sup(), unit.sup());
}

std::optional<Activation> known(std::string name) {
  if (name.starts_with("leaky_relu_")) name = "leaky-relu:" + name.substr(11);
  const Expected<Activation> found = activation(name);
  return found ? std::optional(*found) : std::nullopt;
}

std::vector<Activation> all_activations() {
  std::vector<Activation> result;
  for (const char* name : {"relu", "leaky-relu", "leaky-relu:-1/2", "abs", "erf", "gelu", "sin", "cos", "exp",
                           "gaussian", "square", "cube"}) {
    result.push_back(activation(name).value());
  }
  return result;
}

void expect_golden(const I& found, const Json& entry) {
  EXPECT_FALSE(disjoint(found, printed(entry))) << entry["id"] << ": " << found.mid();
  const std::optional<Activation> s = known(entry["inputs"].value("activation", "relu"));
  const bool series = s && has_hermite_series(s->kind);  // their remainder is enclosed, not driven to zero
  EXPECT_LT(found.width(), Number(series ? "1e-30" : "1e-80")) << entry["id"];
}

TEST(dual_activation, golden_values_are_enclosed) {
  int compared = 0;
  for (const Json& entry : golden()) {
    const std::string id = entry["id"];
    if (!id.starts_with("dual/")) continue;
    const std::optional<Activation> s = known(entry["inputs"]["activation"]);
    if (!s) continue;
    const Json& cov = entry["inputs"]["cov"];
    const Covariance<Number> k = covariance(rational(cov[0]), rational(cov[1]), rational(cov[2]));
    expect_golden(id.ends_with("E_ss") ? dual(*s, k) : derivative_dual(*s, k), entry);
    ++compared;
  }
  EXPECT_GE(compared, 46);
}

TEST(dual_activation, moments_at_unit_variance_are_golden) {
  int compared = 0;
  const I one(Number(1));
  for (const Json& entry : golden()) {
    const std::string id = entry["id"];
    if (!id.starts_with("csigma/")) continue;
    const std::optional<Activation> s = known(entry["inputs"].value("activation", "relu"));
    if (!s || s->parity() == Parity::odd) continue;
    if (id.ends_with("/c_sigma")) expect_golden(one / dual(*s, same(one)), entry);
    if (id.ends_with("/E_d2")) expect_golden(derivative_dual(*s, same(one)), entry);
    if (id.ends_with("/E_s")) expect_golden(mean(*s, one), entry);
    ++compared;
  }
  EXPECT_GE(compared, 4);
}

// d/dc E[s(u) s(v)] = E[s'(u) s'(v)]: by the mean value theorem a difference quotient is a value between.
TEST(dual_activation, price_identity_holds) {
  const I h = rational("1e-30");
  for (const Activation& s : all_activations()) {
    for (const char* text : {"-99/100", "-1/2", "0", "3/10", "999/1000"}) {
      const I a = rational("9/4");
      const I b = rational("4/9");
      const I c = rational(text);
      const I quotient =
          (dual(s, covariance<Number>(a, b, c + h)) - dual(s, covariance<Number>(a, b, c - h))) / (h + h);
      const I between = derivative_dual(s, covariance<Number>(a, b, hull<Number>(c - h, c + h)));
      EXPECT_FALSE(disjoint(quotient, between))
          << s.name << " at " << text << ": " << quotient.mid() << " " << between.mid();
      EXPECT_LT(quotient.width(), Number("1e-60"));
      EXPECT_LT(between.width(), Number("1e-20"));
    }
  }
}

TEST(dual_activation, independent_arguments_factorise) {
  const I a = rational("9/4");
  const I b = rational("1/3");
  for (const Activation& s : all_activations()) {
    const I found = dual(s, covariance(a, b, I(Number(0))));
    EXPECT_FALSE(disjoint(found, mean(s, a) * mean(s, b))) << s.name;
  }
}

TEST(dual_activation, cauchy_schwarz_holds) {
  const I a = rational("2");
  const I b = rational("1/2");
  for (const Activation& s : all_activations()) {
    for (const char* text : {"-9/10", "-1/3", "1/5", "99/100"}) {
      const I product = dual(s, same(a)) * dual(s, same(b));
      EXPECT_EQ(less(sqr(dual(s, covariance(a, b, rational(text)))), product), Truth::yes) << s.name;
    }
  }
}

TEST(dual_activation, deficit_is_the_difference_and_keeps_its_digits) {
  for (const Activation& s : all_activations()) {
    for (const char* text : {"1/2", "1e-3", "1e-20", "1/1000000", "19/10", "1", "2"}) {
      const I v = rational("4/3");
      const I gap = rational(text);
      const I sum = v + v - gap;
      if (!(sum.inf() >= 0)) continue;
      const EqualVariance<Number> k{v, v - gap, gap, sum};
      const I found = deficit(s, k);
      EXPECT_FALSE(disjoint(found, dual(s, same(v)) - dual(s, k.covariance()))) << s.name << " " << text;
      const EqualVariance<double> coarse{convert<double>(v), convert<double>(k.c), convert<double>(gap),
                                         convert<double>(sum)};
      const Interval<double> rough = deficit(s, coarse);
      EXPECT_TRUE(found.subset_of(convert<Number>(rough))) << s.name << " " << text;
      EXPECT_LE(rough.width(), 1e-12 * rough.mag()) << s.name << " " << text;
    }
  }
}

TEST(dual_activation, names_are_refused) {
  EXPECT_FALSE(activation("relu6"));
  EXPECT_FALSE(activation("leaky-relu:1"));
  EXPECT_FALSE(activation("leaky-relu:1/0"));
  EXPECT_FALSE(activation("leaky-relu:x"));
  EXPECT_TRUE(activation("leaky-relu:-1"));
  EXPECT_EQ(activation("leaky-relu:-1")->parity(), Parity::even);
}

// Three points with rational coordinates: 5 (1, 0), (3, 4), 5 (0, 1).
const Matrix<double> three_points(3, 2, {5, 0, 3, 4, 0, 5});

TEST(deep_kernel, golden_values_are_enclosed) {
  int compared = 0;
  for (const Json& entry : golden()) {
    const std::string id = entry["id"];
    const bool tangent = id.starts_with("ntk/relu/T3");
    if (!id.starts_with("kh/fc") && !id.starts_with("kh/resnet") && !tangent) continue;
    const Json& inputs = entry["inputs"];
    const std::optional<Activation> s = known(inputs.value("activation", "relu"));
    if (!s) continue;
    const std::string name = tangent ? "ntk" : id.starts_with("kh/fc") ? "fc" : "resnet";
    const DeepKernel kernel = deep_kernel(name, *s, inputs[tangent ? "L" : "H"].get<unsigned>()).value();
    const Matrix<I> gram = deep_gram_matrix<Number>(three_points, kernel);
    const std::string what = id.substr(id.rfind('/') + 1);
    if (what == "lambda_min") {
      const Expected<ExtremeEigenvalue> least = min_eigenvalue<100>(gram);
      ASSERT_TRUE(least);
      EXPECT_FALSE(disjoint(convert<Real>(printed(entry)), least->value)) << id;
      EXPECT_LT(least->value.width(), Real("1e-12")) << id;
    } else if (what.starts_with("K") && what.size() == 3) {
      expect_golden(gram(static_cast<std::size_t>(what[1] - '1'), static_cast<std::size_t>(what[2] - '1')), entry);
    } else {
      continue;
    }
    ++compared;
  }
  EXPECT_GE(compared, 30);
}

TEST(deep_kernel, tangent_recursion_is_golden_up_to_nearly_parallel_inputs) {
  int compared = 0;
  for (const Json& entry : golden()) {
    const std::string id = entry["id"];
    if (!id.starts_with("ntk/relu/rho=") || !entry["inputs"].contains("L")) continue;
    const I rho = rational(entry["inputs"]["rho"]);
    const unsigned layers = entry["inputs"]["L"];
    const I one(Number(1));
    const EqualVariance<Number> pair{one, rho, one - rho, max(one + rho, I(Number(0)))};
    const DeepEntries<Number> entries(deep_kernel("ntk", activation("relu").value(), layers).value());
    const EqualVariance<Number> last = entries.layer(pair, layers);
    const std::string quantity = entry["quantity"];
    I found;
    if (quantity == "Theta^(L)") {
      found = entries.entry(pair);
    } else if (quantity == "Sigma^(L)") {
      found = last.c;
    } else if (quantity == "1-Sigma^(10)") {
      found = last.gap;
    } else if (quantity == "11-Theta^(10)") {
      found = entries.diagonal() - entries.entry(pair);
    } else {
      continue;
    }
    EXPECT_FALSE(disjoint(found, printed(entry))) << id << ": " << found.mid();
    EXPECT_LT(found.width(), Number("1e-60")) << id;
    ++compared;
  }
  EXPECT_GE(compared, 30);
}

std::vector<DeepKernel> some_kernels() {
  std::vector<DeepKernel> result;
  for (const Activation& s : all_activations()) {
    for (const char* name : {"fc", "resnet", "ntk"}) result.push_back(deep_kernel(name, s, 3).value());
  }
  return result;
}

/// mid + lo +- rad of the box.
I box_entry(const SymmetricBox& box, std::size_t i, std::size_t j) {
  const I radius(Number(-box.rad()(i, j)), Number(box.rad()(i, j)));
  return I(Number(box.mid()(i, j))) + I(Number(box.lo()(i, j))) + radius;
}

TEST(deep_kernel, double_double_boxes_contain_the_100_digit_matrix) {
  std::mt19937_64 engine(7);
  for (const double t : {1.0, 1e-2, 1e-6, 1e-12}) {
    Matrix<double> rows(6, 4);
    for (std::size_t i = 0; i < 6; ++i) {
      for (double& x : rows.row(i)) x = static_cast<double>(static_cast<std::int64_t>(engine())) * 0x1p-60;
    }
    for (std::size_t k = 0; k < 4; ++k) {  // rows 4 and 5: close to row 0 and to its opposite
      rows(4, k) = rows(0, k) + t * rows(4, k);
      rows(5, k) = -3 * rows(0, k) + t * rows(5, k);
    }
    for (const DeepKernel& kernel : some_kernels()) {
      const Expected<SymmetricBox> box = deep_gram(rows, kernel, 2);
      ASSERT_TRUE(box) << box.error().message;
      const Matrix<I> reference = deep_gram_matrix<Number>(rows, kernel);
      for (std::size_t i = 0; i < 6; ++i) {
        for (std::size_t j = 0; j < 6; ++j) {
          EXPECT_TRUE(reference(i, j).subset_of(box_entry(*box, i, j))) << kernel.description() << " " << i << "," << j;
          EXPECT_LT(box->rad()(i, j), 1e-24 * std::fabs(box->mid()(i, i))) << kernel.description() << " " << t;
        }
      }
    }
  }
}

TEST(deep_kernel, one_layer_of_relu_is_twice_the_two_layer_kernel) {
  const Matrix<I> gram =
      deep_gram_matrix<Number>(three_points, deep_kernel("fc", activation("relu").value(), 1).value());
  const Matrix<I> half = relu_gram_multiprecision<100>(three_points, Normalization::unit);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) EXPECT_FALSE(disjoint(gram(i, j), half(i, j) + half(i, j))) << i << "," << j;
  }
}

KernelSingularity decided(const Matrix<double>& rows, const char* kernel, const char* name, unsigned depth) {
  const RowRelations relations = row_relations(rows);
  return deep_singularity(rows, relations, nullity(rows, relations),
                          deep_kernel(kernel, activation(name).value(), depth).value());
}

/// The least eigenvalue of the matrix: what the exact decision must agree with.
Interval<Real> least(const Matrix<double>& rows, const char* kernel, const char* name, unsigned depth) {
  return min_eigenvalue<100>(
             deep_gram_matrix<Number>(rows, deep_kernel(kernel, activation(name).value(), depth).value()))
      ->value;
}

TEST(deep_kernel, exact_decisions_agree_with_the_eigenvalues) {
  const Matrix<double> opposite(3, 2, {3, 4, -3, -4, 1, 0});
  const Matrix<double> repeated(3, 2, {3, 4, 6, 8, 1, 0});
  const Matrix<double> four(4, 2, {1, 0, 3, 4, 0, 1, -4, 3});
  // Lines (1,0), (3/5,4/5), (-7/25,24/25) and their opposites: three lines in the plane.
  const Matrix<double> six(6, 2, {1, 0, 3, 4, -7, 24, -1, 0, -3, -4, 7, -24});
  for (const char* kernel : {"fc", "resnet", "ntk"}) {
    for (const unsigned depth : {1U, 2U, 3U}) {
      if (std::string(kernel) == "resnet" && depth == 1) continue;
      for (const Activation& s : all_activations()) {
        const char* const name = s.name.c_str();
        for (const Matrix<double>* rows : {&opposite, &repeated, &four, &six, &three_points}) {
          const KernelSingularity verdict = decided(*rows, kernel, name, depth);
          const Interval<Real> value = least(*rows, kernel, name, depth);
          if (verdict.singular == true) {
            EXPECT_TRUE(value.contains_zero()) << kernel << depth << name << " " << verdict.reason;
            EXPECT_LT(value.sup(), Real("1e-60")) << kernel << depth << name;
          } else if (verdict.singular == false) {
            EXPECT_GT(value.inf(), 0) << kernel << depth << name << " " << verdict.reason;
          } else {
            EXPECT_GT(value.sup(), 0) << kernel << depth << name;
          }
        }
      }
    }
  }
  EXPECT_EQ(decided(repeated, "fc", "gelu", 2).singular, std::optional(true));
  EXPECT_EQ(decided(opposite, "resnet", "erf", 2).singular, std::optional(true));
  EXPECT_EQ(decided(opposite, "ntk", "cos", 2).singular, std::optional(true));
  EXPECT_EQ(decided(opposite, "fc", "gelu", 2).singular, std::nullopt);
  EXPECT_EQ(decided(four, "fc", "square", 1).singular, std::optional(true));
  EXPECT_EQ(decided(four, "fc", "square", 2).singular, std::nullopt);
  EXPECT_EQ(decided(six, "fc", "gelu", 1).singular, std::optional(true));
  EXPECT_EQ(decided(six, "ntk", "relu", 1).singular, std::optional(true));
  EXPECT_EQ(decided(opposite, "fc", "relu", 1).singular, std::optional(false));
  EXPECT_EQ(decided(three_points, "fc", "erf", 9).singular, std::optional(false));
}

TEST(deep_kernel, wrong_combinations_are_refused) {
  const Activation relu = activation("relu").value();
  EXPECT_FALSE(deep_kernel("resnet", relu, 1));
  EXPECT_FALSE(deep_kernel("fc", relu, 0));
  EXPECT_FALSE(deep_kernel("cntk", relu, 2));
  EXPECT_FALSE(deep_kernel("ntk", relu, deepest + 1));
}

}  // namespace
}  // namespace lemmata::theory
