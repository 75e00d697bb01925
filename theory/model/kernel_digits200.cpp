#include "theory/model/kernel_multiprecision.hpp"

namespace lemmata::theory {

template Matrix<Interval<Mp<200>>> relu_gram_multiprecision<200>(const Matrix<double>&, Normalization, unsigned);

}  // namespace lemmata::theory
