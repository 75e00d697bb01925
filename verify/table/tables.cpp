#include "verify/table/table.hpp"

#include "numerics/scalar/elementary.hpp"
#include "theory/model/descent_guarantee.hpp"
#include "theory/model/gram_spectrum.hpp"
#include "theory/model/input_families.hpp"
#include "theory/model/relu_gram_bounds.hpp"

#include <array>

namespace lemmata::verify {
namespace {

using I = Interval<Real>;

I whole_number(std::size_t n) { return I(static_cast<double>(n)); }

struct Family {
  std::string name;
  Matrix<double> inputs;
};

Matrix<double> orthonormal(std::size_t n) {
  Matrix<double> inputs(n, n);
  for (std::size_t i = 0; i < n; ++i) inputs(i, i) = 1;
  return inputs;
}

std::vector<Family> families() {
  return {{"orthonormal", orthonormal(2)},
          {"orthonormal", orthonormal(3)},
          {"orthonormal", orthonormal(10)},
          {"simplex", theory::simplex(5)},
          {"simplex", theory::simplex(10)},
          {"rational R4", theory::rational_four()},
          {"rational R6", theory::rational_six()},
          {"rational R10", theory::rational_ten()},
          {"near-antipodal, eps = 1/1000", theory::near_antipodal_six(1000)}};
}

Expected<I> least_eigenvalue(const Matrix<double>& inputs) {
  return theory::relu_gram_min_eigenvalue(inputs, Precision::digits50).transform([](const Enclosure& e) {
    return e.set();
  });
}

// Theorem B of the dossier from its ingredients.
struct Width {
  I overlap;
  I movement;
  [[nodiscard]] I needed() const { return max(overlap, movement); }
};
Width theorem_b(std::size_t n, const I& lambda, const I& norm, const I& g, const TableParameters& p) {
  const I count = whole_number(n);
  return {I(48) * g * log(I(3) * count / p.delta) / lambda, I(6144) / pi<Real>() * sqr(g) * norm *
                                                                (count + sqr(p.kappa) * count / I(2)) /
                                                                (sqr(p.kappa) * sqr(sqr(lambda)) * p.delta)};
}

Expected<BoundTable> lower_bounds(const TableParameters&) {
  BoundTable table;
  table.caption =
      "Least eigenvalue of the infinite-width ReLU Gram matrix of unit inputs, and lower bounds of it in closed form";
  table.source =
      "kernel_regime/relu_gram_positive_definite: separation after Oymak, Soltanolkotabi (2020) [V2]; dimension-free, "
      "Gershgorin-Hadamard and Schur [D].";
  table.columns = {{"data", "data"},
                   {"n", "n"},
                   {"lambda_min", "lambda_min(H)"},
                   {"separation", "delta/(100 n^2)"},
                   {"dimension_free", "dimension-free"},
                   {"gershgorin_hadamard", "Gershgorin-Hadamard"},
                   {"schur", "lambda_min(X X^T)/2"}};
  for (const Family& family : families()) {
    const Expected<I> least = least_eigenvalue(family.inputs);
    if (!least) return least.error();
    const Matrix<I> rho = theory::cosines(family.inputs);
    const Expected<I> closed = theory::dimension_free_bound(rho);
    if (!closed) return closed.error();
    const Expected<Enclosure> schur = theory::cosine_min_eigenvalue(family.inputs);
    if (!schur) return schur.error();
    table.rows.push_back({family.name, family.inputs.rows(), *least, theory::separation_bound(rho), *closed,
                          theory::gershgorin_hadamard_bound(rho), schur->set() * I(Real(0.5))});
  }
  return table;
}

// Regular polygons with n odd: lambda_0 = (sec^2(pi/n) + sec^2(2 pi/n)) / (8n) for n >= 5, |X|^2 = n/2, and g is the
// row sum of |cos|, because the matrix is circulant and non-negative.
Expected<BoundTable> polygons(const TableParameters& p) {
  BoundTable table;
  table.caption = "Regular n-gons: least eigenvalue in closed form, and the width that suffices for gradient descent";
  table.source =
      "lambda_0: theory dossier, section 5.2 [D]. Width: gd/two-layer-relu, Theorem B [D], with |y_i| <= 1, after Du, "
      "Zhai, Poczos, Singh (2019), Theorem 4.1.";
  table.columns = {{"n", "n"},
                   {"lambda_0", "lambda_0"},
                   {"input_norm_squared", "|X|^2"},
                   {"absolute_gram_norm", "g"},
                   {"step_size", "eta"},
                   {"width", "sufficient width m"}};
  for (const std::size_t n : {5U, 7U, 9U, 15U, 25U, 49U, 99U}) {
    const I angle = I(2) * pi<Real>() / whole_number(n);
    const I lambda = (I(1) / sqr(cos(angle / I(2))) + I(1) / sqr(cos(angle))) / (I(8) * whole_number(n));
    I g = I(0);
    for (std::size_t k = 0; k < n; ++k) g += abs(cos(angle * whole_number(k)));
    const I norm = whole_number(n) / I(2);
    table.rows.push_back({n, lambda, norm, g, I(1) / norm, theorem_b(n, lambda, norm, g, p).needed()});
  }
  return table;
}

Expected<BoundTable> widths(const TableParameters& p) {
  BoundTable table;
  table.caption = "Width of a two-layer ReLU net that suffices, with labels |y_i| <= 1";
  table.source =
      "gd/two-layer-relu, Theorem B [D], after Du, Zhai, Poczos, Singh (2019), Theorem 4.1, whose constants are "
      "unspecified. At initialisation: 32 |X|^2 ln(n/delta)/lambda_0 gives lambda_min(H(0)) >= 3/4 lambda_0 [D]. For "
      "orthonormal inputs gradient flow succeeds from m >= ln(n/delta)/ln(4/3) on [D].";
  table.columns = {{"data", "data"},
                   {"n", "n"},
                   {"lambda_0", "lambda_0"},
                   {"width_initial", "at initialisation"},
                   {"width_overlap", "first term"},
                   {"width_movement", "second term"},
                   {"width", "sufficient width m"},
                   {"width_flow", "orthonormal, flow"}};
  for (const Family& family : families()) {
    const Expected<I> least = least_eigenvalue(family.inputs);
    if (!least) return least.error();
    const auto guarantee = theory::descent_guarantee(family.inputs, std::nullopt, *least, p.delta, p.kappa);
    if (!guarantee) return guarantee.error();
    const std::size_t n = family.inputs.rows();
    const I log_n = log(whole_number(n) / p.delta);
    table.rows.push_back({family.name, n, *least, I(32) * guarantee->input_norm_squared * log_n / *least,
                          guarantee->width_overlap, guarantee->width_movement, guarantee->width,
                          family.name == "orthonormal" ? TableCell(log_n / log(I(4) / I(3))) : TableCell("")});
  }
  return table;
}

constexpr std::array entries{
    TableEntry{"lower-bounds", "lambda_min(H) of well-known data, and lower bounds in closed form", lower_bounds},
    TableEntry{"polygons", "regular n-gons: lambda_0 in closed form and the sufficient width", polygons},
    TableEntry{"widths", "the width that suffices for gradient descent, for well-known data", widths},
};

}  // namespace

std::span<const TableEntry> bound_tables() { return entries; }

}  // namespace lemmata::verify
