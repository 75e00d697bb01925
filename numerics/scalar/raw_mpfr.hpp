#pragma once
/// \file
/// # Owning handle of an MPFR number, and the way in and out for every rung
/// For the implementation of elementary functions and text only.

#include "numerics/scalar/multiprecision.hpp"

#include <mpfr.h>

namespace lemmata::detail {

/// An MPFR number of `precision` bits, NaN at first.
class RawMpfr {
 public:
  explicit RawMpfr(mpfr_prec_t precision) { mpfr_init2(x_, precision); }
  RawMpfr(const RawMpfr&) = delete;
  RawMpfr& operator=(const RawMpfr&) = delete;
  ~RawMpfr() { mpfr_clear(x_); }
  operator mpfr_ptr() { return x_; }           // NOLINT
  operator mpfr_srcptr() const { return x_; }  // NOLINT

 private:
  mpfr_t x_;
};

/// Bits in which functions of T are computed: T's own, so that directed results are T's tightest; for DoubleDouble
/// enough to hold hi + lo unless they are very far apart.
template <class T>
mpfr_prec_t working_precision() {
  if constexpr (std::same_as<T, double>) {
    return 53;
  } else if constexpr (std::same_as<T, DoubleDouble>) {
    return 400;
  } else {
    return mpfr_get_prec(T().backend().data());
  }
}

/// to := x, rounded in the direction where `to` is too short.
inline void load(mpfr_ptr to, double x, mpfr_rnd_t direction) { mpfr_set_d(to, x, direction); }
inline void load(mpfr_ptr to, const DoubleDouble& x, mpfr_rnd_t direction) {
  mpfr_set_d(to, x.hi, direction);
  mpfr_add_d(to, to, x.lo, direction);
}
template <unsigned D>
void load(mpfr_ptr to, const Mp<D>& x, mpfr_rnd_t direction) {
  mpfr_set(to, x.backend().data(), direction);
}

/// x as a T, rounded in the direction MPFR_RNDD or MPFR_RNDU.
template <class T>
T store(mpfr_srcptr x, mpfr_rnd_t direction) {
  if constexpr (std::same_as<T, double>) {
    return mpfr_get_d(x, direction);
  } else if constexpr (std::same_as<T, DoubleDouble>) {
    const double hi = mpfr_get_d(x, MPFR_RNDN);
    if (!finite(hi)) return DoubleDouble(mpfr_get_d(x, direction));
    RawMpfr rest(mpfr_get_prec(x));
    mpfr_sub_d(rest, x, hi, direction);
    return DoubleDouble(hi, mpfr_get_d(rest, direction));
  } else {
    T r;
    mpfr_set(r.backend().data(), x, direction);
    return r;
  }
}

}  // namespace lemmata::detail
