#include "tests/cli/exact.hpp"
#include "tests/cli/program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace lemmata::test {
namespace {

std::string data(const std::string& name) { return std::string(LEMMATA_TEST_DATA) + "/" + name; }

struct Golden {
  std::string arguments;
  std::string lambda_min;
};

// Computed independently at 60 digits.
const std::vector<Golden> goldens{{data("iris.csv") + " --dedup", "0.00029085071104543792471"},
                                  {data("sonar.csv"), "0.0080932299823526306805"},
                                  {data("t10k-images-idx3-ubyte.gz") + " --rows 0:100", "0.076915933696170264159"}};

TEST(gram, real_data_sets_have_their_golden_least_eigenvalue) {
  for (const Golden& golden : goldens) {
    const nlohmann::json json = document("gram " + golden.arguments);
    ASSERT_TRUE(json.is_object()) << golden.arguments;
    const Enclosure found(json.at("lambda_min"));
    EXPECT_TRUE(found.contains(golden.lambda_min)) << json.at("lambda_min");
    EXPECT_TRUE(found.narrow());
    EXPECT_EQ(json.at("positive_definite"), "proved");
    EXPECT_EQ(lemmata("gram " + golden.arguments + " --quiet").status, 0);
  }
}

TEST(gram, mnist_golden_is_refuted_beyond_17_digits) {
  // The exact integer pixels have lambda_min = 0.0769159336961702639994 (mpmath, 40 digits, residual 3e-41); the golden
  // value above differs from it in the 18th significant digit. The exact certificate decides between the two.
  const std::string path = temporary("mnist.cert");
  ASSERT_EQ(lemmata("gram " + goldens[2].arguments + " --quiet --certificate " + path).status, 0);
  const Answer verified = run(LEMMATA_VERIFIER, path);
  EXPECT_EQ(verified.status, 0);
  EXPECT_NE(verified.output.find("lambda_min <= 0.076915933696170264"), std::string::npos) << verified.output;
  EXPECT_EQ(verified.output.find("lambda_min <= 0.0769159336961702641"), std::string::npos) << verified.output;
}

TEST(gram, repeated_rows_are_refuted_by_name) {
  const Answer found = lemmata("gram " + data("iris.csv") + " --format json");
  EXPECT_EQ(found.status, 1);
  const nlohmann::json json = nlohmann::json::parse(found.output);
  EXPECT_EQ(json.at("positive_definite"), "refuted");
  EXPECT_EQ(json.at("lambda_min").at("lower"), "0");
  EXPECT_EQ(json.at("lambda_min").at("upper"), "0");
  for (const auto& hypothesis : json.at("hypotheses")) {
    if (hypothesis.at("name") != "no two rows of equal direction") continue;
    EXPECT_EQ(hypothesis.at("holds"), "no");
    // Rows 10, 35 and 38 of the file, and 102 and 143.
    EXPECT_EQ(hypothesis.at("where"), nlohmann::json::parse("[[9,34],[9,37],[101,142]]"));
  }
}

/// What a command reads is not written over, and no answer over another.
TEST(gram, destinations_are_files_of_their_own) {
  const std::string text = "1,0\n0,1\n";
  const std::string path = write_file("own.csv", text);
  const std::string answer = path + ".txt", same = path.substr(0, path.rfind('/')) + "/./own.csv";
  for (const std::string& option :
       {"--output " + path, "--certificate " + path, "--output=" + path, "--certificate " + same,
        "--output " + answer + " --certificate " + answer, std::string("--certificate ''")}) {
    EXPECT_EQ(lemmata("gram " + path + " --label none " + option).status, 2) << option;
    EXPECT_EQ(read_file(path), text) << option;
  }
  EXPECT_EQ(lemmata("gram " + path + " --label none --output /dev/null --certificate /dev/null").status, 0);
  const std::string certificate = path + ".cert";
  EXPECT_EQ(lemmata("gram " + path + " --label none --certificate " + certificate).status, 0);
  EXPECT_EQ(lemmata("verify " + certificate + " --output " + certificate).status, 2);
  EXPECT_EQ(lemmata("verify " + certificate).status, 0);
}

TEST(gram, findings_and_exit_statuses) {
  const std::string antipodal = write_file("antipodal.csv", "1,0\n3,4\n-7,24\n-1,0\n-3,-4\n7,-24\n");
  EXPECT_EQ(lemmata("gram " + antipodal + " --label none").status, 1);
  const std::string pair = write_file("pair.csv", "1,2\n-1,-2\n");
  const nlohmann::json json = document("gram " + pair + " --label none");
  EXPECT_TRUE(Enclosure(json.at("lambda_min")).contains("0.5"));
  const std::string zero = write_file("zero.csv", "1,2\n0,0\n3,5\n");
  const nlohmann::json with_zero = document("gram " + zero + " --label none");
  EXPECT_EQ(with_zero.at("hypotheses")[0].at("where"), nlohmann::json::parse("[[1,1]]"));
  EXPECT_EQ(lemmata("gram " + zero + " --label none").status, 1);
  EXPECT_EQ(lemmata("gram " + write_file("one.csv", "3,4\n") + " --label none").status, 0);
  EXPECT_EQ(lemmata("gram " + write_file("none.csv", "0,0\n") + " --label none").status, 1);
}

TEST(gram, near_parallel_rows_stay_proved) {
  // Two unit vectors at angle t have lambda_min = (1 - cos t (1 - t/pi))/2 (dossier 5.1, 8.2); for rows (1, 0), (1, t)
  // the angle is atan t = t - t^3/3 + ..., so t/(2 pi) < lambda_min < t/(2 pi) + t^2/4 up to t^3.
  for (const std::string& exponent : std::vector<std::string>{"6", "9", "12", "15", "30", "60"}) {
    const std::string path = write_file("near.csv", "1,0\n1,1e-" + exponent + "\n");
    const nlohmann::json json = document("gram " + path + " --label none");
    EXPECT_EQ(json.at("positive_definite"), "proved") << exponent;
    const Enclosure found(json.at("lambda_min"));
    EXPECT_TRUE(found.narrow()) << exponent;
    EXPECT_LT(exact("0.159154e-" + exponent), found.lower) << exponent;
    EXPECT_GT(exact("0.159156e-" + exponent), found.upper) << exponent;
  }
}

TEST(gram, normalisation_none_scales_the_matrix) {
  // Orthogonal rows of lengths 3 and 4: eigenvalues 9/2 and 8.
  const std::string path = write_file("lengths.csv", "3,0\n0,4\n");
  const nlohmann::json json = document("gram " + path + " --label none --normalize none");
  EXPECT_TRUE(Enclosure(json.at("lambda_min")).contains("4.5"));
  EXPECT_TRUE(Enclosure(json.at("lambda_max")).contains("8"));
  EXPECT_TRUE(json.at("implications").empty());
}

TEST(gram, theorem_b_gives_the_dossier_example) {
  // Orthonormal n = 2, y = (1, -1), kappa = 1, delta = 1/2: m >= 187747 (dossier 1.7).
  const std::string path = write_file("orthonormal.csv", "1,0,1\n0,1,-1\n");
  const nlohmann::json json = document("gram " + path + " --label last --delta 1/2");
  bool seen = false;
  for (const auto& implication : json.at("implications")) {
    if (implication.at("quantity") != "sufficient width m") continue;
    seen = true;
    const Enclosure width(implication.at("value"));
    EXPECT_LE(width.upper, 187747);
    EXPECT_GT(width.lower, 187746);
  }
  EXPECT_TRUE(seen);
}

TEST(gram, certificates_are_accepted_and_sabotaged_ones_are_not) {
  for (const std::string& arguments : std::vector<std::string>{
           data("iris.csv"), data("iris.csv") + " --dedup", data("sonar.csv") + " --rows 0:60",
           data("t10k-images-idx3-ubyte.gz") + " --rows 0:501", data("t10k-images-idx3-ubyte.gz") + " --rows 0:1001"}) {
    const std::string path = temporary("gram.cert");
    EXPECT_LE(lemmata("gram " + arguments + " --quiet --certificate " + path).status, 1) << arguments;
    EXPECT_EQ(run(LEMMATA_VERIFIER, path).status, 0) << arguments;
    std::string text = read_file(path);
    const auto digest = text.find("data sha256:") + 12;
    text[digest] = text[digest] == '0' ? '1' : '0';
    EXPECT_EQ(run(LEMMATA_VERIFIER, write_file("sabotaged.cert", text)).status, 1) << arguments;
  }
}

TEST(gram, output_is_whole_or_absent) {
  const Answer full = lemmata("gram " + data("iris.csv") + " --output /dev/full");
  EXPECT_EQ(full.status, 2);
  EXPECT_NE(full.errors.find("/dev/full"), std::string::npos);
  const std::string path = write_file("kept.txt", "before");
  EXPECT_EQ(lemmata("gram " + write_file("bad.csv", "1,x\n2,3\n4,y\n") + " --label none --output " + path).status, 2);
  EXPECT_EQ(read_file(path), "before");
  EXPECT_EQ(lemmata("gram " + data("iris.csv") + " --dedup --quiet --output " + path).status, 0);
  EXPECT_NE(read_file(path).find("is proved"), std::string::npos);
}

TEST(gram, wrong_usage_is_status_2_and_one_line) {
  const std::string iris = data("iris.csv");
  for (const std::string& arguments : std::vector<std::string>{
           "gram", "gram /nonexistent.csv", "gram " + iris + " --delta 0", "gram " + iris + " --delta 2",
           "gram " + iris + " --kappa x", "gram " + iris + " --precision 100000", "gram " + iris + " --rows 5:5",
           "gram " + iris + " --kernel cubic", "gram " + iris + " --no-such-option", "frobnicate"}) {
    const Answer found = lemmata(arguments);
    EXPECT_EQ(found.status, 2) << arguments;
    EXPECT_EQ(found.output, "") << arguments;
    EXPECT_EQ(std::count(found.errors.begin(), found.errors.end(), '\n'), 1) << arguments << found.errors;
  }
}

TEST(gram, every_precision_agrees_and_documents_repeat) {
  const std::string golden = "0.0080932299823526306805";
  for (const std::string& precision : std::vector<std::string>{"auto", "double", "dd", "100", "300"}) {
    const nlohmann::json json = document("gram " + data("sonar.csv") + " --precision " + precision);
    ASSERT_TRUE(json.is_object()) << precision;
    EXPECT_TRUE(Enclosure(json.at("lambda_min")).contains(golden)) << precision;
  }
  nlohmann::json one = document("gram " + data("sonar.csv") + " --jobs 1");
  nlohmann::json two = document("gram " + data("sonar.csv") + " --jobs 2");
  for (nlohmann::json* json : {&one, &two}) {
    json->erase("seconds");
    json->erase("command_line");
  }
  EXPECT_EQ(one, two);
}

TEST(gram, every_format_is_rendered) {
  for (const std::string& format : std::vector<std::string>{"text", "json", "markdown", "latex", "csv", "html"}) {
    const Answer found = lemmata("gram " + data("iris.csv") + " --dedup --format " + format);
    EXPECT_EQ(found.status, 0) << format;
    EXPECT_NE(found.output.find("0.00029085071104543"), std::string::npos) << format;
  }
}

}  // namespace
}  // namespace lemmata::test
