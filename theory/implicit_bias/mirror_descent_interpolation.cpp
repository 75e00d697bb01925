/// \file
/// # Mirror descent on an interpolation problem tends to the Bregman projection of its start
/// ## Statement   L(w) = |X w - y|^2, y = X w* attainable, potential Phi (half the squared norm, or entropy sum w ln w
/// - w
///                on w > 0), grad Phi(w_{t+1}) = grad Phi(w_t) + b (grad Phi(w_t) - grad Phi(w_{t-1})) - eta grad
///                L(w_t), any eta and any dual momentum b. If L(w_t) -> 0 the limit is the minimiser of D_Phi(w, w_0)
///                over X w = y. For all t, whether it converges or not: (i) n.(grad Phi(w_t) - grad Phi(w_0)) = 0 for
///                every n with X n = 0; (ii) w_t is the Bregman projection of w_0 on {X v = X w_t}: D_Phi(w_t + e n,
///                w_0) > D_Phi(w_t, w_0); (iii) if w* = grad Phi*(grad Phi(w_0) + X^T l*) then (grad Phi(w*) - grad
///                Phi(w_t)).(w* - w_t) <= |l* - l_t| |y - X w_t|, where grad Phi(w_t) = grad Phi(w_0) + X^T l_t: so
///                L(w_t) -> 0 forces w_t -> w*.
/// ## Source      Gunasekar, Lee, Soudry, Srebro (2018), ICML, Theorem 1 and Proposition 2, arXiv:1802.08246 [R]; the
///                predicates: theory dossier, sections 2.1 and 2.2, mark [D].
/// ## Method      The gradient of L lies in the range of X^T, so the dual iterate stays in grad Phi(w_0) + range(X^T).
///                (ii) D(v, w_0) = D(v, w_t) + D(w_t, w_0) + (grad Phi(w_t) - grad Phi(w_0)).(v - w_t). (iii) Cauchy
///                and Schwarz. Instances are planted: l* in multiples of ln 2 makes w* = w_0 2^(X^T k) exact for the
///                entropy.
/// ## Notes       (i) is an equality and (iii) is one for one row: their claims name the room. The iterates are
///                computed in the primal variable, w <- w exp(-eta g) for the entropy, so that (i) is not true by
///                construction. Momentum in the primal variable and natural gradient steps break (i): controls.

#include "numerics/margin/exact.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/descent_path.hpp"
#include "theory/statement/altered.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace lemmata::theory::implicit_bias {
namespace {

constexpr const char* attainable = "w* = grad Phi*(grad Phi(w_0) + X^T l*) and y = X w*";
constexpr const char* in_domain = "the start lies in the domain of Phi";
constexpr const char* dual_steps = "steps and momentum are taken in the dual variable";

enum Potential : std::int64_t { euclidean = 0, entropy = 1 };
enum Method : std::int64_t { mirror = 0, primal_momentum = 1, natural_gradient = 2 };

struct Mirror {
  struct Instance {
    Matrix<double> rows;         ///< X, n x d, fewer rows than columns
    std::vector<double> start;   ///< w_0
    std::vector<double> target;  ///< w*
    std::vector<double> labels;  ///< y
    std::vector<double> dual;    ///< l*, for the entropy in units of ln 2
    std::int64_t potential = 0;  ///< 0 half the squared norm, 1 entropy
    double step = 0;             ///< eta
    double momentum = 0;         ///< b
    std::int64_t method = 0;     ///< 0 mirror descent; 1 momentum in the primal variable, 2 natural gradient
    std::int64_t steps = 1;      ///< T
    static constexpr auto fields() {
      return std::tuple{Field{"rows", &Instance::rows},     Field{"start", &Instance::start},
                        Field{"target", &Instance::target}, Field{"labels", &Instance::labels},
                        Field{"dual", &Instance::dual},     Field{"potential", &Instance::potential},
                        Field{"step", &Instance::step},     Field{"momentum", &Instance::momentum},
                        Field{"method", &Instance::method}, Field{"steps", &Instance::steps}};
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

Statement Mirror::statement() {
  Statement s;
  s.title = "Mirror descent tends to the Bregman projection of its start";
  s.text =
      "L(w) = |X w - y|^2 with y = X w*, potential Phi (half the squared norm, or entropy), mirror descent with any "
      "step and any dual momentum. If L(w_t) -> 0 the limit minimises D_Phi(w, w_0) over X w = y; for every t the "
      "claims below hold.";
  s.source = {"S. Gunasekar, J. Lee, D. Soudry, N. Srebro",
              2018,
              "Characterizing Implicit Bias in Terms of Optimization Geometry",
              "ICML",
              "Theorem 1, Proposition 2 (recalled); predicates of the theory dossier, section 2.1",
              "arXiv:1802.08246"};
  s.provenance = Provenance::derived;
  s.dossier = "bias/md-squared";
  s.hypotheses = {attainable, in_domain, dual_steps};
  s.claims = {
      {"invariant", "|n.(grad Phi(w_t) - grad Phi(w_0))| <= 2^-30 for a basis of X n = 0", Strength::exact,
       Provenance::derived},
      {"projection", "D_Phi(w_t + e n, w_0) - D_Phi(w_t, w_0) > 0 for X n = 0", Strength::exact, Provenance::derived},
      {"stability", "(grad Phi(w*) - grad Phi(w_t)).(w* - w_t) <= (1 + 2^-20) |l* - l_t| |y - X w_t| + 2^-30",
       Strength::exact, Provenance::derived},
  };
  s.notes = {
      "The simplex with the entropy (exponentiated gradient) is the same with one affine constraint; not checked."};
  return s;
}

Mirror::Instance Mirror::generate(Draw& draw) {
  Instance x;
  const std::size_t n = draw.dimension(1, 2);
  const std::size_t d = n + 1 + draw.dimension(0, 2);
  x.potential = draw.integer(0, 1);
  x.rows = Matrix<double>(n, d);
  double square = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (double& entry : x.rows.row(i)) {
      entry = static_cast<double>(draw.integer(-2, 2));
      square += entry * entry;
    }
    x.dual.push_back(static_cast<double>(draw.integer(-1, 1)));
  }
  double most = 1;
  x.labels.assign(n, 0.0);
  for (std::size_t j = 0; j < d; ++j) {
    x.start.push_back(x.potential == entropy ? static_cast<double>(1 + draw.integer(0, 7)) / 4 : draw.real(-2, 2, 3));
    double moved = 0;
    for (std::size_t i = 0; i < n; ++i) moved += x.rows(i, j) * x.dual[i];
    x.target.push_back(x.potential == entropy ? std::ldexp(x.start[j], static_cast<int>(moved)) : x.start[j] + moved);
    for (std::size_t i = 0; i < n; ++i) x.labels[i] += x.rows(i, j) * x.target[j];
    most = std::max({most, std::fabs(x.start[j]), std::fabs(x.target[j])});
  }
  // About stable: the curvature is 2 |X|^2, times w for the entropy.
  const double limit = 1 / (2 * std::max(square, 1.0) * (x.potential == entropy ? most : 1));
  x.step = std::ldexp(1.0, std::ilogb(limit) - static_cast<int>(draw.integer(0, 2)));
  x.momentum = static_cast<double>(draw.integer(0, 2)) / 4;
  x.steps = static_cast<std::int64_t>(draw.dimension(1, 60));
  return x;
}

template <Scalar T>
std::vector<Hypothesis> Mirror::hypotheses(const Instance& x) {
  bool planted = true;
  for (std::size_t j = 0; j < x.start.size(); ++j) {
    Rational moved = 0;
    for (std::size_t i = 0; i < x.dual.size(); ++i) moved += exact(x.rows(i, j)) * exact(x.dual[i]);
    if (x.potential == euclidean) {
      planted = planted && exact(x.target[j]) == exact(x.start[j]) + moved;
    } else {
      // The exponent of two is a small integer in planted instances.
      bool found = false;
      for (int k = -64; k <= 64; ++k) found = found || (moved == k && x.target[j] == std::ldexp(x.start[j], k));
      planted = planted && found;
    }
  }
  for (std::size_t i = 0; i < x.labels.size(); ++i) {
    Rational value = 0;
    for (std::size_t j = 0; j < x.target.size(); ++j) value += exact(x.rows(i, j)) * exact(x.target[j]);
    planted = planted && value == exact(x.labels[i]);
  }
  bool inside = true;
  for (const double w : x.start) inside = inside && (x.potential == euclidean || w > 0);
  return {
      {attainable, truth(planted), {}}, {in_domain, truth(inside), {}}, {dual_steps, truth(x.method == mirror), {}}};
}

// A basis of X n = 0, exactly, by elimination.
std::vector<std::vector<Rational>> null_vectors(const Matrix<double>& rows) {
  const std::size_t n = rows.rows();
  const std::size_t d = rows.columns();
  Matrix<Rational> a(n, d);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < d; ++j) a(i, j) = exact(rows(i, j));
  }
  std::vector<std::size_t> pivots;
  for (std::size_t j = 0; j < d && pivots.size() < n; ++j) {
    const std::size_t r = pivots.size();
    std::size_t i = r;
    while (i < n && a(i, j) == 0) ++i;
    if (i == n) continue;
    for (std::size_t k = 0; k < d; ++k) std::swap(a(i, k), a(r, k));
    const Rational pivot = a(r, j);
    for (std::size_t k = 0; k < d; ++k) a(r, k) /= pivot;
    for (std::size_t q = 0; q < n; ++q) {
      const Rational factor = a(q, j);
      for (std::size_t k = 0; k < d && q != r; ++k) a(q, k) -= factor * a(r, k);
    }
    pivots.push_back(j);
  }
  std::vector<std::vector<Rational>> basis;
  for (std::size_t j = 0; j < d; ++j) {
    if (std::find(pivots.begin(), pivots.end(), j) != pivots.end()) continue;
    std::vector<Rational> v(d, 0);
    v[j] = 1;
    for (std::size_t r = 0; r < pivots.size(); ++r) v[pivots[r]] = -a(r, j);
    basis.push_back(std::move(v));
  }
  return basis;
}

template <Scalar T>
struct MirrorRun {
  using I = Interval<T>;
  std::vector<I> w, before, dual;
  const Mirror::Instance& x;

  explicit MirrorRun(const Mirror::Instance& instance) : x(instance) {
    for (const double entry : x.start) w.emplace_back(T(entry));
    before = w;
    std::vector<I> dual_before(x.labels.size());
    dual = dual_before;
    const I eta{T(x.step)};
    const I b{T(x.momentum)};
    for (std::int64_t t = 0; t < x.steps; ++t) {
      const std::vector<I> r = residual();
      std::vector<I> next;
      for (std::size_t j = 0; j < w.size(); ++j) {
        I g;
        for (std::size_t i = 0; i < r.size(); ++i) g += I(2) * r[i] * I(T(x.rows(i, j)));
        next.push_back(stepped(w[j], before[j], eta * g, b));
      }
      std::vector<I> dual_next;
      for (std::size_t i = 0; i < r.size(); ++i) {
        dual_next.push_back(dual[i] + b * (dual[i] - dual_before[i]) - eta * I(2) * r[i]);
      }
      before = std::exchange(w, std::move(next));
      dual_before = std::exchange(dual, std::move(dual_next));
    }
  }

  [[nodiscard]] std::vector<I> residual() const {
    std::vector<I> r;
    for (std::size_t i = 0; i < x.labels.size(); ++i) {
      I sum = -I(T(x.labels[i]));
      for (std::size_t j = 0; j < w.size(); ++j) sum += I(T(x.rows(i, j))) * w[j];
      r.push_back(sum);
    }
    return r;
  }
  [[nodiscard]] I mirrored(const I& v) const { return x.potential == entropy ? log(v) : v; }
  // D_Phi(v, u) for one coordinate.
  [[nodiscard]] I divergence(const I& v, const I& u) const {
    return x.potential == entropy ? v * log(v / u) - v + u : sqr(v - u) / I(2);
  }

 private:
  [[nodiscard]] I stepped(const I& now, const I& last, const I& g, const I& b) const {
    if (x.method == natural_gradient) return x.potential == entropy ? now - now * g : now - g;
    const bool primal = x.method == primal_momentum;
    if (x.potential == euclidean) return now + b * (now - last) - g;
    if (primal) return (now + b * (now - last)) * exp(-g);
    if (x.momentum == 0) return now * exp(-g);
    return now * exp(b * log(now / last) - g);
  }
};

template <Scalar T>
std::vector<Claim> Mirror::conclude(const Instance& x) {
  using I = Interval<T>;
  const MirrorRun<T> run(x);
  const std::size_t d = x.start.size();
  I invariant;
  std::optional<I> projection;
  for (const std::vector<Rational>& exact_vector : null_vectors(x.rows)) {
    std::vector<I> v;
    for (const Rational& entry : exact_vector) v.push_back(convert<T>(enclosure(entry)));
    I sum;
    double reach = 1;  // keeps w + e n positive for the entropy
    for (std::size_t j = 0; j < d; ++j) {
      sum += v[j] * (run.mirrored(run.w[j]) - run.mirrored(I(T(x.start[j]))));
      const double entry = nearest(exact_vector[j]);
      while (x.potential == entropy && entry != 0 && reach > 0x1p-60 &&
             !certainly(less(I(T(4 * reach * std::fabs(entry))), run.w[j]))) {
        reach /= 2;
      }
    }
    invariant = max(invariant, abs(sum));
    for (const double sign : {1.0, -1.0}) {
      I change;
      for (std::size_t j = 0; j < d; ++j) {
        const I start{T(x.start[j])};
        const I there = run.w[j] + I(T(sign * reach)) * v[j];
        change += run.divergence(there, start) - run.divergence(run.w[j], start);
      }
      projection = projection ? min(*projection, change) : change;
    }
  }
  I moment;
  I distance;
  I misfit;
  const I unit = x.potential == entropy ? log(I(2)) : I(1);
  for (std::size_t j = 0; j < d; ++j) {
    const I target{T(x.target[j])};
    moment += (run.mirrored(target) - run.mirrored(run.w[j])) * (target - run.w[j]);
  }
  const std::vector<I> r = run.residual();
  for (std::size_t i = 0; i < r.size(); ++i) {
    distance += sqr(unit * I(T(x.dual[i])) - run.dual[i]);
    misfit += sqr(r[i]);
  }
  return {
      at_most("invariant", along_path(invariant, "largest |n.(grad Phi(w_T) - grad Phi(w_0))|"), number(0x1p-30)),
      exceeds("projection", along_path(projection.value_or(I::whole()), "least D(w_T + e n, w_0) - D(w_T, w_0)"),
              number(0.0)),
      at_most("stability", along_path(moment, "(grad Phi(w*) - grad Phi(w_T)).(w* - w_T)"),
              along_path((I(1) + I(T(0x1p-20))) * sqrt(distance) * sqrt(misfit) + I(T(0x1p-30)),
                         "|l* - l_T| |y - X w_T| and the room")),
  };
}

std::vector<Control<Mirror::Instance>> Mirror::controls() {
  using I = Instance;
  // Dossier: x = (1, 2), y = 1, w_0 = (1, 1), entropy: w* = (1/2, 1/4), l* = -ln 2.
  const auto example = [](double step, double momentum, std::int64_t method, std::int64_t steps) {
    return I{Matrix<double>(1, 2, {1, 2}), {1, 1}, {0.5, 0.25}, {1}, {-1}, entropy, step, momentum, method, steps};
  };
  const I flat{Matrix<double>(1, 2, {1, 2}), {0, 0}, {1, 2}, {5}, {1}, euclidean, 0x1p-5, 0, mirror, 3};
  const auto limit = [&](const char* name, I x, std::size_t which, const char* digits) {
    return golden<I>(name, example(0x1p-5, 0, mirror, 1),
                     on_rung<I>([y = std::move(x), which, digits]<class T>(const I&) -> std::vector<Claim> {
                       return {lies_in("limit", along_path(MirrorRun<T>(y).w[which], "w_T"), rounded_decimal(digits))};
                     }));
  };
  return {
      dropped_hypothesis<I>("momentum_in_the_primal", dual_steps, example(0x1p-4, 0.25, primal_momentum, 20),
                            only<Mirror>("invariant")),
      dropped_hypothesis<I>("natural_gradient", dual_steps, example(0x1p-4, 0, natural_gradient, 20),
                            only<Mirror>("invariant")),
      dropped_hypothesis<I>("another_target", attainable,
                            {Matrix<double>(1, 2, {1, 2}), {0, 0}, {5, 0}, {5}, {1}, euclidean, 0x1p-4, 0, mirror, 40},
                            only<Mirror>("stability")),
      // One row: (iii) is an equality.
      tight_case<I>("one_row_stability", flat, "stability", 0x1p-19),
      sabotage<I>("stability_less", flat, with_side_times<Mirror>("stability", 1 - 0x1p-18)),
      sabotage<I>("not_invariant", example(0x1p-5, 0.25, mirror, 10), with_side<Mirror>("invariant", -0x1p-40)),
      drawn_sabotage<I>(
          "farther_projection", [](Draw& draw) { return generate(draw); },
          altered<Mirror>("projection", [](Claim claim) { return at_most(claim.name, claim.lhs, claim.rhs); })),
      // Dossier md-entropy, md-primal-mom, natgrad (the double 0.05 for 1/20).
      limit("entropy_w1", example(0.05, 0, mirror, 200), 0, "0.500000000000"),
      limit("entropy_w2", example(0.05, 0.25, mirror, 200), 1, "0.250000000000"),
      limit("primal_momentum_w1", example(0.05, 0.5, primal_momentum, 200), 0, "0.62432976"),
      limit("primal_momentum_w2", example(0.05, 0.25, primal_momentum, 200), 1, "0.245385695954"),
      limit("natural_w1", example(0.05, 0, natural_gradient, 200), 0, "0.51499039"),
      limit("natural_w2", example(0.05, 0, natural_gradient, 200), 1, "0.242504803874"),
  };
}

}  // namespace

Theorem mirror_descent_interpolation() { return Theorem(Mirror{}); }

}  // namespace lemmata::theory::implicit_bias
