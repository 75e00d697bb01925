#pragma once
/// \file
/// # A loss of theory/problem over the rationals
/// For losses that are polynomials (or whose irrational parts vanish at the points asked for): value, gradient and
/// Hessian are exact. A result that is not rational is a ContractViolation: the theorem asked for the wrong thing.

#include "theory/model/exact_algebra.hpp"
#include "theory/problem/interface/problem.hpp"

#include <string>
#include <utility>

namespace lemmata::theory {

class ExactProblem {
 public:
  ExactProblem(const std::string& name, const problem::Parameters& parameters)
      : problem_(problem::make(name, parameters).value()) {}

  [[nodiscard]] Rational value(const Vector<Rational>& x) const { return known(problem_.value(lifted(x))); }
  [[nodiscard]] Vector<Rational> gradient(const Vector<Rational>& x) const {
    Vector<Rational> result;
    for (const problem::ExactRational& g : problem_.gradient(lifted(x))) result.push_back(known(g));
    return result;
  }
  [[nodiscard]] RationalMatrix hessian(const Vector<Rational>& x) const {
    const Matrix<problem::ExactRational> h = problem_.hessian(lifted(x));
    RationalMatrix result(h.rows(), h.columns());
    for (std::size_t i = 0; i < h.rows(); ++i) {
      for (std::size_t j = 0; j < h.columns(); ++j) result(i, j) = known(h(i, j));
    }
    return result;
  }
  [[nodiscard]] const problem::Problem& problem() const { return problem_; }

 private:
  static Vector<problem::ExactRational> lifted(const Vector<Rational>& x) { return {x.begin(), x.end()}; }
  static Rational known(const problem::ExactRational& x) {
    expects(x.is_known(), "ExactProblem: a rational result");
    return x.value();
  }
  problem::Problem problem_;
};

}  // namespace lemmata::theory
