#pragma once
/// \file
/// # A team of threads for one computation
/// Every member runs the same function; `sync` is a barrier and `next` hands out work numbers. With one member nothing
/// is spawned. What is computed must not depend on who computes it.

#include <atomic>
#include <barrier>
#include <cstddef>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

namespace lemmata {

class Team {
 public:
  explicit Team(unsigned size) : size_(size == 0 ? 1 : size), barrier_(static_cast<std::ptrdiff_t>(size_)) {}

  [[nodiscard]] unsigned size() const noexcept { return size_; }

  /// Runs f(member) on every member and waits. f must not throw.
  template <class F>
  void run(const F& f) {
    std::vector<std::jthread> others;
    others.reserve(size_ - 1);
    for (unsigned member = 1; member < size_; ++member) others.emplace_back([&f, member] { f(member); });
    f(0U);
  }

  /// f(index) for every index below count, on all members; order free. f must not throw.
  template <class F>
  void for_each(std::size_t count, const F& f) {
    share(count, [&](unsigned, std::size_t i) { f(i); });
  }

  /// f(index, room): every member has a room of its own, a copy of `room`.
  template <class Room, class F>
  void for_each_with(std::size_t count, const Room& room, const F& f) {
    std::vector<Room> rooms(size_, room);
    share(count, [&](unsigned member, std::size_t i) { f(i, rooms[member]); });
  }

  /// f(index) for work about a matrix of this order: on this thread alone while starting others costs more than it
  /// gives.
  template <class F>
  void for_each(std::size_t order, std::size_t count, const F& f) {
    constexpr std::size_t small = 800;
    if (order >= small) return for_each(count, f);
    for (std::size_t i = 0; i < count; ++i) f(i);
  }

  void sync() {
    if (size_ > 1) barrier_.arrive_and_wait();
  }

 private:
  /// f(member, index) for every index below count.
  template <class F>
  void share(std::size_t count, const F& f) {
    std::atomic<std::size_t> next{0};
    run([&](unsigned member) {
      for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) f(member, i);
    });
  }

  unsigned size_;
  std::barrier<> barrier_;
};

}  // namespace lemmata
