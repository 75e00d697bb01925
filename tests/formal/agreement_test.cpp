/// \file
/// # The program extracted from Coq and its C++ mirror give the same answer
/// On random certificates: valid ones, altered ones, hostile ones. What is compared is the verdict of every block and
/// the digest of its data; a difference shows the certificate and the seed it came from.

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/formal/random_certificates.hpp"
#include "verify/checker/check.hpp"
#include "verify/coq/process.hpp"

namespace lemmata::verify::test {
namespace {

constexpr std::size_t batch = 200;  // files a call of the program

/// One word a block, "accepted <digest>" and so on, in order.
using Verdicts = std::vector<std::string>;

Verdicts of_mirror(const std::string& text) {
  Verdicts result;
  for (const checker::Result& block : checker::check(text)) {
    switch (block.outcome) {
      case checker::Outcome::accepted:
        result.push_back("accepted " + block.data_digest);
        break;
      case checker::Outcome::rejected:
        result.push_back("rejected " + block.data_digest);
        break;
      case checker::Outcome::malformed:
        result.emplace_back("malformed");
        break;
    }
  }
  return result;
}

/// What the program prints about its files, in their order.
std::vector<Verdicts> of_program(const std::string& output, std::size_t files) {
  std::vector<Verdicts> result;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("case_", 0) == 0) {
      result.emplace_back();
    } else if (!result.empty() && line.rfind("  accepted ", 0) == 0) {
      result.back().emplace_back("accepted ");
    } else if (!result.empty() && line.rfind("  rejected ", 0) == 0) {
      result.back().emplace_back("rejected ");
    } else if (!result.empty() && line.rfind("  malformed", 0) == 0) {
      result.back().emplace_back("malformed");
    } else if (!result.empty() && !result.back().empty() && line.rfind("    data sha256:", 0) == 0) {
      result.back().back() += line.substr(16);
    }
  }
  result.resize(files);
  return result;
}

/// A malformed text has one answer, whatever came before the place where it was found.
std::string joined(const Verdicts& verdicts) {
  if (!verdicts.empty() && verdicts.back() == "malformed") return "malformed";
  std::string text;
  for (const std::string& verdict : verdicts) text += verdict + "; ";
  return text;
}

/// How often each verdict of the first block was given.
using Tally = std::map<std::string, std::size_t>;

template <class Make>
Tally compare(std::uint64_t seed, std::size_t cases, const Make& make) {
  Tally tally;
  Source source(seed);
  for (std::size_t done = 0; done < cases; done += batch) {
    std::vector<std::string> texts;
    std::vector<std::string> arguments{LEMMATA_PROVED_PROGRAM};
    const Expected<TemporaryFolder> folder = TemporaryFolder::create();
    if (!folder) {
      ADD_FAILURE() << folder.error().message;
      return tally;
    }
    for (std::size_t i = 0; i < batch; ++i) {
      texts.push_back(make(source));
      arguments.push_back("case_" + std::to_string(i));
      std::ofstream(folder->path() / arguments.back(), std::ios::binary) << texts.back();
    }
    const Expected<ProgramRun> run = run_program(arguments, folder->path());
    if (!run || run->status > 2) {
      ADD_FAILURE() << "seed " << seed << ", case " << done << ": the program does not end as it should";
      return tally;
    }
    const std::vector<Verdicts> proved = of_program(run->output, batch);
    for (std::size_t i = 0; i < batch; ++i) {
      const Verdicts mirror = of_mirror(texts[i]);
      ++tally[mirror.front().substr(0, 8)];
      EXPECT_EQ(joined(mirror), joined(proved[i])) << "seed " << seed << ", case " << done + i << "\n" << texts[i];
    }
  }
  return tally;
}

/// LEMMATA_AGREEMENT_CASES in the environment asks for more; the seed moves with it.
std::size_t cases(std::size_t usual) {
  const char* const more = std::getenv("LEMMATA_AGREEMENT_CASES");
  return more == nullptr ? usual : std::strtoull(more, nullptr, 10);
}

TEST(Agreement, ValidCertificates) {
  const Tally tally = compare(cases(1), cases(400), [](Source& source) { return random_block(source); });
  EXPECT_EQ(tally.contains("malforme"), false);
  EXPECT_GT(tally.at("accepted"), cases(400) / 2);
  EXPECT_GT(tally.at("rejected"), cases(400) / 50);
}

TEST(Agreement, AlteredCertificates) {
  const Tally tally =
      compare(cases(2), cases(1600), [](Source& source) { return altered(source, random_block(source)); });
  for (const char* const verdict : {"accepted", "rejected", "malforme"})
    EXPECT_GT(tally.at(verdict), cases(1600) / 50) << verdict;
}

TEST(Agreement, HostileCertificates) {
  const Tally tally = compare(cases(3), cases(400), hostile);
  EXPECT_GT(tally.at("rejected"), 0U);
  EXPECT_GT(tally.at("malforme"), 0U);
}

}  // namespace
}  // namespace lemmata::verify::test
