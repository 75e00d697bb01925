#pragma once
/// \file
/// # The certificate of a Gram matrix: what `lemmata gram` proved, for a checker that trusts nothing
/// Singular: `gram_null` (exact rows and the reason). Up to `exact_order` rows: `gram_relu`, lambda_min from the rows
/// themselves to about 9 digits (unit rows of moderate size), and `lmin_ge`, `lmin_le`, `lmax_le`, `lmax_ge` in exact
/// integers about the box of the entries. Beyond: `witness`, which names the data file.
/// Every block is run through the checker before it is written.

#include "theory/model/gram_spectrum.hpp"
#include "verify/io/read.hpp"
#include "verify/report/report.hpp"

#include <string>

namespace lemmata::verify {

/// Up to this order the exact kinds are written: the proved checker takes seconds for each claim.
inline constexpr std::size_t exact_order = 1000;

struct GramCertificateRequest {
  const io::LoadedData& loaded;
  const theory::GramSpectrum& spectrum;
  bool unit = true;
  bool relu_infinite = true;  ///< otherwise only the box of the entries can be spoken of: no exact zero, no witness
  std::string path;
};

struct CertificateSummary {
  bool written = false;
  Json document;  ///< one object a block: kind, claim, the bound and how much weaker it is than the enclosure
  Table table;
};

/// Writes the certificate aside and renames it. Not written when nothing was proved; the summary says why. Fails only
/// when the file cannot be written.
[[nodiscard]] Expected<CertificateSummary> write_gram_certificate(const GramCertificateRequest& request);

}  // namespace lemmata::verify
