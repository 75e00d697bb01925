#pragma once
/// \file
/// # The parameters of a problem: exact numbers, matrices of doubles, words

#include "numerics/base/expected.hpp"
#include "numerics/linalg/matrix.hpp"
#include "numerics/margin/exact.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lemmata::theory::problem {

using ParameterValue = std::variant<Rational, Matrix<double>, std::string>;

/// By name. Every reader fails (usage) with one line that names the parameter and what was expected.
class Parameters {
 public:
  Parameters() = default;
  Parameters(std::initializer_list<std::pair<const std::string, ParameterValue>> values) : values_(values) {}
  void set(const std::string& name, ParameterValue value) { values_[name] = std::move(value); }
  [[nodiscard]] bool has(const std::string& name) const { return values_.contains(name); }
  [[nodiscard]] const std::map<std::string, ParameterValue>& all() const noexcept { return values_; }

  /// The matrix; a number is a 1 x 1 matrix when it is a double.
  [[nodiscard]] Expected<Matrix<double>> matrix(const std::string& name) const;
  /// A matrix with one row or one column.
  [[nodiscard]] Expected<Vector<double>> vector(const std::string& name) const;
  /// The exact number.
  [[nodiscard]] Expected<Rational> rational(const std::string& name, std::optional<Rational> otherwise = {}) const;
  /// An integer in [least, most].
  [[nodiscard]] Expected<std::size_t> count(const std::string& name, std::optional<std::size_t> otherwise = {},
                                            std::size_t least = 1, std::size_t most = 100'000'000) const;
  /// One of the words.
  [[nodiscard]] Expected<std::string> word(const std::string& name, const std::vector<std::string>& words,
                                           std::optional<std::string> otherwise = {}) const;

 private:
  std::map<std::string, ParameterValue> values_;
};

/// What `--list` says of a parameter.
struct ParameterCard {
  std::string name;
  std::string text;       ///< meaning and shape
  std::string otherwise;  ///< the value when it is left out; empty: must be given
};

}  // namespace lemmata::theory::problem
