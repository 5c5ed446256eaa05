import type { Value } from '../graph/graph.js';

/** Mean and variance that an activation is expected to have when the network is new. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

export const STANDARD: Moments = { mean: 0, variance: 1 };

/** E[x²]. */
export const meanSquare = ({ mean, variance }: Moments): number => mean * mean + variance;

/** Of independent summands. */
export function sumMoments(a: Moments, b: Moments): Moments {
  return { mean: a.mean + b.mean, variance: a.variance + b.variance };
}

/** Of max(0, x) for a Gaussian x. */
export function reluMoments({ mean, variance }: Moments): Moments {
  const deviation = Math.sqrt(variance);
  const z = mean / deviation;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const above = gaussianCdf(z);
  const first = mean * above + deviation * density;
  const second = (mean * mean + variance) * above + mean * deviation * density;
  return { mean: first, variance: second - first * first };
}

/** Of channels taken together, `channels` of each. */
export function mixMoments(parts: readonly (readonly [Moments, channels: number])[]): Moments {
  const total = parts.reduce((sum, [, channels]) => sum + channels, 0);
  const average = (of: (moments: Moments) => number) =>
    parts.reduce((sum, [moments, channels]) => sum + of(moments) * channels, 0) / total;
  const mean = average((moments) => moments.mean);
  return { mean, variance: average(meanSquare) - mean * mean };
}

/** Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17. */
function gaussianCdf(z: number): number {
  if (z < 0) return 1 - gaussianCdf(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const tail = series.reduceRight((sum, coefficient) => (sum + coefficient) * t, 0);
  return 1 - (tail * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/** What is expected of the values of a network under construction; STANDARD where unknown. */
export class ExpectedMoments {
  private readonly known = new Map<Value, Moments>();

  of(value: Value): Moments {
    return this.known.get(value) ?? STANDARD;
  }

  set(value: Value, moments: Moments): Value {
    this.known.set(value, moments);
    return value;
  }
}
