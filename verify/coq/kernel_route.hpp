#pragma once
/// \file
/// # The kernel route: a certificate as a Coq file
/// The file holds the numbers, a lemma that the checker of `Check.v` accepts them (computed by the kernel), and the
/// theorem of `Reals.v` applied to that lemma, with the claim written out. `coqc` on it is the proof.

#include "numerics/base/expected.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lemmata::verify {

/// The integers inside Coq: `big` is fast and trusts the primitive 63-bit integers, `pure` trusts the kernel alone.
enum class KernelIntegers { big, pure };

/// Coq text for one block of a certificate, from "lemmata certificate 1" to "end". The claim is named `claim` and its
/// assumptions are printed. Only the form is looked at here; whether the claim holds is for coqc to say.
/// A Failure (malformed) for a text that is not one block of a kind with a proof.
[[nodiscard]] Expected<std::string> kernel_script(std::string_view block, KernelIntegers integers);

/// Whether the proved checkers know this kind.
[[nodiscard]] bool has_proof(std::string_view kind);

struct KernelAnswer {
  bool accepted = false;
  std::string reason;               ///< why not
  std::vector<std::string> axioms;  ///< that the accepted claim rests on, by name
};

/// Writes the script to a temporary folder and runs `coqc` on it with the compiled theories in `theories`.
[[nodiscard]] Expected<KernelAnswer> run_kernel(const std::string& script, const std::string& coqc,
                                                const std::string& theories);

}  // namespace lemmata::verify
