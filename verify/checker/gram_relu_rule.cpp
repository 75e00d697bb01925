/// \file
/// # gram_relu: lambda_min of the infinite-width ReLU Gram matrix, from the integer rows
/// Statement and checks: section 6a of `docs/certificate_format.md`.
/// ## Method  The inequalities of the checker proved in Coq (`gram_box` in `verify/coq/Check.v`), in exact integers:
///            the two give the same answer. Every hint (pi, norms, angles) is checked before it is used.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "verify/checker/box.hpp"
#include "verify/checker/number.hpp"
#include "verify/checker/rules.hpp"

namespace lemmata::checker {
namespace {

constexpr std::size_t most_terms = 1000;

struct Hints {
  Integer M;
  std::size_t K = 0;
  Integer P;
  Row N;
  Rows t;  ///< row i has i angles
};

/// The Taylor polynomial of cos(t/M) of degree 2N, times its common denominator M^(2N) (2N)!.
class CosinePolynomial {
 public:
  CosinePolynomial(const Integer& M, std::size_t N) {
    const Integer square = M * M;
    Integer denominator = 1;
    for (std::size_t k = 1; k <= N; ++k) {
      steps_.push_back(square * (Integer(2 * k) * (2 * k - 1)));
      denominator *= steps_.back();
    }
    denominator_squared_ = denominator * denominator;
  }
  [[nodiscard]] Integer numerator(const Integer& t) const {
    const Integer u = -(t * t);
    Integer value = 1, power = 1;
    for (const Integer& step : steps_) {
      power *= u;
      value *= step;
      value += power;
    }
    return value;
  }
  [[nodiscard]] const Integer& denominator_squared() const { return denominator_squared_; }

 private:
  std::vector<Integer> steps_;
  Integer denominator_squared_;
};

/// Bounds of the cosine between 0 and pi/2: degree 2(2K+1) from below, 2(2K+2) from above.
class Cosine {
 public:
  Cosine(const Integer& M, std::size_t K) : low_(M, 2 * K + 1), high_(M, 2 * K + 2) {}
  /// Proves cos(t/M) >= sqrt(num/den).
  [[nodiscard]] bool at_least(const Integer& t, const Integer& num, const Integer& den) const {
    const Integer p = low_.numerator(t);
    return p >= 0 && num * low_.denominator_squared() <= p * p * den;
  }
  /// Proves cos(t/M) <= sqrt(num/den).
  [[nodiscard]] bool at_most(const Integer& t, const Integer& num, const Integer& den) const {
    const Integer p = high_.numerator(t);
    return p * p * den <= num * high_.denominator_squared();
  }

 private:
  CosinePolynomial low_, high_;
};

/// P/M <= pi <= (P+1)/M, by cos(pi/3) = 1/2.
bool pi_ok(const Hints& hints) {
  const Cosine cosine(3 * hints.M, hints.K);
  return hints.P > 0 && hints.P + 1 <= 4 * hints.M && cosine.at_least(hints.P, 1, 4) &&
         cosine.at_most(hints.P + 1, 1, 4);
}

/// N/M <= sqrt(g) <= (N+1)/M.
bool norm_ok(const Integer& M, const Integer& g, const Integer& N) {
  const Integer scaled = M * M * g;
  return g > 0 && N > 0 && N * N <= scaled && scaled <= (N + 1) * (N + 1);
}

/// The enclosure of one entry off the diagonal, with the hints that were found true, against [lo, hi]/q.
struct Entry {
  const Hints& hints;
  const Cosine& cosine;
  const Integer& q;

  [[nodiscard]] bool angle_ok(const Integer& t, const Integer& num, const Integer& den) const {
    const Integer next = t + 2;
    if (t < 0 || 2 * t > hints.P || !cosine.at_least(t, num, den)) return false;
    return hints.P + 1 <= 2 * next || (2 * next <= hints.P && cosine.at_most(next, num, den));
  }
  [[nodiscard]] bool inside(const Integer& g, const Integer& Ni, const Integer& Nj, const Integer& t, const Integer& lo,
                            const Integer& hi) const {
    const Integer& P = hints.P;
    const Integer small = Ni * Nj, large = (Ni + 1) * (Nj + 1);
    const Integer G = abs(g) * (hints.M * hints.M) * q;
    if (g >= 0) return G * (P + 1 - t) <= hi * small * (2 * P + 2) && lo * large * (2 * P) <= G * (P - (t + 2));
    return -(G * t) <= hi * large * (2 * P + 2) && lo * small * (2 * P) <= -(G * (t + 2));
  }
};

/// Why the matrix of the rows is not proved to lie in the box; empty when it does.
std::string box_failure(const Rows& x, const Hints& hints, const Box& box) {
  if (hints.M <= 0) return "M is not positive";
  if (box.q <= 0) return "q is not positive";
  if (!pi_ok(hints)) return "pi is not shown to lie between P/M and (P+1)/M";
  const Cosine cosine(hints.M, hints.K);
  const Entry entry{hints, cosine, box.q};
  Row squares;
  for (std::size_t i = 0; i < x.size(); ++i) {
    squares.push_back(inner(x[i], x[i]));
    const std::string row = "row " + std::to_string(i);
    if (!norm_ok(hints.M, squares[i], hints.N[i])) return "the length of " + row + " is not shown to be near N/M";
    const auto ends = [&](std::size_t j) {
      const Integer radius = box.d.empty() ? Integer(0) : box.d[i][j];
      return std::pair(Integer(box.a[i][j] - radius), Integer(box.a[i][j] + radius));
    };
    if (const auto [lo, hi] = ends(i); 2 * lo > box.q || box.q > 2 * hi)
      return row + ": the diagonal entry does not contain 1/2";
    for (std::size_t j = 0; j < i; ++j) {
      const Integer g = inner(x[i], x[j]);
      const auto [lo, hi] = ends(j);
      const std::string place = row + ", column " + std::to_string(j);
      if (g == 0) {
        if (lo > 0 || hi < 0) return place + ": the entry does not contain 0";
        continue;
      }
      if (!entry.angle_ok(hints.t[i][j], g * g, squares[i] * squares[j]))
        return place + ": the angle is not shown to lie between t/M and (t+2)/M";
      if (!entry.inside(g, hints.N[i], hints.N[j], hints.t[i][j], lo, hi))
        return place + ": the entry is not shown to lie in the box";
    }
  }
  return {};
}

}  // namespace

void check_gram_relu(Block& block, Result& out) {
  Reader& in = block.in;
  const std::vector<std::size_t> shape = in.counts("x", 2);
  const std::size_t n = in.ok() ? shape[0] : 0, m = in.ok() ? shape[1] : 0;
  const Rows x = in.matrix(n, m);
  in.expect("kernel relu-infinite");
  in.expect("normalize unit");
  in.end_data();

  Hints hints;
  hints.M = in.integer("M");
  hints.K = in.counts("K", 1).front();
  if (in.ok() && hints.K > most_terms) in.fail("K is at most 1000");
  hints.P = in.integer("P");
  hints.N = in.list("N", n);
  if (const std::size_t rows = in.counts("t", 1).front(); in.ok() && rows != n) in.fail("t must have n rows");
  for (std::size_t i = 0; i < n && in.ok(); ++i) hints.t.push_back(in.row(i));
  const Box box = read_box(in);
  if (in.ok() && box.a.size() != n) in.fail("a must have n rows");
  const Dominance witness = read_dominance(in, n);
  if (!complete(block, out)) return;

  if (n == 0 || m == 0) return reject(out, "there are no rows");
  if (std::string failure = guard_failure(box); !failure.empty()) return reject(out, std::move(failure));
  if (std::string failure = box_failure(x, hints, box); !failure.empty()) return reject(out, std::move(failure));
  if (std::string failure = dominance_failure(box.a, box.d, witness); !failure.empty())
    return reject(out, std::move(failure));
  accept(out, "the infinite-width ReLU Gram matrix of these " + std::to_string(n) + " rows, scaled to length 1, has " +
                  bound("lambda_min", Direction::down, witness.s, witness.c * box.q));
}

}  // namespace lemmata::checker
