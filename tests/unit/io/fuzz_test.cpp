// Mutated files of every format: either refused in one line, or read into finite numbers of a consistent shape.
#include "tests/unit/io/files.hpp"
#include "tests/unit/io/makers.hpp"
#include "verify/io/read.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lemmata::verify::io {
namespace {

constexpr std::size_t mutants_of_each = 800;

std::string mutate(std::string text, std::mt19937_64& random, const std::vector<std::string>& corpus) {
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(random() % n); };
  static const std::vector<std::string> words = {"nan",
                                                 "inf",
                                                 "-",
                                                 "1e999",
                                                 "1e-999",
                                                 ",",
                                                 ";",
                                                 "\"",
                                                 "\n",
                                                 "\r",
                                                 ":",
                                                 "%",
                                                 "(",
                                                 ")",
                                                 "'",
                                                 "0",
                                                 " ",
                                                 "\t",
                                                 "#",
                                                 "\xff",
                                                 std::string(1, '\0'),
                                                 "99999999999999999999",
                                                 "\xef\xbb\xbf",
                                                 "1:1",
                                                 "\x1f\x8b"};
  const std::size_t edits = 1 + below(4);
  for (std::size_t k = 0; k < edits; ++k) {
    const std::size_t at = below(text.size() + 1);
    switch (below(7)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(random());
        break;
      case 1:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
      case 2:
        text.erase(at, 1 + below(8));
        break;
      case 3:
        text.insert(at, words[below(words.size())]);
        break;
      case 4:
        text.resize(at);
        break;
      case 5:
        text.insert(at, text.substr(below(text.size() + 1), below(32)));
        break;
      default: {
        const std::string& other = corpus[below(corpus.size())];
        text = text.substr(0, at) + other.substr(below(other.size() + 1));
      }
    }
  }
  return text;
}

void consistent(const Expected<LoadedData>& result) {
  if (!result) {
    EXPECT_FALSE(result.error().message.empty());
    EXPECT_EQ(result.error().message.find('\n'), std::string::npos);
    return;
  }
  const theory::Dataset& data = result->data;
  ASSERT_GT(data.size(), 0u);
  ASSERT_GT(data.dimension(), 0u);
  ASSERT_TRUE(data.labels.empty() || data.labels.size() == data.size());
  ASSERT_EQ(data.source_rows.size(), data.size());
  ASSERT_TRUE(data.source_lines.empty() || data.source_lines.size() == data.size());
  ASSERT_TRUE(data.column_names.empty() || data.column_names.size() == data.dimension());
  for (const double x : data.inputs.entries()) ASSERT_TRUE(std::isfinite(x));
}

void consistent(const Expected<LoadedMatrix>& result) {
  if (!result) {
    EXPECT_EQ(result.error().message.find('\n'), std::string::npos);
    return;
  }
  ASSERT_TRUE(result->mid.square());
  for (std::size_t i = 0; i < result->mid.rows(); ++i) {
    for (std::size_t j = 0; j < result->mid.rows(); ++j) {
      ASSERT_TRUE(std::isfinite(result->mid(i, j)));
      ASSERT_EQ(result->mid(i, j), result->mid(j, i));
      if (!result->rad.empty()) {
        ASSERT_TRUE(std::isfinite(result->rad(i, j)) && result->rad(i, j) >= 0);
      }
    }
  }
}

TEST(Fuzz, MutatedFilesNeitherCrashNorYieldNaN) {
  const Folder folder;
  const std::vector<double> values{1, 2.5, 3, 2.5, -4, 1e-300, 3, 1e-300, 6};
  const auto slurp = [](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(file), {}};
  };
  write_zip(folder.path("z"), {{"mid.npy", npy("<f8", "(3, 3)", doubles(values))},
                               {"rad.npy", npy("<f4", "(3, 3)", std::string(36, '\0'))}});
  write_zip(folder.path("s"), {{"mid.npy", npy(">i2", "(3, 3)", std::string(18, '\1'))}}, false);
  const std::vector<std::string> corpus = {
      "1,2.5,3\n2.5,-4,1e-300\n3,1e-300,6\n",
      "a;\"b\";class\r\n1;2;M\r\n3;4;R\r\n",
      npy("<f8", "(3, 3)", doubles(values)),
      npy(">f2", "(3, 3)", std::string(18, '\x3c'), true, 2),
      npy("<i8", "(2, 1)", std::string(16, '\1')),
      slurp(folder.path("z")),
      slurp(folder.path("s")),
      "+1 1:0.5 3:-2\n-1 2:1\n1 1:1 2:2 3:3\n",
      idx(0x08, {3, 3}, "abcdefghi"),
      idx(0x0d, {3, 1, 3}, std::string(36, '\x3f')),
      gzip(idx(0x0e, {3, 3}, doubles(values, true))),
      gzip("1,2\n3,4\n"),
      "%%MatrixMarket matrix array real symmetric\n2 2\n1\n2\n3\n",
      "%%MatrixMarket matrix coordinate real general\n% comment\n3 3 3\n1 1 1.5\n2 3 -2\n3 1 1e-3\n",
      "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n1 1\n3 1\n",
  };
  std::mt19937_64 random(20240229);
  std::size_t accepted = 0;
  for (const std::string& original : corpus) {
    for (std::size_t k = 0; k < mutants_of_each; ++k) {
      const std::string path = folder.write("m", mutate(original, random, corpus));
      DataRequest request;
      request.source = path;
      request.dedup = k % 2 == 0;
      request.label = k % 3 == 0 ? "none" : "";
      if (k % 5 == 0) request.format = static_cast<Format>(k / 5 % 6);
      const Expected<LoadedData> data = read_dataset(request);
      accepted += data ? 1u : 0u;
      consistent(data);
      consistent(
          read_symmetric_matrix({.source = path, .symmetrize = k % 2 == 0 ? Symmetrize::hull : Symmetrize::none}));
      if (::testing::Test::HasFatalFailure()) {
        FAIL() << "mutant " << k << " of " << ::testing::PrintToString(original) << ": "
               << ::testing::PrintToString(slurp(path));
      }
    }
  }
  // Neither all nor none: mutations must reach both ways out.
  EXPECT_GT(accepted, corpus.size() * mutants_of_each / 50);
  EXPECT_LT(accepted, corpus.size() * mutants_of_each * 9 / 10);
}

}  // namespace
}  // namespace lemmata::verify::io
