#pragma once
/// \file
/// # The certificate of a symmetric matrix: both ends of its spectrum, for a checker that trusts nothing
/// Up to `exact_order` rows: `lmin_ge`, `lmin_le`, `lmax_le`, `lmax_ge` in exact integers about the box that was read.
/// Beyond, for one binary64 matrix in NPY or Matrix Market: `witness`, which names the file.

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/symmetric_box.hpp"
#include "verify/certificate/gram_certificate.hpp"
#include "verify/io/read.hpp"

#include <optional>
#include <string>

namespace lemmata::verify {

struct EigenCertificateRequest {
  const SymmetricBox& box;
  const std::vector<io::InputFile>& files;
  io::Format format;
  bool symmetrized = false;
  const ExtremeEigenvalue& least;
  const ExtremeEigenvalue& largest;
  std::string path;
};

/// Writes the certificate aside and renames it; not written when no block was accepted, and the summary says why. Every
/// block is run through the checker first. Fails only when the file cannot be written.
[[nodiscard]] Expected<CertificateSummary> write_eigen_certificate(const EigenCertificateRequest& request);

}  // namespace lemmata::verify
