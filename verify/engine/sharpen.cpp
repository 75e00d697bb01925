#include "verify/engine/sharpen.hpp"

#include "verify/engine/property.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::verify {
namespace {

using theory::AnyInstance;
using theory::Constant;
using theory::Entry;

constexpr double resolution = 1 + 0x1p-8;

Interval<Real> strengthened(const Constant<AnyInstance>& constant, double factor) {
  const Interval<Real> f{Real(factor)};
  return constant.larger_is_stronger ? constant.value * f : constant.value / f;
}

bool refutes(const Entry& entry, const AnyInstance& instance, const Constant<AnyInstance>& constant, double factor,
             const Policy& policy) {
  const Interval<Real> value = strengthened(constant, factor);
  const auto claims = decide_claims(
      entry.theorem, instance, Truth::yes,
      [&](const AnyInstance& x, Precision p) { return std::vector{constant.rebuilt(x, value, p)}; }, policy);
  return claims.front().holds == Truth::no;
}

// The least factor in (1, most], to the resolution, that the instance refutes; `most` is one that it refutes.
double least_refuted(const std::function<bool(double)>& refuted, double most) {
  if (refuted(1)) return 1;
  double survives = 1;
  while (most > survives * resolution) {
    // Squares of doubles below 2^500 neither overflow nor vanish; any point between the two would do.
    const double middle = std::sqrt(survives * most);
    (refuted(middle) ? most : survives) = middle;
  }
  return most;
}

}  // namespace

Sharpness sharpen(const Entry& entry, std::size_t constant, std::uint64_t seed, std::size_t instances,
                  const Policy& policy, const std::function<bool()>& stop) {
  const std::vector<Constant<AnyInstance>> constants = entry.theorem.constants();
  const Constant<AnyInstance>& one = constants.at(constant);
  Sharpness result;
  result.id = entry.id + "/" + one.name;
  result.text = one.text;
  result.stated = one.value;
  double most = one.most;

  const auto attempt = [&](const AnyInstance& instance, std::optional<std::uint64_t> index,
                           const std::string& control) {
    if (all_hold(decide_hypotheses(entry.theorem, instance, policy)) != Truth::yes) return;
    ++result.instances;
    if (result.claim.empty()) result.claim = one.rebuilt(instance, one.value, policy.lowest).name;
    const auto refuted = [&](double factor) { return refutes(entry, instance, one, factor, policy); };
    // Until something is refuted small factors are tried as well: a claim rebuilt with an absurd constant may be true
    // again.
    const std::vector<double> targets =
        result.refuted_at ? std::vector{most / resolution} : std::vector{one.most, 16.0, 2.0, 1 + 0x1p-6};
    const auto target = std::ranges::find_if(targets, [&](double f) { return f >= 1 && f <= one.most && refuted(f); });
    if (target == targets.end()) return;
    most = least_refuted(refuted, *target);
    result.refuted_at = most;
    result.index = index;
    result.control = control;
  };
  for (const theory::Control<AnyInstance>& control : entry.theorem.controls()) {
    if (control.kind != theory::ControlKind::tight_case) continue;
    attempt(draw_from(control.instance, entry, control.name, seed, 0), std::nullopt, control.name);
  }
  for (std::size_t k = 0; k < instances; ++k) {
    if (stop && stop()) {
      result.stopped = true;
      break;
    }
    attempt(generate(entry, seed, k).instance, k, {});
  }
  result.survived = result.refuted_at ? std::max(1.0, most / resolution) : result.instances > 0 ? one.most : 1.0;
  if (result.refuted_at) result.too_strong = strengthened(one, most);
  return result;
}

}  // namespace lemmata::verify
