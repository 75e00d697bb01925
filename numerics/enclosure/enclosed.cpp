#include "numerics/enclosure/enclosed.hpp"

#include "numerics/scalar/elementary.hpp"

namespace lemmata {
namespace {

Enclosure arithmetic(std::string operation, Interval<Real> result, std::vector<Evidence> operands) {
  Evidence why("arith", operation, std::move(operands), Arithmetic{operation, result});
  return {std::move(result), std::move(why)};
}

}  // namespace

Enclosure exact(const Real& x, std::string what) {
  const Interval<Real> set(x);
  return {set, Evidence("exact", std::move(what), {}, set)};
}

Enclosure unknown(std::string reason) { return {Interval<Real>::whole(), Evidence("unknown", std::move(reason))}; }

Enclosure operator-(const Enclosure& a) { return arithmetic("neg", -a.set(), {a.why()}); }
Enclosure operator+(const Enclosure& a, const Enclosure& b) {
  return arithmetic("+", a.set() + b.set(), {a.why(), b.why()});
}
Enclosure operator-(const Enclosure& a, const Enclosure& b) {
  return arithmetic("-", a.set() - b.set(), {a.why(), b.why()});
}
Enclosure operator*(const Enclosure& a, const Enclosure& b) {
  return arithmetic("*", a.set() * b.set(), {a.why(), b.why()});
}
Enclosure operator/(const Enclosure& a, const Enclosure& b) {
  return arithmetic("/", a.set() / b.set(), {a.why(), b.why()});
}
Enclosure pow(const Enclosure& a, int n) { return arithmetic("pow " + std::to_string(n), pow(a.set(), n), {a.why()}); }
Enclosure sqr(const Enclosure& a) { return arithmetic("sqr", sqr(a.set()), {a.why()}); }
Enclosure sqrt(const Enclosure& a) { return arithmetic("sqrt", sqrt(a.set()), {a.why()}); }
Enclosure abs(const Enclosure& a) { return arithmetic("abs", abs(a.set()), {a.why()}); }
Enclosure exp(const Enclosure& a) { return arithmetic("exp", exp(a.set()), {a.why()}); }
Enclosure log(const Enclosure& a) { return arithmetic("log", log(a.set()), {a.why()}); }
Enclosure min(const Enclosure& a, const Enclosure& b) {
  return arithmetic("min", min(a.set(), b.set()), {a.why(), b.why()});
}
Enclosure max(const Enclosure& a, const Enclosure& b) {
  return arithmetic("max", max(a.set(), b.set()), {a.why(), b.why()});
}

}  // namespace lemmata
