#pragma once
/// \file
/// # Eigen's view of Mp<D>
/// Boost 1.74's own traits lack members that Eigen 3.4 asks for; do not include boost/multiprecision/eigen.hpp beside
/// this.

#include "numerics/scalar/multiprecision.hpp"

#include <Eigen/Core>

namespace Eigen {

template <unsigned D>
struct NumTraits<lemmata::Mp<D>> : GenericNumTraits<lemmata::Mp<D>> {
  using Scalar = lemmata::Mp<D>;
  using Real = Scalar;
  using NonInteger = Scalar;
  using Literal = double;
  using Nested = Scalar;
  enum {
    IsInteger = 0,
    IsSigned = 1,
    IsComplex = 0,
    RequireInitialization = 1,
    ReadCost = 5,
    AddCost = 40,
    MulCost = 80
  };
  static Real epsilon() { return std::numeric_limits<Scalar>::epsilon(); }
  static Real dummy_precision() { return 1000 * epsilon(); }
  static Real highest() { return (std::numeric_limits<Scalar>::max)(); }
  static Real lowest() { return std::numeric_limits<Scalar>::lowest(); }
  static Real infinity() { return std::numeric_limits<Scalar>::infinity(); }
  static Real quiet_NaN() { return std::numeric_limits<Scalar>::quiet_NaN(); }
  static int digits10() { return std::numeric_limits<Scalar>::digits10; }
  static int max_digits10() { return std::numeric_limits<Scalar>::max_digits10; }
  static int digits() { return std::numeric_limits<Scalar>::digits; }
};

}  // namespace Eigen
