#pragma once
/// \file
/// # Theorems whose truth is known, for tests of the engine

#include "theory/statement/registry.hpp"

#include <chrono>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

namespace lemmata::verify::toys {

using theory::Claim;
using theory::Constant;
using theory::Control;
using theory::Draw;
using theory::Feature;
using theory::Field;
using theory::Hypothesis;
using theory::number;
using theory::Statement;
using theory::Strength;

/// One integer in [0, Most]; what is claimed of it is up to the toy.
struct OneNumber {
  struct Instance {
    std::int64_t x = 0;
    static constexpr auto fields() { return std::tuple{Field{"x", &Instance::x}}; }
  };
  static Statement card(std::string title, Strength strength = Strength::exact) {
    Statement s;
    s.title = std::move(title);
    s.text = s.title;
    s.hypotheses = {"x >= 0"};
    s.claims = {{"bounded", s.title, strength, theory::Provenance::derived}};
    return s;
  }
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& i) {
    return {{"x >= 0", truth(i.x >= 0), ""}};
  }
  static std::vector<Control<Instance>> controls() { return {}; }
  static Enclosure value(const Instance& i) { return number(static_cast<double>(i.x)); }
};

/// "x <= 1000" of x in [-10, 100]: true, with a constant that could be ten times smaller.
struct Bounded : OneNumber {
  static Statement statement() { return card("x <= 1000"); }
  static Instance generate(Draw& draw) { return {draw.integer(-10, 100)}; }
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& i) {
    return {theory::at_most("bounded", value(i), number(1000.0))};
  }
  static std::vector<Constant<Instance>> constants() {
    return {theory::constant<Instance>("thousand", "c in x <= c", theory::decimal("1000"), false,
                                       []<class T>(const Instance& i, const Interval<Real>& c) -> Claim {
                                         return theory::at_most("bounded", value(i), Enclosure(c, Evidence("exact")));
                                       })};
  }
  static std::vector<Feature> features(const Instance& i) { return {{"x", static_cast<double>(i.x)}}; }
  static std::vector<Control<Instance>> controls() {
    return {theory::dropped_hypothesis<Instance>("negative", "x >= 0", {-1},
                                                 [](const Instance& i, Precision) -> std::vector<Claim> {
                                                   return {theory::at_least("x >= 0", value(i), number(0.0))};
                                                 }),
            theory::drawn_sabotage<Instance>(
                "below_fifty", [](Draw& draw) { return generate(draw); },
                [](const Instance& i, Precision) -> std::vector<Claim> {
                  return {theory::at_most("x <= 50", value(i), number(50.0))};
                })};
  }
};

/// The same, and a millisecond to judge: something to be killed in the middle of.
struct Slow : Bounded {
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return Bounded::conclude<T>(i);
  }
};

/// "x < 2^40" of x in [0, 2^40]: false at one of a million million numbers, which no sampling meets.
struct Cliff : OneNumber {
  static constexpr std::int64_t edge = std::int64_t{1} << 40;
  static Statement statement() { return card("x < 2^40"); }
  static Instance generate(Draw& draw) { return {draw.integer(0, edge)}; }
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& i) {
    return {theory::less("bounded", value(i), number(static_cast<double>(edge)))};
  }
};

/// "x <= 100" of x in [0, 100], evaluated with an error of 5 in double: true, and certain one rung up only.
struct Blurred : OneNumber {
  static Statement statement() { return card("x <= 100"); }
  static Instance generate(Draw& draw) { return {draw.integer(0, 100)}; }
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& i) {
    const double blur = precision_of<T> == Precision::binary64 ? 5 : 0;
    const auto x = static_cast<double>(i.x);
    return {
        theory::at_most("bounded", Enclosure({Real(x - blur), Real(x + blur)}, Evidence("blurred")), number(100.0))};
  }
};

/// "x <= 80, with probability 1/2" of x in [0, 99]. One control says 9/10 of x <= 10, which is false; one says 1/10 of
/// the same, which is true.
struct Often : OneNumber {
  static Statement statement() { return card("x <= 80 with probability 1/2", Strength::probabilistic); }
  static Instance generate(Draw& draw) { return {draw.integer(0, 99)}; }
  static Claim at_most_with(const Instance& i, double bound, const char* failure) {
    return with_probability(theory::at_most("bounded", value(i), number(bound)), theory::decimal(failure));
  }
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& i) {
    return {at_most_with(i, 80, "0.5")};
  }
  static std::vector<Control<Instance>> controls() {
    const auto control = [](const char* name, double bound, const char* failure) {
      return theory::drawn_sabotage<Instance>(
          name, [](Draw& draw) { return generate(draw); },
          [=](const Instance& i, Precision) -> std::vector<Claim> { return {at_most_with(i, bound, failure)}; });
    };
    return {control("too_often", 10, "0.1"), control("true_after_all", 10, "0.95")};
  }
};

template <class M>
theory::Entry entry(std::string id) {
  return {std::move(id), theory::Theorem(M{})};
}

}  // namespace lemmata::verify::toys
