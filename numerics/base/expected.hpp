#pragma once
/// \file
/// # Expected<T>: a value, or the reason there is none
/// The channel for everything that depends on data. It has the part of the interface of `std::expected`
/// that is used here, and becomes an alias of it when C++23 is the floor.

#include "numerics/base/contract.hpp"

#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace lemmata {

enum class FailureKind {
  unreadable,     ///< a file that cannot be opened or read
  malformed,      ///< content that is not what its format says
  unwritable,     ///< output that cannot be written
  usage,          ///< a request that cannot be meant
  inapplicable,   ///< an instance outside the theorem or the algorithm
  not_certified,  ///< no proof was found at this precision
  cancelled       ///< interrupted
};

/// Why there is no value. `message` is one line that names values and shapes.
struct Failure {
  FailureKind kind = FailureKind::not_certified;
  std::string message;
};

template <class T>
class [[nodiscard]] Expected {
 public:
  using value_type = T;

  Expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}            // NOLINT: as std::expected
  Expected(Failure failure) : state_(std::in_place_index<1>, std::move(failure)) {}  // NOLINT

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  const T& value() const& {
    expects(has_value(), "Expected::value() without a value");
    return std::get<0>(state_);
  }
  T&& value() && {
    expects(has_value(), "Expected::value() without a value");
    return std::get<0>(std::move(state_));
  }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }

  const Failure& error() const {
    expects(!has_value(), "Expected::error() of a value");
    return std::get<1>(state_);
  }

  T value_or(T otherwise) const& { return has_value() ? value() : std::move(otherwise); }

  template <class F>
  auto and_then(F&& f) const& -> std::invoke_result_t<F, const T&> {
    if (has_value()) return std::invoke(std::forward<F>(f), value());
    return error();
  }
  template <class F>
  auto and_then(F&& f) && -> std::invoke_result_t<F, T&&> {
    if (has_value()) return std::invoke(std::forward<F>(f), std::move(*this).value());
    return error();
  }
  template <class F>
  auto transform(F&& f) const& -> Expected<std::invoke_result_t<F, const T&>> {
    if (has_value()) return std::invoke(std::forward<F>(f), value());
    return error();
  }
  template <class F>
  auto transform(F&& f) && -> Expected<std::invoke_result_t<F, T&&>> {
    if (has_value()) return std::invoke(std::forward<F>(f), std::move(*this).value());
    return error();
  }

 private:
  std::variant<T, Failure> state_;
};

}  // namespace lemmata
