/// \file
/// # Population loss of a one-hidden-layer convolutional network, Gaussian input, weight normalisation
///   L(v, a) = 1/(4 pi) [(pi-1)(|b|^2 + |a|^2) - 2 (g(phi)-1) a.b + (1.b)^2 + (1.a)^2 - 2 (1.a)(1.b)],
///   b = |w*| a*, phi the angle of v and w*, g(phi) = (pi - phi) cos phi + sin phi.
/// ## Source   Du, Lee, Tian, Poczos, Singh (2018), ICML, arXiv:1712.00779 [ABS]; closed form and classification of the
///             critical points: landscapes 4.1, 4.2, 4.4 [DER].
/// ## Notes    The arccosine has no derivative at phi = 0 and phi = pi: automatic differentiation answers with the
///             whole line there. The critical points on these two half-lines are known by a theorem:
///             phi = 0, a = b is the global minimum (L = 0); phi = pi, a_sp = (11' + (pi-1) I)^-1 (11' - I) b is a
///             local minimum iff rho = (1.a*)^2 / |a*|^2 < (k + pi - 1)/pi, and for larger rho neither a minimum nor a
///             strict saddle. L is twice differentiable there: grad_v = -(a.b)(pi - phi)/(2 pi |v|) (I - vv'/|v|^2) n,
///             whose derivative is (a.b)/2 (I - vv'/|v|^2)/|v|^2 at phi = 0 and 0 at phi = pi; the mixed block is 0 at
///             both.

#include "numerics/scalar/elementary.hpp"
#include "theory/problem/interface/kind.hpp"

namespace lemmata::theory::problem {
namespace {

Rational dot(const Vector<Rational>& x, const Vector<Rational>& y) {
  Rational sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

struct CnnPopulation {
  Vector<double> teacher, filter;  ///< a*, w*
  Rational filter_square = 0, teacher_square = 0, teacher_sum = 0;

  static Expected<CnnPopulation> make(const Parameters& p) {
    CnnPopulation m;
    Expected<Vector<double>> teacher = p.vector("teacher");
    if (!teacher) return teacher.error();
    m.teacher = std::move(teacher).value();
    m.filter = {1, 0};
    if (p.has("filter")) {
      Expected<Vector<double>> filter = p.vector("filter");
      if (!filter) return filter.error();
      m.filter = std::move(filter).value();
    }
    if (m.filter.size() < 2) return Failure{FailureKind::usage, "parameter 'filter': at least two numbers"};
    for (const double w : m.filter) m.filter_square += exact(w) * exact(w);
    for (const double a : m.teacher) {
      m.teacher_square += exact(a) * exact(a);
      m.teacher_sum += exact(a);
    }
    if (m.filter_square == 0) return Failure{FailureKind::usage, "parameter 'filter': not zero"};
    if (m.teacher_square == 0) return Failure{FailureKind::usage, "parameter 'teacher': not zero"};
    return m;
  }

  [[nodiscard]] std::size_t p() const { return filter.size(); }
  [[nodiscard]] std::size_t k() const { return teacher.size(); }
  [[nodiscard]] std::size_t unknowns() const { return p() + k(); }
  [[nodiscard]] std::size_t terms() const { return 1; }

  template <class X>
  Element<X> term(std::size_t, X& x) const {
    using S = Element<X>;
    const S one(1.0), two(2.0), pi = pi_constant<S>();
    const S norm = apply(Function::root, constant<S>(filter_square));
    const S cosine = linear_form(x, 0, filter) / (norm * apply(Function::root, inner_product(x, 0, 0, p())));
    const S phi = apply(Function::arc_cosine, cosine);
    const S g = (pi - phi) * cosine + apply(Function::root, one - sqr(cosine));
    const S ab = norm * linear_form(x, p(), teacher);
    S ones = x[p()];
    for (std::size_t j = 1; j < k(); ++j) ones = ones + x[p() + j];
    const S shift = norm * constant<S>(teacher_sum);
    const S squares = constant<S>(filter_square * teacher_square) + inner_product(x, p(), p(), k());
    return ((pi - one) * squares - two * (g - one) * ab + sqr(ones - shift)) / (S(4.0) * pi);
  }

  /// v -> t v.
  [[nodiscard]] std::vector<Generator> generators() const {
    Generator g{"scaling of v", {}};
    for (std::size_t i = 0; i < p(); ++i) g.entries.push_back({i, i, 1});
    return {std::move(g)};
  }

  [[nodiscard]] Facts facts() const {
    Facts f;
    f.infimum = 0;
    f.infimum_reason = "L is half a mean square";
    return f;
  }

  /// The theorem's point on the half-line through +-w* when x is within 1/100 of it; the distance only proposes.
  [[nodiscard]] std::optional<KnownCriticalPoint> known_critical_point(const Vector<Rational>& x) const {
    using R = Interval<Real>;
    const Vector<Rational> v(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(p()));
    Vector<Rational> w;
    for (const double entry : filter) w.push_back(exact(entry));
    const Rational s = dot(v, w) / filter_square, length = dot(v, v);
    if (s == 0) return std::nullopt;
    if (length - s * s * filter_square > length / 10000) return std::nullopt;
    const bool aligned = s > 0;
    KnownCriticalPoint known;
    for (std::size_t i = 0; i < p(); ++i) known.point.push_back(enclosure(s * w[i]));
    const R pi = lemmata::pi<Real>(), one(1), omega = sqrt(enclosure(filter_square));
    const R count(static_cast<double>(k())), mean = enclosure(teacher_sum) / count;
    Rational off = 0, size = 0;
    for (std::size_t j = 0; j < k(); ++j) {
      const R a = enclosure(exact(teacher[j]));
      const R spurious = mean * (count - one) / (count + pi - one) - (a - mean) / (pi - one);
      known.point.push_back(omega * (aligned ? a : spurious));
      const Rational gap = x[p() + j] - exact(convert<double>(known.point.back()).mid());
      off += gap * gap;
      size += exact(convert<double>(known.point.back()).mag()) * exact(convert<double>(known.point.back()).mag());
    }
    if (off > (size + teacher_square * filter_square) / 10000) return std::nullopt;
    known.hessian = hessian_at(s, aligned, pi);
    known.nullity = aligned ? 1 : p();  // at phi = pi the whole block of v is zero
    known.symmetry_nullity = 1;
    if (aligned) {
      known.verdict = KnownClass::global_minimum;
      known.theorem = "cnn/critical-points 1: phi = 0, a = a* is the global minimum, L = 0";
      return known;
    }
    const R rho = enclosure(teacher_sum * teacher_sum / teacher_square), threshold = (count + pi - one) / pi;
    if (certainly(less(rho, threshold))) {
      known.verdict = KnownClass::local_minimum;
      known.theorem =
          "cnn/spurious-threshold: phi = pi, a = a_sp is a local minimum, strict up to the scaling of v, as "
          "(1.a*)^2/|a*|^2 < 1 + (k-1)/pi";
    } else if (certainly(less(threshold, rho))) {
      known.verdict = KnownClass::degenerate;
      known.theorem =
          "cnn/spurious-threshold: phi = pi, a = a_sp is neither a minimum nor a strict saddle, as (1.a*)^2/|a*|^2 > "
          "1 + (k-1)/pi: the loss decreases at third order only";
    } else {
      known.theorem = "cnn/critical-points 2: phi = pi, a = a_sp is critical; (1.a*)^2/|a*|^2 equals 1 + (k-1)/pi";
    }
    return known;
  }

  [[nodiscard]] Matrix<Interval<Real>> hessian_at(const Rational& s, bool aligned, const Interval<Real>& pi) const {
    using R = Interval<Real>;
    Matrix<R> h(unknowns(), unknowns());
    const Rational scale = teacher_square / (2 * s * s);  // (a.b)/2 / |v|^2 with a = b: |w*|^2 |a*|^2 / (2 s^2 |w*|^2)
    for (std::size_t i = 0; aligned && i < p(); ++i)
      for (std::size_t j = 0; j < p(); ++j)
        h(i, j) = enclosure(scale * ((i == j ? 1 : 0) - exact(filter[i]) * exact(filter[j]) / filter_square));
    for (std::size_t i = 0; i < k(); ++i)
      for (std::size_t j = 0; j < k(); ++j) h(p() + i, p() + j) = (i == j ? pi : R(1)) / (R(2) * pi);
    return h;
  }
};

}  // namespace

ProblemKind cnn_population() {
  return kind<CnnPopulation>(
      "cnn_population", "E (f(Z; v/|v|, a) - f(Z; w*, a*))^2 / 2, f(Z; w, a) = sum_j a_j relu(w . Z_j), Z Gaussian",
      "v (p numbers), then a (k numbers)", {{"teacher", "a*, k numbers", ""}, {"filter", "w*, p >= 2 numbers", "1,0"}});
}

}  // namespace lemmata::theory::problem
