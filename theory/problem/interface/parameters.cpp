#include "theory/problem/interface/parameters.hpp"

#include "numerics/scalar/floating.hpp"

#include <algorithm>

namespace lemmata::theory::problem {
namespace {

Failure missing(const std::string& name) {
  return {FailureKind::usage, "the problem needs a parameter '" + name + "' (--param " + name + "=...)"};
}
Failure wrong(const std::string& name, const std::string& expected) {
  return {FailureKind::usage, "parameter '" + name + "': expected " + expected};
}

}  // namespace

Expected<Matrix<double>> Parameters::matrix(const std::string& name) const {
  const auto at = values_.find(name);
  if (at == values_.end()) return missing(name);
  if (const auto* const m = std::get_if<Matrix<double>>(&at->second)) {
    for (const double x : m->entries())
      if (!detail::finite(x)) return wrong(name, "finite numbers");
    if (m->empty()) return wrong(name, "a matrix with at least one entry");
    return *m;
  }
  const auto* const x = std::get_if<Rational>(&at->second);
  if (x == nullptr || exact(nearest(*x)) != *x) return wrong(name, "a matrix");
  return Matrix<double>(1, 1, {nearest(*x)});
}

Expected<Vector<double>> Parameters::vector(const std::string& name) const {
  const Expected<Matrix<double>> m = matrix(name);
  if (!m) return m.error();
  if (m->rows() != 1 && m->columns() != 1)
    return wrong(name,
                 "one row or one column, not " + std::to_string(m->rows()) + " x " + std::to_string(m->columns()));
  return Vector<double>(m->entries().begin(), m->entries().end());
}

Expected<Rational> Parameters::rational(const std::string& name, std::optional<Rational> otherwise) const {
  const auto at = values_.find(name);
  if (at == values_.end()) {
    if (otherwise) return *otherwise;
    return missing(name);
  }
  if (const auto* const x = std::get_if<Rational>(&at->second)) return *x;
  const auto* const m = std::get_if<Matrix<double>>(&at->second);
  if (m != nullptr && m->rows() == 1 && m->columns() == 1 && detail::finite((*m)(0, 0))) return exact((*m)(0, 0));
  return wrong(name, "a number");
}

Expected<std::size_t> Parameters::count(const std::string& name, std::optional<std::size_t> otherwise,
                                        std::size_t least, std::size_t most) const {
  if (!has(name) && otherwise) return *otherwise;
  const Expected<Rational> x = rational(name);
  if (!x) return x.error();
  if (denominator(*x) != 1 || *x < Rational(least) || *x > Rational(most))
    return wrong(name, "an integer from " + std::to_string(least) + " to " + std::to_string(most));
  return static_cast<std::size_t>(nearest(*x));
}

Expected<std::string> Parameters::word(const std::string& name, const std::vector<std::string>& words,
                                       std::optional<std::string> otherwise) const {
  const auto at = values_.find(name);
  if (at == values_.end() && otherwise) return *otherwise;
  if (at == values_.end()) return missing(name);
  const auto* const word = std::get_if<std::string>(&at->second);
  if (word != nullptr && std::find(words.begin(), words.end(), *word) != words.end()) return *word;
  std::string expected = "one of ";
  for (std::size_t i = 0; i < words.size(); ++i) expected += (i > 0 ? ", " : "") + words[i];
  return wrong(name, expected);
}

}  // namespace lemmata::theory::problem
