import { championsOf, describe, makeEloChart } from './elo-chart.js';
import { escapeHtml } from './escape.js';
import { makeGamesSection } from './games-section.js';
import { makeLineChart } from './line-chart.js';
import { formatHours, formatShort } from './numbers.js';
import { PAGE_SCRIPT } from './page-script.js';
import type { ReportData } from './report-data.js';
import { hourlyRates, seriesOf } from './series.js';
import { STYLE } from './style.js';
import { makeGateTable, makeRatingTable, makeSettingsTable } from './tables.js';

/** Nothing is fetched from anywhere, whatever the data holds. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** The report of a run: one HTML file that needs no other. */
export function makeReport(data: ReportData): string {
  const title = escapeHtml(data.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Tengen</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header><h1>${title}</h1><p>${escapeHtml(data.made)}</p></header>
<main>
${tiles(data)}
${section('Strength', makeEloChart(data.ratings) + makeRatingTable(data.ratings))}
${section('Gates', makeGateTable(data.gates))}
${section('Learning', grid(learningCharts(data)))}
${section('Self-play', grid(playCharts(data)))}
${makeGamesSection(data.games)}
<section><details><summary><h2>Settings</h2></summary>${makeSettingsTable(data.settings)}</details></section>
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** What there is to know at a glance. */
function tiles({ metrics, gates, ratings }: ReportData): string {
  const last = metrics.at(-1);
  const champion = championsOf(ratings).at(-1);
  const promoted = gates.filter(({ verdict }) => verdict === 'promote').length;
  const facts: [string, string][] = [];
  if (last !== undefined) {
    facts.push(['Games', formatShort(last.games)], ['Positions', formatShort(last.positions)]);
    facts.push(['Steps', formatShort(last.steps)], ['Time', formatHours(last.hours)]);
  }
  if (gates.length > 0) facts.push(['Promoted', `${promoted} of ${gates.length}`]);
  if (champion !== undefined) facts.push(['Elo', describe(champion)]);
  const tile = ([name, value]: [string, string]): string =>
    `<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return `<dl class="tiles">${facts.map(tile).join('')}</dl>`;
}

/** A loss for each head, then what sets their pace. */
function learningCharts({ metrics }: ReportData): string[] {
  const heads = new Set(metrics.flatMap(({ losses = {} }) => Object.keys(losses)));
  const curves = [...heads].map((head) => ({
    title: head === 'loss' ? 'Loss' : `Loss of ${head.replace(/^loss\./, '')}`,
    points: seriesOf(
      metrics,
      (metric) => metric.steps,
      (metric) => metric.losses?.[head],
    ),
    xName: 'steps',
  }));
  const rate = {
    title: 'Learning rate',
    points: seriesOf(
      metrics,
      (metric) => metric.steps,
      (metric) => metric.learningRate,
    ),
    xName: 'steps',
    fromZero: true,
  };
  return [...curves, rate].map(makeLineChart);
}

function playCharts({ metrics }: ReportData): string[] {
  const lengths = seriesOf(
    metrics,
    (metric) => metric.games,
    (metric) => metric.gameLength,
  );
  const games = hourlyRates(metrics, (metric) => metric.games);
  const positions = hourlyRates(metrics, (metric) => metric.positions / 3600);
  return [
    { title: 'Moves in a game', points: lengths },
    { title: 'Games an hour', points: games },
    { title: 'Positions a second', points: positions },
  ].map((curve) => makeLineChart({ ...curve, xName: 'games', fromZero: true }));
}

function grid(charts: readonly string[]): string {
  const drawn = charts.filter((chart) => chart !== '');
  return drawn.length === 0 ? '' : `<div class="charts">${drawn.join('\n')}</div>`;
}

/** A part of the page, left out where it has nothing to show. */
function section(title: string, content: string): string {
  return content === '' ? '' : `<section><h2>${title}</h2>${content}</section>`;
}
