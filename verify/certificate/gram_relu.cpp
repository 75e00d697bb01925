#include "verify/certificate/gram_relu.hpp"

#include "verify/io/sha256.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

namespace lemmata::verify {
namespace {

using checker::Row;

constexpr unsigned most_scale_bits = 320;  // of M; Mp<100> resolves angles that finely
constexpr unsigned most_row_bits = 4096;   // of an integer of a row
constexpr unsigned loss_bits = 20;  // of the bound, relative: a millionth. More would only make the checkers slow

/// The row times a power of two: integers without a common factor 2. Only the direction of a row matters.
Row primitive_row(std::span<const double> row) {
  std::vector<std::pair<std::int64_t, int>> parts;
  int lowest = std::numeric_limits<int>::max();
  for (const double x : row) {
    int exponent = 0;
    auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(x, &exponent), 53));
    exponent -= 53;
    for (; mantissa != 0 && mantissa % 2 == 0; mantissa /= 2) ++exponent;
    if (mantissa != 0) lowest = std::min(lowest, exponent);
    parts.emplace_back(mantissa, exponent);
  }
  Row result;
  for (const auto& [mantissa, exponent] : parts)
    result.push_back(mantissa == 0 ? Integer(0) : Integer(mantissa) << (exponent - lowest));
  return result;
}

Integer inner(const Row& x, const Row& y) {
  Integer sum = 0;
  for (std::size_t k = 0; k < x.size(); ++k) sum += x[k] * y[k];
  return sum;
}

Integer floor_quotient(const Integer& x, const Integer& y) {  // y > 0
  Integer q, r;
  divide_qr(x, y, q, r);
  return r < 0 ? Integer(q - 1) : q;
}
Integer ceiling_quotient(const Integer& x, const Integer& y) { return -floor_quotient(-x, y); }

/// The integers of the hints, to be checked by whoever reads them: M, K, pi, norms, angles.
struct Hints {
  Integer M;
  unsigned K = 0;
  Integer P;
  Row N;
  Rows t;
};

/// The least K for which the Taylor remainder at the largest angle is well below what separates t from t + 2.
unsigned terms(unsigned scale_bits, double largest_angle) {
  unsigned K = 1;
  for (const double wanted = -static_cast<double>(scale_bits) - 3;; ++K) {
    const double order = 4.0 * K + 4;
    if (order * std::log2(largest_angle) - std::lgamma(order + 1) / std::log(2.0) < wanted) return K;
  }
}

using Number = Mp<100>;
Integer rounded_down(const Number& x) { return Number(floor(x)).convert_to<Integer>(); }

/// What does not depend on the scale.
struct AngleTable {
  Rows x;
  Rows g;                                  ///< inner products, lower triangle
  std::vector<std::vector<Number>> angle;  ///< arccos |rho|, strictly lower triangle
  double largest_angle = 1.05;             ///< of these and pi/3, which the check of pi needs; rounded up
};

AngleTable angles_of(Rows x) {
  AngleTable result;
  result.x = std::move(x);
  const std::size_t n = result.x.size();
  result.g.resize(n);
  result.angle.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) result.g[i].push_back(inner(result.x[i], result.x[j]));
    for (std::size_t j = 0; j < i; ++j) {
      const Integer& g = result.g[i][j];
      const Integer sine = result.g[i][i] * result.g[j][j] - g * g;
      result.angle[i].push_back(g == 0 ? Number(0) : Number(atan2(sqrt(Number(sine)), Number(abs(g)))));
      result.largest_angle = std::max(result.largest_angle, 1e-3 + static_cast<double>(result.angle[i].back()));
    }
  }
  return result;
}

Hints hints_of(const AngleTable& rows, unsigned scale_bits) {
  Hints hints;
  hints.M = Integer(1) << scale_bits;
  hints.K = terms(scale_bits, rows.largest_angle);
  const auto scale = static_cast<int>(scale_bits);
  hints.P = rounded_down(ldexp(Number(2 * acos(Number(0))), scale));
  const std::size_t n = rows.x.size();
  hints.t.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    hints.N.push_back(sqrt(Integer(rows.g[i][i] << (2 * scale_bits))));
    for (std::size_t j = 0; j < i; ++j) {
      // One below the nearest integer: the true angle keeps half a unit from both ends.
      const Integer t = rounded_down(ldexp(rows.angle[i][j], scale) - Number(0.5));
      hints.t[i].push_back(rows.g[i][j] == 0 || t < 0 ? Integer(0) : t);
    }
  }
  return hints;
}

/// The smallest box that the entry rules of the format allow with these hints.
ExactBox box_of(const AngleTable& rows, const Hints& hints, unsigned bits) {
  ExactBox box;
  box.bits = bits;
  const Integer q = Integer(1) << bits;
  const Integer unit = hints.M * hints.M * q;
  const std::size_t n = rows.x.size();
  box.a.resize(n);
  box.d.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Integer& g = rows.g[i][j];
      const Integer& t = hints.t[i][j];
      const Integer G = abs(g) * unit;
      const Integer small = hints.N[i] * hints.N[j], large = (hints.N[i] + 1) * (hints.N[j] + 1);
      const Integer P2 = 2 * hints.P;
      Integer lo = 0, hi = 0;
      if (g > 0) {
        lo = floor_quotient(G * (hints.P - (t + 2)), large * P2);
        hi = ceiling_quotient(G * (hints.P + 1 - t), small * (P2 + 2));
      } else if (g < 0) {
        lo = floor_quotient(-(G * (t + 2)), small * P2);
        hi = ceiling_quotient(-(G * t), large * (P2 + 2));
      }
      const Integer centre = floor_quotient(lo + hi, 2);
      box.a[i].push_back(centre);
      box.d[i].push_back(std::max(Integer(hi - centre), Integer(centre - lo)));
    }
    box.a[i].push_back(q / 2);
    box.d[i].emplace_back(0);
  }
  return box;
}

std::string text_of(const AngleTable& rows, const Hints& hints, const ExactBox& box, const DominanceWitness& witness,
                    const std::string& input_digest) {
  const std::string n = std::to_string(rows.x.size());
  std::string data = "x " + n + " " + std::to_string(rows.x.front().size()) + "\n";
  for (const Row& row : rows.x) append_row(data, row);
  data += "kernel relu-infinite\nnormalize unit\n";
  std::string text = "lemmata certificate 1\nkind gram_relu\n" +
                     (input_digest.empty() ? "" : "input sha256:" + input_digest + "\n") +
                     "data sha256:" + io::sha256(data) + "\n" + data;
  text += "M " + hints.M.str() + "\nK " + std::to_string(hints.K) + "\nP " + hints.P.str() + "\nN " + n + "\n";
  append_row(text, hints.N);
  text += "t " + n + "\n";
  for (std::size_t i = 1; i < hints.t.size(); ++i) append_row(text, hints.t[i]);
  return text + box_lines(box) + witness.lines() + "end\n";
}

/// Bits of M: each entry is known to about 2^(1-bits), which costs n times that, below 2^-loss_bits of the bound.
unsigned scale_bits_for(std::size_t n, const Real& target) {
  const double size = static_cast<double>(mpfr_get_exp(target.backend().data()));
  return static_cast<unsigned>(std::max(loss_bits + 12.0, loss_bits + 3 + std::log2(static_cast<double>(n)) - size));
}

}  // namespace

Expected<EigenvalueBlock> gram_relu_block(const Matrix<double>& inputs, const Real& target,
                                          const std::string& input_digest) {
  expects(target > 0, "gram_relu_block: a positive bound");
  Rows x;
  for (std::size_t i = 0; i < inputs.rows(); ++i) {
    x.push_back(primitive_row(inputs.row(i)));
    for (const Integer& value : x.back()) {
      if (value != 0 && msb(abs(value)) >= most_row_bits)
        return Failure{FailureKind::not_certified, "a row spans too many binary digits to be written as integers"};
    }
  }
  const unsigned first = scale_bits_for(inputs.rows(), target);
  if (first > most_scale_bits)
    return Failure{FailureKind::not_certified, "lambda_min is too small for angles of 320 bits"};
  const AngleTable rows = angles_of(std::move(x));
  std::string reason;
  for (const unsigned scale_bits : {first, first + 1, first + 8}) {  // a scale next to it when pi is too near P/M
    const Hints hints = hints_of(rows, scale_bits);
    const ExactBox box = box_of(rows, hints, scale_bits);
    const Expected<DominanceWitness> witness = dominance_witness(box, target, loss_bits);
    if (!witness) return witness.error();
    const std::string text = text_of(rows, hints, box, *witness, input_digest);
    const checker::Result result = checker::check(text).front();
    if (result.outcome == checker::Outcome::accepted) return EigenvalueBlock{text, witness->s, witness->bits};
    reason = result.reason;
  }
  return Failure{FailureKind::not_certified, reason};
}

}  // namespace lemmata::verify
