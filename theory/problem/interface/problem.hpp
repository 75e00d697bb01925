#pragma once
/// \file
/// # Problem: a loss with value, gradient, Hessian and Hessian-vector product over any number
/// ## Use from a theorem
///   const auto p = problem::make("matrix_completion", {{"target", m}, {"rank", Rational(1)}});   // Expected<Problem>
///   const Vector<Interval<T>> x = ...;                     // unknowns in the order of the problem's card
///   const Interval<T> f = p->value(x);
///   const Vector<Interval<T>> g = p->gradient(x);          // encloses grad f at every point of the box
///   const Matrix<Interval<T>> h = p->hessian(x);           // symmetric bit for bit
///   const std::array<Interval<T>, 4> d = p->along(x, v);   // derivatives of t -> f(x + t v) at 0, orders 0 to 3
///   for every number of number.hpp: double, DoubleDouble, Mp<50|100|200>, Interval of these, ExactRational; `along`
///   for those of LineNumbers. Missing parameters have the defaults of the card.
/// ## Guarantee  Over Interval: enclosures for every point of the argument's box; undefined (the whole line) where a
///   derivative does not exist. Over ExactRational: exact or unknown. Over the others: approximate.
/// ## Notes    Adding a problem is one file, theory/problem/<name>.cpp; kind.hpp says what it holds.

#include "theory/problem/interface/parameters.hpp"
#include "theory/problem/interface/tape.hpp"
#include "theory/problem/interface/taylor.hpp"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lemmata::theory::problem {

/// A linear vector field x -> A x along whose flow f is constant: <grad f(x), A x> = 0 for every x.
struct Generator {
  struct Entry {
    std::size_t row, column;
    double value;  ///< exact
  };
  std::string name;
  std::vector<Entry> entries;

  /// A x.
  template <class T>
  [[nodiscard]] Vector<T> operator()(const Vector<T>& x) const {
    Vector<T> y(x.size(), T(0.0));
    for (const Entry& e : entries) y[e.row] = y[e.row] + T(e.value) * x[e.column];
    return y;
  }
};

/// What is known of the problem as a whole; every string names the reason and is empty when nothing is known.
struct Facts {
  std::optional<Rational> infimum;  ///< f >= infimum everywhere
  std::string infimum_reason;
  std::string every_critical_point_is_global;
  std::string every_local_minimum_is_global;
};

/// Class of a critical point as a theorem states it.
enum class KnownClass { local_minimum, global_minimum, degenerate };

/// A critical point that the problem proves by a theorem of its own.
struct KnownCriticalPoint {
  Vector<Interval<Real>> point;       ///< contains it
  Matrix<Interval<Real>> hessian;     ///< contains the Hessian at it; empty: differentiation has it
  std::size_t nullity = 0;            ///< proved: the kernel of the Hessian has at least this dimension
  std::size_t symmetry_nullity = 0;   ///< proved: so many of its directions are those of the symmetry group
  std::optional<KnownClass> verdict;  ///< what the theorem says of it; none: the Hessian decides
  std::string theorem;                ///< its id and what it says
};

/// At a critical point: a symmetric matrix whose being positive semidefinite makes the point a global minimum, and
/// vectors (rows) that it maps to zero there.
template <class T>
struct Dual {
  Matrix<T> matrix;
  Matrix<T> kernel;
};

struct Body;

class Problem {
 public:
  explicit Problem(std::shared_ptr<const Body> body) : body_(std::move(body)) {}

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] std::size_t unknowns() const;
  /// The problem is a sum of this many terms.
  [[nodiscard]] std::size_t terms() const;

  template <class T>
  [[nodiscard]] T value(const Vector<T>& x) const;
  template <class T>
  [[nodiscard]] Vector<T> gradient(const Vector<T>& x) const;
  /// H(x) v; memory linear in the unknowns and in the operations of one term.
  template <class T>
  [[nodiscard]] Vector<T> hessian_vector(const Vector<T>& x, const Vector<T>& v) const;
  template <class T>
  [[nodiscard]] Matrix<T> hessian(const Vector<T>& x) const;
  /// f(x + t v) and its first three derivatives in t at t = 0, differentiated forward.
  template <class T>
  [[nodiscard]] std::array<T, 4> along(const Vector<T>& x, const Vector<T>& v) const;

  /// The continuous symmetries; they may be dependent at a point.
  [[nodiscard]] const std::vector<Generator>& generators() const;
  [[nodiscard]] const Facts& facts() const;
  /// The certificate of section 3.1 of the landscape theorems for losses convex in a Gram matrix; its name.
  [[nodiscard]] const std::string& dual_theorem() const;
  template <class T>
  [[nodiscard]] std::optional<Dual<T>> dual(const Vector<T>& x) const;
  /// The critical point near x that the problem knows by a theorem, if any.
  [[nodiscard]] std::optional<KnownCriticalPoint> known_critical_point(const Vector<Rational>& x) const;

 private:
  std::shared_ptr<const Body> body_;
};

/// What `--list` says of a problem, and how to make one.
struct ProblemKind {
  std::string name;
  std::string text;      ///< the function, in one line
  std::string unknowns;  ///< their number and order
  std::vector<ParameterCard> parameters;
  Expected<std::shared_ptr<Body>> (*build)(const Parameters&);
};

/// All problems, sorted by name.
[[nodiscard]] const std::vector<ProblemKind>& kinds();
/// The kind of that name ('-', '.' and '/' read as '_').
[[nodiscard]] Expected<ProblemKind> find(const std::string& name);
/// The problem; fails (usage) on an unknown name, an unknown parameter, a missing or unusable one.
[[nodiscard]] Expected<Problem> make(const std::string& name, const Parameters& parameters);

}  // namespace lemmata::theory::problem
