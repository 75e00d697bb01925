#include "verify/certificate/eigen_certificate.hpp"

#include "verify/certificate/exact_box.hpp"
#include "verify/certificate/witness.hpp"
#include "verify/checker/check.hpp"
#include "verify/io/sha256.hpp"
#include "verify/report/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lemmata::verify {
namespace {

/// Bits behind the binary point that hold every entry exactly, at most `most`; else what resolves the largest entry to
/// 2^-110, or beyond `word_order` rows what `denominator_bits` says.
unsigned bits_for(const SymmetricBox& box, const Real& least) {
  constexpr int most = 2200;
  int needed = 1;
  double largest = 0;
  for (const std::span<const double> entries : {box.mid().entries(), box.lo().entries(), box.rad().entries()})
    for (const double x : entries) {
      if (x == 0) continue;
      largest = std::max(largest, std::fabs(x));
      int exponent = 0;
      double fraction = std::frexp(std::fabs(x), &exponent);
      int bits = 0;
      while (fraction != std::floor(fraction)) {
        fraction *= 2;
        ++bits;
      }
      needed = std::max(needed, bits - exponent);
    }
  if (largest == 0) return 1;
  const auto coarse = static_cast<int>(denominator_bits(box.order(), 110 - std::ilogb(largest), least));
  // Exact when that is not much finer than needed to tell the small end of the spectrum.
  const int finer = box.order() > word_order ? 0 : 400;
  return static_cast<unsigned>(needed <= std::min(most, coarse + finer) ? needed : coarse);
}

std::string exact_blocks(const EigenCertificateRequest& request, CertificateSummary& summary) {
  // The end of the spectrum that is nearer to 0.
  const Real low = abs(request.least.value.inf()), high = abs(request.largest.value.sup());
  const bool bounded = request.least.value.is_bounded() && request.largest.value.is_bounded();
  const ExactBox box =
      exact_box(request.box, std::max(bits_for(request.box, bounded ? std::min(low, high) : Real(0)), 60U));
  const std::string& digest = request.files.front().sha256;
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
  const ExtremeEigenvalue &least = request.least, &largest = request.largest;
  if (least.value.is_bounded()) {
    add(outer_bound(box, Side::least, least.value.inf(), digest), "lmin_ge", "lambda_min >=", least.value.inf());
    if (!least.x.empty())
      add(inner_bound(box, Side::least, least.x, least.x_low, digest), "lmin_le", "lambda_min <=", least.value.sup());
  }
  if (largest.value.is_bounded()) {
    add(outer_bound(box, Side::largest, largest.value.sup(), digest), "lmax_le", "lambda_max <=", largest.value.sup());
    if (!largest.x.empty())
      add(inner_bound(box, Side::largest, largest.x, largest.x_low, digest), "lmax_ge",
          "lambda_max >=", largest.value.inf());
  }
  if (text.empty()) return text;
  for (const checker::Result& result : checker::check(text))
    expects(result.outcome == checker::Outcome::accepted, "own certificate not accepted: " + result.reason);
  return text;
}

std::string witness_text(const EigenCertificateRequest& request, CertificateSummary& summary) {
  const auto none = [&](const std::string& why) {
    summary.table.rows.push_back({"none", why, ""});
    return std::string();
  };
  if (!request.box.is_binary64() || request.symmetrized)
    return none(fmt::format("beyond n = {} only an exactly symmetric binary64 matrix has a witness kind", exact_order));
  if (request.format != io::Format::npy && request.format != io::Format::matrix_market)
    return none(fmt::format("beyond n = {} the witness kind names an NPY or Matrix Market file", exact_order));
  const std::size_t n = request.box.order();
  const std::string data = "file " + request.files.front().path + "\nformat " +
                           (request.format == io::Format::npy ? "npy" : "matrix_market") +
                           fmt::format("\nrows 0 {}\ncolumns 0:{}\ndedup no\nnormalize none\nkernel matrix\n", n, n);
  const std::string head = "lemmata certificate 1\nkind witness\ninput sha256:" + request.files.front().sha256 +
                           "\ndata sha256:" + io::sha256(data) + "\n" + data + fmt::format("size {} {}\n", n, n);
  std::string text;
  for (const ExtremeEigenvalue* e : {&request.least, &request.largest}) {
    const std::string quantity = e == &request.least ? "lambda_min" : "lambda_max";
    if (!e->value.is_bounded() || e->X.rows() != n || e->of_negated != (e == &request.largest)) {
      summary.table.rows.push_back({"witness", "none for " + quantity + ": no deflated factor proved it", ""});
      continue;
    }
    text += accepted_witness(head, quantity, e->value, *e, n, summary);
  }
  return text;
}

}  // namespace

Expected<CertificateSummary> write_eigen_certificate(const EigenCertificateRequest& request) {
  CertificateSummary summary;
  summary.document = Json::array();
  summary.table.columns = {"kind", "claim", "weaker by (relative)"};
  const std::string text =
      request.box.order() <= exact_order ? exact_blocks(request, summary) : witness_text(request, summary);
  if (text.empty()) return summary;
  const Expected<std::string> written = write_output(request.path, text);
  if (!written) return written.error();
  summary.written = true;
  return summary;
}

}  // namespace lemmata::verify
