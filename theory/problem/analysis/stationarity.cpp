#include "theory/problem/analysis/stationarity.hpp"

#include "theory/problem/analysis/enclosed_point.hpp"

#include <algorithm>

namespace lemmata::theory::problem {
namespace {

template <class T>
Truth all_zero(const Vector<Interval<T>>& g) {
  Truth answer = Truth::yes;
  for (const Interval<T>& entry : g) answer = answer && zero(entry);
  return answer;
}

template <class T>
bool decide(const Problem& problem, const Vector<Rational>& x, const std::string& name, Stationarity& found) {
  const Vector<Interval<T>> g = problem.gradient(enclosed<T>(x));
  found.critical = all_zero(g);
  found.gradient_norm = convert<Real>(norm(g));
  found.arithmetic = name;
  return found.critical != Truth::unknown;
}

}  // namespace

Stationarity stationarity(const Problem& problem, const Vector<Rational>& x) {
  Stationarity found;
  if (decide<double>(problem, x, "double", found)) return found;
  const Vector<ExactRational> g = problem.gradient(Vector<ExactRational>(x.begin(), x.end()));
  const bool known = std::all_of(g.begin(), g.end(), [](const ExactRational& entry) { return entry.is_known(); });
  if (known) {
    Interval<Real> sum(0);
    found.critical = Truth::yes;
    for (const ExactRational& entry : g) {
      if (entry.value() != 0) found.critical = Truth::no;
      sum += sqr(enclosure(entry.value()));
    }
    found.gradient_norm = sqrt(sum);
    found.arithmetic = "exact rationals";
    return found;
  }
  if (decide<Mp<50>>(problem, x, "50 digits", found)) return found;
  if (decide<Mp<100>>(problem, x, "100 digits", found)) return found;
  (void)decide<Mp<200>>(problem, x, "200 digits", found);
  return found;
}

}  // namespace lemmata::theory::problem
