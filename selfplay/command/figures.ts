import { formatCount } from '../report/numbers.js';

/** A time as people say it: `45 s`, `4 min`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`;
}

/** A rate, to two or three digits: 0.42, 3.1, 76. */
export function rate(x: number): string {
  if (x >= 100) return formatCount(x);
  return x >= 10 ? x.toFixed(0) : x.toFixed(x >= 1 ? 1 : 2);
}

export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** A rating with half its 95 % interval. */
export function elo({ rating, interval }: { rating: number; interval: number }): string {
  return `${formatCount(rating)} ± ${formatCount(interval)} Elo`;
}
