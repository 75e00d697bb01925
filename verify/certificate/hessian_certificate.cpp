#include "verify/certificate/hessian_certificate.hpp"

#include "numerics/linalg/approximate.hpp"
#include "verify/certificate/exact_box.hpp"
#include "verify/certificate/witness.hpp"
#include "verify/checker/check.hpp"
#include "verify/report/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lemmata::verify {
namespace {

/// Bits behind the binary point that resolve the largest entry to 2^-110: small Hessians of short numbers are exact.
unsigned bits_for(const SymmetricBox& box) {
  double largest = 0;
  for (const double x : box.mid().entries()) largest = std::max(largest, std::fabs(x));
  return static_cast<unsigned>(std::max(60, 110 - (largest > 0 ? std::ilogb(largest) : 0)));
}

/// The block `index` for the eigenvalues that are not certainly positive; the bound is positive.
Expected<EigenvalueBlock> index_block(const theory::problem::Finding& f, const ExactBox& box) {
  const std::size_t n = f.eigenvalues.size();
  std::size_t k = 0;
  while (k < n && !(f.eigenvalues[k].inf() > 0)) ++k;
  if (n == 0 || k == n) return Failure{FailureKind::not_certified, "no eigenvalue is proved positive"};
  const ApproximateEigenpairs pairs = approximate_eigenpairs(f.hessian->mid());
  Matrix<double> vectors(k, n);
  std::copy_n(pairs.vectors.data(), k * n, vectors.data());
  return index_bound(box, vectors,
                     Vector<double>(pairs.values.begin(), pairs.values.begin() + static_cast<std::ptrdiff_t>(k)),
                     f.eigenvalues[k].inf(), {});
}

}  // namespace

Expected<CertificateSummary> write_hessian_certificate(const HessianCertificateRequest& request) {
  const theory::problem::Finding& f = request.finding;
  CertificateSummary summary;
  summary.document = Json::array();
  summary.table.columns = {"kind", "claim", "weaker by (relative)"};
  const auto none = [&](const std::string& kind, const std::string& why) {
    summary.table.rows.push_back({kind, "none: " + why, ""});
  };
  if (!f.hessian || !f.least) {
    none("all", "the Hessian was not enclosed");
    return summary;
  }
  if (f.hessian->order() > exact_order) {
    none("all", fmt::format("the exact kinds end at n = {}", exact_order));
    return summary;
  }
  const ExactBox box = exact_box(*f.hessian, bits_for(*f.hessian));
  std::string text;
  const auto add = [&](const Expected<EigenvalueBlock>& block, const std::string& kind, const std::string& claim,
                       const Real& printed) {
    if (!block) {
      none(kind, block.error().message);
      return;
    }
    text += block->text;
    add_claim(summary, kind, claim, block->bound(), printed);
  };
  const ExtremeEigenvalue& least = *f.least;
  if (least.value.is_bounded()) {
    add(outer_bound(box, Side::least, least.value.inf(), {}), "lmin_ge", "lambda_min >=", least.value.inf());
    if (!least.x.empty())
      add(inner_bound(box, Side::least, least.x, least.x_low, {}), "lmin_le", "lambda_min <=", least.value.sup());
  }
  const Expected<EigenvalueBlock> index = index_block(f, box);
  std::size_t k = 0;
  while (k < f.eigenvalues.size() && !(f.eigenvalues[k].inf() > 0)) ++k;
  add(index, "index", fmt::format("all but {} eigenvalues >=", k),
      k < f.eigenvalues.size() ? f.eigenvalues[k].inf() : Real(0));
  if (text.empty()) return summary;
  for (const checker::Result& result : checker::check(text))
    expects(result.outcome == checker::Outcome::accepted, "own certificate not accepted: " + result.reason);
  const Expected<std::string> written = write_output(request.path, text);
  if (!written) return written.error();
  summary.written = true;
  return summary;
}

}  // namespace lemmata::verify
