#include "theory/model/gram_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace lemmata::theory {
namespace {

struct Attempt {
  ExtremeEigenvalue least;
  ExtremeEigenvalue largest;
  GramMatrix matrix;
};

/// 2^exponent times the enclosure, exactly.
Interval<Real> scaled(const Interval<Real>& x, int exponent) {
  const auto scale = [exponent](const Real& r) { return Real(ldexp(r, exponent)); };
  return Interval<Real>(scale(x.inf()), scale(x.sup()));
}

EigenvalueOptions eigenvalue_options(const GramOptions& options, Tier lowest, Tier highest) {
  EigenvalueOptions result;
  result.threads = options.threads;
  result.lowest = lowest;
  result.highest = highest;
  return result;
}

Expected<Attempt> attempt_double(const Matrix<double>& inputs, const GramOptions& options) {
  const bool only_double = options.rung == Precision::binary64;
  const bool only_dd = options.rung == Precision::double_double;
  const EigenvalueOptions eigen = eigenvalue_options(options, only_dd ? Tier::double_double : Tier::binary64,
                                                     only_double ? Tier::binary64_sharpened : Tier::double_double);
  Expected<ScaledBox> made = options.deep
                                 ? deep_gram(inputs, *options.deep, options.threads).transform([](SymmetricBox&& box) {
                                     return ScaledBox{std::move(box), 0};
                                   })
                                 : relu_gram(inputs, options.normalization, options.threads);
  if (!made) return made.error();
  ScaledBox gram = std::move(made).value();
  Expected<ExtremeEigenvalue> least = min_eigenvalue(gram.box, eigen);
  if (!least) return least.error();
  Expected<ExtremeEigenvalue> largest = max_eigenvalue_in_place(gram.box, eigen);
  if (!largest) return largest.error();
  Attempt result{std::move(least).value(), std::move(largest).value(), {}};
  result.least.value = scaled(result.least.value, gram.exponent);
  result.largest.value = scaled(result.largest.value, gram.exponent);
  result.matrix = std::move(gram);
  return result;
}

template <unsigned D>
Expected<Attempt> attempt_multiprecision(const Matrix<double>& inputs, const GramOptions& options, Tier tier) {
  Matrix<Interval<Mp<D>>> gram = options.deep
                                     ? deep_gram_matrix<Mp<D>>(inputs, *options.deep, options.threads)
                                     : relu_gram_multiprecision<D>(inputs, options.normalization, options.threads);
  const EigenvalueOptions eigen = eigenvalue_options(options, tier, tier);
  Expected<ExtremeEigenvalue> least = min_eigenvalue<D>(gram, eigen);
  if (!least) return least.error();
  Expected<ExtremeEigenvalue> largest = max_eigenvalue<D>(gram, eigen);
  if (!largest) return largest.error();
  return Attempt{std::move(least).value(), std::move(largest).value(), std::move(gram)};
}

Expected<Attempt> attempt(const Matrix<double>& inputs, const GramOptions& options, Precision rung) {
  switch (rung) {
    case Precision::binary64:
    case Precision::double_double:
      return attempt_double(inputs, options);
    case Precision::digits50:
      return attempt_multiprecision<50>(inputs, options, Tier::digits50);
    case Precision::digits100:
      return attempt_multiprecision<100>(inputs, options, Tier::digits100);
    case Precision::digits200:
      return attempt_multiprecision<200>(inputs, options, Tier::digits200);
  }
  return Failure{FailureKind::usage, "no such precision"};
}

unsigned digits_of(Precision rung) {
  return rung == Precision::digits50 ? 50 : rung == Precision::digits100 ? 100 : rung == Precision::digits200 ? 200 : 0;
}

/// The smallest interval between doubles that contains x: a bound is then one number, in decimals and in hexadecimal.
Interval<Real> between_doubles(const Interval<Real>& x) {
  const Interval<double> rounded = convert<double>(x);
  return rounded.is_bounded() ? convert<Real>(rounded) : x;
}

/// sup - inf <= width * inf, decided exactly; false for a bound that is not positive.
bool narrow(const Interval<Real>& x, double width) {
  return x.is_bounded() && x.inf() > 0 && x.sup() - x.inf() <= x.inf() * Real(width);
}

/// The non-zero rows.
Matrix<double> without(const Matrix<double>& inputs, const std::vector<std::size_t>& zero_rows) {
  Matrix<double> kept(inputs.rows() - zero_rows.size(), inputs.columns());
  std::size_t next = 0;
  for (std::size_t i = 0; i < inputs.rows(); ++i) {
    if (next < zero_rows.size() && zero_rows[next] == i)
      ++next;
    else
      std::ranges::copy(inputs.row(i), kept.row(i - next).begin());
  }
  return kept;
}

}  // namespace

std::size_t multiprecision_limit(unsigned digits) { return digits <= 50 ? 400 : digits <= 100 ? 300 : 200; }

Expected<GramSpectrum> gram_spectrum(const Matrix<double>& inputs, const GramOptions& options) {
  expects(inputs.rows() > 0 && inputs.columns() > 0, "gram_spectrum: n >= 1 and d >= 1");
  GramSpectrum result;
  result.relations = row_relations(inputs);
  result.nullity = nullity(inputs, result.relations);
  if (options.deep) {
    expects(options.normalization == Normalization::unit, "gram_spectrum: a deep kernel is one of unit inputs");
    if (!result.relations.zero_rows.empty() && !options.deep->activation.vanishes_at_zero()) {
      return Failure{FailureKind::inapplicable, "row " + std::to_string(result.relations.zero_rows.front()) +
                                                    " is zero: it has no unit vector, and " +
                                                    options.deep->activation.name + " does not vanish at 0"};
    }
    result.singularity = deep_singularity(inputs, result.relations, result.nullity, *options.deep);
  }
  const std::optional<bool> singular = options.deep ? result.singularity.singular : result.nullity.singular();

  const Matrix<double> rows = without(inputs, result.relations.zero_rows);
  if (rows.rows() == 0) {  // H = 0
    result.positive_definite = Truth::no;
    result.evidence = GramEvidence::nullity_singular;
    return result;
  }
  std::vector<Precision> ladder{Precision::binary64};
  if (options.rung) {
    ladder = {*options.rung};
  } else if (singular != true) {
    ladder.insert(ladder.end(), {Precision::digits50, Precision::digits100, Precision::digits200});
  }
  bool have = false;
  for (const Precision rung : ladder) {
    const unsigned digits = digits_of(rung);
    if (digits > 0 && rows.rows() > multiprecision_limit(digits)) {
      result.reason += (result.reason.empty() ? "" : "; ") + std::to_string(digits) +
                       " digits are tried up to n = " + std::to_string(multiprecision_limit(digits));
      break;
    }
    Expected<Attempt> tried = attempt(rows, options, rung);
    if (!tried) {
      result.reason = tried.error().message;
      continue;
    }
    Attempt found = std::move(tried).value();
    // Two rungs enclose one number: disjoint intervals would be a defect, which intersect() reports as such.
    const auto both = [have](const Interval<Real>& old, const Interval<Real>& fresh) {
      return have ? intersect(old, fresh) : fresh;
    };
    result.lambda_min = both(result.lambda_min, found.least.value);
    result.lambda_max = both(result.lambda_max, found.largest.value);
    result.tier = found.least.tier;
    result.reason = found.least.reason;
    result.least = std::move(found.least);
    result.largest = std::move(found.largest);
    result.matrix = std::move(found.matrix);
    have = true;
    if (narrow(result.lambda_min, options.relative_width)) break;
  }
  if (!have) {
    result.lambda_min = result.lambda_max = Interval<Real>::whole();
  }
  // H is a Gram matrix: positive semidefinite, whatever the arithmetic could see.
  result.lambda_min = between_doubles(intersect(result.lambda_min, Interval<Real>(Real(0), infinity<Real>())));
  result.lambda_max = between_doubles(result.lambda_max);
  if (singular == true) {
    result.lambda_min = Interval<Real>(Real(0));
    result.positive_definite = Truth::no;
    result.evidence = GramEvidence::nullity_singular;
    result.reason.clear();
  } else if (positive(result.lambda_min) == Truth::yes) {
    result.positive_definite = Truth::yes;
    result.evidence = GramEvidence::enclosure;
  } else if (singular == false) {
    result.positive_definite = Truth::yes;
    result.evidence = GramEvidence::nullity_definite;
  }
  return result;
}

}  // namespace lemmata::theory
