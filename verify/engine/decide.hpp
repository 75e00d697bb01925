#pragma once
/// \file
/// # Decide: climbs the precision ladder until every claim is judged
/// Guarantee   A verdict proved or refuted rests on certain hypotheses and a certain relation on some rung. Before
/// refuted is
///             said, the next rung is asked as well; two rungs that contradict each other are a defect of the library
///             and throw Contradiction.

#include "theory/statement/theorem.hpp"
#include "verify/engine/judge.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace lemmata::verify {

/// Two rungs, both certain, disagree: a bug in the arithmetic or in the theorem's file.
class Contradiction : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

struct Policy {
  Precision lowest = Precision::binary64;
  Precision highest = Precision::digits200;
};

/// How bad a verdict is for a whole: proved 0, supported, vacuous, undecided, refuted 4.
[[nodiscard]] int severity(Verdict verdict);

struct Decision {
  Verdict verdict = Verdict::undecided;  ///< the worst of the claims: refuted, undecided, vacuous, supported, proved
  Truth hypotheses_hold = Truth::unknown;
  std::vector<theory::Hypothesis> hypotheses;
  std::vector<ClaimDecision> claims;  ///< in the order of the statement
};

/// The theorem's claims on one instance. Cost: rungs up to the one that decides.
[[nodiscard]] Decision decide(const theory::Theorem& theorem, const theory::AnyInstance& instance,
                              const Policy& policy = {});

/// Hypotheses alone, climbed until none is unknown or one certainly fails.
[[nodiscard]] std::vector<theory::Hypothesis> decide_hypotheses(const theory::Theorem& theorem,
                                                                const theory::AnyInstance& instance,
                                                                const Policy& policy = {});

/// Claims alone, as if the hypotheses had the truth `hypotheses`; a null `conclude` means the theorem's own.
[[nodiscard]] std::vector<ClaimDecision> decide_claims(const theory::Theorem& theorem,
                                                       const theory::AnyInstance& instance, Truth hypotheses,
                                                       const theory::Conclude<theory::AnyInstance>& conclude,
                                                       const Policy& policy = {});

}  // namespace lemmata::verify
