#pragma once
/// \file
/// # A box of symmetric matrices and the dominance check of its smallest eigenvalue
/// Section 3 of `docs/certificate_format.md`: shared by the eigenvalue kinds and `gram_relu`.

#include <string>

#include "verify/checker/number.hpp"
#include "verify/checker/reader.hpp"

namespace lemmata::checker {

/// All X with |X_ij - a_ij/q| <= d_ij/q; d is empty when the matrix is exact.
struct Box {
  Integer q;
  Rows a;
  Rows d;
};

/// The lines q, a, d.
[[nodiscard]] Box read_box(Reader& in);

/// Which guard of a box fails: n >= 1, q > 0, no negative radius. Empty when all hold.
[[nodiscard]] std::string guard_failure(const Box& box);

/// The lines c, s, w.
struct Dominance {
  Integer c;
  Integer s;
  Rows w;
};
[[nodiscard]] Dominance read_dominance(Reader& in, std::size_t n);

/// Why the check of `lmin_ge` (with v: of `index`) refuses the lower triangle `a` with radii `d`. Guarantee: when empty
/// and the guards of the box hold, x^T X x >= s/(c q) |x|^2 for every X in the box (with v: for x orthogonal to it).
[[nodiscard]] std::string dominance_failure(const Rows& a, const Rows& d, const Dominance& witness, const Rows& v = {});

/// "lambda_min >= 1/3, so lambda_min >= 0.33333333333333333333" for the value numerator/denominator.
[[nodiscard]] std::string bound(const std::string& quantity, Direction direction, const Integer& numerator,
                                const Integer& denominator);

}  // namespace lemmata::checker
