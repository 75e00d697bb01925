#include "numerics/linalg/sliced_product.hpp"

#include "numerics/linalg/kernels.hpp"
#include "numerics/scalar/floating.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#if defined(LEMMATA_LAPACK)
extern "C" {
void dgemm_(const char* transpose_a, const char* transpose_b, const int* m, const int* n, const int* k,
            const double* alpha, const double* a, const int* lda, const double* b, const int* ldb, const double* beta,
            double* c, const int* ldc, std::size_t, std::size_t);
// Present in OpenBLAS only.
void openblas_set_num_threads(int threads) __attribute__((weak));
}
#endif

namespace lemmata {
namespace {

using Up = Rounding<double>;
constexpr double u = 0x1p-53;

/// Integers modulo 2^61 - 1.
class Residue {
 public:
  static constexpr std::uint64_t prime = (std::uint64_t{1} << 61) - 1;

  /// sum a_i x_i for integers a_i, |a_i| <= 2^53, and residues x_i.
  static std::uint64_t dot(std::size_t n, const double* a, std::size_t stride, const std::uint64_t* x) {
    constexpr std::size_t block = 4096;  // 2^12 products below 2^114
    std::uint64_t total = 0;
    for (std::size_t from = 0; from < n; from += block) {
      Wide sum = 0;
      for (std::size_t i = from; i < std::min(n, from + block); ++i)
        sum += static_cast<Wide>(static_cast<std::int64_t>(a[i * stride])) * static_cast<Wide>(x[i]);
      const Wide rest = sum % static_cast<Wide>(prime);
      total = (total + static_cast<std::uint64_t>(rest < 0 ? rest + static_cast<Wide>(prime) : rest)) % prime;
    }
    return total;
  }

  /// Fixed, without zeros, of no structure (splitmix64).
  static std::vector<std::uint64_t> vector(std::size_t n) {
    std::vector<std::uint64_t> v(n);
    std::uint64_t state = 0x6c656d6d617461;
    for (std::uint64_t& x : v) {
      std::uint64_t z = state += 0x9e3779b97f4a7c15;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      x = (z ^ (z >> 31)) % (prime - 1) + 1;
    }
    return v;
  }

 private:
  __extension__ using Wide = __int128;
};

/// ||x||_2 rounded upward; 0 for zeros.
double size_up(std::span<const double> x) {
  return std::all_of(x.begin(), x.end(), [](double e) { return e == 0; }) ? 0 : norm_up(x);
}

constexpr int most_exponent = 400;
constexpr int most_below = 160;  ///< so that no unit of a product underflows

/// A matrix cut into slices, or a strip of its rows.
struct Slices {
  std::vector<Matrix<double>> parts;       ///< integers; empty when zero
  std::vector<Vector<double>> part_sizes;  ///< of the rows of each part, in their true scale
  std::vector<Vector<double>> rests;       ///< of what the rows keep after each part
  Vector<double> sizes;                    ///< of the rows
  Vector<double> units;                    ///< of the first part
};

/// Rows [first, last). None when a row is not finite or beyond 2^400.
std::optional<Slices> cut(const LongVectors& x, std::size_t first, std::size_t last, const Slicing& slicing,
                          Team& team) {
  const std::size_t rows = last - first, n = x.length();
  Slices s{{}, {}, {}, Vector<double>(rows), Vector<double>(rows)};
  s.parts.assign(slicing.count, Matrix<double>(rows, n));
  s.part_sizes.assign(slicing.count, Vector<double>(rows));
  s.rests.assign(slicing.count, Vector<double>(rows));
  const double most = std::ldexp(1.0, slicing.bits);
  std::atomic<bool> fits{true};
  team.for_each(rows, [&](std::size_t r) {
    Vector<double> high(n), low(n, 0.0);
    double largest = 0;
    for (std::size_t k = 0; k < n; ++k) {
      const Sum v = two_sum(x.hi(first + r, k), x.lo.empty() ? 0 : x.lo(first + r, k));
      high[k] = v.value;
      low[k] = v.error;
      largest = std::max(largest, std::fabs(v.value));
    }
    int exponent = 0;
    std::frexp(largest, &exponent);
    if (!std::isfinite(largest) || exponent > most_exponent) {
      fits = false;
      return;
    }
    exponent = std::max(exponent, -most_exponent);  // a row below that is left out, as its rest says
    s.sizes[r] = Up::add_up(size_up(high), size_up(low));
    double unit = s.units[r] = std::ldexp(1.0, exponent - slicing.bits);
    for (std::size_t i = 0; i < slicing.count; ++i) {
      const std::span<double> part = s.parts[i].row(r);
      for (std::size_t k = 0; k < n; ++k) {
        // Exact: the product by a power of two, and the difference, a multiple of the last place of high and smaller.
        const double m = std::clamp(std::nearbyint(high[k] / unit), -most, most);
        part[k] = m;
        const Sum rest = two_sum(high[k] - m * unit, low[k]);
        high[k] = rest.value;
        low[k] = rest.error;
      }
      s.part_sizes[i][r] = Up::mul_up(size_up(part), unit);
      s.rests[i][r] = Up::add_up(size_up(high), size_up(low));
      unit = std::ldexp(unit, -slicing.bits - 1);
    }
  });
  if (!fits) return std::nullopt;
  for (std::size_t i = 0; i < slicing.count; ++i) {
    const auto entries = s.parts[i].entries();
    if (std::all_of(entries.begin(), entries.end(), [](double e) { return e == 0; })) s.parts[i] = {};
  }
  return s;
}

}  // namespace

Multiplication blas_multiplication([[maybe_unused]] unsigned threads) {
#if defined(LEMMATA_LAPACK)
  return [threads](std::size_t m, std::size_t p, std::size_t k, const double* a, const double* b, double* c) {
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(static_cast<int>(threads));
    // Column-major, the transposed of everything: C^T += B A^T.
    const int rows = static_cast<int>(p), columns = static_cast<int>(m), terms = static_cast<int>(k);
    const double one = 1;
    dgemm_("T", "N", &rows, &columns, &terms, &one, b, &terms, a, &terms, &one, c, &rows, 1, 1);
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(1);
  };
#else
  return {};
#endif
}

Multiplication kernel_multiplication(Team& team) {
  return [&team](std::size_t m, std::size_t p, std::size_t k, const double* a, const double* b, double* c) {
    const BlockKernel<double>& kernel = kernels().binary64;
    const std::size_t height = kernel.group;
    const auto groups = [&](std::size_t rows) { return (rows + height - 1) / height; };
    // Column by column in groups of rows, as the kernel reads it.
    const auto pack = [&](const double* x, std::size_t rows, std::size_t g, double* out) {
      for (std::size_t r = 0; r < height; ++r)
        for (std::size_t l = 0; l < k; ++l)
          out[l * height + r] = g * height + r < rows ? x[(g * height + r) * k + l] : 0.0;
    };
    Vector<double> packed(groups(p) * height * k);
    team.for_each(groups(p), [&](std::size_t g) { pack(b, p, g, packed.data() + g * height * k); });
    team.for_each(groups(m), [&](std::size_t g) {
      Vector<double> strip(height * k), tile(height * height);
      pack(a, m, g, strip.data());
      for (std::size_t q = 0; q < groups(p); ++q) {
        std::fill(tile.begin(), tile.end(), 0.0);
        kernel.multiply(k, strip.data(), packed.data() + q * height * k, tile.data());  // tile -= a b^T
        for (std::size_t r = 0; r < height && g * height + r < m; ++r)
          for (std::size_t s = 0; s < height && q * height + s < p; ++s)
            c[(g * height + r) * p + q * height + s] -= tile[s * height + r];
      }
    });
  };
}

bool Slicing::is_exact(std::size_t terms) const {
  return bits >= 1 && bits <= 26 && count >= 1 &&
         static_cast<double>(count) * static_cast<double>(terms) * std::ldexp(1.0, 2 * bits) <= 0x1p53;
}

Slicing Slicing::keeping(int wanted, std::size_t terms) {
  Slicing best;
  for (std::size_t count = 1; count <= 64; ++count) {
    best = {count, 26};
    while (best.bits > 1 && !best.is_exact(terms)) --best.bits;
    if (static_cast<int>(count) * (best.bits + 1) >= wanted) break;
  }
  return best;
}

Expected<SlicedProduct> sliced_product(const LongVectors& x, const LongVectors& y, const Slicing& slicing,
                                       const Multiplication& multiply, Team& team) {
  const std::size_t terms = x.length(), rows = x.count(), columns = y.count(), count = slicing.count;
  expects(y.length() == terms && terms > 0 && rows > 0 && columns > 0, "sliced_product: rows of one length");
  if (!slicing.is_exact(terms))
    return Failure{FailureKind::inapplicable, "product: sums of " + std::to_string(terms) + " terms of " +
                                                  std::to_string(slicing.bits) + "-bit slices could exceed 2^53"};
  if (static_cast<int>(count - 1) * (slicing.bits + 1) > most_below)
    return Failure{FailureKind::inapplicable, "product: a slice lies more than 160 bits below the first"};
  const Failure range{FailureKind::inapplicable, "product: a row is not finite or beyond 2^400"};
  const auto right = cut(y, 0, columns, slicing, team);
  if (!right) return range;

  // For the test: v, and Y_j^T v.
  const std::vector<std::uint64_t> v = Residue::vector(columns);
  std::vector<std::vector<std::uint64_t>> image(count, std::vector<std::uint64_t>(terms));
  for (std::size_t j = 0; j < count; ++j)
    if (!right->parts[j].empty())
      team.for_each(terms, [&](std::size_t k) {
        image[j][k] = Residue::dot(columns, right->parts[j].data() + k, terms, v.data());
      });
  double y_size = size_up(right->sizes);
  Vector<double> y_rests(count);
  for (std::size_t j = 0; j < count; ++j) y_rests[j] = size_up(right->rests[j]);

  SlicedProduct result{{Matrix<double>(rows, columns), Matrix<double>(rows, columns)}, Vector<double>(rows), 0, 0};
  constexpr std::size_t strip = 384;
  for (std::size_t first = 0; first < rows; first += strip) {
    const std::size_t last = std::min(rows, first + strip), height = last - first;
    const auto left = cut(x, first, last, slicing, team);
    if (!left) return range;
    Vector<double> magnitude(height, 0.0);
    double sums = 0;  // added to the result
    for (std::size_t sum = 0; sum < count; ++sum) {
      // The pairs (i, sum - i), from 0.
      Matrix<double> c(height, columns);
      std::size_t pairs = 0;
      const auto product_by = [&](const Multiplication& by) {
        for (std::size_t i = 0; i <= sum; ++i)
          if (!left->parts[i].empty() && !right->parts[sum - i].empty()) {
            by(height, columns, terms, left->parts[i].data(), right->parts[sum - i].data(), c.data());
            ++pairs;
          }
      };
      const auto agrees = [&] {
        std::atomic<bool> equal{true};
        team.for_each(height, [&](std::size_t r) {
          const auto integer = [](double e) { return std::fabs(e) <= 0x1p53 && e == std::nearbyint(e); };
          if (!std::all_of(c.row(r).begin(), c.row(r).end(), integer)) {
            equal = false;
            return;
          }
          std::uint64_t expected = 0;
          for (std::size_t i = 0; i <= sum; ++i)
            if (!left->parts[i].empty() && !right->parts[sum - i].empty())
              expected = (expected + Residue::dot(terms, left->parts[i].row(r).data(), 1, image[sum - i].data())) %
                         Residue::prime;
          if (Residue::dot(columns, c.row(r).data(), 1, v.data()) != expected) equal = false;
        });
        return equal.load();
      };
      product_by(multiply);
      result.multiplied += pairs;
      if (pairs == 0) continue;
      if (!agrees()) {
        ++result.disagreements;
        c = Matrix<double>(height, columns);
        product_by(kernel_multiplication(team));
        if (!agrees()) return Failure{FailureKind::not_certified, "product: our own kernels do not multiply"};
      }
      sums += 1;
      const int below = -static_cast<int>(sum) * (slicing.bits + 1);
      team.for_each(height, [&](std::size_t r) {
        const std::span<double> hi = result.product.hi.row(first + r), lo = result.product.lo.row(first + r);
        const std::span<double> term = c.row(r);
        const double unit = std::ldexp(left->units[r], below);
        for (std::size_t k = 0; k < columns; ++k) {
          term[k] = term[k] * unit * right->units[k];
          const Sum s = two_sum(hi[k], term[k]);
          hi[k] = s.value;
          lo[k] += s.error;
        }
        magnitude[r] = Up::add_up(magnitude[r], size_up(term));
      });
    }
    // Left out: sum X_i (Y - Y_1 - .. - Y_(count+1-i))^T and what X keeps, times Y. The errors of additions to numbers
    // other than zero, each at most u times the sum of magnitudes, were added with as many roundings.
    for (std::size_t r = 0; r < height; ++r) {
      double error = Up::mul_up(left->rests[count - 1][r], y_size);
      for (std::size_t i = 0; i < count; ++i)
        error = Up::add_up(error, Up::mul_up(left->part_sizes[i][r], y_rests[count - 1 - i]));
      error = Up::add_up(error, Up::mul_up(1.02 * sums * (sums - 1) * u * u, magnitude[r]));
      result.error[first + r] = error;
      for (std::size_t k = 0; k < columns; ++k) {
        const Sum s = two_sum(result.product.hi(first + r, k), result.product.lo(first + r, k));
        result.product.hi(first + r, k) = s.value;
        result.product.lo(first + r, k) = s.error;
      }
    }
  }
  return result;
}

}  // namespace lemmata
