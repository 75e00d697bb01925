/// \file
/// # lmin_ge, lmin_le, lmax_ge, lmax_le, index: eigenvalues of every matrix in a box
/// Statements, checks and proofs: section 3 of `docs/certificate_format.md`.

#include <string>
#include <utility>

#include "verify/checker/box.hpp"
#include "verify/checker/rules.hpp"

namespace lemmata::checker {
namespace {

enum class End { minimum, maximum };

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

void check_one_sided(Block& block, Result& out, End end, bool with_index) {
  Reader& in = block.in;
  const Box box = read_box(in);
  in.end_data();
  const std::size_t n = box.a.size();
  const Dominance witness = read_dominance(in, n);
  Rows v;
  std::size_t k = 0;
  if (with_index) {
    const std::vector<std::size_t> shape = in.counts("V", 2);
    if (in.ok() && shape[0] != n) in.fail("V must have n rows");
    k = in.ok() ? shape[1] : 0;
    v = in.matrix(n, k);
  }
  if (!complete(block, out)) return;

  if (std::string failure = guard_failure(box); !failure.empty()) return reject(out, std::move(failure));
  if (std::string failure = dominance_failure(end == End::minimum ? box.a : negated(box.a), box.d, witness, v);
      !failure.empty())
    return reject(out, std::move(failure));
  say_assumptions(box, out);
  const Integer denominator = witness.c * box.q;
  const Integer& s = witness.s;
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
  in.end_data();
  const Integer u = in.integer("u");
  const Row v = in.list("v", box.a.size());
  if (!complete(block, out)) return;

  if (std::string failure = guard_failure(box); !failure.empty()) return reject(out, std::move(failure));
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
