#pragma once
/// \file
/// # One function per kind of claim
/// Each reads the rest of its block, from the data lines to `end`, and then checks it. `out.outcome` is accepted only
/// when every check of the kind's section in `docs/certificate_format.md` holds.

#include <memory>
#include <string>

#include "verify/checker/check.hpp"
#include "verify/checker/gram.hpp"
#include "verify/checker/reader.hpp"

namespace lemmata::checker {

/// The matrix of the last `witness` block.
struct MatrixCache {
  std::string key;
  std::shared_ptr<const FixedMatrix> matrix;
};

struct Block {
  Reader& in;
  const Options& options;
  MatrixCache& cache;
  std::string stated_digest;  ///< of the data lines, as the block claims
};

void reject(Result& out, std::string reason);
void accept(Result& out, std::string statement);

/// Reads `end` and compares the data digest. False when the answer is already known: malformed or rejected.
[[nodiscard]] bool complete(Block& block, Result& out);

void check_lmin_ge(Block& block, Result& out);
void check_lmax_le(Block& block, Result& out);
void check_index(Block& block, Result& out);
void check_lmin_le(Block& block, Result& out);
void check_lmax_ge(Block& block, Result& out);
void check_svm_hi(Block& block, Result& out);
void check_svm_lo(Block& block, Result& out);
void check_entail(Block& block, Result& out);
void check_gram_null(Block& block, Result& out);
void check_gram_relu(Block& block, Result& out);
void check_witness(Block& block, Result& out);

}  // namespace lemmata::checker
