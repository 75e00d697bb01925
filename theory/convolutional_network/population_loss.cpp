/// \file
/// # The population loss of a one-hidden-layer convolutional network
/// ## Statement   For k non-overlapping standard normal patches, L(v, a) = E[(f(Z, v/|v|, a) - f(Z, w*, a*))^2] / 2 has
///                the closed form of theory/model/convolutional_network, and so have its gradient and its second
///                derivatives at |v| = 1: L_phiphi = (a.b / 2 pi)((pi - phi) cos phi - sin phi), azimuthal (a.b / 2
///                pi)(pi - phi) cos phi, mixed ((pi - phi) sin phi / 2 pi) b, radial 0.
/// ## Source      Du, Lee, Tian, Poczos, Singh (2018), ICML, arXiv:1712.00779, Theorem 3.1 and gradients: form
///                recalled, derived (dossier landscapes, sections 4.1, 4.2).
/// ## Method      The expectation independently: E relu(u.z) relu(n.z) = (1/pi) integral of cos t cos(t - phi) over
///                (phi - pi/2, pi/2) by the midpoint rule, whose error is at most (pi - phi)^3 / (12 N^2). Derivatives
///                against automatic differentiation of the loss (theory/problem); the identities are stated with room
///                2^-30.
/// ## Notes       Entries of Z have variance sigma^2; the theorem asks for sigma = 1.

#include "theory/model/convolutional_network.hpp"
#include "theory/problem/interface/problem.hpp"
#include "theory/statement/theorem.hpp"

namespace lemmata::theory::convolutional_network {
namespace {

constexpr const char* proper = "v, w* and a* are not 0, v and w* not parallel";
constexpr const char* standard = "the entries of Z have variance 1";
constexpr int panels = 128;
constexpr double room = 0x1p-30;

struct PopulationLoss {
  struct Instance {
    std::vector<double> filter, teacher;  ///< w* in R^p, a* in R^k
    std::vector<double> v, a;
    double deviation = 1;  ///< sigma
    static constexpr auto fields() {
      return std::tuple{Field{"filter", &Instance::filter}, Field{"teacher", &Instance::teacher},
                        Field{"v", &Instance::v}, Field{"a", &Instance::a}, Field{"deviation", &Instance::deviation}};
    }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

using Instance = PopulationLoss::Instance;

Statement PopulationLoss::statement() {
  Statement s;
  s.title = "The population loss of a one-hidden-layer convolutional network";
  s.text =
      "Non-overlapping standard normal patches, weight normalisation: L = ((pi-1)(|b|^2 + |a|^2) - 2 (g(phi)-1) a.b + "
      "(1.b - 1.a)^2) / (4 pi), b = |w*| a*, g(phi) = (pi - phi) cos phi + sin phi, with the gradients and second "
      "derivatives that follow.";
  s.source = {"S. S. Du, J. D. Lee, Y. Tian, B. Poczos, A. Singh",
              2018,
              "Gradient Descent Learns One-hidden-layer CNN: Don't be Afraid of Spurious Local Minima",
              "ICML",
              "Theorem 3.1 (recalled); dossier landscapes, sections 4.1 and 4.2",
              "arXiv:1712.00779"};
  s.provenance = Provenance::recalled;
  s.dossier = "cnn/population-loss";
  s.hypotheses = {proper, standard};
  const auto claim = [&](const char* name, const char* text) {
    s.claims.push_back({name, text, Strength::exact, Provenance::derived});
  };
  claim("closed_form", "|L - expectation by quadrature| <= error bound of the midpoint rule + 2^-30");
  claim("non_negative", "L >= 0");
  claim("gradient_v", "|grad_v L - closed form| <= 2^-30");
  claim("gradient_a", "|grad_a L - closed form| <= 2^-30");
  claim("tangential", "|<v, grad_v L>| <= 2^-30");
  claim("hessian", "second derivatives along phi, azimuth, radius and mixed agree within 2^-30");
  return s;
}

Instance PopulationLoss::generate(Draw& draw) {
  Instance x;
  const std::size_t p = draw.dimension(2, 4);
  const std::size_t k = draw.dimension(1, 5);
  for (std::size_t i = 0; i < p; ++i) {
    x.filter.push_back(draw.real(-2, 2, 3));
    x.v.push_back(draw.real(-2, 2, 3));
  }
  // Never parallel: v turned by a right angle in the first plane is added where it would be.
  x.filter[0] += x.filter[0] < 0 ? -2 : 2;
  x.v[1] += x.v[1] < 0 ? -2 : 2;
  if (x.v[0] * x.filter[1] == x.v[1] * x.filter[0]) x.v[0] += 1;
  for (std::size_t j = 0; j < k; ++j) {
    x.teacher.push_back(draw.real(-2, 2, 3));
    x.a.push_back(draw.real(-2, 2, 3));
  }
  if (x.teacher[0] == 0) x.teacher[0] = 1;
  return x;
}

template <Scalar T>
std::vector<Hypothesis> PopulationLoss::hypotheses(const Instance& x) {
  const Vector<Rational> w = rational(x.filter);
  const Vector<Rational> v = rational(x.v);
  const Vector<Rational> a = rational(x.teacher);
  const Rational cross = dot(v, v) * dot(w, w) - dot(v, w) * dot(v, w);
  return {{proper, truth(cross > 0 && dot(a, a) > 0), {}}, {standard, truth(x.deviation == 1), {}}};
}

// E relu(u.z) relu(n.z) by the midpoint rule and a bound of its error: |(cos t cos(t - phi))''| <= 2.
template <Scalar T>
Interval<T> mixed_moment(const Interval<T>& phi) {
  using I = Interval<T>;
  const I length = pi<T>() - phi;
  const I h = length / I(panels);
  I sum;
  for (int i = 0; i < panels; ++i) {
    const I t = phi - pi<T>() / I(2) + h * (I(i) + I(T(0.5)));
    sum += cos(t) * cos(t - phi);
  }
  return sum * h / pi<T>();
}
template <Scalar T>
Interval<T> mixed_moment_error(const Interval<T>& phi) {
  return pow(pi<T>() - phi, 3) / (Interval<T>(12 * panels * panels) * pi<T>());
}

struct Constants {
  double kernel = 1;    ///< in (g(phi) - kernel)
  double gradient = 1;  ///< times the closed grad_v
  double curvature = 1;
};

template <Scalar T>
std::vector<Claim> claims(const Instance& x, const Constants& c) {
  using I = Interval<T>;
  const Teacher<T> teacher(x.filter, x.teacher);
  const Student<T> s{points<T>(x.v), points<T>(x.a)};
  const std::size_t p = x.v.size();
  const std::size_t k = x.a.size();
  const I phi = angle(teacher, s.v);
  const I ab = dot(s.a, teacher.b);
  const I two_pi = I(2) * pi<T>();
  const I loss = population_loss(teacher, s.a, phi) - I(T(1 - c.kernel)) * ab / two_pi;

  // E relu(u.z)^2 = 1/2 and E relu(u.z) = (2 pi)^(-1/2) for a unit vector; all scale with sigma^2.
  const I variance = sqr(I(T(x.deviation)));
  const I squares = (square_norm(s.a) + square_norm(teacher.b)) * (I(T(0.5)) - I(1) / two_pi);
  const I sums = sqr(total(s.a) - total(teacher.b)) / two_pi;
  const I cross = I(2) * ab * (mixed_moment(phi) - I(1) / two_pi);
  const I quadrature = variance * (squares + sums - cross) / I(2);
  const I error = variance * abs(ab) * mixed_moment_error(phi) + I(T(room));

  const auto network = problem::make(
      "cnn_population", {{"teacher", Matrix<double>(1, k, x.teacher)}, {"filter", Matrix<double>(1, p, x.filter)}});
  IntervalVector<T> unknowns = s.v;
  unknowns.insert(unknowns.end(), s.a.begin(), s.a.end());
  const IntervalVector<T> gradient = network->gradient(unknowns);
  const Matrix<I> h = network->hessian(unknowns);
  const IntervalVector<T> by_v = filter_gradient(teacher, s);
  const IntervalVector<T> by_a = output_gradient(teacher, s.a, phi);
  IntervalVector<T> off_v;
  IntervalVector<T> off_a;
  for (std::size_t i = 0; i < p; ++i) off_v.push_back(gradient[i] - I(T(c.gradient)) * by_v[i]);
  for (std::size_t j = 0; j < k; ++j) off_a.push_back(gradient[p + j] - by_a[j]);

  // The unit tangent at v/|v| along which phi grows; second derivatives along it, off it, and mixed.
  const I length = norm(s.v);
  const I cosine = dot(s.v, teacher.direction) / length;
  IntervalVector<T> tangent;
  for (std::size_t i = 0; i < p; ++i) {
    tangent.push_back((cosine * s.v[i] / length - teacher.direction[i]) / sqrt(I(1) - sqr(cosine)));
  }
  const auto form = [&](const IntervalVector<T>& left, const IntervalVector<T>& right) {
    I sum;
    for (std::size_t i = 0; i < p; ++i) {
      for (std::size_t j = 0; j < p; ++j) sum += left[i] * h(i, j) * right[j];
    }
    return sum * square_norm(s.v);
  };
  const I open = pi<T>() - phi;
  I off = sqr(form(tangent, tangent) - I(T(c.curvature)) * ab / two_pi * (open * cos(phi) - sin(phi)));
  off += sqr(form(s.v, s.v));
  if (p >= 3) {  // a direction orthogonal to v and w*: e_3 less its parts
    IntervalVector<T> azimuth(p);
    azimuth[2] = I(1);
    azimuth = sum(azimuth, s.v, -s.v[2] / square_norm(s.v));
    azimuth = sum(azimuth, tangent, -dot(azimuth, tangent));
    off += sqr(form(azimuth, azimuth) - ab / two_pi * open * cos(phi) * square_norm(azimuth));
  }
  for (std::size_t j = 0; j < k; ++j) {
    I mixed;
    for (std::size_t i = 0; i < p; ++i) mixed += h(i, p + j) * tangent[i];
    off += sqr(mixed * length - open * sin(phi) / two_pi * teacher.b[j]);
  }
  const auto say = [](const I& set, const char* what) { return enclose(set, Evidence("evaluation", what)); };
  IntervalVector<T> automatic_v(gradient.begin(), gradient.begin() + static_cast<std::ptrdiff_t>(p));
  return {at_most("closed_form", say(abs(loss - quadrature), "|L - quadrature|"), say(error, "error bound")),
          at_least("non_negative", say(loss, "L"), number(0.0)),
          at_most("gradient_v", say(norm(off_v), "difference"), number(room)),
          at_most("gradient_a", say(norm(off_a), "difference"), number(room)),
          at_most("tangential", say(abs(dot(s.v, automatic_v)), "|<v, grad_v>|"), number(room)),
          at_most("hessian", say(sqrt(off), "difference"), number(room))};
}

template <Scalar T>
std::vector<Claim> PopulationLoss::conclude(const Instance& x) {
  return claims<T>(x, {});
}

std::vector<Control<Instance>> PopulationLoss::controls() {
  using I = Instance;
  const I a{{1, 0}, {2, -1}, {3, 4}, {1, 2}, 1};
  const I b{{1, 0}, {2, 1}, {3, 4}, {1, 2}, 1};
  I scaled_inputs = b;
  scaled_inputs.deviation = 2;
  // Close to the minimum: L is small, and "L >= 0" nearly tight.
  const I close{{1, 0}, {1, 1}, {1, 0x1p-10}, {1, 1}, 1};
  const auto changed = [](std::string name, Constants c) {
    return drawn_sabotage<I>(
        std::move(name), [](Draw& draw) { return generate(draw); },
        on_rung<I>([c]<class T>(const I& x) { return claims<T>(x, c); }));
  };
  const auto published = [](std::string name, I x, const char* loss, std::vector<const char*> by_v,
                            std::vector<const char*> by_a) {
    return golden<I>(
        std::move(name), std::move(x), on_rung<I>([=]<class T>(const I& y) -> std::vector<Claim> {
          const Teacher<T> teacher(y.filter, y.teacher);
          const Student<T> s{points<T>(y.v), points<T>(y.a)};
          const Interval<T> phi = angle(teacher, s.v);
          std::vector<Claim> found;
          const auto is = [&](const char* what, const Interval<T>& set, const char* digits) {
            if (digits == nullptr) return;
            found.push_back(lies_in(what, enclose(set, Evidence("evaluation", what)), rounded_decimal(digits)));
          };
          is("loss", population_loss(teacher, s.a, phi), loss);
          const IntervalVector<T> gv = filter_gradient(teacher, s);
          const IntervalVector<T> ga = output_gradient(teacher, s.a, phi);
          for (std::size_t i = 0; i < by_v.size(); ++i) is("grad_v", gv[i], by_v[i]);
          for (std::size_t j = 0; j < by_a.size(); ++j) is("grad_a", ga[j], by_a[j]);
          return found;
        }));
  };
  return {
      dropped_hypothesis<I>("variance_four", standard, scaled_inputs), changed("kernel_not_centred", {.kernel = 0}),
      changed("gradient_doubled", {.gradient = 2}), changed("curvature_doubled", {.curvature = 2}),
      sabotage<I>("loss_is_bounded_away", close, on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                    const Teacher<T> teacher(x.filter, x.teacher);
                    return {at_least("L",
                                     enclose(population_loss(teacher, points<T>(x.a), angle(teacher, points<T>(x.v))),
                                             Evidence("evaluation", "L")),
                                     number(0x1p-20))};
                  })),
      tight_case<I>("near_the_minimum", close, "non_negative", 0x1p-19),
      // tests/golden/landscapes.json (cnn.A, cnn.B)
      published("student_orthogonal_to_teacher", a, "2.022535170724313992693349", {},
                {nullptr, "1.179618840791360968340983"}),
      published("student_along_teacher", b, "0.9857499213750794477916508",
                {"-0.1804371877629781636221946", "0.1353278908222336227166460"}, {"-0.01839262467461727245084897"})};
}

}  // namespace

Theorem population_loss() { return Theorem(PopulationLoss{}); }

}  // namespace lemmata::theory::convolutional_network
