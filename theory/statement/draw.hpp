#pragma once
/// \file
/// # Draw: the abstract source of choices a generator draws from
/// A generator asks for numbers by range only. Whoever implements Draw decides where the choices come from: a
/// counter-based stream, a recorded list that is being shrunk, a search. Choice 0 always maps to the simplest
/// value, and smaller choices to simpler ones, so shrinking needs to know nothing of what is generated.

#include <cstddef>
#include <cstdint>
#include <span>

namespace lemmata::theory {

class Draw {
 public:
  Draw() = default;
  Draw(const Draw&) = delete;
  Draw& operator=(const Draw&) = delete;
  virtual ~Draw() = default;

  /// An integer in [lo, hi]; the simplest is the one nearest to 0. Requires lo <= hi, hi - lo < 2^62.
  std::int64_t integer(std::int64_t lo, std::int64_t hi);

  /// A multiple of 2^-bits in [lo, hi], exact; the simplest has the fewest fractional bits, then the least
  /// magnitude. Requires 0 <= bits <= 40, |lo|, |hi| <= 2^20, and a multiple of 2^-bits between them.
  double real(double lo, double hi, int bits = 20);

  /// One of 0, .., n-1; 0 is the simplest. Requires n >= 1.
  std::size_t pick(std::size_t n);

  /// A number of rows, columns, terms, steps: as `integer` but small instances come first, hi is reached at
  /// full size only. Requires 0 <= lo <= hi.
  std::size_t dimension(std::size_t lo, std::size_t hi);

  /// pick(2) == 1.
  bool coin() { return pick(2) == 1; }

  /// The choice, of {0, .., count-1}. Requires count >= 1.
  std::uint64_t choice(std::uint64_t count);

 private:
  virtual std::uint64_t choose(std::uint64_t count) = 0;
  /// From 0 (the smallest dimensions) to 100 (the largest).
  [[nodiscard]] virtual int size() const { return 100; }
};

}  // namespace lemmata::theory
