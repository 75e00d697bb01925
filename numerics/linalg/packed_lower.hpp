#pragma once
/// \file
/// # Packed lower triangle in panels
/// The storage of the blocked Cholesky factorisation, laid out as packed_layout.hpp says.

#include "numerics/base/large_pages.hpp"
#include "numerics/linalg/packed_layout.hpp"

#include <cstddef>
#include <memory>
#include <new>

namespace lemmata {

/// The numbers themselves, aligned for the widest registers; not initialised.
template <class S>
class PackedLower {
 public:
  explicit PackedLower(const PackedLayout& layout) : layout_(layout), data_(allocate(layout.size())) {}

  [[nodiscard]] const PackedLayout& layout() const noexcept { return layout_; }
  [[nodiscard]] S* data() noexcept { return data_.get(); }
  [[nodiscard]] const S* data() const noexcept { return data_.get(); }

 private:
  static constexpr std::size_t alignment = 64;
  struct Release {
    std::size_t size;
    void operator()(S* p) const {
      for (std::size_t i = size; i > 0; --i) p[i - 1].~S();
      release_pages(p, size * sizeof(S), alignment);
    }
  };
  static std::unique_ptr<S[], Release> allocate(std::size_t size) {
    S* const p = static_cast<S*>(allocate_pages(size * sizeof(S), alignment));
    for (std::size_t i = 0; i < size; ++i) ::new (static_cast<void*>(p + i)) S;
    return {p, Release{size}};
  }

  PackedLayout layout_;
  std::unique_ptr<S[], Release> data_;
};

}  // namespace lemmata
