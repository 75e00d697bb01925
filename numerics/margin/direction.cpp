#include "numerics/margin/direction.hpp"

#include "numerics/scalar/elementary.hpp"

#include <algorithm>

namespace lemmata {
namespace {

Interval<Real> enclosed(const Integer& a) { return enclosure(Rational(a)); }

Integer inner(std::span<const Integer> a, std::span<const Integer> b) {
  Integer sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
  return sum;
}

Interval<Real> length(MarginNorm norm, std::span<const Integer> v) {
  const Interval<Real> size = enclosed(norm_or_square(norm, v));
  return norm == MarginNorm::l2 ? sqrt(size) : size;
}

}  // namespace

Vector<Integer> shortened(std::span<const Integer> v, std::size_t bits) {
  std::size_t longest = 0;
  for (const Integer& entry : v) longest = std::max(longest, bit_length(entry));
  if (longest <= bits) return {v.begin(), v.end()};
  const auto cut = static_cast<long>(longest - bits);
  const Integer half = shifted(Integer(1), cut - 1);
  Vector<Integer> result;
  for (const Integer& entry : v) result.push_back(shifted(Integer(entry + half), -cut));
  return result;
}

Vector<Integer> unit_vector(MarginNorm norm, std::span<const Integer> v, long bits) {
  // The length with 64 more bits than the answer needs, rounded down.
  const Integer size = norm_or_square(norm, v);
  expects(size > 0, "unit_vector: a vector that is not 0");
  const long extra = std::max(0L, bits + 64 - static_cast<long>(bit_length(size)) / (norm == MarginNorm::l2 ? 2 : 1));
  const Integer length = norm == MarginNorm::l2 ? floor_sqrt(shifted(size, 2 * extra)) : shifted(size, extra);
  Vector<Integer> result;
  for (const Integer& entry : v) result.push_back(shifted(entry, bits + extra) / length);
  return result;
}

Interval<Real> normalized_margin(const IntegerMatrix& z, MarginNorm norm, std::span<const Integer> v) {
  const Integer least = least_row(z, v, Integer(0)).value;
  const long scale = z.log2_denominator();
  const Interval<Real> unit = enclosed(shifted(Integer(1), scale >= 0 ? scale : -scale));
  const Interval<Real> ratio = enclosed(least) / length(norm, v);
  return scale >= 0 ? ratio / unit : ratio * unit;
}

DirectionComparison compare_direction(const Matrix<double>& rows, const MaxMargin& found, std::span<const double> v) {
  expects(v.size() == rows.columns(), "compare_direction: one entry a column");
  expects(found.separable == Truth::yes, "compare_direction: separable data");
  const IntegerMatrix integers(Matrix<double>(1, v.size(), Vector<double>(v.begin(), v.end())));
  Vector<Integer> exact_v;
  for (std::size_t j = 0; j < v.size(); ++j) exact_v.push_back(integers.entry(0, j));
  const Integer v_v = inner(exact_v, exact_v);
  expects(v_v > 0, "compare_direction: a vector that is not 0");
  // tan = sqrt(|v|^2 |w|^2 - (v.w)^2) / v.w, the difference exactly.
  const Integer v_w = inner(exact_v, found.separator);
  const Integer gram = v_v * inner(found.separator, found.separator) - v_w * v_w;
  Interval<Real> angle = atan2(sqrt(enclosed(gram)), enclosed(v_w));
  if (found.norm == MarginNorm::l2 && !found.is_exact()) {
    // margin(w) <= gamma cos(angle of w and the optimum), so that the sine is at most sqrt(1 - lower/upper).
    const Interval<Real> sine =
        found.upper ? sqrt(enclosure(Rational(Rational(1) - found.lower / *found.upper))) : Interval<Real>(Real(1.0));
    const Real slack = asin(sine).sup();
    angle = angle + Interval<Real>(-slack, slack);
    if (angle.inf() < Real(0.0)) angle = Interval<Real>(Real(0.0), angle.sup());
  }
  return {angle, normalized_margin(IntegerMatrix(rows), found.norm, exact_v)};
}

}  // namespace lemmata
