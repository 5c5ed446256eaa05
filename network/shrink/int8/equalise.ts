import type { Value } from '../../graph/graph.js';
import { staticDim } from '../../graph/shape.js';
import type { Tensors } from '../../onnx/emit.js';
import { ancestors, isOp } from '../../graph/graph.js';
import type { Outputs } from '../../ops/rewrite.js';
import { channelGroups, type ChannelGroup } from '../channel-groups.js';
import type { ChannelRanges } from './calibrate.js';

/** How far channels' ranges are brought together: 0 not at all, 1 to be the same. */
const STRENGTH = 0.5;
/** The most that a channel is stretched or shrunk. */
const MOST = 8;

export interface Equalised {
  readonly weights: Map<string, Float32Array>;
  /** What each channel of a value is divided by; values that are not here stay as they are. */
  readonly divisors: ReadonlyMap<Value, Float64Array>;
}

/**
 * The same network with channels' ranges brought nearer to each other, since one scale must serve
 * all channels of a tensor: what computes a channel is divided by a factor that what reads it is
 * multiplied by, which ReLU and sums let pass (Nagel et al. 2019). Channels that normalisation
 * or anything else takes part in stay as they are.
 */
export function equalise(
  outputs: Outputs,
  weights: Tensors,
  ranges: ReadonlyMap<Value, ChannelRanges>,
): Equalised {
  const shapes = weightShapes(outputs);
  const equalised = new Map(weights);
  const divisors = new Map<Value, Float64Array>();
  for (const group of channelGroups(outputs).filter(isScalable)) {
    const factors = divisorsOf(largestOf(group, ranges));
    for (const planes of group.planes) divisors.set(planes, factors);
    for (const { weight, axis, role } of group.axes) {
      if (role === 'kernel') continue;
      const data = equalised.get(weight)!;
      const inner = shapes
        .get(weight)!
        .slice(axis + 1)
        .reduce((size, n) => size * n, 1);
      const factorAt = (i: number) => factors[Math.floor(i / inner) % group.channels];
      const scaled =
        role === 'reader'
          ? (w: number, i: number) => w * factorAt(i)
          : (w: number, i: number) => w / factorAt(i);
      equalised.set(weight, data.map(scaled));
    }
  }
  return { weights: equalised, divisors };
}

function isScalable({ separable, axes }: ChannelGroup): boolean {
  return separable && axes.every(({ role }) => role !== 'norm');
}

function weightShapes(outputs: Outputs): Map<string, number[]> {
  const weights = ancestors(Object.values(outputs)).filter((value) => isOp(value, 'weight'));
  return new Map(
    weights.map(({ attributes, shape }) => [
      attributes.name,
      shape.map((_, i) => staticDim(shape, i)),
    ]),
  );
}

/** The largest magnitude that each channel has in any of the measured planes. */
function largestOf(
  { channels, planes }: ChannelGroup,
  ranges: ReadonlyMap<Value, ChannelRanges>,
): Float64Array {
  const largest = new Float64Array(channels);
  for (const value of planes) {
    const range = ranges.get(value);
    if (range === undefined) continue;
    for (const c of largest.keys()) {
      largest[c] = Math.max(largest[c], range.high[c], -range.low[c]);
    }
  }
  return largest;
}

/** Factors about 1, larger for channels of larger range; 1 where a channel is always zero. */
function divisorsOf(largest: Float64Array): Float64Array {
  const alive = largest.filter((range) => range > 0);
  const middle = Math.exp(alive.reduce((sum, range) => sum + Math.log(range), 0) / alive.length);
  return largest.map((range) => {
    const factor = range > 0 ? (range / middle) ** STRENGTH : 1;
    return Math.min(MOST, Math.max(1 / MOST, factor));
  });
}
