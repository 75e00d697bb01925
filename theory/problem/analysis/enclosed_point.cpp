#include "theory/problem/analysis/enclosed_point.hpp"

#include <algorithm>

namespace lemmata::theory::problem {

namespace {

/// The entry as the set of reals within `radius` of high + low.
struct Ball {
  double high = 0, low = 0, radius = 0;
};

Ball ball_of(const Interval<double>& x) { return {x.mid(), 0, x.rad()}; }
Ball ball_of(const Interval<DoubleDouble>& x) {
  const DoubleDouble mid = x.mid();
  return {mid.hi, mid.lo, round_up<double>(x.rad())};
}
template <unsigned D>
Ball ball_of(const Interval<Mp<D>>& x) {
  using I = Interval<Mp<D>>;
  const double high = convert<double>(I(x.mid())).mid();
  const double low = convert<double>(I(x.mid()) - I(Mp<D>(high))).mid();
  return {high, low, round_up<double>((x - I(Mp<D>(high)) - I(Mp<D>(low))).mag())};
}

}  // namespace

template <class T>
Expected<SymmetricBox> box_of(const Matrix<Interval<T>>& a) {
  const std::size_t n = a.rows();
  Matrix<double> mid(n, n), low(n, n), rad(n, n);
  bool has_low = false, has_rad = false;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      if (!a(i, j).is_bounded())
        return Failure{FailureKind::not_certified, "the Hessian has no enclosure in entry (" + std::to_string(i + 1) +
                                                       ", " + std::to_string(j + 1) + ")"};
      const Ball ball = ball_of(a(i, j));
      mid(i, j) = mid(j, i) = ball.high;
      low(i, j) = low(j, i) = ball.low;
      rad(i, j) = rad(j, i) = ball.radius;
      has_low = has_low || ball.low != 0;
      has_rad = has_rad || ball.radius != 0;
    }
  return SymmetricBox::make(std::move(mid), has_low ? std::move(low) : Matrix<double>{},
                            has_rad ? std::move(rad) : Matrix<double>{});
}

template Expected<SymmetricBox> box_of(const Matrix<Interval<double>>&);
template Expected<SymmetricBox> box_of(const Matrix<Interval<DoubleDouble>>&);
template Expected<SymmetricBox> box_of(const Matrix<Interval<Mp<50>>>&);
template Expected<SymmetricBox> box_of(const Matrix<Interval<Real>>&);

}  // namespace lemmata::theory::problem
