// lemmata gram with the kernels of deep networks: golden values, exact zeros with the rows named, refusals.

#include "tests/cli/program.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace lemmata::test {
namespace {

const char* const three_points = "x,y\n5,0\n3,4\n0,5\n";

void expect_least(const std::string& kernel, double golden) {
  const std::string file = write_file("three.csv", three_points);
  const nlohmann::json answer = document("gram " + file + " --label none --kernel " + kernel);
  ASSERT_EQ(answer.value("positive_definite", ""), "proved") << kernel;
  const std::string lower = answer.at("lambda_min").at("lower_hex");
  const std::string upper = answer.at("lambda_min").at("upper_hex");
  // The nearest double of the golden value lies within one step of the enclosure.
  EXPECT_LE(std::strtod(lower.c_str(), nullptr), golden) << kernel;
  EXPECT_GE(std::strtod(upper.c_str(), nullptr), golden) << kernel;
  EXPECT_LE(std::strtod(upper.c_str(), nullptr) - std::strtod(lower.c_str(), nullptr), golden * 1e-12) << kernel;
}

TEST(deep_gram, least_eigenvalues_are_golden) {
  expect_least("fc --activation erf --depth 3", 0.293429474521506538218180532409);
  expect_least("resnet --activation relu --depth 3", 0.00358999429893180334319934369013);
  expect_least("ntk --depth 5", 2.38784953691077723558401354961);
}

TEST(deep_gram, exact_zeros_name_their_rows) {
  const std::string file = write_file("opposite.csv", "x,y\n1,2\n3,1\n-2,-4\n");
  for (const char* kernel : {"fc --activation erf", "resnet --activation sin", "ntk --activation cos"}) {
    const Answer answer = lemmata("gram " + file + " --label none --kernel " + kernel);
    EXPECT_EQ(answer.status, 1) << kernel;
    EXPECT_NE(answer.output.find("because line 2 and line 4"), std::string::npos) << answer.output;
  }
  EXPECT_EQ(lemmata("gram " + file + " --label none --kernel ntk").status, 0);
}

TEST(deep_gram, wrong_combinations_are_one_line) {
  const std::string file = write_file("three.csv", three_points);
  for (const char* options : {"--kernel cntk", "--kernel resnet --depth 1", "--kernel fc --activation tan", "--depth 2",
                              "--kernel fc --normalize none", "--kernel fc --residual 1/3", "--kernel fc --depth 0"}) {
    const Answer answer = lemmata("gram " + file + " --label none " + options);
    EXPECT_EQ(answer.status, 2) << options;
    EXPECT_EQ(answer.output, "") << options;
    EXPECT_EQ(answer.errors.find('\n'), answer.errors.size() - 1) << answer.errors;
  }
}

}  // namespace
}  // namespace lemmata::test
