/// \file
/// # lemmata gram DATA: is the Gram matrix of this data set positive definite, and what follows

#include "theory/model/descent_guarantee.hpp"
#include "theory/model/gram_spectrum.hpp"
#include "verify/certificate/gram_certificate.hpp"
#include "verify/cli/commands.hpp"
#include "verify/cli/data_options.hpp"
#include "verify/cli/kernel_options.hpp"
#include "verify/cli/precision_option.hpp"
#include "verify/cli/session.hpp"
#include "verify/report/enclosure.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace lemmata::verify::cli {
namespace {

using theory::GramEvidence;
using theory::GramSpectrum;
using theory::Normalization;

constexpr std::size_t shown_pairs = 10;  // of a finding, in text; JSON lists more
constexpr std::size_t listed_pairs = 1000;

struct GramOptions {
  DataOptions data;
  KernelOptions kernel;
  std::string normalize = "unit";
  std::string delta = "1/100";
  std::string kappa = "1";
  std::string certificate;
};

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

struct Hypothesis {
  std::string name;
  std::string holds;  // yes, no, unknown
  Pairs where;        // rows of the inputs, before translation to the file's rows
  std::string remark;
};

std::vector<Hypothesis> findings(const GramSpectrum& spectrum, bool relu_infinite) {
  Pairs zero;
  for (const std::size_t i : spectrum.relations.zero_rows) zero.emplace_back(i, i);
  const Pairs equal = spectrum.relations.equal_directions();
  const Pairs antipodal = spectrum.relations.antipodal_pairs();
  Pairs parallel = equal;
  parallel.insert(parallel.end(), antipodal.begin(), antipodal.end());
  std::ranges::sort(parallel);
  std::vector<Hypothesis> result;
  result.push_back({"no zero row", zero.empty() ? "yes" : "no", zero, ""});
  result.push_back({"no two rows parallel", parallel.empty() ? "yes" : "no", parallel,
                    equal.empty() && !antipodal.empty() ? "opposite directions only" : ""});
  result.push_back({"no two rows of equal direction", equal.empty() ? "yes" : "no", equal, ""});
  if (!relu_infinite) return result;
  const bool lines_fine = antipodal.empty() || spectrum.nullity.line_rank == antipodal.size();
  result.push_back({"antipodal lines independent",
                    lines_fine                         ? "yes"
                    : spectrum.nullity.lines_dependent ? "no"
                                                       : "unknown",
                    lines_fine ? Pairs{} : antipodal,
                    antipodal.empty() ? "no antipodal pair" : fmt::format("{} antipodal pairs", antipodal.size())});
  return result;
}

std::string places(const theory::Dataset& data, const Pairs& pairs) {
  std::string text;
  for (std::size_t k = 0; k < std::min(pairs.size(), shown_pairs); ++k) {
    const auto& [i, j] = pairs[k];
    text += (k > 0 ? "; " : "") + place(data, i) + (i == j ? "" : " and " + place(data, j));
  }
  if (pairs.size() > shown_pairs) text += fmt::format("; and {} more", pairs.size() - shown_pairs);
  return text;
}

Json hypotheses_json(const theory::Dataset& data, const std::vector<Hypothesis>& list) {
  Json result = Json::array();
  for (const Hypothesis& finding : list) {
    Json where = Json::array();
    for (std::size_t k = 0; k < std::min(finding.where.size(), listed_pairs); ++k) {
      where.push_back({data.source_rows[finding.where[k].first], data.source_rows[finding.where[k].second]});
    }
    result.push_back({{"name", finding.name}, {"holds", finding.holds}, {"where", where}});
    if (finding.where.size() > listed_pairs) result.back()["count"] = finding.where.size();
  }
  return result;
}

std::string tier_name(const GramSpectrum& spectrum) {
  switch (spectrum.evidence) {
    case GramEvidence::nullity_singular:
    case GramEvidence::nullity_definite:
      return spectrum.singularity.singular ? "exact arithmetic" : "nullity theorem, exact arithmetic";
    case GramEvidence::enclosure:
    case GramEvidence::undecided:
      return std::string(name(spectrum.tier));
  }
  return {};
}

std::string answer(const GramSpectrum& spectrum, const theory::Dataset& data) {
  switch (spectrum.evidence) {
    case GramEvidence::nullity_singular: {
      std::string why;
      if (!spectrum.singularity.reason.empty()) {
        const auto& rows = spectrum.singularity.rows;
        if (rows)
          why = place(data, rows->first) +
                (rows->first == rows->second ? " " : " and " + place(data, rows->second) + " ");
        why += spectrum.singularity.reason;
      } else if (spectrum.nullity.from_zero_rows > 0) {
        why = place(data, spectrum.relations.zero_rows.front()) + " is a zero row";
      } else if (spectrum.nullity.from_repeated_directions > 0) {
        const auto pair = spectrum.relations.equal_directions().front();
        why = place(data, pair.first) + " and " + place(data, pair.second) + " have the same direction";
      } else {
        why = "antipodal pairs of rows lie on linearly dependent lines";
      }
      return "lambda_min(H) = 0 exactly: H is proved not to be positive definite, because " + why + ".";
    }
    case GramEvidence::enclosure:
      return "lambda_min(H) > 0 is proved: H is positive definite, lambda_min(H) lies in " +
             enclosure_text(spectrum.lambda_min) + ".";
    case GramEvidence::nullity_definite:
      return "H is proved positive definite by " +
             (spectrum.singularity.reason.empty() ? "the nullity theorem" : spectrum.singularity.reason) +
             "; its least eigenvalue is only known to lie in " + enclosure_text(spectrum.lambda_min) + ".";
    case GramEvidence::undecided:
      return "Undecided: lambda_min(H) lies in " + enclosure_text(spectrum.lambda_min) +
             (spectrum.reason.empty() ? "." : "; " + spectrum.reason + ".");
  }
  return {};
}

struct Implication {
  std::string theorem;
  std::string quantity;
  Interval<Real> value;
};

constexpr const char* theorem_b = "gd/two-layer-relu, Theorem B [D], after Du et al. (2019), Theorem 4.1";

std::vector<Implication> implications(const theory::DescentGuarantee& g, const Interval<Real>& lambda_0) {
  const std::string flow = "flow/two-layer-relu, Lemma 3.3 of Du et al. (2019) [R]";
  return {
      {theorem_b, "largest step size eta = 1/|X|^2", g.step_size},
      {theorem_b, "factor of the residual |y - u(k)| per step at that eta, 1 - eta lambda_0/2", g.contraction},
      {theorem_b, "sufficient width m", g.width},
      {theorem_b, "  first term, 48 g ln(3n/delta)/lambda_0", g.width_overlap},
      {theorem_b, "  second term, (6144/pi) g^2 |X|^2 (|y|^2 + kappa^2 n/2)/(kappa^2 lambda_0^4 delta)",
       g.width_movement},
      {theorem_b, "|X|^2, spectral norm of X X^T", g.input_norm_squared},
      {theorem_b, "g, spectral norm of |X X^T| entrywise", g.absolute_gram_norm},
      {theorem_b, g.labels_assumed ? "|y|^2 <= n was used (labels are not numbers; valid for |y_i| <= 1)" : "|y|^2",
       g.label_norm_squared},
      {flow, "rate of |y - u(t)|^2 under gradient flow while lambda_min(H(s)) >= lambda_0/2: exp(-rate t)", lambda_0}};
}

Expected<Report> run(const GramOptions& options, const Session& session) {
  const Expected<std::optional<theory::DeepKernel>> deep = options.kernel.deep(options.normalize);
  if (!deep) return deep.error();
  const bool relu_infinite = !*deep;
  const Expected<Interval<Real>> delta = parse_rational("--delta", options.delta);
  if (!delta) return delta.error();
  const Expected<Interval<Real>> kappa = parse_rational("--kappa", options.kappa);
  if (!kappa) return kappa.error();
  if (!(delta->inf() > 0 && delta->sup() < 1)) {
    return Failure{FailureKind::usage, "--delta " + options.delta + ": must lie strictly between 0 and 1"};
  }
  if (!(kappa->inf() > 0)) return Failure{FailureKind::usage, "--kappa " + options.kappa + ": must be positive"};
  theory::GramOptions spectrum_options;
  const Expected<std::optional<Precision>> rung = precision_option(session.precision);
  if (!rung) return rung.error();
  spectrum_options.rung = *rung;
  spectrum_options.threads = session.jobs;
  spectrum_options.deep = *deep;
  spectrum_options.normalization = options.normalize == "unit" ? Normalization::unit : Normalization::none;
  const bool unit = spectrum_options.normalization == Normalization::unit;

  const Expected<io::DataRequest> request = options.data.request();
  if (!request) return request.error();
  const Expected<io::LoadedData> loaded = io::read_dataset(*request);
  if (!loaded) return loaded.error();
  const theory::Dataset& data = loaded->data;

  Expected<GramSpectrum> computed = theory::gram_spectrum(data.inputs, spectrum_options);
  if (!computed) return computed.error();
  GramSpectrum spectrum = std::move(computed).value();
  std::optional<CertificateSummary> certified;
  if (!options.certificate.empty()) {
    Expected<CertificateSummary> written =
        write_gram_certificate({*loaded, spectrum, unit, relu_infinite, options.certificate});
    if (!written) return written.error();
    certified = std::move(written).value();
  }
  spectrum.matrix = {};  // n^2 numbers that nothing below needs

  Report report;
  report.title = "lemmata gram: " + options.data.source;
  report.answer = answer(spectrum, data);
  report.verdict = spectrum.positive_definite == Truth::yes  ? "proved"
                   : spectrum.positive_definite == Truth::no ? "refuted"
                                                             : "undecided";
  report.exit_status = spectrum.positive_definite == Truth::yes ? 0 : spectrum.positive_definite == Truth::no ? 1 : 3;

  report.blocks.emplace_back(
      Table{"",
            {"quantity", "lower", "upper", "verdict"},
            {{"lambda_min(H)", enclosure_lower(spectrum.lambda_min), enclosure_upper(spectrum.lambda_min), "proved"},
             {"lambda_max(H)", enclosure_lower(spectrum.lambda_max), enclosure_upper(spectrum.lambda_max), "proved"}}});
  report.blocks.emplace_back(Heading{"Data"});
  Table input = input_table(*loaded);
  input.rows.push_back({"scaling", unit ? "rows are scaled to unit length, exactly (--normalize unit)"
                                        : "rows are used as they are (--normalize none)"});
  input.rows.push_back({"kernel", relu_infinite ? "relu-infinite, H_ij = x_i . x_j (pi - arccos rho_ij) / (2 pi)"
                                                : (*deep)->description()});
  report.blocks.emplace_back(std::move(input));

  const std::vector<Hypothesis> hypotheses = findings(spectrum, relu_infinite);
  Table conditions{"", {"hypothesis", "holds", "where"}, {}};
  for (const Hypothesis& finding : hypotheses) {
    const std::string where = places(data, finding.where);
    conditions.rows.push_back(
        {finding.name, finding.holds,
         finding.remark.empty() || where.empty() ? finding.remark + where : finding.remark + ": " + where});
  }
  report.blocks.emplace_back(Heading{"Hypotheses, decided in exact arithmetic"});
  report.blocks.emplace_back(std::move(conditions));
  report.blocks.emplace_back(
      Paragraph{"Decided by: " + tier_name(spectrum) + (spectrum.reason.empty() ? "" : " (" + spectrum.reason + ")")});

  Json document = session.document("gram");
  document["input"] = input_json(loaded->files, loaded->label);
  document["kernel"] = options.kernel.kernel;
  if (!relu_infinite) {
    document["activation"] = options.kernel.activation;
    document["depth"] = (*deep)->depth;
    if ((*deep)->architecture == theory::Architecture::residual) document["residual"] = options.kernel.residual;
  }
  document["normalize"] = options.normalize;
  document["n"] = data.size();
  document["d"] = data.dimension();
  document["dropped_duplicates"] = loaded->dropped_duplicates;
  document["hypotheses"] = hypotheses_json(data, hypotheses);
  document["lambda_min"] = enclosure_json(spectrum.lambda_min);
  document["lambda_max"] = enclosure_json(spectrum.lambda_max);
  document["positive_definite"] = report.verdict;
  document["tier"] = tier_name(spectrum);
  document["reason"] = spectrum.reason;
  document["implications"] = Json::array();
  document["certificate"] = nullptr;

  if (!relu_infinite) {
    add_deep_implications(report, document, spectrum, **deep);
  } else if (positive(spectrum.lambda_min) == Truth::yes && unit) {
    const Expected<theory::DescentGuarantee> guarantee =
        theory::descent_guarantee(data.inputs, labels_are_numbers(data) ? numeric_labels(data) : std::nullopt,
                                  spectrum.lambda_min, *delta, *kappa, session.jobs);
    report.blocks.emplace_back(Heading{"What follows for gradient descent on a two-layer ReLU net"});
    if (guarantee) {
      Table table{"delta = " + options.delta + ", kappa = " + options.kappa +
                      "; with probability at least 1 - delta over the initialisation, for every step k",
                  {"quantity", "lower", "upper"},
                  {}};
      for (const Implication& implication : implications(*guarantee, spectrum.lambda_min)) {
        table.rows.push_back(
            {implication.quantity, enclosure_lower(implication.value, 6), enclosure_upper(implication.value, 6)});
        document["implications"].push_back({{"theorem", implication.theorem},
                                            {"quantity", implication.quantity},
                                            {"value", enclosure_json(implication.value)}});
      }
      report.blocks.emplace_back(std::move(table));
      report.blocks.emplace_back(Paragraph{std::string("Source: ") + theorem_b +
                                           ". A width at or above the upper end suffices; less may do as well."});
    } else {
      report.blocks.emplace_back(Paragraph{"Not evaluated: " + guarantee.error().message});
    }
  } else if (positive(spectrum.lambda_min) == Truth::yes) {
    report.blocks.emplace_back(
        Paragraph{"The theorems on gradient descent are stated for unit inputs: they are not evaluated under "
                  "--normalize none."});
  } else {
    report.blocks.emplace_back(
        Paragraph{spectrum.positive_definite == Truth::no
                      ? "The theorems that assume lambda_0 > 0 do not apply to this data set as it is."
                      : "Without a positive lower bound on lambda_0 the theorems give no numbers."});
  }

  if (certified) {
    if (certified->written) document["certificate"] = options.certificate;
    document["certified"] = certified->document;
    report.blocks.emplace_back(Heading{"Certificate"});
    report.blocks.emplace_back(certified->table);
  }
  report.document = std::move(document);
  return report;
}

}  // namespace

void add_gram(CLI::App& app, Session& session) {
  auto options = std::make_shared<GramOptions>();
  CLI::App* const command = app.add_subcommand(
      "gram", "Certified lambda_min and lambda_max of the Gram matrix of a data set, and what theorems then promise");
  add_data_options(*command, options->data);
  add_kernel_options(*command, options->kernel);
  command->add_option("--normalize", options->normalize, "unit scales rows to length 1, none leaves them")
      ->check(CLI::IsMember({"unit", "none"}))
      ->capture_default_str();
  command->add_option("--delta", options->delta, "Failure probability of the theorems, a fraction or a decimal")
      ->capture_default_str();
  command->add_option("--kappa", options->kappa, "Standard deviation of the initial weights")->capture_default_str();
  command
      ->add_option("--certificate", options->certificate,
                   "Write a certificate that lemmata-verify accepts without trusting this program:\n"
                   "gram_relu (relu-infinite on unit rows: from the rows themselves), bounds of a\n"
                   "box, or witness; gram_null when singular")
      ->type_name("FILE");
  command->footer(
      "Exit status: 0 positive definite, 1 proved not to be, 2 unusable input, 3 undecided.\n"
      "Example: lemmata gram iris.csv --dedup --certificate iris.cert && lemmata-verify iris.cert");
  command->callback([options, &session] { session.run = [options, &session] { return run(*options, session); }; });
}

}  // namespace lemmata::verify::cli
