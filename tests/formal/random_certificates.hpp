#pragma once
/// \file
/// # Certificates at random: valid, altered and hostile, for the comparison of checkers

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata::verify::test {

/// The same numbers on every machine for the same seed.
class Source {
 public:
  explicit Source(std::uint64_t seed) : engine_(seed) {}
  /// Between lo and hi, both included.
  long integer(long lo, long hi) {
    return lo + static_cast<long>(engine_() % (static_cast<std::uint64_t>(hi - lo) + 1));
  }
  bool chance(long of, long in) { return integer(1, in) <= of; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(integer(0, static_cast<long>(from.size()) - 1))];
  }

 private:
  std::mt19937_64 engine_;
};

/// One well-formed block of a random exact kind. Most are accepted by a right checker, none has to be.
[[nodiscard]] std::string random_block(Source& source);

/// `text` after one or several random changes: numbers, tokens, lines, bytes. The data digest is usually made to fit.
[[nodiscard]] std::string altered(Source& source, std::string text);

/// A text in which one thing is out of any range: counts, sizes, degenerate data, several blocks.
[[nodiscard]] std::string hostile(Source& source);

/// The block with the digest of its data lines, found by their first and last keywords; unchanged when there are none.
[[nodiscard]] std::string with_fitting_digest(const std::string& block);

}  // namespace lemmata::verify::test
