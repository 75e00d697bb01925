// The activations without closed duals: identities that any error of a coefficient would break, each arithmetic against
// a finer one, nearly parallel arguments. Golden values are in deep_kernel_test.cpp.

#include "theory/model/hermite_series.hpp"

#include "numerics/scalar/elementary.hpp"
#include "numerics/scalar/text.hpp"
#include "theory/model/deep_kernel.hpp"

#include <gtest/gtest.h>

namespace lemmata::theory {
namespace {

using Number = Mp<50>;
using I = Interval<Number>;

I rational(const char* text) { return parse_enclosure<Number>(text).value(); }

std::vector<Activation> activations() {
  std::vector<Activation> result;
  for (const char* name : {"softplus", "sigmoid", "tanh", "swish"}) result.push_back(activation(name).value());
  return result;
}

Covariance<Number> at(const char* a, const char* b, const char* c) {
  return covariance(rational(a), rational(b), rational(c));
}

void expect_equal(const I& a, const I& b, const char* width, const std::string& what) {
  EXPECT_FALSE(disjoint(a, b)) << what << ": " << a.mid() << " " << b.mid();
  EXPECT_LT(a.width(), Number(width)) << what;
  EXPECT_LT(b.width(), Number(width)) << what;
}

TEST(hermite_series, softplus_differentiates_to_sigmoid) {
  const Covariance<Number> k = at("1.5", "0.75", "-0.5");
  expect_equal(derivative_dual(activation("softplus").value(), k), dual(activation("sigmoid").value(), k), "1e-30",
               "E[softplus' softplus'] = E[sigmoid sigmoid]");
}

// sigmoid(z) = (1 + tanh(z/2)) / 2, and tanh is odd.
TEST(hermite_series, sigmoid_is_a_scaled_tanh) {
  const I found = dual(activation("sigmoid").value(), at("2", "3", "1"));
  const I turned = dual(activation("tanh").value(), at("0.5", "0.75", "0.25"));
  expect_equal(found, (I(1) + turned) / I(4), "1e-30", "sigmoid and tanh");
  EXPECT_FALSE(disjoint(mean(activation("sigmoid").value(), I(2)), I(0.5)));
}

// s(z) - s(-z) = z for both, so the odd part of s is z / 2.
TEST(hermite_series, odd_part_of_softplus_and_swish_is_half_of_z) {
  for (const char* name : {"softplus", "swish"}) {
    const auto series = hermite_series(activation(name)->kind, I(2));
    ASSERT_TRUE(series);
    expect_equal(sqr(series->mu[1]), I(0.5), "1e-30", name);  // E[s(u) z] = sqrt(2) E[z^2] / 2
    for (std::size_t k = 3; k < series->mu.size(); k += 2) {
      EXPECT_TRUE(series->mu[k].contains_zero()) << name << " " << k;
    }
  }
}

TEST(hermite_series, independent_arguments_factorise) {
  for (const Activation& s : activations()) {
    expect_equal(dual(s, at("2.25", "0.5", "0")), mean(s, rational("2.25")) * mean(s, rational("0.5")), "1e-30",
                 s.name);
  }
}

// A difference quotient in c is a value of the derivative between (Price).
TEST(hermite_series, price_identity_holds) {
  const I h = rational("1e-10");
  for (const Activation& s : activations()) {
    for (const char* c : {"-0.875", "0", "0.3", "0.99"}) {
      const auto dual_at = [&](const I& x) { return dual(s, covariance<Number>(I(1), I(1), x)); };
      const I x = rational(c);
      const I between = derivative_dual(s, covariance<Number>(I(1), I(1), hull<Number>(x - h, x + h)));
      const I quotient = (dual_at(x + h) - dual_at(x - h)) / (h + h);
      EXPECT_FALSE(disjoint(quotient, between)) << s.name << " " << c;
      EXPECT_LT(quotient.width(), Number("1e-18")) << s.name;
      EXPECT_LT(between.width(), Number("1e-6")) << s.name;
    }
  }
}

TEST(hermite_series, every_rung_encloses_the_same_number) {
  for (const Activation& s : activations()) {
    const Covariance<Number> k = at("1.25", "1.25", "0.75");
    const Covariance<double> coarse = covariance<double>(1.25, 1.25, 0.75);
    const Interval<double> rough = dual(s, coarse);
    EXPECT_FALSE(disjoint(convert<Number>(rough), dual(s, k))) << s.name;
    EXPECT_LT(rough.width(), 1e-11) << s.name;
    const Interval<double> slope = derivative_dual(s, coarse);
    EXPECT_FALSE(disjoint(convert<Number>(slope), derivative_dual(s, k))) << s.name;
    EXPECT_LT(slope.width(), 1e-11) << s.name;
  }
}

TEST(hermite_series, deficit_keeps_its_digits) {
  for (const Activation& s : activations()) {
    for (const char* text : {"0.5", "1e-3", "1e-20", "1.9"}) {
      const I v(1);
      const I gap = rational(text);
      const EqualVariance<Number> k{v, v - gap, gap, v + v - gap};
      const I found = deficit(s, k);
      EXPECT_FALSE(disjoint(found, dual(s, same(v)) - dual(s, k.covariance()))) << s.name << " " << text;
      EXPECT_LT(found.width(), found.mag() * Number("1e-26")) << s.name << " " << text;
    }
    // To first order in the gap: E[(s(u) - s(v))^2] / 2 -> gap E[s'(u)^2].
    const I tiny = rational("1e-22");
    const I ratio = deficit(s, EqualVariance<Number>{I(1), I(1) - tiny, tiny, I(2) - tiny}) / tiny;
    EXPECT_LT((ratio - derivative_dual(s, same(I(1)))).mag(), Number("1e-18")) << s.name;
  }
}

TEST(hermite_series, variances_out_of_range_are_not_guessed) {
  const Activation s = activation("tanh").value();
  EXPECT_TRUE(dual(s, covariance<double>(1e-9, 1, 0)).is_whole());
  EXPECT_TRUE(mean(s, Interval<double>(1000)).is_whole());
}

TEST(hermite_series, a_wide_variance_contains_its_points) {
  const Interval<double> wide(1.0, 1.125);
  for (const Activation& s : activations()) {
    const auto all = hermite_series(s.kind, wide);
    const auto one = hermite_series(s.kind, Interval<double>(1.0625));
    ASSERT_TRUE(all && one);
    for (std::size_t k = 0; k < 4; ++k) EXPECT_FALSE(disjoint(all->mu[k], one->mu[k])) << s.name << " " << k;
    EXPECT_TRUE(derivative_dual(s, same(Interval<double>(1.0625))).subset_of(derivative_dual(s, same(wide)))) << s.name;
  }
}

}  // namespace
}  // namespace lemmata::theory
