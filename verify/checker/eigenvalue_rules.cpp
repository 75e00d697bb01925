/// \file
/// # lmin_ge, lmin_le, lmax_ge, lmax_le, index: eigenvalues of every matrix in a box
/// Statements, checks and proofs: section 3 of `docs/certificate_format.md`.

#include <algorithm>
#include <string>

#include "verify/checker/number.hpp"
#include "verify/checker/rules.hpp"

namespace lemmata::checker {
namespace {

enum class End { minimum, maximum };

/// All X with |X_ij - a_ij/q| <= d_ij/q; d is empty when the matrix is exact.
struct Box {
  Integer q;
  Rows a;
  Rows d;
};

Box read_box(Reader& in) {
  Box box;
  box.q = in.integer("q");
  const std::size_t n = in.counts("a", 1).front();
  box.a = in.triangle(n);
  const std::size_t radii = in.counts("d", 1).front();
  if (in.ok() && radii != 0 && radii != n) in.fail("d must have 0 or n rows");
  box.d = in.triangle(radii);
  in.end_data();
  return box;
}

bool guards_hold(const Box& box, Result& out) {
  const auto negative_entry = [](const Row& row) {
    return std::any_of(row.begin(), row.end(), [](const Integer& x) { return x < 0; });
  };
  if (box.a.empty()) return reject(out, "n is 0"), false;
  if (box.q <= 0) return reject(out, "q is not positive"), false;
  if (std::any_of(box.d.begin(), box.d.end(), negative_entry)) return reject(out, "a radius is negative"), false;
  return true;
}

Rows negated(Rows a) {
  for (Row& row : a) {
    for (Integer& x : row) x = -x;
  }
  return a;
}

std::string subject(const Box& box) {
  const std::string size = std::to_string(box.a.size()) + " x " + std::to_string(box.a.size());
  return box.d.empty() ? "the symmetric " + size + " matrix of these data has "
                       : "every symmetric " + size + " matrix in the box of these data has ";
}

void say_assumptions(const Box& box, Result& out) {
  if (!out.input_digest.empty()) {
    out.assumptions.push_back("the matrix of the data with sha256 " + out.input_digest +
                              (box.d.empty() ? " is this matrix" : " lies in this box"));
  } else if (!box.d.empty()) {
    out.assumptions.push_back("the matrix that is meant lies in this box");
  }
}

/// "lambda_min >= 1/3, so lambda_min >= 0.33333333333333333333" for the value numerator/denominator.
std::string bound(const std::string& quantity, Direction direction, const Integer& numerator,
                  const Integer& denominator) {
  const std::string relation = direction == Direction::down ? " >= " : " <= ";
  const std::string exact = quantity + relation + fraction(numerator, denominator);
  const std::string rounded = quantity + relation + decimal(numerator, denominator, direction);
  return exact == rounded ? exact : exact + ", so " + rounded;
}

void check_one_sided(Block& block, Result& out, End end, bool with_index) {
  Reader& in = block.in;
  const Box box = read_box(in);
  const std::size_t n = box.a.size();
  const Integer c = in.integer("c");
  const Integer s = in.integer("s");
  if (const std::size_t rows = in.counts("w", 1).front(); in.ok() && rows != n) in.fail("w must have n rows");
  Rows w, v;
  for (std::size_t i = 0; i < n && in.ok(); ++i) w.push_back(in.counted_row());
  std::size_t k = 0;
  if (with_index) {
    const std::vector<std::size_t> shape = in.counts("V", 2);
    if (in.ok() && shape[0] != n) in.fail("V must have n rows");
    k = in.ok() ? shape[1] : 0;
    v = in.matrix(n, k);
  }
  if (!complete(block, out)) return;

  if (!guards_hold(box, out)) return;
  if (c <= 0) return reject(out, "c is not positive");
  const Row sums = row_sums(end == End::minimum ? box.a : negated(box.a), box.d, c, w, v);
  const auto dominated = [&](const Integer& sum) { return sum + s <= 0; };
#ifdef LEMMATA_SABOTAGE_CHECKER
  const bool holds = std::any_of(sums.begin(), sums.end(), dominated);  // a rule that accepts: the tests must notice
#else
  const bool holds = std::all_of(sums.begin(), sums.end(), dominated);
#endif
  if (!holds) {
    const auto worst = std::max_element(sums.begin(), sums.end());
    return reject(out, "row " + std::to_string(worst - sums.begin()) + " is not dominated: s exceeds " +
                           Integer(-*worst).str() + ", the best this witness proves");
  }
  say_assumptions(box, out);
  const Integer denominator = c * box.q;
  if (with_index) {
    return accept(out, subject(box) + "at most " + std::to_string(k) + " eigenvalues below " +
                           fraction(s, denominator) + ", so at most " + std::to_string(k) + " below " +
                           decimal(s, denominator, Direction::down));
  }
  accept(out, subject(box) + (end == End::minimum ? bound("lambda_min", Direction::down, s, denominator)
                                                  : bound("lambda_max", Direction::up, -s, denominator)));
}

/// v^T a v for a lower triangle a.
Integer form(const Rows& a, const Row& v) {
  Integer sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    Integer off = 0;
    for (std::size_t j = 0; j < i; ++j) off += a[i][j] * v[j];
    sum += v[i] * (2 * off + a[i][i] * v[i]);
  }
  return sum;
}

/// v^T a v + |v|^T d |v|: the largest value of q v^T X v over the box.
Integer largest_form(const Rows& a, const Rows& d, Row v) {
  Integer value = form(a, v);
  for (Integer& x : v) x = abs(x);
  if (!d.empty()) value += form(d, v);
  return value;
}

Integer norm_squared(const Row& v) {
  Integer sum = 0;
  for (const Integer& x : v) sum += x * x;
  return sum;
}

void check_by_vector(Block& block, Result& out, End end) {
  Reader& in = block.in;
  const Box box = read_box(in);
  const Integer u = in.integer("u");
  const Row v = in.list("v", box.a.size());
  if (!complete(block, out)) return;

  if (!guards_hold(box, out)) return;
  const Integer vv = norm_squared(v);
  if (vv <= 0) return reject(out, "v is zero");
  if (largest_form(end == End::minimum ? box.a : negated(box.a), box.d, v) > u * vv) {
    return reject(out, "the vector v does not reach u");
  }
  say_assumptions(box, out);
  accept(out, subject(box) + (end == End::minimum ? bound("lambda_min", Direction::up, u, box.q)
                                                  : bound("lambda_max", Direction::down, -u, box.q)));
}

}  // namespace

void check_lmin_ge(Block& block, Result& out) { check_one_sided(block, out, End::minimum, false); }
void check_lmax_le(Block& block, Result& out) { check_one_sided(block, out, End::maximum, false); }
void check_index(Block& block, Result& out) { check_one_sided(block, out, End::minimum, true); }
void check_lmin_le(Block& block, Result& out) { check_by_vector(block, out, End::minimum); }
void check_lmax_ge(Block& block, Result& out) { check_by_vector(block, out, End::maximum); }

Integer best_u(const Rows& a, const Rows& d, const Row& v) {
  Integer q, r;
  divide_qr(largest_form(a, d, v), norm_squared(v), q, r);
  return r > 0 ? Integer(q + 1) : q;
}

}  // namespace lemmata::checker
