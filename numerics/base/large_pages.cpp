#include "numerics/base/large_pages.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace lemmata {
namespace {

std::align_val_t aligned(std::size_t bytes, std::size_t alignment) {
  return std::align_val_t{bytes >= large_page ? large_page : alignment};
}

}  // namespace

void* allocate_pages(std::size_t bytes, std::size_t alignment) {
  void* const p = ::operator new(bytes, aligned(bytes, alignment));
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  // Advice only: it saves page faults where the system follows it.
  if (bytes >= large_page) static_cast<void>(::madvise(p, bytes, MADV_HUGEPAGE));
#endif
  return p;
}

void release_pages(void* p, std::size_t bytes, std::size_t alignment) noexcept {
  ::operator delete(p, aligned(bytes, alignment));
}

}  // namespace lemmata
