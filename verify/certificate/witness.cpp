#include "verify/certificate/witness.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "verify/checker/check.hpp"
#include "verify/io/sha256.hpp"

namespace lemmata::verify {
namespace {

/// How much weaker than the enclosure the claims are, in turn.
constexpr double weakenings[] = {0x1p-41, 1e-11, 1e-9, 1e-6};

std::string data_lines(const GramCertificateRequest& request) {
  const io::LoadedData& loaded = request.loaded;
  const io::InputFile& file = loaded.files.front();
  std::string text = "file " + file.path + "\nformat ";
  switch (loaded.format) {
    case io::Format::csv: {
      const std::string separator = loaded.separator == ';' ? "semicolon" : loaded.separator == '\t' ? "tab" : "comma";
      text += "csv " + separator + (loaded.header ? " header" : " plain");
      break;
    }
    case io::Format::npy:
      text += "npy";
      break;
    case io::Format::npz:
      text += "npz " + loaded.member;
      break;
    case io::Format::libsvm:
      text += "libsvm";
      break;
    case io::Format::idx:
      text += "idx";
      break;
    case io::Format::matrix_market:
      text += "matrix_market";
      break;
  }
  text += fmt::format("\nrows {} {}\ncolumns", loaded.rows.first, loaded.rows.last);
  for (std::size_t k = 0; k < loaded.columns.size();) {
    std::size_t end = k + 1;
    while (end < loaded.columns.size() && loaded.columns[end] == loaded.columns[end - 1] + 1) ++end;
    text += fmt::format(" {}:{}", loaded.columns[k], loaded.columns[end - 1] + 1);
    k = end;
  }
  text += fmt::format("\ndedup {}\nnormalize {}\nkernel relu-infinite\n", loaded.deduplicated ? "yes" : "no",
                      request.unit ? "unit" : "none");
  return text;
}

std::string hex(double x) { return fmt::format("{:a}", x); }

/// X, its column nearest the sharper vector x replaced by x at the same length: X needed to be no better than the gap
/// asked for, but the bound of the checker, which uses these numbers alone, is off by |A x - x theta|^2/gap.
Matrix<double> with_sharp_column(const ExtremeEigenvalue& eigenvalue) {
  Matrix<double> X = eigenvalue.X;
  const Vector<double>& x = eigenvalue.x;
  if (X.columns() == 0 || x.size() != X.rows()) return X;
  double length = 0, best = 0;
  for (const double entry : x) length += entry * entry;
  std::size_t column = 0;
  for (std::size_t j = 0; j < X.columns(); ++j) {
    double along = 0;
    for (std::size_t i = 0; i < x.size(); ++i) along += X(i, j) * x[i];
    if (std::fabs(along) <= std::fabs(best)) continue;
    best = along;
    column = j;
  }
  if (!(length > 0) || best == 0) return X;
  for (std::size_t i = 0; i < x.size(); ++i) X(i, column) = best / length * x[i];
  return X;
}

}  // namespace

std::string witness_lines(const ExtremeEigenvalue& eigenvalue, std::size_t n) {
  const Matrix<double> X = with_sharp_column(eigenvalue);
  const std::size_t k = X.columns();
  std::string text = fmt::format("X {} {}\n", n, k);
  for (std::size_t i = 0; k > 0 && i < n; ++i) {
    for (std::size_t j = 0; j < k; ++j) text += (j > 0 ? " " : "") + hex(X(i, j));
    text += "\n";
  }
  text += fmt::format("T {}\n", k);
  for (std::size_t j = 0; j < k; ++j) text += (j > 0 ? " " : "") + hex(eigenvalue.tau[j]);
  if (k > 0) text += "\n";
  return text + "mu " + hex(eigenvalue.mu) + "\nend\n";
}

std::string accepted_witness(const std::string& head, const std::string& quantity, const Interval<Real>& value,
                             const ExtremeEigenvalue& eigenvalue, std::size_t n, CertificateSummary& summary) {
  const Interval<double> outward = convert<double>(value);
  const std::string lines = witness_lines(eigenvalue, n);
  std::string reason;
  for (const double weakening : weakenings) {
    const double low = outward.inf() - std::fabs(outward.inf()) * weakening;
    const double high = outward.sup() + std::fabs(outward.sup()) * weakening;
    const std::string block =
        head + "claim " + quantity + " >= " + hex(low) + "\nclaim " + quantity + " <= " + hex(high) + "\n" + lines;
    const checker::Result result = checker::check(block).front();
    if (result.outcome != checker::Outcome::accepted) {
      reason = result.reason;
      continue;
    }
    add_claim(summary, "witness", quantity + " >=", Interval<Real>(Real(low)), value.inf());
    add_claim(summary, "witness", quantity + " <=", Interval<Real>(Real(high)), value.sup());
    return block;
  }
  summary.table.rows.push_back({"witness", "none for " + quantity + ": " + reason, ""});
  return {};
}

std::string witness_blocks(const GramCertificateRequest& request, CertificateSummary& summary) {
  const theory::GramSpectrum& spectrum = request.spectrum;
  const io::LoadedData& loaded = request.loaded;
  const std::string data = data_lines(request);
  const std::string head = "lemmata certificate 1\nkind witness\ninput sha256:" + loaded.files.front().sha256 +
                           "\ndata sha256:" + io::sha256(data) + "\n" + data +
                           fmt::format("size {} {}\n", loaded.data.size(), loaded.data.dimension());
  std::string text;
  const auto add = [&](const std::string& quantity, const Interval<Real>& value, const ExtremeEigenvalue& eigenvalue) {
    if (eigenvalue.X.columns() > 0 && eigenvalue.X.rows() != loaded.data.size()) return;
    text += accepted_witness(head, quantity, value, eigenvalue, loaded.data.size(), summary);
  };
  add("lambda_min", spectrum.lambda_min, spectrum.least);
  if (spectrum.largest.of_negated) add("lambda_max", spectrum.lambda_max, spectrum.largest);
  return text;
}

}  // namespace lemmata::verify
