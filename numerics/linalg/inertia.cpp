#include "numerics/linalg/inertia.hpp"

#include "numerics/linalg/approximate.hpp"
#include "numerics/linalg/deflation.hpp"
#include "numerics/linalg/extreme_detail.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace lemmata {
namespace {

/// The number of positive eigenvalues that a complement bound proves, from pairs sorted ascending (descending when
/// negated). Tries, from the smallest value that could be certified positive upward.
std::size_t positive_at_least(const SymmetricBox& a, const ApproximateEigenpairs& pairs, bool negated, Team& team,
                              const ErrorModel& model) {
  const std::size_t n = a.order();
  const BoxNorms norms = norms_up(a, team);
  Vector<double> values(n);
  Vector<std::size_t> row(n);
  for (std::size_t j = 0; j < n; ++j) {
    row[j] = negated ? n - 1 - j : j;
    values[j] = negated ? -pairs.values[row[j]] : pairs.values[j];
  }
  auto storage = binary64_storage(n);
  double size = 0;
  for (double v : values) size = std::max(size, std::fabs(v));
  for (const bool double_double : {false, true}) {
    // Deflating q vectors leaves values[q..]; the shift sits inside (0, values[q]).
    for (int attempt = 0; attempt < 3; ++attempt) {
      const double clear =
          approximate_loss(a, norms, size * static_cast<double>(n), size, double_double) * std::ldexp(2.0, 3 * attempt);
      const std::size_t q = static_cast<std::size_t>(
          std::find_if(values.begin(), values.end(), [&](double v) { return v > 2 * clear; }) - values.begin());
      if (q == n) break;
      Deflation d{Matrix<double>(q, n), Vector<double>(q), values[q] / 2};
      for (std::size_t l = 0; l < q; ++l) {
        std::copy_n(pairs.vectors.row(row[l]).data(), n, d.x.row(l).data());
        d.tau[l] = 2 * (d.mu - values[l]) + 0.01 * size;
      }
      const auto bound = double_double ? complement_bound_double_double(a, norms, d, team, model)
                                       : complement_bound(a, norms, d, storage, team, model);
      if (bound && bound->bound > 0) {
        const bool rest_undecided =
            q > 0 && std::any_of(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(q),
                                 [&](double v) { return std::fabs(v) <= 2 * clear; });
        // Tiny values are worth one look in double-double, where they may turn out to be clear.
        if (!double_double && rest_undecided && n <= 1000) {
          const std::size_t better = [&] {
            const double fine = approximate_loss(a, norms, size * static_cast<double>(n), size, true) * 4;
            const std::size_t r =
                static_cast<std::size_t>(std::find_if(values.begin(), values.end(),
                                                      [&](double v) { return v > 2 * fine && v > 0x1p-50 * size; }) -
                                         values.begin());
            if (r >= q) return std::size_t{0};
            Deflation e{Matrix<double>(r, n), Vector<double>(r), values[r] / 2};
            for (std::size_t l = 0; l < r; ++l) {
              std::copy_n(pairs.vectors.row(row[l]).data(), n, e.x.row(l).data());
              e.tau[l] = 2 * (e.mu - values[l]) + 0.01 * size;
            }
            const auto finer = complement_bound_double_double(a, norms, e, team, model);
            return finer && finer->bound > 0 ? n - r : std::size_t{0};
          }();
          if (better > n - q) return better;
        }
        return n - q;
      }
    }
    if (n > 1000) break;
  }
  return 0;
}

bool rows_equal(const SymmetricBox& a, std::size_t i, std::size_t j) {
  if (!std::ranges::equal(a.mid().row(i), a.mid().row(j))) return false;
  for (std::size_t l = 0; l < a.lo().order(); ++l)
    if (a.lo()(i, l) != a.lo()(j, l)) return false;
  return true;
}

/// A 1 = 0, without rounding: intervals of Real stay points as long as nothing was rounded.
bool ones_vanish(const SymmetricBox& a) {
  for (std::size_t i = 0; i < a.order(); ++i) {
    double about = 0, size = 0;
    for (double x : a.mid().row(i)) {
      about += x;
      size += std::fabs(x);
    }
    if (std::fabs(about) > 1e-9 * size) return false;
    Interval<Real> sum;
    for (double x : a.mid().row(i)) sum += Interval<Real>(Real(x));
    for (std::size_t j = 0; j < a.lo().order(); ++j) sum += Interval<Real>(Real(a.lo()(i, j)));
    if (!(sum == Interval<Real>())) return false;
  }
  return true;
}

}  // namespace

std::size_t exact_null_vectors(const SymmetricBox& a) {
  if (!a.is_point()) return 0;
  const std::size_t n = a.order();
  // Equal rows i, j: A (e_i - e_j) = 0 by symmetry. One fewer than the size of each class; a zero row is its own
  // vector.
  std::size_t count = 0;
  std::multimap<double, std::size_t> representatives;
  for (std::size_t i = 0; i < n; ++i) {
    double key = 0;
    for (std::size_t j = 0; j < n; ++j) key += a.mid()(i, j) * static_cast<double>(j % 7 + 1);
    const auto [from, to] = representatives.equal_range(key);
    const bool seen = std::any_of(from, to, [&](const auto& other) { return rows_equal(a, other.second, i); });
    if (seen)
      ++count;
    else
      representatives.emplace(key, i);
  }
  bool zero_row = false;
  for (std::size_t i = 0; i < n && !zero_row; ++i) {
    zero_row = std::ranges::all_of(a.mid().row(i), [](double x) { return x == 0; });
    for (std::size_t j = 0; j < a.lo().order() && zero_row; ++j) zero_row = a.lo()(i, j) == 0;
  }
  // Differences within classes have sum zero in each class; a unit vector of a zero row, or the ones, is not among
  // them.
  if (zero_row || ones_vanish(a)) ++count;
  return count;
}

namespace detail {

Expected<Inertia> inertia(const SymmetricBox& given, std::size_t known_nullity, const EigenvalueOptions& options,
                          const ErrorModel& model) {
  Team team(options.threads);
  if (auto fit = fit_arithmetic(team); !fit) return fit.error();
  auto scaling = scaled(given);
  if (!scaling) return scaling.error();
  const SymmetricBox& a = *scaling ? (*scaling)->box : given;
  const std::size_t n = a.order();
  Inertia result;
  result.exact_null_vectors = exact_null_vectors(given);
  const std::size_t zero = std::max(known_nullity, result.exact_null_vectors);
  std::size_t positive = 0, negative = 0;
  const ApproximateEigenpairs pairs = approximate_eigenpairs(a.mid());
  if (pairs.values.size() == n && zero < n) {
    positive = positive_at_least(a, pairs, false, team, model);
    negative = positive_at_least(a.negated(), pairs, true, team, model);
  }
  if (positive + negative + zero > n)
    return Failure{FailureKind::inapplicable, "inertia: the given nullity contradicts the signs that were proved"};
  const std::size_t free = n - positive - negative - zero;
  result.positive = {positive, positive + free};
  result.negative = {negative, negative + free};
  result.zero = {zero, zero + free};
  if (free > 0)
    result.reason = std::to_string(free) + (free == 1 ? " eigenvalue is" : " eigenvalues are") +
                    " too close to zero for floating-point arithmetic to sign";
  return result;
}

}  // namespace detail

Expected<Inertia> inertia(const SymmetricBox& a, std::size_t known_nullity, const EigenvalueOptions& options) {
  return detail::inertia(a, known_nullity, options, ErrorModel{});
}

}  // namespace lemmata
