// lemmata check, campaign, report and table as programs run them: the same document for any number of threads, shards
// and kills; exit statuses; pages without anything from elsewhere.

#include "tests/cli/program.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

namespace lemmata::test {
namespace {

namespace files = std::filesystem;

// Without what may differ between two runs.
nlohmann::json stripped(nlohmann::json document) {
  document.erase("seconds");
  document.erase("command_line");
  for (auto& claim : document["claims"]) claim.erase("seconds");
  return document;
}

const std::string what = "check gram/nullity gram/two-layer-relu --seed 3 --instances 30";

// A fresh folder's name.
std::string fresh(const std::string& name) {
  const std::string path = temporary(name);
  files::remove_all(path);
  return path;
}

// Starts the program with standard output and error closed to the test.
pid_t start(const std::vector<std::string>& arguments) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  std::vector<char*> argv{const_cast<char*>(LEMMATA_PROGRAM)};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  if (std::freopen("/dev/null", "w", stdout) == nullptr || std::freopen("/dev/null", "w", stderr) == nullptr)
    ::_exit(99);
  ::execv(LEMMATA_PROGRAM, argv.data());
  ::_exit(98);
}

TEST(Check, TheSameDocumentForOneAndTwoThreads) {
  const nlohmann::json one = stripped(document(what + " --jobs 1 --out " + fresh("one")));
  const nlohmann::json two = stripped(document(what + " --jobs 2 --out " + fresh("two")));
  ASSERT_TRUE(one.contains("claims"));
  EXPECT_EQ(one["claims"].size(), 6u);
  EXPECT_EQ(one, two);
  for (const auto& claim : one["claims"]) {
    const auto& counts = claim["counts"];
    EXPECT_EQ(counts["proved"].get<int>() + counts["vacuous"].get<int>(), 30) << claim["id"];
    EXPECT_EQ(counts["refuted"], 0);
    EXPECT_GT(claim["search"]["evaluations"].get<int>(), 0);
  }
}

TEST(Check, KilledAndResumedItIsTheSameDocument) {
  const nlohmann::json whole = stripped(document(what + " --jobs 1 --out " + fresh("straight")));
  const std::string folder = fresh("killed");
  int kills = 0;
  for (int round = 0; round < 40; ++round) {
    const pid_t child = start({"check", "gram/nullity", "gram/two-layer-relu", "--seed", "3", "--instances", "30",
                               "--jobs", "2", "--resume", "--out", folder});
    std::this_thread::sleep_for(std::chrono::milliseconds(150 + 40 * (round % 3)));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    if (WIFEXITED(status)) break;
    ++kills;
  }
  EXPECT_GE(kills, 1);
  EXPECT_EQ(stripped(document(what + " --jobs 1 --resume --out " + folder)), whole);
  EXPECT_EQ(stripped(document("campaign merge " + folder)), whole);
}

TEST(Check, ShardsMergeToTheWhole) {
  const nlohmann::json whole = stripped(document(what + " --out " + fresh("unsharded")));
  const std::string folder = fresh("sharded");
  const Answer second = lemmata(what + " --shard 2/3 --out " + folder);
  EXPECT_EQ(second.status, 0) << second.errors;
  const Answer missing = lemmata("campaign missing " + folder + " --shards 3");
  EXPECT_EQ(missing.status, 3);
  EXPECT_NE(missing.output.find("--shard i/3 for index i: 1,3"), std::string::npos) << missing.output;
  EXPECT_EQ(lemmata("campaign merge " + folder).status, 3) << "not the whole";
  EXPECT_EQ(lemmata(what + " --shard 1/3 --out " + folder).status, 0);
  EXPECT_EQ(lemmata(what + " --shard 3/3 --out " + folder).status, 0);
  EXPECT_EQ(lemmata("campaign missing " + folder).status, 0);
  EXPECT_EQ(stripped(document("campaign merge " + folder)), whole);
}

TEST(Check, InterruptedItKeepsWhatIsDone) {
  const std::string folder = fresh("interrupted");
  const pid_t child = start({"check", "gram/two-layer-relu", "--instances", "5000", "--jobs", "2", "--out", folder});
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  ::kill(child, SIGINT);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  EXPECT_FALSE(files::is_empty(folder + "/chunks"));
  EXPECT_EQ(lemmata("campaign missing " + folder).status, 3);
  EXPECT_EQ(lemmata("check gram/two-layer-relu --instances 5000 --out " + folder).status, 2)
      << "unfinished work is not replaced";
}

TEST(Check, ReplaysWhatItKept) {
  const std::string folder = fresh("kept");
  const nlohmann::json check = document(what + " --out " + folder);
  for (const auto& claim : check["claims"]) {
    const Answer replayed = lemmata("replay " + folder + "/" + claim["worst_instance"]["file"].get<std::string>());
    EXPECT_EQ(replayed.status, 0) << replayed.errors;
  }
}

TEST(Check, SharpensDeclaredConstants) {
  const nlohmann::json check = document("check gram/two-layer-relu --instances 30 --sharpen --controls skip");
  ASSERT_EQ(check["sharpness"].size(), 4u);
  for (const auto& constant : check["sharpness"]) {
    const std::string id = constant["id"];
    if (id.ends_with("/schur")) {
      EXPECT_EQ(constant["control"], "orthogonal") << "attained there: no factor above 1 survives";
      EXPECT_LT(constant["approximate_survived_factor"].get<double>(), 1.01);
    }
    if (id.ends_with("/separation")) {
      EXPECT_GT(constant["approximate_survived_factor"].get<double>(), 10) << "loose";
    }
  }
}

TEST(Check, WrongUsage) {
  for (const char* arguments :
       {"check --resume", "check --shard 1/2", "check gram/nullity --shard 3/2 --out x",
        "check gram/nullity --shard 0/2 --out x", "check gram/nullity --shard a --out x", "check no/such", "campaign",
        "campaign missing", "campaign merge /nowhere", "report /nowhere", "table no-such", "table widths --delta 2",
        "table widths --kappa 0"}) {
    const Answer answer = lemmata(arguments);
    EXPECT_EQ(answer.status, 2) << arguments;
    EXPECT_TRUE(answer.output.empty()) << arguments;
    EXPECT_FALSE(answer.errors.empty()) << arguments;
  }
}

TEST(Report, IsOnePageThatNeedsNothingElse) {
  const std::string folder = fresh("reported");
  ASSERT_EQ(lemmata(what + " --sharpen --out " + folder).status, 0);
  const Answer page = lemmata("report " + folder);
  EXPECT_EQ(page.status, 0) << page.errors;
  EXPECT_EQ(page.output.rfind("<!doctype html>", 0), 0u);
  for (const char* part : {"<svg", "prefers-color-scheme:dark", "name=\"viewport\"", "nullity", "separation",
                           "controls refuted", "How sharp are the constants"}) {
    EXPECT_NE(page.output.find(part), std::string::npos) << part;
  }
  for (const char* foreign : {"<script", "src=", "@import", "url(", "<link", ">nan", "\"nan", ":nan"}) {
    EXPECT_EQ(page.output.find(foreign), std::string::npos) << foreign;
  }
  for (const std::string format : {"text", "json", "markdown", "latex", "csv"}) {
    const Answer answer = lemmata("report " + folder + " --format " + format);
    EXPECT_EQ(answer.status, 0);
    EXPECT_NE(answer.output.find("kernel"), std::string::npos) << format;
  }
}

TEST(Table, WidthsOfTheDossier) {
  const Answer list = lemmata("table --list");
  EXPECT_EQ(list.status, 0);
  for (const char* name : {"lower-bounds", "polygons", "widths"}) EXPECT_NE(list.output.find(name), std::string::npos);
  // Dossier, section 1.7: n = 2 orthonormal, |y|^2 = 2, kappa = 1, delta = 1/2 needs m >= 187 747.
  const nlohmann::json half = document("table widths --delta 0.5");
  const auto& first = half["rows"].at(0);
  EXPECT_EQ(first["n"], 2);
  EXPECT_GT(std::stod(first["width"]["lower"].get<std::string>()), 187746);
  EXPECT_LE(std::stod(first["width"]["upper"].get<std::string>()), 187747);
  // Section 9: orthonormal n = 3 at delta = 0.1: 1.41e6, and 12 neurons for gradient flow; pentagon 4.7e8.
  const nlohmann::json tenth = document("table widths --delta 0.1");
  const auto& second = tenth["rows"].at(1);
  EXPECT_NEAR(std::stod(second["width"]["lower"].get<std::string>()), 1.41e6, 0.005e6);
  EXPECT_NEAR(std::stod(second["width_flow"]["upper"].get<std::string>()), 12, 0.5);
  const nlohmann::json polygons = document("table polygons --delta 0.1");
  EXPECT_NEAR(std::stod(polygons["rows"].at(0)["width"]["upper"].get<std::string>()), 4.7e8, 0.05e8);
  EXPECT_LE(std::stod(polygons["rows"].at(0)["lambda_0"]["lower"].get<std::string>()), 0.3);
  EXPECT_GE(std::stod(polygons["rows"].at(0)["lambda_0"]["upper"].get<std::string>()), 0.3);
  EXPECT_NE(lemmata("table widths --format latex").output.find("\\toprule"), std::string::npos);
}

}  // namespace
}  // namespace lemmata::test
