import type { MetricInfo, RatingInfo } from '../../messages/runs.js';

/** Values side by side, as a plot takes them: those of the axis first. */
export type Columns = (number | null)[][];

/** The losses by hours, the weighted sum first; and their names. */
export function lossColumns(metrics: readonly MetricInfo[]): { names: string[]; columns: Columns } {
  const known = metrics.filter(({ losses }) => losses !== undefined);
  const all = new Set(known.flatMap(({ losses = {} }) => Object.keys(losses).filter(isLoss)));
  const keys = [...all].sort((a, b) => Number(b === 'loss') - Number(a === 'loss'));
  const hours = known.map((metric) => metric.hours);
  return {
    names: keys.map((key) => (key === 'loss' ? 'all' : key.replace('loss.', ''))),
    columns: [hours, ...keys.map((key) => known.map((m) => m.losses?.[key] ?? null))],
  };
}

/** A learner may tell of other means, too, on a scale of their own. */
function isLoss(key: string): boolean {
  return key === 'loss' || key.startsWith('loss.');
}

/** A count by hours. */
export function countColumns(
  metrics: readonly MetricInfo[],
  of: 'games' | 'positions' | 'steps' | 'gameLength',
): Columns {
  return [metrics.map(({ hours }) => hours), metrics.map((metric) => metric[of] ?? null)];
}

/** Games an hour and positions a second, each between a metric and one `apart` before it. */
export function paceColumns(metrics: readonly MetricInfo[], apart = 10): Columns {
  const later = metrics.slice(apart);
  const pace = (of: 'games' | 'positions'): (number | null)[] =>
    later.map((now, i) => rate(now[of] - metrics[i][of], now.hours - metrics[i].hours));
  const perSecond = pace('positions').map((value) => (value === null ? null : value / 3600));
  return [later.map(({ hours }) => hours), pace('games'), perSecond];
}

function rate(done: number, hours: number): number | null {
  return hours > 0 ? done / hours : null;
}

/** The champions' ratings by games played: Elo, and the ends of its interval. */
export function eloColumns(ratings: readonly RatingInfo[]): Columns {
  const champions = ratings
    .filter(({ since }) => since !== null)
    .sort((a, b) => (a.since ?? 0) - (b.since ?? 0));
  return [
    champions.map(({ since }) => since),
    champions.map(({ elo }) => elo),
    champions.map(({ high }) => high),
    champions.map(({ low }) => low),
  ];
}
