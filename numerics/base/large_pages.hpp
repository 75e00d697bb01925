#pragma once
/// \file
/// # Memory for large arrays
/// On large pages where the system gives them for the asking: a sweep over a matrix of hundreds of megabytes is then
/// not a sweep over the page table as well.

#include <cstddef>
#include <memory>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace lemmata {

/// Blocks of two large pages and more start on one; smaller ones are aligned as asked.
class LargeBlock {
 public:
  [[nodiscard]] static bool is_large(std::size_t bytes) noexcept { return bytes >= 2 * page; }

  [[nodiscard]] static void* allocate(std::size_t bytes, std::size_t alignment) {
    void* const p = ::operator new(bytes, aligned(bytes, alignment));
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    // Advice only: it saves page faults where the system follows it.
    if (is_large(bytes)) static_cast<void>(::madvise(p, bytes, MADV_HUGEPAGE));
#endif
    return p;
  }
  static void release(void* p, std::size_t bytes, std::size_t alignment) noexcept {
    ::operator delete(p, aligned(bytes, alignment));
  }

 private:
  static constexpr std::size_t page = std::size_t{1} << 21;
  [[nodiscard]] static std::align_val_t aligned(std::size_t bytes, std::size_t alignment) noexcept {
    return std::align_val_t{is_large(bytes) ? page : alignment};
  }
};

/// The standard allocator, but for large blocks.
template <class T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>& /*other*/) noexcept {}  // NOLINT(google-explicit-constructor): as allocators convert

  [[nodiscard]] T* allocate(std::size_t n) {
    if (n > static_cast<std::size_t>(-1) / 2 / sizeof(T)) throw std::bad_array_new_length();
    if (!LargeBlock::is_large(n * sizeof(T))) return std::allocator<T>().allocate(n);
    return static_cast<T*>(LargeBlock::allocate(n * sizeof(T), alignof(T)));
  }
  void deallocate(T* p, std::size_t n) noexcept {
    if (!LargeBlock::is_large(n * sizeof(T))) return std::allocator<T>().deallocate(p, n);
    LargeBlock::release(p, n * sizeof(T), alignof(T));
  }

  friend bool operator==(const LargePages& /*a*/, const LargePages& /*b*/) noexcept { return true; }
};

}  // namespace lemmata
