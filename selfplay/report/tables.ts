import { describe } from './elo-chart.js';
import { escapeHtml } from './escape.js';
import { formatCount, formatShare } from './numbers.js';
import type { GateRow, RatedPlayer } from './report-data.js';

/** Every gate, the latest first. */
export function makeGateTable(gates: readonly GateRow[]): string {
  if (gates.length === 0) return '';
  return table('Gates, the latest first', GATE_COLUMNS, [...gates].reverse().map(gateRow));
}

const GATE_COLUMNS: readonly Column[] = [
  { name: 'Candidate' },
  { name: 'Champion' },
  { name: 'At game', isNumber: true },
  { name: 'Won', isNumber: true },
  { name: 'Drawn', isNumber: true },
  { name: 'Lost', isNumber: true },
  { name: 'Points' },
  { name: 'Evidence' },
  { name: 'Verdict' },
];

function gateRow(gate: GateRow): string[] {
  const { candidate, champion, games, wins, draws, losses, share } = gate;
  return [
    escapeHtml(candidate),
    escapeHtml(champion),
    ...[games, wins, draws, losses].map(formatCount),
    `<span class="meter"><i style="width:${(100 * share).toFixed(1)}%"></i></span> ${formatShare(share)}`,
    evidence(gate),
    verdictBadge(gate),
  ];
}

/** Where the log-likelihood ratio stands between the bounds of a sequential test. */
function evidence({ sequential }: GateRow): string {
  if (sequential === undefined) return '';
  const { llr, lower, upper } = sequential;
  const signed = (x: number): string => x.toFixed(2).replace('-', '−');
  return `<span title="log-likelihood ratio">${signed(llr)}</span> <small>of ${signed(lower)}…${signed(upper)}</small>`;
}

function verdictBadge({ verdict }: GateRow): string {
  if (verdict === undefined) return '<span class="badge">being played</span>';
  return verdict === 'promote'
    ? '<b class="badge good">promoted</b>'
    : '<span class="badge">rejected</span>';
}

/** All ratings, the strongest first. */
export function makeRatingTable(ratings: readonly RatedPlayer[]): string {
  if (ratings.length === 0) return '';
  const rows = [...ratings]
    .sort((a, b) => b.elo - a.elo)
    .map((one) => [
      escapeHtml(one.player),
      describe(one),
      formatCount(one.games),
      formatShare(one.share),
    ]);
  return table('Ratings', RATING_COLUMNS, rows);
}

const RATING_COLUMNS: readonly Column[] = [
  { name: 'Player' },
  { name: 'Elo', isNumber: true },
  { name: 'Games', isNumber: true },
  { name: 'Points', isNumber: true },
];

/** Settings, one line for each leaf of the JSON. */
export function makeSettingsTable(settings: object): string {
  const rows = leaves(settings).map(([path, value]) => [
    escapeHtml(path),
    `<code>${escapeHtml(value)}</code>`,
  ]);
  return table('Settings', [{ name: 'Setting' }, { name: 'Value' }], rows);
}

/** Each value that is not an object of several, with the path that leads to it. */
function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value !== 'object' || value === null || isFlat(value)) {
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** An empty object, or a list of plain values: it stands in one line. */
function isFlat(value: object): boolean {
  const inner: unknown[] = Object.values(value);
  if (inner.length === 0) return true;
  return Array.isArray(value) && inner.every((one) => typeof one !== 'object');
}

interface Column {
  readonly name: string;
  readonly isNumber?: boolean;
}

/** A table in a box of its own, which scrolls where there is no room. Cells are HTML. */
function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const cells = (kind: string, texts: readonly string[]): string =>
    texts.map((text, i) => `<${kind}${classOf(columns[i])}>${text}</${kind}>`).join('');
  const names = columns.map(({ name }) => name);
  return `<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${cells('th', names)}</tr></thead>
<tbody>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')}</tbody>
</table></div>`;
}

function classOf({ isNumber }: Column): string {
  return isNumber === true ? ' class="number"' : '';
}
