#pragma once
/// \file
/// # The kernel route: a certificate as a Coq file
/// The file holds the numbers, a lemma that the checker of `Check.v` accepts them (computed by the kernel), and the
/// theorem of `Reals.v` applied to that lemma, with the claim written out. `coqc` on it is the proof.

#include "numerics/base/expected.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata::verify {

/// The integers inside Coq: `big` is fast and trusts the primitive 63-bit integers, `pure` trusts the kernel alone.
enum class KernelIntegers { big, pure };

/// Coq text for the blocks of a certificate, each from "lemmata certificate 1" to "end". Block k becomes the module
/// `Block<k>` with its claim named `claim`; rows that occur again are written once. What all claims together rest on is
/// printed. Only the form is looked at here; whether the claims hold is for coqc to say.
/// A Failure (malformed) for a text that is not one block of a kind with a proof.
[[nodiscard]] Expected<std::string> kernel_script(std::span<const std::string> blocks, KernelIntegers integers);

/// Whether the proved checkers know this kind.
[[nodiscard]] bool has_proof(std::string_view kind);

struct KernelAnswer {
  bool accepted = false;            ///< every block of the script
  std::string reason;               ///< why not
  std::vector<std::string> axioms;  ///< that the accepted claims rest on, by name
};

/// Writes each script to a temporary folder and runs `coqc` on it with the compiled theories in `theories`: as many at
/// a time as there are processors. The answers in the order of the scripts.
[[nodiscard]] Expected<std::vector<KernelAnswer>> run_kernel(std::span<const std::string> scripts,
                                                             const std::string& coqc, const std::string& theories);

}  // namespace lemmata::verify
