#pragma once
/// \file
/// # The `gram_null` block: why the least eigenvalue is exactly zero

#include "numerics/base/expected.hpp"
#include "numerics/linalg/matrix.hpp"
#include "theory/model/nullity.hpp"

#include <string>

namespace lemmata::verify {

/// Up to this many numbers all rows are written; beyond, only the rows of the reason: a Gram matrix with a singular
/// principal submatrix is singular.
inline constexpr std::size_t all_rows_limit = 200000;

/// A zero row, else two rows of equal direction, else a dependence of antipodal lines. Fails (not_certified) when the
/// nullity was proved by counting only.
[[nodiscard]] Expected<std::string> gram_null_block(const Matrix<double>& inputs, const theory::RowRelations& relations,
                                                    const theory::Nullity& nullity, const std::string& input_digest);

}  // namespace lemmata::verify
