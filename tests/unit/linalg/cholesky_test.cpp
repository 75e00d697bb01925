#include "numerics/linalg/cholesky.hpp"

#include "numerics/linalg/kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace lemmata {
namespace {

/// A number that counts roundings, for Theorem A. `path`: roundings met by an entry since it was b_ij. `worst`: over
/// the products that joined it, the most of (roundings of the product before joining + path at that moment).
struct Counted {
  enum class Kind { zero, sum, entry, final } kind = Kind::zero;
  std::size_t path = 0;
  std::size_t worst = 0;
};
std::size_t deepest = 0;

struct CountedPack {
  using Scalar = Counted;
  using Register = Counted;
  using Element = Counted;
  static constexpr std::size_t lanes = 1, planes = 1, term_cost = 0, division_cost = 2;
  static Counted zero() { return {}; }
  static Counted load(const Counted* p) { return *p; }
  static void store(Counted* p, const Counted& x) { *p = x; }
  static Counted broadcast(const Counted* p) { return *p; }
  /// A chain that starts at zero: each of its terms has met one rounding for every addition since its own.
  static Counted fma(const Counted&, const Counted&, const Counted& c) {
    return {Counted::Kind::sum, 0, c.kind == Counted::Kind::zero ? 1 : c.worst + 1};
  }
  static Counted join(const Counted& entry, std::size_t own) {
    return {Counted::Kind::entry, entry.path + 1, std::max(entry.worst, own + entry.path)};
  }
  static Counted sub(const Counted& entry, const Counted& sum) {
    return sum.kind == Counted::Kind::zero ? entry : join(entry, sum.worst);
  }
  static Counted fnma(const Counted&, const Counted&, const Counted& entry) { return join(entry, 0); }
  static Counted finished(const Counted& entry) {
    deepest = std::max({deepest, entry.worst, entry.path + division_cost});
    return {Counted::Kind::final, 0, 0};
  }
  static Counted scale(const Counted& entry, const Counted&) {
    // Rows above the diagonal are scratch and never used; they are counted too, which only raises the count.
    return finished(entry);
  }
  static bool pivot(Counted* p, Counted* reciprocal) {
    *p = finished(*p);
    *reciprocal = *p;
    return true;
  }
  static Counted element(const Counted* p) { return *p; }
  static Counted lane(const Counted* p) { return *p; }
  static void set_lane(Counted* p, const Counted& x) { *p = x; }
};

template <std::size_t V, std::size_t NR>
void expect_depth(std::size_t panel) {
  const BlockKernel<Counted> kernel = block::kernel<CountedPack, V, NR>(panel);
  for (std::size_t n : {1U, 2U, 7U, 8U, 15U, 16U, 17U, 47U, 48U, 49U, 97U, 145U}) {
    const PackedLayout at = layout_for(kernel, n);
    PackedLower<Counted> a(at);
    std::fill_n(a.data(), at.size(), Counted{Counted::Kind::entry, 0, 0});
    deepest = 0;
    Team team(1);
    EXPECT_EQ(factor(kernel, a, team), at.padded);
    EXPECT_LE(deepest, depth(kernel, at)) << "n = " << n;
    // The bound is what is met, but for a constant: it is not vacuous.
    EXPECT_GE(deepest + 2 * NR + 6, depth(kernel, at)) << "n = " << n;
    EXPECT_LE(depth(kernel, at), 2 * std::max(panel, NR) + at.panels() + 12);
  }
}

TEST(Cholesky, DepthOfEveryTermIsWithinTheBound) {
  expect_depth<8, 4>(16);
  expect_depth<8, 8>(16);
  expect_depth<8, 8>(48);
  expect_depth<24, 8>(48);
}

template <class S>
PackedLower<S> packed(const BlockKernel<S>& kernel, std::size_t n, const std::vector<double>& a) {
  PackedLower<S> l(layout_for(kernel, n));
  const PackedLayout& at = l.layout();
  std::fill_n(l.data(), at.size(), S(0));
  for (std::size_t i = 0; i < at.padded; ++i)
    for (std::size_t j = 0; j <= i; ++j) l.data()[at.at(i, j)] = static_cast<S>(i < n ? a[i * n + j] : i == j ? 1 : 0);
  return l;
}

std::vector<double> random_definite(std::size_t n) {
  std::mt19937_64 generator(n);
  std::vector<double> a(n * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      a[i * n + j] = a[j * n + i] =
          i == j ? static_cast<double>(n) : static_cast<double>(generator() % 2001) / 1000.0 - 1;
  return a;
}

/// L L^T against B entry by entry: gamma_h (|L||L|^T)_ij, with the residual itself computed in long double.
template <class S>
void expect_backward_error(const BlockKernel<S>& kernel, double u, double high_precision) {
  for (const std::size_t n : {1U, 5U, 23U, 24U, 25U, 95U, 96U, 97U, 191U, 192U, 193U, 250U}) {
    const std::vector<double> a = random_definite(n);
    PackedLower<S> l = packed(kernel, n, a);
    const PackedLayout& at = l.layout();
    const PackedLower<S> b = packed(kernel, n, a);
    Team team(2);
    ASSERT_EQ(factor(kernel, l, team), at.padded);
    const auto value = [&](const PackedLower<S>& m, std::size_t i, std::size_t j) {
      long double x = m.data()[at.at(i, j)];
      if (at.planes == 2) x += m.data()[at.at(i, j) + at.lanes];
      return x;
    };
    const double gamma = gamma_up(static_cast<double>(depth(kernel, at)), u);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        long double sum = 0, magnitude = 0;
        for (std::size_t k = 0; k <= j; ++k) {
          const long double p = value(l, i, k) * value(l, j, k);
          sum += p;
          magnitude += std::fabs(p);
        }
        ASSERT_LE(std::fabs(sum - value(b, i, j)), static_cast<long double>(gamma + high_precision) * magnitude)
            << n << " " << i << " " << j;
      }
  }
}

TEST(Cholesky, BackwardErrorOfEveryKernel) {
  for (const KernelSet* set : available_kernels()) {
    SCOPED_TRACE(set->name);
    expect_backward_error(set->binary64, 0x1p-53, 0x1p-54);
    expect_backward_error(set->binary32, 0x1p-24, 0x1p-54);
    expect_backward_error(set->double_double, 0x1p-104, 0x1p-55);  // long double sees that much only
  }
}

TEST(Cholesky, ThreadsDoNotChangeBits) {
  const std::size_t n = 700;
  const std::vector<double> a = random_definite(n);
  for (const KernelSet* set : available_kernels()) {
    PackedLower<double> one = packed(set->binary64, n, a);
    Team single(1);
    ASSERT_EQ(factor(set->binary64, one, single), one.layout().padded);
    for (const unsigned threads : {2U, 3U, 4U, 8U}) {
      PackedLower<double> many = packed(set->binary64, n, a);
      Team team(threads);
      ASSERT_EQ(factor(set->binary64, many, team), many.layout().padded);
      EXPECT_TRUE(std::equal(one.data(), one.data() + one.layout().size(), many.data())) << set->name << threads;
    }
  }
}

/// Small integers, so that every product and sum is exact in any order.
TEST(PackedProduct, IsTheSymmetricMatrixTimesTheVector) {
  for (const KernelSet* set : available_kernels())
    for (const std::size_t n : {1U, 7U, 24U, 48U, 145U, 193U, 400U}) {
      const auto entry = [](std::size_t i, std::size_t j) {
        return static_cast<double>((std::max(i, j) * 31 + std::min(i, j) * 17) % 19) - 9;
      };
      PackedLower<float> l(layout_for(set->binary32, n));
      const PackedLayout& at = l.layout();
      std::fill_n(l.data(), at.size(), 0.0F);
      std::vector<double> x(at.padded, 0.0), y(at.padded, 0.0);
      for (std::size_t i = 0; i < n; ++i) {
        x[i] = static_cast<double>(i % 5) - 2;
        for (std::size_t j = 0; j <= i; ++j) l.data()[at.at(i, j)] = static_cast<float>(entry(i, j));
      }
      for (std::size_t part = 0; part < 3; ++part) set->apply_float(at, l.data(), part, 3, x.data(), y.data());
      for (std::size_t i = 0; i < n; ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < n; ++j) sum += entry(i, j) * x[j];
        EXPECT_EQ(y[i], sum) << set->name << " n = " << n << " row " << i;
      }
    }
}

TEST(Cholesky, RefusesWhatIsNotPositiveDefinite) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  for (const KernelSet* set : available_kernels()) {
    for (const std::size_t n : {1U, 50U, 230U}) {
      for (const double bad : {-1.0, 0.0, -0.0, nan, inf, -inf}) {
        for (const std::size_t at : {std::size_t{0}, n / 2, n - 1}) {
          std::vector<double> a = random_definite(n);
          a[at * n + at] = bad;
          PackedLower<double> l = packed(set->binary64, n, a);
          Team team(1);
          EXPECT_LE(factor(set->binary64, l, team), n - 1) << set->name << " " << n << " " << bad;
        }
      }
      if (n == 1) continue;
      for (const double bad : {nan, inf, -inf, 1e200}) {
        std::vector<double> a = random_definite(n);
        a[(n - 1) * n] = bad;
        PackedLower<double> l = packed(set->binary64, n, a);
        Team team(1);
        EXPECT_EQ(factor(set->binary64, l, team), n - 1) << set->name << " " << n << " " << bad;
      }
    }
  }
}

}  // namespace
}  // namespace lemmata
