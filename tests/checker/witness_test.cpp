/// \file
/// # Witness claims: golden values are accepted to 1e-12, false claims never
/// Golden values: 60-digit computations done independently of this repository (tests/golden).

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <numeric>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "tests/checker/certificate_text.hpp"
#include "verify/checker/check.hpp"
#include "verify/checker/gram.hpp"
#include "verify/checker/lehmann.hpp"
#include "verify/checker/table.hpp"

namespace lemmata::checker {
namespace {

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
std::string data_path(const std::string& name) { return std::string(LEMMATA_TEST_DATA) + "/" + name; }
std::string hexadecimal(double x) {
  char text[64];
  std::snprintf(text, sizeof text, "%a", x);
  return text;
}

/// N 2^(e - 124) as doubles, row-major.
std::vector<double> in_doubles(const FixedMatrix& a) {
  std::vector<double> m(a.n * a.n);
  std::size_t index = 0;
  for (std::size_t i = 0; i < a.n; ++i) {
    for (std::size_t j = 0; j <= i; ++j, ++index) {
      m[i * a.n + j] = m[j * a.n + i] =
          std::ldexp(static_cast<double>(a.lower[index]), static_cast<int>(a.exponent) - 124);
    }
  }
  return m;
}

struct Eigenpairs {
  std::vector<double> values;                // ascending
  std::vector<std::vector<double>> vectors;  // one each
};

/// Jacobi's method with cyclic sweeps; approximate.
Eigenpairs eigenpairs(std::vector<double> a, std::size_t n) {
  std::vector<double> v(n * n);
  for (std::size_t i = 0; i < n; ++i) v[i * n + i] = 1;
  for (int sweep = 0; sweep < 12; ++sweep) {
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        const double off = a[p * n + q];
        if (std::abs(off) <= 1e-300) continue;
        const double theta = (a[q * n + q] - a[p * n + p]) / (2 * off);
        const double t = (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
        const double c = 1 / std::sqrt(t * t + 1), s = t * c;
        for (std::size_t k = 0; k < n; ++k) {
          const double x = a[p * n + k], y = a[q * n + k];
          a[p * n + k] = c * x - s * y;
          a[q * n + k] = s * x + c * y;
        }
        for (std::size_t k = 0; k < n; ++k) {
          const double x = a[k * n + p], y = a[k * n + q];
          a[k * n + p] = c * x - s * y;
          a[k * n + q] = s * x + c * y;
        }
        for (std::size_t k = 0; k < n; ++k) {
          const double x = v[p * n + k], y = v[q * n + k];
          v[p * n + k] = c * x - s * y;
          v[q * n + k] = s * x + c * y;
        }
      }
    }
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return a[i * n + i] < a[j * n + j]; });
  Eigenpairs pairs;
  for (const std::size_t i : order) {
    pairs.values.push_back(a[i * n + i]);
    pairs.vectors.emplace_back(v.begin() + static_cast<std::ptrdiff_t>(i * n),
                               v.begin() + static_cast<std::ptrdiff_t>((i + 1) * n));
  }
  return pairs;
}

/// A witness for the least eigenvalue of sign a with k vectors.
Witness find_witness(const FixedMatrix& a, int sign, std::size_t k) {
  std::vector<double> m = in_doubles(a);
  double size = 0;
  for (double& value : m) value *= sign;
  const Eigenpairs pairs = eigenpairs(m, a.n);
  for (const double value : pairs.values) size += std::abs(value) / static_cast<double>(a.n);
  Witness w;
  w.k = k;
  w.mu = pairs.values[0] + 0.7 * (pairs.values[k] - pairs.values[0]);
  for (std::size_t i = 0; i < a.n; ++i) {
    for (std::size_t l = 0; l < k; ++l) w.x.push_back(pairs.vectors[l][i]);
  }
  w.tau.assign(k, 2 * (w.mu - pairs.values[0]) + 0.05 * size);
  return w;
}

bool proves(const FixedMatrix& a, const Witness& w, const Bounds& bounds) { return refusal(a, w, bounds).empty(); }

FixedMatrix gram_of_file(const std::string& name, const Format& format, std::size_t rows, std::size_t columns) {
  const Table t = read_table(contents(data_path(name)), format, 0, rows);
  EXPECT_EQ(t.failure, "");
  std::vector<double> x;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) x.push_back(t.values[i * t.columns + j]);
  }
  return relu_gram(x, rows, columns, true);
}

struct Golden {
  std::string file;
  Format format;
  std::size_t rows, columns, k;
  double value;  // nearest double of the golden decimal
};

TEST(Witness, ProvesTheGoldenValuesToTwelveDigits) {
  const std::vector<Golden> cases = {{"sonar.csv", {"csv", "comma", "plain"}, 208, 60, 1, 0.0080932299823526306805},
                                     {"t10k-images-idx3-ubyte.gz", {"idx"}, 100, 784, 3, 0.076915933696170264159}};
  for (const Golden& golden : cases) {
    const FixedMatrix a = gram_of_file(golden.file, golden.format, golden.rows, golden.columns);
    const Witness w = find_witness(a, 1, golden.k);
    const double lower = golden.value * (1 - 1e-15), upper = golden.value * (1 + 1e-15);
    EXPECT_EQ(refusal(a, w, {1, lower, upper}), "") << golden.file;
    // One step beyond the golden value on either side is false, and must not be proved.
    EXPECT_FALSE(proves(a, w, {1, std::nextafter(golden.value, 1), std::nullopt}));
    EXPECT_FALSE(proves(a, w, {1, std::nullopt, std::nextafter(golden.value, 0)}));
  }
}

TEST(Witness, EndToEndFromText) {
  const std::string path = data_path("iris.csv"), bytes = contents(path);
  const std::string data =
      "file " + path +
      "\nformat csv comma plain\nrows 0 150\ncolumns 0:4\ndedup yes\nnormalize unit\nkernel relu-infinite\n";
  // 147 rows remain; lambda_min = 0.00029085071104543792471
  const Table t = read_table(bytes, {"csv", "comma", "plain"}, 0, 150);
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < 150; ++i) {
    const std::vector<double> row(t.values.begin() + static_cast<std::ptrdiff_t>(5 * i),
                                  t.values.begin() + static_cast<std::ptrdiff_t>(5 * i + 4));
    if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
  }
  ASSERT_EQ(rows.size(), 147u);
  std::vector<double> flat;
  for (const auto& row : rows) flat.insert(flat.end(), row.begin(), row.end());
  const FixedMatrix a = relu_gram(flat, 147, 4, true);
  const std::size_t k = 3;
  const auto block = [&](const std::string& claims, int sign) {
    const Witness w = find_witness(a, sign, k);
    std::ostringstream text;
    text << "lemmata certificate 1\nkind witness\ninput sha256:" << sha256(bytes) << "\ndata sha256:" << sha256(data)
         << "\n"
         << data << "size 147 4\n"
         << claims << "X 147 " << k << "\n";
    for (std::size_t i = 0; i < 147; ++i) {
      for (std::size_t l = 0; l < k; ++l) text << (l == 0 ? "" : " ") << hexadecimal(w.x[i * k + l]);
      text << "\n";
    }
    text << "T " << k << "\n";
    for (std::size_t l = 0; l < k; ++l) text << (l == 0 ? "" : " ") << hexadecimal(w.tau[l]);
    text << "\nmu " << hexadecimal(w.mu) << "\nend\n";
    return text.str();
  };
  const double value = 0.00029085071104543792471;
  const std::string text = block("claim lambda_min >= " + hexadecimal(value * (1 - 5e-13)) +
                                     "\nclaim lambda_min <= " + hexadecimal(value * (1 + 5e-13)) + "\n",
                                 1);
  const Result result = check(text).back();
  EXPECT_EQ(result.outcome, Outcome::accepted) << result.reason;
  EXPECT_NE(result.statement.find("repeats dropped"), std::string::npos);
  const std::string top = block("claim lambda_max >= 0x1.05p+6\nclaim lambda_max <= 0x1.052p+6\n", -1);  // 65.27...
  EXPECT_EQ(status(text + top), 0) << check(top).back().reason;
  EXPECT_EQ(status(block("claim lambda_max <= 0x1.04p+6\n", -1)), 1);
  EXPECT_EQ(status(block("claim lambda_max >= 0x1.06p+6\n", -1)), 1);

  const std::vector<std::pair<std::string, std::string>> rejected = {
      {"rows 0 150", "rows 0 149"},
      {"dedup yes", "dedup no"},
      {"columns 0:4", "columns 0:3"},
      {"columns 0:4", "columns 0:5"},
      {"columns 0:4", "columns 3:4 0:3 0:1"},
      {"size 147 4", "size 147 5"},
      {"normalize unit", "normalize none"},
      {"plain", "header"},
      {"kernel relu-infinite", "kernel matrix"},
      {"comma", "semicolon"},
      {path, path + "x"},
  };
  for (const auto& [from, to] : rejected) {
    const std::string changed_data = data.find(from) == std::string::npos ? data : replaced(data, from, to);
    const std::string changed = replaced(replaced(text, from, to), sha256(data), sha256(changed_data));
    EXPECT_EQ(status(changed), 1) << to << check(changed).back().reason;
    if (changed_data != data) {
      EXPECT_EQ(status(replaced(text, from, to)), 1) << to;  // the digest alone notices
    }
  }
  EXPECT_EQ(status(replaced(text, sha256(bytes), sha256("other"))), 1);
  EXPECT_EQ(exit_status(check(text, {data_path("sonar.csv"), ""})), 1);
  const std::string renamed =
      replaced(replaced(text, path, "iris.csv"), sha256(data), sha256(replaced(data, path, "iris.csv")));
  EXPECT_EQ(exit_status(check(renamed, {"", LEMMATA_TEST_DATA})), 0);
  EXPECT_EQ(exit_status(check(renamed, {path, ""})), 0);

  const std::vector<std::pair<std::string, std::string>> malformed = {
      {"kind witness\ninput", "kind witness\nother"},
      {"format csv comma plain", "format csv"},
      {"kernel relu-infinite", "kernel ntk"},
      {"claim lambda_min >= 0x", "claim lambda_min >= "},
      {"claim lambda_min >=", "claim lambda_min <="},
      {"claim lambda_min >=", "claim lambda_max >="},
      {"X 147", "X 146"},
      {"T 3", "T 2"},
      {"mu 0x", "mu "},
      {"rows 0 150", "rows 0:150"},
      {"columns 0:4", "columns 0-4"},
      {"columns 0:4", "columns  0:4"},
      {"size 147 4", "size 147"},
      {"input sha256:" + sha256(bytes) + "\n", ""},
  };
  for (const auto& [from, to] : malformed) EXPECT_EQ(status(replaced(text, from, to)), 2) << to;
  for (std::size_t length = 0; length < text.size(); length += 101) EXPECT_EQ(status(text.substr(0, length)), 2);
}

// ---- matrices with known eigenvalues ----

/// H D H/n for Sylvester's H, n = 2^m: eigenvalues D, all entries exact.
FixedMatrix with_spectrum(const std::vector<double>& d) {
  const std::size_t n = d.size();
  std::vector<double> x(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < n; ++k) {
        const bool odd = (__builtin_popcountll(i & k) + __builtin_popcountll(j & k)) % 2 != 0;
        x[i * n + j] += (odd ? -d[k] : d[k]) / static_cast<double>(n);
      }
    }
  }
  return plain_matrix(x, n);
}

std::vector<double> spectrum(std::size_t n, double least) {
  std::vector<double> d(n, 8);
  for (std::size_t i = 0; i < n; ++i) d[i] = 1 + static_cast<double>(i % 7);
  d[n / 3] = least;
  return d;
}

TEST(Witness, KnownSpectraNeverProveMoreThanTheTruth) {
  for (const double least : {0.5, 0x1p-20, 0x1p-40, 0.0, -0x1p-30, -3.0}) {
    const FixedMatrix a = with_spectrum(spectrum(64, least));
    ASSERT_EQ(a.failure, "");
    const Witness w = find_witness(a, 1, 1);
    const double tiny = std::max(0x1p-80, std::abs(least) * 0x1p-50);
    EXPECT_TRUE(proves(a, w, {1, least - tiny, least + tiny})) << least;
    EXPECT_FALSE(proves(a, w, {1, least + tiny, std::nullopt})) << least;
    EXPECT_FALSE(proves(a, w, {1, std::nullopt, least - tiny})) << least;
    const Witness top = find_witness(a, -1, 10);
    EXPECT_TRUE(proves(a, top, {-1, -7.0 - 1e-12, -7.0 + 1e-12}));
    EXPECT_FALSE(proves(a, top, {-1, -7.0 + 1e-12, std::nullopt}));
    EXPECT_FALSE(proves(a, top, {-1, std::nullopt, -7.0 - 1e-12}));
  }
}

TEST(Witness, PositiveNeverForASingularMatrix) {
  const FixedMatrix a = with_spectrum(spectrum(64, 0));
  const Witness w = find_witness(a, 1, 1);
  EXPECT_FALSE(proves(a, w, {1, 0.0, std::nullopt}));
  EXPECT_FALSE(proves(a, w, {1, 0x1p-1074, std::nullopt}));
  EXPECT_TRUE(proves(a, w, {1, -0x1p-90, 0x1p-90}));
}

TEST(Witness, SabotagedWitnessesProveNothingFalse) {
  const double least = 0.25;
  std::vector<double> d = spectrum(64, least);
  d[5] = 0.5;  // lambda_2
  const FixedMatrix a = with_spectrum(d);
  const Witness good = find_witness(a, 1, 1);
  ASSERT_TRUE(proves(a, good, {1, least - 1e-12, least + 1e-12}));
  const auto lower_fails = [&](const Witness& w, const std::string& name) {
    EXPECT_FALSE(proves(a, w, {1, least - 1e-12, std::nullopt})) << name;
    EXPECT_FALSE(proves(a, w, {1, least + 0x1p-40, std::nullopt})) << name;
  };
  Witness w = good;
  w.mu = 0.6;  // above lambda_2
  lower_fails(w, "mu above lambda_2");
  w = good;
  w.tau = {-w.tau[0]};
  lower_fails(w, "tau negative");
  w = good;
  w.tau = {0};
  lower_fails(w, "tau zero");
  w = good;
  std::swap(w.x[0], w.x[1]);
  w.x[0] = -w.x[0];
  lower_fails(w, "rows of X swapped");
  w = good;
  w.x.assign(w.x.size(), 0);
  lower_fails(w, "X zero");
  EXPECT_FALSE(proves(a, w, {1, std::nullopt, 100.0}));
  w = good;
  w.mu = -w.mu;
  lower_fails(w, "mu turned");
  w = good;
  w.mu = 1e308;
  lower_fails(w, "mu huge");
  w = good;
  w.tau = {1e308};
  lower_fails(w, "tau huge");
  w = {};
  w.mu = least - 1e-9;  // k = 0: a plain shift
  EXPECT_TRUE(proves(a, w, {1, least - 2e-9, std::nullopt}));
  EXPECT_FALSE(proves(a, w, {1, least - 0.5e-9, std::nullopt}));
  EXPECT_FALSE(proves(a, w, {1, std::nullopt, 1.0}));
  w.mu = least + 1e-9;
  EXPECT_FALSE(proves(a, w, {1, -1.0, std::nullopt}));
}

TEST(Witness, RandomMutationsNeverProveAFalseBound) {
  std::mt19937_64 random(7);
  const double least = 0x1p-10;
  const FixedMatrix a = with_spectrum(spectrum(16, least));
  const Witness good = find_witness(a, 1, 2);
  int proved = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    Witness w = good;
    for (int change = 0; change < 1 + trial % 3; ++change) {
      double& number = random() % 4 == 0 ? w.mu : random() % 4 == 0 ? w.tau[random() % 2] : w.x[random() % w.x.size()];
      const int kind = static_cast<int>(random() % 5);
      number = kind == 0   ? -number
               : kind == 1 ? number * 2
               : kind == 2 ? 0
               : kind == 3 ? std::ldexp(number, static_cast<int>(random() % 2000) - 1000)
                           : std::nextafter(number, 9);
    }
    EXPECT_FALSE(proves(a, w, {1, least + 0x1p-70, std::nullopt}));
    EXPECT_FALSE(proves(a, w, {1, std::nullopt, least - 0x1p-70}));
    proved += proves(a, w, {1, least * 0.99, least * 1.01}) ? 1 : 0;
  }
  EXPECT_GT(proved, 100);  // nextafter and the like leave it a witness
  EXPECT_LT(proved, 2900);
}

TEST(Witness, NearDuplicatesKeepTwelveDigits) {
  // Two rows at angle 2^-40 and three far away; the pair's eigenvalue is known: sin^2(t/2)(1 - t/pi) + t/(2 pi) when
  // the others are orthogonal.
  const double t = 0x1p-40;
  const std::vector<double> x = {1, 0, 0, 0, 0, 1, t, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1};
  const FixedMatrix a = relu_gram(x, 5, 5, true);
  const long double angle = std::atan(static_cast<long double>(t)), pi = 3.14159265358979323846264338327950288L;
  const long double value = std::sin(angle / 2) * std::sin(angle / 2) * (1 - angle / pi) + angle / (2 * pi);
  const auto rounded = static_cast<double>(value);
  const Witness w = find_witness(a, 1, 1);
  EXPECT_EQ(refusal(a, w, {1, rounded * (1 - 2e-15), rounded * (1 + 2e-15)}), "");
}

TEST(Witness, ScalesFarFromOne) {
  for (const int e : {-900, -400, 0, 400, 900}) {
    std::vector<double> x;
    for (const int entry : {2, -1, 0, -1, 2, -1, 0, -1, 2}) x.push_back(std::ldexp(entry, e));
    const FixedMatrix a = plain_matrix(x, 3);
    Witness w{1, {0.5, std::sqrt(0.5), 0.5}, {std::ldexp(3.0, e)}, std::ldexp(1.5, e)};
    const double value = 2 - std::sqrt(2.0);
    EXPECT_TRUE(proves(a, w, {1, std::ldexp(value - 1e-14, e), std::ldexp(value + 1e-14, e)})) << e;
    EXPECT_FALSE(proves(a, w, {1, std::ldexp(value + 1e-14, e), std::nullopt})) << e;
    EXPECT_FALSE(proves(a, w, {1, std::nullopt, std::ldexp(value - 1e-14, e)})) << e;
  }
}

TEST(Witness, UnnormalisedRowsAreACongruence) {
  const std::vector<double> x = {3, 4, 0.5, -0.25, 100, 1};
  const FixedMatrix unit = relu_gram(x, 3, 2, true), none = relu_gram(x, 3, 2, false);
  const std::vector<double> u = in_doubles(unit), v = in_doubles(none);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      const auto length = [&](std::size_t r) { return std::hypot(x[2 * r], x[2 * r + 1]); };
      // doubles: a few roundings
      EXPECT_NEAR(v[3 * i + j], u[3 * i + j] * length(i) * length(j), 1e-13 * length(i) * length(j));
    }
  }
  EXPECT_EQ(v[0], 12.5);
  EXPECT_NE(relu_gram({1, 0, 0, 0}, 2, 2, true).failure, "");
  EXPECT_NE(plain_matrix({1, 2, 3, 4}, 2).failure, "");
}

TEST(Witness, InnerProductsAgreeInAllArithmetics) {
  // The same directions on grids of growing width go through doubles, 128 bits, 256 bits and big integers.
  std::mt19937_64 random(11);
  std::vector<double> x(40);
  for (double& value : x) value = static_cast<double>(random() % 2001) - 1000;
  const FixedMatrix small = relu_gram(x, 8, 5, true);
  for (const int spread : {0, 20, 50, 90, 300}) {
    std::vector<double> y = x;  // a far coordinate that changes nothing visible but the width of the grid
    std::vector<double> padded;
    for (std::size_t i = 0; i < 8; ++i) {
      for (std::size_t j = 0; j < 5; ++j) padded.push_back(y[i * 5 + j]);
      padded.push_back(spread == 0 ? 0.0 : std::ldexp(1.0, -spread));
    }
    const FixedMatrix wide = relu_gram(padded, 8, 6, true);
    for (std::size_t e = 0; e < small.lower.size(); ++e) {
      const double difference = static_cast<double>(wide.lower[e] - small.lower[e]) * 0x1p-124;
      EXPECT_LE(std::abs(difference), spread == 0 ? 0.0 : std::ldexp(1.0, -spread) + 0x1p-110) << spread;
    }
  }
}

}  // namespace
}  // namespace lemmata::checker
