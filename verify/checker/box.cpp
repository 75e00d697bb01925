#include "verify/checker/box.hpp"

#include <algorithm>

namespace lemmata::checker {

Box read_box(Reader& in) {
  Box box;
  box.q = in.integer("q");
  const std::size_t n = in.counts("a", 1).front();
  box.a = in.triangle(n);
  const std::size_t radii = in.counts("d", 1).front();
  if (in.ok() && radii != 0 && radii != n) in.fail("d must have 0 or n rows");
  box.d = in.triangle(radii);
  return box;
}

std::string guard_failure(const Box& box) {
  const auto negative_entry = [](const Row& row) {
    return std::any_of(row.begin(), row.end(), [](const Integer& x) { return x < 0; });
  };
  if (box.a.empty()) return "n is 0";
  if (box.q <= 0) return "q is not positive";
  if (std::any_of(box.d.begin(), box.d.end(), negative_entry)) return "a radius is negative";
  return {};
}

Dominance read_dominance(Reader& in, std::size_t n) {
  Dominance result;
  result.c = in.integer("c");
  result.s = in.integer("s");
  if (const std::size_t rows = in.counts("w", 1).front(); in.ok() && rows != n) in.fail("w must have n rows");
  for (std::size_t i = 0; i < n && in.ok(); ++i) result.w.push_back(in.counted_row());
  return result;
}

std::string dominance_failure(const Rows& a, const Rows& d, const Dominance& witness, const Rows& v) {
  if (witness.c <= 0) return "c is not positive";
  const Row sums = row_sums(a, d, witness.c, witness.w, v);
  const auto dominated = [&](const Integer& sum) { return sum + witness.s <= 0; };
#ifdef LEMMATA_SABOTAGE_CHECKER
  const bool holds = std::any_of(sums.begin(), sums.end(), dominated);  // a rule that accepts: the tests must notice
#else
  const bool holds = std::all_of(sums.begin(), sums.end(), dominated);
#endif
  if (holds) return {};
  const auto worst = std::max_element(sums.begin(), sums.end());
  return "row " + std::to_string(worst - sums.begin()) + " is not dominated: s exceeds " + Integer(-*worst).str() +
         ", the best this witness proves";
}

std::string bound(const std::string& quantity, Direction direction, const Integer& numerator,
                  const Integer& denominator) {
  const std::string relation = direction == Direction::down ? " >= " : " <= ";
  const std::string exact = quantity + relation + fraction(numerator, denominator);
  const std::string rounded = quantity + relation + decimal(numerator, denominator, direction);
  return exact == rounded ? exact : exact + ", so " + rounded;
}

}  // namespace lemmata::checker
