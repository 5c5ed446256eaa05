/** The report's style sheet. Colours are named once, for light and for dark. */
export const STYLE = `
:root {
  --page: #f7f7f5; --card: #fff; --ink: #1b1b1a; --quiet: #666660; --hair: #e3e3df;
  --line: #2a6fd0; --band: #2a6fd055; --good: #19734f; --good-wash: #e0f3ea;
  --wood: #e6c88d; --wood-line: #6b5327; --black: #1c1c1b; --white: #fdfdfb; --mark: #d0442a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #161615; --card: #1f1f1d; --ink: #efefec; --quiet: #a09f98; --hair: #33332f;
    --line: #6aa5f5; --band: #6aa5f566; --good: #6fd3a8; --good-wash: #17382b;
    --wood: #b8945a; --wood-line: #4a3816;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 70rem; padding: 1.5rem 1rem 4rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
}
h1, h2, p, figure, dl, dd, ol { margin: 0; padding: 0; }
h1 { font-size: 1.7rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin-bottom: .75rem; }
header p, .axis, small, figcaption { color: var(--quiet); }
section { margin-top: 2.5rem; }
b { font-weight: 600; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin-top: 1.5rem; }
.tiles div, .chart, .scroll, .board, .list {
  background: var(--card); border: 1px solid var(--hair); border-radius: .6rem;
}
.tiles div { padding: .6rem .9rem; }
dt { color: var(--quiet); font-size: .85rem; }
dd { font-size: 1.3rem; font-weight: 600; white-space: nowrap; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: .75rem; }
.chart { padding: .8rem 1rem .6rem 3.6rem; }
.chart figcaption { display: flex; justify-content: space-between; gap: 1rem; margin-left: -2.6rem; font-size: .9rem; }
.chart figcaption b { color: var(--ink); font-variant-numeric: tabular-nums; white-space: nowrap; }
.plot { position: relative; height: 9rem; margin: .8rem 0 1.3rem; touch-action: pan-y; }
.wide .plot { height: 18rem; }
.plot svg { width: 100%; height: 100%; display: block; overflow: visible; }
.plot path { fill: none; vector-effect: non-scaling-stroke; stroke-linejoin: round; stroke-linecap: round; }
.plot .grid { stroke: var(--hair); stroke-width: 1; }
.plot .line { stroke: var(--line); stroke-width: 2; }
.plot .bar { stroke: var(--band); stroke-width: 5; stroke-linecap: butt; }
.plot .dot { stroke: var(--line); stroke-width: 8; }
.plot .anchor { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 4 4; }
.plot i { position: absolute; font: .75rem/1 system-ui, sans-serif; color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; }
.plot .y { right: calc(100% + .5rem); transform: translateY(-50%); }
.plot .x { top: calc(100% + .45rem); transform: translateX(-50%); }
.plot .name { position: absolute; font-size: .75rem; line-height: 1; transform: translateY(-130%); color: var(--quiet); background: var(--card); padding: 0 .2rem; }
.plot .left { left: .2rem; }
.plot .right { right: .2rem; }
.axis { font-size: .75rem; text-align: right; line-height: 1; }
.tip {
  position: absolute; z-index: 1; pointer-events: none; padding: .25rem .5rem; border-radius: .35rem; white-space: nowrap;
  background: var(--ink); color: var(--page); font-size: .8rem; transform: translate(-50%, calc(-100% - .6rem));
}
.tip::after {
  content: ''; position: absolute; left: var(--at, 50%); bottom: -.95rem; width: .7rem; height: .7rem; margin-left: -.35rem;
  border: 2px solid var(--card); border-radius: 50%; background: var(--line);
}
.scroll { overflow: auto; max-height: 26rem; margin-top: .75rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: .45rem .9rem; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--hair); }
tbody tr:last-child td { border-bottom: 0; }
th { position: sticky; top: 0; background: var(--card); color: var(--quiet); font-weight: 500; box-shadow: 0 1px var(--hair); }
td { font-variant-numeric: tabular-nums; }
.number { text-align: right; }
code { font: .85rem ui-monospace, 'SF Mono', Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.meter { display: inline-block; position: relative; width: 6rem; height: .5rem; margin-right: .4rem; border-radius: .25rem; background: var(--hair); overflow: hidden; }
.meter i { display: block; height: 100%; background: var(--line); }
.meter::after { content: ''; position: absolute; left: 50%; top: 0; width: 1px; height: 100%; background: var(--ink); }
.badge { color: var(--quiet); }
.good { color: var(--good); background: var(--good-wash); padding: .1rem .5rem; border-radius: 1rem; }
summary { cursor: pointer; }
summary h2 { display: inline; }
.games { display: grid; grid-template-columns: minmax(0, 30rem) minmax(0, 1fr); gap: .75rem; align-items: start; }
.board { padding: 1rem; }
.game-title { display: flex; justify-content: space-between; gap: 1rem; overflow-wrap: anywhere; }
.goban { display: block; width: 100%; margin: .6rem 0; border-radius: .4rem; background: var(--wood); }
.controls { display: flex; gap: .4rem; align-items: center; }
.controls input { flex: 1; min-width: 0; accent-color: var(--line); }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--hair); border-radius: .4rem; cursor: pointer; }
.controls button { width: 2.6rem; height: 2.6rem; padding: .6rem; flex: none; }
.controls svg { display: block; fill: currentColor; stroke: currentColor; stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; }
button:hover { border-color: var(--quiet); }
:focus-visible { outline: 2px solid var(--line); outline-offset: 2px; }
.ply { min-height: 1.5em; font-size: .9rem; color: var(--quiet); margin: .4rem 0; font-variant-numeric: tabular-nums; }
.board figcaption { font-size: .8rem; }
.values { display: block; width: 100%; height: 5rem; cursor: pointer; background: var(--page); border-radius: .3rem; }
.values path { fill: none; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.list { list-style: none; max-height: 42rem; overflow: auto; padding: .3rem; }
.list button { display: grid; grid-template-columns: 1fr auto; width: 100%; padding: .4rem .7rem; border: 0; text-align: left; }
.list span { overflow-wrap: anywhere; }
.list small { grid-column: 1 / -1; }
.list button:hover { background: var(--page); }
.list [aria-current] { background: var(--band) !important; }
@media (max-width: 46rem) {
  .games { grid-template-columns: minmax(0, 1fr); }
  .list { max-height: 20rem; }
  .chart { padding-right: .8rem; }
}
@media print { .scroll, .list { max-height: none; } }
`;
