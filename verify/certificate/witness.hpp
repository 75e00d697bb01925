#pragma once
/// \file
/// # `witness` blocks: eigenvalue bounds of a Gram matrix too large for exact integers
/// The block names the data file and holds X, T and mu (docs/certificate_format.md, section 7). The claimed bounds are
/// a little weaker than the enclosure, so that the checker's own, coarser arithmetic can reach them; each block is run
/// through the checker, and weakened until it is accepted.

#include "verify/certificate/gram_certificate.hpp"

#include <string>

namespace lemmata::verify {

/// Both ends of the spectrum; lines of the summary are added. Empty when no block was accepted.
[[nodiscard]] std::string witness_blocks(const GramCertificateRequest& request, CertificateSummary& summary);

/// The lines X, T and mu of a block, and its end, for a matrix of order n; believed in nothing, the checker proves.
[[nodiscard]] std::string witness_lines(const ExtremeEigenvalue& eigenvalue, std::size_t n);

/// One block with both claims about a bounded `value`, as little weakened as the checker accepts; the lines of the
/// summary are added. Empty, and the summary says why, when it accepts none. `head` is everything before the claims.
[[nodiscard]] std::string accepted_witness(const std::string& head, const std::string& quantity,
                                           const Interval<Real>& value, const ExtremeEigenvalue& eigenvalue,
                                           std::size_t n, CertificateSummary& summary);

/// The line of the summary for one block: the claim, the bound it proves, and its distance from the printed one.
void add_claim(CertificateSummary& summary, const std::string& kind, const std::string& claim,
               const Interval<Real>& bound, const Real& printed);

}  // namespace lemmata::verify
