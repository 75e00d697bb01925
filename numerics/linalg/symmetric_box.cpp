#include "numerics/linalg/symmetric_box.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>

namespace lemmata {
namespace {

std::string printed(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

Failure bad_entry(const char* what, std::size_t i, std::size_t j, double value) {
  return {FailureKind::malformed, std::string("matrix: ") + what + " at row " + std::to_string(i) + ", column " +
                                      std::to_string(j) + " (from 0): " + printed(value)};
}

/// The first defect of a matrix that must be finite and symmetric, and non-negative when asked.
Expected<bool> inspect(const Matrix<double>& a, bool non_negative) {
  constexpr std::size_t tile = 64;
  const std::size_t n = a.rows();
  for (std::size_t i0 = 0; i0 < n; i0 += tile)
    for (std::size_t j0 = 0; j0 <= i0; j0 += tile)
      for (std::size_t i = i0; i < std::min(n, i0 + tile); ++i)
        for (std::size_t j = j0; j < std::min(i + 1, j0 + tile); ++j) {
          if (!std::isfinite(a(i, j))) return bad_entry("not a finite number", i, j, a(i, j));
          if (!std::isfinite(a(j, i))) return bad_entry("not a finite number", j, i, a(j, i));
          if (a(i, j) != a(j, i))
            return Failure{FailureKind::malformed, "matrix: not symmetric: entry (" + std::to_string(j) + "," +
                                                       std::to_string(i) + ") is " + printed(a(j, i)) + ", entry (" +
                                                       std::to_string(i) + "," + std::to_string(j) + ") is " +
                                                       printed(a(i, j)) + " (indices from 0)"};
          if (non_negative && a(i, j) < 0) return bad_entry("negative radius", i, j, a(i, j));
        }
  return true;
}

Matrix<double> negative(Matrix<double> a) {
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (double& x : a.row(i)) x = -x;
  return a;
}

PackedSymmetric negative(PackedSymmetric a) {
  a.negate();
  return a;
}

/// The first factor of a radius that is not a finite number >= 0.
Expected<bool> inspect(const Vector<double>& r) {
  for (std::size_t i = 0; i < r.size(); ++i)
    if (!(std::isfinite(r[i]) && r[i] >= 0)) return bad_entry("radius factor is not a finite number >= 0", i, i, r[i]);
  return true;
}

}  // namespace

SymmetricBox::SymmetricBox(Matrix<double> mid, PackedSymmetric lo, Matrix<double> rad, Vector<double> r)
    : mid_(std::move(mid)), lo_(std::move(lo)), rad_(std::move(rad)), r_(std::move(r)) {}

Expected<SymmetricBox> SymmetricBox::make(Matrix<double> mid, Matrix<double> lo, Matrix<double> rad, Vector<double> r) {
  const std::size_t n = mid.rows();
  expects(n >= 1 && mid.square(), "SymmetricBox: mid is n x n, n >= 1");
  expects(lo.empty() || (lo.rows() == n && lo.square()), "SymmetricBox: lo is n x n or empty");
  expects(rad.empty() || (rad.rows() == n && rad.square()), "SymmetricBox: rad is n x n or empty");
  expects(r.empty() || r.size() == n, "SymmetricBox: r has n entries or none");
  if (auto fine = inspect(mid, false); !fine) return fine.error();
  if (!lo.empty())
    if (auto fine = inspect(lo, false); !fine) return fine.error();
  if (!rad.empty())
    if (auto fine = inspect(rad, true); !fine) return fine.error();
  if (auto fine = inspect(r); !fine) return fine.error();
  return SymmetricBox(std::move(mid), lo.empty() ? PackedSymmetric{} : PackedSymmetric(lo), std::move(rad),
                      std::move(r));
}

Expected<SymmetricBox> SymmetricBox::make_packed(Matrix<double> mid, PackedSymmetric lo, Vector<double> r) {
  const std::size_t n = mid.rows();
  expects(n >= 1 && mid.square() && lo.order() == n && r.size() == n, "SymmetricBox: mid and lo are n x n, r is n");
  if (auto fine = inspect(mid, false); !fine) return fine.error();
  const auto finite = [](double x) { return std::isfinite(x); };
  if (!std::ranges::all_of(lo.entries(), finite))
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j)
        if (!finite(lo(i, j))) return bad_entry("not a finite number", i, j, lo(i, j));
  if (auto fine = inspect(r); !fine) return fine.error();
  return SymmetricBox(std::move(mid), std::move(lo), {}, std::move(r));
}

Expected<SymmetricBox> SymmetricBox::hull(Matrix<double> a) {
  const std::size_t n = a.rows();
  expects(n >= 1 && a.square(), "SymmetricBox::hull: a is n x n, n >= 1");
  Matrix<double> rad;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const double p = a(i, j), q = a(j, i);
      if (!std::isfinite(p)) return bad_entry("not a finite number", i, j, p);
      if (!std::isfinite(q)) return bad_entry("not a finite number", j, i, q);
      if (p == q) continue;
      if (rad.empty()) rad = Matrix<double>(n, n);
      // The midpoint is any double; the radius is the larger distance, one step outward.
      const double centre = p / 2 + q / 2;
      const double distance = std::max(std::fabs(p - centre), std::fabs(q - centre));
      const double radius = std::nextafter(distance, std::numeric_limits<double>::infinity());
      if (!std::isfinite(radius)) return bad_entry("asymmetry beyond the range of doubles", i, j, p);
      a(i, j) = a(j, i) = centre;
      rad(i, j) = rad(j, i) = radius;
    }
  return make(std::move(a), {}, std::move(rad), {});
}

SymmetricBox SymmetricBox::negated() const& { return SymmetricBox(negative(mid_), negative(lo_), rad_, r_); }

SymmetricBox SymmetricBox::absolute() && {
  expects(lo_.empty(), "SymmetricBox::absolute: lo is empty");
  for (std::size_t i = 0; i < order(); ++i)
    for (double& x : mid_.row(i)) x = std::fabs(x);
  return SymmetricBox(std::move(mid_), {}, std::move(rad_), std::move(r_));
}

SymmetricBox SymmetricBox::negated() && {
  return SymmetricBox(negative(std::move(mid_)), negative(std::move(lo_)), std::move(rad_), std::move(r_));
}

}  // namespace lemmata
