#pragma once
/// \file
/// # The ladder of precisions
/// Precisions are types; this is the one place where a value chooses a type.

#include "numerics/scalar/double_double.hpp"
#include "numerics/scalar/multiprecision.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace lemmata {

enum class Precision { binary64, double_double, digits50, digits100, digits200 };

/// All rungs, cheapest first.
inline constexpr std::array ladder{Precision::binary64, Precision::double_double, Precision::digits50,
                                   Precision::digits100, Precision::digits200};

/// f.template operator()<T>() for the scalar type T of rung p.
template <class F>
decltype(auto) at(Precision p, F&& f) {
  switch (p) {
    case Precision::binary64:
      return std::forward<F>(f).template operator()<double>();
    case Precision::double_double:
      return std::forward<F>(f).template operator()<DoubleDouble>();
    case Precision::digits50:
      return std::forward<F>(f).template operator()<Mp<50>>();
    case Precision::digits100:
      return std::forward<F>(f).template operator()<Mp<100>>();
    case Precision::digits200:
      break;
  }
  return std::forward<F>(f).template operator()<Mp<200>>();
}

/// Significant bits that results on rung p carry at least.
[[nodiscard]] constexpr int bits(Precision p) {
  switch (p) {
    case Precision::binary64:
      return 53;
    case Precision::double_double:
      return 104;
    case Precision::digits50:
      return 166;
    case Precision::digits100:
      return 332;
    case Precision::digits200:
      break;
  }
  return 664;
}

/// The name of rung p in reports: "double", "double-double", "50 digits", ...
[[nodiscard]] constexpr std::string_view name(Precision p) {
  switch (p) {
    case Precision::binary64:
      return "double";
    case Precision::double_double:
      return "double-double";
    case Precision::digits50:
      return "50 digits";
    case Precision::digits100:
      return "100 digits";
    case Precision::digits200:
      break;
  }
  return "200 digits";
}

/// The lowest rung with at least `wanted` bits; none beyond the top.
[[nodiscard]] constexpr std::optional<Precision> precision_with_bits(int wanted) {
  for (const Precision p : ladder) {
    if (bits(p) >= wanted) return p;
  }
  return std::nullopt;
}

/// The next rung up; none above the top.
[[nodiscard]] constexpr std::optional<Precision> next(Precision p) {
  for (const Precision q : ladder) {
    if (q > p) return q;
  }
  return std::nullopt;
}

/// The rung of a type.
template <class T>
inline constexpr Precision precision_of = Precision::binary64;
template <>
inline constexpr Precision precision_of<DoubleDouble> = Precision::double_double;
template <>
inline constexpr Precision precision_of<Mp<50>> = Precision::digits50;
template <>
inline constexpr Precision precision_of<Mp<100>> = Precision::digits100;
template <>
inline constexpr Precision precision_of<Mp<200>> = Precision::digits200;

}  // namespace lemmata
