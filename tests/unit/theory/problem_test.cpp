// Problems: both ways of differentiating against closed forms, against each other and against published values.

#include "numerics/base/random.hpp"
#include "tests/unit/theory/problems.hpp"
#include "theory/problem/interface/function.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace lemmata::theory::problem {
namespace {

using I = Interval<double>;
using Fine = Interval<Mp<50>>;

template <class T>
Vector<Interval<T>> point(const std::vector<double>& x) {
  Vector<Interval<T>> result;
  for (const double entry : x) result.emplace_back(T(entry));
  return result;
}

/// Small dyadic numbers, the same everywhere.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : stream_(seed, random_tag("problem_test"), 0) {}
  double next() { return static_cast<double>(static_cast<int>(stream_.at(at_++) % 33) - 16) / 8.0; }
  Vector<double> vector(std::size_t n) {
    Vector<double> x(n);
    for (double& entry : x) entry = next();
    return x;
  }

 private:
  RandomStream stream_;
  std::uint64_t at_ = 0;
};

struct Instance {
  Problem problem;
  Vector<double> x;
};

/// One instance of every kind of problem.
std::vector<Instance> instances() {
  Numbers draw(1);
  std::vector<Instance> all;
  const auto add = [&](const std::string& name, const Parameters& p) {
    Problem problem = made(name, p);
    Vector<double> x = draw.vector(problem.unknowns());
    all.push_back({std::move(problem), std::move(x)});
  };
  Matrix<double> target(4, 4, draw.vector(16)), mask(4, 4, std::vector<double>(16, 1.0));
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < i; ++j) target(i, j) = target(j, i);
  mask(0, 2) = mask(2, 0) = mask(3, 3) = 0;
  add("matrix_completion", {{"target", target}, {"mask", mask}, {"rank", Rational(2)}});
  add("matrix_completion",
      {{"target", target}, {"rank", Rational(3)}, {"lambda", Rational(1, 3)}, {"alpha", Rational(1, 2)}});
  const Matrix<double> inputs(5, 3, draw.vector(15));
  Matrix<double> c(3, 3, draw.vector(9));
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < i; ++j) c(i, j) = c(j, i);
  const Matrix<double> signs(5, 1, {1, -1, -1, 1, 1});
  add("quadratic_network", {{"inputs", inputs}, {"labels", signs}, {"width", Rational(2)}, {"perturbation", c}});
  add("quadratic_network", {{"inputs", inputs},
                            {"labels", signs},
                            {"width", Rational(3)},
                            {"lambda", Rational(1, 7)},
                            {"loss", std::string("logistic")}});
  add("quadratic_network", {{"inputs", inputs}, {"width", Rational(2)}, {"loss", std::string("quartic")}});
  add("cnn_population", {{"teacher", matrix(1, 3, {2, -1, 1})}, {"filter", matrix(1, 3, {1, 2, -1})}});
  Matrix<double> form(10, 10, draw.vector(100));
  for (std::size_t i = 0; i < 10; ++i)
    for (std::size_t j = 0; j < i; ++j) form(i, j) = form(j, i);
  add("matrix_sensing", {{"target", target}, {"rank", Rational(2)}, {"operator", form}, {"scale", Rational(2, 5)}});
  add("matrix_sensing", {{"target", target}, {"rank", Rational(1)}, {"measurements", matrix(3, 16, draw.vector(48))}});
  const Matrix<double> wide(2, 3, draw.vector(6));
  add("asymmetric_factorisation", {{"target", wide}, {"rank", Rational(2)}});
  add("asymmetric_factorisation", {{"target", wide}, {"rank", Rational(2)}, {"balance", Rational(0)}});
  for (const std::string activation : {"tanh", "softplus", "erf"})
    add("two_layer_network", {{"inputs", inputs},
                              {"labels", signs},
                              {"width", Rational(2)},
                              {"activation", activation},
                              {"lambda", Rational(1, 9)}});
  add("deep_linear_network",
      {{"inputs", inputs}, {"labels", matrix(5, 2, draw.vector(10))}, {"hidden", matrix(1, 2, {2, 1})}});
  for (const std::string loss : {"logistic", "exponential"})
    add("linear_classifier", {{"inputs", inputs}, {"labels", signs}, {"loss", loss}, {"lambda", Rational(1, 3)}});
  add("saddle_nesterov", {});
  add("saddle_quadratic", {{"curvatures", matrix(1, 4, {1, -2, 0, 3})}});
  add("saddle_nonisolated", {});
  add("saddle_nonstrict_cubic", {});
  add("saddle_step_sharp", {});
  add("saddle_trigonometric", {{"frequencies", matrix(2, 3, {1, 2, -1, 0.5, 0, 3})},
                               {"amplitudes", matrix(1, 2, {1, -0.25})},
                               {"phases", matrix(1, 2, {0.5, 2})},
                               {"mu", Rational(1, 3)}});
  return all;
}

template <class T>
T dot(const Vector<T>& x, const Vector<T>& y) {
  T sum(0.0);
  for (std::size_t i = 0; i < x.size(); ++i) sum = sum + x[i] * y[i];
  return sum;
}

TEST(Problem, BackwardAndForwardDifferentiationAgree) {
  Numbers draw(2);
  for (const Instance& in : instances()) {
    SCOPED_TRACE(in.problem.name());
    const Vector<Fine> x = point<Mp<50>>(in.x);
    const Vector<double> direction = draw.vector(in.x.size());
    const Vector<Fine> v = point<Mp<50>>(direction);
    const std::array<Fine, 4> line = in.problem.along(x, v);
    EXPECT_TRUE(encloses(line[0], convert<Real>(in.problem.value(x))));
    EXPECT_TRUE(encloses(line[1], convert<Real>(dot(in.problem.gradient(x), v))));
    const Vector<Fine> product = in.problem.hessian_vector(x, v);
    EXPECT_TRUE(encloses(line[2], convert<Real>(dot(product, v))));
    EXPECT_LT(line[2].width(), Mp<50>(1e-40));
    const Matrix<Fine> h = in.problem.hessian(x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      Fine sum(0);
      for (std::size_t j = 0; j < x.size(); ++j) {
        sum += h(i, j) * v[j];
        EXPECT_EQ(h(i, j), h(j, i));
      }
      EXPECT_FALSE(disjoint(sum, product[i])) << i;
    }
  }
}

TEST(Problem, DerivativesAreThoseOfTheValue) {
  // Central differences at 50 digits: independent of both tables of derivatives.
  Numbers draw(3);
  for (const Instance& in : instances()) {
    SCOPED_TRACE(in.problem.name());
    using N = Mp<100>;
    const Vector<double> direction = draw.vector(in.x.size());
    const N step("1e-20");
    std::vector<N> f;
    for (const int t : {-2, -1, 0, 1, 2}) {
      Vector<N> x;
      for (std::size_t i = 0; i < in.x.size(); ++i) x.push_back(N(in.x[i]) + N(t) * step * N(direction[i]));
      f.push_back(in.problem.value(x));
    }
    const auto line = in.problem.along(point<double>(in.x), point<double>(direction));
    // The error of the differences is of order step^2 = 1e-40: far below the allowance of the comparison, 1e-12.
    const auto close = [](const I& enclosure, const N& difference) {
      const double d = static_cast<double>(difference);
      const double room = 1e-12 * (1 + std::fabs(d));
      return enclosure.inf() - room <= d && d <= enclosure.sup() + room;
    };
    EXPECT_TRUE(close(line[1], (f[3] - f[1]) / (2 * step)));
    EXPECT_TRUE(close(line[2], (f[3] - 2 * f[2] + f[1]) / (step * step)));
    EXPECT_TRUE(close(line[3], (f[4] - 2 * f[3] + 2 * f[1] - f[0]) / (2 * step * step * step)));
  }
}

TEST(Problem, EveryNumberGivesTheSameDerivatives) {
  for (const Instance& in : instances()) {
    SCOPED_TRACE(in.problem.name());
    const Vector<Fine> reference = in.problem.gradient(point<Mp<50>>(in.x));
    const Vector<double> coarse = in.problem.gradient(in.x);
    Vector<DoubleDouble> dd(in.x.begin(), in.x.end());
    Vector<Mp<200>> fine(in.x.begin(), in.x.end());
    Vector<ExactRational> rational(in.x.begin(), in.x.end());
    const auto by_dd = in.problem.gradient(dd);
    const auto by_fine = in.problem.gradient(fine);
    const auto by_interval = in.problem.gradient(point<double>(in.x));
    const auto by_rational = in.problem.gradient(rational);
    for (std::size_t i = 0; i < in.x.size(); ++i) {
      const double expected = static_cast<double>(reference[i].mid()), scale = 1 + std::fabs(expected);
      EXPECT_NEAR(coarse[i], expected, 1e-11 * scale);
      EXPECT_NEAR(by_dd[i].hi, expected, 1e-15 * scale);
      EXPECT_NEAR(static_cast<double>(by_fine[i]), expected, 1e-15 * scale);
      EXPECT_TRUE(encloses(by_interval[i], convert<Real>(reference[i])));
      if (by_rational[i].is_known()) {
        EXPECT_TRUE(encloses(reference[i], enclosure(by_rational[i].value())));
      }
    }
  }
}

TEST(Problem, SymmetriesAnnihilateTheGradient) {
  // <grad f(x), A x> = 0 for every generator at every point, exactly where the problem is rational.
  std::size_t generators = 0;
  for (const Instance& in : instances()) {
    SCOPED_TRACE(in.problem.name());
    const Vector<Fine> x = point<Mp<50>>(in.x);
    const Vector<Fine> g = in.problem.gradient(x);
    for (const Generator& generator : in.problem.generators()) {
      ++generators;
      const Fine product = dot(g, generator(x));
      EXPECT_TRUE(product.contains_zero()) << generator.name;
      EXPECT_LT(product.width(), Mp<50>(1e-40));
      // A control: the field with one entry turned is no symmetry.
      Generator broken = generator;
      broken.entries.front().value *= -1;
      EXPECT_FALSE(dot(g, broken(x)).contains_zero()) << generator.name;
    }
  }
  EXPECT_GE(generators, 15U);
}

TEST(MatrixCompletion, ClosedFormsOfGradientAndHessian) {
  Numbers draw(4);
  const std::size_t d = 4, r = 2;
  Matrix<double> m(d, d, draw.vector(d * d)), w(d, d, std::vector<double>(d * d, 1.0));
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = 0; j < i; ++j) m(i, j) = m(j, i);
  w(0, 1) = w(1, 0) = w(2, 2) = 0;
  const Problem p = made("matrix_completion", {{"target", m}, {"mask", w}, {"rank", Rational(r)}});
  const Vector<double> x = draw.vector(d * r), v = draw.vector(d * r);
  // Everything is dyadic with few bits: double arithmetic is exact, and so is the comparison.
  Matrix<double> e(d, d);  // W o (M - X X')
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = 0; j < d; ++j) {
      e(i, j) = m(i, j);
      for (std::size_t c = 0; c < r; ++c) e(i, j) -= x[i * r + c] * x[j * r + c];
      e(i, j) *= w(i, j);
    }
  const Vector<I> g = p.gradient(point<double>(x));
  double form = 0;  // |W o (V X' + X V')|^2 - 2 <V, E V>
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t c = 0; c < r; ++c) {
      double expected = 0;
      for (std::size_t j = 0; j < d; ++j) expected += -2 * e(i, j) * x[j * r + c];
      EXPECT_EQ(g[i * r + c], I(expected));
      for (std::size_t j = 0; j < d; ++j) form -= 2 * v[i * r + c] * e(i, j) * v[j * r + c];
    }
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = 0; j < d; ++j) {
      double s = 0;
      for (std::size_t c = 0; c < r; ++c) s += v[i * r + c] * x[j * r + c] + x[i * r + c] * v[j * r + c];
      form += w(i, j) * s * s;
    }
  EXPECT_EQ(p.along(point<double>(x), point<double>(v))[2], I(form));
}

TEST(MatrixCompletion, RegulariserMatchesThePublishedValues) {
  // R alone: target = X X' at the point leaves the fit and its gradient zero.
  const std::vector<double> x{1, 2, 0.5, 0, -3, 1};
  Matrix<double> m(3, 3);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) m(i, j) = x[2 * i] * x[2 * j] + x[2 * i + 1] * x[2 * j + 1];
  const Problem p = made("matrix_completion",
                         {{"target", m}, {"rank", Rational(2)}, {"lambda", Rational(1)}, {"alpha", Rational(3, 2)}});
  EXPECT_TRUE(encloses(p.value(point<Mp<50>>(x)), golden("mc.reg.value")));
  const auto g = p.gradient(point<Mp<50>>(x));
  for (std::size_t i = 0; i < 5; ++i) EXPECT_TRUE(encloses(g[i], golden("mc.reg.grad." + std::to_string(i)))) << i;
  // Inside the radius nothing acts, also at a zero row, where the norm has no derivative.
  EXPECT_EQ(p.hessian(point<double>({0, 0, 0, 0, 0, 0}))(0, 0), I(-2 * m(0, 0)));
}

TEST(QuadraticNetwork, PublishedPointIsCriticalOnlyAsAnEnclosure) {
  const Problem p = made("quadratic_network", {{"inputs", matrix(4, 2, {3, 2, 3, -2, 2, 3, 2, -3})},
                                               {"labels", matrix(4, 1, {9, 9, 4, 4})},
                                               {"width", Rational(1)}});
  // L(w) = (1/8)[194 (w1^2-1)^2 + 288 (w1^2-1) w2^2 + 194 w2^4 + 576 w1^2 w2^2] (landscapes 3.6).
  Numbers draw(5);
  for (int k = 0; k < 20; ++k) {
    const double a = draw.next(), b = draw.next(), u = a * a - 1, v = b * b;
    EXPECT_EQ(p.value(point<double>({a, b})), I((194 * u * u + 288 * u * v + 194 * v * v + 576 * a * a * v) / 8));
  }
  const Interval<Real> root = sqrt(enclosure(Rational(72, 97)));
  const Vector<Interval<Real>> w{Interval<Real>(0), root};
  EXPECT_TRUE(encloses(p.value(w), golden("quad.q1.L")));
  for (const auto& g : p.gradient(w)) EXPECT_TRUE(g.contains_zero());
  const auto h = p.hessian(w);
  EXPECT_TRUE(encloses(h(0, 0), enclosure(Rational(6143, 97))));
  EXPECT_TRUE(encloses(h(1, 1), Interval<Real>(144)));
  const auto dual = p.dual(Vector<I>{I(0), convert<double>(root)});
  ASSERT_TRUE(dual.has_value());
  EXPECT_TRUE(encloses(dual->matrix(0, 0), enclosure(Rational(-4225, 97))));
  EXPECT_TRUE(encloses(dual->matrix(1, 1), golden("quad.q1.Lambda.1")));
}

TEST(AsymmetricFactorisation, IsTheSymmetricProblemOfTheStackedFactor) {
  // f(U, V) = 1/2 |W W' - 2 Mbar|^2 - 2 |M|^2 with W = [U; V], exactly.
  Numbers draw(7);
  const Matrix<double> m(2, 2, draw.vector(4));
  Matrix<double> stacked(4, 4);
  double square = 0;
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j) {
      stacked(i, 2 + j) = stacked(2 + j, i) = 2 * m(i, j);
      square += m(i, j) * m(i, j);
    }
  const Problem two = made("asymmetric_factorisation", {{"target", m}, {"rank", Rational(2)}});
  const Problem one = made("matrix_completion", {{"target", stacked}, {"rank", Rational(2)}});
  const Vector<I> w = point<double>(draw.vector(8));
  EXPECT_EQ(two.value(w) + I(2 * square), one.value(w));
  EXPECT_EQ(two.hessian(w), one.hessian(w));
}

TEST(CnnPopulation, PublishedLossesAndGradients) {
  for (const std::string id : {"A", "B"}) {
    const Problem p = made("cnn_population", {{"teacher", matrix(1, 2, {2, id == "A" ? -1.0 : 1.0})}});
    const Vector<Fine> x = point<Mp<50>>({3, 4, 1, 2});
    EXPECT_TRUE(encloses(p.value(x), golden("cnn." + id + ".loss")));
    const auto g = p.gradient(x);
    EXPECT_TRUE(encloses(g[0], golden("cnn." + id + ".grad_v.0")));
    EXPECT_TRUE(encloses(g[1], golden("cnn." + id + ".grad_v.1")));
    const bool first = id == "A";
    EXPECT_TRUE(encloses(g[first ? 3 : 2], golden(first ? "cnn.A.grad_a.1" : "cnn.B.grad_a.0")));
    EXPECT_LT(g[3].width(), Mp<50>(1e-40));
  }
}

TEST(CnnPopulation, TheWholeLineWhereTheAngleHasNoDerivative) {
  const Problem p = made("cnn_population", {{"teacher", matrix(1, 2, {1, 1})}});
  for (const double side : {-2.0, 2.0}) {
    const Vector<I> x = point<double>({side, 0, 1, 2});
    const Vector<I> g = p.gradient(x);
    const Matrix<I> h = p.hessian(x);
    EXPECT_TRUE(p.value(x).is_bounded());
    EXPECT_TRUE(g[0].is_whole() && g[1].is_whole());
    EXPECT_TRUE(h(0, 0).is_whole() && h(0, 1).is_whole() && h(1, 1).is_whole());
    for (std::size_t k = 1; k < 4; ++k) EXPECT_TRUE(p.along(x, point<double>({0, 1, 0, 0}))[k].is_whole()) << k;
    EXPECT_FALSE(std::isfinite(p.gradient(Vector<double>{side, 0, 1, 2})[1]));
  }
  // A box around such a point as well; a box away from it is bounded.
  EXPECT_TRUE(p.hessian(Vector<I>{I(-1), I(-0.01, 0.01), I(1), I(1)})(1, 1).is_whole());
  EXPECT_TRUE(p.hessian(Vector<I>{I(-1), I(0.01, 0.02), I(1), I(1)})(1, 1).is_bounded());
}

TEST(Saddle, PublishedConstants) {
  const Problem p = made("saddle_step_sharp", {});
  const I at = I(100);
  EXPECT_TRUE(encloses(p.hessian(Vector<I>{at})(0, 0), golden("saddle.step.sharp.L")));
  EXPECT_TRUE(encloses(p.gradient(point<double>({152}))[0], golden("saddle.step.sharp.fp.3")));
  EXPECT_TRUE(p.hessian(point<double>({0}))(0, 0).contains(-0.1));
  const Problem wells = made("saddle_nesterov", {});
  EXPECT_EQ(wells.value(point<double>({0, 1})), I(-0.25));
  EXPECT_EQ(wells.hessian(point<double>({0, 1}))(1, 1), I(2));
}

TEST(Tape, UndefinedDerivativesSurviveMultiplicationByZero) {
  // sqr(sqrt x) at 0 has slope 1, and 0 * (-inf, inf) would give 0.
  const Vector<I> zero{I(0)};
  Tape<I> tape(zero);
  const Var<I> y = sqr(apply(Function::root, tape[0]));
  EXPECT_TRUE(tape.gradient(y)[0].is_whole());
  const Vector<I> one{I(1)};
  EXPECT_TRUE(tape.hessian_vector(one)[0].is_whole());
  Line<I> line(zero, one);
  EXPECT_TRUE(sqr(apply(Function::root, line[0])).derivative(1).is_whole());
  Tape<ExactRational> exact_tape(std::span<const ExactRational>{});
  EXPECT_FALSE(apply(Function::root, Var<ExactRational>(2.0)).value().is_known());
  EXPECT_EQ(apply(Function::root, Var<ExactRational>(ExactRational(Rational(9, 4)))).value().value(), Rational(3, 2));
}

TEST(Problem, ABoxEnclosesTheDerivativesOfItsPoints) {
  Numbers draw(6);
  for (const Instance& in : instances()) {
    SCOPED_TRACE(in.problem.name());
    Vector<I> box;
    for (const double x : in.x) box.emplace_back(x - 0.0625, x + 0.0625);
    const Vector<I> g = in.problem.gradient(box);
    const Matrix<I> h = in.problem.hessian(box);
    for (int k = 0; k < 5; ++k) {
      Vector<double> x = in.x;
      for (double& entry : x) entry += draw.next() / 32;
      const Vector<I> there = in.problem.gradient(point<double>(x));
      const Matrix<I> curvature = in.problem.hessian(point<double>(x));
      for (std::size_t i = 0; i < x.size(); ++i) {
        EXPECT_FALSE(disjoint(there[i], g[i]));
        for (std::size_t j = 0; j < x.size(); ++j) EXPECT_FALSE(disjoint(curvature(i, j), h(i, j)));
      }
    }
  }
}

TEST(Problem, WrongParametersAreRefusedInOneLine) {
  const auto message = [](const std::string& name, const Parameters& p) {
    const Expected<Problem> made_problem = make(name, p);
    EXPECT_FALSE(made_problem.has_value());
    return made_problem ? std::string() : made_problem.error().message;
  };
  EXPECT_NE(message("matrix_completion", {{"rank", Rational(1)}}).find("'target'"), std::string::npos);
  EXPECT_NE(message("matrix_completion", {{"target", matrix(2, 3, std::vector<double>(6))}, {"rank", Rational(1)}})
                .find("2 x 3"),
            std::string::npos);
  EXPECT_NE(message("matrix_completion", {{"target", diagonal({1, 2})}, {"rank", Rational(1, 2)}}).find("integer"),
            std::string::npos);
  EXPECT_NE(message("matrix_completion", {{"target", matrix(2, 2, {1, 2, 3, 4})}, {"rank", Rational(1)}})
                .find("mirror image"),
            std::string::npos);
  EXPECT_NE(message("matrix_completion", {{"tarhet", diagonal({1})}}).find("tarhet"), std::string::npos);
  EXPECT_NE(message("nothing", {}).find("matrix_completion"), std::string::npos);
  EXPECT_TRUE(make("saddle/nonstrict.cubic", {}).has_value());
}

}  // namespace
}  // namespace lemmata::theory::problem
