#include "tests/property/draws.hpp"

#include <rapidcheck.h>

#include <cstdint>

namespace lemmata::test {
namespace {

rc::Gen<std::int64_t> significand() {
  const auto bit = rc::gen::map(rc::gen::inRange(0, 53), [](int k) { return std::int64_t{1} << k; });
  const auto three_bits = rc::gen::map(rc::gen::tuple(bit, bit, bit), [](const auto& t) {
    return std::int64_t{std::get<0>(t) | std::get<1>(t) | std::get<2>(t)};
  });
  const auto ones =
      rc::gen::map(rc::gen::pair(bit, bit), [](const auto& p) { return std::int64_t{std::abs(p.first - p.second)}; });
  return rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << 53), rc::gen::inRange<std::int64_t>(0, 16),
                        three_bits, ones);
}

rc::Gen<double> dyadic(int low, int high) {
  return rc::gen::map(rc::gen::tuple(rc::gen::arbitrary<bool>(), significand(), rc::gen::inRange(low, high + 1)),
                      [](const auto& t) {
                        const double x = std::ldexp(static_cast<double>(std::get<1>(t)), std::get<2>(t));
                        const double bounded = std::fmin(x, std::numeric_limits<double>::max());
                        return std::get<0>(t) ? -bounded : bounded;
                      });
}

rc::Gen<std::pair<double, double>> doubles() {
  const auto both = [](int low, int high) { return rc::gen::pair(dyadic(low, high), dyadic(low, high)); };
  return rc::gen::oneOf(both(-1130, 971), both(-60, 5), both(-590, -520), both(-1130, -1050), both(940, 971),
                        both(430, 520), rc::gen::pair(dyadic(-1130, -1050), dyadic(-60, 60)));
}

}  // namespace

bool property(const char* name, const std::function<void()>& body) { return rc::check(name, body); }

void require(bool condition, const char* what) {
  if (!condition) RC_FAIL(std::string(what));
}
void require(bool condition, const std::string& what) {
  if (!condition) RC_FAIL(what);
}

int draw_integer(int low, int high) { return *rc::gen::inRange(low, high + 1); }
double draw_dyadic(int low, int high) { return *dyadic(low, high); }
std::pair<double, double> draw_doubles() { return *doubles(); }

std::pair<Draft, Draft> draw_drafts() {
  const auto [x, y] = draw_doubles();
  const auto drafted = [](double head) {
    const double tail = *dyadic(-53, -53);
    return Draft{head, tail,
                 *rc::gen::weightedOneOf<int>({{3, rc::gen::inRange(0, 4)}, {1, rc::gen::inRange(0, 700)}})};
  };
  const Draft first = drafted(x);
  return {first, drafted(y)};
}

std::vector<double> special_doubles() {
  std::vector<double> values{0.0};
  for (const double x : {0x1p-1074, 0x1p-1022, 0x1p-1021, 0x1p-960, 0x1p-900,
                         0x1p-537,  0x1p-53,   0x1p-52,   0.1,      0.5,
                         1.0,       1.0 / 3,   3.0,       0x1p53,   0x1p200,
                         0x1p511,   0x1p1000,  0x1p1022,  0x1p1023, std::numeric_limits<double>::max()}) {
    for (const double y : {x, next_up(x), next_down(x)}) {
      if (!detail::finite(y)) continue;
      values.push_back(y);
      values.push_back(-y);
    }
  }
  return values;
}

}  // namespace lemmata::test
