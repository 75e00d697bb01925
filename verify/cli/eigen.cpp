/// \file
/// # lemmata eigen MATRIX: certified eigenvalues of a symmetric matrix

#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/inertia.hpp"
#include "numerics/linalg/spectrum.hpp"
#include "verify/certificate/eigen_certificate.hpp"
#include "verify/cli/commands.hpp"
#include "verify/cli/session.hpp"
#include "verify/io/read.hpp"
#include "verify/report/enclosure.hpp"
#include "verify/report/inertia.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <optional>

namespace lemmata::verify::cli {
namespace {

struct EigenOptions {
  std::string source;
  std::string format;
  std::string which = "min,max";
  bool inertia = false;
  std::string symmetrize = "none";
  std::string certificate;
};

/// What --which asks for.
struct Wanted {
  bool all = false;
  std::size_t smallest = 0;
  std::size_t largest = 0;
};

Failure bad_which(const std::string& text) {
  return {FailureKind::usage, "--which " + text + ": expected min, max, all, smallest:K or largest:K with K >= 1, " +
                                  "several separated by commas"};
}

Expected<Wanted> parse_which(const std::string& text) {
  Wanted wanted;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    const std::string word = text.substr(from, comma - from);
    from = comma + 1;
    const auto count = [&](std::string_view prefix) -> std::optional<std::size_t> {
      if (!word.starts_with(prefix)) return std::nullopt;
      std::size_t k = 0;
      const char* const end = word.data() + word.size();
      const auto [rest, error] = std::from_chars(word.data() + prefix.size(), end, k);
      if (error != std::errc() || rest != end || k == 0) return std::nullopt;
      return k;
    };
    if (word == "all") {
      wanted.all = true;
    } else if (word == "min") {
      wanted.smallest = std::max<std::size_t>(wanted.smallest, 1);
    } else if (word == "max") {
      wanted.largest = std::max<std::size_t>(wanted.largest, 1);
    } else if (const auto smallest = count("smallest:")) {
      wanted.smallest = std::max(wanted.smallest, *smallest);
    } else if (const auto largest = count("largest:")) {
      wanted.largest = std::max(wanted.largest, *largest);
    } else {
      return bad_which(text);
    }
  }
  return wanted;
}

struct Found {
  std::map<std::size_t, Interval<Real>> values;  ///< by index, ascending from 0
  std::map<std::size_t, std::string> reasons;
  Tier tier = Tier::none;
  ExtremeEigenvalue least, largest;  ///< with their witnesses
};

void keep(Found& found, std::size_t index, const Interval<Real>& value, const std::string& reason = {}) {
  const auto [at, fresh] = found.values.emplace(index, value);
  if (!fresh) at->second = intersect(at->second, value);
  if (!reason.empty() && fresh) found.reasons[index] = reason;
}

/// Beyond this many of one end, the whole spectrum is the cheaper way.
constexpr std::size_t most_by_vectors = 32;

template <unsigned D>
std::optional<Failure> by_multiprecision(const SymmetricBox& box, const EigenvalueOptions& options, Found& found) {
  const std::size_t n = box.order();
  Matrix<Interval<Mp<D>>> a(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      Interval<Mp<D>> x(Mp<D>(box.mid()(i, j)));
      if (!box.lo().empty()) x += Interval<Mp<D>>(Mp<D>(box.lo()(i, j)));
      if (!box.rad().empty()) x += Interval<Mp<D>>(Mp<D>(-box.rad()(i, j)), Mp<D>(box.rad()(i, j)));
      a(i, j) = x;
    }
  const auto least = min_eigenvalue<D>(a, options);
  if (!least) return least.error();
  const auto most = max_eigenvalue<D>(a, options);
  if (!most) return most.error();
  keep(found, 0, least->value, least->reason);
  keep(found, n - 1, most->value, most->reason);
  found.tier = least->tier;
  found.least = *least;
  found.largest = *most;
  return std::nullopt;
}

/// The ends of the spectrum on the rungs of `--precision auto` above double-double, until they are narrow, in orders
/// that take seconds. A zero that exact null vectors explain needs no more digits.
std::optional<Failure> climb(const SymmetricBox& box, const EigenvalueOptions& options, Found& found) {
  constexpr std::size_t largest_order = 200;
  const auto narrow = [&](std::size_t index) {
    const auto at = found.values.find(index);
    return at == found.values.end() || (at->second.is_bounded() && at->second.width() <= 0x1p-40 * at->second.mig());
  };
  const std::size_t n = box.order();
  if (n > largest_order || (found.values.at(0).contains_zero() && exact_null_vectors(box) > 0)) return std::nullopt;
  const bool both = found.values.contains(n - 1);
  for (const auto by : {by_multiprecision<50>, by_multiprecision<100>, by_multiprecision<200>}) {
    if (narrow(0) && narrow(n - 1)) break;
    Found finer = found;
    if (auto failure = by(box, options, finer)) return failure;
    if (!both) finer.values.erase(n - 1);
    finer.reasons.erase(0);
    finer.reasons.erase(n - 1);
    if (!finer.least.reason.empty()) finer.reasons[0] = finer.least.reason;
    if (both && !finer.largest.reason.empty()) finer.reasons[n - 1] = finer.largest.reason;
    found = std::move(finer);
  }
  return std::nullopt;
}

Expected<Found> compute(const SymmetricBox& box, const Wanted& wanted, const std::string& precision, unsigned jobs,
                        bool certificate) {
  const std::size_t n = box.order();
  EigenvalueOptions options;
  options.threads = jobs;
  unsigned bits = 0;
  if (precision == "double") {
    options.highest = Tier::binary64_sharpened;
  } else if (precision == "dd") {
    options.lowest = Tier::double_double;
  } else if (precision != "auto") {
    const char* const end = precision.data() + precision.size();
    const auto [rest, error] = std::from_chars(precision.data(), end, bits);
    if (error != std::errc() || rest != end || bits == 0)
      return Failure{FailureKind::usage, "--precision " + precision + ": auto, double, dd or a number of bits"};
    if (bits > 664) return Failure{FailureKind::usage, "--precision " + precision + ": the top rung has 664 bits"};
    if (bits <= 53)
      options.highest = Tier::binary64_sharpened;
    else
      options.lowest = Tier::double_double;
  }
  Found found;
  if (bits > 106) {
    const auto failure = bits <= 166   ? by_multiprecision<50>(box, options, found)
                         : bits <= 332 ? by_multiprecision<100>(box, options, found)
                                       : by_multiprecision<200>(box, options, found);
    if (failure) return *failure;
    if (!wanted.all && wanted.smallest <= 1 && wanted.largest <= 1) return found;
  }
  const Tier rung = found.tier;
  const std::size_t smallest = std::min(wanted.smallest, n), largest = std::min(wanted.largest, n);
  // Some vectors leave a gap above them to certify; all of them, or many, are the whole spectrum.
  const auto many = [n](std::size_t count) { return count > most_by_vectors || (count == n && n > 1); };
  const bool everything = wanted.all || many(smallest) || many(largest);
  if (everything) {
    const auto all = all_eigenvalues(box, options);
    if (!all) return all.error();
    for (std::size_t j = 0; j < n; ++j)
      if (wanted.all || j < smallest || j >= n - largest) keep(found, j, (*all)[j]);
    found.tier = Tier::binary64;
  }
  // The ends, sharper; the least one always, since it decides definiteness.
  const std::size_t low = many(smallest) ? 1 : std::max<std::size_t>(smallest, 1);
  const auto lower = smallest_eigenvalues(box, low, options);
  if (!lower) return lower.error();
  for (std::size_t j = 0; j < low; ++j) keep(found, j, (*lower)[j].value, (*lower)[j].reason);
  found.tier = rung != Tier::none ? rung : lower->front().tier;
  if (rung == Tier::none) found.least = lower->front();
  if (largest > 0 || wanted.all || certificate) {
    const std::size_t high = many(largest) ? 1 : std::max<std::size_t>(largest, 1);
    if (high == 1) {
      const auto upper = max_eigenvalue(box, options);
      if (!upper) return upper.error();
      keep(found, n - 1, upper->value, upper->reason);
      if (rung == Tier::none) found.largest = *upper;
    } else {
      const auto upper = largest_eigenvalues(box, high, options);
      if (!upper) return upper.error();
      for (std::size_t j = 0; j < high; ++j) keep(found, n - high + j, (*upper)[j].value, (*upper)[j].reason);
      if (rung == Tier::none) found.largest = upper->back();
    }
  }
  if (precision == "auto" && box.is_point()) {
    if (const auto failure = climb(box, options, found)) return *failure;
  }
  return found;
}

/// Exact null vectors turn an enclosure of zero into zero: lambda_(p+1) .. lambda_(p+z) = 0 when at least z null
/// vectors exist and exactly p eigenvalues are negative.
void settle_zeros(const Inertia& inertia, std::size_t n, Found& found) {
  if (inertia.exact_null_vectors == 0 || !inertia.is_exact()) return;
  for (std::size_t j = inertia.negative.least; j < std::min(n, inertia.negative.least + inertia.zero.least); ++j) {
    const auto at = found.values.find(j);
    if (at == found.values.end()) continue;
    at->second = intersect(at->second, Interval<Real>());
    found.reasons[j] = "exactly zero: an exact null vector, and the signs of the others";
  }
}

/// What the signs of the enclosed eigenvalues say of the counts.
void settle_counts(const Found& found, std::size_t n, Inertia& inertia) {
  for (const auto& [index, value] : found.values) {
    if (value.inf() > 0) inertia.positive.least = std::max(inertia.positive.least, n - index);
    if (value.sup() < 0) inertia.negative.least = std::max(inertia.negative.least, index + 1);
  }
  const auto rest = [n](CountRange& count, const CountRange& a, const CountRange& b) {
    count.most = std::min(count.most, n - a.least - b.least);
  };
  rest(inertia.negative, inertia.zero, inertia.positive);
  rest(inertia.zero, inertia.negative, inertia.positive);
  rest(inertia.positive, inertia.negative, inertia.zero);
  if (inertia.is_exact()) inertia.reason.clear();
}

Json input_document(const io::LoadedMatrix& loaded) {
  Json list = Json::array();
  for (const io::InputFile& file : loaded.files)
    list.push_back({{"path", file.path},
                    {"sha256", file.sha256},
                    {"rows", file.rows},
                    {"columns", file.columns},
                    {"label", "none"}});
  return list;
}

Expected<Report> run(const EigenOptions& options, const Session& session) {
  const Expected<Wanted> wanted = parse_which(options.which);
  if (!wanted) return wanted.error();
  io::MatrixRequest request;
  request.source = options.source;
  request.symmetrize = options.symmetrize == "hull" ? io::Symmetrize::hull : io::Symmetrize::none;
  if (!options.format.empty()) {
    const auto format = io::format_named(options.format);
    if (!format) return format.error();
    request.format = *format;
  }
  Expected<io::LoadedMatrix> read = io::read_symmetric_matrix(request);
  if (!read) return read.error();
  io::LoadedMatrix loaded = std::move(read).value();
  Expected<SymmetricBox> made =
      SymmetricBox::make(std::move(loaded.mid), std::move(loaded.lo), std::move(loaded.rad), {});
  if (!made) return made.error();
  const SymmetricBox box = std::move(made).value();
  const std::size_t n = box.order();

  Expected<Found> computed = compute(box, *wanted, session.precision, session.jobs, !options.certificate.empty());
  if (!computed) return computed.error();
  Found found = std::move(computed).value();
  EigenvalueOptions eigenvalue_options;
  eigenvalue_options.threads = session.jobs;
  std::optional<Inertia> signs;
  const bool singular = found.values.at(0).contains_zero() && exact_null_vectors(box) > 0;
  if (options.inertia || (singular && n <= 2000)) {
    const Expected<Inertia> counted = inertia(box, 0, eigenvalue_options);
    if (!counted) return counted.error();
    signs = *counted;
    settle_zeros(*signs, n, found);
    settle_counts(found, n, *signs);
  }

  const Interval<Real>& least = found.values.at(0);
  const std::string definite = least.inf() > 0 ? "proved" : !(least.sup() > 0) ? "refuted" : "undecided";
  Report report;
  report.title = "lemmata eigen: " + options.source;
  report.verdict = definite;
  report.answer = definite == "proved"    ? "The matrix is proved positive definite: lambda_min lies in "
                  : definite == "refuted" ? "The matrix is proved not to be positive definite: lambda_min lies in "
                                          : "Undecided whether the matrix is positive definite: lambda_min lies in ";
  report.answer += enclosure_text(least) + ".";

  Json document = session.document("eigen");
  document["input"] = input_document(loaded);
  document["n"] = n;
  document["symmetrized"] = loaded.symmetrized;
  document["eigenvalues"] = Json::array();
  Table table{"", {"index", "lower", "upper", "note"}, {}};
  bool enclosed = true;
  for (const auto& [index, value] : found.values) {
    const bool asked = wanted->all || index < wanted->smallest || index >= n - std::min(n, wanted->largest);
    if (!asked) continue;
    enclosed = enclosed && value.is_bounded();
    Json entry = {{"index", index}};
    entry.update(enclosure_json(value));
    const auto why = found.reasons.find(index);
    const std::string reason = why == found.reasons.end() ? "" : why->second;
    if (!reason.empty()) entry["reason"] = reason;
    document["eigenvalues"].push_back(entry);
    table.rows.push_back({std::to_string(index), enclosure_lower(value), enclosure_upper(value), reason});
  }
  report.blocks.emplace_back(std::move(table));
  if (options.inertia) {
    add_inertia(report, document, *signs);
  } else {
    document["inertia"] = nullptr;
  }
  document["positive_definite"] = definite;
  document["tier"] = std::string(name(found.tier));
  document["certificate"] = nullptr;
  report.blocks.emplace_back(Paragraph{fmt::format(
      "n = {}{}; decided in {} arithmetic.", n,
      box.is_point() ? "" : "; the answer holds for every matrix of the given intervals", name(found.tier))});
  if (!options.certificate.empty()) {
    const Expected<CertificateSummary> written = write_eigen_certificate(
        {box, loaded.files, loaded.format, loaded.symmetrized, found.least, found.largest, options.certificate});
    if (!written) return written.error();
    if (written->written) document["certificate"] = options.certificate;
    document["certified"] = written->document;
    report.blocks.emplace_back(Heading{"Certificate"});
    report.blocks.emplace_back(written->table);
  }
  report.exit_status = enclosed ? 0 : 3;
  report.document = std::move(document);
  return report;
}

}  // namespace

void add_eigen(CLI::App& app, Session& session) {
  auto options = std::make_shared<EigenOptions>();
  CLI::App* const command =
      app.add_subcommand("eigen", "Certified eigenvalues, definiteness and inertia of a symmetric matrix");
  command
      ->add_option("MATRIX", options->source,
                   "A square matrix: CSV, NPY, NPZ or Matrix Market; an NPZ with mid, lo, rad is a box; - for standard "
                   "input")
      ->required();
  command->add_option("--input-format", options->format, "csv, npy, npz or matrix-market, when content misleads");
  command->add_option("--which", options->which, "min, max, all, smallest:K, largest:K; several separated by commas")
      ->capture_default_str();
  command->add_flag("--inertia", options->inertia, "Also count negative, zero and positive eigenvalues");
  command
      ->add_option("--symmetrize", options->symmetrize,
                   "hull: replace each pair of entries by the interval that holds both; none: refuse asymmetry")
      ->check(CLI::IsMember({"none", "hull"}))
      ->capture_default_str();
  command
      ->add_option("--certificate", options->certificate,
                   "Write a certificate that lemmata-verify accepts without trusting this program")
      ->type_name("FILE");
  command->footer(
      "Exit status: 0 everything asked is enclosed, 2 unusable input, 3 undecided.\n"
      "Example: lemmata eigen matrix.mtx --which min,max --inertia");
  command->callback([options, &session] { session.run = [options, &session] { return run(*options, session); }; });
}

}  // namespace lemmata::verify::cli
