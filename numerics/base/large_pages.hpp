#pragma once
/// \file
/// # Memory for large arrays
/// On large pages where the system gives them for the asking: a sweep over a matrix of hundreds of megabytes is then
/// not a sweep over the page table as well.

#include <cstddef>
#include <memory>
#include <new>

namespace lemmata {

inline constexpr std::size_t large_page = std::size_t{1} << 21;

/// Memory that starts on a large page from that size on; smaller blocks are aligned as asked. Throws std::bad_alloc.
[[nodiscard]] void* allocate_pages(std::size_t bytes, std::size_t alignment);
/// Of what allocate_pages gave for the same two numbers.
void release_pages(void* p, std::size_t bytes, std::size_t alignment) noexcept;

/// The standard allocator, but large pages for large blocks. Below eight pages the system's allocator, which keeps
/// what is released for the next request, is the faster one.
template <class T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>& /*other*/) noexcept {}  // NOLINT(google-explicit-constructor): as allocators convert

  [[nodiscard]] T* allocate(std::size_t n) {
    if (n <= few()) return std::allocator<T>().allocate(n);
    if (n > static_cast<std::size_t>(-1) / 2 / sizeof(T)) throw std::bad_array_new_length();
    return static_cast<T*>(allocate_pages(n * sizeof(T), alignof(T)));
  }
  void deallocate(T* p, std::size_t n) noexcept {
    if (n <= few()) return std::allocator<T>().deallocate(p, n);
    release_pages(p, n * sizeof(T), alignof(T));
  }

  template <class U>
  bool operator==(const LargePages<U>& /*other*/) const noexcept {
    return true;
  }

 private:
  static constexpr std::size_t few() noexcept { return 8 * large_page / sizeof(T); }
};

}  // namespace lemmata
