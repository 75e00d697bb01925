#include "verify/certificate/margin_certificate.hpp"

#include "verify/checker/check.hpp"
#include "verify/io/sha256.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace lemmata::verify {
namespace {

struct Problem {
  Matrix<double> inputs;
  Vector<int> labels;
};

/// Separable by the first coordinate, with fractions of very different sizes.
Problem separable(std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::normal_distribution<double> normal;
  Problem problem{Matrix<double>(12, 4), {}};
  for (std::size_t i = 0; i < 12; ++i) {
    problem.labels.push_back(i % 2 == 0 ? 1 : -1);
    for (std::size_t j = 0; j < 4; ++j) problem.inputs(i, j) = normal(generator);
    problem.inputs(i, 0) = problem.labels.back() * (1.0 + std::abs(problem.inputs(i, 0)));
    problem.inputs(i, 3) *= 1024.0;
  }
  return problem;
}

MarginCertificate certificate_of(const Problem& problem, MarginNorm norm) {
  const MaxMargin margin = max_margin(signed_rows(problem.inputs, problem.labels, false), norm);
  return margin_certificate({problem.inputs, problem.labels, margin, std::string(64, 'a')});
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from);
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::size_t find_line(const std::vector<std::string>& lines, const std::string& start, std::size_t from = 0) {
  for (std::size_t k = from; k < lines.size(); ++k) {
    if (lines[k].rfind(start, 0) == 0) return k;
  }
  return lines.size();
}

TEST(margin_certificate, accepted_in_every_norm_and_tight) {
  for (const MarginNorm norm : {MarginNorm::l1, MarginNorm::l2, MarginNorm::linf}) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const MarginCertificate certificate = certificate_of(separable(seed), norm);
      const auto results = checker::check(certificate.text);
      ASSERT_EQ(results.size(), 2U);
      for (const auto& result : results) EXPECT_EQ(result.outcome, checker::Outcome::accepted) << result.reason;
      EXPECT_EQ(results[0].kind, "svm_lo");
      EXPECT_EQ(results[1].kind, "svm_hi");
      EXPECT_LE(certificate.lower, certificate.upper);
      EXPECT_LE((certificate.upper - certificate.lower) * Rational(shifted(Integer(1), 95)), certificate.upper);
    }
  }
}

TEST(margin_certificate, short_fractions_are_stated_as_they_are) {
  const Problem b{Matrix<double>(2, 3, {3, 1, 0, -1, -2, -1}), {1, -1}};
  const MarginCertificate certificate = certificate_of(b, MarginNorm::l1);
  EXPECT_EQ(certificate.lower, Rational(5, 3));
  EXPECT_EQ(certificate.upper, Rational(5, 3));
}

TEST(margin_certificate, inseparable_data_and_its_control) {
  Problem problem = separable(5);
  for (std::size_t j = 0; j < 4; ++j) problem.inputs(1, j) = problem.inputs(0, j) * 0.5;  // labels differ
  const MarginCertificate certificate = certificate_of(problem, MarginNorm::l2);
  auto results = checker::check(certificate.text);
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].outcome, checker::Outcome::accepted) << results[0].reason;
  EXPECT_EQ(results[0].kind, "entail");
  std::vector<std::string> lines = lines_of(certificate.text);
  lines[find_line(lines, "target_h")] = "target_h -1000000000000000000000000000000000000000000000000000000000000";
  EXPECT_EQ(checker::check(joined(lines))[0].outcome, checker::Outcome::rejected);
}

/// Each change makes the claim false or unproved; the digest is made to fit again where data lines change.
TEST(margin_certificate, sabotage_is_rejected) {
  for (const MarginNorm norm : {MarginNorm::l1, MarginNorm::l2, MarginNorm::linf}) {
    const std::vector<std::string> good = lines_of(certificate_of(separable(3), norm).text);
    const std::size_t second = find_line(good, "kind svm_hi");
    const auto outcome = [&](std::vector<std::string> lines) {
      bool all = true;
      for (const auto& result : checker::check(joined(lines)))
        all = all && result.outcome == checker::Outcome::accepted;
      return all;
    };
    ASSERT_TRUE(outcome(good));
    const auto altered = [&](const std::string& key, std::size_t from, const Integer& change) {
      std::vector<std::string> lines = good;
      const std::size_t at = find_line(lines, key + " ", from);
      EXPECT_LT(at, lines.size()) << key;
      const Integer value(lines[at].substr(key.size() + 1));
      lines[at] = key + " " + Integer(value + change).str();
      return lines;
    };
    EXPECT_FALSE(outcome(altered("lo", 0, shifted(Integer(1), 64))));
    EXPECT_FALSE(outcome(altered("t", 0, 1)));
    EXPECT_FALSE(outcome(altered("hi", second, -shifted(Integer(1), 64))));
    EXPECT_FALSE(outcome(altered("S", second, 1)));
    EXPECT_FALSE(outcome(altered(norm == MarginNorm::l2 ? "Z2" : "Z", second, -1)));
    // A label turned, with a digest that fits: the separator no longer separates.
    std::vector<std::string> turned = good;
    const std::size_t labels = find_line(turned, "y ") + 1;
    turned[labels] = turned[labels][0] == '-' ? turned[labels].substr(1) : "-" + turned[labels];
    const std::size_t q = find_line(turned, "q ");
    const std::string data = joined(
        {turned.begin() + static_cast<std::ptrdiff_t>(q), turned.begin() + static_cast<std::ptrdiff_t>(labels + 1)});
    turned[find_line(turned, "data sha256")] = "data sha256:" + io::sha256(data);
    EXPECT_FALSE(outcome(turned));
    // Another digest.
    std::vector<std::string> digest = good;
    digest[find_line(digest, "data sha256")] = "data sha256:" + std::string(64, '0');
    EXPECT_FALSE(outcome(digest));
    // Truncated.
    EXPECT_FALSE(outcome({good.begin(), good.end() - 1}));
  }
}

}  // namespace
}  // namespace lemmata::verify
