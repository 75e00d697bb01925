#include "numerics/scalar/elementary.hpp"

#include "numerics/scalar/raw_mpfr.hpp"

#include <algorithm>
#include <limits>

namespace lemmata {
namespace {

using detail::load;
using detail::RawMpfr;
using detail::store;
using detail::working_precision;

using Function = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

/// MPFR caches constants per thread; they go with the thread.
struct ThreadCache {
  ThreadCache() = default;
  ThreadCache(const ThreadCache&) = delete;
  ThreadCache& operator=(const ThreadCache&) = delete;
  ~ThreadCache() { mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE); }
};
void keep_cache_until_thread_ends() { thread_local const ThreadCache cache; }

/// f(x) rounded in the direction; x is rounded that way first, f increasing.
template <Scalar T>
T increasing_bound(Function f, const T& x, mpfr_rnd_t direction) {
  RawMpfr r(working_precision<T>());
  load(r, x, direction);
  f(r, r, direction);
  return store<T>(r, direction);
}

template <Scalar T>
Interval<T> increasing(Function f, const T& inf, const T& sup) {
  keep_cache_until_thread_ends();
  return Interval<T>(increasing_bound<T>(f, inf, MPFR_RNDD), increasing_bound<T>(f, sup, MPFR_RNDU));
}
template <Scalar T>
Interval<T> increasing(Function f, const Interval<T>& x) {
  return increasing(f, x.inf(), x.sup());
}

/// f increasing on (edge, inf), -inf at the edge and undefined below.
template <Scalar T>
Interval<T> increasing_above(Function f, double edge, const Interval<T>& x) {
  keep_cache_until_thread_ends();
  if (x.sup() <= T(edge)) return Interval<T>::whole();
  return Interval<T>(x.inf() <= T(edge) ? T(-infinity<T>()) : increasing_bound<T>(f, x.inf(), MPFR_RNDD),
                     increasing_bound<T>(f, x.sup(), MPFR_RNDU));
}

/// A bound of x / pi in the direction, for finite x, with `precision` bits.
void over_pi(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t direction) {
  RawMpfr pi(mpfr_get_prec(r));
  const bool grow = (mpfr_sgn(x) > 0) == (direction == MPFR_RNDU);
  mpfr_const_pi(pi, grow ? MPFR_RNDD : MPFR_RNDU);
  mpfr_div(r, x, pi, direction);
}

/// What cos (phase = 0) or sin (phase = 1/2) of [a, b] attains between the ends: the extreme k lies at (k + phase) pi
/// and is 1 for even k, -1 for odd k.
struct Extrema {
  bool greatest = false;
  bool least = false;
};
Extrema extrema_between(mpfr_srcptr a, mpfr_srcptr b, double phase, mpfr_prec_t precision) {
  RawMpfr first(precision);
  RawMpfr last(precision);
  over_pi(first, a, MPFR_RNDD);
  mpfr_sub_d(first, first, phase, MPFR_RNDD);
  mpfr_rint_ceil(first, first, MPFR_RNDD);
  over_pi(last, b, MPFR_RNDU);
  mpfr_sub_d(last, last, phase, MPFR_RNDU);
  mpfr_rint_floor(last, last, MPFR_RNDU);
  Extrema found;
  if (mpfr_greater_p(first, last) != 0) return found;
  if (mpfr_equal_p(first, last) == 0) return {true, true};
  mpfr_div_2ui(first, first, 1, MPFR_RNDN);
  (mpfr_integer_p(first) != 0 ? found.greatest : found.least) = true;
  return found;
}

/// cos or sin. Arguments beyond 2^20000 have no useful reduction: [-1, 1].
template <Scalar T>
Interval<T> oscillating(Function f, double phase, const Interval<T>& x) {
  keep_cache_until_thread_ends();
  const Interval<T> all(T(-1.0), T(1.0));
  if (!x.is_bounded()) return all;
  RawMpfr a(working_precision<T>());
  RawMpfr b(working_precision<T>());
  load(a, x.inf(), MPFR_RNDD);
  load(b, x.sup(), MPFR_RNDU);
  constexpr mpfr_exp_t limit = 20000;
  mpfr_exp_t magnitude = 0;
  for (mpfr_srcptr end : {static_cast<mpfr_srcptr>(a), static_cast<mpfr_srcptr>(b)}) {
    if (mpfr_zero_p(end) == 0) magnitude = std::max(magnitude, mpfr_get_exp(end));
  }
  if (magnitude > limit) return all;
  const Extrema extrema = extrema_between(a, b, phase, working_precision<T>() + magnitude + 64);
  if (extrema.greatest && extrema.least) return all;
  RawMpfr at_a(working_precision<T>());
  RawMpfr at_b(working_precision<T>());
  T least(-1.0);
  T greatest(1.0);
  if (!extrema.least) {
    f(at_a, a, MPFR_RNDD);
    f(at_b, b, MPFR_RNDD);
    mpfr_min(at_a, at_a, at_b, MPFR_RNDD);
    least = store<T>(at_a, MPFR_RNDD);
  }
  if (!extrema.greatest) {
    f(at_a, a, MPFR_RNDU);
    f(at_b, b, MPFR_RNDU);
    mpfr_max(at_a, at_a, at_b, MPFR_RNDU);
    greatest = store<T>(at_a, MPFR_RNDU);
  }
  return Interval<T>(least, greatest);
}

/// Whether x meets [-1, 1]; its part there.
template <Scalar T>
bool meets_unit(const Interval<T>& x) {
  return !(x.sup() < T(-1.0)) && !(T(1.0) < x.inf());
}
template <Scalar T>
Interval<T> unit_part(const Interval<T>& x) {
  return intersect(x, Interval<T>(T(-1.0), T(1.0)));
}

void drop_sign_of_zero(mpfr_ptr x) {
  if (mpfr_zero_p(x) != 0) mpfr_set_zero(x, 1);
}

}  // namespace

template <Scalar T>
Interval<T> pi() {
  keep_cache_until_thread_ends();
  RawMpfr down(working_precision<T>());
  RawMpfr up(working_precision<T>());
  mpfr_const_pi(down, MPFR_RNDD);
  mpfr_const_pi(up, MPFR_RNDU);
  return Interval<T>(store<T>(down, MPFR_RNDD), store<T>(up, MPFR_RNDU));
}

template <Scalar T>
Interval<T> exp(const Interval<T>& x) {
  return increasing<T>(mpfr_exp, x);
}
template <Scalar T>
Interval<T> expm1(const Interval<T>& x) {
  return increasing<T>(mpfr_expm1, x);
}
template <Scalar T>
Interval<T> log(const Interval<T>& x) {
  return increasing_above<T>(mpfr_log, 0, x);
}
template <Scalar T>
Interval<T> log1p(const Interval<T>& x) {
  return increasing_above<T>(mpfr_log1p, -1, x);
}
template <Scalar T>
Interval<T> sin(const Interval<T>& x) {
  return oscillating<T>(mpfr_sin, 0.5, x);
}
template <Scalar T>
Interval<T> cos(const Interval<T>& x) {
  return oscillating<T>(mpfr_cos, 0, x);
}
template <Scalar T>
Interval<T> asin(const Interval<T>& x) {
  if (!meets_unit(x)) return Interval<T>::whole();
  return increasing<T>(mpfr_asin, unit_part(x));
}
template <Scalar T>
Interval<T> acos(const Interval<T>& x) {
  if (!meets_unit(x)) return Interval<T>::whole();
  // acos decreases: acos(x) = acos_reflected(-x) with the increasing t -> acos(-t).
  const Function acos_reflected = [](mpfr_ptr r, mpfr_srcptr t, mpfr_rnd_t direction) {
    RawMpfr negated(mpfr_get_prec(t));
    mpfr_neg(negated, t, MPFR_RNDN);
    return mpfr_acos(r, negated, direction);
  };
  return increasing<T>(acos_reflected, unit_part(-x));
}
template <Scalar T>
Interval<T> atan(const Interval<T>& x) {
  return increasing<T>(mpfr_atan, x);
}
template <Scalar T>
Interval<T> tanh(const Interval<T>& x) {
  return increasing<T>(mpfr_tanh, x);
}
template <Scalar T>
Interval<T> erf(const Interval<T>& x) {
  return increasing<T>(mpfr_erf, x);
}

/// On a box without the origin that misses the cut the angle is monotone along every side: extremes lie at corners.
template <Scalar T>
Interval<T> atan2(const Interval<T>& y, const Interval<T>& x) {
  keep_cache_until_thread_ends();
  const T zero(0.0);
  const Interval<T> half_turn = pi<T>();
  const Interval<T> quarter_turn = half_turn * Interval<T>(0.5);
  if (y.inf() < zero && zero <= y.sup()) {
    if (x.inf() < zero) return hull(-half_turn, half_turn);
    if (x.inf() == zero) return hull(-quarter_turn, y.sup() == zero ? Interval<T>() : quarter_turn);
  }
  if (y.inf() == zero && x.contains_zero()) {
    if (y.is_point() && x.is_point()) return hull(-half_turn, half_turn);
    return hull(x.sup() == zero ? quarter_turn : Interval<T>(), x.inf() < zero ? half_turn : quarter_turn);
  }
  const mpfr_prec_t precision = working_precision<T>();
  RawMpfr north(precision), south(precision), west(precision), east(precision), corner(precision), end(precision);
  load(south, y.inf(), MPFR_RNDD);
  load(north, y.sup(), MPFR_RNDU);
  load(west, x.inf(), MPFR_RNDD);
  load(east, x.sup(), MPFR_RNDU);
  for (mpfr_ptr side : {mpfr_ptr(south), mpfr_ptr(north), mpfr_ptr(west), mpfr_ptr(east)}) drop_sign_of_zero(side);
  const auto extreme = [&](auto choose, mpfr_rnd_t direction) {
    mpfr_atan2(end, south, west, direction);
    mpfr_atan2(corner, south, east, direction);
    choose(end, end, corner, direction);
    mpfr_atan2(corner, north, west, direction);
    choose(end, end, corner, direction);
    mpfr_atan2(corner, north, east, direction);
    choose(end, end, corner, direction);
    return store<T>(end, direction);
  };
  T least = extreme(mpfr_min, MPFR_RNDD);
  T greatest = extreme(mpfr_max, MPFR_RNDU);
  return Interval<T>(std::move(least), std::move(greatest));
}

#define LEMMATA_INSTANTIATE(T)                                        \
  template Interval<T> pi<T>();                                       \
  template Interval<T> exp(const Interval<T>&);                       \
  template Interval<T> expm1(const Interval<T>&);                     \
  template Interval<T> log(const Interval<T>&);                       \
  template Interval<T> log1p(const Interval<T>&);                     \
  template Interval<T> sin(const Interval<T>&);                       \
  template Interval<T> cos(const Interval<T>&);                       \
  template Interval<T> asin(const Interval<T>&);                      \
  template Interval<T> acos(const Interval<T>&);                      \
  template Interval<T> atan(const Interval<T>&);                      \
  template Interval<T> atan2(const Interval<T>&, const Interval<T>&); \
  template Interval<T> tanh(const Interval<T>&);                      \
  template Interval<T> erf(const Interval<T>&);
LEMMATA_INSTANTIATE(double)
LEMMATA_INSTANTIATE(DoubleDouble)
LEMMATA_INSTANTIATE(Mp<50>)
LEMMATA_INSTANTIATE(Mp<100>)
LEMMATA_INSTANTIATE(Mp<200>)
#undef LEMMATA_INSTANTIATE

}  // namespace lemmata
