#include "numerics/margin/exact.hpp"
#include "verify/checker/check.hpp"
#include "verify/cli/session.hpp"
#include "verify/report/report.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace lemmata::verify {
namespace {

const std::string data = LEMMATA_TEST_DATA;

class margin_command : public ::testing::Test {
 protected:
  margin_command() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lemmata-margin-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~margin_command() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ + "/" + name) << content;
    return folder_ + "/" + name;
  }
  static std::string content(const std::string& path) {
    std::ifstream in(path);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
  }
  /// Runs `lemmata margin ...` and keeps exit status and document.
  int run(std::vector<std::string> words) {
    const std::string out = folder_ + "/out.json";
    std::filesystem::remove(out);
    words.insert(words.begin(), {"lemmata", "margin"});
    words.insert(words.end(), {"--format", "json", "--output", out});
    std::vector<const char*> argv;
    for (const std::string& word : words) argv.push_back(word.c_str());
    const int status = cli::command_line(static_cast<int>(argv.size()), argv.data(), {});
    document_ = std::filesystem::exists(out) ? Json::parse(content(out)) : Json();
    return status;
  }
  bool accepted(const std::string& path) const {
    bool all = true;
    for (const auto& result : checker::check(content(path))) all = all && result.outcome == checker::Outcome::accepted;
    return all;
  }

  std::string folder_;
  Json document_;
};

TEST_F(margin_command, sonar_with_bias) {
  const std::string certificate = folder_ + "/sonar.cert";
  const std::string plot = folder_ + "/sonar.svg";
  ASSERT_EQ(run({data + "/sonar.csv", "--bias", "--certificate", certificate, "--plot", plot}), 0);
  EXPECT_EQ(document_["schema"], "lemmata/margin/1");
  EXPECT_EQ(document_["separable"], "proved");
  EXPECT_EQ(document_["norm"], "l2");
  EXPECT_EQ(document_["bias"], true);
  const std::string truth = "0.0010793133869392698766723841860122";
  const std::string lower = document_["margin"]["lower"];
  const std::string upper = document_["margin"]["upper"];
  EXPECT_LE(lower, truth);  // same number of leading zeros: text order is number order
  EXPECT_GE(upper, truth);
  EXPECT_EQ(lower.substr(0, 19), upper.substr(0, 19));
  EXPECT_EQ(document_["support"].size(), 59U);
  EXPECT_EQ(document_["strict_support"].size(), 59U);
  EXPECT_EQ(document_["direction"].size(), 61U);
  EXPECT_EQ(document_["certificate"], certificate);
  EXPECT_TRUE(accepted(certificate));
  EXPECT_NE(content(plot).find("</svg>"), std::string::npos);
}

TEST_F(margin_command, iris_needs_a_positive_label_and_virginica_cannot_be_separated) {
  EXPECT_EQ(run({data + "/iris.csv"}), 2);
  EXPECT_EQ(run({data + "/iris.csv", "--positive", "Iris-rosa"}), 2);
  EXPECT_EQ(run({data + "/iris.csv", "--positive", "Iris-setosa", "--bias"}), 0);
  EXPECT_EQ(document_["support"].size(), 3U);
  const std::string certificate = folder_ + "/iris.cert";
  ASSERT_EQ(run({data + "/iris.csv", "--positive", "Iris-virginica", "--bias", "--certificate", certificate}), 1);
  EXPECT_EQ(document_["separable"], "refuted");
  EXPECT_TRUE(document_["margin"].is_null());
  EXPECT_TRUE(accepted(certificate));
  Rational total = 0;
  for (const Json& entry : document_["witness"]) total += Rational(entry["weight"].get<std::string>());
  EXPECT_EQ(total, 1);
}

TEST_F(margin_command, exact_rationals_in_l1_and_linf) {
  const std::string b = file("b.csv", "3,1,0,1\n-1,-2,-1,-1\n");
  ASSERT_EQ(run({b, "--norm", "l1"}), 0);
  EXPECT_EQ(document_["margin_exact"], "5/3");
  ASSERT_EQ(run({b, "--norm", "linf"}), 0);
  EXPECT_EQ(document_["margin_exact"], "4");
  EXPECT_EQ(document_["direction"], Json({"0x1p+0", "0x1p+0", "0x1p+0"}));
  ASSERT_EQ(run({b}), 0);
  EXPECT_EQ(document_["margin_squared_exact"], "35/6");
}

TEST_F(margin_command, one_class_and_comparison) {
  const std::string one = file("one.csv", "3,1,0,yes\n1,2,1,yes\n");
  const std::string v = file("v.csv", "8\n11\n5\n");
  ASSERT_EQ(run({one, "--compare", v}), 0);
  EXPECT_EQ(document_["margin_squared_exact"], "35/6");
  EXPECT_EQ(document_["compare"]["angle"]["lower"], "0");
  EXPECT_EQ(run({one, "--compare", file("short.csv", "8\n11\n")}), 2);
  EXPECT_EQ(run({one, "--compare", file("zero.csv", "0\n0\n0\n")}), 2);
  EXPECT_EQ(run({one, "--norm", "l3"}), 2);
  EXPECT_EQ(run({folder_ + "/absent.csv"}), 2);
}

TEST_F(margin_command, the_precision_is_kept_or_refused) {
  const std::string b = file("b.csv", "3,1,0,1\n-1,-2,-1,-1\n");
  for (const char* const word : {"foo", "0", "665", "-1", "1e2"}) EXPECT_EQ(run({b, "--precision", word}), 2) << word;
  for (const char* const word : {"auto", "double", "dd", "100", "664"}) {
    ASSERT_EQ(run({b, "--precision", word, "--jobs", "2"}), 0) << word;
    EXPECT_EQ(document_["margin_squared_exact"], "35/6");
  }
  // The margin 2^-70 beside entries of 1: beyond a float solver in double, not beyond the climb.
  const std::string barely = file("barely.csv", "1,8.470329472543003e-22,a\n-1,8.470329472543003e-22,a\n");
  EXPECT_EQ(run({barely, "--precision", "double"}), 3);
  EXPECT_EQ(document_["separable"], "undecided");
  EXPECT_TRUE(document_["margin"].is_null());
  EXPECT_EQ(run({barely}), 0);
}

TEST_F(margin_command, a_margin_that_is_a_number_is_stated_as_one) {
  const std::string text = folder_ + "/out.txt";
  const std::vector<std::string> words = {"lemmata", "margin", file("one.csv", "3,4,z\n"), "--output", text};
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  ASSERT_EQ(cli::command_line(static_cast<int>(argv.size()), argv.data(), {}), 0);
  EXPECT_NE(content(text).find("the maximum l2 margin is 5."), std::string::npos);
}

TEST_F(margin_command, one_label_against_another) {
  const std::string iris = data + "/iris.csv";
  EXPECT_EQ(run({iris, "--negative", "Iris-setosa"}), 2);
  EXPECT_EQ(run({iris, "--positive", "Iris-setosa", "--negative", "Iris-setosa"}), 2);
  EXPECT_EQ(run({iris, "--positive", "Iris-setosa", "--negative", "17"}), 2);
  EXPECT_EQ(run({iris, "--positive", "Iris-virginica", "--negative", "Iris-setosa"}), 0);
  EXPECT_EQ(document_["n"], 100);
}

TEST_F(margin_command, mnist_digits) {
  const std::string digits = data + "/t10k-images-idx3-ubyte.gz," + data + "/t10k-labels-idx1-ubyte.gz";
  ASSERT_EQ(run({digits, "--positive", "0", "--negative", "1", "--bias"}), 0);
  EXPECT_EQ(document_["exact"], true);
  EXPECT_EQ(document_["n"], 2115);
  EXPECT_EQ(document_["support"].size(), 38U);
}

}  // namespace
}  // namespace lemmata::verify
