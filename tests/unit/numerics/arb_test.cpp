/// \file
/// # Elementary functions against Arb
/// Arb computes each function with its own algorithms and a rigorous error bound, at 2000 bits. A result that excludes
/// Arb's ball is wrong; results for double and Mp must also be points or neighbours.

#include "numerics/scalar/elementary.hpp"
#include "numerics/scalar/raw_mpfr.hpp"
#include "tests/property/exact.hpp"

#include <arb.h>
#include <arb_hypgeom.h>
#include <gtest/gtest.h>

#include <random>

namespace lemmata {
namespace {

constexpr slong oracle_bits = 2000;
constexpr mpfr_prec_t exact_bits = 3000;  // holds every endpoint used here exactly

class Ball {
 public:
  Ball() { arb_init(x_); }
  template <class T>
  explicit Ball(const T& exact) : Ball() {
    detail::RawMpfr number(exact_bits);
    detail::load(number, exact, MPFR_RNDN);
    arf_set_mpfr(arb_midref(x_), number);
  }
  Ball(const Ball&) = delete;
  Ball& operator=(const Ball&) = delete;
  ~Ball() { arb_clear(x_); }
  arb_ptr get() { return x_; }
  arb_srcptr get() const { return x_; }

 private:
  arb_t x_;
};

template <class T>
testing::AssertionResult consistent(const Interval<T>& x, const Ball& truth) {
  if (arb_is_finite(truth.get()) == 0) return testing::AssertionFailure() << "the oracle failed";
  if (test::is_finite(x.inf()) && arb_lt(truth.get(), Ball(x.inf()).get()) != 0)
    return testing::AssertionFailure() << "inf too large";
  if (test::is_finite(x.sup()) && arb_gt(truth.get(), Ball(x.sup()).get()) != 0)
    return testing::AssertionFailure() << "sup too small";
  if constexpr (!std::same_as<T, DoubleDouble>) {
    if (!x.is_point() && !(test::above(x.inf()) == x.sup())) return testing::AssertionFailure() << "not neighbours";
  } else if (std::fabs(x.sup().hi) > 0x1p-900 && std::fabs(x.sup().hi) < 0x1p1000) {  // where its arithmetic is tight
    if (!(x.width() <= DoubleDouble(std::fabs(x.sup().hi) * 0x1p-103)))
      return testing::AssertionFailure() << "too wide";
  }
  return testing::AssertionSuccess();
}

template <class T>
class Oracle : public testing::Test {};
using Rungs = testing::Types<double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>>;
TYPED_TEST_SUITE(Oracle, Rungs);

using ArbFunction = void (*)(arb_t, const arb_t, slong);

template <class T>
void compare(const char* name, Interval<T> (*ours)(const Interval<T>&), ArbFunction theirs, const T& x) {
  Ball truth;
  theirs(truth.get(), Ball(x).get(), oracle_bits);
  EXPECT_TRUE(consistent(ours(Interval<T>(x)), truth)) << name;
}

template <class T>
T drawn(std::mt19937_64& engine, int low, int high) {
  const auto part = [&engine] { return static_cast<double>(static_cast<std::int64_t>(engine()) >> 11); };
  const int e = low + static_cast<int>(engine() % static_cast<unsigned>(high - low + 1));
  const double head = std::ldexp(part(), e - 52);
  if constexpr (std::same_as<T, double>) {
    return head;
  } else if constexpr (std::same_as<T, DoubleDouble>) {
    return DoubleDouble(head, std::ldexp(part(), e - 108));
  } else {
    return T(head) + ldexp(T(part()), e - 110);
  }
}

TYPED_TEST(Oracle, AgreesOnRandomArguments) {
  using T = TypeParam;
  std::mt19937_64 engine(11);
  for (int k = 0; k < 400; ++k) {
    const T x = drawn<T>(engine, k % 3 == 0 ? -300 : -12, k % 3 == 0 ? 0 : 5);
    compare<T>("exp", exp, arb_exp, x);
    compare<T>("expm1", expm1, arb_expm1, x);
    compare<T>("sin", sin, arb_sin, x);
    compare<T>("cos", cos, arb_cos, x);
    compare<T>("atan", atan, arb_atan, x);
    compare<T>("tanh", tanh, arb_tanh, x);
    compare<T>("erf", erf, arb_hypgeom_erf, x);
    const T magnitude = x < T(0.0) ? T(-x) : x;
    if (T(0.0) < magnitude) compare<T>("log", log, arb_log, magnitude);
    compare<T>("log1p", log1p, arb_log1p, magnitude);
    if (magnitude <= T(1.0)) {
      compare<T>("asin", asin, arb_asin, x);
      compare<T>("acos", acos, arb_acos, x);
    }
    const T y = drawn<T>(engine, -12, 5);
    if (!(x == T(0.0)) || !(y == T(0.0))) {
      Ball angle;
      arb_atan2(angle.get(), Ball(y).get(), Ball(x).get(), oracle_bits);
      EXPECT_TRUE(consistent(atan2(Interval<T>(y), Interval<T>(x)), angle));
    }
  }
}

/// Near the ends of the domains, near zeros of sin and cos, near 0 and far out.
TYPED_TEST(Oracle, AgreesOnHostileArguments) {
  using T = TypeParam;
  const T near_pi = pi<T>().inf();
  for (const double x :
       {0x1p-1074, 0x1p-1022, 0x1p-30, 0.5, 1.0, 0x1.fffffffffffffp-1, 0x1.0000000000001p0, 1.5707963267948966,
        3.141592653589793, 355.0, 700.0, 709.0, 0x1p53, 0x1p300, std::numeric_limits<double>::max()}) {
    for (const double sign : {1.0, -1.0}) {
      const T t(sign * x);
      compare<T>("sin", sin, arb_sin, t);
      compare<T>("cos", cos, arb_cos, t);
      compare<T>("atan", atan, arb_atan, t);
      if (x <= 709) compare<T>("exp", exp, arb_exp, t);
      if (x <= 709) compare<T>("expm1", expm1, arb_expm1, t);
      if (x <= 709) compare<T>("tanh", tanh, arb_tanh, t);
      if (sign > 0) compare<T>("log", log, arb_log, t);
      if (sign > 0) compare<T>("log1p", log1p, arb_log1p, t);
      if (x <= 1) compare<T>("acos", acos, arb_acos, t);
      if (x <= 1) compare<T>("asin", asin, arb_asin, t);
    }
  }
  compare<T>("sin", sin, arb_sin, near_pi);
  compare<T>("cos", cos, arb_cos, near_pi);
}

}  // namespace
}  // namespace lemmata
