/** The one style sheet: two themes from the same names, fonts of the reader's system, and rules for paper. */
import { markup } from './markup';

const THEME = markup`
:root{color-scheme:light dark;--page:#f4f6f8;--card:#fff;--ink:#14202c;--soft:#55626f;--line:#dfe4ea;--track:#e9edf1;--link:#1d4fb8;--focus:#1d4fb8;
--good:#0f6b3d;--good-back:#def3e6;--warn:#7a4a00;--warn-back:#fcecc9;--bad:#a01f28;--bad-back:#fde3e3;--doubt:#5b3a99;--doubt-back:#ece4fb;--info:#2c5578;--info-back:#e1edf7;
--weights:#7ea6ee;--activation:#b7a2e8;--runtime:#efb07a;--graphs:#e6cf62;--kv:#4fbfa3;--kv-free:#bfe6da;--left:#d3dae1;--cost:#7ea6ee;--on-fill:#101a24;--edge:#8b98a6;--role:#e7eef9}
@media(prefers-color-scheme:dark){:root{--page:#0e1318;--card:#161d24;--ink:#e8edf2;--soft:#a3b0bd;--line:#2b3540;--track:#232c35;--link:#8fb6ff;--focus:#8fb6ff;
--good:#7fdba6;--good-back:#12331f;--warn:#f3c56d;--warn-back:#3a2b0a;--bad:#ff9c9c;--bad-back:#421a1d;--doubt:#c9b2ff;--doubt-back:#2c2147;--info:#9ccbf0;--info-back:#17303f;
--kv-free:#8cc9b8;--left:#8794a1;--edge:#6d7b89;--role:#22304a}}`;

const BASE = markup`
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%;scroll-padding-top:3.5rem}
body{margin:0;background:var(--page);color:var(--ink);overflow-wrap:anywhere}
body>header,nav ul,main,footer{max-width:72rem;margin:0 auto;padding:0 1.5rem}
h1,h2,h3,p,dl,dd,figure,ul,ol{margin:0;padding:0}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.02em}
h2{font-size:1.35rem;letter-spacing:-.01em;margin-bottom:.75rem}
h3{font-size:1.1rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
code,.how,.source{font-variant-ligatures:none}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.86em}
small,.note,.lead,.about,.source,.how small{color:var(--soft)}
small{font-size:.8125rem}
data,.n{font-variant-numeric:tabular-nums}
.n{text-align:right;white-space:nowrap}
.skip{position:absolute;left:-99rem;top:.5rem;background:var(--card);padding:.5rem 1rem;z-index:2}
.skip:focus{left:1.5rem}
.unknown{color:var(--doubt);font-style:italic}`;

const FRAME = markup`
body>header{padding-top:2.5rem}
.headline{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1rem}
.about{margin:.25rem 0 1.5rem}
.tiles{display:grid;grid-template-columns:repeat(5,1fr);gap:1px;background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden}
.tile{background:var(--card);padding:1rem 1.125rem}
.tile dt{font-size:.8125rem;color:var(--soft)}
.tile .value{font-size:1.75rem;line-height:1.25;font-weight:650;letter-spacing:-.02em}
.tile .note{font-size:.8125rem;line-height:1.35}
nav{position:sticky;top:0;z-index:1;background:var(--page);border-bottom:1px solid var(--line);margin-top:1.25rem}
nav ul{display:flex;gap:.25rem 1.5rem;list-style:none;overflow-x:auto}
nav a{display:block;padding:.7rem 0;color:var(--soft);text-decoration:none;font-size:.9375rem;white-space:nowrap}
nav a:hover{color:var(--ink)}
main:focus{outline:none}
section{padding-top:2.25rem}
.lead{margin-bottom:1rem;max-width:46rem}
.card,.scroll>table{background:var(--card);border:1px solid var(--line);border-radius:12px}
footer{padding:2.5rem 1.5rem;font-size:.8125rem;color:var(--soft)}`;

const TABLE = markup`
.scroll{overflow-x:auto}
table{width:100%;border-collapse:separate;border-spacing:0;font-size:.9375rem;line-height:1.4;overflow-wrap:normal}
caption{text-align:left;font-weight:600;font-size:.9375rem;padding:0 0 .375rem}
th,td{padding:.5rem .875rem;text-align:left;vertical-align:baseline}
th.n,td.n{text-align:right}
thead th{font-size:.8125rem;font-weight:500;color:var(--soft);white-space:nowrap}
tbody th{font-weight:500}
tbody tr>*{border-top:1px solid var(--line)}
.sum>*{font-weight:650}
.level-1 th{padding-left:2rem}.level-2 th{padding-left:3.25rem}
.share{min-width:8rem}
.cost tbody>tr>*,.latency tbody>tr>*{vertical-align:middle}
.how small{display:block}
.card table{font-size:.875rem}
.card .scroll>table{border:0;border-radius:0}
.card th:first-child,.card td:first-child{padding-left:0}
.card th:last-child,.card td:last-child{padding-right:0}
.source{min-width:16rem}`;

const PARTS = markup`
.mark{display:inline-block;padding:.1rem .6rem;border-radius:99px;font-size:.8125rem;font-weight:600;line-height:1.5;white-space:nowrap;background:var(--info-back);color:var(--info)}
.mark.fits{background:var(--good-back);color:var(--good)}
.mark.tight,.mark.warning{background:var(--warn-back);color:var(--warn)}
.mark.rejected,.mark.error{background:var(--bad-back);color:var(--bad)}
.mark.uncertain{background:var(--doubt-back);color:var(--doubt)}
.headline .mark{font-size:1rem;padding:.15rem .9rem}
.card{padding:1.25rem 1.375rem;margin-top:1rem}
.pool>header{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem .75rem;margin-bottom:1rem}
.pool>header p{color:var(--soft);font-size:.9375rem;flex-basis:100%}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:.75rem 1.5rem;margin-bottom:1.25rem}
.facts dt,.label{font-size:.8125rem;color:var(--soft)}
.facts dd{font-size:.9375rem}
figcaption{font-size:.9375rem;font-weight:600;margin-bottom:.5rem}
.bar{display:block;border-radius:4px;overflow:hidden}
.bar text{font-size:.8125rem;fill:var(--on-fill)}
.track{fill:var(--track)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:.625rem 0;font-size:.875rem}
.legend b{font-weight:600;font-variant-numeric:tabular-nums}
.swatch{display:inline-block;width:.75rem;height:.75rem;border-radius:3px;margin-right:.4rem;background:var(--fill);vertical-align:-1px;border:1px solid var(--line)}
.bar [class^=s-]{fill:var(--fill);stroke:var(--card);stroke-width:1}
.s-weights{--fill:var(--weights)}.s-activation{--fill:var(--activation)}.s-nonTorch,.s-other{--fill:var(--runtime)}.s-graphs{--fill:var(--graphs)}
.s-kvNeeded,.s-kvCache{--fill:var(--kv)}.s-kvFree{--fill:var(--kv-free)}.s-spare{--fill:var(--kv-free)}.s-left{--fill:var(--left)}.s-cost{--fill:var(--cost)}
details{margin:.5rem 0 1rem}
summary{cursor:pointer;color:var(--link);font-size:.9375rem;width:fit-content}
.evidence{white-space:nowrap}
.findings{list-style:none}
.finding{border-left:4px solid var(--info)}
.finding.warning{border-left-color:var(--warn)}.finding.error{border-left-color:var(--bad)}
.what{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem .6rem;margin-bottom:.4rem}
.where{color:var(--soft);font-size:.9375rem}
.lines{margin:.6rem 0;font-size:.875rem}
.lines div{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:1rem}
.lines dt{color:var(--soft)}
.finding .label,.allowed{margin-top:.6rem}
.repairs{list-style:none;display:grid;gap:.35rem}
.repairs code{background:var(--track);padding:.15rem .45rem;border-radius:5px;white-space:pre-wrap}
.worth{font-size:.875rem;color:var(--soft);margin-left:.5rem}`;

const CHARTS = markup`
.wide{min-width:14rem}
.range{display:block;overflow:visible}
.axis{stroke:var(--line)}
.spread{fill:var(--weights)}.maybe .spread{fill:var(--graphs)}.late .spread{fill:var(--runtime)}
.likely{fill:var(--ink);stroke:var(--card);stroke-width:1.5}
.limit{stroke:var(--ink);stroke-width:2}
.columns{display:block;border-bottom:1px solid var(--line)}
.columns rect{fill:var(--fill)}
.s-over{--fill:var(--bad)}
.hours text{font-size:.75rem;fill:var(--soft)}
article>h3 small{font-weight:400;color:var(--soft)}
article>h3+.facts{margin-top:1rem}
article figure:has(.columns)+figure{margin-top:1rem}
figcaption small{font-weight:400;color:var(--soft)}
.mark.missing{background:var(--doubt-back);color:var(--doubt)}
.mark.assumed{background:var(--warn-back);color:var(--warn)}
.under{margin:1.5rem 0 .5rem}
.soft-text{color:var(--soft)}
.mark.none{background:var(--track);color:var(--soft)}
.refused{border-left:4px solid var(--bad)}
.refused ul{margin:.5rem 0 0 1.25rem}`;

const PICTURE = markup`
.picture{display:block;margin:0 auto}
.picture text{font-size:12px;fill:var(--ink)}
.picture .name{font-size:13px;font-weight:600}
.picture .soft,.picture .band-name{fill:var(--soft)}
.picture .band-name{font-size:12px;font-weight:600;letter-spacing:.02em}
.picture .band{fill:var(--page);stroke:var(--line)}
.picture .fleet{fill:var(--card);stroke:var(--edge)}
.picture .role{fill:var(--role);stroke:none}
.picture .pool,.picture .router,.picture .queue{fill:var(--card);stroke:var(--edge)}
.picture .external{fill:none;stroke:var(--edge);stroke-dasharray:4 3}
.drum{fill:none;stroke:var(--soft)}
.stripe{stroke-width:4;stroke-linecap:round;stroke:var(--info)}
.stripe.fits{stroke:var(--good)}.stripe.tight{stroke:var(--warn)}.stripe.rejected{stroke:var(--bad)}.stripe.uncertain{stroke:var(--doubt)}
.way{fill:none;stroke:var(--edge);stroke-width:1.5}
.way.fallback{stroke-dasharray:4 3}
.tip{fill:var(--edge)}
.picture a:hover .pool{stroke:var(--link)}
.words{padding:.5rem 0 0 1.25rem;font-size:.9375rem}`;

const NARROW_AND_PAPER = markup`
@media(max-width:60rem){.tiles{grid-template-columns:repeat(6,1fr)}.tile{grid-column:span 2}.tile:nth-child(-n+2){grid-column:span 3}}
@media(max-width:40rem){.tile,.tile:nth-child(2){grid-column:span 3}.tile:first-child{grid-column:1/-1}.how{min-width:13rem}body>header,nav ul,main,footer{padding-left:1rem;padding-right:1rem}h1{font-size:1.6rem}.tile .value{font-size:1.4rem}.bar text{display:none}.card{padding:1rem}}
@media print{:root{--page:#fff}html{font-size:11px}nav,.skip{display:none}body>header,main,footer{max-width:none;padding:0}section{padding-top:1.25rem}.card,tr,figure,.tile{break-inside:avoid}h2,h3,caption{break-after:avoid}
.scroll{overflow:visible}details::details-content{content-visibility:visible;display:block}summary{display:none}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}`;

export const STYLE = markup`${[THEME, BASE, FRAME, TABLE, PARTS, CHARTS, PICTURE, NARROW_AND_PAPER]}`;
