#pragma once
/// \file
/// # The blocked Cholesky kernel, for any arithmetic
/// ## Method   Right-looking by panels of NB columns. Within a panel, sub-blocks of NR columns, left-looking. Every sum
///             of products is a chain of fused multiply-adds that starts at 0 and is subtracted from its entry once.
/// ## Guarantee  Entry b_ij meets at most ceil(n/NB) + 1 + NR roundings on its path, a product at most NB before it
///             joins that path (one more where a product is rounded by itself), division costs 2, so that the depth of
///             Theorem A (see cholesky.hpp) is at most  h = NB + ceil(n/NB) + NR + 4.  The order of operations on an
///             entry is a function of n and of the kernel's shape only: never of threads. Tests instantiate this with
///             a scalar that counts.
/// ## Notes    A Pack is a register type: load, store, broadcast, fma, fnma, sub, scale, and pivot. This header is
///             compiled once per instruction set and includes nothing with inline functions that could be shared.

#include "numerics/linalg/packed_layout.hpp"

#include <cstddef>

namespace lemmata {

/// The three steps of one factorisation, for the driver in cholesky.cpp. S: the stored scalar.
template <class S>
struct BlockKernel {
  std::size_t group, tile, panel, lanes, planes;
  std::size_t term_cost, division_cost;  ///< roundings of one product by itself; of one division in units of u
  /// Factors the diagonal block of panel p; reciprocals (planes * width numbers) of its pivots are written.
  /// Returns the index in the panel of the first pivot that is not positive and finite, or width(p).
  std::size_t (*factor_diagonal)(const PackedLayout&, S* data, std::size_t p, S* reciprocals);
  /// Solves for group g of panel p, below the diagonal block.
  void (*solve_group)(const PackedLayout&, S* data, std::size_t p, std::size_t g, const S* reciprocals);
  /// Subtracts from group g of panel q the product of rows of panel p; p < q.
  void (*update_group)(const PackedLayout&, S* data, std::size_t p, std::size_t q, std::size_t g);
  /// c[group x group] -= a b^T for two packed groups of `depth` columns.
  void (*multiply)(std::size_t depth, const S* a, const S* b, S* c);
};

namespace block {

template <class Pack, std::size_t V, std::size_t NR>
struct Kernel {
  using S = typename Pack::Scalar;
  using Register = typename Pack::Register;
  static constexpr std::size_t lanes = Pack::lanes, planes = Pack::planes;
  static constexpr std::size_t MR = V * lanes, step = lanes * planes, column = MR * planes;

  /// c[MR x NR] -= a[MR x depth] * b[NR x depth]^T; b: rows `row`.. of a group, columns from its pointer on.
  static inline void multiply(std::size_t depth, const S* a, const S* b, S* c) {
    Register sum[V][NR];
    for (std::size_t v = 0; v < V; ++v)
      for (std::size_t j = 0; j < NR; ++j) sum[v][j] = Pack::zero();
    for (std::size_t k = 0; k < depth; ++k) {
      Register x[V];
      for (std::size_t v = 0; v < V; ++v) x[v] = Pack::load(a + v * step);
#pragma GCC unroll 16
      for (std::size_t j = 0; j < NR; ++j) {
        const Register y = Pack::broadcast(b + j % lanes + (j / lanes) * step);
#pragma GCC unroll 8
        for (std::size_t v = 0; v < V; ++v) sum[v][j] = Pack::fma(x[v], y, sum[v][j]);
      }
      a += column;
      b += column;
    }
    for (std::size_t j = 0; j < NR; ++j)
      for (std::size_t v = 0; v < V; ++v) {
        S* const to = c + j * column + v * step;
        Pack::store(to, Pack::sub(Pack::load(to), sum[v][j]));
      }
  }

  /// Row `row` (in its group), as an offset of a broadcast. Rows of one tile may not straddle a run of lanes unless
  /// they start one.
  static constexpr std::size_t row_offset(std::size_t row) { return (row / lanes) * step + row % lanes; }

  /// Columns s..s+NR of a group whose earlier columns are final: finish them. `diagonal`: the group that holds rows
  /// s..s+NR of the diagonal block, at `row`. When it is the group itself, pivots are made; returns the first bad one.
  static std::size_t finish(S* c, std::size_t s, const S* diagonal, std::size_t row, S* reciprocals, bool pivots) {
    for (std::size_t j = 0; j < NR; ++j) {
      S* const to = c + (s + j) * column;
      Register x[V];
      for (std::size_t v = 0; v < V; ++v) x[v] = Pack::load(to + v * step);
      for (std::size_t l = 0; l < j; ++l) {
        const Register y = Pack::broadcast(diagonal + (s + l) * column + row_offset(row + j));
        for (std::size_t v = 0; v < V; ++v) x[v] = Pack::fnma(Pack::load(c + (s + l) * column + v * step), y, x[v]);
      }
      if (pivots) {
        for (std::size_t v = 0; v < V; ++v) Pack::store(to + v * step, x[v]);
        if (!Pack::pivot(to + row_offset(row + j), reciprocals + (s + j) * planes)) return j;
      }
      typename Pack::Element r = Pack::element(reciprocals + (s + j) * planes);
      S* const pivot = to + row_offset(row + j);
      typename Pack::Element root = pivots ? Pack::lane(pivot) : r;
      for (std::size_t v = 0; v < V; ++v) Pack::store(to + v * step, Pack::scale(x[v], r));
      if (pivots) Pack::set_lane(pivot, root);
    }
    return NR;
  }

  static std::size_t factor_diagonal(const PackedLayout& at, S* data, std::size_t p, S* reciprocals) {
    const std::size_t width = at.width(p), first = at.first(p) / MR;
    for (std::size_t s = 0; s < width; s += NR) {
      S* const diagonal = data + at.group_offset(p, first + s / MR);
      const std::size_t row = s % MR;
      for (std::size_t g = s / MR; g * MR < width; ++g) {
        S* const group = data + at.group_offset(p, first + g);
        multiply(s, group, diagonal + row_offset(row), group + s * column);
        const std::size_t bad = finish(group, s, diagonal, row, reciprocals, g == s / MR);
        if (bad < NR) return s + bad;
      }
    }
    return width;
  }

  static void solve_group(const PackedLayout& at, S* data, std::size_t p, std::size_t g, const S* reciprocals) {
    const std::size_t width = at.width(p), first = at.first(p) / MR;
    S* const group = data + at.group_offset(p, g);
    for (std::size_t s = 0; s < width; s += NR) {
      const S* const diagonal = data + at.group_offset(p, first + s / MR);
      multiply(s, group, diagonal + row_offset(s % MR), group + s * column);
      finish(group, s, diagonal, s % MR, const_cast<S*>(reciprocals), false);
    }
  }

  static void update_group(const PackedLayout& at, S* data, std::size_t p, std::size_t q, std::size_t g) {
    const std::size_t width = at.width(q), depth = at.width(p), first = at.first(q);
    const S* const a = data + at.group_offset(p, g);
    S* const c = data + at.group_offset(q, g);
    for (std::size_t s = 0; s < width && first + s < (g + 1) * MR; s += NR) {
      const S* const b = data + at.group_offset(p, (first + s) / MR) + row_offset(s % MR);
      multiply(depth, a, b, c + s * column);
    }
  }

  static void multiply_group(std::size_t depth, const S* a, const S* b, S* c) {
    for (std::size_t s = 0; s < MR; s += NR) multiply(depth, a, b + row_offset(s), c + s * column);
  }
};

template <class Pack, std::size_t V, std::size_t NR>
constexpr BlockKernel<typename Pack::Scalar> kernel(std::size_t panel) {
  using K = Kernel<Pack, V, NR>;
  static_assert(K::MR % NR == 0 && (NR % Pack::lanes == 0 || Pack::lanes % NR == 0));
  return {K::MR,
          NR,
          panel,
          Pack::lanes,
          Pack::planes,
          Pack::term_cost,
          Pack::division_cost,
          K::factor_diagonal,
          K::solve_group,
          K::update_group,
          K::multiply_group};
}

}  // namespace block
}  // namespace lemmata
