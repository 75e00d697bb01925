#include "tests/cli/program.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace lemmata::test {
namespace {

double lower(const nlohmann::json& e) { return std::stod(e.at("lower").get<std::string>()); }
double upper(const nlohmann::json& e) { return std::stod(e.at("upper").get<std::string>()); }

/// MC-N1: three ones, the first diagonal entry and one pair unobserved.
std::string completion() {
  const std::string target = write_file("hessian_target.csv", "1,1,1\n1,1,1\n1,1,1\n");
  const std::string mask = write_file("hessian_mask.csv", "0,1,1\n1,1,0\n1,0,1\n");
  return "hessian matrix_completion --param target=" + target + " --param mask=" + mask + " --param rank=1 ";
}

TEST(hessian, the_spurious_minimum_of_masked_completion) {
  const std::string point = write_file("hessian_point.csv", "0\n1\n-1\n");
  const nlohmann::json json = document(completion() + "--at " + point);
  EXPECT_EQ(json.at("schema"), "lemmata/hessian/1");
  EXPECT_EQ(json.at("class"), "local_minimum");
  EXPECT_EQ(json.at("problem"), "matrix_completion");
  EXPECT_EQ(json.at("n"), 3);
  EXPECT_EQ(json.at("input").size(), 3U);
  EXPECT_EQ(json.at("symmetry_nullity"), 0);
  EXPECT_EQ(json.at("positive_definite"), "proved");
  EXPECT_EQ(json.at("inertia").at("positive"), nlohmann::json::array({3, 3}));
  ASSERT_EQ(json.at("eigenvalues").size(), 3U);
  const double expected[] = {4 - 2 * std::sqrt(2.0), 4, 4 + 2 * std::sqrt(2.0)};
  for (std::size_t j = 0; j < 3; ++j) {
    const nlohmann::json& e = json.at("eigenvalues")[j];
    EXPECT_EQ(e.at("index"), j);
    EXPECT_LE(lower(e), expected[j] + 1e-15);  // the printed decimal and `expected` are both rounded
    EXPECT_GE(upper(e), expected[j] - 1e-15);
    EXPECT_LT(upper(e) - lower(e), 1e-12);
  }
  for (const char* key : {"point", "gradient_norm", "radius", "value", "tier", "certificate", "curvature", "version",
                          "command_line", "seconds"})
    EXPECT_TRUE(json.contains(key)) << key;
}

TEST(hessian, a_billionth_away_it_is_not_critical_and_refine_finds_it) {
  const std::string point = write_file("hessian_near.csv", "0\n1.000000001\n-1\n");
  const nlohmann::json off = document(completion() + "--at " + point);
  EXPECT_EQ(off.at("class"), "not_critical");
  EXPECT_TRUE(off.at("radius").is_null());
  EXPECT_EQ(off.at("eigenvalues").size(), 3U) << "the spectrum at a point that is not critical";
  EXPECT_GT(lower(off.at("gradient_norm")), 1e-10);
  EXPECT_EQ(lemmata(completion() + "--at " + point).status, 0);
  EXPECT_EQ(document(completion() + "--at " + point + " --refine").at("class"), "local_minimum");
}

TEST(hessian, a_saddle_comes_with_direction_and_curvature) {
  const nlohmann::json json = document("hessian saddle_nesterov --at 0,0");
  EXPECT_EQ(json.at("class"), "strict_saddle");
  EXPECT_LT(upper(json.at("curvature")), 0);
  EXPECT_EQ(json.at("direction").size(), 2U);
  EXPECT_EQ(json.at("inertia").at("negative"), nlohmann::json::array({1, 1}));
}

TEST(hessian, an_irrational_minimum_is_proved_within_a_radius) {
  const nlohmann::json json = document(
      "hessian quadratic_network --param 'inputs=3,2;3,-2;2,3;2,-3' --param labels=9,9,4,4 --param width=1 "
      "--at 0,0.86 --refine");
  EXPECT_EQ(json.at("class"), "local_minimum");
  EXPECT_GT(upper(json.at("radius")), 0);
  EXPECT_LT(upper(json.at("radius")), 1e-30);
  EXPECT_NEAR(lower(json.at("point")[1]), std::sqrt(72.0 / 97.0), 1e-15);
}

TEST(hessian, undecided_is_exit_three) {
  // Separable data without a penalty: the loss has no critical point, and none is claimed however small the gradient.
  const Answer flat = lemmata(
      "hessian linear_classifier --param 'inputs=1;2' --param labels=1,1 --param loss=exponential --at 0 --refine");
  EXPECT_EQ(flat.status, 3) << flat.output;
  EXPECT_NE(flat.output.find("Undecided"), std::string::npos);
}

TEST(hessian, a_start_is_reproducible) {
  const std::string arguments = "hessian cnn_population --param teacher=1,2 --start 3";
  nlohmann::json first = document(arguments), second = document(arguments);
  first.erase("seconds");
  second.erase("seconds");
  EXPECT_EQ(first, second);
  EXPECT_EQ(first.at("seed"), 3);
}

TEST(hessian, its_certificate_is_accepted_by_the_independent_program) {
  const std::string certificate = temporary("hessian.cert");
  const Answer written = lemmata(
      "hessian matrix_completion --param 'target=3,0;0,1' --param rank=2 --at=0,0,1,0 "
      "--certificate " +
      certificate);
  ASSERT_EQ(written.status, 0) << written.errors;
  const Answer checked = run(LEMMATA_VERIFIER, certificate);
  EXPECT_EQ(checked.status, 0) << checked.output << checked.errors;
  const std::string text = read_file(certificate);
  for (const char* kind : {"kind lmin_ge", "kind lmin_le", "kind index"})
    EXPECT_NE(text.find(kind), std::string::npos) << kind;
  // A control: the same certificate with a bound raised is rejected.
  std::string broken = text;
  const auto at = broken.find("\nu -");
  ASSERT_NE(at, std::string::npos) << "lambda_min is negative";
  broken.insert(at + 4, "9");
  EXPECT_NE(run(LEMMATA_VERIFIER, write_file("hessian_broken.cert", broken)).status, 0);
}

TEST(hessian, the_density_is_labelled_approximate) {
  const std::string picture = temporary("density.svg");
  const nlohmann::json json = document("hessian saddle_nesterov --at 0,0 --density " + picture);
  EXPECT_TRUE(json.contains("approximate_density"));
  const std::string svg = read_file(picture);
  EXPECT_NE(svg.find("<svg"), std::string::npos);
  EXPECT_NE(svg.find("approximate"), std::string::npos);
}

TEST(hessian, the_list_names_every_problem) {
  const nlohmann::json json = document("hessian --list");
  std::string names;
  for (const auto& problem : json.at("problems")) {
    names += problem.at("name").get<std::string>() + " ";
    EXPECT_FALSE(problem.at("unknowns").get<std::string>().empty());
  }
  for (const char* name :
       {"matrix_completion", "matrix_sensing", "asymmetric_factorisation", "quadratic_network", "cnn_population",
        "two_layer_network", "deep_linear_network", "linear_classifier", "saddle_nesterov"})
    EXPECT_NE(names.find(name), std::string::npos) << name;
}

TEST(hessian, wrong_usage_is_one_line_and_exit_two) {
  for (const std::string arguments :
       {"hessian", "hessian nothing --at 0", "hessian saddle_nesterov", "hessian saddle_nesterov --at 0",
        "hessian saddle_nesterov --at 0,0 --start 1", "hessian saddle_nesterov --start 1 --refine",
        "hessian saddle_nesterov --param x=1 --at 0,0", "hessian saddle_nesterov --param x --at 0,0",
        "hessian matrix_completion --param rank=1 --at 0", "hessian saddle_nesterov --at missing.csv",
        "hessian saddle_nesterov --at 0,nan", "hessian saddle_step_sharp --param X=1 --at 0",
        "hessian matrix_completion --param target=missing.csv --param rank=1 --at 0",
        "hessian matrix_completion --param target=1 --param rank=0 --at 0", "hessian saddle_nesterov --start -1"}) {
    const Answer answer = lemmata(arguments);
    EXPECT_EQ(answer.status, 2) << arguments;
    EXPECT_TRUE(answer.output.empty()) << arguments;
    EXPECT_EQ(answer.errors.find('\n') + 1, answer.errors.size()) << arguments << ": " << answer.errors;
  }
}

}  // namespace
}  // namespace lemmata::test
