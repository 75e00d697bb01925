#include "theory/model/deep_kernel.hpp"

#include "numerics/linalg/team.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/kernel.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory {
namespace {

template <Scalar T>
Interval<T> non_negative(const Interval<T>& x) {
  return max(x, Interval<T>(T(0.0)));
}

/// The pair of the given gap and, unless nothing, sum; what is left follows from the nearer of the two.
template <Scalar T>
EqualVariance<T> complete(const Interval<T>& variance, const Interval<T>& gap, const std::optional<Interval<T>>& sum) {
  if (!sum) {
    const Interval<T> c = variance - gap;
    return {variance, c, gap, non_negative(variance + c)};
  }
  return {variance, gap.mid() <= sum->mid() ? variance - gap : *sum - variance, gap, *sum};
}

}  // namespace

std::string DeepKernel::description() const {
  const std::string layers = std::to_string(depth) + (depth == 1 ? " layer of " : " layers of ") + activation.name;
  switch (architecture) {
    case Architecture::fully_connected:
      return "fc, " + layers + ", K^(H) = c_s K^(H-1) E[s'(u) s'(v)]";
    case Architecture::residual:
      return "resnet, " + layers + ", K^(H) = (c_res/H)^2 K^(H-1) E[s'(u) s'(v)]";
    case Architecture::tangent:
      break;
  }
  return "ntk, " + layers + ", T^(L) = c_s E[s'(u) s'(v)] T^(L-1) + S^(L)";
}

Expected<DeepKernel> deep_kernel(std::string_view name, const Activation& activation, unsigned depth) {
  DeepKernel kernel;
  kernel.activation = activation;
  kernel.depth = depth;
  if (name == "fc") {
    kernel.architecture = Architecture::fully_connected;
  } else if (name == "resnet") {
    kernel.architecture = Architecture::residual;
  } else if (name == "ntk") {
    kernel.architecture = Architecture::tangent;
  } else {
    return Failure{FailureKind::usage,
                   "--kernel " + std::string(name) + ": the catalogue has relu-infinite, fc, resnet, ntk"};
  }
  const unsigned least = kernel.architecture == Architecture::residual ? 2 : 1;
  if (depth < least || depth > deepest) {
    return Failure{FailureKind::usage, "--depth " + std::to_string(depth) + ": " + std::string(name) + " has " +
                                           std::to_string(least) + " to " + std::to_string(deepest) + " layers"};
  }
  return kernel;
}

template <Scalar T>
DeepEntries<T>::DeepEntries(const DeepKernel& kernel) : kernel_(kernel) {
  using I = Interval<T>;
  expects(kernel.depth >= (kernel.architecture == Architecture::residual ? 2U : 1U), "DeepEntries: depth");
  const I one(T(1.0));
  const Activation& s = kernel.activation;
  c_sigma_ = one / dual(s, same(one));
  const auto slope = [&](const I& v) { return derivative_dual(s, same(v)); };  // E[s'(u)^2]
  variance_ = {one};
  switch (kernel.architecture) {
    case Architecture::fully_connected:
      diagonal_ = c_sigma_ * slope(one);
      return;
    case Architecture::tangent:
      diagonal_ = one;
      for (unsigned h = 1; h <= kernel.depth; ++h) diagonal_ = diagonal_ * (c_sigma_ * slope(one)) + one;
      return;
    case Architecture::residual:
      break;
  }
  step_ = convert<T>(kernel.residual_scale) / I(T(static_cast<double>(kernel.depth)));
  variance_.push_back(one);
  b_ = {I(T(0.0)), sqrt(c_sigma_) * mean(s, one)};
  for (unsigned h = 2; h < kernel.depth; ++h) {
    const I& v = variance_.back();
    const I middle = mean(s, v);
    variance_.push_back(v + I(2) * step_ * b_.back() * middle + sqr(step_) * dual(s, same(v)));
    b_.push_back(b_.back() + step_ * middle);
  }
  diagonal_ = sqr(step_) * variance_.back() * slope(variance_.back());
}

template <Scalar T>
EqualVariance<T> DeepEntries<T>::next(const EqualVariance<T>& k, unsigned h) const {
  const Activation& s = kernel_.activation;
  const bool odd = s.parity() == Parity::odd;
  std::optional<Interval<T>> sum;
  if (h == 1 || kernel_.architecture != Architecture::residual) {
    if (odd) sum = c_sigma_ * deficit(s, k.opposite());
    return complete(variance_[0], Interval<T>(c_sigma_ * deficit(s, k)), sum);
  }
  // The means of an odd activation vanish, so that sum grows as gap does.
  const Interval<T> square = sqr(step_);
  if (odd) sum = k.sum + square * deficit(s, k.opposite());
  return complete(variance_[h], Interval<T>(k.gap + square * deficit(s, k)), sum);
}

template <Scalar T>
EqualVariance<T> DeepEntries<T>::layer(EqualVariance<T> pair, unsigned h) const {
  for (unsigned l = 1; l <= h; ++l) pair = next(pair, l);
  return pair;
}

template <Scalar T>
Interval<T> DeepEntries<T>::entry(EqualVariance<T> pair) const {
  const Activation& s = kernel_.activation;
  if (kernel_.architecture != Architecture::tangent) {
    const EqualVariance<T> last = layer(std::move(pair), kernel_.depth - 1);
    const Interval<T> factor = kernel_.architecture == Architecture::residual ? sqr(step_) : c_sigma_;
    return factor * last.c * derivative_dual(s, last.covariance());
  }
  Interval<T> tangent = pair.c;
  for (unsigned h = 1; h <= kernel_.depth; ++h) {
    const Interval<T> slope = c_sigma_ * derivative_dual(s, pair.covariance());
    pair = next(pair, h);
    tangent = tangent * slope + pair.c;
  }
  return tangent;
}

template <Scalar T>
EqualVariance<T> unit_pair(std::span<const double> x, std::span<const double> y) {
  using I = Interval<T>;
  const I zero(T(0.0));
  const auto norm = [&](std::span<const double> z) {
    I sum = zero;
    for (const double entry : z) sum = sum + sqr(I(T(entry)));
    return sqrt(sum);
  };
  const I p = norm(x);
  const I q = norm(y);
  I minus = zero;
  I plus = zero;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const I a = q * I(T(x[k]));
    const I b = p * I(T(y[k]));
    minus = minus + sqr(a - b);
    plus = plus + sqr(a + b);
  }
  // |u - v|^2 + |u + v|^2 = 2 |u|^2 + 2 |v|^2 = 4 |x|^2 |y|^2 for u = |y| x, v = |x| y.
  const I both = I(T(2.0)) * sqr(p * q);
  const I gap = minus / both;
  const I sum = plus / both;
  return {I(T(1.0)), (plus - minus) / (I(T(2.0)) * both), gap, sum};
}

template <Scalar T>
Matrix<Interval<T>> deep_gram_matrix(const Matrix<double>& inputs, const DeepKernel& kernel, unsigned threads) {
  const std::size_t n = inputs.rows();
  const DeepEntries<T> entries(kernel);
  Matrix<Interval<T>> gram(n, n);
  Team(threads).for_each(n, [&](std::size_t i) {
    gram(i, i) = entries.diagonal();
    for (std::size_t j = 0; j < i; ++j) {
      gram(i, j) = entries.entry(unit_pair<T>(inputs.row(i), inputs.row(j)));
      gram(j, i) = gram(i, j);
    }
  });
  return gram;
}

Expected<SymmetricBox> deep_gram(const Matrix<double>& inputs, const DeepKernel& kernel, unsigned threads) {
  using I = Interval<DoubleDouble>;
  const Expected<UnitCosines> found = unit_cosines(inputs, threads);
  if (!found) return found.error();
  const UnitCosines& cosines = *found;
  const std::size_t n = inputs.rows();
  const DeepEntries<DoubleDouble> entries(kernel);
  Matrix<double> mid(n, n);
  Matrix<double> low(n, n);
  Matrix<double> radius(n, n);
  const auto store = [&](std::size_t i, std::size_t j, const I& x) {
    const DoubleDouble middle = x.mid();
    mid(i, j) = mid(j, i) = middle.hi;
    low(i, j) = low(j, i) = middle.lo;
    radius(i, j) = radius(j, i) = Cast<double, DoubleDouble>::up(x.rad());
  };
  const I one(DoubleDouble(1.0));
  const I error(DoubleDouble(-cosines.radius), DoubleDouble(cosines.radius));
  Team(threads).for_each(n, [&](std::size_t i) {
    store(i, i, entries.diagonal());
    for (std::size_t j = 0; j < i; ++j) {
      constexpr double near_parallel = 1 - 0x1p-13;
      if (std::fabs(cosines.hi(i, j)) > near_parallel) {
        store(i, j, entries.entry(unit_pair<DoubleDouble>(cosines.rows.row(i), cosines.rows.row(j))));
      } else {
        const I c = I(DoubleDouble(cosines.hi(i, j), cosines.lo(i, j))) + error;
        store(i, j, entries.entry({one, c, one - c, one + c}));
      }
    }
  });
  return SymmetricBox::make(std::move(mid), std::move(low), std::move(radius));
}

KernelSingularity deep_singularity(const Matrix<double>& inputs, const RowRelations& relations, const Nullity& nullity,
                                   const DeepKernel& kernel) {
  const Activation& s = kernel.activation;
  const bool one_layer = kernel.depth == 1 && kernel.architecture != Architecture::residual;
  const auto equal = relations.equal_directions();
  const auto antipodal = relations.antipodal_pairs();
  if (!relations.zero_rows.empty() && s.vanishes_at_zero()) {
    const std::size_t row = relations.zero_rows.front();
    return {true, "is a zero row, and s(0) = 0", {{row, row}}};
  }
  if (!equal.empty()) return {true, "have the same direction", equal.front()};
  if (!antipodal.empty() && s.parity() == Parity::even) {
    return {true, "have opposite directions, and " + s.name + " is even", antipodal.front()};
  }
  if (!antipodal.empty() && s.parity() == Parity::odd) {
    return {true, "have opposite directions, and " + s.name + " is odd", antipodal.front()};
  }
  if (const unsigned p = s.polynomial_degree(); p > 0) {
    const std::size_t n = inputs.rows();
    std::size_t degree = 1;
    for (unsigned h = 0; h < kernel.depth && degree <= n; ++h) degree *= p;
    std::size_t dimension = 1;  // C(degree + k, k), growing with k
    for (std::size_t k = 1; k < inputs.columns() && dimension < n; ++k) dimension = dimension * (degree + k) / k;
    if (dimension < n) {
      return {true,
              "its features are forms of degree " + std::to_string(degree) + ", a space of dimension " +
                  std::to_string(dimension),
              {}};
    }
  }
  if (one_layer && s.odd_part_is_linear() && nullity.lines_dependent) {
    return {true, "antipodal pairs of rows lie on linearly dependent lines", {}};
  }
  if (!relations.zero_rows.empty()) return {};
  const bool relu = s.kind == ActivationKind::piecewise_linear && s.slope == Interval<Real>(Real(0));
  if (antipodal.empty() && (s.kind == ActivationKind::piecewise_linear || s.analytic_not_polynomial())) {
    return {false, "deep/pd, since no two rows are parallel", {}};
  }
  if (one_layer && relu && nullity.singular() == false) return {false, "the nullity theorem", {}};
  return {};
}

#define LEMMATA_INSTANTIATE(T)                                                              \
  template class DeepEntries<T>;                                                            \
  template EqualVariance<T> unit_pair<T>(std::span<const double>, std::span<const double>); \
  template Matrix<Interval<T>> deep_gram_matrix<T>(const Matrix<double>&, const DeepKernel&, unsigned);
LEMMATA_INSTANTIATE(double)
LEMMATA_INSTANTIATE(DoubleDouble)
LEMMATA_INSTANTIATE(Mp<50>)
LEMMATA_INSTANTIATE(Mp<100>)
LEMMATA_INSTANTIATE(Mp<200>)
#undef LEMMATA_INSTANTIATE

}  // namespace lemmata::theory
