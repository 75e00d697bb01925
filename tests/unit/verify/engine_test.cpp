// The engine on toy theorems whose truth is known: every verdict is reached, false statements are noticed, controls
// that cannot die survive, shrinking ends at the smallest counterexample.

#include "verify/engine/check.hpp"
#include "verify/engine/frequency.hpp"
#include "verify/engine/instance_file.hpp"
#include "verify/engine/junit.hpp"
#include "verify/engine/property.hpp"

#include <gtest/gtest.h>

#include <map>

namespace lemmata::verify {
namespace {

using theory::at_most;
using theory::Claim;
using theory::Control;
using theory::Draw;
using theory::Entry;
using theory::Field;
using theory::Hypothesis;
using theory::number;
using theory::Statement;
using theory::Strength;
using theory::Theorem;

/// "If x >= 0 then x <= Bound": true for x <= Bound only. A known lie when draws exceed Bound.
template <int Bound, Strength strength = Strength::exact, int Blur = 0>
struct AtMost {
  struct Instance {
    std::int64_t x = 0;
    static constexpr auto fields() { return std::tuple{Field{"x", &Instance::x}}; }
  };
  static Statement statement() {
    Statement s;
    s.title = "x <= " + std::to_string(Bound);
    s.hypotheses = {"x >= 0"};
    s.claims = {{"bounded", "x <= bound", strength, theory::Provenance::derived}};
    return s;
  }
  static Instance generate(Draw& draw) { return {draw.integer(-20, 100)}; }
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& i) {
    return {{"x >= 0", truth(i.x >= 0), ""}};
  }
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& i) {
    // Blur makes low rungs unable to tell: the enclosure shrinks as the precision grows.
    const int rung = static_cast<int>(precision_of<T>);
    const double blur = Blur > rung ? 1000 : 0;
    const auto x = static_cast<double>(i.x);
    const Enclosure lhs(Interval<Real>(Real(x - blur), Real(x + blur)), Evidence("exact"));
    Claim claim = at_most("bounded", lhs, number(static_cast<double>(Bound)));
    if (strength == Strength::probabilistic) return {with_probability(std::move(claim), theory::decimal("0.5"))};
    if (strength == Strength::asymptotic) return {as_surrogate(std::move(claim))};
    return {claim};
  }
  static std::vector<Control<Instance>> controls() {
    return {
        theory::dropped_hypothesis<Instance>("negative", "x >= 0", {-1},
                                             [](const Instance& i, Precision) -> std::vector<Claim> {
                                               return {theory::at_least("x >= 0", number(static_cast<double>(i.x)),
                                                                        number(0.0))};
                                             }),
        theory::dropped_hypothesis<Instance>("not_dropped", "x >= 0", {5}),
        theory::dropped_hypothesis<Instance>("misnamed", "x > 7", {-1}),
        theory::drawn_sabotage<Instance>(
            "below_fifty", [](Draw& draw) { return generate(draw); },
            [](const Instance& i, Precision) -> std::vector<Claim> {
              return {at_most("x <= 50", number(static_cast<double>(i.x)), number(50.0))};
            }),
        theory::drawn_sabotage<Instance>(
            "true_after_all", [](Draw& draw) { return generate(draw); },
            [](const Instance& i, Precision) -> std::vector<Claim> {
              return {at_most("x <= 200", number(static_cast<double>(i.x)), number(200.0))};
            }),
        theory::tight_case<Instance>("sharp", {Bound}, "bounded", 0.0),
        theory::tight_case<Instance>("not_sharp", {Bound - 1}, "bounded", 0.0),
        theory::golden<Instance>("value", {3},
                                 [](const Instance& i, Precision) -> std::vector<Claim> {
                                   return {theory::lies_in("x", number(static_cast<double>(i.x)),
                                                           theory::rounded_decimal("3.0"))};
                                 }),
        theory::golden<Instance>("wrong_value", {3},
                                 [](const Instance& i, Precision) -> std::vector<Claim> {
                                   return {theory::lies_in("x", number(static_cast<double>(i.x)),
                                                           theory::rounded_decimal("3.5"))};
                                 }),
    };
  }
};

/// Vacuous on nine instances of ten.
struct Rare : AtMost<100> {
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& i) {
    return {{"x >= 0", truth(i.x >= 90), ""}};
  }
};

/// Certainly false on the lowest rung, certainly true above: a defect that must not pass as a verdict.
struct Torn : AtMost<100> {
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance&) {
    return {at_most("bounded", number(precision_of<T> == Precision::binary64 ? 2.0 : 0.0), number(1.0))};
  }
};

template <class M>
Entry entry() {
  return {"toy/at_most", Theorem(M{})};
}

CheckOptions options(std::size_t instances, unsigned threads = 1) {
  CheckOptions o;
  o.instances = instances;
  o.threads = threads;
  return o;
}

TEST(Judge, FirstMatchWins) {
  for (const Truth holds : {Truth::no, Truth::unknown, Truth::yes}) {
    for (const Strength s : {Strength::exact, Strength::probabilistic, Strength::asymptotic}) {
      EXPECT_EQ(judge(Truth::no, holds, s), Verdict::vacuous);
      EXPECT_EQ(judge(Truth::unknown, holds, s), Verdict::undecided);
    }
  }
  EXPECT_EQ(judge(Truth::yes, Truth::yes, Strength::exact), Verdict::proved);
  EXPECT_EQ(judge(Truth::yes, Truth::no, Strength::exact), Verdict::refuted);
  EXPECT_EQ(judge(Truth::yes, Truth::unknown, Strength::exact), Verdict::undecided);
  for (const Strength s : {Strength::probabilistic, Strength::asymptotic}) {
    EXPECT_EQ(judge(Truth::yes, Truth::yes, s), Verdict::supported);
    EXPECT_EQ(judge(Truth::yes, Truth::no, s), Verdict::undecided);
  }
}

TEST(Check, ATrueTheoremIsProvedAndVacuousIsCounted) {
  const TheoremSummary summary = check(entry<AtMost<100>>(), options(300));
  const ClaimSummary& claim = summary.claims.at(0);
  EXPECT_EQ(claim.verdict, Verdict::proved);
  EXPECT_EQ(claim.count(Verdict::proved) + claim.count(Verdict::vacuous), 300u);
  EXPECT_GT(claim.count(Verdict::vacuous), 10u);
  EXPECT_FALSE(claim.counterexample);
  EXPECT_EQ(exit_status({summary}, {}, true), 0);
}

TEST(Check, AFalseTheoremIsRefutedByItsSmallestCounterexample) {
  const Entry toy = entry<AtMost<41>>();
  const TheoremSummary summary = check(toy, options(300));
  const ClaimSummary& claim = summary.claims.at(0);
  EXPECT_EQ(claim.verdict, Verdict::refuted);
  ASSERT_TRUE(claim.counterexample);
  EXPECT_EQ(claim.counterexample->instance.as<AtMost<41>::Instance>().x, 42);
  EXPECT_TRUE(certainly(negative(*claim.least_slack)));
  EXPECT_EQ(exit_status({summary}, {}, false), 1);
}

TEST(Check, MostlyVacuousDoesNotPass) {
  const TheoremSummary summary = check({"toy/rare", Theorem(Rare{})}, options(200));
  EXPECT_EQ(summary.claims[0].verdict, Verdict::vacuous);
  EXPECT_EQ(exit_status({summary}, {}, false), 3);
}

TEST(Check, ClimbsUntilDecidedAndSaysUndecidedAtTheTop) {
  const TheoremSummary climbed = check(entry<AtMost<100, Strength::exact, 3>>(), options(50));
  EXPECT_EQ(climbed.claims[0].verdict, Verdict::proved);
  EXPECT_EQ(climbed.claims[0].worst->decision.claims[0].decided_at, Precision::digits100);
  const TheoremSummary never = check(entry<AtMost<100, Strength::exact, 9>>(), options(50));
  EXPECT_EQ(never.claims[0].verdict, Verdict::undecided);
  EXPECT_FALSE(never.claims[0].reason.empty());
  EXPECT_EQ(exit_status({never}, {}, true), 3);
  EXPECT_EQ(exit_status({never}, {}, false), 0);
}

TEST(Check, ContradictingRungsAreADefect) {
  EXPECT_THROW(static_cast<void>(check({"toy/torn", Theorem(Torn{})}, options(30))), Contradiction);
}

TEST(Check, AsymptoticIsNeverProvedNorRefuted) {
  EXPECT_EQ(check(entry<AtMost<100, Strength::asymptotic>>(), options(60)).claims[0].verdict, Verdict::supported);
  const TheoremSummary failed = check(entry<AtMost<10, Strength::asymptotic>>(), options(60));
  EXPECT_EQ(failed.claims[0].verdict, Verdict::undecided);
  EXPECT_EQ(failed.claims[0].reason, "surrogate failed");
}

TEST(Check, ProbabilisticIsJudgedByTheWholeRun) {
  // x <= 80 holds on about four instances of five: that fits "with probability 1/2"; x <= 5 does not.
  EXPECT_EQ(check(entry<AtMost<80, Strength::probabilistic>>(), options(200)).claims[0].verdict, Verdict::supported);
  const TheoremSummary failed = check(entry<AtMost<5, Strength::probabilistic>>(), options(200));
  EXPECT_EQ(failed.claims[0].verdict, Verdict::refuted);
  EXPECT_EQ(failed.claims[0].count(Verdict::refuted), 0u) << "never one unlucky instance";
}

TEST(Check, SameResultForAnyNumberOfThreads) {
  const TheoremSummary one = check(entry<AtMost<41>>(), options(200, 1));
  const TheoremSummary three = check(entry<AtMost<41>>(), options(200, 3));
  EXPECT_EQ(one.claims[0].counts, three.claims[0].counts);
  EXPECT_EQ(one.claims[0].least_slack, three.claims[0].least_slack);
  EXPECT_EQ(one.claims[0].worst_index, three.claims[0].worst_index);
  EXPECT_EQ(one.claims[0].counterexample->index, three.claims[0].counterexample->index);
}

TEST(Controls, DieExactlyWhenTheyShould) {
  const Entry toy = entry<AtMost<100>>();
  const std::map<std::string, bool> expected{{"negative", true},    {"not_dropped", false},    {"misnamed", false},
                                             {"below_fifty", true}, {"true_after_all", false}, {"sharp", true},
                                             {"not_sharp", false},  {"value", true},           {"wrong_value", false}};
  for (const Control<theory::AnyInstance>& control : toy.theorem.controls()) {
    const ControlOutcome outcome = run_control(toy, control, 1, 100);
    EXPECT_EQ(outcome.refuted, expected.at(control.name)) << control.name << ": " << outcome.why;
    EXPECT_GE(outcome.after_instances, 1u);
    if (control.name == "true_after_all") {
      EXPECT_EQ(outcome.after_instances, 100u);
    }
    EXPECT_EQ(exit_status({}, {outcome}, false), outcome.refuted ? 0 : 1);
  }
}

TEST(Property, InstancesDependOnSeedTheoremAndIndexAlone) {
  const Entry toy = entry<AtMost<100>>();
  const auto x = [&](std::uint64_t seed, std::uint64_t k) {
    return generate(toy, seed, k).instance.as<AtMost<100>::Instance>().x;
  };
  EXPECT_EQ(x(1, 7), x(1, 7));
  std::size_t differ = 0;
  for (std::uint64_t k = 0; k < 50; ++k) differ += x(1, k) != x(2, k) ? 1U : 0U;
  EXPECT_GT(differ, 40u);
}

TEST(Property, ReplayedChoicesGiveTheInstance) {
  const Entry toy = entry<AtMost<100>>();
  for (std::uint64_t k = 0; k < 20; ++k) {
    const Generated drawn = generate_rapidcheck(toy, 1, k, 50);
    const Generated again = replay_choices(toy.theorem, drawn.choices, drawn.size);
    EXPECT_EQ(drawn.instance.as<AtMost<100>::Instance>().x, again.instance.as<AtMost<100>::Instance>().x);
  }
}

TEST(Frequency, BinomialTailsByHand) {
  const Interval<Real> half(Real(0.5));
  EXPECT_TRUE(binomial_upper_tail(3, 2, half).contains(Real(0.5)));
  EXPECT_TRUE(binomial_upper_tail(4, 4, half).contains(Real(0.0625)));
  EXPECT_TRUE(binomial_upper_tail(5, 0, half).contains(Real(1)));
  EXPECT_LT(binomial_upper_tail(100, 60, half).width(), Real(1e-150));
  const Interval<Real> alpha(Real(0.01));
  EXPECT_EQ(frequency_fits(100, 70, 0, half, alpha), Truth::no);
  EXPECT_EQ(frequency_fits(100, 50, 0, half, alpha), Truth::yes);
  EXPECT_EQ(frequency_fits(100, 50, 30, half, alpha), Truth::unknown);
  EXPECT_EQ(frequency_fits(0, 0, 0, half, alpha), Truth::unknown);
}

TEST(InstanceFile, RoundTripAndRefusals) {
  const std::vector<Entry> known{entry<AtMost<100>>()};
  const Generated drawn = generate(known[0], 1, 3);
  const std::string text = instance_document(known[0], drawn.instance, {"generated", 1, 3}).dump();
  const Expected<ReadInstance> back = read_instance(text, known);
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(back->instance.as<AtMost<100>::Instance>().x, drawn.instance.as<AtMost<100>::Instance>().x);
  EXPECT_FALSE(read_instance("", known).has_value());
  EXPECT_FALSE(read_instance("{}", known).has_value());
  EXPECT_FALSE(read_instance("[1]", known).has_value());
  EXPECT_FALSE(read_instance(text, {}).has_value()) << "an unknown theorem";
  Json broken = Json::parse(text);
  broken["instance"]["x"]["entries"] = {"1", "2"};
  EXPECT_FALSE(read_instance(broken.dump(), known).has_value());
  broken["instance"]["x"]["entries"] = 1;
  EXPECT_FALSE(read_instance(broken.dump(), known).has_value());
}

TEST(Junit, CountsFailuresAndEscapes) {
  const TheoremSummary summary = check(entry<AtMost<41>>(), options(100));
  const std::string xml =
      junit_xml({summary}, {{"toy/<control>", theory::ControlKind::sabotage, false, 3, "a & b"}}, 1, false);
  EXPECT_NE(xml.find("failures=\"1\""), std::string::npos);
  EXPECT_NE(xml.find("toy/&lt;control&gt;"), std::string::npos);
  EXPECT_NE(xml.find("a &amp; b"), std::string::npos);
  EXPECT_NE(xml.find("name=\"seed\" value=\"1\""), std::string::npos);
}

}  // namespace
}  // namespace lemmata::verify
