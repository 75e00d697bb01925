/// \file
/// # The function that shows alpha < 1/L cannot be relaxed: f'' is -eps on [0, 1], rises to S on [1, 2], stays, falls
/// to
///   1 on [X-1, X] and stays; f is even, S = (X - 1/2 + 3 eps/2)/(X - 2)
/// ## Source   Landscapes 1.1 (GD-N1) [DER]; hypothesis of Lee, Simchowitz, Jordan, Recht (2016), COLT, Theorem 4.
/// ## Notes    f'(x) = x for x >= X, so one step of length 1 sends all of it to the strict saddle 0. L = S.

#include "theory/problem/interface/kind.hpp"

namespace lemmata::theory::problem {
namespace {

/// f on [start, end]: value + slope u + curvature u^2/2 + jerk u^3/6, u = x - start.
struct Piece {
  Rational start, end, value, slope, curvature, jerk;
};

struct StepSharp {
  std::vector<Piece> pieces;

  static Expected<StepSharp> make(const Parameters& p) {
    const Expected<Rational> edge = p.rational("X", Rational(152)), epsilon = p.rational("epsilon", Rational(1, 10));
    if (!edge) return edge.error();
    if (!epsilon) return epsilon.error();
    if (*edge <= 3) return Failure{FailureKind::usage, "parameter 'X': above 3"};
    if (*epsilon <= 0) return Failure{FailureKind::usage, "parameter 'epsilon': positive"};
    const Rational x = *edge, e = *epsilon, s = (x - Rational(1, 2) + 3 * e / 2) / (x - 2);
    StepSharp m;
    m.pieces.push_back({0, 1, 0, 0, -e, 0});
    m.append(2, s + e);
    m.append(x - 1, 0);
    m.append(x, 1 - s);
    m.append(x + 1, 0);
    return m;
  }
  void append(const Rational& end, const Rational& jerk) {
    const Piece& last = pieces.back();
    const Rational u = last.end - last.start;
    pieces.push_back({last.end, end, last.value + u * (last.slope + u * (last.curvature / 2 + u * last.jerk / 6)),
                      last.slope + u * (last.curvature + u * last.jerk / 2), last.curvature + u * last.jerk, jerk});
  }

  /// Undefined for an enclosure that lies in no single piece; the third derivative also at the joints.
  template <class T>
  Jet<T> operator()(const T& x) const {
    const T none = NumberTraits<T>::undefined();
    const bool negative = certainly(at_most(x, T(0.0)));
    const T size = negative ? T(-x) : x;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const Piece& p = pieces[i];
      const T start = number<T>(p.start), end = number<T>(p.end);
      const bool last = i + 1 == pieces.size();
      if (!last && !certainly(at_most(size, end))) continue;
      if (!certainly(at_most(i == 0 ? T(-end) : start, size))) continue;
      const bool joint = (i > 0 && possibly(at_most(size, start))) || (!last && possibly(at_most(end, size)));
      const T u = size - start, slope = number<T>(p.slope), curvature = number<T>(p.curvature),
              jerk = number<T>(p.jerk), half(0.5), sign(negative ? -1.0 : 1.0);
      return {number<T>(p.value) + u * (slope + u * (half * curvature + u * jerk / T(6.0))),
              sign * (slope + u * (curvature + half * u * jerk)), curvature + u * jerk, joint ? none : sign * jerk};
    }
    return {none, none, none, none};
  }

  [[nodiscard]] std::size_t unknowns() const { return 1; }
  [[nodiscard]] std::size_t terms() const { return 1; }
  template <class X>
  Element<X> term(std::size_t, X& x) const {
    return compose(*this, x[0]);
  }
};

}  // namespace

ProblemKind saddle_step_sharp() {
  return kind<StepSharp>("saddle_step_sharp", "even, f'' = -epsilon near 0, 1 far out, at most 1 + O(1/X) between", "x",
                         {{"X", "where f'(x) = x begins, above 3", "152"}, {"epsilon", "positive", "1/10"}});
}

}  // namespace lemmata::theory::problem
