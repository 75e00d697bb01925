#include "theory/problem/interface/problem.hpp"

#include "theory/problem/interface/kind.hpp"

#include <algorithm>

namespace lemmata::theory::problem {
namespace {

template <class T>
void expects_point(const Body& body, const Vector<T>& x) {
  expects(x.size() == body.unknowns, "Problem: one number an unknown");
}

/// scale * x; a scale of 1 costs nothing and keeps exact numbers exact.
template <class T>
void multiply_by(const Rational& scale, std::span<T> x) {
  if (scale == 1) return;
  const T factor = number<T>(scale);
  for (T& entry : x) entry = entry * factor;
}

}  // namespace

const std::string& Problem::name() const { return body_->name; }
std::size_t Problem::unknowns() const { return body_->unknowns; }
std::size_t Problem::terms() const { return body_->term_count; }
const std::vector<Generator>& Problem::generators() const { return body_->generators; }
const Facts& Problem::facts() const { return body_->facts; }
const std::string& Problem::dual_theorem() const { return body_->dual_theorem; }
std::optional<KnownCriticalPoint> Problem::known_critical_point(const Vector<Rational>& x) const {
  expects_point(*body_, x);
  return body_->known_critical_point(x);
}

template <class T>
std::optional<Dual<T>> Problem::dual(const Vector<T>& x) const {
  expects_point(*body_, x);
  return static_cast<const DualOf<T>&>(*body_).dual(x);
}

template <class T>
T Problem::value(const Vector<T>& x) const {
  expects_point(*body_, x);
  const BackwardTerm<T>& source = *body_;
  Tape<T> tape(x);
  T sum(0.0);
  for (std::size_t k = 0; k < body_->term_count; ++k) {
    tape.clear();
    sum = sum + source.term(k, tape).value();
  }
  multiply_by(body_->scale, std::span<T>(&sum, 1));
  return sum;
}

template <class T>
Vector<T> Problem::gradient(const Vector<T>& x) const {
  expects_point(*body_, x);
  const BackwardTerm<T>& source = *body_;
  Tape<T> tape(x);
  Vector<T> sum(x.size(), T(0.0));
  for (std::size_t k = 0; k < body_->term_count; ++k) {
    tape.clear();
    const std::vector<T>& part = tape.gradient(source.term(k, tape));
    const std::vector<std::uint32_t>& touched = tape.touched();
    for (std::size_t i = 0; i < touched.size(); ++i) sum[touched[i]] = sum[touched[i]] + part[i];
  }
  multiply_by(body_->scale, std::span<T>(sum));
  return sum;
}

template <class T>
Vector<T> Problem::hessian_vector(const Vector<T>& x, const Vector<T>& v) const {
  expects_point(*body_, x);
  expects_point(*body_, v);
  const BackwardTerm<T>& source = *body_;
  Tape<T> tape(x);
  Vector<T> sum(x.size(), T(0.0)), direction;
  for (std::size_t k = 0; k < body_->term_count; ++k) {
    tape.clear();
    (void)tape.gradient(source.term(k, tape));
    const std::vector<std::uint32_t>& touched = tape.touched();
    direction.clear();
    for (const std::uint32_t i : touched) direction.push_back(v[i]);
    const std::vector<T>& part = tape.hessian_vector(direction);
    for (std::size_t i = 0; i < touched.size(); ++i) sum[touched[i]] = sum[touched[i]] + part[i];
  }
  multiply_by(body_->scale, std::span<T>(sum));
  return sum;
}

template <class T>
Matrix<T> Problem::hessian(const Vector<T>& x) const {
  expects_point(*body_, x);
  const BackwardTerm<T>& source = *body_;
  const std::size_t n = x.size();
  Tape<T> tape(x);
  Matrix<T> sum(n, n);
  for (std::size_t i = 0; i < n * n; ++i) sum.data()[i] = T(0.0);
  Vector<T> direction;
  for (std::size_t k = 0; k < body_->term_count; ++k) {
    tape.clear();
    (void)tape.gradient(source.term(k, tape));
    const std::vector<std::uint32_t>& touched = tape.touched();
    direction.assign(touched.size(), T(0.0));
    for (std::size_t j = 0; j < touched.size(); ++j) {
      direction[j] = T(1.0);
      const std::vector<T>& column = tape.hessian_vector(direction);
      direction[j] = T(0.0);
      for (std::size_t i = j; i < touched.size(); ++i) {
        const std::size_t low = std::max(touched[i], touched[j]), high = std::min(touched[i], touched[j]);
        sum(low, high) = sum(low, high) + column[i];
      }
    }
  }
  multiply_by(body_->scale, std::span<T>(sum.data(), n * n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j) sum(j, i) = sum(i, j);
  return sum;
}

template <class T>
std::array<T, 4> Problem::along(const Vector<T>& x, const Vector<T>& v) const {
  expects_point(*body_, x);
  const ForwardTerm<T>& source = *body_;
  Line<T> line(x, v);
  Taylor<T> sum(0.0);
  for (std::size_t k = 0; k < body_->term_count; ++k) sum = sum + source.term(k, line);
  std::array<T, 4> result{sum.derivative(0), sum.derivative(1), sum.derivative(2), sum.derivative(3)};
  multiply_by(body_->scale, std::span<T>(result));
  return result;
}

Expected<ProblemKind> find(const std::string& name) {
  std::string plain = name;
  for (char& c : plain)
    if (c == '-' || c == '.' || c == '/') c = '_';
  std::string known;
  for (const ProblemKind& kind : kinds()) {
    if (kind.name == plain) return kind;
    known += (known.empty() ? "" : ", ") + kind.name;
  }
  return Failure{FailureKind::usage, "no problem is called '" + name + "'; there are " + known};
}

Expected<Problem> make(const std::string& name, const Parameters& parameters) {
  const Expected<ProblemKind> kind = find(name);
  if (!kind) return kind.error();
  for (const auto& [parameter, value] : parameters.all()) {
    const auto same = [&p = parameter](const ParameterCard& card) { return card.name == p; };
    if (std::any_of(kind->parameters.begin(), kind->parameters.end(), same)) continue;
    std::string known;
    for (const ParameterCard& card : kind->parameters) known += (known.empty() ? "" : ", ") + card.name;
    return Failure{FailureKind::usage,
                   kind->name + " has no parameter '" + parameter + "'; it has " + (known.empty() ? "none" : known)};
  }
  const Expected<std::shared_ptr<Body>> built = kind->build(parameters);
  if (!built) return built.error();
  (*built)->name = kind->name;
  return Problem(*built);
}

template double Problem::value(const Vector<double>&) const;
template DoubleDouble Problem::value(const Vector<DoubleDouble>&) const;
template Mp<50> Problem::value(const Vector<Mp<50>>&) const;
template Mp<100> Problem::value(const Vector<Mp<100>>&) const;
template Mp<200> Problem::value(const Vector<Mp<200>>&) const;
template Interval<double> Problem::value(const Vector<Interval<double>>&) const;
template Interval<DoubleDouble> Problem::value(const Vector<Interval<DoubleDouble>>&) const;
template Interval<Mp<50>> Problem::value(const Vector<Interval<Mp<50>>>&) const;
template Interval<Mp<100>> Problem::value(const Vector<Interval<Mp<100>>>&) const;
template Interval<Mp<200>> Problem::value(const Vector<Interval<Mp<200>>>&) const;
template ExactRational Problem::value(const Vector<ExactRational>&) const;
template Vector<double> Problem::gradient(const Vector<double>&) const;
template Vector<DoubleDouble> Problem::gradient(const Vector<DoubleDouble>&) const;
template Vector<Mp<50>> Problem::gradient(const Vector<Mp<50>>&) const;
template Vector<Mp<100>> Problem::gradient(const Vector<Mp<100>>&) const;
template Vector<Mp<200>> Problem::gradient(const Vector<Mp<200>>&) const;
template Vector<Interval<double>> Problem::gradient(const Vector<Interval<double>>&) const;
template Vector<Interval<DoubleDouble>> Problem::gradient(const Vector<Interval<DoubleDouble>>&) const;
template Vector<Interval<Mp<50>>> Problem::gradient(const Vector<Interval<Mp<50>>>&) const;
template Vector<Interval<Mp<100>>> Problem::gradient(const Vector<Interval<Mp<100>>>&) const;
template Vector<Interval<Mp<200>>> Problem::gradient(const Vector<Interval<Mp<200>>>&) const;
template Vector<ExactRational> Problem::gradient(const Vector<ExactRational>&) const;
template Vector<double> Problem::hessian_vector(const Vector<double>&, const Vector<double>&) const;
template Vector<DoubleDouble> Problem::hessian_vector(const Vector<DoubleDouble>&, const Vector<DoubleDouble>&) const;
template Vector<Mp<50>> Problem::hessian_vector(const Vector<Mp<50>>&, const Vector<Mp<50>>&) const;
template Vector<Mp<100>> Problem::hessian_vector(const Vector<Mp<100>>&, const Vector<Mp<100>>&) const;
template Vector<Mp<200>> Problem::hessian_vector(const Vector<Mp<200>>&, const Vector<Mp<200>>&) const;
template Vector<Interval<double>> Problem::hessian_vector(const Vector<Interval<double>>&,
                                                          const Vector<Interval<double>>&) const;
template Vector<Interval<DoubleDouble>> Problem::hessian_vector(const Vector<Interval<DoubleDouble>>&,
                                                                const Vector<Interval<DoubleDouble>>&) const;
template Vector<Interval<Mp<50>>> Problem::hessian_vector(const Vector<Interval<Mp<50>>>&,
                                                          const Vector<Interval<Mp<50>>>&) const;
template Vector<Interval<Mp<100>>> Problem::hessian_vector(const Vector<Interval<Mp<100>>>&,
                                                           const Vector<Interval<Mp<100>>>&) const;
template Vector<Interval<Mp<200>>> Problem::hessian_vector(const Vector<Interval<Mp<200>>>&,
                                                           const Vector<Interval<Mp<200>>>&) const;
template Vector<ExactRational> Problem::hessian_vector(const Vector<ExactRational>&,
                                                       const Vector<ExactRational>&) const;
template Matrix<double> Problem::hessian(const Vector<double>&) const;
template Matrix<DoubleDouble> Problem::hessian(const Vector<DoubleDouble>&) const;
template Matrix<Mp<50>> Problem::hessian(const Vector<Mp<50>>&) const;
template Matrix<Mp<100>> Problem::hessian(const Vector<Mp<100>>&) const;
template Matrix<Mp<200>> Problem::hessian(const Vector<Mp<200>>&) const;
template Matrix<Interval<double>> Problem::hessian(const Vector<Interval<double>>&) const;
template Matrix<Interval<DoubleDouble>> Problem::hessian(const Vector<Interval<DoubleDouble>>&) const;
template Matrix<Interval<Mp<50>>> Problem::hessian(const Vector<Interval<Mp<50>>>&) const;
template Matrix<Interval<Mp<100>>> Problem::hessian(const Vector<Interval<Mp<100>>>&) const;
template Matrix<Interval<Mp<200>>> Problem::hessian(const Vector<Interval<Mp<200>>>&) const;
template Matrix<ExactRational> Problem::hessian(const Vector<ExactRational>&) const;
template std::array<double, 4> Problem::along(const Vector<double>&, const Vector<double>&) const;
template std::array<Interval<double>, 4> Problem::along(const Vector<Interval<double>>&,
                                                        const Vector<Interval<double>>&) const;
template std::array<Interval<DoubleDouble>, 4> Problem::along(const Vector<Interval<DoubleDouble>>&,
                                                              const Vector<Interval<DoubleDouble>>&) const;
template std::array<Interval<Mp<50>>, 4> Problem::along(const Vector<Interval<Mp<50>>>&,
                                                        const Vector<Interval<Mp<50>>>&) const;
template std::array<ExactRational, 4> Problem::along(const Vector<ExactRational>&, const Vector<ExactRational>&) const;
template std::optional<Dual<Interval<double>>> Problem::dual(const Vector<Interval<double>>&) const;
template std::optional<Dual<Interval<DoubleDouble>>> Problem::dual(const Vector<Interval<DoubleDouble>>&) const;
template std::optional<Dual<ExactRational>> Problem::dual(const Vector<ExactRational>&) const;

}  // namespace lemmata::theory::problem
