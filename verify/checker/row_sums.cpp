/// \file
/// # Row sums of the dominance check (kinds lmin_ge, lmax_le, index)
/// Method: one pass over the rows, as the checker proved in Coq does it: for row i all o_j = |r_ij| + c d_ij, j < i,
/// are added to the sums of rows j and i. The arithmetic is the smallest of 128 bits, 256 bits and big integers for
/// which every intermediate sum is bounded beforehand, so no operation can overflow: an inner product and all its
/// partial sums lie below the largest squared length of a row (Cauchy-Schwarz).

#include <algorithm>

#include "verify/checker/check.hpp"
#include "verify/checker/number.hpp"

namespace lemmata::checker {
namespace {

std::size_t largest(const Rows& rows) {
  std::size_t most = 0;
  for (const Row& row : rows) {
    for (const Integer& x : row) most = std::max(most, bits(x));
  }
  return most;
}

Integer largest_square(const Rows& rows) {
  Integer most = 0;
  for (const Row& row : rows) {
    Integer square = 0;
    for (const Integer& x : row) square += x * x;
    most = std::max(most, square);
  }
  return most;
}

/// The three arithmetics: entries of the witness, sums of products of them, and totals of such sums.
struct Narrow {
  using Entry = std::int64_t;
  using Sum = Int128;
  using Total = Wide;
  static Entry entry(const Integer& x) { return static_cast<Entry>(x); }
  static Sum sum(const Integer& x) { return to_int128(x); }
  static void add_product(Sum& s, Entry x, Entry y) { s += static_cast<Int128>(x) * y; }
  static Sum magnitude(Sum x) { return x < 0 ? -x : x; }
  static Total total(Sum x) { return {static_cast<Uint128>(x), x < 0 ? -1 : 0}; }
};
struct Middle {
  using Entry = Int128;
  using Sum = Wide;
  using Total = Wide;
  static Entry entry(const Integer& x) { return to_int128(x); }
  static Sum sum(const Integer& x) { return to_wide(x); }
  static void add_product(Sum& s, Entry x, Entry y) { s += product(x, y); }
  static Sum magnitude(const Sum& x) { return negative(x) ? -x : x; }
  static Total total(const Sum& x) { return x; }
};
struct Big {
  using Entry = Integer;
  using Sum = Integer;
  using Total = Integer;
  static Entry entry(const Integer& x) { return x; }
  static Sum sum(const Integer& x) { return x; }
  static void add_product(Sum& s, const Entry& x, const Entry& y) { s += x * y; }
  static Sum magnitude(const Sum& x) { return abs(x); }
  static const Total& total(const Sum& x) { return x; }
};
const Integer& to_integer(const Integer& x) { return x; }

template <class Arithmetic>
std::vector<std::vector<typename Arithmetic::Entry>> converted(const Rows& rows) {
  std::vector<std::vector<typename Arithmetic::Entry>> result(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    result[i].reserve(rows[i].size());
    for (const Integer& x : rows[i]) result[i].push_back(Arithmetic::entry(x));
  }
  return result;
}

template <class Arithmetic>
typename Arithmetic::Sum inner(const std::vector<typename Arithmetic::Entry>& x,
                               const std::vector<typename Arithmetic::Entry>& y) {
  typename Arithmetic::Sum s{};
  const std::size_t n = std::min(x.size(), y.size());
  for (std::size_t k = 0; k < n; ++k) Arithmetic::add_product(s, x[k], y[k]);
  return s;
}

template <class Arithmetic>
Row sums(const Rows& a, const Rows& d, const Integer& c, const Rows& w_rows, const Rows& v_rows) {
  using Sum = typename Arithmetic::Sum;
  const auto w = converted<Arithmetic>(w_rows);
  const auto v = converted<Arithmetic>(v_rows);
  const std::size_t n = a.size();
  std::vector<typename Arithmetic::Total> total(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      Sum r = Arithmetic::sum(c * a[i][j]);
      if (!v.empty()) r += inner<Arithmetic>(v[i], v[j]);
      r -= inner<Arithmetic>(w[i], w[j]);
      const Sum radius = d.empty() ? Sum{} : Arithmetic::sum(c * d[i][j]);
      if (i == j) {
        total[i] += Arithmetic::total(radius);
        total[i] -= Arithmetic::total(r);
        continue;
      }
      Sum b = Arithmetic::magnitude(r);
      b += radius;
      total[i] += Arithmetic::total(b);
      total[j] += Arithmetic::total(b);
    }
  }
  Row result;
  result.reserve(n);
  for (const auto& x : total) result.push_back(to_integer(x));
  return result;
}

}  // namespace

Row row_sums(const Rows& a, const Rows& d, const Integer& c, const Rows& w, const Rows& v) {
  // |c a|, |c d|, |<v,v>|, |<w,w>| are each below 2^term, and so is every partial sum of an inner product;
  // |r| < 2^(term + 2), |b| < 2^(term + 3), a sum of n of them is below 2^(term + 3 + bits(n)).
  const std::size_t factor = bits(c);
  const std::size_t bw = largest(w), bv = largest(v);
  const std::size_t term =
      std::max({factor + largest(a), factor + largest(d), bits(largest_square(w)), bits(largest_square(v))});
  if (term + 3 <= 126 && bw <= 62 && bv <= 62) return sums<Narrow>(a, d, c, w, v);
  if (term + 3 + bits(Integer(a.size())) <= 254 && bw <= 126 && bv <= 126) return sums<Middle>(a, d, c, w, v);
  return sums<Big>(a, d, c, w, v);
}

Integer best_s(const Rows& a, const Rows& d, const Integer& c, const Rows& w, const Rows& v) {
  const Row sums = row_sums(a, d, c, w, v);
  return -*std::max_element(sums.begin(), sums.end());
}

}  // namespace lemmata::checker
