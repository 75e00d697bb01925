// Draws, records, claims and slacks: the vocabulary theorems are written in.

#include "numerics/base/random.hpp"
#include "theory/statement/claim.hpp"
#include "theory/statement/draw.hpp"
#include "theory/statement/record.hpp"
#include "theory/statement/registry.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace lemmata::theory {
namespace {

class Fixed final : public Draw {
 public:
  explicit Fixed(std::uint64_t value) : value_(value) {}
  std::uint64_t last_count = 0;

 private:
  std::uint64_t choose(std::uint64_t count) override {
    last_count = count;
    return value_;
  }
  std::uint64_t value_;
};

TEST(Random, PhiloxKnownAnswers) {
  // Random123's own known-answer file, philox4x64 with 10 rounds.
  const auto zero = philox_block({0, 0}, {0, 0, 0, 0});
  EXPECT_EQ(zero[0], 0x16554d9eca36314cu);
  EXPECT_EQ(zero[1], 0xdb20fe9d672d0fdcu);
  EXPECT_EQ(zero[2], 0xd7e772cee186176bu);
  EXPECT_EQ(zero[3], 0x7e68b68aec7ba23bu);
}

TEST(Random, WordsAreAddressedNotConsumed) {
  const RandomStream stream(1, random_tag("a"), 7);
  EXPECT_EQ(stream.at(5), RandomStream(1, random_tag("a"), 7).at(5));
  EXPECT_NE(stream.at(5), RandomStream(2, random_tag("a"), 7).at(5));
  EXPECT_NE(stream.at(5), RandomStream(1, random_tag("b"), 7).at(5));
  EXPECT_NE(stream.at(5), RandomStream(1, random_tag("a"), 8).at(5));
  EXPECT_NE(stream.at(5), stream.at(6));
}

TEST(Random, UniformBelowIsTheHighWordOfTheProduct) {
  EXPECT_EQ(uniform_below(~0ULL, 10), 9u);
  EXPECT_EQ(uniform_below(0, 10), 0u);
  EXPECT_EQ(uniform_below(1ULL << 63, 10), 5u);
  EXPECT_EQ(uniform_below(~0ULL, ~0ULL), ~0ULL - 1);
  EXPECT_THROW(static_cast<void>(uniform_below(1, 0)), ContractViolation);
}

TEST(Draw, IntegersComeSimplestFirstAndEachOnce) {
  std::vector<std::int64_t> order;
  for (std::uint64_t k = 0; k < 7; ++k) order.push_back(Fixed(k).integer(-2, 4));
  EXPECT_EQ(order, (std::vector<std::int64_t>{0, 1, -1, 2, -2, 3, 4}));
  order.clear();
  for (std::uint64_t k = 0; k < 4; ++k) order.push_back(Fixed(k).integer(3, 6));
  EXPECT_EQ(order, (std::vector<std::int64_t>{3, 4, 5, 6}));
  order.clear();
  for (std::uint64_t k = 0; k < 3; ++k) order.push_back(Fixed(k).integer(-6, -4));
  EXPECT_EQ(order, (std::vector<std::int64_t>{-4, -5, -6}));
}

TEST(Draw, RealsEnumerateTheGridOnceByFractionalBits) {
  for (const auto& [lo, hi] : {std::pair{-1.0, 1.0}, {0.3, 2.2}, {-2.7, -0.1}, {0.25, 0.25}, {-5.0, 0.0}}) {
    Fixed counter(0);
    static_cast<void>(counter.real(lo, hi, 5));
    const std::uint64_t count = std::max<std::uint64_t>(counter.last_count, 1);
    EXPECT_EQ(count, static_cast<std::uint64_t>(std::floor(hi * 32) - std::ceil(lo * 32) + 1));
    std::set<double> seen;
    int bits = 0;
    for (std::uint64_t k = 0; k < count; ++k) {
      const double x = Fixed(k).real(lo, hi, 5);
      EXPECT_TRUE(lo <= x && x <= hi) << x;
      EXPECT_TRUE(seen.insert(x).second) << x << " twice";
      while (std::ldexp(x, bits) != std::floor(std::ldexp(x, bits))) ++bits;
      EXPECT_LE(bits, 5);
      if (bits > 0) {
        EXPECT_TRUE(std::fmod(std::ldexp(x, bits), 2.0) != 0) << "coarser numbers come first";
      }
    }
    EXPECT_EQ(seen.size(), count);
  }
}

struct Sample {
  Matrix<double> inputs;
  std::vector<std::int64_t> signs;
  double step = 0;
  static constexpr auto fields() {
    return std::tuple{Field{"inputs", &Sample::inputs}, Field{"signs", &Sample::signs}, Field{"step", &Sample::step}};
  }
};

TEST(Record, RoundTripIsExact) {
  const Sample sample{Matrix<double>(2, 3, {0.1, -0.0, 5e-324, 1.7976931348623157e308, 1.0 / 3, -3}),
                      {1, -1, 9007199254740993},
                      0x1.fffffffffffffp-1022};
  const Record record = to_record(sample);
  const Expected<Sample> back = from_record<Sample>(record);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->inputs, sample.inputs);
  EXPECT_TRUE(std::signbit(back->inputs(0, 1)));
  EXPECT_EQ(back->signs, sample.signs);
  EXPECT_EQ(back->step, sample.step);
}

TEST(Record, RefusesWhatIsNotExactlyAnInstance) {
  const Record good = to_record(Sample{Matrix<double>(1, 1, {2.0}), {1}, 0.5});
  const auto refused = [&](auto change) {
    Record bad = good;
    change(bad);
    return !from_record<Sample>(bad).has_value();
  };
  EXPECT_FALSE(refused([](Record&) {}));
  EXPECT_TRUE(refused([](Record& r) { r.pop_back(); }));
  EXPECT_TRUE(refused([](Record& r) { r.push_back({"more", "real", {}, {"0x0p+0"}}); }));
  EXPECT_TRUE(refused([](Record& r) { r[0].shape = {1, 2}; }));
  EXPECT_TRUE(refused([](Record& r) { r[0].type = "integer"; }));
  for (const char* text :
       {"", "0x", "1.5", "nan", "inf", "0x1p5000", "0x1.00000000000008p+0", "0x1p-1075", "0x1p+0 ", "0xg"}) {
    EXPECT_TRUE(refused([&](Record& r) { r[2].entries = {text}; })) << text;
  }
  for (const char* text : {"", "1.0", "9223372036854775808", "0x1", "1 "}) {
    EXPECT_TRUE(refused([&](Record& r) { r[1].entries = {text}; })) << text;
  }
}

Enclosure between(double lo, double hi) { return {Interval<Real>(Real(lo), Real(hi)), Evidence("exact")}; }

TEST(Claim, HoldsIsThreeValued) {
  EXPECT_EQ(holds(at_most("c", between(1, 2), number(2.0))), Truth::yes);
  EXPECT_EQ(holds(less("c", between(1, 2), number(2.0))), Truth::unknown);
  EXPECT_EQ(holds(less("c", between(2, 3), number(2.0))), Truth::no);
  EXPECT_EQ(holds(exceeds("c", between(1, 2), number(0.5))), Truth::yes);
  EXPECT_EQ(holds(exceeds("c", number(0.0), number(0.0))), Truth::no);
  EXPECT_EQ(holds(at_least("c", number(0.0), number(0.0))), Truth::yes);
  EXPECT_EQ(holds(equals("c", between(1, 2), between(1, 2))), Truth::unknown);
  EXPECT_EQ(holds(equals("c", number(2.0), number(2.0))), Truth::yes);
  EXPECT_EQ(holds(equals("c", between(1, 2), number(3.0))), Truth::no);
  EXPECT_EQ(holds(lies_in("c", between(1, 2), {Real(0), Real(3)})), Truth::yes);
  EXPECT_EQ(holds(lies_in("c", between(1, 4), {Real(0), Real(3)})), Truth::unknown);
  EXPECT_EQ(holds(lies_in("c", between(4, 5), {Real(0), Real(3)})), Truth::no);
}

TEST(Claim, AFailureIsUnknownAndKeepsItsReason) {
  const Claim claim = at_most("c", Failure{FailureKind::not_certified, "no factor"}, number(1.0));
  EXPECT_EQ(holds(claim), Truth::unknown);
  EXPECT_EQ(claim.reason, "no factor");
  EXPECT_TRUE(slack(claim).value.is_whole());
}

TEST(Claim, SlackAsDefined) {
  const Slack upper = slack(at_most("c", number(3.0), number(4.0)));
  EXPECT_FALSE(upper.absolute);
  EXPECT_EQ(upper.value, Interval<Real>(Real(0.25)));
  const Slack lower = slack(exceeds("c", number(3.0), number(4.0)));
  EXPECT_EQ(lower.value, Interval<Real>(Real(-0.25)));
  const Slack zero = slack(exceeds("c", number(3.0), number(0.0)));
  EXPECT_TRUE(zero.absolute);
  EXPECT_EQ(zero.value, Interval<Real>(Real(3)));
  const Slack negative = slack(at_most("c", number(-3.0), number(-2.0)));
  EXPECT_EQ(negative.value, Interval<Real>(Real(0.5)));
}

TEST(Claim, RoundedDecimalsReachTwoUnits) {
  const Interval<Real> x = rounded_decimal("-1.25e-3");
  EXPECT_TRUE(x.contains(Real("-0.00125")));
  EXPECT_TRUE(x.subset_of(Interval<Real>(Real("-0.00127001"), Real("-0.00122999"))));
  EXPECT_TRUE(x.contains(Real("-0.0012699")));
  EXPECT_FALSE(x.contains(Real("-0.0012701")));
}

TEST(Registry, Globs) {
  EXPECT_TRUE(matches_glob("kernel_regime/relu", "kernel_regime/*"));
  EXPECT_TRUE(matches_glob("gram/nullity", "gram/nullity"));
  EXPECT_TRUE(matches_glob("abcbc", "*bc"));
  EXPECT_TRUE(matches_glob("", "*"));
  EXPECT_TRUE(matches_glob("abc", "a?c"));
  EXPECT_FALSE(matches_glob("abc", "a?"));
  EXPECT_FALSE(matches_glob("abc", "*d"));
}

TEST(Registry, IsSortedAndUnique) {
  for (std::size_t k = 1; k < registry().size(); ++k) EXPECT_LT(registry()[k - 1].id, registry()[k].id);
}

}  // namespace
}  // namespace lemmata::theory
