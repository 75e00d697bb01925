#include "theory/model/consensus.hpp"

namespace lemmata::theory {

Matrix<double> incidence(std::size_t nodes, const std::vector<std::int64_t>& edges) {
  expects(edges.size() % 2 == 0, "incidence: two ends for every edge");
  Matrix<double> a(edges.size() / 2, nodes);
  for (std::size_t e = 0; e < a.rows(); ++e) {
    for (const std::size_t end : {2 * e, 2 * e + 1}) {
      expects(edges[end] >= 0 && static_cast<std::size_t>(edges[end]) < nodes, "incidence: ends are nodes");
      a(e, static_cast<std::size_t>(edges[end])) += end % 2 == 0 ? 1.0 : -1.0;
    }
  }
  return a;
}

std::vector<std::int64_t> draw_edges(Draw& draw, std::size_t nodes, std::size_t extra) {
  std::vector<std::int64_t> edges;
  for (std::size_t i = 1; i < nodes; ++i) {
    edges.push_back(static_cast<std::int64_t>(draw.pick(i)));
    edges.push_back(static_cast<std::int64_t>(i));
  }
  for (std::size_t e = 0; e < extra && nodes > 1; ++e) {
    const std::size_t head = 1 + draw.pick(nodes - 1);
    edges.push_back(static_cast<std::int64_t>(draw.pick(head)));
    edges.push_back(static_cast<std::int64_t>(head));
  }
  return edges;
}

RationalMatrix laplacian(const Matrix<double>& a) {
  const RationalMatrix exact_a = rational(a);
  return product(transpose(exact_a), exact_a);
}

RationalMatrix primal_dual_derivative(const RationalMatrix& hessian, const RationalMatrix& a, const Rational& rho,
                                      const Rational& beta) {
  const std::size_t n = a.columns();
  const std::size_t m = a.rows();
  const RationalMatrix at = transpose(a);
  const RationalMatrix contraction = sum(rational_identity(n), sum(hessian, product(at, a), rho), Rational(-1 / beta));
  const RationalMatrix lower = scaled(rho, product(a, contraction));
  const RationalMatrix square = product(a, at);
  RationalMatrix dg(n + m, n + m);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) dg(i, j) = contraction(i, j);
    for (std::size_t e = 0; e < m; ++e) dg(i, n + e) = -at(i, e) / beta;
  }
  for (std::size_t e = 0; e < m; ++e) {
    for (std::size_t j = 0; j < n; ++j) dg(n + e, j) = lower(e, j);
    for (std::size_t k = 0; k < m; ++k) dg(n + e, n + k) = Rational(e == k ? 1 : 0) - rho / beta * square(e, k);
  }
  return dg;
}

}  // namespace lemmata::theory
