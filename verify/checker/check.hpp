#pragma once
/// \file
/// # The independent checker: certificate text in, what it proves out
/// The format, with every check and its proof, is `docs/certificate_format.md`. This folder includes nothing
/// else of the repository: own readers, own SHA-256, own entry enclosures, exact integers.

#include <boost/multiprecision/cpp_int.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata::checker {

using Integer = boost::multiprecision::cpp_int;
using Row = std::vector<Integer>;
/// Rows of integers; as a lower triangle, row i (from 0) has i + 1 entries.
using Rows = std::vector<Row>;

enum class Outcome { accepted, rejected, malformed };

/// The answer for one block.
struct Result {
  std::string kind;                      ///< as written; empty when malformed before the kind was known
  Outcome outcome = Outcome::malformed;  ///< accepted: `statement` holds under `assumptions`
  std::string reason;                    ///< why not, when not accepted: one line
  std::string statement;  ///< what was proved, in words and numbers; decimals rounded so that they stay true
  std::vector<std::string> assumptions;  ///< what the proof takes for granted besides arithmetic
  std::string data_digest;               ///< SHA-256 of the data lines as parsed, 64 hex digits
  std::string input_digest;  ///< SHA-256 of the file the data came from, as the block states it; may be empty
};

/// Where a `witness` block finds its data file.
struct Options {
  std::string data_file;  ///< replaces the name in the certificate when not empty
  std::string directory;  ///< of the certificate: the second place where a relative name is looked up
};

/// Checks every block of `text`, in order. A malformed block is the last one of the list, because what follows it
/// cannot be told apart; the list is never empty. Guarantee: the statement of an accepted block is true under its
/// assumptions.
[[nodiscard]] std::vector<Result> check(std::string_view text, const Options& options = {});

/// 2 when some block is malformed, else 1 when some block is rejected, else 0.
[[nodiscard]] int exit_status(const std::vector<Result>& results);

/// Row sums of b (section 3 of the format) for the symmetric matrix with lower triangle `a` (n rows), radii `d` (n rows
/// or empty), factor c, witness rows `w` and `v` (n rows or empty): exact. The inner products run over common prefixes.
/// Cost: n^3/6 products for triangular w, in 128 or 256 bits when a bound on all sums allows, else in big integers.
[[nodiscard]] Row row_sums(const Rows& a, const Rows& d, const Integer& c, const Rows& w, const Rows& v = {});

/// The largest s that `lmin_ge` (or `index`, with v) accepts for this witness: -max of the row sums. For `lmax_le` pass
/// -a.
[[nodiscard]] Integer best_s(const Rows& a, const Rows& d, const Integer& c, const Rows& w, const Rows& v = {});

/// The smallest u that `lmin_le` accepts for the vector v != 0: the quotient of v^T a v + |v|^T d |v| by v.v, rounded
/// up. For `lmax_ge` pass -a.
[[nodiscard]] Integer best_u(const Rows& a, const Rows& d, const Row& v);

}  // namespace lemmata::checker
