import { formatNumber, formatShort } from './numbers.js';
import { fromTop, makePlot } from './plot.js';
import { place, rangeOf } from './scale.js';
import type { Point } from './series.js';

/** A curve and how it is to be read. */
export interface Curve {
  readonly title: string;
  readonly points: readonly Point[];
  /** What x counts: games, steps. */
  readonly xName: string;
  /** Whether the axis of y begins at 0, as for amounts. */
  readonly fromZero?: boolean;
}

/** The chart of one curve; nothing if it has no points. */
export function makeLineChart({ title, points, xName, fromZero = false }: Curve): string {
  if (points.length === 0) return '';
  const x = rangeOf([0, ...points.map((point) => point.x)], 0);
  const values = points.map((point) => point.y);
  const y = fromZero ? { ...rangeOf([0, ...values]), from: 0 } : rangeOf(values);
  const places = points.map((point) => [place(point.x, x), fromTop(point.y, y), point] as const);
  const [first, last] = [points[0], points[points.length - 1]];
  const line = places.map(([left, top], i) => `${i === 0 ? 'M' : 'L'}${left} ${top}`).join('');
  const [endLeft, endTop] = places[places.length - 1];
  return makePlot({
    title,
    note: formatShort(last.y),
    summary: `${title}: ${at(first, xName)}, ${at(last, xName)}`,
    xName,
    x,
    y,
    marks: `<path class="line" d="${line}"/><path class="dot" d="M${endLeft} ${endTop}h0"/>`,
    readings: places.map(([left, top, point]) => [left, top, at(point, xName)] as const),
  });
}

function at(point: Point, xName: string): string {
  return `${formatNumber(point.y)} at ${formatNumber(Math.round(point.x))} ${xName}`;
}
