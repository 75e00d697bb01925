#include "verify/report/check_page.hpp"

#include "verify/report/check_page_style.hpp"
#include "verify/report/enclosure.hpp"
#include "verify/report/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace lemmata::verify {
namespace {

using theory::Entry;

std::string badge(std::string_view word) { return fmt::format("<span class=\"badge {}\">{}</span>", word, word); }

// One cell of a table that folds into a list on a phone: `key` is then its name.
std::string cell(std::string_view key, std::string_view content, std::string_view kind = "") {
  return fmt::format("<td data-k=\"{}\" class=\"{}\"><span>{}</span></td>", markup(key), kind, content);
}
std::string bar_cell(std::string_view key, const std::string& bar) {
  return fmt::format("<td data-k=\"{}\" class=\"barcell\">{}</td>", key, bar);
}

std::string row_of_heads(std::initializer_list<std::string_view> heads) {
  std::string out = "<thead><tr>";
  for (const std::string_view head : heads) out += fmt::format("<th scope=\"col\">{}</th>", head);
  return out + "</tr></thead>";
}

std::string slack_of(const std::optional<Interval<Real>>& slack, bool absolute) {
  return slack ? markup(enclosure_text(*slack, 4)) + (absolute ? " <span class=\"soft\">abs.</span>" : "") : "";
}

Verdict worst_of(const TheoremSummary& theorem) {
  constexpr std::array order{Verdict::refuted, Verdict::undecided, Verdict::vacuous, Verdict::supported};
  for (const Verdict verdict : order) {
    for (const ClaimSummary& claim : theorem.claims) {
      if (claim.verdict == verdict) return verdict;
    }
  }
  return Verdict::proved;
}

std::string anchor(const std::string& id) {
  std::string name = id;
  std::ranges::replace(name, '/', '-');
  return name;
}

std::string claim_name(const TheoremSummary& theorem, const ClaimSummary& claim) {
  return claim.id.substr(theorem.id.size() + 1);
}

class Page {
 public:
  explicit Page(const CheckPage& page) : page_(page) {
    for (const Entry& entry : page.plan.theorems) entries_.emplace(entry.id, entry);
    for (const ControlOutcome& control : page.outcome.controls) {
      controls_[control.id.substr(0, control.id.rfind('/'))].push_back(&control);
    }
  }

  [[nodiscard]] std::string write() const {
    std::string out = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">";
    out += "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>lemmata check</title><style>";
    out += std::string(detail::check_page_style) + "</style></head><body>\n" + head() + "<main>\n";
    out += glance();
    for (const TheoremSummary& theorem : page_.outcome.theorems) out += card(theorem);
    out += sharpness() + controls() + "</main>\n" + foot();
    return out + "</body></html>\n";
  }

 private:
  [[nodiscard]] std::string head() const {
    const std::size_t theorems = page_.plan.theorems.size();
    std::string out = "<header><div class=\"brand\">lemmata check</div>\n";
    out += fmt::format("<h1>{} theorem{} put to the test</h1>\n", theorems, theorems == 1 ? "" : "s");
    out += fmt::format(
        "<div class=\"soft small\">seed {} · {} random instances of each · directed search over {} more · "
        "lemmata {}</div>\n",
        page_.plan.seed, page_.plan.instances, page_.plan.search, markup(page_.version));
    out += fmt::format("<p class=\"answer {}\">{}</p>\n<div class=\"tiles\">", markup(page_.verdict),
                       markup(page_.answer));
    std::map<Verdict, std::size_t> claims;
    std::size_t judged = 0;
    for (const TheoremSummary& theorem : page_.outcome.theorems) {
      judged += theorem.instances;
      for (const ClaimSummary& claim : theorem.claims) ++claims[claim.verdict];
    }
    for (const Verdict v :
         {Verdict::proved, Verdict::supported, Verdict::undecided, Verdict::vacuous, Verdict::refuted}) {
      const std::size_t count = claims.contains(v) ? claims.at(v) : 0;
      const bool always = v == Verdict::proved || v == Verdict::refuted;
      if (count > 0 || always)
        out += tile(std::to_string(count), "claims " + std::string(name(v)),
                    count > 0 ? name(v) : std::string_view("soft"));
    }
    const auto refuted = std::ranges::count_if(page_.outcome.controls, [](const auto& c) { return c.refuted; });
    if (!page_.outcome.controls.empty()) {
      const bool all = static_cast<std::size_t>(refuted) == page_.outcome.controls.size();
      out += tile(fmt::format("{} / {}", refuted, page_.outcome.controls.size()), "controls refuted",
                  all ? "proved" : "refuted");
    }
    out += tile(std::to_string(judged), "instances judged", "");
    return out + "</div></header>\n";
  }

  static std::string tile(const std::string& number, const std::string& label, std::string_view kind) {
    return fmt::format("<div class=\"tile\"><b class=\"{}\">{}</b><span>{}</span></div>", kind, number, label);
  }

  [[nodiscard]] std::string glance() const {
    if (page_.outcome.theorems.empty()) return {};
    std::string out =
        "<h2>At a glance</h2><div class=\"legend\"><span><i style=\"background:var(--good)\"></i>proved</span>"
        "<span><i style=\"background:var(--accent)\"></i>supported</span>"
        "<span><i style=\"background:var(--open)\"></i>undecided</span>"
        "<span><i style=\"background:var(--line)\"></i>vacuous: a hypothesis fails</span>"
        "<span><i style=\"background:var(--bad)\"></i>refuted</span></div><div class=\"glance\">";
    for (const TheoremSummary& theorem : page_.outcome.theorems) {
      std::array<std::size_t, 5> counts{};
      for (const ClaimSummary& claim : theorem.claims) {
        for (std::size_t k = 0; k < counts.size(); ++k) counts[k] += claim.counts[k];
      }
      out += fmt::format(
          "<div><div class=\"name\"><a href=\"#{}\">{}</a><br><code "
          "class=\"soft\">{}</code></div>{}<div>{}</div></div>\n",
          anchor(theorem.id), markup(entries_.at(theorem.id).theorem.statement().title), markup(theorem.id),
          verdict_bar(counts), badge(name(worst_of(theorem))));
    }
    return out + "</div>\n<h2>Theorems</h2>\n";
  }

  [[nodiscard]] std::string card(const TheoremSummary& theorem) const {
    const theory::Statement statement = entries_.at(theorem.id).theorem.statement();
    std::string out = fmt::format(
        "<section class=\"card\" id=\"{}\"><div class=\"top\"><h3>{}</h3>{}</div>\n<code class=\"soft\">{}</code>\n"
        "<p class=\"statement\">{}</p><p class=\"soft small\">{} ({}), {} · mark {}</p>\n",
        anchor(theorem.id), markup(statement.title), badge(name(worst_of(theorem))), markup(theorem.id),
        markup(statement.text), markup(statement.source.authors), statement.source.year, markup(statement.source.locus),
        mark(statement.provenance));
    out += claims(theorem, statement);
    const std::string pictures = plots(theorem);
    if (!pictures.empty()) out += "<div class=\"plots\">" + pictures + "</div>";
    return out + "</section>\n";
  }

  static std::string claims(const TheoremSummary& theorem, const theory::Statement& statement) {
    std::string out = "<div class=\"wide\"><table class=\"fold\">" +
                      row_of_heads({"claim", "verdict", "instances", "least slack", "median slack"}) + "<tbody>";
    for (std::size_t c = 0; c < theorem.claims.size(); ++c) {
      const ClaimSummary& claim = theorem.claims[c];
      std::string text = fmt::format("<b>{}</b><br><span class=\"soft\">{}</span>", markup(claim_name(theorem, claim)),
                                     markup(statement.claims[c].text));
      if (!claim.reason.empty()) text += "<br><span class=\"undecided\">" + markup(claim.reason) + "</span>";
      if (claim.frequency) {
        const Frequency& f = *claim.frequency;
        text += fmt::format(
            "<br><span class=\"soft\">{} failures in {}; probability of failure within {}, stated {}</span>",
            f.failures, f.trials, markup(enclosure_text(f.confidence, 3)),
            f.stated ? markup(enclosure_text(*f.stated, 3)) : "");
      }
      if (claim.counterexample) {
        const Exhibit& counterexample = *claim.counterexample;
        text += fmt::format("<br><span class=\"refuted\">counterexample: {} {}{}</span>",
                            counterexample.searched ? "search" : "instance", counterexample.index,
                            counterexample.shrunk ? ", shrunk" : "");
      }
      out += "<tr>" + cell("claim", text) + cell("verdict", badge(name(claim.verdict))) +
             bar_cell("instances", verdict_bar(claim.counts)) +
             cell("least slack", slack_of(claim.least_slack, claim.slack_absolute), "n") +
             cell("median slack", slack_of(claim.median_slack, claim.slack_absolute), "n") + "</tr>\n";
    }
    return out + "</tbody></table></div>\n";
  }

  static std::string figure(const std::string& caption, const std::string& svg) {
    return svg.empty() ? "" : fmt::format("<figure><figcaption>{}</figcaption>{}</figure>\n", caption, svg);
  }

  static std::string plots(const TheoremSummary& theorem) {
    std::string out;
    for (const ClaimSummary& claim : theorem.claims) {
      const std::string name = "<b>" + markup(claim_name(theorem, claim)) + "</b>";
      out += curve(claim, name);
      out += slack_plot(claim, name);
      out += sides(claim, name);
    }
    return out + feature_plots(theorem);
  }

  // What the theorem predicts along the worst instance, and what happened.
  static std::string curve(const ClaimSummary& claim, const std::string& name) {
    if (!claim.worst) return {};
    for (const ClaimDecision& decision : claim.worst->decision.claims) {
      if (!decision.curve || !claim.id.ends_with("/" + decision.name)) continue;
      Line found{"observed", {}};
      Line allowed{"predicted", {}};
      for (std::size_t k = 0; k < decision.curve->at.size(); ++k) {
        found.points.push_back({decision.curve->at[k], decision.curve->approximate_found[k]});
        allowed.points.push_back({decision.curve->at[k], decision.curve->approximate_allowed[k]});
      }
      return figure(name + ", worst instance: predicted and observed",
                    lines_svg(std::array{found, allowed}, {decision.curve->across, false}, {decision.curve->up, true}));
    }
    return {};
  }

  static std::string slack_plot(const ClaimSummary& claim, const std::string& name) {
    const auto [least, most] = std::ranges::minmax_element(claim.approximate_slacks);
    if (claim.approximate_slacks.size() < 2) return {};
    if (*least == *most) {
      return fmt::format("<figure><figcaption>{}: slack {:.4g} on every instance</figcaption></figure>\n", name,
                         *least);
    }
    return figure(
        name + ": slack",
        histogram_svg(claim.approximate_slacks,
                      {claim.slack_absolute ? "slack, absolute (0: fails)" : "slack, relative (0: fails)", true}));
  }

  // Left against right side, where both vary.
  static std::string sides(const ClaimSummary& claim, const std::string& name) {
    const auto varies = [&](std::size_t side) {
      return std::ranges::any_of(claim.approximate_sides,
                                 [&](const auto& p) { return p[side] != claim.approximate_sides.front()[side]; });
    };
    if (claim.approximate_sides.size() < 2 || !varies(0) || !varies(1)) return {};
    std::vector<std::array<double, 2>> points;
    for (const auto& [found, bound] : claim.approximate_sides) points.push_back({bound, found});
    return figure(name + ": bound and value",
                  scatter_svg(points, {"right side of the claim", true}, {"left side", true}, true));
  }

  static std::string feature_plots(const TheoremSummary& theorem) {
    std::string out;
    for (std::size_t f = 0; f < theorem.features.size(); ++f) {
      std::vector<Share> shares;
      for (std::size_t k = 0; k < theorem.verdicts.size(); ++k) {
        if (theorem.approximate_features[k].size() <= f) continue;
        shares.push_back({theorem.approximate_features[k][f], theorem.verdicts[k] != Verdict::vacuous});
      }
      const auto held = std::ranges::count_if(shares, [](const Share& s) { return s.success; });
      if (held > 0 && static_cast<std::size_t>(held) < shares.size()) {
        out += figure("<b>" + markup(theorem.features[f]) + "</b>: share of instances that the theorem covers",
                      share_svg(shares, {theorem.features[f], true}, "hypotheses hold"));
      }
    }
    return out;
  }

  [[nodiscard]] std::string sharpness() const {
    if (page_.outcome.sharpness.empty()) return {};
    std::vector<Sharpness> sorted = page_.outcome.sharpness;
    std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const Sharpness& s) { return s.survived; });
    std::string out =
        "<h2>How sharp are the constants?</h2><p class=\"soft\">Each declared constant was strengthened by growing "
        "factors "
        "until an instance refuted the claim. The loosest come first; a factor near 1 means that the constant cannot "
        "be improved. Factors are approximate; a refutation is certain.</p><div class=\"card\"><div class=\"wide\">"
        "<table class=\"fold\">" +
        row_of_heads({"constant", "stated", "survives", "refuted at", "by"}) + "<tbody>";
    for (const Sharpness& s : sorted) {
      const std::string by = !s.control.empty() ? "tight case " + s.control
                             : s.index          ? fmt::format("instance {}", *s.index)
                                                : fmt::format("none of {}", s.instances);
      out +=
          "<tr>" +
          cell("constant", fmt::format("<b>{}</b><br><span class=\"soft\">{}</span>", markup(s.id), markup(s.text))) +
          cell("stated", markup(enclosure_text(s.stated, 6)), "n") +
          cell("survives", fmt::format("× {:.4g}", s.survived), "n") +
          cell("refuted at", s.refuted_at ? fmt::format("× {:.4g}", *s.refuted_at) : "", "n") + cell("by", markup(by)) +
          "</tr>\n";
    }
    return out + "</tbody></table></div></div>\n";
  }

  [[nodiscard]] std::string controls() const {
    if (controls_.empty()) return {};
    std::string out =
        "<h2>Controls</h2><p class=\"soft\">Claims known to be false, and cases known to be tight: a check that does "
        "not catch them proves nothing.</p><div class=\"card\">";
    for (const auto& [id, list] : controls_) {
      const auto refuted = std::ranges::count_if(list, [](const auto* c) { return c->refuted; });
      const bool all = static_cast<std::size_t>(refuted) == list.size();
      out += fmt::format("<details{}><summary><code>{}</code> <span class=\"{}\">{} of {} refuted</span></summary>",
                         all ? "" : " open", markup(id), all ? "proved" : "refuted", refuted, list.size());
      out += "<div class=\"wide\"><table class=\"fold\">" + row_of_heads({"control", "kind", "refuted", "after"}) +
             "<tbody>";
      for (const ControlOutcome* control : list) {
        std::string name = markup(control->id.substr(id.size() + 1));
        if (!control->why.empty()) name += "<br><span class=\"refuted\">" + markup(control->why) + "</span>";
        out += "<tr>" + cell("control", name) + cell("kind", theory::name(control->kind)) +
               cell("refuted", control->refuted ? "yes" : "no", control->refuted ? "yes" : "no") +
               cell("after",
                    fmt::format("{} instance{}", control->after_instances, control->after_instances == 1 ? "" : "s")) +
               "</tr>\n";
      }
      out += "</tbody></table></div></details>";
    }
    return out + "</div>\n";
  }

  [[nodiscard]] std::string foot() const {
    return "<footer><h2>How to read this</h2><dl>"
           "<dt class=\"proved\">proved</dt><dd>hypotheses and claim are certain on every instance, in interval "
           "arithmetic.</dd><dt class=\"supported\">supported</dt><dd>a claim that holds with a probability passed its "
           "exact "
           "binomial test, or the finite surrogate of a limit holds. Never a proof.</dd>"
           "<dt class=\"undecided\">undecided</dt><dd>something stayed unknown at the highest precision.</dd>"
           "<dt class=\"vacuous\">vacuous</dt><dd>a hypothesis certainly fails: the theorem says nothing there.</dd>"
           "<dt class=\"refuted\">refuted</dt><dd>hypotheses certain, claim certainly false, on two precisions.</dd>"
           "<dt>slack</dt><dd>how far a claim is from failing, divided by the allowed value where that is not zero. "
           "Printed ends are rounded outward; plots are approximate.</dd></dl><p>The same run again: <code>" +
           markup(page_.command) + "</code></p></footer>\n";
  }

  const CheckPage& page_;
  std::map<std::string, Entry> entries_;
  std::map<std::string, std::vector<const ControlOutcome*>> controls_;
};

}  // namespace

std::string check_page(const CheckPage& page) { return Page(page).write(); }

}  // namespace lemmata::verify
