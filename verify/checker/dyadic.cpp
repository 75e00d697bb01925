#include "verify/checker/dyadic.hpp"

#include <utility>

namespace lemmata::checker {
namespace {

/// Sylvester's criterion: every leading principal minor is positive. Bareiss's elimination keeps integers; its pivots
/// are the minors.
bool positive_definite(Rows a) {
  Integer previous = 1;
  for (std::size_t p = 0; p < a.size(); ++p) {
    const Integer pivot = a[p][p];
    if (pivot <= 0) return false;
    for (std::size_t i = p + 1; i < a.size(); ++i) {
      for (std::size_t j = p + 1; j <= i; ++j) {
        a[i][j] = (a[i][j] * pivot - a[i][p] * a[j][p]) / previous;  // exact
      }
    }
    previous = pivot;
  }
  return true;
}

}  // namespace

Definiteness definiteness(const DyadicMatrix& a) {
  constexpr long cut = 280;
  Rows lower(a.size);
  for (std::size_t i = 0; i < a.size; ++i) {
    for (std::size_t j = 0; j <= i; ++j) lower[i].push_back(shifted(a(i, j).numerator, a(i, j).exponent + cut));
  }
  Rows below = lower, above = std::move(lower);
  for (std::size_t i = 0; i < a.size; ++i) {
    below[i][i] -= a.size;
    above[i][i] += a.size;
  }
  if (positive_definite(std::move(below))) return Definiteness::positive;
  return positive_definite(std::move(above)) ? Definiteness::unknown : Definiteness::not_positive;
}

}  // namespace lemmata::checker
