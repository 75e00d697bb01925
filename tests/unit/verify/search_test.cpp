// Directed search, sharpened constants, and claims that hold with a probability.

#include "verify/engine/search.hpp"

#include "tests/unit/verify/toys.hpp"
#include "verify/campaign/runner.hpp"
#include "verify/engine/check.hpp"
#include "verify/engine/frequency.hpp"
#include "verify/engine/sharpen.hpp"

#include <gtest/gtest.h>

namespace lemmata::verify {
namespace {

using theory::Entry;

TEST(Search, FindsWhatSamplingDoesNot) {
  const Entry cliff = toys::entry<toys::Cliff>("toy/cliff");
  CheckOptions options;
  options.instances = 300;
  EXPECT_EQ(check(cliff, options).claims.at(0).verdict, Verdict::proved) << "sampling misses the one false instance";
  Plan plan;
  plan.theorems = {cliff};
  plan.instances = 300;
  plan.search = 150;
  Journal journal;
  ASSERT_TRUE(run_tasks(plan, tasks_of(plan), journal, {}).has_value());
  const Expected<Outcome> outcome = collect(plan, tasks_of(plan), journal, {}, 1);
  ASSERT_TRUE(outcome.has_value());
  const ClaimSummary& claim = outcome->theorems.at(0).claims.at(0);
  EXPECT_EQ(claim.verdict, Verdict::refuted);
  EXPECT_EQ(claim.count(Verdict::refuted), 1u);
  ASSERT_TRUE(claim.counterexample.has_value());
  EXPECT_TRUE(claim.counterexample->searched);
  EXPECT_EQ(claim.counterexample->instance.as<toys::Cliff::Instance>().x, toys::Cliff::edge);
  EXPECT_EQ(exit_status(outcome->theorems, outcome->controls, false), 1);
}

TEST(Search, RoundingIsNoCounterexample) {
  const Entry blurred = toys::entry<toys::Blurred>("toy/blurred");
  const SearchOutcome outcome = search_worst(blurred, 0, 1, 0, 100);
  EXPECT_EQ(outcome.evaluations, 100u);
  ASSERT_TRUE(outcome.found.has_value());
  EXPECT_EQ(outcome.found->instance.instance.as<toys::Blurred::Instance>().x, 100) << "the tight instance";
  EXPECT_EQ(outcome.found->decision.verdict, Verdict::proved) << "decided one rung up";
}

TEST(Search, IsAFunctionOfItsArguments) {
  const Entry bounded = toys::entry<toys::Bounded>("toy/bounded");
  const auto found = [&](std::uint64_t seed, std::uint64_t start) {
    return search_worst(bounded, 0, seed, start, 40).found->instance.choices;
  };
  EXPECT_EQ(found(1, 0), found(1, 0));
  // The best of 40 has a slack no worse than the best of the first instances alone.
  const SearchOutcome outcome = search_worst(bounded, 0, 1, 0, 40);
  EXPECT_EQ(outcome.found->instance.instance.as<toys::Bounded::Instance>().x, 100);
}

TEST(Sharpen, FindsTheFactorAndTheInstance) {
  const Entry bounded = toys::entry<toys::Bounded>("toy/bounded");
  const Sharpness sharpness = sharpen(bounded, 0, 1, 300);
  std::int64_t most = 0;
  for (std::uint64_t k = 0; k < 300; ++k) {
    most = std::max(most, generate(bounded, 1, k).instance.as<toys::Bounded::Instance>().x);
  }
  ASSERT_GT(most, 90);
  const double exact = 1000.0 / static_cast<double>(most);
  ASSERT_TRUE(sharpness.refuted_at.has_value());
  EXPECT_GT(*sharpness.refuted_at, exact) << "refuted: certainly false";
  EXPECT_LT(*sharpness.refuted_at, exact * (1 + 0x1p-6));
  EXPECT_LE(sharpness.survived, exact);
  EXPECT_GT(sharpness.survived, exact * (1 - 0x1p-6));
  ASSERT_TRUE(sharpness.index.has_value());
  EXPECT_EQ(generate(bounded, 1, *sharpness.index).instance.as<toys::Bounded::Instance>().x, most);
  EXPECT_TRUE(certainly(less(*sharpness.too_strong, Interval<Real>(static_cast<double>(most)))));
}

TEST(Frequency, ClopperPearsonLimits) {
  const Interval<Real> alpha = theory::decimal("0.05");
  // 1 - 0.05^(1/10), and the tabulated limits for 5 of 10.
  const Interval<Real> none = clopper_pearson(10, 0, alpha);
  EXPECT_EQ(none.inf(), Real(0));
  EXPECT_GE(none.sup(), theory::decimal("0.25886555").inf());
  EXPECT_LE(none.sup(), theory::decimal("0.25886556").inf());
  const Interval<Real> half = clopper_pearson(10, 5, alpha);
  EXPECT_LE(half.inf(), theory::decimal("0.22244111").inf());
  EXPECT_GE(half.inf(), theory::decimal("0.22244109").inf());
  EXPECT_GE(half.sup(), theory::decimal("0.77755889").inf());
  EXPECT_LE(half.sup(), theory::decimal("0.77755892").inf());
  // Below the lower limit so many failures are certainly too rare.
  EXPECT_TRUE(certainly(less(binomial_upper_tail(10, 5, Interval<Real>(half.inf())), alpha)));
}

TEST(Frequency, TailsOfManyTrials) {
  // P(Bin(100000, 1/2) >= 50000) is a little above 1/2, by half the middle term, which is below 0.0026.
  const Interval<Real> tail = binomial_upper_tail(100000, 50000, Interval<Real>(Real(0.5)));
  EXPECT_GT(tail.inf(), Real(0.5));
  EXPECT_LT(tail.sup(), Real(0.5013));
  EXPECT_LT(tail.width(), Real(1e-150));
}

TEST(Controls, AProbabilisticOneDiesByItsFrequency) {
  const Entry often = toys::entry<toys::Often>("toy/often");
  const auto controls = often.theorem.controls();
  const ControlOutcome wrong = run_control(often, controls.at(0), 1, 200);
  EXPECT_TRUE(wrong.refuted) << wrong.why;
  EXPECT_GT(wrong.after_instances, 5u) << "not by one unlucky instance";
  const ControlOutcome right = run_control(often, controls.at(1), 1, 200);
  EXPECT_FALSE(right.refuted);
  EXPECT_EQ(right.after_instances, 200u);
}

TEST(Controls, AStoppedOneHasSurvived) {
  const Entry often = toys::entry<toys::Often>("toy/often");
  const ControlOutcome outcome =
      run_control(often, often.theorem.controls().at(0), 1, 200, {}, 1e-9, [] { return true; });
  EXPECT_TRUE(outcome.stopped);
  EXPECT_FALSE(outcome.refuted);
}

}  // namespace
}  // namespace lemmata::verify
