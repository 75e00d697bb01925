/// \file
/// # lemmata hessian PROBLEM: what kind of point it is, with certified spectrum and inertia of the Hessian

#include "theory/problem/analysis/classify.hpp"
#include "theory/problem/analysis/density.hpp"
#include "theory/problem/analysis/finder.hpp"
#include "verify/certificate/hessian_certificate.hpp"
#include "verify/cli/commands.hpp"
#include "verify/cli/data_options.hpp"
#include "verify/cli/hessian_report.hpp"
#include "verify/cli/problem_options.hpp"
#include "verify/cli/session.hpp"
#include "verify/report/density_plot.hpp"
#include "verify/report/output.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cmath>
#include <memory>
#include <optional>

namespace lemmata::verify::cli {
namespace {

namespace problem = theory::problem;

struct HessianOptions {
  std::string name;
  bool list = false;
  std::vector<std::string> parameters;
  std::string at;
  bool refine = false;
  std::optional<std::uint64_t> start;
  std::string certificate;
  std::string density;
};

Vector<Rational> exactly(const Vector<double>& x) {
  Vector<Rational> result;
  for (const double entry : x) result.push_back(exact(entry));
  return result;
}

/// Adds the approximate density to the report and writes its picture.
std::optional<Failure> add_density(const problem::Problem& p, const problem::Finding& finding, const std::string& path,
                                   Report& report) {
  constexpr std::size_t probes = 10, steps = 80;
  Vector<double> x, eigenvalues;
  if (finding.point.empty()) return Failure{FailureKind::inapplicable, "--density: too many unknowns"};
  for (const Interval<Real>& entry : finding.point) x.push_back(convert<double>(entry).mid());
  for (const Interval<Real>& entry : finding.eigenvalues) eigenvalues.push_back(convert<double>(entry).mid());
  const problem::ApproximateDensity density = problem::approximate_density(p, x, probes, steps);
  if (density.nodes.empty())
    return Failure{FailureKind::inapplicable, "--density: the Hessian has no finite value at the point"};
  const std::string note =
      fmt::format("stochastic Lanczos quadrature, {} vectors, {} steps", density.probes, density.steps);
  const std::string svg =
      density_svg({"Spectral density: " + p.name(), density.nodes, density.weights, eigenvalues, note});
  const Expected<std::string> written = write_output(path, svg);
  if (!written) return written.error();
  report.document["approximate_density"] = {
      {"method", note}, {"nodes", density.nodes}, {"weights", density.weights}, {"file", path}};
  report.blocks.emplace_back(Figure{"Spectral density (approximate; " + note + "): " + path, svg});
  return std::nullopt;
}

Expected<Report> run(const HessianOptions& options, const Session& session) {
  if (options.list) return problem_list(session);
  if (options.name.empty()) return usage("hessian: which PROBLEM? lemmata hessian --list names them");
  if (options.at.empty() == !options.start)
    return usage("hessian: exactly one of --at POINT and --start SEED is needed");
  if (options.refine && options.at.empty()) return usage("hessian: --refine goes with --at; --start always refines");
  Expected<LoadedParameters> loaded = read_parameters(options.parameters);
  if (!loaded) return loaded.error();
  const Expected<problem::Problem> made = problem::make(options.name, loaded->parameters);
  if (!made) return made.error();
  std::vector<io::InputFile> files = loaded->files;
  problem::ExamineOptions how;
  how.threads = session.jobs;
  problem::Finding finding;
  if (options.start) {
    const Vector<double> found = problem::descend(*made, problem::random_start(*made, *options.start));
    for (const double entry : found)
      if (!std::isfinite(entry)) return Failure{FailureKind::not_certified, "hessian: the descent diverged"};
    finding = problem::examine_nearby(*made, exactly(found), how);
  } else {
    const Expected<LoadedPoint> point = read_point(options.at, made->unknowns());
    if (!point) return point.error();
    files.insert(files.end(), point->files.begin(), point->files.end());
    finding = options.refine ? problem::examine_nearby(*made, point->x, how) : problem::examine(*made, point->x, how);
  }
  Report report = hessian_report(*made, finding, session);
  report.document["input"] = input_json(files, "none");
  if (options.start) report.document["seed"] = *options.start;
  if (!options.density.empty())
    if (const std::optional<Failure> failure = add_density(*made, finding, options.density, report)) return *failure;
  if (!options.certificate.empty()) {
    const Expected<CertificateSummary> written = write_hessian_certificate({finding, options.certificate});
    if (!written) return written.error();
    if (written->written) report.document["certificate"] = options.certificate;
    report.document["certified"] = written->document;
    report.blocks.emplace_back(Heading{"Certificate"});
    report.blocks.emplace_back(written->table);
  }
  return report;
}

}  // namespace

void add_hessian(CLI::App& app, Session& session) {
  auto options = std::make_shared<HessianOptions>();
  CLI::App* const command = app.add_subcommand(
      "hessian", "Saddle or minimum, with proof: the Hessian of a built-in problem at a critical point");
  command->add_option("PROBLEM", options->name, "A problem of --list");
  command->add_flag("--list", options->list, "The problems, their parameters and the order of their unknowns");
  command
      ->add_option("--param", options->parameters,
                   "NAME=VALUE: a number (1/10 is exact), a list (1,2;3,4), a CSV or NPY file, or a word; repeatable")
      ->take_all()
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  command
      ->add_option("--at", options->at,
                   "The point: a file with as many numbers as unknowns, row by row, or a list such as 0,1,-1/2 "
                   "(--at=-1,0 when it begins with a minus)")
      ->type_name("POINT");
  command->add_flag("--refine", options->refine,
                    "Judge the true critical point near --at: proved to exist, within a stated radius");
  command->add_option("--start", options->start, "Descend from the random point of this seed and judge what is found")
      ->check(CLI::NonNegativeNumber)
      ->type_name("SEED");
  command
      ->add_option("--certificate", options->certificate,
                   "Write lmin_ge, lmin_le and index of the Hessian's box, for lemmata-verify")
      ->type_name("FILE");
  command
      ->add_option("--density", options->density,
                   "Draw the spectral density by stochastic Lanczos quadrature (approximate)")
      ->type_name("FILE.svg");
  command->footer(
      "Without --refine exactly this point is judged: not_critical when the gradient is proved not to be zero.\n"
      "Exit status: 0 the class is proved, whichever it is; 2 unusable input; 3 undecided.\n"
      "Examples:\n"
      "  lemmata hessian matrix_completion --param target=M.csv --param mask=W.csv --param rank=1 --at x.csv\n"
      "  lemmata hessian saddle_nesterov --at 0,0\n"
      "  lemmata hessian cnn_population --param teacher=1,1,1,-1 --start 7");
  command->callback([options, &session] { session.run = [options, &session] { return run(*options, session); }; });
}

}  // namespace lemmata::verify::cli
