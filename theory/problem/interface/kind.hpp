#pragma once
/// \file
/// # How a problem is written: one file, theory/problem/<name>.cpp, that defines `ProblemKind <name>()`
///
///   struct Model {
///     static Expected<Model> make(const Parameters& parameters);
///     std::size_t unknowns() const;
///     std::size_t terms() const;                      // f = scale * sum of the terms
///     template <class X>
///     Element<X> term(std::size_t k, X& x) const;     // reads x[i]; operations of function.hpp
///     // optional:
///     Rational scale() const;                         // positive, 1 when left out
///     std::vector<Generator> generators() const;      // continuous symmetries
///     Facts facts() const;
///     std::string dual_theorem() const;               // with
///     template <class T> Dual<T> dual(const Vector<T>& x) const;
///     std::optional<KnownCriticalPoint> known_critical_point(const Vector<Rational>& x) const;
///   };
///   ProblemKind name() { return kind<Model>("name", "f(x) = ...", "x: d numbers", {{"d", "dimension", "2"}}); }
///
/// ## Guarantee  A term that compares (`certainly_at_most`) must return, on the other branch, a formula that holds for
///   both outcomes: then every enclosure is one.
/// ## Notes    Terms should read few unknowns each: cost and memory of a term's tape grow with what it reads.

#include "theory/problem/interface/function.hpp"
#include "theory/problem/interface/problem.hpp"

#include <string>
#include <utility>
#include <vector>

namespace lemmata::theory::problem {

/// One virtual function a number: that is where the type of the problem is forgotten.
template <class T>
struct BackwardTerm {
  virtual ~BackwardTerm() = default;
  [[nodiscard]] virtual Var<T> term(std::size_t k, Tape<T>& x) const = 0;
};
template <class T>
struct ForwardTerm {
  virtual ~ForwardTerm() = default;
  [[nodiscard]] virtual Taylor<T> term(std::size_t k, Line<T>& x) const = 0;
};
template <class T>
struct DualOf {
  virtual ~DualOf() = default;
  [[nodiscard]] virtual std::optional<Dual<T>> dual(const Vector<T>& x) const = 0;
};

template <class... Part>
struct Terms : Part... {
  using Part::term...;
};
template <class... Part>
struct Duals : Part... {
  using Part::dual...;
};

struct Body : Terms<BackwardTerm<double>, BackwardTerm<DoubleDouble>, BackwardTerm<Mp<50>>, BackwardTerm<Mp<100>>,
                    BackwardTerm<Mp<200>>, BackwardTerm<Interval<double>>, BackwardTerm<Interval<DoubleDouble>>,
                    BackwardTerm<Interval<Mp<50>>>, BackwardTerm<Interval<Mp<100>>>, BackwardTerm<Interval<Mp<200>>>,
                    BackwardTerm<ExactRational>, ForwardTerm<double>, ForwardTerm<Interval<double>>,
                    ForwardTerm<Interval<DoubleDouble>>, ForwardTerm<Interval<Mp<50>>>, ForwardTerm<ExactRational>>,
              Duals<DualOf<Interval<double>>, DualOf<Interval<DoubleDouble>>, DualOf<ExactRational>> {
  std::string name;
  std::size_t unknowns = 0, term_count = 0;
  Rational scale = 1;
  std::vector<Generator> generators;
  Facts facts;
  std::string dual_theorem;
  [[nodiscard]] virtual std::optional<KnownCriticalPoint> known_critical_point(const Vector<Rational>& x) const = 0;
};

namespace implementation {

template <class Model>
struct Holder : Body {
  explicit Holder(Model m) : model(std::move(m)) {}
  Model model;
  [[nodiscard]] std::optional<KnownCriticalPoint> known_critical_point(const Vector<Rational>& x) const override {
    if constexpr (requires { model.known_critical_point(x); }) {
      return model.known_critical_point(x);
    } else {
      return std::nullopt;
    }
  }
};

template <class Base, class T>
struct Backward : Base {
  using Base::Base;
  using Base::term;
  [[nodiscard]] Var<T> term(std::size_t k, Tape<T>& x) const override { return this->model.term(k, x); }
};
template <class Base, class T>
struct Forward : Base {
  using Base::Base;
  using Base::term;
  [[nodiscard]] Taylor<T> term(std::size_t k, Line<T>& x) const override { return this->model.term(k, x); }
};
template <class Base, class T>
struct WithDual : Base {
  using Base::Base;
  using Base::dual;
  [[nodiscard]] std::optional<Dual<T>> dual(const Vector<T>& x) const override {
    if constexpr (requires { this->model.template dual<T>(x); }) {
      return this->model.template dual<T>(x);
    } else {
      return std::nullopt;
    }
  }
};

/// Wrap<...Wrap<Base, T1>..., Tn>.
template <template <class, class> class Wrap, class Base, class... T>
struct Chain {
  using type = Base;
};
template <template <class, class> class Wrap, class Base, class T, class... Rest>
struct Chain<Wrap, Base, T, Rest...> {
  using type = typename Chain<Wrap, Wrap<Base, T>, Rest...>::type;
};

template <class Model>
using Whole = typename Chain<
    WithDual,
    typename Chain<Forward,
                   typename Chain<Backward, Holder<Model>, double, DoubleDouble, Mp<50>, Mp<100>, Mp<200>,
                                  Interval<double>, Interval<DoubleDouble>, Interval<Mp<50>>, Interval<Mp<100>>,
                                  Interval<Mp<200>>, ExactRational>::type,
                   double, Interval<double>, Interval<DoubleDouble>, Interval<Mp<50>>, ExactRational>::type,
    Interval<double>, Interval<DoubleDouble>, ExactRational>::type;

template <class Model>
Expected<std::shared_ptr<Body>> make(const Parameters& parameters) {
  Expected<Model> made = Model::make(parameters);
  if (!made) return made.error();
  auto body = std::make_shared<Whole<Model>>(std::move(made).value());
  const Model& model = body->model;
  body->unknowns = model.unknowns();
  body->term_count = model.terms();
  if constexpr (requires { model.scale(); }) body->scale = model.scale();
  if constexpr (requires { model.generators(); }) body->generators = model.generators();
  if constexpr (requires { model.facts(); }) body->facts = model.facts();
  if constexpr (requires { model.dual_theorem(); }) body->dual_theorem = model.dual_theorem();
  return std::shared_ptr<Body>(std::move(body));
}

}  // namespace implementation

template <class Model>
[[nodiscard]] ProblemKind kind(std::string name, std::string text, std::string unknowns,
                               std::vector<ParameterCard> parameters) {
  return {std::move(name), std::move(text), std::move(unknowns), std::move(parameters), &implementation::make<Model>};
}

}  // namespace lemmata::theory::problem
