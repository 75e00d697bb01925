#include "numerics/linalg/packed_symmetric.hpp"

#include <algorithm>
#include <bit>

namespace lemmata {
namespace {

constexpr std::size_t largest_side = 64;

}  // namespace

PackedSymmetric::PackedSymmetric(std::size_t n)
    : order_(n), shift_(static_cast<unsigned>(std::countr_zero(std::min(std::bit_ceil(n), largest_side)))) {
  expects(n >= 1, "PackedSymmetric: n >= 1");
  data_.resize(tile(tile_rows(), 0));
}

PackedSymmetric::PackedSymmetric(const Matrix<double>& a) : PackedSymmetric(a.rows()) {
  expects(a.square(), "PackedSymmetric: a is square");
  for (std::size_t i = 0; i < order_; ++i) set_row(i, a.row(i).first(i + 1));
}

void PackedSymmetric::set_row(std::size_t i, std::span<const double> x) {
  expects(x.size() == i + 1 && i < order_, "PackedSymmetric: row i of the lower triangle has i + 1 entries");
  for (std::size_t j = 0; j <= i; j += side())
    std::copy_n(x.data() + j, std::min(side(), i + 1 - j), data_.data() + at(i, j));
  for (std::size_t j = i & ~(side() - 1); j < i; ++j) data_[at(j, i)] = x[j];
}

void PackedSymmetric::rows(std::size_t first, std::size_t count, std::span<double> out) const {
  expects(first + count <= order_ && out.size() >= count * order_, "PackedSymmetric: rows of the matrix");
  const std::size_t n = order_, end = first + count;
  for (std::size_t i = first; i < end; ++i)
    for (std::size_t j = 0, stored = std::min(n, (i | (side() - 1)) + 1); j < stored; j += side())
      std::copy_n(data_.data() + at(i, j), std::min(side(), n - j), out.data() + (i - first) * n + j);
  for (std::size_t i = first; i < end; ++i)
    for (std::size_t j = (i | (side() - 1)) + 1; j < n; j += side()) {
      const double* const column = data_.data() + at(j, i);
      double* const row = out.data() + (i - first) * n + j;
      for (std::size_t k = 0, width = std::min(side(), n - j); k < width; ++k) row[k] = column[k << shift_];
    }
}

void PackedSymmetric::negate() noexcept {
  for (double& x : data_) x = -x;
}

Matrix<double> PackedSymmetric::full() const {
  Matrix<double> a(order_, order_);
  for (std::size_t i = 0; i < order_; i += side()) {
    const std::size_t count = std::min(side(), order_ - i);
    rows(i, count, std::span(a.row(i).data(), count * order_));
  }
  return a;
}

}  // namespace lemmata
