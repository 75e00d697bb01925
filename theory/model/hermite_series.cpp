#include "theory/model/hermite_series.hpp"

#include "numerics/scalar/elementary.hpp"

#include <boost/multiprecision/gmp.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <tuple>
#include <type_traits>

namespace lemmata::theory {
namespace {

using W = Mp<50>;  // the rung on which coefficients are computed
using I = Interval<W>;
using Integer = boost::multiprecision::mpz_int;

constexpr int most_terms = 700;

// |s| <= a + b |Re z| for |Im z| < strip.
struct Growth {
  I strip, a, b;
};

Growth growth(ActivationKind s) {
  const I half_pi = pi<W>() / I(2);
  if (s == ActivationKind::softplus) return {half_pi, log(I(2)) + half_pi, I(1)};
  if (s == ActivationKind::swish) return {half_pi, half_pi, I(1)};
  if (s == ActivationKind::tanh) return {half_pi / I(2), I(1), I(0)};
  return {half_pi, I(1), I(0)};
}

// The same of s'.
Growth slope_growth(ActivationKind s) {
  const I half_pi = pi<W>() / I(2);
  if (s == ActivationKind::swish) return {half_pi, I(1) + half_pi, I(1)};
  if (s == ActivationKind::tanh) return {half_pi / I(2), I(2), I(0)};
  return {half_pi, I(1), I(0)};
}

I logistic(const I& z) { return I(1) / (I(1) + exp(-z)); }

I value(ActivationKind s, const I& z) {
  if (s == ActivationKind::softplus) return log1p(exp(z));
  if (s == ActivationKind::swish) return z * logistic(z);
  if (s == ActivationKind::tanh) return tanh(z);
  return logistic(z);
}

I slope(ActivationKind s, const I& z) {
  const I p = logistic(z);
  if (s == ActivationKind::softplus) return p;
  if (s == ActivationKind::swish) return p * (I(1) + z * logistic(-z));
  if (s == ActivationKind::tanh) return I(1) - sqr(tanh(z));
  return p * logistic(-z);
}

I within(const I& bound) { return I(-bound.sup(), bound.sup()); }

// Nodes j / 2^bits for |j| <= count, and what the bounds need.
struct Nodes {
  int bits = 0;
  int count = 0;
  I step, end;  // h, X
  I beta;       // half the width of the strip that is used
  I decay;      // 1 / (exp(2 pi beta / h) - 1)

  // Chosen so that both errors are about 2^-digits; the errors are bounded for whatever is chosen.
  Nodes(const Growth& g, const I& root, int digits) {
    beta = min(g.strip / I(root.sup()), I(3));
    const double b = Cast<double, W>::down(beta.inf());
    const double wanted = digits * std::log(2.0);
    const double room = wanted + b * std::sqrt(most_terms) + b * b + 8;
    while (6.28 * b * std::ldexp(1.0, bits) < room) ++bits;
    count = static_cast<int>(std::ceil(std::ldexp(std::sqrt(4 * wanted + 40), bits)));
    step = I(std::ldexp(1.0, -bits));
    end = I(count) * step;
    decay = I(1) / expm1(I(2) * pi<W>() * I(beta.inf()) / step);
  }
  [[nodiscard]] I at(int j) const { return I(j) * step; }
};

// Error of the trapezoidal sum for mu_k.
I coefficient_error(const Growth& g, const Nodes& nodes, const I& root, int k) {
  const I one(1);
  const I two(2);
  const I root_k = sqrt(I(k));
  const I r = I((root_k / (root_k + nodes.beta)).mid());  // any r in [0, 1)
  const I power = k == 0 ? one : pow(one / sqrt(r), k);
  const I bulk = power / sqrt(sqrt(one - sqr(r))) * exp(sqr(nodes.beta) / (two * (one - r)));
  const I moment = g.a * sqrt(one + r) + g.b * root * sqrt(two / pi<W>()) * (one + r);
  const I cramer = I(1.0865);
  const I outside =
      two * cramer / sqrt(two * pi<W>()) * exp(-sqr(nodes.end) / I(4)) * (two * g.a / nodes.end + two * g.b * root);
  return two * bulk * moment * nodes.decay + outside;
}

// a E[s'(sqrt(a) z)^2].
I energy(ActivationKind s, const I& variance, const I& root, int digits) {
  const Growth g = slope_growth(s);
  const Nodes nodes(g, root, digits);
  const I two(2);
  I sum;
  for (int j = -nodes.count; j <= nodes.count; ++j) {
    const I x = nodes.at(j);
    sum += exp(-sqr(x) / two) * sqr(slope(s, root * x));
  }
  const I scale = sqrt(two * pi<W>());
  const I inside = two * exp(sqr(nodes.beta) / two) * sqr(g.a + g.b * root) * nodes.decay;
  const I outside = two / scale * sqr(g.a + g.b * root * nodes.end) * exp(-sqr(nodes.end) / two) * two / nodes.end;
  return variance * (sum * nodes.step / scale + within(inside + outside));
}

I enclosed(const Integer& x) {
  W down;
  W up;
  mpfr_set_z(down.backend().data(), x.backend().data(), MPFR_RNDD);
  mpfr_set_z(up.backend().data(), x.backend().data(), MPFR_RNDU);
  return {down, up};
}

HermiteSeries<W> compute(ActivationKind s, const I& variance, int digits) {
  const Growth g = growth(s);
  const I root = sqrt(variance);
  const Nodes nodes(g, root, digits);
  const auto count = static_cast<std::size_t>(nodes.count);
  const I two(2);
  const bool odd = s == ActivationKind::tanh;
  // Nodes x and -x together: h_k(-x) = (-1)^k h_k(x).
  std::vector<I> even_weight;
  std::vector<I> odd_weight;
  for (int j = 0; j <= nodes.count; ++j) {
    const I x = nodes.at(j);
    const I normal = exp(-sqr(x) / two);
    const I right = normal * value(s, root * x);
    const I left = j == 0 ? I(0) : normal * value(s, -(root * x));
    even_weight.push_back(odd ? I(0) : right + left);
    odd_weight.push_back(j == 0 ? I(0) : right - left);
  }
  // 2^(bits k) He_k(j / 2^bits), exact.
  std::vector<Integer> before(count + 1, Integer(0));
  std::vector<Integer> now(count + 1, Integer(1));
  const Integer square = Integer(1) << (2 * nodes.bits);
  I scale = nodes.step / sqrt(two * pi<W>());  // h (2 pi k!)^(-1/2) 2^(-bits k)
  const I whole = energy(s, variance, root, digits);
  const I target(std::ldexp(1.0, -digits + 4));
  HermiteSeries<W> series;
  I partial;
  for (int k = 0;; ++k) {
    I sum;
    if (!odd || k % 2 == 1) {
      const std::vector<I>& weight = k % 2 == 0 ? even_weight : odd_weight;
      for (std::size_t j = 0; j <= count; ++j) sum += weight[j] * enclosed(now[j]);
      sum = sum * scale + within(coefficient_error(g, nodes, root, k));
    }
    series.mu.push_back(sum);
    partial += I(k) * sqr(sum);
    series.rest = max(whole - partial, I(0));
    if (k == most_terms || (k > 0 && series.rest.sup() <= target.inf())) break;
    const Integer factor = square * k;
    for (std::size_t j = 0; j <= count; ++j) {
      Integer next = now[j] * static_cast<unsigned long>(j) - before[j] * factor;
      before[j] = std::move(now[j]);
      now[j] = std::move(next);
    }
    scale = scale / sqrt(I(k + 1)) * nodes.step;
  }
  series.rest = I(W(0.0), series.rest.sup());
  return series;
}

template <Scalar T>
constexpr int digits_of = std::is_same_v<T, double>         ? 66
                          : std::is_same_v<T, DoubleDouble> ? 124
                                                            : 156;

// c / sqrt(a b), in [-1, 1].
template <Scalar T>
Interval<T> correlation(const Interval<T>& c, const Interval<T>& length) {
  const Interval<T> possible(T(-1.0), T(1.0));
  const Interval<T> r = c / length;
  return disjoint(r, possible) ? possible : intersect(r, possible);
}

template <Scalar T>
Interval<T> spread(const Interval<T>& bound) {
  return Interval<T>(-bound.sup(), bound.sup());
}

// sum over 0 <= i < terms.size() of terms[i] r^i.
template <Scalar T>
Interval<T> horner(const std::vector<Interval<T>>& terms, const Interval<T>& r) {
  Interval<T> sum;
  for (std::size_t i = terms.size(); i-- > 0;) sum = sum * r + terms[i];
  return sum;
}

}  // namespace

bool has_hermite_series(ActivationKind s) {
  return s == ActivationKind::softplus || s == ActivationKind::sigmoid || s == ActivationKind::tanh ||
         s == ActivationKind::swish;
}

template <Scalar T>
std::shared_ptr<const HermiteSeries<T>> hermite_series(ActivationKind s, const Interval<T>& variance) {
  expects(has_hermite_series(s), "hermite_series: an activation of this file");
  if (!(T(0x1p-10) <= variance.inf() && variance.sup() <= T(64.0))) return {};
  using Key = std::tuple<ActivationKind, T, T>;
  static std::mutex guard;
  static std::map<Key, std::shared_ptr<const HermiteSeries<T>>> known;
  const std::lock_guard lock(guard);
  std::shared_ptr<const HermiteSeries<T>>& found = known[Key{s, variance.inf(), variance.sup()}];
  if (!found) {
    const HermiteSeries<W> series = compute(s, convert<W>(variance), digits_of<T>);
    HermiteSeries<T> converted;
    for (const I& mu : series.mu) converted.mu.push_back(convert<T>(mu));
    converted.rest = convert<T>(series.rest);
    found = std::make_shared<const HermiteSeries<T>>(std::move(converted));
  }
  return found;
}

template <Scalar T>
Interval<T> hermite_dual(ActivationKind s, const Covariance<T>& k) {
  const auto p = hermite_series(s, k.a);
  const auto q = hermite_series(s, k.b);
  if (!p || !q) return Interval<T>::whole();
  std::vector<Interval<T>> terms;
  const std::size_t n = std::min(p->mu.size(), q->mu.size());
  for (std::size_t i = 0; i < n; ++i) terms.push_back(p->mu[i] * q->mu[i]);
  // |sum over k >= n of mu_k nu_k r^k| <= sqrt(sum k mu_k^2 sum k nu_k^2) / n.
  const auto rest = [n](const HermiteSeries<T>& series) {
    Interval<T> sum(series.rest);
    for (std::size_t i = n; i < series.mu.size(); ++i) sum += Interval<T>(i) * sqr(series.mu[i]);
    return sum;
  };
  return horner(terms, correlation(k.c, sqrt(k.a * k.b))) + spread(sqrt(rest(*p) * rest(*q)) / Interval<T>(n));
}

template <Scalar T>
Interval<T> hermite_derivative_dual(ActivationKind s, const Covariance<T>& k) {
  const auto p = hermite_series(s, k.a);
  const auto q = hermite_series(s, k.b);
  if (!p || !q) return Interval<T>::whole();
  std::vector<Interval<T>> terms;
  const std::size_t n = std::min(p->mu.size(), q->mu.size());
  for (std::size_t i = 1; i < n; ++i) terms.push_back(Interval<T>(i) * p->mu[i] * q->mu[i]);
  const auto rest = [n](const HermiteSeries<T>& series) {
    Interval<T> sum(series.rest);
    for (std::size_t i = n; i < series.mu.size(); ++i) sum += Interval<T>(i) * sqr(series.mu[i]);
    return sum;
  };
  const Interval<T> length = sqrt(k.a * k.b);
  return (horner(terms, correlation(k.c, length)) + spread(sqrt(rest(*p) * rest(*q)))) / length;
}

template <Scalar T>
Interval<T> hermite_mean(ActivationKind s, const Interval<T>& a) {
  const auto p = hermite_series(s, a);
  return p ? p->mu.front() : Interval<T>::whole();
}

template <Scalar T>
Interval<T> hermite_deficit(ActivationKind s, const EqualVariance<T>& k) {
  const auto p = hermite_series(s, k.variance);
  if (!p) return Interval<T>::whole();
  // sum mu_k^2 (1 - r^k) = (1 - r) sum over i of r^i sum over k > i of mu_k^2.
  std::vector<Interval<T>> above(p->mu.size() - 1);
  Interval<T> sum;
  for (std::size_t i = above.size(); i-- > 0;) above[i] = sum = sum + sqr(p->mu[i + 1]);
  const Interval<T> first = horner(above, correlation(k.c, k.variance));
  return k.gap / k.variance * max(first + Interval<T>(T(0.0), p->rest.sup()), Interval<T>(0));
}

Interval<Real> squared_coefficient(const Activation& s, int k) {
  using Value = Interval<Real>;
  const auto central = [](int l) {  // C(2l, l) / 4^l
    Value c(1);
    for (int t = 1; t <= l; ++t) c = c * Value(2 * t - 1) / Value(2 * t);
    return c;
  };
  const auto factorial = [](int m) {
    Value f(1);
    for (int t = 2; t <= m; ++t) f = f * Value(t);
    return f;
  };
  const Value two_pi = Value(2) * pi<Real>();
  const bool odd = k % 2 == 1;
  switch (s.kind) {
    case ActivationKind::piecewise_linear:
      if (k == 0) return Value(1) / two_pi;
      if (k == 1) return Value(1) / Value(4);
      return odd ? Value(0) : central(k / 2 - 1) / (Value(k - 1) * Value(k) * two_pi);
    case ActivationKind::erf:
      return odd ? Value(2) / pi<Real>() * central(k / 2) / Value(k) * pow(Value(2) / Value(3), k) : Value(0);
    case ActivationKind::sine:
      return odd ? exp(Value(-1)) / factorial(k) : Value(0);
    case ActivationKind::exponential:
      return exp(Value(1)) / factorial(k);
    case ActivationKind::softplus:
    case ActivationKind::sigmoid:
    case ActivationKind::tanh:
    case ActivationKind::swish:
      return sqr(hermite_series(s.kind, Value(1))->mu.at(static_cast<std::size_t>(k)));
    case ActivationKind::gelu:
    case ActivationKind::cosine:
    case ActivationKind::gaussian:
    case ActivationKind::square:
    case ActivationKind::cube:
      break;
  }
  expects(false, "squared_coefficient: an activation with known coefficients");
  return Value::whole();
}

#define LEMMATA_INSTANTIATE(T)                                                                            \
  template std::shared_ptr<const HermiteSeries<T>> hermite_series<T>(ActivationKind, const Interval<T>&); \
  template Interval<T> hermite_dual<T>(ActivationKind, const Covariance<T>&);                             \
  template Interval<T> hermite_derivative_dual<T>(ActivationKind, const Covariance<T>&);                  \
  template Interval<T> hermite_mean<T>(ActivationKind, const Interval<T>&);                               \
  template Interval<T> hermite_deficit<T>(ActivationKind, const EqualVariance<T>&);
LEMMATA_INSTANTIATE(double)
LEMMATA_INSTANTIATE(DoubleDouble)
LEMMATA_INSTANTIATE(Mp<50>)
LEMMATA_INSTANTIATE(Mp<100>)
LEMMATA_INSTANTIATE(Mp<200>)
#undef LEMMATA_INSTANTIATE

}  // namespace lemmata::theory
