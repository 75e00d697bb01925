/// \file
/// # witness: eigenvalue bounds of a matrix that the checker computes again from the data file
/// Statement and method: section 7 of `docs/certificate_format.md`.

#include <string>

#include "verify/checker/lehmann.hpp"
#include "verify/checker/number.hpp"
#include "verify/checker/rules.hpp"
#include "verify/checker/selection.hpp"

namespace lemmata::checker {
namespace {

/// lambda_min >= lo, lambda_min <= hi, or the same with lambda_max.
struct Claim {
  bool maximum = false;
  std::optional<double> at_least;
  std::optional<double> at_most;
};

Claim read_claim(Reader& in) {
  Claim claim;
  for (int line = 0; line == 0 || (line < 2 && in.next_is("claim")); ++line) {
    const std::vector<std::string_view> fields = in.fields("claim", 3);
    if (!in.ok()) break;
    const bool maximum = fields[0] == "lambda_max";
    if (!maximum && fields[0] != "lambda_min") in.fail("the claim is about lambda_min or lambda_max");
    if (line == 1 && maximum != claim.maximum) in.fail("both claims must be about one end of the spectrum");
    claim.maximum = maximum;
    const std::optional<double> value = parse_hexadecimal(fields[2]);
    if (!value) in.fail("the bound is not a hexadecimal float");
    if (fields[1] == ">=" && line == 0) {
      claim.at_least = value;
    } else if (fields[1] == "<=" && !claim.at_most) {
      claim.at_most = value;
    } else {
      in.fail("the relations are >= and <=, in this order");
    }
  }
  return claim;
}

Witness read_witness(Reader& in, std::size_t n) {
  Witness witness;
  const std::vector<std::size_t> shape = in.counts("X", 2);
  if (in.ok() && shape[0] != n) in.fail("X must have n rows");
  witness.k = in.ok() ? shape[1] : 0;
  for (std::size_t i = 0; witness.k > 0 && i < n && in.ok(); ++i) {
    const std::vector<double> row = in.floats(witness.k);
    witness.x.insert(witness.x.end(), row.begin(), row.end());
  }
  if (const std::size_t count = in.counts("T", 1).front(); in.ok() && count != witness.k)
    in.fail("T must have k entries");
  witness.tau = in.floats(witness.k);
  witness.mu = in.number("mu");
  return witness;
}

std::string sentence(const Claim& claim) {
  const std::string quantity = claim.maximum ? "lambda_max" : "lambda_min";
  std::string text;
  const auto add = [&](const std::optional<double>& value, const std::string& relation, Direction direction) {
    if (!value) return;
    const Dyadic x = exact(*value);
    const Integer numerator = x.exponent > 0 ? shifted(x.numerator, x.exponent) : x.numerator;
    const Integer denominator =
        x.exponent < 0 ? Integer(Integer(1) << static_cast<unsigned long>(-x.exponent)) : Integer(1);
    text +=
        (text.empty() ? "" : " and ") + quantity + " " + relation + " " + decimal(numerator, denominator, direction);
  };
  add(claim.at_least, ">=", Direction::down);
  add(claim.at_most, "<=", Direction::up);
  return text;
}

Bounds for_least_eigenvalue(const Claim& claim) {
  if (!claim.maximum) return {1, claim.at_least, claim.at_most};
  const auto negated = [](const std::optional<double>& x) { return x ? std::optional<double>(-*x) : std::nullopt; };
  return {-1, negated(claim.at_most), negated(claim.at_least)};
}

}  // namespace

void check_witness(Block& block, Result& out) {
  Reader& in = block.in;
  if (in.ok() && out.input_digest.empty()) in.fail("a witness needs the digest of its input");
  const Selection selection = read_selection(in);
  const std::vector<std::size_t> size = in.counts("size", 2);
  const Claim claim = read_claim(in);
  const Witness witness = read_witness(in, in.ok() ? size[0] : 0);
  if (!complete(block, out)) return;

  // Two blocks about the two ends of one spectrum share the matrix.
  const std::string key = out.data_digest + out.input_digest + std::to_string(size[0]) + "x" + std::to_string(size[1]);
  if (!block.cache.matrix || block.cache.key != key) {
    block.cache.matrix.reset();
    block.cache.matrix =
        std::make_shared<const FixedMatrix>(load_matrix(selection, size[0], size[1], out.input_digest, block.options));
    block.cache.key = key;
  }
  const FixedMatrix& a = *block.cache.matrix;
  if (!a.failure.empty()) return reject(out, a.failure);
  if (std::string why = refusal(a, witness, for_least_eigenvalue(claim)); !why.empty())
    return reject(out, std::move(why));
  out.assumptions.emplace_back(
      "binary64 arithmetic follows IEEE 754 and rounds to nearest (one Cholesky factorisation with a proved error "
      "bound)");
  accept(out, describe(selection) + " (" + std::to_string(size[0]) + " x " + std::to_string(size[0]) + ") has " +
                  sentence(claim));
}

}  // namespace lemmata::checker
