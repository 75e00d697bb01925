#include "theory/model/kernel_multiprecision.hpp"

namespace lemmata::theory {

template Matrix<Interval<Mp<50>>> relu_gram_multiprecision<50>(const Matrix<double>&, Normalization, unsigned);

}  // namespace lemmata::theory
