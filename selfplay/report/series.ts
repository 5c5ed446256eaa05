import type { Metric } from './report-data.js';

/** A point of a curve. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** More points than this cannot be told apart on a screen. */
const MOST_POINTS = 150;

/** The curve of what some metrics have, [x, y], without those that lack it. */
export function seriesOf(
  metrics: readonly Metric[],
  x: (metric: Metric) => number,
  y: (metric: Metric) => number | undefined,
): Point[] {
  const points = metrics.flatMap((metric) => {
    const value = y(metric);
    return value === undefined || !Number.isFinite(value) ? [] : [{ x: x(metric), y: value }];
  });
  return thinned(points);
}

/** What a count grew by in an hour, from each metric to the next. */
export function hourlyRates(
  metrics: readonly Metric[],
  count: (metric: Metric) => number,
): Point[] {
  const points = metrics.slice(1).flatMap((metric, i) => {
    const hours = metric.hours - metrics[i].hours;
    const y = (count(metric) - count(metrics[i])) / hours;
    return hours > 0 ? [{ x: metric.games, y }] : [];
  });
  return thinned(points);
}

/** Means of as many neighbours as leave {@link MOST_POINTS}. */
function thinned(points: readonly Point[]): Point[] {
  const size = Math.ceil(points.length / MOST_POINTS);
  if (size <= 1) return [...points];
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) =>
    mean(points.slice(i * size, (i + 1) * size)),
  );
}

function mean(points: readonly Point[]): Point {
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }));
  return { x: sum.x / points.length, y: sum.y / points.length };
}
