/// \file
/// # lemmata margin DATA: the certified maximum margin, or a proof that the data cannot be separated

#include "numerics/margin/direction.hpp"
#include "numerics/margin/max_margin.hpp"
#include "verify/certificate/margin_certificate.hpp"
#include "verify/cli/commands.hpp"
#include "verify/cli/data_options.hpp"
#include "verify/cli/margin_classes.hpp"
#include "verify/cli/precision_option.hpp"
#include "verify/cli/session.hpp"
#include "verify/report/enclosure.hpp"
#include "verify/report/margin_plot.hpp"
#include "verify/report/output.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace lemmata::verify::cli {
namespace {

constexpr std::size_t short_fraction = 80;  // digits of a fraction that is worth printing to people
constexpr std::size_t shown_rows = 40;      // of the support, in text
constexpr long direction_bits = 120;

struct MarginRequest {
  DataOptions data;
  std::string norm = "l2";
  bool bias = false;
  std::string positive;
  std::string negative;
  std::string compare;
  std::string certificate;
  std::string plot;
};

Json row_json(const theory::Dataset& data, std::size_t i) { return data.source_rows[i]; }

Rational share(const MaxMargin& margin, std::size_t s) {
  Integer total = 0;
  for (const Integer& weight : margin.weights) total += weight;
  return {margin.weights[s], total};
}

std::string exact_value(const MaxMargin& margin) {
  const std::string fraction = margin.lower.str();
  if (fraction.size() > short_fraction) {
    return fmt::format("a rational number of {} digits", fraction.size());
  }
  return fraction;
}

/// "is 5" or "lies in [1.41, 1.42]".
std::string stated(const Interval<Real>& value) {
  return (enclosure_lower(value) == enclosure_upper(value) ? "is " : "lies in ") + enclosure_text(value);
}

std::string answer(const MaxMargin& margin, const std::string& norm) {
  switch (margin.separable) {
    case Truth::no: {
      const auto used =
          std::count_if(margin.weights.begin(), margin.weights.end(), [](const auto& a) { return a > 0; });
      return fmt::format("Proved: the data cannot be separated; a convex combination of {} signed rows is exactly 0.",
                         used);
    }
    case Truth::yes:
      return "Proved: the data are separable, the maximum " + norm + " margin " + stated(enclosure(margin)) + ".";
    case Truth::unknown:
      break;
  }
  return "Undecided: neither a separator nor a vanishing combination of rows was proved.";
}

std::string exactness(const MaxMargin& margin) {
  if (!margin.is_exact()) return "enclosed from both sides; the optimality conditions were not solved exactly";
  if (margin.norm == MarginNorm::l2) {
    return fmt::format("solved exactly on {} rows: the squared margin is {}", margin.rows.size(), exact_value(margin));
  }
  return "solved exactly: the margin is " + exact_value(margin);
}

/// Everything that is said of the support, for people and for programs.
void add_support(const MaxMargin& margin, const theory::Dataset& data, Report& report, Json& document) {
  Integer total = 0;
  for (const Integer& weight : margin.weights) total += weight;
  Vector<Integer> weight_of(data.size());
  for (std::size_t s = 0; s < margin.rows.size(); ++s) weight_of[margin.rows[s]] = margin.weights[s];
  document["support"] = Json::array();
  document["strict_support"] = Json::array();
  document["weights"] = Json::array();
  for (const std::size_t i : margin.support) {
    document["support"].push_back(row_json(data, i));
    if (margin.is_exact() && weight_of[i] > 0) document["strict_support"].push_back(row_json(data, i));
  }
  for (std::size_t s = 0; s < margin.rows.size(); ++s) {
    document["weights"].push_back({{"row", row_json(data, margin.rows[s])},
                                   {"weight", enclosure_json(enclosure(Rational(margin.weights[s], total)))}});
  }
  document["support_exact"] = margin.is_exact();
  document["weights_unique"] = margin.weights_unique ? "proved" : "unknown";
  document["direction_unique"] = margin.separator_unique || margin.norm == MarginNorm::l2 ? "proved" : "unknown";

  Table table{margin.is_exact() ? "Rows that attain the margin; strict: with a positive weight in the dual solution"
                                : "Rows that could not be excluded from attaining the margin",
              {"row", "label", "weight", "strict"},
              {}};
  for (std::size_t k = 0; k < std::min(margin.support.size(), shown_rows); ++k) {
    const std::size_t i = margin.support[k];
    table.rows.push_back({place(data, i), data.labels.empty() ? "" : data.labels[i],
                          enclosure_lower(enclosure(Rational(weight_of[i], total)), 8),
                          !margin.is_exact() ? "unknown"
                          : weight_of[i] > 0 ? "yes"
                                             : "no"});
  }
  if (margin.support.size() > shown_rows) {
    table.rows.push_back({fmt::format("and {} more", margin.support.size() - shown_rows), "", "", ""});
  }
  report.blocks.emplace_back(Heading{fmt::format("Support ({} rows)", margin.support.size())});
  report.blocks.emplace_back(std::move(table));
  if (margin.is_exact() && !margin.weights_unique && margin.norm == MarginNorm::l2) {
    report.blocks.emplace_back(
        Paragraph{"The rows that attain the margin are linearly dependent, or some has weight 0: other weights may be "
                  "optimal as well. The direction is unique."});
  }
}

void add_witness(const MaxMargin& margin, const theory::Dataset& data, Report& report, Json& document) {
  document["witness"] = Json::array();
  Table table{"Convex combination of signed rows that is exactly 0", {"row", "label", "weight"}, {}};
  for (std::size_t s = 0; s < margin.rows.size(); ++s) {
    if (margin.weights[s] == 0) continue;
    const std::size_t i = margin.rows[s];
    const Rational weight = share(margin, s);
    document["witness"].push_back({{"row", row_json(data, i)}, {"weight", weight.str()}});
    if (table.rows.size() == shown_rows) continue;
    const std::string fraction = weight.str();
    table.rows.push_back(
        {place(data, i), data.labels.empty() ? "" : data.labels[i],
         fraction.size() <= short_fraction / 2 ? fraction : enclosure_lower(enclosure(weight), 8) + "..."});
  }
  report.blocks.emplace_back(Heading{"Why it cannot be separated"});
  report.blocks.emplace_back(std::move(table));
  report.blocks.emplace_back(
      Paragraph{"A separator w would make every signed row positive, w.z_i > 0, hence also the "
                "combination, which is 0. (Gordan; checked in exact arithmetic.)"});
}

/// --compare: the vector in FILE against the maximum-margin direction.
Expected<bool> add_comparison(const MarginRequest& options, const Matrix<double>& rows, const MaxMargin& margin,
                              Report& report, Json& document) {
  const Expected<io::LoadedVector> loaded = io::read_vector(options.compare);
  if (!loaded) return loaded.error();
  const Vector<double>& v = loaded->values;
  if (v.size() != rows.columns()) {
    return Failure{FailureKind::usage,
                   fmt::format("{} has {} entries, the separator has {}{}", options.compare, v.size(), rows.columns(),
                               options.bias ? " (the bias is the last)" : "")};
  }
  if (std::all_of(v.begin(), v.end(), [](double x) { return x == 0.0; })) {
    return Failure{FailureKind::usage, options.compare + " is the zero vector: it has no direction"};
  }
  for (Json& file : input_json(loaded->files, "none")) document["input"].push_back(file);
  document["compare"] = nullptr;
  if (margin.separable != Truth::yes) {
    report.blocks.emplace_back(
        Paragraph{"There is no maximum-margin direction to compare " + options.compare + " with."});
    return true;
  }
  const DirectionComparison result = compare_direction(rows, margin, v);
  document["compare"] = {
      {"path", options.compare}, {"angle", enclosure_json(result.angle)}, {"margin", enclosure_json(result.margin)}};
  report.blocks.emplace_back(Heading{"Compared with " + options.compare});
  report.blocks.emplace_back(
      Table{"",
            {"quantity", "lower", "upper"},
            {{margin.norm == MarginNorm::l2 ? "angle to the maximum-margin direction (radians)"
                                            : "angle to the optimal direction found (radians)",
              enclosure_lower(result.angle), enclosure_upper(result.angle)},
             {"its margin, min_i z_i.v / ||v||", enclosure_lower(result.margin), enclosure_upper(result.margin)}}});
  return true;
}

void add_direction(const MaxMargin& margin, const Matrix<double>& rows, Json& document) {
  document["direction"] = Json::array();
  if (margin.separator.empty()) return;
  const Vector<Integer> unit = unit_vector(margin.norm, margin.separator, direction_bits);
  for (const Integer& entry : unit) document["direction"].push_back(hexadecimal(entry, direction_bits));
  document["direction_margin"] = enclosure_json(normalized_margin(IntegerMatrix(rows), margin.norm, unit));
}

std::string picture(const MarginRequest& options, const theory::Dataset& data, const Classes& labels,
                    const MaxMargin& margin) {
  const std::size_t d = data.dimension();
  MarginPlot plot{"", data.inputs, labels.sign, labels.positive, labels.negative, {}, 0.0, {}, false, {}};
  if (!margin.separator.empty()) {
    const Vector<Integer> unit = unit_vector(margin.norm, margin.separator, 60);
    for (std::size_t j = 0; j < d; ++j) plot.direction.push_back(nearest(unit[j], shifted(Integer(1), 60)));
    if (options.bias) plot.offset = nearest(unit[d], shifted(Integer(1), 60));
    if (std::all_of(plot.direction.begin(), plot.direction.end(), [](double x) { return x == 0.0; })) {
      plot.direction.clear();
    } else {
      plot.support = margin.support;
    }
  }
  plot.axes_are_columns = d == 2;
  plot.column_names = data.column_names;
  plot.title = margin.separable == Truth::yes
                   ? fmt::format("Maximum {} margin {:.6g}", options.norm, static_cast<double>(enclosure(margin).mid()))
               : margin.separable == Truth::no ? "Not separable"
                                               : "Undecided";
  return margin_svg(plot);
}

Expected<Report> run(const MarginRequest& options, const Session& session) {
  const Expected<std::optional<Precision>> rung = precision_option(session.precision);
  if (!rung) return rung.error();
  const Expected<io::DataRequest> request = options.data.request();
  if (!request) return request.error();
  const Expected<io::LoadedData> loaded = io::read_dataset(*request);
  if (!loaded) return loaded.error();
  const Expected<theory::Dataset> selected = options.negative.empty()
                                                 ? Expected<theory::Dataset>(loaded->data)
                                                 : one_against_one(loaded->data, options.positive, options.negative);
  if (!selected) return selected.error();
  const theory::Dataset& data = *selected;
  const Expected<Classes> labels = classes(data, options.positive);
  if (!labels) return labels.error();
  const MarginNorm norm = options.norm == "l1"   ? MarginNorm::l1
                          : options.norm == "l2" ? MarginNorm::l2
                                                 : MarginNorm::linf;
  const Matrix<double> rows = signed_rows(data.inputs, labels->sign, options.bias);
  MarginOptions how;
  how.rung = *rung;
  const MaxMargin margin = max_margin(rows, norm, how);

  Report report;
  report.title = "lemmata margin: " + options.data.source;
  report.answer = answer(margin, options.norm);
  report.verdict = margin.separable == Truth::yes ? "proved" : margin.separable == Truth::no ? "refuted" : "undecided";
  report.exit_status = margin.separable == Truth::yes ? 0 : margin.separable == Truth::no ? 1 : 3;

  Json document = session.document("margin");
  document["input"] = input_json(loaded->files, loaded->label);
  document["n"] = data.size();
  document["d"] = data.dimension();
  document["dropped_duplicates"] = loaded->dropped_duplicates;
  document["norm"] = options.norm;
  document["bias"] = options.bias;
  document["positive"] = labels->positive;
  document["separable"] = report.verdict;
  document["margin"] = nullptr;
  document["support"] = Json::array();
  document["witness"] = Json::array();
  document["exact"] = margin.is_exact();
  document["certificate"] = nullptr;

  if (margin.separable == Truth::yes) {
    const Interval<Real> value = enclosure(margin);
    document["margin"] = enclosure_json(value);
    document[norm == MarginNorm::l2 ? "margin_squared_exact" : "margin_exact"] = nullptr;
    if (margin.is_exact())
      document[norm == MarginNorm::l2 ? "margin_squared_exact" : "margin_exact"] = margin.lower.str();
    report.blocks.emplace_back(
        Table{"",
              {"quantity", "lower", "upper", "verdict"},
              {{"margin (" + options.norm + ")", enclosure_lower(value), enclosure_upper(value), "proved"}}});
    report.blocks.emplace_back(Paragraph{"How: " + exactness(margin) + "."});
  }
  report.blocks.emplace_back(Heading{"Data"});
  Table input = input_table(*loaded);
  const auto positives = std::count(labels->sign.begin(), labels->sign.end(), 1);
  input.rows.push_back(
      {"classes", labels->negative.empty()
                      ? labels->positive + " (one class)"
                      : fmt::format("{} ({} rows) against {} ({} rows)", labels->positive, positives, labels->negative,
                                    static_cast<std::ptrdiff_t>(data.size()) - positives)});
  input.rows.push_back({"bias", options.bias ? "a last coordinate 1 in every row; it counts in the norm" : "none"});
  report.blocks.emplace_back(std::move(input));

  add_direction(margin, rows, document);
  if (margin.separable == Truth::yes) add_support(margin, data, report, document);
  if (margin.separable == Truth::no) add_witness(margin, data, report, document);
  if (!options.compare.empty()) {
    const Expected<bool> compared = add_comparison(options, rows, margin, report, document);
    if (!compared) return compared.error();
  }
  if (!options.certificate.empty()) {
    Matrix<double> inputs = signed_rows(data.inputs, Vector<int>(data.size(), 1), options.bias);
    const MarginCertificate certificate =
        margin_certificate({inputs, labels->sign, margin, loaded->files.front().sha256});
    Table table{"", {"kind", "claim"}, {}};
    document["certified"] = Json::array();
    const auto claim = [&](const std::string& kind, const std::string& text) {
      table.rows.push_back({kind, text});
      document["certified"].push_back({{"kind", kind}, {"claim", text}});
    };
    if (!certificate.text.empty()) {
      const Expected<std::string> written = write_output(options.certificate, certificate.text);
      if (!written) return written.error();
      document["certificate"] = options.certificate;
      if (margin.separable == Truth::no) claim("entail", "the data cannot be separated");
      if (certificate.lower > 0) claim("svm_lo", "margin >= " + enclosure_lower(enclosure(certificate.lower)));
      if (certificate.upper > 0) claim("svm_hi", "margin <= " + enclosure_upper(enclosure(certificate.upper)));
    }
    report.blocks.emplace_back(Heading{"Certificate"});
    report.blocks.emplace_back(std::move(table));
    if (!certificate.remark.empty()) report.blocks.emplace_back(Paragraph{certificate.remark + "."});
  }
  if (!options.plot.empty()) {
    const std::string svg = picture(options, data, *labels, margin);
    const Expected<std::string> written = write_output(options.plot, svg);
    if (!written) return written.error();
    document["plot"] = options.plot;
    report.blocks.emplace_back(Figure{"Picture: " + options.plot, svg});
  }
  report.document = std::move(document);
  return report;
}

}  // namespace

void add_margin(CLI::App& app, Session& session) {
  auto options = std::make_shared<MarginRequest>();
  CLI::App* const command = app.add_subcommand(
      "margin", "Certified maximum margin of labelled data, or a proof that they cannot be separated");
  add_data_options(*command, options->data);
  command->add_option("--norm", options->norm, "l2, l1 or linf: the norm that measures the separator")
      ->check(CLI::IsMember({"l2", "l1", "linf"}))
      ->capture_default_str();
  command->add_flag("--bias", options->bias, "Append a constant 1 to every row; it counts in the norm");
  command->add_option("--positive", options->positive, "This label against the rest; not needed with two labels")
      ->type_name("LABEL");
  command->add_option("--negative", options->negative, "With --positive: against this label only, other rows left out")
      ->type_name("LABEL");
  command->add_option("--compare", options->compare, "A vector: its angle to the maximum-margin direction, its margin")
      ->type_name("FILE");
  command
      ->add_option("--certificate", options->certificate,
                   "Write a certificate that lemmata-verify accepts without trusting this program")
      ->type_name("FILE");
  command->add_option("--plot", options->plot, "Write a picture, support vectors marked")->type_name("FILE.svg");
  command->footer(
      "Rows are used as they are, without scaling. Exit status: 0 separable, 1 proved not to be, 2 unusable input,\n"
      "3 undecided. --precision keeps the float solver on one rung: what it finds is proved in exact arithmetic all "
      "the\n"
      "same, but a low rung may leave the bounds apart or the question undecided. --jobs: one thread does the work.\n"
      "Example: lemmata margin sonar.csv --bias --certificate sonar.cert && lemmata-verify sonar.cert");
  command->callback([options, &session] { session.run = [options, &session] { return run(*options, session); }; });
}

}  // namespace lemmata::verify::cli
