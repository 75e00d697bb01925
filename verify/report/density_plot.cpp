#include "verify/report/density_plot.hpp"

#include "numerics/base/contract.hpp"
#include "verify/report/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lemmata::verify {
namespace {

constexpr double width = 760, height = 460, left = 76, right = 24, top = 72, bottom = 72;
constexpr int samples = 480;
constexpr double broadening = 0.008;  // of the range of the spectrum
constexpr double decades = 5;         // of the density that are drawn

double step_for(double range, int count) {
  const double raw = range / count, power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= raw) return factor * power;
  return 10 * power;
}

}  // namespace

std::string density_svg(const DensityPlot& plot) {
  expects(!plot.nodes.empty() && plot.nodes.size() == plot.weights.size(), "density_svg: nodes with their weights");
  double low = *std::min_element(plot.nodes.begin(), plot.nodes.end());
  double high = *std::max_element(plot.nodes.begin(), plot.nodes.end());
  if (!(high - low > 1e-9 * (1 + std::fabs(high)))) {
    low -= 0.5;
    high += 0.5;
  }
  const double sigma = broadening * (high - low), margin = 0.05 * (high - low);
  low -= margin;
  high += margin;
  Vector<double> density(samples + 1, 0.0);
  for (std::size_t k = 0; k < density.size(); ++k) {
    const double t = low + (high - low) * static_cast<double>(k) / samples;
    for (std::size_t i = 0; i < plot.nodes.size(); ++i) {
      const double z = (t - plot.nodes[i]) / sigma;
      density[k] += plot.weights[i] * std::exp(-z * z / 2) / (sigma * std::sqrt(2 * std::numbers::pi));
    }
  }
  const double ceiling = std::ceil(std::log10(*std::max_element(density.begin(), density.end())));
  const auto px = [&](double t) { return left + (t - low) / (high - low) * (width - left - right); };
  const auto py = [&](double logarithm) {
    const double share = std::clamp((logarithm - ceiling + decades) / decades, 0.0, 1.0);
    return height - bottom - share * (height - top - bottom);
  };
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
      "class=\"density-plot\">\n<title>{2}</title>\n",
      width, height, markup(plot.title));
  svg +=
      "<style>\n"
      ".density-plot { --page: #ffffff; --ink: #1d2430; --soft: #6b7484; --rule: #e3e6ec; --line: #1f6fd6; --mark: "
      "#c8501e; }\n"
      "@media (prefers-color-scheme: dark) { .density-plot { --page: #14181f; --ink: #e8ebf0; --soft: #98a2b3; --rule: "
      "#2a313c; --line: #6aa9ff; --mark: #ff9a62; } }\n"
      ".density-plot text { font: 13px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: var(--soft); }\n"
      ".density-plot .title { font-size: 16px; font-weight: 600; fill: var(--ink); }\n"
      ".density-plot .page { fill: var(--page); } .density-plot .rule { stroke: var(--rule); }\n"
      ".density-plot .area { fill: var(--line); fill-opacity: 0.16; stroke: var(--line); stroke-width: 1.6; }\n"
      ".density-plot .zero { stroke: var(--ink); stroke-dasharray: 4 4; }\n"
      ".density-plot .mark { stroke: var(--mark); stroke-width: 1.4; }\n"
      "</style>\n";
  svg += fmt::format("<rect class=\"page\" width=\"{}\" height=\"{}\" rx=\"6\"/>\n", width, height);
  svg += fmt::format("<text class=\"title\" x=\"{}\" y=\"28\">{}</text>\n", left, markup(plot.title));
  svg += fmt::format("<text x=\"{}\" y=\"50\">approximate: {}</text>\n", left, markup(plot.note));
  for (int k = 0; k <= static_cast<int>(decades); ++k) {
    const double y = py(ceiling - k);
    svg += fmt::format("<line class=\"rule\" x1=\"{}\" y1=\"{:.2f}\" x2=\"{}\" y2=\"{:.2f}\"/>\n", left, y,
                       width - right, y);
    svg +=
        fmt::format("<text x=\"{}\" y=\"{:.2f}\" text-anchor=\"end\">1e{:.0f}</text>\n", left - 8, y + 4, ceiling - k);
  }
  const double step = step_for(high - low, 8);
  for (double k = std::ceil(low / step); k * step <= high; k += 1)
    svg += fmt::format("<text x=\"{:.2f}\" y=\"{}\" text-anchor=\"middle\">{:.6g}</text>\n", px(k * step),
                       height - bottom + 34, k == 0 ? 0.0 : k * step);
  if (low < 0 && high > 0)
    svg += fmt::format("<line class=\"zero\" x1=\"{0:.2f}\" y1=\"{1}\" x2=\"{0:.2f}\" y2=\"{2}\"/>\n", px(0), top,
                       height - bottom);
  std::string path = fmt::format("M{:.2f} {:.2f}", px(low), height - bottom);
  for (std::size_t k = 0; k < density.size(); ++k)
    path += fmt::format("L{:.2f} {:.2f}", px(low + (high - low) * static_cast<double>(k) / samples),
                        py(density[k] > 0 ? std::log10(density[k]) : ceiling - decades));
  svg += fmt::format("<path class=\"area\" d=\"{}L{:.2f} {:.2f}Z\"/>\n", path, px(high), height - bottom);
  for (const double e : plot.eigenvalues)
    if (low <= e && e <= high)
      svg += fmt::format("<line class=\"mark\" x1=\"{0:.2f}\" y1=\"{1}\" x2=\"{0:.2f}\" y2=\"{2}\"/>\n", px(e),
                         height - bottom + 4, height - bottom + 14);
  svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">eigenvalue of the Hessian{}</text>\n",
                     (left + width - right) / 2, height - 16,
                     plot.eigenvalues.empty() ? "" : "; ticks: proved enclosures");
  svg += fmt::format("<text transform=\"translate(20 {:.1f}) rotate(-90)\" text-anchor=\"middle\">density</text>\n",
                     (top + height - bottom) / 2);
  return svg + "</svg>\n";
}

}  // namespace lemmata::verify
