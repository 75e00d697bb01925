#include "theory/model/relu_entries.hpp"

#include <cmath>

// LEMMATA_KERNEL names this build (v2, v3, v4); see CMakeLists.txt.
#define LEMMATA_JOIN_(a, b) a##b
#define LEMMATA_JOIN(a, b) LEMMATA_JOIN_(a, b)

namespace lemmata::theory::relu_entries {
namespace {

// Double-double arithmetic after Joldes, Muller, Popescu (2017), ACM TOMS 44, algorithms 6, 9, 12, 15, 18. Kept here
// because a function shared with other translation units could be linked in a build for the wrong processor.
struct Pair {
  double hi;
  double lo;
};

inline Pair quick_two_sum(double a, double b) {
  const double s = a + b;
  return {s, b - (s - a)};
}

inline Pair two_sum(double a, double b) {
  const double s = a + b;
  const double t = s - b;
  return {s, (a - t) + (b - (s - t))};
}

inline Pair two_product(double a, double b) {
  const double p = a * b;
  return {p, std::fma(a, b, -p)};
}

inline Pair add(Pair x, Pair y) {
  const Pair s = two_sum(x.hi, y.hi);
  const Pair t = two_sum(x.lo, y.lo);
  const Pair v = quick_two_sum(s.hi, s.lo + t.hi);
  return quick_two_sum(v.hi, t.lo + v.lo);
}

inline Pair negative(Pair x) { return {-x.hi, -x.lo}; }

inline Pair add(Pair x, double y) {
  const Pair s = two_sum(x.hi, y);
  return quick_two_sum(s.hi, x.lo + s.lo);
}

inline Pair multiply(Pair x, Pair y) {
  const Pair c = two_product(x.hi, y.hi);
  const double t = std::fma(x.hi, y.lo, x.lo * y.lo);
  return quick_two_sum(c.hi, c.lo + std::fma(x.lo, y.hi, t));
}

inline Pair multiply(Pair x, double y) {
  const Pair c = two_product(x.hi, y);
  return quick_two_sum(c.hi, std::fma(x.lo, y, c.lo));
}

inline Pair divide(Pair x, Pair y) {
  const double t = x.hi / y.hi;
  const Pair r = multiply(y, t);
  const double d = (x.hi - r.hi) + (x.lo - r.lo);
  return quick_two_sum(t, d / y.hi);
}

/// Square root of x >= 0 (Lefevre, Louvet, Muller, Picot, Rump 2023, relative error at most 25/8 u^2).
inline Pair root(Pair x) {
  if (x.hi <= 0) return {0, 0};
  const double s = std::sqrt(x.hi);
  const double rest = std::fma(-s, s, x.hi);
  return quick_two_sum(s, (x.lo + rest) / (2 * s));
}

/// x . y_m for `count` consecutive rows y_m, each summed in the order of one: several chains hide each other's latency.
template <std::size_t count>
void dots(const Input& in, const double* x, const double* y, Pair* result) {
  double sum[count][lanes] = {};
  double error[count][lanes] = {};
  if (in.exact_products) {
    for (std::size_t k = 0; k < in.stride; k += lanes) {
      for (std::size_t m = 0; m < count; ++m) {
        for (std::size_t l = 0; l < lanes; ++l) sum[m][l] += x[k + l] * y[m * in.stride + k + l];
      }
    }
  } else {
    for (std::size_t k = 0; k < in.stride; k += lanes) {
      for (std::size_t m = 0; m < count; ++m) {
        for (std::size_t l = 0; l < lanes; ++l) {
          const double f = y[m * in.stride + k + l];
          const double p = x[k + l] * f;
          const double r = std::fma(x[k + l], f, -p);
          const double s = sum[m][l] + p;
          const double t = s - p;
          error[m][l] += ((sum[m][l] - t) + (p - (s - t))) + r;
          sum[m][l] = s;
        }
      }
    }
  }
  for (std::size_t m = 0; m < count; ++m) {
    Pair total{sum[m][0], 0};
    for (std::size_t l = 1; l < lanes; ++l) {
      const Pair s = two_sum(total.hi, sum[m][l]);
      total = {s.hi, total.lo + s.lo};
    }
    double rest = error[m][0];
    for (std::size_t l = 1; l < lanes; ++l) rest += error[m][l];
    result[m] = two_sum(total.hi, total.lo + rest);
  }
}

constexpr std::size_t together = 4;

/// use(j, x_i . x_j) for j = begin..end-1.
template <class Use>
inline void for_each_dot(const Input& in, std::size_t i, std::size_t begin, std::size_t end, const Use& use) {
  const double* const x = in.rows + i * in.stride;
  Pair found[together];
  std::size_t j = begin;
  for (; j + together <= end; j += together) {
    dots<together>(in, x, in.rows + j * in.stride, found);
    for (std::size_t m = 0; m < together; ++m) use(j + m, found[m]);
  }
  for (; j < end; ++j) {
    dots<1>(in, x, in.rows + j * in.stride, found);
    use(j, found[0]);
  }
}

/// cos theta and sin theta from the half angle; `sign` is +1 near theta = 0 and -1 near theta = pi.
void half_angle(const Input& in, std::size_t i, std::size_t j, double sign, Pair& cosine, Pair& sine) {
  const double* const x = in.rows + i * in.stride;
  const double* const y = in.rows + j * in.stride;
  const Pair p{in.norm_hi[i], in.norm_lo[i]};
  const Pair q{sign * in.norm_hi[j], sign * in.norm_lo[j]};
  Pair sum{0, 0};
  for (std::size_t k = 0; k < in.stride; ++k) {
    const Pair w = add(multiply(q, x[k]), negative(multiply(p, y[k])));
    sum = add(sum, multiply(w, w));
  }
  const Pair product = multiply(p, Pair{in.norm_hi[j], in.norm_lo[j]});
  const Pair half = divide(root(sum), Pair{2 * product.hi, 2 * product.lo});
  const Pair square = multiply(half, half);
  const Pair other = root(add(negative(square), 1.0));
  const Pair both = multiply(half, other);
  sine = {2 * both.hi, 2 * both.lo};
  const Pair c = add(Pair{-2 * square.hi, -2 * square.lo}, 1.0);
  cosine = sign > 0 ? c : negative(c);
}

/// h = rho (pi - theta) / (2 pi); false when the grid angle was not next to theta.
inline bool entry(const Input& in, Pair cosine, Pair sine, double* hi, double* lo) {
  const double guess = std::acos(cosine.hi > 1 ? 1.0 : cosine.hi < -1 ? -1.0 : cosine.hi);
  const auto k = static_cast<std::size_t>(guess / grid_step + 0.5);
  if (!(k < grid_points)) return false;
  const Pair c{in.cos_hi[k], in.cos_lo[k]};
  const Pair s{in.sin_hi[k], in.sin_lo[k]};
  const Pair z = add(multiply(sine, c), negative(multiply(cosine, s)));
  const bool near = std::fabs(z.hi) <= series_reach && cosine.hi * c.hi + sine.hi * s.hi > 0.5;
  const Pair w = multiply(z, z);
  // asin z = z + z w (1/6 + w (3/40 + w (5/112 + w (35/1152 + ...)))); the terms from w^4 on need double only.
  const double tail =
      w.hi *
      (35.0 / 1152 + w.hi * (63.0 / 2816 + w.hi * (231.0 / 13312 + w.hi * (143.0 / 10240 + w.hi * 6435.0 / 557056))));
  Pair series = add(Pair{in.asin_hi[2], in.asin_lo[2]}, tail);
  series = add(multiply(series, w), Pair{in.asin_hi[1], in.asin_lo[1]});
  series = add(multiply(series, w), Pair{in.asin_hi[0], in.asin_lo[0]});
  const Pair arcsine = add(multiply(multiply(series, w), z), z);
  // pi - theta = (pi - t_k) - asin z; t_k is a double.
  const Pair rest = add(add(Pair{in.pi_hi, in.pi_lo}, -static_cast<double>(k) * grid_step), negative(arcsine));
  const Pair h = multiply(multiply(cosine, rest), Pair{in.inverse_two_pi_hi, in.inverse_two_pi_lo});
  *hi = h.hi;
  *lo = h.lo;
  return near;
}

void dot_product(const Input& in, std::size_t i, std::size_t j, double* hi, double* lo) {
  Pair p;
  dots<1>(in, in.rows + i * in.stride, in.rows + j * in.stride, &p);
  *hi = p.hi;
  *lo = p.lo;
}

void cosines(const Input& in, std::size_t i, std::size_t begin, std::size_t end, double* cosine) {
  const Pair p{in.norm_hi[i], in.norm_lo[i]};
  for_each_dot(in, i, begin, end, [&](std::size_t j, Pair product) {
    cosine[j] = divide(product, multiply(p, Pair{in.norm_hi[j], in.norm_lo[j]})).hi;
  });
}

bool entries(const Input& in, std::size_t i, std::size_t begin, std::size_t end, double* hi, double* lo) {
  const Pair p{in.norm_hi[i], in.norm_lo[i]};
  bool good = true;
  for_each_dot(in, i, begin, end, [&](std::size_t j, Pair product) {
    Pair cosine = divide(product, multiply(p, Pair{in.norm_hi[j], in.norm_lo[j]}));
    Pair sine{0, 0};
    if (std::fabs(cosine.hi) <= near_parallel) {
      sine = root(multiply(add(cosine, 1.0), add(negative(cosine), 1.0)));
    } else {
      half_angle(in, i, j, cosine.hi > 0 ? 1.0 : -1.0, cosine, sine);
    }
    good = entry(in, cosine, sine, hi + j, lo + j) && good;
  });
  return good;
}

}  // namespace

Kernel LEMMATA_JOIN(kernel_, LEMMATA_KERNEL)() { return {dot_product, cosines, entries}; }

}  // namespace lemmata::theory::relu_entries
