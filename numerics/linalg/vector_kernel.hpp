#pragma once
/// \file
/// # Vector kernels, for any register type
/// Three-fold compensated dot products, approximate matrix-vector products and triangular solves with a packed factor,
/// and the assembly of a packed matrix. Compiled once per instruction set, as block_kernel.hpp.
///
/// ## The compensated dot product
/// sum_i (ah_i + al_i)(xh_i + xl_i) as s0 + s1 + s2. Products and their errors are exact (fma); s0 and s1 are summed by
/// TwoSum, whose errors cascade into the next; only s2 is summed with rounding. With m terms in a lane, L lanes,
/// D = m + L, P >= sum (|ah|+|al|)(|xh|+|xl|), Q >= sum |ah xl| + |al xh|, W >= sum |al xl|:
///   S1 = 1.01 ((D+1) u P + Q)         bounds what enters s1,
///   S2 = 1.01 (4 D u S1 + u Q + W)    what enters s2,
///   |s0 + s1 + s2 - exact| <= 8 D u S2 + u W + 8 n eta.

#include "numerics/linalg/packed_layout.hpp"

#include <cstddef>

namespace lemmata::block {

/// D: a pack of doubles with fma and fms exact to one rounding.
template <class D>
struct Compensated {
  using R = typename D::Register;
  static constexpr std::size_t lanes = D::lanes;

  struct Sum {
    R s0 = D::zero(), s1 = D::zero(), s2 = D::zero();
    static void two_sum(R& s, R x, R& error) {
      const R t = D::add(s, x), z = D::sub(t, s);
      error = D::add(D::sub(s, D::sub(t, z)), D::sub(x, z));
      s = t;
    }
    void middle(R x) {
      R e;
      two_sum(s1, x, e);
      s2 = D::add(s2, e);
    }
    void top(R x) {
      R e;
      two_sum(s0, x, e);
      middle(e);
    }
    template <bool LowA, bool LowX>
    void product(R ah, R al, R xh, R xl) {
      const R p = D::mul(ah, xh);
      top(p);
      middle(D::fms(ah, xh, p));
      if constexpr (LowX) {
        const R q = D::mul(ah, xl);
        middle(q);
        s2 = D::add(s2, D::fms(ah, xl, q));
      }
      if constexpr (LowA) {
        const R q = D::mul(al, xh);
        middle(q);
        s2 = D::add(s2, D::fms(al, xh, q));
      }
      if constexpr (LowA && LowX) s2 = D::add(s2, D::mul(al, xl));
    }
  };

  static void scalar_two_sum(double& s, double x, double& error) {
    const double t = s + x, z = t - s;
    error = (s - (t - z)) + (x - z);
    s = t;
  }

  template <bool LowA, bool LowX>
  static void run(std::size_t n, const double* ah, const double* al, const double* xh, const double* xl, double* out) {
    Sum sum;
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
      const R zero = D::zero();
      sum.template product<LowA, LowX>(D::load(ah + i), LowA ? D::load(al + i) : zero, D::load(xh + i),
                                       LowX ? D::load(xl + i) : zero);
    }
    if (i < n) {
      double a[4][lanes] = {};
      for (std::size_t k = 0; i + k < n; ++k) {
        a[0][k] = ah[i + k];
        if (LowA) a[1][k] = al[i + k];
        a[2][k] = xh[i + k];
        if (LowX) a[3][k] = xl[i + k];
      }
      sum.template product<LowA, LowX>(D::load(a[0]), D::load(a[1]), D::load(a[2]), D::load(a[3]));
    }
    double s[3][lanes];
    D::store(s[0], sum.s0);
    D::store(s[1], sum.s1);
    D::store(s[2], sum.s2);
    double t0 = s[0][0], t1 = s[1][0], t2 = s[2][0];
    for (std::size_t k = 1; k < lanes; ++k) {
      double e, f;
      scalar_two_sum(t0, s[0][k], e);
      scalar_two_sum(t1, e, f);
      t2 += f;
      scalar_two_sum(t1, s[1][k], f);
      t2 += f;
      t2 += s[2][k];
    }
    out[0] = t0;
    out[1] = t1;
    out[2] = t2;
  }

  /// al, xl may be null.
  static void dot(std::size_t n, const double* ah, const double* al, const double* xh, const double* xl, double* out) {
    if (al != nullptr && xl != nullptr)
      run<true, true>(n, ah, al, xh, xl, out);
    else if (al != nullptr)
      run<true, false>(n, ah, al, xh, xl, out);
    else if (xl != nullptr)
      run<false, true>(n, ah, al, xh, xl, out);
    else
      run<false, false>(n, ah, al, xh, xl, out);
  }
};

/// Approximate operations: for finders, and for assembling (which rounds in a fixed, counted way).
template <class Pack, std::size_t V>
struct Approximate {
  using S = typename Pack::Scalar;
  using R = typename Pack::Register;
  static constexpr std::size_t lanes = Pack::lanes, MR = V * lanes;

  /// sum a_i x_i, approximately.
  static S dot(std::size_t n, const S* a, const S* x) {
    R sum[4] = {Pack::zero(), Pack::zero(), Pack::zero(), Pack::zero()};
    std::size_t i = 0;
    for (; i + 4 * lanes <= n; i += 4 * lanes)
      for (std::size_t k = 0; k < 4; ++k)
        sum[k] = Pack::fma(Pack::load(a + i + k * lanes), Pack::load(x + i + k * lanes), sum[k]);
    for (; i + lanes <= n; i += lanes) sum[0] = Pack::fma(Pack::load(a + i), Pack::load(x + i), sum[0]);
    S total = Pack::sum(Pack::add(Pack::add(sum[0], sum[1]), Pack::add(sum[2], sum[3])));
    for (; i < n; ++i) total += a[i] * x[i];
    return total;
  }

  /// y += c x.
  static void axpy(std::size_t n, S c, const S* x, S* y) {
    const R f = Pack::set(c);
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) Pack::store(y + i, Pack::fma(f, Pack::load(x + i), Pack::load(y + i)));
    for (; i < n; ++i) y[i] += c * x[i];
  }

  /// z <- L^-1 z, then z <- L^-T z, for a factor in packed storage; z has `padded` entries.
  static void solve(const PackedLayout& at, const S* data, S* z) {
    for (std::size_t p = 0; p < at.panels(); ++p) {
      const std::size_t first = at.first(p), width = at.width(p);
      for (std::size_t g = first / MR; g < at.groups(); ++g) {
        const S* const group = data + at.group_offset(p, g);
        S* const to = z + g * MR;
        const std::size_t row = g * MR - first;
        if (row >= width) {
          accumulate(width, group, z + first, to);
          continue;
        }
        accumulate(row, group, z + first, to);
        for (std::size_t j = 0; j < MR && row + j < width; ++j) {
          const S* const column = group + (row + j) * MR;
          const S x = to[j] / column[j];
          to[j] = x;
          for (std::size_t i = j + 1; i < MR; ++i) to[i] -= column[i] * x;
        }
      }
    }
    for (std::size_t p = at.panels(); p-- > 0;) {
      const std::size_t first = at.first(p), width = at.width(p);
      for (std::size_t g = at.groups(); g * MR >= first + width + MR;) {
        --g;
        gather(width, data + at.group_offset(p, g), z + g * MR, z + first);
      }
      for (std::size_t g = (first + width) / MR; g-- > first / MR;) {
        const S* const group = data + at.group_offset(p, g);
        S* const to = z + g * MR;
        const std::size_t row = g * MR - first;
        for (std::size_t j = MR; j-- > 0;) {
          const S* const column = group + (row + j) * MR;
          S sum = to[j];
          for (std::size_t i = j + 1; i < MR; ++i) sum -= column[i] * to[i];
          to[j] = sum / column[j];
        }
        gather(row, group, to, z + first);
      }
    }
  }

  /// to -= G z, G: MR x width.
  static void accumulate(std::size_t width, const S* group, const S* z, S* to) {
    R sum[V];
    for (std::size_t v = 0; v < V; ++v) sum[v] = Pack::load(to + v * lanes);
    for (std::size_t k = 0; k < width; ++k) {
      const R y = Pack::broadcast(z + k);
      for (std::size_t v = 0; v < V; ++v) sum[v] = Pack::fnma(Pack::load(group + k * MR + v * lanes), y, sum[v]);
    }
    for (std::size_t v = 0; v < V; ++v) Pack::store(to + v * lanes, sum[v]);
  }

  /// z -= G^T from.
  static void gather(std::size_t width, const S* group, const S* from, S* z) {
    R y[V];
    for (std::size_t v = 0; v < V; ++v) y[v] = Pack::load(from + v * lanes);
    for (std::size_t k = 0; k < width; ++k) {
      R sum = Pack::mul(Pack::load(group + k * MR), y[0]);
      for (std::size_t v = 1; v < V; ++v) sum = Pack::fma(Pack::load(group + k * MR + v * lanes), y[v], sum);
      z[k] -= Pack::sum(sum);
    }
  }
};

/// y += (part of A) x for a symmetric A whose lower triangle lies packed in single precision, zeros above the diagonal
/// within diagonal blocks; x, y in double and of `padded` entries. The part: panels `panel`, `panel` + `stride`, ... of
/// L + L^T - D, L the stored triangle and D its diagonal. MR: rows in a group.
template <class D, std::size_t MR>
struct SymmetricProduct {
  using R = typename D::Register;
  static constexpr std::size_t lanes = D::lanes, V = MR / lanes;
  static_assert(MR % lanes == 0);

  static void run(const PackedLayout& at, const float* data, std::size_t panel, std::size_t stride, const double* x,
                  double* y) {
    for (std::size_t p = panel; p < at.panels(); p += stride) {
      const std::size_t first = at.first(p), width = at.width(p);
      for (std::size_t g = first / MR; g < at.groups(); ++g)
        group(width, data + at.group_offset(p, g), x + first, y + first, x + g * MR, y + g * MR);
      for (std::size_t j = first; j < first + width; ++j) y[j] -= static_cast<double>(data[at.at(j, j)]) * x[j];
    }
  }

  /// to += G x and y += G^T from, G: MR x width.
  static void group(std::size_t width, const float* g, const double* x, double* y, const double* from, double* to) {
    R sum[V], z[V];
    for (std::size_t v = 0; v < V; ++v) {
      sum[v] = D::zero();
      z[v] = D::load(from + v * lanes);
    }
    for (std::size_t k = 0; k < width; ++k, g += MR) {
      const R f = D::broadcast(x + k);
      R e = D::widened(g);
      sum[0] = D::fma(e, f, sum[0]);
      R t = D::mul(e, z[0]);
#pragma GCC unroll 16
      for (std::size_t v = 1; v < V; ++v) {
        e = D::widened(g + v * lanes);
        sum[v] = D::fma(e, f, sum[v]);
        t = D::fma(e, z[v], t);
      }
      y[k] += D::sum(t);
    }
    for (std::size_t v = 0; v < V; ++v) D::store(to + v * lanes, D::add(D::load(to + v * lanes), sum[v]));
  }
};

}  // namespace lemmata::block
