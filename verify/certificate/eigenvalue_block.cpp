#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "verify/certificate/exact_box.hpp"
#include "verify/io/sha256.hpp"

namespace lemmata::verify {
namespace {

constexpr double first_gap = 0x1p-46;  // the shift stays this far below the bound, relative

std::string head(const std::string& kind, const std::string& data, const std::string& input_digest) {
  return "lemmata certificate 1\nkind " + kind + "\n" +
         (input_digest.empty() ? "" : "input sha256:" + input_digest + "\n") + "data sha256:" + io::sha256(data) +
         "\n" + data;
}

Rows negated(Rows rows) {
  for (auto& row : rows) {
    for (Integer& x : row) x = -x;
  }
  return rows;
}

// The guess may be computed in any arithmetic; these two functions are all that it needs of a scalar.
double from(const Mp<50>& x, double) { return static_cast<double>(x); }
Mp<50> to_multiprecision(double x) { return Mp<50>(x); }
DoubleDouble from(const Mp<50>& x, DoubleDouble) {
  const auto hi = static_cast<double>(x);
  return DoubleDouble(hi, static_cast<double>(Mp<50>(x - hi)));
}
template <unsigned D>
Mp<D> from(const Mp<D>& x, Mp<D>) {
  return x;
}
Mp<50> to_multiprecision(const DoubleDouble& x) { return Mp<50>(x.hi) + x.lo; }
template <unsigned D>
Mp<D> to_multiprecision(const Mp<D>& x) {
  return x;
}

/// round(2^precision L), L L^T = a / 2^bits - shift I; nothing when a pivot is not positive. No guarantee: a guess.
template <class T, class Wide>
std::optional<Rows> approximate_factor(const Rows& a, unsigned bits, const Real& shift, unsigned precision) {
  using std::sqrt;
  const std::size_t n = a.size();
  std::vector<std::vector<T>> factor(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      Wide entry = ldexp(Wide(a[i][j]), -static_cast<int>(bits));
      if (i == j) entry -= Wide(shift);
      factor[i].push_back(from(entry, T()));
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      T sum = factor[i][j];
      for (std::size_t k = 0; k < j; ++k) sum = sum - factor[i][k] * factor[j][k];
      if (i == j && !(T(0.0) < sum)) return std::nullopt;
      factor[i][j] = i == j ? sqrt(sum) : sum / factor[j][j];
    }
  }
  Rows rows(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (const T& x : factor[i]) {
      rows[i].push_back(
          Wide(round(ldexp(to_multiprecision(x), static_cast<int>(precision)))).template convert_to<Integer>());
    }
  }
  return rows;
}

std::optional<Rows> factor_of(const Rows& a, unsigned bits, const Real& shift, unsigned precision, double digits) {
  if (digits < 45) return approximate_factor<double, Mp<50>>(a, bits, shift, precision);
  if (digits < 95) return approximate_factor<DoubleDouble, Mp<50>>(a, bits, shift, precision);
  if (digits < 150) return approximate_factor<Mp<50>, Mp<50>>(a, bits, shift, precision);
  return approximate_factor<Mp<200>, Mp<200>>(a, bits, shift, precision);
}

/// log2 of |x|, roughly; for choosing precisions only.
double size_in_bits(const Real& x) { return x == 0 ? -1e6 : static_cast<double>(mpfr_get_exp(x.backend().data())); }

}  // namespace

void append_row(std::string& text, const std::vector<Integer>& row) {
  for (std::size_t j = 0; j < row.size(); ++j) text += (j > 0 ? " " : "") + row[j].str();
  text += "\n";
}

std::string box_lines(const ExactBox& box) {
  std::string text = "q " + Integer(Integer(1) << box.bits).str() + "\n";
  text += "a " + std::to_string(box.order()) + "\n";
  for (const auto& row : box.a) append_row(text, row);
  text += box.d.empty() ? "d 0\n" : "d " + std::to_string(box.order()) + "\n";
  for (const auto& row : box.d) append_row(text, row);
  return text;
}

std::string DominanceWitness::lines() const {
  std::string text = "c " + c.str() + "\ns " + s.str() + "\nw " + std::to_string(w.size()) + "\n";
  for (const auto& row : w) {
    text += std::to_string(row.size()) + (row.empty() ? "" : " ");
    append_row(text, row);
  }
  return text;
}

Interval<Real> EigenvalueBlock::bound() const {
  const auto side = [&](mpfr_rnd_t direction) {
    Real x;
    mpfr_set_str(x.backend().data(), numerator.str().c_str(), 10, direction);
    return Real(ldexp(x, -static_cast<int>(bits)));
  };
  return Interval<Real>(side(MPFR_RNDD), side(MPFR_RNDU));
}

unsigned denominator_bits(std::size_t order, int fine, const Real& least, std::size_t short_from) {
  const int most = std::max(fine, 1);
  if (order <= short_from || least == 0) return static_cast<unsigned>(most);
  const double wanted = 48 + std::log2(static_cast<double>(order)) - size_in_bits(least);
  return static_cast<unsigned>(std::clamp(static_cast<int>(std::ceil(wanted)), 1, most));
}

Expected<DominanceWitness> dominance_witness(const ExactBox& box, const Real& wanted, unsigned loss_bits,
                                             ShortWitness preferred) {
  const Real size = abs(wanted);
  Integer largest = 1;
  for (std::size_t i = 0; i < box.order(); ++i) largest = std::max(largest, Integer(abs(box.a[i][i])));
  const double norm_bits = static_cast<double>(msb(largest)) - box.bits + 1;
  const double order_bits = std::log2(static_cast<double>(box.order()));
  // Bits of 2^p L needed so that its rounding, n entries a row, costs less than 2^-loss_bits of the bound.
  const double size_bits = size == 0 ? norm_bits : size_in_bits(size);
  const double needed = norm_bits - size_bits + 1.5 * order_bits + loss_bits + 4;
  const unsigned least_precision = (box.bits + 1) / 2;
  const unsigned first = std::max(least_precision, static_cast<unsigned>(std::max(loss_bits + 12.0, needed)));
  struct Attempt {
    unsigned precision;
    double digits;
    double loss;
  };
  const auto loss_of = [](unsigned bits) { return std::ldexp(1.0, -static_cast<int>(bits)); };
  std::vector<Attempt> attempts;
  if (preferred.bits > 0 && preferred.bits < first)
    attempts.push_back(
        {std::max(preferred.bits, least_precision), preferred.bits + 10.0, loss_of(preferred.loss_bits)});
  for (unsigned more = 0; more < 48; more += 16) attempts.push_back({first + more, needed + 10, loss_of(loss_bits)});
  std::optional<DominanceWitness> best;
  for (const Attempt& attempt : attempts) {
    DominanceWitness next;
    next.bits = 2 * attempt.precision;
    next.c = Integer(1) << (next.bits - box.bits);
    std::optional<Rows> w;
    for (double gap = attempt.loss / 64; !w && gap < 1e3; gap *= 256) {
      w = factor_of(box.a, box.bits, Real(wanted - size * Real(gap)), attempt.precision, attempt.digits);
    }
    if (!w) continue;
    next.w = std::move(*w);
    next.s = checker::best_s(box.a, box.d, next.c, next.w);
    if (best && next.s <= (best->s << (next.bits - best->bits))) break;  // more precision did not help
    best = std::move(next);
    if (wanted - EigenvalueBlock{"", best->s, best->bits}.bound().inf() <= size * Real(attempt.loss)) break;
  }
  if (!best) return Failure{FailureKind::not_certified, "no witness: the shifted matrix has no approximate factor"};
  return std::move(*best);
}

Expected<EigenvalueBlock> outer_bound(const ExactBox& box, Side side, const Real& target,
                                      const std::string& input_digest) {
  const bool least = side == Side::least;
  ExactBox turned = box;
  if (!least) turned.a = negated(std::move(turned.a));
  const Real wanted = least ? target : Real(-target);
  const auto block = [&](const DominanceWitness& witness) {
    return EigenvalueBlock{
        head(least ? "lmin_ge" : "lmax_le", box_lines(box), input_digest) + witness.lines() + "end\n",
        least ? witness.s : Integer(-witness.s), witness.bits};
  };
  // Gershgorin's circles: all there is to say of Laplacians and diagonal matrices, whose zero no factor reaches.
  DominanceWitness circles{1, 0, Rows(box.order()), box.bits};
  circles.s = checker::best_s(turned.a, turned.d, circles.c, circles.w);
  if (EigenvalueBlock{"", circles.s, circles.bits}.bound().inf() >= wanted) return block(circles);
  ShortWitness preferred{60, 40};
  if (box.order() > word_order) preferred = least ? ShortWitness{60, 30} : ShortWitness{30, 20};
  const Expected<DominanceWitness> witness = dominance_witness(turned, wanted, 40, preferred);
  if (!witness) return witness.error();
  return block(*witness);
}

Expected<EigenvalueBlock> inner_bound(const ExactBox& box, Side side, const Vector<double>& x,
                                      const Vector<double>& x_low, const std::string& input_digest) {
  expects(x.size() == box.order(), "inner_bound: one number a row");
  const bool least = side == Side::least;
  double largest = 0;
  for (const double value : x) largest = std::max(largest, std::fabs(value));
  if (!(largest > 0) || !std::isfinite(largest))
    return Failure{FailureKind::not_certified, "no approximate eigenvector"};
  const int scale = 100 - std::ilogb(largest);
  std::vector<Integer> v;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Mp<50> exact = Mp<50>(x[i]) + (x_low.empty() ? 0.0 : x_low[i]);
    v.push_back(Mp<50>(round(ldexp(exact, scale))).convert_to<Integer>());
  }
  const Integer u = checker::best_u(least ? box.a : negated(box.a), box.d, v);
  std::string text = head(least ? "lmin_le" : "lmax_ge", box_lines(box), input_digest);
  text += "u " + u.str() + "\nv " + std::to_string(v.size()) + "\n";
  append_row(text, v);
  return EigenvalueBlock{text + "end\n", least ? u : Integer(-u), box.bits};
}

Expected<EigenvalueBlock> index_bound(const ExactBox& box, const Matrix<double>& vectors, const Vector<double>& values,
                                      const Real& target, const std::string& input_digest) {
  const std::size_t n = box.order(), k = vectors.rows();
  expects(k < n && vectors.columns() == n && values.size() == k, "index_bound: k < n vectors and their values");
  double size = std::fabs(static_cast<double>(target));
  for (const double value : values) size = std::max(size, std::fabs(value));
  std::optional<EigenvalueBlock> best;
  for (const unsigned extra : {0U, 24U}) {
    const unsigned precision = std::max((box.bits + 1) / 2, 64U) + extra;
    const Integer c = Integer(1) << (2 * precision - box.bits);
    Rows v(n, std::vector<Integer>(k));
    for (std::size_t l = 0; l < k; ++l) {
      // Lifts the eigenvalue to about target + size: any positive multiple would be sound.
      const Mp<50> scale =
          sqrt(Mp<50>(static_cast<double>(target) - values[l] + size)) * ldexp(Mp<50>(1), static_cast<int>(precision));
      for (std::size_t i = 0; i < n; ++i) v[i][l] = Mp<50>(round(scale * vectors(l, i))).convert_to<Integer>();
    }
    Rows lifted = box.a;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        lifted[i][j] *= c;
        for (std::size_t l = 0; l < k; ++l) lifted[i][j] += v[i][l] * v[j][l];
      }
    std::optional<Rows> w;
    for (double gap = first_gap; !w && gap < 1e3; gap *= 256)
      w = factor_of(lifted, 2 * precision, Real(target - abs(target) * Real(gap)), precision, 60);
    if (!w) continue;
    const Integer s = checker::best_s(box.a, box.d, c, *w, v);
    if (best && s <= (best->numerator << (2 * precision - best->bits))) break;
    std::string text = head("index", box_lines(box), input_digest);
    text += "c " + c.str() + "\ns " + s.str() + "\nw " + std::to_string(n) + "\n";
    for (const auto& row : *w) {
      text += std::to_string(row.size()) + " ";
      append_row(text, row);
    }
    text += "V " + std::to_string(n) + " " + std::to_string(k) + "\n";
    for (const auto& row : v)
      if (k > 0) append_row(text, row);
    best = EigenvalueBlock{text + "end\n", s, 2 * precision};
  }
  if (!best) return Failure{FailureKind::not_certified, "no witness: the lifted matrix has no approximate factor"};
  return *best;
}

}  // namespace lemmata::verify
