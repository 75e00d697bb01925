// What a user of the library writes: the includes are spelled as in the repository.
#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/linalg/symmetric_box.hpp"
#include "theory/statement/dataset.hpp"

#include <cstdio>

int main() {
  lemmata::theory::Dataset data;
  data.inputs = lemmata::Matrix<double>(2, 1, {1.0, 2.0});
  data.labels = {"mine", "rock"};
  const auto labels = lemmata::theory::numeric_labels(data);
  if (!labels || (*labels)[0] != 1.0 || (*labels)[1] != -1.0) return std::puts("consumer: wrong labels"), 1;

  // The eigenvalues of [[2, 1], [1, 2]] are 1 and 3.
  const auto box = lemmata::SymmetricBox::make(lemmata::Matrix<double>(2, 2, {2, 1, 1, 2}));
  if (!box) return std::puts("consumer: no box"), 1;
  const auto least = lemmata::min_eigenvalue(*box);
  if (!least || !least->value.contains(lemmata::Real(1)) || least->is_positive() != lemmata::Truth::yes) {
    return std::puts("consumer: lambda_min is not enclosed"), 1;
  }
  std::puts("consumer: ok");
  return 0;
}
