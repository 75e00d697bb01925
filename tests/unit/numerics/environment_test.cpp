/// \file
/// # The self-test of arithmetic sees each way in which it can be broken

#include "numerics/scalar/environment.hpp"

#include <gtest/gtest.h>

#include <cfenv>
#include <thread>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace lemmata {
namespace {

TEST(Environment, AcceptsTheDefault) {
  EXPECT_TRUE(arithmetic_self_test());
  bool on_worker = false;
  std::thread([&] { on_worker = arithmetic_self_test().has_value(); }).join();
  EXPECT_TRUE(on_worker);
}

TEST(Environment, RefusesEveryOtherRoundingMode) {
  for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    ASSERT_EQ(std::fesetround(mode), 0);
    const auto outcome = arithmetic_self_test();
    ASSERT_EQ(std::fesetround(FE_TONEAREST), 0);
    ASSERT_FALSE(outcome);
    EXPECT_NE(outcome.error().message.find("rounding mode"), std::string::npos);
  }
  EXPECT_TRUE(arithmetic_self_test());
}

#if defined(__SSE2__)
TEST(Environment, RefusesFlushToZeroAndDenormalsAreZero) {
  const unsigned before = _mm_getcsr();
  for (const unsigned flag : {0x8000U, 0x0040U}) {
    _mm_setcsr(before | flag);
    const auto outcome = arithmetic_self_test();
    _mm_setcsr(before);
    EXPECT_FALSE(outcome) << flag;
  }
  EXPECT_TRUE(arithmetic_self_test());
}
#endif

}  // namespace
}  // namespace lemmata
