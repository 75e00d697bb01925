/// \file
/// # Asymmetric factorisation: f(U, V) = 2 |U V' - M|_F^2 + balance |U'U - V'V|_F^2, balance = 1/2
/// ## Source   Landscapes 2.6 [DER], weights as in Ge, Jin, Zheng (2017), ICML, arXiv:1704.00708 [REC].
/// ## Notes    With balance = 1/2 and W = [U; V], f = 1/2 |W W' - 2 Mbar|_F^2 - 2 |M|_F^2, Mbar = [[0, M], [M', 0]]:
///             the fully observed symmetric problem, so every local minimum is global. Without the balancing term the
///             symmetries are those of GL(r): (U A, V A^-T).

#include "theory/problem/interface/kind.hpp"
#include "theory/problem/interface/symmetry.hpp"

namespace lemmata::theory::problem {
namespace {

struct AsymmetricFactorisation {
  Matrix<double> target;
  std::size_t r = 0;
  Rational balance = 0;

  static Expected<AsymmetricFactorisation> make(const Parameters& p) {
    AsymmetricFactorisation m;
    Expected<Matrix<double>> target = p.matrix("target");
    if (!target) return target.error();
    m.target = std::move(target).value();
    const Expected<std::size_t> rank = p.count("rank");
    if (!rank) return rank.error();
    m.r = *rank;
    const Expected<Rational> balance = p.rational("balance", Rational(1, 2));
    if (!balance) return balance.error();
    if (*balance < 0) return Failure{FailureKind::usage, "parameter 'balance': at least 0"};
    m.balance = *balance;
    return m;
  }

  [[nodiscard]] std::size_t fits() const { return target.rows() * target.columns(); }
  [[nodiscard]] std::size_t second() const { return target.rows() * r; }  ///< where V begins
  [[nodiscard]] std::size_t unknowns() const { return (target.rows() + target.columns()) * r; }
  [[nodiscard]] std::size_t terms() const { return fits() + (balance > 0 ? r * (r + 1) / 2 : 0); }

  template <class X>
  Element<X> term(std::size_t k, X& x) const {
    using S = Element<X>;
    if (k < fits()) {
      const std::size_t i = k / target.columns(), j = k % target.columns();
      return S(2.0) * sqr(S(target(i, j)) - inner_product(x, i * r, second() + j * r, r));
    }
    std::size_t a = 0, b = k - fits();
    while (b > a) b -= ++a;  // pairs b <= a, row by row
    S difference(0.0);
    for (std::size_t i = 0; i < target.rows(); ++i) difference = difference + x[i * r + a] * x[i * r + b];
    for (std::size_t j = 0; j < target.columns(); ++j)
      difference = difference - x[second() + j * r + a] * x[second() + j * r + b];
    return constant<S>(a == b ? balance : Rational(2 * balance)) * sqr(difference);
  }

  [[nodiscard]] std::vector<Generator> generators() const {
    if (balance > 0) return column_rotations(0, target.rows() + target.columns(), r);
    std::vector<Generator> all;
    if (r > most_rotated) return all;
    for (std::size_t a = 0; a < r; ++a)
      for (std::size_t b = 0; b < r; ++b) {
        Generator g{"columns " + std::to_string(a) + " and " + std::to_string(b), {}};  // (U E_ab, -V E_ba)
        for (std::size_t i = 0; i < target.rows(); ++i) g.entries.push_back({i * r + b, i * r + a, 1});
        for (std::size_t j = 0; j < target.columns(); ++j)
          g.entries.push_back({second() + j * r + a, second() + j * r + b, -1});
        all.push_back(std::move(g));
      }
    return all;
  }

  [[nodiscard]] Facts facts() const {
    Facts f;
    f.infimum = 0;
    f.infimum_reason = "f is a sum of squares";
    if (balance == Rational(1, 2))
      f.every_local_minimum_is_global =
          "lowrank/asymmetric-full: with balance 1/2 this is mc/full-rankr for [U; V], where each local minimum is "
          "global";
    return f;
  }
};

}  // namespace

ProblemKind asymmetric_factorisation() {
  return kind<AsymmetricFactorisation>("asymmetric_factorisation", "2 |U V' - M|^2 + balance |U'U - V'V|^2",
                                       "U, d1 x rank, row by row, then V, d2 x rank, row by row",
                                       {{"target", "M, d1 x d2", ""},
                                        {"rank", "columns of U and V", ""},
                                        {"balance", "weight of the balancing term", "1/2"}});
}

}  // namespace lemmata::theory::problem
