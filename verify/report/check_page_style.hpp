#pragma once
/// \file
/// # The style sheet of the page of a check

#include <string_view>

namespace lemmata::verify::detail {

inline constexpr std::string_view check_page_style = R"(
:root{color-scheme:light dark;--ink:#1b2130;--soft:#5a6376;--line:#dde2ec;--paper:#f4f6fa;--panel:#fff;--accent:#2f6fde;--second:#c26a00;--good:#137a43;--bad:#c0261c;--open:#96660a;--shade:rgba(30,40,70,.07)}
@media (prefers-color-scheme:dark){:root{--ink:#e7eaf2;--soft:#a2abbd;--line:#333b4b;--paper:#10131a;--panel:#191e28;--accent:#79a9ff;--second:#f0a54a;--good:#5fd398;--bad:#ff8a80;--open:#efc05f;--shade:rgba(0,0,0,.3)}}
*{box-sizing:border-box}html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--ink);background:var(--paper);margin:0}
main,header,footer{max-width:74rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.2rem}h1{font-size:1.75rem;line-height:1.2;margin:.1rem 0 .4rem;letter-spacing:-.01em}
h2{font-size:1.25rem;margin:2.6rem 0 .8rem}h3{font-size:1.12rem;line-height:1.3;margin:0}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
.brand{font-weight:650;color:var(--accent);letter-spacing:.02em}.soft{color:var(--soft)}.small{font-size:.88rem}
code{font-family:ui-monospace,"SF Mono",Menlo,monospace;font-size:.86em;overflow-wrap:anywhere}
.answer{background:var(--panel);border:1px solid var(--line);border-left:5px solid var(--good);border-radius:.6rem;padding:.85rem 1.1rem;font-size:1.06rem;margin:1rem 0}
.answer.refuted{border-left-color:var(--bad)}.answer.undecided{border-left-color:var(--open)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.2rem,1fr));gap:.7rem;margin:1rem 0}
.tile{background:var(--panel);border:1px solid var(--line);border-radius:.6rem;padding:.6rem .9rem}
.tile b{display:block;font-size:1.55rem;line-height:1.2;font-variant-numeric:tabular-nums}.tile span{color:var(--soft);font-size:.88rem}
.proved,.yes{color:var(--good)}.supported{color:var(--accent)}.undecided,.unknown,.vacuous{color:var(--open)}.refuted,.survived,.no{color:var(--bad)}
.badge{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .6rem;font-size:.82rem;line-height:1.5rem;white-space:nowrap}
.glance{background:var(--panel);border:1px solid var(--line);border-radius:.6rem;overflow:hidden}
.glance>div{display:grid;grid-template-columns:minmax(0,2.2fr) minmax(7rem,1fr) 7rem;gap:.2rem 1.2rem;align-items:center;padding:.6rem 1rem;border-top:1px solid var(--line)}
.glance>div:first-child{border-top:0}.glance .name{min-width:0;overflow-wrap:anywhere}
svg.bar{width:100%;height:.7rem;border-radius:.3rem;display:block}svg.plot{width:100%;height:auto;display:block}
.card{background:var(--panel);border:1px solid var(--line);border-radius:.8rem;padding:1.1rem 1.25rem;margin:1rem 0;content-visibility:auto;contain-intrinsic-size:auto 40rem}
.card .top{display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:baseline;justify-content:space-between}
.statement{margin:.5rem 0 .3rem}.wide{overflow-x:auto;margin:.7rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
th{font-weight:600;color:var(--soft);font-size:.84rem;white-space:nowrap}th,td{text-align:left;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}td.n,th.n{text-align:right;white-space:nowrap}td.barcell{min-width:6rem;vertical-align:middle}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,20.5rem),1fr));gap:1.1rem 1.4rem;margin-top:.6rem}
figure{margin:0;min-width:0}figcaption{font-size:.9rem;margin-bottom:.15rem}figcaption b{font-weight:600}
details>summary{cursor:pointer;color:var(--soft);margin:.6rem 0}details>summary:hover{color:var(--ink)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.88rem;color:var(--soft);margin:.5rem 0}.legend i{display:inline-block;width:.75rem;height:.75rem;border-radius:.2rem;margin-right:.35rem;vertical-align:-.05rem}
footer{margin-top:3rem;padding-bottom:3rem;color:var(--soft);font-size:.92rem}dt{font-weight:600;color:var(--ink)}dd{margin:0 0 .5rem 0}
@media (max-width:40rem){main,header,footer{padding-left:.9rem;padding-right:.9rem}header{padding-top:1.3rem}h1{font-size:1.4rem}.card{padding:.9rem .9rem}
.tiles{grid-template-columns:repeat(auto-fit,minmax(6.4rem,1fr))}.glance>div{grid-template-columns:minmax(0,1fr) auto}.glance .name{grid-column:1/-1}
table.fold thead{display:none}table.fold tr{display:grid;grid-template-columns:auto 1fr;gap:0 .8rem;padding:.55rem 0;border-bottom:1px solid var(--line)}
table.fold tr:last-child{border-bottom:0}table.fold td{border:0;padding:.1rem 0;display:contents}table.fold td::before{content:attr(data-k);color:var(--soft);font-size:.84rem}table.fold td>*{justify-self:start;max-width:100%}table.fold td svg.bar{align-self:center;width:100%}table.fold td.n{text-align:left;white-space:normal}}
@media print{body{background:#fff}.card,.glance{break-inside:avoid}}
)";

}  // namespace lemmata::verify::detail
