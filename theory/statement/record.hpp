#pragma once
/// \file
/// # Record: an instance as exact text
/// Integers in decimal, doubles in hexadecimal: reading what was written gives the same numbers, bit for bit.
/// An instance lists its members once and is written and read by that list:
///
///     struct Instance {
///       Matrix<double> inputs;
///       std::int64_t width = 0;
///       static constexpr auto fields() { return std::tuple{Field{"inputs", &Instance::inputs},
///                                                          Field{"width", &Instance::width}}; }
///     };

#include "numerics/base/expected.hpp"
#include "numerics/linalg/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace lemmata::theory {

/// One member: `shape` is {} for a number, {n} for a vector, {rows, columns} for a matrix; entries row-major.
struct RecordField {
  std::string name;
  std::string type;  ///< "integer", "real" or "text"
  std::vector<std::size_t> shape;
  std::vector<std::string> entries;
  friend bool operator==(const RecordField&, const RecordField&) = default;
};

using Record = std::vector<RecordField>;

/// A member of the instance I, by name.
template <class I, class V>
struct Field {
  std::string_view name;
  V I::*member;
};
template <class I, class V>
Field(const char*, V I::*) -> Field<I, V>;

/// Exact text of one number, and back. Specialised for std::int64_t, double and std::string. Reading refuses
/// anything that is not exactly one finite number of the kind.
template <class T>
struct ExactText;

template <>
struct ExactText<std::int64_t> {
  static constexpr std::string_view type = "integer";
  static std::string write(std::int64_t value);
  static Expected<std::int64_t> read(std::string_view text);
};
template <>
struct ExactText<double> {
  static constexpr std::string_view type = "real";
  static std::string write(double value);
  static Expected<double> read(std::string_view text);
};
template <>
struct ExactText<std::string> {
  static constexpr std::string_view type = "text";
  static std::string write(std::string value) { return value; }
  static Expected<std::string> read(std::string_view text) { return std::string(text); }
};

/// The field called `name`, checked for type, number of dimensions and number of entries.
Expected<const RecordField*> field_of(const Record& record, std::string_view name, std::string_view type,
                                      std::size_t dimensions);

namespace record_detail {

template <class T>
std::vector<std::string> written(std::span<const T> values) {
  std::vector<std::string> entries;
  entries.reserve(values.size());
  for (const T& value : values) entries.push_back(ExactText<T>::write(value));
  return entries;
}

template <class T>
Expected<std::vector<T>> read(const RecordField& field) {
  std::vector<T> values;
  values.reserve(field.entries.size());
  for (const std::string& entry : field.entries) {
    Expected<T> value = ExactText<T>::read(entry);
    if (!value) return Failure{FailureKind::malformed, "field " + field.name + ": " + value.error().message};
    values.push_back(std::move(value).value());
  }
  return values;
}

template <class T>
struct Member {  // a single number
  static RecordField write(std::string_view name, const T& value) {
    return {std::string(name), std::string(ExactText<T>::type), {}, {ExactText<T>::write(value)}};
  }
  static Expected<T> read(const Record& record, std::string_view name) {
    const auto field = field_of(record, name, ExactText<T>::type, 0);
    if (!field) return field.error();
    return record_detail::read<T>(**field).transform([](const std::vector<T>& values) { return values.front(); });
  }
};

template <class T>
struct Member<std::vector<T>> {
  static RecordField write(std::string_view name, const std::vector<T>& value) {
    return {std::string(name), std::string(ExactText<T>::type), {value.size()}, written(std::span<const T>(value))};
  }
  static Expected<std::vector<T>> read(const Record& record, std::string_view name) {
    const auto field = field_of(record, name, ExactText<T>::type, 1);
    if (!field) return field.error();
    return record_detail::read<T>(**field);
  }
};

template <class T>
struct Member<Matrix<T>> {
  static RecordField write(std::string_view name, const Matrix<T>& value) {
    return {
        std::string(name), std::string(ExactText<T>::type), {value.rows(), value.columns()}, written(value.entries())};
  }
  static Expected<Matrix<T>> read(const Record& record, std::string_view name) {
    const auto field = field_of(record, name, ExactText<T>::type, 2);
    if (!field) return field.error();
    const std::vector<std::size_t> shape = (*field)->shape;
    return record_detail::read<T>(**field).transform(
        [&](const std::vector<T>& values) { return Matrix<T>(shape[0], shape[1], values); });
  }
};

}  // namespace record_detail

/// The instance as a record, members in the order of `fields()`.
template <class I>
Record to_record(const I& instance) {
  Record record;
  std::apply(
      [&](const auto&... field) {
        (record.push_back(record_detail::Member<std::remove_cvref_t<decltype(instance.*field.member)>>::write(
             field.name, instance.*field.member)),
         ...);
      },
      I::fields());
  return record;
}

/// The instance that `record` holds; Failure (malformed) names the field that is missing or unreadable, or one
/// that I does not have.
template <class I>
Expected<I> from_record(const Record& record) {
  I instance{};
  Failure failure{FailureKind::malformed, ""};
  std::size_t known = 0;
  const auto read = [&](const auto& field) {
    using Value = std::remove_cvref_t<decltype(instance.*field.member)>;
    ++known;
    if (!failure.message.empty()) return;
    Expected<Value> value = record_detail::Member<Value>::read(record, field.name);
    if (value) {
      instance.*field.member = std::move(value).value();
    } else {
      failure = value.error();
    }
  };
  std::apply([&](const auto&... field) { (read(field), ...); }, I::fields());
  if (!failure.message.empty()) return failure;
  if (known != record.size()) return Failure{FailureKind::malformed, "the instance has a field too many"};
  return instance;
}

}  // namespace lemmata::theory
