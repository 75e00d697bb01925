#include "verify/cli/kernel_options.hpp"

#include "verify/cli/precision_option.hpp"
#include "verify/report/enclosure.hpp"

#include <CLI/CLI.hpp>

#include <utility>

namespace lemmata::verify::cli {

Expected<std::optional<theory::DeepKernel>> KernelOptions::deep(const std::string& normalize) const {
  if (kernel != "resnet" && residual != KernelOptions().residual) {
    return Failure{FailureKind::usage, "--residual belongs to --kernel resnet, not to " + kernel};
  }
  if (kernel == "relu-infinite") {
    if (activation != "relu" || depth.value_or(1) != 1) {
      return Failure{FailureKind::usage, "relu-infinite has --activation relu and --depth 1 only"};
    }
    return std::optional<theory::DeepKernel>();
  }
  if (normalize != "unit") {
    return Failure{FailureKind::usage, "--kernel " + kernel + " is one of unit inputs: --normalize unit only"};
  }
  const Expected<Interval<Real>> scale = parse_rational("--residual", residual);
  if (!scale) return scale.error();
  if (!(scale->inf() > 0 && scale->sup() < 1)) {
    return Failure{FailureKind::usage, "--residual " + residual + ": must lie strictly between 0 and 1"};
  }
  const Expected<theory::Activation> known = theory::activation(activation);
  if (!known) return known.error();
  return theory::deep_kernel(kernel, *known, depth.value_or(2)).transform([&](theory::DeepKernel&& found) {
    found.residual_scale = *scale;
    return std::optional(std::move(found));
  });
}

void add_kernel_options(CLI::App& command, KernelOptions& options) {
  command
      .add_option("--kernel", options.kernel,
                  "relu-infinite (two layers, first trained), or of infinitely wide deep networks: fc, resnet (last "
                  "hidden layer), ntk (all layers)")
      ->capture_default_str();
  command
      .add_option("--activation", options.activation,
                  "Of the deep kernels: relu, leaky-relu, leaky-relu:SLOPE, abs, erf, gelu, sin, cos, exp, gaussian, "
                  "square, cube, softplus, sigmoid, tanh, swish")
      ->capture_default_str();
  command.add_option("--depth", options.depth, "Hidden layers of the deep kernels [2]");
  command.add_option("--residual", options.residual, "The scale c_res of resnet, in (0, 1)")->capture_default_str();
}

// The theorems on gradient descent leave the width and the largest step open: only their rate is a number.
void add_deep_implications(Report& report, Json& document, const theory::GramSpectrum& spectrum,
                           const theory::DeepKernel& kernel) {
  const bool tangent = kernel.architecture == theory::Architecture::tangent;
  if (positive(spectrum.lambda_min) != Truth::yes) {
    report.blocks.emplace_back(
        Paragraph{spectrum.positive_definite == Truth::no
                      ? "The theorems that assume lambda_0 > 0 do not apply to this data set with this kernel."
                      : "Without a positive lower bound on lambda_0 the theorems give no numbers."});
    return;
  }
  // Assumptions 3.1 and 3.2 of the source.
  const bool admitted =
      kernel.activation.analytic_not_polynomial() && kernel.activation.kind != theory::ActivationKind::exponential;
  if (!tangent && !admitted) {
    report.blocks.emplace_back(
        Paragraph{"Theorems 5.1 and 6.1 of Du, Lee, Li, Wang, Zhai (2019) assume an activation that is Lipschitz, "
                  "with a Lipschitz derivative, analytic and not a polynomial: they do not apply to " +
                  kernel.activation.name + "."});
    return;
  }
  const std::string theorem = tangent ? "ntk/fc, the linearised network, after Jacot, Gabriel, Hongler (2018) [R]"
                                      : std::string("deep/gd-") +
                                            (kernel.architecture == theory::Architecture::residual ? "resnet" : "fc") +
                                            ", Du, Lee, Li, Wang, Zhai (2019), Theorems 5.1 and 6.1 [R]";
  const std::string quantity =
      tangent ? "rate of |y - u(t)|^2 under gradient flow, 2 lambda_min: exp(-rate t)"
              : "decrease per unit of step size, lambda_min/2: L(k) <= (1 - eta lambda_min/2)^k L(0)";
  const Interval<Real> value =
      tangent ? Interval<Real>(2) * spectrum.lambda_min : spectrum.lambda_min / Interval<Real>(2);
  report.blocks.emplace_back(Heading{"What follows for gradient descent on such a network when it is wide enough"});
  report.blocks.emplace_back(
      Table{"", {"quantity", "lower", "upper"}, {{quantity, enclosure_lower(value, 6), enclosure_upper(value, 6)}}});
  report.blocks.emplace_back(Paragraph{"Source: " + theorem +
                                       ". How wide and how small a step suffice is not evaluated: the source leaves "
                                       "those constants open."});
  document["implications"].push_back({{"theorem", theorem}, {"quantity", quantity}, {"value", enclosure_json(value)}});
}

}  // namespace lemmata::verify::cli
