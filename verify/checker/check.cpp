#include "verify/checker/check.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "verify/checker/reader.hpp"
#include "verify/checker/rules.hpp"
#include "verify/checker/sha256.hpp"

namespace lemmata::checker {
namespace {

using Rule = void (*)(Block&, Result&);
constexpr std::array<std::pair<std::string_view, Rule>, 11> rules = {{
    {"lmin_ge", check_lmin_ge},
    {"lmin_le", check_lmin_le},
    {"lmax_ge", check_lmax_ge},
    {"lmax_le", check_lmax_le},
    {"index", check_index},
    {"svm_hi", check_svm_hi},
    {"svm_lo", check_svm_lo},
    {"entail", check_entail},
    {"gram_null", check_gram_null},
    {"gram_relu", check_gram_relu},
    {"witness", check_witness},
}};

Result check_block(Reader& in, const Options& options, MatrixCache& cache) {
  Result out;
  in.expect("lemmata certificate 1");
  const std::string_view kind = in.fields("kind", 1).front();
  const auto* const rule = std::find_if(rules.begin(), rules.end(), [&](const auto& r) { return r.first == kind; });
  if (in.ok() && rule == rules.end()) in.fail("unknown kind");
  if (in.ok()) out.kind = kind;
  if (in.next_is("input")) out.input_digest = in.digest("input");
  Block block{in, options, cache, in.digest("data")};
  in.begin_data();
  try {
    if (in.ok()) rule->second(block, out);
  } catch (const std::exception& failure) {  // out of memory, a broken invariant of ours
    reject(out, std::string("the check could not be carried out: ") + failure.what());
  }
  if (!in.ok()) {
    out.outcome = Outcome::malformed;
    out.reason = in.error();
  }
  return out;
}

}  // namespace

void reject(Result& out, std::string reason) {
  out.outcome = Outcome::rejected;
  out.reason = std::move(reason);
}

void accept(Result& out, std::string statement) {
  out.outcome = Outcome::accepted;
  out.statement = std::move(statement);
}

bool complete(Block& block, Result& out) {
  block.in.expect("end");
  if (!block.in.ok()) return false;
  out.data_digest = sha256(block.in.data());
  if (out.data_digest == block.stated_digest) return true;
  reject(out, "the data lines have SHA-256 " + out.data_digest + ", not the stated one");
  return false;
}

std::vector<Result> check(std::string_view text, const Options& options) {
  std::vector<Result> results;
  Reader in(text);
  MatrixCache cache;
  do {
    results.push_back(check_block(in, options, cache));
  } while (in.ok() && !in.at_end());
  return results;
}

int exit_status(const std::vector<Result>& results) {
  const auto some = [&](Outcome outcome) {
    return std::any_of(results.begin(), results.end(), [&](const Result& r) { return r.outcome == outcome; });
  };
  if (results.empty() || some(Outcome::malformed)) return 2;
  return some(Outcome::rejected) ? 1 : 0;
}

}  // namespace lemmata::checker
