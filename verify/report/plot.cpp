#include "verify/report/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lemmata::verify {
namespace {

constexpr double width = 360;
constexpr double height = 230;
constexpr double left = 60;
constexpr double right = 12;
constexpr double top = 14;
constexpr double bottom = 42;

// A number as a tick says it.
std::string short_number(double x) {
  const double size = std::abs(x);
  if (x == 0) return "0";
  if (size >= 1e5 || size < 1e-3) {
    const int exponent = static_cast<int>(std::floor(std::log10(size) + 1e-9));
    const double mantissa = x / std::pow(10.0, exponent);
    return std::abs(mantissa - 1) < 1e-6 ? fmt::format("1e{}", exponent) : fmt::format("{:.2g}e{}", mantissa, exponent);
  }
  return fmt::format("{:.4g}", x);
}

class Scale {
 public:
  Scale(double low, double high, bool logarithmic) : log_(logarithmic) {
    low_ = to(low);
    high_ = to(high);
    if (!(high_ > low_)) {
      const double room = low_ == 0 || log_ ? 0.5 : 0.1 * std::abs(low_);
      low_ -= room;
      high_ += room;
    }
  }

  // Widens both ends to ticks.
  void to_ticks() {
    const double step = this->step();
    low_ = std::floor(low_ / step + 1e-9) * step;
    high_ = std::ceil(high_ / step - 1e-9) * step;
  }

  [[nodiscard]] double share(double x) const { return (to(x) - low_) / (high_ - low_); }
  [[nodiscard]] bool logarithmic() const { return log_; }
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }
  [[nodiscard]] double from(double t) const { return log_ ? std::pow(10.0, t) : t; }
  [[nodiscard]] double to(double x) const { return log_ ? std::log10(x) : x; }

  [[nodiscard]] std::vector<double> ticks() const {
    std::vector<double> result;
    const double step = this->step();
    for (double t = std::ceil(low_ / step - 1e-9) * step; t <= high_ + 1e-9 * step; t += step) {
      result.push_back(from(std::abs(t) < 1e-9 * step ? 0 : t));
    }
    return result;
  }

 private:
  [[nodiscard]] double step() const {
    const double rough = (high_ - low_) / 4;
    if (log_) return std::max(1.0, std::ceil(rough - 1e-9));
    const double unit = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
      if (factor * unit >= rough) return factor * unit;
    }
    return 10 * unit;
  }
  bool log_;
  double low_ = 0;
  double high_ = 1;
};

bool wide(double least, double most) { return least > 0 && most > 100 * least; }

double px(double share) { return left + share * (width - left - right); }
double py(double share) { return height - bottom - share * (height - top - bottom); }

std::string begin(const std::string& title) {
  return fmt::format(
      "<svg class=\"plot\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\" "
      "style=\"font:12px system-ui,sans-serif;color:var(--ink,#333)\">",
      width, height, markup(title));
}

std::string text(double x, double y, std::string_view anchor, std::string_view content,
                 std::string_view colour = "var(--soft,#666)", std::string_view more = "") {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" style=\"fill:{}\"{}>{}</text>", x, y, anchor,
                     colour, more, markup(content));
}

std::string rule(double x1, double y1, double x2, double y2, std::string_view style) {
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" style=\"{}\"/>", x1, y1, x2, y2,
                     style);
}

constexpr std::string_view grid = "stroke:var(--line,#ddd);stroke-width:1";

std::string axis_across(const Scale& scale, const std::string& label) {
  std::string out =
      rule(left, height - bottom, width - right, height - bottom, "stroke:var(--soft,#888);stroke-width:1");
  double last = -1e9;
  for (const double tick : scale.ticks()) {
    const double x = px(scale.share(tick));
    if (x < left - 1 || x > width - right + 1 || x - last < 38) continue;
    last = x;
    out += rule(x, height - bottom, x, height - bottom + 4, "stroke:var(--soft,#888)");
    out += text(std::min(x, width - right - 8), height - bottom + 17, "middle", short_number(tick));
  }
  return out + text(px(0.5), height - 7, "middle", label, "var(--ink,#333)");
}

std::string axis_up(const Scale& scale, const std::string& label) {
  std::string out;
  for (const double tick : scale.ticks()) {
    const double y = py(scale.share(tick));
    if (y < top - 6 || y > height - bottom + 1) continue;
    out += rule(left, y, width - right, y, grid);
    out += text(left - 6, y + 4, "end", short_number(tick));
  }
  if (label.empty()) return out;
  const std::string turned = fmt::format(" transform=\"rotate(-90 11 {:.1f})\"", py(0.5));
  return out + text(11, py(0.5), "middle", label, "var(--ink,#333)", turned);
}

std::vector<double> finite(std::span<const double> values) {
  std::vector<double> result;
  std::ranges::copy_if(values, std::back_inserter(result), [](double v) { return std::isfinite(v); });
  return result;
}

struct Range {
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();
  void add(double x) {
    least = std::min(least, x);
    most = std::max(most, x);
  }
};

Scale scale_of(const Range& range, const Axis& axis) {
  Scale scale(range.least, range.most, axis.logarithmic_if_wide && wide(range.least, range.most));
  scale.to_ticks();
  return scale;
}

std::string bar(double x1, double x2, double share, std::string_view colour, std::size_t count) {
  return fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"1.5\" style=\"fill:{}\"><title>{}"
      "</title></rect>",
      x1, py(share), std::max(1.0, x2 - x1), std::max(0.0, height - bottom - py(share)), colour, count);
}

}  // namespace

std::string markup(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string histogram_svg(std::span<const double> all, const Axis& across) {
  const std::vector<double> values = finite(all);
  if (values.empty()) return {};
  Range positive;
  Range whole;
  for (const double v : values) {
    whole.add(v);
    if (v > 0) positive.add(v);
  }
  const bool log = across.logarithmic_if_wide && wide(positive.least, positive.most);
  Scale scale = log ? Scale(positive.least, positive.most, true) : Scale(whole.least, whole.most, false);
  scale.to_ticks();
  constexpr std::size_t bins = 24;
  std::vector<std::size_t> counts(bins);
  std::size_t beside = 0;  // at or below zero on a logarithmic scale
  for (const double v : values) {
    if (log && v <= 0) {
      ++beside;
      continue;
    }
    const auto bin = static_cast<std::size_t>(std::clamp(scale.share(v), 0.0, 1.0) * bins);
    ++counts[std::min(bin, bins - 1)];
  }
  // At least 4, so that ticks are whole numbers.
  const std::size_t tallest = std::max({std::size_t{4}, beside, *std::ranges::max_element(counts)});
  Scale up(0, static_cast<double>(tallest), false);
  up.to_ticks();
  std::string out = begin("Histogram of " + across.label) + axis_up(up, "instances");
  // A strip at the left is kept for zero when it is needed.
  const double strip = beside > 0 ? 26 : 0;
  const double from = left + strip;
  const double pitch = (width - right - from) / bins;
  for (std::size_t k = 0; k < bins; ++k) {
    if (counts[k] == 0) continue;
    const double upper = scale.from(scale.low() + (scale.high() - scale.low()) * static_cast<double>(k + 1) / bins);
    const double x = from + pitch * static_cast<double>(k);
    out += bar(x + 0.75, x + pitch - 0.75, up.share(static_cast<double>(counts[k])),
               upper <= 0 ? "var(--bad,#b3261e)" : "var(--accent,#2f6fde)", counts[k]);
  }
  if (beside > 0) {
    out += bar(left + 2, left + 18, up.share(static_cast<double>(beside)), "var(--second,#c77700)", beside);
    out += text(left + 10, height - bottom + 17, "middle", whole.least < 0 ? "≤0" : "0");
  }
  if (!log && whole.least < 0 && whole.most > 0) {
    out +=
        rule(px(scale.share(0)), top, px(scale.share(0)), height - bottom, "stroke:var(--ink,#333);stroke-width:1.5");
  }
  // The axis of the bars begins after the strip.
  std::string axis = rule(left, height - bottom, width - right, height - bottom, "stroke:var(--soft,#888)");
  double last = beside > 0 ? left + 12 : -1e9;
  for (const double tick : scale.ticks()) {
    const double x = from + scale.share(tick) * (width - right - from);
    if (x - last < 38) continue;
    last = x;
    axis += rule(x, height - bottom, x, height - bottom + 4, "stroke:var(--soft,#888)");
    axis += text(std::min(x, width - right - 10), height - bottom + 17, "middle", short_number(tick));
  }
  return out + axis + text(px(0.5), height - 7, "middle", across.label, "var(--ink,#333)") + "</svg>";
}

std::string scatter_svg(std::span<const std::array<double, 2>> points, const Axis& across, const Axis& up,
                        bool diagonal) {
  Range x;
  Range y;
  std::vector<std::array<double, 2>> drawn;
  for (const auto& point : points) {
    if (!std::isfinite(point[0]) || !std::isfinite(point[1])) continue;
    x.add(point[0]);
    y.add(point[1]);
    drawn.push_back(point);
  }
  if (drawn.empty()) return {};
  if (diagonal) {
    x.add(y.least);
    x.add(y.most);
    y = x;
  }
  const Scale sx = scale_of(x, across);
  const Scale sy = scale_of(y, up);
  std::string out =
      begin(up.label + " against " + across.label) + axis_up(sy, up.label) + axis_across(sx, across.label);
  if (diagonal) {
    out += rule(px(0), py(0), px(1), py(1), "stroke:var(--soft,#888);stroke-width:1;stroke-dasharray:4 3");
  }
  // At most so many dots: every k-th.
  const std::size_t every = std::max<std::size_t>(1, drawn.size() / 600);
  for (std::size_t k = 0; k < drawn.size(); k += every) {
    out += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.4\" style=\"fill:var(--accent,#2f6fde);fill-opacity:.55\"/>",
        px(sx.share(drawn[k][0])), py(sy.share(drawn[k][1])));
  }
  return out + "</svg>";
}

std::string lines_svg(std::span<const Line> lines, const Axis& across, const Axis& up) {
  Range x;
  Range y;
  Range positive;
  for (const Line& line : lines) {
    for (const auto& [a, b] : line.points) {
      if (!std::isfinite(a) || !std::isfinite(b)) continue;
      x.add(a);
      y.add(b);
      if (b > 0) positive.add(b);
    }
  }
  if (!(x.least <= x.most)) return {};
  const bool log = up.logarithmic_if_wide && wide(positive.least, positive.most) && y.least >= 0;
  const Scale sx(x.least, x.most, across.logarithmic_if_wide && wide(x.least, x.most));
  const Scale sy = log ? scale_of(positive, up) : scale_of(y, {up.label, false});
  constexpr std::array<std::string_view, 3> styles{
      "stroke:var(--accent,#2f6fde);stroke-width:2;fill:none",
      "stroke:var(--second,#c77700);stroke-width:2;stroke-dasharray:6 3;fill:none",
      "stroke:var(--good,#12703c);stroke-width:2;stroke-dasharray:2 3;fill:none"};
  std::string out =
      begin(up.label + " against " + across.label) + axis_up(sy, up.label) + axis_across(sx, across.label);
  double key = left + 6;
  for (std::size_t k = 0; k < lines.size(); ++k) {
    std::string path;
    bool drawing = false;
    for (const auto& [a, b] : lines[k].points) {
      const bool visible = std::isfinite(a) && std::isfinite(b) && !(log && b <= 0);
      if (visible) path += fmt::format("{}{:.1f} {:.1f}", drawing ? "L" : "M", px(sx.share(a)), py(sy.share(b)));
      drawing = visible;
    }
    out += fmt::format("<path d=\"{}\" style=\"{}\"/>", path, styles[k % styles.size()]);
    out += rule(key, top - 4, key + 20, top - 4, styles[k % styles.size()]);
    out += text(key + 25, top, "start", lines[k].name, "var(--ink,#333)");
    key += 40 + 6.6 * static_cast<double>(lines[k].name.size());
  }
  return out + "</svg>";
}

std::string share_svg(std::span<const Share> shares, const Axis& across, const std::string& up) {
  std::vector<Share> sorted;
  Range x;
  for (const Share& share : shares) {
    if (!std::isfinite(share.at)) continue;
    sorted.push_back(share);
    x.add(share.at);
  }
  if (sorted.size() < 2 || !(x.least < x.most)) return {};
  std::ranges::stable_sort(sorted, {}, &Share::at);
  const Scale sx = scale_of(x, across);
  const Scale sy(0, 1, false);
  std::string out = begin(up + " against " + across.label) + axis_up(sy, up) + axis_across(sx, across.label);
  const std::size_t bins = std::clamp<std::size_t>(sorted.size() / 12, 2, 10);
  std::string path;
  std::string dots;
  for (std::size_t b = 0, k = 0; b < bins; ++b) {
    // Equal values stay in one bin.
    const std::size_t until = sorted.size() * (b + 1) / bins;
    double sum = 0;
    std::size_t successes = 0;
    std::size_t count = 0;
    for (; k < sorted.size() && (k < until || (count > 0 && sorted[k].at == sorted[k - 1].at)); ++k, ++count) {
      sum += sx.to(sorted[k].at);
      successes += sorted[k].success ? 1U : 0U;
    }
    if (count == 0) continue;
    const double cx = px(sx.share(sx.from(sum / static_cast<double>(count))));
    const double cy = py(static_cast<double>(successes) / static_cast<double>(count));
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", cx, cy);
    dots += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" style=\"fill:var(--accent,#2f6fde)\"><title>{} of {}</title>"
        "</circle>",
        cx, cy, successes, count);
  }
  return out + "<path d=\"" + path + "\" style=\"stroke:var(--accent,#2f6fde);stroke-width:2;fill:none\"/>" + dots +
         "</svg>";
}

std::string verdict_bar(std::span<const std::size_t> counts) {
  constexpr std::array<std::string_view, 5> names{"proved", "supported", "undecided", "vacuous", "refuted"};
  constexpr std::array<std::string_view, 5> colours{"var(--good,#12703c)", "var(--accent,#2f6fde)",
                                                    "var(--open,#8a5a00)", "var(--line,#ddd)", "var(--bad,#b3261e)"};
  std::size_t total = 0;
  for (const std::size_t count : counts) total += count;
  if (total == 0) return {};
  std::string out = "<svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"";
  std::string bars;
  double x = 0;
  for (std::size_t k = 0; k < counts.size() && k < names.size(); ++k) {
    if (counts[k] == 0) continue;
    const double share = 100 * static_cast<double>(counts[k]) / static_cast<double>(total);
    out += fmt::format("{} {} ", counts[k], names[k]);
    bars += fmt::format(
        "<rect x=\"{:.2f}\" y=\"0\" width=\"{:.2f}\" height=\"6\" style=\"fill:{}\"><title>{} {}</title></rect>", x,
        std::max(share, 0.6), colours[k], counts[k], names[k]);
    x += share;
  }
  return out + "\">" + bars + "</svg>";
}

}  // namespace lemmata::verify
