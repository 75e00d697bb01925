#include "theory/model/kernel_multiprecision.hpp"

namespace lemmata::theory {

template Matrix<Interval<Mp<100>>> relu_gram_multiprecision<100>(const Matrix<double>&, Normalization, unsigned);

}  // namespace lemmata::theory
