#include "theory/statement/draw.hpp"

#include "numerics/base/contract.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory {
namespace {

// Integer number `rank` of [lo, hi] in the order: nearest to 0 first, alternating outwards, then the longer side.
std::int64_t by_magnitude(std::int64_t lo, std::int64_t hi, std::uint64_t rank) {
  const std::int64_t centre = std::clamp<std::int64_t>(0, lo, hi);
  const auto index = static_cast<std::int64_t>(rank);
  const std::int64_t both = std::min(hi - centre, centre - lo);
  if (index <= 2 * both) return index % 2 == 1 ? centre + (index + 1) / 2 : centre - index / 2;
  return hi - centre > both ? centre + (index - both) : centre - (index - both);
}

}  // namespace

std::uint64_t Draw::choice(std::uint64_t count) {
  expects(count >= 1, "Draw: at least one choice");
  const std::uint64_t chosen = count == 1 ? 0 : choose(count);
  expects(chosen < count, "Draw: a choice below count");
  return chosen;
}

std::int64_t Draw::integer(std::int64_t lo, std::int64_t hi) {
  expects(lo <= hi, "Draw::integer: lo <= hi");
  const std::uint64_t width = static_cast<std::uint64_t>(hi) - static_cast<std::uint64_t>(lo);
  expects(width < (std::uint64_t{1} << 62), "Draw::integer: hi - lo < 2^62");
  return by_magnitude(lo, hi, choice(width + 1));
}

double Draw::real(double lo, double hi, int bits) {
  expects(0 <= bits && bits <= 40, "Draw::real: 0 <= bits <= 40");
  expects(lo <= hi && std::fabs(lo) <= 0x1p20 && std::fabs(hi) <= 0x1p20, "Draw::real: -2^20 <= lo <= hi <= 2^20");
  // Multiples of 2^-b in [lo, hi] are b-fine; level b holds those that are not (b-1)-fine: the odd multiples.
  const auto least = [&](int b) { return static_cast<std::int64_t>(std::ceil(std::ldexp(lo, b))); };
  const auto most = [&](int b) { return static_cast<std::int64_t>(std::floor(std::ldexp(hi, b))); };
  const auto fine = [&](int b) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, most(b) - least(b) + 1));
  };
  expects(fine(bits) >= 1, "Draw::real: a multiple of 2^-bits in [lo, hi]");
  std::uint64_t rank = choice(fine(bits));
  if (rank < fine(0)) return static_cast<double>(by_magnitude(least(0), most(0), rank));
  int level = 1;
  while (rank >= fine(level)) ++level;
  rank -= fine(level - 1);
  // The odd integers 2t+1 in [least, most] are those with t in [ceil((least-1)/2), floor((most-1)/2)].
  const auto half_down = [](std::int64_t a) { return a >= 0 ? a / 2 : -((1 - a) / 2); };
  const std::int64_t t = by_magnitude(half_down(least(level)), half_down(most(level) - 1), rank);
  return std::ldexp(static_cast<double>(2 * t + 1), -level);
}

std::size_t Draw::pick(std::size_t n) { return static_cast<std::size_t>(choice(n)); }

std::size_t Draw::dimension(std::size_t lo, std::size_t hi) {
  expects(lo <= hi, "Draw::dimension: lo <= hi");
  const std::size_t reach = (hi - lo) * static_cast<std::size_t>(std::clamp(size(), 0, 100)) / 100;
  return lo + pick(reach + 1);
}

}  // namespace lemmata::theory
