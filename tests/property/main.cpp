/// \file
/// # Properties are reproducible
/// RapidCheck takes its seed from the operating system unless told: the suite fixes it. RC_PARAMS still overrides, as
/// in RC_PARAMS="seed=1 max_success=100000".

#include <gtest/gtest.h>

#include <cstdlib>

int main(int argc, char** argv) {
  setenv("RC_PARAMS", "seed=20190506 max_success=500", 0);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
