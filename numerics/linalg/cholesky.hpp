#pragma once
/// \file
/// # Cholesky factorisation with a proved backward error
/// ## Statement  (Theorem A) Let L be computed from a symmetric B of order n such that every product meets, before it
///   joins the path of its entry, and the entry had met, before the join, together at most h roundings (division counts
///   with its own cost). If all pivots pass d > 0 and stay finite, then
///     lambda_min(B) >= -c,   c = gamma_h/(1-gamma_h) tr(B) + n (2n + 4 + max l_ii) eta/(1-gamma_h),
///   gamma_h = h u/(1 - h u), eta a bound of one underflow.
/// ## Source   Higham, Accuracy and Stability of Numerical Algorithms (2002), Lemma 3.1 and proof of Theorem 10.3;
///             Rump, BIT 46 (2006) 433.
/// ## Guarantee  Bits do not depend on the number of threads.

#include "numerics/linalg/block_kernel.hpp"
#include "numerics/linalg/error_model.hpp"
#include "numerics/linalg/packed_lower.hpp"
#include "numerics/linalg/team.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <vector>

namespace lemmata {

/// The layout a kernel wants for order n; a panel is shortened for small n.
template <class S>
PackedLayout layout_for(const BlockKernel<S>& kernel, std::size_t n) {
  const std::size_t padded = (n + kernel.group - 1) / kernel.group * kernel.group;
  return {n, padded, kernel.group, std::min(kernel.panel, padded), kernel.lanes, kernel.planes};
}

/// h of Theorem A for this kernel and layout (block_kernel.hpp says why).
template <class S>
std::size_t depth(const BlockKernel<S>& kernel, const PackedLayout& layout) {
  return (layout.panel + kernel.term_cost) + layout.panels() + kernel.tile + kernel.division_cost + 2;
}

/// gamma_h = h u / (1 - h u), rounded upward; infinite when h u >= 1.
inline double gamma_up(double h, double u) {
  const double x = h * u;
  return x < 1 ? x / (1 - x) * (1 + 0x1p-50) : std::numeric_limits<double>::infinity();
}

/// c of Theorem A, rounded upward. trace: an upper bound of tr(B); root: the largest diagonal entry of L.
inline double cholesky_backward_error(std::size_t order, double h, double u, double eta, double trace, double root) {
  const double gamma = gamma_up(h, u), n = static_cast<double>(order);
  if (!(gamma < 0.5)) return std::numeric_limits<double>::infinity();
  return (gamma * trace + n * (2 * n + 4 + root) * eta) / (1 - gamma) * (1 + 0x1p-49);
}

/// Factors in place. Returns the index of the first pivot that is not positive and finite, or the padded order.
template <class S>
std::size_t factor(const BlockKernel<S>& kernel, PackedLower<S>& a, Team& team) {
  const PackedLayout& at = a.layout();
  S* const data = a.data();
  const std::size_t panels = at.panels(), chunk = 16;
  std::vector<S> storage(2 * at.panel * at.planes);
  S* const reciprocals[2] = {storage.data(), storage.data() + at.panel * at.planes};
  std::atomic<std::size_t> bad{at.padded};
  const auto diagonal = [&](std::size_t p) {
    const std::size_t first_bad = kernel.factor_diagonal(at, data, p, reciprocals[p % 2]);
    if (first_bad < at.width(p)) bad = at.first(p) + first_bad;
  };
  diagonal(0);
  if (bad < at.padded) return bad;
  struct Phase {
    std::atomic<std::size_t> solve{0}, update{0};
  };
  const auto phases = std::make_unique<Phase[]>(panels);
  team.run([&](unsigned) {
    for (std::size_t p = 0; p + 1 < panels; ++p) {
      const std::size_t below = at.first(p + 1) / at.group, end = at.groups();
      for (std::size_t g = below + phases[p].solve++; g < end; g = below + phases[p].solve++)
        kernel.solve_group(at, data, p, g, reciprocals[p % 2]);
      team.sync();
      // Task 0 updates and factors the next diagonal block; the others update the rest, panel by panel.
      std::size_t task = phases[p].update++, number = 0;
      for (std::size_t q = p + 1; q < panels; ++q) {
        const std::size_t top = at.first(q) / at.group, block = at.width(q) / at.group;
        if (q == p + 1 && task == number++) {
          for (std::size_t g = top; g < top + block; ++g) kernel.update_group(at, data, p, q, g);
          diagonal(q);
          task = phases[p].update++;
        }
        for (std::size_t from = q == p + 1 ? top + block : top; from < end; from += chunk) {
          if (task != number++) continue;
          for (std::size_t g = from; g < std::min(end, from + chunk); ++g) kernel.update_group(at, data, p, q, g);
          task = phases[p].update++;
        }
      }
      team.sync();
      if (bad < at.padded) return;
    }
  });
  return bad;
}

}  // namespace lemmata
