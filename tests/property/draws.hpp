#pragma once
/// \file
/// # Random numbers that hurt, and properties over them
/// Uniform doubles never meet a tie, a cancellation or a subnormal. These are built from few bits, all ones, and
/// exponents near each other and near both ends of the range; RapidCheck shrinks them towards small integers.
/// RapidCheck itself stays in draws.cpp: its templates are slow to compile. The draw functions may be called only
/// inside `property`.

#include "numerics/scalar/double_double.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace lemmata::test {

/// Runs `body` on many draws; false, with the shrunk counterexample printed, when it fails.
[[nodiscard]] bool property(const char* name, const std::function<void()>& body);

/// Fails the running property with `what` unless `condition` holds.
void require(bool condition, const char* what);
void require(bool condition, const std::string& what);

/// [low, high].
int draw_integer(int low, int high);

/// +-significand 2^exponent, exponents in [low, high], significands of at most 53 bits: arbitrary, with few bits set,
/// or a run of ones. Beyond the range the greatest double.
double draw_dyadic(int low, int high);

/// Two doubles: unrelated over the whole range, of similar size, or both near one end of it.
std::pair<double, double> draw_doubles();

/// What becomes a number of any rung: a head and a tail some distance below its last place.
struct Draft {
  double head;
  double tail;   ///< magnitude below 1
  int distance;  ///< binary places between head and tail
};
std::pair<Draft, Draft> draw_drafts();

/// The head, and where the rung has room for it, the tail.
template <class T>
T number(const Draft& draft) {
  const int exponent = (draft.head == 0 ? 0 : std::ilogb(draft.head)) - 53 - draft.distance;
  if constexpr (std::same_as<T, double>) {
    return draft.head;
  } else if constexpr (std::same_as<T, DoubleDouble>) {
    const DoubleDouble sum(draft.head, std::ldexp(draft.tail, exponent));
    return detail::finite(sum.hi) && detail::finite(sum.lo) ? sum : DoubleDouble(draft.head);
  } else {
    return T(draft.head) + ldexp(T(draft.tail), exponent);
  }
}

template <class T>
std::pair<T, T> draw_pair() {
  const auto [a, b] = draw_drafts();
  return {number<T>(a), number<T>(b)};
}

/// Values at every edge of binary64 and of the code's own case distinctions; finite.
std::vector<double> special_doubles();

/// The same on rung T, and beside each a number with a tail.
template <class T>
std::vector<T> special_values() {
  std::vector<T> values;
  int k = 0;
  for (const double x : special_doubles()) {
    values.push_back(T(x));
    if constexpr (!std::same_as<T, double>) {
      values.push_back(number<T>({x, k % 2 == 0 ? 0.75 : -0.75, k % 5}));
      ++k;
    }
  }
  return values;
}

}  // namespace lemmata::test
