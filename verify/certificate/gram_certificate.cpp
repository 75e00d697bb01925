#include "verify/certificate/gram_certificate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "verify/certificate/exact_box.hpp"
#include "verify/certificate/gram_null.hpp"
#include "verify/certificate/gram_relu.hpp"
#include "verify/certificate/witness.hpp"
#include "verify/report/enclosure.hpp"
#include "verify/report/output.hpp"

namespace lemmata::verify {
namespace {

using theory::GramEvidence;
using theory::GramMatrix;

constexpr std::size_t short_from = 100;  // rows; no entry is a fraction anyway

/// The denominator's bits: entries of a small matrix keep about 2^-110 of the largest, which their radii do not resolve
/// any more; those of a large one what its eigenvalues need.
ExactBox box_of(const GramMatrix& matrix, const Interval<Real>& lambda_min) {
  if (const auto* scaled = std::get_if<theory::ScaledBox>(&matrix)) {
    double largest = 0;
    for (std::size_t i = 0; i < scaled->box.order(); ++i) largest = std::max(largest, scaled->box.mid()(i, i));
    const int bits = 110 - std::ilogb(largest) - scaled->exponent;
    return exact_box(scaled->box, denominator_bits(scaled->box.order(), bits, lambda_min.inf(), short_from),
                     scaled->exponent);
  }
  // Fine enough for the least eigenvalue to 60 bits.
  const long exponent = lambda_min.inf() > 0 ? mpfr_get_exp(lambda_min.inf().backend().data()) : -200;
  const auto bits = static_cast<unsigned>(std::clamp(80 - exponent, 110L, 2000L));
  if (const auto* entries = std::get_if<Matrix<Interval<Mp<50>>>>(&matrix)) return exact_box(*entries, bits);
  if (const auto* entries = std::get_if<Matrix<Interval<Mp<100>>>>(&matrix)) return exact_box(*entries, bits);
  return exact_box(std::get<Matrix<Interval<Mp<200>>>>(matrix), bits);
}

/// Every accepted block states a true thing; a block of ours that is not accepted is a defect.
void expect_accepted(const std::string& text) {
  for (const checker::Result& result : checker::check(text)) {
    expects(result.outcome == checker::Outcome::accepted, "own certificate not accepted: " + result.reason);
  }
}

/// `gram_relu` speaks of the rows themselves; nothing when its kind does not cover the request.
Expected<EigenvalueBlock> from_rows(const GramCertificateRequest& request) {
  const Matrix<double>& inputs = request.loaded.data.inputs;
  if (!request.relu_infinite) return Failure{FailureKind::not_certified, "the kind speaks of relu-infinite"};
  if (!request.unit) return Failure{FailureKind::not_certified, "the kind speaks of rows of length 1"};
  if (!(request.spectrum.lambda_min.inf() > 0)) return Failure{FailureKind::not_certified, "no positive lower bound"};
  const auto n = static_cast<double>(inputs.rows());
  if (n * n * static_cast<double>(inputs.columns()) > 2 * gram_relu_products)
    return Failure{FailureKind::not_certified, "too many rows and columns"};
  return gram_relu_block(inputs, request.spectrum.lambda_min.inf(), request.loaded.files.front().sha256);
}

std::string exact_blocks(const GramCertificateRequest& request, CertificateSummary& summary) {
  const theory::GramSpectrum& spectrum = request.spectrum;
  const ExactBox box = box_of(spectrum.matrix, spectrum.lambda_min);
  const std::string& digest = request.loaded.files.front().sha256;
  std::string text;
  const auto add = [&](const Expected<EigenvalueBlock>& block, const std::string& kind, const std::string& claim,
                       const Real& printed) {
    if (!block) {
      summary.table.rows.push_back({kind, "none: " + block.error().message, ""});
      return;
    }
    text += block->text;
    add_claim(summary, kind, claim, block->bound(), printed);
  };
  // Coarser than lmin_ge, but about the data: no box has to be believed.
  const Real& least = spectrum.lambda_min.inf();
  add(from_rows(request), "gram_relu", "lambda_min >=", least);
  const std::string checked = std::exchange(text, {});
  add(outer_bound(box, Side::least, least, digest), "lmin_ge", "lambda_min >=", least);
  add(inner_bound(box, Side::least, spectrum.least.x, spectrum.least.x_low, digest), "lmin_le",
      "lambda_min <=", spectrum.lambda_min.sup());
  add(outer_bound(box, Side::largest, spectrum.lambda_max.sup(), digest), "lmax_le",
      "lambda_max <=", spectrum.lambda_max.sup());
  add(inner_bound(box, Side::largest, spectrum.largest.x, spectrum.largest.x_low, digest), "lmax_ge",
      "lambda_max >=", spectrum.lambda_max.inf());
  expect_accepted(text);
  return checked + text;
}

}  // namespace

void add_claim(CertificateSummary& summary, const std::string& kind, const std::string& claim,
               const Interval<Real>& bound, const Real& printed) {
  const bool below = claim.find(">=") != std::string::npos;
  const Real proved = below ? bound.inf() : bound.sup();
  // A bound that proves more than what is printed is not weaker; beside a printed zero nothing is relative.
  const Real loss = std::max(Real(0), Real(below ? printed - proved : proved - printed));
  const bool relative = printed != 0 || loss == 0;
  const auto rounded = static_cast<double>(printed == 0 ? loss : Real(loss / abs(printed)));
  const std::string weaker = fmt::format("{:.1e}{}", rounded, relative ? "" : " (absolute)");
  const std::string text = below ? enclosure_lower(Interval<Real>(proved)) : enclosure_upper(Interval<Real>(proved));
  summary.table.rows.push_back({kind, claim + " " + text, weaker});
  summary.document.push_back({{"kind", kind},
                              {"claim", claim},
                              {"bound", text},
                              {"approximate_relative_loss", relative ? Json(rounded) : Json(nullptr)}});
}

Expected<CertificateSummary> write_gram_certificate(const GramCertificateRequest& request) {
  const theory::GramSpectrum& spectrum = request.spectrum;
  CertificateSummary summary;
  summary.document = Json::array();
  summary.table.columns = {"kind", "claim", "weaker by (relative)"};
  std::string text;
  const bool bulk =
      std::holds_alternative<theory::ScaledBox>(spectrum.matrix) && request.loaded.data.size() > exact_order;
  if (!request.relu_infinite && (spectrum.evidence == GramEvidence::nullity_singular || bulk)) {
    summary.table.rows.push_back({"none",
                                  bulk ? fmt::format("this kernel is certified up to n = {}", exact_order)
                                       : "the format has no exact zero for this kernel",
                                  ""});
  } else if (spectrum.evidence == GramEvidence::nullity_singular) {
    const Expected<std::string> block = gram_null_block(request.loaded.data.inputs, spectrum.relations,
                                                        spectrum.nullity, request.loaded.files.front().sha256);
    if (block) {
      text = *block;
      expect_accepted(text);
      summary.table.rows.push_back({"gram_null", "lambda_min = 0", "0"});
      summary.document.push_back({{"kind", "gram_null"}, {"claim", "lambda_min = 0"}});
    } else {
      summary.table.rows.push_back({"none", block.error().message, ""});
    }
  } else if (spectrum.evidence == GramEvidence::enclosure) {
    const std::size_t n = request.loaded.data.size();
    if (n <= exact_order || !std::holds_alternative<theory::ScaledBox>(spectrum.matrix)) {
      text = exact_blocks(request, summary);
    } else {
      text = witness_blocks(request, summary);
    }
  } else {
    summary.table.rows.push_back({"none", "no positive lower bound was computed, so there is nothing to certify", ""});
  }
  if (text.empty()) return summary;
  const Expected<std::string> written = write_output(request.path, text);
  if (!written) return written.error();
  summary.written = true;
  return summary;
}

}  // namespace lemmata::verify
