/// \file
/// # Spectrally normalised margin bound for networks
/// ## Statement   Network x -> A_2 relu(A_1 x), W the largest dimension, b(A) = sum of the lengths of the rows of A,
///                R_A = |A_1| |A_2| ((b(A_1)/|A_1|)^(2/3) + (b(A_2)/|A_2|)^(2/3))^(3/2), spectral norms. For bounds
///                fixed before, |A_i| <= s_i and b(A_i) <= b_i, and a margin g > 0 fixed before: with probability at
///                least 1 - delta over n independent points, for all such networks at once, P[wrong] <= #{margin <=
///                g}/n + 8/n^(3/2) + (72/(g n)) ln(n) sqrt(ln(2 W^2)) |X|_F R(s, b) + 3 sqrt(ln(2/delta)/(2 n)), R(s,
///                b) = s_1 s_2 ((b_1/s_1)^(2/3) + (b_2/s_2)^(2/3))^(3/2). Facts it rests on: (i) R_A <= R(s, b); (ii)
///                2^(3/2) |A_1| |A_2| <= R_A <= sqrt 2 (b(A_1) |A_2| + |A_1| b(A_2)); (iii) R_A is invariant under
///                (A_1, A_2) -> (c A_1, A_2/c); (iv) for perturbations U_i: |f_{A+U}(x) - f_A(x)| <= (|A_2| |U_1| +
///                |U_2| |A_1 + U_1|) |x|.
/// ## Source      Bartlett, Foster, Telgarsky (2017), NeurIPS, Theorem 1.1, arXiv:1706.08498 [R] for the form, whose
///                constant is unspecified there. The explicit form: theory dossier, section 6.3, mark [D], from their
///                covering bound (reference matrices 0) and Dudley's integral; (i)-(iv) mark [D].
/// ## Method      (i) R(s, b) = ((b_1 s_2)^(2/3) + (s_1 b_2)^(2/3))^(3/2) increases in everything. (ii) b(A) >= |A|_F
///                >= |A|; power means. (iv) the ReLU is 1-Lipschitz and fixes 0. Spectral norms are certified
///                eigenvalues.
/// ## Notes       The bound exceeds 1 for the sizes that can be sampled here (n below about 10^8): the probabilistic
///                claim checks the formula, the other claims check what it is made of. Ties of the largest outputs are
///                wrong.

#include "numerics/linalg/spectral_norm.hpp"
#include "numerics/margin/exact.hpp"
#include "numerics/scalar/elementary.hpp"
#include "theory/model/finite_population.hpp"
#include "theory/statement/altered.hpp"

#include <algorithm>
#include <cmath>

namespace lemmata::theory::generalisation {
namespace {

constexpr const char* bounded = "|A_i| <= s_i and the row sums are at most b_i";
constexpr const char* independent = "the sample is drawn independently from the population";
constexpr const char* non_zero = "no layer is zero, g > 0";

using R = Interval<Real>;

struct Spectral {
  struct Instance {
    Matrix<double> first;               ///< A_1: h x d
    Matrix<double> second;              ///< A_2: c x h
    Matrix<double> first_change;        ///< U_1
    Matrix<double> second_change;       ///< U_2
    std::vector<double> spectral;       ///< s_1, s_2
    std::vector<double> row_sums;       ///< b_1, b_2
    Matrix<double> points;              ///< K x d
    std::vector<std::int64_t> classes;  ///< K, from 0
    std::vector<std::int64_t> weights;  ///< K
    std::int64_t seed = 0;
    std::int64_t repeated = 0;  ///< 1: the counts are prescribed, not drawn
    std::vector<std::int64_t> counts;
    double margin = 1;  ///< g
    double delta = 0.0625;
    double scale = 2;  ///< c of (iii), a power of two
    static constexpr auto fields() {
      return std::tuple{Field{"first", &Instance::first},
                        Field{"second", &Instance::second},
                        Field{"first_change", &Instance::first_change},
                        Field{"second_change", &Instance::second_change},
                        Field{"spectral", &Instance::spectral},
                        Field{"row_sums", &Instance::row_sums},
                        Field{"points", &Instance::points},
                        Field{"classes", &Instance::classes},
                        Field{"weights", &Instance::weights},
                        Field{"seed", &Instance::seed},
                        Field{"repeated", &Instance::repeated},
                        Field{"counts", &Instance::counts},
                        Field{"margin", &Instance::margin},
                        Field{"delta", &Instance::delta},
                        Field{"scale", &Instance::scale}};
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

Statement Spectral::statement() {
  Statement s;
  s.title = "Spectrally normalised margin bound for networks";
  s.text =
      "x -> A_2 relu(A_1 x); R_A = |A_1| |A_2| (sum (b(A_i)/|A_i|)^(2/3))^(3/2), b the sum of the row lengths. For "
      "fixed bounds |A_i| <= s_i, b(A_i) <= b_i and a fixed margin g: with probability at least 1 - delta, P[wrong] <= "
      "#{margin <= g}/n + 8/n^(3/2) + (72/(g n)) ln(n) sqrt(ln(2 W^2)) |X|_F R(s, b) + 3 sqrt(ln(2/delta)/(2 n)).";
  s.source = {"P. L. Bartlett, D. J. Foster, M. Telgarsky",
              2017,
              "Spectrally-normalized margin bounds for neural networks",
              "NeurIPS",
              "Theorem 1.1 (form recalled, constants derived)",
              "arXiv:1706.08498"};
  s.provenance = Provenance::derived;
  s.dossier = "bound/bft";
  s.hypotheses = {bounded, independent, non_zero};
  const auto card = [](const char* name, const char* text) {
    return ClaimCard{name, text, Strength::exact, Provenance::derived};
  };
  s.claims = {card("class_complexity", "R_A <= (1 + 2^-30) R(s, b)"),
              card("complexity_lower", "R_A >= (1 - 2^-30) 2^(3/2) |A_1| |A_2|"),
              card("complexity_upper", "R_A <= (1 + 2^-30) sqrt 2 (b(A_1) |A_2| + |A_1| b(A_2))"),
              card("rescaling", "|R_{c A_1, A_2/c}/R_A - 1| <= 2^-30"),
              card("perturbation", "max |f_{A+U}(x) - f_A(x)|/|x| <= (1 + 2^-30)(|A_2| |U_1| + |U_2| |A_1 + U_1|)"),
              {"generalisation",
               "P[wrong] <= #{margin <= g}/n + 8/n^(3/2) + (72/(g n)) ln(n) sqrt(ln(2 W^2)) |X|_F R(s, b) + 3 "
               "sqrt(ln(2/delta)/(2 n))",
               Strength::probabilistic, Provenance::derived}};
  s.notes = {"Reference matrices are 0, Lipschitz constants 1."};
  return s;
}

R spectral_norm(const Matrix<double>& a) { return sqrt(spectral_norm_square(a)); }

R row_sum(const Matrix<double>& a) {
  R sum;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    R square;
    for (const double entry : a.row(i)) square += sqr(R(Real(entry)));
    sum += sqrt(square);
  }
  return sum;
}

// x^(p/q) for x >= 0.
R power(const R& x, double p, double q) {
  if (x == R()) return R();
  return exp(R(p) / R(q) * log(x));
}

// s_1 s_2 (sum (b_i/s_i)^(2/3))^(3/2).
R complexity(const R& s1, const R& s2, const R& b1, const R& b2) {
  return power(power(b1 * s2, 2, 3) + power(s1 * b2, 2, 3), 3, 2);
}
R complexity(const Matrix<double>& first, const Matrix<double>& second) {
  return complexity(spectral_norm(first), spectral_norm(second), row_sum(first), row_sum(second));
}

Matrix<double> scaled(Matrix<double> a, double c) {
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (double& entry : a.row(i)) entry *= c;
  }
  return a;
}
Matrix<double> plus(Matrix<double> a, const Matrix<double>& u) {
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) a(i, j) += u(i, j);
  }
  return a;
}

// The outputs, exactly.
std::vector<Rational> outputs(const Matrix<double>& first, const Matrix<double>& second, std::span<const double> x) {
  std::vector<Rational> hidden;
  for (std::size_t r = 0; r < first.rows(); ++r) {
    Rational sum = 0;
    for (std::size_t j = 0; j < x.size(); ++j) sum += exact(first(r, j)) * exact(x[j]);
    hidden.push_back(sum > 0 ? sum : Rational(0));
  }
  std::vector<Rational> result;
  for (std::size_t c = 0; c < second.rows(); ++c) {
    Rational sum = 0;
    for (std::size_t r = 0; r < hidden.size(); ++r) sum += exact(second(c, r)) * hidden[r];
    result.push_back(sum);
  }
  return result;
}

Spectral::Instance Spectral::generate(Draw& draw) {
  Instance x;
  const std::size_t d = draw.dimension(1, 3);
  const std::size_t h = draw.dimension(1, 3);
  const std::size_t c = 1 + draw.dimension(1, 2);
  const std::size_t points = draw.dimension(1, 5);
  const auto matrix = [&](std::size_t rows, std::size_t columns, std::int64_t reach, double unit) {
    Matrix<double> a(rows, columns);
    for (std::size_t i = 0; i < rows; ++i) {
      for (double& entry : a.row(i)) entry = static_cast<double>(draw.integer(-reach, reach)) * unit;
    }
    return a;
  };
  x.first = matrix(h, d, 8, 0.25);
  x.second = matrix(c, h, 8, 0.25);
  if (x.first(0, 0) == 0) x.first(0, 0) = 1;
  if (x.second(0, 0) == 0) x.second(0, 0) = 1;
  x.first_change = matrix(h, d, 4, 0.0625);
  x.second_change = matrix(c, h, 4, 0.0625);
  // The bounds, a power of two above: column sums bound both norms.
  for (const Matrix<double>* a : {&x.first, &x.second}) {
    double sum = 0;
    for (const double entry : a->entries()) sum += std::fabs(entry);
    x.spectral.push_back(std::ldexp(1.0, std::ilogb(sum) + 1));
    x.row_sums.push_back(x.spectral.back());
  }
  x.points = matrix(points, d, 4, 0.5);
  for (std::size_t k = 0; k < points; ++k) {
    // What the network says, mostly.
    const std::vector<Rational> f = outputs(x.first, x.second, x.points.row(k));
    const auto best = static_cast<std::int64_t>(std::max_element(f.begin(), f.end()) - f.begin());
    x.classes.push_back(draw.pick(4) == 3 ? static_cast<std::int64_t>(draw.pick(c)) : best);
  }
  x.weights = draw_weights(draw, points);
  x.seed = draw.integer(0, std::int64_t{1} << 40);
  x.counts = sample_counts(x.weights, std::int64_t{1} << (6 + draw.pick(6)), x.seed);
  x.margin = std::ldexp(1.0, -static_cast<int>(draw.integer(0, 3)));
  x.scale = std::ldexp(1.0, static_cast<int>(draw.integer(-3, 3)));
  return x;
}

template <Scalar T>
std::vector<Hypothesis> Spectral::hypotheses(const Instance& x) {
  const R s1(Real(x.spectral[0]));
  const R s2(Real(x.spectral[1]));
  const Truth norms =
      less_equal(spectral_norm_square(x.first), sqr(s1)) && less_equal(spectral_norm_square(x.second), sqr(s2)) &&
      less_equal(row_sum(x.first), R(Real(x.row_sums[0]))) && less_equal(row_sum(x.second), R(Real(x.row_sums[1])));
  const bool drawn = x.repeated == 0 && sample_counts(x.weights, total(x.counts), x.seed) == x.counts;
  return {{bounded, norms, {}},
          {independent, truth(drawn), {}},
          {non_zero,
           positive(spectral_norm_square(x.first)) && positive(spectral_norm_square(x.second)) && truth(x.margin > 0),
           {}}};
}

// 8/n^(3/2) + (72/(g n)) ln(n) sqrt(ln(2 W^2)) |X|_F R + 3 sqrt(ln(2/delta)/(2 n)).
R excess(const R& n, const R& width, const R& frobenius, const R& r, const R& margin, const R& delta) {
  return R(8) / (n * sqrt(n)) + R(72) / (margin * n) * log(n) * sqrt(log(R(2) * sqr(width))) * frobenius * r +
         confidence_term(n, delta);
}

template <Scalar T>
std::vector<Claim> Spectral::conclude(const Instance& x) {
  const R one(1);
  const R room{Real(0x1p-30)};
  const R n1 = spectral_norm(x.first);
  const R n2 = spectral_norm(x.second);
  const R b1 = row_sum(x.first);
  const R b2 = row_sum(x.second);
  const R r = complexity(n1, n2, b1, b2);
  const R allowed =
      complexity(R(Real(x.spectral[0])), R(Real(x.spectral[1])), R(Real(x.row_sums[0])), R(Real(x.row_sums[1])));
  const R moved = complexity(scaled(x.first, x.scale), scaled(x.second, 1 / x.scale));

  const Matrix<double> first = plus(x.first, x.first_change);
  const Matrix<double> second = plus(x.second, x.second_change);
  const R reach = n2 * spectral_norm(x.first_change) + spectral_norm(x.second_change) * spectral_norm(first);
  R change;
  Rational wrong = 0;
  Rational below = 0;
  R square;
  const std::int64_t n = total(x.counts);
  for (std::size_t k = 0; k < x.points.rows(); ++k) {
    const std::vector<Rational> f = outputs(x.first, x.second, x.points.row(k));
    const std::vector<Rational> g = outputs(first, second, x.points.row(k));
    R difference;
    R length;
    for (std::size_t c = 0; c < f.size(); ++c) difference += sqr(enclosure(Rational(f[c] - g[c])));
    for (const double entry : x.points.row(k)) length += sqr(R(Real(entry)));
    if (positive(length) == Truth::yes) change = max(change, sqrt(difference / length));
    square += R(static_cast<double>(x.counts[k])) * length;
    const auto own = static_cast<std::size_t>(x.classes[k]);
    bool first_other = true;
    Rational other = 0;
    for (std::size_t c = 0; c < f.size(); ++c) {
      if (c == own) continue;
      if (first_other || f[c] > other) other = f[c];
      first_other = false;
    }
    const Rational margin = f[own] - other;
    if (margin <= 0) wrong += Rational(x.weights[k]);
    if (margin <= exact(x.margin)) below += Rational(x.counts[k]);
  }
  const R width(static_cast<double>(std::max({x.first.rows(), x.first.columns(), x.second.rows()})));
  const R bound = enclosure(Rational(below / Rational(n))) +
                  excess(R(static_cast<double>(n)), width, sqrt(square), allowed, R(Real(x.margin)), R(Real(x.delta)));
  const auto side = [](const R& set, const char* what) { return Enclosure(set, Evidence("bound", what)); };
  return {
      at_most("class_complexity", side(r, "R_A"), side((one + room) * allowed, "R(s, b) and the room")),
      at_least("complexity_lower", side(r, "R_A"),
               side((one - room) * R(2) * sqrt(R(2)) * n1 * n2, "2^(3/2) |A_1| |A_2|, less the room")),
      at_most("complexity_upper", side(r, "R_A"),
              side((one + room) * sqrt(R(2)) * (b1 * n2 + n1 * b2), "sqrt 2 (b_1 |A_2| + |A_1| b_2) and the room")),
      at_most("rescaling", side(abs(moved / r - one), "|R_{c A_1, A_2/c}/R_A - 1|"), number(0x1p-30)),
      at_most("perturbation", side(change, "largest |f_{A+U}(x) - f_A(x)|/|x|"),
              side((one + room) * reach, "|A_2| |U_1| + |U_2| |A_1 + U_1| and the room")),
      with_probability(at_most("generalisation", side(enclosure(Rational(wrong / Rational(total(x.weights)))), "error"),
                               side(bound, "the bound")),
                       R(Real(x.delta))),
  };
}

std::vector<Control<Spectral::Instance>> Spectral::controls() {
  using I = Instance;
  // The dossier's network: each point 250 times, the first two classes by turns.
  I tiny;
  tiny.first = Matrix<double>(3, 2, {1, 0, 0, 1, 1, -1});
  tiny.second = Matrix<double>(2, 3, {2, 0, 1, 0, 2, -1});
  tiny.first_change = Matrix<double>(3, 2);
  tiny.second_change = Matrix<double>(2, 3);
  tiny.spectral = {2, 2.5};
  tiny.row_sums = {4, 5};
  tiny.points = Matrix<double>(4, 2, {1, 0, 0, 1, 2, 1, 1, 2});
  tiny.classes = {0, 1, 0, 1};
  tiny.weights = {1, 1, 1, 1};
  tiny.counts = sample_counts(tiny.weights, 64, 0);
  // One unit everywhere: all inequalities between norms are equalities.
  I scalar;
  scalar.first = Matrix<double>(1, 1, {2});
  scalar.second = Matrix<double>(1, 1, {3});
  scalar.first_change = Matrix<double>(1, 1, {0.5});
  scalar.second_change = Matrix<double>(1, 1, {0.5});
  scalar.spectral = {2, 3};
  scalar.row_sums = {2, 3};
  scalar.points = Matrix<double>(1, 1, {1});
  scalar.classes = {0};
  scalar.weights = {1};
  scalar.counts = {16};
  I short_bounds = tiny;
  short_bounds.spectral = {1, 1};
  short_bounds.row_sums = {1, 1};
  // A trillion copies of one point; the other half of the population is wrong.
  I blind = tiny;
  blind.points = Matrix<double>(2, 2, {1, 0, 0, 1});
  blind.classes = {0, 0};
  blind.weights = {1, 1};
  blind.repeated = 1;
  blind.counts = {std::int64_t{1000000000000}, 0};
  I negative = blind;
  negative.repeated = 0;
  negative.margin = -1;
  negative.counts = sample_counts(negative.weights, 64, 0);
  const auto random = [](Draw& draw) { return generate(draw); };
  const auto value = [&](const char* name, std::function<R()> of, const char* digits) {
    return golden<I>(name, tiny, [=](const I&, Precision) -> std::vector<Claim> {
      return {lies_in(name, Enclosure(of(), Evidence("bound", name)), rounded_decimal(digits))};
    });
  };
  const R thousand(1000);
  const R frobenius = sqrt(R(3000));
  const R r = complexity(tiny.first, tiny.second);
  return {
      dropped_hypothesis<I>("short_bounds", bounded, short_bounds, only<Spectral>("class_complexity")),
      dropped_hypothesis<I>("copies_of_one_point", independent, blind, only<Spectral>("generalisation")),
      dropped_hypothesis<I>("negative_margin", non_zero, negative, only<Spectral>("generalisation")),
      tight_case<I>("scalar_class", scalar, "class_complexity", 0x1p-29),
      tight_case<I>("scalar_lower", scalar, "complexity_lower", 0x1p-29),
      tight_case<I>("scalar_upper", scalar, "complexity_upper", 0x1p-29),
      tight_case<I>("scalar_perturbation", scalar, "perturbation", 0x1p-29),
      sabotage<I>("class_less", scalar, with_side_times<Spectral>("class_complexity", 1 - 0x1p-20)),
      sabotage<I>("lower_more", scalar, with_side_times<Spectral>("complexity_lower", 1 + 0x1p-20)),
      sabotage<I>("upper_less", scalar, with_side_times<Spectral>("complexity_upper", 1 - 0x1p-20)),
      sabotage<I>("perturbation_less", scalar, with_side_times<Spectral>("perturbation", 1 - 0x1p-20)),
      sabotage<I>("not_invariant", scalar, with_side<Spectral>("rescaling", -0x1p-40)),
      drawn_sabotage<I>("rescaled_once", random,
                        [](const I& x, Precision) -> std::vector<Claim> {
                          const R moved = complexity(scaled(x.first, 2), x.second);
                          return {at_most("R_{2 A_1, A_2} <= R_A", Enclosure(moved, Evidence("bound", "rescaled")),
                                          Enclosure(complexity(x.first, x.second), Evidence("bound", "R_A")))};
                        }),
      drawn_sabotage<I>(
          "training_error_is_enough", random,
          altered<Spectral>("generalisation", [](Claim claim) { return at_most(claim.name, claim.lhs, number(0.0)); })),
      value(
          "bft_ra", [r] { return r; }, "22.77605979025071252873728541657"),
      value(
          "bft_main", [=] { return frobenius * r * log(R(3)) / thousand; }, "1.370514624428611406661806574406"),
      value(
          "bft_explicit", [=] { return excess(thousand, R(3), frobenius, r, R(1), R(1) / R(20)); },
          "1054.966480072577565585646437214"),
      golden_side<Spectral>("generalisation_side", scalar, "generalisation", "706.2386182916545885"),
  };
}

}  // namespace

Theorem spectral_margin_bound() { return Theorem(Spectral{}); }

}  // namespace lemmata::theory::generalisation
