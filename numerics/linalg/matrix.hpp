#pragma once
/// \file
/// # Dense storage
/// Matrix<T> is row-major, contiguous, with 64-bit sizes, on large pages when it is large; Vector<T> is
/// std::vector<T>. Storage only: no arithmetic.

#include "numerics/base/contract.hpp"
#include "numerics/base/large_pages.hpp"

#include <concepts>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace lemmata {

template <class T>
using Vector = std::vector<T>;

template <class T>
class Matrix {
 public:
  using value_type = T;
  using Storage = std::vector<T, LargePages<T>>;

  Matrix() = default;
  /// rows x columns, value-initialised.
  Matrix(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns), data_(rows * columns) {}
  /// rows x columns from row-major entries, which are copied.
  Matrix(std::size_t rows, std::size_t columns, const std::vector<T>& entries)
      : Matrix(rows, columns, Storage(entries.begin(), entries.end())) {}
  /// The same without a copy.
  template <std::same_as<typename Matrix::Storage> S>
  Matrix(std::size_t rows, std::size_t columns, S entries) : rows_(rows), columns_(columns), data_(std::move(entries)) {
    expects(data_.size() == rows * columns, "Matrix: rows * columns entries");
  }

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
  [[nodiscard]] bool empty() const noexcept { return data_.empty(); }
  [[nodiscard]] bool square() const noexcept { return rows_ == columns_; }

  T& operator()(std::size_t i, std::size_t j) noexcept { return data_[i * columns_ + j]; }
  const T& operator()(std::size_t i, std::size_t j) const noexcept { return data_[i * columns_ + j]; }

  [[nodiscard]] std::span<T> row(std::size_t i) noexcept { return {data_.data() + i * columns_, columns_}; }
  [[nodiscard]] std::span<const T> row(std::size_t i) const noexcept { return {data_.data() + i * columns_, columns_}; }
  [[nodiscard]] T* data() noexcept { return data_.data(); }
  [[nodiscard]] const T* data() const noexcept { return data_.data(); }
  [[nodiscard]] std::span<const T> entries() const noexcept { return data_; }

  friend bool operator==(const Matrix&, const Matrix&) = default;

 private:
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  Storage data_;
};

}  // namespace lemmata
