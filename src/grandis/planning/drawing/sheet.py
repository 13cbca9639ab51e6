"""The style sheet of the HTML report: light, dark, narrow and printed."""

SHEET = """
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #16181d; --quiet: #565b66; --rule: #d3d7df;
  --raised: #f3f5f8; --link: #0a58a8; --late: #a93c00;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --ink: #e8eaee; --quiet: #a7adb8; --rule: #3a404b;
    --raised: #1e232b; --link: #7db8f5; --late: #ff9d66;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.5 Arial, Helvetica, "Liberation Sans", "DejaVu Sans", sans-serif;
}
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; margin: 2.6rem 0 .6rem; }
h3 { font-size: 1.08rem; margin: 1.6rem 0 .4rem; }
p { margin: .3rem 0 .7rem; max-width: 46rem; }
a { color: var(--link); }
.quiet, figcaption, caption { color: var(--quiet); }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none;
  margin: 1rem 0 0; padding: 0; }
.figures-of-plan { display: grid; gap: .8rem; margin: 1.4rem 0 0;
  grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); }
.figures-of-plan div { background: var(--raised); border-radius: .5rem;
  padding: .8rem 1rem; }
.figures-of-plan dt { color: var(--quiet); font-size: .9rem; }
.figures-of-plan dd { margin: 0; }
.figures-of-plan dd.large { font-size: 1.35rem; font-weight: bold; line-height: 1.3; }
.scroll { overflow-x: auto; margin: 0 -1rem; padding: 0 1rem; }
.scroll:focus-visible, summary:focus-visible, a:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px; }
svg { display: block; }
figure { margin: 0 0 1.4rem; }
figcaption { font-size: .92rem; margin-bottom: .3rem; }
table { border-collapse: collapse; font-size: .9rem; min-width: 100%; }
caption { text-align: left; padding: .2rem 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .7rem .4rem 0;
  border-bottom: 1px solid var(--rule); }
thead th { vertical-align: bottom; border-bottom: 2px solid var(--quiet); }
tbody th { font-weight: normal; min-width: 8rem; overflow-wrap: anywhere; }
tfoot th, tfoot td { font-weight: bold; border-bottom: 0; }
td { overflow-wrap: break-word; }
td:nth-child(2) { min-width: 14rem; }
.date { white-space: nowrap; }
.figures { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.late { color: var(--late); font-weight: bold; }
details { border: 1px solid var(--rule); border-radius: .5rem; margin: .5rem 0;
  padding: 0 1rem; }
summary { cursor: pointer; padding: .6rem 0; overflow-wrap: anywhere; }
details figure { margin: .2rem 0 .8rem; }
@media print {
  :root { color-scheme: light; }
  @page { size: A4 landscape; margin: 11mm; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  nav { display: none; }
  .scroll { overflow: visible; margin: 0; padding: 0; }
  svg { max-width: 100%; max-height: 158mm; height: auto; }
  h2 { margin-top: 1.2rem; }
  h2, h3, figcaption, caption, thead { break-after: avoid; }
  h2 + .scroll { break-before: avoid; }
  figure, tr, .figures-of-plan div { break-inside: avoid; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  table { font-size: 8pt; }
  details { border: 0; padding: 0; break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; font-weight: bold; }
  a { color: inherit; text-decoration: none; }
}
"""
