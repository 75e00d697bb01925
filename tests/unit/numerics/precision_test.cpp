/// \file
/// # The ladder: every rung has its type, its bits and the next one; Eigen accepts the Mp rungs

#include "numerics/scalar/precision.hpp"

#include "numerics/scalar/eigen_traits.hpp"
#include "numerics/scalar/interval.hpp"

#include <gtest/gtest.h>

namespace lemmata {
namespace {

TEST(Precision, RungsHaveTheirTypesAndBits) {
  for (const Precision p : ladder) {
    const auto seen = at(p, []<class T>() { return precision_of<T>; });
    EXPECT_EQ(seen, p);
    const int promised = bits(p);
    at(p, [promised]<class T>() {
      using I = Interval<T>;
      const I third = I(1) / I(3);
      EXPECT_LE(third.width(), (pow(I(2), -promised) * I(2)).sup());
      return 0;
    });
  }
  EXPECT_GE(bits_of(Mp<50>()), bits(Precision::digits50));
  EXPECT_GE(bits_of(Mp<100>()), bits(Precision::digits100));
  EXPECT_GE(bits_of(Mp<200>()), bits(Precision::digits200));
}

TEST(Precision, RequestsRoundUpToARung) {
  EXPECT_EQ(precision_with_bits(1), Precision::binary64);
  EXPECT_EQ(precision_with_bits(53), Precision::binary64);
  EXPECT_EQ(precision_with_bits(54), Precision::double_double);
  EXPECT_EQ(precision_with_bits(200), Precision::digits100);
  EXPECT_EQ(precision_with_bits(664), Precision::digits200);
  EXPECT_FALSE(precision_with_bits(665));
  EXPECT_EQ(next(Precision::binary64), Precision::double_double);
  EXPECT_FALSE(next(Precision::digits200));
}

TEST(Precision, MpDefaultsToZeroAndComparesNanAsUnequal) {
  EXPECT_EQ(Mp<50>(), Mp<50>(0.0));
  const Mp<50> nan(std::numeric_limits<double>::quiet_NaN());
  EXPECT_FALSE(nan == nan);
  EXPECT_FALSE(nan <= nan);
}

TEST(Precision, EigenMultipliesMpMatrices) {
  using M = Eigen::Matrix<Mp<50>, 2, 2>;
  M a;
  a << Mp<50>(1), Mp<50>(2), Mp<50>(3), Mp<50>(4);
  const M square = a * a;
  EXPECT_EQ(square(0, 0), Mp<50>(7));
  EXPECT_EQ(square(1, 1), Mp<50>(22));
}

}  // namespace
}  // namespace lemmata
