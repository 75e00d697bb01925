// Deep smooth networks against their own difference quotients, and normal numbers against the normal distribution.

#include "theory/model/smooth_network.hpp"

#include "numerics/scalar/elementary.hpp"
#include "theory/model/normal_numbers.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace lemmata::theory {
namespace {

using Number = Mp<50>;
using I = Interval<Number>;
using Network = SmoothNetwork<Number>;

Network network(SmoothActivation s, std::size_t m, std::size_t depth) {
  std::uint64_t index = 0;
  const auto fill = [&](Matrix<double> a) {
    for (std::size_t r = 0; r < a.rows(); ++r) {
      for (double& x : a.row(r)) x = standard_normal(RandomStream(3, random_tag("test"), index++));
    }
    return a;
  };
  const Matrix<double> first = fill(Matrix<double>(m, 2));
  const Matrix<double> hidden = fill(Matrix<double>((depth - 1) * m, m));
  std::vector<double> output;
  for (std::size_t r = 0; r < m; ++r) output.push_back(standard_normal(RandomStream(4, random_tag("test"), r)));
  return {s, first, hidden, output};
}

constexpr std::array kinds{SmoothActivation::tanh, SmoothActivation::softplus, SmoothActivation::sine};

// Along the gradient of f(x_j), f(x_i) changes at the rate G_ij, and its second difference is at most K |step|^2.
TEST(smooth_network, gradients_and_curvature_agree_with_differences) {
  const std::vector<double> first_input{3, 4};
  const std::vector<double> second_input{1, 0};
  const I t(0x1p-20);
  for (const SmoothActivation s : kinds) {
    for (const std::size_t depth : {1U, 2U, 3U}) {
      const Network start = network(s, 3, depth);
      const std::vector<Network::Pass> passes{start.pass(Network::unit(first_input)),
                                              start.pass(Network::unit(second_input))};
      const Matrix<I> gram = gradient_gram<Number>(passes);
      Network forward = start;
      Network backward = start;
      forward.add_gradient(passes[1], t);
      backward.add_gradient(passes[1], -t);
      const I size = forward.distance(start);
      EXPECT_LT((sqr(size / t) - gram(1, 1)).mag(), Number(1e-30)) << name(s) << depth;
      for (const std::size_t i : {0U, 1U}) {
        const IntervalVector<Number> input = passes[i].x.front();
        const I up = forward.pass(input).value;
        const I down = backward.pass(input).value;
        EXPECT_LT(((up - down) / (t + t) - gram(i, 1)).mag(), Number(1e-8)) << name(s) << depth;
        const I second = (up + down - passes[i].value - passes[i].value) / sqr(size);
        EXPECT_EQ(less_equal(abs(second), start.curvature(passes[i], size)), Truth::yes) << name(s) << depth;
      }
    }
  }
}

// One neuron, sine: f = a s sin(w), whose second derivative is known.
TEST(smooth_network, curvature_bounds_the_hessian_of_one_neuron) {
  const SmoothNetwork<double> net(SmoothActivation::sine, Matrix<double>(1, 1, {1.0}), Matrix<double>(0, 1), {2.0});
  const auto pass = net.pass({Interval<double>(1)});
  const Interval<double> s = sqrt(Interval<double>(1) / dual(activation("sin").value(), same(Interval<double>(1))));
  const Interval<double> one(1);
  // |f''| >= the entry a s sin(w), and the bound is s (1 + a) with the ball shrunk to its centre.
  EXPECT_FALSE(disjoint(net.curvature(pass, Interval<double>(0)), s * Interval<double>(3)));
  EXPECT_EQ(less_equal(Interval<double>(2) * s * sin(one), net.curvature(pass, Interval<double>(0))), Truth::yes);
}

TEST(normal_numbers, have_the_normal_distribution) {
  constexpr int count = 200000;
  std::array<int, 7> below{};
  const std::array<double, 7> points{-2, -1, -0.5, 0, 0.5, 1, 2};
  double square = 0;
  for (std::uint64_t k = 0; k < count; ++k) {
    const double x = standard_normal(RandomStream(1, random_tag("normal"), k));
    square += x * x;
    for (std::size_t p = 0; p < points.size(); ++p) below[p] += x < points[p] ? 1 : 0;
  }
  EXPECT_NEAR(square / count, 1, 0.02);  // six standard deviations
  for (std::size_t p = 0; p < points.size(); ++p) {
    const double expected = 0.5 * std::erfc(-points[p] / std::sqrt(2.0));
    EXPECT_NEAR(static_cast<double>(below[p]) / count, expected, 0.0068) << points[p];
  }
  EXPECT_EQ(standard_normal(RandomStream(1, 2, 3)), standard_normal(RandomStream(1, 2, 3)));
}

}  // namespace
}  // namespace lemmata::theory
