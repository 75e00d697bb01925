#include "verify/report/margin_plot.hpp"

#include "verify/report/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace lemmata::verify {
namespace {

constexpr double width = 760.0;
constexpr double height = 560.0;
constexpr double left = 76.0;
constexpr double right = 24.0;
constexpr double top = 64.0;
constexpr double bottom = 64.0;
constexpr std::size_t most_points = 4000;

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0.0;
  for (std::size_t j = 0; j < b.size(); ++j) sum += a[j] * b[j];
  return sum;
}

/// The principal direction of the centred rows after the part along the unit vector u is removed, by power iteration.
Vector<double> principal_direction(const Matrix<double>& x, const Vector<double>& u) {
  const std::size_t d = x.columns();
  Vector<double> mean(d, 0.0);
  for (std::size_t i = 0; i < x.rows(); ++i) {
    for (std::size_t j = 0; j < d; ++j) mean[j] += x(i, j) / static_cast<double>(x.rows());
  }
  Vector<double> v(d);
  for (std::size_t j = 0; j < d; ++j) v[j] = std::cos(static_cast<double>(j) * std::numbers::phi + 1.0);
  for (int round = 0; round < 40; ++round) {
    const double along = u.empty() ? 0.0 : dot(v, u);
    for (std::size_t j = 0; j < d && !u.empty(); ++j) v[j] -= along * u[j];
    const double size = std::sqrt(dot(v, v));
    if (!(size > 0.0)) return Vector<double>(d, 0.0);
    for (double& entry : v) entry /= size;
    if (round == 39) break;
    Vector<double> next(d, 0.0);
    const double shift = dot(mean, v);
    for (std::size_t i = 0; i < x.rows(); ++i) {
      const double c = dot(x.row(i), v) - shift;
      for (std::size_t j = 0; j < d; ++j) next[j] += c * (x(i, j) - mean[j]);
    }
    if (dot(next, next) > 0.0) v = std::move(next);
  }
  return v;
}

/// About `count` round numbers over [low, high].
std::vector<double> ticks(double low, double high, int count) {
  const double raw = (high - low) / count;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  double step = 10.0 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= raw) {
      step = factor * power;
      break;
    }
  }
  std::vector<double> result;
  for (double k = std::ceil(low / step); k * step <= high; k += 1.0) result.push_back(k * step);
  return result;
}

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void include(double x) {
    if (!std::isfinite(x)) return;  // beyond the range of the picture
    low = std::min(low, x);
    high = std::max(high, x);
  }
  void pad() {
    if (!(high > low)) {
      low -= 0.5;
      high += 0.5;
    }
    const double extra = 0.06 * (high - low);
    low -= extra;
    high += extra;
  }
};

class Canvas {
 public:
  explicit Canvas(const MarginPlot& plot) : plot_(plot), n_(plot.inputs.rows()) { place(); }

  std::string draw() {
    head();
    axes();
    lines();
    points();
    legend();
    return svg_ + "</svg>\n";
  }

 private:
  void place() {
    Vector<double> u = plot_.direction;
    const double size = u.empty() ? 0.0 : std::sqrt(dot(u, u));
    for (double& entry : u) entry /= size;
    offset_ = size > 0.0 ? plot_.offset / size : 0.0;
    unit_ = u;
    const bool columns = plot_.axes_are_columns;
    Vector<double> first = u;
    if (!columns && u.empty()) first = principal_direction(plot_.inputs, {});
    const Vector<double> second = columns ? Vector<double>{} : principal_direction(plot_.inputs, first);
    for (std::size_t i = 0; i < n_; ++i) {
      const auto row = plot_.inputs.row(i);
      x_.push_back(columns ? row[0] : dot(row, first) + (u.empty() ? 0.0 : offset_));
      y_.push_back(columns ? row[1] : dot(row, second));
      across_.include(x_.back());
      up_.include(y_.back());
      if (!u.empty()) margin_ = std::min(margin_, std::abs(dot(row, u) + offset_));
    }
    if (!columns && !u.empty()) {
      across_.include(margin_);
      across_.include(-margin_);
    }
    across_.pad();
    up_.pad();
    is_support_.assign(n_, false);
    for (const std::size_t i : plot_.support) is_support_[i] = true;
  }

  [[nodiscard]] double px(double x) const {
    return left + (x - across_.low) / (across_.high - across_.low) * (width - left - right);
  }
  [[nodiscard]] double py(double y) const {
    return height - bottom - (y - up_.low) / (up_.high - up_.low) * (height - top - bottom);
  }

  void head() {
    svg_ += fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
        "class=\"margin-plot\">\n"
        "<title>{2}</title>\n",
        width, height, markup(plot_.title));
    svg_ +=
        "<style>\n"
        ".margin-plot { --page: #ffffff; --ink: #1d2430; --soft: #6b7484; --rule: #e3e6ec; --plus: #1f6fd6; --minus: "
        "#c8501e; "
        "}\n"
        "@media (prefers-color-scheme: dark) { .margin-plot { --page: #14181f; --ink: #e8ebf0; --soft: #98a2b3; "
        "--rule: "
        "#2a313c;"
        " --plus: #6aa9ff; --minus: #ff9a62; } }\n"
        ".margin-plot text { font: 13px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: var(--soft); }\n"
        ".margin-plot .title { font-size: 16px; font-weight: 600; fill: var(--ink); }\n"
        ".margin-plot .page { fill: var(--page); } .margin-plot .rule { stroke: var(--rule); stroke-width: 1; }\n"
        ".margin-plot .separator { stroke: var(--ink); stroke-width: 1.8; }\n"
        ".margin-plot .margin { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 5 4; }\n"
        ".margin-plot .plus { fill: var(--plus); } .margin-plot .minus { fill: var(--minus); } .margin-plot .point { "
        "fill-opacity: 0.6; }\n"
        ".margin-plot .support { fill: none; stroke: var(--ink); stroke-width: 1.5; }\n"
        "</style>\n";
    svg_ += fmt::format("<rect class=\"page\" width=\"{}\" height=\"{}\" rx=\"6\"/>\n", width, height);
    svg_ += fmt::format(
        "<clipPath id=\"margin-plot-area\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n", left,
        top, width - left - right, height - top - bottom);
    svg_ += fmt::format("<text class=\"title\" x=\"{}\" y=\"28\">{}</text>\n", left, markup(plot_.title));
  }

  void segment(const char* style, double x1, double y1, double x2, double y2) {
    svg_ += fmt::format(
        "<line class=\"{}\" clip-path=\"url(#margin-plot-area)\" x1=\"{:.2f}\" y1=\"{:.2f}\" x2=\"{:.2f}\" "
        "y2=\"{:.2f}\"/>\n",
        style, px(x1), py(y1), px(x2), py(y2));
  }

  void axes() {
    for (const double x : ticks(across_.low, across_.high, 7)) {
      segment("rule", x, up_.low, x, up_.high);
      svg_ += fmt::format("<text x=\"{:.2f}\" y=\"{}\" text-anchor=\"middle\">{:.6g}</text>\n", px(x),
                          height - bottom + 20.0, x == 0.0 ? 0.0 : x);
    }
    for (const double y : ticks(up_.low, up_.high, 6)) {
      segment("rule", across_.low, y, across_.high, y);
      svg_ += fmt::format("<text x=\"{}\" y=\"{:.2f}\" text-anchor=\"end\">{:.6g}</text>\n", left - 8.0, py(y) + 4.0,
                          y == 0.0 ? 0.0 : y);
    }
    const auto column = [&](std::size_t j) {
      return j < plot_.column_names.size() ? markup(plot_.column_names[j]) : fmt::format("column {}", j);
    };
    const bool separated = !unit_.empty();
    const std::string below = plot_.axes_are_columns ? column(0)
                              : separated            ? "signed distance from the separating hyperplane"
                                                     : "first principal direction";
    const std::string beside = plot_.axes_are_columns ? column(1)
                               : separated            ? "first principal direction orthogonal to it"
                                                      : "second principal direction";
    svg_ += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", (left + width - right) / 2.0,
                        height - 20.0, below);
    svg_ += fmt::format("<text transform=\"translate(20 {:.1f}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
                        (top + height - bottom) / 2.0, beside);
  }

  /// u.x + offset = level, across the whole area.
  void level_line(const char* style, double level) {
    if (!plot_.axes_are_columns) {
      segment(style, level, up_.low, level, up_.high);
    } else if (std::abs(unit_[1]) * (up_.high - up_.low) > std::abs(unit_[0]) * (across_.high - across_.low)) {
      const auto y = [&](double x) { return (level - offset_ - unit_[0] * x) / unit_[1]; };
      segment(style, across_.low, y(across_.low), across_.high, y(across_.high));
    } else {
      const auto x = [&](double y) { return (level - offset_ - unit_[1] * y) / unit_[0]; };
      segment(style, x(up_.low), up_.low, x(up_.high), up_.high);
    }
  }

  void lines() {
    if (unit_.empty()) return;
    level_line("separator", 0.0);
    level_line("margin", margin_);
    level_line("margin", -margin_);
  }

  void mark(std::size_t i) {
    const double x = px(x_[i]);
    const double y = py(y_[i]);
    if (!std::isfinite(x) || !std::isfinite(y)) return;
    if (plot_.labels[i] > 0) {
      svg_ += fmt::format("<circle class=\"plus point\" cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"3.6\"/>\n", x, y);
    } else {
      svg_ += fmt::format("<rect class=\"minus point\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"6.4\" height=\"6.4\"/>\n",
                          x - 3.2, y - 3.2);
    }
  }

  void points() {
    const std::size_t stride = std::max<std::size_t>(1, n_ / most_points);
    thinned_ = stride > 1;
    for (std::size_t i = 0; i < n_; ++i) {
      if (i % stride == 0 || is_support_[i]) mark(i);
    }
    for (std::size_t i = 0; i < n_; ++i) {
      if (is_support_[i] && std::isfinite(px(x_[i])) && std::isfinite(py(y_[i]))) {
        svg_ += fmt::format("<circle class=\"support\" cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"7\"/>\n", px(x_[i]), py(y_[i]));
      }
    }
  }

  void legend() {
    double x = left;
    const auto label = [&](const std::string& text) {
      svg_ += fmt::format("<text x=\"{:.1f}\" y=\"52\">{}</text>\n", x + 12.0, markup(text));
      x += 30.0 + 7.2 * static_cast<double>(text.size());
    };
    svg_ += fmt::format("<circle class=\"plus\" cx=\"{:.1f}\" cy=\"48\" r=\"3.6\"/>\n", x + 2.0);
    label(plot_.positive);
    if (!plot_.negative.empty()) {
      svg_ += fmt::format("<rect class=\"minus\" x=\"{:.1f}\" y=\"44.8\" width=\"6.4\" height=\"6.4\"/>\n", x - 1.0);
      label(plot_.negative);
    }
    if (!plot_.support.empty()) {
      svg_ += fmt::format("<circle class=\"support\" cx=\"{:.1f}\" cy=\"48\" r=\"5.5\"/>\n", x + 1.0);
      label(fmt::format("support ({})", plot_.support.size()));
    }
    if (thinned_) label("not every point is drawn");
  }

  const MarginPlot& plot_;
  std::size_t n_;
  Vector<double> unit_;
  double offset_ = 0.0;
  double margin_ = std::numeric_limits<double>::infinity();
  std::vector<double> x_;
  std::vector<double> y_;
  Range across_;
  Range up_;
  std::vector<bool> is_support_;
  bool thinned_ = false;
  std::string svg_;
};

}  // namespace

std::string margin_svg(const MarginPlot& plot) { return Canvas(plot).draw(); }

}  // namespace lemmata::verify
