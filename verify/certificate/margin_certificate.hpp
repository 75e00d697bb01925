#pragma once
/// \file
/// # The certificate of a margin: `svm_lo` and `svm_hi`, or `entail` when the data cannot be separated
/// The blocks of `docs/certificate_format.md`, sections 4 and 5, in exact integers. They state the margin itself where
/// it is rational (l1, linf) and bounds a little weaker than the enclosure (about 2^-100) for l2. Every block is run
/// through the checker before it is written.

#include "numerics/margin/max_margin.hpp"

#include <string>

namespace lemmata::verify {

struct MarginCertificateRequest {
  const Matrix<double>& inputs;  ///< with the column of ones when there is a bias
  const Vector<int>& labels;     ///< 1 or -1
  const MaxMargin& margin;
  std::string input_digest;  ///< of the file, or empty
};

struct MarginCertificate {
  std::string text;    ///< empty when there is nothing to certify
  std::string remark;  ///< why it is empty, or which rows the data lines hold
  Rational lower = 0;  ///< what svm_lo states
  Rational upper = 0;  ///< what svm_hi states
};

/// Guarantee: the checker accepts every block of `text`.
[[nodiscard]] MarginCertificate margin_certificate(const MarginCertificateRequest& request);

}  // namespace lemmata::verify
