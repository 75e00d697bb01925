/// \file
/// # Gradient descent on a quadratic contracts
/// ## Statement   f(x) = 1/2 sum_i c_i x_i^2, 0 < mu = min c_i, L = max c_i, 0 < eta <= 2/(mu + L). Then the iterates
///                x_{k+1} = x_k - eta grad f(x_k) satisfy |x_k| <= (1 - eta mu)^k |x_0|.
/// ## Source      Nesterov (2004), Introductory Lectures on Convex Optimization, Theorem 2.1.15.
/// ## Method      Coordinate i of x_k is (1 - eta c_i)^k times that of x_0; enclosed in intervals of the rung.
///
/// A repository of somebody else: one theorem, one file, the commands of lemmata over it.

#include "theory/statement/theorem.hpp"
#include "verify/cli/program.hpp"

#include <algorithm>

namespace mine {
namespace {

using namespace lemmata;
using namespace lemmata::theory;

constexpr const char* convex = "every curvature is positive";
constexpr const char* small_step = "0 < eta <= 2 / (mu + L)";
constexpr int steps = 5;

struct QuadraticDescent {
  struct Instance {
    std::vector<double> curvatures;
    std::vector<double> start;
    double step = 0;
    static constexpr auto fields() {
      return std::tuple{Field{"curvatures", &Instance::curvatures}, Field{"start", &Instance::start},
                        Field{"step", &Instance::step}};
    }
  };

  static Statement statement() {
    Statement s;
    s.title = "Gradient descent on a quadratic contracts";
    s.text =
        "f(x) = 1/2 sum c_i x_i^2 with 0 < mu = min c_i, L = max c_i and 0 < eta <= 2/(mu + L): then "
        "|x_k| <= (1 - eta mu)^k |x_0| (checked at k = 5).";
    s.source = {"Yu. Nesterov", 2004, "Introductory Lectures on Convex Optimization", "Kluwer", "Theorem 2.1.15", ""};
    s.provenance = Provenance::recalled;
    s.dossier = "mine/quadratic";
    s.hypotheses = {convex, small_step};
    s.claims = {{"rate", "|x_k| <= (1 - eta mu)^k |x_0|", Strength::exact, Provenance::recalled}};
    return s;
  }

  static Instance generate(Draw& draw) {
    Instance x;
    const std::size_t d = 1 + draw.dimension(0, 5);
    double least = 8;
    double most = 0;
    for (std::size_t i = 0; i < d; ++i) {
      x.curvatures.push_back(draw.real(0.125, 8, 6));
      x.start.push_back(draw.real(-4, 4, 6));
      least = std::min(least, x.curvatures.back());
      most = std::max(most, x.curvatures.back());
    }
    // Any double near the limit will do: the hypothesis is decided, not assumed.
    x.step = draw.real(0, 1, 10) * 2 / (least + most);
    return x;
  }

  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x) {
    const auto [least, most] = std::minmax_element(x.curvatures.begin(), x.curvatures.end());
    const Interval<T> eta{T(x.step)};
    const Interval<T> sum = Interval<T>(T(*least)) + Interval<T>(T(*most));
    return {{convex, truth(*least > 0), ""},
            {small_step, positive(eta) && less_equal(eta * sum, Interval<T>(T(2.0))), ""}};
  }

  // x_k as the theorem's file encloses it: coordinate i is (1 - eta c_i)^k times that of x_0.
  template <Scalar T>
  static Interval<T> factor(const Instance& x, const Interval<T>& c) {
    return pow(Interval<T>(T(1.0)) - Interval<T>(T(x.step)) * c, 2 * steps);
  }

  // c = 1 is the theorem. Both sides squared and subtracted: coordinates of curvature mu cancel exactly, so that the
  // cases of equality are decided.
  template <Scalar T>
  static Claim rate(const Instance& x, const Interval<Real>& c) {
    const double mu = *std::min_element(x.curvatures.begin(), x.curvatures.end());
    const bool stated = c.is_point() && c == Interval<Real>(1);
    const Interval<T> allowed = factor<T>(x, convert<T>(c) * Interval<T>(T(mu)));
    Interval<T> room(T(0.0));
    for (std::size_t i = 0; i < x.start.size(); ++i) {
      if (stated && x.curvatures[i] == mu) continue;
      room += (allowed - factor<T>(x, Interval<T>(T(x.curvatures[i])))) * sqr(Interval<T>(T(x.start[i])));
    }
    return at_least("rate", enclose(room, Evidence("iterates", "(1 - eta mu)^2k |x_0|^2 - |x_k|^2")), number(0.0));
  }

  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x) {
    return {rate<T>(x, Interval<Real>(1))};
  }

  static std::vector<Constant<Instance>> constants() {
    return {constant<Instance>("rate", "c in |x_k| <= (1 - c eta mu)^k |x_0|, stated 1", decimal("1"), true,
                               []<class T>(const Instance& x, const Interval<Real>& c) { return rate<T>(x, c); })};
  }

  static std::vector<Feature> features(const Instance& x) {
    return {{"dimension d", static_cast<double>(x.start.size())}, {"eta", x.step}};
  }

  static std::vector<Control<Instance>> controls() {
    using I = Instance;
    return {
        // The second coordinate only changes its sign.
        dropped_hypothesis<I>("large_step", small_step, {{1, 4}, {1, 1}, 0.5}),
        dropped_hypothesis<I>("concave", convex, {{-1, 4}, {1, 1}, 0.5},
                              on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                                const Interval<T> growth = factor<T>(x, Interval<T>(T(x.curvatures[0])));
                                return {at_most("no growth", enclose(growth, Evidence("growth")), number(1.0))};
                              })),
        sabotage<I>("rate_doubled", {{1, 2}, {1, 1}, 0.25}, on_rung<I>([]<class T>(const I& x) -> std::vector<Claim> {
                      return {rate<T>(x, Interval<Real>(2))};
                    })),
        // One coordinate: equality, and every number is exact.
        tight_case<I>("one_coordinate", {{1}, {1}, 0.5}, "rate", 0.0),
    };
  }
};

}  // namespace

Theorem quadratic_descent() { return Theorem(QuadraticDescent{}); }

}  // namespace mine

int main(int argc, char** argv) {
  return lemmata::program(argc, argv, {{"mine/quadratic_descent", mine::quadratic_descent()}});
}
