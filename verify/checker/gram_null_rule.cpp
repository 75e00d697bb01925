/// \file
/// # gram_null: the infinite-width ReLU Gram matrix of exact rows is singular
/// Statement, checks and proof: section 6 of `docs/certificate_format.md`.

#include <algorithm>
#include <set>
#include <string>

#include "verify/checker/number.hpp"
#include "verify/checker/rules.hpp"

namespace lemmata::checker {
namespace {

/// Two rows and their ratio; c is the coefficient of an antipodal pair.
struct Pair {
  std::size_t i = 0;
  std::size_t j = 0;
  Integer num;
  Integer den;
  Integer c;
};

bool is_zero(const Row& x) {
  return std::all_of(x.begin(), x.end(), [](const Integer& value) { return value == 0; });
}

/// den left = factor right.
bool proportional(const Integer& den, const Row& left, const Integer& factor, const Row& right) {
  for (std::size_t k = 0; k < left.size(); ++k) {
    if (den * left[k] != factor * right[k]) return false;
  }
  return true;
}

/// "parallel i j num den", or "i j num den c".
Pair read_pair(Reader& in, bool with_coefficient) {
  Pair pair;
  const std::vector<std::string_view> fields = with_coefficient ? in.entries(5) : in.fields("parallel", 4);
  pair.i = Reader::to_count(in, fields[0]);
  pair.j = Reader::to_count(in, fields[1]);
  pair.num = Reader::to_integer(in, fields[2]);
  pair.den = Reader::to_integer(in, fields[3]);
  if (with_coefficient) pair.c = Reader::to_integer(in, fields[4]);
  return pair;
}

std::string antipodal_failure(const Rows& x, std::size_t m, const std::vector<Pair>& pairs) {
  std::set<std::size_t> seen;
  Row sum(m);
  bool some = false;
  for (const Pair& pair : pairs) {
    if (pair.i >= x.size() || pair.j >= x.size()) return "a row number is too large";
    if (!seen.insert(pair.i).second || !seen.insert(pair.j).second) return "a row occurs twice";
    if (pair.num <= 0 || pair.den <= 0) return "a ratio is not positive";
    if (is_zero(x[pair.i])) return "a row of a pair is zero";
    if (!proportional(pair.den, x[pair.j], -pair.num, x[pair.i])) return "two rows of a pair are not antipodal";
    some = some || pair.c != 0;
    for (std::size_t k = 0; k < m; ++k) sum[k] += pair.c * x[pair.i][k];
  }
  if (pairs.empty()) return "there is no pair";
  if (!some) return "every coefficient is 0";
  if (!is_zero(sum)) return "the combination of the first rows is not 0";
  return {};
}

}  // namespace

void check_gram_null(Block& block, Result& out) {
  Reader& in = block.in;
  const Integer q = in.integer("q");
  const std::vector<std::size_t> shape = in.counts("x", 2);
  const std::size_t n = in.ok() ? shape[0] : 0, m = in.ok() ? shape[1] : 0;
  const Rows x = in.matrix(n, m);
  in.end_data();
  in.expect("kernel relu-infinite");

  enum class Reason { zero, parallel, antipodal } reason = Reason::zero;
  std::size_t zero_row = 0;
  Pair parallel;
  std::vector<Pair> pairs;
  if (in.next_is("parallel")) {
    reason = Reason::parallel;
    parallel = read_pair(in, false);
  } else if (in.next_is("antipodal")) {
    reason = Reason::antipodal;
    const std::size_t count = in.counts("antipodal", 1).front();
    for (std::size_t p = 0; p < count && in.ok(); ++p) pairs.push_back(read_pair(in, true));
  } else {
    zero_row = in.counts("zero", 1).front();
  }
  if (!complete(block, out)) return;

  if (n == 0 || m == 0) return reject(out, "there are no rows");
  if (q <= 0) return reject(out, "q is not positive");
  std::string why;
  switch (reason) {
    case Reason::zero:
      if (zero_row >= n) return reject(out, "a row number is too large");
      if (!is_zero(x[zero_row])) return reject(out, "the row is not zero");
      why = "row " + std::to_string(zero_row) + " is zero";
      break;
    case Reason::parallel:
      if (parallel.i >= n || parallel.j >= n) return reject(out, "a row number is too large");
      if (parallel.i == parallel.j) return reject(out, "the two rows are one");
      if (parallel.num <= 0 || parallel.den <= 0) return reject(out, "the ratio is not positive");
      if (is_zero(x[parallel.i])) return reject(out, "the rows are zero");
      if (!proportional(parallel.den, x[parallel.i], parallel.num, x[parallel.j])) {
        return reject(out, "the two rows are not parallel in this ratio");
      }
      why = "row " + std::to_string(parallel.i) + " is " + fraction(parallel.num, parallel.den) + " times row " +
            std::to_string(parallel.j);
      break;
    case Reason::antipodal:
      if (std::string failure = antipodal_failure(x, m, pairs); !failure.empty())
        return reject(out, std::move(failure));
      why = std::to_string(pairs.size()) + " antipodal pairs of rows span linearly dependent lines";
      break;
  }
  out.assumptions.emplace_back(
      "nullity theorem: x.y (pi - angle(x, y))/(2 pi) = E[x.y 1{w.x > 0} 1{w.y > 0}] for a standard normal w");
  if (!out.input_digest.empty()) {
    out.assumptions.push_back("the rows are those of the data with sha256 " + out.input_digest);
  }
  accept(out, "the infinite-width ReLU Gram matrix of these " + std::to_string(n) +
                  " rows, scaled to unit length or not, has lambda_min = 0 exactly, because " + why +
                  " (rows are counted from 0)");
}

}  // namespace lemmata::checker
