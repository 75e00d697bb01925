#pragma once
/// \file
/// # Sharpen: how far a declared constant can be strengthened before an instance refutes the claim
/// ## Method     The claim is rebuilt with the constant multiplied by a factor f >= 1 (divided, when smaller is
///               stronger) and judged on the theorem's tight cases and on random instances whose hypotheses certainly
///               hold. On an instance that refutes it, bisection finds the least factor that it refutes, to one part
///               in 256. It takes for granted that a stronger constant makes a stronger claim; where it does not,
///               some factor that is refuted is found, not the least.
/// ## Guarantee  At `refuted_at` the claim is certainly false on the instance named. Nothing is proved of smaller
///               factors: they are those that no instance tried refutes.

#include "theory/statement/registry.hpp"
#include "verify/engine/decide.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace lemmata::verify {

struct Sharpness {
  std::string id;                            ///< <theorem id>/<constant>
  std::string claim;                         ///< the claim's name
  std::string text;                          ///< where the constant stands
  std::size_t instances = 0;                 ///< tried, hypotheses certain
  double survived = 1;                       ///< the largest factor tried that no instance refuted
  std::optional<double> refuted_at;          ///< the least factor that an instance refuted
  std::optional<std::uint64_t> index;        ///< that instance, when random
  std::string control;                       ///< the tight case that it is, otherwise
  Interval<Real> stated;                     ///< the constant
  std::optional<Interval<Real>> too_strong;  ///< its value at refuted_at
  bool stopped = false;
};

/// Constant number `constant` of the theorem on tight cases and random instances 0 .. instances-1.
[[nodiscard]] Sharpness sharpen(const theory::Entry& entry, std::size_t constant, std::uint64_t seed,
                                std::size_t instances, const Policy& policy = {},
                                const std::function<bool()>& stop = {});

}  // namespace lemmata::verify
