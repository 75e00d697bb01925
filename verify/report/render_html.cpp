/// \file
/// # One self-contained page: no script, no network, readable in light and dark, on a phone and on paper.

#include "verify/report/plot.hpp"
#include "verify/report/report.hpp"

#include <algorithm>

namespace lemmata::verify::detail {
namespace {

constexpr std::string_view style = R"(
:root{color-scheme:light dark;--ink:#1d2433;--soft:#5b6478;--line:#d9dee8;--paper:#fff;--panel:#f6f8fb;--good:#12703c;--bad:#b3261e;--open:#8a5a00}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9f0;--soft:#a3acbf;--line:#343b4a;--paper:#14171e;--panel:#1d222c;--good:#63d297;--bad:#ff8a80;--open:#f0c05a}}
body{font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}
.answer{border-left:4px solid var(--soft);background:var(--panel);padding:.8rem 1rem;font-size:1.08rem}
.proved,.yes,.accepted,.supported{color:var(--good)}.refuted,.no,.rejected,.survived{color:var(--bad)}.undecided,.unknown,.vacuous{color:var(--open)}
.answer.proved{border-color:var(--good)}.answer.refuted{border-color:var(--bad)}.answer.undecided{border-color:var(--open)}
.answer,.answer.proved,.answer.refuted,.answer.undecided{color:var(--ink)}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.93rem;font-variant-numeric:tabular-nums;min-width:50%}
caption{text-align:left;color:var(--soft);padding:.3rem 0}th,td{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line)}
td.number{text-align:right;font-family:ui-monospace,monospace;font-size:.88rem}figure{margin:1.5rem 0}figcaption{color:var(--soft);font-size:.93rem}svg{max-width:100%;height:auto}
)";

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string table_of(const Table& table) {
  std::string out = "<div class=\"wide\"><table>";
  if (!table.title.empty()) out += "<caption>" + markup(table.title) + "</caption>";
  if (!table.columns.empty()) {
    out += "<thead><tr>";
    for (const std::string& cell : table.columns) out += "<th scope=\"col\">" + markup(cell) + "</th>";
    out += "</tr></thead>";
  }
  out += "<tbody>";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (const std::string& cell : row) {
      const std::string kind = is_numeric(cell) ? "number" : is_word(cell) ? cell : "";
      out += (kind.empty() ? "<td>" : "<td class=\"" + kind + "\">") + markup(cell) + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

}  // namespace

std::string render_html(const Report& report) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" +
      markup(report.title) + "</title><style>" + std::string(style) + "</style></head><body>\n<h1>" +
      markup(report.title) + "</h1>\n<p class=\"answer " + markup(report.verdict) + "\">" + markup(report.answer) +
      "</p>\n";
  for (const Block& block : report.blocks) {
    if (const auto* heading = std::get_if<Heading>(&block)) {
      out += "<h2>" + markup(heading->text) + "</h2>\n";
    } else if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
      out += "<p>" + markup(paragraph->text) + "</p>\n";
    } else if (const auto* table = std::get_if<Table>(&block)) {
      out += table_of(*table);
    } else if (const auto* figure = std::get_if<Figure>(&block)) {
      out += "<figure>" + figure->svg + "<figcaption>" + markup(figure->caption) + "</figcaption></figure>\n";
    }
  }
  return out + "</body></html>\n";
}

}  // namespace lemmata::verify::detail
