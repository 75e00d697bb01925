#pragma once
// Helpers of the tests of problems and critical points.

#include "numerics/scalar/text.hpp"
#include "theory/problem/interface/problem.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace lemmata::theory::problem {

/// The value with that id in the file of golden values, as the interval that its digits leave.
inline Interval<Real> golden(const std::string& id) {
  std::ifstream file(LEMMATA_GOLDEN "/landscapes.json");
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const auto at = all.find("\"id\": \"" + id + "\"");
  std::smatch match;
  const std::string tail = at == std::string::npos ? "" : all.substr(at, 1000);
  if (!std::regex_search(tail, match, std::regex("\"value\": \"([^\"]*)\""))) {
    ADD_FAILURE() << "no golden value " << id;
    return Interval<Real>();
  }
  const Interval<Real> x = *parse_enclosure<Real>(match[1].str());
  const Real room = x.mag() * Real(1e-18);  // the digits that the file leaves out
  return x + Interval<Real>(-room, room);
}

template <class T>
bool encloses(const Interval<T>& enclosure, const Interval<Real>& published) {
  return !disjoint(convert<Real>(enclosure), published);
}

inline Problem made(const std::string& name, const Parameters& parameters) {
  const Expected<Problem> p = make(name, parameters);
  if (!p) throw std::runtime_error(p.error().message);
  return *p;
}

inline Matrix<double> matrix(std::size_t rows, std::size_t columns, std::vector<double> entries) {
  return {rows, columns, std::move(entries)};
}

inline Matrix<double> diagonal(const std::vector<double>& entries) {
  Matrix<double> m(entries.size(), entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) m(i, i) = entries[i];
  return m;
}

}  // namespace lemmata::theory::problem
