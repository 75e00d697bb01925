/// \file
/// # A certificate with any one number changed is rejected, or still true
/// Every integer token of accepted certificates is changed in several ways, the digest made to fit, and what is still
/// accepted is decided a second time, by other mathematics over exact rationals (3 x 3 determinants, distances in the
/// plane, the nullity formula, angles digit by digit).

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <cctype>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "tests/checker/certificate_text.hpp"
#include "verify/checker/check.hpp"

namespace lemmata::checker {
namespace {

using Rational = boost::multiprecision::cpp_rational;

// ---- a second reading of accepted texts: words, nothing else ----

struct Words {
  std::vector<std::string> all;
  std::size_t next = 0;
  explicit Words(const std::string& text) {
    std::istringstream in(text);
    for (std::string word; in >> word;) all.push_back(word);
  }
  std::string word() { return all.at(next++); }
  Integer integer() { return Integer(word()); }
  std::size_t count() { return std::stoul(word()); }
  Integer after(const std::string& keyword) {
    EXPECT_EQ(word(), keyword);
    return integer();
  }
  Row row(std::size_t n) {
    Row result;
    for (std::size_t i = 0; i < n; ++i) result.push_back(integer());
    return result;
  }
};

// ---- 3 x 3 and smaller: eigenvalue signs by the characteristic polynomial, whose roots are real ----

using Matrix = std::vector<Row>;

Integer determinant(const Matrix& m) {
  if (m.empty()) return 1;
  Integer sum = 0;
  for (std::size_t j = 0; j < m.size(); ++j) {
    Matrix minor;
    for (std::size_t i = 1; i < m.size(); ++i) {
      Row row;
      for (std::size_t k = 0; k < m.size(); ++k) {
        if (k != j) row.push_back(m[i][k]);
      }
      minor.push_back(row);
    }
    sum += (j % 2 == 0 ? 1 : -1) * m[0][j] * determinant(minor);
  }
  return sum;
}

/// How many eigenvalues are negative and zero. The coefficients of det(tI + M) are sums of principal minors; Descartes'
/// rule is exact here.
std::pair<std::size_t, std::size_t> negative_and_zero(const Matrix& m) {
  const std::size_t n = m.size();
  std::vector<Integer> coefficient(n + 1);  // of t^(n - k): sum of the k x k principal minors
  for (std::size_t mask = 0; mask < std::size_t{1} << n; ++mask) {
    Matrix minor;
    for (std::size_t i = 0; i < n; ++i) {
      if ((mask >> i & 1) == 0) continue;
      Row row;
      for (std::size_t j = 0; j < n; ++j) {
        if ((mask >> j & 1) != 0) row.push_back(m[i][j]);
      }
      minor.push_back(row);
    }
    coefficient[minor.size()] += determinant(minor);
  }
  std::size_t zeros = 0;
  while (zeros < n && coefficient[n - zeros] == 0) ++zeros;
  std::size_t changes = 0;
  int last = 1;
  for (std::size_t k = 1; k <= n - zeros; ++k) {
    const int sign = coefficient[k].sign();
    if (sign != 0 && sign != last) ++changes;
    if (sign != 0) last = sign;
  }
  return {changes, zeros};
}

/// Calls f with (c/q-free) factor * corner - shift I for every corner of the box a +- d, and its centre.
template <class F>
bool on_corners(const Rows& a, const Rows& d, const Integer& factor, const Integer& shift, F&& f) {
  const std::size_t n = a.size(), cells = d.empty() ? 0 : n * (n + 1) / 2;
  for (std::size_t mask = 0; mask < std::size_t{1} << cells; ++mask) {
    Matrix m(n, Row(n));
    std::size_t cell = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j <= i; ++j, ++cell) {
        Integer value = a[i][j];
        if (!d.empty()) value += (mask >> cell & 1) != 0 ? d[i][j] : Integer(-d[i][j]);
        m[i][j] = m[j][i] = factor * value - (i == j ? shift : Integer(0));
      }
    }
    if (!f(m)) return false;
  }
  return true;
}

bool eigenvalue_claim_is_true(const std::string& kind, Words& in) {
  const Integer q = in.after("q");
  EXPECT_EQ(in.word(), "a");
  Rows a, d;
  const std::size_t n = in.count();
  for (std::size_t i = 0; i < n; ++i) a.push_back(in.row(i + 1));
  EXPECT_EQ(in.word(), "d");
  const std::size_t radii = in.count();
  for (std::size_t i = 0; i < radii; ++i) d.push_back(in.row(i + 1));
  if (q <= 0) return false;
  if (kind == "lmin_le" || kind == "lmax_ge") {
    const int sign = kind == "lmin_le" ? 1 : -1;
    const Integer u = in.after("u");
    return on_corners(a, d, sign, u, [](const Matrix& m) {
      const auto [negative, zero] = negative_and_zero(m);
      return negative + zero >= 1;
    });
  }
  const Integer c = in.after("c");
  const Integer s = in.after("s");
  if (c <= 0) return false;
  std::size_t k = 0;
  if (kind == "index") {
    while (in.word() != "V") {
    }
    in.count();
    k = in.count();
  }
  return on_corners(a, d, kind == "lmax_le" ? Integer(-c) : c, s,
                    [&](const Matrix& m) { return negative_and_zero(m).first <= k; });
}

// ---- margins in the plane, by geometry ----

using Point = std::array<Rational, 2>;
Rational dot(const Point& x, const Point& y) { return x[0] * y[0] + x[1] * y[1]; }
Rational max_of(const Rational& x, const Rational& y) { return x < y ? y : x; }

/// The margin's value for the direction w, times the norm of w; candidates for the best w in each norm.
Rational reach(const std::vector<Point>& z, const Point& w) {
  Rational least = dot(z.front(), w);
  for (const Point& p : z) least = dot(p, w) < least ? dot(p, w) : least;
  return least;
}

/// The point of conv z nearest to 0 among segments: the nearest one when 0 is not inside.
Point nearest(const std::vector<Point>& z) {
  Point best = z.front();
  for (const Point& p : z) {
    for (const Point& r : z) {
      const Point e = {r[0] - p[0], r[1] - p[1]};
      Rational t = dot(e, e) == 0 ? Rational(0) : Rational(-dot(p, e) / dot(e, e));
      t = t < 0 ? Rational(0) : t > 1 ? Rational(1) : t;
      const Point x = {p[0] + t * e[0], p[1] + t * e[1]};
      if (dot(x, x) < dot(best, best)) best = x;
    }
  }
  return best;
}

/// The square of the margin when it is positive (margin itself for l1, linf), nothing when it is not.
std::optional<Rational> margin(const std::vector<Point>& z, const std::string& norm) {
  const Point p = nearest(z);
  if (dot(p, p) == 0 || reach(z, p) <= 0) return std::nullopt;
  if (norm == "l2") return dot(p, p);
  // A maximum of a concave piecewise linear function over an edge of the unit ball: at an end or where two points tie.
  const std::vector<Point> ball = norm == "l1" ? std::vector<Point>{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}
                                               : std::vector<Point>{{1, 1}, {-1, 1}, {-1, -1}, {1, -1}};
  Rational best = 0;
  for (std::size_t edge = 0; edge < 4; ++edge) {
    const Point a = ball[edge], b = ball[(edge + 1) % 4], e = {b[0] - a[0], b[1] - a[1]};
    std::vector<Rational> at = {0, 1};
    for (const Point& x : z) {
      for (const Point& y : z) {
        const Point difference = {x[0] - y[0], x[1] - y[1]};
        if (dot(difference, e) != 0) at.push_back(-dot(difference, a) / dot(difference, e));
      }
    }
    for (const Rational& t : at) {
      if (t >= 0 && t <= 1) best = max_of(best, reach(z, {a[0] + t * e[0], a[1] + t * e[1]}));
    }
  }
  return best;
}

bool margin_claim_is_true(const std::string& kind, Words& in) {
  const Integer q = in.after("q");
  EXPECT_EQ(in.word(), "x");
  const std::size_t n = in.count();
  EXPECT_EQ(in.count(), 2u);
  if (q <= 0) return false;
  Rows x;
  for (std::size_t i = 0; i < n; ++i) x.push_back(in.row(2));
  EXPECT_EQ(in.word(), "y");
  in.count();
  const Row y = in.row(n);
  std::vector<Point> z;
  for (std::size_t i = 0; i < n; ++i) {
    if (y[i] != 1 && y[i] != -1) return false;
    z.push_back({Rational(y[i] * x[i][0], q), Rational(y[i] * x[i][1], q)});
  }
  EXPECT_EQ(in.word(), "norm");
  const std::string norm = in.word();
  while (in.word() != (kind == "svm_hi" ? "hi" : "lo")) {
  }
  const Integer bound = in.integer();
  const Integer r = in.after("r");
  if (r <= 0) return false;
  const Rational value(bound, r);
  const std::optional<Rational> exact = margin(z, norm);
  if (value < 0) return false;
  const Rational compared = norm == "l2" ? Rational(value * value) : value;
  if (kind == "svm_hi") return !exact || *exact <= compared;
  return exact ? compared <= *exact : false;
}

bool entail_claim_is_true(Words& in) {
  EXPECT_GT(in.after("q"), 0);
  EXPECT_EQ(in.word(), "g");
  const std::size_t n = in.count(), m = in.count();
  Rows g;
  for (std::size_t i = 0; i < n; ++i) g.push_back(in.row(m));
  in.word();
  in.count();
  const Row h = in.row(n);
  in.word();
  in.count();
  const Row target = in.row(m);
  const Integer bound = in.after("target_h");
  // No solution among many halves of integers may break the target: a necessary condition.
  for (int x = -24; x <= 24; ++x) {
    for (int y = -24; y <= (m == 2 ? 24 : -24); ++y) {
      const auto value = [&](const Row& row) {
        return Integer(row[0] * x + (m == 2 ? Integer(row[1] * y) : Integer(0)));
      };
      bool solution = true;
      for (std::size_t k = 0; k < n; ++k) solution = solution && value(g[k]) <= 2 * h[k];
      if (solution && value(target) > 2 * bound) return false;
    }
  }
  return true;
}

/// Nullity of H in the plane: zero rows + repeated rays + (antipodal pairs of rays - rank of their lines) > 0.
bool null_claim_is_true(Words& in) {
  in.after("q");
  EXPECT_EQ(in.word(), "x");
  const std::size_t n = in.count(), m = in.count();
  Rows x;
  for (std::size_t i = 0; i < n; ++i) x.push_back(in.row(m));
  EXPECT_EQ(m, 2u);
  Rows rays;
  std::size_t nullity = 0;
  const auto cross = [](const Row& a, const Row& b) { return Integer(a[0] * b[1] - a[1] * b[0]); };
  const auto inner = [](const Row& a, const Row& b) { return Integer(a[0] * b[0] + a[1] * b[1]); };
  for (const Row& row : x) {
    const bool zero = inner(row, row) == 0;
    const bool repeated =
        std::any_of(rays.begin(), rays.end(), [&](const Row& r) { return cross(r, row) == 0 && inner(r, row) > 0; });
    if (zero || repeated) {
      ++nullity;
    } else {
      rays.push_back(row);
    }
  }
  Rows lines;
  for (std::size_t i = 0; i < rays.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (cross(rays[i], rays[j]) == 0) lines.push_back(rays[i]);
    }
  }
  return nullity + lines.size() > std::min<std::size_t>(lines.size(), 2);
}

// ---- the ReLU Gram matrix of rows in the plane: angles digit by digit, by squaring a complex number ----

constexpr unsigned angle_bits = 64;

/// theta/(2 pi) 2^angle_bits rounded down, theta in [0, pi] the angle of (x, y): each squaring doubles the angle, and
/// the side of the axis tells the next digit. The numbers are cut to 600 bits; the digits used are far above the error.
Integer turn(Integer x, Integer y) {
  y = abs(y);
  Integer digits = 0;
  for (unsigned k = 0; k < angle_bits; ++k) {
    const bool below = y < 0 || (y == 0 && x < 0);
    digits = 2 * digits + (below ? 1 : 0);
    const Integer real = x * x - y * y;
    y = 2 * x * y;
    x = real;
    const Integer size = std::max(Integer(abs(x)), Integer(abs(y)));
    const unsigned excess = size == 0 ? 0 : std::max(msb(size), 600U) - 600;
    x /= Integer(1) << excess;
    y /= Integer(1) << excess;
  }
  return digits;
}

bool relu_claim_is_true(Words& in) {
  EXPECT_EQ(in.word(), "x");
  const std::size_t n = in.count();
  EXPECT_EQ(in.count(), 2u);
  Rows x;
  for (std::size_t i = 0; i < n; ++i) x.push_back(in.row(2));
  while (in.word() != "q") {
  }
  const Integer q = in.integer();
  while (in.word() != "c") {
  }
  const Integer c = in.integer();
  const Integer s = in.after("s");
  if (q <= 0 || c <= 0) return false;
  // H_ij = rho (1/2 - theta/(2 pi)) on the grid of 2^-angle_bits, each entry within 8 units.
  const Integer unit = Integer(1) << angle_bits;
  Matrix h(n, Row(n));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const Integer g = x[i][0] * x[j][0] + x[i][1] * x[j][1];
      const Integer cross = x[i][0] * x[j][1] - x[i][1] * x[j][0];
      const Integer lengths = (x[i][0] * x[i][0] + x[i][1] * x[i][1]) * (x[j][0] * x[j][0] + x[j][1] * x[j][1]);
      if (lengths == 0) return false;
      const Integer magnitude = sqrt(Integer((g * g << (2 * angle_bits)) / lengths));
      const Integer entry = magnitude * (unit / 2 - turn(g, cross)) / unit;
      h[i][j] = g < 0 ? Integer(-entry) : entry;
    }
  }
  // False only when lambda_min is below s/(c q) by more than all errors together, 8 n units.
  for (std::size_t i = 0; i < n; ++i) h[i][i] += 8 * n;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) h[i][j] = h[i][j] * c * q - (i == j ? Integer(s * unit) : Integer(0));
  }
  return negative_and_zero(h).first == 0;
}

bool claim_is_true(const CertificateText& certificate) {
  Words in(certificate.data + certificate.rest);
  if (certificate.kind == "gram_relu") return relu_claim_is_true(in);
  if (certificate.kind.starts_with("svm")) return margin_claim_is_true(certificate.kind, in);
  if (certificate.kind == "entail") return entail_claim_is_true(in);
  if (certificate.kind == "gram_null") return null_claim_is_true(in);
  return eigenvalue_claim_is_true(certificate.kind, in);
}

std::vector<std::string> changes_of(const std::string& number) {
  const Integer value(number);
  std::vector<std::string> changed = {Integer(value + 1).str(),
                                      Integer(value - 1).str(),
                                      Integer(-value).str(),
                                      Integer(2 * value).str(),
                                      Integer(value / 10).str(),
                                      number + "0",
                                      "0",
                                      "1"};
  changed.push_back(number.size() > 1 ? number.substr(1) : "9");
  return changed;
}

/// `part` with each integer token changed.
std::vector<std::string> mutants(const std::string& part) {
  std::vector<std::string> result;
  for (std::size_t begin = 0; begin < part.size();) {
    const std::size_t end = part.find_first_of(" \n", begin);
    const std::string token = part.substr(begin, end - begin);
    const bool number = token.find_first_not_of("-0123456789") == std::string::npos;
    for (const std::string& other : number ? changes_of(token) : std::vector<std::string>{}) {
      if (other != token) result.push_back(part.substr(0, begin) + other + part.substr(end));
    }
    begin = end + 1;
  }
  return result;
}

TEST(Mutation, TheOracleAgreesWithTheExamples) {
  for (const CertificateText& certificate : accepted_certificates)
    EXPECT_TRUE(claim_is_true(certificate)) << certificate.text();
  CertificateText wrong = lmin_ge;
  wrong.rest = replaced(wrong.rest, "s 5600", "s 5900");  // 0.59 > 2 - sqrt 2
  EXPECT_FALSE(claim_is_true(wrong));
  wrong = svm_lo;
  wrong.rest = replaced(wrong.rest, "lo 7071", "lo 7072");
  EXPECT_FALSE(claim_is_true(wrong));
  EXPECT_FALSE(claim_is_true({"gram_null", "q 1\nx 2 2\n1 0\n-1 0\n", ""}));
  wrong = gram_relu;
  wrong.rest = replaced(wrong.rest, "\ns 2", "\ns 3");
  EXPECT_FALSE(claim_is_true(wrong));
}

TEST(Mutation, AcceptedMeansTrue) {
  std::size_t accepted = 0, total = 0;
  const auto examine = [&](const CertificateText& mutant) {
    ++total;
    if (outcome(mutant) != Outcome::accepted) return;
    ++accepted;
    EXPECT_TRUE(claim_is_true(mutant)) << mutant.text();
  };
  for (const CertificateText& certificate : accepted_certificates) {
    for (const std::string& data : mutants(certificate.data)) {
      examine({certificate.kind, data, certificate.rest});
      // and with the digest left as it was
      const std::string text = "lemmata certificate 1\nkind " + certificate.kind +
                               "\ndata sha256:" + sha256(certificate.data) + "\n" + data + certificate.rest + "end\n";
      EXPECT_NE(status(text), 0) << text;
    }
    for (const std::string& rest : mutants(certificate.rest)) examine({certificate.kind, certificate.data, rest});
  }
  // Weaker claims and other witnesses are rightly accepted; most mutants are not.
  EXPECT_GT(total, 1500u);
  EXPECT_GT(accepted, 50u);
  EXPECT_LT(accepted, total / 2);
}

}  // namespace
}  // namespace lemmata::checker
