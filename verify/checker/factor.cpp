/// Proof. Let s = b - sum_{k<m} x_k y_k be evaluated with the m terms and b added in any order (any binary tree), then
/// divided by l or its root taken. Each term is multiplied by the factors 1 + delta of its product and of the additions
/// on its way to the result, b by those of its own way. Divide the identity by the factors of b: the common part of the
/// two ways cancels, what is left of a term's are its own before it joins b's way and the inverses of b's before that,
/// additions of two disjoint subtrees, so at most m in all, plus its product; the result carries at most m of b's and
/// the division's or two of the root. With m <= n - 1 every |theta| <= gamma_{n+1}:
///     L L^T = B + D, |D| <= gamma_{n+1} |L||L|^T + underflow.
/// We use h = n + 2. So ||D|| <= gamma_h ||L||_F^2 and ||L||_F^2 = tr(L L^T) <= (tr B + underflow)/(1 - gamma_h), hence
///     lambda_min(B) >= -c,  c = gamma_h/(1 - gamma_h) tr(B) + n (2n + 4 + max l_ii) eta/(1 - gamma_h).
/// eta = 2^-1021 bounds every underflow; 2^-1000 is used.
#include "verify/checker/factor.hpp"

#include <algorithm>
#include <array>
#include <cfenv>
#include <cmath>
#include <limits>

#include "verify/checker/inner_products.hpp"

namespace lemmata::checker {
namespace {

constexpr std::size_t panel = 64;   // columns factored together
constexpr std::size_t depth = 512;  // of an inner product, so that a panel stays in the cache

/// b_ij -= sum_{k < first} l_ik l_jk for first <= j < last, j <= i.
void subtract_earlier_columns(Triangle& b, std::size_t first, std::size_t last) {
  const InnerProducts products = inner_products();
  const std::size_t n = b.size();
  for (std::size_t begin = 0; begin < first; begin += depth) {
    const std::size_t end = std::min(begin + depth, first);
    for (std::size_t i = first; i < n; i += 4) {
      std::array<const double*, 4> rows{};
      for (std::size_t r = 0; r < 4; ++r) rows[r] = b.row(std::min(i + r, n - 1));
      for (std::size_t j = first; j < std::min(last, i + 4); j += 2) {
        const std::array<const double*, 2> columns = {b.row(j), b.row(std::min(j + 1, n - 1))};
        std::array<double, 8> sums{};
        products(rows.data(), columns.data(), begin, end, sums.data());
        for (std::size_t r = 0; r < 4 && i + r < n; ++r) {
          for (std::size_t s = 0; s < 2 && j + s < last && j + s <= i + r; ++s) b.row(i + r)[j + s] -= sums[2 * r + s];
        }
      }
    }
  }
}

}  // namespace

InnerProducts inner_products() {
#ifdef LEMMATA_CHECKER_AVX2
  if (__builtin_cpu_supports("avx2") != 0) return avx2::inner_products;
#endif
  return baseline::inner_products;
}

double gamma(std::size_t n) {
  const double nu = std::ldexp(static_cast<double>(n), -53);
  return nu / (1 - nu) * inflation;
}

std::optional<double> indefiniteness_bound(Triangle b) {
  const std::size_t n = b.size();
  double trace = 0;
  for (std::size_t i = 0; i < n; ++i) trace += b.row(i)[i];
  double largest = 0;
  for (std::size_t first = 0; first < n; first += panel) {
    const std::size_t last = std::min(first + panel, n);
    subtract_earlier_columns(b, first, last);
    for (std::size_t i = first; i < n; ++i) {
      double* const row = b.row(i);
      for (std::size_t j = first; j < std::min(last, i + 1); ++j) {
        const double* const other = b.row(j);
        double sum = row[j];
        for (std::size_t k = first; k < j; ++k) sum -= row[k] * other[k];
        if (j < i) {
          row[j] = sum / other[j];
          continue;
        }
        if (!(sum > 0)) return std::nullopt;
        row[j] = std::sqrt(sum);
        largest = std::max(largest, row[j]);
      }
    }
  }
  const double g = gamma(n + 2);
  const double size = static_cast<double>(n);
  const double c = (g / (1 - g) * trace + size * (2 * size + 4 + largest) * 0x1p-1000 / (1 - g)) * inflation;
  if (!(c >= 0 && c < std::numeric_limits<double>::infinity())) return std::nullopt;
  // A NaN or infinity anywhere in row i reaches the pivot of row i or a later one, and fails its test there.
  return c;
}

bool arithmetic_is_standard() {
  volatile double smallest = std::numeric_limits<double>::denorm_min();
  const volatile double scale = 0x1p1000;
  const double product = smallest * scale;  // 2^-74; 0 where subnormal operands are read as zero
  const volatile double tiny = 0x1p-1000;
  const double subnormal = tiny * 0x1p-60;  // 2^-1060
  const volatile double unit = 1, below_half = 0x1p-54;
  return std::fegetround() == FE_TONEAREST && product == 0x1p-74 && subnormal > 0 && unit + below_half == 1 &&
         unit - below_half == 1;
}

}  // namespace lemmata::checker
