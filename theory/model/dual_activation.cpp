#include "theory/model/dual_activation.hpp"

#include "numerics/scalar/elementary.hpp"
#include "numerics/scalar/text.hpp"
#include "theory/model/hermite_series.hpp"

#include <array>
#include <utility>

namespace lemmata::theory {
namespace {

template <Scalar T>
Interval<T> number(int x) {
  return Interval<T>(T(static_cast<double>(x)));
}

/// pi - theta, theta the angle between u and v.
template <Scalar T>
Interval<T> supplement(const Covariance<T>& k) {
  return atan2(sqrt(k.delta), -k.c);
}

/// E[relu(u) relu(v)] = (sqrt Delta + (pi - theta) c) / (2 pi).
template <Scalar T>
Interval<T> relu_dual(const Covariance<T>& k) {
  return (sqrt(k.delta) + supplement(k) * k.c) / (number<T>(2) * pi<T>());
}

/// sin t - t cos t for t in [0, pi]. Up to 1/2 by the series sum over k >= 1 of (-1)^(k+1) 2k t^(2k+1) / (2k+1)!, which
/// alternates with decreasing terms: its value lies between two partial sums in a row.
template <Scalar T>
Interval<T> sine_minus_arc(const Interval<T>& t) {
  if (!(t.sup() <= T(0.5))) return sin(t) - t * cos(t);
  constexpr int terms = 80;  // 2^-161 / 161! is below the last place of every rung
  const Interval<T> square = sqr(t);
  Interval<T> power = t * square / number<T>(6);  // t^(2k+1) / (2k+1)!
  Interval<T> sum(T(0.0));
  for (int k = 1;; ++k) {
    const Interval<T> term = number<T>(2 * k) * power;
    const Interval<T> next = k % 2 == 1 ? sum + term : sum - term;
    if (k == terms || term.sup() <= sum.rad()) return hull(sum, next);
    sum = next;
    power = power * square / number<T>((2 * k + 2) * (2 * k + 3));
  }
}

/// sinh x.
template <Scalar T>
Interval<T> hyperbolic_sine(const Interval<T>& x) {
  return (expm1(x) - expm1(-x)) / number<T>(2);
}
template <Scalar T>
Interval<T> hyperbolic_cosine(const Interval<T>& x) {
  return (exp(x) + exp(-x)) / number<T>(2);
}

/// 1 + a + b + Delta.
template <Scalar T>
Interval<T> radicand(const Covariance<T>& k) {
  return number<T>(1) + k.a + k.b + k.delta;
}
/// (1 + 2a)(1 + 2b) - 4 c^2.
template <Scalar T>
Interval<T> erf_radicand(const Covariance<T>& k) {
  return number<T>(1) + number<T>(2) * (k.a + k.b) + number<T>(4) * k.delta;
}

template <Scalar T>
Interval<T> slope_of(const Activation& s) {
  return convert<T>(s.slope);
}

}  // namespace

Parity Activation::parity() const {
  switch (kind) {
    case ActivationKind::piecewise_linear:
      return slope == Interval<Real>(Real(-1)) ? Parity::even : Parity::none;
    case ActivationKind::erf:
    case ActivationKind::sine:
    case ActivationKind::cube:
    case ActivationKind::tanh:
      return Parity::odd;
    case ActivationKind::cosine:
    case ActivationKind::gaussian:
    case ActivationKind::square:
      return Parity::even;
    case ActivationKind::gelu:
    case ActivationKind::exponential:
    case ActivationKind::softplus:
    case ActivationKind::sigmoid:
    case ActivationKind::swish:
      break;
  }
  return Parity::none;
}

bool Activation::analytic_not_polynomial() const {
  return kind != ActivationKind::piecewise_linear && polynomial_degree() == 0;
}

unsigned Activation::polynomial_degree() const {
  return kind == ActivationKind::square ? 2 : kind == ActivationKind::cube ? 3 : 0;
}

bool Activation::odd_part_is_linear() const {
  return parity() == Parity::even || kind == ActivationKind::piecewise_linear || kind == ActivationKind::gelu ||
         kind == ActivationKind::softplus || kind == ActivationKind::swish;
}

bool Activation::vanishes_at_zero() const {
  return kind != ActivationKind::cosine && kind != ActivationKind::exponential && kind != ActivationKind::gaussian &&
         kind != ActivationKind::softplus && kind != ActivationKind::sigmoid;
}

Expected<Activation> activation(std::string_view name) {
  const auto piecewise = [&](const Interval<Real>& slope) {
    return Activation{ActivationKind::piecewise_linear, slope, std::string(name)};
  };
  if (name == "relu") return piecewise(Interval<Real>(Real(0)));
  if (name == "abs") return piecewise(Interval<Real>(Real(-1)));
  if (name == "leaky-relu") return piecewise(Interval<Real>(Real(1)) / Interval<Real>(Real(100)));
  constexpr std::string_view leaky = "leaky-relu:";
  if (name.starts_with(leaky)) {
    const std::string_view text = name.substr(leaky.size());
    const std::size_t bar = text.find('/');
    const Expected<Interval<Real>> over = parse_enclosure<Real>(text.substr(0, bar));
    const Expected<Interval<Real>> under = parse_enclosure<Real>(bar == text.npos ? "1" : text.substr(bar + 1));
    const Interval<Real> slope = over && under ? *over / *under : Interval<Real>::whole();
    if (!(slope.inf() >= -1 && slope.sup() < 1)) {
      return Failure{FailureKind::usage,
                     "--activation " + std::string(name) + ": a slope in [-1, 1) follows the colon"};
    }
    return piecewise(slope);
  }
  constexpr std::array<std::pair<std::string_view, ActivationKind>, 12> others{{{"erf", ActivationKind::erf},
                                                                                {"gelu", ActivationKind::gelu},
                                                                                {"sin", ActivationKind::sine},
                                                                                {"cos", ActivationKind::cosine},
                                                                                {"exp", ActivationKind::exponential},
                                                                                {"gaussian", ActivationKind::gaussian},
                                                                                {"square", ActivationKind::square},
                                                                                {"cube", ActivationKind::cube},
                                                                                {"softplus", ActivationKind::softplus},
                                                                                {"sigmoid", ActivationKind::sigmoid},
                                                                                {"tanh", ActivationKind::tanh},
                                                                                {"swish", ActivationKind::swish}}};
  for (const auto& [known, kind] : others) {
    if (name == known) return Activation{kind, {}, std::string(name)};
  }
  return Failure{FailureKind::usage, "--activation " + std::string(name) +
                                         ": one of relu, leaky-relu, leaky-relu:SLOPE, abs, erf, gelu, sin, cos, exp, "
                                         "gaussian, square, cube, softplus, sigmoid, tanh, swish"};
}

template <Scalar T>
Interval<T> dual(const Activation& s, const Covariance<T>& k) {
  using I = Interval<T>;
  const I one = number<T>(1);
  const I two = number<T>(2);
  switch (s.kind) {
    case ActivationKind::piecewise_linear: {
      const I slope = slope_of<T>(s);
      return slope * k.c + sqr(one - slope) * relu_dual(k);
    }
    case ActivationKind::erf:
      return two / pi<T>() * atan2(two * k.c, sqrt(erf_radicand(k)));
    case ActivationKind::gelu: {
      const I root = sqrt(radicand(k));
      return k.c / number<T>(4) +
             (k.c * atan2(k.c, root) + (k.delta + sqr(k.c) * (one / (one + k.a) + one / (one + k.b))) / root) /
                 (two * pi<T>());
    }
    case ActivationKind::sine:
      return exp(-(k.a + k.b) / two) * hyperbolic_sine(k.c);
    case ActivationKind::cosine:
      return exp(-(k.a + k.b) / two) * hyperbolic_cosine(k.c);
    case ActivationKind::exponential:
      return exp((k.a + k.b) / two + k.c);
    case ActivationKind::gaussian:
      return one / sqrt(radicand(k));
    case ActivationKind::square:
      return k.a * k.b + two * sqr(k.c);
    case ActivationKind::softplus:
    case ActivationKind::sigmoid:
    case ActivationKind::tanh:
    case ActivationKind::swish:
      return hermite_dual(s.kind, k);
    case ActivationKind::cube:
      break;
  }
  return number<T>(9) * k.a * k.b * k.c + number<T>(6) * pow(k.c, 3);
}

template <Scalar T>
Interval<T> derivative_dual(const Activation& s, const Covariance<T>& k) {
  using I = Interval<T>;
  const I one = number<T>(1);
  const I two = number<T>(2);
  switch (s.kind) {
    case ActivationKind::piecewise_linear: {
      const I slope = slope_of<T>(s);
      return slope + sqr(one - slope) * supplement(k) / (two * pi<T>());
    }
    case ActivationKind::erf:
      return number<T>(4) / pi<T>() / sqrt(erf_radicand(k));
    case ActivationKind::gelu: {
      const I square = radicand(k);
      const I root = sqrt(square);
      const I bracket = one / square + (one - k.a * k.b) / ((one + k.a) * (one + k.b)) + one;
      return one / number<T>(4) + (atan2(k.c, root) + k.c / root * bracket) / (two * pi<T>());
    }
    case ActivationKind::sine:
      return exp(-(k.a + k.b) / two) * hyperbolic_cosine(k.c);
    case ActivationKind::cosine:
      return exp(-(k.a + k.b) / two) * hyperbolic_sine(k.c);
    case ActivationKind::exponential:
      return exp((k.a + k.b) / two + k.c);
    case ActivationKind::gaussian: {
      const I square = radicand(k);
      return k.c / (square * sqrt(square));
    }
    case ActivationKind::square:
      return number<T>(4) * k.c;
    case ActivationKind::softplus:
    case ActivationKind::sigmoid:
    case ActivationKind::tanh:
    case ActivationKind::swish:
      return hermite_derivative_dual(s.kind, k);
    case ActivationKind::cube:
      break;
  }
  return number<T>(9) * (k.a * k.b + two * sqr(k.c));
}

template <Scalar T>
Interval<T> mean(const Activation& s, const Interval<T>& a) {
  using I = Interval<T>;
  const I one = number<T>(1);
  const I two = number<T>(2);
  switch (s.kind) {
    case ActivationKind::piecewise_linear:
      return (one - slope_of<T>(s)) * sqrt(a / (two * pi<T>()));
    case ActivationKind::gelu:
      return a / sqrt(two * pi<T>() * (one + a));
    case ActivationKind::cosine:
      return exp(-a / two);
    case ActivationKind::exponential:
      return exp(a / two);
    case ActivationKind::gaussian:
      return one / sqrt(one + a);
    case ActivationKind::square:
      return a;
    case ActivationKind::softplus:
    case ActivationKind::sigmoid:
    case ActivationKind::tanh:
    case ActivationKind::swish:
      return hermite_mean(s.kind, a);
    case ActivationKind::erf:
    case ActivationKind::sine:
    case ActivationKind::cube:
      break;
  }
  return I(T(0.0));
}

template <Scalar T>
Interval<T> deficit(const Activation& s, const EqualVariance<T>& given) {
  using I = Interval<T>;
  // An even activation does not see the sign of v: take the nearer of v and -v.
  const bool turn = s.parity() == Parity::even && given.sum.mid() < given.gap.mid();
  const EqualVariance<T> k = turn ? given.opposite() : given;
  const I one = number<T>(1);
  const I two = number<T>(2);
  const I delta = k.gap * k.sum;
  const I& v = k.variance;
  const I two_pi = two * pi<T>();
  switch (s.kind) {
    case ActivationKind::piecewise_linear: {
      // v/2 - E[relu relu] = gap/2 - v (sin theta - theta cos theta)/(2 pi).
      const I theta = atan2(sqrt(delta), k.c);
      const I relu = k.gap / two - v * sine_minus_arc(theta) / two_pi;
      const I slope = slope_of<T>(s);
      return max(slope * k.gap + sqr(one - slope) * relu, I(T(0.0)));
    }
    case ActivationKind::erf: {
      // atan2(y1, x1) - atan2(y2, x2) = atan2(y1 x2 - x1 y2, x1 x2 + y1 y2).
      const I first = sqrt(one + number<T>(4) * v);
      const I second = sqrt(one + number<T>(4) * (v + delta));
      const I cross = number<T>(8) * v * delta / (first + second) + two * k.gap * first;
      return two / pi<T>() * atan2(cross, first * second + number<T>(4) * v * k.c);
    }
    case ActivationKind::gelu: {
      const I first = sqrt(one + two * v);
      const I second = sqrt(one + two * v + delta);
      const I turned = atan2(v * delta / (first + second) + k.gap * first, first * second + v * k.c);
      const I rest =
          delta * (two / (one + v) * (one / first + sqr(k.c) / (first * second * (first + second))) - one / second);
      return k.gap / number<T>(4) + (v * turned + k.gap * atan2(k.c, second) + rest) / two_pi;
    }
    case ActivationKind::sine:
      return two * exp(-v) * hyperbolic_cosine(k.sum / two) * hyperbolic_sine(k.gap / two);
    case ActivationKind::cosine:
      return two * exp(-v) * hyperbolic_sine(k.sum / two) * hyperbolic_sine(k.gap / two);
    case ActivationKind::exponential:
      return -exp(two * v) * expm1(-k.gap);
    case ActivationKind::gaussian: {
      const I first = sqrt(one + two * v);
      const I second = sqrt(one + two * v + delta);
      return delta / (first * second * (first + second));
    }
    case ActivationKind::square:
      return two * delta;
    case ActivationKind::softplus:
    case ActivationKind::sigmoid:
    case ActivationKind::tanh:
    case ActivationKind::swish:
      return hermite_deficit(s.kind, k);
    case ActivationKind::cube:
      break;
  }
  return k.gap * (number<T>(9) * sqr(v) + number<T>(6) * (sqr(v) + v * k.c + sqr(k.c)));
}

#define LEMMATA_INSTANTIATE(T)                                                   \
  template Interval<T> dual(const Activation&, const Covariance<T>&);            \
  template Interval<T> derivative_dual(const Activation&, const Covariance<T>&); \
  template Interval<T> mean(const Activation&, const Interval<T>&);              \
  template Interval<T> deficit(const Activation&, const EqualVariance<T>&);
LEMMATA_INSTANTIATE(double)
LEMMATA_INSTANTIATE(DoubleDouble)
LEMMATA_INSTANTIATE(Mp<50>)
LEMMATA_INSTANTIATE(Mp<100>)
LEMMATA_INSTANTIATE(Mp<200>)
#undef LEMMATA_INSTANTIATE

}  // namespace lemmata::theory
