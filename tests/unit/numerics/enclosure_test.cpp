/// \file
/// # Evidence graphs and enclosures that record their arithmetic

#include "numerics/enclosure/enclosed.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace lemmata {
namespace {

TEST(Evidence, KeepsRuleStatementPremisesAndPayload) {
  const Evidence a = Evidence::assume("the data are right");
  const Evidence b("bound", "x >= 1", {a}, std::string("witness"));
  EXPECT_EQ(b.rule(), "bound");
  EXPECT_EQ(b.statement(), "x >= 1");
  ASSERT_EQ(b.premises().size(), 1U);
  EXPECT_EQ(b.premises()[0], a);
  ASSERT_NE(b.payload<std::string>(), nullptr);
  EXPECT_EQ(*b.payload<std::string>(), "witness");
  EXPECT_EQ(b.payload<int>(), nullptr);
}

TEST(Evidence, OrderPutsPremisesFirstAndSharesNodes) {
  const Evidence root = Evidence::assume("A");
  const Evidence left("l", "", {root});
  const Evidence right("r", "", {root, left, Evidence::assume("B")});
  const Evidence top("t", "", {right, left});
  const auto order = topological_order(top);
  ASSERT_EQ(order.size(), 5U);
  EXPECT_EQ(order.back(), top);
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const Evidence& premise : order[i].premises()) {
      EXPECT_LT(std::find(order.begin(), order.end(), premise) - order.begin(), static_cast<std::ptrdiff_t>(i));
    }
  }
  EXPECT_EQ(assumptions(top), (std::vector<std::string>{"A", "B"}));
}

TEST(Evidence, LongChainsAreWalkedAndReleasedWithoutRecursion) {
  Enclosure sum = exact(Real(0));
  const Enclosure one = exact(Real(1));
  constexpr int length = 300000;
  for (int i = 0; i < length; ++i) sum = sum + one;
  EXPECT_EQ(sum.set(), Interval<Real>(length));
  EXPECT_EQ(topological_order(sum.why()).size(), static_cast<std::size_t>(length) + 2);
}

TEST(Evidence, IsSharedBetweenThreads) {
  const Evidence shared = Evidence::assume("shared");
  std::vector<std::thread> workers;
  for (int t = 0; t < 4; ++t) {
    workers.emplace_back([&shared] {
      Evidence chain = shared;
      for (int i = 0; i < 1000; ++i) chain = Evidence("step", "", {chain, shared});
      EXPECT_EQ(assumptions(chain).size(), 1U);
    });
  }
  for (auto& worker : workers) worker.join();
}

TEST(Enclosure, ArithmeticRecordsEveryStep) {
  const Enclosure two = exact(Real(2), "two");
  const Enclosure root = sqrt(two);
  const Enclosure product = root * root - two;
  EXPECT_TRUE(product.set().contains(Real(0)));
  EXPECT_EQ(zero(product), Truth::unknown);
  EXPECT_EQ(positive(root), Truth::yes);
  EXPECT_EQ(less(root, two), Truth::yes);
  const auto steps = topological_order(product.why());
  ASSERT_EQ(steps.size(), 4U);
  EXPECT_EQ(steps[0].rule(), "exact");
  const auto* last = steps.back().payload<Arithmetic>();
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(last->operation, "-");
  EXPECT_EQ(last->result, product.set());
}

TEST(Enclosure, UnknownStaysUnknown) {
  const Enclosure nothing = unknown("no convergence");
  EXPECT_EQ(positive(nothing * exact(Real(2)) + exact(Real(1))), Truth::unknown);
  EXPECT_EQ(nothing.why().statement(), "no convergence");
  EXPECT_EQ(zero(exact(Real(1)) / exact(Real(0))), Truth::unknown);
}

TEST(Enclosure, FromALowerRungIsOutward) {
  const auto third = Interval<DoubleDouble>(1) / Interval<DoubleDouble>(3);
  const Enclosure e = enclose(third, Evidence::assume("test"));
  EXPECT_TRUE(e.set().subset_of(convert<Real>(third)));
  EXPECT_EQ(less(e * exact(Real(3)), exact(Real(1))), Truth::unknown);
}

}  // namespace
}  // namespace lemmata
