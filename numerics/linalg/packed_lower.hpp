#pragma once
/// \file
/// # Packed lower triangle in panels
/// The storage of the blocked Cholesky factorisation, laid out as packed_layout.hpp says.

#include "numerics/linalg/packed_layout.hpp"

#include <cstddef>
#include <memory>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

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
  struct Release {
    std::size_t size;
    void operator()(S* p) const {
      for (std::size_t i = size; i > 0; --i) p[i - 1].~S();
      ::operator delete(p, alignment(size));
    }
  };
  /// A large matrix starts on a large page.
  static std::align_val_t alignment(std::size_t size) {
    return std::align_val_t{size * sizeof(S) >= 2 * large_page ? large_page : 64};
  }
  static std::unique_ptr<S[], Release> allocate(std::size_t size) {
    S* p = static_cast<S*>(::operator new(size * sizeof(S), alignment(size)));
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    // Advice only: it saves page faults where the system follows it.
    if (size * sizeof(S) >= 2 * large_page) static_cast<void>(::madvise(p, size * sizeof(S), MADV_HUGEPAGE));
#endif
    for (std::size_t i = 0; i < size; ++i) ::new (static_cast<void*>(p + i)) S;
    return {p, Release{size}};
  }

  static constexpr std::size_t large_page = std::size_t{1} << 21;

  PackedLayout layout_;
  std::unique_ptr<S[], Release> data_;
};

}  // namespace lemmata
