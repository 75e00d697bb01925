#include "verify/certificate/margin_certificate.hpp"

#include "numerics/margin/direction.hpp"
#include "verify/checker/check.hpp"
#include "verify/io/sha256.hpp"

#include <algorithm>
#include <numeric>

namespace lemmata::verify {
namespace {

constexpr std::size_t all_rows_limit = 20000000;  // numbers in the data lines
constexpr long bound_bits = 128;                  // of lo and hi for l2

std::string line(std::span<const Integer> numbers) {
  std::string text;
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    if (k > 0) text += ' ';
    text += numbers[k].str();
  }
  return text + "\n";
}

/// The data in integers over q = 2^unit, unit >= 0.
struct IntegerData {
  const IntegerMatrix z;
  long unit;
  long up;  ///< entries of z times 2^up are over q
  explicit IntegerData(const Matrix<double>& rows)
      : z(rows), unit(std::max(0L, z.log2_denominator())), up(unit - z.log2_denominator()) {}
  [[nodiscard]] Integer q() const { return shifted(Integer(1), unit); }
  [[nodiscard]] Vector<Integer> row(std::size_t i, int sign) const {
    Vector<Integer> result;
    for (std::size_t j = 0; j < z.columns(); ++j) result.push_back(shifted(Integer(z.entry(i, j) * sign), up));
    return result;
  }
};

std::string block(const std::string& kind, const std::string& digest, const std::string& data,
                  const std::string& rest) {
  std::string text = "lemmata certificate 1\nkind " + kind + "\n";
  if (!digest.empty()) text += "input sha256:" + digest + "\n";
  return text + "data sha256:" + io::sha256(data) + "\n" + data + rest + "end\n";
}

std::string_view name(MarginNorm norm) {
  switch (norm) {
    case MarginNorm::l1:
      return "l1";
    case MarginNorm::l2:
      return "l2";
    case MarginNorm::linf:
      return "linf";
  }
  return "";
}

/// Whether a fraction is short enough to be stated as it is.
bool is_short(const Rational& value) {
  return bit_length(boost::multiprecision::numerator(value)) + bit_length(boost::multiprecision::denominator(value)) <=
         400;
}

/// A fraction below (or above) the value, or its root, with about `bound_bits` bits; the denominator a power of two.
Rational cut(const Rational& value, bool root, bool above) {
  const Integer top = boost::multiprecision::numerator(value);
  const Integer bottom = boost::multiprecision::denominator(value);
  const long order = static_cast<long>(bit_length(top)) - static_cast<long>(bit_length(bottom));
  const long bits = std::max(0L, bound_bits - (root ? order / 2 : order));
  Integer result = Integer(shifted(top, root ? 2 * bits : bits) / bottom);
  if (root) result = floor_sqrt(result);
  if (above) result += 1;
  return Rational(result, shifted(Integer(1), bits));
}

class Writer {
 public:
  explicit Writer(const MarginCertificateRequest& request)
      : request_(request), rows_(signed_rows(request.inputs, request.labels, false)), data_(rows_) {}

  MarginCertificate write() {
    const MaxMargin& margin = request_.margin;
    if (margin.separable == Truth::unknown) {
      result_.remark = "nothing was proved, so there is nothing to certify";
      return result_;
    }
    const bool all = rows_.rows() * rows_.columns() <= all_rows_limit;
    if (margin.separable == Truth::no) {
      entail(all);
    } else {
      if (all) {
        svm_lo();
      } else {
        result_.remark = "the data are too large for svm_lo; ";
      }
      svm_hi(all);
    }
    if (!all) result_.remark += "the data lines hold the rows with a weight only";
    for (const checker::Result& checked : checker::check(result_.text)) {
      expects(checked.outcome == checker::Outcome::accepted, "own certificate not accepted: " + checked.reason);
    }
    return result_;
  }

 private:
  [[nodiscard]] Vector<std::size_t> listed(bool all) const {
    if (!all) {
      Vector<std::size_t> some = request_.margin.rows;
      std::sort(some.begin(), some.end());
      return some;
    }
    Vector<std::size_t> every(rows_.rows());
    std::iota(every.begin(), every.end(), std::size_t{0});
    return every;
  }

  [[nodiscard]] std::string points(const Vector<std::size_t>& which) const {
    std::string text =
        "q " + data_.q().str() + "\nx " + std::to_string(which.size()) + " " + std::to_string(rows_.columns()) + "\n";
    Vector<Integer> labels;
    for (const std::size_t i : which) {
      text += line(data_.row(i, request_.labels[i]));
      labels.emplace_back(request_.labels[i]);
    }
    return text + "y " + std::to_string(which.size()) + "\n" + line(labels);
  }

  [[nodiscard]] Vector<Integer> spread(const Vector<std::size_t>& which, const Vector<Integer>& weights) const {
    Vector<Integer> result(which.size());
    for (std::size_t s = 0; s < weights.size(); ++s) {
      const auto at = std::lower_bound(which.begin(), which.end(), request_.margin.rows[s]) - which.begin();
      result[static_cast<std::size_t>(at)] += weights[s];
    }
    return result;
  }

  [[nodiscard]] bool close(const Rational& a, const Rational& b) const {
    const Rational gap = a < b ? Rational(b - a) : Rational(a - b);
    return gap * Rational(shifted(Integer(1), 100)) <= b;
  }

  void svm_lo() {
    const MaxMargin& margin = request_.margin;
    const bool squares = margin.norm == MarginNorm::l2;
    const bool rounded = squares || !is_short(margin.lower);
    Vector<Integer> w = margin.separator;
    Rational lower = margin.lower;
    if (rounded) {  // the bound is cut anyway, so the separator may be as well
      for (std::size_t bits = 192;; bits *= 2) {
        Vector<Integer> brief = shortened(margin.separator, bits);
        const Rational reached = margin_lower(data_.z, margin.norm, brief, least_row(data_.z, brief, Integer(0)).value);
        if (!close(reached, margin.lower) && brief != margin.separator) continue;
        w = std::move(brief);
        lower = reached;
        break;
      }
    }
    result_.lower = rounded ? cut(lower, squares, false) : lower;
    const Integer t = shifted(least_row(data_.z, w, Integer(0)).value, data_.up);
    std::string text = "norm " + std::string(name(margin.norm)) + "\nw " + std::to_string(w.size()) + "\n" + line(w);
    text += "t " + t.str() + "\nlo " + boost::multiprecision::numerator(result_.lower).str() + "\nr " +
            boost::multiprecision::denominator(result_.lower).str() + "\n";
    result_.text += block("svm_lo", request_.input_digest, points(listed(true)), text);
  }

  void svm_hi(bool all) {
    const MaxMargin& margin = request_.margin;
    if (!margin.upper) return;
    const bool squares = margin.norm == MarginNorm::l2;
    const bool rounded = squares || !is_short(*margin.upper);
    Vector<Integer> weights = margin.weights;
    Rational upper = *margin.upper;
    if (rounded) {
      for (std::size_t bits = 192;; bits *= 2) {
        Vector<Integer> brief = shortened(margin.weights, bits);
        const Rational reached = margin_upper(data_.z, margin.norm, margin.rows, brief);
        if (!close(reached, *margin.upper) && brief != margin.weights) continue;
        weights = std::move(brief);
        upper = reached;
        break;
      }
    }
    result_.upper = rounded ? cut(upper, squares, true) : upper;
    Vector<Integer> sum = data_.z.combination(margin.rows, weights);
    for (Integer& entry : sum) entry = shifted(entry, data_.up);
    Integer total = 0;
    for (const Integer& weight : weights) total += weight;
    const Vector<std::size_t> which = listed(all);
    std::string text = "norm " + std::string(name(margin.norm)) + "\nalpha " + std::to_string(which.size()) + "\n" +
                       line(spread(which, weights)) + "S " + total.str() + "\n";
    text += (squares ? "Z2 " : "Z ") + norm_or_square(dual(margin.norm), sum).str() + "\n";
    text += "hi " + boost::multiprecision::numerator(result_.upper).str() + "\nr " +
            boost::multiprecision::denominator(result_.upper).str() + "\n";
    result_.text += block("svm_hi", request_.input_digest, points(which), text);
  }

  /// -z_k.w <= -1 for all k has no solution: the weights add up to 0 <= -sum.
  void entail(bool all) {
    const Vector<std::size_t> which = listed(all);
    const std::string n = std::to_string(which.size());
    const std::string m = std::to_string(rows_.columns());
    std::string data = "q " + data_.q().str() + "\ng " + n + " " + m + "\n";
    for (const std::size_t i : which) data += line(data_.row(i, -1));
    data += "h " + n + "\n" + line(Vector<Integer>(which.size(), Integer(-data_.q())));
    std::string text = "target_g " + m + "\n" + line(Vector<Integer>(rows_.columns())) + "target_h -1\nlam " + n + "\n";
    text += line(spread(which, request_.margin.weights)) + "mu 1\n";
    result_.text += block("entail", request_.input_digest, data, text);
  }

  const MarginCertificateRequest& request_;
  Matrix<double> rows_;
  IntegerData data_;
  MarginCertificate result_;
};

}  // namespace

MarginCertificate margin_certificate(const MarginCertificateRequest& request) { return Writer(request).write(); }

}  // namespace lemmata::verify
