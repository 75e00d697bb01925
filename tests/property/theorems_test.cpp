// Every registered theorem: its property on random instances, its controls, its card. A new theorem file is tested here
// without being named.

#include "verify/engine/check.hpp"
#include "verify/engine/property.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace lemmata::verify {
namespace {

using theory::Entry;

class EveryTheorem : public testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] const Entry& entry() const {
    const auto all = theory::registry();
    return *std::find_if(all.begin(), all.end(), [&](const Entry& e) { return e.id == GetParam(); });
  }
};

std::vector<std::string> ids() {
  std::vector<std::string> result;
  for (const Entry& entry : theory::registry()) result.push_back(entry.id);
  return result;
}

INSTANTIATE_TEST_SUITE_P(Registry, EveryTheorem, testing::ValuesIn(ids()), [](const auto& parameter) {
  std::string name = parameter.param;
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
});

TEST(Registry, IsNotEmpty) { EXPECT_GE(theory::registry().size(), 2u); }

TEST_P(EveryTheorem, CardIsComplete) {
  const theory::Statement s = entry().theorem.statement();
  EXPECT_FALSE(s.title.empty());
  EXPECT_FALSE(s.text.empty());
  EXPECT_FALSE(s.source.authors.empty());
  EXPECT_GT(s.source.year, 1900);
  EXPECT_FALSE(s.source.locus.empty()) << "the number of the theorem";
  EXPECT_FALSE(s.dossier.empty());
  EXPECT_FALSE(s.hypotheses.empty());
  ASSERT_FALSE(s.claims.empty());
  std::set<std::string> names;
  for (const theory::ClaimCard& claim : s.claims) {
    EXPECT_FALSE(claim.text.empty());
    EXPECT_TRUE(names.insert(claim.name).second) << claim.name << " twice";
  }
  // What is computed is what the card lists.
  const auto instance = generate(entry(), 1, 0).instance;
  std::vector<std::string> hypotheses;
  for (const theory::Hypothesis& h : entry().theorem.hypotheses(instance, Precision::binary64))
    hypotheses.push_back(h.name);
  EXPECT_EQ(hypotheses, s.hypotheses);
}

TEST_P(EveryTheorem, HoldsOnRandomInstances) {
  CheckOptions options;
  options.instances = 60;
  options.seed = 20;
  for (const ClaimSummary& claim : check(entry(), options).claims) {
    EXPECT_EQ(claim.count(Verdict::refuted), 0u) << claim.id;
    EXPECT_NE(claim.verdict, Verdict::refuted) << claim.id;
    if (claim.strength == theory::Strength::probabilistic) {  // some instances may fail, the run may not
      EXPECT_EQ(claim.verdict, Verdict::supported) << claim.id << ": " << claim.reason;
    } else {
      EXPECT_EQ(claim.count(Verdict::undecided), 0u) << claim.id << ": " << claim.reason;
    }
    EXPECT_FALSE(claim.mostly_vacuous()) << claim.id << ": " << claim.count(Verdict::vacuous) << " vacuous";
    if (claim.counterexample) {
      for (const auto& field : entry().theorem.record(claim.counterexample->instance)) {
        for (const auto& text : field.entries) ADD_FAILURE() << field.name << " " << text;
      }
    }
  }
}

TEST_P(EveryTheorem, HoldsOnRapidcheckInstances) {
  for (std::uint64_t k = 0; k < 20; ++k) {
    const Generated drawn = generate_rapidcheck(entry(), 7, k, static_cast<int>(5 * k));
    EXPECT_NE(decide(entry().theorem, drawn.instance).verdict, Verdict::refuted) << "key {7, k = " << k << "}";
  }
}

TEST_P(EveryTheorem, EveryControlIsRefuted) {
  bool dropped = false;
  bool sabotage = false;
  bool tight = false;
  std::set<std::string> names;
  for (const theory::Control<theory::AnyInstance>& control : entry().theorem.controls()) {
    dropped = dropped || control.kind == theory::ControlKind::dropped_hypothesis;
    sabotage = sabotage || control.kind == theory::ControlKind::sabotage;
    tight = tight || control.kind == theory::ControlKind::tight_case;
    EXPECT_TRUE(names.insert(control.name).second) << control.name << " twice";
    const ControlOutcome outcome = run_control(entry(), control, 1, 100);
    EXPECT_TRUE(outcome.refuted) << outcome.id << ": " << outcome.why;
  }
  EXPECT_TRUE(dropped) << "a dropped hypothesis";
  EXPECT_TRUE(sabotage) << "a strengthened constant";
  EXPECT_TRUE(tight) << "a tight case";
}

TEST_P(EveryTheorem, ConstantsRebuildTheTheoremsOwnClaims) {
  std::set<std::string> names;
  for (const theory::Constant<theory::AnyInstance>& constant : entry().theorem.constants()) {
    EXPECT_TRUE(names.insert(constant.name).second) << constant.name << " twice";
    EXPECT_FALSE(constant.text.empty());
    EXPECT_TRUE(certainly(positive(constant.value)));
    EXPECT_GT(constant.most, 1);
    std::size_t compared = 0;
    for (std::uint64_t k = 0; k < 20 && compared < 3; ++k) {
      const auto instance = generate(entry(), 5, k).instance;
      if (all_hold(decide_hypotheses(entry().theorem, instance)) != Truth::yes) continue;
      const theory::Claim rebuilt = constant.rebuilt(instance, constant.value, Precision::double_double);
      for (const theory::Claim& own : entry().theorem.conclude(instance, Precision::double_double)) {
        if (own.name != rebuilt.name) continue;
        EXPECT_EQ(own.relation, rebuilt.relation) << constant.name;
        EXPECT_EQ(own.strength, rebuilt.strength) << constant.name;
        EXPECT_FALSE(disjoint(own.lhs.set(), rebuilt.lhs.set())) << constant.name;
        EXPECT_FALSE(disjoint(own.rhs.set(), rebuilt.rhs.set())) << constant.name;
        ++compared;
      }
    }
    EXPECT_GE(compared, 1u) << constant.name << ": its claim is one of the theorem's";
  }
}

TEST_P(EveryTheorem, InstancesSurviveTheirRecord) {
  for (std::uint64_t k = 0; k < 10; ++k) {
    const Generated drawn = generate(entry(), 3, k);
    const theory::Record record = entry().theorem.record(drawn.instance);
    const auto back = entry().theorem.instance(record);
    ASSERT_TRUE(back.has_value()) << back.error().message;
    EXPECT_EQ(entry().theorem.record(*back), record);
  }
}

}  // namespace
}  // namespace lemmata::verify
