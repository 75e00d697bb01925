/// \file
/// # Margin bound for linear classifiers, and its Rademacher complexity exactly
/// ## Statement   Ball |w|_2 <= B. Points x_1..x_m: R = (B/m) E_sigma |sum sigma_i x_i|_2 satisfies
///                B sqrt(sum |x_i|^2)/(m sqrt 2) <= R <= B sqrt(sum |x_i|^2)/m, and for the ball of the l1 norm
///                (B/m) E_sigma |sum sigma_i x_i|_inf <= B max |x_i|_inf sqrt(2 ln(2 d)/m).
///                A sample of n independent points with labels, g > 0 and delta fixed before: with probability at least
///                1 - delta, for every w in the ball at once, P[y w.x <= 0] <= #{y_i w.x_i <= g}/n + 2 B |X|_F/(g n) +
///                3 sqrt(ln(2/delta)/(2 n)). Also (recalled constants) P[y w.x <= 0] <= (1/n) sum ramp_g(y_i w.x_i) +
///                4 B |X|_F/(g n) + (8/g + 1) sqrt(ln(4/delta)/(2 n)).
/// ## Source      Bartlett, Mendelson (2002), JMLR 3, Theorem 21 [R]; the first form: Mohri, Rostamizadeh, Talwalkar,
///                Foundations of Machine Learning, Theorem 5.8 and Talagrand's contraction: dossier 6.1, mark [D].
///                Lower bound: Khintchine (constant of Szarek). l1: Massart's finite class lemma.
/// ## Method      The expectations by enumeration of all signs. The population has finite support with integer weights,
///                so errors are rational; the classifier is the scaled sum of y_i x_i over the sample. Only the
///                frequency of failures over a run can refute the probabilistic claims.
/// ## Notes       Orthogonal points make the upper bound an equality, two equal points the lower one: rooms are named.

#include "numerics/margin/exact.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/descent_path.hpp"
#include "theory/model/finite_population.hpp"
#include "theory/statement/altered.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory::generalisation {
namespace {

constexpr const char* in_ball = "|w|_2 <= B";
constexpr const char* independent = "the sample is drawn independently from the population";
constexpr const char* fixed_parameters = "B > 0, g > 0 and 0 < delta < 1";
constexpr std::size_t most_enumerated = 7;

struct LinearBound {
  struct Instance {
    Matrix<double> points;              ///< K x d: the population
    std::vector<double> labels;         ///< K, 1 or -1
    std::vector<std::int64_t> weights;  ///< K
    std::int64_t seed = 0;              ///< of the sample
    std::vector<std::int64_t> counts;   ///< K: the sample
    std::vector<double> classifier;     ///< d: w
    double radius = 1;                  ///< B
    double margin = 1;                  ///< g
    double delta = 0.0625;
    static constexpr auto fields() {
      return std::tuple{Field{"points", &Instance::points},   Field{"labels", &Instance::labels},
                        Field{"weights", &Instance::weights}, Field{"seed", &Instance::seed},
                        Field{"counts", &Instance::counts},   Field{"classifier", &Instance::classifier},
                        Field{"radius", &Instance::radius},   Field{"margin", &Instance::margin},
                        Field{"delta", &Instance::delta}};
    }
  };
  static Statement statement();
  static Instance generate(Draw& draw);
  template <Scalar T>
  static std::vector<Hypothesis> hypotheses(const Instance& x);
  template <Scalar T>
  static std::vector<Claim> conclude(const Instance& x);
  static std::vector<Control<Instance>> controls();
};

Statement LinearBound::statement() {
  Statement s;
  s.title = "Margin bound for linear classifiers, and its Rademacher complexity";
  s.text =
      "Ball |w|_2 <= B: B |X|_F/(m sqrt 2) <= R <= B |X|_F/m. With probability at least 1 - delta over n independent "
      "points, for every w in the ball, P[y w.x <= 0] <= #{y_i w.x_i <= g}/n + 2 B |X|_F/(g n) + 3 sqrt(ln(2/delta)/(2 "
      "n)).";
  s.source = {"P. L. Bartlett, S. Mendelson",
              2002,
              "Rademacher and Gaussian Complexities: Risk Bounds and Structural Results",
              "JMLR 3",
              "Theorem 21 (recalled); Mohri, Rostamizadeh, Talwalkar, Theorem 5.8",
              "https://www.jmlr.org/papers/v3/bartlett02a.html"};
  s.provenance = Provenance::derived;
  s.dossier = "bound/linear";
  s.hypotheses = {in_ball, independent, fixed_parameters};
  s.claims = {
      {"rademacher_upper", "R <= (1 + 2^-30) B |X|_F/m", Strength::exact, Provenance::derived},
      {"rademacher_lower", "R >= (1 - 2^-30) B |X|_F/(m sqrt 2)", Strength::exact, Provenance::derived},
      {"rademacher_l1", "(B/m) E |sum sigma_i x_i|_inf <= B max |x_i|_inf sqrt(2 ln(2 d)/m)", Strength::exact,
       Provenance::derived},
      {"generalisation", "P[y w.x <= 0] <= #{y_i w.x_i <= g}/n + 2 B |X|_F/(g n) + 3 sqrt(ln(2/delta)/(2 n))",
       Strength::probabilistic, Provenance::derived},
      {"original_form",
       "P[y w.x <= 0] <= (1/n) sum ramp_g(y_i w.x_i) + 4 B |X|_F/(g n) + (8/g + 1) sqrt(ln(4/delta)/(2 n))",
       Strength::probabilistic, Provenance::recalled},
  };
  s.notes = {"R is computed for the first points of the population, at most seven."};
  return s;
}

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

// The sum of y_i x_i over the sample, scaled by a power of two into the ball: short numbers, exact.
std::vector<double> learned(const LinearBound::Instance& x) {
  std::vector<double> w(x.points.columns(), 0.0);
  for (std::size_t k = 0; k < x.counts.size(); ++k) {
    for (std::size_t j = 0; j < w.size(); ++j) {
      w[j] += static_cast<double>(x.counts[k]) * x.labels[k] * x.points(k, j);
    }
  }
  double scale = 0x1p10;
  while (scale > 0x1p-40 && dot(w, w) * scale * scale > x.radius * x.radius) scale /= 2;
  for (double& entry : w) entry *= scale;
  return w;
}

LinearBound::Instance LinearBound::generate(Draw& draw) {
  Instance x;
  const std::size_t points = 1 + draw.dimension(1, 7);
  const std::size_t d = draw.dimension(1, 4);
  x.points = Matrix<double>(points, d);
  for (std::size_t k = 0; k < points; ++k) {
    for (double& entry : x.points.row(k)) entry = static_cast<double>(draw.integer(-4, 4)) / 4;
    // Mostly the sign of the first coordinate: something to learn, with noise.
    const bool flipped = draw.pick(5) == 4;
    x.labels.push_back((x.points(k, 0) < 0) != flipped ? -1.0 : 1.0);
  }
  x.weights = draw_weights(draw, points);
  x.seed = draw.integer(0, std::int64_t{1} << 40);
  x.counts = sample_counts(x.weights, std::int64_t{1} << (6 + draw.pick(6)), x.seed);
  x.radius = std::ldexp(1.0, static_cast<int>(draw.integer(-1, 2)));
  x.margin = std::ldexp(1.0, -static_cast<int>(draw.integer(0, 3)));
  x.classifier = learned(x);
  return x;
}

template <Scalar T>
std::vector<Hypothesis> LinearBound::hypotheses(const Instance& x) {
  Rational square = 0;
  for (const double w : x.classifier) square += w == 0 ? Rational(0) : exact(w) * exact(w);
  return {{in_ball, truth(square <= exact(x.radius) * exact(x.radius)), {}},
          {independent, truth(sample_counts(x.weights, total(x.counts), x.seed) == x.counts), {}},
          {fixed_parameters, truth(x.radius > 0 && x.margin > 0 && 0 < x.delta && x.delta < 1), {}}};
}

// Numbers of the sample in one pass; everything that is compared is exact.
struct Sample {
  Rational error = 0;        ///< P[y w.x <= 0]
  Rational below = 0;        ///< #{y_i w.x_i <= g}/n
  Rational ramp = 0;         ///< mean of ramp_g
  Interval<Real> frobenius;  ///< |X|_F of the sample
  Interval<Real> size;       ///< n
};

Sample sample_of(const LinearBound::Instance& x) {
  Sample s;
  const std::int64_t n = total(x.counts);
  Interval<Real> square;
  const Rational g = exact(x.margin);
  for (std::size_t k = 0; k < x.counts.size(); ++k) {
    Rational value = 0;
    Interval<Real> length;
    for (std::size_t j = 0; j < x.points.columns(); ++j) {
      if (x.points(k, j) == 0) continue;
      length += sqr(Interval<Real>(Real(x.points(k, j))));
      if (x.classifier[j] != 0) value += exact(x.points(k, j)) * exact(x.classifier[j]);
    }
    value *= exact(x.labels[k]);
    const Rational share = Rational(x.counts[k]) / Rational(n);
    if (value <= 0) s.error += Rational(x.weights[k]);
    if (value <= g) s.below += share;
    if (value <= 0) {
      s.ramp += share;
    } else if (value < g) {
      s.ramp += share * (1 - value / g);
    }
    square += Interval<Real>(static_cast<double>(x.counts[k])) * length;
  }
  s.error /= Rational(total(x.weights));
  s.frobenius = sqrt(square);
  s.size = Interval<Real>(static_cast<double>(n));
  return s;
}

// 2 B |X|_F/(g n).
Interval<Real> complexity(const Interval<Real>& radius, const Interval<Real>& margin, const Sample& s) {
  return Interval<Real>(2) * radius * s.frobenius / (margin * s.size);
}
// (8/g + 1) sqrt(ln(4/delta)/(2 n)).
Interval<Real> original_confidence(const Interval<Real>& margin, const Interval<Real>& delta, const Sample& s) {
  return (Interval<Real>(8) / margin + Interval<Real>(1)) *
         sqrt(log(Interval<Real>(4) / delta) / (Interval<Real>(2) * s.size));
}

template <Scalar T>
std::vector<Claim> LinearBound::conclude(const Instance& x) {
  using I = Interval<T>;
  const std::size_t m = std::min(most_enumerated, x.points.rows());
  const std::size_t d = x.points.columns();
  const I radius{T(x.radius)};
  const I count(static_cast<double>(m));
  I square;
  I greatest;
  for (std::size_t i = 0; i < m; ++i) {
    for (const double entry : x.points.row(i)) {
      square += sqr(I(T(entry)));
      greatest = max(greatest, abs(I(T(entry))));
    }
  }
  // Every sign pattern, the last sign fixed: the norms do not depend on a common sign.
  const std::size_t patterns = std::size_t{1} << (m - 1);
  I euclidean;
  I maximum;
  for (std::size_t pattern = 0; pattern < patterns; ++pattern) {
    std::vector<I> sum(d);
    for (std::size_t i = 0; i < m; ++i) {
      const bool minus = ((pattern >> i) & 1U) != 0;
      for (std::size_t j = 0; j < d; ++j) {
        const I entry{T(x.points(i, j))};
        sum[j] = minus ? sum[j] - entry : sum[j] + entry;
      }
    }
    euclidean += euclidean_norm<T>(sum);
    I most;
    for (const I& entry : sum) most = max(most, abs(entry));
    maximum += most;
  }
  const I share = radius / (count * I(static_cast<double>(patterns)));
  const I bound = radius * sqrt(square) / count;
  const I room{T(0x1p-30)};

  const Sample s = sample_of(x);
  const Interval<Real> real_radius{Real(x.radius)};
  const Interval<Real> margin{Real(x.margin)};
  const Interval<Real> delta{Real(x.delta)};
  const auto side = [](const Interval<Real>& set, const char* what) { return Enclosure(set, Evidence("bound", what)); };
  const Interval<Real> excess = complexity(real_radius, margin, s);
  return {
      at_most("rademacher_upper", along_path(share * euclidean, "R by enumeration"),
              along_path((I(1) + room) * bound, "B |X|_F/m and the room")),
      at_least("rademacher_lower", along_path(share * euclidean, "R by enumeration"),
               along_path((I(1) - room) * bound / sqrt(I(2)), "B |X|_F/(m sqrt 2), less the room")),
      at_most("rademacher_l1", along_path(share * maximum, "R of the l1 ball by enumeration"),
              along_path(radius * greatest * sqrt(I(2) * log(I(static_cast<double>(2 * d))) / count),
                         "B max |x|_inf sqrt(2 ln(2 d)/m)")),
      with_probability(at_most("generalisation", side(enclosure(s.error), "error on the population"),
                               side(enclosure(s.below) + excess + confidence_term(s.size, delta), "the bound")),
                       delta),
      with_probability(
          at_most("original_form", side(enclosure(s.error), "error on the population"),
                  side(enclosure(s.ramp) + Interval<Real>(2) * excess + original_confidence(margin, delta, s),
                       "the bound of Theorem 21")),
          delta),
  };
}

// 512 orthonormal points of random label, 256 draws, a classifier that remembers those it saw: wrong on the others.
LinearBound::Instance memory(double radius) {
  constexpr std::size_t size = 512;
  LinearBound::Instance x;
  x.points = Matrix<double>(size, size);
  for (std::size_t k = 0; k < size; ++k) {
    x.points(k, k) = 1;
    x.labels.push_back(k % 3 == 0 ? -1.0 : 1.0);
  }
  x.weights.assign(size, 1);
  x.seed = 5;
  x.counts = sample_counts(x.weights, 256, x.seed);
  for (std::size_t k = 0; k < size; ++k) x.classifier.push_back(x.counts[k] > 0 ? x.labels[k] : 0.0);
  x.radius = radius;
  x.margin = 0.5;
  return x;
}

std::vector<Control<LinearBound::Instance>> LinearBound::controls() {
  using I = Instance;
  const auto two = [](std::vector<double> entries, std::vector<std::int64_t> counts, std::int64_t seed) {
    return I{
        Matrix<double>(2, 2, std::move(entries)), {1, -1}, {1, 1}, seed, std::move(counts), {1, 0}, 1, 0.5, 0.0625};
  };
  const auto random = [](Draw& draw) { return generate(draw); };
  const I single{Matrix<double>(1, 1, {1}), {1}, {1}, 1, {64}, {1}, 1, 0.5, 0.0625};
  const I orthogonal = two({1, 0, 0, 1}, sample_counts({1, 1}, 64, 1), 1);
  const I equal = two({1, 0, 1, 0}, sample_counts({1, 1}, 64, 1), 1);
  // Dossier: n = 1000, |X|_F = sqrt(3000), B = g = 1, delta = 1/20.
  const auto excess = [&](const char* name, bool original, const char* digits) {
    return golden<I>(name, orthogonal, [=](const I&, Precision) -> std::vector<Claim> {
      Sample s;
      s.frobenius = sqrt(Interval<Real>(3000));
      s.size = Interval<Real>(1000);
      const Interval<Real> one(1);
      const Interval<Real> delta = one / Interval<Real>(20);
      const Interval<Real> sum = original
                                     ? Interval<Real>(2) * complexity(one, one, s) + original_confidence(one, delta, s)
                                     : complexity(one, one, s) + confidence_term(s.size, delta);
      return {lies_in(name, Enclosure(sum, Evidence("bound", name)), rounded_decimal(digits))};
    });
  };
  I certain = single;
  certain.delta = 1;
  I near = single;  // one point at a quarter, half of the margin
  near.classifier = {0.25};
  return {
      edge<LinearBound>("delta_edge", fixed_parameters, single, certain),
      golden<I>("ramp", near,
                [](const I& x, Precision) -> std::vector<Claim> {
                  return {equals("1 - (1/4)/(1/2)", Enclosure(enclosure(sample_of(x).ramp), Evidence("sample", "ramp")),
                                 number(0.5))};
                }),
      // A thousand copies of one point: nothing is known of the other half of the population.
      dropped_hypothesis<I>("copies_of_one_point", independent, two({1, 0, 0, 1}, {1000, 0}, 1),
                            only<LinearBound>("generalisation")),
      dropped_hypothesis<I>("outside_the_ball", in_ball, memory(0x1p-6), only<LinearBound>("generalisation")),
      dropped_hypothesis<I>(
          "negative_margin", fixed_parameters,
          {Matrix<double>(2, 1, {1, 1}), {1, -1}, {1, 1}, 1, sample_counts({1, 1}, 64, 1), {1}, 1, -64, 0.0625},
          only<LinearBound>("generalisation")),
      tight_case<I>("orthogonal_points", orthogonal, "rademacher_upper", 0x1p-29),
      tight_case<I>("equal_points", equal, "rademacher_lower", 0x1p-29),
      tight_case<I>("equal_points_l1", equal, "rademacher_l1", 0.58),
      sabotage<I>("upper_less", orthogonal, with_side_times<LinearBound>("rademacher_upper", 1 - 0x1p-20)),
      sabotage<I>("lower_more", equal, with_side_times<LinearBound>("rademacher_lower", 1 + 0x1p-20)),
      drawn_sabotage<I>("l1_third", random, with_side_times<LinearBound>("rademacher_l1", 0.35)),
      // The complexity term dropped: the classifier that remembers has no margin error on its sample.
      sabotage<I>("no_complexity", memory(32),
                  [](const I& x, Precision) -> std::vector<Claim> {
                    const Sample s = sample_of(x);
                    return {
                        at_most("without the complexity", Enclosure(enclosure(s.error), Evidence("bound", "error")),
                                Enclosure(enclosure(s.below) + confidence_term(s.size, Interval<Real>(Real(x.delta))),
                                          Evidence("bound", "margin errors and confidence")))};
                  }),
      drawn_sabotage<I>("training_error_is_enough", random,
                        [](const I& x, Precision) -> std::vector<Claim> {
                          const Sample s = sample_of(x);
                          return {at_most("error", Enclosure(enclosure(s.error), Evidence("bound", "error")),
                                          Enclosure(enclosure(s.below), Evidence("bound", "margin errors")))};
                        }),
      excess("lin_mohri", false, "0.238385334005054491310739661365"),
      excess("lin_bm", true, "0.640363373876045248665118546453"),
      // One point 1 seen 64 times, w = B = 1, g = 1/2: no margin errors, 2 |X|_F/(g n) = 1/2.
      golden_side<LinearBound>("generalisation_side", single, "generalisation", "0.9936441589501548764801"),
      golden_side<LinearBound>("original_side", single, "original_form", "4.064307134026876411258"),
      golden_side<LinearBound>("l1_side", equal, "rademacher_l1", "1.17741002251547469101156932646"),
  };
}

}  // namespace

Theorem linear_margin_bound() { return Theorem(LinearBound{}); }

}  // namespace lemmata::theory::generalisation
