#pragma once
/// \file
/// # Registers as packs
/// One struct per (scalar, instruction set): the operations the block kernel and the compensated sums are written in.
/// A struct exists only where its instructions do, so translation units compiled for different processors never share
/// a function. `term_cost`: roundings of a product before it is added; `division_cost`: of b / l, in units of u.

#include <cmath>
#include <cstddef>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace lemmata::simd {

/// A register of one plane. Derived supplies the intrinsics.
template <class T, std::size_t Lanes, class Raw>
struct Simple : Raw {
  using Scalar = T;
  using Register = typename Raw::Register;
  using Element = T;
  static constexpr std::size_t lanes = Lanes, planes = 1, term_cost = Raw::fused ? 0 : 1, division_cost = 2;
  static Register zero() { return Raw::set(T(0)); }
  static Register broadcast(const T* p) { return Raw::set(*p); }
  static Register scale(Register x, T y) { return Raw::mul(x, Raw::set(y)); }
  /// Pivot d -> sqrt(d) and its reciprocal; false unless d is positive and finite (so false for NaN).
  static bool pivot(T* p, T* reciprocal) {
    const T value = *p;
    if (!(value > T(0)) || !(value <= static_cast<T>(sizeof(T) == 4 ? 3.0e38 : 1.7e308))) return false;
    *p = Raw::root(value);
    *reciprocal = T(1) / *p;
    return true;
  }
  static T element(const T* p) { return *p; }
  static T lane(const T* p) { return *p; }
  static void set_lane(T* p, T value) { *p = value; }
};

template <class Raw>
struct Pair {
  typename Raw::Register hi, lo;
};
struct PairElement {
  double hi, lo;
};

/// Double-double over a register of doubles with a true fma. Bounds after Joldes, Muller, Popescu, ACM TOMS 44 (2017):
/// sums 3u^2/(1-4u), products 4u^2; both below 2^-104 = 4u^2. Square root 25/8 u^2; reciprocal: see `pivot`.
template <class D>
struct Double2 {
  using Scalar = double;
  using R = typename D::Register;
  using Register = Pair<D>;
  using Element = PairElement;
  static constexpr std::size_t lanes = D::lanes, planes = 2, term_cost = 1, division_cost = 6;
  static Register zero() { return {D::set(0), D::set(0)}; }
  static Register load(const double* p) { return {D::load(p), D::load(p + lanes)}; }
  static void store(double* p, const Register& x) {
    D::store(p, x.hi);
    D::store(p + lanes, x.lo);
  }
  static Register broadcast(const double* p) { return {D::set(p[0]), D::set(p[lanes])}; }
  static Register two_sum(R a, R b) {
    const R s = D::add(a, b), t = D::sub(s, b);
    return {s, D::add(D::sub(a, t), D::sub(b, D::sub(s, t)))};
  }
  static Register fast_two_sum(R a, R b) {
    const R s = D::add(a, b);
    return {s, D::sub(b, D::sub(s, a))};
  }
  static Register add(const Register& x, const Register& y) {
    const Register s = two_sum(x.hi, y.hi), t = two_sum(x.lo, y.lo);
    const Register v = fast_two_sum(s.hi, D::add(s.lo, t.hi));
    return fast_two_sum(v.hi, D::add(t.lo, v.lo));
  }
  static Register negative(const Register& x) { return {D::sub(D::set(0), x.hi), D::sub(D::set(0), x.lo)}; }
  static Register sub(const Register& x, const Register& y) { return add(x, negative(y)); }
  static Register mul(const Register& x, const Register& y) {
    const R p = D::mul(x.hi, y.hi), e = D::fms(x.hi, y.hi, p);
    const R t = D::fma(x.lo, y.hi, D::fma(x.hi, y.lo, D::mul(x.lo, y.lo)));
    return fast_two_sum(p, D::add(e, t));
  }
  static Register fma(const Register& x, const Register& y, const Register& z) { return add(z, mul(x, y)); }
  static Register fnma(const Register& x, const Register& y, const Register& z) { return sub(z, mul(x, y)); }
  static Register scale(const Register& x, const Element& y) { return mul(x, {D::set(y.hi), D::set(y.lo)}); }
  static Element element(const double* p) { return {p[0], p[1]}; }
  static Element lane(const double* p) { return {p[0], p[lanes]}; }
  static void set_lane(double* p, const Element& value) {
    p[0] = value.hi;
    p[lanes] = value.lo;
  }
  /// Root: s = sqrt(hi) and one correction. Reciprocal of y: r = fl(1/yh) leaves e = 1 - y r, |e| <= 2.1u, computed
  /// to 2.1u^2; r (1 + e) is off by e^2 <= 4.5u^2, and the last product by 2.2u^2: below 9u^2 < 3 * 4u^2 in all.
  static bool pivot(double* p, double* reciprocal) {
    const double hi = p[0], lo = p[lanes];
    if (!(hi > 0) || !(hi <= 1.7e308) || !(lo >= -hi && lo <= hi)) return false;
    const double s = D::root(hi), c = (lo + __builtin_fma(-s, s, hi)) / (2 * s);
    const double yh = s + c, yl = c - (yh - s);
    const double r = 1 / yh, e = __builtin_fma(-yl, r, __builtin_fma(-yh, r, 1.0)), f = r * e;
    p[0] = yh;
    p[lanes] = yl;
    reciprocal[0] = r + f;
    reciprocal[1] = f - (reciprocal[0] - r);
    return true;
  }
};

// Extra: `sum` of all lanes, in any order, and `widened`, a register of doubles from as many floats.
#define LEMMATA_REGISTER(name, T, R, prefix, suffix, count, Extra)                    \
  struct name##Raw : Extra {                                                          \
    using Register = R;                                                               \
    static constexpr bool fused = true;                                               \
    static R set(T x) { return prefix##_set1_##suffix(x); }                           \
    static R load(const T* p) { return prefix##_loadu_##suffix(p); }                  \
    static void store(T* p, R x) { prefix##_storeu_##suffix(p, x); }                  \
    static R add(R x, R y) { return prefix##_add_##suffix(x, y); }                    \
    static R sub(R x, R y) { return prefix##_sub_##suffix(x, y); }                    \
    static R mul(R x, R y) { return prefix##_mul_##suffix(x, y); }                    \
    static R fma(R x, R y, R z) { return prefix##_fmadd_##suffix(x, y, z); }          \
    static R fms(R x, R y, R z) { return prefix##_fmsub_##suffix(x, y, z); }          \
    static R fnma(R x, R y, R z) { return prefix##_fnmadd_##suffix(x, y, z); }        \
    static T root(T x) {                                                              \
      return static_cast<T>(sizeof(T) == 4 ? __builtin_sqrtf(static_cast<float>(x))   \
                                           : __builtin_sqrt(static_cast<double>(x))); \
    }                                                                                 \
  };                                                                                  \
  using name = Simple<T, count, name##Raw>

#if defined(__AVX2__)
/// Sums of 256 bits. Set names the instruction set, so that no two translation units share a function.
template <class Set>
struct Halves {
  static double sum(__m256d x) {
    const __m128d y = _mm_add_pd(_mm256_castpd256_pd128(x), _mm256_extractf128_pd(x, 1));
    return _mm_cvtsd_f64(_mm_add_sd(y, _mm_unpackhi_pd(y, y)));
  }
  static float sum(__m256 x) {
    __m128 y = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    y = _mm_add_ps(y, _mm_movehl_ps(y, y));
    return _mm_cvtss_f32(_mm_add_ss(y, _mm_movehdup_ps(y)));
  }
};
#endif

#if defined(__AVX512F__)
// Halves go through memory: GCC 12 warns of its own _mm512_reduce_add_ps.
struct Extra512 {
  static double sum(__m512d x) {
    double s[8];
    _mm512_storeu_pd(s, x);
    return Halves<Extra512>::sum(_mm256_add_pd(_mm256_loadu_pd(s), _mm256_loadu_pd(s + 4)));
  }
  static float sum(__m512 x) {
    float s[16];
    _mm512_storeu_ps(s, x);
    return Halves<Extra512>::sum(_mm256_add_ps(_mm256_loadu_ps(s), _mm256_loadu_ps(s + 8)));
  }
  static __m512d widened(const float* p) { return _mm512_cvtps_pd(_mm256_loadu_ps(p)); }
};
LEMMATA_REGISTER(Double512, double, __m512d, _mm512, pd, 8, Extra512);
LEMMATA_REGISTER(Float512, float, __m512, _mm512, ps, 16, Extra512);
#elif defined(__AVX2__) && defined(__FMA__)
struct Extra256 : Halves<Extra256> {
  static __m256d widened(const float* p) { return _mm256_cvtps_pd(_mm_loadu_ps(p)); }
};
LEMMATA_REGISTER(Double256, double, __m256d, _mm256, pd, 4, Extra256);
LEMMATA_REGISTER(Float256, float, __m256, _mm256, ps, 8, Extra256);
#else

/// Portable: a product is rounded before it is added (no fused instruction is assumed); arrays the compiler may put
/// into registers.
template <class T, std::size_t Lanes>
struct PortableRaw {
  static constexpr bool fused = false;
  struct R {
    T x[Lanes];
  };
  using Register = R;
  template <class F>
  static R each(F f) {
    R r;
    for (std::size_t i = 0; i < Lanes; ++i) r.x[i] = f(i);
    return r;
  }
  static R set(T y) {
    return each([&](std::size_t) { return y; });
  }
  static R load(const T* p) {
    return each([&](std::size_t i) { return p[i]; });
  }
  static void store(T* p, const R& r) {
    for (std::size_t i = 0; i < Lanes; ++i) p[i] = r.x[i];
  }
  static R add(const R& a, const R& b) {
    return each([&](std::size_t i) { return a.x[i] + b.x[i]; });
  }
  static R sub(const R& a, const R& b) {
    return each([&](std::size_t i) { return a.x[i] - b.x[i]; });
  }
  static R mul(const R& a, const R& b) {
    return each([&](std::size_t i) { return a.x[i] * b.x[i]; });
  }
  static R fma(const R& a, const R& b, const R& c) { return add(c, mul(a, b)); }
  static R fnma(const R& a, const R& b, const R& c) { return sub(c, mul(a, b)); }
  static T root(T x) { return std::sqrt(x); }
  static T sum(const R& r) {
    T s = r.x[0];
    for (std::size_t i = 1; i < Lanes; ++i) s += r.x[i];
    return s;
  }
  static R widened(const float* p) {
    return each([&](std::size_t i) { return static_cast<T>(p[i]); });
  }
};
/// A single double with a true fma, by the C library where the processor has none: for double-double.
struct ExactRaw : PortableRaw<double, 1> {
  static R fma(const R& a, const R& b, const R& c) { return {{std::fma(a.x[0], b.x[0], c.x[0])}}; }
  static R fms(const R& a, const R& b, const R& c) { return {{std::fma(a.x[0], b.x[0], -c.x[0])}}; }
};
using DoublePortable = Simple<double, 2, PortableRaw<double, 2> >;
using FloatPortable = Simple<float, 4, PortableRaw<float, 4> >;
using DoubleExact = Simple<double, 1, ExactRaw>;
#endif
#undef LEMMATA_REGISTER

}  // namespace lemmata::simd
