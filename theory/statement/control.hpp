#pragma once
/// \file
/// # Control: what the engine must find, or the check proves nothing
/// dropped_hypothesis   an instance on which exactly the named hypothesis fails (so the theorem is vacuous there) and a
///                      claim is certainly false: the hypothesis is needed, and it is really tested.
/// sabotage             a false claim under true hypotheses: a strengthened constant, a turned inequality.
/// tight_case           the theorem holds with a slack so small that any stronger constant would fail.
/// golden               a value known from elsewhere: the enclosure must lie within it.
/// A control that is drawn runs over instances until it dies; a fixed one dies on its instance or survives.

#include "numerics/scalar/precision.hpp"
#include "theory/statement/claim.hpp"
#include "theory/statement/draw.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lemmata::theory {

enum class ControlKind { dropped_hypothesis, sabotage, tight_case, golden };

[[nodiscard]] constexpr std::string_view name(ControlKind kind) {
  switch (kind) {
    case ControlKind::dropped_hypothesis:
      return "dropped hypothesis";
    case ControlKind::sabotage:
      return "sabotage";
    case ControlKind::tight_case:
      return "tight case";
    case ControlKind::golden:
      break;
  }
  return "golden value";
}

/// Claims of an instance, evaluated on a rung.
template <class I>
using Conclude = std::function<std::vector<Claim>(const I&, Precision)>;

template <class I>
struct Control {
  std::string name;
  ControlKind kind = ControlKind::sabotage;
  std::function<I(Draw&)> instance;  ///< ignores its argument when the instance is fixed
  Conclude<I> instead;               ///< the claims to judge; empty: the theorem's own
  std::string subject;               ///< the hypothesis that is dropped, or the claim that is tight; else empty
  double slack_at_most = 0;          ///< tight_case: the slack is certainly at most this
  bool drawn = false;                ///< instances are drawn until the control dies
};

/// Calls f.template operator()<T>(instance) on the rung asked for.
template <class I, class F>
[[nodiscard]] Conclude<I> on_rung(F f) {
  return [f = std::move(f)](const I& instance, Precision p) {
    return at(p, [&]<class T>() -> std::vector<Claim> { return f.template operator()<T>(instance); });
  };
}

template <class I>
[[nodiscard]] Control<I> dropped_hypothesis(std::string name, std::string hypothesis, I instance,
                                            Conclude<I> instead = {}) {
  return {std::move(name),
          ControlKind::dropped_hypothesis,
          [x = std::move(instance)](Draw&) { return x; },
          std::move(instead),
          std::move(hypothesis),
          0,
          false};
}
/// The same over random instances, each of which fails exactly that hypothesis: what a probabilistic claim needs.
template <class I>
[[nodiscard]] Control<I> drawn_dropped_hypothesis(std::string name, std::string hypothesis,
                                                  std::function<I(Draw&)> generate, Conclude<I> instead = {}) {
  return {std::move(name),
          ControlKind::dropped_hypothesis,
          std::move(generate),
          std::move(instead),
          std::move(hypothesis),
          0,
          true};
}
template <class I>
[[nodiscard]] Control<I> sabotage(std::string name, I instance, Conclude<I> instead) {
  return {std::move(name),
          ControlKind::sabotage,
          [x = std::move(instance)](Draw&) { return x; },
          std::move(instead),
          {},
          0,
          false};
}
template <class I>
[[nodiscard]] Control<I> drawn_sabotage(std::string name, std::function<I(Draw&)> generate, Conclude<I> instead) {
  return {std::move(name), ControlKind::sabotage, std::move(generate), std::move(instead), {}, 0, true};
}
template <class I>
[[nodiscard]] Control<I> tight_case(std::string name, I instance, std::string claim, double slack_at_most) {
  return {std::move(name),
          ControlKind::tight_case,
          [x = std::move(instance)](Draw&) { return x; },
          {},
          std::move(claim),
          slack_at_most,
          false};
}
template <class I>
[[nodiscard]] Control<I> golden(std::string name, I instance, Conclude<I> instead) {
  return {std::move(name),
          ControlKind::golden,
          [x = std::move(instance)](Draw&) { return x; },
          std::move(instead),
          {},
          0,
          false};
}

}  // namespace lemmata::theory
