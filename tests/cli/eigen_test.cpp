/// \file
/// # lemmata eigen on matrices whose spectra are known

#include "tests/cli/exact.hpp"
#include "tests/cli/program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace lemmata::test {
namespace {

using Rows = std::vector<std::vector<double>>;

std::string file(const std::string& name, const Rows& a) {
  std::string text;
  char number[64];
  for (const auto& row : a)
    for (std::size_t j = 0; j < row.size(); ++j) {
      std::snprintf(number, sizeof number, "%.17g%c", row[j], j + 1 < row.size() ? ',' : '\n');
      text += number;
    }
  return write_file(name, text);
}

/// H D H / n for Sylvester's H: the eigenvalues are the d.
Rows hadamard(const std::vector<double>& d) {
  const std::size_t n = d.size();
  Rows a(n);
  for (std::size_t i = 0; i < n; ++i) {
    a[i].assign(n, 0.0);
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < n; ++k) a[i][j] += std::popcount(k & (i ^ j)) % 2 == 0 ? d[k] : -d[k];
      a[i][j] /= static_cast<double>(n);
    }
  }
  return a;
}

void expect_spectrum(const nlohmann::json& json, std::vector<double> d, const Rational& width) {
  std::sort(d.begin(), d.end());
  ASSERT_TRUE(json.is_object());
  ASSERT_EQ(json.at("eigenvalues").size(), d.size());
  for (std::size_t j = 0; j < d.size(); ++j) {
    const nlohmann::json& entry = json.at("eigenvalues")[j];
    EXPECT_EQ(entry.at("index"), j);
    const Enclosure found(entry);
    EXPECT_TRUE(found.contains(Rational(d[j]))) << entry;
    EXPECT_LE(found.upper - found.lower, width) << entry;
  }
}

TEST(eigen, the_whole_spectrum_at_every_precision) {
  std::vector<double> d(64);
  for (std::size_t i = 0; i < d.size(); ++i) d[(i * 37) % 64] = i < 30 ? 2.0 : i < 32 ? -1.0 : static_cast<double>(i);
  const std::string path = file("cluster30.csv", hadamard(d));
  const Rational coarse = exact("1e-10"), fine = exact("1e-17");
  for (const char* precision : {"auto", "double", "53"})
    expect_spectrum(document("eigen " + path + " --which all --precision " + precision), d, coarse);
  for (const char* precision : {"dd", "54", "106", "107", "664"})
    expect_spectrum(document("eigen " + path + " --which all --precision " + precision), d, fine);
  EXPECT_EQ(lemmata("eigen " + path + " --which all --precision dd --jobs 3").output,
            lemmata("eigen " + path + " --which all --precision dd --jobs 1").output);
  for (const char* precision : {"665", "0", "-1", "quad", "1e3"})
    EXPECT_EQ(lemmata("eigen " + path + " --precision=" + precision).status, 2) << precision;
}

TEST(eigen, multiplicities_of_a_complete_graph) {
  for (const std::size_t n : {2U, 3U, 33U}) {
    Rows a(n, std::vector<double>(n, -1.0));
    for (std::size_t i = 0; i < n; ++i) a[i][i] = static_cast<double>(n - 1);
    std::vector<double> d(n, static_cast<double>(n));
    d[0] = 0;
    for (const char* precision : {"auto", "dd", "200"})
      expect_spectrum(document("eigen " + file("complete.csv", a) + " --which all --inertia --precision " + precision),
                      d, exact("1e-10"));
    const nlohmann::json signs = document("eigen " + file("complete.csv", a) + " --inertia");
    EXPECT_EQ(signs.at("inertia").at("zero"), nlohmann::json::array({1, 1}));
    EXPECT_EQ(signs.at("inertia").at("positive"), nlohmann::json::array({n - 1, n - 1}));
    EXPECT_EQ(signs.at("positive_definite"), "refuted");
  }
}

TEST(eigen, scales_of_the_ends_of_binary64) {
  for (const int e : {1000, -1000, -1060, 1015}) {
    const double s = std::ldexp(1.0, e);
    std::vector<double> d{1, 2, 2, 5};
    Rows a = hadamard({4 * 1.0, 4 * 2.0, 4 * 2.0, 4 * 5.0});  // entries are integers
    for (auto& row : a)
      for (double& x : row) x *= s;
    for (double& x : d) x *= 4 * s;
    for (const char* precision : {"auto", "dd", "120", "300"}) {
      const nlohmann::json json = document("eigen " + file("scaled.csv", a) + " --which all --precision " + precision);
      expect_spectrum(json, d, Rational(d[3]) * exact("1e-9"));
    }
  }
}

/// Moler's L L^T, L unit lower triangular with -1 below: positive definite, lambda_min far below the reach of
/// double-double; and lambda_min <= x^T A x / x^T x = 1/(1 + 1 + 4 + ... + 4^(n-2)) for x = (2^(n-2), ..., 2, 1, 1).
TEST(eigen, auto_climbs_until_the_sign_is_proved) {
  const std::size_t n = 80;
  Rows a(n, std::vector<double>(n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      a[i][j] = i == j ? static_cast<double>(i + 1) : static_cast<double>(std::min(i, j)) - 1;
  const nlohmann::json json = document("eigen " + file("moler.csv", a) + " --inertia");
  EXPECT_EQ(json.at("positive_definite"), "proved");
  EXPECT_EQ(json.at("inertia").at("positive"), nlohmann::json::array({n, n}));
  const Enclosure least(json.at("eigenvalues")[0]);
  EXPECT_GT(least.lower, 0);
  EXPECT_LE(least.lower, exact("1e-47"));
  EXPECT_LE(least.upper - least.lower, exact("1e-10") * least.upper);
  a[n - 1][n - 1] -= 2;  // x^T A x = 1 - 2
  EXPECT_EQ(document("eigen " + file("moler.csv", a)).at("positive_definite"), "refuted");
  EXPECT_EQ(document("eigen " + file("tiny.csv", {{1, 0}, {0, -1e-300}})).at("positive_definite"), "refuted");
}

TEST(eigen, as_many_smallest_as_there_are_is_the_whole_spectrum) {
  const std::string path = file("path.csv", {{2, -1, 0}, {-1, 2, -1}, {0, -1, 2}});
  for (const char* which : {"smallest:3", "largest:3", "smallest:9", "all"}) {
    const nlohmann::json json = document("eigen " + path + " --which " + which);
    ASSERT_EQ(json.at("eigenvalues").size(), 3U) << which;
    const Enclosure middle(json.at("eigenvalues")[1]);
    EXPECT_TRUE(middle.contains(2)) << which;
    EXPECT_LE(middle.upper - middle.lower, exact("1e-12")) << which;
  }
}

TEST(eigen, asymmetry_and_numbers_that_are_none_are_refused) {
  const double above = std::nextafter(1.0, 2.0);
  const std::string path = file("asymmetric.csv", {{2, 1}, {above, 2}});
  const Answer refused = lemmata("eigen " + path + " --which all --precision dd");
  EXPECT_EQ(refused.status, 2);
  EXPECT_TRUE(refused.output.empty());
  const nlohmann::json hull = document("eigen " + path + " --which all --precision dd --symmetrize hull");
  const Enclosure least(hull.at("eigenvalues")[0]), most(hull.at("eigenvalues")[1]);
  EXPECT_TRUE(least.contains(Rational(1)));
  EXPECT_TRUE(least.contains(2 - Rational(above)));
  EXPECT_TRUE(most.contains(Rational(3)));
  EXPECT_TRUE(most.contains(2 + Rational(above)));
  EXPECT_LE(most.upper - most.lower, exact("1e-15"));
  for (const char* bad : {"1,nan\nnan,1\n", "1,inf\ninf,1\n", "1,2\n", "1,1e-400\n1e-400,1\n", ""})
    EXPECT_EQ(lemmata("eigen " + write_file("bad.csv", bad) + " --which all --precision dd").status, 2) << bad;
}

TEST(eigen, an_exact_zero_is_certified_by_circles) {
  Rows path(30, std::vector<double>(30, 0.0)), complete(33, std::vector<double>(33, -1.0));
  for (std::size_t i = 0; i + 1 < 30; ++i) {
    path[i][i] += 1;
    path[i + 1][i + 1] += 1;
    path[i][i + 1] = path[i + 1][i] = -1;
  }
  for (std::size_t i = 0; i < 33; ++i) complete[i][i] = 32;
  const std::vector<Rows> singular{{{0}}, Rows(5, std::vector<double>(5, 0.0)), {{0, 0}, {0, 1}}, path, complete};
  for (const Rows& a : singular) {
    const std::string certificate = temporary("zero.cert");
    EXPECT_EQ(lemmata("eigen " + file("zero.csv", a) + " --certificate " + certificate).status, 0);
    const Answer verified = run(LEMMATA_VERIFIER, certificate);
    EXPECT_EQ(verified.status, 0) << verified.output << verified.errors;
    EXPECT_NE(verified.output.find("has lambda_min >= 0"), std::string::npos) << verified.output;
  }
}

TEST(eigen, certificates_of_both_ends_are_accepted) {
  std::vector<double> d(32);
  for (std::size_t i = 0; i < d.size(); ++i) d[i] = static_cast<double>(i % 7) + 1;
  const std::string path = file("certified.csv", hadamard(d)), certificate = temporary("eigen.cert");
  const nlohmann::json json = document("eigen " + path + " --which all --precision dd --certificate " + certificate);
  expect_spectrum(json, d, exact("1e-17"));  // 20 digits are printed
  EXPECT_EQ(json.at("certificate"), certificate);
  const Answer verified = run(LEMMATA_VERIFIER, certificate);
  EXPECT_EQ(verified.status, 0) << verified.output << verified.errors;
}

}  // namespace
}  // namespace lemmata::test
