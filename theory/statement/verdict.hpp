#pragma once
/// \file
/// # Verdict: the answer about one claim on one instance, or over a run
/// proved: hypotheses and claim certain. supported: the evidence is statistical or a finite surrogate, and fits.
/// undecided: something stayed unknown at the top precision. vacuous: a hypothesis certainly fails.
/// refuted: hypotheses certain, claim certainly false.

#include <string_view>

namespace lemmata::theory {

enum class Verdict { proved, supported, undecided, vacuous, refuted };

[[nodiscard]] constexpr std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::proved:
      return "proved";
    case Verdict::supported:
      return "supported";
    case Verdict::undecided:
      return "undecided";
    case Verdict::vacuous:
      return "vacuous";
    case Verdict::refuted:
      break;
  }
  return "refuted";
}

}  // namespace lemmata::theory
