// What a user of the library writes: the includes are spelled as in the repository.
#include "numerics/linalg/matrix.hpp"
#include "theory/statement/dataset.hpp"

#include <cstdio>

int main() {
  lemmata::theory::Dataset data;
  data.inputs = lemmata::Matrix<double>(2, 1, {1.0, 2.0});
  data.labels = {"mine", "rock"};
  const auto labels = lemmata::theory::numeric_labels(data);
  const bool right = labels && labels->size() == 2 && (*labels)[0] == 1.0 && (*labels)[1] == -1.0;
  std::puts(right ? "consumer: ok" : "consumer: wrong labels");
  return right ? 0 : 1;
}
