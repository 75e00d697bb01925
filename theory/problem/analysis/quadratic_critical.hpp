#pragma once
/// \file
/// # Networks with quadratic activation, exactly
/// L(W) = 1/n sum_i l(x_i^T W^T W x_i, y_i) + lambda/2 |W|_F^2 + <C, W^T W>, W in R^(k x d). With g_i = l'(f_i, y_i),
/// Lambda = 2/n sum g_i x_i x_i^T + lambda I + 2 C: grad L = W Lambda and the Hessian form is
/// q(V) = 1/n sum l''_i (2 <W x_i, V x_i>)^2 + <V, V Lambda>.
/// ## Source   Du, Lee (2018), ICML, arXiv:1803.01206; formulas derived (dossier landscapes, section 3.0).

#include "theory/problem/analysis/exact_problem.hpp"
#include "theory/statement/draw.hpp"
#include "theory/statement/record.hpp"

#include <cstdint>
#include <tuple>
#include <vector>

namespace lemmata::theory {

/// Exact data, the instance of the theorems on these networks; labels of the quartic loss are not read.
struct QuadraticNetwork {
  Matrix<double> inputs;        ///< n x d
  Matrix<double> weights;       ///< W: k x d
  Matrix<double> other;         ///< another point, k x d, to compare with
  Matrix<double> perturbation;  ///< C: d x d
  std::vector<double> labels;   ///< n
  double decay = 0;             ///< lambda
  std::int64_t loss = 0;        ///< 0: (f - y)^2 / 2; 1: not convex, l'(f) = (f - 1)(f - 2)(f - 4)

  static constexpr auto fields() {
    using Q = QuadraticNetwork;
    return std::tuple{Field{"inputs", &Q::inputs}, Field{"weights", &Q::weights},
                      Field{"other", &Q::other},   Field{"perturbation", &Q::perturbation},
                      Field{"labels", &Q::labels}, Field{"decay", &Q::decay},
                      Field{"loss", &Q::loss}};
  }
  [[nodiscard]] std::size_t width() const { return weights.rows(); }
  [[nodiscard]] std::size_t dimension() const { return inputs.columns(); }
  [[nodiscard]] std::size_t samples() const { return inputs.rows(); }
  [[nodiscard]] ExactProblem objective() const;
};

/// Lambda(W).
[[nodiscard]] RationalMatrix certificate_matrix(const QuadraticNetwork& p, const RationalMatrix& w);
/// q(V) at W by the closed form; squared loss.
[[nodiscard]] Rational curvature(const QuadraticNetwork& p, const RationalMatrix& w, const RationalMatrix& v);
/// The entries in the order of the unknowns.
[[nodiscard]] Vector<Rational> flattened(const RationalMatrix& w);
/// A vector a != 0 with a^T W = 0; empty when the rows of W are independent.
[[nodiscard]] Vector<Rational> left_null_vector(const RationalMatrix& w);

/// What a generated critical point looks like.
struct CriticalShape {
  std::size_t width = 1;
  std::size_t dimension = 1;
  std::size_t rank = 0;     ///< of W; at most width, dimension, samples
  std::size_t samples = 1;  ///< a power of two
  bool pits = false;        ///< Lambda gets negative eigenvalues when a sample is left for it
  bool perturbed = true;    ///< C is chosen, positive definite nearly always; otherwise C = 0 and lambda = 0
};

/// An exact critical point with the squared loss: W = [R | 0], coordinates permuted. With `perturbed` the data are
/// arbitrary and C is what makes W Lambda = 0; otherwise samples that W sees are fitted exactly.
[[nodiscard]] QuadraticNetwork draw_critical(Draw& draw, const CriticalShape& shape);

}  // namespace lemmata::theory
