#pragma once
/// \file
/// # The certificate of a Hessian: what `lemmata hessian` proved of its spectrum, for a checker that trusts nothing
/// `lmin_ge`, `lmin_le` and `index` in exact integers about the box of the Hessian, up to `exact_order` unknowns. That
/// the Hessian at the critical point lies in this box is the program's word.

#include "theory/problem/analysis/classify.hpp"
#include "verify/certificate/gram_certificate.hpp"

#include <string>

namespace lemmata::verify {

struct HessianCertificateRequest {
  const theory::problem::Finding& finding;
  std::string path;
};

/// Writes the certificate aside and renames it; not written when there is nothing to write, and the summary says why.
/// Every block is run through the checker first. Fails only when the file cannot be written.
[[nodiscard]] Expected<CertificateSummary> write_hessian_certificate(const HessianCertificateRequest& request);

}  // namespace lemmata::verify
