#pragma once
/// \file
/// # A dense symmetric matrix in half the memory
/// The tiles of the lower triangle, one tile row after another; tiles on the diagonal are stored whole, and what pads
/// the last ones is zero. About n^2/2 + 32 n doubles. Storage only: no arithmetic.

#include "numerics/linalg/matrix.hpp"

#include <cstddef>
#include <span>

namespace lemmata {

class PackedSymmetric {
 public:
  PackedSymmetric() = default;
  /// Order n, all zero.
  explicit PackedSymmetric(std::size_t n);
  /// The lower triangle of a square matrix.
  explicit PackedSymmetric(const Matrix<double>& a);

  [[nodiscard]] std::size_t order() const noexcept { return order_; }
  [[nodiscard]] bool empty() const noexcept { return order_ == 0; }

  double operator()(std::size_t i, std::size_t j) const noexcept { return data_[i < j ? at(j, i) : at(i, j)]; }

  /// Entries (i, 0), ..., (i, i) <- x, and their mirror images. Rows may be set by several threads at a time.
  void set_row(std::size_t i, std::span<const double> x);
  /// Rows first, ..., first + count - 1 in full, n numbers each, into `out`, which has room for them. Cheap when count
  /// is 8 or more.
  void rows(std::size_t first, std::size_t count, std::span<double> out) const;
  [[nodiscard]] Matrix<double> full() const;

  /// *this <- -*this.
  void negate() noexcept;

  /// Every number stored, the padding included.
  [[nodiscard]] std::span<const double> entries() const noexcept { return data_; }
  [[nodiscard]] std::size_t tile_rows() const noexcept { return (order_ + side() - 1) / side(); }
  /// The numbers of tile row b, the `diagonal_tile` of them that lie in the tile on the diagonal last.
  [[nodiscard]] std::span<const double> tile_row(std::size_t b) const noexcept {
    return {data_.data() + tile(b, 0), (b + 1) * diagonal_tile()};
  }
  [[nodiscard]] std::size_t diagonal_tile() const noexcept { return side() * side(); }

  friend bool operator==(const PackedSymmetric&, const PackedSymmetric&) = default;

 private:
  [[nodiscard]] std::size_t side() const noexcept { return std::size_t{1} << shift_; }
  /// Where tile (b, c), c <= b, starts.
  [[nodiscard]] std::size_t tile(std::size_t b, std::size_t c) const noexcept {
    return (b * (b + 1) / 2 + c) << (2 * shift_);
  }
  /// Where entry (i, j) is, j not in a later tile than i.
  [[nodiscard]] std::size_t at(std::size_t i, std::size_t j) const noexcept {
    return tile(i >> shift_, j >> shift_) + ((i & (side() - 1)) << shift_) + (j & (side() - 1));
  }

  std::size_t order_ = 0;
  unsigned shift_ = 0;  ///< tiles are 2^shift by 2^shift
  Matrix<double>::Storage data_;
};

}  // namespace lemmata
