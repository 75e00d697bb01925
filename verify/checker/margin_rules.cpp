/// \file
/// # svm_hi, svm_lo, entail: margins and linear entailment
/// Statements, checks and proofs: sections 4 and 5 of `docs/certificate_format.md`.

#include <algorithm>
#include <string>

#include "verify/checker/number.hpp"
#include "verify/checker/rules.hpp"

namespace lemmata::checker {
namespace {

/// Points x_k/q (rows, m coordinates) with labels.
struct Sample {
  Integer q;
  std::size_t n = 0;
  std::size_t m = 0;
  Rows x;
  Row y;
};

enum class Norm { l2, l1, linf };

Sample read_sample(Reader& in) {
  Sample sample;
  sample.q = in.integer("q");
  const std::vector<std::size_t> shape = in.counts("x", 2);
  if (!in.ok()) return sample;
  sample.n = shape[0];
  sample.m = shape[1];
  sample.x = in.matrix(sample.n, sample.m);
  sample.y = in.list("y", sample.n);
  in.end_data();
  return sample;
}

Norm read_norm(Reader& in) {
  const std::string_view name = in.fields("norm", 1).front();
  if (name == "l1") return Norm::l1;
  if (name == "linf") return Norm::linf;
  if (in.ok() && name != "l2") in.fail("the norm is l2, l1 or linf");
  return Norm::l2;
}

Norm dual(Norm norm) { return norm == Norm::l1 ? Norm::linf : norm == Norm::linf ? Norm::l1 : Norm::l2; }
std::string name(Norm norm) { return norm == Norm::l1 ? "l1" : norm == Norm::linf ? "linf" : "l2"; }

/// The norm; its square for l2.
Integer measure(const Row& z, Norm norm) {
  Integer value = 0;
  for (const Integer& x : z) {
    const Integer magnitude = abs(x);
    if (norm == Norm::linf) {
      value = std::max(value, magnitude);
    } else {
      value += norm == Norm::l1 ? magnitude : Integer(magnitude * magnitude);
    }
  }
  return value;
}

/// sum_k factor_k row_k, of m coordinates.
Row combination(const Rows& rows, const Row& factors, std::size_t m) {
  Row sum(m);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (factors[k] == 0) continue;
    for (std::size_t i = 0; i < m; ++i) sum[i] += factors[k] * rows[k][i];
  }
  return sum;
}

Integer total(const Row& x) {
  Integer sum = 0;
  for (const Integer& value : x) sum += value;
  return sum;
}

bool has_negative(const Row& x) {
  return std::any_of(x.begin(), x.end(), [](const Integer& value) { return value < 0; });
}

bool guards_hold(const Sample& sample, Result& out) {
  if (sample.n == 0 || sample.m == 0) return reject(out, "there are no points"), false;
  if (sample.q <= 0) return reject(out, "q is not positive"), false;
  if (std::any_of(sample.y.begin(), sample.y.end(), [](const Integer& y) { return y != 1 && y != -1; })) {
    return reject(out, "a label is neither 1 nor -1"), false;
  }
  return true;
}

std::string subject(const Sample& sample, Norm norm) {
  return "the maximum " + name(norm) + " margin of these " + std::to_string(sample.n) +
         " labelled points in dimension " + std::to_string(sample.m) + " is ";
}

void say_assumptions(Result& out) {
  if (out.input_digest.empty()) return;
  out.assumptions.push_back("the points and labels are those of the data with sha256 " + out.input_digest);
}

}  // namespace

void check_svm_hi(Block& block, Result& out) {
  Reader& in = block.in;
  const Sample sample = read_sample(in);
  const Norm norm = read_norm(in);
  const Row alpha = in.list("alpha", sample.n);
  const Integer weight = in.integer("S");
  const Integer length = in.integer(norm == Norm::l2 ? "Z2" : "Z");
  const Integer hi = in.integer("hi");
  const Integer r = in.integer("r");
  if (!complete(block, out)) return;

  if (!guards_hold(sample, out)) return;
  if (r <= 0) return reject(out, "r is not positive");
  if (hi < 0) return reject(out, "hi is negative");
  if (has_negative(alpha)) return reject(out, "some alpha is negative");
  if (weight <= 0) return reject(out, "S is not positive");
  if (weight > total(alpha)) return reject(out, "S exceeds the sum of alpha");
  Row signed_alpha = alpha;
  for (std::size_t k = 0; k < sample.n; ++k) signed_alpha[k] *= sample.y[k];
  const Row z = combination(sample.x, signed_alpha, sample.m);
  if (measure(z, dual(norm)) > length) return reject(out, "z is longer than stated");
  const Integer allowed = hi * weight * sample.q;
  const bool holds = norm == Norm::l2 ? r * r * length <= allowed * allowed : r * length <= allowed;
  if (!holds) return reject(out, "alpha does not prove hi/r");
  say_assumptions(out);
  accept(out, subject(sample, norm) + "at most " + fraction(hi, r) + ", so at most " + decimal(hi, r, Direction::up));
}

void check_svm_lo(Block& block, Result& out) {
  Reader& in = block.in;
  const Sample sample = read_sample(in);
  const Norm norm = read_norm(in);
  const Row w = in.list("w", sample.m);
  const Integer t = in.integer("t");
  const Integer lo = in.integer("lo");
  const Integer r = in.integer("r");
  if (!complete(block, out)) return;

  if (!guards_hold(sample, out)) return;
  if (r <= 0) return reject(out, "r is not positive");
  if (lo < 0) return reject(out, "lo is negative");
  if (t <= 0) return reject(out, "t is not positive");
  const Integer length = measure(w, norm);
  if (length <= 0) return reject(out, "w is zero");
  for (std::size_t k = 0; k < sample.n; ++k) {
    if (sample.y[k] * inner(sample.x[k], w) < t) return reject(out, "w misses t at point " + std::to_string(k));
  }
  const Integer scaled = lo * sample.q;
  const Integer allowed = t * r;
  const bool holds = norm == Norm::l2 ? scaled * scaled * length <= allowed * allowed : scaled * length <= allowed;
  if (!holds) return reject(out, "w does not reach lo/r");
  say_assumptions(out);
  accept(out,
         subject(sample, norm) + "at least " + fraction(lo, r) + ", so at least " + decimal(lo, r, Direction::down));
}

void check_entail(Block& block, Result& out) {
  Reader& in = block.in;
  const Integer q = in.integer("q");
  const std::vector<std::size_t> shape = in.counts("g", 2);
  const std::size_t n = in.ok() ? shape[0] : 0, m = in.ok() ? shape[1] : 0;
  const Rows g = in.matrix(n, m);
  const Row h = in.list("h", n);
  in.end_data();
  const Row target_g = in.list("target_g", m);
  const Integer target_h = in.integer("target_h");
  const Row lam = in.list("lam", n);
  const Integer mu = in.integer("mu");
  if (!complete(block, out)) return;

  if (n == 0 || m == 0) return reject(out, "there are no inequalities");
  if (q <= 0) return reject(out, "q is not positive");
  if (has_negative(lam)) return reject(out, "some lam is negative");
  if (mu <= 0) return reject(out, "mu is not positive");
  const bool infeasible = measure(target_g, Norm::l1) == 0 && target_h < 0;
  Row scaled = target_g;
  for (Integer& x : scaled) x *= mu;
  if (combination(g, lam, m) != scaled) return reject(out, "the combination of the left sides is not mu target_g");
  if (inner(lam, h) > mu * target_h) return reject(out, "the combination of the right sides exceeds mu target_h");
  if (!out.input_digest.empty()) {
    out.assumptions.push_back("the inequalities are those of the data with sha256 " + out.input_digest);
  }
  const std::string system =
      "the system of these " + std::to_string(n) + " inequalities g_k.x <= h_k in dimension " + std::to_string(m);
  if (infeasible) return accept(out, system + " has no solution");
  std::string target = "target_g.x <= target_h";
  if (m <= 8) {
    target = "(";
    for (std::size_t i = 0; i < m; ++i) target += (i == 0 ? "" : ", ") + fraction(target_g[i], q);
    target += ").x <= " + fraction(target_h, q);
  }
  accept(out, "every solution of " + system + " satisfies " + target);
}

}  // namespace lemmata::checker
