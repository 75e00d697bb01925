#include "verify/certificate/witness.hpp"

#include <gtest/gtest.h>

namespace lemmata::verify {
namespace {

ExtremeEigenvalue rough() {
  ExtremeEigenvalue e;
  e.X = Matrix<double>(3, 2, {0x1p-20, -1, 1, 0x1p-20, 0, 0});
  e.tau = {2, 3};
  e.mu = 0.5;
  return e;
}

TEST(witness, the_column_nearest_the_sharp_vector_is_replaced_at_its_length_and_sign) {
  ExtremeEigenvalue e = rough();
  e.x = {4, 0, 0};
  EXPECT_EQ(witness_lines(e, 3),
            "X 3 2\n0x1p-20 -0x1p+0\n0x1p+0 -0x0p+0\n0x0p+0 -0x0p+0\nT 2\n0x1p+1 0x1.8p+1\n"
            "mu 0x1p-1\nend\n");
}

TEST(witness, without_a_sharp_vector_the_columns_stay) {
  const std::string as_they_are =
      "X 3 2\n0x1p-20 -0x1p+0\n0x1p+0 0x1p-20\n0x0p+0 0x0p+0\nT 2\n0x1p+1 0x1.8p+1\nmu 0x1p-1\nend\n";
  ExtremeEigenvalue e = rough();
  EXPECT_EQ(witness_lines(e, 3), as_they_are);
  e.x = {0, 0, 1};  // orthogonal to both
  EXPECT_EQ(witness_lines(e, 3), as_they_are);
}

TEST(witness, no_columns_no_numbers) {
  ExtremeEigenvalue e;
  e.mu = -1;
  EXPECT_EQ(witness_lines(e, 3), "X 3 0\nT 0\nmu -0x1p+0\nend\n");
}

}  // namespace
}  // namespace lemmata::verify
